package s3

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"sync"

	"interlaken/fault"
	"interlaken/id"
)

// files are the bytes of object versions and parts: one file each, named by a UUID that is never used again, written
// once, then read-only. A name is good as long as a record has it or somebody holds it.
type files struct {
	dir      string
	ids      *id.Source
	maxBytes int64
	volatile bool

	mu     sync.Mutex
	held   map[string]int  // how many readers hold a file
	doomed map[string]bool // files without a record that are removed with their last reader
}

// openFiles makes the folders. Files are spread over 256 of them by the first byte of their names.
func openFiles(dir string, ids *id.Source, maxBytes int64, volatile bool) (*files, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return nil, broken(err)
	}
	f := &files{dir: dir, ids: ids, maxBytes: maxBytes, volatile: volatile, held: map[string]int{}, doomed: map[string]bool{}}
	for _, folder := range f.folders() {
		if err := os.MkdirAll(folder, 0o700); err != nil {
			return nil, broken(err)
		}
	}
	return f, f.syncFolder(dir)
}

func (f *files) folders() []string {
	all := make([]string, 256)
	for i := range all {
		all[i] = filepath.Join(f.dir, fmt.Sprintf("%02x", i))
	}
	return all
}

func (f *files) path(name string) string { return filepath.Join(f.dir, name[:2], name) }

func (f *files) syncFolder(folder string) error {
	if f.volatile {
		return nil
	}
	d, err := os.Open(folder)
	if err != nil {
		return broken(err)
	}
	defer d.Close()
	if err := d.Sync(); err != nil {
		return broken(err)
	}
	return nil
}

// hold keeps a file from being removed until the function that it returns is called, once or more often.
func (f *files) hold(name string) (release func()) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.held[name]++
	return sync.OnceFunc(func() {
		f.mu.Lock()
		defer f.mu.Unlock()
		if f.held[name]--; f.held[name] > 0 {
			return
		}
		delete(f.held, name)
		if f.doomed[name] {
			delete(f.doomed, name)
			f.remove(name)
		}
	})
}

// discard removes a file that no record names any more, now or with its last reader. It is called once the record's
// removal is durable.
func (f *files) discard(names ...string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, name := range names {
		if f.held[name] > 0 {
			f.doomed[name] = true
		} else {
			f.remove(name)
		}
	}
}

// remove unlinks a file. One that cannot be unlinked is an orphan, which the next start sweeps.
func (f *files) remove(name string) { _ = os.Remove(f.path(name)) }

// sweep removes the files that keep says nobody names. It looks at nothing but files with names as they are made here.
func (f *files) sweep(keep func(name string) (bool, error)) error {
	for _, folder := range f.folders() {
		entries, err := os.ReadDir(folder)
		if err != nil {
			return broken(err)
		}
		for _, entry := range entries {
			name := entry.Name()
			if !fileName.MatchString(name) || f.path(name) != filepath.Join(folder, name) {
				continue
			}
			kept, err := keep(name)
			if err != nil {
				return err
			}
			if kept {
				continue
			}
			if err := os.Remove(f.path(name)); err != nil {
				return broken(err)
			}
		}
	}
	return nil
}

var fileName = regexp.MustCompile(`^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`)

// body reads a part of a file that it holds. It is opened with the first read and is for one reader.
type body struct {
	files   *files
	name    string
	start   int64
	length  int64
	release func()

	file    *os.File
	section *io.SectionReader
}

func (f *files) open(name string, start, length int64) *body {
	return &body{files: f, name: name, start: start, length: length, release: f.hold(name)}
}

func (b *body) ready() error {
	if b.section != nil {
		return nil
	}
	file, err := os.Open(b.files.path(b.name))
	if err != nil {
		return broken(err)
	}
	b.file, b.section = file, io.NewSectionReader(file, b.start, b.length)
	return nil
}

func (b *body) Read(p []byte) (int, error) {
	if err := b.ready(); err != nil {
		return 0, err
	}
	return b.section.Read(p)
}

func (b *body) Seek(offset int64, whence int) (int64, error) {
	if err := b.ready(); err != nil {
		return 0, err
	}
	return b.section.Seek(offset, whence)
}

func (b *body) Close() error {
	b.release()
	if b.file == nil {
		return nil
	}
	err := b.file.Close()
	if errors.Is(err, os.ErrClosed) {
		return nil
	}
	return err
}

func broken(err error) error {
	return fault.Wrap(err, fault.Unavailable, "The object store's files cannot be used.")
}
