package trail

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"interlaken/clock"
	"interlaken/fault"
	"interlaken/id"
	"interlaken/store"
	"interlaken/store/storetest"
)

const hub, spoke = "111111111111", "222222222222"

var start = time.Date(2026, 3, 1, 12, 0, 0, 700_000_000, time.UTC)

// world is a store with a trail over it.
type world struct {
	t     *testing.T
	store store.Store
	clock *clock.Manual
	trail *Trail
}

func newWorld(t *testing.T) *world {
	c := clock.NewManual(start)
	return &world{t, storetest.Open(t), c, New(c, id.Seeded(1))}
}

func (w *world) update(body func(store.Tx) error) {
	w.t.Helper()
	if err := w.store.Update(context.Background(), body); err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) append(e Event) {
	w.t.Helper()
	w.update(func(tx store.Tx) error { return w.trail.Append(tx, e) })
}

func (w *world) view(body func(store.Reader) error) {
	w.t.Helper()
	if err := w.store.View(context.Background(), body); err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) lookup(account string, q Query) []Entry {
	w.t.Helper()
	var all []Entry
	w.view(func(r store.Reader) error {
		for {
			page, next, err := Lookup(r, account, q)
			if err != nil {
				return err
			}
			all = append(all, page...)
			if q.Token = next; next == "" {
				return nil
			}
		}
	})
	return all
}

// event is an ordinary one in an account's trail.
func event(account, name string) Event {
	return Event{
		UserIdentity: IAMUser("AIDAEXAMPLE", "arn:aws:iam::"+account+":user/alice", account, "AKIAEXAMPLE", "alice"),
		EventSource:  "athena.amazonaws.com", EventName: name, AWSRegion: "us-east-1", SourceIPAddress: "127.0.0.1", UserAgent: "test",
		RecipientAccountID: account, RequestID: "r",
	}
}

// secondHop is role A's session assuming role B across accounts, with the credentials that it gets.
func secondHop() Event {
	type credentials struct {
		AccessKeyId, SecretAccessKey, SessionToken *string
		Expiration                                 *time.Time
	}
	text := func(s string) *string { return &s }
	expiration := time.Date(2025, 3, 19, 1, 30, 20, 0, time.UTC)
	e := Event{
		UserIdentity: AssumedRole("arn:aws:sts::"+hub+":assumed-role/RoleA/QuickSight-RoleSession-1", "QuickSight-RoleSession-1", "ASIAHOP1", start, "",
			SessionIssuer{PrincipalID: "AROAROLEA", ARN: "arn:aws:iam::" + hub + ":role/RoleA", AccountID: hub, UserName: "RoleA"}),
		EventSource: "sts.amazonaws.com", EventName: "AssumeRole", AWSRegion: "us-east-1", ReadOnly: true, RecipientAccountID: hub,
		RequestParameters: struct{ RoleArn, ExternalId, Policy *string }{RoleArn: text("arn:aws:iam::" + spoke + ":role/path/RoleB"), ExternalId: text("x")},
		ResponseElements:  struct{ Credentials *credentials }{&credentials{text("ASIAHOP2"), text("very-secret"), text("the-token"), &expiration}},
		Resources:         []Resource{{ARN: "arn:aws:iam::" + spoke + ":role/path/RoleB", AccountID: spoke, Type: "AWS::IAM::Role"}},
		Reasons:           map[string]any{"document": "inline policy of RoleA"},
		Run:               "run-1",
	}
	e.Share(spoke)
	e.Share(spoke)
	e.Share(hub)
	return e
}

