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
	return []string{"(timestamp(p)) -> " + result, "(time(p)) -> " + result, "(timestamp(p) with time zone) -> " + result}
}

// dateFields are the fields of EXTRACT and the functions of the same name, with the engine's function for each.
var dateFields = map[string]string{
	"year": "year", "quarter": "quarter", "month": "month", "week": "week", "week_of_year": "week",
	"day": "day", "day_of_month": "day", "day_of_week": "isodow", "dow": "isodow", "day_of_year": "dayofyear", "doy": "dayofyear",
	"year_of_week": "isoyear", "yow": "isoyear",
}

var clockFields = map[string]string{"hour": "hour", "minute": "minute", "second": "second"}

func init() {
	for name, engine := range dateFields {
		register(scalar(name, "The "+name+" of a date or timestamp.", func(c *Call) (engineExpression, error) {
			return Engine(engine, utc(c.Arguments[0], c.Match.Parameters[0])), nil
		}, moments("bigint")...))
	}
	for name, engine := range clockFields {
		register(scalar(name, "The "+name+" of a time or timestamp.", func(c *Call) (engineExpression, error) {
			return Engine(engine, utc(c.Arguments[0], c.Match.Parameters[0])), nil
		}, clocks("bigint")...))
	}
	register(
		scalar("millisecond", "The millisecond of the second of a time or timestamp.", func(c *Call) (engineExpression, error) {
			e := Engine("date_part", ast.String("millisecond"), utc(c.Arguments[0], c.Match.Parameters[0]))
			return binary(ast.Modulo, e, ast.Integer(1000)), nil
		}, clocks("bigint")...),
		scalar("date", "CAST(x AS date).", castTo, "(varchar) -> date", "(date) -> date", "(timestamp(p)) -> date", "(timestamp(p) with time zone) -> date"),
		scalar("date_trunc", "A moment cut to the start of its unit.", dateTrunc, "(varchar, date) -> date",
			"(varchar, timestamp(p)) -> timestamp(p)", "(varchar, timestamp(p) with time zone) -> timestamp(p) with time zone"),
		scalar("date_add", "A moment moved by a number of units.", dateAdd, "(varchar, bigint, date) -> date",
			"(varchar, bigint, timestamp(p)) -> timestamp(p)", "(varchar, bigint, timestamp(p) with time zone) -> timestamp(p) with time zone"),
		scalar("date_diff", "Number of complete units from the first moment to the second.", dateDiff, "(varchar, date, date) -> bigint",
			"(varchar, timestamp(p), timestamp(p)) -> bigint", "(varchar, timestamp(p) with time zone, timestamp(p) with time zone) -> bigint"),
		scalar("last_day_of_month", "Last day of the month of a moment.", func(c *Call) (engineExpression, error) {
			return Engine("last_day", utc(c.Arguments[0], c.Match.Parameters[0])), nil
		}, moments("date")...),
		scalar("from_unixtime", "Moment of a number of seconds since 1970.", fromUnixtime, "(double) -> timestamp(3) with time zone"),
		scalar("to_unixtime", "Seconds since 1970 of a moment.", func(c *Call) (engineExpression, error) {
			return Engine("epoch", utc(c.Arguments[0], c.Match.Parameters[0])), nil
		}, "(timestamp(p)) -> double", "(timestamp(p) with time zone) -> double"),
		scalar("date_format", "Text of a moment by a MySQL format.", formatTime(mysqlFormat), "(timestamp(p), varchar) -> varchar", "(timestamp(p) with time zone, varchar) -> varchar"),
		scalar("date_parse", "Timestamp of a text by a MySQL format.", parseTime(mysqlFormat), "(varchar, varchar) -> timestamp(3)"),
		scalar("format_datetime", "Text of a moment by a Joda format.", formatTime(jodaFormat), "(timestamp(p), varchar) -> varchar", "(timestamp(p) with time zone, varchar) -> varchar"),
		scalar("parse_datetime", "Moment of a text by a Joda format.", parseTime(jodaFormat), "(varchar, varchar) -> timestamp(3) with time zone"),
		scalar("from_iso8601_date", "Date of a text in ISO 8601.", over(fromISODate), "(varchar) -> date"),
		scalar("from_iso8601_timestamp", "Moment of a text in ISO 8601; UTC where it names no zone.", over(fromISOTimestamp), "(varchar) -> timestamp(3) with time zone"),
		scalar("to_iso8601", "Text in ISO 8601.", toISO, "(date) -> varchar(16)", "(timestamp(3)) -> varchar(26)", "(timestamp(3) with time zone) -> varchar(32)"),
		scalar("now", "The moment at which the statement began.", func(c *Call) (engineExpression, error) { return NowLiteral(c), nil }, "() -> timestamp(3) with time zone"),
		scalar("current_timezone", "The session's time zone: UTC.", func(*Call) (engineExpression, error) { return ast.String("UTC"), nil }, "() -> varchar"),
		scalar("to_milliseconds", "Milliseconds of an interval.", as("epoch_ms"), "(interval day to second) -> bigint"),
	)
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
	if !ok || t.Kind == types.Date && !u.date {
		return "", c.invalid("'%s' is not a valid %s field", text, map[bool]string{true: "DATE", false: "Timestamp"}[t.Kind == types.Date])
	}
	return name, nil
}

