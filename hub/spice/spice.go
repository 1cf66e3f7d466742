// Package spice keeps data sets in memory: it reads them out of the accounts that own the data, each part in its own
// account under role B, has the hub's engine make one typed set of them, seals that under a key of its own, and makes it
// lie in plain for the engine while it is asked. Readers see the last whole version; a new one takes its place in one
// transaction, and what a crash leaves behind is removed at the next start.
//
// It is not a query service: hub/query asks the sets, and decides who may. It reaches data only through the AWS SDK with
// leased credentials. What people ask for comes by hub/quicksight; app alone makes a Service.
package spice

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"

	"interlaken/clock"
	"interlaken/engine"
	"interlaken/fault"
	"interlaken/hub"
	"interlaken/hub/chain"
	"interlaken/hub/query"
	"interlaken/id"
	"interlaken/job"
	"interlaken/secret"
	"interlaken/store"
)

// Config is what a service works with. Limits, Report, Volatile and Step may be left out.
type Config struct {
	Store  store.Store
	Jobs   *job.Queue
	Chain  *chain.Chain
	Query  *query.Service
	Engine engine.Engine
	Clock  clock.Clock
	IDs    *id.Source
	// Root seals the half of each set's key that is in the store.
	Root secret.RootKey
	// Folder is where the sealed files lie; Plain is where files lie in plain that have no room in memory.
	Folder, Plain string
	Limits        Limits
	// Volatile leaves out every wait for the disk. It is for tests.
	Volatile bool
	// Step, if not nil, is called with the name of each step of an ingestion as it begins; an error ends the ingestion as
	// a crash would, with nothing cleaned up. It is for tests.
	Step func(name string) error
	// Report gets the defects that have no caller. nil drops them.
	Report func(error)
}

// Limits bound the sets. Each zero is its default; one that is hit is said.
type Limits struct {
	MemoryBytes   int64         // of the sets that lie in memory, and of what is being read: 1 GiB
	CapacityBytes int64         // logical size of all sets of an account and Region: 10 GiB
	SetBytes      int64         // logical size of one set: 1 TiB (QuickSight User Guide, "SPICE")
	SetRows       int64         // of one set: 1,000,000,000 (the same)
	Refreshes     int           // that people ask for of one data set in 24 hours: 32 (QuickSight API Reference, CreateIngestion)
	Ingestions    int           // at once: 4
	Time          time.Duration // of one ingestion: 12 hours
}

func (l *Limits) complete() {
	set(&l.MemoryBytes, 1<<30)
	set(&l.CapacityBytes, 10<<30)
	set(&l.SetBytes, 1<<40)
	set(&l.SetRows, 1_000_000_000)
	set(&l.Refreshes, 32)
	set(&l.Ingestions, 4)
	set(&l.Time, 12*time.Hour)
}

func set[T int | int64 | time.Duration](v *T, standard T) {
	if *v == 0 {
		*v = standard
	}
}

// Service keeps sets. It is safe for concurrent use.
type Service struct {
	Config
	vault  *vault
	space  *space
	loaded *loaded

	mu     sync.Mutex
	turns  map[string]*turn // by data set
	stop   context.CancelFunc
	timing sync.WaitGroup
}

// JobKind is the kind of the jobs that do ingestions.
const JobKind = "hub.ingestion"

// columnLimit is the most columns of a set (QuickSight User Guide, "Data source quotas").
const columnLimit = 2000

// New makes the service and registers its jobs, which is why it is made before the queue is started. It removes what
// earlier processes have left.
func New(ctx context.Context, c Config) (*Service, error) {
	c.Limits.complete()
	v, err := newVault(c.Folder, c.Root, c.Volatile)
	if err != nil {
		return nil, err
	}
	if err := c.Store.View(ctx, v.sweep); err != nil {
		return nil, err
	}
	plain, err := newSpace(c.Plain, c.Limits.MemoryBytes)
	if err != nil {
		return nil, err
	}
	s := &Service{
		Config: c, vault: v, space: plain, loaded: &loaded{vault: v, space: plain, versions: map[string]*version{}},
		turns: map[string]*turn{}, stop: func() {},
	}
	c.Jobs.Register(job.Kind{
		Name: JobKind, Concurrency: c.Limits.Ingestions, Recovery: job.Resume, Begin: s.begin, Do: s.do, Failed: s.failed,
	})
	return s, nil
}

