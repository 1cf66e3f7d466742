package enginetest

import (
	"testing"

	"interlaken/engine"
	"interlaken/fault"
)

// text checks delimited and JSON files.
func text(t *testing.T, e engine.Engine) {
	folder := t.TempDir()
	columns := []engine.Column{{Name: "id", Type: "BIGINT"}, {Name: "name", Type: "VARCHAR"}, {Name: "price", Type: "DOUBLE"}, {Name: "day", Type: "DATE"}}
	table := func(format engine.Format, files ...engine.File) engine.Table {
		return engine.Table{Catalog: "awsdatacatalog", Schema: "db", Name: "t", Columns: columns, Format: format, Files: files}
	}
	t.Run("CSV", func(t *testing.T) {
		header := table(engine.CSV, write(t, folder, "a.csv", []byte("id,name,price,day\n1,\"a,\"\"b\",1.5,2020-01-02\n2,,x,\n3,\\N\n4,d,4,2020-01-04,more\n")))
		header.Text.SkipLines = 1
		a := expect(t, e, engine.Request{Tables: []engine.Table{header}, Statement: "SELECT id, name, price, day FROM awsdatacatalog.db.t"},
			"1|a,\"b|1.5|2020-01-02", "2||(null)|(null)", "3|(null)|(null)|(null)", "4|d|4|2020-01-04")
		if want := header.Files[0].SizeBytes; a.ScannedBytes != want || a.FilesRead != 1 || a.MeterDisagreed {
			t.Errorf("charged %+v, want %d bytes of one file", a.Statistics, want)
		}
		twice := expect(t, e, engine.Request{Tables: []engine.Table{header}, Statement: "SELECT count(*) FROM awsdatacatalog.db.t a JOIN awsdatacatalog.db.t b USING (id)"}, "4")
		if want := 2 * header.Files[0].SizeBytes; twice.ScannedBytes != want {
			t.Errorf("two scans were charged %d, want %d", twice.ScannedBytes, want)
		}
	})
	t.Run("OptionsAndCompression", func(t *testing.T) {
		plain := write(t, folder, "plain.tsv", []byte("1\tfirst\n"))
		packed := write(t, folder, "packed.tsv.gz", zip(t, "2\tsecond\n3\t-\n"))
		tabs := table(engine.CSV, plain, packed)
		tabs.Text = engine.Text{Delimiter: "\t", Null: "-"}
		a := expect(t, e, engine.Request{Tables: []engine.Table{tabs}, Statement: `SELECT id, name, price, "$path" FROM awsdatacatalog.db.t ORDER BY id`},
			"1|first|(null)|s3://bucket/plain.tsv", "2|second|(null)|s3://bucket/packed.tsv.gz", "3|(null)|(null)|s3://bucket/packed.tsv.gz")
		if want := plain.SizeBytes + packed.SizeBytes; a.ScannedBytes != want || a.FilesRead != 2 {
			t.Errorf("charged %+v, want %d bytes of two files", a.Statistics, want)
		}
	})
	t.Run("JSON", func(t *testing.T) {
		lines := write(t, folder, "a.json", []byte(`{"id":1,"NAME":"x\"y","price":2.5,"day":"2020-03-04","a/b":1}`+"\n"+
			`{"Id":"2","name":null,"price":"no"}`+"\n"+`{"id":3,"name":{"deep":[1]}}`+"\n"))
		lines.Partition = []*string{text1("7")}
		json := table(engine.JSON, lines)
		json.Partitions = []engine.Column{{Name: "part", Type: "INTEGER"}}
		a := expect(t, e, engine.Request{Tables: []engine.Table{json}, Statement: "SELECT id, name, price, day, part FROM awsdatacatalog.db.t ORDER BY id"},
			"1|x\"y|2.5|2020-03-04|7", "2|(null)|(null)|(null)|7", "3|{\"deep\":[1]}|(null)|(null)|7")
		if a.ScannedBytes != lines.SizeBytes {
			t.Errorf("charged %d, want %d", a.ScannedBytes, lines.SizeBytes)
		}
	})
	t.Run("UnknownCompression", func(t *testing.T) {
		packed := table(engine.CSV, write(t, folder, "a.csv.bz2", []byte("BZh9")))
		if _, err := ask(t.Context(), e, engine.Request{Tables: []engine.Table{packed}, Statement: "SELECT 1"}); !fault.Is(err, fault.Unsupported) {
			t.Errorf("got %v", err)
		}
	})
}
