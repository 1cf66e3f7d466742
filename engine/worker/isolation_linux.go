package worker

import (
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// attributes are what a child is started with: killed when its parent ends, deaf to the terminal's signals.
func attributes() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL, Setpgid: true}
}

// separateOutput returns what standard output was and turns standard output to standard error, so that nothing in
// DuckDB that prints can speak in the protocol.
func separateOutput() (*os.File, error) {
	fd, err := unix.FcntlInt(os.Stdout.Fd(), unix.F_DUPFD_CLOEXEC, 3)
	if err != nil {
		return nil, err
	}
	if err := unix.Dup3(2, 1, 0); err != nil {
		return nil, err
	}
	return os.NewFile(uintptr(fd), "answers"), nil
}

// isolate takes from this process what it does not need before it knows its files. It is called once DuckDB stands.
func isolate(s settings) (Isolation, error) {
	pages, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		return Isolation{}, err
	}
	size, _, _ := strings.Cut(string(pages), " ")
	count, err := strconv.ParseInt(size, 10, 64)
	if err != nil {
		return Isolation{}, err
	}
	// DuckDB keeps its own limit up to some 200 MB; what it reserves and does not touch counts here too.
	space := uint64(count)*uint64(os.Getpagesize()) + 2*uint64(s.MemoryBytes) + 1<<30
	for resource, most := range map[int]uint64{
		unix.RLIMIT_AS: space, unix.RLIMIT_NOFILE: 4096, unix.RLIMIT_CORE: 0,
		unix.RLIMIT_CPU: uint64(processorLimit(s).Seconds()), unix.RLIMIT_FSIZE: uint64(s.TempBytes) + 1<<31,
	} {
		if err := unix.Setrlimit(resource, &unix.Rlimit{Cur: most, Max: most}); err != nil {
			return Isolation{}, fmt.Errorf("worker: limiting resource %d: %w", resource, err)
		}
	}
	if err := restrictCalls(); err != nil {
		return Isolation{Missing: err.Error()}, nil
	}
	return Isolation{Seccomp: true}, nil
}

// processorLimit is the processor time after which the kernel kills a child. It is for statements that outlive their
// parent's attention; the time limit ends all others long before.
func processorLimit(s settings) time.Duration {
	return 2*s.Time*time.Duration(s.Threads) + 10*time.Second
}

// worn reports whether a child has used so much of its processor time that another statement might not fit.
func worn(s settings) bool {
	var used unix.Rusage
	if err := unix.Getrusage(unix.RUSAGE_SELF, &used); err != nil {
		return true
	}
	return time.Duration(used.Utime.Nano()+used.Stime.Nano()) > processorLimit(s)/2
}

// confine restricts the process to the files and its own folder.
func confine(files []string, folder string, before Isolation) (Isolation, error) {
	switch err := restrictFiles(files, folder); {
	case errors.Is(err, errNoLandlock):
		before.Missing = strings.TrimSpace(before.Missing + " " + err.Error())
		return before, nil
	case err != nil:
		return before, err
	}
	before.Landlock = true
	return before, nil
}

// openReadCounter returns a function that gives the bytes this process has read (proc_pid_io(5), rchar). It holds the
// file open, because it cannot be opened any more once the process is confined.
func openReadCounter() (func() (int64, error), error) {
	f, err := os.Open("/proc/self/io")
	if err != nil {
		return nil, err
	}
	return func() (int64, error) {
		var buffer [256]byte
		n, err := f.ReadAt(buffer[:], 0)
		if n == 0 {
			return 0, err
		}
		line, _, _ := strings.Cut(string(buffer[:n]), "\n")
		return strconv.ParseInt(strings.TrimSpace(strings.TrimPrefix(line, "rchar:")), 10, 64)
	}, nil
}
