package policy_test

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"testing"

	"interlaken/policy"
)

var (
	seed  = flag.Uint64("seed", 1, "seed of the random cases")
	cases = flag.Int("cases", 10_000, "how many random cases the two evaluators decide")
)

// draws makes random documents and requests out of few names, so that statements often match.
type draws struct{ *rand.Rand }

func pick[T any](d draws, from []T) T { return from[d.IntN(len(from))] }

func some[T any](d draws, from []T) []T {
	all := []T{pick(d, from)}
	for d.IntN(3) == 0 {
		all = append(all, pick(d, from))
	}
	return all
}

const (
	homeAccount, otherAccount = "111111111111", "222222222222"
	userARN                   = "arn:aws:iam::111111111111:user/ana"
	roleARN                   = "arn:aws:iam::111111111111:role/path/analyst"
	sessionARN                = "arn:aws:sts::111111111111:assumed-role/analyst/ben"
	federatedARN              = "arn:aws:sts::111111111111:federated-user/fay"
	rootARN                   = "arn:aws:iam::111111111111:root"
	providerARN               = "arn:aws:iam::111111111111:oidc-provider/id.example"
	roleID                    = "AROAAAAAAAAAAAAAAAAAA"
)

var (
	callers = []policy.Principal{
		{Kind: policy.UserPrincipal, Account: homeAccount, ARN: userARN, ID: "AIDAAAAAAAAAAAAAAAAAA"},
		{Kind: policy.RoleSession, Account: homeAccount, ARN: sessionARN, IssuerARN: roleARN, ID: roleID + ":ben", IssuerID: roleID},
		{Kind: policy.RoleSession, Account: otherAccount, ARN: "arn:aws:sts::222222222222:assumed-role/other/s", IssuerARN: "arn:aws:iam::222222222222:role/other", ID: "AROABBBBBBBBBBBBBBBBB:s", IssuerID: "AROABBBBBBBBBBBBBBBBB"},
		{Kind: policy.FederatedUser, Account: homeAccount, ARN: federatedARN, IssuerARN: userARN, IssuerID: "AIDAAAAAAAAAAAAAAAAAA", ID: "111111111111:fay"},
		{Kind: policy.RootUser, Account: homeAccount, ARN: rootARN, ID: homeAccount},
		{Kind: policy.ServicePrincipal, ARN: "quicksight.amazonaws.com"},
		{Kind: policy.IdentityProvider, ARN: providerARN},
		{Kind: policy.AnonymousIdentity},
	}
	principalNames = []string{"*", homeAccount, otherAccount, rootARN, userARN, roleARN, sessionARN, federatedARN, roleID, "arn:aws:iam::222222222222:role/other"}
	actionNames    = []string{"*", "s3:*", "s3:Get*", "s3:getobject", "S3:PutObject", "s3:?etObject", "sts:AssumeRole", "sts:*", "glue:Get*"}
	resourceNames  = []string{
		"*", "arn:aws:s3:::lake/*", "arn:aws:s3:::lake/ana", "arn:aws:s3:::lake/${aws:username}", "arn:aws:s3:::${aws:PrincipalTag/team, 'none'}/*", "arn:aws:s3:::l?ke/*/x",
		"arn:aws:iam::*:role/*", "arn:aws:iam::222222222222:role/b", "arn:aws:s3:::lake/${*}", "arn:aws:s3", "arn:*:s3:*:*:lake*",
	}
	askedActions   = []string{"s3:GetObject", "s3:PutObject", "sts:AssumeRole", "glue:GetTable"}
	askedResources = []string{"arn:aws:s3:::lake/ana", "arn:aws:s3:::lake/ben", "arn:aws:s3:::lake/a/x", "arn:aws:s3:::none/k", "arn:aws:s3:::lake/*", "arn:aws:iam::222222222222:role/b", "arn:aws:iam::111111111111:role/a:b", "*"}
	// Of each key, values that requests have and values that documents ask for.
	keyValues = map[string][]string{
		"aws:username": {"ana", "ben", "*", "A"}, "aws:PrincipalTag/team": {"red", "none", "l?ke"}, "aws:SourceIp": {"10.1.2.3", "192.0.2.9"}, "s3:max-keys": {"9", "10", "10.5"},
		"aws:CurrentTime": {"2026-03-04T05:06:07Z", "2026-03-04T05:06:08Z"}, "aws:SecureTransport": {"true", "false"}, "aws:TagKeys": {"a", "b", "c"}, "aws:SourceArn": {"arn:aws:quicksight:us-east-1:111111111111:datasource/retail", "arn:aws:s3:::lake"},
		"aws:PrincipalTag/key": {"QUE=", "QkI="},
	}
	operatorNames = map[string][]string{
		"aws:username":          {"StringEquals", "StringNotEquals", "StringLike", "StringNotLike", "StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase", "StringEqualsIfExists", "StringNotLikeIfExists"},
		"aws:PrincipalTag/team": {"StringEquals", "StringLike", "StringNotEqualsIfExists", "StringLikeIfExists"},
		"aws:SourceIp":          {"IpAddress", "NotIpAddress", "IpAddressIfExists"},
		"s3:max-keys":           {"NumericEquals", "NumericNotEquals", "NumericLessThan", "NumericLessThanEquals", "NumericGreaterThan", "NumericGreaterThanEqualsIfExists"},
		"aws:CurrentTime":       {"DateEquals", "DateNotEquals", "DateLessThan", "DateLessThanEquals", "DateGreaterThan", "DateGreaterThanEquals"},
		"aws:SecureTransport":   {"Bool", "BoolIfExists"},
		"aws:TagKeys":           {"ForAllValues:StringEquals", "ForAnyValue:StringEquals", "ForAllValues:StringNotEquals", "ForAnyValue:StringLike", "ForAnyValue:StringNotLike", "ForAllValues:StringLikeIfExists"},
		"aws:SourceArn":         {"ArnEquals", "ArnLike", "ArnNotEquals", "ArnNotLike", "ArnLikeIfExists"},
		"aws:PrincipalTag/key":  {"BinaryEquals", "BinaryEqualsIfExists"},
	}
	wantedValues = map[string][]string{
		"aws:username": {"ana", "a*", "?na", "${aws:PrincipalTag/team}", "a", "${*}"}, "aws:PrincipalTag/team": {"red", "r*", "${aws:username}", "${aws:username, 'red'}"}, "aws:SourceIp": {"10.0.0.0/8", "192.0.2.9", "10.1.2.0/24"},
		"s3:max-keys": {"10", "9.5"}, "aws:CurrentTime": {"2026-03-04T05:06:07Z", "1772600768"}, "aws:SecureTransport": {"true", "FALSE"}, "aws:TagKeys": {"a", "b", "*"},
		"aws:SourceArn": {"arn:aws:quicksight:*:111111111111:datasource/*", "arn:aws:s3:::*", "arn:aws:*:*", "arn:*:s3:::l?ke"}, "aws:PrincipalTag/key": {"QUE="},
	}
	keyNames = slices.Sorted(func(yield func(string) bool) {
		for key := range keyValues {
			if !yield(key) {
				return
			}
		}
	})
)

