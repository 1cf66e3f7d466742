package cli

import (
	"context"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/google/go-cmp/cmp"

	"interlaken/fault"
	"interlaken/wire/interlaken"
	"interlaken/wire/wiretest"
)

// finished is a run of two parts as a hub returns it.
func finished() *interlaken.Run {
	return &interlaken.Run{
		RunId: aws.String("r-1"), State: interlaken.RunSucceeded, RequestedBy: aws.String("arn:aws:quicksight:us-east-1:111111111111:user/default/ana"),
		SubmittedAt: aws.Time(time.Date(2026, 11, 23, 9, 30, 0, 0, time.UTC)), Rows: aws.Int64(2), JoinMillis: aws.Int64(12), Picodollars: aws.Int64(95367432),
		Parts: []interlaken.RunPartResult{
			{
				Name: aws.String("retail"), DataSourceArn: aws.String("arn:aws:quicksight:us-east-1:111111111111:datasource/retail"), Account: aws.String("222222222222"),
				RoleASession: aws.String("arn:aws:sts::111111111111:assumed-role/role-a/QuickSight-RoleSession-1795426200000"),
				RoleBSession: aws.String("arn:aws:sts::222222222222:assumed-role/role-b/ana-0123456789abcdef"), WorkGroup: aws.String("primary"),
				QueryExecutionId: aws.String("0b5c6f0e-4f0e-4d58-9d30-0f6f3d2c9a11"), State: interlaken.RunSucceeded, SqlText: aws.String("SELECT 1\nFROM t"),
				Rows: aws.Int64(2400), ScannedBytes: aws.Int64(1258291), Picodollars: aws.Int64(47683716), TotalMillis: aws.Int64(1234),
			},
			{
				Name: aws.String("old"), DataSourceArn: aws.String("arn:aws:quicksight:us-east-1:111111111111:datasource/risk"), Account: aws.String("444444444444"),
				State: interlaken.RunSucceeded, Rows: aws.Int64(1), ScannedBytes: aws.Int64(1), Picodollars: aws.Int64(47683716), TotalMillis: aws.Int64(90),
			},
		},
	}
}

// fakeHub answers as a hub does; a test changes what it says.
type fakeHub struct {
	run      *interlaken.Run
	pending  func() *interlaken.Run // before the run; nil: ended at once
	columns  []interlaken.RunColumn
	pages    [][]interlaken.RunRow
	refusal  error
	mu       sync.Mutex
	requests []string
	started  *interlaken.StartRunInput
}

func (h *fakeHub) answer(operation string, input any) (any, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.requests = append(h.requests, operation)
	if h.refusal != nil {
		return nil, h.refusal
	}
	switch in := input.(type) {
	case *interlaken.StartRunInput:
		h.started = in
		return &interlaken.StartRunOutput{RunId: aws.String("r-1")}, nil
	case *interlaken.GetRunInput:
		if h.pending != nil {
			if run := h.pending(); run != nil {
				return &interlaken.GetRunOutput{Run: run}, nil
			}
		}
		return &interlaken.GetRunOutput{Run: h.run}, nil
	case *interlaken.GetRunResultsInput:
		page := len(aws.ToString(in.NextToken))
		out := &interlaken.GetRunResultsOutput{Columns: h.columns, Rows: h.pages[page]}
		if page+1 < len(h.pages) {
			out.NextToken = aws.String(strings.Repeat("n", page+1))
		}
		return out, nil
	case *interlaken.StopRunInput:
		return &interlaken.StopRunOutput{}, nil
	}
	return nil, fault.New(fault.Unsupported, "%s is not asked here.", operation)
}

func columns(pairs ...string) (all []interlaken.RunColumn) {
	for i := 0; i < len(pairs); i += 2 {
		all = append(all, interlaken.RunColumn{Name: &pairs[i], Type: &pairs[i+1]})
	}
	return all
}

func row(cells ...string) interlaken.RunRow {
	var r interlaken.RunRow
	for _, cell := range cells {
		if cell == "NULL" {
			r.Cells = append(r.Cells, nil)
			continue
		}
		r.Cells = append(r.Cells, &cell)
	}
	return r
}

