package athena_test

import (
	"context"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/athena"
	"github.com/aws/aws-sdk-go-v2/service/athena/types"

	"interlaken/cloud/athena"
	"interlaken/fault"
	"interlaken/identity"
	"interlaken/result"
	. "interlaken/service/servicetest"
	"interlaken/store"
	"interlaken/usage"
)

func TestAQueryFromStartToRows(t *testing.T) {
	w := newWorld(t)
	w.sales()
	s := w.User(Retail, "reader", reader())
	w.engine.set(func(e *scripted) {
		e.rows, e.cost = 4, result.Statistics{ScannedBytes: 12345, Executed: 7 * time.Millisecond}
	})
	e := w.ask(s, "SELECT id, product AS \"P\" FROM sales WHERE month = '2026-02'")
	if e.Status.State != types.QueryExecutionStateSucceeded || aws.ToString(e.Status.StateChangeReason) != "" || e.Status.AthenaError != nil {
		t.Fatalf("status = %+v %s", e.Status, aws.ToString(e.Status.StateChangeReason))
	}
	id := *e.QueryExecutionId
	if *e.ResultConfiguration.OutputLocation != "s3://results/here/"+id+".csv" || e.StatementType != types.StatementTypeDml || *e.SubstatementType != "SELECT" || *e.WorkGroup != "primary" {
		t.Errorf("execution = %+v", e)
	}
	if *e.Statistics.DataScannedInBytes != 12345 || *e.Statistics.EngineExecutionTimeInMillis != 7 {
		t.Errorf("statistics = %+v", e.Statistics)
	}
	want := "\"id\",\"P\"\n\"0\",\n\"1\",\"\"\n\"2\",\"a \"\"b\"\"\"\n\"3\",\n"
	if got := w.objects.content("results", "here/"+id+".csv"); got != want {
		t.Errorf("result file = %q", got)
	}
	// The pruned partition's data file alone was read.
	r := w.engine.last()
	if len(r.Tables) != 1 || len(r.Tables[0].Files) != 1 || r.Tables[0].Files[0].Display != "s3://data/sales/month=2026-02/a.parquet" || *r.Tables[0].Files[0].Partition[0] != "2026-02" {
		t.Errorf("tables = %+v", r.Tables)
	}
	if w.objects.held != 0 {
		t.Errorf("%d files are held", w.objects.held)
	}
	page := Must[sdk.GetQueryResultsOutput](w.Kit, s, "athena", "GetQueryResults", &sdk.GetQueryResultsInput{QueryExecutionId: &id, MaxResults: aws.Int32(3)})
	rows := page.ResultSet.Rows
	if len(rows) != 3 || *rows[0].Data[1].VarCharValue != "P" || rows[1].Data[1].VarCharValue != nil || *rows[2].Data[1].VarCharValue != "" || *page.UpdateCount != 0 {
		t.Errorf("first page = %v", rows)
	}
	info := page.ResultSet.ResultSetMetadata.ColumnInfo
	if len(info) != 2 || *info[0].Type != "bigint" || info[0].Precision != 19 || *info[1].Type != "varchar" || info[1].Precision != 2147483647 || !info[1].CaseSensitive || *info[1].Label != "P" {
		t.Errorf("columns = %+v", info)
	}
	page = Must[sdk.GetQueryResultsOutput](w.Kit, s, "athena", "GetQueryResults", &sdk.GetQueryResultsInput{QueryExecutionId: &id, MaxResults: aws.Int32(3), NextToken: page.NextToken})
	if rows = page.ResultSet.Rows; len(rows) != 2 || page.NextToken != nil || *rows[0].Data[0].VarCharValue != "2" || *rows[0].Data[1].VarCharValue != `a "b"` {
		t.Errorf("second page = %v, then %v", rows, page.NextToken)
	}
	charged := w.charged(Retail)
	if len(charged) != 1 || charged[0].Quantity != 12345 || charged[0].UsageType != usage.AthenaDataScanned || charged[0].Principal != s.Principal.ARN ||
		charged[0].Resource != "arn:aws:athena:us-east-1:222222222222:workgroup/primary" || !strings.HasPrefix(charged[0].Run, "token-") {
		t.Errorf("charged = %+v", charged)
	}
}

