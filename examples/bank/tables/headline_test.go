package tables

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"interlaken/examples/bank"
)

// counted is what a reader of the tables' rows can count, without the package's plan.
type counted struct {
	nervous    map[string]bool           // by month, of the window
	complaints map[string]map[string]int // by state and month
	badLoans   map[string]map[string]int
	real       struct{ complaints, loans map[string]int } // by state
}

func count(t *testing.T, tables map[string]Table) counted {
	c := counted{nervous: map[string]bool{}, complaints: map[string]map[string]int{}, badLoans: map[string]map[string]int{}}
	c.real.complaints, c.real.loans = map[string]int{}, map[string]int{}
	add := func(to map[string]map[string]int, state, month string) {
		if to[state] == nil {
			to[state] = make(map[string]int)
		}
		to[state][month]++
	}
	closes := make(map[string][]float64)
	eachRow(t, tables["vix_daily"], func(_ File, row map[string]any) {
		month := row["day"].(string)[:7]
		if month >= "2018-01" && month <= "2021-12" {
			closes[month] = append(closes[month], row["close"].(float64))
		}
	})
	for month, values := range closes {
		sum := 0.0
		for _, v := range values {
			sum += v
		}
		c.nervous[month] = sum/float64(len(values)) >= 20
	}
	eachRow(t, tables["complaints_cfpb"], func(_ File, row map[string]any) {
		if state, ok := row["state"].(string); ok {
			c.real.complaints[state]++
		}
	})
	eachRow(t, tables["loans_lc"], func(_ File, row map[string]any) { c.real.loans[row["addr_state"].(string)]++ })
	eachRow(t, tables["complaints"], func(file File, row map[string]any) {
		month := row["received_on"].(string)[:7]
		if month != file.Partition[0] || !strings.Contains(file.Key, "/month="+month+"/") {
			t.Fatalf("%s has a complaint of %s", file.Key, row["received_on"])
		}
		add(c.complaints, row["state"].(string), month)
	})
	eachRow(t, tables["loans"], func(_ File, row map[string]any) {
		if on, ok := row["went_bad_on"].(string); ok {
			add(c.badLoans, row["state"].(string), on[:7])
		}
	})
	return c
}

// rates returns complaints per day and bad loans per month over the states, in months of the mood.
func (c counted) rates(t *testing.T, nervous bool, states ...string) (months int, perDay, perMonth float64) {
	complaints, bad, days := 0, 0, 0
	for name, mood := range c.nervous {
		if mood != nervous {
			continue
		}
		first, err := time.Parse("2006-01", name)
		if err != nil {
			t.Fatal(err)
		}
		months++
		days += int(first.AddDate(0, 1, 0).Sub(first) / (24 * time.Hour))
		for _, state := range states {
			complaints += c.complaints[state][name]
			bad += c.badLoans[state][name]
		}
	}
	return months, float64(complaints) / float64(days), float64(bad) / float64(months)
}

// answer counts the answer from the rows.
func (c counted) answer(t *testing.T) []AnswerRow {
	all := slices.Sorted(maps.Keys(c.complaints))
	round := func(x float64) float64 { return math.Round(x*100) / 100 }
	rising, large := 0, 0
	for _, state := range all {
		if c.real.complaints[state] < 20 || c.real.loans[state] < 50 {
			continue
		}
		large++
		_, nervousDay, nervousMonth := c.rates(t, true, state)
		_, calmDay, calmMonth := c.rates(t, false, state)
		if nervousDay/calmDay > 1.10 && nervousMonth/calmMonth > 1.10 {
			rising++
		}
	}
	nervousMonths, nervousDay, nervousMonth := c.rates(t, true, all...)
	calmMonths, calmDay, calmMonth := c.rates(t, false, all...)
	return []AnswerRow{
		{"nervous", nervousMonths, round(nervousDay), round(nervousDay / calmDay), round(nervousMonth), round(nervousMonth / calmMonth), rising, large},
		{"calm", calmMonths, round(calmDay), 1, round(calmMonth), 1, 0, large},
	}
}

// TestHeadline counts the answer from the rows of the files and compares it with the documented one, whatever
// the seed.
func TestHeadline(t *testing.T) {
	want := []AnswerRow{
		{Markets: "nervous", Months: 16, ComplaintsPerDay: 109.55, ComplaintsRatio: 1.60, BadLoansPerMonth: 269.94, BadLoansRatio: 1.40, StatesRising: 30, States: 30},
		{Markets: "calm", Months: 32, ComplaintsPerDay: 68.47, ComplaintsRatio: 1, BadLoansPerMonth: 192.78, BadLoansRatio: 1, StatesRising: 0, States: 30},
	}
	for _, seed := range []uint64{0, 20260101} {
		t.Run(fmt.Sprintf("seed=%d", seed), func(t *testing.T) {
			c := count(t, tablesOf(t, Options{Seed: seed}))
			if len(c.complaints) != 50 || len(c.badLoans) != 50 {
				t.Errorf("%d states have complaints and %d bad loans, want 50", len(c.complaints), len(c.badLoans))
			}
			if diff := cmp.Diff(want, c.answer(t)); diff != "" {
				t.Errorf("counted from the rows (-want +got):\n%s", diff)
			}
			planned, err := Answer(Options{Seed: seed})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, planned); diff != "" {
				t.Errorf("Answer (-want +got):\n%s", diff)
			}
		})
	}
}

