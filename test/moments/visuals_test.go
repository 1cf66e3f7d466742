package moments

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"interlaken/examples/bank"
	"interlaken/examples/bank/tables"
	"interlaken/visual"
	"interlaken/wire/interlaken"
)

// drawn is a visual as `interlaken dashboard draw --json` prints it.
type drawn struct {
	Visual, Title string
	State         interlaken.RunState
	Chart         *visual.Chart
	Receipt       *interlaken.Receipt
	Failure       *interlaken.RunFailure
}

// draw asks for the visuals of the demo's dashboard as somebody. A failure makes the command fail, and is in its answer.
func (m *machine) draw(as, dashboard string, more ...string) map[string]drawn {
	m.t.Helper()
	out := m.freshShell(". ~/.interlaken/demo/env && interlaken --json --profile " + as + " dashboard draw " + dashboard + " " + strings.Join(more, " ") + " || true")
	var all []drawn
	if err := json.Unmarshal([]byte(out), &all); err != nil {
		m.t.Fatalf("%v in\n%s", err, out)
	}
	byID := map[string]drawn{}
	for _, d := range all {
		byID[d.Visual] = d
	}
	return byID
}

// TestVisuals: what the demo's dashboard draws, as its author and as a reader of one state; each break of the chain to
// retail takes the figures that need it and no others, and its undoing brings them back.
func TestVisuals(t *testing.T) {
	m := newMachine(t)
	p, _ := m.demo()
	t.Run("headline", func(t *testing.T) { testHeadline(t, m.in(t), "ana", bank.DashboardID, "") })
	t.Run("headline of one state", func(t *testing.T) { testHeadline(t, m.in(t), "reader", bank.DashboardID+"-ca", "CA") })
	t.Run("filtered", func(t *testing.T) {
		m := m.in(t)
		m.t = t
		whole := m.draw("ana", bank.DashboardID, "--visual complaints-by-month --set overview-dates=2020-03-01..2020-05-31")
		if labels := whole["complaints-by-month"].Chart.Plot.Category.Labels; strings.Join(labels, ", ") != "Mar 2020, Apr 2020, May 2020" {
			t.Errorf("months %v", labels)
		}
		// The index has no states: the filter leaves it alone.
		if one := m.draw("ana", bank.DashboardID, "--visual index-headline --set overview-states=CA"); one["index-headline"].Chart.KPI.Text != "21.4" {
			t.Errorf("the index of December 2021: %+v", one["index-headline"].Chart.KPI)
		}
	})
	t.Run("what a reader learns", func(t *testing.T) { testReaderLearns(t, m.in(t)) })
	t.Run("trace", func(t *testing.T) { testTrace(t, m.in(t)) })
	t.Run("breaks", func(t *testing.T) { testBreaks(t, m.in(t)) })
	t.Run("owner's switch", func(t *testing.T) { testSwitch(t, m.in(t)) })
	p.signal(syscall.SIGINT)
	if code := p.end(); code != 0 {
		t.Errorf("exit code %d", code)
	}
}

// testHeadline compares the headline with what follows from the plan of the data, without SQL.
func testHeadline(t *testing.T, m *machine, as, dashboard, state string) {
	all := m.draw(as, dashboard)
	if len(all) != 7 {
		t.Fatalf("%d visuals, not 7", len(all))
	}
	want, err := tables.Averages(options, state)
	if err != nil {
		t.Fatal(err)
	}
	for id, of := range map[string]func(tables.AverageRow) float64{
		"complaints-headline": func(r tables.AverageRow) float64 { return r.ComplaintsPerDay },
		"loans-headline":      func(r tables.AverageRow) float64 { return r.BadLoansPerMonth },
	} {
		d := all[id]
		if d.State != interlaken.RunSucceeded {
			t.Errorf("%s: %+v", id, d.Failure)
			continue
		}
		nervous, calm := of(want[0]), of(want[1])
		k := d.Chart.KPI
		change := fmt.Sprintf("%+.1f%%", (nervous/calm-1)*100)
		if k.Text != strconv.FormatFloat(nervous, 'f', 2, 64) || k.Comparison.Text != strconv.FormatFloat(calm, 'f', 2, 64) || k.Comparison.Change != change || k.Comparison.Label != "nervous against calm" {
			t.Errorf("%s: %s %+v, want %.2f against %.2f, %s", id, k.Text, k.Comparison, nervous, calm, change)
		}
		if accounts := accountsOf(d.Receipt); accounts != "222222222222 333333333333 444444444444" {
			t.Errorf("%s came from %s", id, accounts)
		}
	}
	complaints := 0.0
	for _, v := range all["complaints-by-product"].Chart.Plot.Series[0].Values {
		complaints += *v
	}
	if state == "" && complaints != float64(options.Rows) {
		t.Errorf("%v complaints by product, of %d", complaints, options.Rows)
	}
}

