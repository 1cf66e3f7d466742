package job

import (
	"context"
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"sync"
	"time"

	"interlaken/clock"
	"interlaken/fault"
	"interlaken/id"
	"interlaken/store"
)

// Config is what a queue works with. Store, Clock and IDs are needed.
type Config struct {
	Store store.Store
	Clock clock.Clock
	IDs   *id.Source
	// Alone says that no other process works on this store, as with SQLite. Then all that is found running at Start
	// was interrupted, and nothing need wait for a lease to run out.
	Alone bool
	// Lease is how long a job stays with a process that does not renew it; it is renewed three times as often. 0 is
	// 30 seconds.
	Lease time.Duration
	// Report gets the errors that have no caller: a store that fails while a job is claimed or ended. It must be safe
	// for concurrent use; nil drops them.
	Report func(error)
}

// Queue does jobs. It is safe for concurrent use.
type Queue struct {
	config Config
	owner  string
	kinds  map[string]*Kind

	wake    chan struct{} // one slot: there may be something to do
	stop    context.CancelFunc
	loops   sync.WaitGroup
	working sync.WaitGroup

	mu      sync.Mutex
	started bool
	closing bool // nothing is claimed any more
	stopped bool // what is at work is told to stop
	waits   bool // jobs may be waiting: a place that becomes free is to be looked at
	order   int64
	runs    map[string]*Run   // what this process is at, by record key
	last    map[string]string // by kind, the account that was served last
	watches map[string]*watch // by record key
}

// watch is those who wait for the next change of one job.
type watch struct {
	changed  chan struct{}
	watchers int
}

// New makes a queue that does nothing yet.
func New(c Config) *Queue {
	if c.Lease == 0 {
		c.Lease = 30 * time.Second
	}
	if c.Report == nil {
		c.Report = func(error) {}
	}
	return &Queue{
		config: c, owner: c.IDs.UUID(), kinds: map[string]*Kind{}, wake: make(chan struct{}, 1), stop: func() {},
		runs: map[string]*Run{}, last: map[string]string{}, watches: map[string]*watch{},
	}
}

// Register adds a kind, before Start. One that is incomplete or there already is a defect and panics.
func (q *Queue) Register(k Kind) {
	if k.Name == "" || k.Do == nil || k.Failed == nil || k.Concurrency < 1 || q.kinds[k.Name] != nil || q.started {
		panic("job: kind " + k.Name + " is incomplete, registered twice or too late")
	}
	if k.Attempts == 0 {
		k.Attempts = 3
	}
	q.kinds[k.Name] = &k
}

// Start recovers what was interrupted and begins to work. The context is for the recovery only.
func (q *Queue) Start(ctx context.Context) error {
	if err := q.recover(ctx, q.config.Alone); err != nil {
		return err
	}
	loop, stop := context.WithCancel(context.Background())
	q.mu.Lock()
	q.started, q.stop = true, stop
	q.mu.Unlock()
	q.loops.Go(func() { q.dispatch(loop) })
	q.loops.Go(func() { q.keep(loop) })
	q.look()
	return nil
}

// Close stops claiming and waits for the jobs at work. When the context ends first, they are told to stop and Close
// returns fault.Unavailable without waiting: they are recovered at the next start.
func (q *Queue) Close(ctx context.Context) error {
	q.mu.Lock()
	q.closing = true
	q.mu.Unlock()
	done := make(chan struct{})
	go func() {
		q.working.Wait()
		close(done)
	}()
	select {
	case <-done:
		q.stop()
		q.loops.Wait()
		return nil
	case <-ctx.Done():
	}
	q.stop() // not earlier: leases are renewed while jobs are waited for
	q.mu.Lock()
	defer q.mu.Unlock()
	q.stopped = true
	for _, run := range q.runs {
		run.cancel(errStopped)
	}
	return fault.Wrap(ctx.Err(), fault.Unavailable, "%d jobs were left unfinished; the next start resumes or fails them.", len(q.runs))
}

