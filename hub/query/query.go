// Package query is the one query service of the hub: a request of a person goes through ordered passes (strip, resolve,
// limits), is kept as a run before anything is sent, and is done by a job that leases credentials by the chain, has
// each part run in its own account on its own bill, and joins the parts in the hub's engine. Web, command line and API
// stand on it alike; whoever asks is an explicit argument without a valid zero.
//
// It reaches data only through the AWS SDK with leased credentials. hub/interlaken is its API; it may import hub and
// hub/*'s domain packages, sql/*, engine and result.
package query

import (
	"context"
	"time"

	"interlaken/clock"
	"interlaken/engine"
	"interlaken/fault"
	"interlaken/hub"
	"interlaken/hub/chain"
	"interlaken/hub/definition"
	"interlaken/id"
	"interlaken/job"
	"interlaken/store"
	"interlaken/usage"
)

// Config is what the query service works with. Limits and Report may be left out, everything else is needed.
type Config struct {
	Store  store.Store
	Jobs   *job.Queue
	Chain  *chain.Chain
	Engine engine.Engine // for joins and sets
	// Sets are the data sets in memory; nil for a hub that has none.
	Sets   Sets
	Usage  *usage.Log
	Clock  clock.Clock
	IDs    *id.Source
	Limits Limits
	// Observe gets what parts of runs have learnt of their data sources: nil where one was read, else the step that was
	// refused. It must not wait. nil drops it.
	Observe func(hub.DataSource, hub.Person, *hub.Refusal)
	// Report gets the defects that runs have run into, whose reasons no person learns. nil drops them.
	Report func(error)
}

// Limits bound runs. Each zero is its default; a limit that is hit is said in the run's warnings or its failure.
type Limits struct {
	Rows        int           // rows kept of a result when the request does not say: 10,000
	MostRows    int           // rows that a request may ask for: 100,000
	Parts       int           // parts of one run: 8
	PartRows    int           // rows that one part may give to a join: 100,000
	ResultBytes int64         // bytes of text kept of one result: 64 MiB
	HeldBytes   int64         // bytes of all results that are held: 256 MiB
	FlightBytes int64         // bytes of the parts of all runs under way: 512 MiB
	Held        time.Duration // how long a result is held: 15 minutes
	Time        time.Duration // of a whole run: 10 minutes
	Runs        int           // at once: 16
	Unfinished  int           // runs of one person that have not ended: 100
}

func (l *Limits) complete() {
	set(&l.Rows, 10_000)
	set(&l.MostRows, 100_000)
	set(&l.Parts, 8)
	set(&l.PartRows, 100_000)
	set(&l.ResultBytes, 64<<20)
	set(&l.HeldBytes, 256<<20)
	set(&l.FlightBytes, 512<<20)
	set(&l.Held, 15*time.Minute)
	set(&l.Time, 10*time.Minute)
	set(&l.Runs, 16)
	set(&l.Unfinished, 100)
}

func set[T comparable](v *T, standard T) {
	var zero T
	if *v == zero {
		*v = standard
	}
}

// Service runs queries. It is safe for concurrent use.
type Service struct {
	Config
	results     *results
	flight      budget
	definitions definition.Reader
}

// JobKind is the kind of the jobs that do runs.
const JobKind = "hub.run"

// New makes the service and registers its jobs, which is why it is made before the queue is started.
func New(c Config) *Service {
	c.Limits.complete()
	s := &Service{Config: c, results: newResults(c.Clock, c.Limits)}
	s.flight.most = c.Limits.FlightBytes
	c.Jobs.Register(job.Kind{
		Name: JobKind, Concurrency: c.Limits.Runs, Recovery: job.Fail,
		Begin: s.begin, Do: s.do, Failed: s.failed,
	})
	return s
}

// Start takes a request through the passes and keeps it as a run of the caller, in the caller's transaction. It returns
// the run; the work begins when the transaction is durable. The same token from the same person is the same run.
func (s *Service) Start(tx store.Tx, caller hub.Caller, request Request) (Run, error) {
	if caller.IsZero() {
		return Run{}, fault.New(fault.MissingToken, "The request has no authenticated caller.")
	}
	person := caller.Person()
	if request.Token != "" {
		known, err := runByToken(tx, person, request.Token)
		if err == nil && known.Asked.same(request) {
			return known, nil
		}
		if err == nil {
			return Run{}, fault.New(fault.Conflict, "The token %s was used for another request.", request.Token)
		}
		if !fault.Is(err, fault.NotFound) {
			return Run{}, err
		}
	}
	run := Run{
		ID: s.IDs.UUID(), Account: caller.Account(), Region: caller.Region(), Person: person,
		Token: request.Token, Asked: request, State: Queued, Submitted: s.Clock.Now(),
	}
	for _, pass := range []func(store.Reader, hub.Caller, *Run) error{s.strip, s.limit, s.resolve} {
		if err := pass(tx, caller, &run); err != nil {
			return Run{}, err
		}
	}
	if n, err := unfinished(tx, person, s.Limits.Unfinished); err != nil || n >= s.Limits.Unfinished {
		if err == nil {
			err = fault.New(fault.Throttled, "%d runs of yours have not ended, the limit Unfinished; wait for one of them, or stop one.", n)
		}
		return Run{}, err
	}
	if err := s.meterSession(tx, caller); err != nil {
		return Run{}, err
	}
	if err := runs.Create(tx, run); err != nil {
		return Run{}, err
	}
	return run, s.Jobs.Enqueue(tx, run.Account, JobKind, run.ID, nil)
}

// Stop asks a run to end. One that has ended stays as it is.
func (s *Service) Stop(tx store.Tx, run Run) error {
	if run.State.Final() {
		return nil
	}
	err := s.Jobs.Cancel(tx, JobKind, run.ID)
	if fault.Is(err, fault.NotFound) {
		return nil // it ended just now
	}
	return err
}

// Wait returns when a run that goes on changes, when hold has passed, or when the context ends; at once for one that
// has ended or is not known.
func (s *Service) Wait(ctx context.Context, runID string, hold time.Duration) {
	changed, release := s.Jobs.Watch(JobKind, runID)
	defer release()
	var now Run
	err := s.Store.View(ctx, func(r store.Reader) (err error) { now, err = GetRun(r, runID); return err })
	if err != nil || now.State.Final() {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, hold)
	defer cancel()
	select {
	case <-changed:
	case <-ctx.Done():
	}
}
