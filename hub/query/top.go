package query

import (
	"interlaken/hub/definition"
	"interlaken/sql/ast"
)

// top holds in rows whose value is among the first by figures, after PRE_AGG (User Guide, "Order of evaluation").
func (p *plan) top(f definition.Filter, c *operand) (ast.Expression, error) {
	var order []*ast.SortItem
	for _, by := range f.Top.By {
		value, err := lens{rows: p.rows, wide: []ast.Expression{c.value()}, pass: amongValues}.figure(by.Column, by.Aggregation, by.Percentile)
		if err != nil {
			return nil, err
		}
		order = append(order, &ast.SortItem{Value: value, Descending: by.Descending})
	}
	rank, err := p.ranked(c.value(), order, "rank", amongValues)
	if err != nil {
		return nil, err
	}
	return atMost(rank, f.Top.Limit), nil
}

// ranked is the rank of each row's value among all values, by an order of what rows of one value have in common. Nulls are
// the last value. rank is a function of ranks: rank, or row_number where the order tells all values apart.
func (r *rows) ranked(value ast.Expression, order []*ast.SortItem, rank string, p pass) (ast.Expression, error) {
	first := ast.Func("row_number")
	first.Over = &ast.Window{PartitionBy: []ast.Expression{value}}
	mark, err := r.place(first, p, nil)
	if err != nil {
		return nil, err
	}
	// One row a value has the mark 1: among these, ranks are those of values.
	among := ast.Func(rank)
	among.Over = &ast.Window{PartitionBy: []ast.Expression{mark}, OrderBy: append([]*ast.SortItem{{Value: ast.Func("if", &ast.IsNull{Operand: value}, ast.Integer(1), ast.Integer(0))}}, order...)}
	ranks, err := r.place(among, p, nil)
	if err != nil {
		return nil, err
	}
	spread := ast.Func("max", ast.Func("if", &ast.Binary{Operator: ast.Equals, Left: mark, Right: ast.Integer(1)}, ranks))
	spread.Over = &ast.Window{PartitionBy: []ast.Expression{value}}
	return r.place(spread, p, nil)
}

func atMost(value ast.Expression, most int) ast.Expression {
	return &ast.Binary{Operator: ast.LessOrEqual, Left: value, Right: ast.Integer(int64(most))}
}
