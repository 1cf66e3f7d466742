package repair_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"interlaken/fault"
	"interlaken/internal/shared"
	"interlaken/policy"
	"interlaken/policy/diff"
	"interlaken/policy/repair"
	"interlaken/policy/replay"
)

// describe is a change on one line.
func describe(c repair.Change) string {
	where := fmt.Sprintf("%s %q statement %d", c.Document.Kind, c.Document.Name, c.Statement)
	if c.New {
		where = "new " + where
	}
	text := where + " " + c.Element
	if c.Element == repair.OfRequest {
		text = "request " + c.Key
	}
	if len(c.Add) > 0 {
		text += " + " + strings.Join(c.Add, ", ")
	}
	if len(c.Remove) > 0 && c.Element != repair.WholeStatement {
		text += " - " + strings.Join(c.Remove, ", ")
	}
	if c.Whole != nil {
		whole, _ := json.Marshal(c.Whole)
		sign := " + "
		if len(c.Remove) > 0 {
			sign = " - "
		}
		text += sign + string(whole)
	}
	return text
}

const (
	hub, spoke = "111111111111", "222222222222"
	roleA      = "arn:aws:iam::111111111111:role/role-a"
	roleB      = "arn:aws:iam::222222222222:role/role-b"
	source     = "arn:aws:quicksight:us-east-1:111111111111:datasource/retail"
)

