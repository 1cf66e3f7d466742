package moments

import (
	"encoding/json"
	"fmt"
	"math/big"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"interlaken/examples/bank"
	"interlaken/examples/bank/tables"
)

// options are a demo that is small and yet has states in which both rates rise.
var options = tables.Options{Rows: 5_000, Loans: 60_000}

// TestMoments are the moments of the product's brief, by their names there.
func TestMoments(t *testing.T) {
	t.Run("moment_1", moment1)
}

// moment1 is the terminal: one command, one screen, and everything on it works.
func moment1(t *testing.T) {
	t.Run("screen", func(t *testing.T) { testScreen(t, true) })
	t.Run("screen without aws", func(t *testing.T) { testScreen(t, false) })
	t.Run("stop and start", testRestart)
	t.Run("obstacles", testObstacles)
	t.Run("interrupted set-up", testInterruptedSetUp)
}

// awsProgram is the AWS CLI of the checkout, "" where Python 3 was not there to make it.
func awsProgram(t *testing.T) string {
	t.Helper()
	path, err := filepath.Abs("../../.venv/bin/aws")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(path); err != nil {
		return ""
	}
	return path
}

// demo starts a small demo on any free port in the home folder and waits for its screen.
func (m *machine) demo(arguments ...string) (*process, []string) {
	m.t.Helper()
	p := m.start(append([]string{"demo", "--port", "0", "--rows", strconv.Itoa(options.Rows), "--loans", strconv.Itoa(options.Loans)}, arguments...)...)
	return p, p.screen()
}

// screen waits for the last screen and returns its lines.
func (p *process) screen() []string {
	p.t.Helper()
	p.await("Serving on ")
	out, _ := p.printed()
	return out
}

var (
	execution = regexp.MustCompile(`→ query [0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$`)
	link      = regexp.MustCompile(`https?://[^\s,]+`)
)

func testScreen(t *testing.T, withAWS bool) {
	m, aws := newMachine(t), awsProgram(t)
	if withAWS && aws == "" {
		t.Skip("there is no AWS CLI in .venv: make .venv/ready makes it where Python 3 is")
	}
	if !withAWS {
		aws = filepath.Join(m.home, "no-such-program")
	}
	p, screen := m.demo("--aws", aws)
	checkShape(t, screen)
	checkAnswer(t, screen)
	checkBills(t, screen)
	text := strings.Join(screen, "\n")
	for _, want := range []string{
		bank.QuestionText, "Time is generated", "mixes and index are real", "Only aggregates left the accounts: ",
		"\nana → 111111111111 role-a → 222222222222 role-b → query ", "state in ~/.interlaken/demo, Ctrl-C stops, nothing is lost.",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("the screen does not say %q", want)
		}
	}
	if !slices.ContainsFunc(screen, execution.MatchString) {
		t.Error("no line ends with the query's execution id")
	}
	for _, persona := range []string{"admin", "author", "reader", "owner"} {
		if !regexp.MustCompile(`(?m)^` + persona + ` +http://127\.0\.0\.1:\d+/as/` + persona + `#[A-Za-z0-9_-]{22}$`).MatchString(text) {
			t.Errorf("no link for the %s", persona)
		}
	}
	printed := commands(t, screen)
	if len(printed) != 3 {
		t.Fatalf("%d commands are printed, not 3: %q", len(printed), printed)
	}
	plain := slices.ContainsFunc(printed, func(c string) bool { return strings.Contains(c, "&& aws quicksight ") })
	if said := strings.Contains(text, "No aws program was found"); plain != withAWS || said == withAWS {
		t.Errorf("an aws command: %t; said to be missing: %t", plain, said)
	}
	for _, command := range printed {
		checkCommand(t, command, m.freshShell(command), screen)
	}
	if withAWS {
		checkCostExplorer(t, m)
	}
	for _, address := range link.FindAllString(text, -1) {
		answer, err := http.Get(address)
		if err != nil {
			t.Errorf("the link %s: %v", address, err)
			continue
		}
		answer.Body.Close()
		if answer.StatusCode >= 500 {
			t.Errorf("the link %s: %s", address, answer.Status)
		}
	}
	p.signal(syscall.SIGINT)
	if code := p.end(); code != 0 {
		t.Errorf("exit code %d after Ctrl-C", code)
	}
	_, errs := p.printed()
	checkProgress(t, errs)
}

