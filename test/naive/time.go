package naive

import (
	"strings"
	"time"
)

// units by the words of the language.
var units = map[string]string{
	"YYYY": "year", "YEAR": "year", "Q": "quarter", "QUARTER": "quarter", "MM": "month", "MONTH": "month", "WK": "week", "WEEK": "week",
	"DD": "day", "DAY": "day", "WD": "weekday", "HH": "hour", "HOUR": "hour", "MI": "minute", "MINUTE": "minute", "SS": "second", "SECOND": "second",
	"SECONDS": "second", "MS": "millisecond", "MILLISECOND": "millisecond",
}

// begin is the beginning of the unit of time that a moment is in. Weeks begin on Sunday.
func begin(unit string, t time.Time) time.Time {
	day := time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC)
	switch unit {
	case "year":
		return time.Date(t.Year(), 1, 1, 0, 0, 0, 0, time.UTC)
	case "quarter":
		return time.Date(t.Year(), (t.Month()-1)/3*3+1, 1, 0, 0, 0, 0, time.UTC)
	case "month":
		return time.Date(t.Year(), t.Month(), 1, 0, 0, 0, 0, time.UTC)
	case "week":
		return day.AddDate(0, 0, -int(t.Weekday()))
	case "day":
		return day
	}
	return day.Add(t.Sub(day).Truncate(lengths[unit]))
}

var lengths = map[string]time.Duration{
	"week": 7 * 24 * time.Hour, "day": 24 * time.Hour, "hour": time.Hour, "minute": time.Minute, "second": time.Second, "millisecond": time.Millisecond,
}

// count numbers the units of time.
func count(unit string, t time.Time) int64 {
	t = begin(unit, t)
	months := int64(t.Year())*12 + int64(t.Month()) - 1
	switch unit {
	case "year":
		return int64(t.Year())
	case "quarter":
		return months / 3
	case "month":
		return months
	}
	sunday := time.Date(1, 1, 7, 0, 0, 0, 0, time.UTC)
	return (t.Unix()*1000 + int64(t.Nanosecond())/1e6 - sunday.Unix()*1000) / lengths[unit].Milliseconds()
}

// move adds units to a moment; a day that a month does not have is its last.
func move(unit string, n int64, t time.Time) time.Time {
	months := map[string]int64{"year": 12, "quarter": 3, "month": 1}[unit] * n
	if months == 0 {
		return t.Add(time.Duration(n) * lengths[unit])
	}
	first := time.Date(t.Year(), t.Month()+time.Month(months), 1, t.Hour(), t.Minute(), t.Second(), t.Nanosecond(), time.UTC)
	last := first.AddDate(0, 1, -1).Day()
	return first.AddDate(0, 0, min(t.Day(), last)-1)
}

// place tells where in its unit of time a moment lies.
func place(unit string, t time.Time) []any {
	clock := t.Sub(begin("day", t))
	switch unit {
	case "year":
		return []any{int64(t.Month()), int64(t.Day()), clock}
	case "quarter":
		return []any{int64(t.Month()-1) % 3, int64(t.Day()), clock}
	case "month":
		return []any{int64(t.Day()), clock}
	}
	return []any{t.Sub(begin(unit, t))}
}

func workDay(t time.Time) bool { return t.Weekday() != time.Saturday && t.Weekday() != time.Sunday }

// layout is Go's for a pattern of dates.
func layout(pattern string) string {
	return strings.NewReplacer("yyyy", "2006", "MM", "01", "dd", "02", "HH", "15", "mm", "04", "ss", "05", "SSS", "000").Replace(pattern)
}
