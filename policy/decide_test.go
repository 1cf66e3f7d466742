package policy

import (
	"strings"
	"testing"
)

// scene builds a request on a bucket of home and the documents that apply; each document is written as the effect
// and principal it needs.
type scene struct {
	caller                      Principal
	owner                       string // of the bucket, home when empty
	identity, boundary, session string // "", "allow", "other" (an allow that does not match), "deny"
	resource                    string // a Principal, or "deny", or "" for none
	kind                        Kind   // of the resource's policy, Resource when empty
}

func (s scene) build(t *testing.T) (*Request, *Set) {
	t.Helper()
	document := func(kind Kind, effect string) *Policy {
		action := `"*"`
		if effect == "other" {
			effect, action = "allow", `"ec2:*"`
		}
		return loaded(t, kind, `{"Version":"2012-10-17","Statement":{"Effect":"`+strings.ToUpper(effect[:1])+effect[1:]+`","Action":`+action+`,"Resource":"*"}}`)
	}
	request := &Request{Principal: s.caller, Action: "s3:GetObject", Resource: "arn:aws:s3:::b/k", ResourceAccount: s.owner}
	if s.owner == "" {
		request.ResourceAccount = home
	}
	set := &Set{}
	if s.identity != "" {
		set.Identity = []*Policy{document(Identity, s.identity)}
	}
	if s.boundary != "" {
		set.Boundary = document(Boundary, s.boundary)
	}
	if s.session != "" {
		set.Session = []*Policy{document(Session, s.session)}
	}
	if s.kind == "" {
		s.kind = Resource
	}
	switch s.resource {
	case "":
	case "deny":
		set.Resource = loaded(t, s.kind, `{"Statement":{"Effect":"Deny","Principal":"*","Action":"s3:*"}}`)
	default:
		set.Resource = loaded(t, s.kind, `{"Statement":{"Effect":"Allow","Principal":`+s.resource+`,"Action":"s3:*"}}`)
	}
	return request, set
}

func aws(name string) string { return `{"AWS":"` + name + `"}` }

