package function

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"interlaken/sql/ast"
	"interlaken/sql/types"
)

// Moment is the value of a text that names a timestamp or a time of day.
type Moment struct {
	// Type is timestamp or time, with or without time zone, of the fraction's digits in the text.
	Type types.Type
	// At is the instant in UTC where the type has a time zone, else the wall clock, to the microsecond; the date of a
	// time of day is 1970-01-01.
	At time.Time
}

var (
	dateForm  = regexp.MustCompile(`^\s*([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})\s*$`)
	stampForm = regexp.MustCompile(`^([0-9]{4}-[0-9]{1,2}-[0-9]{1,2})(?: ([0-9]{1,2}):([0-9]{1,2})(?::([0-9]{1,2})(?:\.([0-9]{1,12}))?)?)?(?: ?([+-][0-9]{2}:?[0-9]{2}|[A-Za-z].*))?$`)
	clockForm = regexp.MustCompile(`^([0-9]{1,2}):([0-9]{1,2})(?::([0-9]{1,2})(?:\.([0-9]{1,12}))?)?(?: ?([+-][0-9]{2}:[0-9]{2}))?$`)
)

// ParseDate reads a date of a literal.
func ParseDate(text string) (time.Time, bool) {
	m := dateForm.FindStringSubmatch(text)
	if m == nil {
		return time.Time{}, false
	}
	t, err := time.Parse("2006-1-2", m[1]+"-"+m[2]+"-"+m[3])
	return t, err == nil
}

// ParseTimestamp reads what TIMESTAMP '…' takes. A text that names a time zone is a timestamp with time zone.
func ParseTimestamp(text string) (Moment, bool) {
	m := stampForm.FindStringSubmatch(text)
	if m == nil {
		return Moment{}, false
	}
	day, ok := ParseDate(m[1])
	clock, ok2 := clockOf(m[2], m[3], m[4], m[5])
	local := Moment{Type: types.Type{Kind: types.Timestamp, Precision: len(m[5])}, At: day.Add(clock)}
	if !ok || !ok2 || m[6] == "" {
		return local, ok && ok2
	}
	zone, ok := types.ParseZone(m[6])
	if !ok {
		return Moment{}, false
	}
	at, ok := instantOf(local.At, zone)
	return Moment{Type: types.Type{Kind: types.TimestampTZ, Precision: len(m[5]), Zone: zone}, At: at}, ok
}

// ParseTime reads what TIME '…' takes. A text with an offset is a time with time zone.
func ParseTime(text string) (Moment, bool) {
	m := clockForm.FindStringSubmatch(text)
	if m == nil {
		return Moment{}, false
	}
	clock, ok := clockOf(m[1], m[2], m[3], m[4])
	local := Moment{Type: types.Type{Kind: types.Time, Precision: len(m[4])}, At: time.Unix(0, 0).UTC().Add(clock)}
	if !ok || m[5] == "" {
		return local, ok
	}
	zone, ok := types.ParseZone(m[5])
	minutes, _ := types.ZoneOffset(zone)
	at := local.At.Add(-time.Duration(minutes) * time.Minute)
	return Moment{Type: types.Type{Kind: types.TimeTZ, Precision: len(m[4]), Zone: zone}, At: at}, ok
}

// clockOf reads hours, minutes, seconds and the digits of a fraction, of which it takes six.
func clockOf(hour, minute, second, fraction string) (time.Duration, bool) {
	number := func(s string) time.Duration { n, _ := strconv.Atoi(s); return time.Duration(n) }
	h, m, s := number(hour), number(minute), number(second)
	micros := number((fraction + "000000")[:6])
	return h*time.Hour + m*time.Minute + s*time.Second + micros*time.Microsecond, h < 24 && m < 60 && s < 60
}

// UnknownZone reports a text of a timestamp in a zone of whose wall clocks at that time tables differ.
func UnknownZone(text string) bool {
	m := stampForm.FindStringSubmatch(text)
	if m == nil {
		return false
	}
	day, ok := ParseDate(m[1])
	zone, ok2 := types.ParseZone(m[6])
	return ok && ok2 && !types.ZoneKnows(zone, day)
}

// instantOf is the instant at which a zone's clocks show a local time: the first of two, and false where there is none.
func instantOf(local time.Time, zone string) (time.Time, bool) {
	location, ok := types.ZoneLocation(zone)
	if !ok {
		return local, false
	}
	_, before := local.Add(-26 * time.Hour).In(location).Zone()
	_, after := local.Add(26 * time.Hour).In(location).Zone()
	for _, offset := range []int{max(before, after), min(before, after)} {
		at := local.Add(-time.Duration(offset) * time.Second)
		if _, real := at.In(location).Zone(); real == offset {
			return at, types.ZoneKnows(zone, at)
		}
	}
	return local, false
}

// Literal makes the engine's constant.
func (m Moment) Literal() ast.Expression {
	clock := strings.TrimSuffix("15:04:05."+strings.Repeat("0", min(6, m.Type.Precision)), ".")
	if m.Type.Kind == types.Time || m.Type.Kind == types.TimeTZ {
		return &ast.TypedLiteral{Type: ast.TypeOf(types.Simple(types.Time)), Value: m.At.Format(clock)}
	}
	return zoned(&ast.TypedLiteral{Type: ast.TypeOf(types.Simple(types.Timestamp)), Value: m.At.Format("2006-01-02 " + clock)}, m.Type)
}

// Round is the moment with fewer digits of a fraction, rounded half up, or with more.
func (m Moment) Round(precision int) Moment {
	unit := time.Microsecond
	for range max(0, 6-precision) {
		unit *= 10
	}
	out := m
	out.Type.Precision = precision
	if precision < m.Type.Precision {
		cut := m.At.Add(unit / 2)
		micros := cut.UnixMicro()
		step := int64(unit / time.Microsecond)
		micros -= ((micros % step) + step) % step
		out.At = time.UnixMicro(micros).UTC()
	}
	return out
}
