package service_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/athena/types"

	"interlaken/fault"
	"interlaken/identity"
	"interlaken/policy"
	"interlaken/service"
	"interlaken/service/servicetest"
	"interlaken/store"
	"interlaken/trail"
	"interlaken/usage"
	"interlaken/wire"
)

// note is what the example service keeps.
type note struct{ Name, Text string }

var notes = store.Collection[note]{Table: "example.note", Schema: 1, Key: func(n *note) string { return store.Key(n.Name) }}

type (
	putInput  struct{ Name, Text *string }
	putOutput struct{ Name *string }
	getInput  struct{ Name *string }
	getOutput struct{ Text *string }
)

var described = wire.NewService(wire.Service{
	ID: "example", SigningName: "example", Protocol: wire.AWSJSON11, TargetPrefix: "Example", APIVersion: "2026-01-01",
	Operations: []wire.Operation{
		{Name: "Put", In: (*putInput)(nil), Out: (*putOutput)(nil)},
		{Name: "PutAndFail", In: (*putInput)(nil), Out: (*putOutput)(nil)},
		{Name: "GetTyped", In: (*getInput)(nil), Out: (*getOutput)(nil)},
		{Name: "PutAndBreakDown", In: (*putInput)(nil), Out: (*putOutput)(nil)},
		{Name: "PutForAnother", In: (*putInput)(nil), Out: (*putOutput)(nil)},
		{Name: "PutAndPutForAnother", In: (*putInput)(nil), Out: (*putOutput)(nil)},
		{Name: "PutFromAfar", In: (*putInput)(nil), Out: (*putOutput)(nil)},
		{Name: "Get", In: (*getInput)(nil), Out: (*getOutput)(nil)},
		{Name: "Unchecked", In: (*getInput)(nil), Out: (*getOutput)(nil)},
		{Name: "NotBuilt", In: (*getInput)(nil), Out: (*getOutput)(nil)},
	},
})

func noteARN(c *service.Call, name *string) string { return c.ARN("example", "note/"+*name) }

func put(c *service.Call, in *putInput) (*putOutput, error) {
	if err := c.Use(usage.Record{Service: usage.S3, UsageType: usage.S3WriteRequests, Operation: "Put", Quantity: 1, Unit: usage.Requests}); err != nil {
		return nil, err
	}
	c.Resource(noteARN(c, in.Name), "Example::Note")
	return &putOutput{Name: in.Name}, notes.Put(c.Tx, note{*in.Name, *in.Text})
}

func example() *service.Service {
	checkPut := service.On("example:Put", func(c *service.Call, in *putInput) string { return noteARN(c, in.Name) })
	get := func(c *service.Call, in *getInput) (*getOutput, error) {
		n, err := notes.Get(c.Tx, store.Key(*in.Name))
		return &getOutput{Text: &n.Text}, err
	}
	return &service.Service{
		Wire: described, Source: "example.amazonaws.com",
		Operations: []service.Operation{
			service.Define("Put", checkPut, put),
			service.Define("PutAndFail", checkPut, func(c *service.Call, in *putInput) (*putOutput, error) {
				if _, err := put(c, in); err != nil {
					return nil, err
				}
				return nil, fault.New(fault.Conflict, "It failed after it had written.")
			}),
			service.Define("GetTyped", service.On("example:Get", func(c *service.Call, in *getInput) string { return noteARN(c, in.Name) }),
				func(*service.Call, *getInput) (*getOutput, error) { return nil, &types.ResourceNotFoundException{} }),
			service.Define("PutAndBreakDown", checkPut, func(c *service.Call, in *putInput) (*putOutput, error) {
				if _, err := put(c, in); err != nil {
					return nil, err
				}
				return &putOutput{Name: &[]string{}[len(*in.Name)]}, nil
			}),
			service.Define("PutForAnother", checkPut, func(c *service.Call, in *putInput) (*putOutput, error) {
				_, err := c.Through("example.amazonaws.com").Invoke("example", "Put", in)
				return &putOutput{Name: in.Name}, err
			}),
			service.Define("PutAndPutForAnother", checkPut, func(c *service.Call, in *putInput) (*putOutput, error) {
				if err := notes.Put(c.Tx, note{"first", *in.Text}); err != nil {
					return nil, err
				}
				_, err := c.Through("example.amazonaws.com").Invoke("example", "Put", in)
				return &putOutput{Name: in.Name}, err
			}),
			service.Define("PutFromAfar", checkPut, func(c *service.Call, in *putInput) (*putOutput, error) {
				operation, via := "PutFromAfar", "outer.amazonaws.com"
				switch c.Session.InvokedBy() {
				case "outer.amazonaws.com":
					operation, via = "Put", "inner.amazonaws.com"
				}
				_, err := c.Through(via).Invoke("example", operation, in)
				return &putOutput{Name: in.Name}, err
			}),
			service.Define("Get", service.On("example:Get", func(c *service.Call, in *getInput) string { return noteARN(c, in.Name) }), get, service.Reads),
			service.Define("Unchecked", nil, get),
		},
	}
}

