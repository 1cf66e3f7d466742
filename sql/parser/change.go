package parser

import "interlaken/sql/ast"

func (p *parser) deleteFrom(start int) ast.Statement {
	p.expect("DELETE", "FROM")
	s := &ast.Delete{Table: p.qualifiedName()}
	if p.accept("WHERE") {
		s.Where = p.expression()
	}
	s.Place = p.place(start)
	return s
}

func (p *parser) update(start int) ast.Statement {
	p.expect("UPDATE")
	s := &ast.Update{Table: p.qualifiedName()}
	p.expect("SET")
	s.Assignments = list(p, p.assignment)
	if p.accept("WHERE") {
		s.Where = p.expression()
	}
	s.Place = p.place(start)
	return s
}

func (p *parser) assignment() *ast.Assignment {
	start := p.index
	column := p.identifier()
	p.expect("=")
	value := p.expression()
	return &ast.Assignment{Place: p.place(start), Column: column, Value: value}
}

func (p *parser) merge(start int) ast.Statement {
	p.expect("MERGE", "INTO")
	s := &ast.Merge{Target: p.qualifiedName()}
	s.Alias = p.optionalAlias()
	p.expect("USING")
	s.Source = p.relation()
	p.expect("ON")
	s.On = p.expression()
	for len(s.Cases) == 0 || p.at("WHEN") {
		s.Cases = append(s.Cases, p.mergeCase())
	}
	s.Place = p.place(start)
	return s
}

func (p *parser) mergeCase() *ast.MergeCase {
	start := p.index
	p.expect("WHEN")
	c := &ast.MergeCase{Matched: !p.accept("NOT")}
	p.expect("MATCHED")
	if p.accept("AND") {
		c.Condition = p.expression()
	}
	p.expect("THEN")
	switch {
	case !c.Matched:
		p.expect("INSERT")
		c.Action = ast.MergeInsert
		c.Columns = p.optionalColumns()
		p.expect("VALUES")
		c.Values = listInParentheses(p, p.expression)
	case p.accept("DELETE"):
		c.Action = ast.MergeDelete
	default:
		p.expect("UPDATE", "SET")
		c.Assignments = list(p, p.assignment)
	}
	c.Place = p.place(start)
	return c
}
