package parser

import "interlaken/sql/ast"

// from parses relations with commas between.
func (p *parser) from() ast.Relation {
	start := p.index
	left := p.relation()
	for p.at(",") {
		at := p.index
		p.next()
		right := p.relation()
		p.grow()
		left = &ast.Join{Place: p.placeAt(start, at), Kind: ast.CommaJoin, Left: left, Right: right}
	}
	return left
}

// relation parses a relation with its joins. A join with a condition takes a whole relation to its right, so that
// a JOIN b JOIN c ON x ON y nests; the others take one relation without joins.
func (p *parser) relation() ast.Relation {
	defer p.enter()()
	start := p.index
	left := p.sampledRelation()
	for {
		join := &ast.Join{Left: left}
		switch {
		case p.accept("CROSS"):
			p.expect("JOIN")
			join.Kind = ast.CrossJoin
			join.Right = p.sampledRelation()
		case p.accept("NATURAL"):
			join.Kind = p.joinKind()
			join.Natural = true
			join.Right = p.sampledRelation()
		case p.atJoin():
			join.Kind = p.joinKind()
			join.Right = p.relation()
			if p.accept("USING") {
				join.Using = p.identifiers()
			} else {
				p.expect("ON")
				join.On = p.expression()
			}
		default:
			return left
		}
		p.grow()
		join.Place = p.place(start)
		left = join
	}
}

func (p *parser) atJoin() bool {
	for _, word := range []string{"JOIN", "INNER", "LEFT", "RIGHT", "FULL"} {
		if p.at(word) {
			return true
		}
	}
	return false
}

// joinKind parses [INNER | LEFT [OUTER] | RIGHT [OUTER] | FULL [OUTER]] JOIN.
func (p *parser) joinKind() ast.JoinKind {
	kind := ast.InnerJoin
	switch {
	case p.accept("INNER"):
	case p.accept("LEFT"):
		kind = ast.LeftJoin
	case p.accept("RIGHT"):
		kind = ast.RightJoin
	case p.accept("FULL"):
		kind = ast.FullJoin
	}
	if kind != ast.InnerJoin {
		p.accept("OUTER")
	}
	p.expect("JOIN")
	return kind
}

func (p *parser) sampledRelation() ast.Relation {
	start := p.index
	r := p.patternRelation()
	if !p.accept("TABLESAMPLE") {
		return r
	}
	method := []ast.SampleMethod{ast.Bernoulli, ast.System}[p.choose("BERNOULLI", "SYSTEM")]
	percentage := inParentheses(p, p.expression)
	return &ast.Sample{Place: p.place(start), Relation: r, Method: method, Percentage: percentage}
}

func (p *parser) patternRelation() ast.Relation {
	start := p.index
	r := p.aliasedRelation()
	if !p.at("MATCH_RECOGNIZE") {
		return r
	}
	return p.aliased(p.matchRecognize(start, r), start)
}

func (p *parser) aliasedRelation() ast.Relation {
	start := p.index
	return p.aliased(p.relationPrimary(), start)
}

// aliased parses the alias of a relation, if it comes.
func (p *parser) aliased(r ast.Relation, start int) ast.Relation {
	alias := p.optionalAlias()
	if alias == nil {
		return r
	}
	columns := p.optionalColumns()
	return &ast.Aliased{Place: p.place(start), Relation: r, Alias: alias, Columns: columns}
}

func (p *parser) relationPrimary() ast.Relation {
	start := p.index
	switch {
	case p.at("("):
		if p.atQuery() {
			query := p.subquery()
			return &ast.Subquery{Place: p.place(start), Query: query}
		}
		return inParentheses(p, p.relation)
	case p.accept("UNNEST"):
		values := listInParentheses(p, p.expression)
		ordinality := p.accept("WITH", "ORDINALITY")
		return &ast.Unnest{Place: p.place(start), Values: values, WithOrdinality: ordinality}
	case p.accept("LATERAL", "("):
		query := p.query()
		p.expect(")")
		return &ast.Lateral{Place: p.place(start), Query: query}
	case p.accept("TABLE"):
		call := inParentheses(p, p.tableFunction)
		return &ast.TableFunction{Place: p.place(start), Call: call}
	case p.at("JSON_TABLE"):
		return p.jsonTable()
	}
	name := p.qualifiedName()
	table := &ast.Table{Name: name}
	if p.at("FOR") {
		table.Version = p.tableVersion()
	}
	table.Place = p.place(start)
	return table
}

