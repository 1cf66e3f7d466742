package sts_test

import (
	"context"
	"errors"
	"fmt"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	sdkiam "github.com/aws/aws-sdk-go-v2/service/iam"
	sdk "github.com/aws/aws-sdk-go-v2/service/sts"
	"github.com/aws/smithy-go"
	"github.com/aws/smithy-go/middleware"
	smithyhttp "github.com/aws/smithy-go/transport/http"

	"interlaken/cloud/iam"
	"interlaken/gateway"
	"interlaken/identity"
	. "interlaken/service/servicetest"
	"interlaken/store"
)

// The documents of the published walkthrough (AWS Machine Learning blog, 14 May 2026, "cross-account Athena access for
// Amazon Quick").
const (
	roleATrust = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"quicksight.amazonaws.com"},"Action":"sts:AssumeRole",
		"Condition":{"StringLike":{"aws:SourceAccount":"111111111111","aws:SourceArn":"arn:aws:quicksight:*:111111111111:datasource/*"}}}]}`
	roleBTrust = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111111111111:root"},"Action":"sts:AssumeRole",
		"Condition":{"StringLike":{"sts:ExternalId":"arn:aws:quicksight:*:111111111111:datasource/*"}}}]}`

	roleA      = "arn:aws:iam::111111111111:role/qs-athena-cross-account-role-a"
	roleB      = "arn:aws:iam::222222222222:role/qs-athena-consumer-role"
	dataSource = "arn:aws:quicksight:us-east-1:111111111111:datasource/athena-cross-account"
)

func assumeConsumerRole(roles ...string) string {
	return fmt.Sprintf(`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole","Resource":["%s"],
		"Condition":{"StringLike":{"sts:ExternalId":"arn:aws:quicksight:*:111111111111:datasource/*"}}}]}`, strings.Join(roles, `","`))
}

// scope is the session policy of the first step: this role B, for this data source.
func scope(role string) *string {
	return aws.String(`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole","Resource":"` + role +
		`","Condition":{"StringEquals":{"sts:ExternalId":"` + dataSource + `"}}}]}`)
}

// world is a local cloud behind its door, on a socket, reached by AWS's own clients.
type world struct {
	*Kit
	t   *testing.T
	url string
}

func newWorld(t *testing.T) *world {
	k := newKit(t)
	k.Mesh.Register(iam.New(iam.Config{Directory: k.Directory}))
	k.Clock.Advance(time.Since(Start)) // the clients sign with the true time
	server := httptest.NewServer(gateway.New(gateway.Config{Mesh: k.Mesh, Region: "us-east-1"}))
	t.Cleanup(server.Close)
	return &world{k, t, server.URL}
}

// admin makes a user with permission for everything in an account and returns its key.
func (w *world) admin(account string) aws.CredentialsProvider {
	var provider aws.CredentialsProvider
	w.Update(func(tx store.Tx) error {
		if _, err := w.Directory.CreateUser(tx, identity.IAMUser{Account: account, Name: "admin", Path: "/", Policies: map[string]string{"all": Everything}}); err != nil {
			return err
		}
		key, plain, err := w.Directory.CreateAccessKey(tx, account, "admin")
		provider = credentials.NewStaticCredentialsProvider(key.ID, plain.Reveal(), "")
		return err
	})
	return provider
}

func (w *world) service(account string) aws.CredentialsProvider {
	key, plain, err := w.Directory.NewServiceKey("quicksight.amazonaws.com", account)
	if err != nil {
		w.t.Fatal(err)
	}
	return credentials.NewStaticCredentialsProvider(key, plain.Reveal(), "")
}

func (w *world) sts(p aws.CredentialsProvider) *sdk.Client {
	return sdk.New(sdk.Options{Region: "us-east-1", BaseEndpoint: &w.url, Credentials: p, RetryMaxAttempts: 1})
}

func (w *world) iam(p aws.CredentialsProvider) *sdkiam.Client {
	return sdkiam.New(sdkiam.Options{Region: "us-east-1", BaseEndpoint: &w.url, Credentials: p, RetryMaxAttempts: 1})
}

// role makes a role the way the walkthrough does: create-role, then put-role-policy.
func (w *world) role(p aws.CredentialsProvider, arn, trust, permissions string) {
	w.t.Helper()
	name := aws.String(arn[strings.LastIndexByte(arn, '/')+1:])
	made, err := w.iam(p).CreateRole(context.Background(), &sdkiam.CreateRoleInput{RoleName: name, AssumeRolePolicyDocument: &trust})
	if err != nil {
		w.t.Fatal(err)
	}
	if *made.Role.Arn != arn {
		w.t.Fatalf("made %s, want %s", *made.Role.Arn, arn)
	}
	if permissions == "" {
		return
	}
	if _, err := w.iam(p).PutRolePolicy(context.Background(), &sdkiam.PutRolePolicyInput{
		RoleName: name, PolicyName: aws.String("AssumeConsumerRolePolicy"), PolicyDocument: &permissions,
	}); err != nil {
		w.t.Fatal(err)
	}
}

