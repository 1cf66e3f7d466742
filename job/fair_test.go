package job_test

import (
	"context"
	"slices"
	"sync"
	"testing"

	"interlaken/fault"
	"interlaken/job"
	"interlaken/store"
)

// Accounts take turns; within an account the order is that of enqueueing.
func TestFairness(t *testing.T) {
	w := newWorld(t)
	gate := make(chan struct{})
	var mu sync.Mutex
	var order []string
	p := w.process(true, job.Kind{Do: func(_ context.Context, run *job.Run) error {
		<-gate
		mu.Lock()
		order = append(order, run.Key)
		mu.Unlock()
		return w.finish(run, "done")
	}})
	p.enqueue("0", "first") // occupies the one place while the others are enqueued
	p.enqueue("1", "a9", "a1", "a2")
	p.enqueue("2", "b1")
	p.enqueue("3", "c1", "c2")
	close(gate)
	for _, key := range []string{"first", "a9", "a1", "a2", "b1", "c1", "c2"} {
		p.wait(key)
	}
	if want := []string{"first", "a9", "b1", "c1", "a1", "c2", "a2"}; !slices.Equal(order, want) {
		t.Errorf("order is %q, want %q", order, want)
	}
}

func TestConcurrencyIsBounded(t *testing.T) {
	w := newWorld(t)
	const places, all = 3, 12
	var mu sync.Mutex
	now, most := 0, 0
	entered, gate := make(chan struct{}, all), make(chan struct{})
	p := w.process(true, job.Kind{Concurrency: places, Do: func(_ context.Context, run *job.Run) error {
		mu.Lock()
		now++
		most = max(most, now)
		mu.Unlock()
		entered <- struct{}{}
		<-gate
		mu.Lock()
		now--
		mu.Unlock()
		return w.finish(run, "done")
	}})
	var keys []string
	for i := range all {
		keys = append(keys, string(rune('a'+i)))
	}
	p.enqueue("1", keys...)
	for range places {
		<-entered // all places are taken at once, without the clock moving
	}
	close(gate)
	for _, key := range keys {
		p.wait(key)
	}
	if most != places {
		t.Errorf("at most %d were at work, want %d", most, places)
	}
}

func TestCancel(t *testing.T) {
	w := newWorld(t)
	begun := make(chan struct{}, 1)
	var cause error
	p := w.process(true, job.Kind{Do: func(ctx context.Context, _ *job.Run) error {
		begun <- struct{}{}
		<-ctx.Done()
		cause = context.Cause(ctx)
		return ctx.Err()
	}})
	p.enqueue("1", "running", "waiting")
	<-begun
	cancel := func(key string) {
		t.Helper()
		w.update(func(tx store.Tx) error { return p.Cancel(tx, kind, key) })
	}
	cancel("waiting")
	wantText(t, "the one that waited", p.wait("waiting"), "Cancelled: The work was cancelled.")
	cancel("running")
	wantText(t, "the one at work", p.wait("running"), "Cancelled: The work was cancelled.")
	if !fault.Is(cause, fault.Cancelled) {
		t.Errorf("the context ended because of %v", cause)
	}
	w.update(func(tx store.Tx) error {
		if err := p.Cancel(tx, kind, "running"); !fault.Is(err, fault.NotFound) {
			t.Errorf("Cancel of an ended job: %v", err)
		}
		return nil
	})
}

// A cancelled job that is done all the same is done.
func TestCancelTooLate(t *testing.T) {
	w := newWorld(t)
	begun := make(chan struct{})
	p := w.process(true, job.Kind{Do: func(ctx context.Context, run *job.Run) error {
		close(begun)
		<-ctx.Done()
		return w.finish(run, "done")
	}})
	p.enqueue("1", "a")
	<-begun
	w.update(func(tx store.Tx) error { return p.Cancel(tx, kind, "a") })
	wantText(t, "outcome", p.wait("a"), "done")
}

// Cancel in the very transaction after the claim must reach the work, however the goroutines fall.
func TestCancelRightAfterTheClaim(t *testing.T) {
	w := newWorld(t)
	p := w.process(true, job.Kind{Concurrency: 4, Do: func(ctx context.Context, _ *job.Run) error {
		<-ctx.Done()
		return ctx.Err()
	}})
	for range 100 {
		p.enqueue("1", "a")
		w.update(func(tx store.Tx) error { return p.Cancel(tx, kind, "a") })
		wantText(t, "outcome", p.wait("a"), "Cancelled: The work was cancelled.")
		w.update(func(tx store.Tx) error { return outcomes.Delete(tx, store.Key("a")) })
	}
}
