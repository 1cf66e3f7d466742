package enginetest

import (
	"strings"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"

	"interlaken/engine"
)

// deletes checks that rows which files of deletes name are not there, whatever else a statement leaves out: a row keeps its
// place in the file where row groups and pages before it are not read.
func deletes(t *testing.T, e engine.Engine, folder string) {
	first := WriteSales(t, folder, "deletes/first.parquet", 0, 3*groupRows)
	second := WriteSales(t, folder, "deletes/second.parquet", 3*groupRows, 10)
	table := SaleTable(first, second)
	table.Deletes = []engine.File{
		writeParquet(t, folder, "deletes/one.parquet", positions(first.Display, 0, 5, 2*groupRows+5, 3*groupRows-1), groupRows),
		writeParquet(t, folder, "deletes/two.parquet", positions(strings.Replace(second.Display, "s3:", "s3a:", 1), 9, 9), groupRows),
	}
	for statement, want := range map[string]string{
		"SELECT count(*) FROM awsdatacatalog.shop.sales":                                                                          "30005",
		"SELECT count(*), min(id), max(id) FROM awsdatacatalog.shop.sales WHERE id >= 20000":                                      "10007|20000|30008",
		"SELECT count(*) FROM awsdatacatalog.shop.sales WHERE id IN (5, 6, 20005, 20006, 29999, 30000)":                           "3",
		"SELECT count(*), sum(s.id) FROM awsdatacatalog.shop.sales s JOIN (VALUES (20005), (20006), (4)) AS v(id) ON s.id = v.id": "2|20010",
		"SELECT id FROM awsdatacatalog.shop.sales ORDER BY id DESC LIMIT 1":                                                       "30008",
		`SELECT "$path" FROM awsdatacatalog.shop.sales WHERE id = 29998`:                                                          first.Display,
	} {
		expect(t, e, engine.Request{Tables: []engine.Table{table}, Statement: statement}, want)
	}
	numbered := table
	numbered.Columns = []engine.Column{{Name: "id", Type: "BIGINT", FieldID: 1}}
	numbered.Deletes = nil
	// These files' columns have no numbers, so nothing is found by one.
	expect(t, e, engine.Request{Tables: []engine.Table{numbered}, Statement: "SELECT count(*), count(id) FROM awsdatacatalog.shop.sales"}, "30010|0")
}

// positions are the rows of a file of deletes.
func positions(file string, rows ...int64) arrow.RecordBatch {
	b := array.NewRecordBuilder(memory.DefaultAllocator, arrow.NewSchema([]arrow.Field{
		{Name: "file_path", Type: arrow.BinaryTypes.String}, {Name: "pos", Type: arrow.PrimitiveTypes.Int64},
	}, nil))
	defer b.Release()
	for _, row := range rows {
		b.Field(0).(*array.StringBuilder).Append(file)
		b.Field(1).(*array.Int64Builder).Append(row)
	}
	return b.NewRecordBatch()
}
