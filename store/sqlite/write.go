package sqlite

import (
	"context"

	"interlaken/fault"
	"interlaken/store"
)

// group is the transactions that share one commit. Each is a savepoint of it.
type group struct {
	done    chan struct{} // closed when err is final
	err     error
	members int
	dirty   bool // something was written
}

// maxGroup bounds how long the first of a group waits for the last.
const maxGroup = 512

// Update runs body when its turn comes. The writer who finds nobody waiting behind it commits for all before it; who
// finds somebody leaves that to them. So a lone writer commits at once, and while the disk is waited for the next
// group gathers.
func (s *Store) Update(ctx context.Context, body func(store.Tx) error) error {
	t, kept := &transaction{store: s}, false
	defer func() {
		if !kept {
			call(t.undone)
		}
	}()
	s.waiting.Add(1)
	s.turn.Lock()
	s.waiting.Add(-1)
	g, err := s.takeTurn(ctx, t, body)
	if g == nil {
		return err
	}
	// An error too rests on what the group has written so far, and is only true once that is.
	<-g.done
	if g.err != nil {
		return g.err
	}
	if err != nil {
		return err
	}
	kept = true
	call(t.committed)
	return nil
}

func call(hooks []func()) {
	for _, hook := range hooks {
		hook()
	}
}

// takeTurn runs body with the turn held and passes the turn on, whether body returns, panics or ends the goroutine.
func (s *Store) takeTurn(ctx context.Context, t *transaction, body func(store.Tx) error) (*group, error) {
	defer s.turn.Unlock()
	defer s.settle()
	switch {
	case s.closed:
		return nil, closedError()
	case ctx.Err() != nil:
		return nil, fault.Wrap(ctx.Err(), fault.Cancelled, "The request was given up before it was carried out.")
	}
	if s.group == nil {
		if _, _, err := s.writer.run("BEGIN IMMEDIATE"); err != nil {
			return nil, failed(err)
		}
		s.group = &group{done: make(chan struct{})}
	}
	g := s.group
	g.members++
	t.reader = reader{ctx: context.WithoutCancel(ctx), connection: s.writer}
	defer t.end() // after a panic; otherwise it has nothing left to do
	err := body(t)
	if err == nil {
		err = t.broken
	}
	if err == nil {
		err = t.keep()
	} else {
		t.end()
	}
	return g, err
}

// settle commits the group unless the next in line will.
func (s *Store) settle() {
	if g := s.group; g != nil && (s.waiting.Load() == 0 || g.members >= maxGroup) {
		s.commit()
	}
}

func (s *Store) commit() {
	g := s.group
	s.group = nil
	var err error
	if g.dirty {
		_, _, err = s.writer.run(updateVersion, s.version)
	}
	if err == nil {
		_, _, err = s.writer.run("COMMIT")
	}
	if err != nil {
		s.rollback()
		g.err = failed(err)
	}
	close(g.done)
}

// abandon fails the whole group: SQLite has lost the transaction, or will not say what state it is in.
func (s *Store) abandon(cause error) {
	g := s.group
	if g == nil {
		return
	}
	s.group = nil
	s.rollback()
	g.err = failed(cause)
	close(g.done)
}

// rollback ends the transaction if there still is one; after some errors SQLite has ended it already, and says so
// with an error that says nothing else.
func (s *Store) rollback() {
	s.cache.clear()
	_, _, _ = s.writer.run("ROLLBACK")
}

// keep ends the savepoint and keeps what was written in it.
func (t *transaction) keep() error {
	t.over = true
	if !t.saved {
		return nil
	}
	t.saved = false
	if _, _, err := t.connection.run("RELEASE body"); err != nil {
		t.store.abandon(err)
		return failed(err)
	}
	return nil
}

// end undoes what was written since the savepoint.
func (t *transaction) end() {
	t.over = true
	if !t.saved {
		return
	}
	t.saved = false
	for _, p := range t.touched {
		t.store.cache.forget(p)
	}
	_, _, err := t.connection.run("ROLLBACK TO body")
	if err == nil {
		_, _, err = t.connection.run("RELEASE body")
	}
	if err != nil {
		t.store.abandon(err)
	}
}

// save begins the savepoint with the first write: a body that only reads, or is refused before it writes, needs none.
func (t *transaction) save() error {
	if t.saved {
		return nil
	}
	if _, _, err := t.connection.run("SAVEPOINT body"); err != nil {
		return t.fail(err)
	}
	t.saved = true
	t.store.group.dirty = true
	return nil
}

// fail remembers that a write may be half done, so that the transaction fails even if the body ignores it.
func (t *transaction) fail(err error) error {
	t.broken = failed(err)
	return t.broken
}
