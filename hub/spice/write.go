package spice

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"

	"interlaken/engine"
	"interlaken/fault"
	"interlaken/hub"
	"interlaken/hub/query"
	"interlaken/result"
	"interlaken/result/tablefile"
	"interlaken/sql/analyze"
	"interlaken/sql/ast"
	"interlaken/sql/translate"
)

// The names under which the engine sees the exported tables.
const (
	catalog = "hub"
	schema  = "parts"
)

// Sizes in bytes.
const (
	fileBytes  = 128 << 20 // of a file of a set, about
	batchBytes = 256 << 20 // of the exported files that one statement reads, where rows do not depend on each other
)

// droppedFile holds the values for which rows were dropped, a JSON object a line, sealed like the others.
const droppedFile = "dropped"

// write has the engine make the set out of the exported tables, and seals it.
func (i *ingestion) write(ctx context.Context, tables map[string]*exported) error {
	whole, err := query.Whole(&i.dataSet, i.asked.Created, func(table *hub.Physical, columns []string) (ast.Relation, error) {
		leaf := &ast.Select{From: &ast.Table{Name: ast.QName(i.tableName(table.ID))}}
		for _, name := range columns {
			for _, c := range tables[table.ID].columns {
				if strings.EqualFold(c.Name, name) {
					leaf.Items = append(leaf.Items, &ast.SelectExpression{Value: declared(table, c), Alias: ast.Name(name)})
				}
			}
		}
		return &ast.Aliased{Relation: &ast.Subquery{Query: &ast.Query{Body: leaf}}, Alias: ast.Name(i.tableName(table.ID))}, nil
	})
	if err != nil {
		return err
	}
	drops := tolerant(whole)
	statement := shaped(&i.dataSet, whole)
	out := &setWriter{ingestion: i}
	if i.window != nil {
		statement.Body.(*ast.Select).Where = i.window.holds(ast.Column(baseAlias, i.window.Column))
		if err := i.carry(ctx, out); err != nil {
			out.abandon()
			return err
		}
	}
	carried := i.version.Rows
	for _, batch := range i.batches(tables) {
		if err := i.writeBatch(ctx, out, batch, statement, drops); err != nil {
			out.abandon()
			return err
		}
	}
	if err := out.finish(); err != nil {
		return err
	}
	i.asked.RowsIngested, i.asked.TotalRows, i.asked.SizeBytes = i.version.Rows-carried, i.version.Rows, i.version.SizeBytes
	return i.vault.settle(i.set, i.version.ID)
}

func (i *ingestion) writeBatch(ctx context.Context, out *setWriter, tables map[string]*exported, statement *ast.Query, drops []dropped) error {
	if err := i.evaluate(ctx, tables, statement, out); err != nil {
		return err
	}
	for _, d := range drops {
		var n int64
		if err := i.evaluate(ctx, tables, d.count, taking(func(_ []result.Column, batch arrow.RecordBatch) error {
			n += batch.Column(0).(*array.Int64).Value(0)
			return nil
		})); err != nil {
			return err
		}
		if n == 0 {
			continue
		}
		i.asked.RowsDropped += n
		if err := i.evaluate(ctx, tables, d.values, taking(out.keepDropped)); err != nil {
			return err
		}
	}
	return nil
}

// batches are the tables as one statement after the other reads them. A data set that joins nothing is made of rows that
// do not depend on each other, so that its files can come in portions; a join needs all at once.
func (i *ingestion) batches(tables map[string]*exported) []map[string]*exported {
	if i.dataSet.Root.Join != nil {
		return []map[string]*exported{tables}
	}
	var all []map[string]*exported
	for id, e := range tables {
		var size int64
		part := &exported{table: e.table, columns: e.columns}
		for _, f := range e.files {
			if len(part.files) > 0 && size+f.SizeBytes > batchBytes {
				all = append(all, map[string]*exported{id: part})
				part, size = &exported{table: e.table, columns: e.columns}, 0
			}
			part.files, size = append(part.files, f), size+f.SizeBytes
		}
		all = append(all, map[string]*exported{id: part})
	}
	return all
}