// Enqueue writes a job in the caller's transaction. When that is durable and a place is free, the work begins at once:
// if no other job waits it is claimed in the same transaction, and Begin is called there, so what it needs must have been
// written. A second unfinished job with the key is fault.AlreadyExists. The payload is anything that JSON has.
func (q *Queue) Enqueue(tx store.Tx, account, kind, key string, payload any) error {
	if q.kinds[kind] == nil {
		return fault.New(fault.Internal, "There is no kind of job %q.", kind)
	}
	document, err := json.Marshal(payload)
	if err != nil {
		return fault.Wrap(err, fault.Internal, "The payload of a job of kind %s cannot be written.", kind)
	}
	q.mu.Lock()
	q.order++
	j := Job{Kind: kind, Key: key, Account: account, Payload: document, Created: q.config.Clock.Now(), Order: q.order}
	q.mu.Unlock()
	run, err := q.claimNew(tx, j)
	if err != nil {
		return err
	}
	if run != nil {
		j = run.Job
	} else {
		tx.AfterCommit(q.look)
	}
	err = jobs.Create(tx, j)
	if fault.Is(err, fault.AlreadyExists) {
		return fault.New(fault.AlreadyExists, "There is an unfinished job %s of kind %s already.", key, kind)
	}
	if begin := q.kinds[kind].Begin; err == nil && run != nil && begin != nil {
		err = guarded(func() error { return begin(tx, j) })
	}
	return err
}

// claimNew gives a job that is being enqueued one of the free places, for the time after the transaction; nil where
// there is none, or another job waits for it.
func (q *Queue) claimNew(tx store.Tx, j Job) (*Run, error) {
	if _, err := next(tx, j.Kind, ""); !fault.Is(err, fault.NotFound) {
		return nil, err
	}
	record := store.Key(j.Kind, j.Key)
	q.mu.Lock()
	defer q.mu.Unlock()
	if !q.started || q.closing || q.runs[record] != nil || !q.free(j.Kind) {
		return nil, nil
	}
	j = q.taken(j)
	run := q.add(j)
	q.working.Add(1) // until the work has begun or never will
	tx.AfterCommit(func() {
		defer q.working.Done()
		q.mu.Lock()
		q.last[j.Kind] = j.Account
		q.mu.Unlock()
		q.begin(run)
	})
	tx.AfterUndo(func() {
		defer q.working.Done()
		q.remove(run)
		q.look() // others may have found the place taken
	})
	return run, nil
}

// taken is the job as this process claims it.
func (q *Queue) taken(j Job) Job {
	j.Owner, j.Lease, j.Attempt = q.owner, q.config.Clock.Now().Add(q.config.Lease), j.Attempt+1
	return j
}

// hasFree reports whether a kind has a place left, and has the next that becomes free looked at if not. Places are only
// taken in transactions, of which one runs at a time, so that within one it stays true until the place is taken.
func (q *Queue) hasFree(kind string) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	free := q.free(kind)
	q.waits = q.waits || !free
	return free
}

func (q *Queue) free(kind string) bool {
	n := q.kinds[kind].Concurrency
	for _, run := range q.runs {
		if run.Kind == kind {
			n--
		}
	}
	return n > 0
}

// Cancel asks in the caller's transaction for a job to end. One that waits is failed at once, with fault.Cancelled; of
// one at work the context ends, and it fails so when Do returns an error. Without such a job it is fault.NotFound.
func (q *Queue) Cancel(tx store.Tx, kind, key string) error {
	j, err := Get(tx, kind, key)
	switch {
	case err != nil:
		return err
	case q.kinds[kind] == nil:
		return fault.New(fault.Internal, "There is no kind of job %q.", kind)
	case !j.Running():
		return q.fail(tx, j, errCancelled)
	}
	j.CancelRequested = true
	if err := jobs.Put(tx, j); err != nil {
		return err
	}
	tx.AfterCommit(func() {
		q.mu.Lock()
		defer q.mu.Unlock()
		if run := q.runs[store.Key(kind, key)]; run != nil {
			run.cancel(errCancelled)
		}
	})
	return nil
}

