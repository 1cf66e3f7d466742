package ledger_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdksts "github.com/aws/aws-sdk-go-v2/service/sts"
	"github.com/google/go-cmp/cmp"

	"interlaken/cloud/ledger"
	"interlaken/cloud/sts"
	"interlaken/fault"
	"interlaken/service"
	. "interlaken/service/servicetest"
	"interlaken/store"
	"interlaken/trail"
	"interlaken/usage"
	"interlaken/wire/interlaken"
)

const id = "interlaken-cloud"

func newKit(t *testing.T) *Kit {
	k := New(t)
	k.Mesh.Register(ledger.New(ledger.Config{Directory: k.Directory, Prices: usage.Published()}))
	k.Mesh.Register(sts.New(sts.Config{Directory: k.Directory}))
	return k
}

func allow(resource string, actions ...string) string {
	text, _ := json.Marshal(actions)
	return fmt.Sprintf(`{"Version":"2012-10-17","Statement":[{"Sid":"granted","Effect":"Allow","Action":%s,"Resource":%q}]}`, text, resource)
}

func TestGetBill(t *testing.T) {
	k := newKit(t)
	ana := k.User(Retail, "ana", allow("arn:aws:interlaken::222222222222:bill", "interlaken:GetBill"))
	for _, r := range []usage.Record{
		{Account: Retail, Service: usage.Athena, UsageType: usage.AthenaDataScanned, Operation: "RunQuery", Unit: usage.Bytes, Quantity: 1, Time: Start},
		{Account: Retail, Service: usage.Athena, UsageType: usage.AthenaDataScanned, Operation: "RunQuery", Unit: usage.Bytes, Quantity: 11 << 20, Time: Start},
		{Account: Retail, Service: usage.S3, UsageType: usage.S3ReadRequests, Operation: "GetObject", Unit: usage.Requests, Quantity: 2, Time: Start},
		{Account: Retail, Service: usage.S3, UsageType: usage.S3ReadRequests, Operation: "GetObject", Unit: usage.Requests, Quantity: 9, Time: Start.Add(time.Hour)}, // after it
		{Account: Risk, Service: usage.S3, UsageType: usage.S3ReadRequests, Operation: "GetObject", Unit: usage.Requests, Quantity: 9, Time: Start},
	} {
		k.Update(func(tx store.Tx) error { return k.Usage.Append(tx, r) })
	}
	in := &interlaken.GetBillInput{Start: aws.Time(Start), End: aws.Time(Start.Add(time.Hour))}
	got := Must[interlaken.GetBillOutput](k, ana, id, "GetBill", in)
	want := &interlaken.GetBillOutput{
		AccountId: aws.String(Retail), Picodollars: aws.Int64(47_683_716 + 52_452_087 + 800_000),
		Lines: []interlaken.BillLine{
			{
				Service: aws.String("Amazon Athena"), UsageType: aws.String("USE1-DataScannedInTB"), Unit: aws.String("bytes"), Quantity: aws.Int64(11<<20 + 1),
				Billed: aws.Int64(21 << 20), Records: aws.Int64(2), Picodollars: aws.Int64(47_683_716 + 52_452_087), PricedSince: aws.Time(time.Date(2016, 11, 30, 0, 0, 0, 0, time.UTC)),
			},
			{
				Service: aws.String("Amazon Simple Storage Service"), UsageType: aws.String("Requests-Tier2"), Unit: aws.String("requests"), Quantity: aws.Int64(2),
				Billed: aws.Int64(2), Records: aws.Int64(1), Picodollars: aws.Int64(800_000), PricedSince: aws.Time(time.Date(2006, 3, 1, 0, 0, 0, 0, time.UTC)),
			},
		},
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	in.End = in.Start
	if _, err := k.Do(ana, id, "GetBill", in); !fault.Is(err, fault.Validation) {
		t.Errorf("an empty time: %v", err)
	}
	if _, err := k.Do(ana, id, "GetBill", &interlaken.GetBillInput{}); !fault.Is(err, fault.Validation) {
		t.Errorf("no time: %v", err)
	}
	if _, err := k.Do(ana, id, "ListEvents", &interlaken.ListEventsInput{}); !fault.Is(err, fault.AccessDenied) {
		t.Errorf("another operation: %v", err)
	}
}

func TestListEventsHasBothCategoriesInOrder(t *testing.T) {
	k := newKit(t)
	admin := k.User(Retail, "admin", Everything)
	var want []string
	for i := range 9 {
		category := trail.Management
		if i%3 == 1 {
			category = trail.Data
		}
		e := trail.Event{
			UserIdentity: trail.AWSService("s3.amazonaws.com"), EventSource: "s3.amazonaws.com", EventName: fmt.Sprintf("e%d", i),
			EventCategory: category, RecipientAccountID: Retail, EventTime: Start.Add(time.Duration(i/2) * time.Minute), Run: fmt.Sprint(i % 2),
		}
		k.Update(func(tx store.Tx) error { return k.Trail.Append(tx, e) })
		want = append([]string{e.EventName}, want...)
	}
	k.Clock.Advance(time.Hour)
	read := func(in *interlaken.ListEventsInput) (names []string, pages int) {
		in.EndTime = aws.Time(Start.Add(30 * time.Minute))
		for {
			out := Must[interlaken.ListEventsOutput](k, admin, id, "ListEvents", in)
			for _, e := range out.Events {
				names = append(names, *e.EventName)
			}
			pages++
			if in.NextToken = out.NextToken; out.NextToken == nil {
				return names, pages
			}
		}
	}
	for size := int32(1); size <= 10; size++ {
		names, pages := read(&interlaken.ListEventsInput{MaxResults: &size})
		if !slices.Equal(names, want) || pages != (9+int(size)-1)/int(size) {
			t.Errorf("in pages of %d: %v in %d pages", size, names, pages)
		}
	}
	if names, _ := read(&interlaken.ListEventsInput{EventCategory: "Data", MaxResults: aws.Int32(2)}); !slices.Equal(names, []string{"e7", "e4", "e1"}) {
		t.Errorf("data events = %v", names)
	}
	if names, _ := read(&interlaken.ListEventsInput{AttributeKey: aws.String("Run"), AttributeValue: aws.String("1")}); !slices.Equal(names, []string{"e7", "e5", "e3", "e1"}) {
		t.Errorf("of a run = %v", names)
	}
	for name, in := range map[string]*interlaken.ListEventsInput{
		"token":     {NextToken: aws.String("x")},
		"attribute": {AttributeKey: aws.String("Color"), AttributeValue: aws.String("red")},
		"no value":  {AttributeKey: aws.String("EventName")},
		"category":  {EventCategory: "Insight"},
		"size":      {MaxResults: aws.Int32(1001)},
	} {
		if _, err := k.Do(admin, id, "ListEvents", in); !fault.Is(err, fault.Validation) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestVerifyTrail(t *testing.T) {
	k := newKit(t)
	admin := k.User(Retail, "admin", Everything)
	out := Must[interlaken.VerifyTrailOutput](k, admin, id, "VerifyTrail", &interlaken.VerifyTrailInput{})
	if !*out.Consistent || *out.Head.Count != 0 {
		t.Errorf("before the first event: %+v", out)
	}
	out = Must[interlaken.VerifyTrailOutput](k, admin, id, "VerifyTrail", &interlaken.VerifyTrailInput{})
	if !*out.Consistent || *out.Head.Count != 1 || len(*out.Head.Hash) != 64 || *out.Anchored != 0 || out.Break != nil {
		t.Errorf("after one: %+v %+v", out, out.Head)
	}
	kept := *out.Head
	out = Must[interlaken.VerifyTrailOutput](k, admin, id, "VerifyTrail", &interlaken.VerifyTrailInput{Heads: []interlaken.TrailHead{kept}})
	if !*out.Consistent || *out.Anchored != 1 {
		t.Errorf("with a kept head: %+v", out)
	}
	kept.Hash = aws.String(strings.Repeat("0", 64))
	out = Must[interlaken.VerifyTrailOutput](k, admin, id, "VerifyTrail", &interlaken.VerifyTrailInput{Heads: []interlaken.TrailHead{kept}})
	if *out.Consistent || *out.Break.Kind != "recomputed" {
		t.Errorf("with another head: %+v", out)
	}
}

func explain(k *Kit, s service.Session, in *interlaken.ExplainDecisionInput) interlaken.Decision {
	return *Must[interlaken.ExplainDecisionOutput](k, s, id, "ExplainDecision", in).Decision
}

func ask(action, resource string) *interlaken.ExplainDecisionInput {
	return &interlaken.ExplainDecisionInput{Action: &action, Resource: &resource}
}

func TestExplainOneself(t *testing.T) {
	k := newKit(t)
	const canary = `{"Version":"2012-10-17","Statement":[{"Sid":"canary","Effect":"Deny","Action":"glue:*","Resource":"*"}]}`
	reader := k.User(Retail, "reader", allow("*", "interlaken:*", "iam:GetUserPolicy", "glue:GetTable"), canary)
	d := explain(k, reader, ask("glue:GetTable", "arn:aws:glue:us-east-1:222222222222:table/db/t"))
	if *d.Outcome != "explicitDeny" || *d.DecidedBy != "identity" || len(d.Documents) != 2 || len(d.Notes) != 0 || *d.Documents[1].Statements[0].Sid != "canary" {
		t.Errorf("decision = %s by %s, %+v, %v", *d.Outcome, *d.DecidedBy, d.Documents, d.Notes)
	}
	blind := k.User(Retail, "blind", allow("*", "interlaken:*", "glue:GetTable"), canary)
	d = explain(k, blind, ask("glue:GetTable", "arn:aws:glue:us-east-1:222222222222:table/db/t"))
	text, err := json.Marshal(d)
	if err != nil || strings.Contains(string(text), "canary") || *d.Outcome != "explicitDeny" || len(d.Documents) != 0 ||
		!slices.Equal(d.Notes, []string{"Documents of account 222222222222 are for their owner."}) {
		t.Errorf("without iam:GetUserPolicy: %s", text)
	}
	in := ask("s3:GetObject", "arn:aws:s3:::bucket/key")
	if d := explain(k, blind, in); *d.Outcome != "implicitDeny" || !strings.Contains(d.Notes[len(d.Notes)-1], "names no account") {
		t.Errorf("an ARN without account: %+v", d)
	}
}

func TestExplainTrustAndContext(t *testing.T) {
	k := newKit(t)
	admin := k.User(Retail, "admin", Everything)
	role := k.Role(Retail, "b", `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"222222222222"},"Action":"sts:AssumeRole","Condition":{"StringEquals":{"sts:ExternalId":"one"}}}]}`)
	in := ask("sts:AssumeRole", role.ARN())
	if d := explain(k, admin, in); *d.Outcome != "implicitDeny" || *d.DecidedBy != "trust" || d.Documents[0].Statements[0].Elements == nil {
		t.Errorf("without external id: %s by %v", *d.Outcome, d.DecidedBy)
	}
	in.Context = map[string][]string{"sts:ExternalId": {"one"}}
	if d := explain(k, admin, in); *d.Outcome != "allowed" {
		t.Errorf("with external id: %s", *d.Outcome)
	}
	if d := explain(k, admin, ask("sts:AssumeRole", role.ARN()+"x")); *d.Outcome != "implicitDeny" || *d.DecidedBy != "trust" {
		t.Errorf("a role that is not there: %s", *d.Outcome)
	}
}

func TestExplainAnotherPrincipal(t *testing.T) {
	k := newKit(t)
	admin := k.User(Retail, "admin", Everything)
	k.User(Retail, "ben", allow("*", "glue:GetTable"))
	role := k.Role(Retail, "b", `{"Version":"2012-10-17","Statement":[]}`, allow("*", "athena:*"))
	about := func(s service.Session, principal, action string) (*interlaken.Decision, error) {
		in := ask(action, "arn:aws:glue:us-east-1:222222222222:table/db/t")
		in.PrincipalArn = &principal
		out, err := k.Do(s, id, "ExplainDecision", in)
		if err != nil {
			return nil, err
		}
		return out.(*interlaken.ExplainDecisionOutput).Decision, nil
	}
	for principal, want := range map[string]string{
		"arn:aws:iam::222222222222:user/ben":            "allowed",
		role.ARN():                                      "implicitDeny",
		"arn:aws:sts::222222222222:assumed-role/b/hans": "implicitDeny",
	} {
		d, err := about(admin, principal, "glue:GetTable")
		if err != nil || *d.Outcome != want {
			t.Errorf("%s: %v, %v", principal, d, err)
		}
	}
	curious := k.User(Retail, "curious", allow("*", "interlaken:*"))
	for principal, s := range map[string]service.Session{
		"arn:aws:iam::222222222222:user/ben":       curious,
		"arn:aws:iam::222222222222:user/none":      curious, // and nothing of whether it is there
		"arn:aws:iam::111111111111:user/somebody":  admin,
		"arn:aws:iam::111111111111:role/somewhere": admin,
	} {
		if _, err := about(s, principal, "glue:GetTable"); !fault.Is(err, fault.AccessDenied) {
			t.Errorf("%s: %v", principal, err)
		}
	}
	if _, err := about(admin, "arn:aws:iam::222222222222:user/none", "glue:GetTable"); !fault.Is(err, fault.NotFound) {
		t.Errorf("nobody: %v", err)
	}
}

// The trust policy of another account is not quoted, and not tried out with a context of one's own choice.
func TestDocumentsOfOtherAccountsAreForTheirOwner(t *testing.T) {
	k := newKit(t)
	admin := k.User(Hub, "admin", Everything)
	powerless := k.User(Hub, "powerless", allow("*", "interlaken:*"))
	trust := `{"Version":"2012-10-17","Statement":[{"Sid":"canary","Effect":"Allow","Principal":{"AWS":"111111111111"},"Action":"sts:AssumeRole","Condition":{"StringEquals":{"sts:ExternalId":"canary-id"}}}]}`
	role := k.Role(Retail, "b", trust)
	for name, in := range map[string]*interlaken.ExplainDecisionInput{"right": ask("sts:AssumeRole", role.ARN()), "wrong": ask("sts:AssumeRole", role.ARN())} {
		if name == "right" {
			in.Context = map[string][]string{"sts:ExternalId": {"canary-id"}}
		}
		d := explain(k, admin, in)
		if *d.Outcome != "ownerDecides" || d.DecidedBy != nil || !slices.Contains(d.Notes, "Documents of account 222222222222 are for their owner.") {
			t.Errorf("%s guess: %s, %v", name, *d.Outcome, d.Notes)
		}
	}
	if d := explain(k, powerless, ask("sts:AssumeRole", role.ARN())); *d.Outcome != "implicitDeny" || *d.DecidedBy != "identity" {
		t.Errorf("the own side refuses: %s", *d.Outcome)
	}

	_, err := k.Mesh.Do(t.Context(), admin, "refused-1", "sts", "AssumeRole", &sdksts.AssumeRoleInput{
		RoleArn: aws.String(role.ARN()), RoleSessionName: aws.String("s1"), ExternalId: aws.String("wrong"),
	})
	if !fault.Is(err, fault.AccessDenied) {
		t.Fatalf("AssumeRole = %v", err)
	}
	out := Must[interlaken.ExplainRequestOutput](k, admin, id, "ExplainRequest", &interlaken.ExplainRequestInput{RequestId: aws.String("refused-1")})
	text, err := json.Marshal(out)
	if err != nil || strings.Contains(string(text), "canary") {
		t.Errorf("the explanation quotes the other account: %s", text)
	}
	if len(out.Decisions) != 1 || *out.Event.ErrorCode != "AccessDenied" {
		t.Fatalf("decisions = %s", text)
	}
	d := out.Decisions[0]
	if *d.Action != "sts:AssumeRole" || *d.Resource != role.ARN() || *d.Outcome != "implicitDeny" || *d.DecidedBy != "trust" ||
		len(d.Documents) != 1 || *d.Documents[0].Kind != "identity" || *d.Documents[0].Outcome != "allows" ||
		!slices.Equal(d.Notes, []string{"Documents of account 222222222222 are for their owner."}) {
		t.Errorf("decision = %s", text)
	}
	// In the account of the refused, somebody without iam:GetUserPolicy sees no document at all.
	out = Must[interlaken.ExplainRequestOutput](k, powerless, id, "ExplainRequest", &interlaken.ExplainRequestInput{RequestId: aws.String("refused-1")})
	if d := out.Decisions[0]; len(d.Documents) != 0 || len(d.Notes) != 2 {
		t.Errorf("without iam:Get: %+v", d)
	}
	owner := k.User(Retail, "owner", Everything)
	if _, err := k.Do(owner, id, "ExplainRequest", &interlaken.ExplainRequestInput{RequestId: aws.String("refused-1")}); !fault.Is(err, fault.NotFound) {
		t.Errorf("from the other account: %v", err)
	}
	in := ask("sts:AssumeRole", role.ARN())
	in.Context = map[string][]string{"sts:ExternalId": {"canary-id"}}
	if d := explain(k, owner, in); len(d.Documents) != 2 || *d.Documents[0].Statements[0].Sid != "canary" {
		t.Errorf("the owner sees %+v", d.Documents)
	}
}

func TestSessionPolicyIsForWhoMayReadTheRole(t *testing.T) {
	k := newKit(t)
	role := k.Role(Retail, "b", `{"Version":"2012-10-17","Statement":[]}`, allow("*", "interlaken:*", "glue:*"))
	sees := k.Role(Retail, "c", `{"Version":"2012-10-17","Statement":[]}`, Everything)
	scope := `{"Version":"2012-10-17","Statement":[{"Sid":"scope","Effect":"Allow","Action":["interlaken:*","iam:GetRole"],"Resource":"*"}]}`
	in := ask("glue:GetTable", "arn:aws:glue:us-east-1:222222222222:table/db/t")
	if d := explain(k, k.Session(role, "s1", scope), in); *d.DecidedBy != "session" || len(d.Documents) != 0 {
		t.Errorf("without iam:GetRole: %+v", d)
	}
	d := explain(k, k.Session(sees, "s1", scope), in)
	if *d.DecidedBy != "session" || len(d.Documents) != 1 || *d.Documents[0].Kind != "session" {
		t.Errorf("with iam:GetRole: %+v", d)
	}
}
