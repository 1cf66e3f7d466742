package result

import (
	"fmt"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"

	"interlaken/fault"
	"interlaken/sql/types"
)

func appendTemporal(text []byte, values arrow.Array, i int, t types.Type) ([]byte, error) {
	switch v := values.(type) {
	case *array.Date32:
		if t.Kind == types.Date {
			const day = int64(24 * time.Hour / time.Second)
			return appendDate(text, time.Unix(int64(v.Value(i))*day, 0).UTC()), nil
		}
	case *array.Date64:
		if t.Kind == types.Date {
			return appendDate(text, v.Value(i).ToTime()), nil
		}
	case *array.Time32:
		return appendClock(text, v.Value(i).ToTime(v.DataType().(*arrow.Time32Type).Unit), t, values)
	case *array.Time64:
		return appendClock(text, v.Value(i).ToTime(v.DataType().(*arrow.Time64Type).Unit), t, values)
	case *array.Timestamp:
		at := v.Value(i).ToTime(v.DataType().(*arrow.TimestampType).Unit)
		switch t.Kind {
		case types.Date:
			return appendDate(text, at), nil
		case types.Timestamp, types.TimestampTZ:
			location, ok := types.ZoneLocation(t.Zone)
			if !ok {
				return text, mismatch(values, t)
			}
			if !types.ZoneKnows(t.Zone, at) {
				return text, fault.New("NOT_SUPPORTED", "The zone %s is not supported at this time, of which tables of time zones differ.", t.Zone)
			}
			at = at.In(location)
			text = append(appendDate(text, at), ' ')
			text = appendTime(text, at, t.Precision)
			if t.Kind == types.TimestampTZ {
				text = append(append(text, ' '), types.ZoneText(t.Zone)...)
			}
			return text, nil
		}
	case *array.MonthDayNanoInterval:
		return appendInterval(text, v.Value(i), t.Kind)
	}
	return text, mismatch(values, t)
}

// appendClock prints a time of day; the engine has one with time zone in UTC.
func appendClock(text []byte, at time.Time, t types.Type, values arrow.Array) ([]byte, error) {
	switch t.Kind {
	case types.Time:
		return appendTime(text, at, t.Precision), nil
	case types.TimeTZ:
		if location, ok := types.ZoneLocation(t.Zone); ok {
			text = appendTime(text, at.In(location), t.Precision)
			return append(text, types.OffsetText(t.Zone)...), nil
		}
	}
	return text, mismatch(values, t)
}

// appendDate prints a date; years before 0 and after 9999 have a sign, as in Java.
func appendDate(text []byte, at time.Time) []byte {
	year, month, day := at.Date()
	if year < 0 || year > 9999 {
		return fmt.Appendf(text, "%+05d-%02d-%02d", year, month, day)
	}
	text = append(appendDigits(text, year, 4), '-')
	text = append(appendDigits(text, int(month), 2), '-')
	return appendDigits(text, day, 2)
}

// appendTime prints hours to seconds with as many digits of a fraction as asked for.
func appendTime(text []byte, at time.Time, precision int) []byte {
	hour, minute, second := at.Clock()
	text = append(appendDigits(text, hour, 2), ':')
	text = append(appendDigits(text, minute, 2), ':')
	text = appendDigits(text, second, 2)
	if precision == 0 {
		return text
	}
	text = append(text, '.')
	text = appendDigits(text, at.Nanosecond(), 9)[:len(text)+min(precision, 9)]
	for range precision - 9 {
		text = append(text, '0')
	}
	return text
}

// appendDigits prints a number that is not negative with zeros before it.
func appendDigits(text []byte, n, digits int) []byte {
	text = append(text, "000000000"[:digits]...)
	for at := len(text) - 1; n > 0; at, n = at-1, n/10 {
		text[at] += byte(n % 10)
	}
	return text
}

// appendInterval prints Trino's forms: years-months, or days and a clock with milliseconds.
func appendInterval(text []byte, v arrow.MonthDayNanoInterval, kind types.Kind) ([]byte, error) {
	switch kind {
	case types.IntervalYearMonth:
		months, sign := int64(v.Months), ""
		if months < 0 {
			months, sign = -months, "-"
		}
		return fmt.Appendf(text, "%s%d-%d", sign, months/12, months%12), nil
	case types.IntervalDaySecond:
		const day = int64(24 * time.Hour / time.Millisecond)
		all, sign := int64(v.Days)*day+v.Nanoseconds/int64(time.Millisecond), ""
		if all < 0 {
			all, sign = -all, "-"
		}
		rest := all % day
		return fmt.Appendf(text, "%s%d %02d:%02d:%02d.%03d", sign, all/day, rest/3_600_000, rest/60_000%60, rest/1000%60, rest%1000), nil
	}
	return text, fault.New(fault.Internal, "The engine gave an interval for a value of type %s.", kind.Name())
}
