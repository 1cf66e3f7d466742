package worker

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"syscall"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
	"golang.org/x/sys/unix"

	"interlaken/engine"
	"interlaken/engine/enginetest"
	"interlaken/fault"
)

// probeArgument makes the test binary shut itself in as a child does, try what a child must not, and print it.
const probeArgument = "worker-probe"

func init() { probes[probeArgument] = probe }

// probe says for each thing it tries on several threads whether it was refused everywhere.
func probe(folder string) {
	begin, tried := make(chan struct{}), make(map[string]bool)
	var mu sync.Mutex
	var threads sync.WaitGroup
	try := func(name string, refused bool) {
		mu.Lock()
		defer mu.Unlock()
		before, seen := tried[name]
		tried[name] = refused && (before || !seen)
	}
	for range 8 { // these threads stand before anything is restricted
		started := make(chan struct{})
		threads.Go(func() {
			runtime.LockOSThread()
			close(started)
			<-begin
			attempt(folder, try)
		})
		<-started
	}
	i, err := isolate(settings{MemoryBytes: 1 << 30, TempBytes: 1 << 30, Threads: 1, Time: 1 << 40})
	if err == nil {
		i, err = confine([]string{filepath.Join(folder, "listed")}, filepath.Join(folder, "own"), i)
	}
	close(begin)
	threads.Wait()
	listed, own := os.WriteFile(filepath.Join(folder, "own", "x"), []byte("x"), 0o600), error(nil)
	if _, failed := os.ReadFile(filepath.Join(folder, "listed")); failed != nil {
		own = failed
	}
	_ = json.NewEncoder(os.Stdout).Encode(map[string]any{"isolation": i, "error": fmt.Sprint(err), "tried": tried, "works": fmt.Sprint(listed, own)})
	os.Exit(0)
}

func attempt(folder string, try func(string, bool)) {
	refused := func(err error) bool { return errors.Is(err, syscall.EPERM) || errors.Is(err, syscall.EACCES) }
	_, err := os.ReadFile("/etc/passwd")
	try("landlock: read another file", refused(err))
	_, err = os.ReadFile(filepath.Join(folder, "secret"))
	try("landlock: read a neighbour", refused(err))
	_, err = os.ReadDir(folder)
	try("landlock: list a folder", refused(err))
	try("landlock: write a listed file", refused(os.WriteFile(filepath.Join(folder, "listed"), []byte("x"), 0o600)))
	try("landlock: make a file", refused(os.WriteFile(filepath.Join(folder, "new"), []byte("x"), 0o600)))
	try("landlock: remove a file", refused(os.Remove(filepath.Join(folder, "listed"))))
	try("landlock: open another process", refused(func() error { _, err := os.ReadFile("/proc/1/environ"); return err }()))
	_, err = unix.Socket(unix.AF_INET, unix.SOCK_STREAM, 0)
	try("seccomp: make a socket", refused(err))
	_, err = unix.Socket(unix.AF_UNIX, unix.SOCK_DGRAM, 0)
	try("seccomp: make a local socket", refused(err))
	_, err = net.Dial("tcp", "127.0.0.1:9")
	try("seccomp: dial", refused(err))
	try("seccomp: execute", refused(unix.Exec("/bin/true", []string{"true"}, nil)))
	try("seccomp: start a process", exec.Command("/bin/true").Run() != nil)
	try("seccomp: trace", refused(unix.PtraceAttach(os.Getppid())))
	try("seccomp: signal another process", refused(unix.Kill(os.Getppid(), 0)))
	try("seccomp: change a file's mode", refused(unix.Fchmodat(unix.AT_FDCWD, folder, 0o777, 0)))
	_, _, errno := unix.Syscall(unix.SYS_IO_URING_SETUP, 1, 0, 0)
	try("seccomp: io_uring", refused(errno))
	_, _, errno = unix.RawSyscall(unix.SYS_CLONE, uintptr(unix.SIGCHLD), 0, 0)
	try("seccomp: fork", refused(errno))
}

func TestProbe(t *testing.T) {
	folder := t.TempDir()
	for _, name := range []string{"listed", "secret"} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(name), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Mkdir(filepath.Join(folder, "own"), 0o700); err != nil {
		t.Fatal(err)
	}
	said, err := exec.Command(os.Args[0], probeArgument, folder).Output()
	if err != nil {
		t.Fatalf("%v: %s", err, said)
	}
	var got struct {
		Isolation    Isolation
		Error, Works string
		Tried        map[string]bool
	}
	if err := json.Unmarshal(said, &got); err != nil {
		t.Fatalf("%v: %s", err, said)
	}
	if got.Error != "<nil>" || got.Works != "<nil> <nil>" {
		t.Fatalf("shutting in gave %s; what must work gave %s", got.Error, got.Works)
	}
	if len(got.Tried) < 15 {
		t.Fatalf("only %d things were tried", len(got.Tried))
	}
	for name, refused := range got.Tried {
		t.Run(name, func(t *testing.T) {
			layer, _, _ := strings.Cut(name, ":")
			if layer == "landlock" && !got.Isolation.Landlock || layer == "seccomp" && !got.Isolation.Seccomp {
				t.Skipf("this kernel has no %s: %s", layer, got.Isolation.Missing)
			}
			if !refused {
				t.Error("was allowed on some thread")
			}
		})
	}
}