func dateTrunc(c *Call) (engineExpression, error) {
	t := c.Match.Parameters[1]
	unit, err := c.unit(t)
	if err != nil {
		return nil, err
	}
	e := Engine("date_trunc", ast.String(unit), utc(c.Arguments[1], t))
	if t.Kind == types.TimestampTZ {
		return zoned(e, t), nil
	}
	return c.typed(e)
}

func dateAdd(c *Call) (engineExpression, error) {
	t := c.Match.Parameters[2]
	unit, err := c.unit(t)
	if err != nil {
		return nil, err
	}
	u := units[unit]
	if unit == "millisecond" && t.Precision < 3 {
		return nil, c.unsupported("date_add of milliseconds to %s", t)
	}
	count := c.Arguments[1]
	if u.factor != 1 {
		count = binary(ast.Multiply, count, ast.Integer(u.factor))
	}
	if u.interval == "to_days" || u.interval == "to_months" {
		count = castText(count, "INTEGER")
	}
	e := binary(ast.Add, utc(c.Arguments[2], t), Engine(u.interval, count))
	if t.Kind == types.TimestampTZ {
		return zoned(e, t), nil
	}
	return c.typed(e)
}

// dateDiff counts complete units, which the engine calls date_sub; its date_diff counts boundaries.
func dateDiff(c *Call) (engineExpression, error) {
	t := c.Match.Parameters[1]
	unit, err := c.unit(t)
	if err != nil {
		return nil, err
	}
	return Engine("date_sub", ast.String(unit), utc(c.Arguments[1], t), utc(c.Arguments[2], t)), nil
}

func fromUnixtime(c *Call) (engineExpression, error) {
	milliseconds := Engine("round", binary(ast.Multiply, c.Arguments[0], double("1000")))
	micros := castText(binary(ast.Multiply, milliseconds, double("1000")), "BIGINT")
	return zoned(Engine("make_timestamp", micros), c.Match.Result), nil
}

func fromISODate(c *Call, x []ast.Expression) (engineExpression, error) {
	return guardText(c, x[0], `[0-9]{4}-[0-9]{2}-[0-9]{2}`, c.Match.Result, c.typed)
}

// fromISOTimestamp takes texts in UTC or without zone. Another zone would have to live in the value, which the engine's
// type cannot hold, so those fail.
func fromISOTimestamp(c *Call, x []ast.Expression) (engineExpression, error) {
	const pattern = `[0-9]{4}-[0-9]{2}-[0-9]{2}(T([0-9]{2}:[0-9]{2}(:[0-9]{2}([.,][0-9]{1,9})?)?)?(Z|[+-]00:?00)?)?`
	return guardText(c, x[0], pattern, c.Match.Result, func(e ast.Expression) (ast.Expression, error) {
		bare := Engine("regexp_replace", e, ast.String(`(Z|[+-]00:?00)$|T$`), ast.String(""))
		text := Engine("replace", Engine("replace", bare, ast.String("T"), ast.String(" ")), ast.String(","), ast.String("."))
		local, _ := roundFraction(castText(text, "TIMESTAMP"), 6, 3)
		return zoned(local, c.Match.Result), nil
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
	return Engine("strftime", utc(c.Arguments[0], t), ast.String("%Y-%m-%dT%H:%M:%S.%gZ")), nil
}
