package refusals_test

import (
	"bytes"
	"context"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudtrail"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"

	"interlaken/fault"
	"interlaken/wire/interlaken"
)

// canary is in every Sid and condition value of the spoke's documents, in letters that no other word has.
const canary = "Xanary"

// trustWithCanaries trusts role A as published, and refuses by an explicit deny what carries a certain external id.
func trustWithCanaries() string {
	return document(
		statement{
			Sid: canary + "Trust", Principal: map[string]string{"AWS": "arn:aws:iam::" + hub + ":root"}, Action: "sts:AssumeRole",
			Condition: map[string]any{"StringLike": map[string]any{"sts:ExternalId": []string{ourSources, "arn:aws:quicksight:*:*:datasource/" + canary}}},
		},
		statement{
			Sid: canary + "Deny", Effect: "Deny", Principal: map[string]string{"AWS": "arn:aws:iam::" + hub + ":root"}, Action: "sts:AssumeRole",
			Condition: map[string]any{"StringLike": map[string]any{"sts:ExternalId": []string{"*/denied", canary + "Value"}}},
		},
	)
}

// withCanaries is role B's policy as published, with a statement more.
func withCanaries(more ...statement) string {
	all := append(permissionsB(), more...)
	for i := range all {
		all[i].Sid = canary + string(rune('A'+i))
	}
	return document(all...)
}

// SECURITY S12: whatever the spoke refuses and however it is asked about, the hub's people read nothing of its
// documents: not in data sources, runs, trails, explanations or headers.
func TestNoCanaryCrossesTheBorder(t *testing.T) {
	w, ctx := newWorld(t, nil), context.Background()
	w.retailTable()
	w.role(roleA, trustA(), permissionsA(roleB, otherB))
	w.role(roleB, trustWithCanaries(), withCanaries())
	w.role(otherB, document(statement{
		Sid: canary + "Other", Principal: map[string]string{"AWS": "arn:aws:iam::" + hub + ":root"}, Action: "sts:AssumeRole",
		Condition: map[string]any{"StringEquals": map[string]string{"sts:ExternalId": canary}},
	}), "")
	ann := w.author("ann", passRoleA)
	if err := create(ann, "athena-cross-account", roleA, roleB); err != nil {
		t.Fatal(err)
	}
	if d := w.proved(ann, "athena-cross-account"); d.Status != types.ResourceStatusCreationSuccessful {
		t.Fatalf("the data source is %s: %+v", d.Status, d.ErrorInfo)
	}

	// Refused at the second step: silently, and by an explicit deny whose condition has a canary.
	for id, role := range map[string]string{"silent": otherB, "denied": roleB} {
		if err := create(ann, id, roleA, role); err != nil {
			t.Fatal(err)
		}
		if d := w.proved(ann, id); d.Status != types.ResourceStatusCreationFailed {
			t.Errorf("%s: %s", id, d.Status)
		}
	}
	// Refused at the third: Athena, Glue, S3, each by a statement with canaries.
	for _, action := range []string{"athena:StartQueryExecution", "athena:GetWorkGroup", "glue:GetTable", "s3:GetObject", "s3:PutObject"} {
		w.permit(roleB, withCanaries(statement{
			Effect: "Deny", Action: action, Resource: "*", Condition: map[string]any{"StringNotEquals": map[string]string{"aws:PrincipalTag/team": canary}},
		}))
		if run, err := w.run(ann, everyRow); err != nil || run.State != interlaken.RunFailed {
			t.Errorf("%s denied: %+v, %v", action, run, err)
		}
	}

	// Whoever may do anything in the hub account asks about all of it.
	admin := w.admins[hub]
	events := w.events()
	explained := 0
	for _, e := range events[hub] {
		if e.Event.ErrorCode == "" {
			continue
		}
		if w.why(hub, e.Event.RequestID) != "" {
			explained++
		}
	}
	if explained < 2 {
		t.Errorf("only %d refusals were explained in the hub account", explained)
	}
	for _, e := range events[retail] {
		var out interlaken.ExplainRequestOutput
		err := admin.own().Call(ctx, interlaken.Cloud, "ExplainRequest", &interlaken.ExplainRequestInput{RequestId: &e.Event.RequestID}, &out)
		if err == nil && *out.Event.EventName == e.Event.EventName && e.Event.RecipientAccountID == retail && len(out.Decisions) > 0 && e.Event.UserIdentity.AccountID == retail {
			t.Errorf("a request of account %s is explained to the hub: %+v", retail, out)
		}
	}
	for _, in := range []*interlaken.ExplainDecisionInput{
		{Action: aws.String("sts:AssumeRole"), Resource: aws.String(roleB), Context: map[string][]string{"sts:ExternalId": {dataSource}}},
		{Action: aws.String("sts:AssumeRole"), Resource: aws.String(roleB), PrincipalArn: aws.String(roleA), Context: map[string][]string{"sts:ExternalId": {"x/denied"}}},
		{Action: aws.String("glue:GetTable"), Resource: aws.String("arn:aws:glue:us-east-1:" + retail + ":table/bank/complaints"), PrincipalArn: aws.String(roleB)},
	} {
		err := admin.own().Call(ctx, interlaken.Cloud, "ExplainDecision", in, &interlaken.ExplainDecisionOutput{})
		if err != nil && !fault.Is(err, fault.AccessDenied) && !fault.Is(err, fault.NotFound) {
			t.Errorf("%s: %v", *in.Action, err)
		}
	}
	var listed interlaken.ListEventsOutput
	if err := admin.own().Call(ctx, interlaken.Cloud, "ListEvents", &interlaken.ListEventsInput{MaxResults: aws.Int32(1000)}, &listed); err != nil || len(listed.Events) < 20 {
		t.Errorf("ListEvents: %d, %v", len(listed.Events), err)
	}
	if _, err := cloudtrail.NewFromConfig(admin.config()).LookupEvents(ctx, &cloudtrail.LookupEventsInput{}); err != nil {
		t.Errorf("LookupEvents: %v", err)
	}
	if err := admin.own().Call(ctx, interlaken.Hub, "ListRuns", &interlaken.ListRunsInput{}, &interlaken.ListRunsOutput{}); err != nil && !fault.Is(err, fault.AccessDenied) {
		t.Errorf("ListRuns: %v", err)
	}
	if err := ann.own().Call(ctx, interlaken.Hub, "ListRuns", &interlaken.ListRunsInput{}, &interlaken.ListRunsOutput{}); err != nil {
		t.Errorf("ListRuns: %v", err)
	}

	served := w.answers.to(hub)
	if i := bytes.Index(served, []byte(canary)); i >= 0 {
		t.Errorf("the hub served … %s …", served[max(0, i-400):min(len(served), i+200)])
	}
	if len(served) < 50_000 {
		t.Errorf("only %d bytes were served to the hub; the test does not see them", len(served))
	}

	// Its owner reads all of it.
	name := roleB[strings.LastIndexByte(roleB, '/')+1:]
	if _, err := w.admins[retail].iam().GetRolePolicy(ctx, &iam.GetRolePolicyInput{RoleName: &name, PolicyName: aws.String("permissions")}); err != nil {
		t.Fatal(err)
	}
	before := len(w.answers.to(retail))
	for _, e := range events[retail] {
		if e.Event.ErrorCode != "" {
			w.why(retail, e.Event.RequestID)
		}
	}
	if told := w.answers.to(retail)[before:]; !bytes.Contains(told, []byte(canary)) {
		t.Error("the owner is not told which statement refused")
	}
}
