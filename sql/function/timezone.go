package function

import (
	"strconv"
	"strings"
	"time"

	"interlaken/fault"
	"interlaken/sql/ast"
	"interlaken/sql/types"
)

func init() {
	register(
		scalar("from_unixtime", "Moment of a number of seconds since 1970, shown in a zone if given.", fromUnixtime, "(double) -> timestamp(3) with time zone",
			"(double, varchar) -> timestamp(3) with time zone", "(double, bigint, bigint) -> timestamp(3) with time zone").shows(unixtimeZone),
		scalar("at_timezone", "The same instant, shown in another zone.", func(c *Call) (engineExpression, error) { return c.Arguments[0], nil },
			"(timestamp(p) with time zone, varchar) -> timestamp(p) with time zone",
			"(timestamp(p) with time zone, interval day to second) -> timestamp(p) with time zone").shows(secondZone),
		scalar("with_timezone", "The instant at which a zone's clocks show a timestamp.", func(c *Call) (engineExpression, error) {
			return instant(c, c.Place, c.Arguments[0], c.Match.Result)
		}, "(timestamp(p), varchar) -> timestamp(p) with time zone", "(timestamp(p), interval day to second) -> timestamp(p) with time zone").
			gives(func(a []types.Type) types.Type { return types.Type{Kind: types.TimestampTZ, Precision: a[0].Precision} }).shows(secondZone),
		scalar("from_iso8601_date", "Date of a text in ISO 8601.", over(fromISODate), "(varchar) -> date"),
		scalar("from_iso8601_timestamp", "Moment of a text in ISO 8601; UTC where it names no zone.", fromISOTimestamp, "(varchar) -> timestamp(3) with time zone").shows(isoZone),
		scalar("to_iso8601", "Text in ISO 8601.", toISO, "(date) -> varchar(16)", "(timestamp(3)) -> varchar(26)", "(timestamp(3) with time zone) -> varchar(32)"),
	)
}

// ZoneOf reads a constant that names a time zone: a text, or an interval of hours and minutes.
func ZoneOf(e ast.Expression) (string, error) {
	switch x := e.(type) {
	case *ast.StringLiteral:
		if zone, ok := types.ParseZone(x.Value); ok {
			return zone, nil
		}
		return "", fault.New("INVALID_FUNCTION_ARGUMENT", "'%s' is not a valid time zone", x.Value)
	case *ast.IntervalLiteral:
		if minutes, ok := intervalMinutes(x); ok {
			return types.OffsetZone(minutes), nil
		}
	}
	return "", fault.New("NOT_SUPPORTED", "A time zone that is not a constant is not supported")
}

// intervalMinutes reads an interval of hours and minutes within 14 hours.
func intervalMinutes(x *ast.IntervalLiteral) (int, bool) {
	text := strings.TrimLeft(strings.TrimSpace(x.Value), "+-")
	hours, minutes, both := strings.Cut(text, ":")
	first, err := strconv.Atoi(hours)
	second := 0
	var err2 error
	switch {
	case x.From == ast.Hour && x.To == ast.Minute && both:
		second, err2 = strconv.Atoi(minutes)
		second += first * 60
	case x.From == ast.Hour && x.To == ast.NoUnit && !both:
		second = first * 60
	case x.From == ast.Minute && x.To == ast.NoUnit && !both:
		second = first
	default:
		return 0, false
	}
	if x.Negative != strings.HasPrefix(strings.TrimSpace(x.Value), "-") {
		second = -second
	}
	return second, err == nil && err2 == nil && second >= -14*60 && second <= 14*60
}

func secondZone(a []Argument) (string, error) { return ZoneOf(a[1].Source) }

func unixtimeZone(a []Argument) (string, error) {
	switch len(a) {
	case 2:
		return secondZone(a)
	case 3:
		hours, ok := wholeConstant(a[1].Source)
		minutes, ok2 := wholeConstant(a[2].Source)
		if !ok || !ok2 || hours < -14 || hours > 14 || minutes < -59 || minutes > 59 {
			return "", fault.New("NOT_SUPPORTED", "from_unixtime with an offset that is not a constant, or is more than 14 hours, is not supported")
		}
		return types.OffsetZone(int(hours*60 + minutes)), nil
	}
	return "", nil
}

