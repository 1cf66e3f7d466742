package ledger_test

import (
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"

	"interlaken/cloud/ledger"
	"interlaken/fault"
	"interlaken/service"
	. "interlaken/service/servicetest"
	"interlaken/usage"
	"interlaken/wire/interlaken"
)

const (
	anyDecision = "arn:aws:interlaken::222222222222:decision"
	dataSource  = "arn:aws:quicksight:us-east-1:111111111111:datasource/retail"
)

// capable is an answer on a line a principal.
func capable(out *interlaken.WhoCanOutput) string {
	var lines []string
	for _, p := range out.Principals {
		line := *p.Arn
		for _, role := range p.Via {
			line += " > " + role
		}
		line += ": " + *p.Outcome
		if len(p.Needs) > 0 {
			line += " with " + strings.Join(p.Needs, "; ")
		}
		lines = append(lines, strings.ReplaceAll(line, "arn:aws:iam::222222222222:", ""))
	}
	return strings.Join(lines, "\n")
}

func trusting(principal, condition string) string {
	return `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":` + principal + `,"Action":"sts:AssumeRole","Condition":` + condition + `}]}`
}

func who(t *testing.T, k *Kit, s service.Session, action, resource string) string {
	t.Helper()
	return capable(Must[interlaken.WhoCanOutput](k, s, id, "WhoCan", &interlaken.WhoCanInput{Action: &action, Resource: &resource}))
}

func TestWhoCan(t *testing.T) {
	k := newKit(t)
	admin := k.User(Retail, "admin", allow(anyDecision, "interlaken:*"), allow("*", "iam:GetAccountAuthorizationDetails"))
	k.User(Retail, "reader", allow("arn:aws:s3:::lake/*", "s3:GetObject"))
	k.User(Retail, "becomes", allow("*", "sts:AssumeRole"))
	k.User(Retail, "nobody", allow("*", "s3:ListBucket"))
	k.Role(Retail, "role-b", trusting(`{"AWS":["arn:aws:iam::111111111111:root","arn:aws:iam::222222222222:role/step"]}`, `{"StringEquals":{"sts:ExternalId":"`+dataSource+`"}}`), allow("arn:aws:s3:::lake/*", "s3:GetObject"))
	k.Role(Retail, "step", trusting(`{"AWS":"arn:aws:iam::222222222222:root"}`, `{}`), allow("*", "sts:AssumeRole"))
	k.Role(Retail, "apart", trusting(`{"Service":"athena.amazonaws.com"}`, `{}`), allow("arn:aws:s3:::other/*", "s3:GetObject"))
	want := `role/role-b: allowed
user/reader: allowed
arn:aws:iam::111111111111:root > role/role-b: ownerDecides with the conditions of the trust policy of role-b
role/step > role/role-b: allowed with sts:ExternalId = ` + dataSource + `
user/becomes > role/step > role/role-b: allowed with sts:ExternalId = ` + dataSource
	if got := who(t, k, admin, "s3:GetObject", "arn:aws:s3:::lake/x"); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if got := who(t, k, admin, "s3:DeleteObject", "arn:aws:s3:::lake/x"); got != "" {
		t.Errorf("nobody can: %s", got)
	}
	// What another account's resource grants its owner decides.
	k.User(Retail, "external", `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole","Resource":"arn:aws:iam::333333333333:role/r","Condition":{"StringEquals":{"sts:ExternalId":"`+dataSource+`"}}}]}`)
	if got := who(t, k, admin, "sts:AssumeRole", "arn:aws:iam::333333333333:role/r"); got != "role/step: ownerDecides\nuser/becomes: ownerDecides\nuser/external: ownerDecides with sts:ExternalId = "+dataSource {
		t.Errorf("another account's role: %s", got)
	}
	// It tells what everybody's policies say, so it takes the leave to read them.
	few := k.User(Retail, "few", allow(anyDecision, "interlaken:*"))
	if _, err := k.Do(few, id, "WhoCan", &interlaken.WhoCanInput{Action: aws.String("s3:GetObject"), Resource: aws.String("*")}); !fault.Is(err, fault.AccessDenied) || !strings.Contains(fault.Public(err), "iam:GetAccountAuthorizationDetails") {
		t.Errorf("without leave: %v", err)
	}
}

