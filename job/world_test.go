package job_test

import (
	"context"
	"encoding/json"
	"errors"
	"runtime"
	"slices"
	"sync"
	"testing"
	"time"

	"interlaken/clock"
	"interlaken/fault"
	"interlaken/id"
	"interlaken/job"
	"interlaken/store"
	"interlaken/store/storetest"
)

const kind = "test.work"

var start = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// outcome is what jobs write: the record that whoever asked for the work keeps.
type outcome struct{ Key, Text string }

var outcomes = store.Collection[outcome]{Table: "test.outcome", Schema: 1, Key: func(o *outcome) string { return store.Key(o.Key) }}

// world is a store and the processes that work on it.
type world struct {
	t     *testing.T
	store store.Store
	seed  uint64

	mu       sync.Mutex
	reported []error
}

func newWorld(t *testing.T) *world { return &world{t: t, store: storetest.Open(t)} }

// process is a queue with its own clock.
type process struct {
	*job.Queue
	w     *world
	clock *clock.Manual
}

// process starts a queue with one kind. It is closed with the test, without patience.
func (w *world) process(alone bool, k job.Kind) *process {
	w.t.Helper()
	w.seed++
	p := &process{w: w, clock: clock.NewManual(start)}
	p.Queue = job.New(job.Config{Store: w.store, Clock: p.clock, IDs: id.Seeded(w.seed), Alone: alone, Report: func(err error) {
		w.mu.Lock()
		defer w.mu.Unlock()
		w.reported = append(w.reported, err)
	}})
	if k.Name == "" {
		k.Name = kind
	}
	if k.Concurrency == 0 {
		k.Concurrency = 1
	}
	if k.Failed == nil {
		k.Failed = writeFailure
	}
	p.Register(k)
	if err := p.Start(context.Background()); err != nil {
		w.t.Fatal(err)
	}
	w.t.Cleanup(func() {
		ended, end := context.WithCancel(context.Background())
		end()
		_ = p.Close(ended) // it says that jobs are left, which a test may want
		if err := p.Close(context.Background()); err != nil {
			w.t.Error(err)
		}
	})
	return p
}

func writeFailure(tx store.Tx, j job.Job, cause error) error {
	return outcomes.Put(tx, outcome{j.Key, string(fault.CodeOf(cause)) + ": " + fault.Public(cause)})
}

func (w *world) update(body func(store.Tx) error) {
	w.t.Helper()
	if err := w.store.Update(context.Background(), body); err != nil {
		w.t.Fatal(err)
	}
}

func (p *process) enqueue(account string, keys ...string) {
	p.w.t.Helper()
	p.w.update(func(tx store.Tx) error {
		for _, key := range keys {
			if err := p.Enqueue(tx, account, kind, key, map[string]string{"for": key}); err != nil {
				return err
			}
		}
		return nil
	})
}

// finish ends a run with an outcome.
func (w *world) finish(run *job.Run, text string) error {
	return w.store.Update(context.Background(), func(tx store.Tx) error {
		if err := outcomes.Put(tx, outcome{run.Key, text}); err != nil {
			return err
		}
		return run.End(tx)
	})
}

// wait returns the outcome of a job once there is one.
func (p *process) wait(key string) string {
	p.w.t.Helper()
	for {
		changed, release := p.Watch(kind, key)
		var text string
		var left bool
		err := p.w.store.View(context.Background(), func(r store.Reader) error {
			_, err := job.Get(r, kind, key)
			left = err == nil
			if o, err := outcomes.Get(r, store.Key(key)); err == nil {
				text = o.Text
			}
			return nil
		})
		if err != nil {
			p.w.t.Fatal(err)
		}
		if text != "" && !left {
			release()
			return text
		}
		<-changed
		release()
	}
}

