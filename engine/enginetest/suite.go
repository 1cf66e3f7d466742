// Package enginetest is the suite that every implementation of engine.Engine passes: what statements see, what they
// cost, where they are stopped and what they must not reach. It is for tests only and imports no implementation.
package enginetest

import (
	"context"
	"errors"
	"io"
	"strings"
	"testing"

	"interlaken/engine"
	"interlaken/result"
)

// Options say what the implementation under test is able to do beyond the port.
type Options struct {
	// Kills is set where a statement that ignores its interrupt is ended all the same.
	Kills bool
	// TwoMeters is set where the reads of the engine are counted a second time, outside its own log.
	TwoMeters bool
}

// Run runs the suite. open returns a new engine with room for two statements at once and one in the queue, with at
// most 256 MiB of memory and 1 GiB of temporary storage each; the suite closes it.
func Run(t *testing.T, open func(t *testing.T) engine.Engine, o Options) {
	e := open(t)
	t.Cleanup(func() {
		if err := e.Close(); err != nil {
			t.Errorf("closing the engine: %v", err)
		}
	})
	t.Run("Tables", func(t *testing.T) { tables(t, e) })
	t.Run("Text", func(t *testing.T) { text(t, e) })
	t.Run("Reuse", func(t *testing.T) { reuse(t, e) })
	t.Run("Meter", func(t *testing.T) { meter(t, e, o) })
	t.Run("Limits", func(t *testing.T) { limits(t, e, o) })
	t.Run("Faults", func(t *testing.T) { faults(t, e) })
	t.Run("Attacks", func(t *testing.T) { attacks(t, e) })
	t.Run("Functions", func(t *testing.T) { functions(t, e) })
	t.Run("Admission", func(t *testing.T) { admission(t, e) })
	t.Run("Close", func(t *testing.T) { closes(t, open(t)) })
}

// answer is a result read whole, as text.
type answer struct {
	columns []string
	rows    []string // values separated by |
	result.Statistics
}

// ask runs a request to its end.
func ask(ctx context.Context, e engine.Engine, r engine.Request) (answer, error) {
	var a answer
	rows, err := e.Run(ctx, r)
	if err != nil {
		return a, err
	}
	for _, f := range rows.Schema().Fields() {
		a.columns = append(a.columns, f.Name)
	}
	for {
		batch, err := rows.Next(ctx)
		if errors.Is(err, io.EOF) {
			a.Statistics = rows.Statistics()
			return a, rows.Close()
		}
		if err != nil {
			a.Statistics = rows.Statistics()
			return a, errors.Join(err, rows.Close())
		}
		for i := range int(batch.NumRows()) {
			values := make([]string, batch.NumCols())
			for c, column := range batch.Columns() {
				values[c] = strings.Clone(column.ValueStr(i)) // it is the batch's memory
			}
			a.rows = append(a.rows, strings.Join(values, "|"))
		}
		batch.Release()
	}
}

// expect runs a request and compares its rows.
func expect(t *testing.T, e engine.Engine, r engine.Request, rows ...string) answer {
	t.Helper()
	a, err := ask(t.Context(), e, r)
	if err != nil {
		t.Fatalf("%s: %v (%v)", r.Statement, err, errors.Unwrap(err))
	}
	if got, want := strings.Join(a.rows, "\n"), strings.Join(rows, "\n"); got != want {
		t.Fatalf("%s gave\n%s\nwant\n%s", r.Statement, got, want)
	}
	if a.Rows != int64(len(rows)) {
		t.Errorf("%s: statistics say %d rows, want %d", r.Statement, a.Rows, len(rows))
	}
	return a
}
