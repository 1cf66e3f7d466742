package parser

import (
	"slices"

	"interlaken/sql/ast"
	"interlaken/sql/token"
)

// primary parses what no operator parts, with the subscripts and fields behind it.
func (p *parser) primary() ast.Expression {
	p.rule("<expression>")
	start := p.index
	e := p.primaryBase()
	for {
		switch {
		case p.accept("["):
			index := p.operand()
			p.expect("]")
			p.grow()
			e = &ast.Subscript{Place: p.place(start), Base: e, Index: index}
		case p.at(".") && p.ahead(1).Key != "*":
			p.next()
			field := p.identifier()
			p.grow()
			e = &ast.Dereference{Place: p.place(start), Base: e, Field: field}
		default:
			return e
		}
	}
}

func (p *parser) primaryBase() ast.Expression {
	start := p.index
	t := p.current()
	switch t.Kind {
	case token.Integer, token.Decimal, token.Double:
		return p.number(start)
	case token.String, token.UnicodeString:
		return p.stringLiteral()
	case token.Binary:
		return p.binary()
	case token.Quoted:
		return p.named()
	case token.Symbol:
		switch t.Key {
		case "(":
			return p.parenthesized()
		case "?":
			return p.parameter()
		case "-":
			if isNumber(p.ahead(1)) {
				p.next()
				return p.number(start)
			}
		}
	case token.Word:
		if rule, ok := special[t.Key]; ok && rule.begins(p) {
			return rule.parse(p)
		}
		if isName(t) {
			return p.named()
		}
	}
	p.fail()
	return nil
}

// form is a form of primary expression that begins with a word of its own.
type form struct {
	begins func(*parser) bool
	parse  func(*parser) ast.Expression
}

// special has the forms by first word. It is filled at start since the rules contain one another.
var special map[string]form

func init() {
	always := func(*parser) bool { return true }
	before := func(keys ...string) func(*parser) bool {
		return func(p *parser) bool { return slices.Contains(keys, p.ahead(1).Key) }
	}
	special = map[string]form{
		"NULL": {always, func(p *parser) ast.Expression {
			p.next()
			return &ast.NullLiteral{Place: p.place(p.index - 1)}
		}},
		"TRUE":        {always, (*parser).boolean},
		"FALSE":       {always, (*parser).boolean},
		"CASE":        {always, (*parser).caseExpression},
		"CAST":        {always, (*parser).cast},
		"TRY_CAST":    {before("("), (*parser).cast},
		"EXISTS":      {always, (*parser).exists},
		"EXTRACT":     {always, (*parser).extract},
		"TRIM":        {always, (*parser).trim},
		"NORMALIZE":   {always, (*parser).normalize},
		"POSITION":    {before("("), (*parser).position},
		"ARRAY":       {before("["), (*parser).array},
		"ROW":         {before("("), (*parser).row},
		"INTERVAL":    {(*parser).atInterval, (*parser).interval},
		"DOUBLE":      {before("PRECISION"), (*parser).typedLiteral},
		"LISTAGG":     {always, (*parser).call},
		"GROUPING":    {always, (*parser).call},
		"JSON_EXISTS": {always, (*parser).jsonExists},
		"JSON_VALUE":  {always, (*parser).jsonValue},
		"JSON_QUERY":  {always, (*parser).jsonQuery},
		"JSON_OBJECT": {always, (*parser).jsonObject},
		"JSON_ARRAY":  {always, (*parser).jsonArray},
		"RUNNING":     {(*parser).atMode, (*parser).call},
		"FINAL":       {(*parser).atMode, (*parser).call},
	}
	for kind := ast.CurrentDate; kind <= ast.CurrentPath; kind++ {
		special[kind.String()] = form{always, func(p *parser) ast.Expression { return p.currentValue(kind) }}
	}
}

// named parses what begins with a name: a lambda, a typed literal, a call, a measure or the name alone.
func (p *parser) named() ast.Expression {
	start := p.index
	after := p.ahead(1)
	switch {
	case after.Key == "->":
		return p.lambda()
	case isString(after):
		return p.typedLiteral()
	case p.atCall(p.index):
		return p.call()
	}
	name := p.identifier()
	if p.is("OVER") && (p.ahead(1).Key == "(" || isName(p.ahead(1))) {
		p.next()
		window := p.window()
		return &ast.MeasureOver{Place: p.place(start), Name: name, Over: window}
	}
	return name
}

// atCall tells whether a qualified name and an opening parenthesis stand at an index.
func (p *parser) atCall(index int) bool {
	for isName(p.tokens[index]) && p.tokens[index+1].Key == "." {
		index += 2
	}
	return isName(p.tokens[index]) && p.tokens[index+1].Key == "("
}

// parenthesized parses what begins with a parenthesis: a lambda, a subquery, a row or an expression.
func (p *parser) parenthesized() ast.Expression {
	start := p.index
	if p.afterGroup(p.index).Key == "->" {
		return p.lambda()
	}
	if p.atQuery() {
		query := p.subquery()
		return &ast.ScalarSubquery{Place: p.place(start), Query: query}
	}
	p.expect("(")
	p.note("<query>")
	items := list(p, p.expression)
	p.expect(")")
	if len(items) == 1 {
		return items[0]
	}
	return &ast.Row{Place: p.place(start), Items: items}
}

func (p *parser) lambda() ast.Expression {
	start := p.index
	var parameters []*ast.Identifier
	if p.accept("(") {
		if !p.at(")") {
			parameters = list(p, p.identifier)
		}
		p.expect(")")
	} else {
		parameters = []*ast.Identifier{p.identifier()}
	}
	p.expect("->")
	body := p.expression()
	return &ast.Lambda{Place: p.place(start), Parameters: parameters, Body: body}
}

