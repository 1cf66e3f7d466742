package query

import (
	"slices"

	"interlaken/fault"
	"interlaken/hub/definition"
	"interlaken/sql/ast"
)

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
	if p.rest != nil {
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
