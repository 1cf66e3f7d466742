package query

import (
	"interlaken/calc"
	"interlaken/fault"
	"interlaken/hub/definition"
	"interlaken/sql/ast"
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
	// rest is the column that tells which dimensions sum up others; nil where none does.
	rest *gridColumn
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
	p := &plan{rows: r, Query: q, grid: &grid{rows: r, query: q, values: map[*calc.Formula]ast.Expression{}}, named: map[string]*output{}}
	steps := []func() error{p.dimensions, p.filters, p.items, p.group, p.figures, p.late}
	if q.Plain {
		steps = []func() error{p.filters, p.plain}
	}
	for _, pass := range steps {
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
