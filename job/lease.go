package job

import (
	"context"
	"errors"
	"time"

	"interlaken/fault"
	"interlaken/store"
)

// keep renews the leases of what this process is at, takes up what others have left, and looks for jobs that other
// processes have enqueued.
func (q *Queue) keep(ctx context.Context) {
	for q.config.Clock.Sleep(ctx, q.config.Lease/3) == nil {
		if err := errors.Join(q.renew(ctx), q.recover(ctx, false)); err != nil && ctx.Err() == nil {
			q.config.Report(err)
		}
		q.look()
	}
}

// renew prolongs the leases in one transaction. A job that is not ours any more is told to stop; one that another
// process cancelled learns of it here.
func (q *Queue) renew(ctx context.Context) error {
	q.mu.Lock()
	runs := make([]*Run, 0, len(q.runs))
	for _, run := range q.runs {
		runs = append(runs, run)
	}
	q.mu.Unlock()
	if len(runs) == 0 {
		return nil
	}
	return q.config.Store.Update(ctx, func(tx store.Tx) error {
		for _, run := range runs {
			j, err := run.Held(tx)
			switch {
			case errors.Is(err, errLost):
				if !run.ended.Load() {
					run.cancel(errLost)
				}
				continue
			case err != nil:
				return err
			case j.CancelRequested:
				run.cancel(errCancelled)
			}
			j.Lease = q.config.Clock.Now().Add(q.config.Lease)
			if err := jobs.Put(tx, j); err != nil {
				return err
			}
		}
		return nil
	})
}

// recover puts back or fails the jobs whose lease has run out, or all that are leased. Each is a transaction of its own,
// so that one whose failure cannot be written does not hold up the others.
func (q *Queue) recover(ctx context.Context, all bool) error {
	span := store.Range{To: store.Key(q.config.Clock.Now().Add(time.Nanosecond))}
	if all {
		span = store.Range{}
	}
	var left []Job
	err := q.config.Store.View(ctx, func(r store.Reader) error {
		for item, err := range jobs.ScanIndex(r, leaseIndex, span) {
			if err != nil {
				return err
			}
			left = append(left, item.Value)
		}
		return nil
	})
	if err != nil {
		return err
	}
	for _, j := range left {
		if q.kinds[j.Kind] == nil || q.at(j) {
			continue // another version's work, or our own with a renewal that is late
		}
		err := q.config.Store.Update(ctx, func(tx store.Tx) error {
			now, err := Get(tx, j.Kind, j.Key)
			if fault.Is(err, fault.NotFound) || now.Owner != j.Owner || now.Attempt != j.Attempt || !now.Lease.Equal(j.Lease) {
				return nil // it has gone on meanwhile
			}
			if err != nil {
				return err
			}
			return q.interrupted(tx, now)
		})
		if err != nil {
			q.config.Report(err)
		}
	}
	return nil
}

// at reports whether this process is at the job.
func (q *Queue) at(j Job) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	run := q.runs[store.Key(j.Kind, j.Key)]
	return run != nil && j.Owner == q.owner
}
