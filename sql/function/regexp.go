package function

import (
	"fmt"
	"regexp"
	"regexp/syntax"
	"slices"
	"strconv"
	"strings"

	"interlaken/sql/ast"
)

func init() {
	register(
		scalar("regexp_like", "Whether a regular expression matches somewhere in the text.", regexpLike, "(varchar, varchar) -> boolean"),
		scalar("regexp_extract", "First match of a regular expression, or a group of it; null without a match.", over(regexpExtract), "(varchar, varchar, [bigint]) -> varchar"),
		scalar("regexp_extract_all", "All matches of a regular expression, or of a group of it.", over(regexpExtractAll), "(varchar, varchar, [bigint]) -> array(varchar)"),
		scalar("regexp_replace", "Replaces or removes each match of a regular expression; $1 stands for a group.", regexpReplace, "(varchar, varchar, [varchar]) -> varchar"),
		scalar("regexp_split", "Parts of a text between the matches of a regular expression.", regexpSplit, "(varchar, varchar) -> array(varchar)"),
		scalar("regexp_count", "Number of matches of a regular expression.", regexpCount, "(varchar, varchar) -> bigint"),
	)
}

// expression is a regular expression that Java and RE2 read alike.
type expression struct {
	text       string
	groups     int
	names      []string     // of the groups, by number; empty where there is none
	optional   map[int]bool // groups that may take no part in a match
	empty      map[int]bool // groups that may match the empty text
	matchEmpty bool
}

// pattern reads argument i as a regular expression. RE2, which the engine uses, has neither look-around nor
// back-references, and some signs that both have mean other things: those are refused.
func (c *Call) pattern(i int) (*expression, error) {
	text, ok := c.text(i)
	if !ok {
		return nil, c.unsupported("%s with a pattern that is not a constant", c.Match.Function.Name)
	}
	tree, err := syntax.Parse(text, syntax.Perl)
	if err != nil {
		return nil, c.unsupported("Unsupported regular expression: %s", text)
	}
	if hasJavaClass(text) {
		return nil, c.unsupported("Unsupported character class in regular expression: %s", text)
	}
	compiled, err := regexp.Compile(text)
	if err != nil {
		return nil, c.unsupported("Unsupported regular expression: %s", text)
	}
	e := &expression{
		text: engineGroupNames(text), groups: compiled.NumSubexp(), names: compiled.SubexpNames(), optional: map[int]bool{}, empty: map[int]bool{},
		matchEmpty: compiled.MatchString("") || hasOnlyAnchors(tree),
	}
	e.markGroups(tree, false)
	return e, nil
}

// engineGroupNames writes (?<name>…) as (?P<name>…), the form of named groups that the engine's RE2 knows.
func engineGroupNames(text string) string {
	var out strings.Builder
	inside := false
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c == '\\' && i+1 < len(text):
			out.WriteByte(c)
			i++
		case c == '[':
			inside = true
		case c == ']':
			inside = false
		case !inside && strings.HasPrefix(text[i:], "(?<"):
			out.WriteString("(?P")
			i += len("(?")
		}
		out.WriteByte(text[i])
	}
	return out.String()
}

// hasJavaClass finds what means something else in Java: intersections and nested classes, and \v, \h, \R.
func hasJavaClass(text string) bool {
	inside := false
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case '\\':
			if i+1 < len(text) && strings.IndexByte("vhRNX", text[i+1]) >= 0 {
				return true
			}
			i++
		case '[':
			if inside && !strings.HasPrefix(text[i:], "[:") || strings.HasPrefix(text[i:], "[:") {
				return true
			}
			inside = true
			// A bracket directly after the opening one is a member of the class.
			if strings.HasPrefix(text[i+1:], "^]") {
				i += 2
			} else if strings.HasPrefix(text[i+1:], "]") {
				i++
			}
		case ']':
			inside = false
		case '&':
			if inside && strings.HasPrefix(text[i:], "&&") {
				return true
			}
		}
	}
	return false
}

func hasOnlyAnchors(r *syntax.Regexp) bool {
	switch r.Op {
	case syntax.OpBeginLine, syntax.OpEndLine, syntax.OpBeginText, syntax.OpEndText, syntax.OpWordBoundary, syntax.OpNoWordBoundary, syntax.OpEmptyMatch:
		return true
	case syntax.OpStar, syntax.OpQuest:
		return true
	case syntax.OpConcat, syntax.OpCapture:
		for _, s := range r.Sub {
			if !hasOnlyAnchors(s) {
				return false
			}
		}
		return true
	case syntax.OpAlternate:
		for _, s := range r.Sub {
			if hasOnlyAnchors(s) {
				return true
			}
		}
	}
	return false
}

