package repair

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"interlaken/policy"
)

// nearly are the changes of an allow statement in which one element fails.
func (s *state) nearly(at slot, p *policy.Policy, reason *policy.StatementReason) []option {
	source := p.Document()
	statement := source.Statement[reason.Index]
	change := Change{Document: p.Source(), Level: at.level, Statement: reason.Index, Sid: reason.Sid, Line: reason.Line}
	var failed *policy.ElementReason
	for i := range reason.Elements {
		if reason.Elements[i].Outcome == policy.Failed {
			failed = &reason.Elements[i]
		}
	}
	if failed == nil {
		return nil
	}
	change.Element = failed.Element
	wild := source.Version == policy.Version2012
	switch failed.Element {
	case "Action":
		change.Add = []string{s.request.Action}
	case "Resource":
		// "*" is the resource of actions that name none; beside other actions it would be a wildcard.
		if s.request.Resource == "*" || !wild && strings.ContainsAny(s.request.Resource, "*?") {
			return nil
		}
		change.Add = []string{escaped(s.request.Resource, true)}
		if !wild {
			change.Add = []string{s.request.Resource}
		}
	case "NotAction":
		return s.without(change, statement.NotAction, s.request.Action)
	case "NotResource":
		return s.without(change, statement.NotResource, s.request.Resource)
	case "Principal":
		element, name := callerName(&s.request.Principal)
		if name == "" || statement.Principal.Everyone {
			return nil
		}
		change.Element, change.Add = "Principal."+element, []string{name}
	case "Condition":
		change.Element = "Condition " + failed.Operator + " " + failed.Key
		return s.condition(change, failed, wild)
	default:
		return nil
	}
	return []option{s.option(costValue, change)}
}

// without takes a value out of a list that says what does not count, where others stay and the value is no wildcard.
func (s *state) without(change Change, list policy.Values, value string) []option {
	for _, v := range list {
		if strings.EqualFold(v, value) && len(list) > 1 {
			change.Remove = []string{v}
			return []option{s.option(costValue, change)}
		}
	}
	return nil
}

// chosen are condition keys that whoever makes a request may choose without asking for something else.
var chosen = []string{"sts:ExternalId", "aws:SecureTransport", "s3:x-amz-server-side-encryption", "s3:x-amz-server-side-encryption-aws-kms-key-id", "s3:x-amz-acl"}

// condition are the changes that make a failed condition hold.
func (s *state) condition(change Change, failed *policy.ElementReason, wild bool) []option {
	var options []option
	if slices.ContainsFunc(chosen, func(k string) bool { return strings.EqualFold(k, failed.Key) }) {
		for _, v := range failed.Policy {
			if strings.ContainsAny(v, "*?$") {
				v = strings.NewReplacer("*", "", "?", "x").Replace(v)
			}
			options = append(options, s.asking(failed.Key, v))
		}
	}
	if failed.Absent || len(failed.Request) == 0 {
		return options
	}
	operator := failed.Operator
	every := strings.HasPrefix(operator, "ForAllValues:")
	operator = strings.TrimPrefix(strings.TrimPrefix(operator, "ForAllValues:"), "ForAnyValue:")
	operator = strings.TrimSuffix(operator, "IfExists")
	if operator == "Null" {
		return options
	}
	if negated(operator) {
		exact := slices.DeleteFunc(slices.Clone(failed.Policy), func(v string) bool { return !slices.Contains(failed.Request, v) })
		if len(exact) == 0 {
			return options
		}
		change.Remove = exact
		cost := costValue
		if len(exact) == len(failed.Policy) {
			cost = costElement
		}
		return append(options, s.option(cost, change))
	}
	add := failed.Request[:1]
	if every {
		add = failed.Request
	}
	for _, v := range add {
		if value, ok := fitting(operator, v, wild); ok && !slices.Contains(failed.Policy, value) {
			change.Add = append(change.Add, value)
		}
	}
	if len(change.Add) == 0 {
		return options
	}
	return append(options, s.option(costValue, change))
}

// asking is a change of the request. It does not help where a document that allows now would not allow then.
func (s *state) asking(key, value string) option {
	o := s.option(costRequest, Change{Element: OfRequest, Key: key, Add: []string{value}})
	closer := o.helps
	o.helps = func() bool {
		for _, kind := range kinds {
			for _, at := range s.slots(kind) {
				p := s.get(at)
				if p.Opinion(&s.request) == policy.SaysAllow && p.Opinion(&o.after.request) != policy.SaysAllow {
					return false
				}
			}
		}
		return closer()
	}
	return o
}

func negated(operator string) bool { return strings.Contains(operator, "Not") }

// fitting is a value of a positive operator that the request's fits.
func fitting(operator, v string, version2012 bool) (string, bool) {
	switch {
	case strings.HasPrefix(operator, "Numeric"):
		n, err := strconv.ParseFloat(v, 64)
		if err != nil {
			return "", false
		}
		return strconv.FormatFloat(n+float64(beyond(operator)), 'f', -1, 64), true
	case strings.HasPrefix(operator, "Date"):
		if beyond(operator) == 0 {
			return v, true
		}
		at, err := time.Parse(time.RFC3339, v)
		if err != nil {
			return "", false
		}
		return at.Add(time.Duration(beyond(operator)) * time.Second).UTC().Format(time.RFC3339), true
	}
	like := strings.HasSuffix(operator, "Like") || strings.HasPrefix(operator, "Arn")
	if !version2012 {
		return v, !like || !strings.ContainsAny(v, "*?")
	}
	return escaped(v, like), true
}

// beyond is the step from a value of the request to one that it is less or greater than.
func beyond(operator string) int {
	switch {
	case strings.HasSuffix(operator, "LessThan"):
		return 1
	case strings.HasSuffix(operator, "GreaterThan"):
		return -1
	}
	return 0
}
