package athena

import (
	"context"
	"errors"
	"io"
	"sync"

	"github.com/apache/arrow-go/v18/arrow"

	"interlaken/engine"
	"interlaken/result"
	"interlaken/service"
	"interlaken/sql/ast"
	"interlaken/sql/translate"
	"interlaken/sql/types"
)

// query runs a SELECT: it is planned in one transaction, runs on the engine, and its result is put in another one.
func (t *attempt) query(ctx context.Context, q *ast.Query) (err error) {
	p, err := t.plan(ctx, func(c *service.Call) (*planned, error) {
		return t.athena.plan(c, &t.e, q, newCatalogReader(c, t.lake), nil)
	})
	if p == nil || err != nil {
		return err
	}
	defer p.release()
	// Whatever becomes of the query, its end stands behind the events of its plan or not at all.
	defer func() { err = errors.Join(err, t.recorded()) }()
	repeatable := p.analysis.Repeatable()
	if repeatable {
		if earlier, err := t.repeated(ctx); err != nil {
			return t.refused(ctx, err)
		} else if earlier != nil {
			p.release()
			return t.reuse(ctx, earlier)
		}
	}
	columns := resultColumns(p.analysis)
	out, err := t.execute(ctx, p, nil, func() (sink, error) { return t.stageRows(columns) })
	if out == nil || err != nil {
		return err
	}
	defer out.Discard()
	file := out.(*rowsFile)
	return t.succeed(ctx, func(c *service.Call) error { return t.put(c, &file.resultFile) }, func(e *execution) {
		e.Columns, e.OutputBytes, e.Repeatable = columns, file.body.Size(), repeatable
	})
}

// plan understands and authorizes what a statement reads, in a transaction; nil when that was its end. It returns while
// the events of what was decided are on their way to the disk: the engine need not wait for that, and recorded tells
// before anybody gets an answer.
func (t *attempt) plan(ctx context.Context, decide func(*service.Call) (*planned, error)) (*planned, error) {
	began := t.Mesh.Clock().Now()
	decided, durable := make(chan *planned, 1), make(chan error, 1)
	t.recorded = sync.OnceValue(func() error { return <-durable })
	go func() {
		defer close(decided)
		durable <- t.transaction(ctx, func(c *service.Call) error {
			p, err := decide(c)
			if err == nil {
				decided <- p
				return nil
			}
			// A refusal ends the query in the transaction in which it showed, so that its event stands beside it.
			f := statementFailure(err)
			if f == nil {
				return err
			}
			return t.conclude(c, func(e *execution) { e.fail(c.Now, f) })
		})
	}()
	p := <-decided
	if p == nil {
		return nil, t.recorded()
	}
	t.e.Planned, t.charged = t.Mesh.Clock().Now().Sub(began), true
	return p, nil
}

// sink takes the rows of a statement. Close makes what it wrote durable; Discard lets go of what no transaction has put,
// and stands for any number of times after everything.
type sink interface {
	Write(batch arrow.RecordBatch) error
	Close() error
	Discard()
}

// execute runs what was planned and writes its rows, as the types wanted if those are not nil, into a sink. It returns
// the closed sink, which the caller discards in the end, or nil when the statement has ended.
func (t *attempt) execute(ctx context.Context, p *planned, want []types.Type, begin func() (sink, error)) (sink, error) {
	text, err := translate.Statement(p.analysis, translate.Options{Now: p.now, Random: t.Mesh.IDs(), Types: want})
	for i := 0; err == nil && i < len(p.checks); i++ {
		err = p.checks[i]()
	}
	if err != nil {
		return nil, t.end(ctx, err, nil)
	}
	stage := ahead(begin)
	request := engine.Request{
		Statement: text, Tables: p.tables, Key: p.key,
		Limits: engine.Limits{ScannedBytes: t.e.CutoffBytes, Time: t.Timeout, ResultBytes: t.ResultBytes},
	}
	rows, err := t.Engine.Run(ctx, request)
	if engine.NeedsPlainJoins(err) {
		rows, err = t.Engine.Run(ctx, engine.WithPlainJoins(request))
	}
	out, failed := stage()
	if err != nil {
		if failed == nil {
			out.Discard() // like the files: before anybody can see that the query has ended
		}
		p.release()
		cost, began := engine.StatisticsOf(err)
		if !began {
			return nil, t.end(ctx, engineFailure(err, 0, 0), nil)
		}
		return nil, t.end(ctx, err, &cost)
	}
	if failed != nil {
		return nil, errors.Join(failed, rows.Close())
	}
	err = drain(ctx, rows, out)
	cost := rows.Statistics()
	if closing := rows.Close(); err == nil {
		err = closing
	}
	p.release() // before anybody can see that the query has ended
	if err != nil {
		out.Discard()
		return nil, t.end(ctx, err, &cost)
	}
	t.e.Statistics, t.finishing = cost, t.Mesh.Clock().Now()
	if err := out.Close(); err != nil {
		out.Discard()
		return nil, err
	}
	return out, nil
}

// drain writes all rows.
func drain(ctx context.Context, rows engine.Rows, to sink) error {
	for {
		batch, err := rows.Next(ctx)
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		err = to.Write(batch)
		batch.Release()
		if err != nil {
			return err
		}
	}
}

// ahead begins what a statement writes to and returns what waits for it. To make a file takes as long as a small part of
// the statement, and the disk and the engine do not need each other.
func ahead(begin func() (sink, error)) (wait func() (sink, error)) {
	type outcome struct {
		sink sink
		err  error
	}
	begun := make(chan outcome, 1)
	go func() {
		s, err := begin()
		begun <- outcome{s, err}
	}()
	return func() (sink, error) {
		o := <-begun
		return o.sink, o.err
	}
}

// rowsFile is the result of a SELECT as it is written.
type rowsFile struct {
	resultFile
	lines *behind
	csv   *result.CSV
}

// stageRows begins the result file of a SELECT.
func (t *attempt) stageRows(columns []result.Column) (sink, error) {
	f := &rowsFile{}
	err := f.stage(t.Objects, &t.e, columns)
	if err != nil {
		f.Discard()
		return nil, err
	}
	f.lines = newBehind(f.body)
	f.csv = result.NewCSV(f.lines, columns)
	return f, nil
}

func (f *rowsFile) Write(batch arrow.RecordBatch) error { return f.csv.Write(batch) }

func (f *rowsFile) Close() error {
	if err := errors.Join(f.csv.Close(), f.written()); err != nil {
		return err
	}
	return f.resultFile.Close()
}

// written waits for what is on its way to the file.
func (f *rowsFile) written() error {
	if f.lines == nil {
		return nil
	}
	lines := f.lines
	f.lines = nil
	return lines.Close()
}

// Discard implements sink.
func (f *rowsFile) Discard() {
	_ = f.written() // nobody wants the file
	f.resultFile.Discard()
}
