package job_test

import (
	"context"
	"fmt"
	"runtime"
	"testing"
	"time"

	"interlaken/fault"
	"interlaken/id"
	"interlaken/job"
	"interlaken/store"
)

// stuck is a process that begins a job and then does nothing, as if it had crashed; free lets it go on.
func (w *world) stuck(alone bool) (p *process, run chan *job.Run, free chan struct{}, ended chan error) {
	run, free, ended = make(chan *job.Run, 1), make(chan struct{}), make(chan error, 1)
	p = w.process(alone, job.Kind{Recovery: job.Resume, Do: func(ctx context.Context, r *job.Run) error {
		run <- r
		select {
		case <-free:
		case <-ctx.Done():
			ended <- context.Cause(ctx)
			return ctx.Err()
		}
		err := w.finish(r, "by the one that was given up")
		ended <- err
		return err
	}})
	w.t.Cleanup(func() {
		select {
		case <-free:
		default:
			close(free)
		}
	})
	return p, run, free, ended
}

func TestCrashIsResumed(t *testing.T) {
	w := newWorld(t)
	crashed, run, free, ended := w.stuck(true)
	crashed.enqueue("1", "a")
	<-run

	next := w.process(true, job.Kind{Recovery: job.Resume, Do: func(_ context.Context, r *job.Run) error {
		return w.finish(r, fmt.Sprintf("attempt %d", r.Attempt))
	}})
	wantText(t, "outcome", next.wait("a"), "attempt 2")
	// The one that was given up comes back, and must not write over it.
	close(free)
	if err := <-ended; !fault.Is(err, fault.Conflict) {
		t.Errorf("the end of a job that was taken over: %v", err)
	}
	wantText(t, "outcome after that", next.wait("a"), "attempt 2")
}

func TestCrashIsFailed(t *testing.T) {
	w := newWorld(t)
	crashed, run, _, _ := w.stuck(true)
	crashed.enqueue("1", "begun", "waiting")
	<-run
	next := w.process(true, job.Kind{Recovery: job.Fail, Do: func(_ context.Context, r *job.Run) error {
		return w.finish(r, fmt.Sprintf("attempt %d", r.Attempt))
	}})
	wantText(t, "the one at work", next.wait("begun"), "Unavailable: The work was interrupted because the server stopped, and is not begun again.")
	wantText(t, "the one that waited", next.wait("waiting"), "attempt 1")
}

func TestAttemptsEnd(t *testing.T) {
	w := newWorld(t)
	begun := make(chan int, 8)
	k := job.Kind{Recovery: job.Resume, Attempts: 2, Do: func(ctx context.Context, r *job.Run) error {
		begun <- r.Attempt
		<-ctx.Done()
		return ctx.Err()
	}}
	p := w.process(true, k)
	p.enqueue("1", "a")
	for want := 1; want <= 2; want++ {
		if got := <-begun; got != want {
			t.Errorf("attempt %d, want %d", got, want)
		}
		p = w.process(true, k)
	}
	wantText(t, "outcome", p.wait("a"), "Unavailable: The work was interrupted 2 times.")
}

// A cancelled job is not resumed after a crash.
func TestCrashOfACancelledJob(t *testing.T) {
	w := newWorld(t)
	begun, free := make(chan struct{}), make(chan struct{})
	crashed := w.process(true, job.Kind{Do: func(context.Context, *job.Run) error {
		close(begun)
		<-free // deaf to its context
		return nil
	}})
	defer close(free)
	crashed.enqueue("1", "a")
	<-begun
	w.update(func(tx store.Tx) error { return crashed.Cancel(tx, kind, "a") })
	next := w.process(true, job.Kind{Recovery: job.Resume, Do: func(_ context.Context, r *job.Run) error { return w.finish(r, "resumed") }})
	wantText(t, "outcome", next.wait("a"), "Cancelled: The work was cancelled.")
}

