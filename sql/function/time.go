package function

import (
	"strings"

	"interlaken/sql/ast"
	"interlaken/sql/types"
)

// moments are the types with a date that a field can be taken of.
func moments(result string) []string {
	return []string{"(date) -> " + result, "(timestamp(p)) -> " + result, "(timestamp(p) with time zone) -> " + result}
}

// clocks are the types with a time of day.
func clocks(result string) []string {
	return []string{
		"(timestamp(p)) -> " + result, "(time(p)) -> " + result, "(timestamp(p) with time zone) -> " + result,
		"(time(p) with time zone) -> " + result, "(interval day to second) -> " + result,
	}
}

// every is a signature for each type of date and time; T in the text stands for it.
func every(text string) []string {
	var out []string
	for _, t := range []string{"date", "time(p)", "time(p) with time zone", "timestamp(p)", "timestamp(p) with time zone"} {
		out = append(out, strings.ReplaceAll(text, "T", t))
	}
	return out
}

func init() {
	register(
		scalar("date", "CAST(x AS date).", castTo, "(varchar) -> date", "(date) -> date", "(timestamp(p)) -> date", "(timestamp(p) with time zone) -> date"),
		scalar("date_trunc", "A moment cut to the start of its unit.", dateTrunc, every("(varchar, T) -> T")...),
		scalar("date_add", "A moment moved by a number of units.", dateAdd, every("(varchar, bigint, T) -> T")...),
		scalar("date_diff", "Number of complete units from the first moment to the second.", dateDiff, every("(varchar, T, T) -> bigint")...),
		scalar("last_day_of_month", "Last day of the month of a moment.", func(c *Call) (engineExpression, error) {
			clock, err := c.local(0)
			return Engine("last_day", clock), err
		}, moments("date")...),
		scalar("to_unixtime", "Seconds since 1970 of a moment.", toUnixtime, "(timestamp(p)) -> double", "(timestamp(p) with time zone) -> double"),
		scalar("date_format", "Text of a moment by a MySQL format.", formatTime(mysqlFormat), "(timestamp(p), varchar) -> varchar", "(timestamp(p) with time zone, varchar) -> varchar"),
		scalar("date_parse", "Timestamp of a text by a MySQL format.", parseTime(mysqlFormat), "(varchar, varchar) -> timestamp(3)"),
		scalar("format_datetime", "Text of a moment by a Joda format.", formatTime(jodaFormat), "(timestamp(p), varchar) -> varchar", "(timestamp(p) with time zone, varchar) -> varchar"),
		scalar("parse_datetime", "Moment of a text by a Joda format.", parseTime(jodaFormat), "(varchar, varchar) -> timestamp(3) with time zone"),
		scalar("now", "The moment at which the statement began.", func(c *Call) (engineExpression, error) { return NowLiteral(c), nil }, "() -> timestamp(3) with time zone"),
		scalar("current_timezone", "The session's time zone: UTC.", func(*Call) (engineExpression, error) { return ast.String("UTC"), nil }, "() -> varchar"),
		scalar("to_milliseconds", "Milliseconds of an interval.", as("epoch_ms"), "(interval day to second) -> bigint"),
	)
}

// toUnixtime adds parts of a millisecond to a timestamp with time zone last, as Trino does, where it differs by the last
// digit of a double.
func toUnixtime(c *Call) (engineExpression, error) {
	t := c.Match.Parameters[0]
	if t.Kind != types.TimestampTZ || t.Precision <= 3 {
		return Engine("epoch", utc(c.Arguments[0], t)), nil
	}
	micros := Engine("epoch_us", utc(c.Arguments[0], t))
	return Let(c, []ast.Expression{micros}, func(x []ast.Expression) ast.Expression {
		rest := binary(ast.Modulo, binary(ast.Add, binary(ast.Modulo, x[0], ast.Integer(1000)), ast.Integer(1000)), ast.Integer(1000))
		whole := Engine("divide", binary(ast.Subtract, x[0], rest), ast.Integer(1000))
		return binary(ast.Add, binary(ast.Divide, whole, double("1000")), binary(ast.Divide, rest, double("1000000")))
	}), nil
}

// castTo is a function that is a cast to its result.
func castTo(c *Call) (engineExpression, error) {
	return Cast(c, c.Place, c.Arguments[0], c.Match.Parameters[0], c.Match.Result)
}

// NowLiteral is the statement's time as a constant of the engine's timestamp with time zone, in milliseconds.
func NowLiteral(env Environment) ast.Expression {
	return zoned(ast.String(env.Now().UTC().Format("2006-01-02 15:04:05.000")), types.Simple(types.TimestampTZ))
}