func (w *world) jobs() []job.Job {
	w.t.Helper()
	var all []job.Job
	err := w.store.View(context.Background(), func(r store.Reader) (err error) {
		all, err = job.List(r, kind)
		return err
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return all
}

// advance moves the process's clock until its keeper has looked once, and waits until it sleeps again.
func (p *process) advance(d time.Duration) {
	for p.clock.Sleeping() == 0 {
		runtime.Gosched()
	}
	p.clock.Advance(d)
	for p.clock.Sleeping() == 0 {
		runtime.Gosched()
	}
}

func (w *world) reports() []error {
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.Clone(w.reported)
}

func wantText(t *testing.T, what, got, want string) {
	t.Helper()
	if got != want {
		t.Errorf("%s: %q, want %q", what, got, want)
	}
}

func TestWorkIsDone(t *testing.T) {
	w := newWorld(t)
	p := w.process(true, job.Kind{
		Begin: func(tx store.Tx, j job.Job) error {
			return outcomes.Put(tx, outcome{"begun", j.Key})
		},
		Do: func(_ context.Context, run *job.Run) error {
			var payload map[string]string
			if err := run.Decode(&payload); err != nil {
				return err
			}
			return w.finish(run, "done for "+payload["for"])
		},
	})
	p.enqueue("1", "a")
	wantText(t, "outcome", p.wait("a"), "done for a")
	wantText(t, "begun", p.wait("begun"), "a")
	if left := w.jobs(); len(left) != 0 {
		t.Errorf("%d jobs are left", len(left))
	}
	// The key is free again.
	p.enqueue("1", "a")
	wantText(t, "outcome of the second", p.wait("a"), "done for a")
}

func TestAJobStandsAndFallsWithItsTransaction(t *testing.T) {
	w := newWorld(t)
	p := w.process(true, job.Kind{Do: func(_ context.Context, run *job.Run) error { return w.finish(run, "done") }})
	refused := errors.New("refused")
	err := w.store.Update(context.Background(), func(tx store.Tx) error {
		if err := p.Enqueue(tx, "1", kind, "never", nil); err != nil {
			return err
		}
		return refused
	})
	if !errors.Is(err, refused) {
		t.Fatal(err)
	}
	p.enqueue("1", "a")
	p.wait("a")
	if left := w.jobs(); len(left) != 0 {
		t.Errorf("jobs are left: %+v", left)
	}
}

func TestEnqueueRefuses(t *testing.T) {
	w := newWorld(t)
	p := w.process(true, job.Kind{Do: func(ctx context.Context, _ *job.Run) error { <-ctx.Done(); return ctx.Err() }})
	p.enqueue("1", "a")
	w.update(func(tx store.Tx) error {
		for _, c := range []struct {
			name, kind, key string
			payload         any
			code            fault.Code
		}{
			{"an unfinished key", kind, "a", nil, fault.AlreadyExists},
			{"an unknown kind", "x", "a", nil, fault.Internal},
			{"a payload that is no JSON", kind, "b", make(chan int), fault.Internal},
		} {
			if err := p.Enqueue(tx, "1", c.kind, c.key, c.payload); !fault.Is(err, c.code) {
				t.Errorf("%s: %v", c.name, err)
			}
		}
		return nil
	})
}

func TestFailures(t *testing.T) {
	for _, c := range []struct {
		name string
		k    job.Kind
		want string
	}{
		{"an error", job.Kind{Do: func(context.Context, *job.Run) error { return fault.New(fault.Limit, "Too much.") }}, "Limit: Too much."},
		{"a foreign error", job.Kind{Do: func(context.Context, *job.Run) error { return errors.New("x") }}, "Internal: The request failed because of an internal error."},
		{"a panic", job.Kind{Do: func(context.Context, *job.Run) error { panic("x") }}, "Internal: The work failed because of an internal error."},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld(t)
			p := w.process(true, c.k)
			p.enqueue("1", "a", "b")
			wantText(t, "first", p.wait("a"), c.want)
			wantText(t, "second", p.wait("b"), c.want)
		})
	}
}

