package duck

import (
	"strings"
	"unicode"

	"interlaken/fault"
)

// ident prints a name as a quoted identifier.
func ident(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }

// literal prints a text as a string literal.
func literal(text string) string { return `'` + strings.ReplaceAll(text, `'`, `''`) + `'` }

// literals prints texts as a list.
func literals(texts []string) string {
	quoted := make([]string, len(texts))
	for i, t := range texts {
		quoted[i] = literal(t)
	}
	return "[" + strings.Join(quoted, ", ") + "]"
}

// checkType accepts the spelling of a type and nothing that could end it: names, numbers, quoted field names,
// commas and balanced brackets. It does not know the types; DuckDB does.
func checkType(name string) error {
	var open []rune
	quoted := false
	for _, r := range name {
		switch {
		case r == '"':
			quoted = !quoted
		case quoted:
		case r == '(' || r == '[':
			open = append(open, r)
		case r == ')' || r == ']':
			if len(open) == 0 || (open[len(open)-1] == '(') != (r == ')') {
				return badType(name)
			}
			open = open[:len(open)-1]
		case r == ',' || r == ' ' || r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r):
		default:
			return badType(name)
		}
	}
	if quoted || len(open) > 0 || strings.TrimSpace(name) == "" {
		return badType(name)
	}
	return nil
}

func badType(name string) error {
	return fault.New(fault.Validation, "%q is not the name of a type.", name)
}
