package refusals_test

import (
	"context"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"

	"interlaken/wire/interlaken"
)

// consumer makes a spoke as published, an author and a data source that works.
func (w *world) consumer() (ann person) {
	w.t.Helper()
	w.retailTable()
	w.role(roleA, trustA(), permissionsA(roleB, otherB))
	w.role(roleB, trustB(hub), document(permissionsB()...))
	ann = w.author("ann", passRoleA)
	if err := create(ann, "athena-cross-account", roleA, roleB); err != nil {
		w.t.Fatal(err)
	}
	if d := w.proved(ann, "athena-cross-account"); d.Status != types.ResourceStatusCreationSuccessful {
		w.t.Fatalf("the data source is %s: %+v", d.Status, d.ErrorInfo)
	}
	return ann
}

// run asks the data source through the hub and returns the run's end.
func (w *world) run(p person, statement string) (*interlaken.Run, error) {
	ctx, c := context.Background(), p.own()
	var started interlaken.StartRunOutput
	err := c.Call(ctx, interlaken.Hub, "StartRun", &interlaken.StartRunInput{DataSourceId: aws.String("athena-cross-account"), SqlText: &statement}, &started)
	for err == nil {
		var out interlaken.GetRunOutput
		if err = c.Call(ctx, interlaken.Hub, "GetRun", &interlaken.GetRunInput{RunId: started.RunId}, &out); err != nil {
			break
		}
		switch out.Run.State {
		case interlaken.RunQueued, interlaken.RunRunning:
		default:
			return out.Run, nil
		}
	}
	return nil, err
}

// rows returns the first cell of a run's first row.
func (w *world) rows(p person, run *interlaken.Run) string {
	w.t.Helper()
	var out interlaken.GetRunResultsOutput
	if err := p.own().Call(context.Background(), interlaken.Hub, "GetRunResults", &interlaken.GetRunResultsInput{RunId: run.RunId}, &out); err != nil {
		w.t.Fatal(err)
	}
	if len(out.Rows) == 0 {
		return ""
	}
	return aws.ToString(out.Rows[0].Cells[0])
}

// What the spoke takes back stops the next run, also where the hub still holds a lease, and says which account refused
// at which step.
func TestRunsThatTheSpokeRefuses(t *testing.T) {
	w := newWorld(t, nil)
	ann := w.consumer()
	run, err := w.run(ann, everyRow)
	if err != nil || run.State != interlaken.RunSucceeded {
		t.Fatalf("with the published policy: %+v, %v", run, err)
	}
	if got := w.rows(ann, run); got != "5" {
		t.Errorf("with the published policy %s rows, want 5", got)
	}
	deny := func(action, resource string) []statement {
		return append(permissionsB(), statement{Effect: "Deny", Action: action, Resource: resource})
	}
	for _, c := range []struct {
		name   string
		policy []statement
		step   int32
		says   string
	}{
		{"one partition", deny("s3:GetObject", "arn:aws:s3:::"+retailData+"/complaints/month=2020-02/*"), 3, "s3:GetObject"},
		{"the table", deny("glue:GetTable", "*"), 3, "glue:GetTable"},
		{"the workgroup", deny("athena:StartQueryExecution", "*"), 3, "athena:StartQueryExecution"},
		{"the results", deny("s3:PutObject", "*"), 3, "Access denied when writing to location"},
	} {
		w.permit(roleB, document(c.policy...))
		run, err := w.run(ann, everyRow)
		if err != nil || run.State != interlaken.RunFailed || run.Failure == nil {
			t.Errorf("%s: %+v, %v", c.name, run, err)
			continue
		}
		f := run.Failure
		if aws.ToString(f.Account) != retail || aws.ToInt32(f.Step) != c.step || !strings.Contains(aws.ToString(f.Message), c.says) {
			t.Errorf("%s: account %s, step %d, %s: %s", c.name, aws.ToString(f.Account), aws.ToInt32(f.Step), aws.ToString(f.Code), aws.ToString(f.Message))
		}
		w.well(c.name)
	}
	w.permit(roleB, document(permissionsB()...))
	if run, err = w.run(ann, everyRow); err != nil || run.State != interlaken.RunSucceeded {
		t.Errorf("with the published policy again: %+v, %v", run, err)
	}
}