func checkShape(t *testing.T, screen []string) {
	t.Helper()
	if len(screen) > 24 {
		t.Errorf("the screen has %d lines", len(screen))
	}
	for _, line := range screen {
		if n := utf8.RuneCountInString(line); n > 100 {
			t.Errorf("%d columns: %s", n, line)
		}
	}
}

// checkAnswer compares the rows with those that follow from the plan of the data, without SQL.
func checkAnswer(t *testing.T, screen []string) {
	t.Helper()
	answer, err := tables.Answer(options)
	if err != nil {
		t.Fatal(err)
	}
	var want, got [][]string
	for _, row := range answer {
		want = append(want, []string{
			row.Markets, fmt.Sprint(row.Months), decimal(row.ComplaintsPerDay), decimal(row.ComplaintsRatio), decimal(row.BadLoansPerMonth),
			decimal(row.BadLoansRatio), fmt.Sprint(row.StatesRising), fmt.Sprint(row.States),
		})
	}
	for _, line := range screen {
		if fields := strings.Fields(line); len(fields) > 0 && (fields[0] == "nervous" || fields[0] == "calm") {
			got = append(got, fields)
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the answer (-want +got):\n%s", diff)
	}
}

// decimal is a number as Athena prints a decimal(…, 2).
func decimal(x float64) string { return strconv.FormatFloat(x, 'f', 2, 64) }

// checkBills: the hub pays for people, the others for data.
func checkBills(t *testing.T, screen []string) {
	t.Helper()
	bills := billsOf(screen)
	if got, want := strings.Join(bills["111111111111"], " "), "hub – – – $0.30 $0.30"; got != want {
		t.Errorf("the hub's bill is %q, not %q", got, want)
	}
	for account, name := range map[string]string{"222222222222": "retail", "333333333333": "investment", "444444444444": "risk"} {
		b := bills[account]
		if len(b) != 6 || b[0] != name || b[1] == "–" || b[2] == "–" || b[3] == "–" || b[4] != "–" {
			t.Errorf("the bill of %s is %q", account, b)
		}
	}
}

// checkCostExplorer: what `interlaken cost` says, rounded as it is printed, Cost Explorer says with each account's own
// credentials.
func checkCostExplorer(t *testing.T, m *machine) {
	t.Helper()
	today := time.Now().UTC()
	first := time.Date(today.Year(), today.Month(), 1, 0, 0, 0, 0, time.UTC)
	start, end := first.Format(time.DateOnly), first.AddDate(0, 1, 0).Format(time.DateOnly)
	for account, b := range billsOf(strings.Split(m.freshShell(". ~/.interlaken/demo/env && interlaken cost --start "+start+" --end "+end), "\n")) {
		out := m.freshShell(". ~/.interlaken/demo/env && aws ce get-cost-and-usage --profile " + b[0] + " --granularity MONTHLY --metrics UnblendedCost" +
			" --time-period Start=" + start + ",End=" + end + " --query ResultsByTime[0].Total.UnblendedCost.Amount --output text")
		want, known := new(big.Rat).SetString(strings.TrimPrefix(b[len(b)-1], "$"))
		got, number := new(big.Rat).SetString(strings.TrimSpace(out))
		if !known || !number || want.FloatString(6) != got.FloatString(6) {
			t.Errorf("account %s: interlaken cost says %s, Cost Explorer %s", account, b[len(b)-1], out)
		}
	}
}

// billsOf reads the lines that begin with an account.
func billsOf(lines []string) map[string][]string {
	bills := map[string][]string{}
	for _, line := range lines {
		if fields := strings.Fields(line); len(fields) > 1 && len(fields[0]) == 12 && strings.Trim(fields[0], "1234") == "" {
			bills[fields[0]] = fields[1:]
		}
	}
	return bills
}

// commands cuts the commands out of a screen. A line that ends with a backslash goes on in the next.
func commands(t *testing.T, screen []string) []string {
	t.Helper()
	var found []string
	for i, line := range screen {
		if !strings.HasPrefix(line, ". ") {
			continue
		}
		if strings.HasSuffix(line, `\`) {
			line += "\n" + screen[i+1]
		}
		found = append(found, line)
	}
	return found
}

// checkCommand looks at what a printed command has answered.
func checkCommand(t *testing.T, command, out string, screen []string) {
	t.Helper()
	switch {
	case strings.Contains(command, " aws quicksight list-data-sources "):
		var listed struct {
			DataSources []struct{ DataSourceId, Status string }
		}
		if err := json.Unmarshal([]byte(out), &listed); err != nil {
			t.Fatalf("%s: %v\n%s", command, err, out)
		}
		status := map[string]string{}
		for _, s := range listed.DataSources {
			status[s.DataSourceId] = s.Status
		}
		want := map[string]string{"retail": "CREATION_SUCCESSFUL", "investment": "CREATION_SUCCESSFUL", "risk": "CREATION_SUCCESSFUL"}
		if diff := cmp.Diff(want, status); diff != "" {
			t.Errorf("%s (-want +got):\n%s", command, diff)
		}
	case strings.Contains(command, " interlaken query "):
		// The highest close of the volatility index: 16 March 2020.
		if !strings.Contains(out, "\n82.69\n") || !strings.Contains(out, "investment 333333333333 · 1 row · ") {
			t.Errorf("%s:\n%s", command, out)
		}
	case strings.Contains(command, " interlaken cost"):
		before, now := billsOf(screen), billsOf(strings.Split(out, "\n"))
		for account, b := range before {
			if n := now[account]; len(n) != len(b) || account != "333333333333" && n[1] != b[1] {
				t.Errorf("the bill of %s is %q, and was %q on the screen", account, n, b)
			}
		}
	case strings.Contains(command, " interlaken run list"):
		if !strings.Contains(out, "retail, investment, risk") {
			t.Errorf("%s:\n%s", command, out)
		}
	default:
		t.Errorf("a command that nobody checks: %s", command)
	}
}

var progressLine = regexp.MustCompile(`^ *\d+\.\d s  \S`)

// checkProgress: each line says when and what, and some say how far.
func checkProgress(t *testing.T, errs []string) {
	t.Helper()
	if len(errs) == 0 || errs[len(errs)-1] != "Stopped; nothing is lost. The same command goes on from here." {
		t.Fatalf("after the stop: %q", errs)
	}
	text := strings.Join(errs, "\n")
	for _, line := range errs[:len(errs)-1] {
		if !progressLine.MatchString(line) {
			t.Errorf("no line of progress: %q", line)
		}
	}
	at := 0
	for _, step := range []string{"opening ", "accounts with their administrators", "role A in the hub and role B", "uploading: 0 of ", "data sources", "asking one question", "bills"} {
		found := strings.Index(text[at:], step)
		if found < 0 {
			t.Fatalf("no progress, or not in its place: %q in\n%s", step, text)
		}
		at += found
	}
}

// rowsOf are the lines of a screen that stay the same from start to start.
func rowsOf(screen []string) []string {
	var same []string
	for _, line := range screen {
		if billsOf([]string{line}) != nil && len(billsOf([]string{line})) > 0 || strings.Contains(line, " → query ") {
			continue
		}
		same = append(same, link.ReplaceAllString(line, "URL"))
	}
	return same
}

// testRestart: Ctrl-C, and again; the second start sets nothing up and shows the same.
func testRestart(t *testing.T) {
	m := newMachine(t)
	first, before := m.demo()
	first.signal(syscall.SIGINT)
	if code := first.end(); code != 0 {
		t.Fatalf("exit code %d after Ctrl-C", code)
	}
	second := m.start("demo", "--port", "0", "--once")
	if code := second.end(); code != 0 {
		t.Fatalf("exit code %d of the second start", code)
	}
	after, errs := second.printed()
	checkShape(t, after)
	checkAnswer(t, after)
	if diff := cmp.Diff(rowsOf(before), rowsOf(after)); diff != "" {
		t.Errorf("the second screen (-first +second):\n%s", diff)
	}
	if text := strings.Join(errs, "\n"); strings.Contains(text, "uploading") || strings.Contains(text, "role A") {
		t.Errorf("the second start set up again:\n%s", text)
	}
	want := "the folder " + m.home + "/.interlaken/demo has the demo with --rows 5000 --loans 60000 --seed 0: start it with these, or choose another folder with --dir"
	if got := m.refused("demo", "--port", "0", "--rows", "6000"); got != want {
		t.Errorf("another size: %q, want %q", got, want)
	}
}

// testObstacles: what stands in the way is one sentence that says what to do, and nothing is lost.
func testObstacles(t *testing.T) {
	m := newMachine(t)
	running, screen := m.demo()
	folder := m.home + "/.interlaken/demo"
	port := running.port(screen)

	t.Run("second start while one runs", func(t *testing.T) {
		m := m.in(t)
		said := m.refused("demo", "--port", "0")
		want := fmt.Sprintf("a demo is running on this folder already: use that one, stop it, or choose another folder with --dir "+
			"(The data folder %s/data/store is in use by process %d; stop that process or choose another folder.)", folder, running.command.Process.Pid)
		if said != want {
			t.Errorf("%q, want %q", said, want)
		}
	})
	t.Run("port taken", func(t *testing.T) {
		m := m.in(t)
		want := fmt.Sprintf("port %s is taken by another program: stop that one, or choose another port with --port", port)
		if said := m.refused("demo", "--dir", m.home+"/other", "--port", port); said != want {
			t.Errorf("%q, want %q", said, want)
		}
	})
	t.Run("folder not writable", func(t *testing.T) {
		m := m.in(t)
		file := filepath.Join(m.home, "file")
		if err := os.WriteFile(file, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		want := "the folder " + file + "/demo cannot be made (not a directory): choose another one with --dir"
		if said := m.refused("demo", "--dir", file+"/demo", "--port", "0"); said != want {
			t.Errorf("%q, want %q", said, want)
		}
		closed := filepath.Join(m.home, "closed")
		if err := os.Mkdir(closed, 0o555); err != nil {
			t.Fatal(err)
		}
		m = m.unprivileged()
		want = "the folder " + closed + " is not writable (permission denied): make it so, or choose another one with --dir"
		if said := m.refused("demo", "--dir", closed, "--port", "0"); said != want {
			t.Errorf("%q, want %q", said, want)
		}
	})
	// The one that runs has not noticed.
	if out := m.freshShell(". ~/.interlaken/demo/env && interlaken run list"); !strings.Contains(out, "retail, investment, risk") {
		t.Errorf("after the obstacles:\n%s", out)
	}
}

// port is the one that a screen names.
func (p *process) port(screen []string) string {
	p.t.Helper()
	address := link.FindString(strings.Join(screen, "\n"))
	parsed, err := url.Parse(address)
	if err != nil || parsed.Port() == "" {
		p.t.Fatalf("the screen names no address: %q, %v", address, err)
	}
	return parsed.Port()
}

// testInterruptedSetUp: killed, interrupted, and started once more; the third start goes on to the same screen.
func testInterruptedSetUp(t *testing.T) {
	m := newMachine(t)
	sizes := []string{"demo", "--port", "0", "--rows", "5000", "--loans", "400000"}
	killed := m.start(sizes...)
	killed.await("making role A")
	killed.signal(syscall.SIGKILL)
	if code := killed.end(); code != -1 {
		t.Fatalf("exit code %d of a killed program", code)
	}
	stopped := m.start(sizes...)
	stopped.await("uploading")
	stopped.signal(syscall.SIGINT)
	if code := stopped.end(); code != 130 {
		t.Fatalf("exit code %d after Ctrl-C in the set-up", code)
	}
	_, errs := stopped.printed()
	if want := "interlaken: stopped before the demo was ready; nothing is lost, the same command goes on from here."; errs[len(errs)-1] != want {
		t.Errorf("after Ctrl-C in the set-up: %q, want %q", errs[len(errs)-1], want)
	}
	last := m.start(append(sizes, "--once")...)
	if code := last.end(); code != 0 {
		_, errs := last.printed()
		t.Fatalf("exit code %d of the last start:\n%s", code, strings.Join(errs, "\n"))
	}
	screen, _ := last.printed()
	checkShape(t, screen)
	answer, err := tables.Answer(tables.Options{Rows: 5000, Loans: 400_000})
	if err != nil {
		t.Fatal(err)
	}
	if want := decimal(answer[0].BadLoansPerMonth); !strings.Contains(strings.Join(screen, "\n"), want) {
		t.Errorf("no %s in\n%s", want, strings.Join(screen, "\n"))
	}
	checkBills(t, screen)
}