func (d draws) statement(kind policy.Kind) policy.Statement {
	s := policy.Statement{Effect: pick(d, []policy.Effect{policy.Allow, policy.Allow, policy.Deny})}
	if kind != policy.RCP && d.IntN(6) == 0 {
		s.NotAction = some(d, actionNames)
	} else {
		s.Action = some(d, actionNames)
	}
	if kind != policy.Trust {
		if d.IntN(6) == 0 {
			s.NotResource = some(d, resourceNames[:3]) // of a variable without a value AWS does not say on which side of NotResource it falls
		} else {
			s.Resource = some(d, resourceNames)
		}
	}
	switch {
	case kind == policy.RCP:
		s.Principal = &policy.Principals{Everyone: true}
	case kind.OnResource():
		p := &policy.Principals{AWS: some(d, principalNames)}
		if d.IntN(4) == 0 {
			p.Service = policy.Values{"quicksight.amazonaws.com"}
		}
		if d.IntN(4) == 0 {
			p.Federated = policy.Values{providerARN}
		}
		if kind == policy.Resource && s.Effect == policy.Deny && d.IntN(3) == 0 {
			s.NotPrincipal = p
		} else {
			s.Principal = p
		}
	}
	for d.IntN(3) == 0 {
		key := pick(d, keyNames)
		operator := pick(d, operatorNames[key])
		values := some(d, wantedValues[key])
		if d.IntN(8) == 0 {
			operator, values = "Null", []string{pick(d, []string{"true", "false"})}
		}
		if s.Condition == nil {
			s.Condition = policy.Condition{}
		}
		s.Condition[operator] = map[string]policy.Values{key: values}
	}
	return s
}

