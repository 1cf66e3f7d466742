package organizations_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/organizations"
	"github.com/aws/aws-sdk-go-v2/service/organizations/types"

	"interlaken/cloud/organizations"
	"interlaken/policy"
	"interlaken/service"
	. "interlaken/service/servicetest"
	registry "interlaken/wire/organizations"
)

const name = "organizations"

// company is an organization of the hub with retail in a unit below a unit, and investment in the root.
type company struct {
	*Kit
	t                         *testing.T
	hub, retail, investment   service.Session
	id, root, outer, inner    string
	attach, detach            func(policyID, target string)
	serviceControl, resources types.PolicyType
}

func newCompany(t *testing.T) *company {
	k := New(t)
	k.Mesh.Register(organizations.New(organizations.Config{Registry: k.Organizations, Directory: k.Directory}))
	c := &company{Kit: k, t: t, serviceControl: types.PolicyTypeServiceControlPolicy, resources: types.PolicyTypeResourceControlPolicy}
	c.hub, c.retail, c.investment = k.User(Hub, "admin", Everything), k.User(Retail, "admin", Everything), k.User(Investment, "admin", Everything)
	c.id = *Must[sdk.CreateOrganizationOutput](k, c.hub, name, "CreateOrganization", &sdk.CreateOrganizationInput{}).Organization.Id
	c.root = *Must[sdk.ListRootsOutput](k, c.hub, name, "ListRoots", &sdk.ListRootsInput{}).Roots[0].Id
	c.invite(c.retail, Retail)
	c.invite(c.investment, Investment)
	c.outer = c.unit(c.root, "data")
	c.inner = c.unit(c.outer, "retail")
	Must[sdk.MoveAccountOutput](k, c.hub, name, "MoveAccount", &sdk.MoveAccountInput{AccountId: aws.String(Retail), SourceParentId: &c.root, DestinationParentId: &c.inner})
	c.attach = func(id, target string) {
		Must[sdk.AttachPolicyOutput](k, c.hub, name, "AttachPolicy", &sdk.AttachPolicyInput{PolicyId: &id, TargetId: &target})
	}
	c.detach = func(id, target string) {
		Must[sdk.DetachPolicyOutput](k, c.hub, name, "DetachPolicy", &sdk.DetachPolicyInput{PolicyId: &id, TargetId: &target})
	}
	return c
}

func (c *company) invite(who service.Session, account string) {
	h := Must[sdk.InviteAccountToOrganizationOutput](c.Kit, c.hub, name, "InviteAccountToOrganization", &sdk.InviteAccountToOrganizationInput{
		Target: &types.HandshakeParty{Id: &account, Type: types.HandshakePartyTypeAccount},
	}).Handshake
	Must[sdk.AcceptHandshakeOutput](c.Kit, who, name, "AcceptHandshake", &sdk.AcceptHandshakeInput{HandshakeId: h.Id})
}

func (c *company) unit(parent, called string) string {
	return *Must[sdk.CreateOrganizationalUnitOutput](c.Kit, c.hub, name, "CreateOrganizationalUnit", &sdk.CreateOrganizationalUnitInput{ParentId: &parent, Name: &called}).OrganizationalUnit.Id
}

func (c *company) enable(t types.PolicyType) {
	Must[sdk.EnablePolicyTypeOutput](c.Kit, c.hub, name, "EnablePolicyType", &sdk.EnablePolicyTypeInput{RootId: &c.root, PolicyType: t})
}

func (c *company) policy(t types.PolicyType, called, text string) string {
	return *Must[sdk.CreatePolicyOutput](c.Kit, c.hub, name, "CreatePolicy", &sdk.CreatePolicyInput{
		Name: &called, Type: t, Content: &text, Description: aws.String(""),
	}).Policy.PolicySummary.Id
}

// decide says what policy decides of an action, without doing it.
func (c *company) decide(who service.Session, check service.Check) policy.Explanation {
	c.t.Helper()
	var e service.Explained
	err := c.Mesh.Transaction(c.t.Context(), who, "ask", func(call *service.Call) (err error) {
		e, err = call.Explain(who.Principal, check)
		return err
	})
	if err != nil {
		c.t.Fatal(err)
	}
	return e.Explanation
}

