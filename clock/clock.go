// Package clock passes time in, so that tests set it and replays repeat it. Nothing in the project reads the
// wall clock but System. It imports nothing of the project.
package clock

import (
	"context"
	"sync"
	"time"
)

// Clock tells the time and waits. Implementations are safe for concurrent use.
type Clock interface {
	// Now returns the current time in UTC.
	Now() time.Time
	// Sleep returns nil after d has passed on this clock, or the context's error if that comes first.
	Sleep(ctx context.Context, d time.Duration) error
}

// System is the machine's clock.
var System Clock = system{}

type system struct{}

func (system) Now() time.Time { return time.Now().UTC() }

func (system) Sleep(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Manual is a clock that stands still until it is moved. The zero value is not usable; see NewManual.
type Manual struct {
	mu      sync.Mutex
	now     time.Time
	waiters map[chan struct{}]time.Time
}

// NewManual returns a clock that stands at start.
func NewManual(start time.Time) *Manual {
	return &Manual{now: start.UTC(), waiters: map[chan struct{}]time.Time{}}
}

// Now returns the time at which the clock stands.
func (m *Manual) Now() time.Time {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.now
}

// Advance moves the clock forward and wakes the sleepers whose time has come.
func (m *Manual) Advance(d time.Duration) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.now = m.now.Add(d)
	for c, at := range m.waiters {
		if !at.After(m.now) {
			close(c)
			delete(m.waiters, c)
		}
	}
}

// Sleeping returns how many callers wait in Sleep, so that a test can advance once they do.
func (m *Manual) Sleeping() int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return len(m.waiters)
}

// Sleep waits until the clock has been advanced by d.
func (m *Manual) Sleep(ctx context.Context, d time.Duration) error {
	if d <= 0 || ctx.Err() != nil {
		return ctx.Err()
	}
	c := make(chan struct{})
	m.mu.Lock()
	m.waiters[c] = m.now.Add(d)
	m.mu.Unlock()
	select {
	case <-c:
		return nil
	case <-ctx.Done():
		m.mu.Lock()
		delete(m.waiters, c)
		m.mu.Unlock()
		return ctx.Err()
	}
}
