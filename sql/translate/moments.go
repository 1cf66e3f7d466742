package translate

import (
	"math/big"
	"regexp"
	"strings"

	"interlaken/sql/ast"
	"interlaken/sql/function"
	"interlaken/sql/types"
)

func isInterval(t types.Type) bool {
	return t.Kind == types.IntervalDaySecond || t.Kind == types.IntervalYearMonth
}

func isTime(t types.Type) bool {
	switch t.Kind {
	case types.Date, types.Time, types.TimeTZ, types.Timestamp, types.TimestampTZ:
		return true
	}
	return isInterval(t)
}

// moments translates arithmetic on dates, times and intervals. The engine makes a timestamp of a date and an interval.
func (t *translator) moments(x *ast.Binary, left, right ast.Expression, lt, rt types.Type) (ast.Expression, error) {
	plain := &ast.Binary{Operator: x.Operator, Left: left, Right: right}
	switch {
	case isInterval(rt) && !isInterval(lt) && x.Operator != ast.Multiply:
		return t.shift(x, left, right, lt, rt)
	case isInterval(lt) && !isInterval(rt) && isTime(rt):
		return t.shift(x, right, left, rt, lt)
	case isInterval(lt) && isInterval(rt):
		return plain, nil
	case isInterval(lt) && rt.IsInteger() && x.Operator == ast.Multiply, isInterval(rt) && lt.IsInteger():
		return plain, nil
	case lt.Kind == types.Date && rt.Kind == types.Date:
		return function.Engine("to_days", &ast.Cast{Operand: plain, Type: &ast.DataType{Text: "INTEGER"}}), nil
	case lt.Kind == rt.Kind && lt.Precision <= 3 && (lt.Kind == types.Timestamp || lt.Kind == types.TimestampTZ):
		return plain, nil
	case lt.Kind == rt.Kind && x.Operator == ast.Subtract && max(lt.Precision, rt.Precision) <= 6:
		return function.Distance(t, left, right, lt), nil
	}
	return nil, function.Unsupported(x.Pos(), "%s %s %s is not supported", lt, x.Operator, rt)
}

// shift moves a moment by an interval.
func (t *translator) shift(x *ast.Binary, moment, interval ast.Expression, mt, it types.Type) (ast.Expression, error) {
	if mt.Kind == types.Date && it.Kind == types.IntervalDaySecond {
		// Trino refuses a part of a day when the statement runs; here the interval has to be whole days in the text.
		literal, ok := x.Right.(*ast.IntervalLiteral)
		if !ok {
			literal, ok = x.Left.(*ast.IntervalLiteral)
		}
		if !ok || literal.From != ast.Day || literal.To != ast.NoUnit {
			return nil, function.Unsupported(x.Pos(), "A date can be moved by an interval of whole days only")
		}
	}
	if mt.HasZone() || mt.Kind == types.Time {
		return function.Shift(t, x.Pos(), x.Operator, moment, interval, mt, it)
	}
	return function.EngineCast(&ast.Binary{Operator: x.Operator, Left: moment, Right: interval}, t.TypeOf(x))
}

// atTimeZone leaves the instant as it is; the type says what zone it shows.
func (t *translator) atTimeZone(x *ast.AtTimeZone) (ast.Expression, error) {
	operand, err := t.expr(x.Operand)
	if err != nil {
		return nil, err
	}
	return function.Cast(t, x.Pos(), operand, t.TypeOf(x.Operand), t.TypeOf(x))
}

// current prints the statement's time.
func (t *translator) current(x *ast.Current) (ast.Expression, error) {
	now := t.options.Now.UTC()
	switch x.Kind {
	case ast.CurrentDate:
		return &ast.TypedLiteral{Type: ast.TypeOf(types.Simple(types.Date)), Value: now.Format("2006-01-02")}, nil
	case ast.CurrentTimestamp:
		return function.NowLiteral(t), nil
	case ast.LocalTimestamp:
		return &ast.TypedLiteral{Type: ast.TypeOf(types.Simple(types.Timestamp)), Value: now.Format("2006-01-02 15:04:05.000")}, nil
	case ast.CurrentTime, ast.LocalTime:
		return &ast.TypedLiteral{Type: ast.TypeOf(types.Simple(types.Time)), Value: now.Format("15:04:05.000")}, nil
	}
	return nil, function.Unsupported(x.Pos(), "%s is not supported", x.Kind)
}

// interval prints an interval in months, days or milliseconds.
func interval(x *ast.IntervalLiteral) (ast.Expression, error) {
	value := strings.TrimSpace(x.Value)
	negative := x.Negative != strings.HasPrefix(value, "-")
	value = strings.TrimLeft(value, "+-")
	to := x.To
	if to == ast.NoUnit {
		to = x.From
	}
	fields := regexp.MustCompile(`[-: ]`).Split(value, -1)
	if len(fields) != int(to-x.From)+1 && !(x.From <= ast.Month && len(fields) == 1+int(to-x.From)) {
		return nil, function.Unsupported(x.Pos(), "'%s' is not a valid INTERVAL literal", x.Value)
	}
	sizes := map[ast.IntervalUnit]int64{ast.Year: 12, ast.Month: 1, ast.Day: 86_400_000, ast.Hour: 3_600_000, ast.Minute: 60_000, ast.Second: 1000}
	total := new(big.Rat)
	for i, f := range fields {
		n, ok := new(big.Rat).SetString(f)
		if !ok {
			return nil, function.Unsupported(x.Pos(), "'%s' is not a valid INTERVAL literal", x.Value)
		}
		total.Add(total, n.Mul(n, new(big.Rat).SetInt64(sizes[x.From+ast.IntervalUnit(i)])))
	}
	if negative {
		total.Neg(total)
	}
	if !total.IsInt() || !total.Num().IsInt64() {
		return nil, function.Unsupported(x.Pos(), "Intervals below a millisecond are not supported")
	}
	n := total.Num().Int64()
	switch {
	case x.From == ast.Year || x.From == ast.Month:
		return function.Engine("to_months", ast.Integer(n)), nil
	case n%86_400_000 == 0:
		return function.Engine("to_days", ast.Integer(n/86_400_000)), nil
	}
	return function.Engine("to_milliseconds", ast.Integer(n)), nil
}