func TestLeaseRunsOut(t *testing.T) {
	w := newWorld(t)
	silent, run, _, ended := w.stuck(false)
	silent.enqueue("1", "a")
	<-run
	other := w.process(false, job.Kind{Recovery: job.Resume, Do: func(_ context.Context, r *job.Run) error { return w.finish(r, "taken over") }})
	other.advance(29 * time.Second)
	if all := w.jobs(); len(all) != 1 || all[0].Attempt != 1 {
		t.Errorf("before the lease ran out: %+v", all)
	}
	other.advance(10 * time.Second)
	wantText(t, "outcome", other.wait("a"), "taken over")
	// The silent one learns of it when it next renews.
	silent.advance(10 * time.Second)
	if cause := <-ended; !fault.Is(cause, fault.Conflict) {
		t.Errorf("the context of the one that lost its lease ended because of %v", cause)
	}
}

func TestLeaseIsRenewed(t *testing.T) {
	w := newWorld(t)
	busy, run, free, ended := w.stuck(false)
	busy.enqueue("1", "a")
	<-run
	other := w.process(false, job.Kind{Recovery: job.Resume, Do: func(_ context.Context, r *job.Run) error { return w.finish(r, "taken over") }})
	for range 12 {
		busy.advance(10 * time.Second)
		other.advance(10 * time.Second)
	}
	close(free)
	if err := <-ended; err != nil {
		t.Error(err)
	}
	wantText(t, "outcome", busy.wait("a"), "by the one that was given up")
}

// What another process enqueues is found by the keeper; what another process cancels ends at the next renewal.
func TestOtherProcesses(t *testing.T) {
	w := newWorld(t)
	busy, run, _, ended := w.stuck(false)
	other := job.New(job.Config{Store: w.store, Clock: busy.clock, IDs: id.Seeded(99)})
	other.Register(job.Kind{Name: kind, Concurrency: 1, Do: func(context.Context, *job.Run) error { return nil }, Failed: writeFailure})
	w.update(func(tx store.Tx) error { return other.Enqueue(tx, "1", kind, "a", nil) })
	busy.advance(10 * time.Second)
	<-run
	w.update(func(tx store.Tx) error { return other.Cancel(tx, kind, "a") })
	busy.advance(10 * time.Second)
	if cause := <-ended; !fault.Is(cause, fault.Cancelled) {
		t.Errorf("the context ended because of %v", cause)
	}
	wantText(t, "outcome", busy.wait("a"), "Cancelled: The work was cancelled.")
}

func TestCloseDrains(t *testing.T) {
	w := newWorld(t)
	p, run, free, ended := w.stuck(true)
	p.enqueue("1", "a", "b")
	<-run
	closed := make(chan error)
	go func() { closed <- p.Close(context.Background()) }()
	close(free)
	if err := <-ended; err != nil {
		t.Error(err)
	}
	if err := <-closed; err != nil {
		t.Error(err)
	}
	// b may have begun before Close was called, but not after; nothing is left half done.
	for _, j := range w.jobs() {
		if j.Running() {
			t.Errorf("%+v is leased after Close", j)
		}
	}
	p.enqueue("1", "c")
	next := w.process(true, job.Kind{Recovery: job.Resume, Do: func(_ context.Context, r *job.Run) error { return w.finish(r, "by the next") }})
	wantText(t, "a", next.wait("a"), "by the one that was given up")
	wantText(t, "c", next.wait("c"), "by the next")
}

func TestCloseWithoutPatience(t *testing.T) {
	for _, c := range []struct {
		recovery job.Recovery
		want     string
	}{
		{job.Resume, "attempt 1"},
		{job.Fail, "Unavailable: The work was interrupted because the server stopped, and is not begun again."},
	} {
		w := newWorld(t)
		begun := make(chan struct{})
		p := w.process(true, job.Kind{Recovery: c.recovery, Do: func(ctx context.Context, _ *job.Run) error {
			close(begun)
			<-ctx.Done()
			return ctx.Err()
		}})
		p.enqueue("1", "a")
		<-begun
		ended, end := context.WithCancel(context.Background())
		end()
		if err := p.Close(ended); !fault.Is(err, fault.Unavailable) {
			t.Errorf("Close: %v", err)
		}
		for left := w.jobs(); len(left) > 0 && left[0].Running(); left = w.jobs() {
			runtime.Gosched() // the work heeds its context
		}
		next := w.process(true, job.Kind{Recovery: c.recovery, Do: func(_ context.Context, r *job.Run) error {
			return w.finish(r, fmt.Sprintf("attempt %d", r.Attempt))
		}})
		wantText(t, "outcome", next.wait("a"), c.want)
	}
}
