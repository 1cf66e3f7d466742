package function

import (
	"regexp"
	"regexp/syntax"
	"strings"

	"interlaken/sql/ast"
)

func init() {
	register(
		scalar("regexp_like", "Whether a regular expression matches somewhere in the text.", regexpLike, "(varchar, varchar) -> boolean"),
		scalar("regexp_extract", "First match of a regular expression, or a group of it; null without a match.", over(regexpExtract), "(varchar, varchar, [bigint]) -> varchar"),
		scalar("regexp_extract_all", "All matches of a regular expression, or of a group of it.", regexpExtractAll, "(varchar, varchar, [bigint]) -> array(varchar)"),
		scalar("regexp_replace", "Replaces or removes each match of a regular expression; $1 stands for a group.", regexpReplace, "(varchar, varchar, [varchar]) -> varchar"),
		scalar("regexp_split", "Parts of a text between the matches of a regular expression.", regexpSplit, "(varchar, varchar) -> array(varchar)"),
		scalar("regexp_count", "Number of matches of a regular expression.", regexpCount, "(varchar, varchar) -> bigint"),
	)
}

// expression is a regular expression that Java and RE2 read alike.
type expression struct {
	text       string
	groups     int
	optional   map[int]bool // groups that may take no part in a match
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
	e := &expression{text: text, groups: compiled.NumSubexp(), optional: map[int]bool{}, matchEmpty: compiled.MatchString("") || hasOnlyAnchors(tree)}
	markOptional(tree, false, e.optional)
	return e, nil
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

func markOptional(r *syntax.Regexp, optional bool, out map[int]bool) {
	switch r.Op {
	case syntax.OpCapture:
		out[r.Cap] = optional
	case syntax.OpStar, syntax.OpQuest, syntax.OpAlternate:
		optional = true
	case syntax.OpRepeat:
		optional = optional || r.Min == 0
	}
	for _, s := range r.Sub {
		markOptional(s, optional, out)
	}
}

// group reads the group's number; a group that may be absent from a match is null in Trino and empty in the engine.
func (c *Call) group(e *expression) (int64, error) {
	if len(c.Arguments) < 3 {
		return 0, nil
	}
	n, ok := c.Source[2].(*ast.IntegerLiteral)
	if !ok || n.Value < 0 || n.Value > int64(e.groups) || n.Value > 9 || e.optional[int(n.Value)] {
		return 0, c.unsupported("%s with this group of the pattern", c.Match.Function.Name)
	}
	return n.Value, nil
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
	group, err := c.group(e)
	if err != nil {
		return nil, err
	}
	nothing, err := null(c.Match.Result)
	return If(Engine("regexp_matches", x[0], ast.String(e.text)),
		Engine("regexp_extract", x[0], ast.String(e.text), ast.Integer(group)), nothing), err
}

func regexpExtractAll(c *Call) (engineExpression, error) {
	e, err := c.pattern(1)
	if err != nil {
		return nil, err
	}
	if err := c.neverEmpty(e); err != nil {
		return nil, err
	}
	group, err := c.group(e)
	return Engine("regexp_extract_all", c.Arguments[0], ast.String(e.text), ast.Integer(group)), err
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
			return nil, c.unsupported("regexp_replace with a replacement that is not a constant")
		}
		if with, ok = replacement(text, e.groups); !ok {
			return nil, c.unsupported("Unsupported replacement in regexp_replace: %s", text)
		}
	}
	return Engine("regexp_replace", c.Arguments[0], ast.String(e.text), ast.String(with), ast.String("g")), nil
}

// replacement turns Java's $1 into RE2's \1.
func replacement(text string, groups int) (string, bool) {
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
			if i == len(text) || text[i] < '0' || text[i] > '9' || int(text[i]-'0') > groups {
				return "", false
			}
			// Java takes further digits while there is such a group; RE2 has one digit only.
			if i+1 < len(text) && text[i+1] >= '0' && text[i+1] <= '9' && groups > 9 {
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
