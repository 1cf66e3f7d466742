package interlaken

import (
	"context"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"

	"interlaken/hub/query"
	"interlaken/service"
	"interlaken/store"
	wire "interlaken/wire/interlaken"
)

// getRun shows a run as it stands. One that is going on is held back a moment, so that its end is seen at once.
func (o operations) getRun() service.Operation {
	return service.Define("GetRun",
		service.On("interlaken:GetRun", func(c *service.Call, in *wire.GetRunInput) string { return runARN(c, aws.ToString(in.RunId)) }),
		func(c *service.Call, in *wire.GetRunInput) (*wire.GetRunOutput, error) {
			caller, run, err := ownRun(c, in.RunId)
			if err != nil {
				return nil, err
			}
			sees, err := detailed(c.Tx, caller, &run)
			if err != nil {
				return nil, err
			}
			shown, err := shownRun(c.Tx, run, sees)
			return &wire.GetRunOutput{Run: &shown}, err
		}, service.Reads, service.Awaits(func(ctx context.Context, in *wire.GetRunInput) {
			o.Query.Wait(ctx, aws.ToString(in.RunId), hold)
		}))
}

// shownRun is a run in the API's shape; how it was made, for who sees that.
func shownRun(r store.Reader, run query.Run, sees bool) (shown wire.Run, err error) {
	shown = wire.Run{
		RunId: aws.String(run.ID), State: wire.RunState(run.State), RequestedBy: aws.String(run.Person.ARN),
		SubmittedAt: aws.Time(run.Submitted), CompletedAt: setTime(run.Completed), Warnings: run.Warnings,
	}
	if run.State == query.Succeeded {
		counts := sees
		if !counts { // how many rows there are is of the result, and goes with it
			if counts, err = query.MayRead(r, &run); err != nil {
				return shown, err
			}
		}
		if counts {
			shown.Rows = aws.Int64(run.Rows)
		}
	}
	if run.Join != "" && run.State.Final() {
		shown.JoinMillis = aws.Int64(run.JoinTime)
	}
	total, known := int64(0), true
	for _, p := range run.Parts {
		shown.Parts = append(shown.Parts, shownPart(p, sees))
		total, known = total+p.Picodollars, known && p.Known
	}
	if known {
		shown.Picodollars = aws.Int64(total)
	}
	shown.Failure, err = shownFailure(r, &run, sees)
	return shown, err
}

func shownPart(p query.Part, sees bool) wire.RunPartResult {
	if !sees {
		shown := wire.RunPartResult{Name: aws.String(p.Name), Account: setText(p.DataSource.Athena.Account()), State: wire.RunState(p.State), Copy: p.Copy.Shown()}
		if p.Known {
			shown.Picodollars = aws.Int64(p.Picodollars)
		}
		return shown
	}
	shown := wire.RunPartResult{
		Name: aws.String(p.Name), DataSourceArn: aws.String(p.DataSource.ARN()), Account: setText(p.DataSource.Athena.Account()),
		RoleASession: setText(p.RoleASession), RoleBSession: setText(p.RoleBSession), WorkGroup: setText(p.DataSource.Athena.WorkGroup),
		QueryExecutionId: setText(p.ExecutionID), State: wire.RunState(p.State), SqlText: aws.String(p.SQL), Copy: p.Copy.Shown(),
	}
	if p.State.Final() {
		shown.TotalMillis = aws.Int64(p.TotalMillis)
	}
	if p.Known {
		shown.ScannedBytes, shown.Picodollars, shown.EngineMillis = aws.Int64(p.ScannedBytes), aws.Int64(p.Picodollars), aws.Int64(p.EngineMillis)
	}
	if p.State == query.Succeeded {
		shown.Rows = aws.Int64(p.Rows)
	}
	return shown
}

func setText(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}

func setTime(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}
