package pulse_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"

	"interlaken/hub"
	"interlaken/hub/chain"
	"interlaken/hub/pulse"
	"interlaken/service/servicetest"
	"interlaken/store"
)

// account answers STS, Athena and S3 as far as a pulse asks them.
type account struct {
	now func() time.Time

	mu      sync.Mutex
	trusts  bool // role B trusts the hub
	enabled bool // the workgroup takes queries
	allows  bool // objects may be read
	old     bool // sessions from before are denied everything
	assumed int  // times role B was assumed
	heads   int
	groups  int
	latest  string // access key id of the newest session
}

func (a *account) set(change func(*account)) {
	a.mu.Lock()
	defer a.mu.Unlock()
	change(a)
}

func (a *account) Do(r *http.Request) (*http.Response, error) {
	var body []byte
	if r.Body != nil {
		var err error
		if body, err = io.ReadAll(r.Body); err != nil {
			return nil, err
		}
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	status, kind, text := 200, "text/xml", ""
	switch {
	case r.Method == http.MethodHead:
		a.heads++
		if !a.allows {
			status = 403
		}
	case r.Header.Get("X-Amz-Target") != "":
		a.groups++
		kind, text = "application/x-amz-json-1.1", `{"WorkGroup":{"Name":"primary","State":"ENABLED"}}`
		if !a.enabled {
			text = `{"WorkGroup":{"Name":"primary","State":"DISABLED"}}`
		}
		if a.old && !strings.Contains(r.Header.Get("Authorization"), "Credential="+a.latest+"/") {
			status, text = 400, `{"__type":"AccessDeniedException","Message":"User: x is not authorized to perform: athena:GetWorkGroup on resource: arn:aws:athena:us-east-1:222222222222:workgroup/primary with an explicit deny in an identity-based policy"}`
		}
	default:
		form, err := url.ParseQuery(string(body))
		if err != nil {
			return nil, err
		}
		isB := strings.HasSuffix(form.Get("RoleArn"), "/b")
		if isB && !a.trusts {
			status, text = 403, `<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>User: x is not authorized to perform: sts:AssumeRole on resource: y because no role trust policy allows the sts:AssumeRole action</Message></Error></ErrorResponse>`
			break
		}
		if isB {
			a.assumed++
			a.latest = fmt.Sprintf("ASIA%d", a.assumed)
		}
		text = fmt.Sprintf(`<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><AssumedRoleUser><AssumedRoleId>AROA:x</AssumedRoleId><Arn>%s/s</Arn></AssumedRoleUser><Credentials><AccessKeyId>ASIA%d</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken><Expiration>%s</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>`,
			form.Get("RoleArn"), a.assumed, a.now().Add(time.Hour).Format(time.RFC3339))
	}
	return &http.Response{StatusCode: status, Header: http.Header{"Content-Type": {kind}}, Body: io.NopCloser(strings.NewReader(text)), Request: r}, nil
}

type kit struct {
	*servicetest.Kit
	t     *testing.T
	aws   *account
	pulse *pulse.Pulse
}

func newKit(t *testing.T, change func(*pulse.Config)) *kit {
	k := &kit{Kit: servicetest.New(t), t: t}
	k.aws = &account{now: k.Clock.Now, trusts: true, enabled: true, allows: true}
	c := pulse.Config{
		Clock: k.Clock, Store: k.Store, Report: func(err error) { t.Error(err) },
		Chain: chain.New(chain.Config{
			AWS: aws.Config{
				Region: "us-east-1", HTTPClient: k.aws, BaseEndpoint: aws.String("http://127.0.0.1"), RetryMaxAttempts: 1,
				Credentials: credentials.NewStaticCredentialsProvider("ASIA", "s", ""),
			},
			Clock: k.Clock, ServicePrincipal: true,
			Gate: func(ctx context.Context, d hub.DataSource, p hub.Person) error {
				return k.Store.View(ctx, func(r store.Reader) error { return hub.CheckSuspended(r, &d, p) })
			},
		}),
	}
	if change != nil {
		change(&c)
	}
	k.pulse = pulse.New(c)
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
		defer cancel()
		if err := k.pulse.Close(ctx); err != nil {
			t.Error(err)
		}
	})
	return k
}

