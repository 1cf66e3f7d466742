package analyze

import (
	"fmt"

	"interlaken/sql/ast"
	"interlaken/sql/function"
	"interlaken/sql/types"
)

// call chooses a function's signature and checks the clauses of the call.
func (a *analyzer) call(x *ast.Call, s *scope) (types.Type, error) {
	if len(x.Name.Parts) != 1 || x.StarLabel != nil || x.Mode != ast.ModeDefault {
		return types.Type{}, fail("FUNCTION_NOT_FOUND", x, "Function '%s' not registered", x.Name.Key())
	}
	name := x.Name.Key()
	if name == "grouping" {
		return a.grouping(x, s)
	}
	arguments := make([]function.Argument, len(x.Arguments))
	for i, e := range x.Arguments {
		argument, err := a.argument(e, s)
		if err != nil {
			return types.Type{}, err
		}
		arguments[i] = argument
	}
	m, err := function.Resolve(name, arguments)
	if err != nil {
		return types.Type{}, located(err, x)
	}
	for i, e := range x.Arguments {
		if arguments[i].Lambda == nil {
			a.coerce(e, m.Parameters[i])
		}
	}
	a.calls[x] = m
	if err := a.clauses(x, m, s); err != nil {
		return types.Type{}, err
	}
	return m.Result, nil
}

func (a *analyzer) argument(e ast.Expression, s *scope) (function.Argument, error) {
	l, ok := e.(*ast.Lambda)
	if !ok {
		t, err := a.expr(e, s)
		return function.Argument{Type: t, Source: e}, err
	}
	body := func(parameters []types.Type) (types.Type, error) {
		inner := &scope{outer: s, parameters: map[string]*Field{}}
		for i, p := range l.Parameters {
			f := &Field{Name: p.Text, Type: parameters[i]}
			inner.parameters[p.Key()] = f
			a.references[p] = f
		}
		return a.expr(l.Body, inner)
	}
	return function.Argument{Lambda: body, Parameters: len(l.Parameters)}, nil
}

// grouping is GROUPING(columns): which of them a row of grouping sets is not grouped by.
func (a *analyzer) grouping(x *ast.Call, s *scope) (types.Type, error) {
	if len(x.Arguments) == 0 || len(x.Arguments) > 31 {
		return types.Type{}, unsupported(x, "GROUPING with %d arguments is not supported", len(x.Arguments))
	}
	for _, e := range x.Arguments {
		if _, err := a.expr(e, s); err != nil {
			return types.Type{}, err
		}
	}
	return types.Simple(types.Bigint), nil
}

func (a *analyzer) clauses(x *ast.Call, m *function.Match, s *scope) error {
	kind := m.Function.Kind
	refuse := func(format string, arguments ...any) error {
		return fail("FUNCTION_NOT_AGGREGATE", x, "%s", fmt.Sprintf(format, arguments...))
	}
	switch {
	case kind == function.Scalar && x.Over != nil:
		return fail("FUNCTION_NOT_WINDOW", x, "Function %s is not a window function", m.Function.Name)
	case kind == function.Window && x.Over == nil:
		return fail("MISSING_OVER", x, "Window function %s requires an OVER clause", m.Function.Name)
	case kind != function.Aggregate && x.Distinct:
		return refuse("DISTINCT is not supported for non-aggregation functions")
	case kind != function.Aggregate && x.Filter != nil:
		return refuse("FILTER is not supported for non-aggregation functions")
	case kind != function.Aggregate && len(x.OrderBy)+len(x.WithinGroup) > 0:
		return refuse("ORDER BY is not supported for non-aggregation functions")
	case kind != function.Window && x.Nulls != ast.NullsUnspecified:
		return refuse("Null treatment is not supported for function %s", m.Function.Name)
	case x.Star && m.Function.Name != "count":
		return fail("FUNCTION_NOT_FOUND", x, "Unexpected parameters (*) for function %s", m.Function.Name)
	case x.Distinct && x.Over != nil:
		return unsupported(x, "DISTINCT in window function parameters not yet supported")
	case m.Function.Name == "listagg" && (len(x.WithinGroup) == 0 || x.Overflow != nil && x.Overflow.Truncate):
		return unsupported(x, "LISTAGG without WITHIN GROUP, or with ON OVERFLOW TRUNCATE, is not supported")
	}
	if x.Distinct {
		for _, e := range x.Arguments {
			if t := a.exprs[e]; !t.Comparable() {
				return mismatch(x, "DISTINCT can only be applied to comparable types (actual: %s)", t)
			}
		}
	}
	if x.Filter != nil {
		if err := a.condition(x.Filter, s, "FILTER expression"); err != nil {
			return err
		}
	}
	for _, list := range [][]*ast.SortItem{x.OrderBy, x.WithinGroup} {
		if err := a.sort(list, s); err != nil {
			return err
		}
	}
	if x.Over == nil {
		return nil
	}
	if x.Over.Reference == nil {
		return a.window(x.Over, s)
	}
	if w := s.namedWindow(x.Over.Reference.Key()); w != nil {
		a.windows[x.Over] = a.WindowOf(w)
		return nil
	}
	return fail("INVALID_WINDOW_REFERENCE", x.Over, "Cannot resolve WINDOW name %s", x.Over.Reference.Key())
}