// Close ends the clock of the schedules and removes what lies in plain. Ingestions have ended before.
func (s *Service) Close(context.Context) error {
	s.stop()
	s.timing.Wait()
	return s.space.close()
}

// Open implements query.Sets.
func (s *Service) Open(ctx context.Context, set hub.Set) (files []engine.File, load string, release func(), err error) {
	return s.loaded.open(ctx, set)
}

// Begin keeps an ingestion in the caller's transaction; it is done when that is durable. The ingestion says who asks and
// for what; a data set that does not allow it is refused.
func (s *Service) Begin(tx store.Tx, d hub.DataSet, i hub.Ingestion) (hub.Ingestion, error) {
	now := s.Clock.Now()
	i.Account, i.Region, i.DataSetID, i.Created, i.Status = d.Account, d.Region, d.ID, now, types.IngestionStatusInitialized
	if d.ImportMode != types.DataSetImportModeSpice {
		return i, fault.New(fault.Validation, "The data set %s is queried directly, so there is nothing to ingest: its ImportMode is %s.", d.ID, d.ImportMode)
	}
	if i.Source == types.IngestionRequestSourceManual {
		n, err := hub.ManualIngestions(tx, d, now.Add(-24*time.Hour))
		if err == nil && n >= s.Limits.Refreshes {
			err = fault.New(fault.Limit, "The data set %s was refreshed %d times in the last 24 hours, as often as it may be by hand (the limit Refreshes). A schedule may refresh it more often.", d.ID, n)
		}
		if err != nil {
			return i, err
		}
	}
	if err := hub.CreateIngestion(tx, i); err != nil {
		return i, err
	}
	return i, s.Jobs.Enqueue(tx, i.Account, JobKind, i.Key(), nil)
}

// Cancel asks an ingestion to end. One that has ended cannot be cancelled.
func (s *Service) Cancel(tx store.Tx, i hub.Ingestion) error {
	if i.Final() {
		return fault.New(fault.Validation, "The ingestion %s is %s; only one that waits or runs can be cancelled.", i.ID, i.Status)
	}
	err := s.Jobs.Cancel(tx, JobKind, i.Key())
	if fault.Is(err, fault.NotFound) {
		return nil // it ended just now
	}
	return err
}

// Forget destroys the set of a data set, and ends its ingestions, in the transaction that deletes the data set or has it
// queried directly. The key's half in the store goes with the transaction, the files at once after it.
func (s *Service) Forget(tx store.Tx, d hub.DataSet) error {
	open, err := hub.UnendedIngestions(tx, d.Account, d.Region, d.ID)
	for _, i := range open {
		if err == nil {
			err = s.Cancel(tx, i)
		}
	}
	if err != nil {
		return err
	}
	kept, err := hub.DeleteSet(tx, d.Account, d.Region, d.ID)
	if err != nil || kept.Folder == "" {
		return err
	}
	tx.AfterCommit(func() {
		s.report(s.vault.destroy(kept.Folder)) // what is left goes at the next start
		if kept.Version != nil {
			s.loaded.retire(kept.Version.ID) // after its files are gone, so that nobody loads it anew in between
		}
	})
	return nil
}

func (s *Service) report(err error) {
	if err != nil && s.Report != nil {
		s.Report(err)
	}
}

// step marks where an ingestion is, for tests that have it crash there.
func (s *Service) step(name string) error {
	if s.Step == nil {
		return nil
	}
	if err := s.Step(name); err != nil {
		return &crash{err}
	}
	return nil
}

// crash is an error after which nothing is tidied, as after the end of a process.
type crash struct{ error }

func (c *crash) Unwrap() error { return c.error }

func crashed(err error) bool {
	var c *crash
	return errors.As(err, &c)
}

// turn lets one ingestion of a data set run at a time.
type turn struct {
	taken chan struct{} // one place
	users int
}

// take waits for the turn of a data set.
func (s *Service) take(ctx context.Context, dataSet string) (leave func(), err error) {
	s.mu.Lock()
	t := s.turns[dataSet]
	if t == nil {
		t = &turn{taken: make(chan struct{}, 1)}
		s.turns[dataSet] = t
	}
	t.users++
	s.mu.Unlock()
	done := func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		if t.users--; t.users == 0 {
			delete(s.turns, dataSet)
		}
	}
	select {
	case t.taken <- struct{}{}:
		return func() { <-t.taken; done() }, nil
	case <-ctx.Done():
		done()
		return nil, context.Cause(ctx)
	}
}
