package repair

import (
	"strings"

	"interlaken/policy"
)

// forAllow are the changes that give a layer its missing allow.
func (s *state) forAllow(missing policy.Kind) []option {
	var options []option
	switch missing {
	case policy.SCP:
		level := s.lacking(s.set.SCPs)
		options = s.inDocuments(policy.SCP, level, true)
	case policy.RCP:
		level := s.lacking(s.set.RCPs)
		options = s.inDocuments(policy.RCP, level, true)
	case policy.Identity:
		options = s.inDocuments(policy.Identity, 0, true)
		// Within one account the resource's policy may allow instead, where a value is all that it lacks.
		if s.set.Resource != nil {
			options = append(options, s.inDocuments(s.set.Resource.Source().Kind, 0, false)...)
		}
	case policy.Resource, policy.Trust, policy.Key, policy.Boundary, policy.Session:
		options = s.inDocuments(missing, 0, true)
	}
	return options
}

// lacking is the first level at which no document allows.
func (s *state) lacking(levels [][]*policy.Policy) int {
	for i, list := range levels {
		allowed := false
		for _, p := range list {
			allowed = allowed || p.Opinion(&s.request) == policy.SaysAllow
		}
		if !allowed {
			return i
		}
	}
	return 0
}

// inDocuments are the changes of the documents of a kind at a level: of a statement that nearly allows, and with whole a
// new statement, in a new document where none can be edited.
func (s *state) inDocuments(kind policy.Kind, level int, whole bool) []option {
	var options []option
	var editable []slot
	for _, at := range s.slots(kind) {
		p := s.get(at)
		if at.level != level || !ownersTo(p.Source()) {
			continue
		}
		editable = append(editable, at)
		for _, statement := range p.Reasons(&s.request).Statements {
			if statement.Effect == policy.Allow && statement.Outcome == policy.Near {
				options = append(options, s.nearly(at, p, &statement)...)
			}
		}
	}
	if !whole {
		return options
	}
	statement, ok := s.statement(kind)
	if !ok {
		return options
	}
	change := Change{Element: WholeStatement, Whole: statement, Level: level}
	cost := costStatement
	if len(editable) > 0 {
		p := s.get(editable[0])
		change.Document, change.Statement = p.Source(), len(p.Document().Statement)
	} else {
		cost = costDocument
		change.New, change.Document = true, policy.Source{Kind: kind, Account: s.owner(kind), Name: "new policy"}
	}
	return append(options, s.option(cost, change))
}

// ownersTo reports whether the account that a document applies to can change it: a policy of AWS it can only replace.
func ownersTo(source policy.Source) bool {
	return source.Account != "aws" && !strings.HasPrefix(source.ARN, "arn:aws:iam::aws:") && !strings.HasPrefix(source.ARN, "arn:aws:organizations::aws:")
}

// owner is the account that a new document of a kind would be of.
func (s *state) owner(kind policy.Kind) string {
	if !kind.OnResource() {
		return s.request.Principal.Account
	}
	if s.request.ResourceAccount != "" {
		return s.request.ResourceAccount
	}
	if fields := strings.SplitN(s.request.Resource, ":", 6); len(fields) == 6 {
		return fields[4]
	}
	return ""
}

// option tries a change. It helps when the request is allowed then, or another document's turn comes.
func (s *state) option(cost int, change Change) option {
	after, err := s.apply(&change)
	return option{cost, change, after, func() bool { return err == nil && s.closer(&after) }}
}

// closer reports whether a state is nearer to an allowed request: fewer denials, or fewer layers that lack an allow.
func (s *state) closer(after *state) bool {
	was, is := policy.Decide(&s.request, &s.set), policy.Decide(&after.request, &after.set)
	switch {
	case is.Allowed:
		return true
	case is.Outcome == policy.NotUnderstood:
		return false
	case was.Outcome == policy.ExplicitDeny:
		return after.denials() < s.denials()
	}
	return is.Outcome == policy.ImplicitDeny && (is.DecidedBy != was.DecidedBy || after.lacks() < s.lacks())
}

// denials counts the deny statements that match.
func (s *state) denials() int {
	count := 0
	for _, kind := range kinds {
		for _, at := range s.slots(kind) {
			for _, statement := range s.get(at).Reasons(&s.request).Statements {
				if statement.Effect == policy.Deny && statement.Outcome == policy.Matched {
					count++
				}
			}
		}
	}
	return count
}

// lacks counts the levels of control policies without an allow.
func (s *state) lacks() int {
	count := 0
	for _, levels := range [][][]*policy.Policy{s.set.SCPs, s.set.RCPs} {
		for _, list := range levels {
			allowed := false
			for _, p := range list {
				allowed = allowed || p.Opinion(&s.request) == policy.SaysAllow
			}
			if !allowed {
				count++
			}
		}
	}
	return count
}

// kinds are all, in the order in which documents are asked.
var kinds = []policy.Kind{policy.RCP, policy.SCP, policy.Resource, policy.Trust, policy.Key, policy.Identity, policy.Boundary, policy.Session}

// statement is a new one that allows the request and nothing else.
func (s *state) statement(kind policy.Kind) (*policy.Statement, bool) {
	r := &s.request
	statement := &policy.Statement{Effect: policy.Allow, Action: policy.Values{r.Action}}
	if kind != policy.Trust {
		statement.Resource = policy.Values{escaped(r.Resource, r.Resource != "*")}
	}
	if !kind.OnResource() {
		return statement, true
	}
	if kind == policy.RCP {
		statement.Principal = &policy.Principals{Everyone: true}
		return statement, true
	}
	element, name := callerName(&r.Principal)
	if name == "" {
		return nil, false
	}
	statement.Principal = &policy.Principals{}
	*values(statement, "Principal."+element) = policy.Values{name}
	// What ties the caller to one errand on somebody's behalf is kept (IAM User Guide, "The confused deputy problem").
	pinned := map[string]policy.Values{}
	for _, key := range []string{"sts:ExternalId", "aws:SourceAccount", "aws:SourceArn"} {
		if held, present := r.Context.Get(key); present && len(held) == 1 {
			pinned[key] = policy.Values{escaped(held[0], false)}
		}
	}
	if len(pinned) > 0 {
		statement.Condition = policy.Condition{"StringEquals": pinned}
	}
	return statement, true
}

// callerName is how a policy names a caller: the member of Principal and its value. A session is named by its role.
func callerName(p *policy.Principal) (element, name string) {
	switch p.Kind {
	case policy.ServicePrincipal:
		return "Service", p.ARN
	case policy.IdentityProvider:
		return "Federated", p.ARN
	case policy.RoleSession:
		if p.IssuerARN != "" {
			return "AWS", p.IssuerARN
		}
	case policy.AnonymousIdentity, policy.NoPrincipal:
		return "", ""
	}
	return "AWS", p.ARN
}

// escaped is text as a value of a policy of 2012-10-17 in which it stands for itself. wild says that "*" and "?" would be
// wildcards where it stands.
func escaped(text string, wild bool) string {
	replacements := []string{"${", "${$}{"}
	if wild {
		replacements = append(replacements, "*", "${*}", "?", "${?}")
	}
	return strings.NewReplacer(replacements...).Replace(text)
}
