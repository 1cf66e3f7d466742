package sqlrun

import (
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"

	"interlaken/sql/types"
)

// TestZones holds that the engine's tables of time zones tell what this program's do, but for the times that types says
// they do not.
func TestZones(t *testing.T) {
	b := newBench(t)
	for _, zone := range []string{
		"Africa/Cairo", "Africa/Casablanca", "Africa/Johannesburg", "Africa/Lagos", "America/Argentina/Buenos_Aires", "America/Bogota", "America/Chicago", "America/Los_Angeles",
		"America/Mexico_City", "America/New_York", "America/Sao_Paulo", "America/Toronto", "America/Vancouver", "Asia/Dubai", "Asia/Hong_Kong", "Asia/Jakarta", "Asia/Kathmandu",
		"Asia/Kolkata", "Asia/Shanghai", "Asia/Singapore", "Asia/Tokyo", "Australia/Sydney", "Europe/Amsterdam", "Europe/Berlin", "Europe/Dublin", "Europe/Istanbul", "Europe/Kyiv",
		"Europe/London", "Europe/Madrid", "Europe/Moscow", "Europe/Paris", "Europe/Stockholm", "Europe/Warsaw", "Pacific/Apia", "Pacific/Auckland", "US/Pacific",
	} {
		location, ok := types.ZoneLocation(zone)
		if !ok {
			t.Errorf("no zone %s", zone)
			continue
		}
		first := time.Date(1850, 1, 1, 0, 0, 0, 0, time.UTC)
		last := time.Date(2037, 12, 31, 0, 0, 0, 0, time.UTC)
		from, until := types.ZoneLimits(zone)
		first, last = later(first, from.Add(time.Hour)), earlier(last, until.Add(-time.Hour))
		var cells []string
		for at := first; at.Before(last); at = at.Add(100*24*time.Hour + 3601*time.Second) {
			cells = append(cells, fmt.Sprintf("(%d)", at.Unix()))
		}
		for at := first.In(location); ; {
			_, change := at.ZoneBounds()
			if change.IsZero() || change.After(last) {
				break
			}
			for _, seconds := range []int64{-1, 0, 3599} {
				cells = append(cells, fmt.Sprintf("(%d)", change.Unix()+seconds))
			}
			at = change
		}
		_, rows, err := b.run("SELECT x, to_unixtime(CAST(from_unixtime(x) AT TIME ZONE '" + zone + "' AS timestamp(0))) FROM (VALUES " + strings.Join(cells, ", ") + ") t(x)")
		if err != nil {
			t.Errorf("%s: %.300v", zone, err)
			continue
		}
		for _, row := range rows {
			seconds, _ := strconv.ParseInt(row[0], 10, 64)
			at := time.Unix(seconds, 0)
			_, offset := at.In(location).Zone()
			if clock, err := strconv.ParseFloat(row[1], 64); err != nil || int64(clock) != at.Unix()+int64(offset) {
				t.Errorf("%s at %s: the engine shows %s, %d seconds from UTC here", zone, at.UTC(), time.Unix(int64(clock), 0).UTC(), offset)
				break
			}
		}
	}
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

func earlier(a, b time.Time) time.Time {
	if b.Year() > 1 && b.Before(a) {
		return b
	}
	return a
}
