package query_test

import (
	"runtime"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"

	"interlaken/fault"
	"interlaken/service/servicetest"
	"interlaken/store"
	"interlaken/usage"
	wire "interlaken/wire/interlaken"
)

func TestARunOfADataSource(t *testing.T) {
	k := newKit(t)
	k.source("retail", servicetest.Retail)
	run := k.end(k.ana, &wire.StartRunInput{DataSourceId: aws.String("retail"), SqlText: aws.String("select state, count(*) n from bank.complaints group by 1")})
	if run.State != wire.RunSucceeded || *run.Rows != 2 || *run.Picodollars != 95_367_432 {
		t.Fatalf("run = %+v", run)
	}
	part := run.Parts[0]
	if *part.Account != servicetest.Retail || *part.QueryExecutionId != "execution-1" || *part.ScannedBytes != 20<<20 || part.RoleBSession == nil {
		t.Errorf("part = %+v", part)
	}
	if text := k.aws.started[*run.RunId]; text != "SELECT state, count(*) AS n FROM bank.complaints GROUP BY 1" {
		t.Errorf("Athena was asked %q under tokens %v", text, k.aws.started)
	}
	out := servicetest.Must[wire.GetRunResultsOutput](k.Kit, k.ana, "interlaken-hub", "GetRunResults", &wire.GetRunResultsInput{RunId: run.RunId, MaxResults: aws.Int32(1)})
	if len(out.Rows) != 1 || *out.Rows[0].Cells[0] != "CA" || *out.Columns[1].Type != "bigint" || out.NextToken == nil {
		t.Errorf("first page = %+v", out)
	}
	out = servicetest.Must[wire.GetRunResultsOutput](k.Kit, k.ana, "interlaken-hub", "GetRunResults", &wire.GetRunResultsInput{RunId: run.RunId, NextToken: out.NextToken})
	if len(out.Rows) != 1 || out.Rows[0].Cells[0] != nil || out.NextToken != nil {
		t.Errorf("second page = %+v", out)
	}
}

func TestARunIsItsPersonsAlone(t *testing.T) {
	k := newKit(t)
	k.source("retail", servicetest.Retail)
	run := k.end(k.ana, &wire.StartRunInput{DataSourceId: aws.String("retail"), SqlText: aws.String("SELECT 1")})
	_, others := k.Do(k.ben, "interlaken-hub", "GetRun", &wire.GetRunInput{RunId: run.RunId})
	_, unknown := k.Do(k.ben, "interlaken-hub", "GetRun", &wire.GetRunInput{RunId: aws.String("nothing")})
	if !fault.Is(others, fault.NotFound) || strings.ReplaceAll(fault.Public(others), *run.RunId, "X") != strings.ReplaceAll(fault.Public(unknown), "nothing", "X") {
		t.Errorf("another's run: %v; an unknown one: %v", others, unknown)
	}
	if _, err := k.Do(k.ben, "interlaken-hub", "StartRun", &wire.StartRunInput{DataSourceId: aws.String("retail"), SqlText: aws.String("SELECT 1")}); !fault.Is(err, fault.NotFound) {
		t.Errorf("a data source that is not shared: %v", err)
	}
	if n := k.aws.count("StartQueryExecution"); n != 1 {
		t.Errorf("%d queries were started", n)
	}
}

func TestWhatIsRefusedReachesNoAccount(t *testing.T) {
	k := newKit(t)
	k.source("retail", servicetest.Retail)
	for _, text := range []string{
		"DROP TABLE bank.complaints", "INSERT INTO x SELECT 1", "UNLOAD (SELECT 1) TO 's3://x/' WITH (format = 'PARQUET')",
		"CREATE TABLE x AS SELECT 1", "EXECUTE p", "SELECT * FROM other_catalog.bank.complaints", "SELECT 1; SELECT 2", "SELECT ?",
	} {
		_, err := k.Do(k.ana, "interlaken-hub", "StartRun", &wire.StartRunInput{DataSourceId: aws.String("retail"), SqlText: aws.String(text)})
		if !fault.Is(err, fault.Validation) {
			t.Errorf("%s: %v", text, err)
		}
	}
	if len(k.aws.asked) != 0 {
		t.Errorf("the cloud was asked %v", k.aws.asked)
	}
}

func TestFailuresNameAccountAndStep(t *testing.T) {
	k := newKit(t)
	k.source("retail", servicetest.Retail)
	in := &wire.StartRunInput{DataSourceId: aws.String("retail"), SqlText: aws.String("SELECT 1")}
	for _, c := range []struct {
		role, state, account string
		step                 int32
	}{
		{"arn:aws:iam::111111111111:role/a", "SUCCEEDED", servicetest.Hub, 1},
		{"arn:aws:iam::222222222222:role/b", "SUCCEEDED", servicetest.Retail, 2},
		{"", "FAILED", servicetest.Retail, 3},
	} {
		k.aws.denyRole, k.aws.state, k.aws.reason = c.role, c.state, "TABLE_NOT_FOUND: line 1:15: Table 'x' does not exist"
		run := k.end(k.ana, in)
		if run.State != wire.RunFailed || run.Failure == nil || aws.ToInt32(run.Failure.Step) != c.step || aws.ToString(run.Failure.Account) != c.account {
			t.Errorf("step %d: %+v", c.step, run.Failure)
		}
	}
}

