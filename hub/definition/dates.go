package definition

import (
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"

	"interlaken/fault"
)

// moment is how ranges of dates are written.
const moment = "2006-01-02T15:04:05"

// truncate returns the beginning of the unit that holds a moment, in UTC; weeks begin on Sunday (QuickSight User Guide,
// truncDate). No unit leaves the moment as it is.
func truncate(at time.Time, unit types.TimeGranularity) (time.Time, error) {
	at = at.UTC()
	year, month, day := at.Date()
	midnight := time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
	switch unit {
	case "", types.TimeGranularityMillisecond:
		return at, nil
	case types.TimeGranularityYear:
		return time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC), nil
	case types.TimeGranularityQuarter:
		return time.Date(year, (month-1)/3*3+1, 1, 0, 0, 0, 0, time.UTC), nil
	case types.TimeGranularityMonth:
		return time.Date(year, month, 1, 0, 0, 0, 0, time.UTC), nil
	case types.TimeGranularityWeek:
		return midnight.AddDate(0, 0, -int(midnight.Weekday())), nil
	case types.TimeGranularityDay:
		return midnight, nil
	case types.TimeGranularityHour:
		return at.Truncate(time.Hour), nil
	case types.TimeGranularityMinute:
		return at.Truncate(time.Minute), nil
	case types.TimeGranularitySecond:
		return at.Truncate(time.Second), nil
	}
	return time.Time{}, fault.New(fault.Unsupported, "The unit of time %q is not understood.", unit)
}

// shift moves a moment by units. Months that are too short end on their last day.
func shift(at time.Time, unit types.TimeGranularity, by int) (time.Time, error) {
	months := 0
	switch unit {
	case types.TimeGranularityYear:
		months = 12 * by
	case types.TimeGranularityQuarter:
		months = 3 * by
	case types.TimeGranularityMonth:
		months = by
	case types.TimeGranularityWeek:
		return at.AddDate(0, 0, 7*by), nil
	case types.TimeGranularityDay:
		return at.AddDate(0, 0, by), nil
	case types.TimeGranularityHour:
		return at.Add(time.Duration(by) * time.Hour), nil
	case types.TimeGranularityMinute:
		return at.Add(time.Duration(by) * time.Minute), nil
	case types.TimeGranularitySecond:
		return at.Add(time.Duration(by) * time.Second), nil
	default:
		return time.Time{}, fault.New(fault.Unsupported, "The unit of time %q is not understood.", unit)
	}
	moved := at.AddDate(0, months, 0)
	if moved.Day() != at.Day() {
		moved = moved.AddDate(0, 0, -moved.Day())
	}
	return moved, nil
}

// span is a stretch of time from a moment on and before another one; nil is open.
type span struct{ from, before *time.Time }

func (s span) filter(column string, nulls types.FilterNullOption) ([]Filter, error) {
	if s.from == nil && s.before == nil {
		return every(column, nulls)
	}
	for _, bound := range []*time.Time{s.from, s.before} {
		if bound != nil && (bound.Year() < 1 || bound.Year() > 9999) {
			return nil, fault.New(fault.Unsupported, "The filter of %q reaches beyond the years 1 to 9999.", column)
		}
	}
	r := Range{Date: true}
	if s.from != nil {
		r.From, r.IncludeFrom = s.from.Format(moment), true
	}
	if s.before != nil {
		r.To = s.before.Format(moment)
	}
	return one(Filter{Column: column, Range: &r}, nulls)
}

// days makes a span of a first and a last day.
func days(v ControlValue) span {
	var s span
	if from, err := time.Parse(time.DateOnly, v.From); err == nil {
		s.from = &from
	}
	if to, err := time.Parse(time.DateOnly, v.To); err == nil {
		to = to.AddDate(0, 0, 1)
		s.before = &to
	}
	return s
}

// asDays is the first and the last day of a span, for a control's default.
func (s span) asDays(controlID string) ControlValue {
	v := ControlValue{ControlID: controlID}
	if s.from != nil {
		v.From = s.from.Format(time.DateOnly)
	}
	if s.before != nil {
		v.To = s.before.Add(-time.Nanosecond).Format(time.DateOnly)
	}
	return v
}

func (c *compiler) timeRange(f *types.TimeRangeFilter, column string) ([]Filter, error) {
	if chosen, isChosen := c.selected[aws.ToString(f.FilterId)]; isChosen {
		return days(chosen).filter(column, f.NullOption)
	}
	s, err := c.rangeSpan(f)
	if err != nil {
		return nil, err
	}
	return s.filter(column, f.NullOption)
}

// rangeSpan is the range of the definition. Bounds are compared in the filter's unit: up to a day means the whole day.
// The last periods up to now may be left out of it.
func (c *compiler) rangeSpan(f *types.TimeRangeFilter) (span, error) {
	from, err := c.timeBound(f.RangeMinimumValue, f.TimeGranularity, !aws.ToBool(f.IncludeMinimum))
	if err != nil {
		return span{}, err
	}
	before, err := c.timeBound(f.RangeMaximumValue, f.TimeGranularity, aws.ToBool(f.IncludeMaximum))
	if err != nil {
		return span{}, err
	}
	if e := f.ExcludePeriodConfiguration; e != nil && e.Status != types.WidgetStatusDisabled {
		end := latest
		if before != nil {
			end = *before
		}
		if end, err = excluded(end, c.ask.Now, e); err != nil {
			return span{}, err
		}
		before = &end
	}
	return span{from, before}, nil
}

// latest is the end of the years that a filter may reach.
var latest = time.Date(9999, 12, 31, 0, 0, 0, 0, time.UTC)