var source = hub.DataSource{
	Account: servicetest.Hub, Region: "us-east-1", ID: "retail", Name: "retail", Epoch: 1,
	Athena: hub.Athena{WorkGroup: "primary", RoleARN: "arn:aws:iam::111111111111:role/a", ConsumerAccountRoleARN: "arn:aws:iam::222222222222:role/b"},
}

var ana = hub.Person{Account: servicetest.Hub, Namespace: "default", Name: "ana", ID: "AIDAANA", ARN: "arn:aws:quicksight:us-east-1:111111111111:user/default/ana"}

// comes watches until the state is there, and returns the status and the time on the clock that it took.
func (k *kit) comes(what string, is func(pulse.Status) bool) (pulse.Status, time.Duration) {
	k.t.Helper()
	began := k.Clock.Now()
	var s pulse.Status
	for deadline := time.Now().Add(20 * time.Second); time.Now().Before(deadline); {
		if s = k.pulse.Watch(source, ana); is(s) {
			return s, k.Clock.Now().Sub(began)
		}
		// The clock goes on once the beat that was due has been seen, or is not to be seen.
		for yielded := time.Now(); k.Clock.Now().Sub(s.Checked) > 1500*time.Millisecond && time.Since(yielded) < 200*time.Millisecond; {
			runtime.Gosched()
			if s = k.pulse.Watch(source, ana); is(s) {
				return s, k.Clock.Now().Sub(began)
			}
		}
		if k.Clock.Sleeping() > 0 {
			k.Clock.Advance(100 * time.Millisecond)
		}
	}
	k.t.Fatalf("%s: it stays %+v", what, s)
	return s, 0
}

func in(state pulse.State) func(pulse.Status) bool {
	return func(s pulse.Status) bool { return s.State == state }
}

func (k *kit) problems() (all []hub.Problem) {
	k.t.Helper()
	k.View(func(r store.Reader) (err error) {
		all, err = hub.Problems(r, servicetest.Hub, servicetest.Retail)
		return err
	})
	return all
}

// PRODUCT, moments 3 and 5: a trust policy that ends is noticed although credentials are held, ends them, and its return is
// noticed too; what was drawn is asked for anew, and from UNKNOWN to READY it is not.
func TestATrustThatEndsIsNoticed(t *testing.T) {
	k := newKit(t, func(c *pulse.Config) { c.ProveEvery = 1500 * time.Millisecond })
	unknown := k.pulse.Watch(source, ana)
	if unknown.State != pulse.Unknown {
		t.Errorf("before anybody has looked: %+v", unknown)
	}
	ready, _ := k.comes("at first", in(pulse.Ready))
	if ready.Mark != unknown.Mark {
		t.Errorf("the mark goes from %s to %s, and everything would be asked for twice", unknown.Mark, ready.Mark)
	}
	k.aws.set(func(a *account) { a.trusts = false })
	refused, took := k.comes("without trust", in(pulse.Refused))
	if refused.Refusal.Step != 2 || refused.Refusal.Account != servicetest.Retail || refused.Mark == ready.Mark {
		t.Errorf("without trust: %+v", refused)
	}
	if took > 5*time.Second {
		t.Errorf("it took %s to notice", took)
	}
	k.comes("the problem is kept", func(pulse.Status) bool { return len(k.problems()) == 1 })
	k.aws.set(func(a *account) { a.trusts = true })
	again, took := k.comes("with trust", in(pulse.Ready))
	if again.Mark == refused.Mark || again.Mark == ready.Mark || took > 5*time.Second {
		t.Errorf("with trust again after %s: %+v", took, again)
	}
	k.comes("the problem is gone", func(pulse.Status) bool { return len(k.problems()) == 0 })
}

