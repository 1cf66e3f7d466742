package spice

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"sync"
	"sync/atomic"
	"syscall"

	"interlaken/engine"
	"interlaken/fault"
)

const spacePattern = "interlaken-spice-"

// space is where files lie in plain for the engine to read: in memory as far as the limit goes, on the disk beyond it and
// where the system has no file system in memory. Folders are this process' and its user's alone and go with it; those of a
// process that was killed go when the next one starts.
type space struct {
	memory, disk string // folders; memory is "" where there is none
	locks        []*os.File
	limit        int64

	mu   sync.Mutex
	used int64 // bytes in memory
	last int64
}

// sharedMemory is Linux's file system in memory that every process may use.
const sharedMemory = "/dev/shm"

// newSpace makes a space whose part on the disk lies under a folder.
func newSpace(disk string, limit int64) (*space, error) {
	s := &space{limit: limit}
	var err error
	if s.disk, err = s.folder(disk); err != nil {
		return nil, errors.Join(err, s.close())
	}
	if runtime.GOOS == "linux" {
		// Where there is none, or others keep this process out, the disk is used.
		s.memory, _ = s.folder(sharedMemory)
	}
	return s, nil
}

// folder makes a private folder under another one and removes those of processes that are gone.
func (s *space) folder(under string) (string, error) {
	left, err := filepath.Glob(filepath.Join(under, spacePattern+"*"))
	if err != nil {
		return "", err
	}
	for _, path := range left {
		if lock := claim(path); lock != nil {
			// A folder that cannot be removed is another user's, or will be tried again.
			_ = os.RemoveAll(path)
			_ = lock.Close()
		}
	}
	path, err := os.MkdirTemp(under, spacePattern)
	if err != nil {
		return "", err
	}
	lock := claim(path)
	if lock == nil {
		return "", errors.New("a new folder for plain files is taken")
	}
	s.locks = append(s.locks, lock)
	return path, nil
}

// claim takes the lock of a folder; nil where another process has it or the folder is another user's.
func claim(path string) *os.File {
	lock, err := os.OpenFile(filepath.Join(path, "lock"), os.O_CREATE|os.O_RDWR|syscall.O_NOFOLLOW, 0o600)
	if err != nil {
		return nil
	}
	if err := syscall.Flock(int(lock.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		_ = lock.Close()
		return nil
	}
	return lock
}

func (s *space) close() error {
	err := os.RemoveAll(s.disk)
	if s.memory != "" {
		err = errors.Join(err, os.RemoveAll(s.memory))
	}
	for _, lock := range s.locks {
		err = errors.Join(err, lock.Close())
	}
	return err
}

// room is a folder of the space for files that come and go together.
type room struct {
	space *space
	name  string
	bytes atomic.Int64 // in memory
}

func (s *space) room() *room {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.last++
	return &room{space: s, name: "r" + strconv.FormatInt(s.last, 10)}
}

// file makes a file of a size that fill writes, and returns it for the engine; display is what errors call it.
func (r *room) file(name, display string, size int64, fill func(*os.File) error) (engine.File, error) {
	under := r.space.memory
	if under == "" || !r.space.reserve(size) {
		under = r.space.disk
	} else {
		r.bytes.Add(size)
	}
	folder := filepath.Join(under, r.name)
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return engine.File{}, noRoom(err)
	}
	f, err := os.OpenFile(filepath.Join(folder, name), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return engine.File{}, noRoom(err)
	}
	if err := errors.Join(fill(f), f.Close()); err != nil {
		return engine.File{}, err
	}
	info, err := os.Stat(f.Name())
	if err == nil && info.Size() != size {
		err = fault.New(fault.Unavailable, "%s has %d bytes, not %d.", display, info.Size(), size)
	}
	return engine.File{Path: f.Name(), SizeBytes: size, Display: display}, err
}

func noRoom(err error) error {
	return fault.Wrap(err, fault.Unavailable, "There is no room for the rows of a set.")
}

// empty removes the files of the room and gives back what they took.
func (r *room) empty() error {
	err := os.RemoveAll(filepath.Join(r.space.disk, r.name))
	if r.space.memory != "" {
		err = errors.Join(err, os.RemoveAll(filepath.Join(r.space.memory, r.name)))
	}
	r.space.giveBack(r.bytes.Swap(0))
	return err
}

func (s *space) reserve(size int64) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.used+size > s.limit {
		return false
	}
	s.used += size
	return true
}

func (s *space) giveBack(size int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.used -= size
}

// free is how much more fits into memory.
func (s *space) free() int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.limit - s.used
}
