package tables

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"sync"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/apache/arrow-go/v18/parquet"
	"github.com/apache/arrow-go/v18/parquet/pqarrow"
	"github.com/google/go-cmp/cmp"
	"golang.org/x/sync/errgroup"

	"interlaken/fault"
)

// tablesOf returns the tables by name.
func tablesOf(t testing.TB, options Options) map[string]Table {
	t.Helper()
	tables, err := Tables(options)
	if err != nil {
		t.Fatal(err)
	}
	byName := make(map[string]Table)
	for _, table := range tables {
		byName[table.Name] = table
	}
	return byName
}

// contents writes the file to memory.
func contents(t testing.TB, file File) []byte {
	t.Helper()
	var buffer bytes.Buffer
	n, err := file.WriteTo(&buffer)
	if err != nil {
		t.Fatalf("%s: %v", file.Key, err)
	}
	if n != int64(buffer.Len()) {
		t.Fatalf("%s: WriteTo reports %d bytes and wrote %d", file.Key, n, buffer.Len())
	}
	return buffer.Bytes()
}

// eachRow reads a table's files back and calls visit with each row: column name to value, nil for null.
func eachRow(t testing.TB, table Table, visit func(file File, row map[string]any)) {
	t.Helper()
	for _, file := range table.Files {
		read, err := pqarrow.ReadTable(t.Context(), bytes.NewReader(contents(t, file)), parquet.NewReaderProperties(memory.DefaultAllocator),
			pqarrow.ArrowReadProperties{}, memory.DefaultAllocator)
		if err != nil {
			t.Fatalf("%s: %v", file.Key, err)
		}
		if read.NumRows() != int64(file.Rows) {
			t.Errorf("%s has %d rows and says %d", file.Key, read.NumRows(), file.Rows)
		}
		batches := array.NewTableReader(read, 0)
		for batches.Next() {
			batch := batches.RecordBatch()
			for i := range int(batch.NumRows()) {
				row := make(map[string]any, batch.NumCols())
				for j, column := range batch.Columns() {
					row[batch.ColumnName(j)] = value(t, column, i)
				}
				visit(file, row)
			}
		}
		batches.Release()
		read.Release()
	}
}

// value returns dates as YYYY-MM-DD, amounts as text with two decimals and the rest as Go values.
func value(t testing.TB, column arrow.Array, i int) any {
	if column.IsNull(i) {
		return nil
	}
	switch c := column.(type) {
	case *array.String:
		return c.Value(i)
	case *array.Int32:
		return c.Value(i)
	case *array.Int64:
		return c.Value(i)
	case *array.Float64:
		return c.Value(i)
	case *array.Boolean:
		return c.Value(i)
	case *array.Date32:
		return c.Value(i).FormattedString()
	case *array.Decimal128:
		return c.Value(i).ToString(2)
	}
	t.Fatalf("no table has a column of type %s", column.DataType())
	return nil
}

func TestTablesAreDeclaredWhole(t *testing.T) {
	tables, err := Tables(Options{Rows: 5000, Loans: 60_000})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, table := range tables {
		rows, real := 0, strings.HasPrefix(table.Comment, "Real data: ")
		if !real && !strings.HasPrefix(table.Comment, "Time is generated; mixes are real") {
			t.Errorf("%s does not say whether it is real: %q", table.Name, table.Comment)
		}
		for _, file := range table.Files {
			rows += file.Rows
			if !strings.HasPrefix(file.Key, table.Name+"/") || len(file.Partition) != len(table.PartitionKeys) {
				t.Errorf("%s: file %s of partition %q", table.Name, file.Key, file.Partition)
			}
		}
		if rows != table.Rows {
			t.Errorf("%s: files have %d rows, table %d", table.Name, rows, table.Rows)
		}
		for _, column := range append(table.Columns, table.PartitionKeys...) {
			if column.Comment == "" || len(column.Comment) > 255 {
				t.Errorf("%s.%s: comment of %d bytes; Glue takes 1 to 255", table.Name, column.Name, len(column.Comment))
			}
			if strings.Trim(column.Name, "abcdefghijklmnopqrstuvwxyz0123456789_") != "" {
				t.Errorf("%s.%s is not snake_case", table.Name, column.Name)
			}
		}
		got = append(got, fmt.Sprintf("%s %s.%s rows=%d columns=%d files=%d real=%t",
			table.Account, table.Database, table.Name, table.Rows, len(table.Columns), len(table.Files), real))
	}
	want := []string{
		"222222222222 bank.complaints_cfpb rows=3186 columns=14 files=1 real=true",
		"222222222222 bank.complaints rows=5000 columns=5 files=48 real=false",
		"333333333333 market.vix_daily rows=9235 columns=5 files=1 real=true",
		"333333333333 market.fx_monthly rows=17237 columns=3 files=1 real=true",
		"444444444444 lending.loans_lc rows=9857 columns=23 files=1 real=true",
		"444444444444 lending.loans rows=60000 columns=11 files=2 real=false",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("tables (-want +got):\n%s", diff)
	}
}

