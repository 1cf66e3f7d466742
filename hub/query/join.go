package query

import (
	"context"
	"io"
	"strings"

	"interlaken/engine"
	"interlaken/fault"
	"interlaken/result"
	"interlaken/sql/analyze"
	"interlaken/sql/ast"
	"interlaken/sql/parser"
	"interlaken/sql/token"
	"interlaken/sql/translate"
)

// The names under which a join sees the parts.
const (
	joinCatalog = "hub"
	joinSchema  = "parts"
)

// parseJoin reads the query over the parts. It is held to the same rules as every other text of a person, and names no
// catalog at all.
func parseJoin(text string) (*ast.Query, error) {
	query, err := parser.ParseQuery(text)
	if err != nil {
		return nil, fault.Wrap(err, fault.Validation, "%s", fault.Public(err))
	}
	var refused error
	ast.Walk(query, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.Table:
			if len(n.Name.Parts) > 1 {
				refused = token.Fault(fault.Validation, n.Pos(), "The join is over parts only, and %s is none.", n.Name.Key())
			}
		case *ast.Call:
			if len(n.Name.Parts) > 1 {
				refused = token.Fault(fault.Validation, n.Pos(), "Function '%s' is not one of the engine's own.", n.Name.Key())
			}
		case *ast.Parameter:
			refused = token.Fault(fault.Validation, n.Pos(), "A join cannot have parameters (?).")
		}
		return refused == nil
	})
	return query, refused
}

// join evaluates the query over the rows of the parts in the hub's engine: a process of its own, which sees these rows
// and no file.
func (s *Service) join(ctx context.Context, run *Run, parts []*Rows) (*Rows, error) {
	tables := make(partCatalog, len(parts))
	request := engine.Request{}
	for i, rows := range parts {
		name := run.Parts[i].Name
		tables[name] = rows.Columns
		table, err := inline(name, rows)
		if err != nil {
			return nil, &partError{name, err}
		}
		request.Tables = append(request.Tables, table)
	}
	rows, err := s.evaluate(ctx, run, tables, request)
	if err != nil {
		return nil, inJoin(err)
	}
	return rows, nil
}

// evaluate has the hub's engine answer the query of a run over tables of its own.
func (s *Service) evaluate(ctx context.Context, run *Run, tables partCatalog, request engine.Request) (*Rows, error) {
	query, err := parseJoin(run.Join)
	if err != nil {
		return nil, err
	}
	request.Catalog, request.Schema = joinCatalog, joinSchema
	now := s.Clock.Now()
	meaning, err := analyze.Analyze(ctx, query, tables, analyze.Options{Catalog: joinCatalog, Database: joinSchema, Now: now, Text: run.Join})
	if err != nil {
		return nil, err
	}
	if request.Statement, err = translate.Statement(meaning, translate.Options{Now: now, Random: s.IDs}); err != nil {
		return nil, err
	}
	open, err := s.Engine.Run(ctx, request)
	if err != nil {
		return nil, translate.Failure(err)
	}
	defer open.Close()
	rows, err := s.collect(ctx, open, translate.Columns(meaning), run.MaxRows)
	if err != nil {
		return nil, translate.Failure(err)
	}
	return rows, nil
}

// collect reads an engine's rows as text.
func (s *Service) collect(ctx context.Context, open engine.Rows, columns []result.Column, limit int) (*Rows, error) {
	rows := &Rows{Columns: columns}
	for {
		batch, err := open.Next(ctx)
		if err == io.EOF {
			return rows, nil
		}
		if err != nil {
			return nil, err
		}
		for i := range int(batch.NumRows()) {
			if len(rows.Cells) == limit {
				rows.Cut = true
				break
			}
			cells := make([]*string, len(columns))
			for c := range columns {
				buffer, ok, err := result.AppendText(nil, batch.Column(c), i, columns[c].Type)
				if err != nil {
					batch.Release()
					return nil, err
				}
				if ok {
					text := string(buffer)
					cells[c] = &text
				}
				rows.bytes += int64(len(buffer)) + 16
			}
			rows.Cells = append(rows.Cells, cells)
		}
		batch.Release()
		if rows.bytes > s.Limits.ResultBytes {
			return nil, fault.New(fault.Limit, "The result has more than %d bytes, the limit ResultBytes. Ask for fewer rows or columns.", s.Limits.ResultBytes)
		}
		if rows.Cut {
			return rows, nil
		}
	}
}

// partCatalog is the catalog of a join: the parts' columns by name.
type partCatalog map[string][]result.Column

// Table implements analyze.Catalog.
func (p partCatalog) Table(_ context.Context, catalog, database, name string) (*analyze.TableInfo, error) {
	columns, ok := p[name]
	if !ok || catalog != joinCatalog || database != joinSchema {
		return nil, fault.New(fault.NotFound, "There is no part %s.", name)
	}
	info := &analyze.TableInfo{}
	for _, c := range columns {
		info.Columns = append(info.Columns, analyze.Column{Name: strings.ToLower(c.Name), Type: c.Type})
	}
	return info, nil
}

// inJoin says that an error is the join's, and keeps its code.
func inJoin(err error) error {
	return fault.Wrap(err, fault.CodeOf(err), "the join: %s", fault.Public(err))
}
