package query

import (
	"errors"
	"slices"

	"interlaken/calc"
	"interlaken/fault"
	"interlaken/sql/ast"
	"interlaken/sql/types"
)

// lens is how expressions see rows: it lays out what they compute over several of them (see calc.Layout).
type lens struct {
	*rows
	within *calc.Formula // whose expression it is; nil for none
	// wide makes an aggregate a column of each row, over the rows that are equal in wide, in the pass; nil leaves it one of
	// the visual's groups.
	wide []ast.Expression
	pass pass
}

// value is a field's value in each row, with truth as 1 and 0.
func (r *rows) value(f *field) (ast.Expression, error) {
	if f.formula == nil {
		return reference(f.Name), nil
	}
	value, err := r.formula(f.formula)
	if err == nil && f.truth {
		value = asColumn(value)
	}
	return value, err
}

func asColumn(truth ast.Expression) ast.Expression {
	return &ast.Cast{Operand: truth, Type: ast.TypeOf(types.Simple(types.Bigint))}
}

// formula is a calculated field's value in each row.
func (r *rows) formula(f *calc.Formula) (ast.Expression, error) {
	if known := r.values[f]; known != nil {
		return ast.Clone(known), nil
	}
	value, err := calc.Compile(f.Tree, lens{rows: r, within: f})
	if err != nil {
		return nil, inField(f.Name, err)
	}
	r.values[f] = value
	return ast.Clone(value), nil
}

// Field implements calc.Environment.
func (l lens) Field(name string) (ast.Expression, error) {
	formula, column := l.fields.Meant(name, l.within)
	switch {
	case formula == nil:
		return reference(column), nil
	case formula.Meaning.Level < calc.Group:
		return l.formula(formula)
	}
	within := l
	within.within = formula
	value, err := calc.Compile(formula.Tree, within)
	if err != nil {
		return nil, inField(formula.Name, err)
	}
	return value, nil
}

// Lay implements calc.Layout.
func (l lens) Lay(n *calc.Call, c *calc.Compiler) (ast.Expression, error) {
	value, err := l.lay(n, c)
	switch {
	case errors.Is(err, errTooEarly):
		return nil, n.Invalid("is computed before what it is computed from: PRE_FILTER takes no PRE_AGG and no aggregate with dimensions.")
	case errors.Is(err, errOtherGrain):
		return nil, n.Unsupported("the measure has a value for each group of its dimensions, and the condition is of rows.")
	}
	return value, err
}

func (l lens) lay(n *calc.Call, c *calc.Compiler) (ast.Expression, error) {
	w, err := n.Window()
	if err != nil {
		return nil, err
	}
	aggregate := n.Function.Kind == calc.Aggregate || n.Function.Kind == calc.PeriodAggregate
	switch {
	case aggregate && w.Partition == nil:
		if l.wide != nil {
			return l.broad(l.wide, l.pass, nil, func(measured calc.Measured) (ast.Expression, error) { return c.Aggregate(n, measured) })
		}
		return c.Aggregate(n, l.once(l.keys, forFigures))
	case aggregate:
		partition, err := l.dimensions(n, w.Partition, c)
		if err != nil {
			return nil, err
		}
		return l.broad(partition, beforeAggregation, partition, func(measured calc.Measured) (ast.Expression, error) { return c.Aggregate(n, measured) })
	case w.Pass == calc.PostAggregation:
		return nil, n.Unsupported("it is computed over the groups of a visual, and this is of its rows.")
	}
	p := beforeFilters
	if w.Pass == calc.PreAggregation {
		p = beforeAggregation
	}
	pieces, err := piecesOf(n, w, c, func(list *calc.List) ([]ast.Expression, error) { return l.dimensions(n, list, c) })
	if err != nil {
		return nil, err
	}
	value, err := pieces.compute(n, func(e ast.Expression) (ast.Expression, error) { return l.place(e, p, nil) })
	if err != nil {
		return nil, err
	}
	return l.place(value, p, nil)
}

