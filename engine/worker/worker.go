package worker

import (
	"context"
	"errors"
	"fmt"
	"os"
	"runtime"
	"slices"
	"sync"
	"time"

	"interlaken/engine"
	"interlaken/fault"
)

// Engine runs each statement in a child process.
type Engine struct {
	config    Config
	settings  settings
	admission *engine.Admission
	folder    *folder
	spawner   *spawner

	mu       sync.Mutex
	idle     []*process // ready, without a request yet
	kept     []*process // assigned to a key, the longest unused first
	starting int        // children that will be idle
	closed   bool
	leaving  chan struct{}  // closed with the engine
	work     sync.WaitGroup // runs, and children that start or end in the background
}

// New starts the children that stand ready and returns an engine over them.
func New(c Config) (*Engine, error) {
	c = c.withDefaults()
	if c.Command == nil {
		self, err := ownProgram()
		if err != nil {
			return nil, fault.Wrap(err, fault.Unavailable, "The engine does not find its own program.")
		}
		c.Command = []string{self, Argument}
	}
	f, err := makeFolder(c.TempDir)
	if err != nil {
		return nil, fault.Wrap(err, fault.Unavailable, "The engine has no folder for temporary files.")
	}
	e := &Engine{
		config: c, admission: engine.NewAdmission(c.Workers, c.Queue), folder: f, spawner: newSpawner(), leaving: make(chan struct{}),
		// The child gives a deaf statement up before the parent gives the child up.
		settings: settings{MemoryBytes: c.MemoryBytes, TempBytes: c.TempBytes, Threads: c.Threads, Time: c.Time, Grace: c.Grace / 2},
	}
	for range c.IdleWorkers {
		p, err := e.start(context.Background())
		if err != nil {
			return nil, errors.Join(err, e.Close())
		}
		e.idle = append(e.idle, p)
	}
	return e, nil
}

// ownProgram is this program's file. Linux gives the one that runs, even where an upgrade has replaced it: parent and
// child are always of one build.
func ownProgram() (string, error) {
	if runtime.GOOS == "linux" {
		return "/proc/self/exe", nil
	}
	return os.Executable()
}

func (e *Engine) start(ctx context.Context) (*process, error) {
	return start(ctx, e.spawner, e.config.Command, e.folder.path, e.settings)
}

// Run implements engine.Engine.
func (e *Engine) Run(ctx context.Context, r engine.Request) (engine.Rows, error) {
	asked := e.config.Clock.Now()
	release, err := e.admission.Acquire(ctx, r.Key.Account)
	if err != nil {
		return nil, err
	}
	p, err := e.take(ctx, r)
	if err != nil {
		release()
		return nil, err
	}
	queued := e.config.Clock.Now().Sub(asked)
	give := sync.OnceFunc(release)
	s, err := run(ctx, e.config, p, r, func(reusable bool) { e.give(p, reusable); give() })
	if err != nil {
		if statistics, ok := engine.StatisticsOf(err); ok {
			statistics.Queued = queued
			err = engine.WithStatistics(errors.Unwrap(err), statistics)
		}
		return nil, err
	}
	s.counted.Queued = queued
	return s, nil
}

// take returns the child kept for the request, else one that stands ready, else a new one, assigned to the request.
func (e *Engine) take(ctx context.Context, r engine.Request) (*process, error) {
	e.mu.Lock()
	if e.closed {
		e.mu.Unlock()
		return nil, fault.New(fault.Unavailable, "The engine is closed.")
	}
	e.work.Add(1)
	p := pick(&e.kept, r)
	if p == nil {
		p = pick(&e.idle, r)
	}
	e.mu.Unlock()
	if p == nil {
		var err error
		if p, err = e.start(ctx); err != nil {
			e.work.Done()
			return nil, err
		}
	}
	if !p.assigned {
		p.assigned, p.scope, p.grant = true, scopeOf(r), engine.GrantOf(r.Tables)
	}
	return p, nil
}

