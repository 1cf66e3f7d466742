package visual

import (
	"fmt"
	"strings"
	"time"

	"interlaken/sql/types"
)

// readTime reads a date or timestamp as Athena prints it. A zone is kept out: what is printed is the clock of the value.
func readTime(text string) (time.Time, bool) {
	layouts := []string{"2006-01-02 15:04:05", "2006-01-02T15:04:05", time.DateOnly}
	cut := text
	if len(cut) > 19 { // a fraction parses with the layout; what follows it is a zone
		end := 19
		for end < len(cut) && (cut[end] == '.' || cut[end] >= '0' && cut[end] <= '9') {
			end++
		}
		cut = cut[:end]
	}
	for _, layout := range layouts {
		if at, err := time.Parse(layout, cut); err == nil {
			return at, true
		}
	}
	return time.Time{}, false
}

// patterns are what a date of each granularity looks like by itself.
var patterns = map[string]string{
	"YEAR": "YYYY", "QUARTER": "[Q]Q YYYY", "MONTH": "MMM YYYY", "WEEK": "MMM D, YYYY", "DAY": "MMM D, YYYY",
	"HOUR": "MMM D, YYYY h A", "MINUTE": "MMM D, YYYY h:mm A", "SECOND": "MMM D, YYYY h:mm:ss A",
}

// time prints a date.
func (f Format) time(at time.Time, t types.Type) string {
	pattern := f.Pattern
	if pattern == "" {
		pattern = patterns[f.Granularity]
	}
	if pattern == "" && t.Kind == types.Date {
		pattern = patterns["DAY"]
	}
	if pattern == "" {
		pattern = patterns["SECOND"]
	}
	return printTime(at, pattern)
}

// tokens are the parts of a date pattern, the longest of a letter first (QuickSight User Guide, Customizing date formats).
var tokens = []struct {
	token string
	print func(time.Time) string
}{
	{"YYYY", layout("2006")},
	{"YY", layout("06")},
	{"Qo", func(t time.Time) string { return ordinal(quarter(t)) }},
	{"Q", func(t time.Time) string { return fmt.Sprint(quarter(t)) }},
	{"MMMM", layout("January")},
	{"MMM", layout("Jan")},
	{"MM", layout("01")},
	{"Mo", func(t time.Time) string { return ordinal(int(t.Month())) }},
	{"M", layout("1")},
	{"DDDD", layout("002")},
	{"DDD", func(t time.Time) string { return fmt.Sprint(t.YearDay()) }},
	{"DD", layout("02")},
	{"Do", func(t time.Time) string { return ordinal(t.Day()) }},
	{"D", layout("2")},
	{"dddd", layout("Monday")},
	{"ddd", layout("Mon")},
	{"dd", func(t time.Time) string { return t.Weekday().String()[:2] }},
	{"d", func(t time.Time) string { return fmt.Sprint(int(t.Weekday())) }},
	{"HH", layout("15")},
	{"H", func(t time.Time) string { return fmt.Sprint(t.Hour()) }},
	{"hh", layout("03")},
	{"h", layout("3")},
	{"mm", layout("04")},
	{"m", layout("4")},
	{"ss", layout("05")},
	{"s", layout("5")},
	{"SSS", func(t time.Time) string { return fmt.Sprintf("%03d", t.Nanosecond()/1e6) }},
	{"A", layout("PM")},
	{"a", layout("pm")},
}

func layout(text string) func(time.Time) string {
	return func(t time.Time) string { return t.Format(text) }
}

func quarter(t time.Time) int { return (int(t.Month()) + 2) / 3 }

func ordinal(n int) string {
	switch {
	case n%100 >= 11 && n%100 <= 13:
		return fmt.Sprintf("%dth", n)
	case n%10 == 1:
		return fmt.Sprintf("%dst", n)
	case n%10 == 2:
		return fmt.Sprintf("%dnd", n)
	case n%10 == 3:
		return fmt.Sprintf("%drd", n)
	}
	return fmt.Sprintf("%dth", n)
}

// printTime prints by a pattern. What stands in brackets, and every sign that is no token, is printed as it is.
func printTime(at time.Time, pattern string) string {
	var b strings.Builder
scan:
	for len(pattern) > 0 {
		if pattern[0] == '[' {
			if end := strings.IndexByte(pattern, ']'); end > 0 {
				b.WriteString(pattern[1:end])
				pattern = pattern[end+1:]
				continue
			}
		}
		for _, t := range tokens {
			if strings.HasPrefix(pattern, t.token) {
				b.WriteString(t.print(at))
				pattern = pattern[len(t.token):]
				continue scan
			}
		}
		b.WriteByte(pattern[0])
		pattern = pattern[1:]
	}
	return b.String()
}

// next returns the moment one unit later; the zero time for a unit of which an axis is not filled.
func next(at time.Time, granularity string) time.Time {
	switch granularity {
	case "YEAR":
		return at.AddDate(1, 0, 0)
	case "QUARTER":
		return at.AddDate(0, 3, 0)
	case "MONTH":
		return at.AddDate(0, 1, 0)
	case "WEEK":
		return at.AddDate(0, 0, 7)
	case "DAY":
		return at.AddDate(0, 0, 1)
	case "HOUR":
		return at.Add(time.Hour)
	case "MINUTE":
		return at.Add(time.Minute)
	case "SECOND":
		return at.Add(time.Second)
	}
	return time.Time{}
}