func kit(t *testing.T) *servicetest.Kit {
	k := servicetest.New(t)
	k.Mesh.Register(example())
	return k
}

func events(t *testing.T, k *servicetest.Kit) []trail.Entry {
	t.Helper()
	var all []trail.Entry
	k.View(func(r store.Reader) (err error) {
		all, _, err = trail.Lookup(r, servicetest.Hub, trail.Query{OldestFirst: true})
		return err
	})
	return all
}

func has(k *servicetest.Kit, name string) (found bool) {
	k.View(func(r store.Reader) (err error) { found, err = notes.Has(r, store.Key(name)); return err })
	return found
}

func text(s string) *string { return &s }

func TestWorkEventAndUsageAreOne(t *testing.T) {
	k := kit(t)
	ana := k.User(servicetest.Hub, "ana", servicetest.Everything)
	servicetest.Must[putOutput](k, ana, "example", "Put", &putInput{text("a"), text("hello")})
	got := events(t, k)
	if len(got) != 1 {
		t.Fatalf("%d events", len(got))
	}
	e := got[0].Event
	if e.EventName != "Put" || e.EventSource != "example.amazonaws.com" || e.UserIdentity.UserName != "ana" || e.ErrorCode != "" ||
		len(e.Resources) != 1 || e.Resources[0].ARN != "arn:aws:example:us-east-1:111111111111:note/a" || e.RequestID == "" {
		t.Errorf("event = %+v", e)
	}
	k.View(func(r store.Reader) error {
		n := 0
		for record, err := range usage.Scan(r, usage.Span{Account: servicetest.Hub}) {
			if err != nil {
				return err
			}
			n++
			if record.Principal != "arn:aws:iam::111111111111:user/ana" || record.Quantity != 1 {
				t.Errorf("usage = %+v", record)
			}
		}
		if n != 1 {
			t.Errorf("%d usage records", n)
		}
		return nil
	})
}

func TestARefusedCallWritesItsEventAndNothingElse(t *testing.T) {
	k := kit(t)
	ben := k.User(servicetest.Hub, "ben", `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"example:Put","Resource":"arn:aws:example:us-east-1:111111111111:note/other"}]}`)
	_, err := k.Do(ben, "example", "Put", &putInput{text("a"), text("hello")})
	const sentence = "User: arn:aws:iam::111111111111:user/ben is not authorized to perform: example:Put on resource: arn:aws:example:us-east-1:111111111111:note/a because no identity-based policy allows the example:Put action"
	if !fault.Is(err, fault.AccessDenied) || fault.Public(err) != sentence {
		t.Errorf("error = %v", err)
	}
	if has(k, "a") {
		t.Error("the note was written")
	}
	got := events(t, k)
	if len(got) != 1 || got[0].Event.ErrorCode != "AccessDeniedException" || got[0].Event.ErrorMessage != sentence {
		t.Fatalf("events = %+v", got)
	}
	reasons, ok := got[0].Event.Reasons.([]any)
	if !ok || len(reasons) != 1 || !strings.Contains(string(got[0].JSON), "eventID") || strings.Contains(string(got[0].JSON), "note/other") {
		t.Errorf("reasons %v; the public record is %s", got[0].Event.Reasons, got[0].JSON)
	}
}

