package enginetest

import (
	"bytes"
	"compress/gzip"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/ipc"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/apache/arrow-go/v18/parquet"
	"github.com/apache/arrow-go/v18/parquet/file"
	"github.com/apache/arrow-go/v18/parquet/pqarrow"

	"interlaken/engine"
)

// groupRows is how many rows a row group of written files has.
const groupRows = 10_000

// saleColumns are the columns of the files that writeSales makes, as a catalog declares them.
var saleColumns = []engine.Column{{Name: "id", Type: "BIGINT"}, {Name: "amount", Type: "BIGINT"}, {Name: "shop", Type: "VARCHAR"}}

// WriteSales writes a Parquet file with rows id = from … from+n-1, amount = id % 7 and a shop of a hundred, and returns
// it as the file of a table.
func WriteSales(t testing.TB, folder, name string, from, n int) engine.File {
	t.Helper()
	return writeParquet(t, folder, name, sales(from, n), groupRows)
}

// SaleTable is a table over such files.
func SaleTable(files ...engine.File) engine.Table {
	return engine.Table{Catalog: "awsdatacatalog", Schema: "shop", Name: "sales", Columns: saleColumns, Format: engine.Parquet, Files: files}
}

func sales(from, n int) arrow.RecordBatch {
	schema := arrow.NewSchema([]arrow.Field{
		{Name: "id", Type: arrow.PrimitiveTypes.Int64},
		{Name: "Amount", Type: arrow.PrimitiveTypes.Int32},
		{Name: "shop", Type: arrow.BinaryTypes.String},
	}, nil)
	b := array.NewRecordBuilder(memory.DefaultAllocator, schema)
	defer b.Release()
	for i := from; i < from+n; i++ {
		b.Field(0).(*array.Int64Builder).Append(int64(i))
		b.Field(1).(*array.Int32Builder).Append(int32(i % 7))
		b.Field(2).(*array.StringBuilder).Append("shop number " + strconv.Itoa(i%100))
	}
	return b.NewRecordBatch()
}

func writeParquet(t testing.TB, folder, name string, batch arrow.RecordBatch, rows int64) engine.File {
	t.Helper()
	defer batch.Release()
	var buffer bytes.Buffer
	table := array.NewTableFromRecords(batch.Schema(), []arrow.RecordBatch{batch})
	defer table.Release()
	properties := parquet.NewWriterProperties(parquet.WithDictionaryDefault(false))
	if err := pqarrow.WriteTable(table, &buffer, rows, properties, pqarrow.DefaultWriterProps()); err != nil {
		t.Fatal(err)
	}
	return write(t, folder, name, buffer.Bytes())
}

// write puts bytes in a file, under a name on disk that says nothing of the public one, as the object store does.
func write(t testing.TB, folder, name string, content []byte) engine.File {
	t.Helper()
	path := filepath.Join(folder, "version-"+strconv.Itoa(len(name))+"-"+filepath.Base(name)+".bin")
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return engine.File{Path: path, SizeBytes: int64(len(content)), Display: "s3://bucket/" + name}
}

func zip(t testing.TB, content string) []byte {
	t.Helper()
	var buffer bytes.Buffer
	w := gzip.NewWriter(&buffer)
	if _, err := w.Write([]byte(content)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return buffer.Bytes()
}

// stream writes batches as one Arrow IPC stream.
func stream(t testing.TB, batch arrow.RecordBatch) []byte {
	t.Helper()
	defer batch.Release()
	var buffer bytes.Buffer
	w := ipc.NewWriter(&buffer, ipc.WithSchema(batch.Schema()))
	if err := w.Write(batch); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return buffer.Bytes()
}

// chunkBytes sums the compressed sizes of a file's column chunks, as its footer has them: the oracle of the meter.
// groups is how many row groups count, from the first; columns are the ones that count.
func chunkBytes(t testing.TB, f engine.File, groups int, columns ...int) int64 {
	t.Helper()
	r, err := file.OpenParquetFile(f.Path, false)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	if n := r.NumRowGroups(); groups > n {
		t.Fatalf("%d row groups asked of %d", groups, n)
	}
	var sum int64
	for g := range groups {
		for _, c := range columns {
			chunk, err := r.MetaData().RowGroup(g).ColumnChunk(c)
			if err != nil {
				t.Fatal(err)
			}
			sum += chunk.TotalCompressedSize()
		}
	}
	return sum
}