func fromUnixtime(c *Call) (engineExpression, error) {
	milliseconds := Engine("round", binary(ast.Multiply, c.Arguments[0], double("1000")))
	micros := castText(binary(ast.Multiply, milliseconds, double("1000")), "BIGINT")
	return zoned(Engine("make_timestamp", micros), c.Match.Result), nil
}

func fromISODate(c *Call, x []ast.Expression) (engineExpression, error) {
	return guardText(c, x[0], `[0-9]{4}-[0-9]{2}-[0-9]{2}`, unreadable, c.Match.Result, c.typed)
}

// constantISO reads a constant in ISO 8601 that names an offset, as a timestamp literal.
func constantISO(e ast.Expression) (Moment, bool) {
	s, ok := e.(*ast.StringLiteral)
	if !ok || !strings.Contains(s.Value, "T") {
		return Moment{}, false
	}
	text := strings.Replace(strings.Replace(s.Value, "T", " ", 1), ",", ".", 1)
	m, ok := ParseTimestamp(text)
	if _, fixed := types.ZoneOffset(m.Type.Zone); !ok || !fixed || m.Type.Kind != types.TimestampTZ || m.Type.Precision > 6 || strings.Count(s.Value, " ") > 0 {
		return Moment{}, false
	}
	return m, true
}

func isoZone(a []Argument) (string, error) {
	m, _ := constantISO(a[0].Source)
	return m.Type.Zone, nil
}

// fromISOTimestamp takes constants in any offset, and other texts in UTC or without zone. Another zone would have to
// live in the value, which the engine's type cannot hold, so those fail.
func fromISOTimestamp(c *Call) (engineExpression, error) {
	if m, ok := constantISO(c.Source[0]); ok && m.Type.Zone != "" {
		m.At = m.At.Truncate(time.Millisecond) // further digits are passed over
		return m.Literal(), nil
	}
	return over(readISOTimestamp)(c)
}

func readISOTimestamp(c *Call, x []ast.Expression) (engineExpression, error) {
	const pattern = `[0-9]{4}-[0-9]{2}-[0-9]{2}(T([0-9]{2}:[0-9]{2}(:[0-9]{2}([.,][0-9]{1,9})?)?)?(Z|[+-]00:?00)?)?`
	return guardText(c, x[0], pattern, unreadable, c.Match.Result, func(e ast.Expression) (ast.Expression, error) {
		bare := Engine("regexp_replace", e, ast.String(`(Z|[+-]00:?00)$|T$`), ast.String(""))
		text := Engine("replace", Engine("replace", bare, ast.String("T"), ast.String(" ")), ast.String(","), ast.String("."))
		return zoned(Engine("date_trunc", ast.String("millisecond"), castText(text, "TIMESTAMP")), c.Match.Result), nil
	})
}

func toISO(c *Call) (engineExpression, error) {
	t := c.Match.Parameters[0]
	switch t.Kind {
	case types.Date:
		return Engine("strftime", c.Arguments[0], ast.String("%Y-%m-%d")), nil
	case types.Timestamp:
		return Engine("strftime", c.Arguments[0], ast.String("%Y-%m-%dT%H:%M:%S.%g")), nil
	}
	clock, err := c.local(0)
	if err != nil {
		return nil, err
	}
	text := Engine("strftime", clock, ast.String("%Y-%m-%dT%H:%M:%S.%g"))
	if t.Zone == "" {
		return binary(ast.Concat, text, ast.String("Z")), nil
	}
	if _, fixed := types.ZoneOffset(t.Zone); fixed {
		return binary(ast.Concat, text, ast.String(t.Zone)), nil
	}
	return nil, c.unsupported("to_iso8601 of a value in the zone %s", t.Zone)
}