func load(t testing.TB, kind policy.Kind, name, statements string) *policy.Policy {
	t.Helper()
	account := hub
	if kind.OnResource() {
		account = spoke
	}
	p, err := policy.Load(policy.Source{Kind: kind, Name: name, Account: account}, []byte(`{"Version":"2012-10-17","Statement":[`+statements+`]}`))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func chain(keys map[string]string) policy.Request {
	r := policy.Request{
		Principal: policy.Principal{Kind: policy.RoleSession, Account: hub, ARN: "arn:aws:sts::111111111111:assumed-role/role-a/s", IssuerARN: roleA},
		Action:    "sts:AssumeRole", Resource: roleB,
	}
	r.Context.Set("aws:PrincipalArn", roleA)
	for key, value := range keys {
		r.Context.Set(key, value)
	}
	return r
}

func TestPropose(t *testing.T) {
	const mayAssume = `{"Effect":"Allow","Action":"sts:AssumeRole","Resource":"arn:aws:iam::222222222222:role/role-b"}`
	const trusts = `{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111111111111:role/role-a"},"Action":"sts:AssumeRole","Condition":{"StringEquals":{"sts:ExternalId":"` + source + `"}}}`
	user := policy.Request{Principal: policy.Principal{Kind: policy.UserPrincipal, Account: hub, ARN: "arn:aws:iam::111111111111:user/ana"}, Action: "s3:GetObject", Resource: "arn:aws:s3:::lake/x", ResourceAccount: hub}
	user.Context.Set("aws:PrincipalArn", user.Principal.ARN)
	region := user
	region.Context.Set("aws:RequestedRegion", "eu-west-1")
	for _, c := range []struct {
		name    string
		request policy.Request
		set     policy.Set
		want    []string
	}{
		{"allowed", chain(map[string]string{"sts:ExternalId": source}), policy.Set{Identity: []*policy.Policy{load(t, policy.Identity, "a", mayAssume)}, Resource: load(t, policy.Trust, "trust", trusts)}, nil},
		{
			"no ExternalId", chain(nil),
			policy.Set{Identity: []*policy.Policy{load(t, policy.Identity, "a", mayAssume)}, Resource: load(t, policy.Trust, "trust", trusts)},
			[]string{"request sts:ExternalId + " + source},
		},
		{
			"another ExternalId", chain(map[string]string{"sts:ExternalId": source + "-2"}),
			policy.Set{Identity: []*policy.Policy{load(t, policy.Identity, "a", mayAssume)}, Resource: load(t, policy.Trust, "trust", trusts)},
			[]string{"request sts:ExternalId + " + source},
		},
		{
			"both sides", chain(map[string]string{"sts:ExternalId": source}),
			policy.Set{Identity: []*policy.Policy{load(t, policy.Identity, "a", strings.ReplaceAll(mayAssume, "role-b", "role-c"))}, Resource: load(t, policy.Trust, "trust", strings.ReplaceAll(trusts, "role-a", "role-z"))},
			[]string{`identity "a" statement 0 Resource + ` + roleB, `trust "trust" statement 0 Principal.AWS + ` + roleA},
		},
		{
			"nobody is trusted", chain(map[string]string{"sts:ExternalId": source}),
			policy.Set{Identity: []*policy.Policy{load(t, policy.Identity, "a", mayAssume)}, Resource: load(t, policy.Trust, "trust", `{"Effect":"Deny","Principal":"*","Action":"sts:TagSession"}`)},
			[]string{`trust "trust" statement 1 Statement + {"Effect":"Allow","Principal":{"AWS":"` + roleA + `"},"Action":"sts:AssumeRole","Condition":{"StringEquals":{"sts:ExternalId":"` + source + `"}}}`},
		},
		{
			"an action is missing", user,
			policy.Set{Identity: []*policy.Policy{load(t, policy.Identity, "a", `{"Effect":"Allow","Action":"s3:PutObject","Resource":"arn:aws:s3:::lake/*"}`)}},
			[]string{`identity "a" statement 0 Action + s3:GetObject`},
		},
		{
			"no document", user,
			policy.Set{},
			[]string{`new identity "new policy" statement 0 Statement + {"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::lake/x"}`},
		},
		{
			"the bucket's policy lacks less", user,
			policy.Set{
				Identity: []*policy.Policy{load(t, policy.Identity, "a", `{"Effect":"Allow","Action":"s3:PutObject","Resource":"arn:aws:s3:::other/*"}`)},
				Resource: load(t, policy.Resource, "bucket", `{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111111111111:user/ben"},"Action":"s3:GetObject","Resource":"arn:aws:s3:::lake/*"}`),
			},
			[]string{`resource "bucket" statement 0 Principal.AWS + arn:aws:iam::111111111111:user/ana`},
		},
		{
			"a region", region,
			policy.Set{
				Identity: []*policy.Policy{load(t, policy.Identity, "a", `{"Effect":"Allow","Action":"s3:*","Resource":"*"}`)},
				SCPs:     [][]*policy.Policy{{policy.FullAWSAccess, load(t, policy.SCP, "regions", `{"Sid":"R","Effect":"Deny","NotAction":"iam:*","Resource":"*","Condition":{"StringNotEquals":{"aws:RequestedRegion":["us-east-1"]}}}`)}},
			},
			// Both are values; the exception of an action comes first in the statement.
			[]string{`scp "regions" statement 0 NotAction + s3:GetObject`},
		},
		{
			"everything is denied", user,
			policy.Set{
				Identity: []*policy.Policy{load(t, policy.Identity, "a", `{"Effect":"Allow","Action":"s3:*","Resource":"*"},{"Effect":"Deny","Action":"*","Resource":"*"}`)},
			},
			[]string{`identity "a" statement 1 Condition ArnNotEquals aws:PrincipalArn + arn:aws:iam::111111111111:user/ana`},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			changes, err := repair.Propose(&c.request, &c.set)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, change := range changes {
				got = append(got, describe(change))
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(c.want, "\n"))
			}
			request, set, err := repair.Apply(&c.request, &c.set, changes)
			if err != nil {
				t.Fatal(err)
			}
			if v := policy.Decide(request, set); !v.Allowed {
				t.Errorf("after the changes: %+v", v)
			}
		})
	}
}

