package job

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"sync/atomic"
	"time"

	"interlaken/fault"
	"interlaken/store"
)

// Why the context of a job at work ends; context.Cause tells.
var (
	errCancelled = fault.New(fault.Cancelled, "The work was cancelled.")
	errStopped   = fault.New(fault.Unavailable, "The work was interrupted because the server stopped.")
	errLost      = fault.New(fault.Conflict, "The work was taken over by another process.")
)

// Run is a job at work. Its Job is as it was claimed.
type Run struct {
	Job
	queue  *Queue
	ctx    context.Context
	cancel context.CancelCauseFunc
	ended  atomic.Bool // the job's record is gone
}

// End ends the job in the transaction that writes its outcome. It fails with fault.Conflict if the job is not this
// process's any more; then the transaction has to fail.
func (r *Run) End(tx store.Tx) error {
	if _, err := r.Held(tx); err != nil {
		return err
	}
	tx.AfterCommit(func() { r.ended.Store(true) })
	return jobs.Delete(tx, store.Key(r.Kind, r.Key))
}

// Held returns the job as it is stored if it is still this process's, else fault.Conflict. A transaction of Do that
// must not stand beside another process's begins with it.
func (r *Run) Held(tx store.Reader) (Job, error) {
	j, err := Get(tx, r.Kind, r.Key)
	switch {
	case fault.Is(err, fault.NotFound):
		return j, errLost
	case err != nil:
		return j, err
	case j.Owner != r.queue.owner || j.Attempt != r.Attempt:
		return j, errLost
	}
	return j, nil
}

// Note keeps a sentence about the progress with the job, for those who wait.
func (r *Run) Note(ctx context.Context, text string) error {
	err := r.queue.config.Store.Update(ctx, func(tx store.Tx) error {
		j, err := r.Held(tx)
		if err != nil {
			return err
		}
		j.Note = text
		return jobs.Put(tx, j)
	})
	if err == nil {
		r.queue.changed(store.Key(r.Kind, r.Key))
	}
	return err
}

// add makes the run of a job that is being claimed. The queue is locked.
func (q *Queue) add(j Job) *Run {
	run := &Run{Job: j, queue: q}
	run.ctx, run.cancel = context.WithCancelCause(context.Background())
	q.runs[store.Key(j.Kind, j.Key)] = run
	if q.stopped {
		run.cancel(errStopped)
	}
	return run
}

func (q *Queue) remove(run *Run) {
	run.cancel(nil)
	q.mu.Lock()
	defer q.mu.Unlock()
	// The same key may have been enqueued and claimed again since this one ended.
	if record := store.Key(run.Kind, run.Key); q.runs[record] == run {
		delete(q.runs, record)
	}
}

// begin does a claimed job in a goroutine of its own.
func (q *Queue) begin(run *Run) {
	record := store.Key(run.Kind, run.Key)
	q.changed(record)
	q.working.Go(func() {
		err := guarded(func() error { return q.kinds[run.Kind].Do(run.ctx, run) })
		failed := q.finish(run, err, context.Cause(run.ctx))
		q.remove(run) // before anybody learns of it: from here on nobody renews the lease
		if failed != nil {
			q.config.Report(failed)
		}
		q.changed(record)
		q.mu.Lock()
		waits := q.waits
		q.mu.Unlock()
		if waits {
			q.signal()
		}
	})
}

// guarded makes an error of a panic in a kind's function: one job's defect must not end the work of all others.
func guarded(f func() error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fault.Wrap(fmt.Errorf("panic: %v\n%s", p, debug.Stack()), fault.Internal, "The work failed because of an internal error.")
		}
	}()
	return f()
}

// finish ends a job that Do has left. Cause is why its context ended, nil if it did not.
func (q *Queue) finish(run *Run, failed, cause error) error {
	if run.ended.Load() {
		return nil
	}
	// The end is written whatever the state of the job's context.
	err := q.config.Store.Update(context.Background(), func(tx store.Tx) error {
		j, err := run.Held(tx)
		switch {
		case err != nil:
			return err
		case failed == nil:
			return run.End(tx)
		case errors.Is(cause, errCancelled), j.CancelRequested:
			return q.fail(tx, j, fault.Wrap(failed, fault.Cancelled, "%s", errCancelled.Message))
		case errors.Is(cause, errStopped):
			j.Attempt-- // it was not the work that ended the process
			return q.interrupted(tx, j)
		}
		return q.fail(tx, j, failed)
	})
	if errors.Is(err, errLost) {
		return nil // another process ends it
	}
	return err
}

// fail ends a job with a failure.
func (q *Queue) fail(tx store.Tx, j Job, cause error) error {
	if err := guarded(func() error { return q.kinds[j.Kind].Failed(tx, j, cause) }); err != nil {
		return err
	}
	record := store.Key(j.Kind, j.Key)
	tx.AfterCommit(func() { q.changed(record) })
	return jobs.Delete(tx, record)
}

// interrupted puts a job back or fails it, as its kind wants.
func (q *Queue) interrupted(tx store.Tx, j Job) error {
	k := q.kinds[j.Kind]
	switch {
	case j.CancelRequested:
		return q.fail(tx, j, errCancelled)
	case k.Recovery == Resume && j.Attempt < k.Attempts:
		j.Owner, j.Lease = "", time.Time{}
		return jobs.Put(tx, j)
	case k.Recovery == Resume:
		return q.fail(tx, j, fault.New(fault.Unavailable, "The work was interrupted %d times.", j.Attempt))
	}
	return q.fail(tx, j, fault.New(fault.Unavailable, "The work was interrupted because the server stopped, and is not begun again."))
}
