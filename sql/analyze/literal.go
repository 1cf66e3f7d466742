package analyze

import (
	"math"
	"regexp"
	"strings"
	"time"
	"unicode/utf8"

	"interlaken/sql/ast"
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

var (
	dateLiteral      = regexp.MustCompile(`^\s*([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})\s*$`)
	timestampLiteral = regexp.MustCompile(`^([0-9]{4}-[0-9]{1,2}-[0-9]{1,2})(?: ([0-9]{1,2}):([0-9]{1,2})(?::([0-9]{1,2})(?:\.([0-9]{1,12}))?)?)?(?: ?([+-][0-9]{2}:?[0-9]{2}|[A-Za-z].*))?$`)
	timeLiteral      = regexp.MustCompile(`^([0-9]{1,2}):([0-9]{1,2})(?::([0-9]{1,2})(?:\.([0-9]{1,12}))?)?$`)
)

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
		if _, ok := ParseDate(x.Value); !ok {
			return t, invalid("DATE")
		}
	case types.Timestamp, types.TimestampTZ:
		m := timestampLiteral.FindStringSubmatch(x.Value)
		if m == nil {
			return t, invalid("TIMESTAMP")
		}
		if _, ok := ParseDate(m[1]); !ok || !clock(m[2], m[3], m[4]) {
			return t, invalid("TIMESTAMP")
		}
		if m[6] != "" {
			return types.Type{Kind: types.TimestampTZ, Precision: len(m[5])}, nil
		}
		return types.Type{Kind: types.Timestamp, Precision: len(m[5])}, nil
	case types.Time:
		m := timeLiteral.FindStringSubmatch(x.Value)
		if m == nil || !clock(m[1], m[2], m[3]) {
			return t, invalid("TIME")
		}
		return types.Type{Kind: types.Time, Precision: len(m[4])}, nil
	case types.Decimal:
		d, ok := DecimalDigits(x.Value)
		if !ok || !regexp.MustCompile(`^[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)$`).MatchString(x.Value) {
			return t, invalid("DECIMAL")
		}
		return d, nil
	}
	return t, nil
}

// clock checks the parts of a time of day.
func clock(hour, minute, second string) bool {
	below := func(s string, bound int) bool {
		n := 0
		for _, c := range s {
			n = n*10 + int(c-'0')
		}
		return n < bound
	}
	return below(hour, 24) && below(minute, 60) && below(second, 60)
}

// ParseDate reads a date of a literal.
func ParseDate(text string) (time.Time, bool) {
	m := dateLiteral.FindStringSubmatch(text)
	if m == nil {
		return time.Time{}, false
	}
	t, err := time.Parse("2006-1-2", m[1]+"-"+m[2]+"-"+m[3])
	return t, err == nil
}
