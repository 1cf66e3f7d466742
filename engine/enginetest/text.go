package enginetest

import (
	"strings"
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
	t.Run("Nested", func(t *testing.T) {
		nested := []engine.Column{
			{Name: "a", Type: "INTEGER[]"}, {Name: "m", Type: "MAP(VARCHAR, DOUBLE)"}, {Name: "r", Type: `STRUCT("i" INTEGER, "l" VARCHAR[])`}, {Name: "b", Type: "BLOB"},
		}
		lazy := engine.Table{Catalog: "awsdatacatalog", Schema: "db", Name: "t", Columns: nested, Format: engine.CSV, Text: engine.Text{Delimiter: "|", Plain: true}}
		lazy.Files = []engine.File{write(t, folder, "nested.txt", []byte("1\x022\x02\\N\x02x|k\x031.5\x02l\x03\\N|7\x02p\x03q|aGk=\n|\\N|\\N|!\n"))}
		expect(t, e, engine.Request{Tables: []engine.Table{lazy}, Statement: "SELECT CAST(a AS VARCHAR), CAST(m AS VARCHAR), CAST(r AS VARCHAR), CAST(b AS VARCHAR) FROM awsdatacatalog.db.t"},
			"[1, 2, NULL, NULL]|{k=1.5, l=NULL}|{'i': 7, 'l': [p, q]}|hi", "[]|(null)|(null)|(null)")
		named := lazy
		named.Text.Separators = []string{",", ":"}
		named.Files = []engine.File{write(t, folder, "named.txt", []byte("1,2|k:1,l:2|3,x|\n"))}
		expect(t, e, engine.Request{Tables: []engine.Table{named}, Statement: "SELECT CAST(a AS VARCHAR), CAST(m AS VARCHAR), CAST(r AS VARCHAR) FROM awsdatacatalog.db.t"},
			"[1, 2]|{k=1.0, l=2.0}|{'i': 3, 'l': [x]}")
	})
	t.Run("Escapes", func(t *testing.T) {
		lazy := table(engine.CSV, write(t, folder, "escaped.txt", []byte("1,a\\,b \"c\",1.5,2020-01-02\n,\\\\,,\n3,\\N,2\n1.5,x, 2,more,than,needed\n")))
		lazy.Text = engine.Text{Plain: true, Escape: "\\"}
		expect(t, e, engine.Request{Tables: []engine.Table{lazy}, Statement: "SELECT id, name, price, day FROM awsdatacatalog.db.t"},
			`1|a,b "c"|1.5|2020-01-02`, `(null)|\|(null)|(null)`, "3|(null)|2|(null)", "(null)|x|2|(null)")
	})
	t.Run("Strict", func(t *testing.T) {
		columns := append(columns[:0:0], columns...)
		columns = append(columns, engine.Column{Name: "at", Type: "TIMESTAMP"})
		strict := engine.Table{Catalog: "awsdatacatalog", Schema: "db", Name: "t", Columns: columns, Format: engine.CSV, Text: engine.Text{Quote: `"`, Escape: `\`, Strict: true}}
		strict.Files = []engine.File{write(t, folder, "strict.csv", []byte(`"1","a \"b\", c","2.5","18276","1579059880000"`+"\n"+`"2","","3","0","1"`+"\n"))}
		expect(t, e, engine.Request{Tables: []engine.Table{strict}, Statement: "SELECT id, name, price, day, CAST(\"at\" AS VARCHAR) FROM awsdatacatalog.db.t"},
			`1|a "b", c|2.5|2020-01-15|2020-01-15 03:44:40`, "2||3|1970-01-01|1970-01-01 00:00:00.001")
		strict.Files = []engine.File{write(t, folder, "loose.csv", []byte(`"one","a","2.5","18276","1"`+"\n"))}
		if _, err := ask(t.Context(), e, engine.Request{Tables: []engine.Table{strict}, Statement: "SELECT id FROM awsdatacatalog.db.t"}); !fault.Is(err, fault.Validation) {
			t.Errorf("a text that is no number gave %v", err)
		}
	})
	t.Run("Pattern", func(t *testing.T) {
		logs := table(engine.CSV, write(t, folder, "access.log", []byte("[1] GET /a \"x, y\" 2.5 2020-01-02\nnoise\n[2] - -  -\n")))
		logs.Text.Pattern = `\[(\d+)\] (.*?) (\S*) (\d{4}-\d\d-\d\d|-)`
		expect(t, e, engine.Request{Tables: []engine.Table{logs}, Statement: "SELECT id, name, price, day FROM awsdatacatalog.db.t"},
			`1|GET /a "x, y"|2.5|2020-01-02`, "(null)|(null)|(null)|(null)", "2|- -|(null)|(null)")
	})
	t.Run("DeepJSON", func(t *testing.T) {
		columns := []engine.Column{
			{Name: "useridentity", Type: `STRUCT("type" VARCHAR, "sessioncontext" STRUCT("mfa" BOOLEAN, "at" TIMESTAMP))`},
			{Name: "resources", Type: `STRUCT("arn" VARCHAR, "n" DECIMAL(20,2))[]`},
			{Name: "m", Type: "MAP(INTEGER, VARCHAR[])"},
			{Name: "other", Type: "BIGINT", Key: "@n"},
		}
		deep := engine.Table{Catalog: "awsdatacatalog", Schema: "db", Name: "t", Columns: columns, Format: engine.JSON}
		row := `{"userIdentity":{"type":"IAMUser","sessionContext":{"MFA":"true","at":"2020-01-02T03:04:05Z"}},"resources":[{"ARN":"a","n":1234567890123.45},null,{"arn":{"x":1}}],"M":{"1":["x",null],"z":[]},"@n":7}`
		statement := "SELECT CAST(useridentity AS VARCHAR), CAST(resources AS VARCHAR), CAST(m AS VARCHAR), other FROM awsdatacatalog.db.t"
		want := `{'type': IAMUser, 'sessioncontext': {'mfa': true, 'at': '2020-01-02 03:04:05'}}|[{'arn': a, 'n': 1234567890123.45}, NULL, {'arn': '{"x":1}', 'n': NULL}]|{1=[x, NULL]}|7`
		m := strings.Replace(row, `,"z":[]`, "", 1)
		deep.Files = []engine.File{write(t, folder, "deep.json", []byte(m+"\n"+`{"useridentity":"x","resources":{},"m":[]}`+"\n"))}
		expect(t, e, engine.Request{Tables: []engine.Table{deep}, Statement: statement}, want, "(null)|(null)|(null)|(null)")
		deep.Text.Records = "Records"
		deep.Files = []engine.File{write(t, folder, "trail.json.gz", zip(t, `{"Records":[`+m+`,`+m+`]}`))}
		expect(t, e, engine.Request{Tables: []engine.Table{deep}, Statement: statement}, want, want)
		deep.Text = engine.Text{}
		deep.Files = []engine.File{write(t, folder, "torn.json", []byte(m+"\n{\n"))}
		if _, err := ask(t.Context(), e, engine.Request{Tables: []engine.Table{deep}, Statement: statement}); !fault.Is(err, fault.Validation) {
			t.Errorf("a torn line gave %v", err)
		}
		deep.Text.SkipMalformed = true
		expect(t, e, engine.Request{Tables: []engine.Table{deep}, Statement: statement}, want, "(null)|(null)|(null)|(null)")
	})
	t.Run("UnknownCompression", func(t *testing.T) {
		packed := table(engine.CSV, write(t, folder, "a.csv.bz2", []byte("BZh9")))
		if _, err := ask(t.Context(), e, engine.Request{Tables: []engine.Table{packed}, Statement: "SELECT 1"}); !fault.Is(err, fault.Unsupported) {
			t.Errorf("got %v", err)
		}
	})
}
