package query

import (
	"interlaken/calc"
	"interlaken/hub/definition"
	"interlaken/sql/ast"
)

// late has hold of the groups what holds once table calculations are computed: filters of these, the bounds of items, and
// the limit of groups beside totals.
func (p *plan) late() error {
	for _, f := range p.Filters {
		level, err := p.levelOf(f)
		if err != nil {
			return err
		}
		if level != calc.Table {
			continue
		}
		term, err := p.term(f, p.calculated)
		if err != nil {
			return err
		}
		if term != nil {
			p.grid.conditions = append(p.grid.conditions, term)
		}
	}
	if err := p.dropItems(); err != nil {
		return err
	}
	if bounded, most := p.bounded(); bounded {
		return p.limitGroups(most)
	}
	return nil
}

// bounded reports whether a bound holds of the groups alone and not of totals, which the grid then has as a condition; else
// it is the most rows that the query asks for, 0 for all.
func (p *plan) bounded() (bool, int) {
	most := p.Limit
	if p.onlyItems() && (most == 0 || p.Groups[0].Items.Limit < most) {
		most = p.Groups[0].Items.Limit
	}
	return p.totals != nil && most > 0, most
}

// limitGroups keeps the first rows of the groups, and every total.
func (p *plan) limitGroups(most int) error {
	number := ast.Func("row_number")
	number.Over = &ast.Window{PartitionBy: []ast.Expression{p.totals.column.reference()}}
	for _, condition := range p.grid.conditions {
		number.Over.PartitionBy = append(number.Over.PartitionBy, condition)
	}
	for _, s := range p.sortKeys() {
		if o := p.named[s.Name]; o != nil && s.Name != definition.TotalsLevel {
			number.Over.OrderBy = append(number.Over.OrderBy, &ast.SortItem{Value: ast.Clone(o.value), Descending: s.Descending})
		}
	}
	place, err := p.grid.place(number)
	if err != nil {
		return err
	}
	total := &ast.Binary{Operator: ast.Greater, Left: p.totals.column.reference(), Right: ast.Integer(0)}
	p.grid.conditions = append(p.grid.conditions, ast.Or(total, atMost(place, most)))
	return nil
}