// TestSameAccount holds the table of what an allow in a resource's policy survives, row by row, and the rest of the
// evaluation within an account.
func TestSameAccount(t *testing.T) {
	for _, c := range []struct {
		name  string
		scene scene
		want  Outcome
		by    Kind
	}{
		{"nothing", scene{caller: ana}, ImplicitDeny, Identity},
		{"identity", scene{caller: ana, identity: "allow"}, Allowed, Identity},
		{"identity, other boundary", scene{caller: ana, identity: "allow", boundary: "other"}, ImplicitDeny, Boundary},
		{"identity and boundary", scene{caller: ana, identity: "allow", boundary: "allow"}, Allowed, Identity},
		{"a boundary grants nothing", scene{caller: ana, boundary: "allow"}, ImplicitDeny, Identity},
		{"a session policy grants nothing", scene{caller: session, session: "allow"}, ImplicitDeny, Identity},
		{"identity, other session", scene{caller: session, identity: "allow", session: "other"}, ImplicitDeny, Session},
		{"deny in the boundary", scene{caller: ana, identity: "allow", boundary: "deny"}, ExplicitDeny, Boundary},
		{"deny in the session", scene{caller: session, identity: "allow", session: "deny"}, ExplicitDeny, Session},
		{"deny in the resource", scene{caller: ana, identity: "allow", resource: "deny"}, ExplicitDeny, Resource},

		{"user ARN", scene{caller: ana, resource: aws(ana.ARN)}, Allowed, Resource},
		{"user ARN, other boundary", scene{caller: ana, boundary: "other", resource: aws(ana.ARN)}, Allowed, Resource},
		{"user ARN, deny in identity", scene{caller: ana, identity: "deny", resource: aws(ana.ARN)}, ExplicitDeny, Identity},
		{"role ARN", scene{caller: session, resource: aws(session.IssuerARN)}, Allowed, Resource},
		{"role ARN, other identity", scene{caller: session, identity: "other", resource: aws(session.IssuerARN)}, Allowed, Resource},
		{"role ARN, other boundary", scene{caller: session, boundary: "other", resource: aws(session.IssuerARN)}, ImplicitDeny, Boundary},
		{"role ARN, other session", scene{caller: session, session: "other", resource: aws(session.IssuerARN)}, ImplicitDeny, Session},
		{"role id, other session", scene{caller: session, session: "other", resource: aws(session.IssuerID)}, ImplicitDeny, Session},
		{"session ARN, other boundary and session", scene{caller: session, boundary: "other", session: "other", resource: aws(session.ARN)}, Allowed, Resource},
		{"session ARN, deny in the session policy", scene{caller: session, session: "deny", resource: aws(session.ARN)}, ExplicitDeny, Session},
		{"federated ARN", scene{caller: federated, boundary: "other", session: "other", resource: aws(federated.ARN)}, Allowed, Resource},
		{"user ARN for its federated user", scene{caller: federated, session: "allow", resource: aws(ana.ARN)}, Allowed, Resource},
		{"user ARN for its federated user, other session", scene{caller: federated, session: "other", resource: aws(ana.ARN)}, ImplicitDeny, Session},
		{"federated user without session policy", scene{caller: federated, identity: "allow"}, ImplicitDeny, Session},
		{"federated user with session policy", scene{caller: federated, identity: "allow", session: "allow"}, Allowed, Identity},
		{"everyone, other boundary and session", scene{caller: session, boundary: "other", session: "other", resource: `"*"`}, Allowed, Resource},
		{"account alone", scene{caller: session, resource: aws(home)}, ImplicitDeny, Identity},
		{"account and identity", scene{caller: session, identity: "allow", resource: aws(root.ARN)}, Allowed, Identity},
		{"account and identity, other session", scene{caller: session, identity: "allow", session: "other", resource: aws(home)}, ImplicitDeny, Session},
		{"service", scene{caller: service, resource: `{"Service":"quicksight.amazonaws.com"}`}, Allowed, Resource},
		{"another service", scene{caller: service, identity: "allow", resource: `{"Service":"glue.amazonaws.com"}`}, ImplicitDeny, Resource},
		{"nobody", scene{caller: anonymous, resource: `"*"`}, Allowed, Resource},
		{"nobody, unnamed", scene{caller: anonymous, resource: aws(home)}, ImplicitDeny, Resource},

		{"root", scene{caller: root}, Allowed, ""},
		{"root, denied by the resource", scene{caller: root, resource: "deny"}, ExplicitDeny, Resource},
		{"root, resource that names another", scene{caller: root, resource: aws(ana.ARN)}, Allowed, ""},

		{"trust: identity alone", scene{caller: session, identity: "allow", resource: aws(other), kind: Trust}, ImplicitDeny, Trust},
		{"trust: role ARN alone", scene{caller: session, resource: aws(session.IssuerARN), kind: Trust}, Allowed, Trust},
		{"trust: user ARN alone", scene{caller: ana, resource: aws(ana.ARN), kind: Trust}, Allowed, Trust},
		{"trust: role ARN, other session", scene{caller: session, session: "other", resource: aws(session.IssuerARN), kind: Trust}, ImplicitDeny, Session},
		{"trust: account alone", scene{caller: session, resource: aws(home), kind: Trust}, ImplicitDeny, Identity},
		{"trust: account and identity", scene{caller: session, identity: "allow", resource: aws(home), kind: Trust}, Allowed, Identity},
		{"trust: deny", scene{caller: ana, identity: "allow", resource: "deny", kind: Trust}, ExplicitDeny, Trust},
		{"key: identity alone", scene{caller: ana, identity: "allow", resource: aws(other), kind: Key}, ImplicitDeny, Key},
		{"key: account and identity", scene{caller: ana, identity: "allow", resource: aws(home), kind: Key}, Allowed, Identity},
		{"key: root unnamed", scene{caller: root, resource: aws(other), kind: Key}, ImplicitDeny, Key},
	} {
		request, set := c.scene.build(t)
		if got := Decide(request, set); got != (Verdict{c.want == Allowed, c.want, c.by}) {
			t.Errorf("%s: %+v, want %s by %q", c.name, got, c.want, c.by)
		}
	}
}

