package athena

import (
	"fmt"
	"strings"
	"testing"

	"interlaken/service/servicetest"
)

// everyType is a row of values of every type that a table's column may have, and a row of nulls; what comes back is the
// same whatever the files are.
const everyType = `SELECT * FROM (VALUES
	(1, true, TINYINT '-128', SMALLINT '32767', 2147483647, 9223372036854775807, REAL '0.5', 1e-7, DECIMAL '1234567890123456.78', 'said "x", it''s', CAST('ab' AS varchar(3)),
	 DATE '2026-02-28', TIMESTAMP '2026-01-02 03:04:05.678', X'00ff', ARRAY[1, NULL, 3], MAP(ARRAY['k', 'l'], ARRAY[1.5, NULL]), CAST(ROW(7, ARRAY['p', 'q']) AS ROW(i integer, l array(varchar)))),
	(2, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL)
) AS t (id, b, t8, t16, t32, t64, f32, f64, d, s, v, day, at, bin, list, m, r)`

func TestTablesAreWrittenAndRead(t *testing.T) {
	w := newWorld(t)
	p := w.person(servicetest.Retail, "ana", servicetest.Everything)
	w.shop(p)
	w.bucket(p, "lake")
	must := func(statement string) {
		t.Helper()
		if _, reason := p.ask(t, statement); reason != "" {
			t.Fatalf("%s: %s", statement, reason)
		}
	}
	expect := func(query string, want ...string) {
		t.Helper()
		rows, reason := p.ask(t, query)
		if reason != "" || strings.Join(rows[1:], "\n") != strings.Join(want, "\n") {
			t.Errorf("%s\n gave %s %s\nwant %s", query, strings.Join(rows, "\n"), reason, strings.Join(want, "\n"))
		}
	}
	full := "1|true|-128|32767|2147483647|9223372036854775807|0.5|1.0E-7|1234567890123456.78|said \"x\", it's|ab|2026-02-28|2026-01-02 03:04:05.678|00 ff|[1, null, 3]|{k=1.5, l=null}|{i=7, l=[p, q]}"
	empty := "2" + strings.Repeat("|<null>", 16)
	for i, format := range []string{
		"'PARQUET'", "'PARQUET', write_compression = 'SNAPPY'", "'PARQUET', write_compression = 'ZSTD'", "'PARQUET', write_compression = 'NONE'",
		"'JSON'", "'JSON', write_compression = 'ZSTD'", "'TEXTFILE'", "'TEXTFILE', write_compression = 'NONE', field_delimiter = '|'",
	} {
		name := fmt.Sprintf("every%d", i)
		// A decimal with more digits than a double has is not kept by JSON numbers; the table says fewer.
		query := everyType
		row := full
		if strings.Contains(format, "JSON") {
			query, row = strings.Replace(query, "1234567890123456.78", "12345678901.78", 1), strings.Replace(row, "1234567890123456.78", "12345678901.78", 1)
		}
		must("CREATE TABLE " + name + " WITH (external_location = 's3://lake/" + name + "/', format = " + format + ") AS " + query)
		expect("SELECT * FROM "+name+" ORDER BY id", row, empty)
		must("INSERT INTO " + name + " SELECT id + 10, b, t8, t16, t32, t64, f32, f64, d, s, v, day, at, bin, list, m, r FROM " + name)
		must("INSERT INTO " + name + " (s, id) VALUES ('only', 20)")
		expect("SELECT count(*), sum(id), count(b), max(s) FROM "+name, "5|46|2|said \"x\", it's")
		expect("SELECT m['k'], r.i, r.l[2], list[1], cardinality(list), bin, at FROM "+name+" WHERE id = 11", "1.5|7|q|1|3|00 ff|2026-01-02 03:04:05.678")
	}
	expect("SELECT typeof(t8), typeof(t16), typeof(f32), typeof(d), typeof(v), typeof(at), typeof(r) FROM every0 LIMIT 1",
		"tinyint|smallint|real|decimal(18,2)|varchar(3)|timestamp(3)|row(i integer, l array(varchar))")

	must(`CREATE TABLE parts WITH (external_location = 's3://lake/parts/', partitioned_by = ARRAY['shop', 'n']) AS
		SELECT id, amount, shop, CASE WHEN id % 2 = 0 THEN id % 4 END AS n FROM sales WHERE id < 40`)
	expect("SELECT count(*), count(DISTINCT shop), sum(CASE WHEN n IS NULL THEN 1 ELSE 0 END) FROM parts", "40|"+fmt.Sprint(distinctShops(t, p))+"|20")
	expect("SELECT count(*) FROM parts p JOIN sales s ON p.id = s.id AND p.shop = s.shop AND p.amount IS NOT DISTINCT FROM s.amount", "40")
	must("INSERT INTO parts VALUES (1000, 1, 'new/shop', 7)")
	expect(`SELECT id, shop, n, regexp_replace("$path", '[^/]+$', '') FROM parts WHERE shop = 'new/shop'`, "1000|new/shop|7|s3://lake/parts/shop=new%2Fshop/n=7/")
	if _, reason := p.ask(t, "CREATE TABLE many WITH (partitioned_by = ARRAY['k']) AS SELECT 1 AS a, id AS k FROM sales"); !strings.HasPrefix(reason, "HIVE_TOO_MANY_OPEN_PARTITIONS: Exceeded limit of 100") {
		t.Errorf("3,000 partitions: %s", reason)
	}
	if _, reason := p.ask(t, "CREATE TABLE again WITH (external_location = 's3://lake/parts/') AS SELECT 1 AS a"); !strings.HasPrefix(reason, "HIVE_PATH_ALREADY_EXISTS: Target directory already exists: s3://lake/parts/") {
		t.Errorf("a folder that is taken: %s", reason)
	}

	must("CREATE VIEW by_shop AS SELECT shop, count(*) AS n FROM parts GROUP BY shop")
	must("CREATE OR REPLACE VIEW big_shops AS SELECT b.shop AS name, n FROM by_shop b WHERE n >= 1")
	expect("SELECT sum(n) FROM big_shops", "41")
	expect("SELECT name FROM big_shops v JOIN big_shops u USING (name) WHERE name = 'new/shop'", "new/shop")

	expect(`SELECT shop, n FROM "parts$partitions" WHERE n = 7`, "new/shop|7")
	expect(`SELECT count(*) FROM "parts$partitions" p JOIN (SELECT DISTINCT shop, n FROM parts) d ON p.shop = d.shop AND p.n IS NOT DISTINCT FROM d.n`, fmt.Sprint(partitions(t, p)))
	expect("SELECT table_name, table_type FROM information_schema.tables WHERE table_schema = 'shop' AND table_name IN ('by_shop', 'parts', 'nowhere') ORDER BY 1", "by_shop|VIEW", "parts|BASE TABLE")
	expect("SELECT column_name, ordinal_position, data_type, is_nullable FROM information_schema.columns WHERE table_schema = 'shop' AND table_name = 'parts' ORDER BY ordinal_position",
		"id|1|bigint|YES", "amount|2|integer|YES", "shop|3|varchar|YES", "n|4|bigint|YES")
	expect("SELECT schema_name FROM information_schema.schemata ORDER BY 1", "shop")
	expect("SELECT view_definition FROM awsdatacatalog.information_schema.views WHERE table_name = 'by_shop'", "SELECT shop, count(*) AS n FROM parts GROUP BY shop")
	if _, reason := p.ask(t, "INSERT INTO information_schema.tables VALUES ('a', 'b', 'c', 'd')"); !strings.HasPrefix(reason, "NOT_SUPPORTED") {
		t.Errorf("written into information_schema: %s", reason)
	}

	must("UNLOAD (SELECT id, shop FROM parts WHERE id < 3 ORDER BY id) TO 's3://lake/unloaded/' WITH (format = 'TEXTFILE', field_delimiter = ',', compression = 'none')")
	must("CREATE EXTERNAL TABLE unloaded (id bigint, shop string) ROW FORMAT DELIMITED FIELDS TERMINATED BY ',' LOCATION 's3://lake/unloaded/'")
	expect("SELECT u.id FROM unloaded u JOIN parts p ON u.id = p.id AND u.shop = p.shop ORDER BY 1", "0", "1", "2")
	must("PREPARE one FROM SELECT id, ? AS a FROM unloaded WHERE id = ?")
	expect("EXECUTE one USING 'x', 2", "2|x")
}

// partitions is how many partitions the table parts has.
func partitions(t *testing.T, p person) int {
	t.Helper()
	rows, reason := p.ask(t, "SHOW PARTITIONS parts")
	if reason != "" {
		t.Fatal(reason)
	}
	return len(rows)
}

// distinctShops is how many shops the first forty sales have.
func distinctShops(t *testing.T, p person) string {
	t.Helper()
	rows, reason := p.ask(t, "SELECT count(DISTINCT shop) FROM sales WHERE id < 40")
	if reason != "" || len(rows) != 2 {
		t.Fatal(reason)
	}
	return rows[1]
}