func (d draws) document(kind policy.Kind) *policy.Document {
	document := &policy.Document{Version: pick(d, []string{policy.Version2012, policy.Version2012, policy.Version2012, policy.Version2008})}
	for range 1 + d.IntN(3) {
		document.Statement = append(document.Statement, d.statement(kind))
	}
	return document
}

func (d draws) request() *policy.Request {
	r := &policy.Request{Principal: pick(d, callers), Action: pick(d, askedActions), Resource: pick(d, askedResources), ResourceAccount: pick(d, []string{homeAccount, homeAccount, otherAccount})}
	for _, key := range keyNames {
		switch d.IntN(3) {
		case 0:
		case 1:
			if key == "aws:TagKeys" {
				r.Context.Set(key, some(d, keyValues[key])...)
				continue
			}
			fallthrough
		default:
			r.Context.Set(key, pick(d, keyValues[key]))
		}
	}
	return r
}

// applying are documents of every kind, in the order in which they are asked, twice: as they are and compiled.
func (d draws) applying(t *testing.T) ([]naiveDocument, *policy.Set) {
	var all []naiveDocument
	set := &policy.Set{}
	add := func(kind policy.Kind, level int) *policy.Policy {
		document := d.document(kind)
		p, err := policy.Compile(policy.Source{Kind: kind}, document)
		if err != nil {
			t.Fatalf("%v in %s", err, document.Canonical())
		}
		all = append(all, naiveDocument{kind, level, document})
		return p
	}
	if d.IntN(3) == 0 {
		for level := range 1 + d.IntN(2) {
			set.RCPs = append(set.RCPs, []*policy.Policy{add(policy.RCP, level), add(policy.RCP, level)})
		}
	}
	if d.IntN(3) == 0 {
		for level := range 1 + d.IntN(2) {
			set.SCPs = append(set.SCPs, []*policy.Policy{add(policy.SCP, level), add(policy.SCP, level)})
		}
	}
	if d.IntN(3) > 0 {
		set.Resource = add(pick(d, []policy.Kind{policy.Resource, policy.Resource, policy.Trust, policy.Key}), 0)
	}
	for range d.IntN(4) {
		set.Identity = append(set.Identity, add(policy.Identity, 0))
	}
	if d.IntN(4) == 0 {
		set.Boundary = add(policy.Boundary, 0)
	}
	for range d.IntN(2) {
		set.Session = append(set.Session, add(policy.Session, 0))
	}
	return all, set
}

