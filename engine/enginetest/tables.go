package enginetest

import (
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"

	"interlaken/engine"
)

func text1(s string) *string { return &s }

// tables checks how Parquet files, partitions and inline rows become tables.
func tables(t *testing.T, e engine.Engine) {
	folder := t.TempDir()
	first := WriteSales(t, folder, "sales/first.parquet", 0, 10)
	second := WriteSales(t, folder, "sales/second.parquet", 10, 5)
	plain := SaleTable(first, second)

	t.Run("ByName", func(t *testing.T) {
		expect(t, e, engine.Request{
			Tables:    []engine.Table{plain},
			Statement: `SELECT count(*), sum("AMOUNT"), min(Shop) FROM "AwsDataCatalog"."SHOP"."Sales"`,
		}, "15|42|shop number 0")
		expect(t, e, engine.Request{
			Tables: []engine.Table{plain}, Catalog: "awsdatacatalog", Schema: "shop",
			Statement: "SELECT amount FROM sales WHERE id = 13",
		}, "6")
	})
	t.Run("MissingColumnAndCast", func(t *testing.T) {
		other := plain
		other.Columns = []engine.Column{{Name: "amount", Type: "DECIMAL(10,2)"}, {Name: "colour", Type: "VARCHAR"}, {Name: "id", Type: "BIGINT"}}
		a := expect(t, e, engine.Request{Tables: []engine.Table{other}, Statement: "SELECT CAST(amount AS VARCHAR) AS amount, colour, id FROM awsdatacatalog.shop.sales WHERE id = 5"}, "5.00|(null)|5")
		if len(a.columns) != 3 || a.columns[1] != "colour" {
			t.Errorf("columns %v", a.columns)
		}
	})
	t.Run("Path", func(t *testing.T) {
		expect(t, e, engine.Request{
			Tables:    []engine.Table{plain},
			Statement: `SELECT "$path", count(*) FROM awsdatacatalog.shop.sales WHERE id >= 8 GROUP BY 1 ORDER BY 1`,
		},
			"s3://bucket/sales/first.parquet|2", "s3://bucket/sales/second.parquet|5")
		expect(t, e, engine.Request{Tables: []engine.Table{plain}, Statement: `SELECT * FROM awsdatacatalog.shop.sales WHERE id = 2`}, "2|2|shop number 2")
	})
	t.Run("Partitions", func(t *testing.T) { partitions(t, e, first, second) })
	t.Run("Deletes", func(t *testing.T) { deletes(t, e, folder) })
	t.Run("NoFiles", func(t *testing.T) {
		empty := SaleTable()
		empty.Partitions = []engine.Column{{Name: "day", Type: "DATE"}}
		expect(t, e, engine.Request{Tables: []engine.Table{empty}, Statement: `SELECT count(*), max(day), max("$path") FROM awsdatacatalog.shop.sales`}, "0|(null)|(null)")
	})
	t.Run("TwoCatalogs", func(t *testing.T) {
		far := SaleTable(second)
		far.Catalog, far.Name = "producer", "it's \"far\""
		expect(t, e, engine.Request{
			Tables:    []engine.Table{plain, far},
			Statement: `SELECT count(*) FROM awsdatacatalog.shop.sales JOIN "producer"."shop"."it's ""far""" AS far USING (id)`,
		}, "5")
	})
	t.Run("Inline", func(t *testing.T) { inline(t, e) })
	t.Run("WithoutTables", func(t *testing.T) {
		a := expect(t, e, engine.Request{Statement: "SELECT 1 AS one, 'a''b' AS two"}, "1|a'b")
		if a.ScannedBytes != 0 || a.FilesRead != 0 || a.MeterDisagreed {
			t.Errorf("statistics %+v", a.Statistics)
		}
	})
}

func partitions(t *testing.T, e engine.Engine, first, second engine.File) {
	first.Partition = []*string{text1("2020-02-29"), text1("it's")}
	second.Partition = []*string{text1("2021-01-01"), nil}
	table := SaleTable(first, second)
	table.Partitions = []engine.Column{{Name: "day", Type: "DATE"}, {Name: "Shop", Type: "VARCHAR"}}
	ask := func(statement string) engine.Request {
		return engine.Request{Tables: []engine.Table{table}, Statement: statement}
	}
	expect(t, e, ask("SELECT day, shop, count(*), sum(amount) FROM awsdatacatalog.shop.sales GROUP BY 1, 2 ORDER BY 1"),
		"2020-02-29|it's|10|24", "2021-01-01|(null)|5|18")
	expect(t, e, ask(`SELECT DISTINCT "$path" FROM awsdatacatalog.shop.sales WHERE shop IS NULL`), "s3://bucket/sales/second.parquet")
	expect(t, e, ask("SELECT * FROM awsdatacatalog.shop.sales WHERE id = 1"), "1|1|2020-02-29|it's")
}

func inline(t *testing.T, e engine.Engine) {
	schema := arrow.NewSchema([]arrow.Field{{Name: "k", Type: arrow.PrimitiveTypes.Int64}, {Name: "v", Type: arrow.BinaryTypes.String, Nullable: true}}, nil)
	b := array.NewRecordBuilder(memory.DefaultAllocator, schema)
	defer b.Release()
	b.Field(0).(*array.Int64Builder).AppendValues([]int64{1, 2, 3}, nil)
	b.Field(1).(*array.StringBuilder).AppendValues([]string{"a", "", "c"}, []bool{true, false, true})
	rows := stream(t, b.NewRecordBatch())
	table := engine.Table{Schema: "parts", Name: "retail", Columns: []engine.Column{{Name: "k", Type: "INTEGER"}, {Name: "v", Type: "VARCHAR"}}, Inline: rows}
	key := engine.Key{Account: "111111111111", Objects: "inline"}
	for range 2 {
		expect(t, e, engine.Request{
			Tables: []engine.Table{table}, Key: key,
			Statement: "SELECT a.k, a.v, b.k FROM parts.retail a JOIN parts.retail b ON a.k = b.k ORDER BY 1",
		}, "1|a|1", "2|(null)|2", "3|c|3")
	}
	table.Columns[0].Type = "VARCHAR"
	expect(t, e, engine.Request{Tables: []engine.Table{table}, Key: key, Statement: "SELECT max(k || '!') FROM parts.retail"}, "3!")
}