// TestADocumentIsOfWhatHoldsIt: a policy that hangs on one resource for many, as a bucket's, is one document whichever
// is asked about, or a caller could have it compiled and kept once for each name that comes to mind.
func TestADocumentIsOfWhatHoldsIt(t *testing.T) {
	k := kit(t)
	const book = "arn:aws:example:us-east-1:111111111111:book"
	s := example()
	held := *described
	held.ID, held.TargetPrefix = "held", "Held"
	s.Wire = &held
	s.ResourcePolicy = func(store.Reader, string) (service.ResourcePolicy, error) {
		return service.ResourcePolicy{Name: "book policy", ARN: book, Document: `{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":"*","Action":"example:*","Resource":"*"}]}`}, nil
	}
	k.Mesh.Register(s)
	ana := k.User(servicetest.Hub, "ana", servicetest.Everything)
	for _, name := range []string{"a", "b"} {
		var e service.Explained
		err := k.Mesh.Transaction(t.Context(), ana, "request", func(c *service.Call) (err error) {
			e, err = c.Explain(ana.Principal, service.Check{Action: "example:Get", Resource: "arn:aws:held:us-east-1:111111111111:note/" + name})
			return err
		})
		if err != nil || e.Verdict.Allowed || len(e.Documents) != 2 || !slices.ContainsFunc(e.Documents, func(d policy.DocumentReason) bool { return d.Name == "book policy" && d.ARN == book }) {
			t.Errorf("%s: %+v, %v", name, e, err)
		}
	}
}

func TestAFailureAfterWritingUndoesTheWorkAndKeepsTheEvent(t *testing.T) {
	k := kit(t)
	ana := k.User(servicetest.Hub, "ana", servicetest.Everything)
	if _, err := k.Do(ana, "example", "PutAndFail", &putInput{text("a"), text("hello")}); !fault.Is(err, fault.Conflict) {
		t.Errorf("error = %v", err)
	}
	if has(k, "a") {
		t.Error("the note was kept")
	}
	if got := events(t, k); len(got) != 1 || got[0].Event.ErrorCode != "ConflictException" {
		t.Errorf("events = %+v", got)
	}
}

func TestInvokeIsAuthorizedAndRecordedAsTheCallerThroughTheService(t *testing.T) {
	k := kit(t)
	ana := k.User(servicetest.Hub, "ana", servicetest.Everything)
	servicetest.Must[putOutput](k, ana, "example", "PutForAnother", &putInput{text("a"), text("hello")})
	got := events(t, k)
	if len(got) != 2 {
		t.Fatalf("%d events", len(got))
	}
	inner := got[0].Event
	if inner.EventName != "Put" || inner.UserIdentity.InvokedBy != "example.amazonaws.com" || inner.SourceIPAddress != "example.amazonaws.com" {
		t.Errorf("inner event = %+v", inner)
	}
}

func TestFailClosed(t *testing.T) {
	k := kit(t)
	ana := k.User(servicetest.Hub, "ana", servicetest.Everything)
	for name, call := range map[string]struct {
		session   service.Session
		operation string
		code      fault.Code
	}{
		"nobody":                   {service.Session{}, "Get", fault.MissingToken},
		"an operation unchecked":   {ana, "Unchecked", fault.AccessDenied},
		"an operation not built":   {ana, "NotBuilt", fault.Unsupported},
		"a service principal":      {service.Session{Principal: identity.Principal{Kind: identity.Service, Account: servicetest.Hub, ARN: "quicksight.amazonaws.com", Name: "quicksight.amazonaws.com"}}, "Get", fault.AccessDenied},
		"a policy not understood":  {k.User(servicetest.Hub, "cas", servicetest.Everything, `{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"*","Resource":"*","Condition":{"StringEquals":{"example:Mystery":"x"}}}]}`), "Get", fault.AccessDenied},
		"a user without documents": {k.User(servicetest.Hub, "dan"), "Get", fault.AccessDenied},
	} {
		_, err := k.Do(call.session, "example", call.operation, &getInput{text("a")})
		if !fault.Is(err, call.code) {
			t.Errorf("%s: %v, want %s", name, err, call.code)
		}
		var e *fault.Error
		if undecided := name == "a policy not understood"; errors.Is(err, service.ErrUndecided) != undecided {
			t.Errorf("%s: undecided is %t", name, !undecided)
		}
		if errors.As(err, &e) && e.Detail != nil {
			t.Errorf("%s: members %v would cross the wire", name, e.Detail)
		}
	}
	if _, err := k.Do(ana, "elsewhere", "Get", &getInput{text("a")}); !fault.Is(err, fault.Unsupported) {
		t.Errorf("a service that is not there: %v", err)
	}
}

