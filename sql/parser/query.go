package parser

import (
	"interlaken/sql/ast"
	"interlaken/sql/token"
)

// query parses [WITH …] body [ORDER BY …] [OFFSET …] [LIMIT … | FETCH …].
func (p *parser) query() *ast.Query {
	defer p.enter()()
	p.rule("<query>")
	start := p.index
	var with *ast.With
	if p.at("WITH") {
		with = p.with()
	}
	q := p.queryNoWith()
	q.With = with
	q.Place = p.place(start)
	return q
}

func (p *parser) with() *ast.With {
	start := p.index
	p.expect("WITH")
	recursive := p.accept("RECURSIVE")
	queries := list(p, func() *ast.NamedQuery {
		start := p.index
		name := p.identifier()
		columns := p.optionalColumns()
		p.expect("AS")
		query := p.subquery()
		return &ast.NamedQuery{Place: p.place(start), Name: name, Columns: columns, Query: query}
	})
	return &ast.With{Place: p.place(start), Recursive: recursive, Queries: queries}
}

// subquery parses (query).
func (p *parser) subquery() *ast.Query { return inParentheses(p, p.query) }

func (p *parser) queryNoWith() *ast.Query {
	start := p.index
	q := &ast.Query{Body: p.queryTerm(0)}
	if p.accept("ORDER") {
		q.OrderBy = p.orderBy()
	}
	if p.accept("OFFSET") {
		q.Offset = p.rowCount()
		_ = p.accept("ROW") || p.accept("ROWS")
	}
	switch from := p.index; {
	case p.accept("LIMIT"):
		q.Limit = &ast.Limit{}
		if !p.accept("ALL") {
			q.Limit.Count = p.rowCount()
		}
		q.Limit.Place = p.place(from)
	case p.accept("FETCH"):
		q.Limit = &ast.Limit{Fetch: true}
		p.choose("FIRST", "NEXT")
		if p.current().Kind == token.Integer || p.is("?") {
			q.Limit.Count = p.rowCount()
		}
		p.note("<integer>")
		p.choose("ROW", "ROWS")
		if p.accept("WITH") {
			p.expect("TIES")
			q.Limit.WithTies = true
		} else {
			p.expect("ONLY")
		}
		q.Limit.Place = p.place(from)
	}
	q.Place = p.place(start)
	// A query in parentheses with nothing around it is that query.
	if inner, ok := q.Body.(*ast.Query); ok && q.OrderBy == nil && q.Offset == nil && q.Limit == nil && inner.With == nil {
		return inner
	}
	return q
}

// rowCount parses a number of rows: an integer or a parameter.
func (p *parser) rowCount() ast.Expression {
	if p.at("?") {
		return p.parameter()
	}
	p.note("<integer>")
	if p.current().Kind != token.Integer {
		p.fail()
	}
	return p.number(p.index)
}

// queryTerm parses set operations that bind tighter than a level: INTERSECT (2) before UNION and EXCEPT (1).
func (p *parser) queryTerm(level int) ast.QueryBody {
	defer p.apart()()
	start := p.index
	left := p.queryPrimary()
	for {
		operator, binds := ast.Union, 1
		at := p.index
		switch {
		case p.at("INTERSECT"):
			operator, binds = ast.Intersect, 2
		case p.at("UNION"):
		case p.at("EXCEPT"):
			operator = ast.Except
		default:
			return left
		}
		if binds <= level {
			return left
		}
		p.next()
		all := p.accept("ALL")
		if !all {
			p.accept("DISTINCT")
		}
		right := p.queryTerm(binds)
		p.grow()
		left = &ast.SetOperation{Place: p.placeAt(start, at), Operator: operator, All: all, Left: left, Right: right}
	}
}

func (p *parser) queryPrimary() ast.QueryBody {
	start := p.index
	p.rule("<query>")
	switch {
	case p.at("SELECT"):
		return p.selectQuery()
	case p.accept("VALUES"):
		rows := list(p, p.expression)
		return &ast.Values{Place: p.place(start), Rows: rows}
	case p.accept("TABLE"):
		name := p.qualifiedName()
		return &ast.TableQuery{Place: p.place(start), Name: name}
	case p.at("("):
		query := p.subquery()
		if query.With == nil && query.OrderBy == nil && query.Offset == nil && query.Limit == nil {
			return query.Body
		}
		return query
	}
	p.fail()
	return nil
}

func (p *parser) selectQuery() *ast.Select {
	start := p.index
	p.expect("SELECT")
	s := &ast.Select{Distinct: p.accept("DISTINCT")}
	if !s.Distinct {
		p.selectAll()
	}
	s.Items = list(p, p.selectItem)
	if p.accept("FROM") {
		s.From = p.from()
	}
	if p.accept("WHERE") {
		s.Where = p.expression()
	}
	if p.at("GROUP") {
		s.GroupBy = p.groupBy()
	}
	if p.accept("HAVING") {
		s.Having = p.expression()
	}
	if p.accept("WINDOW") {
		s.Windows = list(p, p.windowDefinition)
	}
	s.Place = p.place(start)
	return s
}

