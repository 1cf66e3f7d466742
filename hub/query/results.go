package query

import (
	"sync"
	"time"

	"interlaken/clock"
	"interlaken/fault"
	"interlaken/hub"
	"interlaken/store"
)

// results holds the rows of runs in memory for a while, and nowhere else: the hub keeps no copy of anybody's data at
// rest (SECURITY S13).
type results struct {
	clock  clock.Clock
	limits Limits

	mu    sync.Mutex
	held  map[string]*heldRows
	bytes int64
}

type heldRows struct {
	rows  *Rows
	until time.Time
}

func newResults(c clock.Clock, limits Limits) *results {
	return &results{clock: c, limits: limits, held: map[string]*heldRows{}}
}

// hold keeps the rows of a run. The oldest results make room; one that is larger than the whole room is refused.
func (r *results) hold(runID string, rows *Rows) error {
	if rows.bytes > r.limits.HeldBytes {
		return fault.New(fault.Limit, "The result has %d bytes, and all results together may have %d, the limit HeldBytes.", rows.bytes, r.limits.HeldBytes)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	now := r.clock.Now()
	for id, h := range r.held {
		if !now.Before(h.until) {
			r.drop(id)
		}
	}
	for r.bytes+rows.bytes > r.limits.HeldBytes {
		oldest := ""
		for id, h := range r.held {
			if oldest == "" || h.until.Before(r.held[oldest].until) {
				oldest = id
			}
		}
		r.drop(oldest)
	}
	r.held[runID] = &heldRows{rows, now.Add(r.limits.Held)}
	r.bytes += rows.bytes
	return nil
}

func (r *results) drop(runID string) {
	r.bytes -= r.held[runID].rows.bytes
	delete(r.held, runID)
}

// get returns the rows of a run that are still held.
func (r *results) get(runID string) (*Rows, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	h := r.held[runID]
	if h == nil || !r.clock.Now().Before(h.until) {
		return nil, fault.New(fault.NotFound, "The rows of run %s are not held any more: the hub keeps them for %s, in memory only. Run it again.", runID, r.limits.Held)
	}
	return h.rows, nil
}

// Results returns the rows of a run that has succeeded and whose rows are still held, to the person who made it, as long
// as that one may read what was read: rows are a copy of somebody's data, and each use of them is decided anew
// (SECURITY S13). They are not to be changed.
func (s *Service) Results(r store.Reader, caller hub.Caller, run Run) (*Rows, error) {
	if caller.IsZero() || run.Person.IsZero() || caller.Person().ID != run.Person.ID {
		return nil, fault.New(fault.AccessDenied, "The rows of run %s are for the person who made it.", run.ID)
	}
	if err := permitted(r, &run); err != nil {
		return nil, err
	}
	if err := suspended(r, &run); err != nil {
		return nil, err
	}
	if run.State != Succeeded {
		return nil, fault.New(fault.Conflict, "Run %s is %s; it has rows once it has succeeded.", run.ID, run.State)
	}
	return s.results.get(run.ID)
}
