package duck

import (
	"context"
	"errors"
	"time"

	"github.com/apache/arrow-go/v18/arrow/array"

	"interlaken/engine"
	"interlaken/fault"
	"interlaken/result"
)

// Run runs one statement. The instance is taken until the rows are closed. When the context ends and the statement
// does not stop within the grace, Run returns, the instance is spoiled and closing it waits for the statement.
func (i *Instance) Run(ctx context.Context, r engine.Request) (engine.Rows, error) {
	l := i.config.limits(r.Limits)
	if !i.Serves(r) {
		return nil, fault.New(fault.Internal, "The engine gave a query to an instance of another.")
	}
	i.served++
	reused := i.served > 1
	ctx, cancelCause := context.WithCancelCause(ctx)
	ctx, cancelTime := context.WithTimeoutCause(ctx, l.Time, errTime)
	cancel := func() { cancelTime(); cancelCause(nil) }
	if err := i.prepare(ctx, r, l); err != nil {
		defer cancel()
		i.spoiled = true // some of the tables may stand and others not
		return nil, i.fault(ctx, err, l)
	}
	before, err := i.reset(ctx, r)
	if err != nil {
		defer cancel()
		i.spoiled = true
		return nil, i.fault(ctx, err, l)
	}
	started := i.config.Clock.Now()
	records, err := i.execute(ctx, cancelCause, r.Statement, l, before)
	statistics := result.Statistics{Executed: i.config.Clock.Now().Sub(started), Reused: reused}
	switch {
	case r.Resident:
	case i.stuck == nil:
		// Read with a context of its own: what a cancelled statement has read is charged too.
		if failed := i.measure(context.WithoutCancel(ctx), r, before, &statistics); failed != nil && err == nil {
			err = failed
		}
	default:
		statistics.ScannedBytes, statistics.MeterDisagreed = engine.FileBytes(r.Tables), i.meter.counter != nil
	}
	if err == nil && l.ScannedBytes > 0 && statistics.ScannedBytes > l.ScannedBytes {
		cancelCause(errScanned)
		err = context.Cause(ctx)
	}
	if err != nil {
		defer cancel()
		if records != nil {
			records.Release()
		}
		return nil, engine.WithStatistics(i.fault(ctx, err, l), statistics)
	}
	return &rows{instance: i, records: records, context: ctx, cancel: cancel, limits: l, statistics: statistics}, nil
}

// reset empties the log where something has run since it was emptied, and returns the second meter's position.
func (i *Instance) reset(ctx context.Context, r engine.Request) (int64, error) {
	if i.session.used && !r.Resident {
		if err := i.meter.clear(ctx); err != nil {
			return 0, err
		}
	}
	return i.meter.position()
}

// Tidy does now what the next run would begin with, for a caller who has answered meanwhile. The instance has no open
// rows. What fails here is tried again there.
func (i *Instance) Tidy(ctx context.Context) {
	if i.stuck == nil && !i.spoiled && i.meter.clear(ctx) == nil {
		i.session.used = false
	}
}

// fault names the reason of an error: the run's end from outside before DuckDB's own words.
func (i *Instance) fault(ctx context.Context, err error, l engine.Limits) error {
	if ctx.Err() != nil {
		return stopped(ctx, l)
	}
	if spoiling(err) {
		i.spoiled = true
	}
	return translate(err, l, i.host)
}

// execute runs the statement and watches over it.
func (i *Instance) execute(ctx context.Context, cancel context.CancelCauseFunc, statement string, l engine.Limits, before int64) (array.RecordReader, error) {
	type outcome struct {
		records array.RecordReader
		err     error
	}
	done, watched := make(chan outcome, 1), make(chan struct{})
	go func() {
		err := guard(i.session.conn, statement)
		var records array.RecordReader
		if err == nil {
			records, err = i.session.query(ctx, statement)
		}
		done <- outcome{records, err}
	}()
	watching, stopWatching := context.WithCancel(ctx)
	go func() {
		defer close(watched)
		i.watch(watching, cancel, l, before)
	}()
	defer func() { stopWatching(); <-watched }()

	select {
	case o := <-done:
		return o.records, o.err
	case <-ctx.Done():
	}
	timer := time.NewTimer(i.config.Grace)
	defer timer.Stop()
	select {
	case o := <-done:
		if o.records != nil {
			o.records.Release()
		}
		return nil, errors.Join(ctx.Err(), o.err)
	case <-timer.C:
		finished := make(chan struct{})
		go func() {
			defer close(finished)
			if o := <-done; o.records != nil {
				o.records.Release()
			}
		}()
		i.spoiled, i.stuck = true, finished
		return nil, ctx.Err()
	}
}

// measure fills in what the statement has read.
func (i *Instance) measure(ctx context.Context, r engine.Request, before int64, s *result.Statistics) error {
	read, err := i.meter.read(ctx)
	agrees := false
	if err == nil {
		agrees, err = i.meter.agrees(read, before)
	}
	s.ScannedBytes, s.FilesRead = read.charged, read.files
	if err != nil || !agrees {
		// Whatever has happened to the log, its next figure would be no better.
		s.ScannedBytes, s.MeterDisagreed, i.spoiled = engine.FileBytes(r.Tables), true, true
	}
	return err
}
