package sqllogic

import (
	"context"
	"io"
	"strings"
	"testing"
	"time"

	"interlaken/engine"
	"interlaken/engine/duck"
	"interlaken/fault"
	"interlaken/id"
	"interlaken/result"
	"interlaken/sql/analyze"
	"interlaken/sql/ast"
	"interlaken/sql/parser"
	"interlaken/sql/printer"
	"interlaken/sql/translate"
	"interlaken/sql/types"
)

var now = time.Date(2024, 5, 6, 7, 8, 9, 0, time.UTC)

// nothing is a catalog without tables: the cases bring their own rows.
type nothing struct{}

func (nothing) Table(context.Context, string, string, string) (*analyze.TableInfo, error) {
	return nil, fault.New(fault.NotFound, "no such table")
}

// answer is what one way makes of a statement.
type answer struct {
	kinds string // empty where the way does not tell
	rows  []string
	code  string
	err   error
}

func failure(err error) answer {
	err = translate.Failure(err)
	return answer{code: string(fault.CodeOf(err)), err: err}
}

func newEngine(t *testing.T) engine.Engine {
	t.Helper()
	e, err := duck.New(duck.Config{Slots: 2, Queue: 8, Kept: 4, MemoryBytes: 512 << 20, TempBytes: 512 << 20, Threads: 1, TempDir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := e.Close(); err != nil {
			t.Error(err)
		}
	})
	return e
}

// plain runs a statement as it stands and returns its tree.
func plain(e engine.Engine, text string) (answer, *ast.Query) {
	q, err := parser.ParseQuery(text)
	if err != nil {
		return failure(err), nil
	}
	return run(e, q, text), q
}

// printed runs a statement's tree from its text.
func printed(e engine.Engine, q *ast.Query) answer {
	text, err := printer.Print(q, printer.Options{Pretty: true})
	if err != nil {
		return failure(err)
	}
	again, err := parser.ParseQuery(text)
	if err != nil {
		return failure(err)
	}
	return run(e, again, text)
}

func run(e engine.Engine, q *ast.Query, text string) answer {
	ctx := context.Background()
	a, err := analyze.Analyze(ctx, q, nothing{}, analyze.Options{Catalog: "awsdatacatalog", Database: "shop", Now: now, Text: text})
	if err != nil {
		return failure(err)
	}
	statement, err := translate.Statement(a, translate.Options{Now: now, Random: id.Seeded(1)})
	if err != nil {
		return failure(err)
	}
	rows, err := e.Run(ctx, engine.Request{Statement: statement, Key: engine.Key{Account: "111111111111", Role: "r", Catalog: "1", Objects: "1"}})
	if err != nil {
		return failure(err)
	}
	defer rows.Close()
	var out answer
	columns := translate.Columns(a)
	for i, c := range columns {
		out.kinds += kind(c.Type)
		switch c.Type.Kind {
		case types.Time, types.TimeTZ, types.Timestamp, types.TimestampTZ:
			columns[i].Type.Precision = max(c.Type.Precision, 3) // as the API shows them
		}
	}
	for {
		batch, err := rows.Next(ctx)
		if err == io.EOF {
			return out
		}
		if err != nil {
			return failure(err)
		}
		for r := range int(batch.NumRows()) {
			cells := make([]string, batch.NumCols())
			for c := range cells {
				text, ok, err := result.AppendText(nil, batch.Column(c), r, columns[c].Type)
				if err != nil {
					return failure(err)
				}
				cells[c] = cell(string(text), ok)
			}
			out.rows = append(out.rows, strings.Join(cells, "\t"))
		}
		batch.Release()
	}
}