func TestNothingHelps(t *testing.T) {
	anonymous := policy.Request{Principal: policy.Principal{Kind: policy.AnonymousIdentity}, Action: "s3:GetObject", Resource: "arn:aws:s3:::lake/x", ResourceAccount: hub}
	if changes, err := repair.Propose(&anonymous, &policy.Set{}); err == nil {
		t.Errorf("nobody is let in by %v", changes)
	}
	user := policy.Request{Principal: policy.Principal{Kind: policy.UserPrincipal, Account: hub, ARN: "arn:aws:iam::111111111111:user/ana"}, Action: "s3:GetObject", Resource: "arn:aws:s3:::lake/x", ResourceAccount: hub}
	broken := load(t, policy.Identity, "a", `{"Effect":"Deny","Action":"s3:*","Resource":"*","Condition":{"StringSame":{"aws:PrincipalArn":"x"}}}`)
	if _, err := repair.Propose(&user, &policy.Set{Identity: []*policy.Policy{broken}}); !errors.Is(err, repair.ErrNotUnderstood) {
		t.Errorf("error %v", err)
	}
}

// TestCorpus proposes for every refused case of the corpus: the request is allowed after the changes, and what else a
// changed document lets through is what its change names.
func TestCorpus(t *testing.T) {
	file, err := os.Open(shared.Path(t, "cases", "iam", "cases-2000.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	// Every case is mended; of the changes, all are compared where the corpus is asked for, and else each tenth.
	each := 10
	if os.Getenv("INTERLAKEN_CORPUS") != "" {
		each = 1
	}
	refused, changed, compared, tooMany := 0, 0, 0, 0
	for c, err := range replay.Read(file) {
		if err != nil {
			t.Fatal(err)
		}
		if c.Verdict().Allowed {
			continue
		}
		refused++
		complete(c)
		if v := c.Verdict(); v.Allowed {
			t.Fatalf("%s: allowed, once its context is whole", c.ID)
		}
		changes, err := repair.Propose(&c.Request, &c.Set)
		if err != nil {
			t.Errorf("%s: %v", c.ID, err)
			continue
		}
		request, set := &c.Request, &c.Set
		for i := range changes {
			before := set
			if request, set, err = repair.Apply(request, set, changes[i:i+1]); err != nil {
				t.Fatalf("%s: %v", c.ID, err)
			}
			changed++
			if changes[i].Element != repair.OfRequest && changed%each == 0 {
				compared++
				if !onlyNamed(t, c, &changes[i], before, set) {
					tooMany++
				}
			}
		}
		if v := policy.Decide(request, set); !v.Allowed {
			t.Errorf("%s: %+v after %v", c.ID, v, changes)
		}
	}
	t.Logf("%d refused cases, %d changes proposed, %d of documents that were compared, %d of them too many-sided to be", refused, changed, compared, tooMany)
	if tooMany > 1 {
		t.Errorf("%d documents were too many-sided to be compared", tooMany)
	}
	if refused != 1252 || compared < 100 {
		t.Errorf("%d refused cases, %d documents compared", refused, compared)
	}
}

// complete adds the key that AWS has in every request of a person or a role, where no document asks for it.
func complete(c *replay.Case) {
	p := &c.Request.Principal
	if _, present := c.Request.Context.Get("aws:PrincipalArn"); present || p.Kind == policy.ServicePrincipal {
		return
	}
	for _, d := range documents(&c.Set) {
		text, _ := json.Marshal(d.Document())
		if strings.Contains(strings.ToLower(string(text)), "aws:principalarn") {
			return
		}
	}
	name := p.ARN
	if p.IssuerARN != "" {
		name = p.IssuerARN
	}
	c.Request.Context.Set("aws:PrincipalArn", name)
}

func documents(set *policy.Set) []*policy.Policy {
	all := slices.Concat(set.Identity, set.Session, []*policy.Policy{set.Resource, set.Boundary})
	for _, level := range slices.Concat(set.SCPs, set.RCPs) {
		all = append(all, level...)
	}
	return slices.DeleteFunc(all, func(p *policy.Policy) bool { return p == nil })
}

// onlyNamed compares the one document that differs. It returns false where the two divide requests into too many parts.
func onlyNamed(t *testing.T, c *replay.Case, change *repair.Change, before, after *policy.Set) bool {
	t.Helper()
	old, new := documents(before), documents(after)
	for i, p := range new {
		was := &policy.Document{Version: policy.Version2012, Statement: []policy.Statement{nothing(p.Source().Kind)}}
		if j := slices.Index(old, p); j >= 0 {
			continue
		}
		if !change.New {
			was = old[i].Document()
		}
		found, err := diff.Compare(p.Source().Kind, was, p.Document())
		if fault.Is(err, fault.Limit) {
			return false
		}
		if err != nil {
			t.Errorf("%s: %v", c.ID, err)
			return true
		}
		for _, d := range found {
			if !d.Widens() && !(change.New || d.Was == d.Is) {
				t.Errorf("%s: %s narrows: %s %v on %v", c.ID, describe(*change), d.Is, d.Actions, d.Resources)
			}
			if d.Widens() && !names(c, change, &d) {
				t.Errorf("%s: %s lets through more: %v on %v, for one %s on %s by %s %v", c.ID, describe(*change), d.Actions, d.Resources, d.Witness.Action, d.Witness.Resource, d.Witness.Principal.ARN, d.Witness.Context)
			}
		}
	}
	return true
}

// nothing is a statement that says nothing of any request.
func nothing(kind policy.Kind) policy.Statement {
	s := policy.Statement{Effect: policy.Deny, Action: policy.Values{"none:None"}}
	if kind != policy.Trust {
		s.Resource = policy.Values{"arn:aws:none:::none"}
	}
	if kind.OnResource() {
		s.Principal = &policy.Principals{Service: policy.Values{"none.amazonaws.com"}}
		if kind == policy.RCP {
			s.Principal = &policy.Principals{Everyone: true}
		}
	}
	return s
}

// names reports whether what is let through is what the change says.
func names(c *replay.Case, change *repair.Change, d *diff.Difference) bool {
	only := func(list []string, value string) bool {
		return len(list) == 1 && strings.EqualFold(list[0], value)
	}
	plain := func(text string) string {
		return strings.NewReplacer("${*}", "*", "${?}", "?", "${$}", "$").Replace(text)
	}
	switch element, rest, _ := strings.Cut(change.Element, " "); element {
	case "Action", "NotAction":
		if len(change.Add) > 0 {
			return only(d.Actions, change.Add[0])
		}
		return only(d.Actions, change.Remove[0])
	case "Resource", "NotResource":
		if len(change.Add) > 0 {
			return d.Witness.Resource == plain(change.Add[0])
		}
		return d.Witness.Resource == plain(change.Remove[0])
	case "Principal.AWS", "NotPrincipal.AWS", "Principal.Service":
		p := d.Witness.Principal
		named := slices.Concat(change.Add, change.Remove)
		return slices.Contains(named, p.ARN) || slices.Contains(named, p.IssuerARN) || slices.Contains(named, "arn:aws:iam::"+p.Account+":root")
	case "Condition":
		operator, key, _ := strings.Cut(rest, " ")
		if strings.HasPrefix(operator, "Numeric") || strings.HasPrefix(operator, "Date") {
			return true // whatever is beyond the value
		}
		held, present := d.Witness.Context.Get(key)
		named := slices.Concat(change.Add, change.Remove)
		return !present && strings.Contains(operator, "Not") || slices.ContainsFunc(held, func(v string) bool {
			return slices.ContainsFunc(named, func(n string) bool { return strings.EqualFold(plain(n), v) })
		})
	case repair.WholeStatement:
		if len(change.Remove) > 0 {
			return true // a deny is gone, and its statement stands in the change
		}
		return only(d.Actions, c.Request.Action) && d.Witness.Resource == c.Request.Resource || change.Document.Kind == policy.Trust && only(d.Actions, c.Request.Action)
	}
	return false
}
