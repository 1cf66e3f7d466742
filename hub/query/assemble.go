package query

import (
	"slices"

	"interlaken/sql/ast"
)

// assemble makes the tree of what the passes have laid out.
func (p *plan) assemble(under *ast.Query, limit int) (*ast.Query, error) {
	from, where := p.rows.over(under)
	outer := &ast.Select{From: from, Where: where, Having: ast.And(p.having...)}
	bounded, most := p.bounded()
	if !p.Plain {
		if p.grid.flat() && !bounded {
			for _, o := range p.all {
				o.value = p.grid.inline(o.value)
			}
			outer.GroupBy = p.groupBy(func(c *gridColumn) int { return p.place(c.value) })
		} else {
			for _, c := range p.grid.columns {
				if c.depth == 0 {
					outer.Items = append(outer.Items, &ast.SelectExpression{Value: c.value, Alias: ast.Name(c.name)})
				}
			}
			inner := slices.DeleteFunc(slices.Clone(p.grid.columns), func(c *gridColumn) bool { return c.depth > 0 })
			outer.GroupBy = p.groupBy(func(c *gridColumn) int { return slices.Index(inner, c) + 1 })
			outer = &ast.Select{From: p.grid.over(outer), Where: ast.And(p.grid.conditions...)}
		}
	}
	for _, o := range p.all {
		if !o.hidden {
			outer.Items = append(outer.Items, &ast.SelectExpression{Value: o.value, Alias: ast.Name(o.name)})
		}
	}
	order, err := p.order()
	if err != nil {
		return nil, err
	}
	result := &ast.Query{Body: outer, OrderBy: order}
	if bounded {
		most = 0
	}
	switch {
	case most > 0 && p.onlyItems() && (limit == 0 || most <= limit) && most != p.Limit:
		result.Limit = &ast.Limit{Count: ast.Integer(int64(most))} // the author's choice, behind which nobody asks for more
		return result, nil
	case most > 0 && (limit == 0 || most < limit):
		limit = most
	}
	if limit > 0 {
		// One row more than is kept tells that there are more.
		result.Limit = &ast.Limit{Count: ast.Integer(int64(limit) + 1)}
	}
	return result, nil
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
