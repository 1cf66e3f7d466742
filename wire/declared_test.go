package wire_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"reflect"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"interlaken/clock"
	"interlaken/fault"
	"interlaken/secret"
	"interlaken/wire"
	"interlaken/wire/sigv4"
)

// A service of our own, declared by hand.
type (
	runInput struct {
		Statement string
		Parts     map[string]string
		After     time.Time
		Limit     *int64
		Level     level
		Tags      []tag
		Source    source
		Body      []byte
	}
	runOutput struct {
		RunID   string
		Share   float64
		Rows    [][]*string
		At      *time.Time
		Nothing *string
		Done    bool
	}
	tag   struct{ Key, Value string }
	level string

	source interface{ isSource() }
)

type (
	sourceMemberName   struct{ Value string }
	sourceMemberObject struct{ Value tag }
)

func (*sourceMemberName) isSource()   {}
func (*sourceMemberObject) isSource() {}

func (level) Values() []level { return []level{"FAST", "CHEAP"} }

var declared = wire.NewService(wire.Service{
	ID: "example", SigningName: "example", Protocol: wire.AWSJSON11, TargetPrefix: "Example",
	Operations: []wire.Operation{{Name: "StartRun", In: (*runInput)(nil), Out: (*runOutput)(nil)}},
	Unions: map[reflect.Type][]any{
		reflect.TypeFor[source](): {(*sourceMemberName)(nil), (*sourceMemberObject)(nil)},
	},
	Renames:  map[string]map[string]string{"wire_test.runOutput": {"RunID": "RunId"}},
	Required: map[string][]string{"wire_test.runInput": {"Source"}, "wire_test.tag": {"Key"}},
	Constraints: map[string]map[string]wire.Constraint{
		"wire_test.runInput": {
			"Statement": {Min: wire.Limit(1), Max: wire.Limit(20), Pattern: `[\u0020-\uD7FF\uD800\uDC00-\uDBFF\uDFFF]+`},
			"Limit":     {Min: wire.Limit(1), Max: wire.Limit(1000)},
			"Parts": {
				Max: wire.Limit(2), Key: &wire.Constraint{Min: wire.Limit(1), Max: wire.Limit(3), Pattern: `[a-z]*`},
				Element: &wire.Constraint{Max: wire.Limit(5)},
			},
		},
		"wire_test.tag": {"Value": {Max: wire.Limit(3)}},
	},
	Sensitive: map[string][]string{"wire_test.tag": {"Value"}},
})

// serveDeclared verifies signatures, so that Client is tested against the verifier.
func serveDeclared(t *testing.T, now time.Time, answer func(*runInput) (*runOutput, error)) *wire.Client {
	t.Helper()
	key := sigv4.Credentials{AccessKeyID: "AKIDEXAMPLE", Secret: secret.NewText("a secret"), SessionToken: secret.NewText("a token")}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		output, err := func() (*runOutput, error) {
			body, err := wire.ReadBody(r, 1000)
			if err != nil {
				return nil, err
			}
			a, err := sigv4.Parse(r)
			if err != nil {
				return nil, err
			}
			lookup := func(a *sigv4.Authorization) (secret.Text, error) {
				if a.AccessKeyID != key.AccessKeyID || a.SessionToken != "a token" {
					return secret.Text{}, fault.New(fault.UnknownKey, "The security token included in the request is invalid.")
				}
				return key.Secret, nil
			}
			if _, err := sigv4.Verify(r, body, a, sigv4.Target{Service: "example", Region: "us-east-1"}, lookup, now); err != nil {
				return nil, err
			}
			o, err := declared.Route(r, body)
			if err != nil {
				return nil, err
			}
			input, err := wire.Decode(r, body, o)
			if err != nil {
				return nil, err
			}
			return answer(input.(*runInput))
		}()
		if err != nil {
			wire.EncodeError(w, r, declared, err, "request-1")
			return
		}
		if err := wire.Encode(w, declared.Operation("StartRun"), output, "request-1"); err != nil {
			t.Error(err)
		}
	}))
	t.Cleanup(server.Close)
	return &wire.Client{HTTP: server.Client(), Endpoint: server.URL, Region: "us-east-1", Credentials: key, Clock: clock.NewManual(now)}
}

func TestDeclaredService(t *testing.T) {
	now := time.Date(2026, 1, 2, 3, 4, 5, 125e6, time.UTC)
	text, limit := "x", int64(1)<<60+1
	in := &runInput{
		Statement: "SELECT \"é\"\n", Parts: map[string]string{"b": "2", "a": "1"}, After: now, Limit: &limit, Level: "FAST",
		Tags: []tag{{"k", "v"}, {"", ""}}, Source: &sourceMemberObject{tag{"o", "p"}}, Body: []byte{0, 255},
	}
	want := &runOutput{RunID: "r", Share: 0.25, Rows: [][]*string{{&text, nil}, {}}, At: &now}
	client := serveDeclared(t, now, func(got *runInput) (*runOutput, error) {
		if d := cmp.Diff(in, got); d != "" {
			t.Errorf("input (-sent +decoded):\n%s", d)
		}
		return want, nil
	})
	var got runOutput
	if err := client.Call(context.Background(), declared, "StartRun", in, &got); err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(want, &got); d != "" {
		t.Errorf("output (-answered +read):\n%s", d)
	}
}

func TestClientErrors(t *testing.T) {
	now := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	var answer error
	client := serveDeclared(t, now, func(*runInput) (*runOutput, error) { return nil, answer })
	call := func(c *wire.Client) error {
		return c.Call(context.Background(), declared, "StartRun", &runInput{Source: &sourceMemberName{"n"}}, &runOutput{})
	}
	for _, f := range []*fault.Error{
		fault.New(fault.AccessDenied, "no"), fault.New(fault.NotFound, "gone"), fault.New("SpecialException", "special"),
		fault.New(fault.Unsupported, "not here").With("Feature", "unnest"),
	} {
		answer = f
		err := call(client)
		if fault.CodeOf(err) != f.Code || fault.Public(err) != f.Message {
			t.Errorf("%v came back as %v", f, err)
		}
		if f.Detail != nil && cmp.Diff(f.Detail, err.(*fault.Error).Detail) != "" {
			t.Errorf("%v lost %v", err, f.Detail)
		}
	}
	stranger := *client
	stranger.Credentials.AccessKeyID = "AKIDSTRANGER"
	if err := call(&stranger); !fault.Is(err, fault.UnknownKey) {
		t.Errorf("an unknown key: %v", err)
	}
	stranger = *client
	stranger.Credentials.Secret = secret.NewText("another")
	if err := call(&stranger); !fault.Is(err, fault.BadSignature) {
		t.Errorf("a wrong secret: %v", err)
	}
	stranger = *client
	stranger.Endpoint = "http://127.0.0.1:1"
	if err := call(&stranger); !fault.Is(err, fault.Unavailable) {
		t.Errorf("nobody there: %v", err)
	}
	if err := client.Call(context.Background(), declared, "StartRun", &runOutput{}, &runOutput{}); err == nil {
		t.Error("an input of another type was sent")
	}
}