func (c *company) wants(who service.Session, check service.Check, outcome policy.Outcome, by policy.Kind) {
	c.t.Helper()
	if got := c.decide(who, check).Verdict; got.Outcome != outcome || got.DecidedBy != by {
		c.t.Errorf("%s of %s on %s: %+v, want %s by %s", check.Action, who.Principal.ARN, check.Resource, got, outcome, by)
	}
}

const (
	denyAthena = `{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"athena:*","Resource":"*"}]}`
	allowS3    = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}]}`
)

func TestServiceControlPoliciesBindMembers(t *testing.T) {
	c := newCompany(t)
	query := service.Check{Action: "athena:StartQueryExecution", Resource: "*"}
	c.wants(c.retail, query, policy.Allowed, policy.Identity)
	c.enable(c.serviceControl)
	c.wants(c.retail, query, policy.Allowed, policy.Identity) // FullAWSAccess hangs everywhere

	deny := c.policy(c.serviceControl, "no athena", denyAthena)
	c.wants(c.retail, query, policy.Allowed, policy.Identity) // it hangs nowhere
	c.attach(deny, c.outer)
	c.wants(c.retail, query, policy.ExplicitDeny, policy.SCP)
	c.wants(c.investment, query, policy.Allowed, policy.Identity)
	e := c.decide(c.retail, query)
	if at := e.Documents[len(e.Documents)-1]; !strings.Contains(e.Documents[0].ARN, "p-FullAWSAccess") || at.Kind != policy.Identity {
		t.Errorf("documents: %+v", e.Documents)
	}

	// An operation is refused with AWS's words.
	stop := c.policy(c.serviceControl, "no organizations", strings.ReplaceAll(denyAthena, "athena", "organizations"))
	c.attach(stop, Retail)
	_, err := c.Do(c.retail, name, "DescribeOrganization", &sdk.DescribeOrganizationInput{})
	if err == nil || !strings.HasSuffix(err.Error(), "with an explicit deny in a service control policy") {
		t.Errorf("refused: %v", err)
	}

	// The account that manages is not bound, wherever the policy hangs.
	c.attach(stop, c.root)
	Must[sdk.DescribeOrganizationOutput](c.Kit, c.hub, name, "DescribeOrganization", &sdk.DescribeOrganizationInput{})
	c.detach(stop, c.root)
	c.detach(stop, Retail)
	c.detach(deny, c.outer)
	c.wants(c.retail, query, policy.Allowed, policy.Identity)

	// Each level has to allow: a list of what is allowed in one of them is enough to refuse the rest.
	only := c.policy(c.serviceControl, "s3 only", allowS3)
	c.attach(only, c.inner)
	c.wants(c.retail, query, policy.Allowed, policy.Identity) // FullAWSAccess is there too
	c.detach("p-FullAWSAccess", c.inner)
	c.wants(c.retail, query, policy.ImplicitDeny, policy.SCP)
	c.wants(c.retail, service.Check{Action: "s3:ListAllMyBuckets", Resource: "*"}, policy.Allowed, policy.Identity)

	// What was gathered follows each change: of a document, of the place, of the type.
	Must[sdk.UpdatePolicyOutput](c.Kit, c.hub, name, "UpdatePolicy", &sdk.UpdatePolicyInput{PolicyId: &only, Content: aws.String(strings.ReplaceAll(allowS3, "s3", "athena"))})
	c.wants(c.retail, query, policy.Allowed, policy.Identity)
	c.attach(deny, c.inner)
	c.wants(c.retail, query, policy.ExplicitDeny, policy.SCP)
	Must[sdk.MoveAccountOutput](c.Kit, c.hub, name, "MoveAccount", &sdk.MoveAccountInput{AccountId: aws.String(Retail), SourceParentId: &c.inner, DestinationParentId: &c.root})
	c.wants(c.retail, query, policy.Allowed, policy.Identity)
	c.attach(deny, c.root)
	c.wants(c.retail, query, policy.ExplicitDeny, policy.SCP)
	Must[sdk.DisablePolicyTypeOutput](c.Kit, c.hub, name, "DisablePolicyType", &sdk.DisablePolicyTypeInput{RootId: &c.root, PolicyType: c.serviceControl})
	c.wants(c.retail, query, policy.Allowed, policy.Identity)
	c.enable(c.serviceControl)
	if held := Must[sdk.ListTargetsForPolicyOutput](c.Kit, c.hub, name, "ListTargetsForPolicy", &sdk.ListTargetsForPolicyInput{PolicyId: &deny}).Targets; len(held) != 0 {
		t.Errorf("after the type was switched off and on it hangs on %+v", held)
	}
}

// TestUndoneChangeIsForgotten: what a transaction saw that was undone later binds nobody.
func TestUndoneChangeIsForgotten(t *testing.T) {
	c := newCompany(t)
	c.enable(c.serviceControl)
	deny := c.policy(c.serviceControl, "no athena", denyAthena)
	query := service.Check{Action: "athena:StartQueryExecution", Resource: "*"}
	undone := errors.New("undone")
	err := c.Mesh.Transaction(t.Context(), c.hub, "undone", func(call *service.Call) error {
		if _, err := call.Through("organizations.amazonaws.com").Invoke(name, "AttachPolicy", &sdk.AttachPolicyInput{PolicyId: &deny, TargetId: aws.String(Retail)}); err != nil {
			return err
		}
		e, err := call.Explain(c.retail.Principal, query)
		if err != nil || e.Verdict.DecidedBy != policy.SCP {
			t.Errorf("within: %+v, %v", e.Verdict, err)
		}
		return undone
	})
	if !errors.Is(err, undone) {
		t.Fatal(err)
	}
	c.wants(c.retail, query, policy.Allowed, policy.Identity)
}

func TestResourceControlPoliciesBindResources(t *testing.T) {
	c := newCompany(t)
	c.enable(c.resources)
	outside := `{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":"*","Action":["s3:*","sts:*"],"Resource":"*","Condition":{"StringNotEqualsIfExists":{"aws:PrincipalOrgID":"` + c.id + `"}}}]}`
	c.attach(c.policy(c.resources, "own only", outside), c.root)
	everyone := &service.ResourcePolicy{Name: "bucket policy", Document: `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"*","Resource":"arn:aws:s3:::lake/*"}]}`}
	read := func(owner string) service.Check {
		return service.Check{Action: "s3:GetObject", Resource: "arn:aws:s3:::lake/x", Account: owner, Policy: everyone}
	}
	stranger := c.User(Risk, "admin", Everything)
	c.wants(stranger, read(Retail), policy.ExplicitDeny, policy.RCP)
	c.wants(stranger, read(Hub), policy.Allowed, policy.Resource) // the resources of the account that manages are not bound
	c.wants(stranger, read(Risk), policy.Allowed, policy.Resource)
	c.wants(c.hub, read(Retail), policy.Allowed, policy.Resource)
	// A role's trust is bound like a bucket: the chain's second step from outside the organization is cut.
	role := service.Check{
		Action: "sts:AssumeRole", Resource: "arn:aws:iam::222222222222:role/b", Account: Retail,
		Policy: &service.ResourcePolicy{Name: "role trust policy", Trust: true, Document: `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"*"},"Action":"sts:AssumeRole"}]}`},
	}
	c.wants(stranger, role, policy.ExplicitDeny, policy.RCP)
	c.wants(c.hub, role, policy.Allowed, policy.Trust)
	// No resource control policy binds the resources of a service for which AWS has none.
	glue := read(Retail)
	glue.Action, glue.Resource = "glue:GetTable", "arn:aws:glue:us-east-1:222222222222:catalog"
	glue.Policy = &service.ResourcePolicy{Name: "catalog policy", Document: strings.ReplaceAll(everyone.Document, "arn:aws:s3:::lake/*", "*")}
	c.wants(stranger, glue, policy.Allowed, policy.Resource)
}

