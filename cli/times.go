package cli

import (
	"fmt"
	"time"
)

// month is the calendar month of a time, in UTC, as a bill has it: start inclusive, end exclusive.
func month(now time.Time) (start, end time.Time) {
	start = time.Date(now.UTC().Year(), now.UTC().Month(), 1, 0, 0, 0, 0, time.UTC)
	return start, start.AddDate(0, 1, 0)
}

// parseTime reads a day or a moment; a day is its first moment in UTC.
func parseTime(flag, text string) (time.Time, error) {
	for _, layout := range []string{time.DateOnly, time.RFC3339} {
		if t, err := time.Parse(layout, text); err == nil {
			return t.UTC(), nil
		}
	}
	return time.Time{}, usageError{fmt.Errorf("--%s %q: it has to be a day such as 2026-11-01 or a time such as 2026-11-01T12:00:00Z", flag, text)}
}

// optionalTime is parseTime for a flag that need not be given.
func optionalTime(flag, text string) (*time.Time, error) {
	if text == "" {
		return nil, nil
	}
	t, err := parseTime(flag, text)
	return &t, err
}