func servedHub() *fakeHub {
	return &fakeHub{
		run: finished(), columns: columns("state", "varchar(2)", "complaints", "bigint", "note", "varchar"),
		pages: [][]interlaken.RunRow{{row("CA", "12", "a,\x1b[2J\"b\"")}, {row("NULL", "3456", "")}},
	}
}

// asks runs a command line against the hub.
func (h *fakeHub) asks(t *testing.T, ctx context.Context, arguments ...string) outcome {
	t.Helper()
	t.Setenv("AWS_CONFIG_FILE", t.TempDir()+"/config")
	t.Setenv("AWS_SHARED_CREDENTIALS_FILE", t.TempDir()+"/credentials")
	t.Setenv("AWS_PROFILE", "")
	t.Setenv("AWS_ACCESS_KEY_ID", "AKIAEXAMPLE")
	t.Setenv("AWS_SECRET_ACCESS_KEY", "example")
	t.Setenv("AWS_EC2_METADATA_DISABLED", "true")
	url := wiretest.Serve(t, interlaken.Hub, h.answer)
	return runLineOf(ctx, "", nil, append([]string{"--endpoint-url", url, "--region", "us-east-1"}, arguments...)...)
}

const partsFooter = `retail 222222222222 · 2,400 rows · 1.2 MiB scanned · $0.000048 · 1.23 s
old@risk 444444444444 · 1 row · 1 byte scanned · $0.000048 · 0.09 s
2 rows · joined in 0.01 s · $0.000095 in all · run r-1
`

func TestQueryPrintsATable(t *testing.T) {
	h := servedHub()
	h.run.Warnings = []string{"The result has more than 2 rows; the others were left out."}
	got := h.asks(t, t.Context(), "query", "--part", "retail=SELECT 1", "--part", "old@risk=SELECT 2", "SELECT 3")
	want := outcome{exitOK, `state  complaints  note
CA             12  a,\u001b[2J"b"
NULL         3456

` + partsFooter + "Note: The result has more than 2 rows; the others were left out.\n", ""}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"StartRun", "GetRun", "GetRunResults", "GetRunResults"}, h.requests); diff != "" {
		t.Errorf("requests (-want +got):\n%s", diff)
	}
}

func TestQueryPrintsCSV(t *testing.T) {
	want := outcome{exitOK, "state,complaints,note\nCA,12,\"a,\x1b[2J\"\"b\"\"\"\n,3456,\n", partsFooter}
	if diff := cmp.Diff(want, servedHub().asks(t, t.Context(), "query", "-s", "retail", "--csv", "SELECT 1")); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestQueryPrintsJSON(t *testing.T) {
	got := servedHub().asks(t, t.Context(), "query", "-s", "retail", "--json", "SELECT 1")
	for _, want := range []string{`"RunId": "r-1"`, `"Name": "complaints",`, `"Type": "bigint"`, `null,`, `"3456"`} {
		if got.Code != exitOK || !strings.Contains(got.Out, want) {
			t.Errorf("no %s in %+v", want, got)
		}
	}
}

func TestAFailedQuerySaysWhoRefusedAndWhomToAsk(t *testing.T) {
	h := servedHub()
	h.run.State = interlaken.RunFailed
	h.run.Failure = &interlaken.RunFailure{
		Code: aws.String("AccessDenied"), Part: aws.String("risk"), Account: aws.String("444444444444"), Step: aws.Int32(2),
		Message: aws.String("Account 444444444444 refused the second step. Ask its owner to let role B trust role A."),
	}
	want := outcome{exitFailed, "", "interlaken: AccessDenied (part risk, account 444444444444, step 2, role B): " +
		"Account 444444444444 refused the second step. Ask its owner to let role B trust role A. [run r-1]\n"}
	if diff := cmp.Diff(want, h.asks(t, t.Context(), "query", "-s", "retail", "SELECT 1")); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	h = servedHub()
	h.run.State = interlaken.RunCancelled
	if got := h.asks(t, t.Context(), "query", "-s", "retail", "SELECT 1"); got != (outcome{exitFailed, "", "interlaken: Run r-1 was stopped.\n"}) {
		t.Errorf("stopped: %+v", got)
	}
}

func TestInterruptedQueriesAreStopped(t *testing.T) {
	ctx, interrupt := context.WithCancel(t.Context())
	defer interrupt()
	h := servedHub()
	h.pending = func() *interlaken.Run {
		interrupt()
		return &interlaken.Run{RunId: aws.String("r-1"), State: interlaken.RunRunning}
	}
	got := h.asks(t, ctx, "query", "-s", "retail", "SELECT 1")
	if diff := cmp.Diff(outcome{exitInterrupted, "", "interlaken: run r-1 was stopped.\n"}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"StartRun", "GetRun", "StopRun"}, h.requests); diff != "" {
		t.Errorf("requests (-want +got):\n%s", diff)
	}
}

