package query

import (
	"slices"

	"interlaken/hub/definition"
	"interlaken/sql/ast"
)

// items ranks the values of each dimension that bounds them. Which are first is said by figures of the whole value, whatever
// the other dimensions are. What is left out is summed up from rows, or dropped once table calculations are computed.
func (p *plan) items() error {
	for _, d := range p.grid.dimensions {
		if d.Items == nil || p.onlyItems() {
			continue
		}
		order, err := p.orderOf(d)
		if err != nil {
			return err
		}
		if d.rank, err = p.ranked(d.value, order, "row_number", amongItems); err != nil {
			return err
		}
		if d.Items.Others {
			d.key = ast.Func("if", atMost(d.rank, d.Items.Limit), d.value)
		}
	}
	return nil
}

// others is the sum of 2^i over the dimensions i of which a row's value is summed up with the others; nil where none is.
func (p *plan) others() (sum ast.Expression) {
	for i, d := range p.grid.dimensions {
		if d.rank == nil || !d.Items.Others {
			continue
		}
		var beyond ast.Expression = &ast.Not{Operand: atMost(d.rank, d.Items.Limit)}
		if p.totals != nil {
			beyond = ast.And(beyond, p.totals.kept(d.Group.Name, p.totals.level()))
		}
		var bit ast.Expression = ast.Func("if", beyond, ast.Integer(1<<i), ast.Integer(0))
		if sum != nil {
			bit = &ast.Binary{Operator: ast.Add, Left: sum, Right: bit}
		}
		sum = bit
	}
	return sum
}

// onlyItems reports whether the first values are the first rows of the result, so that its limit keeps them.
func (p *plan) onlyItems() bool {
	return len(p.Groups) == 1 && p.Groups[0].Items != nil && !p.Groups[0].Items.Others && len(p.Totals) == 0
}

// orderOf is the query's order as it sorts the values of one dimension: by figures of each, and by the values.
func (p *plan) orderOf(d *dimension) (order []*ast.SortItem, err error) {
	own := &ast.SortItem{Value: d.value}
	for _, s := range p.Sort {
		if s.Name == d.Group.Name {
			own.Descending = s.Descending
			break
		}
		i := slices.IndexFunc(p.Measures, func(m definition.Measure) bool { return m.Name == s.Name })
		if i < 0 {
			continue // another dimension, which says nothing of this one's values
		}
		m := p.Measures[i]
		value, err := lens{rows: p.rows, wide: []ast.Expression{d.value}, pass: amongItems}.figure(m.Column, m.Aggregation, m.Percentile)
		if err != nil {
			return nil, err
		}
		order = append(order, &ast.SortItem{Value: value, Descending: s.Descending})
	}
	return append(order, own), nil
}

// dropItems drops the values beyond the first of dimensions that do not sum them up.
func (p *plan) dropItems() {
	for _, d := range p.grid.dimensions {
		if d.rank == nil || d.Items.Others {
			continue
		}
		first := p.grid.add(ast.Func("max", d.rank), 0)
		kept := atMost(first.reference(), d.Items.Limit)
		if p.totals != nil {
			kept = ast.Or(kept, &ast.Not{Operand: p.totals.kept(d.Group.Name, p.totals.column.reference())})
		}
		p.grid.conditions = append(p.grid.conditions, kept)
	}
}
