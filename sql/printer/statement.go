package printer

import (
	"strings"

	"interlaken/sql/ast"
)

func (p *printer) statement(s ast.Statement) {
	switch s := s.(type) {
	case *ast.Query:
		p.query(s)
	case *ast.Explain:
		p.explain(s)
	case *ast.Insert:
		p.text("INSERT INTO ")
		p.qualifiedName(s.Table)
		if s.Columns != nil {
			p.text(" ")
			p.columns(s.Columns)
		}
		p.line()
		p.query(s.Query)
	case *ast.CreateTableAs:
		p.createTableAs(s)
	case *ast.CreateView:
		p.createView(s)
	case *ast.Unload:
		p.text("UNLOAD ")
		p.subquery(s.Query)
		p.line()
		p.text("TO ")
		p.stringLiteral(s.Location)
		p.withProperties(s.Properties)
	case *ast.Delete, *ast.Update, *ast.Merge, *ast.Optimize, *ast.Vacuum:
		p.change(s)
	case *ast.Prepare:
		p.text("PREPARE ")
		p.identifier(s.Name)
		p.text(" FROM")
		p.line()
		p.statement(s.Statement)
	case *ast.Execute:
		p.execute(s)
	case *ast.Deallocate:
		p.text("DEALLOCATE PREPARE ")
		p.identifier(s.Name)
	case *ast.DescribePrepared:
		p.text("DESCRIBE ", map[bool]string{false: "INPUT ", true: "OUTPUT "}[s.Output])
		p.identifier(s.Name)
	case *ast.ExternalFunctions:
		p.text("USING ")
		commas(p, s.Functions, p.externalFunction)
		p.line()
		p.statement(s.Statement)
	default:
		p.hive = true
		p.hiveStatement(s)
	}
}

func (p *printer) explain(s *ast.Explain) {
	p.text("EXPLAIN ")
	if s.Analyze {
		p.text("ANALYZE ")
	}
	if s.Verbose {
		p.text("VERBOSE ")
	}
	var options []string
	if s.Type != "" {
		options = append(options, "TYPE "+s.Type)
	}
	if s.Format != "" {
		options = append(options, "FORMAT "+s.Format)
	}
	if options != nil {
		p.text("(", strings.Join(options, ", "), ") ")
	}
	p.statement(s.Statement)
}

func (p *printer) createTableAs(s *ast.CreateTableAs) {
	p.text("CREATE TABLE ")
	if s.IfNotExists {
		p.text("IF NOT EXISTS ")
	}
	p.qualifiedName(s.Name)
	if s.Columns != nil {
		p.text(" ")
		p.columns(s.Columns)
	}
	p.comment(s.Comment)
	p.withProperties(s.Properties)
	p.text(" AS")
	p.line()
	p.query(s.Query)
	switch {
	case s.NoData:
		p.line()
		p.text("WITH NO DATA")
	case s.WithData:
		p.line()
		p.text("WITH DATA")
	}
}

func (p *printer) comment(c *ast.StringLiteral) {
	if c != nil {
		p.line()
		p.text("COMMENT ")
		p.stringLiteral(c)
	}
}

func (p *printer) createView(s *ast.CreateView) {
	p.text("CREATE ")
	if s.Replace {
		p.text("OR REPLACE ")
	}
	if s.MultiDialect {
		p.text("PROTECTED MULTI DIALECT ")
	}
	p.text("VIEW ")
	p.qualifiedName(s.Name)
	p.comment(s.Comment)
	p.text([...]string{"", " SECURITY DEFINER", " SECURITY INVOKER"}[s.Security], " AS")
	p.line()
	p.query(s.Query)
}

// withProperties writes WITH (name = value, …), if there are any.
func (p *printer) withProperties(properties []*ast.Property) {
	if properties == nil {
		return
	}
	p.line()
	p.text("WITH ")
	inParentheses(p, properties, p.property)
}

// property writes name = value: the name is a string in Hive's text.
func (p *printer) property(n *ast.Property) {
	switch {
	case p.hive:
		p.stringText(n.Name)
	case p.dialect.plain(n.Name) && n.Name == strings.ToLower(n.Name):
		p.text(n.Name)
	default:
		p.text(quote(n.Name, `"`))
	}
	p.text(" = ")
	p.argument(n.Value)
}

func (p *printer) change(s ast.Statement) {
	switch s := s.(type) {
	case *ast.Delete:
		p.text("DELETE FROM ")
		p.qualifiedName(s.Table)
		p.where(s.Where)
	case *ast.Update:
		p.text("UPDATE ")
		p.qualifiedName(s.Table)
		p.clause("SET", func() { commas(p, s.Assignments, p.assignment) })
		p.where(s.Where)
	case *ast.Merge:
		p.merge(s)
	case *ast.Optimize:
		p.text("OPTIMIZE ")
		p.qualifiedName(s.Table)
		p.text(" REWRITE DATA USING BIN_PACK")
		p.where(s.Where)
	case *ast.Vacuum:
		p.text("VACUUM ")
		p.qualifiedName(s.Table)
	}
}

func (p *printer) where(condition ast.Expression) {
	if condition != nil {
		p.clause("WHERE", func() { p.argument(condition) })
	}
}

func (p *printer) assignment(a *ast.Assignment) {
	p.identifier(a.Column)
	p.text(" = ")
	p.argument(a.Value)
}

func (p *printer) merge(s *ast.Merge) {
	p.text("MERGE INTO ")
	p.qualifiedName(s.Target)
	if s.Alias != nil {
		p.text(" AS ")
		p.identifier(s.Alias)
	}
	p.clause("USING", func() {
		if j, ok := s.Source.(*ast.Join); ok && j.Kind == ast.CommaJoin {
			p.join(j, true) // a comma cannot stand here
			return
		}
		p.relation(s.Source)
	})
	p.clause("ON", func() { p.argument(s.On) })
	for _, c := range s.Cases {
		p.line()
		p.text(map[bool]string{true: "WHEN MATCHED ", false: "WHEN NOT MATCHED "}[c.Matched])
		if c.Condition != nil {
			p.text("AND ")
			p.argument(c.Condition)
			p.text(" ")
		}
		switch c.Action {
		case ast.MergeDelete:
			p.text("THEN DELETE")
		case ast.MergeUpdate:
			p.text("THEN UPDATE SET ")
			commas(p, c.Assignments, p.assignment)
		case ast.MergeInsert:
			p.text("THEN INSERT ")
			if c.Columns != nil {
				p.columns(c.Columns)
				p.text(" ")
			}
			p.text("VALUES ")
			inParentheses(p, c.Values, p.argument)
		}
	}
}

func (p *printer) execute(s *ast.Execute) {
	p.text("EXECUTE ")
	if s.Immediate != nil {
		p.text("IMMEDIATE ")
		p.stringLiteral(s.Immediate)
	} else {
		p.identifier(s.Name)
	}
	if s.Using != nil {
		p.text(" USING ")
		commas(p, s.Using, p.argument)
	}
}

func (p *printer) externalFunction(f *ast.ExternalFunction) {
	p.text("EXTERNAL FUNCTION ")
	p.identifier(f.Name)
	inParentheses(p, f.Parameters, func(a *ast.ExternalParameter) {
		if a.Name != nil {
			p.identifier(a.Name)
			p.text(" ")
		}
		p.dataType(a.Type)
	})
	p.text(" RETURNS ")
	p.dataType(f.Returns)
	p.text(map[bool]string{false: " LAMBDA ", true: " SAGEMAKER "}[f.SageMaker])
	p.stringLiteral(f.Lambda)
}
