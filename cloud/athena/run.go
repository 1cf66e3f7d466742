package athena

import (
	"context"
	"errors"
	"io"
	"sync"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/athena/types"

	"interlaken/engine"
	"interlaken/fault"
	"interlaken/job"
	"interlaken/result"
	"interlaken/service"
	"interlaken/sql/translate"
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

// attempt is one query at work.
type attempt struct {
	*athena
	job *job.Run
	e   execution
	// recorded waits until the plan's events are durable, once plan has begun.
	recorded func() error
}

// run does a query: it is planned in one transaction, runs on the engine, and is ended in another one. A failure of
// the statement, a refusal included, is an end like any other: it is written in the transaction in which it showed, so
// that the refusal's event stands beside it.
func (a *athena) run(ctx context.Context, j *job.Run) (err error) {
	t := &attempt{athena: a, job: j}
	err = a.Mesh.Store().View(ctx, func(r store.Reader) (err error) {
		t.e, err = executions.Get(r, store.Key(j.Key))
		return err
	})
	if err != nil {
		return err
	}
	p, err := t.plan(ctx)
	if p == nil || err != nil {
		return err
	}
	defer p.release()
	// Whatever becomes of the query, its end stands behind the events of its plan or not at all.
	defer func() { err = errors.Join(err, t.recorded()) }()
	text, err := translate.Statement(p.analysis, translate.Options{Now: p.now, Random: a.Mesh.IDs()})
	if err != nil {
		return t.end(ctx, err, nil)
	}
	return t.execute(ctx, p, text)
}

// transaction runs a body as the caller through Athena.
func (t *attempt) transaction(ctx context.Context, body func(*service.Call) error) error {
	return t.Mesh.Transaction(ctx, t.e.session(), t.Mesh.IDs().UUID(), func(c *service.Call) error {
		c.Run = t.e.Token
		return body(c)
	})
}

// plan understands and authorizes the query; nil when that was its end. It returns while the events of what was decided
// are on their way to the disk: the engine need not wait for that, and recorded tells before anybody gets an answer.
func (t *attempt) plan(ctx context.Context) (*planned, error) {
	began := t.Mesh.Clock().Now()
	query, err := t.e.query()
	if err != nil {
		return nil, t.end(ctx, err, nil)
	}
	decided, durable := make(chan *planned, 1), make(chan error, 1)
	t.recorded = sync.OnceValue(func() error { return <-durable })
	go func() {
		defer close(decided)
		durable <- t.transaction(ctx, func(c *service.Call) error {
			p, err := t.athena.plan(c, &t.e, query)
			if err == nil {
				decided <- p
				return nil
			}
			f := statementFailure(err)
			if f == nil {
				return err
			}
			return t.conclude(c, func(e *execution) { e.fail(c.Now, f) })
		})
	}()
	p := <-decided
	if p == nil {
		return nil, t.recorded()
	}
	t.e.Planned = t.Mesh.Clock().Now().Sub(began)
	return p, nil
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

// execute runs the statement and stages its result.
func (t *attempt) execute(ctx context.Context, p *planned, text string) error {
	stage := ahead(t.Objects.Stage)
	rows, err := t.Engine.Run(ctx, engine.Request{
		Statement: text, Tables: p.tables, Key: p.key,
		Limits: engine.Limits{ScannedBytes: t.e.CutoffBytes, Time: t.Timeout, ResultBytes: t.ResultBytes},
	})
	staged, failed := stage()
	if err != nil {
		if failed == nil {
			staged.Discard() // like the files: before anybody can see that the query has ended
		}
		p.release()
		cost, began := engine.StatisticsOf(err)
		if !began {
			return t.end(ctx, err, nil)
		}
		return t.end(ctx, err, &cost)
	}
	if failed != nil {
		return errors.Join(failed, rows.Close())
	}
	defer staged.Discard()
	columns := resultColumns(p.analysis)
	err = write(ctx, staged, columns, rows)
	cost := rows.Statistics()
	if closing := rows.Close(); err == nil {
		err = closing
	}
	p.release() // before anybody can see that the query has ended
	if err != nil {
		return t.end(ctx, err, &cost)
	}
	t.e.Statistics = cost
	finishing := t.Mesh.Clock().Now()
	if err := staged.Close(); err != nil {
		return err
	}
	return t.succeed(ctx, staged, columns, finishing)
}

// ahead begins a staged object and returns what waits for it. To make a file takes as long as a small part of the
// statement, and the disk and the engine do not need each other.
func ahead(begin func() (Staged, error)) (wait func() (Staged, error)) {
	type outcome struct {
		staged Staged
		err    error
	}
	begun := make(chan outcome, 1)
	go func() {
		staged, err := begin()
		begun <- outcome{staged, err}
	}()
	return func() (Staged, error) {
		o := <-begun
		return o.staged, o.err
	}
}

// write writes the rows as Athena's CSV.
func write(ctx context.Context, to io.Writer, columns []result.Column, rows engine.Rows) error {
	csv, err := result.NewCSV(to, columns)
	if err != nil {
		return err
	}
	for {
		batch, err := rows.Next(ctx)
		if err == io.EOF {
			return csv.Close()
		}
		if err != nil {
			return err
		}
		err = csv.Write(batch)
		batch.Release()
		if err != nil {
			return err
		}
	}
}

// succeed puts the result with the caller's rights. A refusal fails the query after all; what it read is not charged
// then, as failed queries are free.
func (t *attempt) succeed(ctx context.Context, staged Staged, columns []result.Column, finishing time.Time) error {
	return t.settled(ctx, func(c *service.Call) error {
		bucket, key, _ := parseLocation(t.e.Output)
		err := t.Objects.Put(c, bucket, key, staged, PutOptions{ContentType: "application/octet-stream", ExpectedBucketOwner: t.e.Owner})
		switch {
		case err == nil:
		case ours[fault.CodeOf(err)]:
			return err
		default:
			f := failed(userError, 1501, "Access denied when writing to location: "+t.e.Output)
			if !fault.Is(err, fault.AccessDenied) {
				f = failed(userError, 1403, fault.Public(err)+" ("+t.e.Output+")")
			}
			return t.conclude(c, func(e *execution) { e.fail(c.Now, f) })
		}
		if err := t.charge(c); err != nil {
			return err
		}
		return t.conclude(c, func(e *execution) {
			e.State, e.Completed, e.Columns = types.QueryExecutionStateSucceeded, c.Now, columns
			e.OutputBytes, e.Finishing = staged.Size(), c.Now.Sub(finishing)
		})
	})
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
