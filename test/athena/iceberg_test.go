package athena

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdkglue "github.com/aws/aws-sdk-go-v2/service/glue"
	gluetypes "github.com/aws/aws-sdk-go-v2/service/glue/types"

	"interlaken/service/servicetest"
)

// iceberg is a table that testdata/iceberg/make.py has made, with the rows that pyiceberg reads of it.
type iceberg struct {
	Location      string           `json:"metadata_location"`
	Rows          []map[string]any `json:"rows"`
	FirstSnapshot int64            `json:"first_snapshot"`
	FirstRows     []map[string]any `json:"first_rows"`
	FirstMS       int64            `json:"first_ms"`
}

// icebergs puts the tables of testdata into the bucket lake and the database shop.
func (w *world) icebergs(p person) map[string]iceberg {
	w.t.Helper()
	const folder = "testdata/iceberg"
	w.shop(p)
	w.bucket(p, "lake")
	files := 0
	err := filepath.WalkDir(filepath.Join(folder, "lake"), func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		content, err := os.ReadFile(path)
		files++
		w.put(p, "lake", strings.TrimPrefix(filepath.ToSlash(path), folder+"/lake/"), content)
		return err
	})
	if err != nil || files < 20 {
		w.t.Fatalf("%d files of tables: %v", files, err)
	}
	text, err := os.ReadFile(filepath.Join(folder, "tables.json"))
	if err != nil {
		w.t.Fatal(err)
	}
	tables := map[string]iceberg{}
	if err := json.Unmarshal(text, &tables); err != nil {
		w.t.Fatal(err)
	}
	for name, t := range tables {
		w.iceberg(p, name, t.Location)
	}
	return tables
}

// iceberg makes a table of the database shop whose metadata is at a location.
func (w *world) iceberg(p person, name, location string) {
	w.t.Helper()
	servicetest.Must[sdkglue.CreateTableOutput](w.Kit, p.session, "glue", "CreateTable", &sdkglue.CreateTableInput{DatabaseName: aws.String("shop"), TableInput: &gluetypes.TableInput{
		Name: &name, TableType: aws.String("EXTERNAL_TABLE"), Parameters: map[string]string{"table_type": "ICEBERG", "metadata_location": location},
	}})
}

// texts are rows as ask shows them, without an order. Texts have no quotes, moments end as Athena shows them.
func texts(rows []map[string]any, columns ...string) []string {
	var all []string
	for _, row := range rows {
		var values []string
		for _, c := range columns {
			value := "<null>"
			if row[c] != nil {
				value = fmt.Sprint(row[c])
			}
			if number, ok := row[c].(float64); ok && number == float64(int64(number)) {
				value = fmt.Sprint(int64(number))
			}
			values = append(values, strings.Replace(value, "+00:00", " UTC", 1))
		}
		all = append(all, strings.Join(values, "|"))
	}
	slices.Sort(all)
	return all
}

// unordered asks and gives the rows without an order.
func (w *world) unordered(p person, query string) []string {
	w.t.Helper()
	rows, reason := p.ask(w.t, query)
	if reason != "" {
		w.t.Fatalf("%s: %s", query, reason)
	}
	rows = rows[1:]
	slices.Sort(rows)
	return rows
}

func (w *world) same(p person, query string, want ...string) {
	w.t.Helper()
	if got := w.unordered(p, query); !slices.Equal(got, want) {
		w.t.Errorf("%s\n gave %s\nwant %s", query, strings.Join(got, "\n     "), strings.Join(want, "\n     "))
	}
}

