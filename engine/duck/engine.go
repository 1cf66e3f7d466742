package duck

import (
	"context"
	"errors"
	"slices"
	"sync"

	"interlaken/engine"
	"interlaken/fault"
)

// Engine runs statements in this process, each in an instance that nothing else uses meanwhile.
type Engine struct {
	config    Config
	admission *engine.Admission

	mu     sync.Mutex
	warm   []*Instance // not yet locked
	kept   []*Instance // locked to a key, the longest unused first
	closed bool
	work   sync.WaitGroup // runs, and instances that open or close in the background
}

// New opens an engine and its warm instances.
func New(c Config) (*Engine, error) {
	c = c.withDefaults()
	e := &Engine{config: c, admission: engine.NewAdmission(c.Slots, c.Queue)}
	for range c.Warm {
		i, err := Open(context.Background(), c)
		if err != nil {
			return nil, errors.Join(err, e.Close())
		}
		e.warm = append(e.warm, i)
	}
	return e, nil
}

// Run implements engine.Engine.
func (e *Engine) Run(ctx context.Context, r engine.Request) (engine.Rows, error) {
	asked := e.config.Clock.Now()
	release, err := e.admission.Acquire(ctx, r.Key.Account)
	if err != nil {
		return nil, err
	}
	i, err := e.take(ctx, r)
	if err != nil {
		release()
		return nil, err
	}
	queued := e.config.Clock.Now().Sub(asked)
	opened, err := i.Run(ctx, r)
	if err != nil {
		e.give(i, release)
		if s, ok := engine.StatisticsOf(err); ok {
			s.Queued = queued
			err = engine.WithStatistics(errors.Unwrap(err), s)
		}
		return nil, err
	}
	o := opened.(*rows)
	o.statistics.Queued = queued
	return &leased{rows: o, give: sync.OnceFunc(func() { e.give(i, release) })}, nil
}

// leased gives the instance back when the rows are closed.
type leased struct {
	*rows
	give func()
}

func (l *leased) Close() error {
	err := l.rows.Close()
	l.give()
	return err
}

// take returns the instance kept for the request, else a warm one, else a new one.
func (e *Engine) take(ctx context.Context, r engine.Request) (*Instance, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.closed {
		return nil, fault.New(fault.Unavailable, "The engine is closed.")
	}
	e.work.Add(1)
	for n := len(e.kept) - 1; n >= 0; n-- {
		if e.kept[n].Serves(r) {
			i := e.kept[n]
			e.kept = slices.Delete(e.kept, n, n+1)
			return i, nil
		}
	}
	if len(e.warm) > 0 {
		i := e.warm[0]
		e.warm = e.warm[1:]
		e.work.Go(e.refill)
		return i, nil
	}
	e.mu.Unlock()
	i, err := Open(ctx, e.config)
	e.mu.Lock()
	if err != nil {
		e.work.Done()
	}
	return i, err
}

// refill opens a warm instance, if one is missing. A failure shows itself at the next take.
func (e *Engine) refill() {
	i, err := Open(context.Background(), e.config)
	if err != nil {
		return
	}
	e.mu.Lock()
	surplus := e.closed || len(e.warm) >= e.config.Warm
	if !surplus {
		e.warm = append(e.warm, i)
	}
	e.mu.Unlock()
	if surplus {
		i.Close()
	}
}

// give takes an instance back: kept for its key, or closed.
func (e *Engine) give(i *Instance, release func()) {
	defer e.work.Done()
	if i.stuck != nil {
		// The slot stays taken as long as the statement runs: it still uses its processor.
		e.work.Go(func() { i.Close(); release() })
		return
	}
	release()
	leave := i
	e.mu.Lock()
	if i.Reusable() && !e.closed {
		e.kept, leave = append(e.kept, i), nil
		if len(e.kept) > e.config.Kept {
			leave, e.kept = e.kept[0], e.kept[1:]
		}
	}
	e.mu.Unlock()
	if leave != nil {
		e.work.Go(func() { leave.Close() })
	}
}

// Close ends the engine: no further run begins, and it returns when the open ones are closed and all instances gone.
func (e *Engine) Close() error {
	e.mu.Lock()
	e.closed = true
	all := append(e.warm, e.kept...)
	e.warm, e.kept = nil, nil
	e.mu.Unlock()
	var errs []error
	for _, i := range all {
		errs = append(errs, i.Close())
	}
	e.work.Wait()
	return errors.Join(errs...)
}
