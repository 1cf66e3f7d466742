package worker

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"sync"
	"time"

	"interlaken/engine"
	"interlaken/fault"
)

// startup bounds how long a child may take to come up.
const startup = 30 * time.Second

// process is the parent's side of a child.
type process struct {
	command *exec.Cmd
	toChild *os.File
	answers *os.File
	in      *bufio.Writer // guarded by sending
	sending sync.Mutex
	out     *bufio.Reader
	errors  tail
	folder  string
	ended   chan struct{} // closed when the child has gone and its folder too

	// What the child has been used for. Owned by who has taken it.
	assigned  bool
	scope     scope
	grant     engine.Grant
	isolation Isolation
	expiry    *time.Timer // runs while the child is kept
}

// scope is what requests must have in common to be served by one child.
type scope struct {
	key             engine.Key
	memory, temp    int64
	threads         int
	catalog, schema string
	resident        bool
}

func scopeOf(r engine.Request) scope {
	return scope{r.Key, r.Limits.MemoryBytes, r.Limits.TempBytes, r.Limits.Threads, r.Catalog, r.Schema, r.Resident}
}

// serves reports whether the child may run the request: it has had none, or one of the same scope, over files that
// were among its files.
func (p *process) serves(r engine.Request) bool {
	select {
	case <-p.ended:
		return false
	default:
	}
	return !p.assigned || r.Key != engine.Key{} && p.scope == scopeOf(r) && p.grant.Covers(r.Tables)
}

// spawner starts children from one thread that lives as long as the engine: the kernel kills a child when the thread
// that started it ends (PR_SET_PDEATHSIG in prctl(2)), and Go ends threads when it likes.
type spawner struct {
	jobs chan func()
}

func newSpawner() *spawner {
	s := &spawner{jobs: make(chan func())}
	go func() {
		runtime.LockOSThread()
		for job := range s.jobs {
			job()
		}
	}()
	return s
}

func (s *spawner) start(c *exec.Cmd) error {
	result := make(chan error)
	s.jobs <- func() { result <- c.Start() }
	return <-result
}

func (s *spawner) close() { close(s.jobs) }

// start starts a child and waits until it is ready.
func start(ctx context.Context, s *spawner, command []string, root string, set settings) (*process, error) {
	folder, err := os.MkdirTemp(root, "worker-")
	if err != nil {
		return nil, fault.Wrap(err, fault.Unavailable, "The engine has no folder for temporary files.")
	}
	set.TempDir = folder
	p := &process{folder: folder, ended: make(chan struct{})}
	if err := p.spawn(s, command); err != nil {
		return nil, fault.Wrap(errors.Join(err, os.RemoveAll(folder)), fault.Unavailable, "The engine's process did not start.")
	}
	timer := time.AfterFunc(startup, p.kill)
	defer timer.Stop()
	defer context.AfterFunc(ctx, p.kill)()
	ready, err := p.greet(set)
	if err != nil {
		p.kill()
		<-p.ended
		if ctx.Err() != nil {
			return nil, fault.Wrap(context.Cause(ctx), fault.Cancelled, "The query was cancelled before it began.")
		}
		return nil, fault.Wrap(p.cause(err), fault.Unavailable, "The engine's process did not start.")
	}
	p.isolation = ready.Isolation
	return p, nil
}

func (p *process) spawn(s *spawner, command []string) error {
	childIn, toChild, err := os.Pipe()
	if err != nil {
		return err
	}
	answers, childOut, err := os.Pipe()
	if err != nil {
		return errors.Join(err, childIn.Close(), toChild.Close())
	}
	p.toChild, p.answers = toChild, answers
	p.in, p.out = bufio.NewWriter(toChild), bufio.NewReaderSize(answers, 64<<10)
	p.command = exec.Command(command[0], command[1:]...)
	p.command.Env = []string{}
	p.command.Dir = p.folder
	p.command.Stdin, p.command.Stdout, p.command.Stderr = childIn, childOut, &p.errors
	p.command.SysProcAttr = attributes()
	err = s.start(p.command)
	err = errors.Join(err, childIn.Close(), childOut.Close())
	if err != nil {
		return errors.Join(err, toChild.Close(), answers.Close())
	}
	go func() {
		defer close(p.ended)
		// Its exit status is of interest with an error only, and is in the command's state then.
		_ = p.command.Wait()
		_ = os.RemoveAll(p.folder)
	}()
	return nil
}

func (p *process) greet(set settings) (readiness, error) {
	var ready readiness
	if err := sendJSON(p.in, kindConfig, set); err != nil {
		return ready, err
	}
	kind, body, err := receive(p.out, most)
	if err != nil {
		return ready, err
	}
	if kind != kindReady {
		return ready, fmt.Errorf("worker: a message of kind %q in place of readiness", kind)
	}
	return ready, json.Unmarshal(body, &ready)
}

// request sends a request, stop the word to end it. Both fail when the child has gone.
func (p *process) request(r engine.Request) error {
	p.sending.Lock()
	defer p.sending.Unlock()
	return sendRequest(p.in, r)
}

func (p *process) stop() error {
	p.sending.Lock()
	defer p.sending.Unlock()
	return send(p.in, kindStop, nil)
}

func (p *process) kill() { _ = p.command.Process.Kill() } // fails only where it has ended

// close lets an unoccupied child end, and kills it when it does not.
func (p *process) close() {
	_ = p.toChild.Close()
	timer := time.AfterFunc(time.Second, p.kill)
	<-p.ended
	timer.Stop()
	_ = p.answers.Close()
}

// cause adds to an error what the child last said and how it ended.
func (p *process) cause(err error) error {
	return fmt.Errorf("%w; worker %s: %s", err, p.command.ProcessState, p.errors.String())
}

// tail keeps the last bytes written to it.
type tail struct {
	mu   sync.Mutex
	last []byte
}

const tailBytes = 4 << 10

func (t *tail) Write(b []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.last = append(t.last, b...)
	if over := len(t.last) - tailBytes; over > 0 {
		t.last = append(t.last[:0], t.last[over:]...)
	}
	return len(b), nil
}

func (t *tail) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return string(t.last)
}