func TestRecordShape(t *testing.T) {
	w := newWorld(t)
	w.append(secondHop())
	inHub, inSpoke := w.lookup(hub, Query{}), w.lookup(spoke, Query{})
	if len(inHub) != 1 || len(inSpoke) != 1 {
		t.Fatalf("%d events in the hub, %d in the spoke, want one each", len(inHub), len(inSpoke))
	}
	shared := inHub[0].Event.SharedEventID
	tail := func(account, eventID string) string {
		return `"eventTime":"2026-03-01T12:00:00Z","eventSource":"sts.amazonaws.com","eventName":"AssumeRole","awsRegion":"us-east-1",` +
			`"sourceIPAddress":"","userAgent":"",` +
			`"requestParameters":{"externalId":"x","roleArn":"arn:aws:iam::222222222222:role/path/RoleB"},` +
			`"responseElements":{"credentials":{"accessKeyId":"ASIAHOP2","expiration":"Mar 19, 2025, 1:30:20 AM","sessionToken":"` + TokenHash("the-token") + `"}},` +
			`"eventID":"` + eventID + `","readOnly":true,"resources":[{"ARN":"arn:aws:iam::222222222222:role/path/RoleB","accountId":"222222222222","type":"AWS::IAM::Role"}],` +
			`"eventType":"AwsApiCall","managementEvent":true,"recipientAccountId":"` + account + `","sharedEventID":"` + shared + `","eventCategory":"Management"}`
	}
	want := `{"eventVersion":"1.11","userIdentity":{"type":"AssumedRole","principalId":"AROAROLEA:QuickSight-RoleSession-1",` +
		`"arn":"arn:aws:sts::111111111111:assumed-role/RoleA/QuickSight-RoleSession-1","accountId":"111111111111","accessKeyId":"ASIAHOP1",` +
		`"sessionContext":{"sessionIssuer":{"type":"Role","principalId":"AROAROLEA","arn":"arn:aws:iam::111111111111:role/RoleA","accountId":"111111111111","userName":"RoleA"},` +
		`"webIdFederationData":{},"attributes":{"creationDate":"2026-03-01T12:00:00Z","mfaAuthenticated":"false"}}},` + tail(hub, inHub[0].Event.EventID)
	if got := string(inHub[0].JSON); got != want {
		t.Errorf("the hub's record:\n got %s\nwant %s", got, want)
	}
	want = `{"eventVersion":"1.11","userIdentity":{"type":"AWSAccount","principalId":"AROAROLEA:QuickSight-RoleSession-1","accountId":"111111111111"},` +
		tail(spoke, inSpoke[0].Event.EventID)
	if got := string(inSpoke[0].JSON); got != want {
		t.Errorf("the spoke's record:\n got %s\nwant %s", got, want)
	}
	if shared == "" || inHub[0].Event.EventID == inSpoke[0].Event.EventID {
		t.Errorf("shared id %q, own ids %q and %q", shared, inHub[0].Event.EventID, inSpoke[0].Event.EventID)
	}
	if fmt.Sprint(inHub[0].Event.Reasons) != "map[document:inline policy of RoleA]" || inSpoke[0].Event.Reasons != nil {
		t.Errorf("reasons are %v in the hub, %v in the spoke", inHub[0].Event.Reasons, inSpoke[0].Event.Reasons)
	}
	if inHub[0].Event.Run != "run-1" || inSpoke[0].Event.Run != "run-1" {
		t.Errorf("runs are %q and %q", inHub[0].Event.Run, inSpoke[0].Event.Run)
	}
}

func TestNoSecretIsKept(t *testing.T) {
	w := newWorld(t)
	e := secondHop()
	e.AdditionalEventData = map[string]any{"note": json.RawMessage(`{"Password":"very-secret","n":12345678901234567890}`)}
	e.Reasons = map[string]any{"SessionToken": "the-token", "secretAccessKey": []string{"very-secret"}}
	w.append(e)
	w.view(func(r store.Reader) error {
		n := 0
		for record, err := range r.Scan(eventTable, store.Range{}) {
			if err != nil {
				return err
			}
			n++
			for _, secret := range []string{"very-secret", "the-token"} {
				if strings.Contains(string(record.Value), secret) {
					t.Errorf("%q is in %s", secret, record.Value)
				}
			}
			if !strings.Contains(string(record.Value), `12345678901234567890`) {
				t.Errorf("a large number was changed: %s", record.Value)
			}
		}
		if n != 2 {
			t.Errorf("%d records", n)
		}
		return nil
	})
}

