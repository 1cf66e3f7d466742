// Package parser turns SQL text into the tree of sql/ast: Trino's statements as Athena takes them, and Athena's Hive
// DDL. It is a hand-made recursive descent that never goes back; its messages are worded as Trino's. It knows grammar
// only: whether a table, column, function or type exists is the question of sql/analyze. Whoever has SQL text may use it.
//
// The size of the text is the caller's to limit (Athena: 262,144 bytes); the depth of the tree is limited here.
package parser

import (
	"slices"
	"strings"
	"unicode/utf8"

	"interlaken/fault"
	"interlaken/sql/ast"
	"interlaken/sql/token"
)

// Malformed is the code of every error that this package returns, as Athena has it in AthenaErrorCode. The place is
// found with token.PosOf.
const Malformed fault.Code = "MALFORMED_QUERY"

// DefaultMaxDepth is the depth of tree that a Parser takes if no other is set.
const DefaultMaxDepth = 1000

// Parser is the settings of parsing; the zero value is ready for use. It may be used by several goroutines.
type Parser struct {
	// MaxDepth is how many levels the tree may have: nested parentheses, calls, queries and chains of operators of one
	// precedence count. Zero stands for DefaultMaxDepth. It keeps whoever walks the tree from a stack without end.
	MaxDepth int
	// Start is where the text begins in a longer one, of which messages and nodes name the lines and columns; offsets
	// are those in the text itself. Zero for a text of its own.
	Start token.Pos
}

// ParseStatement parses one statement of any kind, with at most one semicolon behind it.
func ParseStatement(text string) (ast.Statement, error) { return Parser{}.Statement(text) }

// ParseQuery parses a text that must be one query expression, as ParseStatement does.
func ParseQuery(text string) (*ast.Query, error) { return Parser{}.Query(text) }

// ParseExpression parses a text that must be one expression; no semicolon may follow.
func ParseExpression(text string) (ast.Expression, error) { return Parser{}.Expression(text) }

// ParseType parses a text that must be one type in Trino's spelling.
func ParseType(text string) (*ast.DataType, error) { return Parser{}.Type(text) }

// Statement is ParseStatement with the parser's settings.
func (s Parser) Statement(text string) (ast.Statement, error) {
	p := s.over(text, token.Trino)
	if isHive(p.tokens) {
		p = s.over(text, token.Hive)
		return run(p, func() ast.Statement { return whole(p, p.hiveStatement) })
	}
	return run(p, func() ast.Statement { return whole(p, p.statement) })
}

// Query is ParseQuery with the parser's settings.
func (s Parser) Query(text string) (*ast.Query, error) {
	p := s.over(text, token.Trino)
	return run(p, func() *ast.Query { return whole(p, p.query) })
}

// Expression is ParseExpression with the parser's settings.
func (s Parser) Expression(text string) (ast.Expression, error) {
	p := s.over(text, token.Trino)
	return run(p, func() ast.Expression {
		e := p.expression()
		p.end()
		return e
	})
}

// Type is ParseType with the parser's settings.
func (s Parser) Type(text string) (*ast.DataType, error) {
	p := s.over(text, token.Trino)
	return run(p, func() *ast.DataType {
		t := p.dataType()
		p.end()
		return t
	})
}

// whole parses a statement, the semicolon that may follow, and the end.
func whole[T any](p *parser, statement func() T) T {
	t := statement()
	p.accept(";")
	p.end()
	return t
}

// parser is the state of one parsing.
type parser struct {
	text   string
	tokens []token.Token
	index  int // of the current token
	groups groups
	// expected is what was looked for at the current token, in no order and with repetitions.
	expected []string
	// silent is the index of the token at which nothing is added to expected any more, since a rule that includes all
	// that follows has its name there.
	silent     int
	maxDepth   int
	depth      int // of the rules now open
	height     int // of the tallest tree made in the rule now open
	parameters int // seen so far
}

func (s Parser) over(text string, dialect token.Dialect) *parser {
	limit := s.MaxDepth
	if limit <= 0 {
		limit = DefaultMaxDepth
	}
	tokens := token.Scan(text, dialect)
	if s.Start.IsValid() {
		for i := range tokens {
			tokens[i].Start, tokens[i].End = within(s.Start, tokens[i].Start), within(s.Start, tokens[i].End)
		}
	}
	return &parser{text: text, tokens: tokens, groups: groupsOf(tokens), silent: -1, maxDepth: limit}
}

// failure is what a rule panics with to end the parsing; it does not leave this package.
type failure struct{ err error }

func run[T any](p *parser, rule func() T) (result T, err error) {
	defer func() {
		switch r := recover().(type) {
		case nil:
		case failure:
			var none T
			result, err = none, r.err
		default:
			panic(r)
		}
	}()
	if !utf8.ValidString(p.text) {
		p.failAt(p.tokens[0].Start, "The text is not valid UTF-8")
	}
	return rule(), nil
}

