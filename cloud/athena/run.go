package athena

import (
	"context"
	"errors"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/athena/types"

	"interlaken/fault"
	"interlaken/job"
	"interlaken/result"
	"interlaken/service"
	"interlaken/sql/ast"
	"interlaken/store"
	"interlaken/usage"
)

// begin marks a query as running when it is claimed.
func (a *athena) begin(tx store.Tx, j job.Job) error {
	return executions.Modify(tx, store.Key(j.Key), func(e *execution) error {
		e.State, e.Started = types.QueryExecutionStateRunning, a.Mesh.Clock().Now()
		return nil
	})
}

// failed writes the end of a query that could not be ended by its own work: it waited when it was stopped, the process
// went away, or this program has a defect. None of these is charged.
func (a *athena) failed(tx store.Tx, j job.Job, cause error) error {
	f := failed(systemError, 100, "GENERIC_INTERNAL_ERROR: "+fault.Public(nil))
	switch fault.CodeOf(cause) {
	case fault.Cancelled:
		f = cancelled(cancelledByUser)
	case fault.Unavailable:
		f = failed(systemError, 200, "GENERIC_INTERNAL_ERROR: "+fault.Public(cause))
		f.details.Retryable = true
	}
	return executions.Modify(tx, store.Key(j.Key), func(e *execution) error {
		e.fail(a.Mesh.Clock().Now(), f)
		return nil
	})
}

func (e *execution) fail(now time.Time, f *failure) {
	e.State, e.Reason, e.Error, e.Completed = f.state, f.reason, f.details, now
}

// attempt is one statement at work.
type attempt struct {
	*athena
	job *job.Run
	e   execution
	// recorded waits until the plan's events are durable, once plan has begun.
	recorded func() error
	// charged tells that the statement has read tables: what it read is charged then.
	charged bool
	// finishing is when the rows were all written and the end began; zero where there are none.
	finishing time.Time
	lake      *lake
}

// run does a statement from its text to its end. A failure of the statement, a refusal included, is an end like any
// other; what is returned is a failure of ours.
func (a *athena) run(ctx context.Context, j *job.Run) error {
	t := &attempt{athena: a, job: j}
	t.lake = newLake(t)
	defer t.lake.files.discard()
	err := a.Mesh.Store().View(ctx, func(r store.Reader) (err error) {
		t.e, err = executions.Get(r, store.Key(j.Key))
		return err
	})
	if err != nil {
		return err
	}
	statement, err := t.e.statement()
	if err != nil {
		return t.refused(ctx, err)
	}
	switch s := statement.(type) {
	case *ast.Query:
		return t.query(ctx, s)
	case *ast.Explain:
		return t.explain(ctx, s)
	case *ast.CreateTableAs:
		return t.createTableAs(ctx, s)
	case *ast.Insert:
		return t.insert(ctx, s)
	case *ast.Unload:
		return t.unload(ctx, s)
	case *ast.Delete:
		return t.rewrite(ctx, s, s.Table, s.Where, nil)
	case *ast.Update:
		return t.rewrite(ctx, s, s.Table, s.Where, s.Assignments)
	}
	return t.define(ctx, statement)
}

// transaction runs a body as the caller through Athena. A body that finds files unread which it needs is undone, and run
// again once they have been read.
func (t *attempt) transaction(ctx context.Context, body func(*service.Call) error) error {
	for {
		err := t.Mesh.Transaction(ctx, t.e.session(), t.Mesh.IDs().UUID(), func(c *service.Call) error {
			c.Run = t.e.Token
			return body(c)
		})
		var needed *unread
		if !errors.As(err, &needed) {
			return err
		}
		needed.read(ctx)
	}
}

// settled runs a body that ends the query, once the events of its plan are durable.
func (t *attempt) settled(ctx context.Context, body func(*service.Call) error) error {
	if t.recorded != nil {
		if err := t.recorded(); err != nil {
			return err
		}
	}
	return t.transaction(context.WithoutCancel(ctx), body)
}

