package chain

import (
	"context"
	"time"
)

// flight is one walk that is under way or has ended.
type flight struct {
	done  chan struct{}
	lease *Lease
	err   error
}

// fly returns the lease that is held for a key, waits for one that is being made, or makes it. What failed is not
// held: the next one to ask tries again. The walk goes on when the one who began it gives up, because others may wait; it
// has a bound of time of its own.
func fly[K comparable](c *Chain, ctx context.Context, held map[K]*flight, key K, within time.Duration, walk func(context.Context) (*Lease, error)) (*Lease, error) {
	c.mu.Lock()
	f := held[key]
	if f != nil && f.over(c) {
		delete(held, key)
		f = nil
	}
	if f == nil {
		makeRoom(c, held)
		f = &flight{done: make(chan struct{})}
		held[key] = f
		go func() {
			ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), within)
			defer cancel()
			f.lease, f.err = walk(ctx)
			if f.err != nil {
				c.mu.Lock()
				if held[key] == f {
					delete(held, key)
				}
				c.mu.Unlock()
			}
			close(f.done)
		}()
	}
	c.mu.Unlock()
	select {
	case <-f.done:
		return f.lease, f.err
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// over reports whether a lease is too near its end to begin with.
func (f *flight) over(c *Chain) bool {
	select {
	case <-f.done:
		return f.lease != nil && !c.config.Clock.Now().Add(renewBefore).Before(f.lease.Expires)
	default:
		return false
	}
}

// makeRoom drops leases when there are too many: those that are over, else any that nobody waits for.
func makeRoom[K comparable](c *Chain, held map[K]*flight) {
	if len(held) < c.config.MaxLeases {
		return
	}
	for k, f := range held {
		if f.over(c) {
			delete(held, k)
		}
	}
	for k, f := range held {
		if len(held) < c.config.MaxLeases {
			return
		}
		select {
		case <-f.done:
			delete(held, k)
		default:
		}
	}
}
