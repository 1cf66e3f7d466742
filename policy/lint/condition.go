package lint

import (
	"regexp"
	"slices"
	"strings"

	"interlaken/policy/reference"
)

var variableText = regexp.MustCompile(`\$\{[^}]*\}`)

func (s *statement) conditions() {
	for operator, keys := range s.Condition {
		for key, values := range keys {
			s.condition(operator, key, values)
		}
	}
}

func (s *statement) condition(operator, name string, values []string) {
	path := "Condition." + operator + "." + name
	bare := operator
	set := ""
	for _, prefix := range []string{"ForAllValues:", "ForAnyValue:"} {
		if rest, found := strings.CutPrefix(bare, prefix); found {
			bare, set = rest, prefix
		}
	}
	bare, ifExists := strings.CutSuffix(bare, "IfExists")
	key, exists, checked := reference.FindKey(name)
	switch {
	case checked && !exists && strings.HasPrefix(strings.ToLower(name), "aws:"):
		s.add(Error, "INVALID_GLOBAL_CONDITION_KEY", path, "AWS has no condition key %q.", name)
		return
	case checked && !exists:
		s.add(Error, "INVALID_SERVICE_CONDITION_KEY", path, "The service has no condition key %q.", name)
		return
	}
	if exists {
		s.keyType(path, bare, name, key.Type)
		s.keySet(path, set, name, key, ifExists)
		s.keyReach(path, name, ifExists || bare == "Null")
	}
	for i, v := range values {
		text := variableText.ReplaceAllString(v, "")
		if strings.ContainsAny(text, "*?") && (strings.HasPrefix(bare, "StringEquals") || strings.HasPrefix(bare, "StringNotEquals")) {
			s.add(Warning, "WILDCARD_WITHOUT_LIKE_OPERATOR", path+item("", i), "In %s the wildcard of %q is plain text; StringLike and StringNotLike have wildcards.", operator, v)
		}
	}
}

// operatorTypes are the types of key that each family of operators compares as such.
var operatorTypes = map[string][]string{
	"String": {"String", "ARN"}, "Numeric": {"Numeric"}, "Date": {"Date"}, "Bool": {"Bool"}, "Ip": {"IPAddress"}, "NotIp": {"IPAddress"}, "Arn": {"ARN", "String"},
}

func (s *statement) keyType(path, operator, name, kind string) {
	for family, types := range operatorTypes {
		if !strings.HasPrefix(operator, family) || slices.Contains(types, kind) {
			continue
		}
		if strings.EqualFold(name, "aws:EpochTime") || strings.EqualFold(name, "aws:CurrentTime") {
			return // numbers of seconds are dates
		}
		s.add(Warning, "TYPE_MISMATCH", path, "%s is of the type %s, and %s compares others.", name, kind, operator)
	}
	if strings.HasPrefix(operator, "String") && kind == "ARN" && strings.Contains(operator, "Equals") {
		s.add(Suggestion, "ARN_WITH_STRING_OPERATOR", path, "%s is an ARN: ArnEquals and ArnLike keep a wildcard within its part.", name)
	}
}

func (s *statement) keySet(path, set, name string, key reference.Key, ifExists bool) {
	switch {
	case set == "ForAllValues:" && s.allows() && !key.Many:
		s.add(SecurityWarning, "FORALLVALUES_WITH_SINGLE_VALUED_KEY", path, "ForAllValues is true of a request without %s, which has one value at most. Leave the prefix out.", name)
	case set == "ForAllValues:" && s.allows() && !s.asksFor(name):
		s.add(SecurityWarning, "FORALLVALUES_WITHOUT_NULL", path, "ForAllValues is true of a request without %s. Ask for the key too, with Null: false.", name)
	case set == "" && key.Many && !ifExists && !strings.Contains(path, "Condition.Null."):
		s.add(Warning, "MISSING_QUALIFIER", path, "%s can have several values: say ForAnyValue or ForAllValues.", name)
	}
}

// asksFor reports whether the statement asks that a key is there.
func (s *statement) asksFor(name string) bool {
	for key, values := range s.Condition["Null"] {
		if strings.EqualFold(key, name) && slices.Contains(values, "false") {
			return true
		}
	}
	return false
}

// keyReach finds a key of a service that none of the statement's actions has, so that a condition on it never holds, or
// always does.
func (s *statement) keyReach(path, name string, tolerant bool) {
	lower := strings.ToLower(name)
	if strings.HasPrefix(lower, "aws:") || len(s.Action) == 0 {
		return
	}
	for _, pattern := range s.Action {
		actions := matching(pattern)
		if len(actions) == 0 {
			return
		}
		for _, a := range actions {
			if slices.ContainsFunc(a.Keys, func(k string) bool {
				k = strings.ToLower(k)
				return k == lower || strings.HasSuffix(k, "/") && strings.HasPrefix(lower, k)
			}) {
				return
			}
		}
	}
	if !tolerant {
		s.add(Warning, "KEY_NEVER_PRESENT", path, "None of the statement's actions has the condition key %s.", name)
	}
}
