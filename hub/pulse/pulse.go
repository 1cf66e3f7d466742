// Package pulse keeps an eye on the role chains that open pages need: while somebody looks, each is walked and its
// workgroup asked every moment, so that a page learns within seconds that an owner has closed the door, or opened it
// again, without asking for any data. Many pages of a person share one watch.
//
// It uses hub/chain and keeps nothing but what it saw last, in memory. hub/interlaken asks it.
package pulse

import (
	"context"
	"errors"
	"maps"
	"slices"
	"sync"
	"time"

	"interlaken/clock"
	"interlaken/hub"
	"interlaken/hub/chain"
)

// Config is what a pulse works with. Chain and Clock are needed.
type Config struct {
	Chain *chain.Chain
	Clock clock.Clock
	// Every is the pause between two looks with the lease that is held; 0 is 2 seconds.
	Every time.Duration
	// ProveEvery is the pause between two walks of the whole chain: only they see a changed trust policy, and each is two
	// events of AssumeRole. 0 is a minute.
	ProveEvery time.Duration
	// Watched is how long after the last question a chain is still watched; 0 is 10 seconds.
	Watched time.Duration
	// Most bounds the chains that are watched at once; 0 is 1,000. More are not watched, and stay unknown.
	Most int
}

// Beat is what was seen of a chain last.
type Beat struct {
	// At is when; zero: nothing was seen yet.
	At time.Time
	// Failure is why the chain does not stand; nil where it does.
	Failure *chain.Failure
}

// Pulse watches chains. It is safe for concurrent use.
type Pulse struct {
	config Config
	ctx    context.Context
	stop   context.CancelFunc
	loops  sync.WaitGroup

	mu      sync.Mutex
	watches map[key]*watch
}

type key struct{ source, person string }

type watch struct {
	source hub.DataSource
	person hub.Person
	asked  time.Time // last
	proved time.Time // last
	beat   Beat
	since  time.Time // from when on beat has had a failure
}

// Failing is a chain that does not stand, as a person sees it who looks at what it gives.
type Failing struct {
	Source  hub.DataSource
	Failure *chain.Failure
	Since   time.Time
	At      time.Time // seen last
}

// Failures are the watched chains to an account that do not stand, one a data source, in no order.
func (p *Pulse) Failures(account string) []Failing {
	p.mu.Lock()
	defer p.mu.Unlock()
	found := map[string]Failing{}
	for _, w := range p.watches {
		if w.beat.Failure == nil || w.source.Athena.Account() != account {
			continue
		}
		f := Failing{w.source, w.beat.Failure, w.since, w.beat.At}
		if known, ok := found[w.source.ARN()]; !ok || f.Since.Before(known.Since) {
			found[w.source.ARN()] = f
		}
	}
	return slices.Collect(maps.Values(found))
}

// New makes a pulse that watches nothing.
func New(c Config) *Pulse {
	for _, d := range []struct {
		value    *time.Duration
		standard time.Duration
	}{{&c.Every, 2 * time.Second}, {&c.ProveEvery, time.Minute}, {&c.Watched, 10 * time.Second}} {
		if *d.value == 0 {
			*d.value = d.standard
		}
	}
	if c.Most == 0 {
		c.Most = 1000
	}
	p := &Pulse{config: c, watches: map[key]*watch{}}
	p.ctx, p.stop = context.WithCancel(context.Background())
	return p
}

// Close ends all watches and waits for them.
func (p *Pulse) Close(context.Context) error {
	p.stop()
	p.loops.Wait()
	return nil
}

// Look returns what was seen last of a person's chain to a data source, and keeps watching it for a while.
func (p *Pulse) Look(source hub.DataSource, person hub.Person) Beat {
	k, now := key{source.ARN(), person.ARN}, p.config.Clock.Now()
	p.mu.Lock()
	defer p.mu.Unlock()
	w := p.watches[k]
	if w == nil {
		if len(p.watches) >= p.config.Most || p.ctx.Err() != nil {
			return Beat{}
		}
		w = &watch{proved: now}
		p.watches[k] = w
		p.loops.Go(func() { p.watch(k, w) })
	}
	if w.source.Epoch != source.Epoch {
		w.beat = Beat{} // what was seen is of another state of the data source
	}
	w.source, w.person, w.asked = source, person, now
	return w.beat
}

// watch looks at one chain until nobody has asked for it for a while.
func (p *Pulse) watch(k key, w *watch) {
	for {
		p.mu.Lock()
		now := p.config.Clock.Now()
		if now.Sub(w.asked) >= p.config.Watched || p.ctx.Err() != nil {
			delete(p.watches, k)
			p.mu.Unlock()
			return
		}
		source, person := w.source, w.person
		// A chain that does not stand is walked each time: it is to be seen at once that it does again.
		prove := now.Sub(w.proved) >= p.config.ProveEvery || w.beat.Failure != nil
		p.mu.Unlock()
		beat, seen := p.see(source, person, prove)
		p.mu.Lock()
		if seen && w.source.Epoch == source.Epoch {
			if beat.Failure != nil && w.beat.Failure == nil {
				w.since = beat.At
			}
			w.beat = beat
		}
		if prove {
			w.proved = now
		}
		p.mu.Unlock()
		if p.config.Clock.Sleep(p.ctx, p.config.Every) != nil {
			continue // closing
		}
	}
}

// see walks a chain and asks its workgroup. seen is false where nothing could be learned.
func (p *Pulse) see(source hub.DataSource, person hub.Person, prove bool) (beat Beat, seen bool) {
	var lease *chain.Lease
	var err error
	if prove {
		lease, err = p.config.Chain.Prove(p.ctx, source, person)
	} else {
		lease, err = p.config.Chain.Lease(p.ctx, source, person)
	}
	if err == nil {
		_, err = p.config.Chain.WorkGroup(p.ctx, lease, source.Athena.WorkGroup)
	}
	beat.At = p.config.Clock.Now()
	if err == nil {
		return beat, true
	}
	return beat, errors.As(err, &beat.Failure) && p.ctx.Err() == nil
}
