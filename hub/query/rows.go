package query

import (
	"fmt"
	"slices"

	"interlaken/calc"
	"interlaken/fault"
	"interlaken/sql/ast"
)

// pass is when something is computed over rows, or when a filter of rows holds: after what the pass computes. The first
// three are those of the User Guide's "Order of evaluation".
type pass int

const (
	beforeFilters     pass = iota // PRE_FILTER; then the filters of rows
	beforeAggregation             // PRE_AGG and aggregates with dimensions; then the filters that name such a value
	amongValues                   // figures of values, of which top filters keep the first
	amongGroups                   // figures of the groups that rows are in; then the filters by these
	amongItems                    // figures of the values of a group, of which the first are kept
	forFigures                    // marks of the rows of which a figure takes one value
	passes
)

// rows are a data set's rows on their way to a visual's groups: relation on relation, each with the columns of the one
// below, all by the alias base, so that an expression over rows means the same in each of them.
type rows struct {
	*scope
	windows    []*window
	conditions [passes][]ast.Expression
	values     map[*calc.Formula]ast.Expression
	// groups are the visual's dimensions, nil while they are not known; keys is what rows are grouped by in the end.
	groups, keys []ast.Expression
	totals       *totals
}

// window is a column that is computed over other rows.
type window struct {
	name  string
	value ast.Expression
	pass  pass
	depth int // over how many others of its pass
	// grain is the dimensions of an aggregate that has its own; nil for others.
	grain []ast.Expression
}

func newRows(s *scope) *rows { return &rows{scope: s, values: map[*calc.Formula]ast.Expression{}} }

// errTooEarly is a column that would be computed before what it is computed from.
var errTooEarly = fault.New(fault.Validation, "It is computed before what it is computed from: PRE_FILTER takes no PRE_AGG and no aggregate with dimensions.")

// place lays out a column of a pass, and returns what names it.
func (r *rows) place(value ast.Expression, p pass, grain []ast.Expression) (ast.Expression, error) {
	w := &window{value: value, pass: p, grain: grain}
	for _, other := range r.named(value) {
		switch {
		case other.pass > p:
			return nil, errTooEarly
		case other.pass == p:
			w.depth = max(w.depth, other.depth+1)
		}
	}
	for _, other := range r.windows {
		if other.pass == p && ast.Equal(other.value, value) && slices.EqualFunc(other.grain, grain, equalExpressions) {
			return reference(other.name), nil
		}
	}
	w.name = r.fresh("w", len(r.windows)+1)
	r.windows = append(r.windows, w)
	return reference(w.name), nil
}

func equalExpressions(a, b ast.Expression) bool { return ast.Equal(a, b) }

// fresh is a name that no column of the data set has.
func (r *rows) fresh(kind string, number int) string {
	name := fmt.Sprintf("%s%d", kind, number)
	for columnOf(&r.data.Root, name) != nil {
		name += "_"
	}
	return name
}

// named are the windows that an expression names.
func (r *rows) named(e ast.Expression) (found []*window) {
	for _, column := range baseColumns(e) {
		for _, w := range r.windows {
			if w.name == column {
				found = append(found, w)
			}
		}
	}
	return found
}

// baseColumns are the columns of rows that an expression names.
func baseColumns(e ast.Expression) (columns []string) {
	ast.Walk(e, func(n ast.Node) bool {
		if d, ok := n.(*ast.Dereference); ok {
			if base, ok := d.Base.(*ast.Identifier); ok && base.Text == baseAlias {
				columns = append(columns, d.Field.Text)
			}
			return false
		}
		return true
	})
	return columns
}

// passOf is the pass after which an expression has its value.
func (r *rows) passOf(e ast.Expression) pass {
	p := beforeFilters
	for _, w := range r.named(e) {
		p = max(p, w.pass)
	}
	return p
}

// keep has a condition hold from the pass on in which it has its value.
func (r *rows) keep(condition ast.Expression) {
	if condition != nil {
		p := r.passOf(condition)
		r.conditions[p] = append(r.conditions[p], condition)
	}
}

// over makes the relation with all windows, and the condition that has yet to hold of its rows; nil for none.
func (r *rows) over(under *ast.Query) (from ast.Relation, where ast.Expression) {
	for p := range passes {
		if p == amongItems+1 && r.totals != nil {
			under, where = r.totals.expand(under, where), nil
		}
		for depth := 0; ; depth++ {
			layer := &ast.Select{Items: []ast.SelectItem{&ast.AllColumns{Qualifier: ast.Name(baseAlias)}}, From: based(under), Where: where}
			for _, w := range r.windows {
				if w.pass == p && w.depth == depth {
					layer.Items = append(layer.Items, &ast.SelectExpression{Value: w.value, Alias: ast.Name(w.name)})
				}
			}
			if len(layer.Items) == 1 {
				break
			}
			under, where = &ast.Query{Body: layer}, nil
		}
		where = ast.And(append([]ast.Expression{where}, r.conditions[p]...)...)
	}
	return based(under), where
}

func based(under *ast.Query) ast.Relation {
	return &ast.Aliased{Relation: &ast.Subquery{Query: under}, Alias: ast.Name(baseAlias)}
}
