package policy

import "testing"

const (
	home  = "111111111111"
	other = "222222222222"
)

var (
	ana     = Principal{Kind: UserPrincipal, Account: home, ARN: "arn:aws:iam::111111111111:user/ana", ID: "AIDAEXAMPLEANA0000000"}
	session = Principal{
		Kind: RoleSession, Account: home, ARN: "arn:aws:sts::111111111111:assumed-role/reader/s1", IssuerARN: "arn:aws:iam::111111111111:role/team/reader",
		ID: "AROAEXAMPLEREADER0000:s1", IssuerID: "AROAEXAMPLEREADER0000",
	}
	federated = Principal{
		Kind: FederatedUser, Account: home, ARN: "arn:aws:sts::111111111111:federated-user/bob", IssuerARN: ana.ARN,
		ID: "111111111111:bob", IssuerID: ana.ID,
	}
	root      = Principal{Kind: RootUser, Account: home, ARN: "arn:aws:iam::111111111111:root", ID: home}
	service   = Principal{Kind: ServicePrincipal, ARN: "quicksight.amazonaws.com"}
	provider  = Principal{Kind: IdentityProvider, ARN: "accounts.google.com"}
	anonymous = Principal{Kind: AnonymousIdentity}
)

// one is the verdict over a single identity statement, elements as JSON members.
func one(t *testing.T, statement, action, resource string, context ...string) Verdict {
	t.Helper()
	request := &Request{Principal: ana, Action: action, Resource: resource, ResourceAccount: home}
	for i := 0; i+1 < len(context); i += 2 {
		request.Context.Set(context[i], context[i+1])
	}
	return Decide(request, &Set{Identity: []*Policy{loaded(t, Identity, `{"Version":"2012-10-17","Statement":`+statement+`}`)}})
}