func TestStop(t *testing.T) {
	k := newKit(t)
	k.source("retail", servicetest.Retail)
	k.aws.hold = make(chan struct{})
	out := servicetest.Must[wire.StartRunOutput](k.Kit, k.ana, "interlaken-hub", "StartRun", &wire.StartRunInput{DataSourceId: aws.String("retail"), SqlText: aws.String("SELECT 1")})
	for k.aws.count("GetQueryExecution") < 2 {
		runtime.Gosched() // the first two come at once
	}
	servicetest.Must[wire.StopRunOutput](k.Kit, k.ana, "interlaken-hub", "StopRun", &wire.StopRunInput{RunId: out.RunId})
	if run := k.wait(k.ana, *out.RunId); run.State != wire.RunCancelled {
		t.Errorf("run = %+v", run)
	}
	if n := k.aws.count("StopQueryExecution"); n != 1 {
		t.Errorf("Athena was told to stop %d times", n)
	}
	servicetest.Must[wire.StopRunOutput](k.Kit, k.ana, "interlaken-hub", "StopRun", &wire.StopRunInput{RunId: out.RunId})
}

func TestTheSameTokenIsTheSameRun(t *testing.T) {
	k := newKit(t)
	k.source("retail", servicetest.Retail)
	token := aws.String(strings.Repeat("t", 32))
	first := k.end(k.ana, &wire.StartRunInput{DataSourceId: aws.String("retail"), SqlText: aws.String("SELECT 1"), ClientRequestToken: token})
	again := k.end(k.ana, &wire.StartRunInput{DataSourceId: aws.String("retail"), SqlText: aws.String("SELECT 1"), ClientRequestToken: token})
	if *first.RunId != *again.RunId {
		t.Errorf("runs %s and %s", *first.RunId, *again.RunId)
	}
	_, err := k.Do(k.ana, "interlaken-hub", "StartRun", &wire.StartRunInput{DataSourceId: aws.String("retail"), SqlText: aws.String("SELECT 2"), ClientRequestToken: token})
	if !fault.Is(err, fault.Conflict) {
		t.Errorf("another request under the token: %v", err)
	}
}

func TestPartsAreHandedToTheEngineTyped(t *testing.T) {
	k := newKit(t)
	k.source("retail", servicetest.Retail)
	k.source("risk", servicetest.Risk)
	run := k.end(k.ana, &wire.StartRunInput{
		SqlText: aws.String("SELECT a.state, a.n + b.n AS total FROM complaints a JOIN loans b ON a.state = b.state"),
		Parts: []wire.RunPart{
			{Name: aws.String("complaints"), DataSourceId: aws.String("retail"), SqlText: aws.String("SELECT 1")},
			{Name: aws.String("loans"), DataSourceId: aws.String("risk"), SqlText: aws.String("SELECT 2")},
		},
	})
	if run.State != wire.RunFailed || !strings.HasPrefix(*run.Failure.Message, "the join: There is no engine") {
		t.Errorf("run = %+v", run.Failure)
	}
	request := <-k.requests
	if len(request.Tables) != 2 || request.Tables[0].Name != "complaints" || request.Tables[0].Columns[1].Type != "BIGINT" || len(request.Tables[0].Inline) == 0 || len(request.Tables[0].Files) != 0 {
		t.Errorf("request = %+v", request.Tables)
	}
	accounts := []string{*run.Parts[0].Account, *run.Parts[1].Account}
	if accounts[0] != servicetest.Retail || accounts[1] != servicetest.Risk {
		t.Errorf("accounts %v", accounts)
	}
}

func TestAPersonsSessionIsChargedOnce(t *testing.T) {
	k := newKit(t)
	k.source("retail", servicetest.Retail)
	for range 2 {
		k.end(k.ana, &wire.StartRunInput{DataSourceId: aws.String("retail"), SqlText: aws.String("SELECT 1")})
	}
	k.View(func(r store.Reader) error {
		sessions := 0
		for record, err := range usage.Scan(r, usage.Span{Account: servicetest.Hub}) {
			if err != nil {
				return err
			}
			if record.Service != usage.QuickSight {
				t.Errorf("the hub is charged %+v", record)
			}
			sessions++
		}
		if sessions != 1 {
			t.Errorf("%d sessions", sessions)
		}
		return nil
	})
}
