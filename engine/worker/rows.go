package worker

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/ipc"
	"github.com/apache/arrow-go/v18/arrow/memory"

	"interlaken/engine"
	"interlaken/fault"
	"interlaken/result"
)

var errTime = errors.New("worker: time limit")

// rows is a result that a child sends. Everything that comes from the child is checked.
type rows struct {
	process *process
	request engine.Request
	give    func(reusable bool) // returns the child, once
	context context.Context
	cancel  context.CancelCauseFunc
	answer  answer
	records *ipc.Reader
	watched chan struct{} // closed when nothing more is sent to the child for this request

	counted result.Statistics // what the parent knows itself
	failed  error
	closed  bool
}

// answer reads the messages that answer one request; its reader gives the rows' bytes.
type answer struct {
	process *process
	left    []byte
	end     *ending
	broken  error
	done    chan struct{} // closed with end or broken
}

func (a *answer) Read(p []byte) (int, error) {
	for len(a.left) == 0 {
		if a.end != nil || a.broken != nil {
			return 0, io.EOF
		}
		kind, body, err := receive(a.process.out, most)
		switch {
		case err != nil:
			a.broken = err
		case kind == kindRows:
			a.left = body
			continue
		case kind == kindEnd:
			a.end = &ending{}
			a.broken = json.Unmarshal(body, a.end)
		default:
			a.broken = fmt.Errorf("worker: a message of kind %q in place of rows", kind)
		}
		close(a.done)
	}
	n := copy(p, a.left)
	a.left = a.left[n:]
	return n, nil
}

// drain reads on until the answer is complete.
func (a *answer) drain() { _, _ = io.Copy(io.Discard, a) }

// run sends a request to a child and waits for its schema.
func run(ctx context.Context, c Config, p *process, r engine.Request, give func(bool)) (*rows, error) {
	limit := r.Limits.Time
	if limit <= 0 {
		limit = c.Time
	}
	// The child keeps the limit itself; a second later it is not able to.
	timed, cancelTime := context.WithTimeoutCause(ctx, limit+time.Second, errTime)
	ctx, cancel := context.WithCancelCause(timed)
	s := &rows{
		process: p, request: r, give: give, context: ctx, watched: make(chan struct{}),
		cancel: func(err error) { cancel(err); cancelTime() },
		answer: answer{process: p, done: make(chan struct{})},
	}
	go s.watch(c.Grace)
	sent := make(chan error, 1)
	go func() {
		err := p.request(r)
		if err != nil {
			p.kill() // it would wait for the rest for ever
		}
		sent <- err
	}()
	reader, err := ipc.NewReader(&s.answer, ipc.WithAllocator(&bounded{most: c.MemoryBytes}))
	if err == nil {
		s.records = reader
		return s, nil
	}
	s.answer.drain()
	err = s.fault(err)
	statistics, began := s.statistics()
	s.finish()
	if failed := <-sent; fault.Is(failed, fault.Limit) {
		err = failed
	}
	if began {
		err = engine.WithStatistics(err, statistics)
	}
	return nil, err
}

// watch tells the child to stop when the context ends, and kills it when that is not heard.
func (s *rows) watch(grace time.Duration) {
	defer close(s.watched)
	select {
	case <-s.answer.done:
		return
	case <-s.context.Done():
	}
	stopped := make(chan struct{})
	go func() {
		defer close(stopped)
		_ = s.process.stop() // where the child is gone, its answer breaks
	}()
	timer := time.NewTimer(grace)
	defer timer.Stop()
	select {
	case <-s.answer.done:
	case <-timer.C:
		s.process.kill()
	}
	<-stopped
}

func (s *rows) Schema() *arrow.Schema { return s.records.Schema() }

func (s *rows) Next(ctx context.Context) (arrow.RecordBatch, error) {
	if s.failed != nil {
		return nil, s.failed
	}
	batch, err := s.next(ctx)
	if err != nil {
		s.failed = err
	}
	return batch, err
}

