package query_test

import (
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"

	"interlaken/fault"
	"interlaken/hub"
	"interlaken/service/servicetest"
	"interlaken/store"
	wire "interlaken/wire/interlaken"
)

var one = &wire.StartRunInput{DataSourceId: aws.String("retail"), SqlText: aws.String("SELECT 1")}

// TestRowsAreForWhoMayReadThemNow: rows that are held are a copy of somebody's data, so each reading is decided anew
// (SECURITY S13), and seeing that a run was made is not seeing what it read.
func TestRowsAreForWhoMayReadThemNow(t *testing.T) {
	k := newKit(t)
	k.source("retail", servicetest.Retail)
	run := k.end(k.ana, one)
	in := &wire.GetRunResultsInput{RunId: run.RunId}
	k.Update(func(tx store.Tx) error {
		return hub.ChangeUser(tx, servicetest.Hub, hub.DefaultNamespace, "ben", func(u *hub.User) error { u.Role = types.UserRoleAdmin; return nil })
	})
	servicetest.Must[wire.GetRunOutput](k.Kit, k.ben, "interlaken-hub", "GetRun", &wire.GetRunInput{RunId: run.RunId})
	if out, err := k.Do(k.ben, "interlaken-hub", "GetRunResults", in); !fault.Is(err, fault.AccessDenied) {
		t.Errorf("an administrator reads another's rows: %+v, %v", out, err)
	}
	servicetest.Must[wire.GetRunResultsOutput](k.Kit, k.ana, "interlaken-hub", "GetRunResults", in)
	k.share("retail", k.ben)
	if out, err := k.Do(k.ana, "interlaken-hub", "GetRunResults", in); !fault.Is(err, fault.AccessDenied) {
		t.Errorf("ana reads what is not hers any more: %+v, %v", out, err)
	}
	k.share("retail", k.ana)
	servicetest.Must[wire.GetRunResultsOutput](k.Kit, k.ana, "interlaken-hub", "GetRunResults", in)
}

// TestARunThatWaitedIsDecidedAnew: what was taken away while a run waited for its turn is not read.
func TestARunThatWaitedIsDecidedAnew(t *testing.T) {
	for name, take := range map[string]func(*kit){
		"the permission": func(k *kit) { k.share("retail") },
		"the user": func(k *kit) {
			k.Update(func(tx store.Tx) error { return hub.DeleteUser(tx, servicetest.Hub, hub.DefaultNamespace, "ana") })
		},
	} {
		k := newKit(t)
		k.source("retail", servicetest.Retail)
		// All places are taken, so that one more has to wait.
		k.aws.hold = make(chan struct{})
		for range 16 {
			servicetest.Must[wire.StartRunOutput](k.Kit, k.ana, "interlaken-hub", "StartRun", one)
		}
		last := servicetest.Must[wire.StartRunOutput](k.Kit, k.ana, "interlaken-hub", "StartRun", one)
		for k.aws.count("StartQueryExecution") < 16 {
			k.wakeUp()
		}
		take(k)
		close(k.aws.hold)
		if state, code := k.outcome(*last.RunId); state != "FAILED" || code != "AccessDenied" {
			t.Errorf("%s: the run is %s, %s", name, state, code)
		}
		if n := k.aws.count("StartQueryExecution"); n != 16 {
			t.Errorf("%s: %d queries were started", name, n)
		}
	}
}

// TestAnEmptyAnswerIsAFailureOfTheRun: whatever stands between the hub and a cloud, it does not bring the hub down.
func TestAnEmptyAnswerIsAFailureOfTheRun(t *testing.T) {
	for _, operation := range []string{"AssumeRole", "GetWorkGroup", "StartQueryExecution", "GetQueryExecution", "GetQueryResults"} {
		k := newKit(t)
		k.source("retail", servicetest.Retail)
		k.aws.empty = operation
		if run := k.end(k.ana, one); run.State != wire.RunFailed || aws.ToString(run.Failure.Code) != "Unreachable" {
			t.Errorf("%s: run %s, %+v", operation, run.State, run.Failure)
		}
	}
}

