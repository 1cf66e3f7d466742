package s3

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
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
	f := &files{dir: dir, ids: ids, maxBytes: maxBytes, volatile: volatile, held: map[string]int{}, doomed: map[string]bool{}}
	const digits = "0123456789abcdef"
	for i := range 256 {
		folder := filepath.Join(dir, string([]byte{digits[i>>4], digits[i&15]}))
		if err := os.MkdirAll(folder, 0o700); err != nil {
			return nil, fault.Wrap(err, fault.Unavailable, "The object store's folder cannot be made.")
		}
	}
	return f, f.syncFolder(dir)
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

// sweep removes the files that keep says nobody names.
func (f *files) sweep(keep func(name string) (bool, error)) error {
	return filepath.WalkDir(f.dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return broken(err)
		}
		if entry.IsDir() {
			return nil
		}
		kept, err := keep(entry.Name())
		if err != nil || kept {
			return err
		}
		if err := os.Remove(path); err != nil {
			return broken(err)
		}
		return nil
	})
}

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