// source has a request say on whose behalf it is made, in signed headers.
func source(account, arn string) func(*sdk.Options) {
	return func(o *sdk.Options) {
		o.APIOptions = append(o.APIOptions, func(stack *middleware.Stack) error {
			if err := smithyhttp.SetHeaderValue("X-Amz-Source-Account", account)(stack); err != nil {
				return err
			}
			return smithyhttp.SetHeaderValue("X-Amz-Source-Arn", arn)(stack)
		})
	}
}

func of(out *sdk.AssumeRoleOutput) aws.CredentialsProvider {
	c := out.Credentials
	return credentials.NewStaticCredentialsProvider(*c.AccessKeyId, *c.SecretAccessKey, *c.SessionToken)
}

// denied checks that a real client got AccessDenied, and returns the sentence.
func denied(t *testing.T, what string, err error) string {
	t.Helper()
	var api smithy.APIError
	if !errors.As(err, &api) || api.ErrorCode() != "AccessDenied" {
		t.Errorf("%s: %v, want AccessDenied", what, err)
		return ""
	}
	return api.ErrorMessage()
}

func TestTheChainWithRealClients(t *testing.T) {
	w, ctx := newWorld(t), t.Context()
	hub, spoke := w.admin(Hub), w.admin(Retail)
	w.role(spoke, roleB, roleBTrust, `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"athena:*","Resource":"*"}]}`)
	w.role(hub, roleA, roleATrust, assumeConsumerRole(roleB))

	service := w.sts(w.service(Hub))
	first, err := service.AssumeRole(ctx, &sdk.AssumeRoleInput{
		RoleArn: aws.String(roleA), RoleSessionName: aws.String("QuickSight-RoleSession-1762074000000"), Policy: scope(roleB),
	}, source(Hub, dataSource))
	if err != nil {
		t.Fatal(err)
	}
	second, err := w.sts(of(first)).AssumeRole(ctx, &sdk.AssumeRoleInput{
		RoleArn: aws.String(roleB), RoleSessionName: aws.String("default-ana"), ExternalId: aws.String(dataSource),
	})
	if err != nil {
		t.Fatal(err)
	}
	who, err := w.sts(of(second)).GetCallerIdentity(ctx, &sdk.GetCallerIdentityInput{})
	if err != nil || *who.Account != Retail || *who.Arn != "arn:aws:sts::222222222222:assumed-role/qs-athena-consumer-role/default-ana" {
		t.Errorf("at the end of the chain: %+v, %v", who, err)
	}

	// The thread through the trails: each step is called with the key that the step before it gave.
	var hops, copies []string
	for _, e := range events(w.Kit, Hub) {
		if e.EventName == "AssumeRole" {
			hops = append(hops, e.UserIdentity.Type+" "+e.UserIdentity.InvokedBy+e.UserIdentity.AccessKeyID)
		}
	}
	for _, e := range events(w.Kit, Retail) {
		switch e.EventName {
		case "AssumeRole":
			copies = append(copies, e.UserIdentity.Type+" "+e.UserIdentity.AccountID)
		case "GetCallerIdentity":
			copies = append(copies, e.UserIdentity.AccessKeyID)
		}
	}
	if want := []string{"AWSService quicksight.amazonaws.com", "AssumedRole " + *first.Credentials.AccessKeyId}; strings.Join(hops, ",") != strings.Join(want, ",") {
		t.Errorf("hub: %v, want %v", hops, want)
	}
	if want := []string{"AWSAccount " + Hub, *second.Credentials.AccessKeyId}; strings.Join(copies, ",") != strings.Join(want, ",") {
		t.Errorf("spoke: %v, want %v", copies, want)
	}
	shown, err := w.iam(spoke).GetRole(ctx, &sdkiam.GetRoleInput{RoleName: aws.String("qs-athena-consumer-role")})
	if err != nil || !strings.HasPrefix(*shown.Role.AssumeRolePolicyDocument, "%7B%22Version%22") {
		t.Errorf("a document goes out URL-encoded: %v, %v", shown, err)
	}
}