func TestAcrossAccounts(t *testing.T) {
	for _, c := range []struct {
		name  string
		scene scene
		want  Outcome
		by    Kind
	}{
		{"identity alone", scene{caller: ana, identity: "allow"}, ImplicitDeny, Resource},
		{"resource alone, naming the user", scene{caller: ana, resource: aws(ana.ARN)}, ImplicitDeny, Identity},
		{"both, naming the user", scene{caller: ana, identity: "allow", resource: aws(ana.ARN)}, Allowed, Resource},
		{"both, naming the account", scene{caller: ana, identity: "allow", resource: aws(home)}, Allowed, Resource},
		{"both, naming everyone", scene{caller: session, identity: "allow", resource: `"*"`}, Allowed, Resource},
		{"naming the session spares nothing", scene{caller: session, identity: "allow", session: "other", resource: aws(session.ARN)}, ImplicitDeny, Session},
		{"other boundary", scene{caller: ana, identity: "allow", boundary: "other", resource: aws(ana.ARN)}, ImplicitDeny, Boundary},
		{"deny on the resource's side", scene{caller: ana, identity: "allow", resource: "deny"}, ExplicitDeny, Resource},
		{"naming another account", scene{caller: ana, identity: "allow", resource: aws(other)}, ImplicitDeny, Resource},
		{"root", scene{caller: root, resource: aws(home)}, Allowed, Resource},
		{"root, unnamed", scene{caller: root}, ImplicitDeny, Resource},
		{"trust", scene{caller: session, identity: "allow", resource: aws(session.IssuerARN), kind: Trust}, Allowed, Trust},
		{"trust without identity", scene{caller: session, resource: aws(session.IssuerARN), kind: Trust}, ImplicitDeny, Identity},
		{"trust that names another", scene{caller: session, identity: "allow", resource: aws(ana.ARN), kind: Trust}, ImplicitDeny, Trust},
	} {
		c.scene.owner = other
		request, set := c.scene.build(t)
		if got := Decide(request, set); got != (Verdict{c.want == Allowed, c.want, c.by}) {
			t.Errorf("%s: %+v, want %s by %q", c.name, got, c.want, c.by)
		}
	}
}

func TestControlPolicies(t *testing.T) {
	onlyGlue := loaded(t, SCP, `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"glue:*","Resource":"*"}}`)
	denyS3 := loaded(t, SCP, `{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"s3:*","Resource":"*"}}`)
	ownOrganization := loaded(t, RCP, `{"Version":"2012-10-17","Statement":{"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"*",
		"Condition":{"StringNotEqualsIfExists":{"aws:PrincipalOrgID":"o-1"},"BoolIfExists":{"aws:PrincipalIsAWSService":"false"}}}}`)
	full, rcpFull := []*Policy{FullAWSAccess}, []*Policy{RCPFullAWSAccess}
	linked, managed := session, ana
	linked.ServiceLinkedRole, managed.ManagementAccount = true, true
	allow := loaded(t, Identity, `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}`)
	bucket := loaded(t, Resource, `{"Statement":{"Effect":"Allow","Principal":{"Service":"quicksight.amazonaws.com","AWS":"111111111111"},"Action":"s3:*"}}`)
	for _, c := range []struct {
		name       string
		caller     Principal
		scps, rcps [][]*Policy
		context    []string
		exempt     bool // the resource lies in the management account
		want       Outcome
		by         Kind
	}{
		{"full access at each level", ana, [][]*Policy{full, full, full}, nil, nil, false, Allowed, Identity},
		{"one level does not allow", ana, [][]*Policy{full, {onlyGlue}, full}, nil, nil, false, ImplicitDeny, SCP},
		{"one level is empty", ana, [][]*Policy{full, {}}, nil, nil, false, ImplicitDeny, SCP},
		{"one level of several allows", ana, [][]*Policy{{onlyGlue, FullAWSAccess}}, nil, nil, false, Allowed, Identity},
		{"deny at the root", ana, [][]*Policy{{FullAWSAccess, denyS3}, full}, nil, nil, false, ExplicitDeny, SCP},
		{"root user is bound", root, [][]*Policy{{FullAWSAccess, denyS3}}, nil, nil, false, ExplicitDeny, SCP},
		{"root user is bound by a missing allow", root, [][]*Policy{{onlyGlue}}, nil, nil, false, ImplicitDeny, SCP},
		{"management account is exempt", managed, [][]*Policy{{denyS3}}, nil, nil, false, Allowed, Identity},
		{"service-linked role is exempt", linked, [][]*Policy{{denyS3}}, [][]*Policy{{ownOrganization}}, nil, false, Allowed, Identity},
		{"service is in no account", service, [][]*Policy{{denyS3}}, nil, nil, false, Allowed, Resource},
		{"RCP: full access", ana, nil, [][]*Policy{rcpFull, rcpFull}, nil, false, Allowed, Identity},
		{"RCP: no allow", ana, nil, [][]*Policy{rcpFull, {}}, nil, false, ImplicitDeny, RCP},
		{"RCP: own organization", ana, nil, [][]*Policy{{RCPFullAWSAccess, ownOrganization}}, []string{"aws:PrincipalOrgID", "o-1"}, false, Allowed, Identity},
		{"RCP: foreign organization", ana, nil, [][]*Policy{{RCPFullAWSAccess, ownOrganization}}, []string{"aws:PrincipalOrgID", "o-2"}, false, ExplicitDeny, RCP},
		{"RCP: root user is bound", root, nil, [][]*Policy{{RCPFullAWSAccess, ownOrganization}}, []string{"aws:PrincipalOrgID", "o-2"}, false, ExplicitDeny, RCP},
		{"RCP: named before the SCP", ana, [][]*Policy{{denyS3}}, [][]*Policy{{ownOrganization}}, []string{"aws:PrincipalOrgID", "o-2"}, false, ExplicitDeny, RCP},
		{"RCP: service with the exemption", service, nil, [][]*Policy{{RCPFullAWSAccess, ownOrganization}}, []string{"aws:PrincipalIsAWSService", "true"}, false, Allowed, Resource},
		{"RCP: service without it", service, nil, [][]*Policy{{RCPFullAWSAccess, ownOrganization}}, []string{"aws:PrincipalOrgID", "o-2", "aws:PrincipalIsAWSService", "false"}, false, ExplicitDeny, RCP},
		{"RCP: resource of the management account", ana, nil, [][]*Policy{{ownOrganization}}, []string{"aws:PrincipalOrgID", "o-2"}, true, Allowed, Identity},
	} {
		request := &Request{Principal: c.caller, Action: "s3:GetObject", Resource: "arn:aws:s3:::b/k", ResourceAccount: home, ResourceInManagementAccount: c.exempt}
		if len(c.context) == 0 {
			c.context = []string{"aws:PrincipalOrgID", "o-1"}
		}
		for i := 0; i+1 < len(c.context); i += 2 {
			request.Context.Set(c.context[i], c.context[i+1])
		}
		set := &Set{Identity: []*Policy{allow}, Resource: bucket, SCPs: c.scps, RCPs: c.rcps}
		if got := Decide(request, set); got != (Verdict{c.want == Allowed, c.want, c.by}) {
			t.Errorf("%s: %+v, want %s by %q", c.name, got, c.want, c.by)
		}
	}
}