// TestTheTrailOfAQuery: Athena's calls of Glue stand in the caller's name, invoked by Athena, under the run; the text
// of the query does not.
func TestTheTrailOfAQuery(t *testing.T) {
	w := newWorld(t)
	w.sales()
	s := w.User(Retail, "reader", reader())
	w.ask(s, "SELECT id, product FROM flat")
	names := map[string]bool{}
	for _, e := range w.events(Retail, "") {
		if e.UserIdentity.ARN != s.Principal.ARN || e.EventName == "BatchGetQueryExecution" {
			continue
		}
		names[e.EventName] = true
		if e.EventName == "GetTable" && (e.UserIdentity.InvokedBy != "athena.amazonaws.com" || e.SourceIPAddress != "athena.amazonaws.com" || e.Run == "") {
			t.Errorf("event = %+v", e)
		}
		if text := string(mustJSON(t, e)); strings.Contains(text, "FROM flat") || e.EventName == "StartQueryExecution" && !strings.Contains(text, `"queryString":"***OMITTED***"`) {
			t.Errorf("event = %s", text)
		}
	}
	if !names["StartQueryExecution"] || !names["GetTable"] {
		t.Errorf("events = %v", names)
	}
}

func TestFailuresHaveAthenasWords(t *testing.T) {
	w := newWorld(t)
	w.sales()
	full := w.User(Retail, "full", reader())
	noTable := w.User(Retail, "no-table", reader("glue:GetTable"))
	noData := w.User(Retail, "no-data", reader("s3:GetObject"))
	noWrite := w.User(Retail, "no-write", reader("s3:PutObject"))
	for _, c := range []struct {
		who       string
		query     string
		reason    string
		category  int32
		errorType int32
	}{
		{"full", "SELECT * FROM gone", "TABLE_NOT_FOUND: line 1:15: Table 'awsdatacatalog.shop.gone' does not exist", 2, 1301},
		{"full", "SELECT colour FROM flat", "COLUMN_NOT_FOUND: line 1:8: Column 'colour' cannot be resolved or requester is not authorized to access requested resources", 2, 1006},
		{"full", "SELECT * FROM other.shop.flat", "CATALOG_NOT_FOUND: line 1:15: Catalog 'other' does not exist", 2, 1006},
		{"full", "SELECT id + product FROM flat", "TYPE_MISMATCH: line 1:11: Cannot apply operator: bigint + varchar", 2, 1002},
		{"full", "DROP TABLE flat", "FAILED: Execution Error, return code 1 from org.apache.hadoop.hive.ql.exec.DDLTask. MetaException(message:User: arn:aws:iam::222222222222:user/full is not authorized to perform: glue:DeleteTable on resource: arn:aws:glue:us-east-1:222222222222:catalog because no identity-based policy allows the glue:DeleteTable action (Service: AmazonDataCatalog; Status Code: 400; Error Code: AccessDeniedException; Proxy: null))", 2, 1500},
		{"full", "CREATE TABLE x AS SELECT 1 AS id, 'p' AS p", "Insufficient permissions to execute the query. User: arn:aws:iam::222222222222:user/full is not authorized to perform: glue:CreateTable on resource: arn:aws:glue:us-east-1:222222222222:catalog because no identity-based policy allows the glue:CreateTable action", 2, 1500},
		{"full", "DELETE FROM flat", "NOT_SUPPORTED: line 1:1: Modifying Hive table rows is only supported for Iceberg tables", 2, 1200},
		{"full", "SELECT id FROM flat WHERE id = ?", "INVALID_PARAMETER_USAGE: line 1:1: Incorrect number of parameters: expected 1 but found 0", 2, 1006},
		{"no-table", "SELECT * FROM flat", "Insufficient permissions to execute the query. User: arn:aws:iam::222222222222:user/no-table is not authorized to perform: glue:GetTable on resource: arn:aws:glue:us-east-1:222222222222:catalog because no identity-based policy allows the glue:GetTable action", 2, 1500},
		{"no-data", "SELECT * FROM flat", "PERMISSION_DENIED: User: arn:aws:iam::222222222222:user/no-data is not authorized to perform: s3:GetObject on resource: arn:aws:s3:::data/flat/part.parquet because no identity-based policy allows the s3:GetObject action", 2, 1501},
		{"no-write", "SELECT id, product FROM flat", "Access denied when writing to location: s3://results/here/", 2, 1501},
	} {
		who := full
		switch c.who {
		case "no-table":
			who = noTable
		case "no-data":
			who = noData
		case "no-write":
			who = noWrite
		}
		e := w.ask(who, c.query)
		reason := aws.ToString(e.Status.StateChangeReason)
		if c.who == "no-write" {
			reason = strings.TrimSuffix(reason, *e.QueryExecutionId+".csv")
		}
		if e.Status.State != types.QueryExecutionStateFailed || reason != c.reason {
			t.Errorf("%s: %s %q, want %q", c.query, e.Status.State, reason, c.reason)
			continue
		}
		if a := e.Status.AthenaError; *a.ErrorCategory != c.category || *a.ErrorType != c.errorType || !strings.HasPrefix(*a.ErrorMessage, c.reason) {
			t.Errorf("%s: error = %+v", c.query, a)
		}
	}
	if charged := w.charged(Retail); len(charged) != 0 {
		t.Errorf("failed queries were charged: %v", charged)
	}
	if w.objects.held != 0 {
		t.Errorf("%d files are held", w.objects.held)
	}
	// The refusals' events stand although the queries came to nothing.
	denied := 0
	for _, e := range w.events(Retail, "") {
		if e.EventName == "GetTable" && e.ErrorCode == "AccessDeniedException" {
			denied++
		}
	}
	if denied != 1 {
		t.Errorf("%d refusals of GetTable in the trail", denied)
	}
}