// TestAQueryThatIsStoppedWhileItBeginsIsStoppedThere: the answer with its id is waited for, or it would run on at its
// owner's expense.
func TestAQueryThatIsStoppedWhileItBeginsIsStoppedThere(t *testing.T) {
	k := newKit(t)
	k.source("retail", servicetest.Retail)
	k.aws.hold = make(chan struct{})
	begun, proceed := make(chan struct{}), make(chan struct{})
	k.aws.before = func(operation string) {
		if operation == "StartQueryExecution" {
			close(begun)
			<-proceed
		}
	}
	out := servicetest.Must[wire.StartRunOutput](k.Kit, k.ana, "interlaken-hub", "StartRun", one)
	<-begun
	servicetest.Must[wire.StopRunOutput](k.Kit, k.ana, "interlaken-hub", "StopRun", &wire.StopRunInput{RunId: out.RunId})
	close(proceed)
	if run := k.wait(k.ana, *out.RunId); run.State != wire.RunCancelled || run.Parts[0].QueryExecutionId == nil {
		t.Errorf("run = %+v", run)
	}
	if n := k.aws.count("StopQueryExecution"); n != 1 {
		t.Errorf("Athena was told to stop %d times", n)
	}
}

// TestFailuresHoldNoCell: a run and its failure are kept, the rows of its parts are not (SECURITY S13).
func TestFailuresHoldNoCell(t *testing.T) {
	k := newKit(t)
	k.source("retail", servicetest.Retail)
	k.aws.rows = [][]string{{"state", "n"}, {"CA", "secret-cell"}}
	run := k.end(k.ana, &wire.StartRunInput{
		SqlText: aws.String("SELECT * FROM a"),
		Parts:   []wire.RunPart{{Name: aws.String("a"), DataSourceId: aws.String("retail"), SqlText: aws.String("SELECT 1")}},
	})
	if run.State != wire.RunFailed || strings.Contains(*run.Failure.Message, "secret-cell") || !strings.Contains(*run.Failure.Message, "column n") {
		t.Errorf("%s, %s", run.State, *run.Failure.Message)
	}
}

// TestOnePersonCannotFillTheQueue: the runs of one person that have not ended are bounded.
func TestOnePersonCannotFillTheQueue(t *testing.T) {
	k := newKit(t)
	k.source("retail", servicetest.Retail)
	k.share("retail", k.ana, k.ben)
	k.aws.hold = make(chan struct{})
	var last *wire.StartRunOutput
	for range 100 {
		last = servicetest.Must[wire.StartRunOutput](k.Kit, k.ana, "interlaken-hub", "StartRun", one)
	}
	if _, err := k.Do(k.ana, "interlaken-hub", "StartRun", one); !fault.Is(err, fault.Throttled) {
		t.Errorf("one more: %v", err)
	}
	servicetest.Must[wire.StartRunOutput](k.Kit, k.ben, "interlaken-hub", "StartRun", one)
	close(k.aws.hold)
	k.outcome(*last.RunId)
	servicetest.Must[wire.StartRunOutput](k.Kit, k.ana, "interlaken-hub", "StartRun", one)
}

// TestTooManyPartsAreRefusedBeforeAnyIsRead: the parts are counted before each is looked up and parsed, while the store
// waits.
func TestTooManyPartsAreRefusedBeforeAnyIsRead(t *testing.T) {
	k := newKit(t)
	in := &wire.StartRunInput{SqlText: aws.String("SELECT 1")}
	for i := range 9 {
		in.Parts = append(in.Parts, wire.RunPart{Name: aws.String("p" + string(rune('a'+i))), DataSourceId: aws.String("none"), SqlText: aws.String("SELECT 1")})
	}
	if _, err := k.Do(k.ana, "interlaken-hub", "StartRun", in); !fault.Is(err, fault.Limit) {
		t.Errorf("nine parts: %v", err)
	}
}
