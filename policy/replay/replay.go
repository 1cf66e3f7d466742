// Package replay reads decision cases, one JSON object a line, and decides them: requests with the documents that apply
// and the verdict that is expected. Format and names are those of the corpus that the policy engine is held against.
//
// cli and tests may import it; it imports policy.
package replay

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"iter"
	"strings"

	"interlaken/arn"
	"interlaken/policy"
)

// Case is one case.
type Case struct {
	ID      string
	Family  string
	Request policy.Request
	Set     policy.Set
	Want    policy.Outcome // allowed, implicitDeny or explicitDeny
	Reason  string         // why, where the case says so
}

// Verdict decides the case.
func (c *Case) Verdict() policy.Verdict { return policy.Decide(&c.Request, &c.Set) }

// Agrees reports whether a verdict is the expected one.
func (c *Case) Agrees(v policy.Verdict) bool {
	return v.Outcome == c.Want && v.Allowed == (c.Want == policy.Allowed)
}

// line is the case as it is written.
type line struct {
	ID      string
	Family  string
	Request struct {
		Principal         string
		ServiceLinkedRole bool
		ManagementAccount bool // the principal's account manages its organization
		Action            string
		Resource          json.RawMessage // an ARN, or {resource, accountId}
		Context           map[string]list
	}
	IdentityPolicies     []named
	ResourcePolicy       json.RawMessage
	SCPs, RCPs           []struct{ Policies []named }
	PermissionBoundaries []json.RawMessage
	SessionPolicies      []json.RawMessage
	Oracle               struct{ Result, Reason string }
}

type named struct {
	Name   string
	Policy json.RawMessage
}

// list is a string or an array of strings.
type list []string

func (l *list) UnmarshalJSON(text []byte) error {
	var one string
	if json.Unmarshal(text, &one) == nil {
		*l = list{one}
		return nil
	}
	return json.Unmarshal(text, (*[]string)(l))
}

var outcomes = map[string]policy.Outcome{"Allowed": policy.Allowed, "ImplicitlyDenied": policy.ImplicitDeny, "ExplicitlyDenied": policy.ExplicitDeny}

// Read yields the cases of a file. An error names its line and ends it.
func Read(r io.Reader) iter.Seq2[*Case, error] {
	return func(yield func(*Case, error) bool) {
		lines := bufio.NewScanner(r)
		const longest = 4 << 20
		lines.Buffer(nil, longest)
		for n := 1; lines.Scan(); n++ {
			if len(strings.TrimSpace(lines.Text())) == 0 {
				continue
			}
			c, err := parse(lines.Bytes())
			if err != nil {
				yield(nil, fmt.Errorf("line %d: %w", n, err))
				return
			}
			if !yield(c, nil) {
				return
			}
		}
		if err := lines.Err(); err != nil {
			yield(nil, err)
		}
	}
}

// ReadDecided reads which cases are decided otherwise than their file says, and why: lines with id, result and reason.
func ReadDecided(r io.Reader) (map[string]Decided, error) {
	decided := map[string]Decided{}
	d := json.NewDecoder(r)
	for {
		var one struct{ ID, Result, Reason string }
		if err := d.Decode(&one); err == io.EOF {
			return decided, nil
		} else if err != nil {
			return nil, err
		}
		want, ok := outcomes[one.Result]
		if !ok {
			return nil, fmt.Errorf("case %s: the result %q is not Allowed, ImplicitlyDenied or ExplicitlyDenied", one.ID, one.Result)
		}
		decided[one.ID] = Decided{want, one.Reason}
	}
}

// Decided is what replaces a case's own verdict.
type Decided struct {
	Want   policy.Outcome
	Reason string
}