func accountsOf(r *interlaken.Receipt) string {
	found := map[string]bool{}
	for _, a := range r.Accounts {
		found[*a.AccountId] = true
	}
	var sorted []string
	for _, account := range []string{"111111111111", "222222222222", "333333333333", "444444444444"} {
		if found[account] {
			sorted = append(sorted, account)
		}
	}
	return strings.Join(sorted, " ")
}

// testReaderLearns: a reader asks what the published definition has, and is told age, accounts and price.
func testReaderLearns(t *testing.T, m *machine) {
	for id, d := range m.draw("reader", bank.DashboardID+"-ca") {
		for _, a := range d.Receipt.Accounts {
			if a.ScannedBytes != nil || a.Rows != nil || a.Price == nil || *d.Receipt.Detailed {
				t.Errorf("%s tells a reader %+v", id, a)
			}
		}
	}
	runs := m.freshShell(". ~/.interlaken/demo/env && interlaken --json --profile reader run list")
	for _, word := range []string{"SELECT", "role-a", "role-b", "ScannedBytes\": 1", "bank.complaints", "primary"} {
		if strings.Contains(runs, word) {
			t.Errorf("a reader's runs tell %q", word)
		}
	}
	for name, c := range map[string]struct{ command, want string }{
		"another dashboard":   {"dashboard show " + bank.DashboardID, "is not found, or it is not shared with you"},
		"an unknown one":      {"dashboard show none", "is not found, or it is not shared with you"},
		"the data set itself": {"query --data-set complaints-ca", "is not found, or it is not shared with you"},
		"SQL of one's own":    {"query -s retail 'SELECT 1'", "is not found, or it is not shared with you"},
		"an unknown control":  {"dashboard draw " + bank.DashboardID + "-ca --visual index-headline --set nothing=CA", "nothing"},
		"SQL in a control":    {`dashboard draw ` + bank.DashboardID + `-ca --visual index-headline --set "overview-dates=2020-01-01' OR 1=1.."`, "takes days such as 2021-03-31"},
	} {
		out := m.freshShell(". ~/.interlaken/demo/env && interlaken --profile reader " + c.command + " 2>&1 || true")
		if !strings.Contains(out, c.want) {
			t.Errorf("%s: %q, want %q", name, out, c.want)
		}
	}
	// A text in a list is a value, whatever it says: it finds nothing.
	if d := m.draw("reader", bank.DashboardID+"-ca", `--visual loans-by-grade --set "overview-states=x' OR '1'='1"`)["loans-by-grade"]; d.Chart == nil || !d.Chart.Empty {
		t.Errorf("SQL in a list: %+v %+v", d.Chart, d.Failure)
	}
}

// testBreaks: each break takes the visuals that need retail, with a sentence that names the account and whom to ask; the
// others stay as they are.
func testBreaks(t *testing.T, m *machine) {
	before := m.draw("reader", bank.DashboardID+"-ca")
	needs := map[string]bool{"complaints-headline": true, "loans-headline": true, "complaints-by-month": true, "complaints-by-product": true}
	for name, step := range map[string]string{"prefix": "step 3", "workgroup": "step 3"} {
		m.freshShell(". ~/.interlaken/demo/env && interlaken demo break " + name)
		for id, d := range m.draw("reader", bank.DashboardID+"-ca") {
			switch {
			case !needs[id] && (d.Chart == nil || text(d.Chart) != text(before[id].Chart)):
				t.Errorf("%s changes %s: %s", name, id, failed(d.Failure))
			case needs[id] && (d.Failure == nil || d.Chart != nil || *d.Failure.Account != "222222222222" || !strings.Contains(*d.Failure.Message, step)):
				t.Errorf("%s: %s has %s", name, id, failed(d.Failure))
			case needs[id]:
				for _, word := range []string{"role-b", "arn:", "s3:", "SELECT", "primary"} {
					if strings.Contains(*d.Failure.Message, word) {
						t.Errorf("%s tells a reader %q in %q", name, word, *d.Failure.Message)
					}
				}
			}
		}
		testRemedy(t, m, name)
		m.freshShell(". ~/.interlaken/demo/env && interlaken demo break --undo " + name)
		for id, d := range m.draw("reader", bank.DashboardID+"-ca") {
			if d.Chart == nil || text(d.Chart) != text(before[id].Chart) {
				t.Errorf("after %s was undone, %s has %s", name, id, failed(d.Failure))
			}
		}
	}
}

// failed is what a visual says in place of figures.
func failed(f *interlaken.RunFailure) string {
	said, err := json.Marshal(f)
	if err != nil {
		return err.Error()
	}
	return string(said)
}