func TestEngineFailures(t *testing.T) {
	w := newWorld(t)
	w.sales()
	s := w.User(Retail, "reader", reader())
	for _, c := range []struct {
		err       error
		reason    string
		category  int32
		errorType int32
		retryable bool
	}{
		{fault.New(fault.Validation, "Conversion Error: Could not convert string 'x' to INT32"), "INVALID_CAST_ARGUMENT: Could not convert string 'x' to INT32", 2, 1100, false},
		{fault.New(fault.Validation, "Division by zero!"), "DIVISION_BY_ZERO: Division by zero", 2, 1001, false},
		{fault.New(fault.Limit, "The query needs more memory than its limit of 5 bytes."), "Query exhausted resources at this scale factor. The query needs more memory than its limit of 5 bytes.", 1, 0, false},
		{fault.New(fault.Unavailable, "The worker died."), "GENERIC_INTERNAL_ERROR: The worker died.", 1, 200, true},
		{fault.New(fault.Internal, "Secret of the house."), "GENERIC_INTERNAL_ERROR: " + fault.Public(nil), 1, 100, false},
	} {
		w.engine.set(func(e *scripted) { e.err = c.err })
		e := w.ask(s, "SELECT id, product FROM flat")
		a := e.Status.AthenaError
		if e.Status.State != types.QueryExecutionStateFailed || *e.Status.StateChangeReason != c.reason || *a.ErrorCategory != c.category || *a.ErrorType != c.errorType || a.Retryable != c.retryable {
			t.Errorf("%v: %s %q %d/%d", c.err, e.Status.State, *e.Status.StateChangeReason, *a.ErrorCategory, *a.ErrorType)
		}
	}
	if charged := w.charged(Retail); len(charged) != 0 {
		t.Errorf("failed queries were charged: %v", charged)
	}
}

func TestScanCutoffCancelsAndCharges(t *testing.T) {
	w := newWorld(t)
	w.sales()
	admin := w.User(Retail, "admin", Everything)
	Must[sdk.UpdateWorkGroupOutput](w.Kit, admin, "athena", "UpdateWorkGroup", &sdk.UpdateWorkGroupInput{
		WorkGroup: aws.String("primary"), ConfigurationUpdates: &types.WorkGroupConfigurationUpdates{BytesScannedCutoffPerQuery: aws.Int64(10_000_000)},
	})
	w.engine.set(func(e *scripted) {
		e.err, e.cost = fault.New(fault.Limit, "Too much."), result.Statistics{ScannedBytes: 10_000_001}
	})
	e := w.ask(admin, "SELECT id, product FROM flat")
	if e.Status.State != types.QueryExecutionStateCancelled || *e.Status.StateChangeReason != "Bytes scanned limit was exceeded" || e.Status.AthenaError != nil {
		t.Errorf("status = %+v", e.Status)
	}
	if w.engine.last().Limits.ScannedBytes != 10_000_000 {
		t.Errorf("limits = %+v", w.engine.last().Limits)
	}
	if charged := w.charged(Retail); len(charged) != 1 || charged[0].Quantity != 10_000_001 {
		t.Errorf("charged = %+v", charged)
	}
}

