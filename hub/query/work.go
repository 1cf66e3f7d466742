package query

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"interlaken/fault"
	"interlaken/hub"
	"interlaken/hub/chain"
	"interlaken/job"
	"interlaken/store"
)

// begin marks a run as running, in the transaction that claims its job.
func (s *Service) begin(tx store.Tx, j job.Job) error {
	return runs.Modify(tx, store.Key(j.Key), func(r *Run) error { r.State = Running; return nil })
}

// do does a run: all parts at once, each in its account, then the join.
func (s *Service) do(whole context.Context, held *job.Run) error {
	ctx, cancel := context.WithTimeout(whole, s.Limits.Time)
	defer cancel()
	var run Run
	if err := s.Store.View(ctx, func(r store.Reader) (err error) {
		if run, err = GetRun(r, held.Key); err != nil {
			return err
		}
		if err := s.unchanged(r, &run); err != nil {
			return err
		}
		if err := permitted(r, &run); err != nil {
			return err
		}
		return suspended(r, &run)
	}); err != nil {
		return err
	}
	run.memory = &portion{of: &s.flight}
	defer run.memory.release()
	answer, err := s.rows(ctx, &run)
	if err != nil && ctx.Err() != nil && errors.Is(ctx.Err(), context.DeadlineExceeded) {
		err = fault.New(fault.Limit, "The run took longer than %s, the limit Time, and was stopped.", s.Limits.Time)
	}
	return s.settle(whole, held, &run, answer, err)
}

// rows are what the run asks for: out of memory, or out of its parts.
func (s *Service) rows(ctx context.Context, run *Run) (*Rows, error) {
	if run.copied() {
		return s.fromCopy(ctx, run)
	}
	parts, err := s.parts(ctx, run)
	if err != nil {
		return nil, err
	}
	return s.answer(ctx, run, parts)
}

// unchanged refuses to go on when the data set or a data source has changed since the run was asked for.
func (s *Service) unchanged(r store.Reader, run *Run) error {
	if run.DataSet.ID != "" {
		set, err := hub.GetDataSet(r, run.Account, run.Region, run.DataSet.ID)
		if err != nil && !fault.Is(err, fault.NotFound) {
			return err
		}
		if err != nil || set.Updated.After(run.Submitted) {
			return fault.New(fault.Conflict, "The data set %s has changed since the run was asked for.", run.DataSet.ID)
		}
	}
	for _, p := range run.Parts {
		if p.Copy != nil {
			continue // a copy is of the data source as it was, also where that is gone
		}
		now, err := hub.GetDataSourceByARN(r, p.DataSource.ARN())
		if err != nil && !fault.Is(err, fault.NotFound) {
			return err
		}
		if err != nil || now.Epoch != p.DataSource.Epoch {
			return fault.New(fault.Conflict, "The data source %s has changed since the run was asked for.", p.DataSource.ID)
		}
	}
	return nil
}

// parts has every part run, and stops the others when one fails.
func (s *Service) parts(ctx context.Context, run *Run) ([]*Rows, error) {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	limit := run.MaxRows
	if run.Join != "" {
		limit = s.Limits.PartRows
	}
	all := make([]*Rows, len(run.Parts))
	var group sync.WaitGroup
	var once sync.Once
	var first error
	for i := range run.Parts {
		group.Go(func() {
			rows, err := s.part(ctx, run, &run.Parts[i], limit)
			if err != nil {
				once.Do(func() {
					first = &partError{run.Parts[i].Name, err}
					stop(first)
				})
				return
			}
			all[i] = rows
		})
	}
	group.Wait()
	return all, first
}

// answer makes the rows of the run out of those of its parts.
func (s *Service) answer(ctx context.Context, run *Run, parts []*Rows) (*Rows, error) {
	if run.Join == "" {
		if parts[0].Cut {
			run.Warnings = append(run.Warnings, s.cut(run))
		}
		return parts[0], nil
	}
	for i, p := range parts {
		if p.Cut {
			// A join over a part of the rows would be a wrong answer, not a short one.
			return nil, &partError{run.Parts[i].Name, fault.New(fault.Limit,
				"The part gives more than %d rows to the join, the limit PartRows. Aggregate or filter it, so that fewer rows leave its account.", s.Limits.PartRows)}
		}
	}
	started := s.Clock.Now()
	rows, err := s.join(ctx, run, parts)
	run.JoinTime = s.Clock.Now().Sub(started).Milliseconds()
	if err == nil && rows.Cut {
		run.Warnings = append(run.Warnings, s.cut(run))
	}
	return rows, err
}

// settle writes how a run ended and holds its rows.
func (s *Service) settle(ctx context.Context, held *job.Run, run *Run, answer *Rows, failure error) error {
	run.Completed = s.Clock.Now()
	switch {
	case failure == nil:
		if err := s.results.hold(run.ID, answer); err != nil {
			failure = err
			break
		}
		run.State, run.Rows = Succeeded, int64(len(answer.Cells))
	}
	if failure != nil {
		run.State, run.Failure = Failed, failureOf(run, failure)
		if fault.Is(context.Cause(ctx), fault.Cancelled) {
			run.State, run.Failure = Cancelled, nil
		} else if run.Failure.Code == string(fault.Internal) && s.Report != nil {
			s.Report(fmt.Errorf("run %s: %w", run.ID, failure))
		}
	}
	// The outcome is written also when the job's context has ended, or nobody would ever learn it.
	return s.Store.Update(context.WithoutCancel(ctx), func(tx store.Tx) error {
		if err := held.End(tx); err != nil {
			return err
		}
		if err := told(tx, run); err != nil {
			return err
		}
		if err := account(tx, run); err != nil {
			return err
		}
		return runs.Put(tx, *run)
	})
}

// failed writes the end of a run whose job could not do it.
func (s *Service) failed(tx store.Tx, j job.Job, cause error) error {
	return runs.Modify(tx, store.Key(j.Key), func(r *Run) error {
		if r.State.Final() {
			return nil
		}
		r.Completed = s.Clock.Now()
		if fault.Is(cause, fault.Cancelled) {
			r.State = Cancelled
			return told(tx, r)
		}
		r.State, r.Failure = Failed, failureOf(r, cause)
		return nil
	})
}

// partError is the failure of a part.
type partError struct {
	part string
	err  error
}

func (e *partError) Error() string { return e.part + ": " + e.err.Error() }
func (e *partError) Unwrap() error { return e.err }

// failureOf is a failure as the person gets to see it.
func failureOf(run *Run, err error) *Failure {
	f := &Failure{Code: string(fault.CodeOf(err)), Message: fault.Public(err)}
	var at *partError
	if errors.As(err, &at) && run.Join != "" {
		f.Part = at.part
	}
	var public *fault.Error
	if errors.As(err, &public) && public.Code == hub.Suspended {
		f.Account, f.Part = public.Detail["Account"], public.Detail["Part"]
	}
	var refused *chain.Failure
	if errors.As(err, &refused) {
		f.Code, f.Message, f.Account, f.Step = refused.Code, refused.Message, refused.Account, refused.Step
	}
	var failed *athenaFailure
	if errors.As(err, &failed) {
		f.Code, f.Message, f.Account, f.Step = failed.code, failed.message, failed.account, 3
	}
	return f
}
