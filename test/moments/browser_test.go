package moments

import (
	"context"
	"encoding/json"
	"fmt"
	"math/big"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"interlaken/examples/bank/tables"
	"interlaken/usage"
	"interlaken/wire/interlaken"
)

// browser runs a script of web/test with addresses of a demo, and returns what it prints.
func (m *machine) browser(script string, environment ...string) string {
	m.t.Helper()
	ctx, cancel := context.WithTimeout(m.t.Context(), patience)
	defer cancel()
	node := exec.CommandContext(ctx, "node", "test/"+script)
	node.Dir = "../../web"
	node.Env = append(append(os.Environ(), "HOME="+m.home, "SHELL_PREFIX=. "+m.home+"/.interlaken/demo/env"), environment...)
	out, err := node.Output()
	if err != nil {
		var failed *exec.ExitError
		said := ""
		if ok := asExit(err, &failed); ok {
			said = string(failed.Stderr)
		}
		m.t.Fatalf("%s: %v\n%s%s", script, err, out, said)
	}
	return string(out)
}

func asExit(err error, into **exec.ExitError) bool {
	failed, ok := err.(*exec.ExitError)
	*into = failed
	return ok
}

// linkOf is a persona's link on a screen.
func linkOf(t *testing.T, screen []string, persona string) string {
	t.Helper()
	for _, line := range screen {
		if fields := strings.Fields(line); len(fields) == 2 && fields[0] == persona {
			return fields[1]
		}
	}
	t.Fatalf("no link for the %s", persona)
	return ""
}

// TestBrowserMoments are the moments that a person has in a browser.
func TestBrowserMoments(t *testing.T) {
	for _, path := range []string{"../../web/dist/index.html", "../../web/node_modules/playwright-core/package.json", chromium()} {
		if _, err := os.Stat(path); err != nil {
			t.Skipf("the pages, or what drives a browser, are not here (make build, scripts/browser): %v", err)
		}
	}
	if awsProgram(t) == "" {
		t.Skip("there is no AWS CLI in .venv: make .venv/ready makes it where Python 3 is")
	}
	t.Run("sign_in", signIn)
	t.Run("moment_2", moment2)
	t.Run("moment_3", func(t *testing.T) { moment35(t, "moment_3.mjs", "mended 4 of 4\n") })
	t.Run("moment_5", func(t *testing.T) { moment35(t, "moment_5.mjs", "switched off and on twice\n") })
	t.Run("look", look)
}

func chromium() string {
	if path := os.Getenv("CHROMIUM"); path != "" {
		return path
	}
	return "/usr/bin/chromium"
}

// moment2 is the first dashboard.
func moment2(t *testing.T) {
	m := newMachine(t)
	p, screen := m.demo("--aws", awsProgram(t))
	before := athenaBills(t, m)
	var seen struct {
		Figures, Receipts map[string]string
		Events            map[string][]string
		Shift             float64
		Trace             string
	}
	out := m.browser("moment_2.mjs", "LINK="+linkOf(t, screen, "author"))
	if err := json.Unmarshal([]byte(out), &seen); err != nil {
		t.Fatalf("%v in %s", err, out)
	}
	want, err := tables.Averages(options, "")
	if err != nil {
		t.Fatal(err)
	}
	for id, f := range map[string][2]float64{
		"complaints-headline": {want[0].ComplaintsPerDay, want[1].ComplaintsPerDay}, "loans-headline": {want[0].BadLoansPerMonth, want[1].BadLoansPerMonth},
	} {
		for _, text := range []string{strconv.FormatFloat(f[0], 'f', 2, 64), fmt.Sprintf("%+.1f%%", (f[0]/f[1]-1)*100), "(" + strconv.FormatFloat(f[1], 'f', 2, 64) + ")"} {
			if !strings.Contains(seen.Figures[id], text) {
				t.Errorf("%s shows %q, and not %q", id, seen.Figures[id], text)
			}
		}
	}
	if seen.Shift != 0 {
		t.Errorf("the layout shifts by %v", seen.Shift)
	}
	receipt := regexp.MustCompile(`^(retail|investment|risk)(, (retail|investment|risk))* · .+ · \$0\.\d+$`)
	for id, text := range seen.Receipts {
		if !receipt.MatchString(text) {
			t.Errorf("the receipt of %s is %q", id, text)
		}
	}
	for account, profile := range map[string]string{"222222222222": "retail", "111111111111": "admin"} {
		checkEventIDs(t, m, profile, seen.Events[account])
	}
	for _, text := range []string{"role-a", "role-b", "s3://", "222222222222", "complaints_per_day"} {
		if !strings.Contains(seen.Trace, text) {
			t.Errorf("the trace does not show %q", text)
		}
	}
	checkReceiptsAreTheBill(t, m, before)
	p.signal(syscall.SIGINT)
	if code := p.end(); code != 0 {
		t.Errorf("exit code %d", code)
	}
}

