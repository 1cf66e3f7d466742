// Package pulse knows whether the data sources that somebody looks at can be read just now. Who asks for a data source
// and a person has the pair watched for a while: the chain to it is walked every moment, once for however many ask, and
// the outcome is answered at once from memory. It also learns from the outcomes of runs, and keeps for the accounts'
// owners which data sources are refused.
//
// It reads no data: a proof is the two steps of the chain, the workgroup's state, and, where a query was denied an object,
// the head of that one. hub/interlaken asks it, hub/query tells it; it may import hub, hub/chain and hub/remedy.
package pulse

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"interlaken/clock"
	"interlaken/hub"
	"interlaken/hub/chain"
	"interlaken/hub/remedy"
	"interlaken/store"
)

// Config is what a pulse works with. Chain, Store and Clock are needed; every zero of the others is its default.
type Config struct {
	Chain *chain.Chain
	Store store.Store
	Clock clock.Clock
	// Every is how often a watched pair is looked at: 1.5 s.
	Every time.Duration
	// ProveEvery is how often both steps of the chain are walked anew for it, although credentials are held: a minute, so
	// that STS and the owners' trails are spared.
	ProveEvery time.Duration
	// WatchFor is how long a pair is watched after somebody has asked: 10 s.
	WatchFor time.Duration
	// AnswerWithin is how long one look may take: 5 s. One without an answer counts as refused.
	AnswerWithin time.Duration
	// Pairs is the most pairs that are watched at once, and Looks the most that are looked at at once: 1,000 and 16. A pair
	// above that is UNKNOWN.
	Pairs, Looks int
	// Report gets the defects that nobody waits for, each once until it has passed. nil drops them.
	Report func(error)
}

// State is whether a data source can be read by a person.
type State string

// The states.
const (
	Unknown   State = "UNKNOWN" // nobody has looked yet
	Ready     State = "READY"
	Refused   State = "REFUSED"
	Suspended State = "SUSPENDED"
)

// Status is what is known of a data source for a person.
type Status struct {
	State State
	// Refusal is why, of Refused; Sentences say it, of Suspended.
	Refusal   *hub.Refusal
	Sentences string
	Checked   time.Time // zero while nobody has looked
	// Mark changes whenever what was drawn before is not to stand any more, or can be drawn again: the data source was
	// changed, it was refused or suspended, it can be read again. From UNKNOWN to READY it stays.
	Mark string
}

// Pulse watches. It is safe for concurrent use.
type Pulse struct {
	config Config
	ctx    context.Context
	stop   context.CancelFunc
	work   sync.WaitGroup
	room   chan struct{}

	mu    sync.Mutex
	pairs map[pairKey]*pair
	// defect is what was reported last; "" once something could be kept again.
	defect string
}

type pairKey struct{ source, person string }

// pair is a data source and a person. Its members belong to the pulse's lock.
type pair struct {
	source hub.DataSource
	person hub.Person
	until  time.Time // watched so long
	proved time.Time // when both steps were walked anew last

	state    State
	refusal  *hub.Refusal
	sentence string
	checked  time.Time
	changes  int64
	looking  bool
	// denied is an object that a query was not allowed to read; looked for until it is.
	denied *object
}

type object struct{ bucket, key string }

// New makes a pulse that watches nothing. Close ends it.
func New(c Config) *Pulse {
	set(&c.Every, 1500*time.Millisecond)
	set(&c.ProveEvery, time.Minute)
	set(&c.WatchFor, 10*time.Second)
	set(&c.AnswerWithin, 5*time.Second)
	set(&c.Pairs, 1000)
	set(&c.Looks, 16)
	p := &Pulse{config: c, room: make(chan struct{}, c.Looks), pairs: map[pairKey]*pair{}}
	p.ctx, p.stop = context.WithCancel(context.Background())
	p.work.Go(p.beat)
	return p
}

func set[T comparable](v *T, standard T) {
	var zero T
	if *v == zero {
		*v = standard
	}
}