// A job whose Begin fails is failed when it is claimed, and not enqueued at all where that is at once.
func TestFailuresOfBegin(t *testing.T) {
	for _, c := range []struct {
		name  string
		begin func() error
		want  string
	}{
		{"an error", func() error { return fault.New(fault.Conflict, "Too late.") }, "Conflict: Too late."},
		{"a panic", func() error { panic("x") }, "Internal: The work failed because of an internal error."},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld(t)
			free := make(chan struct{})
			p := w.process(true, job.Kind{
				Begin: func(_ store.Tx, j job.Job) error {
					if j.Key == "works" {
						return nil
					}
					return c.begin()
				},
				Do: func(_ context.Context, run *job.Run) error {
					<-free
					return w.finish(run, "done")
				},
			})
			enqueue := func(tx store.Tx) error { return p.Enqueue(tx, "1", kind, "alone", nil) }
			err := w.store.Update(context.Background(), enqueue)
			if got := string(fault.CodeOf(err)) + ": " + fault.Public(err); got != c.want {
				t.Errorf("enqueued with a place free: %s", got)
			}
			if left := w.jobs(); len(left) != 0 {
				t.Errorf("jobs are left: %+v", left)
			}
			p.enqueue("1", "works", "a", "b")
			close(free)
			wantText(t, "the one that works", p.wait("works"), "done")
			wantText(t, "first", p.wait("a"), c.want)
			wantText(t, "second", p.wait("b"), c.want)
		})
	}
}

// A place that was taken in a transaction which fails is free again, and goes to those who wait.
func TestAPlaceStandsAndFallsWithItsTransaction(t *testing.T) {
	w := newWorld(t)
	p := w.process(true, job.Kind{Do: func(_ context.Context, run *job.Run) error { return w.finish(run, "done") }})
	refused := errors.New("refused")
	err := w.store.Update(context.Background(), func(tx store.Tx) error {
		if err := p.Enqueue(tx, "1", kind, "undone", nil); err != nil {
			return err
		}
		return refused
	})
	if !errors.Is(err, refused) {
		t.Fatal(err)
	}
	p.enqueue("1", "a", "b")
	wantText(t, "first", p.wait("a"), "done")
	wantText(t, "second", p.wait("b"), "done")
	if left := w.jobs(); len(left) != 0 {
		t.Errorf("jobs are left: %+v", left)
	}
}

// A job that returns nil and has not ended itself ends then.
func TestJobWithoutOutcome(t *testing.T) {
	w := newWorld(t)
	p := w.process(true, job.Kind{Do: func(_ context.Context, run *job.Run) error {
		return w.store.Update(context.Background(), func(tx store.Tx) error { return outcomes.Put(tx, outcome{run.Key, "done"}) })
	}})
	p.enqueue("1", "a")
	wantText(t, "outcome", p.wait("a"), "done")
}

func TestNotes(t *testing.T) {
	w := newWorld(t)
	goOn := make(chan struct{})
	p := w.process(true, job.Kind{Do: func(ctx context.Context, run *job.Run) error {
		if err := run.Note(ctx, "half"); err != nil {
			return err
		}
		<-goOn
		return w.finish(run, "done")
	}})
	p.enqueue("1", "a")
	for {
		changed, release := p.Watch(kind, "a")
		if all := w.jobs(); len(all) == 1 && all[0].Note == "half" {
			release()
			break
		}
		<-changed
		release()
	}
	close(goOn)
	wantText(t, "outcome", p.wait("a"), "done")
}

// Report gets a failure that cannot be written, and the job is not lost.
func TestFailureThatCannotBeWritten(t *testing.T) {
	w := newWorld(t)
	tries := make(chan struct{}, 8)
	p := w.process(true, job.Kind{
		Recovery: job.Fail,
		Do:       func(context.Context, *job.Run) error { return errors.New("x") },
		Failed: func(tx store.Tx, j job.Job, cause error) error {
			tries <- struct{}{}
			if len(w.reports()) == 0 {
				return fault.New(fault.Unavailable, "Not now.")
			}
			return writeFailure(tx, j, cause)
		},
	})
	p.enqueue("1", "a")
	<-tries
	for len(w.reports()) == 0 {
		runtime.Gosched()
	}
	if all := w.jobs(); len(all) != 1 || !all[0].Running() {
		t.Errorf("jobs are %+v", all)
	}
	// The run is over, so nobody renews the lease.
	p.advance(time.Minute)
	wantText(t, "outcome", p.wait("a"), "Unavailable: The work was interrupted because the server stopped, and is not begun again.")
	if got := w.reports(); len(got) != 1 || !fault.Is(got[0], fault.Unavailable) {
		t.Errorf("reports are %v", got)
	}
}

func TestPayload(t *testing.T) {
	if err := (job.Job{Payload: json.RawMessage("{")}).Decode(new(int)); !fault.Is(err, fault.Internal) {
		t.Error(err)
	}
}