// checkEventIDs: the ids on the page are those that the AWS CLI shows, but for data events.
func checkEventIDs(t *testing.T, m *machine, profile string, ids []string) {
	t.Helper()
	out := m.freshShell(". ~/.interlaken/demo/env && aws cloudtrail lookup-events --profile " + profile + " --query 'Events[].EventId' --output text")
	found := 0
	for _, id := range ids {
		if strings.Contains(out, id) {
			found++
		}
	}
	if found < 5 || len(ids) == 0 {
		t.Errorf("of %d events of %s on the page the AWS CLI shows %d", len(ids), profile, found)
	}
}

// athenaBills are what Athena has cost each account so far, in picodollars.
func athenaBills(t *testing.T, m *machine) map[string]int64 {
	t.Helper()
	var bills []interlaken.GetBillOutput
	out := m.freshShell(". ~/.interlaken/demo/env && interlaken --json cost")
	var wrapped struct{ Bills []interlaken.GetBillOutput }
	if err := json.Unmarshal([]byte(out), &bills); err != nil {
		if err := json.Unmarshal([]byte(out), &wrapped); err != nil {
			t.Fatalf("%v in %s", err, out)
		}
		bills = wrapped.Bills
	}
	costs := map[string]int64{}
	for _, b := range bills {
		for _, line := range b.Lines {
			if *line.Service == usage.Athena {
				costs[*b.AccountId] += *line.Picodollars
			}
		}
	}
	return costs
}

// checkReceiptsAreTheBill: what the page's runs say that they cost is what Athena has cost the accounts since.
func checkReceiptsAreTheBill(t *testing.T, m *machine, before map[string]int64) {
	t.Helper()
	var runs []interlaken.Run
	out := m.freshShell(". ~/.interlaken/demo/env && interlaken --json run list --max 100")
	if err := json.Unmarshal([]byte(out), &runs); err != nil {
		t.Fatal(err)
	}
	said := map[string]int64{}
	for _, run := range runs[:len(runs)-1] { // the last one is the terminal's question, which was billed before
		for _, p := range run.Parts {
			said[*p.Account] += *p.Picodollars
		}
	}
	for account, cost := range athenaBills(t, m) {
		if cost -= before[account]; cost != said[account] || cost == 0 {
			t.Errorf("account %s: the receipts say %s, the bill %s", account, dollars(said[account]), dollars(cost))
		}
	}
}

func dollars(picodollars int64) string {
	return new(big.Rat).SetFrac64(picodollars, 1_000_000_000_000).FloatString(12)
}

// moment35 is a moment with a reader's and an owner's page side by side.
func moment35(t *testing.T, script, want string) {
	m := newMachine(t)
	p, screen := m.demo("--aws", awsProgram(t))
	if got := m.browser(script, "READER="+linkOf(t, screen, "reader"), "OWNER="+linkOf(t, screen, "owner")); got != want {
		t.Errorf("%s says %q", script, got)
	}
	p.signal(syscall.SIGINT)
	if code := p.end(); code != 0 {
		t.Errorf("exit code %d", code)
	}
}

// pageTags are the build tags of the program that is tested: with its pages where they were built.
func pageTags() string {
	if _, err := os.Stat(filepath.Join("..", "..", "web", "dist", "index.html")); err != nil {
		return "duckdb_arrow"
	}
	return "duckdb_arrow,ui"
}
