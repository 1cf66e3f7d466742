package refusals_test

import (
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/sts"

	"interlaken/app"
	"interlaken/fault"
	"interlaken/identity"
	"interlaken/store"
	"interlaken/trail"
	"interlaken/wire/interlaken"
	"interlaken/wire/sigv4"
)

// unclaimed is an account in which nobody is.
const unclaimed = "555555555555"

func newUnclaimedWorld(t *testing.T) (*world, person) {
	t.Helper()
	w := newWorld(t, func(c *app.Config, _ *app.Options) {
		c.Accounts = append(c.Accounts, app.Account{ID: unclaimed, Name: "new"})
	})
	open, err := w.Unclaimed(t.Context())
	if err != nil || len(open) != 1 || open[0].Account.ID != unclaimed {
		t.Fatalf("unclaimed: %v, %v", open, err)
	}
	return w, person{w: w, account: unclaimed, key: sigv4.Credentials{AccessKeyID: identity.ClaimKeyID(unclaimed), Secret: identity.ClaimSecret(strings.ToLower(open[0].Code.Reveal()))}}
}

// entries are the management events of an account, the newest first.
func (w *world) entries(account string) (all []trail.Entry) {
	w.t.Helper()
	err := w.Mesh().Store().View(w.t.Context(), func(r store.Reader) (err error) {
		all, _, err = trail.Lookup(r, account, trail.Query{Category: trail.Management, Size: 50})
		return err
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return all
}

func (p person) claim() (*interlaken.ClaimAccountOutput, error) {
	out := new(interlaken.ClaimAccountOutput)
	return out, p.own().Call(p.w.t.Context(), interlaken.Cloud, "ClaimAccount", &interlaken.ClaimAccountInput{}, out)
}

// TestOneTimeCode: it makes the first administrator, once; the event says so and holds no secret.
func TestOneTimeCode(t *testing.T) {
	w, root := newUnclaimedWorld(t)
	out, err := root.claim()
	if err != nil {
		t.Fatal(err)
	}
	first := person{w: w, account: unclaimed, key: sigv4.Credentials{AccessKeyID: *out.AccessKeyId, Secret: identity.ClaimSecret("x")}}
	if *out.AccountId != unclaimed || *out.UserName != "admin" || len(*out.SecretAccessKey) != 40 {
		t.Errorf("made %s in %s with a secret of %d characters", *out.UserName, *out.AccountId, len(*out.SecretAccessKey))
	}
	if _, err := first.claim(); !fault.Is(err, fault.BadSignature) {
		t.Errorf("another secret than the one handed out: %v", err)
	}
	if _, err := root.claim(); !fault.Is(err, fault.UnknownKey) {
		t.Errorf("the code once more: %v, want %s", err, fault.UnknownKey)
	}
	if open, err := w.Unclaimed(t.Context()); err != nil || len(open) != 0 {
		t.Errorf("still unclaimed: %v, %v", open, err)
	}
	events := w.entries(unclaimed)
	if len(events) != 1 || events[0].Event.EventName != "ClaimAccount" || events[0].Event.UserIdentity.Type != "Root" {
		t.Fatalf("events %v", events)
	}
	if text := string(events[0].JSON); strings.Contains(text, *out.SecretAccessKey) || !strings.Contains(text, *out.AccessKeyId) {
		t.Errorf("the event is %s", text)
	}
}

// TestOneTimeCodeIsGoodForNothingElse: whoever holds it can make the first administrator and do nothing else, and
// nobody else can.
func TestOneTimeCodeIsGoodForNothingElse(t *testing.T) {
	w, root := newUnclaimedWorld(t)
	if _, err := root.iam().ListUsers(t.Context(), &iam.ListUsersInput{}); answerOf(err).code != "AccessDenied" {
		t.Errorf("iam:ListUsers: %v", err)
	}
	if _, err := root.sts().GetCallerIdentity(t.Context(), &sts.GetCallerIdentityInput{}); answerOf(err).code != "AccessDenied" {
		t.Errorf("sts:GetCallerIdentity: %v", err)
	}
	if _, err := w.admins[hub].claim(); !fault.Is(err, fault.AccessDenied) {
		t.Errorf("an administrator's claim: %v", err)
	}
	wrong := root
	wrong.key.Secret = identity.ClaimSecret("AAAAA-AAAAA-AAAAA-AAAAA-AAAAA-A")
	if _, err := wrong.claim(); !fault.Is(err, fault.BadSignature) {
		t.Errorf("a wrong code: %v", err)
	}
	w.clock.ahead.Store(int64(identity.ClaimTime - time.Second))
	if has, err := w.Unclaimed(t.Context()); err != nil || len(has) != 1 {
		t.Errorf("unclaimed: %v, %v", has, err)
	}
	// Unclaimed has made a new code, and the old one is over before its time.
	if _, err := root.claim(); !fault.Is(err, fault.BadSignature) {
		t.Errorf("a code that another has replaced: %v", err)
	}
}

// TestOneTimeCodeEnds after a quarter of an hour.
func TestOneTimeCodeEnds(t *testing.T) {
	w, root := newUnclaimedWorld(t)
	w.clock.ahead.Store(int64(identity.ClaimTime))
	if _, err := root.claim(); !fault.Is(err, fault.ExpiredToken) {
		t.Errorf("%v, want %s", err, fault.ExpiredToken)
	}
	if events := w.entries(unclaimed); len(events) != 1 || events[0].Event.EventName != "ClaimAccount" || events[0].Event.ErrorCode != "ExpiredTokenException" {
		t.Errorf("events %v", events)
	}
	if _, err := root.claim(); !fault.Is(err, fault.UnknownKey) || len(w.entries(unclaimed)) != 1 {
		t.Errorf("once more: %v", err)
	}
}

// TestOneTimeCodeIsNotGuessed: each wrong code is an event of the account, and the tenth ends the right one.
func TestOneTimeCodeIsNotGuessed(t *testing.T) {
	w, root := newUnclaimedWorld(t)
	guess := root
	guess.key.Secret = identity.ClaimSecret("AAAAA-AAAAA-AAAAA-AAAAA-AAAAA-A")
	for i := range 12 {
		want := fault.BadSignature
		if i >= 10 {
			want = fault.UnknownKey
		}
		if _, err := guess.claim(); !fault.Is(err, want) {
			t.Errorf("guess %d: %v, want %s", i, err, want)
		}
	}
	if _, err := root.claim(); !fault.Is(err, fault.UnknownKey) {
		t.Errorf("the right code after them: %v", err)
	}
	events := w.entries(unclaimed)
	if len(events) != 10 {
		t.Fatalf("%d events, want 10", len(events))
	}
	for _, e := range events {
		if e.Event.EventName != "ClaimAccount" || e.Event.ErrorCode != "InvalidSignatureException" || e.Event.UserIdentity.Type != "Root" {
			t.Errorf("the event is %s", e.JSON)
		}
	}
	stranger := person{w: w, account: retail, key: sigv4.Credentials{AccessKeyID: identity.ClaimKeyID(retail), Secret: identity.ClaimSecret("x")}}
	before := len(w.entries(retail))
	if _, err := stranger.claim(); !fault.Is(err, fault.UnknownKey) || len(w.entries(retail)) != before {
		t.Errorf("an account in which somebody is: %v", err)
	}
}
