package tables

import "math"

// Bounds of the question, as its SQL has them too.
const (
	largeStateComplaints = 20   // real complaints from which on (inclusive) a state is asked about
	largeStateLoans      = 50   // real loans, likewise
	risingRatio          = 1.10 // nervous over calm, above which (exclusive) a rate counts as rising
)

// AnswerRow is a row of the question's answer: the months of one mood of the markets. Rates and ratios are
// rounded to two decimals; the ratios are to the calm row, so that row's own are 1.
type AnswerRow struct {
	Markets          string // nervous or calm
	Months           int
	ComplaintsPerDay float64
	ComplaintsRatio  float64
	BadLoansPerMonth float64
	BadLoansRatio    float64
	StatesRising     int // of States, those in which both ratios exceed 1.10
	States           int // those with at least 20 real complaints and 50 real loans
}

// Answer returns what the question must answer over the tables that the options give: nervous, then calm. It
// is computed from the planned counts, without SQL and without a row, and does not depend on the seed.
func Answer(options Options) ([]AnswerRow, error) {
	p, _, err := planned(options)
	if err != nil {
		return nil, err
	}
	return p.answer(), nil
}

// tally counts the months, days, complaints and bad loans of one mood.
type tally struct{ months, days, complaints, badLoans int }

func (t tally) complaintsPerDay() float64 { return float64(t.complaints) / float64(t.days) }
func (t tally) badLoansPerMonth() float64 { return float64(t.badLoans) / float64(t.months) }

// over returns the ratios of t's rates to those of base; infinite or not a number where base has none.
func (t tally) over(base tally) (complaints, badLoans float64) {
	return t.complaintsPerDay() / base.complaintsPerDay(), t.badLoansPerMonth() / base.badLoansPerMonth()
}

// tally counts over the given states.
func (p *plan) tally(states ...int) (counts [moods]tally) {
	for i, m := range p.months {
		c := &counts[m.mood]
		c.months++
		c.days += m.days
		for _, state := range states {
			c.complaints += p.complaintCells[state][i]
			c.badLoans += p.badByMonth[state][i]
		}
	}
	return counts
}

// largeStates are those, by index, that the question is asked about.
func (p *plan) largeStates() []int {
	realLoans := make([]int, len(p.states))
	for _, cell := range p.loanCells {
		realLoans[cell.state] += len(cell.real)
	}
	var large []int
	for state := range p.states {
		if len(p.complaints[state]) >= largeStateComplaints && realLoans[state] >= largeStateLoans {
			large = append(large, state)
		}
	}
	return large
}

func (p *plan) answer() []AnswerRow {
	all := make([]int, len(p.states))
	for state := range all {
		all[state] = state
	}
	var rising [moods]int
	large := p.largeStates()
	for _, state := range large {
		counts := p.tally(state)
		for mood := range counts {
			complaints, badLoans := counts[mood].over(counts[calm])
			if complaints > risingRatio && badLoans > risingRatio {
				rising[mood]++
			}
		}
	}
	counts := p.tally(all...)
	row := func(markets string, mood mood) AnswerRow {
		complaints, badLoans := counts[mood].over(counts[calm])
		return AnswerRow{
			markets, counts[mood].months, hundredths(counts[mood].complaintsPerDay()), hundredths(complaints),
			hundredths(counts[mood].badLoansPerMonth()), hundredths(badLoans), rising[mood], len(large),
		}
	}
	return []AnswerRow{row("nervous", nervous), row("calm", calm)}
}

// hundredths rounds to two decimals, as SQL's round(x, 2).
func hundredths(x float64) float64 { return math.Round(x*100) / 100 }