// evaluate runs a statement over the exported tables in the hub's engine and gives the batches that come out.
func (i *ingestion) evaluate(ctx context.Context, tables map[string]*exported, q *ast.Query, to taker) error {
	named := map[string]*exported{}
	for id, e := range tables {
		named[i.tableName(id)] = e
	}
	return i.over(ctx, named, q, to)
}

// taker takes what comes out of a statement: its columns first, also where no row follows.
type taker interface {
	begin(columns []result.Column)
	write(columns []result.Column, batch arrow.RecordBatch) error
}

// taking is a taker of rows alone.
type taking func([]result.Column, arrow.RecordBatch) error

func (taking) begin([]result.Column) {}

func (t taking) write(columns []result.Column, batch arrow.RecordBatch) error {
	return t(columns, batch)
}

// over is evaluate over tables by the names that the statement has for them.
func (i *ingestion) over(ctx context.Context, tables map[string]*exported, q *ast.Query, to taker) error {
	known := catalogOf{}
	request := engine.Request{Catalog: catalog, Schema: schema, Resident: true}
	for name, e := range tables {
		table := engine.Table{Catalog: catalog, Schema: schema, Name: name, Format: engine.Parquet, Files: e.files}
		for _, c := range e.columns {
			native, err := translate.DuckDBType(c.Type)
			if err != nil {
				return err
			}
			table.Columns = append(table.Columns, engine.Column{Name: strings.ToLower(c.Name), Type: native})
		}
		known[table.Name] = e.columns
		request.Tables = append(request.Tables, table)
	}
	meaning, err := analyze.Analyze(ctx, q, known, analyze.Options{Catalog: catalog, Database: schema, Now: i.asked.Created})
	if err != nil {
		return fault.Wrap(err, fault.Validation, "%s", fault.Public(err))
	}
	if request.Statement, err = translate.Statement(meaning, translate.Options{Now: i.asked.Created, Random: i.IDs}); err != nil {
		return fault.Wrap(err, fault.Validation, "%s", fault.Public(err))
	}
	rows, err := i.Engine.Run(ctx, request)
	if err != nil {
		return translate.Failure(err)
	}
	defer rows.Close()
	columns := translate.Columns(meaning)
	to.begin(columns)
	for {
		batch, err := rows.Next(ctx)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return translate.Failure(err)
		}
		err = to.write(columns, batch)
		batch.Release()
		if err != nil {
			return err
		}
	}
}

// catalogOf is the catalog of the exported tables.
type catalogOf map[string][]result.Column

// Table implements analyze.Catalog.
func (k catalogOf) Table(_ context.Context, in, database, name string) (*analyze.TableInfo, error) {
	columns, ok := k[name]
	if !ok || in != catalog || database != schema {
		return nil, fault.New(fault.NotFound, "There is no table %s.", name)
	}
	info := &analyze.TableInfo{}
	for _, c := range columns {
		info.Columns = append(info.Columns, analyze.Column{Name: strings.ToLower(c.Name), Type: c.Type})
	}
	return info, nil
}

// setWriter writes the files of a version, one after the other, each of about fileBytes.
type setWriter struct {
	*ingestion
	file    *sealedFile
	writer  tablefile.Writer
	rows    int64 // of the file
	dropped bytes.Buffer
}

// begin takes the columns of the first statement for the set's.
func (w *setWriter) begin(columns []result.Column) {
	if w.version.Columns != nil {
		return
	}
	for n, c := range columns {
		w.version.Columns = append(w.version.Columns, hub.SetColumn{Name: w.dataSet.Root.Columns[n].Name, Type: c.Type.String()})
	}
}

