package worker

import (
	"errors"
	"os"
	"path/filepath"
	"syscall"
)

const folderPattern = "interlaken-engine-"

// folder is the engine's own place for its children's temporary files. A lock in it says that its engine lives.
type folder struct {
	path string
	lock *os.File
}

// makeFolder makes one and removes those of engines that have ended without doing so.
func makeFolder(under string) (*folder, error) {
	if under == "" {
		under = os.TempDir()
	}
	under, err := filepath.Abs(under) // children stand in folders of their own
	if err != nil {
		return nil, err
	}
	left, err := filepath.Glob(filepath.Join(under, folderPattern+"*"))
	if err != nil {
		return nil, err
	}
	for _, path := range left {
		if lock := acquire(path); lock != nil {
			err = errors.Join(err, os.RemoveAll(path), lock.Close())
		}
	}
	if err != nil {
		return nil, err
	}
	path, err := os.MkdirTemp(under, folderPattern)
	if err != nil {
		return nil, err
	}
	lock := acquire(path)
	if lock == nil {
		return nil, errors.New("worker: a new folder is taken")
	}
	return &folder{path, lock}, nil
}

// acquire takes a folder's lock; nil when another process has it or the folder is not ours to take.
func acquire(path string) *os.File {
	lock, err := os.OpenFile(filepath.Join(path, "lock"), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil
	}
	if err := syscall.Flock(int(lock.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		_ = lock.Close()
		return nil
	}
	return lock
}

func (f *folder) close() error { return errors.Join(os.RemoveAll(f.path), f.lock.Close()) }
