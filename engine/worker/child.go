package worker

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"sync"

	"github.com/apache/arrow-go/v18/arrow/ipc"

	"interlaken/engine"
	"interlaken/engine/duck"
	"interlaken/fault"
)

// Argument is what this program is started with to be a child.
const Argument = "engine-worker"

// exitBroken is the exit code of a child that did not come up, or whose parent spoke otherwise than expected.
const exitBroken = 3

// IsChild reports whether these command-line arguments, the program's name left out, ask for a child.
func IsChild(arguments []string) bool { return len(arguments) == 1 && arguments[0] == Argument }

// Main is the whole of a child's life. It returns the exit code of the process once the parent has closed its pipe;
// the caller exits with it at once, because a statement may still run.
func Main() int {
	if err := serve(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return exitBroken
	}
	return 0
}

// child serves one request at a time.
type child struct {
	settings  settings
	isolation Isolation
	instance  *duck.Instance
	confined  bool

	out *bufio.Writer // written by the request's goroutine only, once the child is ready
}

func serve() error {
	output, err := separateOutput()
	if err != nil {
		return err
	}
	c := &child{out: bufio.NewWriter(output)}
	in := bufio.NewReader(os.Stdin)
	kind, body, err := receive(in, most)
	if err != nil || kind != kindConfig {
		return fmt.Errorf("worker: no settings: %w", err)
	}
	if err := json.Unmarshal(body, &c.settings); err != nil {
		return err
	}
	if err := c.open(); err != nil {
		return err
	}
	if err := sendJSON(c.out, kindReady, readiness{c.isolation}); err != nil {
		return err
	}
	var running sync.WaitGroup
	var inline [][]byte
	stop := func() {}
	for {
		kind, body, err := receive(in, largest)
		if errors.Is(err, io.EOF) {
			return nil // the parent has gone or has done with this child
		}
		if err != nil {
			return err
		}
		switch kind {
		case kindStop:
			stop()
		case kindInline:
			inline = append(inline, body)
		case kindRequest:
			running.Wait()
			request, err := readRequest(body, inline)
			inline = nil
			if err != nil {
				return err
			}
			ctx, cancel := context.WithCancel(context.Background())
			stop = cancel
			running.Go(func() {
				defer cancel()
				if err := c.answer(ctx, request); err != nil {
					os.Exit(exitBroken) // nobody reads any more
				}
			})
		default:
			return fmt.Errorf("worker: a message of kind %q", kind)
		}
	}
}

// open opens DuckDB and shuts the process in, as far as it can before the files are known.
func (c *child) open() error {
	counter, err := openReadCounter()
	if err != nil {
		return err
	}
	c.instance, err = duck.Open(context.Background(), duck.Config{
		MemoryBytes: c.settings.MemoryBytes, TempBytes: c.settings.TempBytes,
		Threads: c.settings.Threads, Time: c.settings.Time, Grace: c.settings.Grace, TempDir: c.settings.TempDir, ReadCounter: counter,
	})
	if err != nil {
		return errors.Join(err, errors.Unwrap(err))
	}
	c.isolation, err = isolate(c.settings)
	return err
}

// answer runs a request and sends its rows and its ending. An error is one of sending.
func (c *child) answer(ctx context.Context, r engine.Request) error {
	end := ending{}
	rows, err := c.run(ctx, r)
	if err == nil {
		err = c.sendRows(ctx, rows)
		end.Statistics, end.Began = rows.Statistics(), true
		err = errors.Join(err, rows.Close())
	} else {
		end.Statistics, end.Began = engine.StatisticsOf(err)
	}
	if err != nil {
		end.Code, end.Message = fault.CodeOf(err), fault.Public(err)
		fmt.Fprintln(os.Stderr, err, errors.Unwrap(err)) // for the operator, should this child's end be looked at
	}
	end.Reusable, end.Isolation = c.instance.Reusable() && !worn(c.settings), c.isolation
	if err := sendJSON(c.out, kindEnd, end); err != nil {
		return err
	}
	if end.Reusable {
		c.instance.Tidy(context.Background())
	}
	return nil
}

func (c *child) run(ctx context.Context, r engine.Request) (engine.Rows, error) {
	if err := duck.Check(r); err != nil {
		return nil, err
	}
	if !c.confined {
		var files []string
		for path := range engine.GrantOf(r.Tables) {
			files = append(files, path)
		}
		slices.Sort(files)
		isolation, err := confine(files, c.settings.TempDir, c.isolation)
		if err != nil {
			return nil, fault.Wrap(err, fault.Unavailable, "The engine could not be shut in.")
		}
		c.isolation, c.confined = isolation, true
	}
	return c.instance.Run(ctx, r)
}

// sendRows sends a result as an Arrow stream, cut into messages.
func (c *child) sendRows(ctx context.Context, rows engine.Rows) error {
	cut := bufio.NewWriterSize(messages{c.out}, most/4)
	w := ipc.NewWriter(cut, ipc.WithSchema(rows.Schema()))
	for first := true; ; first = false {
		batch, err := rows.Next(ctx)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
		err = w.Write(batch)
		batch.Release()
		if err == nil && first {
			err = cut.Flush()
		}
		if err != nil {
			return err
		}
	}
	return errors.Join(w.Close(), cut.Flush())
}

// messages makes each write a message of rows.
type messages struct{ out *bufio.Writer }

func (m messages) Write(p []byte) (int, error) {
	for rest := p; len(rest) > 0; {
		n := min(len(rest), most)
		if err := send(m.out, kindRows, rest[:n]); err != nil {
			return 0, err
		}
		rest = rest[n:]
	}
	return len(p), nil
}