func TestAnswerFollowsTheSizes(t *testing.T) {
	for _, options := range []Options{{Rows: 3000}, {Rows: 10_000, Loans: 30_000}, {Rows: 1_000_000, Loans: 1_000_000}} {
		planned, err := Answer(options)
		if err != nil {
			t.Fatal(err)
		}
		if n := planned[0]; n.ComplaintsRatio != 1.60 || n.BadLoansRatio != 1.40 || n.Months != 16 || n.States != 30 {
			t.Errorf("%+v: %+v", options, n)
		}
		if options.Rows > 100_000 {
			continue
		}
		if diff := cmp.Diff(planned, count(t, tablesOf(t, options)).answer(t)); diff != "" {
			t.Errorf("%+v: rows differ from the plan (-plan +rows):\n%s", options, diff)
		}
	}
}

// Of few rows a state has too few to show the effect: the figures of README.md.
func TestSmallTablesShowTheEffectInFewerStates(t *testing.T) {
	for rows, want := range map[int]int{20_000: 29, 5_000: 18} {
		answer, err := Answer(Options{Rows: rows, Loans: rows})
		if err != nil {
			t.Fatal(err)
		}
		if got := answer[0].StatesRising; got != want {
			t.Errorf("%d rows of each: rising in %d states, want %d", rows, got, want)
		}
	}
}

// TestMixesAreReal compares the generated mixes with the real ones: states to within one row, bad loans of a
// grade exactly, and each generated row's attributes with some real row of its state.
func TestMixesAreReal(t *testing.T) {
	tables := tablesOf(t, Options{Seed: 3})
	c := count(t, tables)

	realPairs, realOfAll := map[string]bool{}, 0
	eachRow(t, tables["complaints_cfpb"], func(_ File, row map[string]any) {
		realPairs[fmt.Sprint(row["state"], row["product"], row["company"])] = true
	})
	for state := range c.complaints {
		realOfAll += c.real.complaints[state]
	}
	if realOfAll != 3142 {
		t.Errorf("the 50 states have %d real complaints, want 3142", realOfAll)
	}
	for state, byMonth := range c.complaints {
		rows := 0
		for _, n := range byMonth {
			rows += n
		}
		if quota := 120_000 * float64(c.real.complaints[state]) / float64(realOfAll); math.Abs(float64(rows)-quota) >= 1 {
			t.Errorf("%s has %d complaints, quota %.2f", state, rows, quota)
		}
	}
	lastID := int64(0)
	eachRow(t, tables["complaints"], func(_ File, row map[string]any) {
		if row["complaint_id"] != lastID+1 {
			t.Fatalf("complaint %v follows %d", row["complaint_id"], lastID)
		}
		lastID++
		if pair := fmt.Sprint(row["state"], row["product"], row["company"]); !realPairs[pair] {
			t.Fatalf("no real complaint has %s", pair)
		}
	})

	type grade struct{ loans, bad int }
	real, made := map[string]grade{}, map[string]grade{}
	realLoans := map[string]bool{}
	key := func(row map[string]any, state string) string {
		return fmt.Sprint(row[state], row["sub_grade"], row["funded_amnt"], row["term"], row["int_rate"], row["annual_inc"],
			row["verification_status"], row["emp_length"])
	}
	add := func(to map[string]grade, name string, bad bool) {
		g := to[name]
		g.loans++
		if bad {
			g.bad++
		}
		to[name] = g
	}
	eachRow(t, tables["loans_lc"], func(_ File, row map[string]any) {
		realLoans[key(row, "addr_state")] = true
		add(real, row["sub_grade"].(string)[:1], row["class"] == "bad")
	})
	lastID = 0
	eachRow(t, tables["loans"], func(_ File, row map[string]any) {
		if row["loan_id"] != lastID+1 {
			t.Fatalf("loan %v follows %d", row["loan_id"], lastID)
		}
		lastID++
		if k := key(row, "state"); !realLoans[k] {
			t.Fatalf("no real loan is %s", k)
		}
		add(made, row["grade"].(string), row["went_bad_on"] != nil)
	})
	if len(real) != 7 || len(made) != 7 {
		t.Fatalf("%d real grades, %d generated", len(real), len(made))
	}
	for name, r := range real {
		m := made[name]
		if want := int(math.Round(float64(m.loans) * float64(r.bad) / float64(r.loans))); m.bad != want {
			t.Errorf("grade %s: %d of %d loans went bad, real %d of %d, want %d", name, m.bad, m.loans, r.bad, r.loans, want)
		}
	}
}

func TestTheQuestionHasAPartForEachAccount(t *testing.T) {
	question := bank.Ask()
	tables := tablesOf(t, Options{Rows: 1, Loans: 1})
	var names []string
	for _, part := range question.Parts {
		names = append(names, part.Name+"="+part.Account)
		named := 0
		for _, table := range tables {
			for _, word := range strings.Fields(part.SQL) {
				if word == table.Database+"."+table.Name {
					named++
					if table.Account != part.Account || table.Database != part.Database {
						t.Errorf("part %s names %s, which account %s owns", part.Name, word, table.Account)
					}
				}
			}
		}
		if named == 0 || !strings.Contains(part.SQL, "GROUP BY") {
			t.Errorf("part %s names %d tables; is it an aggregate of its own account's?", part.Name, named)
		}
		if !strings.Contains(question.Join, part.Name) {
			t.Errorf("the join does not read part %s", part.Name)
		}
	}
	want := []string{"retail=222222222222", "investment=333333333333", "risk=444444444444"}
	if diff := cmp.Diff(want, names); diff != "" {
		t.Errorf("parts (-want +got):\n%s", diff)
	}
}