// TestIcebergTablesAreRead compares with pyiceberg, whose rows of the same files stand in testdata.
func TestIcebergTablesAreRead(t *testing.T) {
	w := newWorld(t)
	p := w.person(servicetest.Retail, "ana", servicetest.Everything)
	tables := w.icebergs(p)

	w.same(p, "SELECT title, id, qty, CAST(name AS varchar) FROM evolved WHERE name IS NULL", texts(tables["evolved"].Rows[1:], "title", "id", "qty", "name")...)
	w.same(p, "SELECT title, place.city, place.zip, tags FROM evolved", "one|Rome|<null>|[a]", "three|Oslo|0150|[b, c]", "two|<null>|<null>|[]")
	w.same(p, "SELECT * FROM evolved WHERE id > 3000000000", "three|1099511627776|{city=Oslo, zip=0150}|[b, c]|many|1.5")
	w.same(p, "SELECT id, at, seen, day, kind, price FROM clicks", texts(tables["clicks"].Rows, "id", "at", "seen", "day", "kind", "price")...)
	w.same(p, "SELECT id, notes['a'] FROM clicks WHERE cardinality(notes) = 1 AND id = 0", "0|1")
	w.same(p, "SELECT typeof(at), typeof(seen) FROM clicks WHERE id = 1", "timestamp(6)|timestamp(6) with time zone")
	w.same(p, "SELECT region, day, n FROM takings", texts(tables["takings"].Rows, "region", "day", "n")...)
	w.same(p, "SELECT id, name FROM deleted", texts(tables["deleted"].Rows, "id", "name")...)
	w.same(p, "SELECT count(*) FROM deleted", fmt.Sprint(len(tables["deleted"].Rows)))
	w.same(p, "SELECT d.name, e.title FROM deleted d JOIN evolved e ON d.id = e.id", "again|one", "n2|two")
	w.same(p, "SELECT count(*), max(id) FROM empty", "0|<null>")
	if paths := w.unordered(p, `SELECT DISTINCT "$path" FROM deleted`); len(paths) != 3 || !strings.HasPrefix(paths[0], "s3://lake/deleted/data/") {
		t.Errorf("$path = %q", paths)
	}
	w.same(p, "SELECT column_name, data_type FROM information_schema.columns WHERE table_schema = 'shop' AND table_name = 'empty'")

	for query, want := range map[string]string{
		"SELECT * FROM inside":                                        "has changed its names or numbers",
		"SELECT * FROM equality":                                      "equality delete files",
		"SELECT * FROM numberless":                                    "no field ids",
		"SELECT * FROM evolved FOR VERSION AS OF 1":                   "INVALID_ARGUMENTS: Iceberg snapshot ID does not exist: 1",
		"SELECT * FROM evolved FOR VERSION AS OF 'yester'":            "Cannot find snapshot with reference name: yester",
		"SELECT * FROM evolved FOR TIMESTAMP AS OF DATE '2001-01-01'": "No version history table shop.evolved at or before 2001-01-01T00:00:00Z",
		`SELECT * FROM "evolved$files" FOR TIMESTAMP AS OF rand()`:    "has to be a constant",
		`SELECT * FROM "sales$snapshots"`:                             "does not exist",
		"SELECT amount FROM sales FOR VERSION AS OF 7":                "does not support versioned tables",
	} {
		if _, reason := p.ask(t, query); !strings.Contains(reason, want) {
			t.Errorf("%s: %s\nwant %s", query, reason, want)
		}
	}
	// Columns that are right are read all the same.
	w.same(p, "SELECT id FROM inside", "1")
}