func TestActionsAndResources(t *testing.T) {
	for _, c := range []struct {
		elements, action, resource string
		want                       bool
	}{
		{`"Action":"s3:getobject","Resource":"*"`, "s3:GetObject", "arn:aws:s3:::b/k", true},
		{`"Action":"S3:Get*","Resource":"*"`, "s3:GetObject", "arn:aws:s3:::b/k", true},
		{`"Action":"s3:Get?bject","Resource":"*"`, "s3:GetObject", "arn:aws:s3:::b/k", true},
		{`"Action":"s3:*Object","Resource":"*"`, "s3:GetObjectAcl", "arn:aws:s3:::b/k", false},
		{`"Action":"s3:Get?Object","Resource":"*"`, "s3:GetObject", "arn:aws:s3:::b/k", false},
		{`"Action":"s3:*","Resource":"*"`, "s3-object-lambda:Get", "arn:aws:s3:::b/k", false},
		{`"Action":"*","Resource":"*"`, "glue:GetTable", "*", true},
		{`"Action":["x:Y","glue:GetTable"],"Resource":"*"`, "glue:GetTable", "*", true},
		{`"NotAction":"iam:*","Resource":"*"`, "glue:GetTable", "*", true},
		{`"NotAction":["iam:*","glue:get*"],"Resource":"*"`, "glue:GetTable", "*", false},
		{`"Action":"s3:*","Resource":"arn:aws:s3:::b/*"`, "s3:GetObject", "arn:aws:s3:::b/k:1/x", true},
		{`"Action":"s3:*","Resource":"arn:aws:s3:::b/*"`, "s3:GetObject", "arn:aws:s3:::b", false},
		{`"Action":"s3:*","Resource":"arn:aws:s3:::B/*"`, "s3:GetObject", "arn:aws:s3:::b/k", false},
		{`"Action":"s3:*","Resource":"arn:aws:s3"`, "s3:GetObject", "arn:aws:s3:::b/k", true},
		{`"Action":"s3:*","Resource":"arn:aws:s3:*"`, "s3:GetObject", "arn:aws:s3:::b/k", true},
		{`"Action":"*","Resource":"arn:*:iam::*:role/a?"`, "iam:GetRole", "arn:aws:iam::111111111111:role/ab", true},
		{`"Action":"*","Resource":"arn:aws:sns:*:t"`, "sns:Publish", "arn:aws:sns:us-east-1:111111111111:t", false}, // a wildcard stays in its part
		{`"Action":"*","Resource":"arn:aws:sns:us-*-1:1*:t"`, "sns:Publish", "arn:aws:sns:us-east-1:111111111111:t", true},
		{`"Action":"*","Resource":"arn:aws:s3:::*"`, "s3:ListAllMyBuckets", "*", false},
		{`"Action":"*","NotResource":"arn:aws:s3:::b/*"`, "s3:GetObject", "arn:aws:s3:::c/k", true},
		{`"Action":"*","NotResource":["arn:aws:s3:::c/*","arn:aws:s3:::b/*"]`, "s3:GetObject", "arn:aws:s3:::c/k", false},
		{`"Action":"*","Resource":"arn:aws:s3:::b/${aws:username}/*"`, "s3:GetObject", "arn:aws:s3:::b/ana/k", true},
		{`"Action":"*","Resource":"arn:aws:s3:::b/${aws:username}/*"`, "s3:GetObject", "arn:aws:s3:::b/anna/k", false},
		{`"Action":"*","Resource":"arn:aws:s3:::b/${aws:PrincipalTag/x}*"`, "s3:GetObject", "arn:aws:s3:::b/k", false}, // unresolved
		{`"Action":"*","Resource":"arn:aws:s3:::b/${aws:PrincipalTag/x, 'k'}"`, "s3:GetObject", "arn:aws:s3:::b/k", true},
		{`"Action":"*","Resource":"arn:aws:s3:::b/a${*}c"`, "s3:GetObject", "arn:aws:s3:::b/abc", false},
		{`"Action":"*","Resource":"arn:aws:s3:::b/a${*}c"`, "s3:GetObject", "arn:aws:s3:::b/a*c", true},
	} {
		if got := one(t, `{"Effect":"Allow",`+c.elements+`}`, c.action, c.resource, "aws:username", "ana"); got.Allowed != c.want {
			t.Errorf("allow %s for %s on %s: %+v, want %v", c.elements, c.action, c.resource, got, c.want)
		}
		both := `[{"Effect":"Allow","Action":"*","Resource":"*"},{"Effect":"Deny",` + c.elements + `}]`
		want := Allowed
		if c.want {
			want = ExplicitDeny
		}
		if got := one(t, both, c.action, c.resource, "aws:username", "ana"); got.Outcome != want {
			t.Errorf("deny %s for %s on %s: %+v, want %s", c.elements, c.action, c.resource, got, want)
		}
	}
}

func TestVariablesAreTextIn2008(t *testing.T) {
	for _, version := range []string{`"Version":"2008-10-17",`, ``} {
		p := loaded(t, Identity, `{`+version+`"Statement":{"Effect":"Allow","Action":"*","Resource":["arn:aws:s3:::b/${aws:username}","arn:aws:s3:::b/${*}x"]}}`)
		for resource, want := range map[string]bool{
			"arn:aws:s3:::b/ana": false, "arn:aws:s3:::b/${aws:username}": true, "arn:aws:s3:::b/${any}x": true, "arn:aws:s3:::b/*x": false,
		} {
			request := &Request{Principal: ana, Action: "s3:GetObject", Resource: resource, ResourceAccount: home}
			request.Context.Set("aws:username", "ana")
			if got := Decide(request, &Set{Identity: []*Policy{p}}); got.Allowed != want {
				t.Errorf("%s%s: %+v, want %v", version, resource, got, want)
			}
		}
	}
}

