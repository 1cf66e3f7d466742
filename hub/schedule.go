package hub

import (
	"regexp"
	"strconv"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"

	"interlaken/arn"
	"interlaken/fault"
	"interlaken/store"
)

// Schedule has a data set that is in memory read anew by the clock (QuickSight API Reference, RefreshSchedule).
type Schedule struct {
	Account   string                `json:"account"`
	Region    string                `json:"region"`
	DataSetID string                `json:"dataSetId"`
	ID        string                `json:"id"`
	Type      types.IngestionType   `json:"type"`
	Interval  types.RefreshInterval `json:"interval"`
	// TimeOfDay is HH:MM in Zone; "" where the interval needs none.
	TimeOfDay string `json:"timeOfDay,omitempty"`
	Zone      string `json:"zone,omitempty"` // "" is UTC
	// Weekday is for WEEKLY, DayOfMonth, a number or LAST_DAY_OF_MONTH, for MONTHLY.
	Weekday    types.DayOfWeek `json:"weekday,omitempty"`
	DayOfMonth string          `json:"dayOfMonth,omitempty"`
	StartAfter time.Time       `json:"startAfter,omitzero"`
	// Person is who made the schedule what it is; as this person the accounts are read.
	Person Person `json:"person"`
	// Next is when it is due.
	Next time.Time `json:"next"`
}

// ARN is the schedule's ARN.
func (s Schedule) ARN() string {
	return arn.Make("quicksight", s.Region, s.Account, "dataset/"+s.DataSetID+"/refresh-schedule/"+s.ID)
}

func (s *Schedule) key() string { return store.Key(s.Account, s.Region, s.DataSetID, s.ID) }

var schedules = store.Collection[Schedule]{
	Table: "hub.schedule", Schema: 1,
	Key:     func(s *Schedule) string { return s.key() },
	Indexes: map[string]func(*Schedule) []string{"next": func(s *Schedule) []string { return []string{store.Key(s.Next)} }},
}

// MostSchedules is how many a data set may have (QuickSight User Guide, "Refreshing a dataset on a schedule").
const MostSchedules = 5

// LastDay is the day of month of the month's end.
const LastDay = "LAST_DAY_OF_MONTH"

var (
	timeOfDay  = regexp.MustCompile(`^([01][0-9]|2[0-3]):[0-5][0-9]$`)
	dayOfMonth = regexp.MustCompile(`^([1-9]|1[0-9]|2[0-8])$`)
)

// check holds a schedule to what its interval needs and allows.
func (s *Schedule) check() error {
	invalid := func(format string, args ...any) error { return fault.New(fault.Validation, format, args...) }
	minutes := s.Interval == types.RefreshIntervalMinute15 || s.Interval == types.RefreshIntervalMinute30
	_, zoned := s.location()
	switch {
	case !ValidID(s.ID) || len(s.ID) > 128:
		return invalid("The schedule id %q has to be of 1 to 128 letters, digits, - and _.", s.ID)
	case minutes && s.Type != types.IngestionTypeIncrementalRefresh:
		return invalid("The interval %s is for incremental refreshes only.", s.Interval)
	case s.TimeOfDay == "" && !minutes && s.Interval != types.RefreshIntervalHourly:
		return invalid("The interval %s needs a TimeOfTheDay.", s.Interval)
	case s.TimeOfDay != "" && !timeOfDay.MatchString(s.TimeOfDay):
		return invalid("TimeOfTheDay is %q; it has to be HH:MM.", s.TimeOfDay)
	case zoned != nil:
		return invalid("Timezone is %q, which is no zone of the IANA's database.", s.Zone)
	case (s.Interval == types.RefreshIntervalWeekly) != (s.Weekday != ""):
		return invalid("A DayOfWeek goes with the interval WEEKLY, and with no other.")
	case (s.Interval == types.RefreshIntervalMonthly) != (s.DayOfMonth != ""):
		return invalid("A DayOfMonth goes with the interval MONTHLY, and with no other.")
	case s.DayOfMonth != "" && s.DayOfMonth != LastDay && !dayOfMonth.MatchString(s.DayOfMonth):
		return invalid("DayOfMonth is %q; it has to be 1 to 28 or %s.", s.DayOfMonth, LastDay)
	}
	return nil
}

func (s *Schedule) location() (*time.Location, error) {
	if s.Zone == "" {
		return time.UTC, nil
	}
	return time.LoadLocation(s.Zone)
}

var weekdays = map[types.DayOfWeek]time.Weekday{
	types.DayOfWeekSunday: time.Sunday, types.DayOfWeekMonday: time.Monday, types.DayOfWeekTuesday: time.Tuesday,
	types.DayOfWeekWednesday: time.Wednesday, types.DayOfWeekThursday: time.Thursday, types.DayOfWeekFriday: time.Friday, types.DayOfWeekSaturday: time.Saturday,
}