// broad computes an aggregate for each row, over those that are equal in the partition, which is its grain where it has one.
func (l lens) broad(partition []ast.Expression, p pass, grain []ast.Expression, aggregate func(calc.Measured) (ast.Expression, error)) (ast.Expression, error) {
	value, err := aggregate(l.once(partition, p))
	if err != nil {
		return nil, err
	}
	value, err = spread(value, &ast.Window{PartitionBy: cloned(partition)}, func(e ast.Expression) (ast.Expression, error) { return l.place(e, p, nil) })
	if err != nil {
		return nil, err
	}
	return l.place(value, p, grain)
}

// once makes a measure that aggregates with dimensions have computed one of each of their groups, not of each row: a sum
// of sums by customer takes each customer once (User Guide, "Level-aware calculation - aggregate functions"). groups are
// those that it is aggregated in.
func (l lens) once(groups []ast.Expression, p pass) calc.Measured {
	return func(measure, condition ast.Expression) (ast.Expression, error) {
		grain, ok := l.grain(measure)
		if !ok {
			return measure, nil
		}
		if condition != nil && !l.madeOf(condition, grain) {
			return nil, errOtherGrain
		}
		by := slices.Clone(groups)
		for _, e := range grain {
			if !slices.ContainsFunc(by, func(o ast.Expression) bool { return ast.Equal(o, e) }) {
				by = append(by, e)
			}
		}
		first := ast.Func("row_number")
		first.Over = &ast.Window{PartitionBy: cloned(by)}
		mark, err := l.place(first, p, nil)
		if err != nil {
			return nil, err
		}
		return ast.Func("if", &ast.Binary{Operator: ast.Equals, Left: mark, Right: ast.Integer(1)}, measure), nil
	}
}

// errOtherGrain is a condition of rows on a measure that has one value for many of them.
var errOtherGrain = fault.New(fault.Unsupported, "A condition of rows cannot hold of what has a value for each group of its dimensions.")

// grain is the dimensions that a measure is of, if it is made of aggregates with dimensions and of these alone.
func (l lens) grain(measure ast.Expression) (grain []ast.Expression, ok bool) {
	windows := l.named(measure)
	for _, w := range windows {
		if w.grain == nil {
			return nil, false
		}
		grain = append(grain, w.grain...)
	}
	return grain, len(windows) > 0 && l.madeOf(measure, grain)
}

// madeOf reports whether an expression names no column but in one of the dimensions, and what aggregates by some of them.
func (l lens) madeOf(e ast.Expression, dimensions []ast.Expression) bool {
	is := func(e ast.Expression) bool {
		return slices.ContainsFunc(dimensions, func(d ast.Expression) bool { return ast.Equal(d, e) })
	}
	plain := len(baseColumns(e))
	for _, w := range l.named(e) {
		if w.grain != nil && !slices.ContainsFunc(w.grain, func(d ast.Expression) bool { return !is(d) }) {
			plain--
		}
	}
	ast.Walk(e, func(n ast.Node) bool {
		if part, ok := n.(ast.Expression); ok && is(part) {
			plain -= len(baseColumns(part))
			return false
		}
		return true
	})
	return plain == 0
}

// dimensions are the expressions of a list of dimensions.
func (l lens) dimensions(n *calc.Call, list *calc.List, c *calc.Compiler) ([]ast.Expression, error) {
	all := []ast.Expression{}
	if list == nil {
		return all, nil
	}
	var without []ast.Expression
	for _, item := range list.Items {
		if _, ok := item.X.(*calc.Dimensions); ok {
			if l.groups == nil {
				return nil, n.Unsupported("$visualDimensions stands in a dimension of the visual or in a filter.")
			}
			all = append(all, l.groups...)
			continue
		}
		value, err := c.Compile(item.X)
		if err != nil {
			return nil, err
		}
		if item.Excluded {
			without = append(without, value)
		} else {
			all = append(all, value)
		}
	}
	return slices.DeleteFunc(all, func(e ast.Expression) bool {
		return slices.ContainsFunc(without, func(o ast.Expression) bool { return ast.Equal(o, e) })
	}), nil
}
