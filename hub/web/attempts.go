package web

import (
	"net/netip"
	"sync"
	"time"

	"interlaken/fault"
)

// DefaultAttempts is how many sign-ins of one user may fail from one address in attemptMinutes before the next is taken.
const DefaultAttempts = 10

// attemptMinutes is how long failed sign-ins count, from the first of them on.
const attemptMinutes = 15

// manyAttempts is how many times the bound holds for one address whoever it asks for, and for one user wherever from:
// whoever guesses many names, or from many places, meets it, and nobody locks a user out by a few typing errors.
const manyAttempts = 10

// mostCounted bounds the memory of counts. Where so many addresses fail at once, no attempt of another one is taken.
const mostCounted = 1 << 16

// attempts counts sign-ins that failed. It is in memory only: whoever can restart the server need not guess. It is safe
// for concurrent use.
type attempts struct {
	most int

	mu     sync.Mutex
	counts map[attempter]*count
}

// attempter is who tries: a user's name from a network, or one of both with "" for the other.
type attempter struct{ user, network string }

type count struct {
	n      int
	until  time.Time
	warned bool
}

// refusal says why an attempt was not taken.
type refusal struct {
	error
	// first is set for the first attempt that is not taken: it is worth an event, those after it are not.
	first bool
	wait  time.Duration
}

func newAttempts(most int) *attempts {
	if most == 0 {
		most = DefaultAttempts
	}
	return &attempts{most: most, counts: map[attempter]*count{}}
}

// bound is how many attempts of somebody may fail.
type bound struct {
	attempter
	most int
}

// bounds are all that hold for an attempt; user is "" for one that names none.
func (a *attempts) bounds(user, address string) []bound {
	network := networkOf(address)
	all := []bound{{attempter{"", network}, a.most * manyAttempts}}
	if user != "" {
		all = append(all, bound{attempter{user, network}, a.most}, bound{attempter{user, ""}, a.most * manyAttempts})
	}
	return all
}

// begin counts an attempt before its outcome is known, so that many at once are many; nil: it is taken.
func (a *attempts) begin(user, address string, now time.Time) *refusal {
	asked := a.bounds(user, address)
	a.mu.Lock()
	defer a.mu.Unlock()
	for _, b := range asked {
		c := a.counts[b.attempter]
		if c == nil || !now.Before(c.until) || c.n < b.most {
			continue
		}
		first := !c.warned
		c.warned = true
		return &refusal{fault.New(fault.Throttled, "Too many sign-ins have failed: after %d within %d minutes, the next one is taken at %s UTC.",
			b.most, attemptMinutes, c.until.UTC().Format("15:04:05")), first, c.until.Sub(now)}
	}
	if len(a.counts)+len(asked) > mostCounted {
		a.forget(now)
	}
	if len(a.counts)+len(asked) > mostCounted {
		return &refusal{fault.New(fault.Throttled, "Sign-ins fail from too many addresses at this moment; try again in a few minutes."), false, time.Minute}
	}
	for _, b := range asked {
		c := a.counts[b.attempter]
		if c == nil || !now.Before(c.until) {
			c = &count{until: now.Add(attemptMinutes * time.Minute)}
			a.counts[b.attempter] = c
		}
		c.n++
	}
	return nil
}

// succeeded takes back what begin counted: only what failed counts. A user who got in begins anew from this address.
func (a *attempts) succeeded(user, address string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	for _, b := range a.bounds(user, address) {
		if c := a.counts[b.attempter]; c != nil && c.n > 0 {
			c.n--
		}
		if b.user != "" && b.network != "" {
			delete(a.counts, b.attempter)
		}
	}
}

// forget removes what counts no more.
func (a *attempts) forget(now time.Time) {
	for who, c := range a.counts {
		if !now.Before(c.until) {
			delete(a.counts, who)
		}
	}
}

// networkOf is what a client can choose no address outside of: an address of version 4, or the first half of one of
// version 6.
func networkOf(address string) string {
	a, err := netip.ParseAddr(address)
	if err != nil {
		return "unknown"
	}
	a = a.Unmap()
	if a.Is4() {
		return a.String()
	}
	p, err := a.WithZone("").Prefix(64)
	if err != nil {
		return "unknown"
	}
	return p.String()
}
