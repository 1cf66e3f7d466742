package refusals_test

import (
	"context"
	"fmt"
	"regexp"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/quicksight"
	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"

	"interlaken/app"
	"interlaken/wire/interlaken"
)

// The IAM side of an author: the whole API of the hub, and passing role A or not.
var (
	wholeAPI  = document(statement{Action: []string{"quicksight:*", "interlaken:*"}, Resource: "*"})
	passRoleA = document(statement{
		Action: "iam:PassRole", Resource: roleA, Condition: map[string]any{"StringEquals": map[string]string{"iam:PassedToService": "quicksight.amazonaws.com"}},
	})
)

// author makes an IAM user who is an author of the hub.
func (w *world) author(name string, policies ...string) person {
	w.t.Helper()
	p := w.user(hub, name, append([]string{wholeAPI}, policies...)...)
	w.register(name, types.UserRoleAuthor)
	return p
}

func parameters(workGroup, a, b string) types.DataSourceParameters {
	return &types.DataSourceParametersMemberAthenaParameters{Value: types.AthenaParameters{
		WorkGroup: &workGroup, RoleArn: &a, ConsumerAccountRoleArn: &b,
	}}
}

func create(p person, id, a, b string) error {
	return errorOf(p.quicksight().CreateDataSource(context.Background(), &quicksight.CreateDataSourceInput{
		AwsAccountId: aws.String(hub), DataSourceId: &id, Name: aws.String("Consumer data"), Type: types.DataSourceTypeAthena,
		DataSourceParameters: parameters("primary", a, b),
	}))
}

func update(p person, id, workGroup, a, b string) error {
	return errorOf(p.quicksight().UpdateDataSource(context.Background(), &quicksight.UpdateDataSourceInput{
		AwsAccountId: aws.String(hub), DataSourceId: &id, Name: aws.String("Consumer data"), DataSourceParameters: parameters(workGroup, a, b),
	}))
}

// proved waits until a data source has been proved, and returns it.
func (w *world) proved(p person, id string) *types.DataSource {
	w.t.Helper()
	for {
		out, err := p.quicksight().DescribeDataSource(context.Background(), &quicksight.DescribeDataSourceInput{AwsAccountId: aws.String(hub), DataSourceId: &id})
		if err != nil {
			w.t.Fatal(err)
		}
		switch out.DataSource.Status {
		case types.ResourceStatusCreationInProgress, types.ResourceStatusUpdateInProgress:
		default:
			return out.DataSource
		}
	}
}

