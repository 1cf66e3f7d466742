package footer

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/apache/arrow-go/v18/parquet"
	"github.com/apache/arrow-go/v18/parquet/file"
	"github.com/apache/arrow-go/v18/parquet/pqarrow"
)

// written is a file of three row groups, with a struct and a list between plain columns.
func written(t *testing.T) []byte {
	t.Helper()
	id := func(n string) arrow.Metadata { return arrow.NewMetadata([]string{"PARQUET:field_id"}, []string{n}) }
	spot := arrow.StructOf(arrow.Field{Name: "x", Type: arrow.PrimitiveTypes.Float64}, arrow.Field{Name: "y", Type: arrow.PrimitiveTypes.Float64})
	schema := arrow.NewSchema([]arrow.Field{
		{Name: "id", Type: arrow.PrimitiveTypes.Int64, Metadata: id("7")},
		{Name: "place", Type: arrow.StructOf(arrow.Field{Name: "city", Type: arrow.BinaryTypes.String}, arrow.Field{Name: "spot", Type: spot}), Metadata: id("8")},
		{Name: "tags", Type: arrow.ListOf(arrow.BinaryTypes.String), Metadata: id("9")},
		{Name: "Note", Type: arrow.BinaryTypes.String, Nullable: true, Metadata: id("10")},
	}, nil)
	rows := strings.Repeat(`{"id": 1, "place": {"city": "Bern", "spot": {"x": 1, "y": 2}}, "tags": ["a", "b"], "Note": null}`, 30)
	batch, _, err := array.RecordFromJSON(memory.DefaultAllocator, schema, strings.NewReader(rows), array.WithMultipleDocs())
	if err != nil {
		t.Fatal(err)
	}
	defer batch.Release()
	table := array.NewTableFromRecords(schema, []arrow.RecordBatch{batch})
	defer table.Release()
	var buffer bytes.Buffer
	if err := pqarrow.WriteTable(table, &buffer, 10, parquet.NewWriterProperties(), pqarrow.DefaultWriterProps()); err != nil {
		t.Fatal(err)
	}
	return buffer.Bytes()
}

func footerOf(file []byte) []byte {
	end := len(file) - 8
	return file[end-int(binary.LittleEndian.Uint32(file[end:])) : end]
}

// The oracle is Arrow's reader.
func TestRead(t *testing.T) {
	data := written(t)
	got, err := Read(footerOf(data))
	if err != nil {
		t.Fatal(err)
	}
	if want := []Column{{"id", 7}, {"place", 8}, {"tags", 9}, {"Note", 10}}; !reflect.DeepEqual(got.Columns, want) {
		t.Errorf("columns %v, want %v", got.Columns, want)
	}
	reader, err := file.NewParquetReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	leaves := []int{0, 1, 1, 1, 2, 3}
	var want []Chunk
	for g := range 3 {
		for leaf, column := range leaves {
			chunk, err := reader.MetaData().RowGroup(g).ColumnChunk(leaf)
			if err != nil {
				t.Fatal(err)
			}
			start := chunk.DataPageOffset()
			if chunk.HasDictionaryPage() {
				start = chunk.DictionaryPageOffset()
			}
			want = append(want, Chunk{start, start + chunk.TotalCompressedSize(), column, g})
		}
	}
	slices.SortFunc(want, func(a, b Chunk) int { return cmp.Compare(a.Start, b.Start) })
	if !reflect.DeepEqual(got.Chunks, want) {
		t.Errorf("chunks\n%v, want\n%v", got.Chunks, want)
	}
}

// What is cut or changed is an error or another layout, whose chunks lie one behind the other; never a panic.
func TestReadHostile(t *testing.T) {
	whole := footerOf(written(t))
	for n := range whole {
		if _, err := Read(whole[:n]); err == nil {
			t.Fatalf("a footer that is cut after %d of %d bytes is read", n, len(whole))
		}
	}
	const seed = 5
	random := rand.New(rand.NewPCG(seed, 0))
	read := 0
	for n := range 20_000 {
		changed := bytes.Clone(whole)
		for range 1 + random.IntN(4) {
			changed[random.IntN(len(changed))] = byte(random.Uint32())
		}
		layout, err := Read(changed)
		if err != nil {
			continue
		}
		read++
		last := int64(0)
		for _, c := range layout.Chunks {
			if c.Start < last || c.End < c.Start || c.Column < 0 || c.Column >= len(layout.Columns) {
				t.Fatalf("seed %d, footer %d: chunks %v of %d columns", seed, n, layout.Chunks, len(layout.Columns))
			}
			last = c.End
		}
	}
	if read == 0 {
		t.Error("no changed footer is read, so the checks see none")
	}
}