// TestWhereOneBelongsIsAKey: who asks and what is asked for tell their organization, and nobody outside has one.
func TestWhereOneBelongsIsAKey(t *testing.T) {
	c := newCompany(t)
	path := c.id + "/" + c.root + "/" + c.outer + "/" + c.inner + "/"
	for text, want := range map[string]policy.Outcome{
		`"StringEquals":{"aws:PrincipalOrgID":"` + c.id + `"}`:                                             policy.Allowed,
		`"StringEquals":{"aws:PrincipalOrgID":"o-other"}`:                                                  policy.ImplicitDeny,
		`"ForAnyValue:StringEquals":{"aws:PrincipalOrgPaths":"` + path + `"}`:                              policy.Allowed,
		`"ForAnyValue:StringLike":{"aws:PrincipalOrgPaths":"` + c.id + `/*/` + c.outer + `/*"}`:            policy.Allowed,
		`"StringEquals":{"aws:ResourceOrgID":"${aws:PrincipalOrgID}"}`:                                     policy.Allowed,
		`"ForAnyValue:StringEquals":{"aws:ResourceOrgPaths":"` + c.id + `/` + c.root + `/"}`:               policy.ImplicitDeny,
		`"Null":{"aws:SourceOrgID":"false"}`:                                                               policy.ImplicitDeny,
		`"StringEquals":{"aws:PrincipalOrgID":"` + c.id + `","aws:PrincipalAccount":"` + Investment + `"}`: policy.ImplicitDeny,
	} {
		who := c.User(Retail, "u"+c.IDs.Lower(6), `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"glue:*","Resource":"*","Condition":{`+text+`}}]}`)
		if got := c.decide(who, service.Check{Action: "glue:GetTable", Resource: "*"}).Verdict.Outcome; got != want {
			t.Errorf("%s: %s, want %s", text, got, want)
		}
	}
	out := c.User(Risk, "out", `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"glue:*","Resource":"*","Condition":{"Null":{"aws:PrincipalOrgID":"true"}}}]}`)
	c.wants(out, service.Check{Action: "glue:GetTable", Resource: "*"}, policy.Allowed, policy.Identity)
}