func (p *parser) tableVersion() *ast.TableVersion {
	start := p.index
	p.expect("FOR")
	timestamp := p.choose("TIMESTAMP", "VERSION", "SYSTEM_TIME", "SYSTEM_VERSION")%2 == 0
	p.expect("AS", "OF")
	value := p.value(0)
	return &ast.TableVersion{Place: p.place(start), Timestamp: timestamp, Value: value}
}

// tableFunction parses function(argument, …) inside TABLE(…).
func (p *parser) tableFunction() *ast.Call {
	defer p.enter()()
	start := p.index
	call := &ast.Call{Name: p.qualifiedName()}
	p.expect("(")
	if !p.at(")") {
		call.Arguments = list(p, p.tableFunctionArgument)
	}
	p.expect(")")
	call.Place = p.place(start)
	return call
}

func (p *parser) tableFunctionArgument() ast.Expression {
	start := p.index
	if isName(p.current()) && p.ahead(1).Key == "=>" {
		name := p.identifier()
		p.expect("=>")
		value := p.tableFunctionValue()
		return &ast.NamedArgument{Place: p.place(start), Name: name, Value: value}
	}
	return p.tableFunctionValue()
}

func (p *parser) tableFunctionValue() ast.Expression {
	start := p.index
	switch {
	case p.accept("TABLE"):
		return p.tableArgument(start)
	case p.accept("DESCRIPTOR", "("):
		columns := list(p, func() *ast.DescriptorColumn {
			start := p.index
			column := &ast.DescriptorColumn{Name: p.identifier()}
			if !p.at(",") && !p.at(")") {
				column.Type = p.dataType()
			}
			column.Place = p.place(start)
			return column
		})
		p.expect(")")
		return &ast.Descriptor{Place: p.place(start), Columns: columns}
	}
	return p.expression()
}

// tableArgument parses what follows TABLE: (name) or (query), an alias, and how it is split.
func (p *parser) tableArgument(start int) ast.Expression {
	a := &ast.TableArgument{}
	from := p.index
	if p.at("(") && p.atQuery() {
		query := p.subquery()
		a.Relation = &ast.Subquery{Place: p.place(from), Query: query}
	} else {
		a.Relation = inParentheses(p, func() ast.Relation {
			from := p.index
			name := p.qualifiedName()
			return &ast.Table{Place: p.place(from), Name: name}
		})
	}
	if !p.is("PARTITION", "BY") && !p.is("PRUNE", "WHEN") && !p.is("KEEP", "WHEN") {
		a.Relation = p.aliased(a.Relation, from)
	}
	if p.accept("PARTITION") {
		p.expect("BY")
		if p.at("(") {
			a.PartitionBy = listInParentheses(p, p.expression)
		} else {
			a.PartitionBy = []ast.Expression{p.expression()}
		}
	}
	switch {
	case p.accept("PRUNE"):
		p.expect("WHEN", "EMPTY")
		a.WhenEmpty = ast.PruneWhenEmpty
	case p.accept("KEEP"):
		p.expect("WHEN", "EMPTY")
		a.WhenEmpty = ast.KeepWhenEmpty
	}
	if p.accept("ORDER") {
		p.expect("BY")
		if p.at("(") {
			a.OrderBy = listInParentheses(p, p.sortItem)
		} else {
			a.OrderBy = []*ast.SortItem{p.sortItem()}
		}
	}
	a.Place = p.place(start)
	return a
}
