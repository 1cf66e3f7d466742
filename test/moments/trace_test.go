package moments

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"interlaken/examples/bank"
	"interlaken/wire/interlaken"
)

// trace is `interlaken trace --json` as somebody.
func (m *machine) trace(as, run string) *interlaken.Trace {
	m.t.Helper()
	out := m.freshShell(". ~/.interlaken/demo/env && interlaken --json --profile " + as + " trace " + run)
	t := &interlaken.Trace{}
	if err := json.Unmarshal([]byte(out), t); err != nil {
		m.t.Fatalf("%v in\n%s", err, out)
	}
	return t
}

// testTrace: who sees what of a reader's figure, and that the events are those of the accounts' own trails.
func testTrace(t *testing.T, m *machine) {
	run := *m.draw("reader", bank.DashboardID+"-ca", "--visual complaints-headline")["complaints-headline"].Receipt.RunId
	whole := m.trace("admin", run)
	if len(whole.Parts) != 3 || *whole.Person != "reader" || *whole.Dashboard.Name != "Nervous markets, CA" || len(whole.Notes) > 0 {
		t.Fatalf("the administrator's trace: %+v", whole)
	}
	for _, p := range whole.Parts {
		if p.AccountId != nil && *p.AccountName == "retail" {
			if !strings.HasPrefix(*p.RoleB, "arn:aws:sts::222222222222:assumed-role/role-b/reader-") || !strings.Contains(*p.RoleA, ":assumed-role/role-a/QuickSight-RoleSession-") || *p.ScannedBytes == 0 {
				t.Errorf("retail's part: %+v", p)
			}
			if !slices.ContainsFunc(p.Objects, func(o string) bool {
				return strings.HasPrefix(o, "s3://interlaken-bank-retail-222222222222/complaints/month=2018-01/")
			}) {
				t.Errorf("objects %v", p.Objects)
			}
		}
		names := eventNames(p.Events)
		for _, want := range []string{"AssumeRole", "StartQueryExecution", "GetTable", "GetObject", "GetQueryResults"} {
			if !slices.Contains(names, want) {
				t.Errorf("%s has no %s: %v", *p.AccountName, want, names)
			}
		}
		if awsProgram(t) != "" {
			checkLookup(t, m, *p.AccountName, p.Events)
		}
	}
	if names := eventNames(whole.HubEvents); !slices.Contains(names, "StartRun") || len(names) != 7 {
		t.Errorf("the hub's events: %v", names)
	}
	if awsProgram(t) != "" {
		checkLookup(t, m, "admin", whole.HubEvents)
	}
	reader := m.trace("reader", run)
	for _, p := range reader.Parts {
		if p.RoleA != nil || p.RoleB != nil || p.SqlText != nil || p.ScannedBytes != nil || p.QueryExecutionId != nil || len(p.Events)+len(p.Objects)+len(p.Columns) > 0 || p.Price == nil {
			t.Errorf("a reader's trace tells %+v", p)
		}
	}
	if len(reader.HubEvents) > 0 || len(reader.Notes) != 1 {
		t.Errorf("a reader's trace: %v %v", reader.HubEvents, reader.Notes)
	}
	for _, p := range m.trace("owner", run).Parts {
		if mine := *p.AccountName == "retail"; mine != (p.SqlText != nil) || mine != (len(p.Events) > 0) {
			t.Errorf("retail's owner sees of %s: %v, %d events", *p.AccountName, p.SqlText != nil, len(p.Events))
		}
	}
	if out := m.freshShell(". ~/.interlaken/demo/env && interlaken --profile ben trace " + run + " 2>&1 || true"); !strings.Contains(out, "Run "+run+" is not found.") {
		t.Errorf("a stranger is told %s", out)
	}
	if awsProgram(t) == "" {
		return
	}
	// What an account does not give is said, with what would give it.
	m.freshShell(". ~/.interlaken/demo/env && aws iam delete-role-policy --profile risk --role-name role-b --policy-name ReadWhatOwnSessionsDid")
	if notes := m.trace("admin", run).Notes; len(notes) != 1 || !strings.Contains(notes[0], `Account 444444444444 does not let the hub read`) || !strings.Contains(notes[0], `"Resource":"arn:aws:interlaken::444444444444:trail/own"`) {
		t.Errorf("without the right: %v", notes)
	}
}

func eventNames(events []interlaken.TraceEvent) []string {
	var names []string
	for _, e := range events {
		names = append(names, *e.EventName)
	}
	return names
}

// checkLookup: of the events that CloudTrail shows, those of a trace are there under the same ids.
func checkLookup(t *testing.T, m *machine, profile string, events []interlaken.TraceEvent) {
	t.Helper()
	var looked struct {
		Events []struct{ EventId, EventName string }
	}
	out := m.freshShell(". ~/.interlaken/demo/env && aws cloudtrail lookup-events --profile " + profile)
	if err := json.Unmarshal([]byte(out), &looked); err != nil {
		t.Fatalf("%v in %s", err, out)
	}
	known := map[string]string{}
	for _, e := range looked.Events {
		known[e.EventId] = e.EventName
	}
	want, got := map[string]string{}, map[string]string{}
	for _, e := range events {
		switch *e.EventName {
		case "GetObject", "PutObject", "ListObjectsV2":
			continue // LookupEvents never shows data events
		}
		want[*e.EventId], got[*e.EventId] = *e.EventName, known[*e.EventId]
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the events of %s (-trace +lookup-events):\n%s", profile, diff)
	}
}