// TestMembersSeeNothing: what an organization is made of is told to the account that manages it alone.
func TestMembersSeeNothing(t *testing.T) {
	c := newCompany(t)
	for operation, in := range map[string]any{
		"ListAccounts": &sdk.ListAccountsInput{}, "ListRoots": &sdk.ListRootsInput{}, "DescribePolicy": &sdk.DescribePolicyInput{PolicyId: aws.String("p-FullAWSAccess")},
		"CreateOrganizationalUnit": &sdk.CreateOrganizationalUnitInput{ParentId: &c.root, Name: aws.String("x")},
		"DeleteOrganization":       &sdk.DeleteOrganizationInput{},
	} {
		_, err := c.Do(c.retail, name, operation, in)
		if code, _ := registry.Service.ErrorCode(err); err == nil || code != "AccessDeniedException" {
			t.Errorf("%s by a member: %v", operation, err)
		}
	}
	stranger := c.User(Risk, "admin", Everything)
	_, err := c.Do(stranger, name, "DescribeOrganization", &sdk.DescribeOrganizationInput{})
	if code, _ := registry.Service.ErrorCode(err); code != "AWSOrganizationsNotInUseException" {
		t.Errorf("outside: %v", err)
	}
	// A handshake is told to its two parties.
	h := Must[sdk.ListHandshakesForOrganizationOutput](c.Kit, c.hub, name, "ListHandshakesForOrganization", &sdk.ListHandshakesForOrganizationInput{}).Handshakes[0]
	_, err = c.Do(stranger, name, "DescribeHandshake", &sdk.DescribeHandshakeInput{HandshakeId: h.Id})
	if code, _ := registry.Service.ErrorCode(err); code != "HandshakeNotFoundException" {
		t.Errorf("another's handshake: %v", err)
	}
}