// markGroups finds out about each group whether it may be absent from a match, and whether it may be empty there.
func (e *expression) markGroups(r *syntax.Regexp, optional bool) {
	switch r.Op {
	case syntax.OpCapture:
		e.optional[r.Cap], e.empty[r.Cap] = optional, mayBeEmpty(r, true)
	case syntax.OpQuest:
		// What matches everywhere is tried first and never left out.
		optional = optional || r.Flags&syntax.NonGreedy != 0 || !mayBeEmpty(r.Sub[0], false)
	case syntax.OpStar, syntax.OpAlternate:
		optional = true
	case syntax.OpRepeat:
		optional = optional || r.Min == 0
	}
	for _, s := range r.Sub {
		e.markGroups(s, optional)
	}
}

// mayBeEmpty reports whether the expression matches the empty text: somewhere, or everywhere where anchors do not count.
func mayBeEmpty(r *syntax.Regexp, anchors bool) bool {
	within := func(s *syntax.Regexp) bool { return mayBeEmpty(s, anchors) }
	switch r.Op {
	case syntax.OpEmptyMatch, syntax.OpStar, syntax.OpQuest:
		return true
	case syntax.OpBeginLine, syntax.OpEndLine, syntax.OpBeginText, syntax.OpEndText, syntax.OpWordBoundary, syntax.OpNoWordBoundary:
		return anchors
	case syntax.OpCapture, syntax.OpPlus:
		return within(r.Sub[0])
	case syntax.OpRepeat:
		return r.Min == 0 || within(r.Sub[0])
	case syntax.OpConcat:
		return !slices.ContainsFunc(r.Sub, func(s *syntax.Regexp) bool { return !within(s) })
	case syntax.OpAlternate:
		return slices.ContainsFunc(r.Sub, within)
	}
	return false
}

// engineGroups is the highest group that the engine's functions give.
const engineGroups = 9

// group makes what extract gives of the group that the third argument names. A group that the pattern has not fails when
// the call is evaluated; one that takes no part in a match is null in Trino and empty in the engine.
func (c *Call) group(e *expression, text ast.Expression, extract func(group int64, absent bool) ast.Expression) (ast.Expression, error) {
	if len(c.Arguments) < 3 {
		return extract(0, false), nil
	}
	if isNullConstant(c.Source[2]) {
		return null(c.Match.Result)
	}
	n, ok := wholeConstant(c.Source[2])
	if !ok {
		return nil, c.unsupported("%s with a group that is not a constant", c.Match.Function.Name)
	}
	sentence := ""
	switch {
	case n < 0:
		sentence = "Group cannot be negative"
	case n > int64(e.groups):
		sentence = fmt.Sprintf("Pattern has %d groups. Cannot access group %d", e.groups, n)
	case n > engineGroups, e.optional[int(n)] && e.empty[int(n)]:
		return nil, c.unsupported("%s with this group of the pattern", c.Match.Function.Name)
	}
	if sentence == "" {
		return extract(n, e.optional[int(n)]), nil
	}
	nothing, err := null(c.Match.Result)
	return If(isNull(text), nothing, c.failing(sentence)), err
}

// neverEmpty refuses patterns that match the empty text, on which engines differ in how they go on.
func (c *Call) neverEmpty(e *expression) error {
	if e.matchEmpty {
		return c.unsupported("%s with a pattern that matches the empty text", c.Match.Function.Name)
	}
	return nil
}

func regexpLike(c *Call) (engineExpression, error) {
	e, err := c.pattern(1)
	if err != nil {
		return nil, err
	}
	return Engine("regexp_matches", c.Arguments[0], ast.String(e.text)), nil
}

func regexpExtract(c *Call, x []ast.Expression) (engineExpression, error) {
	e, err := c.pattern(1)
	if err != nil {
		return nil, err
	}
	nothing, err := null(c.Match.Result)
	if err != nil {
		return nil, err
	}
	return c.group(e, x[0], func(group int64, absent bool) ast.Expression {
		found := Engine("regexp_extract", x[0], ast.String(e.text), ast.Integer(group))
		if absent {
			found = Engine("nullif", found, ast.String(""))
		}
		return If(Engine("regexp_matches", x[0], ast.String(e.text)), found, nothing)
	})
}

func regexpExtractAll(c *Call, x []ast.Expression) (engineExpression, error) {
	e, err := c.pattern(1)
	if err != nil {
		return nil, err
	}
	if err := c.neverEmpty(e); err != nil {
		return nil, err
	}
	return c.group(e, x[0], func(group int64, absent bool) ast.Expression {
		found := Engine("regexp_extract_all", x[0], ast.String(e.text), ast.Integer(group))
		if absent {
			part := ast.Name(c.Fresh("g"))
			found = Engine("list_transform", found, lambda(Engine("nullif", part, ast.String("")), part))
		}
		return found
	})
}

