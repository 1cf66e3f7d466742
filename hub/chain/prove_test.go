package chain_test

import (
	"context"
	"errors"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"

	"interlaken/clock"
	"interlaken/fault"
	"interlaken/hub"
	"interlaken/hub/chain"
)

// SECURITY S7, S14: a role that has stopped trusting the hub ends what is held, as soon as the chain is proved anew.
func TestProveEndsWhatIsHeld(t *testing.T) {
	c, fake, _ := newChain(t, true)
	first, err := c.Lease(t.Context(), source(), ana)
	if err != nil {
		t.Fatal(err)
	}
	fake.deny = source().Athena.ConsumerAccountRoleARN
	if held, err := c.Lease(t.Context(), source(), ana); err != nil || held != first {
		t.Fatalf("before it is proved the lease stands: %v", err)
	}
	var refused *chain.Failure
	if _, err := c.Prove(t.Context(), source(), ana); !errors.As(err, &refused) || refused.Step != 2 || !refused.Denied {
		t.Fatalf("the proof: %v", err)
	}
	if _, err := c.Lease(t.Context(), source(), ana); !errors.As(err, &refused) || refused.Step != 2 {
		t.Errorf("a lease after the proof: %v", err)
	}
	fake.deny = ""
	proved, err := c.Prove(t.Context(), source(), ana)
	if err != nil {
		t.Fatal(err)
	}
	calls := len(fake.calls())
	if held, err := c.Lease(t.Context(), source(), ana); err != nil || held != proved {
		t.Errorf("the proof's lease is not the one that is held: %v", err)
	}
	if n := len(fake.calls()) - calls; n != 0 {
		t.Errorf("%d calls for a lease that was just made", n)
	}
	if proved.Steps[0].AccessKeyID == "" || proved.Steps[1].AccessKeyID == "" || !proved.Steps[1].At.Equal(start) {
		t.Errorf("the steps are %+v", proved.Steps)
	}
}

// SECURITY S13, S14: the owner's switch holds for credentials that are held, and for what asks in whatever way.
func TestTheGateIsAskedBeforeEachLease(t *testing.T) {
	now := clock.NewManual(start)
	fake := &fakeSTS{now: now.Now}
	var closed error
	c := chain.New(chain.Config{
		AWS: aws.Config{
			Region: "us-east-1", HTTPClient: fake, RetryMaxAttempts: 1,
			Credentials: credentials.NewStaticCredentialsProvider("ASIABASE", "base-secret", ""),
		},
		Clock: now, ServicePrincipal: true,
		Gate: func(context.Context, hub.DataSource, hub.Person) error { return closed },
	})
	if _, err := c.Lease(t.Context(), source(), ana); err != nil {
		t.Fatal(err)
	}
	calls := len(fake.calls())
	closed = fault.New(hub.Suspended, "Retail has suspended this.")
	for name, lend := range map[string]func(context.Context, hub.DataSource, hub.Person) (*chain.Lease, error){"Lease": c.Lease, "Prove": c.Prove} {
		var refused *chain.Failure
		if _, err := lend(t.Context(), source(), ana); !errors.As(err, &refused) || refused.Code != "Suspended" || refused.Step != 0 || refused.Message != "Retail has suspended this." {
			t.Errorf("%s through a closed gate: %v", name, err)
		}
	}
	if p := c.Probe(t.Context(), source(), ana); p == nil || p.Message != "Retail has suspended this." {
		t.Errorf("the probe: %+v", p)
	}
	if n := len(fake.calls()) - calls; n != 0 {
		t.Errorf("%d calls through a closed gate", n)
	}
	closed = errors.New("the store does not answer")
	if _, err := c.Lease(t.Context(), source(), ana); !errors.Is(err, closed) {
		t.Errorf("a gate that cannot say: %v", err)
	}
}