func parse(text []byte) (*Case, error) {
	var l line
	if err := json.Unmarshal(text, &l); err != nil {
		return nil, err
	}
	c := &Case{ID: l.ID, Family: l.Family, Reason: l.Oracle.Reason}
	var ok bool
	if c.Want, ok = outcomes[l.Oracle.Result]; !ok {
		return nil, fmt.Errorf("case %s: the result %q is not Allowed, ImplicitlyDenied or ExplicitlyDenied", l.ID, l.Oracle.Result)
	}
	c.Request = policy.Request{Principal: Principal(l.Request.Principal), Action: l.Request.Action}
	c.Request.Principal.ServiceLinkedRole, c.Request.Principal.ManagementAccount = l.Request.ServiceLinkedRole, l.Request.ManagementAccount
	if json.Unmarshal(l.Request.Resource, &c.Request.Resource) != nil {
		var owned struct{ Resource, AccountID string }
		if err := json.Unmarshal(l.Request.Resource, &owned); err != nil {
			return nil, fmt.Errorf("case %s: resource: %w", l.ID, err)
		}
		c.Request.Resource, c.Request.ResourceAccount = owned.Resource, owned.AccountID
	}
	for key, values := range l.Request.Context {
		c.Request.Context.Set(key, values...)
	}
	return c, l.load(c)
}

// load compiles the documents.
func (l *line) load(c *Case) error {
	var failed error
	load := func(kind policy.Kind, name, account string, src json.RawMessage) *policy.Policy {
		p, err := policy.Load(policy.Source{Kind: kind, Name: name, Account: account}, src)
		if err != nil && failed == nil {
			failed = fmt.Errorf("case %s: %s policy %s: %w", l.ID, kind, name, err)
		}
		return p
	}
	mine := c.Request.Principal.Account
	for _, p := range l.IdentityPolicies {
		c.Set.Identity = append(c.Set.Identity, load(policy.Identity, p.Name, mine, p.Policy))
	}
	if len(l.ResourcePolicy) > 0 && string(l.ResourcePolicy) != "null" {
		kind := policy.Resource
		switch service, _, _ := strings.Cut(strings.ToLower(c.Request.Action), ":"); service {
		case "sts":
			kind = policy.Trust
		case "kms":
			kind = policy.Key
		}
		c.Set.Resource = load(kind, "resource policy", c.Request.ResourceAccount, l.ResourcePolicy)
	}
	for i, level := range l.SCPs {
		c.Set.SCPs = append(c.Set.SCPs, nil)
		for _, p := range level.Policies {
			c.Set.SCPs[i] = append(c.Set.SCPs[i], load(policy.SCP, p.Name, "", p.Policy))
		}
	}
	for i, level := range l.RCPs {
		c.Set.RCPs = append(c.Set.RCPs, nil)
		for _, p := range level.Policies {
			c.Set.RCPs[i] = append(c.Set.RCPs[i], load(policy.RCP, p.Name, "", p.Policy))
		}
	}
	if len(l.PermissionBoundaries) > 1 {
		return fmt.Errorf("case %s: a principal has one permissions boundary, this one %d", l.ID, len(l.PermissionBoundaries))
	}
	for _, src := range l.PermissionBoundaries {
		c.Set.Boundary = load(policy.Boundary, "permissions boundary", mine, src)
	}
	for _, src := range l.SessionPolicies {
		c.Set.Session = append(c.Set.Session, load(policy.Session, "session policy", mine, src))
	}
	return failed
}

// Principal reads who asks: an ARN of a user, role session, federated user or account root; "*" for nobody; an identity
// provider's ARN; else a service's name.
func Principal(text string) policy.Principal {
	if text == "*" {
		return policy.Principal{Kind: policy.AnonymousIdentity}
	}
	a, err := arn.Parse(text)
	if err != nil {
		return policy.Principal{Kind: policy.ServicePrincipal, ARN: text}
	}
	p := policy.Principal{Kind: policy.UserPrincipal, Account: a.Account, ARN: text}
	switch kind, name, _ := strings.Cut(a.Resource, "/"); kind {
	case "root":
		p.Kind = policy.RootUser
	case "assumed-role":
		role, _, _ := strings.Cut(name, "/")
		p.Kind, p.IssuerARN = policy.RoleSession, arn.Role(a.Account, "/", role)
	case "federated-user":
		p.Kind = policy.FederatedUser
	case "saml-provider", "oidc-provider":
		p = policy.Principal{Kind: policy.IdentityProvider, ARN: text}
	}
	return p
}