// TestNames: how the forms of Principal name the callers.
func TestNames(t *testing.T) {
	callers := []Principal{ana, session, federated, root, service, provider, anonymous}
	withCanonical := ana
	withCanonical.CanonicalID = "79a59df900b949e5"
	callers = append(callers, withCanonical)
	for _, c := range []struct {
		principals Principals
		want       [8]grant // in the order of callers
	}{
		{Principals{Everyone: true}, [8]grant{toCaller, toCaller, toCaller, toCaller, toCaller, toCaller, toCaller, toCaller}},
		{Principals{AWS: Values{"*"}}, [8]grant{toCaller, toCaller, toCaller, toCaller, toCaller, toCaller, toCaller, toCaller}},
		{Principals{AWS: Values{home}}, [8]grant{toAccount, toAccount, toAccount, toCaller, 0, 0, 0, toAccount}},
		{Principals{AWS: Values{root.ARN}}, [8]grant{toAccount, toAccount, toAccount, toCaller, 0, 0, 0, toAccount}},
		{Principals{AWS: Values{other}}, [8]grant{}},
		{Principals{AWS: Values{ana.ARN}}, [8]grant{0: toCaller, 2: toIssuer, 7: toCaller}},
		{Principals{AWS: Values{home, ana.ARN}}, [8]grant{toCaller, toAccount, toIssuer, toCaller, 0, 0, 0, toCaller}},
		{Principals{AWS: Values{session.IssuerARN}}, [8]grant{1: toIssuer}},
		{Principals{AWS: Values{"arn:aws:iam::111111111111:role/reader"}}, [8]grant{}}, // the path is part of the name
		{Principals{AWS: Values{session.ARN}}, [8]grant{1: toCaller}},
		{Principals{AWS: Values{federated.ARN}}, [8]grant{2: toCaller}},
		{Principals{AWS: Values{session.IssuerID}}, [8]grant{1: toIssuer}},
		{Principals{AWS: Values{ana.ID}}, [8]grant{0: toCaller, 2: toIssuer, 7: toCaller}},
		{Principals{AWS: Values{"AROAEXAMPLEDELETED000"}}, [8]grant{}},
		{Principals{Service: Values{"quicksight.amazonaws.com"}}, [8]grant{4: toCaller}},
		{Principals{Service: Values{"athena.amazonaws.com"}}, [8]grant{}},
		{Principals{AWS: Values{home}, Service: Values{"athena.amazonaws.com", service.ARN}}, [8]grant{toAccount, toAccount, toAccount, toCaller, toCaller, 0, 0, toAccount}},
		{Principals{Federated: Values{"accounts.google.com"}}, [8]grant{5: toCaller}},
		{Principals{CanonicalUser: Values{"79a59df900b949e5"}}, [8]grant{7: toAccount}},
	} {
		set := compilePrincipals(&c.principals)
		for i := range callers {
			if got, broken := set.grant(&callers[i]); got != c.want[i] || broken {
				t.Errorf("%+v names %s (%d): %v, want %v (broken %v)", c.principals, callers[i].ARN, i, got, c.want[i], broken)
			}
		}
	}
}

func TestNotPrincipal(t *testing.T) {
	for _, c := range []struct {
		listed string
		caller Principal
		spared bool
	}{
		{`{"AWS":["111111111111","` + ana.ARN + `"]}`, ana, true},
		{`{"AWS":"` + ana.ARN + `"}`, ana, false}, // the account has to be listed too
		{`{"AWS":"111111111111"}`, ana, false},
		{`{"AWS":["111111111111","` + session.IssuerARN + `","` + session.ARN + `"]}`, session, true},
		{`{"AWS":["111111111111","` + session.IssuerARN + `"]}`, session, false},
		{`{"AWS":["` + session.IssuerARN + `","` + session.ARN + `"]}`, session, false},
		{`{"AWS":"` + root.ARN + `"}`, root, true},
		{`{"Service":"quicksight.amazonaws.com"}`, service, true},
		{`{"Service":"glue.amazonaws.com"}`, service, false},
		{`"*"`, anonymous, true},
		{`{"AWS":"111111111111"}`, anonymous, false},
	} {
		bucket := loaded(t, Resource, `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"},
			{"Effect":"Deny","NotPrincipal":`+c.listed+`,"Action":"s3:*","Resource":"*"}]}`)
		want := ExplicitDeny
		if c.spared {
			want = Allowed
		}
		got := Decide(&Request{Principal: c.caller, Action: "s3:GetObject", Resource: "arn:aws:s3:::b/k", ResourceAccount: home}, &Set{Resource: bucket})
		if got.Outcome != want || got.DecidedBy != Resource {
			t.Errorf("NotPrincipal %s for %q: %+v, want %s", c.listed, c.caller.ARN, got, want)
		}
	}
}
