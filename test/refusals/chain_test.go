package refusals_test

import (
	"context"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	smithyhttp "github.com/aws/smithy-go/transport/http"
)

// The names of the published procedure (AWS Machine Learning Blog, 14 May 2026, cross-account Athena access for
// Amazon Quick), with the accounts of the example.
const (
	roleA      = "arn:aws:iam::" + hub + ":role/qs-athena-cross-account-role-a"
	roleB      = "arn:aws:iam::" + retail + ":role/qs-athena-consumer-role"
	otherB     = "arn:aws:iam::" + investment + ":role/qs-athena-consumer-role"
	dataSource = "arn:aws:quicksight:" + region + ":" + hub + ":datasource/athena-cross-account"
	ourSources = "arn:aws:quicksight:*:" + hub + ":datasource/*"
)

// trustA is role A's trust as published.
func trustA() string {
	return document(statement{
		Principal: map[string]string{"Service": "quicksight.amazonaws.com"}, Action: "sts:AssumeRole",
		Condition: map[string]any{"StringLike": map[string]string{"aws:SourceAccount": hub, "aws:SourceArn": ourSources}},
	})
}

// permissionsA is role A's inline policy as published, for some roles B.
func permissionsA(roles ...string) string {
	return document(statement{
		Action: "sts:AssumeRole", Resource: roles,
		Condition: map[string]any{"StringLike": map[string]string{"sts:ExternalId": ourSources}},
	})
}

// trustB is role B's trust as published, on the root of a hub account.
func trustB(trusted string) string {
	return document(statement{
		Principal: map[string]string{"AWS": "arn:aws:iam::" + trusted + ":root"}, Action: "sts:AssumeRole",
		Condition: map[string]any{"StringLike": map[string]string{"sts:ExternalId": "arn:aws:quicksight:*:" + trusted + ":datasource/*"}},
	})
}

// scope is the first step's session policy: one role B under one external id.
func scope(role string) string {
	return document(statement{
		Action: "sts:AssumeRole", Resource: role,
		Condition: map[string]any{"StringEquals": map[string]string{"sts:ExternalId": dataSource}},
	})
}

// onBehalfOf says, in signed headers, on whose behalf a request is made.
func onBehalfOf(account, source string) func(*sts.Options) {
	return func(o *sts.Options) {
		o.APIOptions = append(o.APIOptions, smithyhttp.AddHeaderValue("X-Amz-Source-Account", account), smithyhttp.AddHeaderValue("X-Amz-Source-Arn", source))
	}
}

// firstStep is a session of a role A, as the service makes it for a data source.
func (w *world) firstStep(service person, role, policy string) person {
	w.t.Helper()
	in := &sts.AssumeRoleInput{RoleArn: &role, RoleSessionName: aws.String("QuickSight-RoleSession-1")}
	if policy != "" {
		in.Policy = &policy
	}
	out, err := service.sts().AssumeRole(context.Background(), in, onBehalfOf(hub, dataSource))
	return w.session(hub, out, err)
}

func TestSecondStepOfTheChain(t *testing.T) {
	const (
		strange = "arn:aws:iam::" + investment + ":role/trusts-another-hub"
		weakA   = "arn:aws:iam::" + hub + ":role/without-permission"
	)
	w := newWorld(t, nil)
	w.role(roleB, trustB(hub), "")
	w.role(otherB, trustB(hub), "")
	w.role(strange, trustB(risk), "")
	w.role(roleA, trustA(), permissionsA(roleB, otherB, strange))
	w.role(weakA, trustA(), permissionsA(otherB))
	service := w.service(hub)
	open, scoped, weak := w.firstStep(service, roleA, ""), w.firstStep(service, roleA, scope(roleB)), w.firstStep(service, weakA, "")

	who := "User: arn:aws:sts::" + hub + ":assumed-role/qs-athena-cross-account-role-a/QuickSight-RoleSession-1"
	denied := func(role, suffix string) string {
		return who + " is not authorized to perform: sts:AssumeRole on resource: " + role + " because " + suffix + " the sts:AssumeRole action"
	}
	for _, r := range []refusal{
		{
			name: "a wrong external id", do: func() error { return assume(open, roleB, "arn:aws:quicksight:us-east-1:444444444444:datasource/x") },
			message: denied(roleB, "no identity-based policy allows"),
			because: "sts:AssumeRole: implicitDeny by identity; identity permissions silent, statement 0 near but for Condition sts:ExternalId; Documents of account 222222222222 are for their owner.",
		},
		{
			name: "no external id", do: func() error { return assume(open, roleB, "") },
			message: denied(roleB, "no identity-based policy allows"),
			because: "sts:AssumeRole: implicitDeny by identity; identity permissions silent, statement 0 near but for Condition sts:ExternalId; Documents of account 222222222222 are for their owner.",
		},
		{
			name: "a role B that trusts another account", do: func() error { return assume(open, strange, dataSource) },
			message: denied(strange, "no role trust policy allows"),
			because: "sts:AssumeRole: implicitDeny by trust; identity permissions allows, statement 0 matched; Documents of account 333333333333 are for their owner.",
		},
		{
			name: "a second spoke's role under the first one's session policy", do: func() error { return assume(scoped, otherB, dataSource) },
			message: denied(otherB, "no session policy allows"),
			because: "sts:AssumeRole: implicitDeny by session; identity permissions allows, statement 0 matched; session session policy silent, statement 0 near but for Resource; Documents of account 333333333333 are for their owner.",
		},
		{
			name: "another data source under this one's session policy", do: func() error { return assume(scoped, roleB, dataSource+"-2") },
			message: denied(roleB, "no session policy allows"),
			because: "sts:AssumeRole: implicitDeny by session; identity permissions allows, statement 0 matched; session session policy silent, statement 0 near but for Condition sts:ExternalId; Documents of account 222222222222 are for their owner.",
		},
		{
			name: "role A without permission on this role B", do: func() error { return assume(weak, roleB, dataSource) },
			message: "User: arn:aws:sts::" + hub + ":assumed-role/without-permission/QuickSight-RoleSession-1 is not authorized to perform: sts:AssumeRole on resource: " + roleB + " because no identity-based policy allows the sts:AssumeRole action",
			because: "sts:AssumeRole: implicitDeny by identity; identity permissions silent, statement 0 near but for Resource; Documents of account 222222222222 are for their owner.",
		},
		{
			name: "a role that is not there", do: func() error { return assume(open, roleB+"-gone", dataSource) },
			message: denied(roleB+"-gone", "no identity-based policy allows"),
		},
	} {
		r.status, r.code, r.event, r.account = 403, "AccessDenied", "AssumeRole", hub
		w.refuse(r)
	}
	// What is right is allowed, in the same world.
	if err := assume(scoped, roleB, dataSource); err != nil {
		t.Errorf("the chain as published: %v", err)
	}
}