// timeBound is the beginning of a bound's unit, or of the unit after it. Without a unit it is the second.
func (c *compiler) timeBound(v *types.TimeRangeFilterValue, unit types.TimeGranularity, after bool) (*time.Time, error) {
	var at time.Time
	var err error
	switch {
	case v == nil:
		return nil, nil
	case v.Parameter != nil && !c.bounds(*v.Parameter):
		return nil, nil
	case v.Parameter != nil:
		at, err = c.date(*v.Parameter)
	case v.RollingDate != nil:
		at, err = rolling(aws.ToString(v.RollingDate.Expression), c.ask.Now)
	case v.StaticValue != nil:
		at = *v.StaticValue
	default:
		err = fault.New(fault.Unsupported, "A bound of a filter says nothing.")
	}
	if err != nil {
		return nil, err
	}
	if unit == "" || unit == types.TimeGranularityMillisecond {
		unit = types.TimeGranularitySecond
	}
	if at, err = truncate(at, unit); err == nil && after {
		at, err = shift(at, unit, 1)
	}
	return &at, err
}

func (c *compiler) timeEquality(f *types.TimeEqualityFilter, column string) ([]Filter, error) {
	v := &types.TimeRangeFilterValue{Parameter: f.ParameterName, RollingDate: f.RollingDate, StaticValue: f.Value}
	if chosen, isChosen := c.selected[aws.ToString(f.FilterId)]; isChosen {
		at, err := time.Parse(time.DateOnly, chosen.From)
		if err != nil { // no day is chosen
			return every(column, types.FilterNullOptionNonNullsOnly)
		}
		v = &types.TimeRangeFilterValue{StaticValue: &at}
	}
	from, err := c.timeBound(v, f.TimeGranularity, false)
	if err != nil {
		return nil, err
	}
	before, err := c.timeBound(v, f.TimeGranularity, true)
	if err != nil {
		return nil, err
	}
	return span{from, before}.filter(column, types.FilterNullOptionNonNullsOnly)
}

func (c *compiler) relativeDates(f *types.RelativeDatesFilter, column string) ([]Filter, error) {
	if chosen, isChosen := c.selected[aws.ToString(f.FilterId)]; isChosen {
		return days(chosen).filter(column, f.NullOption)
	}
	s, err := c.relativeSpan(f)
	if err != nil {
		return nil, err
	}
	return s.filter(column, f.NullOption)
}

// relativeSpan is the time that a relative filter means now (QuickSight User Guide, Adding date filters). The last three
// months are this month and the two before it, whole.
func (c *compiler) relativeSpan(f *types.RelativeDatesFilter) (span, error) {
	anchor, unit := c.ask.Now, f.TimeGranularity
	if a := f.AnchorDateConfiguration; a != nil && aws.ToString(a.ParameterName) != "" {
		var err error
		if anchor, err = c.date(*a.ParameterName); err != nil {
			return span{}, err
		}
	}
	n := 1
	if f.RelativeDateType == types.RelativeDateTypeLast || f.RelativeDateType == types.RelativeDateTypeNext {
		var err error
		if n, err = c.periods(f); err != nil {
			return span{}, err
		}
	}
	start, err := truncate(anchor, unit)
	if err != nil {
		return span{}, err
	}
	var from, before time.Time
	switch f.RelativeDateType {
	case types.RelativeDateTypePrevious:
		from, before, err = ends(start, unit, -1, 0)
	case types.RelativeDateTypeThis:
		from, before, err = ends(start, unit, 0, 1)
	case types.RelativeDateTypeLast:
		from, before, err = ends(start, unit, 1-n, 1)
	case types.RelativeDateTypeNext:
		from, before, err = ends(start, unit, 0, n)
	case types.RelativeDateTypeNow:
		from, before = start, anchor.UTC().Truncate(time.Second).Add(time.Second)
	default:
		err = fault.New(fault.Unsupported, "The relative date %q is not understood.", f.RelativeDateType)
	}
	if err != nil {
		return span{}, err
	}
	if e := f.ExcludePeriodConfiguration; e != nil && e.Status != types.WidgetStatusDisabled {
		if before, err = excluded(before, anchor, e); err != nil {
			return span{}, err
		}
	}
	return span{&from, &before}, nil
}

// excluded takes the last units up to the anchor's own away from the end.
func excluded(before, anchor time.Time, e *types.ExcludePeriodConfiguration) (time.Time, error) {
	if e.Amount == nil || *e.Amount < 0 || *e.Amount > mostPeriods {
		return before, fault.New(fault.Unsupported, "The period that a filter excludes is not understood.")
	}
	start, err := truncate(anchor, e.Granularity)
	if err != nil {
		return before, err
	}
	end, err := shift(start, e.Granularity, 1-int(*e.Amount))
	if err == nil && end.Before(before) {
		before = end
	}
	return before, err
}

// mostPeriods keeps the arithmetic of dates sound; which years a filter may reach is told by its span.
const mostPeriods = 100_000

func (c *compiler) periods(f *types.RelativeDatesFilter) (int, error) {
	n := 0
	switch name := aws.ToString(f.ParameterName); {
	case name != "":
		text, err := c.number(name)
		if err != nil {
			return 0, err
		}
		if n, err = wholeNumber(text); err != nil {
			return 0, err
		}
	case f.RelativeDateValue != nil:
		n = int(*f.RelativeDateValue)
	default:
		n = 1
	}
	if n < 1 || n > mostPeriods {
		return 0, fault.New(fault.Unsupported, "A filter of %d periods is not understood.", n)
	}
	return n, nil
}

func ends(start time.Time, unit types.TimeGranularity, first, last int) (from, before time.Time, err error) {
	if from, err = shift(start, unit, first); err == nil {
		before, err = shift(start, unit, last)
	}
	return from, before, err
}
