package calc

import (
	"slices"
	"strconv"
	"strings"

	"interlaken/fault"
)

// Limits of an expression. The first is Quick Sight's (API Reference, CalculatedField), the other guards the stack.
const (
	MaxCharacters = 32_000
	maxDepth      = 200
)

// reader reads a tree from tokens.
type reader struct {
	tokens []token
	depth  int
}

// Parse reads an expression. Names of fields and parameters are left as they stand; those of functions are resolved.
func Parse(source string) (Node, error) {
	if len([]rune(source)) > MaxCharacters {
		return nil, fault.New(fault.Limit, "The expression has more than %d characters.", MaxCharacters)
	}
	tokens, err := scan(source)
	if err != nil {
		return nil, err
	}
	p := &reader{tokens: tokens}
	if p.peek().kind == end {
		return nil, invalid(p.peek().at, "There is no expression.")
	}
	n, err := p.expression(0)
	if err != nil {
		return nil, err
	}
	if t := p.peek(); t.kind != end {
		return nil, invalid(t.at, "The expression ends before %s; an operator or a comma is missing, or a parenthesis is too much.", t)
	}
	return n, nil
}

func (p *reader) peek() token { return p.tokens[0] }

func (p *reader) next() token {
	t := p.tokens[0]
	if t.kind != end {
		p.tokens = p.tokens[1:]
	}
	return t
}

// is reports whether the next token is a symbol or a keyword, which has no case.
func (p *reader) is(want string) bool {
	t := p.peek()
	return t.kind == symbol && t.value == want || t.kind == word && strings.EqualFold(t.value, want)
}

func (p *reader) take(want string) bool {
	if !p.is(want) {
		return false
	}
	p.next()
	return true
}

func (p *reader) expect(want, after string) error {
	if p.take(want) {
		return nil
	}
	return invalid(p.peek().at, "%s needs a %s, not %s.", after, want, p.peek())
}

// operator returns the operator that the next token is, "" if it is none.
func (p *reader) operator() string {
	t := p.peek()
	if t.kind != symbol && t.kind != word {
		return ""
	}
	o := strings.ToUpper(t.value)
	if o == "!=" {
		o = "<>"
	}
	if binding[o] == 0 {
		return ""
	}
	return o
}

// expression reads operands and the operators that hold at least so strongly. Equals associate to the left, ^ to the
// right; two comparisons do not follow each other.
func (p *reader) expression(least int) (Node, error) {
	if p.depth++; p.depth > maxDepth {
		return nil, problem(p.peek().at, fault.Limit, "The expression is nested more than %d deep.", maxDepth)
	}
	defer func() { p.depth-- }()
	x, err := p.operand()
	if err != nil {
		return nil, err
	}
	for {
		o := p.operator()
		own := binding[o]
		if o == "" || own < least {
			return x, nil
		}
		at := p.next().at
		above := own + 1
		if o == "^" {
			above = own
		}
		y, err := p.expression(above)
		if err != nil {
			return nil, err
		}
		x = &Binary{o, x, y, at}
		if own == binding["="] && binding[p.operator()] == own {
			return nil, invalid(p.peek().at, "A comparison cannot be compared again; AND or OR is missing before %s.", p.peek())
		}
	}
}

// operand reads what stands between operators.
func (p *reader) operand() (Node, error) {
	t := p.next()
	switch t.kind {
	case braced:
		return &Field{t.value, false, t.at}, nil
	case parameter:
		return &Parameter{t.value, t.at}, nil
	case special:
		if !strings.EqualFold(t.value, "visualDimensions") {
			return nil, invalid(t.at, "There is no %s; a parameter stands in braces: ${%s}.", t, t.value)
		}
		return &Dimensions{t.at}, nil
	case text:
		return &Literal{String, t.value, t.at}, nil
	case number:
		if _, err := strconv.ParseInt(t.value, 10, 64); err == nil {
			return &Literal{Integer, t.value, t.at}, nil
		}
		return &Literal{Decimal, t.value, t.at}, nil // with a point, or more than an integer holds
	case word:
		return p.word(t)
	case symbol:
		switch t.value {
		case "-":
			x, err := p.expression(bindingMinus)
			return &Unary{"-", x, t.at}, err
		case "+":
			return p.expression(bindingMinus)
		case "(":
			x, err := p.expression(0)
			if err != nil {
				return nil, err
			}
			return x, p.expect(")", "What begins with ( at "+t.at.String())
		case "[":
			return p.list(t)
		}
	}
	return nil, invalid(t.at, "An expression is missing before %s.", t)
}

// word reads what begins with a bare name: a keyword, a call or a field.
func (p *reader) word(t token) (Node, error) {
	switch strings.ToUpper(t.value) {
	case "NOT":
		x, err := p.expression(bindingNot)
		return &Unary{"NOT", x, t.at}, err
	case "AND", "OR":
		return nil, invalid(t.at, "An expression is missing before %s.", t)
	}
	if p.is("(") {
		return p.call(t)
	}
	switch upper := strings.ToUpper(t.value); upper {
	case "NULL":
		return &Literal{Unknown, upper, t.at}, nil
	case "TRUE", "FALSE":
		return &Literal{Boolean, upper, t.at}, nil
	}
	return &Field{t.value, true, t.at}, nil
}

func (p *reader) call(name token) (Node, error) {
	f := Lookup(name.value)
	if f == nil {
		return nil, invalid(name.at, "There is no function %s.%s", name.value, suggestion(name.value, slices.Sorted(functionNames())))
	}
	c := &Call{Function: f, at: name.at}
	p.next()
	if p.take(")") {
		return c, nil
	}
	for {
		a, err := p.expression(0)
		if err != nil {
			return nil, err
		}
		c.Arguments = append(c.Arguments, a)
		if !p.take(",") {
			return c, p.expect(")", "The call of "+f.Name+" at "+name.at.String())
		}
	}
}

func (p *reader) list(open token) (Node, error) {
	l := &List{at: open.at}
	if p.take("]") {
		return l, nil
	}
	for {
		item := Item{Excluded: p.take("!")}
		var err error
		if item.X, err = p.expression(0); err != nil {
			return nil, err
		}
		item.Descending = p.take("DESC")
		if !item.Descending {
			p.take("ASC")
		}
		l.Items = append(l.Items, item)
		if !p.take(",") {
			return l, p.expect("]", "The list at "+open.at.String())
		}
	}
}