func TestDefaultsAreTheDocumentedSizes(t *testing.T) {
	tables := tablesOf(t, Options{})
	if got := tables["complaints"].Rows; got != 120_000 {
		t.Errorf("complaints has %d rows", got)
	}
	if got := tables["loans"].Rows; got != 200_000 {
		t.Errorf("loans has %d rows", got)
	}
}

func TestImpossibleSizesAreRefused(t *testing.T) {
	for _, options := range []Options{{Rows: -1}, {Loans: -1}, {Rows: maximumRows + 1}} {
		if _, err := Tables(options); !fault.Is(err, fault.Validation) {
			t.Errorf("Tables(%+v): %v, want a Validation fault", options, err)
		}
		if _, err := Answer(options); !fault.Is(err, fault.Validation) {
			t.Errorf("Answer(%+v): %v, want a Validation fault", options, err)
		}
	}
}

func TestOneRowOfEachIsEnoughToMakeTables(t *testing.T) {
	tables := tablesOf(t, Options{Rows: 1, Loans: 1})
	for _, name := range []string{"complaints", "loans"} {
		rows := 0
		eachRow(t, tables[name], func(File, map[string]any) { rows++ })
		if rows != 1 || len(tables[name].Files) != 1 {
			t.Errorf("%s: %d rows in %d files", name, rows, len(tables[name].Files))
		}
	}
}

func TestSameOptionsGiveTheSameBytesInAnyOrder(t *testing.T) {
	options := Options{Rows: 20_000, Loans: 100_000, Seed: 7}
	first := make(map[string][]byte)
	for _, table := range tablesOf(t, options) {
		for _, file := range table.Files {
			first[file.Key] = contents(t, file)
		}
	}
	var mutex sync.Mutex
	var group errgroup.Group
	compared := 0
	for _, table := range tablesOf(t, options) {
		for _, file := range table.Files {
			group.Go(func() error { // all at once: the race detector watches
				var buffer bytes.Buffer
				_, err := file.WriteTo(&buffer)
				mutex.Lock()
				defer mutex.Unlock()
				compared++
				if !bytes.Equal(buffer.Bytes(), first[file.Key]) {
					t.Errorf("%s differs the second time", file.Key)
				}
				return err
			})
		}
	}
	if err := group.Wait(); err != nil {
		t.Fatal(err)
	}
	if compared != 4+48+2 {
		t.Errorf("compared %d files", compared)
	}
	options.Seed = 8
	for _, name := range []string{"complaints", "loans"} {
		if file := tablesOf(t, options)[name].Files[0]; bytes.Equal(contents(t, file), first[file.Key]) {
			t.Errorf("%s does not depend on the seed", file.Key)
		}
	}
}

func TestWriteToReturnsTheWritersError(t *testing.T) {
	for _, table := range tablesOf(t, Options{Rows: 1000, Loans: 1000}) {
		if _, err := table.Files[0].WriteTo(full{}); err == nil {
			t.Errorf("%s: no error from a full disk", table.Name)
		}
	}
}

type full struct{}

func (full) Write([]byte) (int, error) { return 0, io.ErrShortWrite }

// BenchmarkTables makes the whole example, two files at a time.
func BenchmarkTables(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		tables, err := Tables(Options{})
		if err != nil {
			b.Fatal(err)
		}
		var group errgroup.Group
		group.SetLimit(2)
		for _, table := range tables {
			for _, file := range table.Files {
				group.Go(func() error {
					_, err := file.WriteTo(io.Discard)
					return err
				})
			}
		}
		if err := group.Wait(); err != nil {
			b.Fatal(err)
		}
	}
}