func TestStop(t *testing.T) {
	w := newWorld(t, func(c *athena.Config) { c.Concurrency = 1 })
	w.sales()
	s := w.User(Retail, "reader", reader())
	begun := make(chan struct{})
	w.engine.set(func(e *scripted) { e.block, e.cost = begun, result.Statistics{ScannedBytes: 77} })
	running := w.start(s, "SELECT id, product FROM flat")
	<-begun
	waiting := w.start(s, "SELECT id, product FROM flat")
	stop := func(id string) {
		Must[sdk.StopQueryExecutionOutput](w.Kit, s, "athena", "StopQueryExecution", &sdk.StopQueryExecutionInput{QueryExecutionId: &id})
	}
	stop(waiting)
	if e := w.wait(s, waiting); e.Status.State != types.QueryExecutionStateCancelled || *e.Status.StateChangeReason != "Query cancelled by user" {
		t.Errorf("waiting: %+v", e.Status)
	}
	if len(w.charged(Retail)) != 0 {
		t.Error("a query that never ran was charged")
	}
	stop(running)
	e := w.wait(s, running)
	if e.Status.State != types.QueryExecutionStateCancelled || *e.Status.StateChangeReason != "Query cancelled by user" || e.Status.AthenaError != nil || *e.Statistics.DataScannedInBytes != 77 {
		t.Errorf("running: %+v", e.Status)
	}
	if charged := w.charged(Retail); len(charged) != 1 || charged[0].Quantity != 77 {
		t.Errorf("charged = %+v", charged)
	}
	stop(running) // an ended query stays as it is
	if code := w.refused(s, "GetQueryResults", &sdk.GetQueryResultsInput{QueryExecutionId: &running}, fault.Validation); athenaCode(code) != "RESULT_NOT_FOUND" {
		t.Errorf("results: %v", code)
	}
}

// TestTheFirstAnswerNeverSaysTheEnd: see getQueryExecution.
func TestTheFirstAnswerNeverSaysTheEnd(t *testing.T) {
	w := newWorld(t)
	w.sales()
	s := w.User(Retail, "reader", reader())
	get := func(id string) *types.QueryExecution {
		return Must[sdk.GetQueryExecutionOutput](w.Kit, s, "athena", "GetQueryExecution", &sdk.GetQueryExecutionInput{QueryExecutionId: &id}).QueryExecution
	}
	failing := *w.ask(s, "SELECT * FROM gone").QueryExecutionId
	if first := get(failing); first.Status.State != types.QueryExecutionStateRunning || first.Status.StateChangeReason != nil || first.Status.CompletionDateTime != nil || *first.ResultConfiguration.OutputLocation == "" {
		t.Errorf("first = %+v", first.Status)
	}
	if second := get(failing); second.Status.State != types.QueryExecutionStateFailed || !strings.Contains(*second.Status.StateChangeReason, "TABLE_NOT_FOUND") {
		t.Errorf("second = %+v", second.Status)
	}
	late := *w.ask(s, "SELECT * FROM gone").QueryExecutionId
	w.Clock.Advance(3 * time.Second)
	if first := get(late); first.Status.State != types.QueryExecutionStateFailed {
		t.Errorf("late = %+v", first.Status)
	}
	// A second answer is held until the query ends.
	begun := make(chan struct{})
	w.engine.set(func(e *scripted) { e.block = begun })
	slow := w.start(s, "SELECT id, product FROM flat")
	<-begun
	if first := get(slow); first.Status.State != types.QueryExecutionStateRunning {
		t.Errorf("first = %+v", first.Status)
	}
	held := make(chan types.QueryExecutionState)
	go func() { held <- get(slow).Status.State }()
	for w.Clock.Sleeping() < 2 { // the answer's bound beside the queue's keeper
		if t.Context().Err() != nil {
			t.Fatal("the answer was not held")
		}
	}
	Must[sdk.StopQueryExecutionOutput](w.Kit, s, "athena", "StopQueryExecution", &sdk.StopQueryExecutionInput{QueryExecutionId: &slow})
	if state := <-held; state != types.QueryExecutionStateCancelled {
		t.Errorf("held answer = %s", state)
	}
	// And no longer than its bound.
	slow = w.start(s, "SELECT id, product FROM flat")
	<-begun
	get(slow)
	go func() { held <- get(slow).Status.State }()
	for w.Clock.Sleeping() < 2 {
		if t.Context().Err() != nil {
			t.Fatal("the answer was not held")
		}
	}
	w.Clock.Advance(200 * time.Millisecond)
	if state := <-held; state != types.QueryExecutionStateRunning {
		t.Errorf("held answer = %s", state)
	}
	Must[sdk.StopQueryExecutionOutput](w.Kit, s, "athena", "StopQueryExecution", &sdk.StopQueryExecutionInput{QueryExecutionId: &slow})
	w.wait(s, slow)
}

