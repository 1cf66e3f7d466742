package tables

import (
	"fmt"
	"io"
	"iter"
	"math/rand/v2"
	"sync"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/decimal128"

	"interlaken/examples/bank"
)

// loansFileRows is the number of rows of a file of lending.loans, so that files can be written side by side.
const loansFileRows = 50_000

// loanRow is a generated loan.
type loanRow struct {
	id int64
	*loan
	wentBadOn arrow.Date32 // 0 where it did not
}

var loanFields = []field[loanRow]{
	generated("loan_id", bigintKind, "Number of the loan",
		func(r loanRow) (int64, bool) { return r.id, true }),
	generated("state", textKind, "US state of the borrower, two letters",
		func(r loanRow) (string, bool) { return r.state, true }),
	generated("grade", textKind, "Grade A to G, best first",
		func(r loanRow) (string, bool) { return r.grade(), true }),
	generated("sub_grade", textKind, "Grade and a digit 1 to 5, best first",
		func(r loanRow) (string, bool) { return r.subGrade, true }),
	generated("funded_amnt", integerKind, "Amount funded, in US dollars",
		func(r loanRow) (int32, bool) { return r.fundedAmount, true }),
	generated("term", textKind, "Term in months: term_36 or term_60",
		func(r loanRow) (string, bool) { return r.term, true }),
	generated("int_rate", doubleKind, "Interest rate, in percent a year",
		func(r loanRow) (float64, bool) { return r.rate, true }),
	generated("annual_inc", moneyKind, "Annual income as stated, in US dollars",
		func(r loanRow) (decimal128.Num, bool) { return r.income, true }),
	generated("verification_status", textKind, "Whether the income, or its source, was verified",
		func(r loanRow) (string, bool) { return r.verification, true }),
	generated("emp_length", textKind, "Years employed: emp_lt_1, emp_1 to emp_9, emp_ge_10, emp_unk",
		func(r loanRow) (string, bool) { return r.employment, true }),
	generated("went_bad_on", dateKind, "Day the loan went bad (generated), null where it did not",
		func(r loanRow) (arrow.Date32, bool) { return r.wentBadOn, r.wentBadOn != 0 }),
}

// loansTable is lending.loans: draws of real loans by state and grade.
func loansTable(p *plan) Table {
	table := Table{
		Account: bank.RiskAccount, Database: bank.RiskDatabase, Name: "loans",
		Comment: "Time is generated; mixes are real: draws of loans_lc by state and grade, of which as many go bad as of the grade's " +
			"real loans. In months when markets were nervous (mean VIX close of 20 or more) bad loans weigh 1.40.",
		Columns: columns(loanFields), Rows: p.options.Loans,
	}
	draws := sync.OnceValue(p.drawLoans)
	for from := 0; from < p.options.Loans; from += loansFileRows {
		to := min(from+loansFileRows, p.options.Loans)
		table.Files = append(table.Files, File{
			Key: fmt.Sprintf("loans/part-%d.parquet", from/loansFileRows), Rows: to - from,
			write: func(w io.Writer) error { return writeParquet(w, loanFields, p.loansOf(draws(), from, to)) },
		})
	}
	return table
}

// draw is a generated loan in four bytes: all of them are kept while the table is written, because their order
// runs over the files.
type draw struct {
	loan      uint16 // index into plan.loans
	wentBadOn uint16 // day of the window, the first being 1; 0 where it did not
}

// drawLoans draws the loans of each cell from its real ones, lets its bad ones go bad on days of the months that
// the plan has for the state, and shuffles the whole.
func (p *plan) drawLoans() []draw {
	random := rand.New(rand.NewPCG(p.options.Seed, loansStream))
	badDays := make([][]uint16, len(p.states))
	for state := range p.states {
		badDays[state] = p.badDaysOf(state, random)
	}
	draws := make([]draw, 0, p.options.Loans)
	for _, cell := range p.loanCells {
		for i := range cell.loans {
			d := draw{loan: uint16(cell.real[random.IntN(len(cell.real))])}
			if i < cell.bad {
				days := badDays[cell.state]
				d.wentBadOn, badDays[cell.state] = days[0], days[1:]
			}
			draws = append(draws, d)
		}
	}
	random.Shuffle(len(draws), func(i, j int) { draws[i], draws[j] = draws[j], draws[i] })
	return draws
}

// badDaysOf returns a day of the window for each bad loan of the state, in random order.
func (p *plan) badDaysOf(state int, random *rand.Rand) []uint16 {
	var days []uint16
	before := 0
	for i, m := range p.months {
		for range p.badByMonth[state][i] {
			days = append(days, uint16(before+random.IntN(m.days)+1))
		}
		before += m.days
	}
	random.Shuffle(len(days), func(i, j int) { days[i], days[j] = days[j], days[i] })
	return days
}

// loansOf makes the loans of the places from to to, without to; a loan's number is its place, from 1.
func (p *plan) loansOf(draws []draw, from, to int) iter.Seq[loanRow] {
	dayBefore := arrow.Date32FromTime(windowStart) - 1
	return func(yield func(loanRow) bool) {
		for i := from; i < to; i++ {
			row := loanRow{id: int64(i) + 1, loan: &p.loans[draws[i].loan]}
			if on := draws[i].wentBadOn; on != 0 {
				row.wentBadOn = dayBefore + arrow.Date32(on)
			}
			if !yield(row) {
				return
			}
		}
	}
}