// SECURITY S5: nobody points the hub's right to assume roles at what is not theirs to point at.
func TestAuthorsWhoMayNot(t *testing.T) {
	w, ctx := newWorld(t, nil), context.Background()
	w.role(roleA, trustA(), permissionsA(roleB, otherB))
	w.role(roleB, trustB(hub), "")
	w.role(otherB, trustB(hub), "")
	ann, ben := w.author("ann", passRoleA), w.author("ben")

	passed := "User: arn:aws:iam::" + hub + ":user/ben is not authorized to perform: iam:PassRole on resource: " + roleA + " because no identity-based policy allows the iam:PassRole action"
	const why = "iam:PassRole: implicitDeny by identity; identity policy-a silent, statement 0 near but for Action"
	w.refuse(refusal{
		name: "no iam:PassRole", do: func() error { return create(ben, "bens", roleA, roleB) },
		status: 401, code: "AccessDeniedException", message: passed, event: "CreateDataSource", account: hub, because: why,
	})

	// An owner of a data source whose roles another has set.
	if err := create(ann, "athena-cross-account", roleA, roleB); err != nil {
		t.Fatal(err)
	}
	w.proved(ann, "athena-cross-account")
	owner := []string{
		"quicksight:DescribeDataSource", "quicksight:DescribeDataSourcePermissions", "quicksight:PassDataSource", "quicksight:UpdateDataSource",
		"quicksight:DeleteDataSource", "quicksight:UpdateDataSourcePermissions",
	}
	if _, err := ann.quicksight().UpdateDataSourcePermissions(ctx, &quicksight.UpdateDataSourcePermissionsInput{
		AwsAccountId: aws.String(hub), DataSourceId: aws.String("athena-cross-account"),
		GrantPermissions: []types.ResourcePermission{{Principal: aws.String("arn:aws:quicksight:us-east-1:" + hub + ":user/default/ben"), Actions: owner}},
	}); err != nil {
		t.Fatal(err)
	}
	for _, r := range []refusal{
		{name: "an owner who points it at another spoke", do: func() error { return update(ben, "athena-cross-account", "primary", roleA, otherB) }},
		{name: "an owner who changes the workgroup", do: func() error { return update(ben, "athena-cross-account", "other", roleA, roleB) }},
	} {
		r.status, r.code, r.message, r.event, r.account, r.because = 401, "AccessDeniedException", passed, "UpdateDataSource", hub, why
		w.refuse(r)
	}
	if err := update(ben, "athena-cross-account", "primary", roleA, roleB); err != nil {
		t.Errorf("an owner who changes nothing of the roles: %v", err)
	}
	w.proved(ben, "athena-cross-account")

	// A deleted id stays its owners', because accounts trust its ARN.
	cas := w.author("cas", passRoleA)
	if _, err := ann.quicksight().DeleteDataSource(ctx, &quicksight.DeleteDataSourceInput{AwsAccountId: aws.String(hub), DataSourceId: aws.String("athena-cross-account")}); err != nil {
		t.Fatal(err)
	}
	w.refuse(refusal{
		name: "a second author who makes a deleted id anew", do: func() error { return create(cas, "athena-cross-account", roleA, roleB) },
		status: 401, code: "AccessDeniedException", event: "CreateDataSource", account: hub,
		message: "The data source id athena-cross-account was another owner's, and accounts may still trust it. Only a former owner or an administrator can use it again; choose another id.",
	})
	if err := create(ann, "athena-cross-account", roleA, roleB); err != nil {
		t.Errorf("a former owner: %v", err)
	}
	w.proved(ann, "athena-cross-account")
	w.refuse(refusal{
		name: "an id that a policy's pattern could take for another", do: func() error { return create(ann, "a*", roleA, roleB) },
		status: 400, code: "InvalidParameterValueException", event: "CreateDataSource", account: hub,
		message: "The data source id \"a*\" is not valid: it has 1 to 512 letters, digits, hyphens and underscores.",
	})
}

// Outside the demo nobody may name a role B until an administrator says who may name which.
func TestNobodyNamesARoleBByDefault(t *testing.T) {
	w, ctx := newWorld(t, func(c *app.Config, _ *app.Options) { c.Hub.AnyRoleB = false }), context.Background()
	w.role(roleA, trustA(), permissionsA(roleB, otherB))
	w.role(roleB, trustB(hub), "")
	w.role(otherB, trustB(hub), "")
	ann := w.author("ann", passRoleA)
	says := func(who, role string) string {
		return "User: arn:aws:iam::" + hub + ":user/" + who + " is not authorized to name the role " + role + " in a data source because no setting of the hub allows it. " +
			"Ask an administrator of the hub in account " + hub + " to allow this role for you."
	}
	for _, r := range []refusal{
		{name: "an author", do: func() error { return create(ann, "x", roleA, roleB) }, message: says("ann", roleB)},
		{name: "an administrator of the account", do: func() error { return create(w.admins[hub], "x", roleA, roleB) }, message: says("admin", roleB)},
	} {
		r.status, r.code, r.event, r.account = 401, "AccessDeniedException", "CreateDataSource", hub
		w.refuse(r)
	}
	in := &interlaken.PutHubSettingsInput{Settings: &interlaken.HubSettings{ConsumerRoleGrants: []interlaken.ConsumerRoleGrant{
		{Principals: []string{"arn:aws:iam::" + hub + ":user/ann"}, Roles: []string{roleB}},
	}}}
	if err := w.admins[hub].own().Call(ctx, interlaken.Hub, "PutHubSettings", in, &interlaken.PutHubSettingsOutput{}); err != nil {
		t.Fatal(err)
	}
	if err := create(ann, "x", roleA, roleB); err != nil {
		t.Errorf("an author who may: %v", err)
	}
	w.proved(ann, "x")
	w.refuse(refusal{
		name: "another role than the one allowed", do: func() error { return update(ann, "x", "primary", roleA, otherB) },
		status: 401, code: "AccessDeniedException", message: says("ann", otherB), event: "UpdateDataSource", account: hub,
	})
}