func (w *setWriter) write(columns []result.Column, batch arrow.RecordBatch) error {
	if err := w.step("batch"); err != nil {
		return err
	}
	if w.file == nil {
		if err := w.next(columns); err != nil {
			return err
		}
	}
	if err := w.writer.Write(batch); err != nil {
		return err
	}
	w.rows += batch.NumRows()
	w.version.Rows += batch.NumRows()
	w.version.SizeBytes += logicalBytes(batch)
	switch {
	case w.version.Rows > w.Limits.SetRows:
		return &failure{types.IngestionErrorTypeDataSetSizeLimitExceeded, fmt.Sprintf("The data set %s has more than %d rows, the limit SetRows.", w.dataSet.ID, w.Limits.SetRows), nil}
	case w.version.SizeBytes > w.Limits.SetBytes:
		return tooLarge(w.dataSet.ID, w.Limits.SetBytes)
	case w.file.bytes > fileBytes:
		return w.end()
	}
	return nil
}

// next begins a file.
func (w *setWriter) next(columns []result.Column) (err error) {
	if w.file, err = w.vault.create(w.set, w.version.ID, strconv.Itoa(len(w.version.Files))); err != nil {
		return err
	}
	named := make([]result.Column, len(columns))
	for n, c := range columns {
		named[n] = result.Column{Name: w.version.Columns[n].Name, Type: c.Type}
	}
	w.writer, err = tablefile.New(w.file, named, tablefile.Options{Format: tablefile.Parquet, Compression: tablefile.Snappy, PlainNumbers: true})
	return err
}

// end makes the file whole.
func (w *setWriter) end() error {
	if w.file == nil {
		return nil
	}
	if err := w.writer.Close(); err != nil {
		return err
	}
	if err := w.step("file"); err != nil {
		return err
	}
	if err := w.file.finish(); err != nil {
		return err
	}
	w.version.Files = append(w.version.Files, hub.SetFile{Name: strconv.Itoa(len(w.version.Files)), SizeBytes: w.file.bytes, Rows: w.rows})
	w.file, w.rows = nil, 0
	return nil
}

func (w *setWriter) finish() error {
	if err := w.end(); err != nil {
		return err
	}
	if w.dropped.Len() == 0 {
		return nil
	}
	f, err := w.vault.create(w.set, w.version.ID, droppedFile)
	if err != nil {
		return err
	}
	_, err = f.Write(w.dropped.Bytes())
	return errors.Join(err, f.finish())
}

func (w *setWriter) abandon() {
	if w.file != nil {
		w.file.abandon()
	}
}

// keepDropped keeps the values for which rows were dropped.
func (w *setWriter) keepDropped(columns []result.Column, batch arrow.RecordBatch) error {
	for row := range int(batch.NumRows()) {
		values := map[string]string{}
		for n, c := range columns {
			text, ok, err := result.AppendText(nil, batch.Column(n), row, c.Type)
			if err != nil {
				return err
			}
			if ok {
				values[c.Name] = string(text)
			}
		}
		line, err := json.Marshal(values)
		if err != nil {
			return err
		}
		w.dropped.Write(append(line, '\n'))
	}
	return nil
}

// Dropped are values for which rows of a set's version were dropped, some of each relation, by column.
func (s *Service) Dropped(set hub.Set) ([]map[string]string, error) {
	plain, file, err := s.vault.open(set, set.Version.ID, droppedFile)
	if err != nil {
		return nil, fault.Wrap(err, fault.NotFound, "No dropped rows of data set %s are kept.", set.DataSetID)
	}
	defer file.Close()
	var all []map[string]string
	for lines := json.NewDecoder(plain); ; {
		var values map[string]string
		err := lines.Decode(&values)
		if errors.Is(err, io.EOF) {
			return all, nil
		}
		if err != nil {
			return nil, err
		}
		all = append(all, values)
	}
}

// logicalBytes is the size of rows as capacity is counted: 8 bytes a number or moment, 8 bytes and its UTF-8 a text
// (QuickSight User Guide, "Estimating the size of SPICE datasets").
func logicalBytes(batch arrow.RecordBatch) int64 {
	size := 8 * batch.NumRows() * batch.NumCols()
	for _, column := range batch.Columns() {
		switch c := column.(type) {
		case *array.String:
			size += int64(len(c.ValueBytes()))
		case *array.LargeString:
			size += int64(len(c.ValueBytes()))
		}
	}
	return size
}