// selectAll passes the word ALL where it is no column of that name.
func (p *parser) selectAll() {
	p.note("'ALL'")
	if !p.is("ALL") {
		return
	}
	after := p.ahead(1)
	switch after.Key {
	case "+", "-":
		p.next()
	case "*":
		if end := p.ahead(2); end.Key == "FROM" || end.Key == "," || end.Key == ")" || end.Key == ";" || end.Kind == token.EOF {
			p.next()
		}
	default:
		if beginsOperand(after) {
			p.next()
		}
	}
}

func (p *parser) selectItem() ast.SelectItem {
	start := p.index
	if p.accept("*") {
		return &ast.AllColumns{Place: p.place(start)}
	}
	value := p.expression()
	if p.at(".") && p.ahead(1).Key == "*" { // primary leaves .* alone
		p.expect(".", "*")
		item := &ast.AllColumns{Qualifier: value}
		if p.accept("AS") {
			item.Aliases = p.identifiers()
		}
		item.Place = p.place(start)
		return item
	}
	alias := p.optionalAlias()
	return &ast.SelectExpression{Place: p.place(start), Value: value, Alias: alias}
}

// optionalAlias parses [AS] name if it comes.
func (p *parser) optionalAlias() *ast.Identifier {
	if p.accept("AS") {
		return p.identifier()
	}
	if p.beginsClause() || !isName(p.current()) {
		p.note("<identifier>")
		return nil
	}
	return p.identifier()
}

// beginsClause tells whether a word that might be an alias begins a clause: all these words are names as well.
func (p *parser) beginsClause() bool {
	after := p.ahead(1)
	count := after.Kind == token.Integer || after.Key == "?"
	switch p.current().Key {
	case "LIMIT":
		return count || after.Key == "ALL"
	case "OFFSET":
		return count
	case "FETCH":
		return after.Key == "FIRST" || after.Key == "NEXT"
	case "WINDOW":
		return isName(after) && p.ahead(2).Key == "AS"
	case "TABLESAMPLE":
		return after.Key == "BERNOULLI" || after.Key == "SYSTEM"
	case "MATCH_RECOGNIZE":
		return after.Key == "("
	}
	return false
}

func (p *parser) groupBy() *ast.GroupBy {
	start := p.index
	p.expect("GROUP", "BY")
	g := &ast.GroupBy{}
	// DISTINCT is reserved and ALL is not, but ALL cannot be told from a column of that name except by what follows.
	if p.accept("DISTINCT") {
		g.Distinct = true
	} else if p.is("ALL") && p.beginsGrouping(p.ahead(1)) {
		p.next()
	}
	g.Elements = list(p, p.groupingElement)
	g.Place = p.place(start)
	return g
}

func (p *parser) beginsGrouping(t token.Token) bool {
	switch t.Kind {
	case token.EOF, token.Unrecognized:
		return false
	case token.Symbol:
		return t.Key == "?"
	case token.Word:
		switch t.Key {
		case "HAVING", "ORDER", "LIMIT", "OFFSET", "FETCH", "WINDOW", "UNION", "INTERSECT", "EXCEPT":
			return false
		}
	}
	return true
}

func (p *parser) groupingElement() *ast.GroupingElement {
	start := p.index
	e := &ast.GroupingElement{}
	switch {
	case p.accept("ROLLUP"):
		e.Kind = ast.Rollup
	case p.accept("CUBE"):
		e.Kind = ast.Cube
	case p.accept("GROUPING", "SETS"):
		e.Kind = ast.GroupingSets
	default:
		e.Sets = []*ast.GroupingSet{p.groupingSet()}
		e.Place = p.place(start)
		return e
	}
	p.expect("(")
	if e.Kind == ast.GroupingSets || !p.at(")") {
		e.Sets = list(p, p.groupingSet)
	}
	p.expect(")")
	e.Place = p.place(start)
	return e
}

// groupingSet parses an expression or (expression, …). A group that goes on as an expression, as in (a) + b, is one.
func (p *parser) groupingSet() *ast.GroupingSet {
	start := p.index
	if p.at("(") && !p.atQuery() && endsGroupingSet(p.afterGroup(p.index)) {
		p.next()
		s := &ast.GroupingSet{}
		if !p.at(")") {
			s.Values = list(p, p.expression)
		}
		p.expect(")")
		s.Place = p.place(start)
		return s
	}
	value := p.expression()
	return &ast.GroupingSet{Place: p.place(start), Values: []ast.Expression{value}}
}

func endsGroupingSet(t token.Token) bool {
	switch t.Key {
	case ",", ")", ";", "HAVING", "WINDOW", "ORDER", "LIMIT", "OFFSET", "FETCH", "UNION", "INTERSECT", "EXCEPT", "WITH":
		return true
	}
	return t.Kind == token.EOF
}

// orderBy parses BY key, …; ORDER was passed.
func (p *parser) orderBy() []*ast.SortItem {
	p.expect("BY")
	return list(p, p.sortItem)
}

func (p *parser) sortItem() *ast.SortItem {
	start := p.index
	item := &ast.SortItem{Value: p.expression()}
	if !p.accept("ASC") {
		item.Descending = p.accept("DESC")
	}
	if p.accept("NULLS") {
		item.Nulls = []ast.NullOrder{ast.NullsFirst, ast.NullsLast}[p.choose("FIRST", "LAST")]
	}
	item.Place = p.place(start)
	return item
}