// After is the first moment after another one at which the schedule is due. Where clocks are set forward over its time of
// day, it is due an hour later; where they are set back, once.
func (s *Schedule) After(moment time.Time) time.Time {
	if moment.Before(s.StartAfter) {
		moment = s.StartAfter
	}
	zone, err := s.location()
	if err != nil {
		zone = time.UTC // it was checked; a machine that has lost its zones goes on by UTC
	}
	at := moment.In(zone)
	hour, minute := 0, 0
	if s.TimeOfDay != "" {
		hour, _ = strconv.Atoi(s.TimeOfDay[:2])
		minute, _ = strconv.Atoi(s.TimeOfDay[3:])
	}
	switch s.Interval {
	case types.RefreshIntervalMinute15:
		return moment.Truncate(15 * time.Minute).Add(15 * time.Minute)
	case types.RefreshIntervalMinute30:
		return moment.Truncate(30 * time.Minute).Add(30 * time.Minute)
	case types.RefreshIntervalHourly:
		next := time.Date(at.Year(), at.Month(), at.Day(), at.Hour(), minute, 0, 0, zone)
		for !next.After(moment) {
			next = next.Add(time.Hour)
		}
		return next.UTC()
	}
	for day := 0; ; day++ {
		next := time.Date(at.Year(), at.Month(), at.Day()+day, hour, minute, 0, 0, zone)
		if next.After(moment) && s.on(next) {
			return next.UTC()
		}
	}
}

// on reports whether the schedule is due on a day.
func (s *Schedule) on(day time.Time) bool {
	switch {
	case s.Interval == types.RefreshIntervalWeekly:
		return day.Weekday() == weekdays[s.Weekday]
	case s.DayOfMonth == LastDay:
		return day.AddDate(0, 0, 1).Day() == 1
	case s.Interval == types.RefreshIntervalMonthly:
		return strconv.Itoa(day.Day()) == s.DayOfMonth
	}
	return true
}

// CreateSchedule keeps a new schedule of a data set, or fails with fault.AlreadyExists.
func CreateSchedule(tx store.Tx, s Schedule, now time.Time) (Schedule, error) {
	all, err := Schedules(tx, s.Account, s.Region, s.DataSetID)
	if err != nil {
		return s, err
	}
	for _, known := range all {
		if known.ID == s.ID {
			return s, fault.New(fault.AlreadyExists, "Refresh schedule %s already exists.", s.ID)
		}
	}
	if len(all) >= MostSchedules {
		return s, fault.New(fault.Limit, "The data set %s has %d refresh schedules, as many as it may have.", s.DataSetID, len(all))
	}
	return s, putSchedule(tx, &s, all, now)
}

// UpdateSchedule replaces a schedule, or fails with fault.NotFound.
func UpdateSchedule(tx store.Tx, s Schedule, now time.Time) (Schedule, error) {
	if _, err := GetSchedule(tx, s.Account, s.Region, s.DataSetID, s.ID); err != nil {
		return s, err
	}
	all, err := Schedules(tx, s.Account, s.Region, s.DataSetID)
	if err != nil {
		return s, err
	}
	return s, putSchedule(tx, &s, all, now)
}

// often are the intervals of which a data set may have one schedule (QuickSight API Reference, RefreshFrequency).
var often = map[types.RefreshInterval]bool{
	types.RefreshIntervalMinute15: true, types.RefreshIntervalMinute30: true, types.RefreshIntervalHourly: true,
}

func putSchedule(tx store.Tx, s *Schedule, others []Schedule, now time.Time) error {
	if err := s.check(); err != nil {
		return err
	}
	for _, o := range others {
		if o.ID != s.ID && often[s.Interval] && o.Interval == s.Interval {
			return fault.New(fault.Validation, "The data set %s has the schedule %s with the interval %s already, and may have one.", s.DataSetID, o.ID, o.Interval)
		}
	}
	if s.Type == types.IngestionTypeIncrementalRefresh {
		if _, err := GetRefresh(tx, s.Account, s.Region, s.DataSetID); err != nil {
			return fault.Wrap(err, fault.Validation, "The data set %s has no lookback window for incremental refreshes: PutDataSetRefreshProperties sets one.", s.DataSetID)
		}
	}
	s.Next = s.After(now)
	return schedules.Put(tx, *s)
}

// GetSchedule returns a schedule, or fault.NotFound.
func GetSchedule(r store.Reader, account, region, dataSetID, id string) (Schedule, error) {
	s, err := schedules.Get(r, store.Key(account, region, dataSetID, id))
	return s, named(err, "Refresh schedule", id)
}

