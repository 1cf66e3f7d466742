package query

import (
	"slices"

	"interlaken/sql/ast"
)

// assemble makes the tree of what the passes have laid out.
func (p *plan) assemble(under *ast.Query, limit int) (*ast.Query, error) {
	from, where := p.rows.over(under)
	outer := &ast.Select{From: from, Where: where, Having: ast.And(p.having...)}
	switch {
	case p.Plain:
	case p.grid.flat():
		for _, o := range p.all {
			o.value = p.grid.inline(o.value)
		}
		outer.GroupBy = p.groupBy(func(c *gridColumn) int { return p.place(c.value) })
	default:
		groups := p.grid.groups()
		for _, c := range groups {
			outer.Items = append(outer.Items, &ast.SelectExpression{Value: c.value, Alias: ast.Name(c.name)})
		}
		outer.GroupBy = p.groupBy(func(c *gridColumn) int { return slices.Index(groups, c) + 1 })
		outer = &ast.Select{From: p.grid.over(outer), Where: ast.And(p.grid.conditions...)}
	}
	for _, o := range p.shown() {
		outer.Items = append(outer.Items, &ast.SelectExpression{Value: o.value, Alias: ast.Name(o.name)})
	}
	order, err := p.order()
	return &ast.Query{Body: outer, OrderBy: order, Limit: p.bound(limit)}, err
}

// groupBy groups by the dimensions and the other keys, each at a place of the select list; nil where there is nothing.
func (p *plan) groupBy(place func(*gridColumn) int) *ast.GroupBy {
	group := &ast.GroupBy{}
	add := func(c *gridColumn) {
		group.Elements = append(group.Elements, &ast.GroupingElement{Sets: []*ast.GroupingSet{{Values: []ast.Expression{ast.Integer(int64(place(c)))}}}})
	}
	for _, d := range p.grid.dimensions {
		add(d.column)
	}
	for _, c := range p.further {
		add(c)
	}
	if len(group.Elements) == 0 {
		return nil
	}
	return group
}

// place is the number of the first column of the result that has a value.
func (p *plan) place(value ast.Expression) int {
	return slices.IndexFunc(p.shown(), func(o *output) bool { return ast.Equal(o.value, value) }) + 1
}

func (p *plan) shown() []*output {
	return slices.DeleteFunc(slices.Clone(p.all), func(o *output) bool { return o.hidden })
}