func TestRefusalStaysInTheCallersAccount(t *testing.T) {
	w := newWorld(t)
	e := secondHop()
	e.ErrorCode, e.ErrorMessage, e.ResponseElements = "AccessDenied", "no", nil
	w.append(e)
	if n := len(w.lookup(spoke, Query{})); n != 0 {
		t.Errorf("the spoke has %d events of a refused call", n)
	}
	got := w.lookup(hub, Query{})
	if len(got) != 1 || got[0].Event.ErrorCode != "AccessDenied" || got[0].Event.SharedEventID != "" {
		t.Errorf("the hub has %+v", got)
	}
}

func TestServiceCaller(t *testing.T) {
	w := newWorld(t)
	e := event(hub, "AssumeRole")
	e.UserIdentity = AWSService("quicksight.amazonaws.com")
	w.append(e)
	got := w.lookup(hub, Query{})[0]
	if !strings.Contains(string(got.JSON), `"userIdentity":{"type":"AWSService","invokedBy":"quicksight.amazonaws.com"}`) || got.Event.SharedEventID == "" {
		t.Errorf("record is %s", got.JSON)
	}
}

func TestAppendRefusesWhatIsNoEvent(t *testing.T) {
	w := newWorld(t)
	for name, spoil := range map[string]func(*Event){
		"no source":          func(e *Event) { e.EventSource = "" },
		"no name":            func(e *Event) { e.EventName = "" },
		"no caller":          func(e *Event) { e.UserIdentity = UserIdentity{} },
		"no account":         func(e *Event) { e.RecipientAccountID = "" },
		"another category":   func(e *Event) { e.EventCategory = "Insight" },
		"a channel":          func(e *Event) { e.RequestParameters = make(chan int) },
		"malformed raw JSON": func(e *Event) { e.RequestParameters = json.RawMessage("{") },
	} {
		e := event(hub, "X")
		spoil(&e)
		err := w.store.Update(context.Background(), func(tx store.Tx) error { return w.trail.Append(tx, e) })
		if !fault.Is(err, fault.Internal) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if n := len(w.lookup(hub, Query{})); n != 0 {
		t.Errorf("%d events were kept", n)
	}
}

func TestLargeParametersAreLeftOut(t *testing.T) {
	w := newWorld(t)
	e := event(hub, "X")
	e.RequestParameters = map[string]string{"a": strings.Repeat("x", maxElements)}
	w.append(e)
	got := fmt.Sprint(w.lookup(hub, Query{})[0].Event.RequestParameters)
	if got != "map[omitted:true originalSize:100008 reason:The content has more than 100 KB.]" {
		t.Errorf("parameters are %s", got)
	}
}

func TestLookup(t *testing.T) {
	w := newWorld(t)
	for i := range 10 {
		e := event(hub, fmt.Sprintf("E%d", i%2))
		e.ReadOnly = i%5 == 0
		e.RequestID = fmt.Sprint(i)
		if i == 3 {
			e.UserIdentity = secondHop().UserIdentity
			e.Resources = secondHop().Resources
			e.EventSource = "sts.amazonaws.com"
			e.Run = "run"
		}
		w.append(e)
		w.clock.Advance(time.Second)
	}
	data := event(hub, "GetObject")
	data.EventCategory, data.RequestID = Data, "data"
	data.Resources = []Resource{{ARN: "arn:aws:s3:::bucket/key"}, {ARN: "arn:aws:s3:::bucket/other"}}
	w.append(data)
	other := event(spoke, "E0")
	other.RequestID = "other"
	w.append(other)

	third := w.lookup(hub, Query{Attribute: ByRun, Value: "run"})[0]
	at := func(seconds int) time.Time {
		return start.Truncate(time.Second).Add(time.Duration(seconds) * time.Second)
	}
	for _, c := range []struct {
		name string
		q    Query
		want string
	}{
		{"all, newest first", Query{}, "9876543210"},
		{"all, oldest first", Query{OldestFirst: true}, "0123456789"},
		{"by name", Query{Attribute: ByEventName, Value: "E1"}, "97531"},
		{"by a name that is a prefix", Query{Attribute: ByEventName, Value: "E"}, ""},
		{"by session name", Query{Attribute: ByUsername, Value: "QuickSight-RoleSession-1"}, "3"},
		{"by user name", Query{Attribute: ByUsername, Value: "alice"}, "987654210"},
		{"by key", Query{Attribute: ByAccessKeyID, Value: "ASIAHOP1"}, "3"},
		{"by source", Query{Attribute: ByEventSource, Value: "sts.amazonaws.com"}, "3"},
		{"by event id", Query{Attribute: ByEventID, Value: third.Event.EventID}, "3"},
		{"by resource ARN", Query{Attribute: ByResourceName, Value: "arn:aws:iam::222222222222:role/path/RoleB"}, "3"},
		{"by resource name", Query{Attribute: ByResourceName, Value: "path/RoleB"}, "3"},
		{"by resource type", Query{Attribute: ByResourceType, Value: "AWS::IAM::Role"}, "3"},
		{"read only", Query{Attribute: ByReadOnly, Value: "true"}, "50"},
		{"not read only", Query{Attribute: ByReadOnly, Value: "false"}, "98764321"},
		{"from a time on", Query{StartTime: at(7)}, "987"},
		{"from a fraction on", Query{StartTime: at(7).Add(1)}, "98"},
		{"up to a time", Query{EndTime: at(2)}, "210"},
		{"between times, by name", Query{Attribute: ByEventName, Value: "E0", StartTime: at(2), EndTime: at(6)}, "642"},
		{"read only, between times", Query{Attribute: ByReadOnly, Value: "true", StartTime: at(1), EndTime: at(5)}, "5"},
		{"data", Query{Category: Data}, "data"},
		{"data by object", Query{Category: Data, Attribute: ByResourceName, Value: "arn:aws:s3:::bucket/other"}, "data"},
		{"data by another object", Query{Category: Data, Attribute: ByResourceName, Value: "arn:aws:s3:::bucket/third"}, ""},
	} {
		for size := 1; size <= 11; size += 5 {
			c.q.Size = size
			got := ""
			for _, e := range w.lookup(hub, c.q) {
				got += e.Event.RequestID
			}
			if got != c.want {
				t.Errorf("%s in pages of %d: %q, want %q", c.name, size, got, c.want)
			}
		}
	}
	w.view(func(r store.Reader) error {
		if _, _, err := Lookup(r, hub, Query{Token: "?"}); !fault.Is(err, fault.Validation) {
			t.Errorf("a wrong token: %v", err)
		}
		return nil
	})
	if n := len(w.lookup(spoke, Query{})); n != 1 {
		t.Errorf("the other account has %d events", n)
	}
}

func TestHeads(t *testing.T) {
	w := newWorld(t)
	w.append(event(hub, "A"))
	w.append(secondHop())
	w.view(func(r store.Reader) error {
		all, err := Heads(r)
		if err != nil {
			return err
		}
		counts := []string{}
		for _, h := range all {
			counts = append(counts, fmt.Sprintf("%s:%d:%d", h.Account, h.Count, len(h.Hash)))
			if !h.Time.Equal(start) {
				t.Errorf("the head of %s is of %s", h.Account, h.Time)
			}
		}
		if want := []string{hub + ":2:64", spoke + ":1:64"}; !slices.Equal(counts, want) {
			t.Errorf("heads are %q, want %q", counts, want)
		}
		return nil
	})
}