// TestFailsClosed: what is not understood refuses, and says that it is no evidence.
func TestFailsClosed(t *testing.T) {
	const allow = `{"Effect":"Allow","Action":"*","Resource":"*"}`
	known := NewKeys("aws:SourceIp", "aws:PrincipalTag/")
	for _, c := range []struct {
		name, statements string
		known            *Keys
		want             Outcome
	}{
		{"unknown operator in a deny", allow + `,{"Effect":"Deny","Action":"*","Resource":"*","Condition":{"StringMatches":{"a:b":"c"}}}`, nil, NotUnderstood},
		{"unknown operator in a deny of another action", allow + `,{"Effect":"Deny","Action":"iam:*","Resource":"*","Condition":{"StringMatches":{"a:b":"c"}}}`, nil, Allowed},
		{"unknown operator beside one that fails", allow + `,{"Effect":"Deny","Action":"*","Resource":"*","Condition":{"StringMatches":{"a:b":"c"},"Null":{"a:b":"false"}}}`, nil, Allowed},
		{"unknown operator in an allow", `{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"StringMatches":{"a:b":"c"}}}`, nil, NotUnderstood},
		{"unknown operator in an allow beside another allow", allow + `,{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"StringMatches":{"a:b":"c"}}}`, nil, Allowed},
		{"a sure deny stays one", `{"Effect":"Deny","Action":"*","Resource":"*","Condition":{"StringMatches":{"a:b":"c"}}},{"Effect":"Deny","Action":"*","Resource":"*"}`, nil, ExplicitDeny},
		{"a key that cannot be supplied, in a deny", allow + `,{"Effect":"Deny","Action":"*","Resource":"*","Condition":{"StringEquals":{"aws:SourceVpc":"vpc-1"}}}`, known, NotUnderstood},
		{"and in a deny with IfExists", allow + `,{"Effect":"Deny","Action":"*","Resource":"*","Condition":{"StringEqualsIfExists":{"aws:SourceVpc":"vpc-1"}}}`, known, NotUnderstood},
		{"and in Null", allow + `,{"Effect":"Deny","Action":"*","Resource":"*","Condition":{"Null":{"aws:SourceVpc":"false"}}}`, known, NotUnderstood},
		{"and in a negated allow", `{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"StringNotEquals":{"aws:SourceVpc":"vpc-1"}}}`, known, NotUnderstood},
		{"and in a variable", allow + `,{"Effect":"Deny","Action":"*","Resource":"arn:aws:s3:::b/${aws:SourceVpc}"}`, known, NotUnderstood},
		{"a key that is absent", allow + `,{"Effect":"Deny","Action":"*","Resource":"*","Condition":{"StringEquals":{"AWS:principaltag/X":"y"}}}`, known, Allowed},
		{"a complete context", allow + `,{"Effect":"Deny","Action":"*","Resource":"*","Condition":{"StringEquals":{"aws:SourceVpc":"vpc-1"}}}`, nil, Allowed},
		{"a resource that is no ARN, in a deny", allow + `,{"Effect":"Deny","Action":"*","Resource":"bucket"}`, nil, NotUnderstood},
		{"and in NotResource", `{"Effect":"Allow","Action":"*","NotResource":"bucket"}`, nil, NotUnderstood},
		{"an unresolved variable in NotResource", `{"Effect":"Allow","Action":"*","NotResource":"arn:aws:s3:::b/${aws:PrincipalTag/x}"}`, nil, NotUnderstood},
		{"an unresolved variable in Resource", `{"Effect":"Allow","Action":"*","Resource":"arn:aws:s3:::b/${aws:PrincipalTag/x}"}`, nil, ImplicitDeny},
	} {
		p := loaded(t, Identity, `{"Version":"2012-10-17","Statement":[`+c.statements+`]}`)
		request := &Request{Principal: ana, Action: "s3:GetObject", Resource: "arn:aws:s3:::b/k", ResourceAccount: home, Known: c.known}
		got := Decide(request, &Set{Identity: []*Policy{p}})
		if got.Outcome != c.want || got.Allowed != (c.want == Allowed) || c.want != Allowed && got.DecidedBy != Identity {
			t.Errorf("%s: %+v, want %s", c.name, got, c.want)
		}
	}
	for principal, want := range map[string]Outcome{
		`"Principal":{"AWS":"arn:aws:iam::111111111111:user/*"}`:                     NotUnderstood,
		`"Principal":{"AWS":["arn:aws:iam::111111111111:user/*","` + ana.ARN + `"]}`: Allowed,
		`"Principal":{"AWS":["account-a","` + session.ARN + `"]}`:                    NotUnderstood,
		`"NotPrincipal":{"AWS":["222222222222"]}`:                                    NotUnderstood,
		`"NotPrincipal":"*"`: ImplicitDeny,
		`"Principal":{"AWS":"arn:aws:iam::cloudfront:user/CloudFront Origin Identity E1"}`: ImplicitDeny,
	} {
		bucket := loaded(t, Resource, `{"Statement":{"Effect":"Allow",`+principal+`,"Action":"*"}}`)
		if got := Decide(&Request{Principal: ana, Action: "s3:GetObject", Resource: "arn:aws:s3:::b", ResourceAccount: home}, &Set{Resource: bucket}); got.Outcome != want {
			t.Errorf("%s: %+v, want %s", principal, got, want)
		}
	}
}