func TestIcebergTablesHaveAPast(t *testing.T) {
	w := newWorld(t)
	p := w.person(servicetest.Retail, "ana", servicetest.Everything)
	tables := w.icebergs(p)
	first := tables["evolved"]
	want := texts(first.FirstRows, "id", "name", "qty")
	w.same(p, fmt.Sprintf("SELECT id, name, qty FROM evolved FOR VERSION AS OF %d", first.FirstSnapshot), want...)
	w.same(p, "SELECT id, name, qty FROM evolved FOR VERSION AS OF 'main' WHERE id = 1", "1|<null>|<null>")
	at := time.UnixMilli(first.FirstMS).UTC().Format("2006-01-02 15:04:05.000 UTC")
	w.same(p, fmt.Sprintf("SELECT evolved.id, name, qty FROM evolved FOR TIMESTAMP AS OF TIMESTAMP '%s'", at), want...)
	w.same(p, "SELECT count(*) FROM evolved FOR TIMESTAMP AS OF (current_timestamp - INTERVAL '0' DAY)", "3")
	w.same(p, fmt.Sprintf("SELECT now.title, past.name FROM evolved now JOIN evolved FOR VERSION AS OF %d past ON now.id = past.id", first.FirstSnapshot), "one|one", "two|two")

	w.same(p, `SELECT operation, summary['added-records'], parent_id IS NULL FROM "evolved$snapshots"`, "append|1|false", "append|2|true")
	w.same(p, `SELECT h.is_current_ancestor, s.snapshot_id = h.snapshot_id FROM "evolved$history" h JOIN "evolved$snapshots" s ON h.made_current_at = s.committed_at`, "true|true", "true|true")
	w.same(p, `SELECT name, type, max_snapshot_age_in_ms FROM "evolved$refs"`, "main|BRANCH|<null>")
	w.same(p, `SELECT sum(added_data_files_count), sum(added_rows_count) FROM "evolved$manifests"`, "2|3")
	w.same(p, `SELECT content, sum(record_count), count(*) FROM "deleted$files" GROUP BY content`, "0|11|3", "1|3|1")
	w.same(p, `SELECT partition.id_bucket, partition.at_day, partition.kind_trunc, record_count FROM "clicks$partitions" WHERE partition.kind_trunc = 'cl' AND partition.at_day = DATE '2024-01-02'`,
		"0|2024-01-02|cl|1")
	w.same(p, `SELECT record_count, file_count FROM "deleted$partitions"`, "11|3")
}

// TestIcebergScansArePruned counts the files that were read, and sees to it that no row is lost by it.
func TestIcebergScansArePruned(t *testing.T) {
	w := newWorld(t)
	p := w.person(servicetest.Retail, "ana", servicetest.Everything)
	w.icebergs(p)
	for query, want := range map[string]struct {
		files string
		rows  []string
	}{
		"SELECT id FROM clicks":                                                                              {"files: 6", []string{"0", "1", "2", "3", "4", "5"}},
		"SELECT id FROM clicks WHERE day = DATE '2024-01-02'":                                                {"files: 2", []string{"1", "4"}},
		"SELECT id FROM clicks WHERE kind = 'view'":                                                          {"files: 2", []string{"2", "4"}},
		"SELECT id FROM clicks WHERE kind >= 'cl' AND kind < 'cm' AND id >= 1":                               {"files: 2", []string{"1", "5"}},
		"SELECT id FROM clicks WHERE id IN (0, 3) OR day > DATE '2024-01-02'":                                {"files: 4", []string{"0", "2", "3", "5"}},
		"SELECT n FROM takings WHERE region = 'us' OR day >= DATE '2024-03-10'":                              {"files: 2", []string{"2", "5"}},
		"SELECT n FROM takings WHERE region <> 'us' AND day BETWEEN DATE '2024-01-01' AND DATE '2024-03-31'": {"files: 2", []string{"1", "4"}},
		// The bounds of a file that is older than its column's type choose nothing.
		"SELECT id FROM evolved WHERE id = 1099511627776": {"files: 2", []string{"1099511627776"}},
		"SELECT id FROM evolved WHERE title < 'p'":        {"files: 1", []string{"1"}},
	} {
		w.same(p, query, want.rows...)
		if plan := strings.Join(w.unordered(p, "EXPLAIN "+query), "\n"); !strings.Contains(plan, want.files+",") {
			t.Errorf("%s reads other than %s:\n%s", query, want.files, plan)
		}
	}
}