func TestParametersAreConstants(t *testing.T) {
	w := newWorld(t)
	w.sales()
	s := w.User(Retail, "reader", reader())
	e := w.ask(s, "SELECT id, product FROM flat WHERE product IN (?, ?) AND id > ?", func(in *sdk.StartQueryExecutionInput) {
		in.ExecutionParameters = []string{"'it''s'", "product", "-5"}
	})
	if e.Status.State != types.QueryExecutionStateSucceeded {
		t.Fatalf("status = %s", aws.ToString(e.Status.StateChangeReason))
	}
	if text := w.engine.last().Statement; !strings.Contains(text, "'it''s'") || !strings.Contains(text, "'product'") || !strings.Contains(text, "-5") {
		t.Errorf("statement = %s", text)
	}
}

// TestAnInterruptedQueryFailsAndSaysSo: a server that stops does not begin a query again.
func TestAnInterruptedQueryFailsAndSaysSo(t *testing.T) {
	w := newWorld(t)
	w.sales()
	s := w.User(Retail, "reader", reader())
	begun := make(chan struct{})
	w.engine.set(func(e *scripted) { e.block = begun })
	id := w.start(s, "SELECT id, product FROM flat")
	<-begun
	impatient, cancel := context.WithCancel(t.Context())
	cancel()
	if err := w.queue.Close(impatient); !fault.Is(err, fault.Unavailable) {
		t.Fatal(err)
	}
	e := w.wait(s, id)
	if e.Status.State != types.QueryExecutionStateFailed || !strings.HasPrefix(*e.Status.StateChangeReason, "GENERIC_INTERNAL_ERROR: The work was interrupted") || !e.Status.AthenaError.Retryable || *e.Status.AthenaError.ErrorType != 200 {
		t.Errorf("status = %+v %s", e.Status, aws.ToString(e.Status.StateChangeReason))
	}
	if charged := w.charged(Retail); len(charged) != 0 {
		t.Errorf("charged = %+v", charged)
	}
}

func TestResultsNeedTheirObject(t *testing.T) {
	w := newWorld(t)
	s := w.User(Retail, "reader", reader())
	blind := w.User(Retail, "blind", reader("s3:GetObject"))
	w.engine.set(func(e *scripted) { e.rows = 1 })
	id := *w.ask(s, "SELECT 1 AS id, 'x' AS p").QueryExecutionId
	in := &sdk.GetQueryResultsInput{QueryExecutionId: &id}
	if err := w.refused(blind, "GetQueryResults", in, fault.AccessDenied); !strings.Contains(fault.Public(err), "s3:GetObject on resource: arn:aws:s3:::results/here/"+id+".csv") {
		t.Error(err)
	}
	for name, c := range map[string]struct{ token, message string }{
		"no token":     {"!!", "Malformed nextPageToken !!"},
		"past the end": {store.Token("999999"), "Malformed nextPageToken " + store.Token("999999")},
	} {
		in := *in
		in.NextToken = &c.token
		if err := w.refused(s, "GetQueryResults", &in, fault.Validation); fault.Public(err) != c.message {
			t.Errorf("%s: %v", name, err)
		}
	}
	w.objects.put("results", "here/"+id+".csv", "not ours at all")
	if err := w.refused(s, "GetQueryResults", in, fault.Validation); athenaCode(err) != "RESULT_NOT_FOUND" {
		t.Error(err)
	}
	if err := os.Remove(w.objects.path("results", "here/"+id+".csv")); err != nil {
		t.Fatal(err)
	}
	if err := w.refused(s, "GetQueryResults", in, fault.Validation); athenaCode(err) != "RESULT_NOT_FOUND" || fault.Public(err) != "Could not find results" {
		t.Error(err)
	}
}

// TestTheRecordHoldsNoSecret: SECURITY S4.
func TestTheRecordHoldsNoSecret(t *testing.T) {
	w := newWorld(t)
	role := w.Role(Retail, "consumer", `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::222222222222:root"},"Action":"sts:AssumeRole"}]}`, Everything)
	made, err := w.Directory.NewSession(identity.SessionRequest{Role: role, SessionName: "ana", Duration: time.Hour})
	if err != nil {
		t.Fatal(err)
	}
	s := w.Session(role, "ana", "")
	s.Principal = made.Principal
	w.ask(s, "SELECT 1 AS id, 'x' AS p")
	w.View(func(r store.Reader) error {
		for _, table := range []string{"athena.execution", "job"} {
			for record, err := range r.Scan(table, store.Range{}) {
				if err != nil {
					return err
				}
				if text := string(record.Value); strings.Contains(text, made.Secret.Reveal()) || strings.Contains(text, made.Token.Reveal()) {
					t.Errorf("%s holds a secret", table)
				}
			}
		}
		return nil
	})
}
