package analyze

import (
	"math"
	"regexp"
	"strings"
	"unicode/utf8"

	"interlaken/sql/ast"
	"interlaken/sql/function"
	"interlaken/sql/types"
)

// literal types a constant; false for what is none.
func (a *analyzer) literal(e ast.Expression) (types.Type, bool, error) {
	switch x := e.(type) {
	case *ast.NullLiteral:
		return types.Simple(types.Unknown), true, nil
	case *ast.BooleanLiteral:
		return types.Simple(types.Boolean), true, nil
	case *ast.IntegerLiteral:
		if x.Value >= math.MinInt32 && x.Value <= math.MaxInt32 {
			return types.Simple(types.Integer), true, nil
		}
		return types.Simple(types.Bigint), true, nil
	case *ast.DecimalLiteral:
		t, ok := DecimalDigits(x.Text)
		if !ok {
			return t, true, fail("NUMERIC_VALUE_OUT_OF_RANGE", x, "Invalid decimal literal '%s'", x.Text)
		}
		return t, true, nil
	case *ast.DoubleLiteral:
		return types.Simple(types.Double), true, nil
	case *ast.StringLiteral:
		return types.Type{Kind: types.Varchar, Length: utf8.RuneCountInString(x.Value)}, true, nil
	case *ast.BinaryLiteral:
		return types.Simple(types.Varbinary), true, nil
	case *ast.IntervalLiteral:
		t, err := a.interval(x)
		return t, true, err
	case *ast.TypedLiteral:
		t, err := a.typedLiteral(x)
		return t, true, err
	case *ast.Parameter:
		return types.Type{}, true, fail("INVALID_PARAMETER_USAGE", x, "Incorrect number of parameters: the statement has a parameter without a value")
	}
	return types.Type{}, false, nil
}

// DecimalDigits is the type of a decimal literal: leading zeros do not count.
func DecimalDigits(text string) (types.Type, bool) {
	text = strings.TrimLeft(text, "+-")
	whole, fraction, _ := strings.Cut(text, ".")
	whole = strings.TrimLeft(whole, "0")
	precision := max(1, len(whole)+len(fraction))
	return types.DecimalOf(min(precision, types.MaxPrecision), min(len(fraction), types.MaxPrecision)), precision <= types.MaxPrecision
}

func (a *analyzer) interval(x *ast.IntervalLiteral) (types.Type, error) {
	yearMonth := func(u ast.IntervalUnit) bool { return u == ast.Year || u == ast.Month }
	to := x.To
	if to == ast.NoUnit {
		to = x.From
	}
	pattern := `[+-]?[0-9]+`
	kind := types.IntervalDaySecond
	if yearMonth(x.From) {
		kind = types.IntervalYearMonth
		if to != x.From {
			pattern = `[+-]?[0-9]+-[0-9]+`
		}
	} else if to == ast.Second || to != x.From {
		pattern = `[+-]?[0-9]+( [0-9]+)?(:[0-9]+)*(\.[0-9]{1,3})?`
	}
	if !regexp.MustCompile("^" + pattern + "$").MatchString(strings.TrimSpace(x.Value)) {
		return types.Type{}, fail("INVALID_LITERAL", x, "'%s' is not a valid INTERVAL literal", x.Value)
	}
	return types.Simple(kind), nil
}

// typedLiteral types DATE '…', TIMESTAMP '…' and the like, and checks the text where a wrong one would only show when
// the statement runs.
func (a *analyzer) typedLiteral(x *ast.TypedLiteral) (types.Type, error) {
	t := x.Type.Type
	invalid := func(name string) error {
		return fail("INVALID_LITERAL", x, "'%s' is not a valid %s literal", x.Value, name)
	}
	switch t.Kind {
	case types.Invalid:
		return t, fail("TYPE_NOT_FOUND", x.Type, "Unknown type: %s", x.Type.Text)
	case types.Date:
		if _, ok := function.ParseDate(x.Value); !ok {
			return t, invalid("DATE")
		}
	case types.Timestamp, types.TimestampTZ:
		m, ok := function.ParseTimestamp(x.Value)
		if !ok && function.UnknownZone(x.Value) {
			return t, unsupported(x, "A time zone at a time of which tables of time zones differ is not supported")
		}
		if !ok {
			return t, invalid("TIMESTAMP")
		}
		return m.Type, nil
	case types.Time, types.TimeTZ:
		m, ok := function.ParseTime(x.Value)
		if !ok {
			return t, invalid("TIME")
		}
		return m.Type, nil
	case types.IPAddress:
		if _, ok := function.AddressLiteral(x.Value); !ok {
			return t, invalid("IPADDRESS")
		}
	case types.Char:
		return types.Type{Kind: types.Char, Length: utf8.RuneCountInString(x.Value)}, nil
	case types.Decimal:
		d, ok := DecimalDigits(x.Value)
		if !ok || !regexp.MustCompile(`^[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)$`).MatchString(x.Value) {
			return t, invalid("DECIMAL")
		}
		return d, nil
	}
	return t, nil
}