func TestRefusalsOfTheHubAreOneSentence(t *testing.T) {
	h := servedHub()
	h.refusal = fault.New(fault.AccessDenied, "User: ana is not authorized to perform: interlaken:StartRun")
	got := h.asks(t, t.Context(), "query", "-s", "retail", "SELECT 1")
	if got != (outcome{exitFailed, "", "interlaken: User: ana is not authorized to perform: interlaken:StartRun\n"}) {
		t.Errorf("%+v", got)
	}
}

func TestWithoutAnEndpoint(t *testing.T) {
	t.Setenv("AWS_CONFIG_FILE", t.TempDir()+"/config")
	t.Setenv("AWS_SHARED_CREDENTIALS_FILE", t.TempDir()+"/credentials")
	for _, name := range []string{"AWS_ENDPOINT_URL", "AWS_PROFILE"} {
		t.Setenv(name, "")
	}
	got := runLineOf(t.Context(), "", nil, "query", "-s", "retail", "SELECT 1")
	want := outcome{exitFailed, "", "interlaken: there is no endpoint: give --endpoint-url, or choose a profile that has an endpoint_url\n"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestRuns(t *testing.T) {
	h := servedHub()
	got := h.asks(t, t.Context(), "run", "get", "r-1")
	want := outcome{exitOK, `Run r-1 succeeded, asked by arn:aws:quicksight:us-east-1:111111111111:user/default/ana at 2026-11-23 09:30:00Z

retail 222222222222 · 2,400 rows · 1.2 MiB scanned · $0.000048 · 1.23 s, succeeded
  role A     arn:aws:sts::111111111111:assumed-role/role-a/QuickSight-RoleSession-1795426200000
  role B     arn:aws:sts::222222222222:assumed-role/role-b/ana-0123456789abcdef
  workgroup  primary
  query      0b5c6f0e-4f0e-4d58-9d30-0f6f3d2c9a11
    SELECT 1
    FROM t

old@risk 444444444444 · 1 row · 1 byte scanned · $0.000048 · 0.09 s, succeeded

2 rows · joined in 0.01 s · $0.000095 in all · run r-1
`, ""}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if got := servedHub().asks(t, t.Context(), "run", "stop", "r-1"); got.Out != "Run r-1 is told to stop; one that has ended stays as it is.\n" {
		t.Errorf("%+v", got)
	}
}

// What a person may not see any more of a run is left out, and no figure stands for it; what a run warns of is printed.
func TestARunWhoseRowsAreNotShown(t *testing.T) {
	h := servedHub()
	h.run.Rows, h.run.Warnings = nil, []string{"There are more rows: they end at 2, the limit MaxRows, which a request may set up to 100000."}
	got := h.asks(t, t.Context(), "run", "get", "r-1")
	const want = `
joined in 0.01 s · $0.000095 in all · run r-1
Note: There are more rows: they end at 2, the limit MaxRows, which a request may set up to 100000.
`
	if !strings.HasSuffix(got.Out, want) || strings.Contains(got.Out, "\n0 rows") {
		t.Errorf("%s", got.Out)
	}
}