// conclude writes the end of the query, of its job, and what it cost, in a transaction.
func (t *attempt) conclude(c *service.Call, change func(*execution)) error {
	if err := t.job.End(c.Tx); err != nil {
		return err
	}
	return executions.Modify(c.Tx, store.Key(t.e.ID), func(e *execution) error {
		e.Planned, e.Statistics = t.e.Planned, t.e.Statistics
		change(e)
		return nil
	})
}

// refused ends the statement with what refused it, or fails the job with what is ours.
func (t *attempt) refused(ctx context.Context, err error) error {
	f := statementFailure(err)
	switch {
	case f == nil:
		return err
	case t.e.textual() && f.ofHive():
		return t.explained(ctx, f)
	}
	return t.end(ctx, f, nil)
}

// explained ends a statement of the catalog that failed, with the reason as its result file (facts: measured, byte for
// byte). A file that the caller may not write changes nothing of the end.
func (t *attempt) explained(ctx context.Context, f *failure) error {
	file := &resultFile{}
	defer file.Discard()
	if err := file.stage(t.Objects, &t.e, nil); err != nil {
		return err
	}
	if _, err := file.body.Write([]byte(f.reason)); err != nil {
		return err
	}
	if err := file.Close(); err != nil {
		return err
	}
	return t.settled(ctx, func(c *service.Call) error {
		if err := t.put(c, file); err != nil && statementFailure(err) == nil {
			return err
		}
		return t.conclude(c, func(e *execution) { e.fail(c.Now, f) })
	})
}

// succeed lets go of what the statement made, with the caller's rights, and writes its end, all in one transaction: a
// refusal there undoes the rest and fails the statement after all. What it read is not charged then, as failed queries
// are free.
func (t *attempt) succeed(ctx context.Context, leave func(*service.Call) error, change func(*execution)) error {
	finishing := t.finishing
	if finishing.IsZero() {
		finishing = t.Mesh.Clock().Now()
	}
	err := t.settled(ctx, func(c *service.Call) error {
		if err := leave(c); err != nil {
			return err
		}
		if t.charged {
			if err := t.charge(c); err != nil {
				return err
			}
		}
		return t.conclude(c, func(e *execution) {
			e.State, e.Completed, e.Finishing = types.QueryExecutionStateSucceeded, c.Now, c.Now.Sub(finishing)
			change(e)
		})
	})
	if err == nil {
		return nil
	}
	return t.refused(context.WithoutCancel(ctx), err)
}

// end writes how a query ended that did not succeed. cost is what its statement had read; nil if none had begun. A
// cancelled query is charged for that, a failed one is free (Athena pricing). What ends with the process or was taken
// over is the queue's to write.
func (t *attempt) end(ctx context.Context, err error, cost *result.Statistics) error {
	var f *failure
	switch cause := context.Cause(ctx); {
	case cause != nil && !fault.Is(cause, fault.Cancelled):
		return err
	case cause != nil:
		f = cancelled(cancelledByUser)
	case errors.As(err, &f):
	case cost != nil:
		f = engineFailure(err, cost.ScannedBytes, t.e.CutoffBytes)
	default:
		if f = statementFailure(err); f == nil {
			f = engineFailure(err, 0, 0)
		}
	}
	return t.settled(ctx, func(c *service.Call) error {
		if cost != nil {
			t.e.Statistics = *cost
			if f.state == types.QueryExecutionStateCancelled {
				if err := t.charge(c); err != nil {
					return err
				}
			}
		}
		return t.conclude(c, func(e *execution) { e.fail(c.Now, f) })
	})
}

// charge records the bytes scanned for the account that asked. Minimum and rounding are the price list's.
func (t *attempt) charge(c *service.Call) error {
	return c.Use(usage.Record{
		Service: usage.Athena, UsageType: usage.AthenaDataScanned, Operation: "RunQuery", Unit: usage.Bytes,
		Quantity: t.e.Statistics.ScannedBytes, Resource: t.e.workGroupARN(),
	})
}
