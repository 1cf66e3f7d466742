package moments

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// patience is how long any one thing may take before a test is taken to hang.
const patience = 3 * time.Minute

// program is the built interlaken, made once for all tests.
var program string

func TestMain(m *testing.M) {
	os.Exit(func() int {
		folder, err := os.MkdirTemp("", "interlaken-moments-")
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 1
		}
		defer os.RemoveAll(folder)
		if err := os.Chmod(folder, 0o755); err != nil { // others run the program too
			fmt.Fprintln(os.Stderr, err)
			return 1
		}
		program = filepath.Join(folder, "interlaken")
		build := exec.Command("go", "build", "-tags="+pageTags(), "-o", program, "interlaken/cmd/interlaken")
		build.Stderr = os.Stderr
		if err := build.Run(); err != nil {
			fmt.Fprintln(os.Stderr, "the program cannot be built:", err)
			return 1
		}
		return m.Run()
	}())
}

// machine is a home folder, and a shell that has nothing else.
type machine struct {
	t    *testing.T
	home string
	// as is whom programs run as; nil: the tester.
	as *syscall.Credential
}

func newMachine(t *testing.T) *machine {
	t.Helper()
	// Short, as home folders are: the width of what is printed depends on it.
	home, err := os.MkdirTemp("", "home-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(home) })
	return &machine{t: t, home: home}
}

// in is the machine for a subtest.
func (m *machine) in(t *testing.T) *machine { return &machine{t: t, home: m.home} }

// unprivileged is the machine for somebody who may not write where root may.
func (m *machine) unprivileged() *machine {
	if os.Geteuid() != 0 {
		return m
	}
	const nobody = 65534
	if err := os.Chmod(m.home, 0o711); err != nil {
		m.t.Fatal(err)
	}
	return &machine{t: m.t, home: m.home, as: &syscall.Credential{Uid: nobody, Gid: nobody}}
}

func (m *machine) environment() []string {
	return []string{"HOME=" + m.home, "PATH=" + os.Getenv("PATH")}
}

// freshShell runs a command line in a new shell with an empty environment and returns what it prints.
func (m *machine) freshShell(line string) string {
	m.t.Helper()
	ctx, cancel := context.WithTimeout(m.t.Context(), patience)
	defer cancel()
	shell := exec.CommandContext(ctx, "sh", "-c", line)
	shell.Env = []string{"HOME=" + m.home, "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"}
	shell.Dir = m.home
	var errs bytes.Buffer
	shell.Stderr = &errs
	out, err := shell.Output()
	if err != nil {
		m.t.Errorf("$ %s\n%s%s%v", line, out, errs.Bytes(), err)
	}
	return string(out)
}

// process is a program under way whose lines are read as they come.
type process struct {
	t       *testing.T
	command *exec.Cmd
	lines   chan string // of both streams, in the order of each
	ended   chan error

	mu          sync.Mutex
	out, errors []string
}

// start starts the program.
func (m *machine) start(arguments ...string) *process {
	m.t.Helper()
	p := &process{t: m.t, command: exec.Command(program, arguments...), lines: make(chan string, 10_000), ended: make(chan error, 1)}
	p.command.Env, p.command.Dir = m.environment(), m.home
	if m.as != nil {
		p.command.SysProcAttr = &syscall.SysProcAttr{Credential: m.as}
	}
	out, err := p.command.StdoutPipe()
	if err != nil {
		m.t.Fatal(err)
	}
	errs, err := p.command.StderrPipe()
	if err != nil {
		m.t.Fatal(err)
	}
	if err := p.command.Start(); err != nil {
		m.t.Fatal(err)
	}
	var readers sync.WaitGroup
	readers.Go(func() { p.read(out, &p.out) })
	readers.Go(func() { p.read(errs, &p.errors) })
	go func() {
		readers.Wait()
		close(p.lines)
		p.ended <- p.command.Wait()
	}()
	m.t.Cleanup(func() { _ = p.command.Process.Kill() })
	return p
}

func (p *process) read(from io.Reader, into *[]string) {
	lines := bufio.NewScanner(from)
	for lines.Scan() {
		p.mu.Lock()
		*into = append(*into, lines.Text())
		p.mu.Unlock()
		p.lines <- lines.Text()
	}
}

// printed returns what the program has written so far.
func (p *process) printed() (out, errs []string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.out), slices.Clone(p.errors)
}

// await reads lines until one has the text.
func (p *process) await(text string) {
	p.t.Helper()
	watchdog := time.NewTimer(patience)
	defer watchdog.Stop()
	for {
		select {
		case line, ok := <-p.lines:
			if !ok {
				out, errs := p.printed()
				p.t.Fatalf("the program ended before it printed %q:\n%s", text, strings.Join(append(out, errs...), "\n"))
			}
			if strings.Contains(line, text) {
				return
			}
		case <-watchdog.C:
			p.t.Fatalf("nothing was printed with %q in it for %s", text, patience)
		}
	}
}

// signal sends a signal.
func (p *process) signal(s syscall.Signal) {
	p.t.Helper()
	if err := p.command.Process.Signal(s); err != nil {
		p.t.Fatal(err)
	}
}

// end waits for the end and returns the exit code, -1 for a signal.
func (p *process) end() int {
	p.t.Helper()
	watchdog := time.NewTimer(patience)
	defer watchdog.Stop()
	for {
		select {
		case _, ok := <-p.lines:
			if !ok {
				p.lines = nil
			}
		case err := <-p.ended:
			var exit *exec.ExitError
			if err != nil && !errors.As(err, &exit) {
				p.t.Fatal(err)
			}
			return p.command.ProcessState.ExitCode()
		case <-watchdog.C:
			p.t.Fatalf("the program did not end within %s", patience)
		}
	}
}

// refused starts the program, which has to fail, and returns its one sentence.
func (m *machine) refused(arguments ...string) string {
	m.t.Helper()
	p := m.start(arguments...)
	if code := p.end(); code != 1 {
		m.t.Errorf("interlaken %s: exit code %d", strings.Join(arguments, " "), code)
	}
	out, errs := p.printed()
	var said []string
	for _, line := range errs {
		if sentence, ok := strings.CutPrefix(line, "interlaken: "); ok {
			said = append(said, sentence)
		}
	}
	if len(out) > 0 || len(said) != 1 || errs[len(errs)-1] != "interlaken: "+said[0] {
		m.t.Fatalf("interlaken %s printed more or less than one sentence:\n%s", strings.Join(arguments, " "), strings.Join(append(out, errs...), "\n"))
	}
	return said[0]
}