// TestRequestsThatNameTooLittle: no caller or no owner means no decision.
func TestRequestsThatNameTooLittle(t *testing.T) {
	everything := &Set{
		Identity: []*Policy{loaded(t, Identity, `{"Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}`)},
		Resource: loaded(t, Resource, `{"Statement":{"Effect":"Allow","Principal":"*","Action":"*"}}`),
	}
	noAccount := ana
	noAccount.Account = ""
	for name, c := range map[string]struct {
		request Request
		want    Outcome
	}{
		"zero":               {Request{}, NotUnderstood},
		"no caller":          {Request{Action: "a:B", Resource: "*"}, NotUnderstood},
		"no account":         {Request{Principal: noAccount, Action: "a:B", Resource: "*"}, NotUnderstood},
		"service, no name":   {Request{Principal: Principal{Kind: ServicePrincipal}, Action: "a:B", Resource: "arn:aws:sns:r:111111111111:t"}, NotUnderstood},
		"bucket of whom":     {Request{Principal: ana, Action: "s3:GetObject", Resource: "arn:aws:s3:::b"}, NotUnderstood},
		"no ARN":             {Request{Principal: ana, Action: "s3:GetObject", Resource: "b"}, NotUnderstood},
		"owner is no number": {Request{Principal: ana, Action: "s3:GetObject", Resource: "*", ResourceAccount: "me"}, NotUnderstood},
		"account in the ARN": {Request{Principal: ana, Action: "sns:Publish", Resource: "arn:aws:sns:r:111111111111:t"}, Allowed},
		"no resource":        {Request{Principal: ana, Action: "s3:ListAllMyBuckets", Resource: "*"}, Allowed},
		"owned by AWS":       {Request{Principal: ana, Action: "iam:GetPolicy", Resource: "arn:aws:iam::aws:policy/ReadOnlyAccess"}, Allowed},
	} {
		if got := Decide(&c.request, everything); got.Outcome != c.want || got.Allowed != (c.want == Allowed) {
			t.Errorf("%s: %+v, want %s", name, got, c.want)
		}
	}
	everything.Resource = nil
	request := &Request{Principal: ana, Action: "STS:AssumeRole", Resource: "arn:aws:iam::111111111111:role/x"}
	if got := Decide(request, everything); got != (Verdict{false, ImplicitDeny, Trust}) {
		t.Errorf("a role whose trust policy was not gathered: %+v", got)
	}
}

