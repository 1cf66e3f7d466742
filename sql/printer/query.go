package printer

import "interlaken/sql/ast"

// query writes a query as one group.
func (p *printer) query(q *ast.Query) {
	q = unwrap(q)
	p.group(func() {
		if q.With != nil {
			p.with(q.With)
			p.line()
		}
		p.body(q.Body, 0)
		if q.OrderBy != nil {
			p.clause("ORDER BY", func() { commas(p, q.OrderBy, p.sortItem) })
		}
		if q.Offset != nil {
			p.line()
			p.text("OFFSET ")
			p.argument(q.Offset)
		}
		if q.Limit != nil {
			p.line()
			p.limit(q.Limit)
		}
	})
}

// unwrap takes queries apart that hold nothing but another, as the parser does.
func unwrap(q *ast.Query) *ast.Query {
	for {
		inner, ok := q.Body.(*ast.Query)
		if !ok {
			return q
		}
		merged := *q
		switch {
		case isBare(inner):
			merged.Body = inner.Body
		case q.OrderBy == nil && q.Offset == nil && q.Limit == nil && (q.With == nil || inner.With == nil):
			merged = *inner
			if q.With != nil {
				merged.With = q.With
			}
		default:
			return q
		}
		q = &merged
	}
}

// isBare tells whether a query is its body alone.
func isBare(q *ast.Query) bool {
	return q.With == nil && q.OrderBy == nil && q.Offset == nil && q.Limit == nil
}

// subquery writes (query).
func (p *printer) subquery(q *ast.Query) { p.parentheses(func() { p.query(q) }) }

func (p *printer) with(w *ast.With) {
	p.text("WITH ")
	if w.Recursive {
		p.text("RECURSIVE ")
	}
	commas(p, w.Queries, func(q *ast.NamedQuery) {
		p.identifier(q.Name)
		if q.Columns != nil {
			p.text(" ")
			p.columns(q.Columns)
		}
		p.text(" AS ")
		if q.Materialized && !p.dialect.trino {
			p.text("MATERIALIZED ")
		}
		p.subquery(q.Query)
	})
}

func (p *printer) limit(l *ast.Limit) {
	if l.WithTies {
		p.onlyTrino(l, "FETCH … WITH TIES")
	}
	if !l.Fetch {
		p.text("LIMIT ")
		if l.Count == nil {
			p.text("ALL")
			return
		}
		p.argument(l.Count)
		return
	}
	p.text("FETCH FIRST ")
	if l.Count != nil {
		p.argument(l.Count)
		p.text(" ")
	}
	p.text("ROWS ", map[bool]string{true: "WITH TIES", false: "ONLY"}[l.WithTies])
}

// body writes a query's body where set operations of a level or tighter are wanted: UNION and EXCEPT 1, INTERSECT 2.
func (p *printer) body(b ast.QueryBody, level int) {
	switch b := b.(type) {
	case *ast.Query:
		if isBare(b) {
			p.body(b.Body, level)
			return
		}
		p.subquery(b)
	case *ast.Select:
		p.selectQuery(b)
	case *ast.SetOperation:
		binds := 1
		if b.Operator == ast.Intersect {
			binds = 2
		}
		if binds < level {
			p.parentheses(func() { p.setOperation(b, binds) })
			return
		}
		p.setOperation(b, binds)
	case *ast.Values:
		p.headed("VALUES", func() { commas(p, b.Rows, p.valuesRow) })
	case *ast.TableQuery:
		p.text("TABLE ")
		p.qualifiedName(b.Name)
	}
}

func (p *printer) setOperation(s *ast.SetOperation, binds int) {
	p.body(s.Left, binds)
	p.line()
	p.text(s.Operator.String())
	if s.All {
		p.text(" ALL")
	}
	p.line()
	p.body(s.Right, binds+1)
}

// valuesRow writes a row; DuckDB wants parentheses around a single value too.
func (p *printer) valuesRow(e ast.Expression) {
	if _, row := e.(*ast.Row); !row && !p.dialect.trino {
		p.parentheses(func() { p.argument(e) })
		return
	}
	p.argument(e)
}

func (p *printer) selectQuery(s *ast.Select) {
	keyword := "SELECT"
	if s.Distinct {
		keyword = "SELECT DISTINCT"
	}
	p.headed(keyword, func() { commas(p, s.Items, p.selectItem) })
	if s.From != nil {
		p.clause("FROM", func() { p.relation(s.From) })
	}
	if s.Where != nil {
		p.clause("WHERE", func() { p.argument(s.Where) })
	}
	if s.GroupBy != nil {
		p.line()
		p.groupBy(s.GroupBy)
	}
	if s.Having != nil {
		p.clause("HAVING", func() { p.argument(s.Having) })
	}
	if s.Windows != nil {
		p.clause("WINDOW", func() {
			commas(p, s.Windows, func(w *ast.WindowDefinition) {
				p.identifier(w.Name)
				p.text(" AS ")
				p.window(w.Window)
			})
		})
	}
}

func (p *printer) selectItem(i ast.SelectItem) {
	switch i := i.(type) {
	case *ast.SelectExpression:
		p.argument(i.Value)
		if i.Alias != nil {
			p.text(" AS ")
			p.identifier(i.Alias)
		}
	case *ast.AllColumns:
		if i.Qualifier != nil {
			p.base(i.Qualifier)
			p.text(".")
		}
		p.text("*")
		if i.Aliases != nil {
			p.onlyTrino(i, "names for the fields of a row")
			p.text(" AS ")
			p.columns(i.Aliases)
		}
	}
}

func (p *printer) groupBy(g *ast.GroupBy) {
	keyword := "GROUP BY"
	if g.Distinct {
		p.onlyTrino(g, "GROUP BY DISTINCT")
		keyword = "GROUP BY DISTINCT"
	}
	p.headed(keyword, func() { commas(p, g.Elements, p.groupingElement) })
}

func (p *printer) groupingElement(e *ast.GroupingElement) {
	if e.Kind == ast.SimpleGrouping {
		for _, s := range e.Sets {
			p.groupingSet(s)
		}
		return
	}
	p.text([...]string{"", "GROUPING SETS ", "ROLLUP ", "CUBE "}[e.Kind])
	inParentheses(p, e.Sets, p.groupingSet)
}

// groupingSet writes one expression as it is, any other number in parentheses. A row needs its word, else it would be
// a set of its items.
func (p *printer) groupingSet(s *ast.GroupingSet) {
	if len(s.Values) != 1 {
		inParentheses(p, s.Values, p.argument)
		return
	}
	if row, ok := s.Values[0].(*ast.Row); ok && len(row.Items) > 1 {
		p.text("ROW")
	}
	p.argument(s.Values[0])
}