// Close ends the watching and waits for the looks that are under way.
func (p *Pulse) Close(ctx context.Context) error {
	p.stop()
	done := make(chan struct{})
	go func() { p.work.Wait(); close(done) }()
	select {
	case <-done:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// beat looks at every watched pair, again and again.
func (p *Pulse) beat() {
	for p.config.Clock.Sleep(p.ctx, p.config.Every) == nil {
		now := p.config.Clock.Now()
		p.mu.Lock()
		for key, one := range p.pairs {
			switch {
			case now.Before(one.until):
				p.look(one)
			case now.Sub(one.until) > p.config.ProveEvery && !one.looking:
				delete(p.pairs, key)
			}
		}
		p.mu.Unlock()
	}
}

// Watch has a data source watched for a person, for a while, and returns what is known.
func (p *Pulse) Watch(source hub.DataSource, person hub.Person) Status {
	now := p.config.Clock.Now()
	p.mu.Lock()
	defer p.mu.Unlock()
	one := p.pair(source, person)
	if one == nil {
		return Status{State: Unknown, Mark: mark(source.Epoch, 0)}
	}
	fresh := now.Before(one.until)
	one.until = now.Add(p.config.WatchFor)
	if !fresh || one.checked.IsZero() {
		p.look(one)
	}
	if !fresh && now.Sub(one.checked) > p.config.WatchFor {
		return Status{State: Unknown, Mark: mark(one.source.Epoch, one.changes)}
	}
	return Status{
		State: one.state, Refusal: one.refusal, Sentences: one.sentence, Checked: one.checked, Mark: mark(one.source.Epoch, one.changes),
	}
}

// Mark changes with the epoch of a data source and with what became of it since the process began.
func mark(epoch, changes int64) string { return fmt.Sprintf("%d.%d", epoch, changes) }

// pair finds or makes the pair, in its newest form; nil where there are too many. The lock is held.
func (p *Pulse) pair(source hub.DataSource, person hub.Person) *pair {
	key := pairKey{source.ARN(), person.ID}
	one := p.pairs[key]
	if one == nil {
		if person.IsZero() || len(p.pairs) >= p.config.Pairs {
			return nil
		}
		one = &pair{state: Unknown, proved: p.config.Clock.Now()}
		p.pairs[key] = one
	}
	if source.Epoch > one.source.Epoch {
		one.state, one.refusal, one.sentence, one.checked, one.denied = Unknown, nil, "", time.Time{}, nil
	}
	if source.Epoch >= one.source.Epoch {
		one.source = source
	}
	one.person = person
	return one
}

// look begins to look at a pair unless somebody does. The lock is held.
func (p *Pulse) look(one *pair) {
	if one.looking || p.ctx.Err() != nil {
		return
	}
	select {
	case p.room <- struct{}{}:
	default:
		return // the next beat tries again
	}
	one.looking = true
	source, person, denied := one.source, one.person, one.denied
	anew := p.config.Clock.Now().Sub(one.proved) >= p.config.ProveEvery
	p.work.Go(func() {
		defer func() { <-p.room }()
		ctx, cancel := context.WithTimeout(p.ctx, p.config.AnswerWithin)
		defer cancel()
		err := p.prove(ctx, source, person, anew)
		readable := err == nil && denied != nil && p.readable(ctx, source, person, *denied)
		p.settle(one, source, err, anew, readable)
	})
}

// settle keeps the outcome of a look.
func (p *Pulse) settle(one *pair, source hub.DataSource, err error, anew, readable bool) {
	now := p.config.Clock.Now()
	p.mu.Lock()
	one.looking = false
	if source.Epoch != one.source.Epoch || p.ctx.Err() != nil {
		p.mu.Unlock()
		return // the data source has changed meanwhile, or it is over: this says nothing
	}
	if anew {
		one.proved = now
	}
	before, beforeRefusal := one.state, one.refusal
	one.state, one.refusal, one.sentence = outcome(source, err)
	one.checked = now
	if stands(before) != stands(one.state) || one.state != before && !stands(before) {
		one.changes++
	}
	if readable {
		one.denied = nil
		one.changes++ // what could not be drawn can be, although the chain stood all the time
	}
	keep := one.refusal
	ended := one.state == Ready && one.denied == nil && (before != Ready || readable)
	again := keep != nil && beforeRefusal != nil && keep.Step == beforeRefusal.Step && keep.Code == beforeRefusal.Code
	p.mu.Unlock()
	switch {
	case keep != nil && !again:
		p.keep(func(tx store.Tx) error { return hub.NoteProblem(tx, &source, *keep, "", "", now) })
	case ended:
		p.keep(func(tx store.Tx) error { return p.endProblem(tx, source, readable) })
	}
}

// endProblem forgets a problem that a proof is enough for: a query that was denied something is only proved by the thing.
func (p *Pulse) endProblem(tx store.Tx, source hub.DataSource, readable bool) error {
	known, err := hub.GetProblem(tx, &source)
	if err != nil || known == nil {
		return err
	}
	provable := known.Refusal.Step < 3 || known.Run == "" || known.Refusal.Code == "WorkGroupDisabled"
	if !provable && !readable {
		return nil
	}
	return hub.EndProblem(tx, &source)
}

// keep writes, and reports why it cannot: once for as long as it is the same, because every pair runs into it again and
// again.
func (p *Pulse) keep(body func(store.Tx) error) {
	err := p.config.Store.Update(p.ctx, body)
	if p.ctx.Err() != nil {
		return
	}
	says := ""
	if err != nil {
		says = err.Error()
	}
	p.mu.Lock()
	news := says != p.defect
	p.defect = says
	p.mu.Unlock()
	if err != nil && news && p.config.Report != nil {
		p.config.Report(fmt.Errorf("pulse: %w", err))
	}
}

// stands reports whether what was drawn in a state may stay.
func stands(s State) bool { return s == Ready || s == Unknown }

// outcome is the state that a look comes to.
func outcome(source hub.DataSource, err error) (State, *hub.Refusal, string) {
	var f *chain.Failure
	switch {
	case err == nil:
		return Ready, nil, ""
	case errors.As(err, &f) && f.Code == string(hub.Suspended):
		return Suspended, nil, f.Message
	case errors.As(err, &f) && f.Step > 0:
		return Refused, &hub.Refusal{Step: f.Step, Account: f.Account, Code: f.Code, Message: f.Message}, ""
	case errors.Is(err, context.DeadlineExceeded):
		return Refused, &hub.Refusal{Step: 2, Account: source.Athena.Account(), Code: "Unreachable", Message: "The account did not answer in time."}, ""
	}
	return Unknown, nil, ""
}

// Learn takes what a part of a run has learnt: nil where the data source was read, else the step that was refused. It does
// not wait.
func (p *Pulse) Learn(source hub.DataSource, person hub.Person, refusal *hub.Refusal) {
	now := p.config.Clock.Now()
	p.mu.Lock()
	defer p.mu.Unlock()
	one := p.pair(source, person)
	if one == nil || one.source.Epoch != source.Epoch {
		return
	}
	if one.until.IsZero() {
		one.until = now // it is kept for a while and not looked at
	}
	if refusal == nil {
		if stands(one.state) {
			one.state, one.checked = Ready, now
		} else {
			p.look(one) // what was begun before a refusal may end well after it: only a look tells
		}
		return
	}
	if bucket, key, ok := remedy.DeniedObject(refusal.Message); ok {
		one.denied = &object{bucket, key}
		return // the chain stands; other tables can be read
	}
	if refusal.Step == 3 && refusal.Code != "WorkGroupDisabled" {
		return
	}
	if stands(one.state) {
		one.changes++
	}
	one.state, one.refusal, one.sentence, one.checked = Refused, refusal, "", now
}
