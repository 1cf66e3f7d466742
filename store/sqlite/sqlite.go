// Package sqlite keeps the records of store in one SQLite file: the default for a single process, with nothing to
// install. Writers take turns and share a commit, so that the disk is waited for once a group and not once a
// transaction; readers have connections of their own and see a snapshot.
//
// It is not a way to SQL: no other package sees the database. app opens it; tests use storetest.Open.
package sqlite

import (
	"context"
	"fmt"
	"io/fs"
	"path/filepath"
	"sync"
	"sync/atomic"

	"interlaken/fault"
)

// Config says where the store is and how safe. Dir is needed; the other zero values are the defaults.
type Config struct {
	// Dir is the folder that holds the store and nothing else. It is made with mode 0700 if it is not there; an
	// empty one is taken over; one with content that others may read is refused.
	Dir string
	// Volatile leaves out every wait for the disk: a power cut may lose or damage the store, the end of the process
	// does not. For tests.
	Volatile bool
	// Readers is the most Views at once; more wait. 0 is 4.
	Readers int

	migrations fs.FS // the embedded ones if nil
}

// Store is a store.Store in a SQLite file.
type Store struct {
	lock    *folderLock
	path    string
	readers chan *connection // idle ones; nil stands for one that is yet to be opened
	size    int
	pragmas string

	waiting atomic.Int64 // callers that have asked for their turn and not yet got it
	turn    sync.Mutex   // held by the one writer; guards what follows
	writer  *connection
	cache   cache
	group   *group
	version int64 // the last given out
	closed  bool
}

const fileName = "store.db"

// Open locks the folder, brings the file to the current schema and opens it. Errors are complete sentences for the
// operator who chose the folder. The caller closes the store.
func Open(ctx context.Context, config Config) (*Store, error) {
	if config.Readers == 0 {
		config.Readers = 4
	}
	if config.migrations == nil {
		config.migrations = embedded()
	}
	lock, err := openFolder(config.Dir)
	if err != nil {
		return nil, err
	}
	if config.Dir, err = filepath.Abs(config.Dir); err != nil {
		lock.release()
		return nil, failed(err)
	}
	s, err := open(ctx, config, lock)
	if err != nil {
		lock.release()
		return nil, err
	}
	return s, nil
}

func open(ctx context.Context, config Config, lock *folderLock) (*Store, error) {
	s := &Store{
		lock:    lock,
		path:    filepath.Join(config.Dir, fileName),
		readers: make(chan *connection, config.Readers),
		size:    config.Readers,
	}
	s.pragmas = durable
	if config.Volatile {
		s.pragmas = volatile
	}
	if err := createFile(s.path); err != nil {
		return nil, fault.Wrap(err, fault.Unavailable, "The file %s cannot be opened; make the folder writable or choose another.", s.path)
	}
	writer, err := connect(s.path, s.pragmas)
	if err != nil {
		return nil, fault.Wrap(err, fault.Unavailable, "The file %s cannot be opened as a store.", s.path)
	}
	s.writer = writer
	if err := migrate(ctx, writer, s.path, config.migrations); err != nil {
		writer.close()
		return nil, err
	}
	if s.version, err = writer.number(selectVersion); err != nil {
		writer.close()
		return nil, failed(err)
	}
	for range s.size {
		s.readers <- nil
	}
	return s, nil
}

// Close commits what waits, waits for running Views, and releases file and folder. A second Close does nothing.
func (s *Store) Close() error {
	s.turn.Lock()
	defer s.turn.Unlock()
	if s.closed {
		return nil
	}
	s.closed = true
	if s.group != nil {
		s.commit()
	}
	for range s.size {
		if c := <-s.readers; c != nil {
			c.close()
		}
	}
	close(s.readers)
	err := s.writer.close() // the last connection moves the log into the file
	s.lock.release()
	if err != nil {
		return failed(err)
	}
	return nil
}

// Compact writes the file anew, so that nothing of what was replaced or deleted is left in its free space. While it
// runs, and it takes as long as copying the file, everybody who writes waits. The log is emptied when the store closes.
func (s *Store) Compact() error {
	s.turn.Lock()
	defer s.turn.Unlock()
	if s.closed {
		return closedError()
	}
	if s.group != nil {
		s.commit()
	}
	s.cache.clear()
	if err := s.writer.script("VACUUM"); err != nil {
		return failed(err)
	}
	return nil
}

// failed is the public form of an error of SQLite or the disk under it.
func failed(cause error) error {
	return fault.Wrap(fmt.Errorf("store: %w", cause), fault.Unavailable, "The record store does not work.")
}

func closedError() error { return fault.New(fault.Unavailable, "The record store is closed.") }
