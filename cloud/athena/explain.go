package athena

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/apache/arrow-go/v18/arrow"

	"interlaken/engine"
	"interlaken/result"
	"interlaken/service"
	"interlaken/sql/analyze"
	"interlaken/sql/ast"
	"interlaken/sql/token"
	"interlaken/sql/types"
)

// explain is EXPLAIN: what a query gives, what it reads and how much that is, in words of our own, since the engine's
// plan is not Trino's. It authorizes what the query would read, and reads nothing; EXPLAIN ANALYZE runs it.
func (t *attempt) explain(ctx context.Context, s *ast.Explain) (err error) {
	q, ok := s.Statement.(*ast.Query)
	switch {
	case !ok:
		return t.refused(ctx, token.Fault("NOT_SUPPORTED", s.Statement.Pos(), "EXPLAIN of another statement than a query is not supported"))
	case s.Type == "IO" || s.Format == "GRAPHVIZ":
		return t.refused(ctx, token.Fault("NOT_SUPPORTED", s.Pos(), "EXPLAIN with (TYPE IO) or (FORMAT GRAPHVIZ) is not supported"))
	}
	p, err := t.plan(ctx, func(c *service.Call) (*planned, error) {
		return t.athena.plan(c, &t.e, q, newCatalogReader(c, t.lake), nil)
	})
	if p == nil || err != nil {
		return err
	}
	defer p.release()
	defer func() { err = errors.Join(err, t.recorded()) }()
	t.charged = s.Analyze
	if s.Analyze {
		out, err := t.execute(ctx, p, nil, func() (sink, error) { return nowhere{}, nil })
		if out == nil || err != nil {
			return err
		}
	}
	l := listed("Query Plan")
	if s.Type == "VALIDATE" {
		l.columns = []result.Column{{Name: "Valid", Type: types.Simple(types.Boolean)}}
		l.add("Valid", "true")
		return t.answer(ctx, l)
	}
	lines, err := t.planLines(s, p)
	if err != nil {
		return err
	}
	l.add("Query Plan") // the one statement whose text has a header
	l.add(lines...)
	return t.answer(ctx, l)
}

// nowhere is a sink for rows that nobody wants.
type nowhere struct{}

func (nowhere) Write(arrow.RecordBatch) error { return nil }
func (nowhere) Close() error                  { return nil }
func (nowhere) Discard()                      {}

// plannedQuery is the plan as JSON.
type plannedQuery struct {
	Output []string      `json:"output"`
	Tables []plannedScan `json:"tables"`
	// ScannedBytes is what ANALYZE has read.
	ScannedBytes *int64 `json:"scannedBytes,omitempty"`
	Rows         *int64 `json:"rows,omitempty"`
}

type plannedScan struct {
	Table      string   `json:"table"`
	Format     string   `json:"format"`
	Columns    []string `json:"columns"`
	Partitions string   `json:"partitions,omitempty"`
	Files      int      `json:"files"`
	Bytes      int64    `json:"bytes"`
}

func (t *attempt) planLines(s *ast.Explain, p *planned) ([]string, error) {
	q := plannedQuery{Output: []string{}, Tables: []plannedScan{}}
	for _, c := range resultColumns(p.analysis) {
		q.Output = append(q.Output, c.Name+":"+c.Type.String())
	}
	for i, read := range p.analysis.Tables {
		q.Tables = append(q.Tables, scanOf(&read, &p.tables[i]))
	}
	if s.Analyze {
		q.ScannedBytes, q.Rows = &t.e.Statistics.ScannedBytes, &t.e.Statistics.Rows
	}
	if s.Format == "JSON" {
		text, err := json.MarshalIndent(q, "", "  ")
		return strings.Split(string(text), "\n"), err
	}
	lines := []string{"Output [" + strings.Join(q.Output, ", ") + "]"}
	if s.Analyze {
		lines = append(lines, fmt.Sprintf("    rows: %d, scanned: %d bytes", *q.Rows, *q.ScannedBytes))
	}
	for _, scan := range q.Tables {
		lines = append(lines, "└─ TableScan [table = "+scan.Table+", format = "+scan.Format+"]",
			"       columns: "+orElse(strings.Join(scan.Columns, ", "), "(none: rows are counted)"),
			fmt.Sprintf("       files: %d, of %d bytes", scan.Files, scan.Bytes))
		if scan.Partitions != "" {
			lines = append(lines, "       partitions: "+scan.Partitions)
		}
	}
	return lines, nil
}

func scanOf(read *analyze.TableRead, t *engine.Table) plannedScan {
	name, _ := analyze.SplitVersion(read.Table)
	out := plannedScan{
		Table: read.Catalog + ":" + read.Database + ":" + name, Format: string(t.Format), Columns: append([]string{}, read.Columns...), Files: len(t.Files),
	}
	for _, f := range t.Files {
		out.Bytes += f.SizeBytes
	}
	if read.Partitions != nil {
		out.Partitions = read.Partitions.String()
	}
	return out
}