// SECURITY S1: the service's key is good for the chain of its own account, and nobody else speaks in its name.
func TestFirstStepOfTheChain(t *testing.T) {
	const bySource = "arn:aws:iam::" + hub + ":role/by-source"
	w := newWorld(t, nil)
	w.role(roleA, trustA(), permissionsA(roleB))
	w.role(bySource, document(statement{
		Principal: map[string]string{"AWS": hub}, Action: "sts:AssumeRole", Condition: map[string]any{"StringEquals": map[string]string{"aws:SourceAccount": hub}},
	}), "")
	bucket := w.bucket(hub, "hub-data", map[string]string{"a.csv": "1\n"})
	service, foreign, admin := w.service(hub), w.service(retail), w.admins[hub]
	const denied = "User: arn:aws:iam::" + hub + ":user/admin is not authorized to perform: sts:AssumeRole on resource: "
	for _, r := range []refusal{
		{
			name: "an administrator who signs the source headers", do: func() error { return assume(admin, roleA, "", onBehalfOf(hub, dataSource)) },
			message: denied + roleA + " because no role trust policy allows the sts:AssumeRole action", event: "AssumeRole",
			because: "sts:AssumeRole: implicitDeny by trust; trust role trust policy silent; identity AdministratorAccess allows, statement 0 matched",
		},
		{
			name: "an administrator on a role that hangs on the source", do: func() error { return assume(admin, bySource, "", onBehalfOf(hub, dataSource)) },
			message: denied + bySource + " because no role trust policy allows the sts:AssumeRole action", event: "AssumeRole",
			because: "sts:AssumeRole: implicitDeny by trust; trust role trust policy silent, statement 0 near but for Condition aws:SourceAccount; identity AdministratorAccess allows, statement 0 matched",
		},
		{
			name: "the service on nobody's behalf", do: func() error { return assume(service, roleA, "") },
			message: "User: quicksight.amazonaws.com is not authorized to perform: sts:AssumeRole on resource: " + roleA + " because no role trust policy allows the sts:AssumeRole action", event: "AssumeRole",
		},
		{
			name: "the service on behalf of another thing", do: func() error {
				return assume(service, roleA, "", onBehalfOf(hub, "arn:aws:quicksight:us-east-1:111111111111:dataset/x"))
			},
			message: "User: quicksight.amazonaws.com is not authorized to perform: sts:AssumeRole on resource: " + roleA + " because no role trust policy allows the sts:AssumeRole action", event: "AssumeRole",
		},
		{
			name: "the service on behalf of another account", do: func() error { return assume(service, roleA, "", onBehalfOf(retail, dataSource)) },
			message: "User: quicksight.amazonaws.com may not call on behalf of account 222222222222.", event: "AssumeRole",
		},
		{name: "the service on behalf of another account's data source", do: func() error {
			return assume(service, roleA, "", onBehalfOf(hub, "arn:aws:quicksight:us-east-1:222222222222:datasource/x"))
		}, message: "User: quicksight.amazonaws.com may not call on behalf of arn:aws:quicksight:us-east-1:222222222222:datasource/x.", event: "AssumeRole"},
		{
			name: "the service of another account", do: func() error { return assume(foreign, roleA, "", onBehalfOf(hub, dataSource)) },
			message: "User: quicksight.amazonaws.com may not call on behalf of account 111111111111.", event: "AssumeRole", account: retail,
		},
		{name: "the service's key for s3:GetObject", do: func() error {
			return errorOf(service.s3().GetObject(context.Background(), &s3.GetObjectInput{Bucket: &bucket, Key: aws.String("a.csv")}))
		}, message: "User: quicksight.amazonaws.com is not authorized to perform this operation: GetObject", event: "GetObject"},
		{name: "the service's key for sts:GetCallerIdentity", do: func() error {
			return errorOf(service.sts().GetCallerIdentity(context.Background(), &sts.GetCallerIdentityInput{}))
		}, message: "User: quicksight.amazonaws.com is not authorized to perform this operation: GetCallerIdentity", event: "GetCallerIdentity"},
	} {
		r.status, r.code = 403, "AccessDenied"
		if r.account == "" {
			r.account = hub
		}
		w.refuse(r)
	}
	if err := assume(service, roleA, "", onBehalfOf(hub, dataSource)); err != nil {
		t.Errorf("on behalf of its own data source: %v", err)
	}
}
