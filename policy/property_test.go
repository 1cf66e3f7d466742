package policy

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"
)

// Generators draw from few names, so that statements often match. rapid prints the seed of a failure.

var (
	drawEffect   = rapid.SampledFrom([]Effect{Allow, Allow, Deny})
	drawAction   = rapid.SampledFrom([]string{"*", "s3:*", "s3:Get*", "s3:getobject", "s3:PutObject", "glue:*"})
	drawResource = rapid.SampledFrom([]string{"*", "arn:aws:s3:::b/*", "arn:aws:s3:::b/k", "arn:aws:s3:::c/*", "arn:aws:s3:::b/${aws:username}", "bucket"})
	drawCaller   = rapid.SampledFrom([]Principal{ana, session, federated, root, service, anonymous})
	drawName     = rapid.SampledFrom([]string{"*", home, other, ana.ARN, session.ARN, session.IssuerARN, federated.ARN, session.IssuerID, "account-a"})
	drawValues   = rapid.SliceOfN(rapid.SampledFrom([]string{"k", "x", "*", "${aws:username}"}), 1, 2)
	drawOperator = rapid.SampledFrom([]string{"StringEquals", "StringNotEquals", "StringLike", "StringEqualsIfExists", "ForAllValues:StringLike", "ForAnyValue:StringEquals", "StringMatches"})
)

func drawDocument(t *rapid.T, kind Kind, label string) *Document {
	d := &Document{Version: rapid.SampledFrom([]string{Version2012, Version2012, Version2008, ""}).Draw(t, label+" version")}
	for i := range rapid.IntRange(1, 3).Draw(t, label+" statements") {
		name := fmt.Sprintf("%s %d ", label, i)
		s := Statement{Effect: drawEffect.Draw(t, name+"effect")}
		actions := Values(rapid.SliceOfN(drawAction, 1, 2).Draw(t, name+"actions"))
		if kind != RCP && rapid.IntRange(0, 4).Draw(t, name+"not action") == 0 {
			s.NotAction = actions
		} else {
			s.Action = actions
		}
		if kind != Trust {
			resources := Values(rapid.SliceOfN(drawResource, 1, 2).Draw(t, name+"resources"))
			if rapid.IntRange(0, 4).Draw(t, name+"not resource") == 0 {
				s.NotResource = resources
			} else {
				s.Resource = resources
			}
		}
		switch {
		case kind == RCP:
			s.Principal = &Principals{Everyone: true}
		case kind.OnResource():
			s.Principal = &Principals{AWS: rapid.SliceOfN(drawName, 1, 2).Draw(t, name+"principals"), Service: Values{service.ARN}}
		}
		if rapid.Bool().Draw(t, name+"conditional") {
			key := rapid.SampledFrom([]string{"aws:username", "a:Many", "a:None"}).Draw(t, name+"key")
			s.Condition = Condition{drawOperator.Draw(t, name+"operator"): {key: drawValues.Draw(t, name+"values")}}
		}
		d.Statement = append(d.Statement, s)
	}
	return d
}

func drawPolicy(t *rapid.T, kind Kind, label string) *Policy {
	p, err := Compile(Source{Kind: kind}, drawDocument(t, kind, label))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func drawRequest(t *rapid.T) *Request {
	r := &Request{
		Principal: drawCaller.Draw(t, "caller"), Action: rapid.SampledFrom([]string{"s3:GetObject", "s3:PutObject", "glue:GetTable"}).Draw(t, "action"),
		Resource:        rapid.SampledFrom([]string{"arn:aws:s3:::b/k", "arn:aws:s3:::b/x", "arn:aws:s3:::c/k", "*"}).Draw(t, "resource"),
		ResourceAccount: rapid.SampledFrom([]string{home, home, other}).Draw(t, "owner"),
	}
	r.Context.Set("aws:username", "k")
	r.Context.Set("a:many", "k", "x")
	return r
}

func drawSet(t *rapid.T) *Set {
	s := &Set{}
	maybe := func(name string) bool { return rapid.Bool().Draw(t, name) }
	for i := range rapid.IntRange(0, 2).Draw(t, "identity policies") {
		s.Identity = append(s.Identity, drawPolicy(t, Identity, fmt.Sprint("identity", i)))
	}
	if maybe("resource policy") {
		kind := rapid.SampledFrom([]Kind{Resource, Resource, Trust, Key}).Draw(t, "kind")
		s.Resource = drawPolicy(t, kind, "resource")
	}
	if maybe("boundary") {
		s.Boundary = drawPolicy(t, Boundary, "boundary")
	}
	if maybe("session policy") {
		s.Session = []*Policy{drawPolicy(t, Session, "session")}
	}
	if maybe("control policies") {
		s.SCPs = [][]*Policy{{FullAWSAccess, drawPolicy(t, SCP, "scp")}}
		s.RCPs = [][]*Policy{{RCPFullAWSAccess, drawPolicy(t, RCP, "rcp")}}
	}
	return s
}

// TestDenyWins: a deny of everything, put wherever the caller is bound, is an explicit deny.
func TestDenyWins(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		request, set := drawRequest(t), drawSet(t)
		kind := rapid.SampledFrom(kinds).Draw(t, "where")
		deny := Statement{Effect: Deny, Action: Values{"*"}}
		if kind.OnResource() {
			deny.Principal = &Principals{Everyone: true}
		}
		if kind != Trust {
			deny.Resource = Values{"*"}
		}
		p, err := Compile(Source{Kind: kind}, &Document{Statement: []Statement{deny}})
		if err != nil {
			t.Fatal(err)
		}
		binds := kind.OnResource() || !request.Principal.resourceSideOnly()
		switch kind {
		case Identity:
			set.Identity = append(set.Identity, p)
		case Boundary:
			set.Boundary = p
		case Session:
			set.Session = append(set.Session, p)
		case SCP:
			set.SCPs = append(set.SCPs, []*Policy{p})
		case RCP:
			set.RCPs = append(set.RCPs, []*Policy{p})
		default:
			set.Resource = p
		}
		if got := Decide(request, set); binds && got.Outcome != ExplicitDeny {
			t.Fatalf("%+v", got)
		}
	})
}