// TestDeletedRole: a policy that was bound to a unique id does not name the role that took the old one's name.
func TestDeletedRole(t *testing.T) {
	trust := loaded(t, Trust, `{"Statement":{"Effect":"Allow","Principal":{"AWS":"`+session.IssuerID+`"},"Action":"sts:AssumeRole"}}`)
	request := &Request{Principal: session, Action: "sts:AssumeRole", Resource: "arn:aws:iam::111111111111:role/x"}
	if got := Decide(request, &Set{Resource: trust}); !got.Allowed {
		t.Errorf("the role itself: %+v", got)
	}
	request.Principal.IssuerID, request.Principal.ID = "AROAEXAMPLEANOTHER000", "AROAEXAMPLEANOTHER000:s1"
	if got := Decide(request, &Set{Resource: trust}); got != (Verdict{false, ImplicitDeny, Trust}) {
		t.Errorf("a role of the same name: %+v", got)
	}
}

func TestMessage(t *testing.T) {
	request := &Request{Principal: session, Action: "sts:AssumeRole", Resource: "arn:aws:iam::222222222222:role/b"}
	base := "User: arn:aws:sts::111111111111:assumed-role/reader/s1 is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::222222222222:role/b"
	for verdict, want := range map[Verdict]string{
		{Allowed: true, Outcome: Allowed}: "",
		{false, ImplicitDeny, Identity}:   base + " because no identity-based policy allows the sts:AssumeRole action",
		{false, ImplicitDeny, Resource}:   base + " because no resource-based policy allows the sts:AssumeRole action",
		{false, ImplicitDeny, Key}:        base + " because no resource-based policy allows the sts:AssumeRole action",
		{false, ImplicitDeny, Trust}:      base + " because no role trust policy allows the sts:AssumeRole action",
		{false, ImplicitDeny, Boundary}:   base + " because no permissions boundary allows the sts:AssumeRole action",
		{false, ImplicitDeny, Session}:    base + " because no session policy allows the sts:AssumeRole action",
		{false, ImplicitDeny, SCP}:        base + " because no service control policy allows the sts:AssumeRole action",
		{false, ImplicitDeny, RCP}:        base + " because no resource control policy allows the sts:AssumeRole action",
		{false, ExplicitDeny, Identity}:   base + " with an explicit deny in an identity-based policy",
		{false, ExplicitDeny, Resource}:   base + " with an explicit deny in a resource-based policy",
		{false, ExplicitDeny, Trust}:      base + " with an explicit deny in the role trust policy",
		{false, ExplicitDeny, Boundary}:   base + " with an explicit deny in a permissions boundary",
		{false, ExplicitDeny, Session}:    base + " with an explicit deny in a session policy",
		{false, ExplicitDeny, SCP}:        base + " with an explicit deny in a service control policy",
		{false, ExplicitDeny, RCP}:        base + " with an explicit deny in a resource control policy",
		{false, NotUnderstood, Identity}:  base,
		{}:                                base,
	} {
		if got := Message(verdict, request); got != want {
			t.Errorf("%+v: %s, want %s", verdict, got, want)
		}
	}
}
