package athena

import (
	"context"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/athena"
	"github.com/aws/aws-sdk-go-v2/service/athena/types"

	"interlaken/service"
	"interlaken/store"
)

const (
	// hold is how long an answer about an unfinished query is held back for its end.
	hold = 200 * time.Millisecond
	// young is how long after its start a finished query's first answer still says that it runs.
	young = 2 * time.Second
)

// getQueryExecution says how a query stands. The first answer after a start comes at once and never says that the
// query has ended: there are clients that look for the reason of a failure in a second answer only (facts, clients C1),
// and on AWS no query is that fast. A later one is held until the query ends, at most for a moment, so that nobody has
// to poll quickly.
func (a *athena) getQueryExecution() service.Operation {
	return service.Define("GetQueryExecution",
		onExecution("athena:GetQueryExecution", func(in *sdk.GetQueryExecutionInput) *string { return in.QueryExecutionId }),
		func(c *service.Call, in *sdk.GetQueryExecutionInput) (*sdk.GetQueryExecutionOutput, error) {
			e, err := find(c, in.QueryExecutionId)
			if err != nil {
				return nil, err
			}
			c.Run = e.Token
			if !e.Asked {
				e.Asked = true
				if err := executions.Put(c.Tx, e); err != nil {
					return nil, err
				}
				if e.final() && c.Now.Sub(e.Submitted) < young {
					e = e.unfinished()
				}
			}
			shown := e.show()
			return &sdk.GetQueryExecutionOutput{QueryExecution: &shown}, nil
		}, service.Reads, service.Awaits(a.awaitEnd))
}

// awaitEnd waits for the end of a query that was asked for before. A first question, and one about a query that has
// ended, is not held at all.
func (a *athena) awaitEnd(ctx context.Context, in *sdk.GetQueryExecutionInput) {
	if in.QueryExecutionId == nil || !a.goesOn(ctx, *in.QueryExecutionId) {
		return
	}
	bounded, cancel := context.WithCancel(ctx)
	slept := make(chan struct{})
	go func() {
		defer close(slept)
		_ = a.Mesh.Clock().Sleep(bounded, hold)
		cancel()
	}()
	defer func() {
		cancel()
		<-slept
	}()
	for {
		changed, release := a.Queue.Watch(jobKind, *in.QueryExecutionId)
		wait := a.goesOn(bounded, *in.QueryExecutionId)
		if wait {
			select {
			case <-changed:
			case <-bounded.Done():
				wait = false
			}
		}
		release()
		if !wait {
			return
		}
	}
}

// goesOn reports whether a query has been asked for before and has not ended.
func (a *athena) goesOn(ctx context.Context, id string) (goes bool) {
	err := a.Mesh.Store().View(ctx, func(r store.Reader) error {
		e, err := executions.Get(r, store.Key(id))
		goes = err == nil && e.Asked && !e.final()
		return err
	})
	return err == nil && goes
}

// unfinished is the execution as it was while it ran.
func (e execution) unfinished() execution {
	return execution{
		ID: e.ID, Account: e.Account, WorkGroup: e.WorkGroup, Query: e.Query, Parameters: e.Parameters, Catalog: e.Catalog,
		Database: e.Database, Output: e.Output, Owner: e.Owner, Type: e.Type, Subtype: e.Subtype,
		State: types.QueryExecutionStateRunning, Submitted: e.Submitted, Started: e.Submitted,
	}
}

// show is an execution in the API's shape.
func (e *execution) show() types.QueryExecution {
	shown := types.QueryExecution{
		QueryExecutionId: &e.ID, Query: &e.Query, StatementType: e.Type, WorkGroup: &e.WorkGroup,
		ExecutionParameters: e.Parameters, EngineVersion: engineVersion(),
		ResultConfiguration:      &types.ResultConfiguration{OutputLocation: &e.Output},
		QueryExecutionContext:    &types.QueryExecutionContext{},
		Status:                   &types.QueryExecutionStatus{State: e.State, SubmissionDateTime: &e.Submitted},
		Statistics:               &types.QueryExecutionStatistics{},
		ResultReuseConfiguration: e.showReuse(),
	}
	if e.Subtype != "" {
		shown.SubstatementType = &e.Subtype
	}
	if e.Catalog != "" {
		shown.QueryExecutionContext.Catalog = aws.String(strings.ToLower(e.Catalog))
	}
	if e.Database != "" {
		shown.QueryExecutionContext.Database = &e.Database
	}
	if e.Owner != "" {
		shown.ResultConfiguration.ExpectedBucketOwner = &e.Owner
	}
	if e.Reason != "" {
		shown.Status.StateChangeReason = &e.Reason
	}
	shown.Status.AthenaError = e.Error
	if e.final() {
		shown.Status.CompletionDateTime = &e.Completed
		t := e.times()
		shown.Statistics = &types.QueryExecutionStatistics{
			DataScannedInBytes: &e.Statistics.ScannedBytes, EngineExecutionTimeInMillis: &t.engine,
			QueryPlanningTimeInMillis: &t.planning, QueryQueueTimeInMillis: &t.queue, ServiceProcessingTimeInMillis: &t.service,
			ServicePreProcessingTimeInMillis: &t.before, TotalExecutionTimeInMillis: &t.total,
			DataManifestLocation: nonEmpty(e.Manifest), ResultReuseInformation: &types.ResultReuseInformation{ReusedPreviousResult: e.Reused},
		}
	}
	return shown
}

// times are the stretches of an execution in milliseconds.
type times struct{ before, queue, planning, engine, service, total int64 }

func (e *execution) times() times {
	t := times{
		planning: e.Planned.Milliseconds(), engine: e.Statistics.Executed.Milliseconds(), service: e.Finishing.Milliseconds(),
		queue: e.Statistics.Queued.Milliseconds(), total: e.Completed.Sub(e.Submitted).Milliseconds(),
	}
	if !e.Started.IsZero() {
		t.queue += e.Started.Sub(e.Submitted).Milliseconds()
	}
	return t
}

func nonEmpty(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}
