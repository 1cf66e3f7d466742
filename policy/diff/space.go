package diff

import (
	"errors"
	"iter"
	"slices"
	"strings"

	"interlaken/arn"
	"interlaken/fault"
	"interlaken/policy"
	"interlaken/policy/glob"
	"interlaken/policy/reference"
)

// mostStates bounds the walk through the patterns of actions, and that of resources.
const mostStates = 200_000

// space is all requests that two documents can tell apart, one of each.
type space struct {
	kind       policy.Kind
	statements []policy.Statement

	actions    []action
	resources  []string
	contexts   []policy.Context
	principals []policy.Principal
	patterns   []string // of resources, as they are written
	compiled   []glob.Pattern
}

// action stands for all actions that the documents treat alike and that can be allowed on the same resources.
type action struct {
	names   []string       // or the pattern, where the service's actions are not known
	witness string         // one of them
	forms   []glob.Pattern // of the resources that it can be allowed on
	known   bool           // else nothing is known of its resources
}

func (a *action) takes(resource string) bool {
	switch {
	case !a.known:
		return true
	case len(a.forms) == 0:
		return resource == "*"
	}
	return slices.ContainsFunc(a.forms, func(f glob.Pattern) bool { return f.Match(resource) })
}

func (s *space) divide() error {
	if err := s.divideActions(); err != nil {
		return err
	}
	if err := s.divideContexts(); err != nil {
		return err
	}
	if err := s.divideResources(); err != nil {
		return err
	}
	s.principals = s.callers()
	return nil
}

func (s *space) size() int {
	return len(s.actions) * len(s.resources) * len(s.contexts) * len(s.principals)
}

// requests yields each combination that AWS may get, and its action.
func (s *space) requests() iter.Seq2[*policy.Request, action] {
	return func(yield func(*policy.Request, action) bool) {
		for _, a := range s.actions {
			for _, resource := range s.resources {
				if !a.takes(resource) {
					continue
				}
				for _, context := range s.contexts {
					for _, principal := range s.principals {
						if !yield(&policy.Request{Principal: principal, Action: a.witness, Resource: resource, ResourceAccount: Account, Context: context}, a) {
							return
						}
					}
				}
			}
		}
	}
}

