package query

import (
	"slices"
	"strings"

	"interlaken/calc"
	"interlaken/fault"
	"interlaken/hub/definition"
	"interlaken/sql/ast"
	"interlaken/sql/types"
)

// baseAlias is the alias of a data set's rows.
const baseAlias = "base"

func reference(column string) ast.Expression { return ast.Column(baseAlias, column) }

// plan is a visual's query on its way through the passes.
type plan struct {
	*rows
	*definition.Query
	grid   *grid
	having []ast.Expression
	others *others
	// further are what rows are grouped by beside the dimensions.
	further []*gridColumn
	// named is what the result gives, by name.
	named map[string]*output
	all   []*output
}

// output is a column of the result. A hidden one is only sorted by.
type output struct {
	name   string
	value  ast.Expression
	hidden bool
}

// whole makes a visual's query over its data set's base relation: each pass of the User Guide's "Order of evaluation", then
// a whole order and the bound. limit bounds the rows that are kept where the query does not bound them more; 0 does not.
func whole(q *definition.Query, s *scope, under *ast.Query, limit int) (*ast.Query, error) {
	r := newRows(s)
	p := &plan{rows: r, Query: q, grid: &grid{rows: r, query: q}, named: map[string]*output{}}
	passes := []func() error{p.dimensions, p.filters, p.items, p.group, p.figures, p.lateFilters}
	if q.Plain {
		passes = []func() error{p.filters, p.plain}
	}
	for _, pass := range passes {
		if err := pass(); err != nil {
			return nil, err
		}
	}
	return p.assemble(under, limit)
}

// add puts a column into the result.
func (p *plan) add(o *output) error {
	if p.named[o.name] != nil {
		return fault.New(fault.Validation, "Two fields of the visual are called %q.", o.name)
	}
	p.named[o.name] = o
	p.all = append(p.all, o)
	return nil
}

// dimensions finds the values by which rows are grouped.
func (p *plan) dimensions() error {
	groups := []ast.Expression{}
	for _, g := range p.Groups {
		f, err := p.field(g.Column, "A group")
		if err != nil {
			return err
		}
		if f.level > calc.Row {
			return fault.New(fault.Validation, "Rows cannot be grouped by {%s}, which is computed of groups.", f.Name)
		}
		value, err := p.value(f)
		if err == nil {
			value, err = truncated(value, g.Granularity)
		}
		if err != nil {
			return err
		}
		groups = append(groups, value)
		p.grid.dimensions = append(p.grid.dimensions, &dimension{Group: g, field: f, value: value, key: value})
	}
	p.groups, p.keys = groups, groups
	return nil
}

// group makes the keys of the groups: of a total, those dimensions that it keeps.
func (p *plan) group() (err error) {
	if p.totals, err = newTotals(p.Query, p.rows); err != nil {
		return err
	}
	p.keys = nil
	for _, d := range p.grid.dimensions {
		if p.totals != nil {
			d.key = ast.Func("if", p.totals.kept(d.Group.Name, p.totals.level()), d.key)
		}
		d.column = p.grid.add(d.key, 0)
		p.keys = append(p.keys, d.key)
		if err := p.add(&output{name: d.Group.Name, value: d.column.reference()}); err != nil {
			return err
		}
	}
	further := func(key ast.Expression) *gridColumn {
		c := p.grid.add(key, 0)
		p.keys, p.further = append(p.keys, key), append(p.further, c)
		return c
	}
	if p.others != nil {
		p.others.column = further(p.others.key(p.totals))
	}
	if p.totals != nil {
		p.totals.column = further(p.totals.level())
	}
	return nil
}

// figures computes what the query asks of the groups.
func (p *plan) figures() error {
	for _, m := range p.Measures {
		value, err := p.grid.measure(m)
		if err == nil {
			err = p.add(&output{m.Name, value, m.Hidden})
		}
		if err != nil {
			return err
		}
	}
	if p.totals != nil {
		if err := p.add(&output{name: definition.TotalsLevel, value: p.totals.column.reference()}); err != nil {
			return err
		}
	}
	if p.others != nil {
		return p.add(&output{name: definition.OthersOf, value: p.others.column.reference()})
	}
	return nil
}

// plain gives rows as they are.
func (p *plan) plain() error {
	for _, m := range p.Measures {
		f, err := p.field(m.Column, "A column")
		if err != nil {
			return err
		}
		if f.level > calc.Row {
			return fault.New(fault.Validation, "{%s} is computed of groups, and the rows are asked for as they are.", f.Name)
		}
		value, err := p.value(f)
		if err == nil {
			err = p.add(&output{m.Name, value, m.Hidden})
		}
		if err != nil {
			return err
		}
	}
	return nil
}

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

// sortKeys are what the result is sorted by: totals first, so that no limit cuts them, and what is summed up of others
// last; then the order that is asked for, and behind it what tells rows apart that are equal in it: the groups, or of rows
// as they are all columns. So a limit keeps the same rows whichever engine applies it. Rows as they are without an order
// stay without one: the first that are found are the cheapest.
func (p *plan) sortKeys() []definition.Sort {
	if p.Plain && len(p.Sort) == 0 {
		return nil
	}
	var keys []definition.Sort
	if p.totals != nil {
		keys = append(keys, definition.Sort{Name: definition.TotalsLevel, Descending: true})
	}
	if p.others != nil {
		keys = append(keys, definition.Sort{Name: definition.OthersOf})
	}
	keys = append(keys, p.Sort...)
	add := func(name string) {
		if !slices.ContainsFunc(keys, func(s definition.Sort) bool { return s.Name == name }) {
			keys = append(keys, definition.Sort{Name: name})
		}
	}
	for _, g := range p.Groups {
		add(g.Name)
	}
	if p.Plain {
		for _, o := range p.shown() {
			add(o.name)
		}
	}
	return keys
}

// order is the whole order of the result: columns by their place, hidden ones by what they are.
func (p *plan) order() (order []*ast.SortItem, err error) {
	shown := p.shown()
	for _, s := range p.sortKeys() {
		o := p.named[s.Name]
		if o == nil {
			return nil, fault.New(fault.Validation, "The visual is sorted by %q, which is none of its fields.", s.Name)
		}
		item := &ast.SortItem{Value: o.value, Descending: s.Descending}
		if !o.hidden {
			item.Value = ast.Integer(int64(slices.Index(shown, o)) + 1)
		}
		order = append(order, item)
	}
	return order, nil
}

// truncated is the beginning of the unit of time that a moment is in; "" takes it as it is. A week begins on Sunday
// (QuickSight User Guide, truncDate).
func truncated(value ast.Expression, granularity string) (ast.Expression, error) {
	switch unit := strings.ToLower(granularity); unit {
	case "":
		return value, nil
	case "year", "quarter", "month", "week", "day", "hour", "minute", "second":
		return calc.Truncated(unit, value)
	}
	return nil, fault.New(fault.Unsupported, "The time granularity %s is unsupported here.", granularity)
}

// moment is the type in which moments are compared and counted. Of six places none is rounded up into the next second.
var moment = types.Type{Kind: types.Timestamp, Precision: 6}

func asMoment(value ast.Expression) ast.Expression {
	return &ast.Cast{Operand: value, Type: ast.TypeOf(moment)}
}

func double(value ast.Expression) ast.Expression {
	return &ast.Cast{Operand: value, Type: ast.TypeOf(types.Simple(types.Double))}
}
