package lint

import (
	"slices"
	"strings"

	"interlaken/policy"
	"interlaken/policy/glob"
	"interlaken/policy/reference"
	"interlaken/spelling"
)

// legacy are actions that AWS still lists and that no operation of its API asks for any longer: drivers of the first years
// of Athena did (Athena's API has none of these names).
var legacy = []string{
	"athena:CancelQueryExecution", "athena:GetCatalogs", "athena:GetExecutionEngine", "athena:GetExecutionEngines", "athena:GetNamespace",
	"athena:GetNamespaces", "athena:GetQueryExecutions", "athena:GetTable", "athena:GetTables", "athena:RunQuery",
}

func (s *statement) actions() {
	for name, values := range s.list("Action", "NotAction") {
		for i, v := range values {
			s.action(item(name, i), v)
		}
		s.redundant("REDUNDANT_ACTION", name, values, glob.Fold)
	}
	if s.allows() && len(s.NotAction) > 0 {
		s.add(SecurityWarning, "ALLOW_WITH_NOT_ACTION", "NotAction", "Allow with NotAction allows every other action of every service, those that AWS is yet to add included. List what is allowed.")
	}
	if s.allows() && slices.Contains(s.Action, "*") && slices.Contains(s.Resource, "*") && len(s.Condition) == 0 && s.kind != policy.SCP && s.kind != policy.RCP {
		s.add(SecurityWarning, "ALLOWS_EVERYTHING", "Action", "Every action on every resource is allowed.")
	}
}

func (s *statement) action(path, action string) {
	service, name, found := strings.Cut(action, ":")
	if !found { // "*"
		return
	}
	if !reference.Exists(service) {
		s.add(Error, "INVALID_SERVICE_IN_ACTION", path, "AWS has no service %q.", service)
		return
	}
	if _, known := reference.Lookup(service); !known {
		return
	}
	if strings.ContainsAny(name, "*?") {
		if len(matching(action)) == 0 {
			s.add(Error, "INVALID_ACTION", path, "No action of %s fits %q.", service, action)
		}
		return
	}
	a, ok := reference.Find(action)
	switch {
	case !ok:
		s.add(Error, "INVALID_ACTION", path, "AWS has no action %s.%s", action, nearest(action))
	case slices.Contains(legacy, a.FullName()):
		s.add(Warning, "LEGACY_ACTION", path, "No operation of the API asks for %s any longer. Leave it out.", a.FullName())
	}
}

// matching are the known actions that fit a pattern.
func matching(pattern string) []*reference.Action {
	if !strings.ContainsAny(pattern, "*?") {
		if a, ok := reference.Find(pattern); ok {
			return []*reference.Action{a}
		}
		return nil
	}
	service, _, found := strings.Cut(pattern, ":")
	p := glob.Fold(pattern)
	var all []*reference.Action
	take := func(a *reference.Action) {
		if p.Match(strings.ToLower(a.FullName())) {
			all = append(all, a)
		}
	}
	if s, known := reference.Lookup(service); found && known {
		for a := range s.Actions() {
			take(a)
		}
	}
	return all
}

// nearest names the action of the same service that differs by the fewest letters, where they are few.
func nearest(action string) string {
	service, name, _ := strings.Cut(strings.ToLower(action), ":")
	s, _ := reference.Lookup(service)
	names := func(yield func(string) bool) {
		for a := range s.Actions() {
			if !yield(a.Name) {
				return
			}
		}
	}
	best := spelling.Nearest(name, names, 3)
	if best == "" {
		return ""
	}
	a, _ := reference.Find(service + ":" + best)
	return " Is " + a.FullName() + " meant?"
}

// redundant finds values of a list that another value of it covers.
func (s *statement) redundant(code, element string, values policy.Values, pattern func(string) glob.Pattern) {
	const most = 100 // pairs are compared
	if len(values) < 2 || len(values) > most {
		return
	}
	patterns := make([]glob.Pattern, len(values))
	for i, v := range values {
		if strings.Contains(v, "${") { // what a variable stands for is not known
			return
		}
		patterns[i] = pattern(v)
	}
	for i, narrow := range patterns {
		for j, wide := range patterns {
			if i == j || !wide.Wild() && values[i] != values[j] || !wide.Covers(narrow) || j > i && narrow.Covers(wide) { // of two that say the same the first one stays
				continue
			}
			s.add(Suggestion, code, item(element, i), "%q says no more than %q does.", values[i], values[j])
			break
		}
	}
}