// A workgroup that is off, sessions that are denied everything, an owner's switch: each is seen within 3 s of the clock.
func TestWhatIsNoticedAtOnce(t *testing.T) {
	k := newKit(t, nil)
	k.comes("at first", in(pulse.Ready))
	within := func(what string, took time.Duration) {
		t.Helper()
		if took > 3*time.Second {
			t.Errorf("%s took %s", what, took)
		}
	}
	k.aws.set(func(a *account) { a.enabled = false })
	s, took := k.comes("the workgroup off", in(pulse.Refused))
	within("the workgroup off", took)
	if s.Refusal.Step != 3 || s.Refusal.Code != "WorkGroupDisabled" {
		t.Errorf("the workgroup off: %+v", s.Refusal)
	}
	k.aws.set(func(a *account) { a.enabled = true })
	_, took = k.comes("the workgroup on", in(pulse.Ready))
	within("the workgroup on", took)

	// The owner ends the sessions of before and lets new ones in: no figure is taken away.
	assumed := k.aws.assumed
	k.aws.set(func(a *account) { a.old = true; a.latest = "nobody" })
	k.comes("sessions of before are over", func(s pulse.Status) bool {
		if s.State == pulse.Refused {
			t.Errorf("new sessions are let in, and it is %+v", s.Refusal)
		}
		k.aws.mu.Lock()
		defer k.aws.mu.Unlock()
		return k.aws.assumed > assumed
	})

	k.Update(func(tx store.Tx) error {
		return hub.Suspend(tx, hub.Suspension{ID: "s", Hub: servicetest.Hub, Account: servicetest.Retail, DataSourceARN: source.ARN(), Reason: "audit"})
	})
	s, took = k.comes("suspended", in(pulse.Suspended))
	within("the switch", took)
	if !strings.Contains(s.Sentences, "has suspended this data source: audit.") {
		t.Errorf("suspended: %+v", s)
	}
	k.Update(func(tx store.Tx) error {
		_, err := hub.Resume(tx, servicetest.Hub, servicetest.Retail, "s")
		return err
	})
	_, took = k.comes("resumed", in(pulse.Ready))
	within("the undo", took)
}

// A query that was denied an object leaves the data source READY, for other tables can be read; once the object may be
// read the mark changes, so that what failed is asked for anew. No data is read for that.
func TestADeniedObjectIsLookedFor(t *testing.T) {
	k := newKit(t, nil)
	ready, _ := k.comes("at first", in(pulse.Ready))
	k.aws.set(func(a *account) { a.allows = false })
	refusal := hub.Refusal{Step: 3, Account: servicetest.Retail, Code: "QUERY_FAILED", Message: "PERMISSION_DENIED: User: x is not authorized to perform: s3:GetObject on resource: arn:aws:s3:::data/complaints/a.csv because no identity-based policy allows the s3:GetObject action"}
	k.Update(func(tx store.Tx) error { return hub.NoteProblem(tx, &source, refusal, "run-1", "set", k.Clock.Now()) })
	k.pulse.Learn(source, ana, &refusal)
	k.comes("looked for", func(s pulse.Status) bool {
		if s.State != pulse.Ready || s.Mark != ready.Mark {
			t.Errorf("while one object is denied: %+v", s)
		}
		k.aws.mu.Lock()
		defer k.aws.mu.Unlock()
		return k.aws.heads >= 2
	})
	k.pulse.Learn(source, ana, nil) // another table was read
	if n := len(k.problems()); n != 1 {
		t.Errorf("%d problems while one object is denied", n)
	}
	k.aws.set(func(a *account) { a.allows = true })
	k.comes("allowed", func(s pulse.Status) bool { return s.State == pulse.Ready && s.Mark != ready.Mark })
	k.comes("the problem is gone", func(pulse.Status) bool { return len(k.problems()) == 0 })
}

// However many tabs ask, a chain is looked at once a beat, and not any more when nobody asks; what runs learn counts too.
func TestTabsShareAndLeave(t *testing.T) {
	k := newKit(t, func(c *pulse.Config) { c.Pairs = 1 })
	k.comes("at first", in(pulse.Ready))
	for range 50 {
		k.pulse.Watch(source, ana)
	}
	k.aws.mu.Lock()
	groups := k.aws.groups
	k.aws.mu.Unlock()
	if groups > 3 {
		t.Errorf("%d looks for 50 questions at one time", groups)
	}
	ben := ana
	ben.ID = "AIDABEN"
	if s := k.pulse.Watch(source, ben); s.State != pulse.Unknown {
		t.Errorf("one more than are watched: %+v", s)
	}
	changed := source
	changed.Epoch = 2
	if s := k.pulse.Watch(changed, ana); s.State != pulse.Unknown || s.Mark == k.pulse.Watch(source, ana).Mark && s.Mark == "1.0" {
		t.Errorf("a changed data source: %+v", s)
	}
	k.pulse.Learn(changed, ana, &hub.Refusal{Step: 2, Account: servicetest.Retail, Code: "AccessDenied"})
	if s := k.pulse.Watch(changed, ana); s.State != pulse.Refused {
		t.Errorf("after a run was refused: %+v", s)
	}
}