func TestRefusalsOfTheChainWithRealClients(t *testing.T) {
	w, ctx := newWorld(t), t.Context()
	hub, spoke, other := w.admin(Hub), w.admin(Retail), w.admin(Investment)
	const (
		otherB  = "arn:aws:iam::333333333333:role/qs-athena-consumer-role"
		strange = "arn:aws:iam::333333333333:role/trusts-another-hub"
		weakA   = "arn:aws:iam::111111111111:role/role-a-without-permission"
	)
	w.role(spoke, roleB, roleBTrust, "")
	w.role(other, otherB, roleBTrust, "")
	w.role(other, strange, strings.ReplaceAll(roleBTrust, Hub, Risk), "")
	w.role(hub, roleA, roleATrust, assumeConsumerRole(roleB, otherB, strange))
	w.role(hub, weakA, roleATrust, "")
	service := w.sts(w.service(Hub))
	assume := func(role string, policy *string) aws.CredentialsProvider {
		out, err := service.AssumeRole(ctx, &sdk.AssumeRoleInput{RoleArn: &role, RoleSessionName: aws.String("s1"), Policy: policy}, source(Hub, dataSource))
		if err != nil {
			t.Fatal(err)
		}
		return of(out)
	}
	open, scoped, weak := assume(roleA, nil), assume(roleA, scope(roleB)), assume(weakA, nil)
	for name, c := range map[string]struct {
		by         aws.CredentialsProvider
		role       string
		externalID string
		because    string
		allowed    bool
	}{
		"the right one":                         {by: open, role: roleB, externalID: dataSource, allowed: true},
		"the other spoke without scope":         {by: open, role: otherB, externalID: dataSource, allowed: true},
		"wrong external id":                     {open, roleB, "arn:aws:quicksight:us-east-1:444444444444:datasource/x", "no identity-based policy", false},
		"no external id":                        {open, roleB, "", "no identity-based policy", false},
		"another data source, scoped":           {scoped, roleB, dataSource + "2", "no session policy", false},
		"another spoke, scoped":                 {scoped, otherB, dataSource, "no session policy", false},
		"a role that trusts another account":    {open, strange, dataSource, "no role trust policy", false},
		"role A without permission":             {weak, roleB, dataSource, "no identity-based policy", false},
		"an administrator with no external id":  {hub, roleB, "", "no role trust policy", false},
		"an administrator of a third account":   {other, roleB, dataSource, "no role trust policy", false},
		"an administrator on a service's role":  {hub, roleA, "", "no role trust policy", false},
		"a role that is not there, same answer": {hub, roleB + "-gone", dataSource, "no role trust policy", false},
	} {
		in := &sdk.AssumeRoleInput{RoleArn: &c.role, RoleSessionName: aws.String("s2")}
		if c.externalID != "" {
			in.ExternalId = &c.externalID
		}
		_, err := w.sts(c.by).AssumeRole(ctx, in)
		if c.allowed {
			if err != nil {
				t.Errorf("%s: %v", name, err)
			}
			continue
		}
		if got := denied(t, name, err); !strings.Contains(got, "because "+c.because) {
			t.Errorf("%s: %q", name, got)
		}
	}
	for _, account := range []string{Retail, Investment} {
		for _, e := range events(w.Kit, account) {
			if e.EventName == "AssumeRole" && e.ErrorCode != "" && e.UserIdentity.AccountID == Hub {
				t.Errorf("a refusal of the hub's stands in the trail of %s", account)
			}
		}
	}
}

// SECURITY S1: the service's key is good for sts:AssumeRole for its own account, and nobody else speaks in its name.
func TestServiceKeyWithRealClients(t *testing.T) {
	w, ctx := newWorld(t), t.Context()
	hub := w.admin(Hub)
	w.role(hub, roleA, roleATrust, assumeConsumerRole(roleB))
	w.role(hub, "arn:aws:iam::111111111111:role/by-source", `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"111111111111"},
		"Action":"sts:AssumeRole","Condition":{"StringEquals":{"aws:SourceAccount":"111111111111"}}}]}`, "")
	key := w.service(Hub)
	service := w.sts(key)
	in := &sdk.AssumeRoleInput{RoleArn: aws.String(roleA), RoleSessionName: aws.String("s1")}
	if _, err := service.AssumeRole(ctx, in, source(Hub, dataSource)); err != nil {
		t.Errorf("on behalf of its own data source: %v", err)
	}
	_, err := service.AssumeRole(ctx, in)
	denied(t, "on nobody's behalf", err)
	_, err = service.AssumeRole(ctx, in, source(Hub, "arn:aws:quicksight:us-east-1:111111111111:dataset/x"))
	denied(t, "on behalf of something else", err)
	_, err = service.AssumeRole(ctx, in, source(Retail, "arn:aws:quicksight:us-east-1:222222222222:datasource/x"))
	denied(t, "on behalf of another account", err)
	_, err = service.AssumeRole(ctx, in, source(Hub, "arn:aws:quicksight:us-east-1:222222222222:datasource/x"))
	denied(t, "on behalf of another account's data source", err)
	_, err = service.GetCallerIdentity(ctx, &sdk.GetCallerIdentityInput{})
	denied(t, "GetCallerIdentity", err)
	_, err = w.iam(key).ListRoles(ctx, &sdkiam.ListRolesInput{})
	denied(t, "ListRoles", err)
	_, err = w.sts(w.service(Retail)).AssumeRole(ctx, in, source(Hub, dataSource))
	denied(t, "the key of another account's service", err)

	// From anyone else the headers are ignored, signed or not.
	_, err = w.sts(hub).AssumeRole(ctx, in, source(Hub, dataSource))
	denied(t, "an administrator in the service's name", err)
	in.RoleArn = aws.String("arn:aws:iam::111111111111:role/by-source")
	_, err = w.sts(hub).AssumeRole(ctx, in, source(Hub, dataSource))
	denied(t, "an administrator with headers of his own", err)
}
