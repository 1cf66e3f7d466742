package tables

import (
	"maps"
	"slices"

	"github.com/apache/arrow-go/v18/arrow/decimal128"

	"interlaken/fault"
)

// plan is how many generated rows there are of everything that the question counts, and the real rows that they
// are drawn from. It does not depend on the seed.
type plan struct {
	options Options
	months  []month
	states  []string // those that have both real complaints and real loans, in alphabetical order

	complaints     [][]complaint // by state: the real complaints
	complaintCells [][]int       // by state and month: generated complaints

	loans      []loan
	loanCells  []loanCell
	badByMonth [][]int // by state and month: generated loans that go bad
}

// complaint is what a generated complaint takes from a real one.
type complaint struct{ product, company string }

// loan is what a generated loan takes from a real one.
type loan struct {
	fundedAmount int32 // US dollars
	term         string
	rate         float64 // percent a year
	subGrade     string
	state        string
	verification string
	income       decimal128.Num // cents
	employment   string
	bad          bool
}

// grade returns the letter of the loan's sub-grade.
func (l loan) grade() string { return l.subGrade[:1] }

// loanCell is a state and grade with its real loans and the counts of the generated ones.
type loanCell struct {
	state int    // index into plan.states
	real  []int  // indexes into plan.loans
	grade string // A to G
	loans int    // generated
	bad   int    // generated that go bad, of these
}

// planned reads the originals and plans the counts of the generated rows. A negative or excessive size is a
// fault.Validation.
func planned(options Options) (*plan, records, error) {
	options, err := options.complete()
	if err != nil {
		return nil, records{}, err
	}
	read, err := readAll()
	if err != nil {
		return nil, records{}, err
	}
	p, err := newPlan(options, read)
	return p, read, err
}

func newPlan(options Options, read records) (*plan, error) {
	p := &plan{options: options}
	var err error
	if p.months, err = window(read.volatility); err != nil {
		return nil, err
	}
	if p.loans, err = readLoans(read.loans); err != nil {
		return nil, err
	}
	byState := make(map[string][]complaint)
	state := position(complaintColumns, "state")
	product, company := position(complaintColumns, "product"), position(complaintColumns, "company")
	for _, line := range read.complaints {
		byState[line[state]] = append(byState[line[state]], complaint{line[product], line[company]})
	}
	lends := make(map[string]bool)
	for _, l := range p.loans {
		lends[l.state] = true
	}
	for _, name := range slices.Sorted(maps.Keys(byState)) {
		if lends[name] {
			p.states = append(p.states, name)
			p.complaints = append(p.complaints, byState[name])
		}
	}
	p.countComplaints()
	p.countLoans()
	return p, nil
}

// countComplaints allots the complaints to states by their real counts, to months by their weights, and
// to states and months together so that both margins hold.
func (p *plan) countComplaints() {
	byState := make([]int, len(p.states))
	for i, real := range p.complaints {
		byState[i] = len(real)
	}
	p.complaintCells = spread(apportion(p.options.Rows, byState), p.overMonths(p.options.Rows, month.complaintsWeight))
}

// countLoans allots the loans to states and grades by the real counts; of a grade's loans as many go bad as its
// real rate says, allotted to the states by their loans of that grade, then to months by their weights.
func (p *plan) countLoans() {
	p.loanCells = p.cellsOfRealLoans()
	weights := make([]int, len(p.loanCells))
	for i, cell := range p.loanCells {
		weights[i] = len(cell.real)
	}
	for i, loans := range apportion(p.options.Loans, weights) {
		p.loanCells[i].loans = loans
	}
	p.countBadLoans()

	byState, bad := make([]int, len(p.states)), 0
	for _, cell := range p.loanCells {
		byState[cell.state] += cell.bad
		bad += cell.bad
	}
	p.badByMonth = spread(byState, p.overMonths(bad, month.badLoansWeight))
}

// overMonths allots a total to the moods of the markets by their months' weights, then to the months of each
// mood: in one step all months of one mood would be rounded the same way, and the ratio between the moods with
// them.
func (p *plan) overMonths(total int, weight func(month) int) []int {
	var ofMood [moods]struct{ indexes, weights []int }
	sums := make([]int, moods)
	for i, m := range p.months {
		of := &ofMood[m.mood]
		of.indexes, of.weights = append(of.indexes, i), append(of.weights, weight(m))
		sums[m.mood] += weight(m)
	}
	byMonth := make([]int, len(p.months))
	for mood, share := range apportion(total, sums) {
		of := ofMood[mood]
		for i, rows := range apportion(share, of.weights) {
			byMonth[of.indexes[i]] = rows
		}
	}
	return byMonth
}

// cellsOfRealLoans groups the real loans of the states by state and grade, ordered by both.
func (p *plan) cellsOfRealLoans() []loanCell {
	type key struct{ state, grade string }
	real := make(map[key][]int)
	for i, l := range p.loans {
		k := key{l.state, l.grade()}
		real[k] = append(real[k], i)
	}
	var cells []loanCell
	for state, name := range p.states {
		for _, grade := range []string{"A", "B", "C", "D", "E", "F", "G"} {
			if loans := real[key{name, grade}]; len(loans) > 0 {
				cells = append(cells, loanCell{state: state, grade: grade, real: loans})
			}
		}
	}
	return cells
}

// countBadLoans sets the bad loans of each cell.
func (p *plan) countBadLoans() {
	byGrade := make(map[string][]int) // indexes of cells
	for i, cell := range p.loanCells {
		byGrade[cell.grade] = append(byGrade[cell.grade], i)
	}
	for _, cells := range byGrade {
		loans, real, realBad := 0, 0, 0
		weights := make([]int, len(cells))
		for i, c := range cells {
			cell := p.loanCells[c]
			weights[i] = cell.loans
			loans += cell.loans
			real += len(cell.real)
			for _, l := range cell.real {
				if p.loans[l].bad {
					realBad++
				}
			}
		}
		if loans == 0 {
			continue
		}
		bad := (2*loans*realBad + real) / (2 * real) // loans × realBad / real, rounded half up
		for i, share := range apportion(bad, weights) {
			p.loanCells[cells[i]].bad = share
		}
	}
}

func readLoans(lines []record) ([]loan, error) {
	at := func(name string) int { return position(loanColumns, name) }
	funded, term, rate, subGrade, state := at("funded_amnt"), at("term"), at("int_rate"), at("sub_grade"), at("addr_state")
	verification, income, employment, class := at("verification_status"), at("annual_inc"), at("emp_length"), at("class")
	loans := make([]loan, len(lines))
	for i, line := range lines {
		l := loan{
			term: line[term], subGrade: line[subGrade], state: line[state],
			verification: line[verification], employment: line[employment], bad: line[class] == "bad",
		}
		var errs [3]error
		l.fundedAmount, errs[0] = integerKind.parse(line[funded])
		l.rate, errs[1] = doubleKind.parse(line[rate])
		l.income, errs[2] = moneyKind.parse(line[income])
		for _, err := range errs {
			if err != nil {
				return nil, fault.Wrap(err, fault.Internal, "The loan in line %d of %s cannot be read.", i+2, loansFile)
			}
		}
		loans[i] = l
	}
	return loans, nil
}