// TestWhoCanEnds: a search that would go on too long says that it has ended.
func TestWhoCanEnds(t *testing.T) {
	k := New(t)
	k.Mesh.Register(ledger.New(ledger.Config{Directory: k.Directory, Prices: usage.Published(), MostDecisions: 2}))
	admin := k.User(Retail, "admin", allow(anyDecision, "interlaken:*"), allow("*", "iam:GetAccountAuthorizationDetails", "s3:GetObject"))
	for _, name := range []string{"ana", "ben", "zoe"} {
		k.User(Retail, name, allow("*", "s3:GetObject"))
	}
	out := Must[interlaken.WhoCanOutput](k, admin, id, "WhoCan", &interlaken.WhoCanInput{Action: aws.String("s3:GetObject"), Resource: aws.String("*")})
	if got := capable(out); got != "user/admin: allowed\nuser/ana: allowed" || len(out.Notes) != 1 || !strings.HasPrefix(out.Notes[0], "The search ended at 2 decisions") {
		t.Errorf("%s, %v", got, out.Notes)
	}
}

// TestChangesArePutForward: the smallest change stands beside a refusal, as far as the caller may read what it is of.
func TestChangesArePutForward(t *testing.T) {
	k := newKit(t)
	k.Role(Retail, "own", trusting(`{"AWS":"arn:aws:iam::222222222222:root"}`, `{"StringEquals":{"sts:ExternalId":"`+dataSource+`"}}`))
	reads := allow("*", "iam:GetUserPolicy", "iam:GetRole", "iam:SimulatePrincipalPolicy", "sts:AssumeRole")
	ana := k.User(Retail, "ana", allow(anyDecision, "interlaken:*"), reads)
	blind := k.User(Retail, "blind", allow(anyDecision, "interlaken:*"), allow("*", "iam:SimulatePrincipalPolicy"))
	changes := func(s service.Session, in *interlaken.ExplainDecisionInput) string {
		var all []string
		for _, c := range Must[interlaken.ExplainDecisionOutput](k, s, id, "ExplainDecision", in).Decision.Changes {
			text := aws.ToString(c.Kind) + " " + aws.ToString(c.Name) + " " + aws.ToString(c.Element) + " " + aws.ToString(c.Key) + "+" + strings.Join(c.Add, ",") + aws.ToString(c.Statement)
			all = append(all, strings.Join(strings.Fields(text), " "))
		}
		return strings.Join(all, "\n")
	}
	ask := func(action, resource, as string) *interlaken.ExplainDecisionInput {
		in := &interlaken.ExplainDecisionInput{Action: &action, Resource: &resource}
		if as != "" {
			in.PrincipalArn = &as
		}
		return in
	}
	const anaARN = "arn:aws:iam::222222222222:user/ana"
	if got := changes(ana, ask("interlaken:GetBill", "arn:aws:interlaken::222222222222:bill", "")); got != "identity p0 Resource +arn:aws:interlaken::222222222222:bill" {
		t.Errorf("a value: %s", got)
	}
	if got := changes(ana, ask("sts:AssumeRole", "arn:aws:iam::222222222222:role/own", "")); got != "Request sts:ExternalId+"+dataSource {
		t.Errorf("the request: %s", got)
	}
	if got := changes(ana, ask("sts:AssumeRole", "arn:aws:iam::333333333333:role/theirs", "")); got != "" {
		t.Errorf("another account's role: %s", got)
	}
	if got := changes(blind, ask("interlaken:GetBill", "arn:aws:interlaken::222222222222:bill", anaARN)); got != "" {
		t.Errorf("who may not read the policy is told: %s", got)
	}
	if got := changes(ana, ask("iam:GetRole", "arn:aws:iam::222222222222:role/own", "")); got != "" {
		t.Errorf("allowed, and changed: %s", got)
	}
}
