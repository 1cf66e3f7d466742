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
	p.dropItems()
	if p.totals != nil && p.most() > 0 {
		return p.limitGroups(p.most())
	}
	return nil
}

// most is the most groups that the query asks for, 0 for all.
func (p *plan) most() int {
	if p.onlyItems() && (p.Limit == 0 || p.Groups[0].Items.Limit < p.Limit) {
		return p.Groups[0].Items.Limit
	}
	return p.Limit
}

// bound is the bound of the result: the query's, or the lower one that is given, 0 for none. One row more than is kept
// tells that there are more, unless the first values are all that the author asks for.
func (p *plan) bound(limit int) *ast.Limit {
	most := p.most()
	switch {
	case p.totals != nil || most == 0 || limit > 0 && limit < most:
		most = limit
	case p.onlyItems() && most < p.Limit || p.Limit == 0:
		return &ast.Limit{Count: ast.Integer(int64(most))}
	}
	if most == 0 {
		return nil
	}
	return &ast.Limit{Count: ast.Integer(int64(most) + 1)}
}

// limitGroups keeps the first rows of the groups, and every total.
func (p *plan) limitGroups(most int) error {
	number := ast.Func("row_number")
	number.Over = &ast.Window{PartitionBy: []ast.Expression{p.totals.column.reference()}}
	// Those that are kept are counted alone.
	number.Over.PartitionBy = append(number.Over.PartitionBy, p.grid.conditions...)
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