// TestChildHoldsNothing looks at a child from outside: its environment, its open files, its limits.
func TestChildHoldsNothing(t *testing.T) {
	t.Setenv("AWS_SECRET_ACCESS_KEY", "canary")
	e := open(t, nil)
	defer e.Close()
	file := enginetest.WriteSales(t, t.TempDir(), "f.parquet", 0, 10)
	rows, err := e.Run(t.Context(), engine.Request{
		Key: engine.Key{Account: "a"}, Tables: []engine.Table{enginetest.SaleTable(file)},
		Statement: "SELECT sum(id) FROM awsdatacatalog.shop.sales",
	})
	if err != nil {
		t.Fatal(err, errors.Unwrap(err))
	}
	// To its end: a child whose answer is given up is kept only if it stops in time.
	for err == nil {
		var batch arrow.RecordBatch
		if batch, err = rows.Next(t.Context()); err == nil {
			batch.Release()
		}
	}
	if !errors.Is(err, io.EOF) {
		t.Fatal(err)
	}
	if err := rows.Close(); err != nil {
		t.Fatal(err)
	}
	if len(e.kept) != 1 {
		t.Fatalf("%d children are kept, want 1", len(e.kept))
	}
	process := fmt.Sprintf("/proc/%d/", e.kept[0].command.Process.Pid)
	environment, err := os.ReadFile(process + "environ")
	if err != nil || len(environment) != 0 {
		t.Errorf("environment %q, %v", environment, err)
	}
	open, err := os.ReadDir(process + "fd")
	if err != nil || len(open) == 0 {
		t.Fatal(err)
	}
	for _, fd := range open {
		to, err := os.Readlink(process + "fd/" + fd.Name())
		if err != nil {
			t.Fatal(err)
		}
		switch {
		case strings.HasPrefix(to, "pipe:"), to == file.Path, to == process+"io":
		case strings.HasPrefix(to, "anon_inode:[event"), strings.HasPrefix(to, "/sys/fs/cgroup/cpu"), to == "/dev/null":
			// The Go runtime's own: its poller, the processors it may use.
		default:
			t.Errorf("file %s is %s", fd.Name(), to)
		}
	}
	status, err := os.ReadFile(process + "status")
	if err != nil || !strings.Contains(string(status), "NoNewPrivs:\t1") {
		t.Errorf("new privileges are open: %v", err)
	}
	isolation, err := e.Isolation()
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("isolation: %+v", isolation)
	if isolation.Seccomp && !strings.Contains(string(status), "Seccomp:\t2") {
		t.Error("the child says it has a filter, the kernel does not")
	}
}

// TestCrash kills a child in the middle of a statement: one query fails, with a typed error, the next one does not.
func TestCrash(t *testing.T) {
	e := open(t, func(c *Config) { c.IdleWorkers = 1 })
	defer e.Close()
	victim := e.idle[0]
	failed := make(chan error)
	go func() {
		_, err := e.Run(context.Background(), engine.Request{Statement: "SELECT count(*) FROM range(1000000000) a(i), range(1000000000) b(j) WHERE i + j = -1"})
		failed <- err
	}()
	for taken := false; !taken; { // until the statement has the child
		e.mu.Lock()
		taken = len(e.idle) == 0
		e.mu.Unlock()
	}
	victim.kill()
	err := <-failed
	if !fault.Is(err, fault.Unavailable) || strings.Contains(fault.Public(err), "signal") {
		t.Errorf("got %v", err)
	}
	if s, ok := engine.StatisticsOf(err); !ok || s.ScannedBytes != 0 {
		t.Errorf("a statement without tables was charged %+v, %v", s, ok)
	}
	rows, err := e.Run(t.Context(), engine.Request{Statement: "SELECT 1"})
	if err != nil {
		t.Fatal(err)
	}
	if err := rows.Close(); err != nil {
		t.Error(err)
	}
	if _, err := os.Stat(victim.folder); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the folder of a dead child is still there: %v", err)
	}
}

// TestLeftFolders checks that what an engine left behind that did not end well is cleared away, and nothing else.
func TestLeftFolders(t *testing.T) {
	under := t.TempDir()
	left, err := makeFolder(under)
	if err != nil {
		t.Fatal(err)
	}
	if err := left.lock.Close(); err != nil { // as the kernel does for a dead process
		t.Fatal(err)
	}
	living, err := makeFolder(under)
	if err != nil {
		t.Fatal(err)
	}
	third, err := makeFolder(under)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(left.path); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the dead engine's folder: %v", err)
	}
	if _, err := os.Stat(living.path); err != nil {
		t.Errorf("the living engine's folder: %v", err)
	}
	if err := errors.Join(living.close(), third.close()); err != nil {
		t.Error(err)
	}
}