// TestADefectIsRecordedReportedAndToldToNobody: an operation that breaks down is undone, has its event like any other
// failure, and its reason goes to the operator alone.
func TestADefectIsRecordedReportedAndToldToNobody(t *testing.T) {
	k := kit(t)
	ana := k.User(servicetest.Hub, "ana", servicetest.Everything)
	_, err := k.Do(ana, "example", "PutAndBreakDown", &putInput{text("a"), text("hello")})
	if !fault.Is(err, fault.Internal) || strings.Contains(fault.Public(err), "index") {
		t.Errorf("error = %v", err)
	}
	if has(k, "a") {
		t.Error("the note was kept")
	}
	if got := events(t, k); len(got) != 1 || got[0].Event.ErrorCode != "InternalServerException" || strings.Contains(string(got[0].JSON), "index") {
		t.Errorf("events = %+v", got)
	}
	if _, err := k.Do(ana, "example", "GetTyped", &getInput{text("a")}); err == nil {
		t.Error("the typed error is gone")
	}
	reported := k.Reported() // and not the failure that the service documents
	if len(reported) != 1 || !strings.Contains(fault.Whole(reported[0]), "index out of range") || !strings.Contains(fault.Whole(reported[0]), "service_test.go") {
		t.Errorf("reported %v", reported)
	}
	if _, err := k.Do(ana, "example", "Put", &putInput{text("b"), text("hello")}); err != nil {
		t.Errorf("afterwards: %v", err)
	}
}

// throughOnly lets the caller put notes, but lets no service do it on the caller's behalf.
const throughOnly = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"example:Put","Resource":"*","Condition":{"Bool":{"aws:ViaAWSService":"false"}}}]}`

// TestARefusalWithinACallIsRecordedWhateverBecomesOfTheCall: the event of a refused inner call, and its reasons, stand
// although the outer one is undone.
func TestARefusalWithinACallIsRecordedWhateverBecomesOfTheCall(t *testing.T) {
	for _, operation := range []string{"PutForAnother", "PutAndPutForAnother"} {
		k := kit(t)
		ben := k.User(servicetest.Hub, "ben", throughOnly)
		if _, err := k.Do(ben, "example", operation, &putInput{text("a"), text("hello")}); !fault.Is(err, fault.AccessDenied) {
			t.Errorf("%s: error = %v", operation, err)
		}
		if has(k, "a") || has(k, "first") {
			t.Errorf("%s: a note was written", operation)
		}
		got := events(t, k)
		if len(got) != 2 {
			t.Errorf("%s: %d events, want the inner and the outer one", operation, len(got))
			continue
		}
		inner, outer := got[0].Event, got[1].Event
		if inner.EventName != "Put" || inner.ErrorCode != "AccessDeniedException" || inner.UserIdentity.InvokedBy != "example.amazonaws.com" || inner.Reasons == nil {
			t.Errorf("%s: inner event = %+v", operation, inner)
		}
		if outer.EventName != operation || outer.ErrorCode != "AccessDeniedException" {
			t.Errorf("%s: outer event = %+v", operation, outer)
		}
	}
}

// TestARefusalInAJobIsRecordedWhenTheJobGivesUp: the same without an event of the whole.
func TestARefusalInAJobIsRecordedWhenTheJobGivesUp(t *testing.T) {
	k := kit(t)
	ben := k.User(servicetest.Hub, "ben", throughOnly)
	err := k.Mesh.Transaction(t.Context(), ben, "request", func(c *service.Call) error {
		if err := notes.Put(c.Tx, note{"first", "x"}); err != nil {
			return err
		}
		_, err := c.Through("example.amazonaws.com").Invoke("example", "Put", &putInput{text("a"), text("hello")})
		return err
	})
	if !fault.Is(err, fault.AccessDenied) || has(k, "first") {
		t.Errorf("error = %v", err)
	}
	if got := events(t, k); len(got) != 1 || got[0].Event.ErrorCode != "AccessDeniedException" {
		t.Errorf("events = %+v", got)
	}
}

// TestARefusalTwoCallsDeepIsARefusal: the event that an inner call leaves is no work of its own, so what was only
// refused is not taken for half done.
func TestARefusalTwoCallsDeepIsARefusal(t *testing.T) {
	k := kit(t)
	// The second service on the way is refused.
	ben := k.User(servicetest.Hub, "ben", `{"Version":"2012-10-17","Statement":[
		{"Effect":"Allow","Action":"example:Put","Resource":"*"},
		{"Effect":"Deny","Action":"example:Put","Resource":"*","Condition":{"ForAnyValue:StringEquals":{"aws:CalledVia":"inner.amazonaws.com"}}}]}`)
	_, err := k.Do(ben, "example", "PutFromAfar", &putInput{text("a"), text("hello")})
	if !fault.Is(err, fault.AccessDenied) {
		t.Errorf("error = %v", err)
	}
	if got := events(t, k); len(got) != 3 {
		t.Errorf("%d events, want 3", len(got))
	}
}
