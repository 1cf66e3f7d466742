package function

import (
	"interlaken/sql/ast"
	"interlaken/sql/types"
)

// dateFields are the fields of EXTRACT and the functions of the same name, with the engine's function for each.
var dateFields = map[string]string{
	"year": "year", "quarter": "quarter", "month": "month", "week": "week", "week_of_year": "week",
	"day": "day", "day_of_month": "day", "day_of_week": "isodow", "dow": "isodow", "day_of_year": "dayofyear", "doy": "dayofyear",
	"year_of_week": "isoyear", "yow": "isoyear",
}

// clockFields are fields of a time of day with their size and the size of the next larger field, in milliseconds.
var clockFields = map[string][2]int64{
	"hour": {3_600_000, 86_400_000}, "minute": {60_000, 3_600_000}, "second": {1000, 60_000},
}

// intervalFields are the fields of an interval's part that is of another kind than a moment's.
var intervalFields = map[string]string{"year": "interval year to month", "month": "interval year to month", "day": "interval day to second"}

func init() {
	for name, engine := range dateFields {
		signatures := moments("bigint")
		if of, ok := intervalFields[name]; ok {
			signatures = append(signatures, "("+of+") -> bigint")
		}
		register(scalar(name, "The "+name+" of a date or timestamp.", func(c *Call) (engineExpression, error) {
			switch c.Match.Parameters[0].Kind {
			case types.IntervalYearMonth:
				return Engine("date_part", ast.String(name), c.Arguments[0]), nil
			case types.IntervalDaySecond:
				return Engine("divide", Engine("epoch_ms", c.Arguments[0]), ast.Integer(86_400_000)), nil
			}
			clock, err := c.local(0)
			return Engine(engine, clock), err
		}, signatures...))
	}
	for name, sizes := range clockFields {
		register(scalar(name, "The "+name+" of a time, timestamp or interval.", func(c *Call) (engineExpression, error) {
			if c.Match.Parameters[0].Kind == types.IntervalDaySecond {
				part := binary(ast.Modulo, Engine("epoch_ms", c.Arguments[0]), ast.Integer(sizes[1]))
				return Engine("divide", part, ast.Integer(sizes[0])), nil
			}
			clock, err := c.local(0)
			return Engine(name, clock), err
		}, clocks("bigint")...))
	}
	register(
		scalar("millisecond", "The millisecond of the second of a time, timestamp or interval.", func(c *Call) (engineExpression, error) {
			if c.Match.Parameters[0].Kind == types.IntervalDaySecond {
				return binary(ast.Modulo, Engine("epoch_ms", c.Arguments[0]), ast.Integer(1000)), nil
			}
			e := Engine("date_part", ast.String("millisecond"), utc(c.Arguments[0], c.Match.Parameters[0]))
			return binary(ast.Modulo, e, ast.Integer(1000)), nil
		}, clocks("bigint")...),
		scalar("timezone_hour", "The hours of a value's offset from UTC.", offsetPart("divide"), zonedKinds("bigint")...),
		scalar("timezone_minute", "The minutes of a value's offset from UTC past its hours.", offsetPart("mod"), zonedKinds("bigint")...),
	)
}

func zonedKinds(result string) []string {
	return []string{"(timestamp(p) with time zone) -> " + result, "(time(p) with time zone) -> " + result}
}

func offsetPart(operation string) builder {
	return func(c *Call) (engineExpression, error) {
		minutes, err := offset(c.Place, c.Arguments[0], c.Match.Parameters[0])
		return Engine(operation, minutes, ast.Integer(60)), err
	}
}