func (a *analyzer) sort(items []*ast.SortItem, s *scope) error {
	for _, item := range items {
		t, err := a.expr(item.Value, s)
		if err != nil {
			return err
		}
		if !t.Orderable() {
			return mismatch(item.Value, "Type %s is not orderable, and therefore cannot be used in ORDER BY", t)
		}
	}
	return nil
}

func (a *analyzer) window(w *ast.Window, s *scope) error {
	if w.Base != nil {
		whole, err := a.extended(w, s)
		if err != nil {
			return err
		}
		a.windows[w] = whole
	}
	for _, e := range w.PartitionBy {
		t, err := a.expr(e, s)
		if err != nil {
			return err
		}
		if !t.Comparable() {
			return mismatch(e, "%s is not comparable, and therefore cannot be used in window function PARTITION BY", t)
		}
	}
	if err := a.sort(w.OrderBy, s); err != nil || w.Frame == nil {
		return err
	}
	return a.frame(a.WindowOf(w), s)
}

// namedWindow finds the window of a name; nil when there is none.
func (s *scope) namedWindow(name string) *ast.Window {
	for ; s != nil; s = s.outer {
		if w, ok := s.windows[name]; ok {
			return w
		}
	}
	return nil
}

// extended is a window with what it takes over from the one that it is built on.
func (a *analyzer) extended(w *ast.Window, s *scope) (*ast.Window, error) {
	base := s.namedWindow(w.Base.Key())
	if base == nil {
		return nil, fail("INVALID_WINDOW_REFERENCE", w.Base, "Cannot resolve WINDOW name %s", w.Base.Key())
	}
	base = a.WindowOf(base)
	switch {
	case w.PartitionBy != nil:
		return nil, fail("INVALID_PARTITION_BY", w.PartitionBy[0], "WINDOW specification with named WINDOW reference cannot specify PARTITION BY")
	case w.OrderBy != nil && base.OrderBy != nil:
		return nil, fail("INVALID_ORDER_BY", w, "Cannot specify ORDER BY if referenced named WINDOW specifies ORDER BY")
	case base.Frame != nil:
		return nil, fail("INVALID_WINDOW_REFERENCE", w.Base, "Cannot reference named WINDOW containing frame specification")
	}
	whole := &ast.Window{Place: w.Place, PartitionBy: base.PartitionBy, OrderBy: base.OrderBy, Frame: w.Frame}
	if w.OrderBy != nil {
		whole.OrderBy = w.OrderBy
	}
	return whole, nil
}

func (a *analyzer) frame(w *ast.Window, s *scope) error {
	if w.Frame.Pattern != nil {
		return unsupported(w.Frame, "Row pattern recognition in a window is not supported")
	}
	end := ast.CurrentRow
	if w.Frame.End != nil {
		end = w.Frame.End.Kind
	}
	start := w.Frame.Start.Kind
	if start == ast.UnboundedFollowing || end == ast.UnboundedPreceding || start > end {
		return fail("INVALID_WINDOW_FRAME", w.Frame, "Window frame cannot start after it ends")
	}
	for _, b := range []*ast.FrameBound{w.Frame.Start, w.Frame.End} {
		if b == nil || b.Value == nil {
			continue
		}
		t, err := a.expr(b.Value, s)
		if err != nil {
			return err
		}
		if w.Frame.Unit == ast.Range {
			if err := a.rangeOffset(w, b.Value, t); err != nil {
				return err
			}
			continue
		}
		if !t.IsInteger() {
			return mismatch(b.Value, "Window frame %s value type must be exact numeric type with scale 0 (actual %s)", w.Frame.Unit, t)
		}
		a.coerce(b.Value, types.Simple(types.Bigint))
	}
	return nil
}

// rangeOffset types an offset that the sort key is moved by: of the same numbers, or an interval for moments.
func (a *analyzer) rangeOffset(w *ast.Window, offset ast.Expression, t types.Type) error {
	if len(w.OrderBy) != 1 {
		return fail("INVALID_ORDER_BY", w.Frame, "Window frame of type RANGE PRECEDING or FOLLOWING requires single sort item in ORDER BY (actual: %d)", len(w.OrderBy))
	}
	item := w.OrderBy[0].Value
	key := a.exprs[item]
	switch {
	case key.Kind == types.Date && t.Kind == types.IntervalYearMonth, key.Kind == types.Timestamp && (t.Kind == types.IntervalYearMonth || t.Kind == types.IntervalDaySecond):
		return nil
	case key.Kind == types.Date && t.Kind == types.IntervalDaySecond: // the engine's frame is that of the day's midnight
		return nil
	}
	c, ok := types.Common(key, t)
	if !ok || !key.IsNumeric() || !t.IsNumeric() {
		return mismatch(offset, "Window frame RANGE value type (%s) not compatible with sort item type (%s)", t, key)
	}
	if c.IsInteger() {
		c = types.Simple(types.Bigint)
	}
	a.coerce(item, c)
	a.coerce(offset, c)
	return nil
}
