package spice

import (
	"context"
	"errors"
	"io"
	"os"
	"sync"

	"interlaken/engine"
	"interlaken/fault"
	"interlaken/hub"
)

// loaded are the versions of sets that lie in plain for the engine: loaded when they are first asked, and evicted, the
// longest unused first, when another one needs the room. One that has no room in memory lies on the disk while it is used.
type loaded struct {
	vault *vault
	space *space

	mu       sync.Mutex
	versions map[string]*version
	clock    int64 // counts uses
}

// version is one that is loaded or being loaded.
type version struct {
	room  *room
	ready chan struct{} // closed when files or err are there
	files []engine.File
	err   error

	// Guarded by loaded.mu.
	users int
	used  int64
	gone  bool // to be removed when nobody uses it any more
}

// open implements query.Sets.
func (l *loaded) open(ctx context.Context, set hub.Set) (files []engine.File, load string, release func(), err error) {
	id := set.Version.ID
	l.mu.Lock()
	l.clock++
	v := l.versions[id]
	if v == nil {
		v = &version{room: l.space.room(), ready: make(chan struct{}), users: 1} // who loads it uses it
		l.versions[id] = v
		go l.load(set, v)
	}
	v.users, v.used = v.users+1, l.clock
	l.mu.Unlock()
	release = sync.OnceFunc(func() { l.release(v) })
	select {
	case <-v.ready:
	case <-ctx.Done():
		release()
		return nil, "", nil, fault.Wrap(context.Cause(ctx), fault.Cancelled, "The query was cancelled while its data set was loaded.")
	}
	if v.err != nil {
		release()
		return nil, "", nil, v.err
	}
	return v.files, id + "/" + v.room.name, release, nil
}

// load makes a version's files lie in plain.
func (l *loaded) load(set hub.Set, v *version) {
	defer l.release(v)
	defer close(v.ready)
	var size int64
	for _, f := range set.Version.Files {
		size += f.SizeBytes
	}
	l.evict(size)
	for _, f := range set.Version.Files {
		file, err := v.room.file(f.Name, set.DataSetID+"/"+f.Name, f.SizeBytes, func(out *os.File) error {
			plain, sealed, err := l.vault.open(set, set.Version.ID, f.Name)
			if err != nil {
				return err
			}
			_, err = io.Copy(out, plain)
			return errors.Join(err, sealed.Close())
		})
		if err != nil {
			v.err = fault.Wrap(err, fault.Unavailable, "The rows of data set %s cannot be read. Refresh it.", set.DataSetID)
			l.forget(set.Version.ID, v) // the next one to ask tries again
			return
		}
		v.files = append(v.files, file)
	}
	if v.room.bytes.Load() < size {
		l.forget(set.Version.ID, v) // it lies on the disk, for those who wait for it now
	}
}

// forget has a version go when nobody uses it any more.
func (l *loaded) forget(id string, v *version) {
	l.mu.Lock()
	defer l.mu.Unlock()
	v.gone = true
	if l.versions[id] == v {
		delete(l.versions, id)
	}
}

// evict makes room for a size in memory, as far as that is possible without what is used.
func (l *loaded) evict(size int64) {
	for l.space.free() < size {
		l.mu.Lock()
		oldest := ""
		for id, v := range l.versions {
			if v.users == 0 && v.room.bytes.Load() > 0 && (oldest == "" || v.used < l.versions[oldest].used) {
				oldest = id
			}
		}
		v := l.versions[oldest]
		delete(l.versions, oldest)
		l.mu.Unlock()
		if v == nil {
			return
		}
		_ = v.room.empty() // what cannot be removed goes with the process
	}
}

// release ends a use.
func (l *loaded) release(v *version) {
	l.mu.Lock()
	v.users--
	leave := v.users == 0 && v.gone
	l.mu.Unlock()
	if leave {
		_ = v.room.empty() // what cannot be removed goes with the process
	}
}

// retire forgets a version that has been followed or deleted: its files go as soon as nobody reads them.
func (l *loaded) retire(id string) {
	l.mu.Lock()
	v := l.versions[id]
	if v != nil {
		v.users++
	}
	l.mu.Unlock()
	if v != nil {
		l.forget(id, v)
		l.release(v)
	}
}
