package query_test

import (
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"

	"interlaken/fault"
	"interlaken/hub"
	"interlaken/hub/query"
	"interlaken/job"
	"interlaken/service/servicetest"
	"interlaken/store"
	wire "interlaken/wire/interlaken"
)

// SECURITY S13, S14: what runs is stopped at Athena and says who stopped it; what is held is not given out, also by a
// process that has just begun; the undo restores both.
func TestSuspensionsStopWhatRunsAndWhatIsHeld(t *testing.T) {
	k := newKit(t)
	k.source("retail", servicetest.Retail)
	owner := k.User(servicetest.Retail, "owner", servicetest.Everything)
	ask := &wire.StartRunInput{DataSourceId: aws.String("retail"), SqlText: aws.String("SELECT state, n FROM t")}
	before := k.end(k.ana, ask)
	rows := func() error {
		_, err := k.Do(k.ana, "interlaken-hub", "GetRunResults", &wire.GetRunResultsInput{RunId: before.RunId})
		return err
	}
	if err := rows(); err != nil {
		t.Fatal(err)
	}

	k.aws.hold = make(chan struct{})
	running := servicetest.Must[wire.StartRunOutput](k.Kit, k.ana, "interlaken-hub", "StartRun", ask)
	for deadline := time.Now().Add(time.Minute); k.aws.count("StartQueryExecution") < 2 && time.Now().Before(deadline); {
		k.wakeUp()
	}
	off := servicetest.Must[wire.SuspendAccessOutput](k.Kit, owner, "interlaken-hub", "SuspendAccess", &wire.SuspendAccessInput{
		AccountId: aws.String(servicetest.Retail), PersonArn: aws.String("arn:aws:quicksight:us-east-1:111111111111:user/default/ana"), Reason: aws.String("an audit"),
	})
	if state, code := k.outcome(*running.RunId); state != "FAILED" || code != "Suspended" {
		t.Errorf("the run under way: %s, %s", state, code)
	}
	if n := k.aws.count("StopQueryExecution"); n != 1 {
		t.Errorf("%d queries were stopped at Athena", n)
	}
	close(k.aws.hold)
	if err := rows(); fault.CodeOf(err) != hub.Suspended {
		t.Errorf("rows that are held: %v", err)
	}
	assumed := k.aws.count("AssumeRole arn:aws:iam::222222222222:role/b")
	if run := k.end(k.ana, ask); run.State != wire.RunFailed || *run.Failure.Code != "Suspended" {
		t.Errorf("a new run: %+v", run)
	}
	if n := k.aws.count("AssumeRole arn:aws:iam::222222222222:role/b") - assumed; n != 0 {
		t.Errorf("role B was assumed %d times while it is suspended", n)
	}

	// Another process over the same store.
	again := query.New(query.Config{
		Store: k.Store, Clock: k.Clock, IDs: k.IDs, Usage: k.Usage, Jobs: job.New(job.Config{Store: k.Store, Clock: k.Clock, IDs: k.IDs}),
	})
	k.View(func(r store.Reader) error {
		caller, err := hub.Resolve(r, k.ana)
		if err != nil {
			return err
		}
		run, err := query.GetRun(r, *before.RunId)
		if err != nil {
			return err
		}
		if _, err := again.Results(r, caller, run); fault.CodeOf(err) != hub.Suspended {
			t.Errorf("after a restart: %v", err)
		}
		return nil
	})

	servicetest.Must[wire.ResumeAccessOutput](k.Kit, owner, "interlaken-hub", "ResumeAccess", &wire.ResumeAccessInput{
		AccountId: aws.String(servicetest.Retail), SuspensionId: off.SuspensionId,
	})
	if err := rows(); err != nil {
		t.Errorf("rows after the undo: %v", err)
	}
	if run := k.end(k.ana, ask); run.State != wire.RunSucceeded {
		t.Errorf("a run after the undo: %+v", run.Failure)
	}
	// Three queries ran in the account, and rows were given out again once.
	reads := servicetest.Must[wire.ListReadsOutput](k.Kit, owner, "interlaken-hub", "ListReads", &wire.ListReadsInput{AccountId: aws.String(servicetest.Retail)}).Reads
	if len(reads) != 1 || *reads[0].Runs != 3 || *reads[0].Copies != 1 {
		t.Errorf("the reads: %d, %+v", len(reads), reads)
	}
}