// units are Trino's units and how many of the engine's to_… each is.
var units = map[string]struct {
	interval string
	factor   int64
	date     bool // may be used on a date
}{
	"millisecond": {"to_milliseconds", 1, false}, "second": {"to_seconds", 1, false}, "minute": {"to_minutes", 1, false},
	"hour": {"to_hours", 1, false}, "day": {"to_days", 1, true}, "week": {"to_days", 7, true}, "month": {"to_months", 1, true},
	"quarter": {"to_months", 3, true}, "year": {"to_months", 12, true},
}

// unit reads the first argument, which has to be a constant and to fit the type.
func (c *Call) unit(t types.Type) (string, error) {
	text, ok := c.text(0)
	if !ok {
		return "", c.unsupported("%s with a unit that is not a constant", c.Match.Function.Name)
	}
	name := strings.ToLower(text)
	u, ok := units[name]
	if !ok || t.Kind == types.Date && !u.date || isClock(t) && u.date {
		kind := "Timestamp"
		switch {
		case t.Kind == types.Date:
			kind = "DATE"
		case isClock(t):
			kind = "TIME"
		}
		return "", c.invalid("'%s' is not a valid %s field", text, kind)
	}
	return name, nil
}

// dateTrunc cuts days and longer units in the value's zone. An hour and less is cut off the wall clock too, and leaves
// the offset as it is.
func dateTrunc(c *Call) (engineExpression, error) {
	t := c.Match.Parameters[1]
	unit, err := c.unit(t)
	if err != nil {
		return nil, err
	}
	clock, err := c.local(1)
	if err != nil {
		return nil, err
	}
	switch {
	case !t.HasZone() && !isClock(t):
		return c.typed(Engine("date_trunc", ast.String(unit), clock))
	case units[unit].date || !t.HasZone() || t.Zone == "":
		return instant(c, c.Place, Engine("date_trunc", ast.String(unit), clock), t)
	}
	cut := binary(ast.Subtract, clock, Engine("date_trunc", ast.String(unit), clock))
	return zoned(binary(ast.Subtract, utc(c.Arguments[1], t), cut), t), nil
}

// dateAdd moves the wall clock by days and longer units, and the instant by shorter ones.
func dateAdd(c *Call) (engineExpression, error) {
	t := c.Match.Parameters[2]
	unit, err := c.unit(t)
	if err != nil {
		return nil, err
	}
	u := units[unit]
	count := c.Arguments[1]
	if u.factor != 1 {
		count = binary(ast.Multiply, count, ast.Integer(u.factor))
	}
	if u.interval == "to_days" || u.interval == "to_months" {
		count = castText(count, "INTEGER")
	}
	by := Engine(u.interval, count)
	switch {
	case t.Kind == types.Date || t.Kind == types.Timestamp && t.Precision >= 3:
		return c.typed(binary(ast.Add, c.Arguments[2], by))
	case unit == "millisecond" && t.Precision < 3:
		// The sum is rounded to the digits that the type has.
		sum, _ := roundFraction(c, binary(ast.Add, utc(c.Arguments[2], t), by), 3, t.Precision)
		return zoned(sum, t), nil
	case !u.date || !t.HasZone() || t.Zone == "":
		return zoned(binary(ast.Add, utc(c.Arguments[2], t), by), t), nil
	}
	clock, err := c.local(2)
	if err != nil {
		return nil, err
	}
	return instant(c, c.Place, binary(ast.Add, clock, by), t)
}

// dateDiff counts complete units, which the engine calls date_sub; its date_diff counts boundaries. Days and longer
// units are counted on the clocks of the first value's zone. Trino drops what is below a millisecond before it counts or
// after, by the type: where that would make a difference, the call fails.
func dateDiff(c *Call) (engineExpression, error) {
	t := c.Match.Parameters[1]
	unit, err := c.unit(t)
	if err != nil {
		return nil, err
	}
	var sides [2]ast.Expression
	for i := range sides {
		if sides[i] = utc(c.Arguments[i+1], t); units[unit].date && t.HasZone() {
			if sides[i], err = local(c.Place, c.Arguments[i+1], t); err != nil {
				return nil, err
			}
		}
	}
	count := func(x ...ast.Expression) ast.Expression { return Engine("date_sub", ast.String(unit), x[0], x[1]) }
	if max(t.Precision, c.Match.Parameters[2].Precision) <= 3 {
		return count(sides[:]...), nil
	}
	cut := func(x ast.Expression) ast.Expression { return Engine("date_trunc", ast.String("millisecond"), x) }
	fail, err := Fail("NOT_SUPPORTED", "date_diff that depends on parts of a millisecond is not supported", c.Match.Result)
	return Let(c, sides[:], func(x []ast.Expression) ast.Expression {
		return Let(c, []ast.Expression{count(x...), count(cut(x[0]), cut(x[1]))}, func(y []ast.Expression) ast.Expression {
			return If(binary(ast.NotEquals, y[0], y[1]), fail, y[0])
		})
	}), err
}
