package estimate

import (
	"bytes"
	"context"
	"encoding/binary"
	"math/rand/v2"
	"runtime"
	"strings"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/apache/arrow-go/v18/parquet"
	"github.com/apache/arrow-go/v18/parquet/pqarrow"

	"interlaken/fault"
	"interlaken/footer"
)

// smallFile is a Parquet file of two columns in two row groups.
func smallFile(t testing.TB) []byte {
	t.Helper()
	schema := arrow.NewSchema([]arrow.Field{{Name: "id", Type: arrow.PrimitiveTypes.Int64}, {Name: "word", Type: arrow.BinaryTypes.String}}, nil)
	b := array.NewRecordBuilder(memory.DefaultAllocator, schema)
	defer b.Release()
	b.Field(0).(*array.Int64Builder).AppendValues([]int64{1, 2, 3}, nil)
	b.Field(1).(*array.StringBuilder).AppendValues([]string{"a", "longer than eight", "c"}, nil)
	batch := b.NewRecordBatch()
	defer batch.Release()
	table := array.NewTableFromRecords(schema, []arrow.RecordBatch{batch})
	defer table.Release()
	var out bytes.Buffer
	if err := pqarrow.WriteTable(table, &out, 2, parquet.NewWriterProperties(), pqarrow.DefaultWriterProps()); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func footerIn(content []byte, limit int64) (*Footer, error) {
	return readFooter(context.Background(), int64(len(content)), limit, func(_ context.Context, offset, length int64) ([]byte, error) {
		return content[offset : offset+length], nil
	})
}

// withFooter is a file that ends in a footer of these bytes.
func withFooter(footer []byte) []byte {
	out := append([]byte("PAR1"), footer...)
	return append(binary.LittleEndian.AppendUint32(out, uint32(len(footer))), "PAR1"...)
}

func TestFooter(t *testing.T) {
	f, err := footerIn(smallFile(t), 1<<20)
	if err != nil {
		t.Fatal(err)
	}
	if f.Rows != 3 || len(f.groups) != 2 || len(f.leaves) != 2 || f.leaves[0].kind != int64Bounds || f.leaves[1].kind != textBounds {
		t.Errorf("%+v", f)
	}
	if c := f.groups[0].chunks[1]; string(c.min) != "a" || string(c.max) != "longer t" || c.bytes == 0 {
		t.Errorf("a text's bounds: %+v", c)
	}
	// A footer that is longer than the guess takes a second read.
	long := withFooter(bytes.Repeat([]byte{0}, guessBytes+1))
	var reads []int64
	_, err = readFooter(t.Context(), int64(len(long)), 1<<20, func(_ context.Context, offset, length int64) ([]byte, error) {
		reads = append(reads, length)
		return long[offset : offset+length], nil
	})
	if !fault.Is(err, "HIVE_BAD_DATA") || len(reads) != 2 || reads[0] != guessBytes || reads[1] != guessBytes+1 {
		t.Errorf("reads %v, %v", reads, err)
	}
}

// TestHostileFooters: what claims more than it has is refused by its claim, before anything is made for it.
func TestHostileFooters(t *testing.T) {
	whole := smallFile(t)
	for name, c := range map[string]struct {
		content []byte
		want    string
	}{
		"nothing":                {nil, "it has 0 bytes"},
		"a magic word alone":     {[]byte("PAR1"), "it has 4 bytes"},
		"no magic word":          {bytes.Repeat([]byte{'x'}, 100), `it ends in "xxxx"`},
		"an encrypted footer":    {append(whole[:len(whole)-4:len(whole)-4], "PARE"...), `it ends in "PARE"`},
		"longer than the object": {append(make([]byte, 100), "\xff\xff\xff\x7fPAR1"...), "its footer says that it has 2147483647 bytes"},
		"longer than is read":    {withFooter(make([]byte, 2000)), "its footer has 2000 bytes, and 1000 are read at most"},
		"an empty one":           {withFooter([]byte{0}), "not set"},
		"cut":                    {withFooter([]byte{0x15}), footer.ErrThrift.Error()},
	} {
		if _, err := footerIn(c.content, 1000); !fault.Is(err, "HIVE_BAD_DATA") || !strings.Contains(fault.Public(err), c.want) {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
	}
}

// TestMutatedFooters breaks a good file in many ways. None ends the program, takes memory out of proportion, or gives a
// footer that contradicts itself.
func TestMutatedFooters(t *testing.T) {
	whole := smallFile(t)
	length := int(binary.LittleEndian.Uint32(whole[len(whole)-8:]))
	seed := uint64(20261128)
	random := rand.New(rand.NewPCG(seed, seed))
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	const tries = 5000
	refused := 0
	for range tries {
		content := bytes.Clone(whole)
		for range 1 + random.IntN(3) {
			at := len(content) - 8 - random.IntN(length) - 1
			content[at] = byte(random.Uint32())
		}
		f, err := footerIn(content, 1<<20)
		if err != nil {
			if !fault.Is(err, "HIVE_BAD_DATA") {
				t.Fatalf("seed %d: %v", seed, err)
			}
			refused++
			continue
		}
		for i := range f.groups {
			for n, c := range f.groups[i].chunks {
				if c.bytes < 0 || c.bytes > int64(len(content)) || c.min != nil && !f.leaves[n].kind.fits(c.min) {
					t.Fatalf("seed %d: %+v", seed, c)
				}
			}
		}
	}
	runtime.ReadMemStats(&after)
	if each := (after.TotalAlloc - before.TotalAlloc) / tries; each > 1<<20 {
		t.Errorf("a footer of %d bytes takes %d bytes to read", length, each)
	}
	if refused < tries/10 || refused == tries {
		t.Errorf("%d of %d were refused", refused, tries)
	}
	t.Logf("%d of %d were refused", refused, tries)
}
