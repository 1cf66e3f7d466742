package policy

import (
	"bufio"
	"bytes"
	"encoding/json"
	"os"
	"strings"
	"testing"

	"interlaken/internal/shared"
)

// corpus returns the path of a folder or file of shared cases, or skips.
func corpus(tb testing.TB, path string) string {
	tb.Helper()
	return shared.Path(tb, "cases", "iam", path)
}

// oracleCase is a line of cases-2000.jsonl.
type oracleCase struct {
	ID      string
	Request struct {
		Principal, Action string
		Resource          json.RawMessage
		Context           map[string]json.RawMessage
	}
	IdentityPolicies []struct {
		Name   string
		Policy json.RawMessage
	}
	ResourcePolicy json.RawMessage
	SCPs           []struct {
		Policies []struct {
			Name   string
			Policy json.RawMessage
		}
	}
	PermissionBoundaries, SessionPolicies []json.RawMessage
	Oracle                                struct{ Decision, Result string }
}

// guideDecides are the cases in which the oracle is doubtful. The decision here is the guide's.
var guideDecides = map[string]Outcome{
	"g0944": ExplicitDeny, // a variable under Version 2008-10-17 is text; the resource policy denies anyway
	"g0348": ImplicitDeny, // a session ARN in trust: its ExternalId differs
	"g0508": ImplicitDeny, // across accounts: no identity policy allows
	"g0592": ExplicitDeny, // the bucket policy denies other organizations
	"g1131": Allowed,      // across accounts: both sides and the session policy allow
	"g1399": ImplicitDeny, // across accounts: neither side allows
}

func TestOracleCases(t *testing.T) {
	agree, all := 0, 0
	for _, c := range readCases(t) {
		request, set := c.build(t)
		verdict := Decide(request, set)
		all++
		want, doubtful := guideDecides[c.ID]
		if !doubtful {
			want = map[string]Outcome{"Allowed": Allowed, "ImplicitlyDenied": ImplicitDeny, "ExplicitlyDenied": ExplicitDeny}[c.Oracle.Result]
		}
		if verdict.Outcome == want && verdict.Allowed == (want == Allowed) {
			agree++
		} else {
			explained, _ := json.MarshalIndent(Explain(request, set), "", " ")
			t.Errorf("%s: %+v, want %s (oracle: %+v)\n%s", c.ID, verdict, want, c.Oracle, explained)
		}
		if explanation := Explain(request, set); explanation.Verdict != verdict {
			t.Errorf("%s: Explain says %+v, Decide %+v", c.ID, explanation.Verdict, verdict)
		}
	}
	t.Logf("agree %d of %d", agree, all)
	if all < 2000 {
		t.Errorf("only %d cases were read", all)
	}
}

func readCases(tb testing.TB) []oracleCase {
	tb.Helper()
	file, err := os.Open(corpus(tb, "cases-2000.jsonl"))
	if err != nil {
		tb.Fatal(err)
	}
	defer file.Close()
	var cases []oracleCase
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var c oracleCase
		if err := json.Unmarshal(lines.Bytes(), &c); err != nil {
			tb.Fatal(err)
		}
		cases = append(cases, c)
	}
	if err := lines.Err(); err != nil {
		tb.Fatal(err)
	}
	return cases
}

func (c *oracleCase) build(tb testing.TB) (*Request, *Set) {
	tb.Helper()
	request := &Request{Principal: principalOf(c.Request.Principal), Action: c.Request.Action}
	if err := json.Unmarshal(c.Request.Resource, &request.Resource); err != nil {
		var owned struct{ Resource, AccountID string }
		if err := json.Unmarshal(c.Request.Resource, &owned); err != nil {
			tb.Fatal(err)
		}
		request.Resource, request.ResourceAccount = owned.Resource, owned.AccountID
	}
	for key, raw := range c.Request.Context {
		var values []string
		if bytes.HasPrefix(raw, []byte(`"`)) {
			values = make([]string, 1)
			raw, values[0] = nil, unquote(tb, raw)
		}
		if raw != nil {
			if err := json.Unmarshal(raw, &values); err != nil {
				tb.Fatal(err)
			}
		}
		request.Context.Set(key, values...)
	}
	load := func(kind Kind, name string, src json.RawMessage) *Policy {
		p, err := Load(Source{Kind: kind, Name: name}, src)
		if err != nil {
			tb.Fatalf("%s: %s %s: %v", c.ID, kind, name, err)
		}
		return p
	}
	set := &Set{}
	for _, p := range c.IdentityPolicies {
		set.Identity = append(set.Identity, load(Identity, p.Name, p.Policy))
	}
	if c.ResourcePolicy != nil {
		kind := Resource
		if strings.HasPrefix(request.Action, "sts:") {
			kind = Trust
		}
		set.Resource = load(kind, "resource", c.ResourcePolicy)
	}
	for _, level := range c.SCPs {
		var list []*Policy
		for _, p := range level.Policies {
			list = append(list, load(SCP, p.Name, p.Policy))
		}
		set.SCPs = append(set.SCPs, list)
	}
	for _, p := range c.PermissionBoundaries {
		if set.Boundary != nil {
			tb.Fatalf("%s has two boundaries", c.ID)
		}
		set.Boundary = load(Boundary, "boundary", p)
	}
	for _, p := range c.SessionPolicies {
		set.Session = append(set.Session, load(Session, "session", p))
	}
	return request, set
}

func unquote(tb testing.TB, raw json.RawMessage) (s string) {
	tb.Helper()
	if err := json.Unmarshal(raw, &s); err != nil {
		tb.Fatal(err)
	}
	return s
}

// principalOf reads the principal notation of the cases.
func principalOf(s string) Principal {
	parts, ok := splitARN(s)
	if !ok {
		return Principal{Kind: ServicePrincipal, ARN: s}
	}
	p := Principal{Account: parts[4], ARN: s, Kind: UserPrincipal}
	switch fields := strings.Split(parts[5], "/"); fields[0] {
	case "root":
		p.Kind = RootUser
	case "assumed-role":
		p.Kind, p.IssuerARN = RoleSession, "arn:aws:iam::"+p.Account+":role/"+fields[1]
	case "federated-user":
		p.Kind = FederatedUser
	}
	return p
}
