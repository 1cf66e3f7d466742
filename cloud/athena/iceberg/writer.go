package iceberg

import (
	"sync"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	apache "github.com/apache/iceberg-go"
	"github.com/apache/iceberg-go/table"

	"interlaken/fault"
)

// Writer writes rows as new data files of a table, each in the partition where the table's spec puts it. It is not safe
// for concurrent use.
type Writer struct {
	table   *Table
	schema  *arrow.Schema
	batches chan arrow.RecordBatch
	ended   chan struct{}
	close   sync.Once
	files   []apache.DataFile
	err     error // once ended
}

// Writer begins new data files. The caller closes it, whatever happens.
func (t *Table) Writer() (*Writer, error) {
	schema, err := table.SchemaToArrowSchema(t.schema, nil, true, false)
	if err != nil {
		return nil, t.store.explain(err, t.name)
	}
	w := &Writer{table: t, schema: schema, batches: make(chan arrow.RecordBatch), ended: make(chan struct{})}
	go func() {
		defer close(w.ended)
		w.err = t.store.explain(guarded(w.run), t.name)
		for batch := range w.batches { // of a writer that has failed
			batch.Release()
		}
	}()
	return w, nil
}

func (w *Writer) run() error {
	records := func(yield func(arrow.RecordBatch, error) bool) {
		for batch := range w.batches {
			if !yield(batch, nil) {
				return
			}
		}
	}
	for file, err := range table.WriteRecords(w.table.store.ctx, w.table.table, w.schema, records, table.WithMaxWriteWorkers(1)) {
		if err != nil {
			return err
		}
		w.files = append(w.files, file)
	}
	return nil
}

// Write takes rows with a column for each of the table's, in their order. A failure may show with a later batch, or when
// the writer is closed.
func (w *Writer) Write(batch arrow.RecordBatch) error {
	if int(batch.NumCols()) != w.schema.NumFields() {
		return fault.New(fault.Internal, "The engine gave %d columns for a table of %d.", batch.NumCols(), w.schema.NumFields())
	}
	columns := make([]arrow.Array, batch.NumCols())
	for i := range columns {
		data, err := retyped(batch.Column(i).Data(), w.schema.Field(i))
		if err != nil {
			return err
		}
		columns[i] = array.MakeFromData(data)
		data.Release()
		defer columns[i].Release()
	}
	w.batches <- array.NewRecordBatch(w.schema, columns, batch.NumRows())
	return nil
}

// retyped are values under a type that differs in the names and numbers of what is inside them, and in nothing else.
func retyped(data arrow.ArrayData, field arrow.Field) (arrow.ArrayData, error) {
	from, to := data.DataType(), field.Type
	nested, ok := to.(arrow.NestedType)
	if from.ID() != to.ID() {
		return nil, fault.New(NotSupported, "Values of the type %s are not written to columns of the type %s", from, to)
	}
	if stamp, ok := to.(*arrow.TimestampType); ok && stamp.Unit != from.(*arrow.TimestampType).Unit {
		return nil, fault.New(NotSupported, "Values of the type %s are not written to columns of the type %s", from, to)
	}
	if decimal, ok := to.(arrow.DecimalType); ok && !arrow.TypeEqual(from, decimal) {
		return nil, fault.New(NotSupported, "Values of the type %s are not written to columns of the type %s", from, to)
	}
	if !field.Nullable {
		values := array.MakeFromData(data)
		defer values.Release()
		if values.NullN() > 0 {
			return nil, fault.New("CONSTRAINT_VIOLATION", "NULL value not allowed for NOT NULL column: %s", field.Name)
		}
	}
	var children []arrow.ArrayData
	if ok {
		fields := nested.Fields()
		if len(fields) != len(data.Children()) {
			return nil, fault.New(fault.Internal, "The engine gave values of another kind than %s.", to)
		}
		for i, child := range data.Children() {
			inner, err := retyped(child, fields[i])
			if err != nil {
				return nil, err
			}
			defer inner.Release()
			children = append(children, inner)
		}
	}
	return array.NewData(to, data.Len(), data.Buffers(), children, data.NullN(), data.Offset()), nil
}

// Close ends the files. It may be called again.
func (w *Writer) Close() error {
	w.close.Do(func() { close(w.batches) })
	<-w.ended
	return w.err
}

// Addresses are those of the files, once the writer is closed.
func (w *Writer) Addresses() []string {
	all := make([]string, len(w.files))
	for i, f := range w.files {
		all[i] = f.FilePath()
	}
	return all
}