// Schedules are those of a data set, by id.
func Schedules(r store.Reader, account, region, dataSetID string) ([]Schedule, error) {
	return values(schedules.Scan(r, store.Range{Prefix: store.Key(account, region, dataSetID)}))
}

// DueSchedules are the schedules that are due at a moment.
func DueSchedules(r store.Reader, now time.Time) ([]Schedule, error) {
	return values(schedules.ScanIndex(r, "next", store.Range{To: store.Key(now.Add(time.Nanosecond))}))
}

// PassSchedule has a schedule wait for its next moment after now; times that were missed are not made up for.
func PassSchedule(tx store.Tx, s Schedule, now time.Time) error {
	return schedules.Modify(tx, s.key(), func(kept *Schedule) error {
		kept.Next = kept.After(now)
		return nil
	})
}

// DeleteSchedule removes a schedule, or fails with fault.NotFound.
func DeleteSchedule(tx store.Tx, account, region, dataSetID, id string) error {
	return named(schedules.Delete(tx, store.Key(account, region, dataSetID, id)), "Refresh schedule", id)
}

// Refresh says how a data set is refreshed incrementally: rows of the window are read anew, all others stay.
type Refresh struct {
	Account   string `json:"account"`
	Region    string `json:"region"`
	DataSetID string `json:"dataSetId"`
	// Column, a DATETIME of the data set, is at most Size Units back.
	Column string                       `json:"column"`
	Size   int64                        `json:"size"`
	Unit   types.LookbackWindowSizeUnit `json:"unit"`
	// Alert is kept and shown; nobody is written to.
	Alert types.RefreshFailureAlertStatus `json:"alert,omitempty"`
}

var refreshes = store.Collection[Refresh]{
	Table: "hub.refresh", Schema: 1,
	Key: func(r *Refresh) string { return assetKey(r.Account, r.Region, r.DataSetID) },
}

// windowUnits are how long the units of a window are.
var windowUnits = map[types.LookbackWindowSizeUnit]time.Duration{
	types.LookbackWindowSizeUnitHour: time.Hour, types.LookbackWindowSizeUnitDay: 24 * time.Hour, types.LookbackWindowSizeUnitWeek: 7 * 24 * time.Hour,
}

// longestWindow keeps a window within what a duration holds.
const longestWindow = 10_000

// Since is where the window begins.
func (r Refresh) Since(now time.Time) time.Time {
	return now.Add(-time.Duration(r.Size) * windowUnits[r.Unit])
}

// PutRefresh sets how a data set is refreshed incrementally.
func PutRefresh(tx store.Tx, d DataSet, r Refresh) error {
	fits := false
	for _, c := range d.Root.Columns {
		fits = fits || c.Name == r.Column && c.Type == types.ColumnDataTypeDatetime
	}
	switch {
	case !fits:
		return fault.New(fault.Validation, "The column %q of the lookback window is no DATETIME of the data set %s.", r.Column, d.ID)
	case r.Size < 1 || r.Size > longestWindow || windowUnits[r.Unit] == 0:
		return fault.New(fault.Validation, "The lookback window is %d %s; it has to be 1 to %d of HOUR, DAY or WEEK.", r.Size, r.Unit, longestWindow)
	}
	return refreshes.Put(tx, r)
}

// GetRefresh returns how a data set is refreshed incrementally, or fault.NotFound.
func GetRefresh(r store.Reader, account, region, dataSetID string) (Refresh, error) {
	kept, err := refreshes.Get(r, assetKey(account, region, dataSetID))
	return kept, named(err, "The refresh properties of data set", dataSetID)
}

// DeleteRefresh forgets it, or fails with fault.NotFound, or with fault.Conflict while a schedule needs it.
func DeleteRefresh(tx store.Tx, account, region, dataSetID string) error {
	all, err := Schedules(tx, account, region, dataSetID)
	if err != nil {
		return err
	}
	for _, s := range all {
		if s.Type == types.IngestionTypeIncrementalRefresh {
			return fault.New(fault.Conflict, "The refresh schedule %s refreshes the data set incrementally. Delete it first.", s.ID)
		}
	}
	return named(refreshes.Delete(tx, assetKey(account, region, dataSetID)), "The refresh properties of data set", dataSetID)
}

// deleteRefreshing forgets all that says when and how a data set is read into memory.
func deleteRefreshing(tx store.Tx, account, region, dataSetID string) error {
	all, err := Schedules(tx, account, region, dataSetID)
	if err != nil {
		return err
	}
	for _, s := range all {
		if err := schedules.Delete(tx, s.key()); err != nil {
			return err
		}
	}
	if err := refreshes.Delete(tx, assetKey(account, region, dataSetID)); err != nil && !fault.Is(err, fault.NotFound) {
		return err
	}
	return deleteIngestions(tx, account, region, dataSetID)
}
