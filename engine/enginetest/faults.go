package enginetest

import (
	"strings"
	"testing"

	"interlaken/engine"
	"interlaken/fault"
)

// faults checks the kinds and sentences of errors.
func faults(t *testing.T, e engine.Engine) {
	folder := t.TempDir()
	broken := write(t, folder, "broken.parquet", []byte("PAR1 this is no Parquet file PAR1"))
	missing := engine.File{Path: folder + "/none", SizeBytes: 4, Display: "s3://bucket/none.parquet"}
	grown := WriteSales(t, folder, "grown.parquet", 0, 1)
	grown.SizeBytes--
	wrong := SaleTable(WriteSales(t, folder, "wrong.parquet", 0, 3))
	wrong.Columns = []engine.Column{{Name: "shop", Type: "BIGINT"}}
	injected := SaleTable(WriteSales(t, folder, "injected.parquet", 0, 3))
	injected.Columns = []engine.Column{{Name: "id", Type: "BIGINT) AS x; DROP VIEW y; --"}}
	scan := "SELECT max(id) FROM awsdatacatalog.shop.sales"
	for _, c := range []struct {
		name    string
		request engine.Request
		code    fault.Code
		says    string
	}{
		{"Syntax", engine.Request{Statement: "SELECT 1 +"}, fault.Validation, "syntax error"},
		{"Other", engine.Request{Statement: "SELEC 1"}, fault.Validation, "single query"},
		{"Table", engine.Request{Statement: "SELECT * FROM awsdatacatalog.shop.nothing", Tables: []engine.Table{SaleTable()}}, fault.Validation, "nothing"},
		{"Cast", engine.Request{Statement: "SELECT CAST('many' AS INTEGER)"}, fault.Validation, "Could not convert string 'many'"},
		{"Empty", engine.Request{Statement: " "}, fault.Validation, "no statement"},
		{"BrokenFile", engine.Request{Statement: scan, Tables: []engine.Table{SaleTable(broken)}}, fault.Validation, "s3://bucket/broken.parquet"},
		{"WrongType", engine.Request{Statement: "SELECT max(shop) FROM awsdatacatalog.shop.sales", Tables: []engine.Table{wrong}}, fault.Validation, "shop"},
		{"MissingFile", engine.Request{Statement: scan, Tables: []engine.Table{SaleTable(missing)}}, fault.Unavailable, "s3://bucket/none.parquet"},
		{"ChangedFile", engine.Request{Statement: scan, Tables: []engine.Table{SaleTable(grown)}}, fault.Unavailable, "s3://bucket/grown.parquet"},
		{"Type", engine.Request{Statement: scan, Tables: []engine.Table{injected}}, fault.Validation, "not the name of a type"},
		{"Twice", engine.Request{Statement: scan, Tables: []engine.Table{SaleTable(), SaleTable()}}, fault.Validation, "twice"},
		{"System", engine.Request{Statement: scan, Tables: []engine.Table{{Catalog: "System", Schema: "main", Name: "t"}}}, fault.Validation, "catalog"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := ask(t.Context(), e, c.request)
			if !fault.Is(err, c.code) || !strings.Contains(fault.Public(err), c.says) {
				t.Errorf("got %v, want %s with %q", err, c.code, c.says)
			}
			if strings.Contains(fault.Public(err), folder) || strings.Contains(fault.Public(err), "LINE 1") {
				t.Errorf("the sentence shows the host or the translated statement: %s", fault.Public(err))
			}
		})
	}
	expect(t, e, engine.Request{Statement: "SELECT 1"}, "1")
}
