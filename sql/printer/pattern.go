package printer

import (
	"strconv"

	"interlaken/sql/ast"
)

func (p *printer) matchRecognize(m *ast.MatchRecognize) {
	good := isPrimary(m.Input)
	if alias, ok := m.Input.(*ast.Aliased); ok {
		good = !isPattern(alias.Relation)
	}
	p.relationIn(m.Input, good)
	p.text(" MATCH_RECOGNIZE ")
	p.parentheses(func() {
		if m.PartitionBy != nil {
			p.text("PARTITION BY ")
			commas(p, m.PartitionBy, p.argument)
			p.line()
		}
		if m.OrderBy != nil {
			p.text("ORDER BY ")
			commas(p, m.OrderBy, p.sortItem)
			p.line()
		}
		p.measures(m.Pattern)
		if m.RowsPerMatch != ast.RowsPerMatchDefault {
			p.text([...]string{
				"", "ONE ROW PER MATCH", "ALL ROWS PER MATCH", "ALL ROWS PER MATCH SHOW EMPTY MATCHES",
				"ALL ROWS PER MATCH OMIT EMPTY MATCHES", "ALL ROWS PER MATCH WITH UNMATCHED ROWS",
			}[m.RowsPerMatch])
			p.line()
		}
		p.rowPattern(m.Pattern)
	})
}

func (p *printer) measures(r *ast.RowPattern) {
	if r.Measures == nil {
		return
	}
	p.text("MEASURES ")
	commas(p, r.Measures, func(m *ast.PatternMeasure) {
		p.argument(m.Value)
		p.text(" AS ")
		p.identifier(m.Name)
	})
	p.line()
}

func (p *printer) rowPattern(r *ast.RowPattern) {
	if s := r.AfterSkip; s != nil {
		p.text([...]string{
			"AFTER MATCH SKIP PAST LAST ROW", "AFTER MATCH SKIP TO NEXT ROW", "AFTER MATCH SKIP TO FIRST ",
			"AFTER MATCH SKIP TO LAST ",
		}[s.Kind])
		if s.Variable != nil {
			p.identifier(s.Variable)
		}
		p.line()
	}
	p.text([...]string{"", "INITIAL ", "SEEK "}[r.Search])
	p.text("PATTERN ")
	p.parentheses(func() { p.pattern(r.Pattern, 0) })
	if r.Subsets != nil {
		p.line()
		p.text("SUBSET ")
		commas(p, r.Subsets, func(s *ast.PatternSubset) {
			p.identifier(s.Name)
			p.text(" = ")
			p.columns(s.Variables)
		})
	}
	if r.Define != nil {
		p.line()
		p.text("DEFINE ")
		commas(p, r.Define, func(d *ast.PatternDefinition) {
			p.identifier(d.Variable)
			p.text(" AS ")
			p.argument(d.Condition)
		})
	}
}

// pattern writes a row pattern where one of a level is wanted: alternation 0, sequence 1, repetition 2, primary 3.
func (p *printer) pattern(n ast.Pattern, level int) {
	own := 3
	switch n.(type) {
	case *ast.PatternAlternation:
		own = 0
	case *ast.PatternSequence:
		own = 1
	case *ast.PatternRepeat:
		own = 2
	}
	if own < level {
		p.text("(")
		defer p.text(")")
	}
	switch n := n.(type) {
	case *ast.PatternAlternation:
		p.patterns(n.Elements, " | ", 1)
	case *ast.PatternSequence:
		p.patterns(n.Elements, " ", 2)
	case *ast.PatternRepeat:
		p.pattern(n.Element, 3)
		p.text(quantifier(n))
	case *ast.PatternVariable:
		p.identifier(n.Name)
	case *ast.PatternEmpty:
		p.text("()")
	case *ast.PatternAnchor:
		p.text(map[bool]string{false: "^", true: "$"}[n.End])
	case *ast.PatternPermutation:
		p.text("PERMUTE(")
		p.patterns(n.Elements, ", ", 0)
		p.text(")")
	case *ast.PatternExclusion:
		p.text("{- ")
		p.pattern(n.Element, 0)
		p.text(" -}")
	}
}

func (p *printer) patterns(elements []ast.Pattern, between string, level int) {
	for i, e := range elements {
		if i > 0 {
			p.text(between)
		}
		p.pattern(e, level)
	}
}

func quantifier(r *ast.PatternRepeat) string {
	least, most := strconv.FormatInt(r.Min, 10), strconv.FormatInt(r.Max, 10)
	text := "{" + least + "," + most + "}"
	switch {
	case r.Min == 0 && r.Max == -1:
		text = "*"
	case r.Min == 1 && r.Max == -1:
		text = "+"
	case r.Min == 0 && r.Max == 1:
		text = "?"
	case r.Max == -1:
		text = "{" + least + ",}"
	case r.Min == r.Max:
		text = "{" + least + "}"
	}
	if r.Reluctant {
		text += "?"
	}
	return text
}
