// Package job does work that outlives the call which asked for it: queries, ingestions, checks of a data source. A job
// is a record that is written in the caller's transaction, so it exists exactly if what asked for it does. It is
// leased to a process, renewed while the work goes on, and resumed or failed when the process is gone.
//
// It is not a scheduler (nothing waits for a time of day) and it knows nothing of the work: a Kind's functions do it,
// and whoever asked keeps the outcome in records of its own. service and the packages above it may import it.
package job

import (
	"context"
	"encoding/json"
	"time"

	"interlaken/fault"
	"interlaken/store"
)

// Kind is one sort of work. It is registered before Start and not changed.
type Kind struct {
	// Name is unique: the owning package and a noun, such as "athena.query".
	Name string
	// Concurrency is how many jobs of the kind this process does at once, 1 or more. When more wait, accounts take
	// turns, and the jobs of one account come in the order in which they were enqueued.
	Concurrency int
	// Recovery says what becomes of a job whose process went away while it was at it.
	Recovery Recovery
	// Attempts is how often a job is begun before it is failed, so that work that brings the process down does not do
	// so for ever. 0 is 3. Only Resume uses it.
	Attempts int

	// Begin, if not nil, is called in the transaction in which a job is claimed, for instance to write that a query is
	// running. It is called again for each attempt. If it fails, so does the job; where the job is claimed as it is
	// enqueued, so does Enqueue.
	Begin func(tx store.Tx, j Job) error
	// Do does the work. It ends the job in the transaction that writes the outcome, by Run.End; if it returns nil
	// without that, the job ends then. An error is final: Failed is called with it. A panic is an error. The context
	// ends when the job is cancelled, taken over by another process, or the process stops without patience.
	Do func(ctx context.Context, run *Run) error
	// Failed writes a failure in the transaction in which the job ends: an error of Begin or Do, fault.Cancelled for a
	// cancelled job, fault.Unavailable for one that was interrupted and is not resumed. It is needed, and may be called
	// for a job that never began.
	Failed func(tx store.Tx, j Job, cause error) error
}

// Recovery is what becomes of interrupted jobs.
type Recovery int

const (
	// Fail is for work that must not be done twice.
	Fail Recovery = iota
	// Resume does the work again from its beginning, or from what it has written of its progress.
	Resume
)

// Job is one piece of work as it is stored. It is there until the work has ended.
type Job struct {
	Kind string `json:"kind"`
	// Key is unique among the unfinished jobs of a kind, such as a query execution's id.
	Key string `json:"key"`
	// Account is for whom the work is done, for fairness.
	Account string `json:"account"`
	// Payload is what Do needs to know; it holds no secret.
	Payload json.RawMessage `json:"payload"`
	Created time.Time       `json:"created"`
	// Attempt counts how often the job has been begun, 0 while it waits for the first time.
	Attempt int `json:"attempt"`
	// CancelRequested is set by Cancel.
	CancelRequested bool `json:"cancelRequested,omitempty"`
	// Note is the last that Do said of its progress.
	Note string `json:"note,omitempty"`

	// Order sorts the jobs of an account that were created at the same time.
	Order int64 `json:"order"`
	// Owner is the process that does the work, "" while it waits; Lease is until when that is believed.
	Owner string    `json:"owner,omitempty"`
	Lease time.Time `json:"lease,omitzero"`
}

// Running reports whether a process is at the job.
func (j Job) Running() bool { return j.Owner != "" }

// Decode reads the payload.
func (j Job) Decode(into any) error {
	if err := json.Unmarshal(j.Payload, into); err != nil {
		return fault.Wrap(err, fault.Internal, "The job %s of kind %s has a payload that cannot be read.", j.Key, j.Kind)
	}
	return nil
}

const (
	waitingIndex = "waiting"
	leaseIndex   = "lease"
)

var jobs = store.Collection[Job]{
	Table: "job", Schema: 1,
	Key: func(j *Job) string { return store.Key(j.Kind, j.Key) },
	Indexes: map[string]func(*Job) []string{
		waitingIndex: func(j *Job) []string {
			if j.Running() {
				return nil
			}
			return []string{store.Key(j.Kind, j.Account, j.Created, j.Order)}
		},
		leaseIndex: func(j *Job) []string {
			if !j.Running() {
				return nil
			}
			return []string{store.Key(j.Lease)}
		},
	},
}

// Get returns an unfinished job, or fault.NotFound.
func Get(r store.Reader, kind, key string) (Job, error) {
	j, err := jobs.Get(r, store.Key(kind, key))
	if fault.Is(err, fault.NotFound) {
		return j, fault.New(fault.NotFound, "There is no unfinished job %s of kind %s.", key, kind)
	}
	return j, err
}

// List returns all unfinished jobs of a kind by key.
func List(r store.Reader, kind string) ([]Job, error) {
	var all []Job
	for item, err := range jobs.Scan(r, store.Range{Prefix: store.Key(kind)}) {
		if err != nil {
			return nil, err
		}
		all = append(all, item.Value)
	}
	return all, nil
}
