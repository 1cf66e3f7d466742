package printer

import "interlaken/sql/ast"

var nullTreatments = map[ast.NullTreatment]string{
	ast.RespectNulls: " RESPECT NULLS", ast.IgnoreNulls: " IGNORE NULLS",
}

func (p *printer) call(c *ast.Call) {
	p.text(map[ast.PatternMode]string{ast.ModeRunning: "RUNNING ", ast.ModeFinal: "FINAL "}[c.Mode])
	p.functionName(c.Name)
	p.parentheses(func() { p.arguments(c) })
	if c.WithinGroup != nil {
		p.text(" WITHIN GROUP (ORDER BY ")
		commas(p, c.WithinGroup, p.sortItem)
		p.text(")")
	}
	if c.Filter != nil {
		p.text(" FILTER ")
		p.parentheses(func() {
			p.text("WHERE ")
			p.argument(c.Filter)
		})
	}
	if p.dialect.trino {
		p.text(nullTreatments[c.Nulls])
	}
	if c.Over != nil {
		p.text(" OVER ")
		p.window(c.Over)
	}
}

// arguments writes what stands in the parentheses of a call.
func (p *printer) arguments(c *ast.Call) {
	if c.StarLabel != nil {
		p.onlyTrino(c, "a pattern variable's rows")
		p.identifier(c.StarLabel)
		p.text(".")
	}
	if c.Star {
		p.text("*")
	}
	if c.Distinct {
		p.text("DISTINCT ")
	}
	commas(p, c.Arguments, p.argument)
	if o := c.Overflow; o != nil {
		p.overflow(o)
	}
	if c.OrderBy != nil {
		if len(c.Arguments) > 0 {
			p.text(" ")
		}
		p.text("ORDER BY ")
		commas(p, c.OrderBy, p.sortItem)
	}
	if !p.dialect.trino {
		p.text(nullTreatments[c.Nulls]) // DuckDB has them inside
	}
}

func (p *printer) overflow(o *ast.ListaggOverflow) {
	p.onlyTrino(o, "LISTAGG's ON OVERFLOW")
	if !o.Truncate {
		p.text(" ON OVERFLOW ERROR")
		return
	}
	p.text(" ON OVERFLOW TRUNCATE")
	if o.Filler != nil {
		p.text(" ")
		p.stringLiteral(o.Filler)
	}
	p.text(map[bool]string{true: " WITH COUNT", false: " WITHOUT COUNT"}[o.WithCount])
}

// window writes what follows OVER.
func (p *printer) window(w *ast.Window) {
	if w.Reference != nil {
		p.identifier(w.Reference)
		return
	}
	p.parentheses(func() {
		between := func() {}
		part := func(content func()) {
			between()
			content()
			between = p.line
		}
		if w.Base != nil {
			part(func() { p.identifier(w.Base) })
		}
		if w.PartitionBy != nil {
			part(func() {
				p.text("PARTITION BY ")
				commas(p, w.PartitionBy, p.argument)
			})
		}
		if w.OrderBy != nil {
			part(func() {
				p.text("ORDER BY ")
				commas(p, w.OrderBy, p.sortItem)
			})
		}
		if w.Frame != nil {
			part(func() { p.frame(w.Frame) })
		}
	})
}

func (p *printer) frame(f *ast.Frame) {
	if f.Pattern != nil {
		p.onlyTrino(f, "a row pattern")
		p.measures(f.Pattern)
	}
	p.text(f.Unit.String(), " ")
	if f.End != nil {
		p.text("BETWEEN ")
		p.frameBound(f.Start)
		p.text(" AND ")
		p.frameBound(f.End)
	} else {
		p.frameBound(f.Start)
	}
	if f.Pattern != nil {
		p.line()
		p.rowPattern(f.Pattern)
	}
}

func (p *printer) frameBound(b *ast.FrameBound) {
	if b.Value != nil {
		p.argument(b.Value)
		p.text(" ")
	}
	p.text([...]string{"UNBOUNDED PRECEDING", "PRECEDING", "CURRENT ROW", "FOLLOWING", "UNBOUNDED FOLLOWING"}[b.Kind])
}

func (p *printer) sortItem(s *ast.SortItem) {
	p.argument(s.Value)
	if s.Descending {
		p.text(" DESC")
	}
	p.text([...]string{"", " NULLS FIRST", " NULLS LAST"}[s.Nulls])
}
