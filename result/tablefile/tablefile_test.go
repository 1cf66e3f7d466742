package tablefile

import (
	"bytes"
	"compress/gzip"
	"io"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/apache/arrow-go/v18/parquet/file"

	"interlaken/fault"
	"interlaken/result"
	"interlaken/sql/types"
)

var columns = []result.Column{
	{Name: "id", Type: types.Simple(types.Bigint)},
	{Name: "name", Type: types.Simple(types.Varchar)},
	{Name: "x", Type: types.Simple(types.Double)},
	{Name: "bin", Type: types.Simple(types.Varbinary)},
	{Name: "list", Type: types.ArrayOf(types.Simple(types.Bigint))},
	{Name: "m", Type: types.MapOf(types.Simple(types.Varchar), types.Simple(types.Bigint))},
}

// batch has a row of values, with what formats have to escape, and one of nulls. The engine's names are not the table's.
func batch(t *testing.T) arrow.RecordBatch {
	t.Helper()
	schema := arrow.NewSchema([]arrow.Field{
		{Name: "c0", Type: arrow.PrimitiveTypes.Int64, Nullable: true},
		{Name: "c1", Type: arrow.BinaryTypes.String, Nullable: true},
		{Name: "c2", Type: arrow.PrimitiveTypes.Float64, Nullable: true},
		{Name: "c3", Type: arrow.BinaryTypes.Binary, Nullable: true},
		{Name: "c4", Type: arrow.ListOf(arrow.PrimitiveTypes.Int64), Nullable: true},
		{Name: "c5", Type: arrow.MapOf(arrow.BinaryTypes.String, arrow.PrimitiveTypes.Int64), Nullable: true},
	}, nil)
	b := array.NewRecordBuilder(memory.DefaultAllocator, schema)
	defer b.Release()
	b.Field(0).(*array.Int64Builder).Append(-1)
	b.Field(1).(*array.StringBuilder).Append("a\"b\\c\n\x01é")
	b.Field(2).(*array.Float64Builder).Append(1e21)
	b.Field(3).(*array.BinaryBuilder).Append([]byte{0, 255})
	list := b.Field(4).(*array.ListBuilder)
	list.Append(true)
	list.ValueBuilder().(*array.Int64Builder).AppendValues([]int64{1, 0}, []bool{true, false})
	m := b.Field(5).(*array.MapBuilder)
	m.Append(true)
	m.KeyBuilder().(*array.StringBuilder).Append("k")
	m.ItemBuilder().(*array.Int64Builder).Append(2)
	for i := range 6 {
		b.Field(i).AppendNull()
	}
	return b.NewRecordBatch()
}

func written(t *testing.T, o Options) []byte {
	t.Helper()
	var out bytes.Buffer
	w, err := New(&out, columns, o)
	if err != nil {
		t.Fatal(err)
	}
	rows := batch(t)
	defer rows.Release()
	if err := w.Write(rows); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestText(t *testing.T) {
	want := "-1|a\"b\\c\n\x01é|1.0E21|AP8=|1\x02\\N|k\x032\n" + `\N|\N|\N|\N|\N|\N` + "\n"
	if got := string(written(t, Options{Format: Text, Compression: None, Delimiter: '|'})); got != want {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

func TestJSON(t *testing.T) {
	want := `{"id":-1,"name":"a\"b\\c\n\u0001é","x":1.0E21,"bin":"AP8=","list":[1,null],"m":{"k":2}}` + "\n" +
		`{"id":null,"name":null,"x":null,"bin":null,"list":null,"m":null}` + "\n"
	packed, err := gzip.NewReader(bytes.NewReader(written(t, Options{Format: JSON})))
	if err != nil {
		t.Fatal(err)
	}
	if got, err := io.ReadAll(packed); err != nil || string(got) != want {
		t.Errorf("got  %s (%v)\nwant %s", got, err, want)
	}
}

func TestParquet(t *testing.T) {
	r, err := file.NewParquetReader(bytes.NewReader(written(t, Options{Format: Parquet, Compression: Zstd})))
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	if r.NumRows() != 2 || r.MetaData().Schema.Column(0).Name() != "id" || r.MetaData().Schema.Column(1).Name() != "name" {
		t.Errorf("%d rows of %s", r.NumRows(), r.MetaData().Schema)
	}
}

func TestParse(t *testing.T) {
	for _, c := range []struct {
		format, compression, extension string
		want                           Options
		code                           fault.Code
	}{
		{"parquet", "", "", Options{Format: Parquet, Compression: Gzip}, ""},
		{"PARQUET", "snappy", "", Options{Format: Parquet, Compression: Snappy}, ""},
		{"json", "", ".gz", Options{Format: JSON, Compression: Gzip}, ""},
		{"TextFile", "zstd", ".zst", Options{Format: Text, Compression: Zstd}, ""},
		{"json", "none", "", Options{Format: JSON, Compression: None}, ""},
		{"json", "snappy", "", Options{}, fault.Unsupported},
		{"parquet", "lz4", "", Options{}, fault.Unsupported},
		{"orc", "", "", Options{}, fault.Unsupported},
	} {
		got, err := Parse(c.format, c.compression)
		if fault.CodeOf(err) != c.code || err == nil && (got != c.want || got.Extension() != c.extension) {
			t.Errorf("%s %s: %+v %q %v", c.format, c.compression, got, got.Extension(), err)
		}
	}
}