// TestTwoEvaluators holds the compiled engine against the one that reads as the guide does: verdict, what decided, and
// which statements match.
func TestTwoEvaluators(t *testing.T) {
	count := *cases
	if os.Getenv("INTERLAKEN_CORPUS") != "" {
		count = 1_000_000
	}
	t.Logf("seed %d", *seed)
	d := draws{rand.New(rand.NewPCG(*seed, 0))}
	seen := map[string]int{}
	const each = 20 // requests of one set of documents
	for done := 0; done < count; done += each {
		documents, set := d.applying(t)
		for range each {
			r := d.request()
			if r.Action == "sts:AssumeRole" && (set.Resource == nil || set.Resource.Source().Kind != policy.Trust) {
				continue // a role always has a trust policy
			}
			outcome, by, matched := naiveDecide(r, documents)
			verdict := policy.Decide(r, set)
			seen[fmt.Sprint(verdict.Outcome, verdict.DecidedBy)]++
			if verdict.Outcome != outcome || verdict.DecidedBy != by {
				t.Fatalf("seed %d, case %d: the engine says %+v, the guide %s by %q\n%s", *seed, done, verdict, outcome, by, shown(r, documents))
			}
			e := policy.Explain(r, set)
			at := 0
			for i, document := range documents {
				if r.Principal.Account == "" && document.kind != policy.RCP && !document.kind.OnResource() {
					continue
				}
				var statements []int
				for _, s := range e.Documents[at].Statements {
					if s.Outcome == policy.Matched {
						statements = append(statements, s.Index)
					}
				}
				if at++; !slices.Equal(statements, matched[i]) {
					t.Fatalf("seed %d, case %d: of document %d the engine has %v match, the guide %v\n%s", *seed, done, i, statements, matched[i], shown(r, documents))
				}
			}
		}
	}
	if len(seen) < 15 {
		t.Errorf("only %d kinds of verdict were seen: %v", len(seen), seen)
	}
	t.Logf("%d cases, verdicts %v", count, seen)
}

// TestOrderOfStatements: a document says the same whatever the order of its statements, and after printing and parsing.
func TestOrderOfStatements(t *testing.T) {
	d := draws{rand.New(rand.NewPCG(*seed, 1))}
	for range 300 {
		for _, kind := range []policy.Kind{policy.Identity, policy.Resource, policy.Trust, policy.SCP} {
			document := d.document(kind)
			turned := &policy.Document{Version: document.Version, Statement: slices.Clone(document.Statement)}
			slices.Reverse(turned.Statement)
			printed, err := policy.Parse(kind, []byte(document.Canonical()))
			if err != nil {
				t.Fatal(err)
			}
			more := &policy.Document{Version: document.Version, Statement: append(slices.Clone(document.Statement), d.statement(kind))}
			more.Statement[len(more.Statement)-1].Effect = policy.Deny
			fewer := &policy.Document{Version: document.Version, Statement: slices.DeleteFunc(slices.Clone(document.Statement), func(s policy.Statement) bool { return s.Effect == policy.Allow && d.IntN(2) == 0 })}
			compile := func(document *policy.Document) *policy.Policy {
				if len(document.Statement) == 0 {
					return nil
				}
				p, err := policy.Compile(policy.Source{Kind: kind}, document)
				if err != nil {
					t.Fatal(err)
				}
				return p
			}
			whole, other, again, denied, poorer := compile(document), compile(turned), compile(printed), compile(more), compile(fewer)
			for range 20 {
				r := d.request()
				says := whole.Opinion(r)
				if got := other.Opinion(r); got != says {
					t.Fatalf("seed %d: it %v a request, and in another order %v it: %s", *seed, says, got, document.Canonical())
				}
				if got := again.Opinion(r); got != says {
					t.Fatalf("seed %d: it %v a request, and printed and parsed %v it: %s", *seed, says, got, document.Canonical())
				}
				if got := denied.Opinion(r); got > says {
					t.Fatalf("seed %d: with one more Deny it %v what it %v: %s", *seed, got, says, document.Canonical())
				}
				if poorer != nil && poorer.Opinion(r) > says {
					t.Fatalf("seed %d: with an Allow less it %v what it %v: %s", *seed, poorer.Opinion(r), says, document.Canonical())
				}
			}
		}
	}
}

func shown(r *policy.Request, documents []naiveDocument) string {
	text := fmt.Sprintf("%s on %s of %s by %+v with %+v\n", r.Action, r.Resource, r.ResourceAccount, r.Principal, r.Context)
	for _, d := range documents {
		text += fmt.Sprintf("%s %d: %s\n", d.kind, d.level, d.Canonical())
	}
	return text
}
