package tables

import (
	"strconv"
	"time"

	"interlaken/fault"
)

// The window of the generated time: the whole months from January 2018 to December 2021.
const windowMonths = 48

var windowStart = time.Date(2018, time.January, 1, 0, 0, 0, 0, time.UTC)

// nervousClose is the mean close of the volatility index, in points, from which on (inclusive) a month counts
// as nervous.
const nervousClose = 20.0

// What a nervous month weighs against a calm one, in tenths: complaints per day, and bad loans per month.
const (
	calmTenths              = 10
	nervousComplaintsTenths = 16
	nervousBadLoansTenths   = 14
)

// mood is the mood of the markets in a month.
type mood int

const (
	calm mood = iota
	nervous
	moods // how many there are
)

// month is a month of the window.
type month struct {
	first time.Time // midnight UTC of its first day
	days  int
	mood  mood
}

// name returns the month as YYYY-MM, the value of the partition key month.
func (m month) name() string { return m.first.Format("2006-01") }

// complaintsWeight is the month's share of complaints: its days, weighed by the mood of the market.
func (m month) complaintsWeight() int {
	if m.mood == nervous {
		return m.days * nervousComplaintsTenths
	}
	return m.days * calmTenths
}

// badLoansWeight is the month's share of the loans that go bad.
func (m month) badLoansWeight() int {
	if m.mood == nervous {
		return nervousBadLoansTenths
	}
	return calmTenths
}

// window returns the months with their moods, from the lines of the volatility index.
func window(volatility []record) ([]month, error) {
	type closes struct {
		sum   float64
		count int
	}
	byMonth := make(map[string]closes)
	day, closing := position(volatilityColumns, "day"), position(volatilityColumns, "close")
	for _, line := range volatility {
		value, err := strconv.ParseFloat(line[closing], 64)
		if err != nil {
			return nil, fault.Wrap(err, fault.Internal, "The volatility index of %s is not a number.", line[day])
		}
		name := line[day][:len("2006-01")]
		c := byMonth[name]
		byMonth[name] = closes{c.sum + value, c.count + 1}
	}
	months := make([]month, windowMonths)
	for i := range months {
		first := windowStart.AddDate(0, i, 0)
		m := month{first: first, days: first.AddDate(0, 1, -1).Day()}
		c := byMonth[m.name()]
		if c.count == 0 {
			return nil, fault.New(fault.Internal, "The volatility index has no day in %s.", m.name())
		}
		if c.sum/float64(c.count) >= nervousClose {
			m.mood = nervous
		}
		months[i] = m
	}
	return months, nil
}