func regexpReplace(c *Call) (engineExpression, error) {
	e, err := c.pattern(1)
	if err != nil {
		return nil, err
	}
	if err := c.neverEmpty(e); err != nil {
		return nil, err
	}
	with := ""
	if len(c.Arguments) == 3 {
		text, ok := c.text(2)
		if !ok {
			return c.computedReplacement(e)
		}
		if with, ok = e.replacement(text); !ok {
			return nil, c.unsupported("Unsupported replacement in regexp_replace: %s", text)
		}
	}
	return Engine("regexp_replace", c.Arguments[0], ast.String(e.text), ast.String(with), ast.String("g")), nil
}

// computedReplacement turns Java's form of a replacement into the engine's when the call is evaluated.
func (c *Call) computedReplacement(e *expression) (engineExpression, error) {
	if e.groups > engineGroups {
		return nil, c.unsupported("regexp_replace with a replacement that is not a constant and so many groups")
	}
	return Let(c, c.Arguments, func(x []ast.Expression) ast.Expression {
		const part = `(?s)\\.|\$[0-9]|[^\\$]`
		token := ast.Name(c.Fresh("p"))
		group := Engine("substring", token, ast.Integer(2))
		highest := ast.String(strconv.Itoa(e.groups))
		plain := condition(token,
			binary(ast.Equals, token, ast.String(`\\`)), token,
			Engine("starts_with", token, ast.String(`\`)), group,
			ast.And(Engine("starts_with", token, ast.String("$")), binary(ast.Greater, group, highest)), c.failing("Pattern has no such group"),
			Engine("starts_with", token, ast.String("$")), binary(ast.Concat, ast.String(`\`), group))
		translated := Engine("array_to_string", Engine("list_transform", Engine("regexp_extract_all", x[2], ast.String(part)), lambda(plain, token)), ast.String(""))
		replaced := func(with ast.Expression) ast.Expression {
			return Engine("regexp_replace", x[0], ast.String(e.text), with, ast.String("g"))
		}
		special := Engine("regexp_matches", x[2], ast.String(`[\\$]`))
		named := Engine("regexp_matches", x[2], ast.String(`\$\{`))
		refused, _ := Fail("NOT_SUPPORTED", "regexp_replace with the name of a group in a replacement that is not a constant is not supported", c.Match.Result)
		broken := &ast.Not{Operand: Engine("regexp_full_match", x[2], ast.String(`(?s)(?:\\.|\$[0-9]|[^\\$])*`))}
		return condition(replaced(translated), ast.Or(isNull(x[0]), isNull(x[2]), &ast.Not{Operand: special}), replaced(x[2]),
			named, refused, broken, c.failing("Illegal replacement sequence"))
	}), nil
}

// replacement turns Java's $1 and ${name} into RE2's \1.
func (e *expression) replacement(text string) (string, bool) {
	var out strings.Builder
	for i := 0; i < len(text); i++ {
		switch c := text[i]; c {
		case '\\':
			i++
			if i == len(text) {
				return "", false
			}
			if text[i] == '\\' {
				out.WriteByte('\\')
			}
			out.WriteByte(text[i])
		case '$':
			i++
			if strings.HasPrefix(text[i:], "{") {
				name, _, closed := strings.Cut(text[i+1:], "}")
				number := slices.Index(e.names, name)
				if !closed || number < 1 || number > engineGroups {
					return "", false
				}
				out.WriteString(`\` + strconv.Itoa(number))
				i += len(name) + 1
				continue
			}
			if i == len(text) || text[i] < '0' || text[i] > '9' || int(text[i]-'0') > e.groups {
				return "", false
			}
			// Java takes further digits while there is such a group; RE2 has one digit only.
			if i+1 < len(text) && text[i+1] >= '0' && text[i+1] <= '9' && e.groups > engineGroups {
				return "", false
			}
			out.WriteByte('\\')
			out.WriteByte(text[i])
		default:
			out.WriteByte(c)
		}
	}
	return out.String(), true
}

func regexpSplit(c *Call) (engineExpression, error) {
	e, err := c.pattern(1)
	if err != nil {
		return nil, err
	}
	return Engine("regexp_split_to_array", c.Arguments[0], ast.String(e.text)), c.neverEmpty(e)
}

func regexpCount(c *Call) (engineExpression, error) {
	e, err := c.pattern(1)
	if err != nil {
		return nil, err
	}
	return Engine("len", Engine("regexp_extract_all", c.Arguments[0], ast.String(e.text))), c.neverEmpty(e)
}