// pick takes the last child that serves the request out of the list.
func pick(list *[]*process, r engine.Request) *process {
	for n := len(*list) - 1; n >= 0; n-- {
		if p := (*list)[n]; p.serves(r) {
			*list = slices.Delete(*list, n, n+1)
			if p.expiry != nil {
				p.expiry.Stop()
			}
			return p
		}
	}
	return nil
}

// give takes a child back: kept for its key, or ended; then those that stand ready are made up to their number. Unless
// none stands ready, what costs the processor waits until whoever has the result has had time to use it.
func (e *Engine) give(p *process, reusable bool) {
	defer e.work.Done()
	leave := p
	e.mu.Lock()
	if reusable && !e.closed {
		e.kept, leave = append(e.kept, p), nil
		p.expiry = time.AfterFunc(e.config.KeptTime, func() { e.expire(p) })
		if len(e.kept) > e.config.KeptWorkers {
			leave, e.kept = e.kept[0], e.kept[1:]
		}
	}
	ready := len(e.idle)
	short := !e.closed && ready+e.starting < e.config.IdleWorkers
	if short {
		e.starting++
	}
	e.mu.Unlock()
	if leave != nil {
		if !reusable {
			leave.kill()
		}
		e.work.Go(func() {
			if reusable {
				e.rest()
			}
			leave.close()
		})
	}
	if short {
		e.work.Go(func() {
			if ready > 0 {
				e.rest()
			}
			select {
			case <-e.leaving:
			default:
				e.refill()
			}
		})
	}
}

// rest waits for the configured time, or until the engine is closed.
func (e *Engine) rest() {
	timer := time.NewTimer(e.config.Rest)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-e.leaving:
	}
}

// expire ends a child that has not been asked again. One that has just been taken is let be.
func (e *Engine) expire(p *process) {
	e.mu.Lock()
	n := slices.Index(e.kept, p)
	if n < 0 || e.closed {
		e.mu.Unlock()
		return
	}
	e.kept = slices.Delete(e.kept, n, n+1)
	e.work.Add(1)
	e.mu.Unlock()
	defer e.work.Done()
	p.close()
}

// refill starts one of the children that are counted as starting. A failure shows itself at the next take.
func (e *Engine) refill() {
	p, err := e.start(context.Background())
	e.mu.Lock()
	e.starting--
	if err != nil {
		e.mu.Unlock()
		return
	}
	e.idle = slices.DeleteFunc(e.idle, func(p *process) bool { return !p.serves(engine.Request{}) })
	surplus := e.closed || len(e.idle) >= e.config.IdleWorkers
	if !surplus {
		e.idle = append(e.idle, p)
	}
	e.mu.Unlock()
	if surplus {
		p.close()
	}
}

// Isolation says which of the kernel's borders hold, as the last child that stands reports.
func (e *Engine) Isolation() (Isolation, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	for _, list := range [][]*process{e.kept, e.idle} {
		if len(list) > 0 {
			return list[len(list)-1].isolation, nil
		}
	}
	return Isolation{}, fault.New(fault.Unavailable, "No process of the engine stands ready.")
}

// Close ends the engine: no further run begins, and it returns when the open ones are closed, all children have ended
// and nothing of them is left.
func (e *Engine) Close() error {
	e.mu.Lock()
	if e.closed {
		e.mu.Unlock()
		return nil
	}
	e.closed = true
	close(e.leaving)
	all := append(e.idle, e.kept...)
	e.idle, e.kept = nil, nil
	e.mu.Unlock()
	var ending sync.WaitGroup
	for _, p := range all {
		ending.Go(p.close)
	}
	ending.Wait()
	e.work.Wait()
	e.spawner.close()
	if err := e.folder.close(); err != nil {
		return fmt.Errorf("worker: removing the engine's folder: %w", err)
	}
	return nil
}
