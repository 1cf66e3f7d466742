package tablefile

import (
	"io"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/parquet"
	"github.com/apache/arrow-go/v18/parquet/compress"
	"github.com/apache/arrow-go/v18/parquet/pqarrow"

	"interlaken/fault"
	"interlaken/result"
)

// rowGroup is how many rows a row group has at most: small enough that a reader's threads share a file, and that what
// waits in memory for its group to end stays small.
const rowGroup = 122_880

var codecs = map[Compression]compress.Compression{
	None: compress.Codecs.Uncompressed, Gzip: compress.Codecs.Gzip, Snappy: compress.Codecs.Snappy, Zstd: compress.Codecs.Zstd,
}

// parquetWriter writes Parquet. The file begins with its first batch, whose schema it has.
type parquetWriter struct {
	out          io.Writer
	columns      []result.Column
	compression  Compression
	plainNumbers bool
	file         *pqarrow.FileWriter
	schema       *arrow.Schema
}

func (w *parquetWriter) Write(batch arrow.RecordBatch) error {
	if int(batch.NumCols()) != len(w.columns) {
		return fault.New(fault.Internal, "The engine gave %d columns for a file of %d.", batch.NumCols(), len(w.columns))
	}
	if w.file == nil {
		if err := w.begin(batch.Schema()); err != nil {
			return err
		}
	}
	named := array.NewRecordBatch(w.schema, batch.Columns(), batch.NumRows())
	defer named.Release()
	return w.file.WriteBuffered(named)
}

// begin opens the file. Its columns have the table's names, whatever the engine calls them.
func (w *parquetWriter) begin(engine *arrow.Schema) (err error) {
	fields := make([]arrow.Field, len(w.columns))
	for i, c := range w.columns {
		fields[i] = arrow.Field{Name: c.Name, Type: engine.Field(i).Type, Nullable: true}
	}
	w.schema = arrow.NewSchema(fields, nil)
	properties := []parquet.WriterProperty{
		parquet.WithCompression(codecs[w.compression]), parquet.WithMaxRowGroupLength(rowGroup), parquet.WithCreatedBy("interlaken"),
	}
	for _, f := range fields {
		if w.plainNumbers && f.Type.ID() != arrow.STRING && f.Type.ID() != arrow.LARGE_STRING {
			properties = append(properties, parquet.WithDictionaryFor(f.Name, false))
		}
	}
	w.file, err = pqarrow.NewFileWriter(w.schema, kept{w.out}, parquet.NewWriterProperties(properties...), pqarrow.NewArrowWriterProperties())
	return err
}

func (w *parquetWriter) Close() error {
	if w.file == nil {
		return nil
	}
	return w.file.Close()
}

// kept keeps a writer from being closed by the file that is written to it.
type kept struct{ io.Writer }
