package repair

import (
	"slices"
	"strings"

	"interlaken/policy"
)

// againstDeny are the changes after which the first deny statement that matches does not.
func (s *state) againstDeny() []option {
	for _, kind := range kinds {
		for _, at := range s.slots(kind) {
			p := s.get(at)
			for _, reason := range p.Reasons(&s.request).Statements {
				if reason.Effect == policy.Deny && reason.Outcome == policy.Matched {
					return s.past(at, p, &reason)
				}
			}
		}
	}
	return nil
}

// past are the changes of a deny statement, each of which leaves this request out of it.
func (s *state) past(at slot, p *policy.Policy, reason *policy.StatementReason) []option {
	document := p.Document()
	statement := document.Statement[reason.Index]
	base := Change{Document: p.Source(), Level: at.level, Statement: reason.Index, Sid: reason.Sid, Line: reason.Line}
	wild := document.Version == policy.Version2012
	var options []option
	add := func(cost int, element string, add, remove []string) {
		change := base
		change.Element, change.Add, change.Remove = element, add, remove
		options = append(options, s.option(cost, change))
	}
	for _, e := range reason.Elements {
		switch e.Element {
		case "Action", "Resource":
			s.take(e.Element, e.Policy, e.Request[0], add)
		case "NotAction":
			add(costValue, e.Element, []string{s.request.Action}, nil)
		case "NotResource":
			if s.request.Resource != "*" && wild {
				add(costValue, e.Element, []string{escaped(s.request.Resource, true)}, nil)
			}
		case "Principal":
			if element, name := callerName(&s.request.Principal); name != "" && !statement.Principal.Everyone {
				s.take("Principal."+element, *values(&statement, "Principal."+element), name, add)
			}
		case "NotPrincipal":
			s.spare(&statement, add)
		case "Condition":
			options = append(options, s.unmet(base, &e, wild)...)
		}
	}
	// An exception for this caller alone. The key is there in every request of a person or a role.
	if held, present := s.request.Context.Get("aws:PrincipalArn"); present && len(held) == 1 && statement.Condition["ArnNotEquals"]["aws:PrincipalArn"] == nil {
		add(costElement, "Condition ArnNotEquals aws:PrincipalArn", []string{escaped(held[0], wild)}, nil)
	}
	whole := base
	whole.Element, whole.Whole, whole.Remove = WholeStatement, &statement, []string{reason.Sid}
	return append(options, s.option(costTakeOut, whole))
}

// take takes a value that is the request's, to the letter, out of a list in which others stay.
func (s *state) take(element string, list []string, value string, add func(int, string, []string, []string)) {
	for _, v := range list {
		if len(list) > 1 && strings.EqualFold(v, value) {
			add(costValue, element, nil, []string{v})
		}
	}
}

// spare names the caller, its role and its account in NotPrincipal, as AWS wants them all.
func (s *state) spare(statement *policy.Statement, add func(int, string, []string, []string)) {
	p := &s.request.Principal
	var names []string
	for _, name := range []string{"arn:aws:iam::" + p.Account + ":root", p.IssuerARN, p.ARN} {
		if name != "" && p.Account != "" && !slices.Contains(statement.NotPrincipal.AWS, name) {
			names = append(names, name)
		}
	}
	if len(names) > 0 {
		add(costValue*len(names), "NotPrincipal.AWS", names, nil)
	}
}

// unmet are the changes after which a condition that holds does not.
func (s *state) unmet(base Change, e *policy.ElementReason, wild bool) []option {
	var options []option
	operator := strings.TrimPrefix(strings.TrimPrefix(e.Operator, "ForAllValues:"), "ForAnyValue:")
	operator = strings.TrimSuffix(operator, "IfExists")
	base.Element = "Condition " + e.Operator + " " + e.Key
	switch {
	case strings.EqualFold(e.Key, "aws:SecureTransport") && operator == "Bool":
		options = append(options, s.asking(e.Key, "true"))
	case e.Absent || len(e.Request) == 0 || operator == "Null":
	case negated(operator):
		positive := strings.Replace(operator, "Not", "", 1)
		for _, v := range e.Request {
			if value, ok := fitting(positive, v, wild); ok {
				base.Add = append(base.Add, value)
			}
		}
		if len(base.Add) > 0 {
			options = append(options, s.option(costValue, base))
		}
	default:
		exact := slices.DeleteFunc(slices.Clone(e.Policy), func(v string) bool { return !slices.Contains(e.Request, v) })
		if len(exact) > 0 && len(exact) < len(e.Policy) {
			base.Remove = exact
			options = append(options, s.option(costValue, base))
		}
	}
	return options
}
