package parser

import "interlaken/sql/ast"

// atMode tells whether RUNNING or FINAL stands before a call.
func (p *parser) atMode() bool { return p.atCall(p.index + 1) }

// call parses [RUNNING | FINAL] name(arguments) and what may follow it.
func (p *parser) call() ast.Expression {
	start := p.index
	c := &ast.Call{}
	if p.isAny("RUNNING", "FINAL") && p.atMode() {
		c.Mode = map[string]ast.PatternMode{"RUNNING": ast.ModeRunning, "FINAL": ast.ModeFinal}[p.next().Key]
	}
	if p.isAny("LISTAGG", "GROUPING") { // reserved words
		word := p.next()
		place := p.place(p.index - 1)
		c.Name = &ast.QualifiedName{Place: place, Parts: []*ast.Identifier{{Place: place, Text: word.Text}}}
	} else {
		c.Name = p.qualifiedName()
	}
	name := c.Name.Key()
	p.expect("(")
	p.arguments(c)
	if name == "substring" && len(c.Arguments) == 1 && p.accept("FROM") {
		c.Arguments = append(c.Arguments, p.operand())
		if p.accept("FOR") {
			c.Arguments = append(c.Arguments, p.operand())
		}
	}
	if name == "listagg" && p.accept("ON") {
		c.Overflow = p.listaggOverflow()
	}
	if p.accept("ORDER") {
		c.OrderBy = p.orderBy()
	}
	p.expect(")")
	p.afterCall(c, name)
	c.Place = p.place(start)
	return c
}

// arguments parses * | label.* | [DISTINCT | ALL] expression, …
func (p *parser) arguments(c *ast.Call) {
	switch {
	case p.accept("*"):
		c.Star = true
		return
	case isName(p.current()) && p.ahead(1).Key == "." && p.ahead(2).Key == "*":
		c.StarLabel = p.identifier()
		p.expect(".", "*")
		c.Star = true
		return
	case p.at(")"), p.at("ORDER"):
		return
	case p.accept("DISTINCT"):
		c.Distinct = true
	case p.is("ALL") && beginsOperand(p.ahead(1)):
		p.next()
	}
	c.Arguments = list(p, p.expression)
}

// afterCall parses WITHIN GROUP, FILTER, the treatment of nulls and OVER. Their words are names too, so that each is
// known by what follows it.
func (p *parser) afterCall(c *ast.Call, name string) {
	if name == "listagg" {
		p.expect("WITHIN", "GROUP", "(", "ORDER")
		c.WithinGroup = p.orderBy()
		p.expect(")")
	}
	if p.accept("FILTER", "(") {
		p.expect("WHERE")
		c.Filter = p.expression()
		p.expect(")")
	}
	switch {
	case p.accept("IGNORE", "NULLS"):
		c.Nulls = ast.IgnoreNulls
	case p.accept("RESPECT", "NULLS"):
		c.Nulls = ast.RespectNulls
	}
	after := p.ahead(1)
	if p.at("OVER") && (after.Key == "(" || isName(after) || c.Nulls != ast.NullsUnspecified) {
		p.next()
		c.Over = p.window()
	} else if c.Nulls != ast.NullsUnspecified {
		p.fail()
	}
}

func (p *parser) listaggOverflow() *ast.ListaggOverflow {
	start := p.index - 1
	p.expect("OVERFLOW")
	o := &ast.ListaggOverflow{Truncate: p.choose("ERROR", "TRUNCATE") == 1}
	if o.Truncate {
		if isString(p.current()) {
			o.Filler = p.stringLiteral()
		}
		o.WithCount = p.choose("WITH", "WITHOUT") == 0
		p.expect("COUNT")
	}
	o.Place = p.place(start)
	return o
}

// window parses what follows OVER: a name or a specification.
func (p *parser) window() *ast.Window {
	start := p.index
	if p.at("(") {
		return p.windowSpecification()
	}
	name := p.identifier()
	return &ast.Window{Place: p.place(start), Reference: name}
}

func (p *parser) windowDefinition() *ast.WindowDefinition {
	start := p.index
	name := p.identifier()
	p.expect("AS")
	window := p.windowSpecification()
	return &ast.WindowDefinition{Place: p.place(start), Name: name, Window: window}
}

func (p *parser) windowSpecification() *ast.Window {
	defer p.enter()()
	start := p.index
	p.expect("(")
	w := &ast.Window{}
	if isName(p.current()) && !p.is("PARTITION", "BY") {
		switch p.ahead(1).Key {
		case ")", "PARTITION", "ORDER", "RANGE", "ROWS", "GROUPS", "MEASURES":
			w.Base = p.identifier()
		}
	}
	if p.accept("PARTITION") {
		p.expect("BY")
		w.PartitionBy = list(p, p.expression)
	}
	if p.accept("ORDER") {
		w.OrderBy = p.orderBy()
	}
	if p.at("RANGE") || p.at("ROWS") || p.at("GROUPS") || p.at("MEASURES") {
		w.Frame = p.frame()
	}
	p.expect(")")
	w.Place = p.place(start)
	return w
}

func (p *parser) frame() *ast.Frame {
	start := p.index
	var measures []*ast.PatternMeasure
	if p.accept("MEASURES") {
		measures = list(p, p.patternMeasure)
	}
	f := &ast.Frame{Unit: ast.FrameUnit(p.choose("RANGE", "ROWS", "GROUPS"))}
	if p.accept("BETWEEN") {
		f.Start = p.frameBound()
		p.expect("AND")
		f.End = p.frameBound()
	} else {
		f.Start = p.frameBound()
	}
	if measures != nil || p.at("AFTER") || p.at("INITIAL") || p.at("SEEK") || p.at("PATTERN") {
		f.Pattern = p.rowPattern(measures)
	}
	f.Place = p.place(start)
	return f
}

func (p *parser) frameBound() *ast.FrameBound {
	start := p.index
	b := &ast.FrameBound{}
	switch {
	case p.accept("UNBOUNDED"):
		b.Kind = []ast.BoundKind{ast.UnboundedPreceding, ast.UnboundedFollowing}[p.choose("PRECEDING", "FOLLOWING")]
	case p.accept("CURRENT", "ROW"):
		b.Kind = ast.CurrentRow
	default:
		b.Value = p.expression()
		b.Kind = []ast.BoundKind{ast.Preceding, ast.Following}[p.choose("PRECEDING", "FOLLOWING")]
	}
	b.Place = p.place(start)
	return b
}
