package estimate_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/apache/arrow-go/v18/parquet/file"
	"github.com/aws/aws-sdk-go-v2/aws"
	glue "github.com/aws/aws-sdk-go-v2/service/glue/types"

	"interlaken/fault"
	"interlaken/sql/analyze"
	"interlaken/sql/estimate"
	"interlaken/sql/hive"
	"interlaken/sql/parser"
)

// chunks is how many bytes the leaves of a path take in some row groups of a file, by Arrow's reader; no groups are all.
func chunks(t *testing.T, content []byte, path string, groups ...int) (n int64) {
	t.Helper()
	reader, err := file.NewParquetReader(bytes.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Close()
	if groups == nil {
		for i := range reader.NumRowGroups() {
			groups = append(groups, i)
		}
	}
	for _, i := range groups {
		for c := range reader.MetaData().Schema.NumColumns() {
			if at := reader.MetaData().Schema.Column(c).Path(); at == path || strings.HasPrefix(at, path+".") {
				chunk, err := reader.MetaData().RowGroup(i).ColumnChunk(c)
				if err != nil {
					t.Fatal(err)
				}
				n += chunk.TotalCompressedSize()
			}
		}
	}
	return n
}

// TestRanges holds the ends of ranges against the chunks that Arrow's reader finds.
func TestRanges(t *testing.T) {
	l := newLake()
	l.table("events", hive.Parquet, eventColumns)
	content := events(t, 0, 10_000, 1000)
	l.objects["events/a"] = content
	l.objects["events/_log"] = content
	l.objects["events/b/"] = nil
	l.view("notes", "SELECT id, note AS text, kind FROM events", hive.ViewColumn{Name: "id", Type: "bigint"}, hive.ViewColumn{Name: "text", Type: "varchar"}, hive.ViewColumn{Name: "kind", Type: "integer"})
	of := func(path string, groups ...int) int64 { return chunks(t, content, path, groups...) }
	id, kind, note, place := of("id"), of("Kind"), of("note"), of("place")
	for _, c := range []struct {
		query     string
		low, high int64
	}{
		{"SELECT sum(id) FROM events", id, id},
		{"SELECT count(*) FROM events", 0, 0},
		{"SELECT * FROM events", id + kind + note + place, id + kind + note + place},
		{"SELECT max(text) FROM notes", note, note},
		// kind lies between the two in a few bytes, and the view names it.
		{"SELECT max(text) FROM (SELECT * FROM notes) WHERE id >= 0", id, id + kind + note},
		{"SELECT place.zip FROM events", of("place.zip"), place},
		{"SELECT place.zip, place FROM events", place, place},
		{"SELECT p.city FROM (SELECT place AS p FROM events)", of("place.City"), place},
		{"SELECT count(note) FROM events WHERE id < 1000", of("id", 0), of("id", 0) + of("note", 0)},
		{"SELECT count(note) FROM events WHERE id BETWEEN 1500 AND 2500 AND kind >= 0", of("Kind", 1, 2), of("id", 1, 2) + of("note", 1, 2) + of("Kind", 1, 2)},
		{"SELECT count(note) FROM events WHERE id < 1000 OR kind = 3", of("id", 3) + of("Kind", 3), id + note + kind},
		{"SELECT count(*) FROM events WHERE 9999 < id", 0, 0},
		{"SELECT count(note) FROM events WHERE note > 'o'", 0, 0},
		{"SELECT note FROM events LIMIT 1", 0, note},
		{"SELECT note FROM events WHERE 1 = 0", 0, note},
		{"SELECT count(note) FROM events e WHERE NOT EXISTS (SELECT 1 FROM (VALUES 1) AS v (x) WHERE e.id < 1000 AND x = 1)", of("id", 0), id + note},
		{"SELECT kind FROM (SELECT id AS kind FROM events GROUP BY ROLLUP (id)) WHERE kind < 1000", id, id},
		{"SELECT kind FROM (SELECT id AS kind FROM events GROUP BY id) WHERE kind < 1000", of("id", 0), of("id", 0)},
		{"SELECT note FROM events ORDER BY id LIMIT 1", of("id", 0) + of("note", 0), note + 2*id},
		{"SELECT kind, count(*) FROM events GROUP BY kind LIMIT 1", kind, kind},
		{"SELECT DISTINCT kind FROM notes", kind, kind},
		{"SELECT id FROM events UNION ALL SELECT kind FROM events", id + kind, id + kind},
		{"WITH e AS (SELECT id, note FROM events) SELECT sum(id) FROM e", id, id},
		{"WITH e AS (SELECT max(id) AS i FROM events) SELECT a.i FROM e a CROSS JOIN e b", of("id", 9), 2 * id},
		{"WITH unread AS (SELECT * FROM events) SELECT 1", 0, 0},
		{"SELECT sum(a.id) FROM events a JOIN events b ON a.id = b.kind", of("id", 0) + kind, id + kind},
		{"INSERT INTO events SELECT id, 1, 'x', NULL FROM events", id, id},
		{"EXPLAIN ANALYZE SELECT sum(id) FROM events", id, id},
	} {
		got := ask(t, l.estimator(estimate.Settings{}), c.query)
		if got.Unknown != "" || got.Free || got.LowBytes != c.low || got.HighBytes != c.high {
			t.Errorf("%s: %+v, want %d to %d", c.query, got, c.low, c.high)
		}
	}
}

func TestPartitionsAreChosenBefore(t *testing.T) {
	l := newLake()
	l.table("days", hive.LazySimple, []string{"word string"}, "p int")
	for i := range 30 {
		l.objects[l.partition("days", fmt.Sprint(i))+"x.csv"] = make([]byte, 100+i)
	}
	e := ask(t, l.estimator(estimate.Settings{}), "SELECT word FROM days WHERE p IN (3, 5)")
	if want := (estimate.Estimate{LowBytes: 208, HighBytes: 208, Basis: estimate.Basis{Tables: 1, Partitions: 2, Files: 2, FileBytes: 208, Requests: 4}}); *e != want {
		t.Errorf("two partitions: %+v, want %+v", *e, want)
	}
	e = ask(t, l.estimator(estimate.Settings{}), "SELECT word FROM days WHERE p <> 29")
	if want := (estimate.Estimate{LowBytes: 3306, HighBytes: 3306, Basis: estimate.Basis{Tables: 1, Partitions: 29, Files: 29, FileBytes: 3306, Requests: 3}}); *e != want {
		t.Errorf("most partitions are listed at once: %+v, want %+v", *e, want)
	}
	days := l.table("later", hive.LazySimple, []string{"word string"}, "p int")
	days.Parameters = map[string]string{"projection.enabled": "true", "projection.p.type": "integer", "projection.p.range": "0,99", "storage.location.template": "s3://lake/days/p=${p}"}
	if e = ask(t, l.estimator(estimate.Settings{}), "SELECT word FROM later WHERE p > 27"); e.HighBytes != 128+129 || e.Basis.Partitions != 72 || e.Basis.Requests != 2 {
		t.Errorf("projected: %+v", e)
	}
}

// TestRequestsAreBounded: what takes too many is unknown, and is not asked for any longer.
func TestRequestsAreBounded(t *testing.T) {
	l := newLake()
	l.table("many", hive.LazySimple, []string{"word string"}, "p int")
	for i := range 3000 {
		folder := l.partition("many", fmt.Sprint(i))
		for n := range 5 {
			l.objects[fmt.Sprintf("%s%d", folder, n)] = []byte("word\n")
		}
	}
	for settings, want := range map[estimate.Settings]string{
		{Requests: 2}:  "its partitions and objects take more than 2 requests to list",
		{Requests: 20}: "its 3000 partitions take more than 20 requests to list",
		{Requests: 40}: "",
	} {
		clear(l.asked)
		e := ask(t, l.estimator(settings), "SELECT word FROM many")
		if e.Unknown != want || want == "" && e.HighBytes != 15_000*5 {
			t.Errorf("%+v: %+v, want %q", settings, e, want)
		}
		if asked := l.asked["list"] + l.asked["partitions"]; asked > settings.Requests || e.Basis.Requests != asked+1 {
			t.Errorf("%+v: %d requests, and it says %d", settings, asked, e.Basis.Requests)
		}
	}
}

// TestFilesStandForOthers: of more files than footers may be read of, the range is told by some and holds for all.
func TestFilesStandForOthers(t *testing.T) {
	l := newLake()
	l.table("events", hive.Parquet, eventColumns)
	var id int64
	for i := range 120 {
		content := events(t, i*1000, 500+17*(i%40), 200)
		l.objects[fmt.Sprintf("events/%03d", i)] = content
		id += chunks(t, content, "id")
	}
	e := ask(t, l.estimator(estimate.Settings{Footers: 12}), "SELECT sum(id) FROM events")
	if e.Basis.Footers != 12 || e.Basis.Guessed != 108 || l.asked["read"] != 12 {
		t.Errorf("basis %+v, %d reads", e.Basis, l.asked["read"])
	}
	if e.LowBytes > id || e.HighBytes < id || float64(e.HighBytes) > 1.6*float64(e.LowBytes) {
		t.Errorf("%d to %d, and it is %d", e.LowBytes, e.HighBytes, id)
	}
	if e = ask(t, l.estimator(estimate.Settings{Footers: 12}), "SELECT count(*) FROM events"); e.HighBytes != 0 || e.Basis.Footers != 0 {
		t.Errorf("counting needs no footers: %+v", e)
	}
}

func TestFootersAreKept(t *testing.T) {
	l := newLake()
	l.table("events", hive.Parquet, eventColumns)
	for i := range 5 {
		l.objects[fmt.Sprintf("events/%d", i)] = events(t, i*100, 100, 50)
	}
	kept := estimate.NewCache(1 << 20)
	reads := func(e *estimate.Estimator) int {
		t.Helper()
		clear(l.asked)
		out := ask(t, e, "SELECT note FROM events")
		if n := l.asked["read"]; out.Basis.Footers != 5 || out.Basis.Kept != 5-n || out.Basis.Requests != n+2 {
			t.Errorf("%d reads, basis %+v", n, out.Basis)
		}
		return l.asked["read"]
	}
	ana, ben := l.estimator(estimate.Settings{}), l.estimator(estimate.Settings{})
	ana.Footers, ana.Reader, ben.Footers, ben.Reader = kept, "ana", kept, "ben"
	got := []int{reads(ana), reads(ana), reads(ben)}
	l.versions["events/3"] = "2"
	got = append(got, reads(ana))
	ana.Footers = estimate.NewCache(100) // too small for any
	if got = append(got, reads(ana), reads(ana)); fmt.Sprint(got) != "[5 0 5 1 5 5]" {
		t.Errorf("reads: %v; for the first, again, for another reader, of a new version, and twice where nothing can be kept", got)
	}
	// Two footers have room: the one that was not asked for the longest time goes.
	small, footer := estimate.NewCache(2000), &estimate.Footer{}
	for i := range 100 {
		small.Put("ana", estimate.Object{Key: fmt.Sprint(i)}, footer)
	}
	if small.Get("ana", estimate.Object{Key: "99"}) == nil || small.Get("ben", estimate.Object{Key: "99"}) != nil {
		t.Error("a footer is kept for its reader")
	}
}

func TestWhatIsUnknownAndWhatIsFree(t *testing.T) {
	l := newLake()
	l.table("events", hive.Parquet, eventColumns)
	l.objects["events/a"] = events(t, 0, 100, 50)
	l.table("orc", "org.apache.hadoop.hive.ql.io.orc.OrcSerde", eventColumns)
	l.table("iceberg", hive.Parquet, eventColumns).Parameters["table_type"] = "ICEBERG"
	l.table("broken", hive.Parquet, eventColumns)
	l.objects["broken/a"] = []byte(strings.Repeat("not parquet ", 10))
	l.table("away", hive.Parquet, eventColumns).StorageDescriptor.Location = nil
	for query, want := range map[string]string{
		"SELECT id FROM orc":               "the files of db.orc are of a kind of which nothing is known: org.apache.hadoop.hive.ql.io.orc.OrcSerde",
		"SELECT id FROM iceberg":           "db.iceberg is an Iceberg table, whose files the catalog does not tell",
		"SELECT id FROM broken":            `s3://lake/broken/a: It is not a Parquet file that can be read: it ends in "uet " and not in PAR1`,
		"SELECT id FROM away":              "The table location '' is not a valid S3 path",
		"EXECUTE prepared":                 "the text of a prepared statement is in its workgroup",
		"DELETE FROM iceberg WHERE id = 1": "statements that change tables of Iceberg, and external functions, are not estimated",
		"WITH RECURSIVE r (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r JOIN events e ON e.id = n) SELECT n FROM r": "it reads awsdatacatalog.db.events in a recursion, as often as the rows say",
	} {
		if e := ask(t, l.estimator(estimate.Settings{}), query); e.Unknown != want || e.HighBytes != 0 {
			t.Errorf("%s: %+v, want %q", query, e, want)
		}
	}
	l.refuse = "read"
	if e := ask(t, l.estimator(estimate.Settings{}), "SELECT id FROM events"); e.Unknown != "s3://lake/events/a: S3 refused it: AccessDenied: Access Denied" {
		t.Errorf("a footer that may not be read: %+v", e)
	}
	for _, query := range []string{"SHOW TABLES", "EXPLAIN SELECT * FROM events", "CREATE DATABASE x", "CREATE VIEW v AS SELECT * FROM events", "DROP TABLE events", "PREPARE p FROM SELECT 1"} {
		if e := ask(t, l.estimator(estimate.Settings{}), query); !e.Free || e.Basis.Requests != 0 {
			t.Errorf("%s: %+v, want it free", query, e)
		}
	}
	for query, code := range map[string]fault.Code{"SELECT gone FROM events": "COLUMN_NOT_FOUND", "SELECT * FROM nowhere": "TABLE_NOT_FOUND"} {
		statement, err := parser.ParseStatement(query)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := l.estimator(estimate.Settings{}).Statement(t.Context(), statement, analyze.Options{Catalog: "awsdatacatalog", Database: "db"}); !fault.Is(err, code) {
			t.Errorf("%s: %v, want %s", query, err, code)
		}
	}
	l.refuse = ""
	l.table("link", "", nil).TargetTable = &glue.TableIdentifier{CatalogId: aws.String("222222222222"), DatabaseName: aws.String("db"), Name: aws.String("events")}
	for query, asked := range map[string]int{"SELECT id FROM link": 0, "SELECT id FROM other.db.events": 1} {
		clear(l.asked)
		if e := ask(t, l.estimator(estimate.Settings{}), query); e.HighBytes == 0 || l.asked["id"] != asked {
			t.Errorf("%s: %+v, asked %v", query, e, l.asked)
		}
	}
}
