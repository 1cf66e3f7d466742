package hub_test

import (
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"

	"interlaken/hub"
)

func TestSchedulesAreDueByTheirOwnClock(t *testing.T) {
	at := func(text string) time.Time {
		t.Helper()
		moment, err := time.Parse(time.RFC3339, text)
		if err != nil {
			t.Fatal(err)
		}
		return moment
	}
	const zurich = "Europe/Zurich"
	for _, c := range []struct {
		what        string
		s           hub.Schedule
		after, want string
	}{
		{"a quarter", hub.Schedule{Interval: types.RefreshIntervalMinute15}, "2026-03-01T10:07:00Z", "2026-03-01T10:15:00Z"},
		{"a quarter, on it", hub.Schedule{Interval: types.RefreshIntervalMinute15}, "2026-03-01T10:15:00Z", "2026-03-01T10:30:00Z"},
		{"half an hour", hub.Schedule{Interval: types.RefreshIntervalMinute30}, "2026-03-01T10:07:00Z", "2026-03-01T10:30:00Z"},
		{"an hour", hub.Schedule{Interval: types.RefreshIntervalHourly}, "2026-03-01T10:07:00Z", "2026-03-01T11:00:00Z"},
		{"an hour, at a minute", hub.Schedule{Interval: types.RefreshIntervalHourly, TimeOfDay: "03:20"}, "2026-03-01T10:07:00Z", "2026-03-01T10:20:00Z"},
		{"a day", hub.Schedule{Interval: types.RefreshIntervalDaily, TimeOfDay: "07:30"}, "2026-03-01T10:07:00Z", "2026-03-02T07:30:00Z"},
		{"a day in a zone", hub.Schedule{Interval: types.RefreshIntervalDaily, TimeOfDay: "07:30", Zone: zurich}, "2026-03-01T05:00:00Z", "2026-03-01T06:30:00Z"},
		{"a day in a zone, in summer", hub.Schedule{Interval: types.RefreshIntervalDaily, TimeOfDay: "07:30", Zone: zurich}, "2026-07-01T05:00:00Z", "2026-07-01T05:30:00Z"},
		{"an hour that is left out", hub.Schedule{Interval: types.RefreshIntervalDaily, TimeOfDay: "02:30", Zone: zurich}, "2026-03-28T12:00:00Z", "2026-03-29T01:30:00Z"},
		{"an hour that comes twice", hub.Schedule{Interval: types.RefreshIntervalDaily, TimeOfDay: "02:30", Zone: zurich}, "2026-10-24T12:00:00Z", "2026-10-25T01:30:00Z"},
		{"and is due once", hub.Schedule{Interval: types.RefreshIntervalDaily, TimeOfDay: "02:30", Zone: zurich}, "2026-10-25T01:30:00Z", "2026-10-26T01:30:00Z"},
		{"a weekday", hub.Schedule{Interval: types.RefreshIntervalWeekly, Weekday: types.DayOfWeekMonday, TimeOfDay: "00:00"}, "2026-03-02T00:00:00Z", "2026-03-09T00:00:00Z"},
		{"a day of the month", hub.Schedule{Interval: types.RefreshIntervalMonthly, DayOfMonth: "28", TimeOfDay: "09:00"}, "2026-03-28T09:00:00Z", "2026-04-28T09:00:00Z"},
		{"the last day", hub.Schedule{Interval: types.RefreshIntervalMonthly, DayOfMonth: hub.LastDay, TimeOfDay: "09:00"}, "2028-01-31T09:00:00Z", "2028-02-29T09:00:00Z"},
		{"not before its start", hub.Schedule{Interval: types.RefreshIntervalDaily, TimeOfDay: "07:30", StartAfter: at("2026-05-01T08:00:00Z")}, "2026-03-01T10:07:00Z", "2026-05-02T07:30:00Z"},
	} {
		if got := c.s.After(at(c.after)); !got.Equal(at(c.want)) {
			t.Errorf("%s, after %s: %s, want %s", c.what, c.after, got.UTC().Format(time.RFC3339), c.want)
		}
	}
}
