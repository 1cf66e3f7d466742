package tables

import (
	"io"
	"iter"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/apache/arrow-go/v18/parquet"
	"github.com/apache/arrow-go/v18/parquet/compress"
	"github.com/apache/arrow-go/v18/parquet/pqarrow"
)

// rowGroupRows is large enough for dictionaries to pay and small enough that a group of the widest table stays
// below 10 MB while it is built.
const rowGroupRows = 65_536

// writeParquet writes the rows to w as one Parquet file, a row group at a time.
func writeParquet[R any](w io.Writer, fields []field[R], rows iter.Seq[R]) error {
	arrowFields := make([]arrow.Field, len(fields))
	for i, f := range fields {
		arrowFields[i] = arrow.Field{Name: f.Name, Type: f.arrow, Nullable: true} // Hive columns can all be null
	}
	schema := arrow.NewSchema(arrowFields, nil)
	properties := parquet.NewWriterProperties(
		parquet.WithCompression(compress.Codecs.Snappy), parquet.WithMaxRowGroupLength(rowGroupRows))
	writer, err := pqarrow.NewFileWriter(schema, w, properties, pqarrow.DefaultWriterProps())
	if err != nil {
		return err
	}
	builder := array.NewRecordBuilder(memory.DefaultAllocator, schema)
	defer builder.Release()
	flush := func() error {
		batch := builder.NewRecordBatch()
		defer batch.Release()
		return writer.Write(batch)
	}
	buffered := 0
	for row := range rows {
		for i, f := range fields {
			if err := f.append(builder.Field(i), row); err != nil {
				return err
			}
		}
		if buffered++; buffered == rowGroupRows {
			if err := flush(); err != nil {
				return err
			}
			buffered = 0
		}
	}
	if buffered > 0 {
		if err := flush(); err != nil {
			return err
		}
	}
	return writer.Close()
}
