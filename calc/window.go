package calc

import (
	"strings"

	"interlaken/fault"
	"interlaken/sql/ast"
)

// Pass is when a call over other rows is computed (User Guide, "Order of evaluation").
type Pass uint8

// The passes, in their order: over all rows, over those that filters leave, over the groups of a visual.
const (
	PreFilter Pass = iota
	PreAggregation
	PostAggregation
)

// Window is a call over other rows, taken apart: an aggregate with dimensions, an over function or a table calculation.
type Window struct {
	// Value is what is computed with, nil for ranks.
	Value Node
	// Order is what rows are sorted by.
	Order []Item
	// Partition is the dimensions; nil where none are given.
	Partition *List
	Pass      Pass
	// Counts are whole numbers that are written out: the distance to another row, or how many rows lie around one.
	Counts []int64
	// Date and Unit are those of a period; Unit is Trino's name of it, "" where none is given.
	Date Node
	Unit string
}

// Window takes a call apart.
func (n *Call) Window() (Window, error) {
	o := Window{Pass: PostAggregation}
	if n.Function.Kind == Aggregate {
		o.Pass = PreAggregation
	}
	for i, a := range n.Arguments {
		switch n.Function.argument(i, len(n.Arguments)).form {
		case order:
			o.Order = a.(*List).Items
		case dimensions:
			o.Partition = a.(*List)
		case level:
			o.Pass = map[string]Pass{"PRE_FILTER": PreFilter, "PRE_AGG": PreAggregation, "POST_AGG_FILTER": PostAggregation}[strings.ToUpper(a.(*Field).Name)]
		case count:
			whole, _ := integerOf(a) // Check has seen that it is one
			o.Counts = append(o.Counts, whole)
		case moment:
			o.Date = a
		case period:
			var err error
			if o.Unit, err = unitOf(a); err != nil {
				return o, err
			}
		case constant:
		default:
			o.Value = a
		}
	}
	return o, nil
}

// Share is the percentage of a call that has one, as the percentile functions' forms take it; nil for others.
func (c *Compiler) Share(n *Call) (ast.Expression, error) {
	if len(n.Arguments) > 1 && n.Function.argument(1, len(n.Arguments)).form == constant {
		return c.share(n)
	}
	return nil, nil
}

// Unsupported is an error that a call cannot be computed, at its place and with its name.
func (n *Call) Unsupported(why string) error {
	return problem(n.at, fault.Unsupported, "%s is unsupported here: %s", n.Function.Name, why)
}

// Invalid is an error of a call, at its place and with its name.
func (n *Call) Invalid(why string) error { return invalid(n.at, "%s %s", n.Function.Name, why) }

// unitOf is Trino's name of the unit of time that an argument names.
func unitOf(a Node) (string, error) {
	word, ok := unit(a)
	if !ok {
		return "", problem(a.At(), fault.Unsupported, "A unit of time that is a parameter is unsupported here.")
	}
	return units[word], nil
}

// BeforeFilters reports whether a part of an expression is computed over rows that filters drop.
func BeforeFilters(n Node) bool {
	found := false
	walk(n, func(n Node) {
		if c, ok := n.(*Call); ok && c.Function.Kind == Over {
			w, err := c.Window()
			found = found || err == nil && w.Pass == PreFilter
		}
	})
	return found
}