// values gathers the values of some elements of all statements, without repetition.
func (s *space) values(of func(*policy.Statement) []policy.Values) []string {
	var all []string
	for i := range s.statements {
		for _, list := range of(&s.statements[i]) {
			all = append(all, list...)
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// divideActions groups the known actions by which patterns they fit and which resources they are for, and finds a witness
// for each cell of the patterns that an action of another service may be in.
func (s *space) divideActions() error {
	names := s.values(func(s *policy.Statement) []policy.Values { return []policy.Values{s.Action, s.NotAction} })
	patterns := []glob.Pattern{}
	var services []string
	everything := false
	for i := range s.statements {
		everything = everything || len(s.statements[i].NotAction) > 0
	}
	for _, name := range names {
		patterns = append(patterns, glob.Fold(name))
		if service, _, found := strings.Cut(strings.ToLower(name), ":"); found {
			services = append(services, service)
		} else {
			everything = true
		}
	}
	groups := map[string]int{}
	for a := range reference.All() {
		if !everything && !slices.Contains(services, a.Service) {
			continue
		}
		key := strings.Join(a.ResourceTypes, " ") + "|" + a.Service + "|"
		if len(a.ResourceTypes) == 0 {
			key = "|"
		}
		lower := strings.ToLower(a.FullName())
		fits := false
		for _, p := range patterns {
			if p.Match(lower) {
				key, fits = key+"1", true
			} else {
				key += "0"
			}
		}
		if !fits && !everything {
			continue
		}
		at, ok := groups[key]
		if !ok {
			at, groups[key] = len(s.actions), len(s.actions)
			s.actions = append(s.actions, action{witness: a.FullName(), forms: a.Forms(), known: true})
		}
		s.actions[at].names = append(s.actions[at].names, a.FullName())
	}
	return s.divideOtherActions(names, patterns, services, everything)
}

// divideOtherActions adds a witness of each cell that holds actions of services whose actions are not known here.
func (s *space) divideOtherActions(names []string, patterns []glob.Pattern, services []string, everything bool) error {
	for _, service := range slices.Compact(slices.Sorted(slices.Values(services))) {
		if _, known := reference.Lookup(service); known {
			continue
		}
		all := append(slices.Clone(patterns), glob.New(service+":?*"))
		cells, err := cells(all)
		if err != nil {
			return err
		}
		for _, c := range cells {
			if c.Matches[len(patterns)] && (everything || slices.Contains(c.Matches[:len(patterns)], true)) {
				text := readable(c, all, service+":Anything", strings.ToLower)
				s.actions = append(s.actions, action{names: []string{narrowest(text, names, patterns)}, witness: text})
			}
		}
	}
	if everything {
		s.actions = append(s.actions, action{names: []string{narrowest("another:Action", names, patterns)}, witness: "another:Action"})
	}
	return nil
}

func cells(patterns []glob.Pattern) ([]glob.Cell, error) {
	found, err := glob.Cells(patterns, mostStates)
	if errors.Is(err, glob.ErrTooMany) {
		return nil, fault.Wrap(err, fault.Limit, "The patterns of the two documents overlap in more ways than are looked at.")
	}
	return found, err
}

// divideResources finds a witness for each cell of the resource patterns and of the forms that the actions' resources have.
func (s *space) divideResources() error {
	s.patterns = s.values(func(s *policy.Statement) []policy.Values { return []policy.Values{s.Resource, s.NotResource} })
	for _, p := range s.patterns {
		s.compiled = append(s.compiled, glob.ARN(filled(p)))
	}
	patterns := slices.Clone(s.compiled)
	shapes := len(patterns)
	seen := map[string]bool{}
	unknown := false
	for _, a := range s.actions {
		unknown = unknown || !a.known
		for _, f := range a.forms {
			if !seen[string(f)] {
				seen[string(f)] = true
				patterns = append(patterns, f)
			}
		}
	}
	if unknown {
		patterns = append(patterns, glob.Form("arn:aws:*:*:"+Account+":*", false))
	}
	found, err := cells(patterns)
	if err != nil {
		return err
	}
	s.resources = []string{"*"}
	for _, c := range found {
		if slices.Contains(c.Matches[shapes:], true) {
			fields := strings.SplitN(c.Text, ":", 6)
			usual := []string{"arn", "aws", fields[2], fields[3], fields[4], fields[5]}
			if fields[3] != "" {
				usual[3] = "us-east-1"
			}
			if fields[4] != "" {
				usual[4] = Account
			}
			s.resources = append(s.resources, readable(c, patterns, strings.Join(usual, ":"), nil))
		}
	}
	return nil
}

// readable is a text of the cell that people know their way about in, where it is one, else the cell's own.
func readable(c glob.Cell, patterns []glob.Pattern, usual string, fold func(string) string) string {
	text := usual
	if fold != nil {
		text = fold(text)
	}
	for i, p := range patterns {
		if p.Match(text) != c.Matches[i] {
			return c.Text
		}
	}
	return usual
}

// label is a resource as the documents write it.
func (s *space) label(resource string) string {
	return narrowest(resource, s.patterns, s.compiled)
}

// narrowest is the narrowest pattern that a text fits, as it is written; the text itself where it fits none.
func narrowest(text string, written []string, patterns []glob.Pattern) string {
	best := -1
	for i, p := range patterns {
		if (p.Match(text) || p.Match(strings.ToLower(text))) && (best < 0 || patterns[best].Covers(p)) {
			best = i
		}
	}
	if best < 0 {
		return text
	}
	return written[best]
}

// callers are one of each principal that the documents can tell apart. Documents that name none see one caller.
func (s *space) callers() []policy.Principal {
	user := func(account, name string) policy.Principal {
		return policy.Principal{Kind: policy.UserPrincipal, Account: account, ARN: "arn:aws:iam::" + account + ":user/" + name, ID: "AIDA" + strings.ToUpper(name)}
	}
	if !s.kind.OnResource() {
		return []policy.Principal{user(Account, "someone")}
	}
	const stranger = "999999999999"
	callers := []policy.Principal{user(stranger, "stranger"), {Kind: policy.AnonymousIdentity}}
	for i := range s.statements {
		for _, p := range []*policy.Principals{s.statements[i].Principal, s.statements[i].NotPrincipal} {
			if p == nil {
				continue
			}
			for _, name := range p.AWS {
				callers = append(callers, named(name, user)...)
			}
			for _, name := range p.Service {
				callers = append(callers, policy.Principal{Kind: policy.ServicePrincipal, ARN: name})
			}
			for _, name := range p.Federated {
				callers = append(callers, policy.Principal{Kind: policy.IdentityProvider, ARN: name})
			}
			for _, name := range p.CanonicalUser {
				callers = append(callers, policy.Principal{Kind: policy.UserPrincipal, Account: stranger, ARN: "arn:aws:iam::" + stranger + ":user/canonical", CanonicalID: name})
			}
		}
	}
	return unique(callers)
}

func unique(callers []policy.Principal) []policy.Principal {
	var all []policy.Principal
	for _, c := range callers {
		if !slices.Contains(all, c) {
			all = append(all, c)
		}
	}
	return all
}

// named are callers whom a value of Principal.AWS names, and one beside them.
func named(name string, user func(account, name string) policy.Principal) []policy.Principal {
	if arn.IsAccount(name) {
		name = arn.Root(name)
	}
	fields := strings.SplitN(name, ":", 6)
	if len(fields) < 6 {
		if name == "*" {
			return nil
		}
		return []policy.Principal{{Kind: policy.RoleSession, Account: Account, ARN: "arn:aws:sts::" + Account + ":assumed-role/bound/session", IssuerARN: "arn:aws:iam::" + Account + ":role/bound", IssuerID: name, ID: name + ":session"}}
	}
	account, last := fields[4], fields[5]
	somebody := user(account, "somebody")
	switch kind, rest, _ := strings.Cut(last, "/"); {
	case last == "root":
		return []policy.Principal{somebody, {Kind: policy.RootUser, Account: account, ARN: name}}
	case kind == "user":
		return []policy.Principal{somebody, {Kind: policy.UserPrincipal, Account: account, ARN: name}}
	case kind == "role":
		role := rest[strings.LastIndexByte(rest, '/')+1:]
		return []policy.Principal{somebody, {Kind: policy.RoleSession, Account: account, ARN: "arn:aws:sts::" + account + ":assumed-role/" + role + "/session", IssuerARN: name}}
	case kind == "assumed-role":
		role, _, _ := strings.Cut(rest, "/")
		issuer := "arn:aws:iam::" + account + ":role/" + role
		return []policy.Principal{
			somebody,
			{Kind: policy.RoleSession, Account: account, ARN: name, IssuerARN: issuer},
			{Kind: policy.RoleSession, Account: account, ARN: "arn:aws:sts::" + account + ":assumed-role/" + role + "/another", IssuerARN: issuer},
		}
	case kind == "federated-user":
		return []policy.Principal{somebody, {Kind: policy.FederatedUser, Account: account, ARN: name}}
	}
	return []policy.Principal{somebody}
}