// Watch returns a channel that is closed when the job next begins, notes its progress or ends in this process. Take it,
// look at the state, and wait for it if that is not yet the one you want; call release when you are done with it.
func (q *Queue) Watch(kind, key string) (changed <-chan struct{}, release func()) {
	q.mu.Lock()
	defer q.mu.Unlock()
	record := store.Key(kind, key)
	w := q.watches[record]
	if w == nil {
		w = &watch{changed: make(chan struct{})}
		q.watches[record] = w
	}
	w.watchers++
	return w.changed, sync.OnceFunc(func() {
		q.mu.Lock()
		defer q.mu.Unlock()
		if w.watchers--; w.watchers == 0 && q.watches[record] == w {
			delete(q.watches, record)
		}
	})
}

func (q *Queue) changed(record string) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if w := q.watches[record]; w != nil {
		close(w.changed)
		delete(q.watches, record)
	}
}

// look has the dispatcher look for jobs that wait.
func (q *Queue) look() {
	q.mu.Lock()
	q.waits = true
	q.mu.Unlock()
	q.signal()
}

func (q *Queue) signal() {
	select {
	case q.wake <- struct{}{}:
	default:
	}
}

// dispatch claims jobs whenever there may be some.
func (q *Queue) dispatch(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-q.wake:
		}
		if err := q.claim(ctx); err != nil && ctx.Err() == nil {
			q.config.Report(err)
		}
	}
}

// claim takes as many jobs as there are free places, in one transaction, and begins them.
func (q *Queue) claim(ctx context.Context) error {
	last, ok := q.enter()
	if !ok {
		return nil
	}
	defer q.working.Done()
	var claimed []*Run
	err := q.config.Store.Update(ctx, func(tx store.Tx) error {
		for _, name := range slices.Sorted(maps.Keys(q.kinds)) {
			for q.hasFree(name) {
				j, err := next(tx, name, last[name])
				if fault.Is(err, fault.NotFound) {
					break
				}
				if err != nil {
					return err
				}
				last[name] = j.Account
				j = q.taken(j)
				if err := jobs.Put(tx, j); err != nil {
					return err
				}
				// Known from here on, so that a Cancel in the next transaction finds it.
				q.mu.Lock()
				claimed = append(claimed, q.add(j))
				q.mu.Unlock()
				if begin := q.kinds[name].Begin; begin != nil {
					if err := guarded(func() error { return begin(tx, j) }); err != nil {
						return &beginError{j, err}
					}
				}
			}
		}
		return nil
	})
	if err != nil {
		for _, run := range claimed {
			q.remove(run)
		}
		if failed, ok := errors.AsType[*beginError](err); ok {
			return q.failBegin(ctx, failed)
		}
		return err // the jobs wait on; the keeper looks again
	}
	q.mu.Lock()
	maps.Copy(q.last, last)
	q.mu.Unlock()
	for _, run := range claimed {
		q.begin(run)
	}
	return nil
}

// beginError carries the job whose Begin failed out of the transaction that it spoilt.
type beginError struct {
	job   Job
	cause error
}

func (e *beginError) Error() string { return e.cause.Error() }

// failBegin fails the one job, and has the others of the same claim claimed again.
func (q *Queue) failBegin(ctx context.Context, failed *beginError) error {
	defer q.look()
	return q.config.Store.Update(ctx, func(tx store.Tx) error {
		j, err := Get(tx, failed.job.Kind, failed.job.Key)
		if err != nil || j.Running() {
			return err
		}
		return q.fail(tx, j, failed.cause)
	})
}

// enter counts a claim as work that Close waits for, and copies who was served last; ok is false when the queue closes.
func (q *Queue) enter() (last map[string]string, ok bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if !q.closing {
		q.working.Add(1)
		q.waits = false
	}
	return maps.Clone(q.last), !q.closing
}

// next returns the first waiting job of the account that comes after the one served last, around the circle.
func next(r store.Reader, kind, last string) (Job, error) {
	span := store.Range{Prefix: store.Key(kind), From: store.PrefixEnd(store.Key(kind, last)), Limit: 1}
	for range 2 {
		for item, err := range jobs.ScanIndex(r, waitingIndex, span) {
			return item.Value, err
		}
		span.From = ""
	}
	return Job{}, fault.New(fault.NotFound, "No job of kind %s waits.", kind)
}
