package ledger_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"

	"interlaken/fault"
	"interlaken/identity"
	"interlaken/service"
	. "interlaken/service/servicetest"
	"interlaken/store"
	"interlaken/wire/interlaken"
)

// leaks is an answer on a line a leak.
func leaks(k *Kit, s service.Session, role string) string {
	var lines []string
	for _, l := range Must[interlaken.BlastRadiusOutput](k, s, id, "BlastRadius", &interlaken.BlastRadiusInput{RoleArn: &role}).Leaks {
		line := fmt.Sprintf("%s of %s: %v", *l.Kind, *l.Holder, *l.Open)
		for _, r := range l.Reaches {
			line += fmt.Sprintf(" %s %v", *r.Arn, r.Conditions)
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}

// TestBlastRadius: the three leaks are told apart, from either end of the chain.
func TestBlastRadius(t *testing.T) {
	k := newKit(t)
	reads := allow("*", "interlaken:BlastRadius", "iam:GetRole", "iam:GetRolePolicy")
	owner, hub := k.User(Retail, "owner", reads), k.User(Hub, "admin", reads)
	external := `{"StringEquals":{"sts:ExternalId":"` + dataSource + `"}}`
	a := k.Role(Hub, "role-a", trusting(`{"Service":"quicksight.amazonaws.com"}`, `{}`), allow("arn:aws:iam::222222222222:role/strict", "sts:AssumeRole"), allow("arn:aws:iam::333333333333:role/other", "sts:AssumeRole"))
	k.Role(Retail, "strict", trusting(`{"AWS":"`+a.ARN()+`"}`, external))
	k.Role(Retail, "published", trusting(`{"AWS":"arn:aws:iam::111111111111:root"}`, external))

	const strict, published = "arn:aws:iam::222222222222:role/strict", "arn:aws:iam::222222222222:role/published"
	condition := "[sts:ExternalId StringEquals " + dataSource + "]"
	want := "scopedSession of " + a.ARN() + ": true " + strict + " " + condition + `
baseRole of ` + a.ARN() + ": true " + strict + " " + condition + `
wholeAccount of arn:aws:iam::111111111111:root: false`
	if got := leaks(k, owner, strict); got != want {
		t.Errorf("strict:\n%s\nwant\n%s", got, want)
	}
	if got, want := leaks(k, owner, published), "wholeAccount of arn:aws:iam::111111111111:root: true "+published+" "+condition; got != want {
		t.Errorf("as published:\n%s\nwant\n%s", got, want)
	}
	want = "scopedSession of " + a.ARN() + ": true " + strict + ` [] arn:aws:iam::333333333333:role/other []
baseRole of ` + a.ARN() + ": true " + strict + ` [] arn:aws:iam::333333333333:role/other []`
	if got := leaks(k, hub, a.ARN()); got != want {
		t.Errorf("from the hub:\n%s\nwant\n%s", got, want)
	}
	// A managed policy that the caller may not read is left out, and said.
	k.Update(func(tx store.Tx) error {
		p, err := k.Directory.CreateManaged(tx, identity.ManagedPolicy{Account: Hub, Name: "more", Path: "/"}, `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","NotAction":"s3:*","NotResource":"arn:aws:iam::444444444444:role/*"}]}`)
		if err != nil {
			return err
		}
		return k.Directory.ChangeRole(tx, Hub, "role-a", func(r *identity.Role) error { r.Attached = []string{p.ARN()}; return nil })
	})
	if out := Must[interlaken.BlastRadiusOutput](k, hub, id, "BlastRadius", &interlaken.BlastRadiusInput{RoleArn: aws.String(a.ARN())}); len(out.Leaks[0].Reaches) != 2 || len(out.Notes) != 1 || out.Notes[0] != "The policy more is left out: you may not read it." {
		t.Errorf("a policy that may not be read: %d reached, %v", len(out.Leaks[0].Reaches), out.Notes)
	}
	reader := k.User(Hub, "reader", allow("*", "interlaken:BlastRadius", "iam:Get*"))
	if got := leaks(k, reader, a.ARN()); !strings.Contains(got, "every role but arn:aws:iam::444444444444:role/*") {
		t.Errorf("all but some: %s", got)
	}
	// The documents of another account are for their owner.
	for name, role := range map[string]string{"another account's": strict, "none": "arn:aws:iam::222222222222:role/absent"} {
		if _, err := k.Do(hub, id, "BlastRadius", &interlaken.BlastRadiusInput{RoleArn: aws.String(role)}); !fault.Is(err, fault.AccessDenied) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
