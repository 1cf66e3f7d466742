package sqlite

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"

	"interlaken/fault"
)

// folderLock is the lock on a data folder. The kernel lets go of it when the process ends, however it ends.
type folderLock struct{ file *os.File }

// openFolder makes or checks the folder and locks it against other processes and other stores of this one.
func openFolder(dir string) (*folderLock, error) {
	if dir == "" {
		return nil, fault.New(fault.Validation, "The store has no folder; name one.")
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fault.Wrap(err, fault.Unavailable, "The data folder %s cannot be made; choose another or make its parent writable.", dir)
	}
	if err := private(dir); err != nil {
		return nil, err
	}
	file, err := os.OpenFile(filepath.Join(dir, "lock"), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, fault.Wrap(err, fault.Unavailable, "The data folder %s is not writable; make it so or choose another.", dir)
	}
	if err := unix.Flock(int(file.Fd()), unix.LOCK_EX|unix.LOCK_NB); err != nil {
		holder := holder(file)
		file.Close()
		if errors.Is(err, unix.EWOULDBLOCK) {
			return nil, fault.Wrap(err, fault.Conflict, "The data folder %s is in use%s; stop that process or choose another folder.", dir, holder)
		}
		return nil, fault.Wrap(err, fault.Unavailable, "The data folder %s cannot be locked; choose one on a local disk.", dir)
	}
	// The number is only for the sentence above; whether it is written decides nothing.
	if err := file.Truncate(0); err == nil {
		_, _ = file.WriteAt(fmt.Appendf(nil, "%d\n", os.Getpid()), 0)
	}
	return &folderLock{file}, nil
}

// private sees to it that nobody else can look into the folder. It changes the mode of an empty folder only: what is
// in another may have been read already, and may not be ours.
func private(dir string) error {
	info, err := os.Stat(dir)
	if err != nil {
		return fault.Wrap(err, fault.Unavailable, "The data folder %s cannot be read.", dir)
	}
	if info.Mode().Perm()&0o077 == 0 {
		return nil
	}
	content, err := os.ReadDir(dir)
	if err == nil && len(content) == 0 {
		err = os.Chmod(dir, 0o700)
	} else if err == nil {
		return fault.New(fault.Validation, "The data folder %s has mode %04o, so others can read it; make it 0700 or choose another.",
			dir, info.Mode().Perm())
	}
	if err != nil {
		return fault.Wrap(err, fault.Unavailable, "The data folder %s is not ours to use; choose another.", dir)
	}
	return nil
}

func holder(file *os.File) string {
	text := make([]byte, 20)
	n, _ := file.ReadAt(text, 0)
	process, err := strconv.Atoi(strings.TrimSpace(string(text[:n])))
	if err != nil {
		return " by another process"
	}
	return fmt.Sprintf(" by process %d", process)
}

func (l *folderLock) release() { _ = l.file.Close() }

// createFile makes the database file with a mode that SQLite then gives to its log files too. Its name is made durable:
// SQLite does that for files that it creates itself.
func createFile(path string) error {
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return err
	}
	return errors.Join(file.Close(), syncFolder(filepath.Dir(path)))
}

func syncFolder(dir string) error {
	folder, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(folder.Sync(), folder.Close())
}