// TestSessionPolicyNeverWidens: what is allowed with a session policy is allowed without, for all but federated
// users, who have nothing without one; and what is allowed against a session policy that allows nothing is a grant
// that names the session itself.
func TestSessionPolicyNeverWidens(t *testing.T) {
	nothing := loaded(t, Session, `{"Statement":{"Effect":"Allow","Action":"none:None","Resource":"*"}}`)
	rapid.Check(t, func(t *rapid.T) {
		request, set := drawRequest(t), drawSet(t)
		without := *set
		without.Session = nil
		if request.Principal.Kind != FederatedUser && Decide(request, set).Allowed && !Decide(request, &without).Allowed {
			t.Fatalf("a session policy widens: %+v", Explain(request, set))
		}
		without.Session = []*Policy{nothing}
		verdict := Decide(request, &without)
		if verdict.Allowed && !request.Principal.resourceSideOnly() {
			e := evaluation{request: request}
			e.resource, e.isARN = splitARN(request.Resource)
			if e.policy(set.Resource, 0).sure != toCaller || request.ResourceAccount != home {
				t.Fatalf("%+v survives an empty session policy: %+v", verdict, Explain(request, &without))
			}
		}
	})
}

// TestBoundaryNeverWidens: the same of a permissions boundary, for every caller.
func TestBoundaryNeverWidens(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		request, set := drawRequest(t), drawSet(t)
		without := *set
		without.Boundary = nil
		if Decide(request, set).Allowed && !Decide(request, &without).Allowed {
			t.Fatalf("a boundary widens: %+v", Explain(request, set))
		}
	})
}

// TestExplainAgrees: reasons never change the verdict, order of identity policies never changes whether it allows,
// and a document decides as its canonical form does.
func TestExplainAgrees(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		request, set := drawRequest(t), drawSet(t)
		verdict := Decide(request, set)
		if explained := Explain(request, set).Verdict; explained != verdict {
			t.Fatalf("Decide says %+v, Explain %+v", verdict, explained)
		}
		if verdict.Allowed != (verdict.Outcome == Allowed) {
			t.Fatalf("verdict %+v", verdict)
		}
		if n := len(set.Identity); n == 2 {
			swapped := *set
			swapped.Identity = []*Policy{set.Identity[1], set.Identity[0]}
			if got := Decide(request, &swapped); got != verdict {
				t.Fatalf("%+v, and in the other order %+v", verdict, got)
			}
		}
		document := drawDocument(t, Identity, "again")
		parsed, err := Parse(Identity, []byte(document.Canonical()))
		if err != nil {
			t.Fatal(err)
		}
		first, err := Compile(Source{Kind: Identity}, document)
		if err != nil {
			t.Fatal(err)
		}
		second, err := Compile(Source{Kind: Identity}, parsed)
		if err != nil {
			t.Fatal(err)
		}
		if a, b := Decide(request, &Set{Identity: []*Policy{first}}), Decide(request, &Set{Identity: []*Policy{second}}); a != b {
			t.Fatalf("the document decides %+v, its canonical form %+v", a, b)
		}
	})
}
