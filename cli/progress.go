package cli

import (
	"context"
	"fmt"
	"io"
	"sync"
	"time"

	"interlaken/clock"
)

// progress tells what is being done and how far it is: a line when a step begins, and one at least every two seconds.
type progress struct {
	out   io.Writer
	clock clock.Clock
	begun time.Time
	stop  context.CancelFunc
	ended chan struct{}

	mu   sync.Mutex
	what string
	tell func() string
	last time.Time
}

// progressPause leaves room for a slow machine within two seconds.
const progressPause = 1500 * time.Millisecond

// newProgress starts to tell. The caller ends it.
func newProgress(ctx context.Context, time clock.Clock, out io.Writer) *progress {
	ctx, stop := context.WithCancel(ctx)
	p := &progress{out: out, clock: time, begun: time.Now(), stop: stop, ended: make(chan struct{})}
	go func() {
		defer close(p.ended)
		for time.Sleep(ctx, progressPause/3) == nil {
			p.mu.Lock()
			if p.what != "" && time.Now().Sub(p.last) >= progressPause-progressPause/3 {
				p.print()
			}
			p.mu.Unlock()
		}
	}()
	return p
}

// step begins a step. tell says how far it is, nil where that cannot be said yet.
func (p *progress) step(what string, tell func() string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.what, p.tell = what, tell
	p.print()
}

// far changes how far the step is.
func (p *progress) far(tell func() string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.tell = tell
}

// print writes the line; the caller holds the lock.
func (p *progress) print() {
	p.last = p.clock.Now()
	line := p.what
	if p.tell != nil {
		line += ": " + p.tell()
	}
	fmt.Fprintf(p.out, "%5.1f s  %s\n", p.last.Sub(p.begun).Seconds(), line)
}

// end stops telling.
func (p *progress) end() {
	p.stop()
	<-p.ended
}