// What the chain refuses, seen from the data source: which account, which step, and whom to ask.
func TestDataSourcesWhoseChainIsRefused(t *testing.T) {
	const (
		weakA   = "arn:aws:iam::" + hub + ":role/without-permission"
		deafA   = "arn:aws:iam::" + hub + ":role/does-not-trust-the-service"
		strange = "arn:aws:iam::" + investment + ":role/trusts-another-hub"
		strict  = "arn:aws:iam::" + retail + ":role/trusts-one-data-source"
	)
	w := newWorld(t, nil)
	w.role(roleA, trustA(), permissionsA(roleB, strange, strict))
	w.role(weakA, trustA(), "")
	w.role(deafA, trustB(hub), permissionsA(roleB))
	w.role(roleB, trustB(hub), "")
	w.role(strange, trustB(risk), "")
	w.role(strict, document(statement{
		Principal: map[string]string{"AWS": roleA}, Action: "sts:AssumeRole", Condition: map[string]any{"StringEquals": map[string]string{"sts:ExternalId": dataSource}},
	}), "")
	ann := w.author("ann", document(statement{Action: "iam:PassRole", Resource: "arn:aws:iam::" + hub + ":role/*"}))
	const (
		owner = " refused the second step, to assume role B (%[1]s). Ask its owner to let role B's trust policy allow role A (" + roleA +
			") under the ExternalId arn:aws:quicksight:us-east-1:" + hub + ":datasource/%[2]s." +
			" (User: arn:aws:sts::" + hub + ":assumed-role/qs-athena-cross-account-role-a/QuickSight-RoleSession-N is not authorized to perform: sts:AssumeRole" +
			" on resource: %[1]s because no role trust policy allows the sts:AssumeRole action)"
	)
	for _, c := range []struct{ name, id, a, b, message string }{
		{
			"role A that does not trust the service", "deaf", deafA, roleB,
			"Account " + hub + " (the hub) refused the first step, to assume role A (" + deafA + "). Ask who administers it to let its trust policy name quicksight.amazonaws.com" +
				" for the data source arn:aws:quicksight:us-east-1:" + hub + ":datasource/deaf." +
				" (User: quicksight.amazonaws.com is not authorized to perform: sts:AssumeRole on resource: " + deafA + " because no role trust policy allows the sts:AssumeRole action)",
		},
		{
			"role A without permission", "weak", weakA, roleB,
			"Account " + hub + " (the hub) refused the second step, from role A (" + weakA + ") to role B (" + roleB + "). Ask who administers the hub account to allow role A" +
				" sts:AssumeRole on role B with the data source's ARN as ExternalId." +
				" (User: arn:aws:sts::" + hub + ":assumed-role/without-permission/QuickSight-RoleSession-N is not authorized to perform: sts:AssumeRole" +
				" on resource: " + roleB + " because no identity-based policy allows the sts:AssumeRole action)",
		},
		{"role B that trusts another account", "strange", roleA, strange, "Account " + investment + fmt.Sprintf(owner, strange, "strange")},
		{"role B that trusts another data source", "other", roleA, strict, "Account " + retail + fmt.Sprintf(owner, strict, "other")},
		{
			"role B without Athena", "athena-cross-account", roleA, strict,
			"Account " + retail + " refused the third step, to use the workgroup primary. Ask its owner to allow role B athena:GetWorkGroup and athena:StartQueryExecution on it." +
				" (User: arn:aws:sts::" + retail + ":assumed-role/trusts-one-data-source/ann-ID is not authorized to perform: athena:GetWorkGroup" +
				" on resource: arn:aws:athena:us-east-1:" + retail + ":workgroup/primary because no identity-based policy allows the athena:GetWorkGroup action)",
		},
	} {
		if err := create(ann, c.id, c.a, c.b); err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		got := w.proved(ann, c.id)
		if got.Status != types.ResourceStatusCreationFailed || got.ErrorInfo == nil || got.ErrorInfo.Type != types.DataSourceErrorInfoTypeAccessDenied {
			t.Errorf("%s: %s %+v", c.name, got.Status, got.ErrorInfo)
			continue
		}
		if message := settled(*got.ErrorInfo.Message); message != c.message {
			t.Errorf("%s:\n got %s\nwant %s", c.name, message, c.message)
		}
		w.well(c.name)
	}
}

// settled puts N and ID for what differs from run to run: the milliseconds in the first session's name, and the id that
// makes the second one's name ann's alone.
func settled(message string) string {
	message = regexp.MustCompile(`QuickSight-RoleSession-\d+`).ReplaceAllString(message, "QuickSight-RoleSession-N")
	return regexp.MustCompile(`/ann-[0-9a-z]+`).ReplaceAllString(message, "/ann-ID")
}
