package main

import (
	"context"
	"sync"
	"time"

	"github.com/apache/arrow-go/v18/arrow"

	"interlaken/engine"
)

// stopwatch is an engine that knows how long its callers have waited for it: for the run, each batch and the end.
type stopwatch struct {
	engine.Engine

	mu    sync.Mutex
	spent time.Duration
}

// lap returns the time spent since the last lap.
func (s *stopwatch) lap() time.Duration {
	s.mu.Lock()
	defer s.mu.Unlock()
	spent := s.spent
	s.spent = 0
	return spent
}

func (s *stopwatch) add(began time.Time) {
	spent := time.Since(began)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.spent += spent
}

func (s *stopwatch) Run(ctx context.Context, r engine.Request) (engine.Rows, error) {
	defer s.add(time.Now())
	rows, err := s.Engine.Run(ctx, r)
	if err != nil {
		return nil, err
	}
	return &timedRows{rows, s}, nil
}

type timedRows struct {
	engine.Rows
	stopwatch *stopwatch
}

func (r *timedRows) Next(ctx context.Context) (arrow.RecordBatch, error) {
	defer r.stopwatch.add(time.Now())
	return r.Rows.Next(ctx)
}

func (r *timedRows) Close() error {
	defer r.stopwatch.add(time.Now())
	return r.Rows.Close()
}
