package policy

import (
	"slices"
	"testing"

	"interlaken/fault"
)

// FuzzParse: any bytes are either refused with the one code, or read into a document whose canonical form is read
// back as the same document, compiles, and can be decided and explained with one verdict.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		`{"Version":"2012-10-17","Statement":{"Sid":"A","Effect":"Allow","Action":"s3:Get*","Resource":"arn:aws:s3:::b/${aws:username, 'x'}/${*}?"}}`,
		`{"Statement":[{"Effect":"Deny","NotPrincipal":{"AWS":["111111111111","arn:aws:iam::111111111111:user/ana"]},"NotAction":["*"],"NotResource":["arn:aws:s3","x"]}]}`,
		`{"Id":"<\u2028>","Statement":[{"Effect":"Allow","Principal":"*","Action":"*","Condition":{"ForAnyValue:StringLikeIfExists":{"a:b":["x*",1,true]},"Null":{"c:d":false}}}]}`,
		`{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"Service":"x.amazonaws.com","Federated":"y","CanonicalUser":"z"},"Action":"sts:AssumeRole",
		"Condition":{"NumericLessThan":{"a":"1e5"},"DateEquals":{"b":"2026"},"IpAddress":{"c":"10.0.0.0/8"},"ArnLike":{"d":"arn:aws:*"},"BinaryEquals":{"e":"QQ=="}}}}`,
		`{"Statement":[[[[[[[[[[]]]]]]]]]]}`, `{"Statement":{"Effect":"Allow","Effect":"Deny"}}`, "\xff", `nul`, `{}`,
	} {
		for i := range kinds {
			f.Add(uint8(i), []byte(seed))
		}
	}
	f.Fuzz(func(t *testing.T, choice uint8, src []byte) {
		kind := kinds[int(choice)%len(kinds)]
		document, err := Parse(kind, src)
		if err != nil {
			if !fault.Is(err, MalformedPolicyDocument) {
				t.Fatalf("refused as %v", err)
			}
			return
		}
		fixpoint(t, kind, document)
		compiled, err := Compile(Source{Kind: kind}, document)
		if err != nil {
			t.Fatalf("parsed but does not compile: %v", err)
		}
		again, err := Load(Source{Kind: kind}, []byte(document.Canonical()))
		if err != nil {
			t.Fatal(err)
		}
		request := &Request{Principal: session, Action: "s3:GetObject", Resource: "arn:aws:s3:::b/ana/x", ResourceAccount: home}
		request.Context.Set("aws:username", "ana")
		request.Context.Set("a:b", "xy", "1")
		for _, set := range setsOf(kind, compiled) {
			if decided, explained := Decide(request, set), Explain(request, set); decided != explained.Verdict {
				t.Fatalf("Decide says %+v, Explain %+v", decided, explained.Verdict)
			}
		}
		first, second := setsOf(kind, compiled), setsOf(kind, again)
		for i := range first {
			if a, b := Decide(request, first[i]), Decide(request, second[i]); a != b {
				t.Fatalf("the document decides %+v, its canonical form %+v", a, b)
			}
		}
	})
}

var kinds = []Kind{Identity, Resource, Trust, Key, Boundary, Session, SCP, RCP}

// setsOf puts a policy where its kind belongs, alone and beside an identity policy that allows everything.
func setsOf(kind Kind, p *Policy) []*Set {
	place := func(s *Set) *Set {
		switch {
		case kind == Identity:
			s.Identity = append(slices.Clone(s.Identity), p)
		case kind == Boundary:
			s.Boundary = p
		case kind == Session:
			s.Session = []*Policy{p}
		case kind == SCP:
			s.SCPs = [][]*Policy{{p}}
		case kind == RCP:
			s.RCPs = [][]*Policy{{p}}
		default:
			s.Resource = p
		}
		return s
	}
	return []*Set{place(&Set{}), place(&Set{Identity: []*Policy{allowEverything}})}
}

var allowEverything = mustCompile(Source{Kind: Identity}, &Document{Statement: []Statement{{Effect: Allow, Action: Values{"*"}, Resource: Values{"*"}}}})
