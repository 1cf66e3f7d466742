package translate

import (
	"strings"

	"interlaken/sql/ast"
	"interlaken/sql/function"
	"interlaken/sql/types"
)

func (t *translator) call(x *ast.Call) (ast.Expression, error) {
	if x.Name.Key() == "grouping" {
		arguments, err := t.exprs(x.Arguments)
		if err != nil {
			return nil, err
		}
		return function.EngineCast(function.Engine("grouping", arguments...), types.Simple(types.Bigint))
	}
	clauses, err := t.clauses(x)
	if err != nil {
		return nil, err
	}
	return t.build(x, x, x.Arguments, clauses)
}

// build has the function table make the call.
func (t *translator) build(e ast.Expression, at ast.Node, arguments []ast.Expression, clauses ast.Call) (ast.Expression, error) {
	c := &function.Call{Match: t.CallOf(e), Place: at.Pos(), Source: arguments, Clauses: clauses, Environment: t}
	for _, a := range arguments {
		value, err := t.argument(a)
		if err != nil {
			return nil, err
		}
		c.Arguments = append(c.Arguments, value)
	}
	out, err := c.Build()
	if err == nil && t.unsupportedRandom {
		return nil, function.Unsupported(at.Pos(), "Random values are not supported here")
	}
	return out, err
}

func (t *translator) argument(e ast.Expression) (ast.Expression, error) {
	l, ok := e.(*ast.Lambda)
	if !ok {
		return t.expr(e)
	}
	out := &ast.Lambda{}
	for _, p := range l.Parameters {
		name := t.unique(p.Text)
		parameter := ast.Name(name)
		t.fields[t.FieldOf(p)] = parameter
		out.Parameters = append(out.Parameters, parameter)
	}
	body, err := t.expr(l.Body)
	out.Body = body
	return out, err
}

// clauses translates what stands beside the arguments. WITHIN GROUP is the order of the engine's aggregate.
func (t *translator) clauses(x *ast.Call) (ast.Call, error) {
	out := ast.Call{Distinct: x.Distinct, Nulls: x.Nulls}
	var err error
	for _, e := range x.Arguments {
		if x.Distinct {
			if err := function.Distinguishes(e.Pos(), t.taken(e)); err != nil {
				return out, err
			}
		}
	}
	if out.OrderBy, err = t.sort(append(append([]*ast.SortItem{}, x.OrderBy...), x.WithinGroup...)); err != nil {
		return out, err
	}
	if x.Filter != nil {
		if out.Filter, err = t.expr(x.Filter); err != nil {
			return out, err
		}
	}
	if x.Over != nil {
		out.Over, err = t.window(t.WindowOf(x.Over))
	}
	return out, err
}

func (t *translator) sort(items []*ast.SortItem) ([]*ast.SortItem, error) {
	var out []*ast.SortItem
	for _, item := range items {
		value, err := t.expr(item.Value)
		if err != nil {
			return nil, err
		}
		if _, ok := value.(*ast.IntegerLiteral); ok {
			// A number here is a constant, never an ordinal.
			if value, err = function.EngineCast(value, t.TypeOf(item.Value)); err != nil {
				return nil, err
			}
		}
		out = append(out, sorted(value, item))
	}
	return out, nil
}

func (t *translator) window(w *ast.Window) (*ast.Window, error) {
	out := &ast.Window{}
	var err error
	for _, e := range w.PartitionBy {
		if err := function.Distinguishes(e.Pos(), t.TypeOf(e)); err != nil {
			return nil, err
		}
	}
	if w.PartitionBy != nil {
		if out.PartitionBy, err = t.exprs(w.PartitionBy); err != nil {
			return nil, err
		}
	}
	if out.OrderBy, err = t.sort(w.OrderBy); err != nil || w.Frame == nil {
		return out, err
	}
	out.Frame = &ast.Frame{Unit: w.Frame.Unit}
	if out.Frame.Start, err = t.bound(w.Frame.Unit, w.Frame.Start, "starting"); err != nil || w.Frame.End == nil {
		return out, err
	}
	out.Frame.End, err = t.bound(w.Frame.Unit, w.Frame.End, "ending")
	return out, err
}

// bound fails where an offset is null or negative, as Trino does.
func (t *translator) bound(unit ast.FrameUnit, b *ast.FrameBound, which string) (*ast.FrameBound, error) {
	out := &ast.FrameBound{Kind: b.Kind}
	if b.Value == nil {
		return out, nil
	}
	if n, ok := b.Value.(*ast.IntegerLiteral); ok && n.Value >= 0 && unit != ast.Range {
		out.Value = ast.Integer(n.Value)
		return out, nil
	}
	if unit == ast.Range && !isOffset(b.Value) {
		return nil, function.Unsupported(b.Pos(), "The offset of a RANGE frame has to be a constant that is not negative")
	}
	value, err := t.expr(b.Value)
	if err != nil {
		return nil, err
	}
	if unit != ast.Range {
		failure, err := function.Fail("INVALID_WINDOW_FRAME", "Window frame "+which+" offset must not be negative or null", types.Simple(types.Bigint))
		if err != nil {
			return nil, err
		}
		value = function.If(&ast.Binary{Operator: ast.GreaterOrEqual, Left: value, Right: ast.Integer(0)}, value, failure)
	}
	out.Value = value
	return out, nil
}

// isOffset reports a constant that is not negative.
func isOffset(e ast.Expression) bool {
	switch x := e.(type) {
	case *ast.IntegerLiteral:
		return x.Value >= 0
	case *ast.DecimalLiteral:
		return !strings.HasPrefix(x.Text, "-")
	case *ast.DoubleLiteral:
		return !strings.HasPrefix(x.Text, "-")
	case *ast.IntervalLiteral:
		return !x.Negative && !strings.HasPrefix(strings.TrimSpace(x.Value), "-")
	}
	return false
}