func (p *parser) typedLiteral() ast.Expression {
	start := p.index
	text := p.typeName()
	if text == "double" {
		p.accept("PRECISION")
	}
	dataType := &ast.DataType{Place: p.place(start)}
	if t, ok := typeOf(text, nil); ok {
		dataType.Type = t
	} else {
		dataType.Text = text
	}
	value := p.stringLiteral()
	return &ast.TypedLiteral{Place: p.place(start), Type: dataType, Value: value.Value}
}

func (p *parser) boolean() ast.Expression {
	start := p.index
	value := p.next().Key == "TRUE"
	return &ast.BooleanLiteral{Place: p.place(start), Value: value}
}

func (p *parser) caseExpression() ast.Expression {
	start := p.index
	p.expect("CASE")
	c := &ast.Case{}
	if !p.at("WHEN") {
		c.Operand = p.expression()
	}
	for len(c.Whens) == 0 || p.at("WHEN") {
		from := p.index
		p.expect("WHEN")
		condition := p.expression()
		p.expect("THEN")
		result := p.expression()
		c.Whens = append(c.Whens, &ast.When{Place: p.place(from), Condition: condition, Result: result})
	}
	if p.accept("ELSE") {
		c.Else = p.expression()
	}
	p.expect("END")
	c.Place = p.place(start)
	return c
}

func (p *parser) cast() ast.Expression {
	start := p.index
	c := &ast.Cast{Try: p.next().Key == "TRY_CAST"}
	p.expect("(")
	c.Operand = p.expression()
	p.expect("AS")
	c.Type = p.dataType()
	p.expect(")")
	c.Place = p.place(start)
	return c
}

func (p *parser) exists() ast.Expression {
	start := p.index
	p.next()
	query := p.subquery()
	return &ast.Exists{Place: p.place(start), Query: query}
}

func (p *parser) array() ast.Expression {
	start := p.index
	p.expect("ARRAY", "[")
	a := &ast.Array{}
	if !p.at("]") {
		a.Items = list(p, p.expression)
	}
	p.expect("]")
	a.Place = p.place(start)
	return a
}

func (p *parser) row() ast.Expression {
	start := p.index
	p.next()
	items := listInParentheses(p, p.expression)
	return &ast.Row{Place: p.place(start), Items: items}
}

func (p *parser) currentValue(kind ast.CurrentKind) ast.Expression {
	start := p.index
	p.next()
	c := &ast.Current{Kind: kind, Precision: -1}
	if kind >= ast.CurrentTime && kind <= ast.LocalTimestamp && p.accept("(") {
		c.Precision = p.smallInteger()
		p.expect(")")
	}
	c.Place = p.place(start)
	return c
}

func (p *parser) extract() ast.Expression {
	start := p.index
	p.next()
	p.expect("(")
	p.note("<identifier>")
	if !isName(p.current()) {
		p.fail()
	}
	field := p.current().Key
	if field == "" {
		p.fail()
	}
	p.next()
	p.expect("FROM")
	operand := p.operand()
	p.expect(")")
	return &ast.Extract{Place: p.place(start), Field: field, Operand: operand}
}

func (p *parser) trim() ast.Expression {
	start := p.index
	p.next()
	p.expect("(")
	t := &ast.Trim{}
	specified := false
	for side := ast.TrimBoth; side <= ast.TrimTrailing; side++ {
		if p.is(side.String()) && (p.ahead(1).Key == "FROM" || beginsOperand(p.ahead(1))) {
			t.Side, specified = side, true
			p.next()
			break
		}
	}
	if !specified || !p.at("FROM") {
		t.Operand = p.operand()
	}
	switch {
	case p.accept("FROM"):
		t.Characters = t.Operand
		t.Operand = p.operand()
	case specified:
		p.fail()
	case p.accept(","):
		t.Characters = p.operand()
	}
	p.expect(")")
	t.Place = p.place(start)
	return t
}

// beginsOperand tells whether a token after a word that is a keyword or a name shows that it is a keyword.
func beginsOperand(t token.Token) bool {
	switch t.Kind {
	case token.Symbol:
		return t.Key == "(" || t.Key == "?"
	case token.Word:
		_, form := special[t.Key]
		return form || isName(t) || t.Key == "NOT"
	}
	return t.Kind >= token.Quoted
}

func (p *parser) normalize() ast.Expression {
	start := p.index
	p.next()
	p.expect("(")
	n := &ast.Normalize{Operand: p.operand(), Form: "NFC"}
	if p.accept(",") {
		forms := []string{"NFD", "NFC", "NFKD", "NFKC"}
		n.Form = forms[p.choose(forms...)]
	}
	p.expect(")")
	n.Place = p.place(start)
	return n
}

// position parses POSITION(a IN b), which is strpos(b, a).
func (p *parser) position() ast.Expression {
	start := p.index
	p.next()
	p.expect("(")
	part := p.operand()
	p.expect("IN")
	whole := p.operand()
	p.expect(")")
	place := ast.Place{At: p.tokens[start].Start, Extent: token.Span{Start: p.tokens[start].Start, End: p.tokens[start].End}}
	name := &ast.QualifiedName{Place: place, Parts: []*ast.Identifier{{Place: place, Text: "strpos"}}}
	return &ast.Call{Place: p.place(start), Name: name, Arguments: []ast.Expression{whole, part}}
}

// smallInteger parses the digits of a precision, length or count.
func (p *parser) smallInteger() int {
	p.note("<integer>")
	if p.current().Kind != token.Integer {
		p.fail()
	}
	t := p.current()
	value := p.number(p.index).(*ast.IntegerLiteral).Value
	if value > 1<<31-1 {
		p.failAt(t.Start, "Invalid numeric literal: %s", t.Text)
	}
	return int(value)
}
