package costexplorer

import (
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/costexplorer/types"

	"interlaken/fault"
)

// How far back costs are shown (Cost Explorer API reference, GetCostAndUsage, and User Guide, "Enabling Cost Explorer"):
// fourteen months by day and month, fourteen days by hour.
const (
	historyMonths = 14
	historyHours  = 14 * 24
)

const (
	dayForm  = time.DateOnly
	hourForm = "2006-01-02T15:04:05Z"
)

// period is a row of the answer, from its start (inclusive) to its end (exclusive), in UTC.
type period struct {
	start, end time.Time
	form       string
}

// readPeriods cuts the asked time into hours, days or calendar months; the first and last month are as long as asked.
func readPeriods(asked *types.DateInterval, granularity types.Granularity, now time.Time) ([]period, error) {
	form := dayForm
	if granularity == types.GranularityHourly {
		form = hourForm
	}
	start, err := time.Parse(form, aws.ToString(asked.Start))
	if err != nil {
		return nil, invalid("The start %q is not of the form %s that the granularity needs.", aws.ToString(asked.Start), form)
	}
	end, err := time.Parse(form, aws.ToString(asked.End))
	if err != nil {
		return nil, invalid("The end %q is not of the form %s that the granularity needs.", aws.ToString(asked.End), form)
	}
	if !start.Before(end) {
		return nil, invalid("Start date (and hour) should be before end date (and hour)")
	}
	now = now.UTC()
	earliest := time.Date(now.Year(), now.Month()-historyMonths, 1, 0, 0, 0, 0, time.UTC)
	latest := time.Date(now.Year()+1, now.Month(), 1, 0, 0, 0, 0, time.UTC)
	if form == hourForm {
		earliest = now.Truncate(24 * time.Hour).Add(-historyHours * time.Hour)
	}
	if start.Before(earliest) {
		return nil, invalid("You haven't enabled historical data beyond %s.", earliest.Format(dayForm))
	}
	if end.After(latest) {
		return nil, invalid("The end date is past %s.", latest.Format(dayForm))
	}
	var next func(time.Time) time.Time
	switch granularity {
	case types.GranularityHourly:
		next = func(t time.Time) time.Time { return t.Truncate(time.Hour).Add(time.Hour) }
	case types.GranularityDaily:
		next = func(t time.Time) time.Time { return t.AddDate(0, 0, 1) }
	case types.GranularityMonthly:
		next = func(t time.Time) time.Time { return time.Date(t.Year(), t.Month()+1, 1, 0, 0, 0, 0, time.UTC) }
	}
	var periods []period
	for t := start; t.Before(end); {
		p := period{t, next(t), form}
		if p.end.After(end) {
			p.end = end
		}
		periods = append(periods, p)
		t = p.end
	}
	return periods, nil
}

func (p period) interval() *types.DateInterval {
	return &types.DateInterval{Start: aws.String(p.start.Format(p.form)), End: aws.String(p.end.Format(p.form))}
}

// open reports whether the month's bill is not final, so that the figures are estimates.
func (p period) open(now time.Time) bool {
	now = now.UTC()
	return p.end.After(time.Date(now.Year(), now.Month(), 1, 0, 0, 0, 0, time.UTC))
}

// invalid is the error of a request that is not well formed: Cost Explorer has ValidationException for it.
func invalid(format string, args ...any) error { return fault.New(fault.Validation, format, args...) }