// testRemedy: what the owner is told mends the break, as it is printed.
func testRemedy(t *testing.T, m *machine, name string) {
	if awsProgram(t) == "" {
		return // the undoing is tested without it
	}
	var found []interlaken.Problem
	out := m.freshShell(". ~/.interlaken/demo/env && interlaken --json --profile owner owner problems --account 222222222222")
	if err := json.Unmarshal([]byte(out), &found); err != nil || len(found) != 1 || found[0].Remedy.Command == nil {
		t.Errorf("%s: the owner is told %s (%v)", name, out, err)
		return
	}
	m.freshShell(". ~/.interlaken/demo/env && export AWS_PROFILE=retail && " + *found[0].Remedy.Command)
	for id, d := range m.draw("reader", bank.DashboardID+"-ca") {
		if d.Chart == nil {
			t.Errorf("%s was mended by %s, and %s has %+v", name, *found[0].Remedy.Command, id, d.Failure)
		}
	}
	if out := m.freshShell(". ~/.interlaken/demo/env && interlaken --profile owner owner problems --account 222222222222"); out != "Nothing of the account was refused last.\n" {
		t.Errorf("%s: after it was mended the owner is told %s", name, out)
	}
}

// testSwitch: the owner sees the reader's look, switches the data source off and on, and then the same by one IAM statement.
func testSwitch(t *testing.T, m *machine) {
	as := func(profile, command string) string {
		return m.freshShell(". ~/.interlaken/demo/env && interlaken --profile " + profile + " " + command + " 2>&1 || true")
	}
	const account, visuals = " --account 222222222222", "--visual complaints-by-product --visual loans-by-grade"
	if got := as("owner", "owner reads"+account); !strings.Contains(got, "reader  Nervous markets, CA  Complaints, CA") || !strings.Contains(got, "state, complaint_id") && !strings.Contains(got, "complaint_id") {
		t.Errorf("who reads: %s", got)
	}
	for _, stranger := range []string{"reader", "investment"} {
		if got := as(stranger, "owner reads"+account); !strings.Contains(got, "Account 222222222222 is not yours here.") {
			t.Errorf("%s is told %s", stranger, got)
		}
	}
	off := func(how string, want ...string) {
		drawn := m.draw("reader", bank.DashboardID+"-ca", visuals)
		if f := drawn["complaints-by-product"].Failure; f == nil || drawn["loans-by-grade"].Chart == nil {
			t.Errorf("%s: %+v", how, drawn)
		} else {
			for _, word := range want {
				if !strings.Contains(*f.Message, word) {
					t.Errorf("%s: %q does not say %q", how, *f.Message, word)
				}
			}
		}
	}
	on := func(how string) {
		if drawn := m.draw("reader", bank.DashboardID+"-ca", visuals); drawn["complaints-by-product"].Chart == nil {
			t.Errorf("%s: %+v", how, drawn["complaints-by-product"].Failure)
		}
	}
	suspended := as("owner", "owner suspend"+account+" --data-source retail --reason 'yearly audit.'")
	off("suspended", "retail (account 222222222222) has suspended this data source: yearly audit. Ask the data office of retail")
	id := suspended[strings.LastIndexByte(strings.TrimSpace(suspended), ' ')+1:]
	as("owner", "owner resume"+account+" "+id)
	on("resumed")
	person := "arn:aws:quicksight:us-east-1:111111111111:user/default/reader"
	suspended = as("retail", "owner suspend"+account+" --person "+person+" --reason leave")
	off("the person suspended", "has suspended your access to its data: leave.")
	if drawn := m.draw("ana", bank.DashboardID, visuals); drawn["complaints-by-product"].Chart == nil {
		t.Errorf("somebody else is stopped too: %+v", drawn["complaints-by-product"].Failure)
	}
	as("retail", "owner resume"+account+" "+suspended[strings.LastIndexByte(strings.TrimSpace(suspended), ' ')+1:])
	on("the person resumed")

	// Without the hub's help, by the statement as it is printed.
	var statement interlaken.GetSwitchOutput
	if err := json.Unmarshal([]byte(m.freshShell(". ~/.interlaken/demo/env && interlaken --json --profile owner owner switch"+account+" --person "+person)), &statement); err != nil {
		t.Fatal(err)
	}
	if awsProgram(t) == "" {
		t.Skip("there is no AWS CLI in .venv: make .venv/ready makes it where Python 3 is")
	}
	m.freshShell(". ~/.interlaken/demo/env && export AWS_PROFILE=retail && " + *statement.Command)
	off("denied by IAM", "retail (account 222222222222) refused step 3")
	m.freshShell(". ~/.interlaken/demo/env && export AWS_PROFILE=retail && " + *statement.Undo)
	on("allowed by IAM")
}

// text is what a chart shows. The last digits of a mean depend on the order in which the engine adds, and nobody is shown
// them.
func text(c *visual.Chart) string {
	shown := *c
	if c.KPI != nil {
		k := *c.KPI
		k.Value, k.Trend = nil, nil
		shown.KPI = &k
	}
	b, err := json.Marshal(shown)
	if err != nil {
		panic(err) // numbers and texts always marshal
	}
	return string(b)
}
