package query

import (
	"interlaken/calc"
	"interlaken/fault"
	"interlaken/hub/definition"
	"interlaken/sql/ast"
)

// nested holds in rows whose value occurs, or does not, in a row that fits the inner filter, whatever other filters say.
func (p *plan) nested(f definition.Filter, c *operand) (ast.Expression, error) {
	level, err := p.levelOf(f.Nested.Inner)
	if err == nil && level > calc.Row {
		err = fault.New(fault.Unsupported, "The inner filter on %q is of groups, and a nested filter takes values of rows.", f.Nested.Inner.Column)
	}
	if err != nil {
		return nil, err
	}
	inner, err := p.term(f.Nested.Inner, p.row)
	if err != nil {
		return nil, err
	}
	if inner == nil {
		inner = &ast.BooleanLiteral{Value: true}
	}
	fits := ast.Func("max", asColumn(inner))
	fits.Over = &ast.Window{PartitionBy: []ast.Expression{c.value()}}
	found, err := p.rows.place(fits, beforeFilters, nil)
	if err != nil {
		return nil, err
	}
	want := int64(1)
	if f.Nested.Except {
		want = 0
	}
	return &ast.Binary{Operator: ast.Equals, Left: found, Right: ast.Integer(want)}, nil
}
