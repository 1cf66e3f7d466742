package printer

import "interlaken/sql/ast"

func (p *printer) relation(r ast.Relation) {
	switch r := r.(type) {
	case *ast.Table:
		p.qualifiedName(r.Name)
		if v := r.Version; v != nil {
			p.onlyTrino(v, "a version of a table")
			p.text(" FOR ", map[bool]string{true: "TIMESTAMP", false: "VERSION"}[v.Timestamp], " AS OF ")
			p.value(v.Value)
		}
	case *ast.Aliased:
		p.relationIn(r.Relation, isPrimary(r.Relation) || isPattern(r.Relation))
		p.text(" AS ")
		p.identifier(r.Alias)
		if r.Columns != nil {
			p.text(" ")
			p.columns(r.Columns)
		}
	case *ast.Join:
		p.join(r, false)
	case *ast.Subquery:
		p.subquery(r.Query)
	case *ast.Lateral:
		p.text("LATERAL ")
		p.subquery(r.Query)
	case *ast.Unnest:
		p.text("UNNEST")
		inParentheses(p, r.Values, p.argument)
		if r.WithOrdinality {
			p.text(" WITH ORDINALITY")
		}
	case *ast.Sample:
		p.sample(r)
	case *ast.TableFunction:
		if p.dialect.trino {
			p.text("TABLE")
			p.parentheses(func() { p.call(r.Call) })
			return
		}
		p.call(r.Call)
	case *ast.MatchRecognize:
		p.onlyTrino(r, "MATCH_RECOGNIZE")
		p.matchRecognize(r)
	case *ast.JSONTable:
		p.onlyTrino(r, "JSON_TABLE")
		p.jsonTable(r)
	}
}

// relationIn writes a relation, in parentheses unless it is good without.
func (p *printer) relationIn(r ast.Relation, good bool) {
	if good {
		p.relation(r)
		return
	}
	p.parentheses(func() {
		if j, ok := r.(*ast.Join); ok {
			p.join(j, true)
			return
		}
		p.relation(r)
	})
}

// isPrimary tells whether a relation may stand before an alias.
func isPrimary(r ast.Relation) bool {
	switch r.(type) {
	case *ast.Join, *ast.Sample, *ast.Aliased, *ast.MatchRecognize:
		return false
	}
	return true
}

func isPattern(r ast.Relation) bool {
	_, ok := r.(*ast.MatchRecognize)
	return ok
}

func isJoin(r ast.Relation) bool {
	_, ok := r.(*ast.Join)
	return ok
}

// join writes a join. A comma cannot stand inside another join; there it is written CROSS JOIN, which is the same.
func (p *printer) join(j *ast.Join, inside bool) {
	comma := j.Kind == ast.CommaJoin && !inside
	if left, ok := j.Left.(*ast.Join); ok {
		p.join(left, !comma)
	} else {
		p.relation(j.Left)
	}
	if comma {
		p.text(",")
		p.line()
		if right, ok := j.Right.(*ast.Join); ok {
			p.join(right, true)
		} else {
			p.relation(j.Right)
		}
		return
	}
	p.line()
	if j.Natural {
		p.text("NATURAL ")
	}
	kind := j.Kind
	if kind == ast.CommaJoin {
		kind = ast.CrossJoin
	}
	p.text(kind.String(), " ")
	p.relationIn(j.Right, !isJoin(j.Right))
	switch {
	case j.On != nil:
		p.text(" ON ")
		p.argument(j.On)
	case j.Using != nil:
		p.text(" USING ")
		p.columns(j.Using)
	}
}

func (p *printer) sample(s *ast.Sample) {
	_, sampled := s.Relation.(*ast.Sample)
	p.relationIn(s.Relation, !sampled && !isJoin(s.Relation))
	p.text(" TABLESAMPLE ", map[ast.SampleMethod]string{ast.Bernoulli: "BERNOULLI", ast.System: "SYSTEM"}[s.Method], " (")
	p.argument(s.Percentage)
	if !p.dialect.trino {
		p.text(" PERCENT")
	}
	p.text(")")
	if s.Seed != nil && !p.dialect.trino {
		p.text(" REPEATABLE ")
		p.parentheses(func() { p.argument(s.Seed) })
	}
}

func (p *printer) tableArgument(a *ast.TableArgument) {
	relation := a.Relation
	alias, aliased := relation.(*ast.Aliased)
	if aliased {
		relation = alias.Relation
	}
	p.text("TABLE")
	if q, ok := relation.(*ast.Subquery); ok {
		p.subquery(q.Query)
	} else {
		p.parentheses(func() { p.relation(relation) })
	}
	if aliased {
		p.text(" AS ")
		p.identifier(alias.Alias)
		if alias.Columns != nil {
			p.text(" ")
			p.columns(alias.Columns)
		}
	}
	if a.PartitionBy != nil {
		p.text(" PARTITION BY ")
		inParentheses(p, a.PartitionBy, p.argument)
	}
	p.text([...]string{"", " PRUNE WHEN EMPTY", " KEEP WHEN EMPTY"}[a.WhenEmpty])
	if a.OrderBy != nil {
		p.text(" ORDER BY ")
		inParentheses(p, a.OrderBy, p.sortItem)
	}
}

func (p *printer) descriptor(d *ast.Descriptor) {
	p.text("DESCRIPTOR")
	inParentheses(p, d.Columns, func(c *ast.DescriptorColumn) {
		p.identifier(c.Name)
		if c.Type != nil {
			p.text(" ")
			p.dataType(c.Type)
		}
	})
}
