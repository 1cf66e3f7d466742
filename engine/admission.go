package engine

import (
	"context"
	"slices"
	"sync"

	"interlaken/fault"
)

// Admission decides which statement runs next: at most Slots at once, at most Queue waiting, and among those that
// wait the accounts take turns, so that one account's load does not hold up another's single query. It is safe for
// concurrent use.
type Admission struct {
	slots, queue int

	mu      sync.Mutex
	running int
	waiting int
	turns   []string                   // accounts that have someone waiting, the next one first
	waiters map[string][]chan struct{} // by account, oldest first
}

// NewAdmission returns an admission with that many slots and places in the queue.
func NewAdmission(slots, queue int) *Admission {
	return &Admission{slots: slots, queue: queue, waiters: map[string][]chan struct{}{}}
}

// Acquire waits for a slot; the caller gives it back with release, once. It fails with Throttled at once when the
// queue is full, and with Cancelled when the context ends first.
func (a *Admission) Acquire(ctx context.Context, account string) (release func(), err error) {
	if ctx.Err() != nil {
		return nil, fault.Wrap(context.Cause(ctx), fault.Cancelled, "The query was cancelled before it began.")
	}
	a.mu.Lock()
	if a.running < a.slots {
		a.running++
		a.mu.Unlock()
		return a.releaser(), nil
	}
	if a.waiting >= a.queue {
		a.mu.Unlock()
		return nil, fault.New(fault.Throttled, "The engine runs %d statements at once and lets %d wait, and both are used up. Try again later.", a.slots, a.queue)
	}
	turn := make(chan struct{})
	if len(a.waiters[account]) == 0 {
		a.turns = append(a.turns, account)
	}
	a.waiters[account] = append(a.waiters[account], turn)
	a.waiting++
	a.mu.Unlock()

	select {
	case <-turn:
		return a.releaser(), nil
	case <-ctx.Done():
	}
	if !a.leave(account, turn) { // the turn had come meanwhile
		a.releaser()()
	}
	return nil, fault.Wrap(context.Cause(ctx), fault.Cancelled, "The query was cancelled while it waited for the engine.")
}

func (a *Admission) releaser() func() { return sync.OnceFunc(a.release) }

// release hands the slot to the next account's oldest waiter, or frees it.
func (a *Admission) release() {
	a.mu.Lock()
	defer a.mu.Unlock()
	if len(a.turns) == 0 {
		a.running--
		return
	}
	account := a.turns[0]
	a.turns = a.turns[1:]
	line := a.waiters[account]
	turn := line[0]
	if len(line) > 1 {
		a.waiters[account] = line[1:]
		a.turns = append(a.turns, account)
	} else {
		delete(a.waiters, account)
	}
	a.waiting--
	close(turn)
}

// leave takes a waiter out of its line and reports whether it still stood there.
func (a *Admission) leave(account string, turn chan struct{}) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	line := a.waiters[account]
	i := slices.Index(line, turn)
	if i < 0 {
		return false
	}
	a.waiting--
	if line = slices.Delete(line, i, i+1); len(line) > 0 {
		a.waiters[account] = line
		return true
	}
	delete(a.waiters, account)
	at := slices.Index(a.turns, account)
	a.turns = slices.Delete(a.turns, at, at+1)
	return true
}
