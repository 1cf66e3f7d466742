package analyze

import (
	"interlaken/sql/ast"
	"interlaken/sql/function"
	"interlaken/sql/types"
)

func (a *analyzer) unary(x *ast.Unary, s *scope) (types.Type, error) {
	t, err := a.expr(x.Operand, s)
	if err != nil {
		return t, err
	}
	if t.Kind == types.Unknown {
		t = types.Simple(types.Bigint)
		a.coerce(x.Operand, t)
	}
	if !t.IsNumeric() && t.Kind != types.IntervalDaySecond && t.Kind != types.IntervalYearMonth {
		return t, mismatch(x, "Unary '%s' operator cannot by applied to %s type", map[bool]string{true: "-", false: "+"}[x.Negative], t)
	}
	return t, nil
}

func (a *analyzer) binary(x *ast.Binary, s *scope) (types.Type, error) {
	if x.Operator.IsComparison() {
		able := types.Type.Comparable
		if x.Operator > ast.NotEquals {
			able = types.Type.Orderable
		}
		return boolean, a.compare(x, []ast.Expression{x.Left, x.Right}, s, x.Operator.String(), able)
	}
	left, err := a.expr(x.Left, s)
	if err != nil {
		return left, err
	}
	right, err := a.expr(x.Right, s)
	if err != nil {
		return right, err
	}
	if x.Operator == ast.Concat {
		return a.concat(x, left, right)
	}
	if t, ok := a.moments(x, left, right); ok {
		return t, nil
	}
	return a.arithmetic(x, left, right)
}

// arithmetic: integers beside a decimal become the decimal that holds them, each on its own; other numbers become
// their common type.
func (a *analyzer) arithmetic(x *ast.Binary, left, right types.Type) (types.Type, error) {
	l, r := left, right
	if l.Kind == types.Unknown {
		l = r
	}
	if r.Kind == types.Unknown {
		r = l
	}
	if l.Kind == types.Unknown {
		l, r = types.Simple(types.Bigint), types.Simple(types.Bigint)
	}
	ld, lok := types.AsDecimal(l)
	rd, rok := types.AsDecimal(r)
	if lok && rok && (l.Kind == types.Decimal || r.Kind == types.Decimal) {
		l, r = ld, rd
	} else {
		c, ok := types.Common(l, r)
		if !ok {
			return c, operatorMismatch(x, left, x.Operator.String(), right)
		}
		l, r = c, c
	}
	t, ok := function.ArithmeticType(x.Operator, l, r)
	if !ok {
		if l.Kind == types.Decimal {
			return t, fail("NUMERIC_VALUE_OUT_OF_RANGE", x, "DECIMAL scale must be in range [0, precision (38)]: %d", l.Scale+r.Scale)
		}
		return t, operatorMismatch(x, left, x.Operator.String(), right)
	}
	a.coerce(x.Left, l)
	a.coerce(x.Right, r)
	return t, nil
}

// moments types arithmetic on dates, times and intervals; false where neither side is one.
func (a *analyzer) moments(x *ast.Binary, left, right types.Type) (types.Type, bool) {
	interval := func(t types.Type) bool { return t.Kind == types.IntervalDaySecond || t.Kind == types.IntervalYearMonth }
	moment := func(t types.Type) bool {
		return t.Kind == types.Date || t.Kind == types.Timestamp || t.Kind == types.TimestampTZ || isClock(t)
	}
	shifted := func(m, i types.Type) types.Type {
		if m.Kind != types.Date && i.Kind == types.IntervalDaySecond {
			m.Precision = max(m.Precision, 3)
		}
		return m
	}
	fits := func(m, i types.Type) bool { return !isClock(m) || i.Kind == types.IntervalDaySecond }
	switch o := x.Operator; {
	case (o == ast.Add || o == ast.Subtract) && moment(left) && interval(right) && fits(left, right):
		return shifted(left, right), true
	case o == ast.Add && interval(left) && moment(right) && fits(right, left):
		return shifted(right, left), true
	case (o == ast.Add || o == ast.Subtract) && interval(left) && left.Kind == right.Kind:
		return left, true
	case o == ast.Subtract && moment(left) && moment(right):
		c, ok := types.Common(left, right)
		if !ok {
			return c, false
		}
		a.coerce(x.Left, c)
		a.coerce(x.Right, c)
		return types.Simple(types.IntervalDaySecond), true
	case o == ast.Multiply && interval(left) && right.IsNumeric():
		return left, true
	case o == ast.Multiply && left.IsNumeric() && interval(right):
		return right, true
	case o == ast.Divide && interval(left) && right.IsNumeric():
		return left, true
	}
	return types.Type{}, false
}

func isClock(t types.Type) bool { return t.Kind == types.Time || t.Kind == types.TimeTZ }

// concat is || on texts, bytes and arrays, and of an array with an element.
func (a *analyzer) concat(x *ast.Binary, left, right types.Type) (types.Type, error) {
	refuse := operatorMismatch(x, left, "||", right)
	switch {
	case left.Kind == types.Array || right.Kind == types.Array:
		l, r := left, right
		if l.Kind != types.Array && l.Kind != types.Unknown {
			l = types.ArrayOf(l)
		}
		if r.Kind != types.Array && r.Kind != types.Unknown {
			r = types.ArrayOf(r)
		}
		c, ok := types.Common(l, r)
		if !ok {
			return c, refuse
		}
		for _, side := range []struct {
			e ast.Expression
			t types.Type
		}{{x.Left, left}, {x.Right, right}} {
			if side.t.Kind == types.Array || side.t.Kind == types.Unknown {
				a.coerce(side.e, c)
			} else {
				a.coerce(side.e, *c.Element)
			}
		}
		return c, nil
	case left.Kind == types.Varbinary && right.Kind == types.Varbinary:
		return left, nil
	}
	if left.Kind == types.Char || right.Kind == types.Char {
		return a.concatChars(x, left, right)
	}
	for _, side := range []types.Type{left, right} {
		if side.Kind != types.Varchar && side.Kind != types.Unknown {
			return side, refuse
		}
	}
	t := types.Simple(types.Varchar)
	a.coerce(x.Left, t)
	a.coerce(x.Right, t)
	return t, nil
}

// concatChars is || where one side is a char: the other becomes one too, and the result is as long as both.
func (a *analyzer) concatChars(x *ast.Binary, left, right types.Type) (types.Type, error) {
	out := types.Type{Kind: types.Char}
	for _, side := range []struct {
		e ast.Expression
		t types.Type
	}{{x.Left, left}, {x.Right, right}} {
		t := side.t
		if t.Kind == types.Unknown {
			t = types.Type{Kind: types.Varchar}
		}
		if !t.IsText() || t.Length > maxChar {
			return out, operatorMismatch(x, left, "||", right)
		}
		a.coerce(side.e, types.Type{Kind: types.Char, Length: t.Length})
		out.Length += t.Length
	}
	if out.Length > maxChar {
		return out, operatorMismatch(x, left, "||", right)
	}
	return out, nil
}

// maxChar is the greatest length of a char.
const maxChar = 65536