func TestIcebergTablesAreWritten(t *testing.T) {
	w := newWorld(t)
	p := w.person(servicetest.Retail, "ana", servicetest.Everything)
	w.icebergs(p)
	w.bucket(p, "out")
	must := func(statement string) {
		t.Helper()
		if _, reason := p.ask(t, statement); reason != "" {
			t.Fatalf("%s: %s", statement, reason)
		}
	}
	must(`CREATE TABLE dues (ship bigint, paid timestamp, price decimal(10,2), notes map<string,array<int>>, place struct<city:string,zip:int>, flag boolean, day date, raw binary, f float, d double)
		PARTITIONED BY (month(paid), bucket(4, ship)) LOCATION 's3://out/dues/' TBLPROPERTIES ('table_type' = 'ICEBERG', 'format' = 'parquet', 'write_compression' = 'snappy')`)
	w.same(p, "SELECT count(*) FROM dues", "0")
	must(`INSERT INTO dues VALUES
		(1, TIMESTAMP '2024-01-02 03:04:05.678', 1.5, MAP(ARRAY['a'], ARRAY[ARRAY[1, NULL]]), CAST(ROW('Rome', 7) AS ROW(city varchar, zip integer)), true, DATE '2024-01-02', X'00ff', REAL '0.5', 1e-7),
		(2, TIMESTAMP '2024-02-02 03:04:05', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL)`)
	must("INSERT INTO dues (ship, price) VALUES (3, 7.0)")
	w.same(p, "SELECT * FROM dues WHERE ship = 1",
		"1|2024-01-02 03:04:05.678000|1.50|{a=[1, null]}|{city=Rome, zip=7}|true|2024-01-02|00 ff|0.5|1.0E-7")
	w.same(p, "SELECT ship, price FROM dues", "1|1.50", "2|<null>", "3|7.00")
	w.same(p, `SELECT partition.paid_month, count(*) FROM "dues$partitions" GROUP BY 1`, "648|1", "649|1", "<null>|1")
	w.same(p, `SELECT operation FROM "dues$snapshots"`, "append", "append")

	must("UPDATE dues SET price = price + 1, notes = NULL WHERE ship IN (SELECT ship FROM dues WHERE price > 2) OR ship = 1")
	w.same(p, "SELECT ship, price, cardinality(notes), place.zip FROM dues", "1|2.50|<null>|7", "2|<null>|<null>|<null>", "3|8.00|<null>|<null>")
	must("DELETE FROM dues WHERE price < 5")
	w.same(p, "SELECT ship FROM dues", "2", "3")
	must("DELETE FROM dues")
	w.same(p, "SELECT count(*) FROM dues", "0")
	w.same(p, `SELECT count(*) FROM "dues$snapshots"`, "5")
	must("INSERT INTO dues (ship) SELECT id FROM deleted")
	w.same(p, "SELECT count(*), min(ship) FROM dues", "8|0")

	must("ALTER TABLE dues ADD COLUMNS (extra string)")
	must("ALTER TABLE dues CHANGE COLUMN price cost decimal(12,2)")
	must("ALTER TABLE dues DROP COLUMN notes")
	must("INSERT INTO dues (ship, cost, extra) VALUES (50, 1234567890.12, 'x')")
	w.same(p, "SELECT ship, cost, extra FROM dues WHERE ship >= 50", "101|<null>|<null>", "102|<null>|<null>", "103|<null>|<null>", "104|<null>|<null>", "50|1234567890.12|x")

	must(`CREATE TABLE copied WITH (table_type = 'ICEBERG', is_external = false, location = 's3://out/copied/', partitioning = ARRAY['day(at)', 'bucket(id, 2)', 'kind'])
		AS SELECT id, at, seen, kind, price FROM clicks`)
	w.same(p, "SELECT c.id, c.kind FROM copied c JOIN clicks k ON c.id = k.id AND c.at = k.at AND c.seen = k.seen AND c.price IS NOT DISTINCT FROM k.price",
		"0|click", "1|clock", "2|view", "3|<null>", "4|view", "5|click")
	must("CREATE TABLE none WITH (table_type = 'ICEBERG', is_external = false, location = 's3://out/none/') AS SELECT * FROM copied WITH NO DATA")
	w.same(p, "SELECT count(*) FROM none", "0")

	// A table that is dropped takes its files along, those of others stay. Who may not remove them drops nothing.
	below := func(prefix string) (n int) {
		for _, key := range w.keys(p, "out") {
			if strings.HasPrefix(key, prefix) {
				n++
			}
		}
		return n
	}
	kept := below("none/")
	guest := w.person(servicetest.Retail, "guest", servicetest.Everything, `{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"s3:DeleteObject","Resource":"*"}}`)
	if _, reason := guest.ask(t, "DROP TABLE copied"); !strings.Contains(reason, "s3://out/copied") || below("copied/") == 0 {
		t.Errorf("without s3:DeleteObject: %q, %d files are left", reason, below("copied/"))
	}
	w.same(p, "SELECT count(*) FROM copied", "6")
	must("DROP TABLE copied")
	if below("copied/") != 0 || below("none/") != kept || kept == 0 {
		t.Errorf("%d files are left of the table, %d of %d of another", below("copied/"), below("none/"), kept)
	}

	must("INSERT INTO needed VALUES (1, NULL)")
	w.same(p, "SELECT * FROM needed", "1|<null>")

	// Rows deleted by their positions do not come back when the rest is written anew.
	must("DELETE FROM deleted WHERE id = 1")
	w.same(p, "SELECT id FROM deleted", "0", "101", "102", "103", "104", "2", "4")

	for statement, want := range map[string]string{
		"INSERT INTO dues (ship) VALUES ('x')":         "TYPE_MISMATCH",
		"INSERT INTO needed (name) VALUES ('x')":       "CONSTRAINT_VIOLATION: NULL value not allowed for NOT NULL column: id",
		"UPDATE needed SET id = NULL":                  "CONSTRAINT_VIOLATION",
		"UPDATE dues SET nothing = 1":                  "COLUMN_NOT_FOUND",
		"UPDATE sales SET amount = 1":                  "only supported for Iceberg tables",
		"DELETE FROM equality":                         "equality delete files",
		"ALTER TABLE dues CHANGE COLUMN ship ship int": "NOT_SUPPORTED",
		"ALTER TABLE dues SET LOCATION 's3://out/x/'":  "not supported on Iceberg tables",
		"OPTIMIZE dues REWRITE DATA USING BIN_PACK":    "NOT_SUPPORTED",
		"SHOW CREATE TABLE dues":                       "NOT_SUPPORTED",
		"VACUUM dues":                                  "NOT_SUPPORTED",
		"MERGE INTO dues USING copied ON dues.ship = copied.id WHEN MATCHED THEN DELETE":                                                                "NOT_SUPPORTED",
		"CREATE TABLE t1 (a int) LOCATION 's3://out/t1/' TBLPROPERTIES ('table_type' = 'ICEBERG', 'format' = 'orc')":                                    "format ORC",
		"CREATE TABLE t2 (a tinyint) LOCATION 's3://out/t2/' TBLPROPERTIES ('table_type' = 'ICEBERG')":                                                  "Type not supported for Iceberg: tinyint",
		"CREATE TABLE t3 (a int) PARTITIONED BY (b) LOCATION 's3://out/t3/' TBLPROPERTIES ('table_type' = 'ICEBERG')":                                   "does not have",
		"CREATE TABLE t4 WITH (table_type = 'ICEBERG', location = 's3://out/t4/') AS SELECT 1 AS a":                                                     "is_external",
		"CREATE TABLE t5 WITH (table_type = 'ICEBERG', is_external = false) AS SELECT 1 AS a":                                                           "'location' is needed",
		"CREATE TABLE t6 WITH (table_type = 'ICEBERG', is_external = false, location = 's3://out/t6/', partitioning = ARRAY['day(a']) AS SELECT 1 AS a": "Invalid partition field",
	} {
		if _, reason := p.ask(t, statement); !strings.Contains(reason, want) {
			t.Errorf("%s: %s\nwant %s", statement, reason, want)
		}
	}
}