func (s *rows) next(ctx context.Context) (arrow.RecordBatch, error) {
	if s.closed {
		return nil, fault.New(fault.Internal, "The result is closed.")
	}
	defer context.AfterFunc(ctx, func() { s.cancel(context.Cause(ctx)) })()
	if ctx.Err() != nil || s.context.Err() != nil {
		s.cancel(context.Cause(ctx))
		s.answer.drain()
		return nil, s.fault(nil)
	}
	batch, err := s.records.Read()
	if err == nil {
		for _, column := range batch.Columns() {
			if err := array.ValidateFull(column); err != nil {
				s.process.kill()
				return nil, fault.Wrap(err, fault.Unavailable, "The engine's process sent rows that are none.")
			}
		}
		batch.Retain()
		s.counted.Rows += batch.NumRows()
		return batch, nil
	}
	s.answer.drain()
	if errors.Is(err, io.EOF) && s.answer.broken == nil && s.answer.end.Code == "" {
		return nil, io.EOF
	}
	return nil, s.fault(err)
}

// fault says how the answer ended otherwise than well.
func (s *rows) fault(err error) error {
	end, broken := s.answer.end, s.answer.broken
	switch cause := context.Cause(s.context); {
	case end != nil && broken == nil && end.Code == fault.Limit:
		return fault.New(end.Code, "%s", end.Message)
	case errors.Is(cause, errTime):
		return fault.Wrap(cause, fault.Limit, "The query ran longer than its limit.")
	case cause != nil:
		return fault.Wrap(cause, fault.Cancelled, "The query was cancelled.")
	case broken != nil:
		s.process.kill()
		<-s.process.ended
		return fault.Wrap(s.process.cause(broken), fault.Unavailable, "The engine's process ended while it ran the query.")
	case end.Code != "":
		return fault.New(end.Code, "%s", end.Message)
	}
	s.process.kill()
	return fault.Wrap(err, fault.Unavailable, "The engine's process sent rows that are none.")
}

// Statistics are the child's once it has said how the request ended.
func (s *rows) Statistics() result.Statistics {
	statistics, _ := s.statistics()
	return statistics
}

// statistics also reports whether the statement began. A child that was killed has not said what it read, and every
// file is charged.
func (s *rows) statistics() (result.Statistics, bool) {
	own := s.counted
	if end := s.answer.end; end != nil && s.answer.broken == nil {
		told := end.Statistics
		told.Queued, told.ScannedBytes = own.Queued, max(0, told.ScannedBytes)
		return told, end.Began
	}
	if s.answer.broken != nil {
		own.ScannedBytes, own.MeterDisagreed = engine.FileBytes(s.request.Tables), true
	}
	return own, true
}

func (s *rows) Close() error {
	if s.closed {
		return nil
	}
	s.closed = true
	select {
	case <-s.answer.done:
	default:
		s.cancel(context.Canceled)
		s.answer.drain()
	}
	s.records.Release()
	s.finish()
	return nil
}

// finish returns the child: for reuse only when it has said how the request ended and may be asked again.
func (s *rows) finish() {
	s.answer.drain()
	<-s.watched
	s.cancel(nil)
	end := s.answer.end
	if end != nil && s.answer.broken == nil {
		s.process.isolation = end.Isolation
		s.give(end.Reusable)
		return
	}
	s.give(false)
}

// bounded is an allocator that refuses sizes which no honest answer has. The Arrow reader recovers from its panic.
type bounded struct {
	memory.GoAllocator
	most int64
}

func (b *bounded) Allocate(size int) []byte {
	if int64(size) > b.most {
		panic(fmt.Errorf("worker: %d bytes for one part of a batch", size))
	}
	return b.GoAllocator.Allocate(size)
}

func (b *bounded) Reallocate(size int, old []byte) []byte {
	if int64(size) > b.most {
		panic(fmt.Errorf("worker: %d bytes for one part of a batch", size))
	}
	return b.GoAllocator.Reallocate(size, old)
}
