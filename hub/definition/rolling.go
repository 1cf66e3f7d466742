package definition

import (
	"strconv"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"

	"interlaken/fault"
)

// rolling computes a rolling date: now(), truncDate('MM', …) and addDateTime(-1, 'MM', …) within each other, the three
// functions that QuickSight's own dialogue writes. Anything else is fault.Unsupported.
func rolling(expression string, now time.Time) (time.Time, error) {
	p := rollingParser{rest: expression, now: now}
	at, err := p.date(0)
	if err == nil && strings.TrimSpace(p.rest) != "" {
		err = errRolling
	}
	if err != nil {
		return time.Time{}, fault.Wrap(err, fault.Unsupported, "The rolling date %q is not understood.", expression)
	}
	return at, nil
}

var errRolling = fault.New(fault.Unsupported, "This is no rolling date.")

type rollingParser struct {
	rest string
	now  time.Time
}

// periodUnits are the periods of QuickSight's date functions (User Guide, addDateTime).
var periodUnits = map[string]types.TimeGranularity{
	"YYYY": types.TimeGranularityYear, "Q": types.TimeGranularityQuarter, "MM": types.TimeGranularityMonth, "WK": types.TimeGranularityWeek,
	"DD": types.TimeGranularityDay, "HH": types.TimeGranularityHour, "MI": types.TimeGranularityMinute, "SS": types.TimeGranularitySecond,
}

// unitName is a unit of time as the functions of expressions have it.
func unitName(unit string) string {
	for name, u := range periodUnits {
		if string(u) == unit {
			return name
		}
	}
	return unit
}

func (p *rollingParser) date(depth int) (time.Time, error) {
	if depth > 20 {
		return time.Time{}, errRolling
	}
	switch {
	case p.take("now("):
		return p.now.UTC(), p.must(")")
	case p.take("truncdate("):
		unit, err := p.unit()
		if err != nil {
			return time.Time{}, err
		}
		at, err := p.last(depth)
		if err != nil {
			return time.Time{}, err
		}
		return truncate(at, unit)
	case p.take("adddatetime("):
		by, err := p.amount()
		if err != nil {
			return time.Time{}, err
		}
		unit, err := p.unit()
		if err != nil {
			return time.Time{}, err
		}
		at, err := p.last(depth)
		if err != nil {
			return time.Time{}, err
		}
		return shift(at, unit, by)
	}
	return time.Time{}, errRolling
}

// last reads the date within a function and the function's end.
func (p *rollingParser) last(depth int) (time.Time, error) {
	at, err := p.date(depth + 1)
	if err != nil {
		return at, err
	}
	return at, p.must(")")
}

func (p *rollingParser) unit() (types.TimeGranularity, error) {
	p.rest = strings.TrimSpace(p.rest)
	if p.rest == "" || p.rest[0] != '\'' && p.rest[0] != '"' {
		return "", errRolling
	}
	name, rest, found := strings.Cut(p.rest[1:], p.rest[:1])
	unit, known := periodUnits[strings.ToUpper(name)]
	if !found || !known {
		return "", errRolling
	}
	p.rest = rest
	return unit, p.must(",")
}

func (p *rollingParser) amount() (int, error) {
	text, rest, found := strings.Cut(p.rest, ",")
	by, err := strconv.Atoi(strings.TrimSpace(text))
	if !found || err != nil || by > mostPeriods || by < -mostPeriods {
		return 0, errRolling
	}
	p.rest = rest
	return by, nil
}

// take reads a word in any case, with spaces before it.
func (p *rollingParser) take(word string) bool {
	rest := strings.TrimSpace(p.rest)
	if len(rest) < len(word) || !strings.EqualFold(rest[:len(word)], word) {
		return false
	}
	p.rest = rest[len(word):]
	return true
}

func (p *rollingParser) must(word string) error {
	if !p.take(word) {
		return errRolling
	}
	return nil
}
