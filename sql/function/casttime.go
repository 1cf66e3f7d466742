package function

import (
	"strings"
	"time"

	"interlaken/sql/ast"
	"interlaken/sql/token"
	"interlaken/sql/types"
)

// castTime casts between dates, times and timestamps; false where that has no exact form.
func castTime(env Environment, at token.Pos, e ast.Expression, from, to types.Type) (ast.Expression, bool, error) {
	if from.Kind == types.Date {
		out := zoned(castText(e, "TIMESTAMP"), to)
		return out, to.Kind == types.Timestamp || to.Kind == types.TimestampTZ, nil
	}
	// What keeps the instant is rounded in UTC, what keeps the wall clock in the value's zone.
	clock := utc(e, from)
	var err error
	switch {
	case from.Kind == types.TimestampTZ && to.Kind == types.TimeTZ:
		clock, err = offsetClock(at, e, from)
	case from.HasZone() && !to.HasZone():
		clock, err = local(at, e, from)
	}
	if err != nil {
		return nil, false, err
	}
	if to.Kind == types.Date {
		return castText(clock, "DATE"), from.Kind == types.Timestamp || from.Kind == types.TimestampTZ, nil
	}
	if isClock(from) && !isClock(to) {
		if from.Kind == types.TimeTZ && to.HasZone() {
			return nil, false, nil
		}
		clock = Engine("make_timestamp", binary(ast.Add, Engine("epoch_us", clock), ast.Integer(midnight(env).UnixMicro())))
	}
	rounded, ok := roundFraction(env, clock, from.Precision, to.Precision)
	if !ok || !isClock(to) && to.Kind != types.Timestamp && to.Kind != types.TimestampTZ {
		return nil, false, nil
	}
	return zoned(rounded, to), true, nil
}

func isClock(t types.Type) bool { return t.Kind == types.Time || t.Kind == types.TimeTZ }

// midnight is the start of the statement's day, on which a time of day stands that becomes a timestamp.
func midnight(env Environment) time.Time { return env.Now().UTC().Truncate(24 * time.Hour) }

// offsetClock is the time of UTC of a timestamp that becomes a time with time zone. Trino takes the zone's offset in
// whole minutes at the moment when UTC shows the value's wall clock (TimestampWithTimeZoneToTimeWithTimeZoneCast).
func offsetClock(at token.Pos, e ast.Expression, from types.Type) (ast.Expression, error) {
	if _, fixed := types.ZoneOffset(from.Zone); fixed {
		return utc(e, from), nil
	}
	clock, err := local(at, e, from)
	if err != nil {
		return nil, err
	}
	shifted, err := local(at, zoned(clock, from), from)
	if err != nil {
		return nil, err
	}
	minutes := Engine("to_minutes", Engine("date_sub", ast.String("minute"), clock, shifted))
	return binary(ast.Subtract, clock, minutes), nil
}

// TimeOffset is the Zone of what a constant timestamp becomes as a time with time zone, by the rule of offsetClock.
func TimeOffset(m Moment) (string, bool) {
	location, ok := types.ZoneLocation(m.Type.Zone)
	if !ok {
		return "", false
	}
	_, seconds := m.At.In(location).Zone()
	_, seconds = m.At.Add(time.Duration(seconds) * time.Second).In(location).Zone()
	return types.OffsetZone(seconds / 60), true
}

// roundFraction rounds a timestamp's fraction of a second half up to fewer digits; false where the engine has no room
// for the digits.
func roundFraction(env Environment, e ast.Expression, from, to int) (ast.Expression, bool) {
	if to > 6 || to >= from {
		return e, to <= 6
	}
	unit := int64(1)
	for range 6 - to {
		unit *= 10
	}
	half := binary(ast.Add, e, Engine("to_microseconds", ast.Integer(unit/2)))
	switch to {
	case 3:
		return Engine("date_trunc", ast.String("millisecond"), half), true
	case 0:
		return Engine("date_trunc", ast.String("second"), half), true
	}
	return Let(env, []ast.Expression{Engine("epoch_us", half)}, func(x []ast.Expression) ast.Expression {
		rest := binary(ast.Modulo, binary(ast.Add, binary(ast.Modulo, x[0], ast.Integer(unit)), ast.Integer(unit)), ast.Integer(unit))
		return Engine("make_timestamp", binary(ast.Subtract, x[0], rest))
	}), true
}

// timeToText prints a timestamp or a time of day as Trino does; false for a precision that the engine does not hold.
func timeToText(at token.Pos, e ast.Expression, from types.Type) (ast.Expression, bool, error) {
	if from.Precision > 6 {
		return nil, false, nil
	}
	clock, err := local(at, e, from)
	if err != nil {
		return nil, false, err
	}
	format := "%Y-%m-%d %H:%M:%S"
	if isClock(from) {
		format = "%H:%M:%S"
	}
	var text ast.Expression
	switch from.Precision {
	case 0:
		text = Engine("strftime", clock, ast.String(format))
	case 3:
		text = Engine("strftime", clock, ast.String(format+".%g"))
	case 6:
		text = Engine("strftime", clock, ast.String(format+".%f"))
	default:
		surplus := "[0-9]{" + string(rune('0'+6-from.Precision)) + "}$"
		text = Engine("regexp_replace", Engine("strftime", clock, ast.String(format+".%f")), ast.String(surplus), ast.String(""))
	}
	switch from.Kind {
	case types.TimestampTZ:
		text = binary(ast.Concat, text, ast.String(" "+types.ZoneText(from.Zone)))
	case types.TimeTZ:
		text = binary(ast.Concat, text, ast.String(types.OffsetText(from.Zone)))
	}
	return text, true, nil
}

// textToTime reads text that has been found to have the form; false where the fraction has no room. The engine drops the
// digits past the sixth, which decide only how the sixth is rounded.
func textToTime(env Environment, x ast.Expression, to types.Type) (ast.Expression, bool) {
	clock := castText(x, "TIMESTAMP")
	if to.Kind == types.Time {
		clock = utc(castText(x, "TIME"), to)
	}
	if to.Precision == 6 {
		up := Engine("regexp_matches", x, ast.String(`\.[0-9]{6}[5-9]`))
		clock = binary(ast.Add, clock, Engine("to_microseconds", If(up, ast.Integer(1), ast.Integer(0))))
	}
	out, ok := roundFraction(env, clock, 6, to.Precision)
	return zoned(out, to), ok
}

// ConstantMoment reads a text that is cast to a type with time zone, which has to be a constant: it says which zone the
// value shows. Without a zone it is one of UTC.
func ConstantMoment(text string, to types.Type) (Moment, bool) {
	text = strings.TrimSpace(text)
	m, ok := Moment{}, false
	switch to.Kind {
	case types.TimestampTZ:
		m, ok = ParseTimestamp(text)
	case types.TimeTZ:
		m, ok = ParseTime(text)
	}
	m.Type.Kind = to.Kind
	if !ok || m.Type.Precision > 6 || to.Precision > 6 {
		return m, false
	}
	return m.Round(to.Precision), true
}
