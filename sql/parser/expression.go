package parser

import (
	"interlaken/sql/ast"
	"interlaken/sql/token"
)

// expression parses any expression: a value, a predicate, or both joined by NOT, AND and OR.
func (p *parser) expression() ast.Expression {
	defer p.enter()()
	p.rule("<expression>")
	return p.logical("OR", func() ast.Expression { return p.logical("AND", p.negation) })
}

// logical parses terms with a word between, into one flat node.
func (p *parser) logical(word string, term func() ast.Expression) ast.Expression {
	start := p.index
	first := term()
	if !p.at(word) {
		return first
	}
	l := &ast.Logical{Or: word == "OR"}
	add := func(e ast.Expression) {
		if inner, ok := e.(*ast.Logical); ok && inner.Or == l.Or {
			l.Terms = append(l.Terms, inner.Terms...)
			return
		}
		l.Terms = append(l.Terms, e)
	}
	add(first)
	for p.accept(word) {
		add(term())
	}
	p.grow()
	l.Place = p.place(start)
	return l
}

func (p *parser) negation() ast.Expression {
	start := p.index
	p.rule("<expression>")
	if !p.accept("NOT") {
		return p.predicate()
	}
	defer p.enter()()
	operand := p.negation()
	return &ast.Not{Place: p.place(start), Operand: operand}
}

// predicate parses a value and at most one predicate on it: a = b = c is no expression.
func (p *parser) predicate() ast.Expression {
	defer p.apart()()
	start := p.index
	operand := p.value(0)
	p.note("<predicate>")
	at := p.index
	not := p.is("NOT", "BETWEEN") || p.is("NOT", "IN") || p.is("NOT", "LIKE")
	if operator, ok := comparisons[p.current().Key]; ok {
		p.next()
		p.grow()
		return p.comparison(start, at, operator, operand)
	}
	if !not && !p.isAny("BETWEEN", "IN", "LIKE", "IS") {
		return operand
	}
	if not {
		p.next()
	}
	p.grow()
	switch p.next().Key {
	case "BETWEEN":
		low := p.value(0)
		p.expect("AND")
		high := p.value(0)
		return &ast.Between{Place: p.placeAt(start, at), Operand: operand, Low: low, High: high, Not: not}
	case "LIKE":
		like := &ast.Like{Operand: operand, Pattern: p.value(0), Not: not}
		if p.accept("ESCAPE") {
			like.Escape = p.value(0)
		}
		like.Place = p.placeAt(start, at)
		return like
	case "IN":
		return p.in(start, at, operand, not)
	}
	not = p.accept("NOT")
	if p.accept("NULL") {
		return &ast.IsNull{Place: p.placeAt(start, at), Operand: operand, Not: not}
	}
	p.expect("DISTINCT", "FROM")
	right := p.value(0)
	return &ast.IsDistinct{Place: p.placeAt(start, at), Left: operand, Right: right, Not: not}
}

var comparisons = map[string]ast.Operator{
	"=": ast.Equals, "<>": ast.NotEquals, "!=": ast.NotEquals,
	"<": ast.Less, "<=": ast.LessOrEqual, ">": ast.Greater, ">=": ast.GreaterOrEqual,
}

func (p *parser) comparison(start, at int, operator ast.Operator, left ast.Expression) ast.Expression {
	if p.isAny("ALL", "ANY", "SOME") && p.groups.query[p.index+1] {
		quantifier := []ast.Quantifier{ast.All, ast.Any, ast.Some}[p.choose("ALL", "ANY", "SOME")]
		query := p.subquery()
		return &ast.Quantified{Place: p.placeAt(start, at), Operator: operator, Quantifier: quantifier, Operand: left, Query: query}
	}
	right := p.value(0)
	return &ast.Binary{Place: p.placeAt(start, at), Operator: operator, Left: left, Right: right}
}

// in parses what follows IN. IN ((SELECT 1)) is a list of one scalar subquery, as in Trino.
func (p *parser) in(start, at int, operand ast.Expression, not bool) ast.Expression {
	p.expect("(")
	if p.groups.query[p.index-1] && (p.current().Key != "(" || p.afterGroup(p.index).Key != ")") {
		query := p.query()
		p.expect(")")
		return &ast.InQuery{Place: p.placeAt(start, at), Operand: operand, Query: query, Not: not}
	}
	p.note("<query>")
	items := list(p, p.expression)
	p.expect(")")
	return &ast.InList{Place: p.placeAt(start, at), Operand: operand, Items: items, Not: not}
}

// operand parses a value inside brackets.
func (p *parser) operand() ast.Expression {
	defer p.enter()()
	return p.value(0)
}

// value parses arithmetic and || by precedence: what binds tighter than level.
func (p *parser) value(level int) ast.Expression {
	defer p.apart()()
	p.rule("<expression>")
	start := p.index
	left := p.signed()
	for {
		operator, binds := ast.Concat, 0
		at := p.index
		switch {
		case p.at("*"):
			operator, binds = ast.Multiply, 3
		case p.at("/"):
			operator, binds = ast.Divide, 3
		case p.at("%"):
			operator, binds = ast.Modulo, 3
		case p.at("+"):
			operator, binds = ast.Add, 2
		case p.at("-"):
			operator, binds = ast.Subtract, 2
		case p.at("||"):
			binds = 1
		}
		if binds <= level {
			return left
		}
		p.next()
		right := p.value(binds)
		p.grow()
		left = &ast.Binary{Place: p.placeAt(start, at), Operator: operator, Left: left, Right: right}
	}
}

// signed parses signs before a value. A minus directly before a number belongs to the number.
func (p *parser) signed() ast.Expression {
	start := p.index
	number := isNumber(p.ahead(1))
	if p.is("-") && !number || p.is("+") {
		defer p.enter()()
		negative := p.next().Key == "-"
		operand := p.signed()
		return &ast.Unary{Place: p.place(start), Negative: negative, Operand: operand}
	}
	e := p.primary()
	for p.at("AT", "TIME", "ZONE") {
		at := p.index
		p.expect("AT", "TIME", "ZONE")
		zone := p.zone()
		p.grow()
		e = &ast.AtTimeZone{Place: p.placeAt(start, at), Operand: e, Zone: zone}
	}
	return e
}

// zone parses what Trino's grammar takes for a time zone: a string or an interval.
func (p *parser) zone() ast.Expression {
	if p.atInterval() {
		return p.interval()
	}
	p.note("'INTERVAL'")
	return p.stringLiteral()
}

func isNumber(t token.Token) bool {
	return t.Kind == token.Integer || t.Kind == token.Decimal || t.Kind == token.Double
}