// failAt ends the parsing with a message about a place.
func (p *parser) failAt(pos token.Pos, format string, args ...any) {
	panic(failure{token.Fault(Malformed, pos, format, args...)})
}

// fail ends the parsing at the current token, which is none of those that were looked for.
func (p *parser) fail() {
	t := p.current()
	switch t.Kind {
	case token.Backquoted:
		p.failAt(t.Start, "backquoted identifiers are not supported; use double quotes to quote identifiers")
	case token.DigitWord:
		p.failAt(t.Start, "identifiers must not start with a digit; surround the identifier with double quotes")
	}
	input := t.Text
	if t.Kind == token.EOF {
		input = "<EOF>"
	}
	slices.Sort(p.expected)
	p.failAt(t.Start, "mismatched input '%s'. Expecting: %s", input, strings.Join(slices.Compact(p.expected), ", "))
}

// enter opens a rule that may contain itself; the function returned closes it.
func (p *parser) enter() func() {
	saved := p.height
	p.height = 0
	p.depth++
	p.checkDepth()
	return func() {
		p.depth--
		p.height = max(saved, p.height+1)
	}
}

// apart opens a part of a rule whose trees stand beside those made before; the function returned closes it.
func (p *parser) apart() func() {
	saved := p.height
	p.height = 0
	return func() { p.height = max(saved, p.height) }
}

// grow counts one more level over the trees made in the rule now open.
func (p *parser) grow() {
	p.height++
	p.checkDepth()
}

func (p *parser) checkDepth() {
	if p.depth+p.height > p.maxDepth {
		p.failAt(p.current().Start, "statement is nested too deeply: more than %d levels", p.maxDepth)
	}
}

func (p *parser) current() token.Token { return p.tokens[p.index] }

// ahead is the token n after the current one, EOF past the end.
func (p *parser) ahead(n int) token.Token {
	return p.tokens[min(p.index+n, len(p.tokens)-1)]
}

// next moves past the current token and returns it.
func (p *parser) next() token.Token {
	t := p.tokens[p.index]
	if t.Kind != token.EOF {
		p.index++
		p.expected = p.expected[:0]
	}
	return t
}

// note adds to what was looked for at the current token.
func (p *parser) note(name string) {
	if p.silent != p.index {
		p.expected = append(p.expected, name)
	}
}

// rule notes the name of a rule and keeps what it begins with from being noted.
func (p *parser) rule(name string) {
	p.note(name)
	p.silent = p.index
}

// is tells whether the tokens from the current one on have these keys.
func (p *parser) is(keys ...string) bool {
	for i, k := range keys {
		if p.ahead(i).Key != k {
			return false
		}
	}
	return true
}

// isAny tells whether the current token has one of the keys.
func (p *parser) isAny(keys ...string) bool { return slices.Contains(keys, p.current().Key) }

// at is is for the first key, noted; it tells whether all keys come.
func (p *parser) at(keys ...string) bool {
	if p.is(keys...) {
		return true
	}
	p.note("'" + keys[0] + "'")
	return false
}

// accept moves past the keys if all of them come.
func (p *parser) accept(keys ...string) bool {
	if !p.at(keys...) {
		return false
	}
	for range keys {
		p.next()
	}
	return true
}

// expect moves past the keys, which must come.
func (p *parser) expect(keys ...string) {
	for _, k := range keys {
		if !p.accept(k) {
			p.fail()
		}
	}
}

// end demands the end of the text.
func (p *parser) end() {
	if p.current().Kind != token.EOF {
		p.note("<EOF>")
		p.fail()
	}
}

// choose moves past one of the words, which must come, and returns its index.
func (p *parser) choose(keys ...string) int {
	for i, k := range keys {
		if p.accept(k) {
			return i
		}
	}
	p.fail()
	return -1
}

// place is from the token at index start up to the last one passed.
func (p *parser) place(start int) ast.Place { return p.placeAt(start, start) }

// placeAt is place with another token as the one that messages name.
func (p *parser) placeAt(start, at int) ast.Place {
	return ast.Place{
		At:     p.tokens[at].Start,
		Extent: token.Span{Start: p.tokens[start].Start, End: p.tokens[max(p.index-1, start)].End},
	}
}

// list parses one or more elements with commas between.
func list[T any](p *parser, element func() T) []T {
	elements := []T{element()}
	for p.accept(",") {
		elements = append(elements, element())
	}
	return elements
}

// inParentheses parses ( rule ).
func inParentheses[T any](p *parser, rule func() T) T {
	p.expect("(")
	t := rule()
	p.expect(")")
	return t
}

// listInParentheses parses ( element, … ).
func listInParentheses[T any](p *parser, element func() T) []T {
	return inParentheses(p, func() []T { return list(p, element) })
}
