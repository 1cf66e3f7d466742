package parser_test

import (
	"testing"

	"interlaken/sql/ast"
	"interlaken/sql/parser"
	"interlaken/sql/printer"
)

// statementCases are statements with the text that they are printed as; empty where it is the same.
var statementCases = []struct{ text, want string }{
	// Select lists and clauses.
	{"SELECT 1", ""},
	{"select ALL a, b as c, d e from t;", "SELECT a, b AS c, d AS e FROM t"},
	{"SELECT DISTINCT t.*, *, (r).*, r.* AS (x, y) FROM t", "SELECT DISTINCT t.*, *, r.*, r.* AS (x, y) FROM t"},
	{
		"SELECT a FROM t WHERE b GROUP BY c HAVING d ORDER BY e DESC NULLS FIRST, f ASC NULLS LAST, g",
		"SELECT a FROM t WHERE b GROUP BY c HAVING d ORDER BY e DESC NULLS FIRST, f NULLS LAST, g",
	},
	{"SELECT a FROM t OFFSET 5 ROWS LIMIT 10", "SELECT a FROM t OFFSET 5 LIMIT 10"},
	{"SELECT a FROM t LIMIT ALL", ""},
	{"SELECT a FROM t FETCH NEXT ROW ONLY", "SELECT a FROM t FETCH FIRST ROWS ONLY"},
	{"SELECT a FROM t ORDER BY a FETCH FIRST 3 ROWS WITH TIES", ""},
	{"SELECT a FROM t OFFSET ? LIMIT ?", ""},
	{"SELECT limit, offset FROM window limit LIMIT 1", "SELECT limit, offset FROM window AS limit LIMIT 1"},
	{"SELECT a limit LIMIT 3", "SELECT a AS limit LIMIT 3"},
	{`SELECT "select", "Mixed" AS "a b" FROM "t""x"`, ""},
	{"SELECT /* a -- b */ 1 -- to the end\n + 2", "SELECT 1 + 2"},
	{"SELECT all FROM t GROUP BY all", `SELECT "all" FROM t GROUP BY "all"`},
	// Grouping.
	{"SELECT 1 FROM t GROUP BY a, (b, c), (), (d)", "SELECT 1 FROM t GROUP BY a, (b, c), (), d"},
	{"SELECT 1 FROM t GROUP BY (a) + b", "SELECT 1 FROM t GROUP BY a + b"},
	{"SELECT 1 FROM t GROUP BY ROW(a, b), ((a, b))", "SELECT 1 FROM t GROUP BY ROW(a, b), ROW(a, b)"},
	{
		"SELECT grouping(a) FROM t GROUP BY DISTINCT ROLLUP(a, (b, c)), CUBE (d), GROUPING SETS ((a), (), b)",
		"SELECT grouping(a) FROM t GROUP BY DISTINCT ROLLUP (a, (b, c)), CUBE (d), GROUPING SETS (a, (), b)",
	},
	// Set operations: INTERSECT binds tighter, all group to the left.
	{"SELECT 1 UNION SELECT 2 INTERSECT SELECT 3 EXCEPT ALL SELECT 4", ""},
	{"(SELECT 1 UNION SELECT 2) INTERSECT SELECT 3", ""},
	{"SELECT 1 UNION ALL (SELECT 2 UNION DISTINCT SELECT 3)", "SELECT 1 UNION ALL (SELECT 2 UNION SELECT 3)"},
	{"((SELECT 1)) UNION (SELECT 2 LIMIT 1) ORDER BY 1", "SELECT 1 UNION (SELECT 2 LIMIT 1) ORDER BY 1"},
	{"(SELECT 1 LIMIT 2) LIMIT 1", ""},
	{"WITH a AS (SELECT 1) (SELECT 2 LIMIT 1)", "WITH a AS (SELECT 1) SELECT 2 LIMIT 1"},
	{"WITH a AS (SELECT 1) (WITH b AS (SELECT 2) SELECT 3)", ""},
	{"WITH RECURSIVE a (n, m) AS (VALUES (1, 2) UNION ALL SELECT n + 1, m FROM a), b AS (TABLE a) TABLE b", ""},
	{"VALUES 1, (2), (3, 4), ROW(5)", "VALUES 1, 2, (3, 4), ROW(5)"},
	// Relations.
	{"SELECT 1 FROM a, b c, d AS e (f, g)", "SELECT 1 FROM a, b AS c, d AS e (f, g)"},
	{
		"SELECT 1 FROM a JOIN b ON x LEFT OUTER JOIN c USING (y, z) CROSS JOIN d NATURAL FULL JOIN e",
		"SELECT 1 FROM a INNER JOIN b ON x LEFT JOIN c USING (y, z) CROSS JOIN d NATURAL FULL JOIN e",
	},
	{"SELECT 1 FROM a JOIN b JOIN c ON x ON y", "SELECT 1 FROM a INNER JOIN (b INNER JOIN c ON x) ON y"},
	{"SELECT 1 FROM (a CROSS JOIN b) AS c, (SELECT 2) d", "SELECT 1 FROM (a CROSS JOIN b) AS c, (SELECT 2) AS d"},
	{"SELECT 1 FROM ((SELECT 1) a JOIN b ON c)", "SELECT 1 FROM (SELECT 1) AS a INNER JOIN b ON c"},
	{"SELECT 1 FROM ((SELECT 1) UNION SELECT 2) a", "SELECT 1 FROM (SELECT 1 UNION SELECT 2) AS a"},
	{"SELECT 1 FROM t CROSS JOIN UNNEST(a, b) WITH ORDINALITY AS u (x, y, n), LATERAL (SELECT 2)", ""},
	{"SELECT 1 FROM lateral, t", `SELECT 1 FROM "lateral", t`},
	{
		"SELECT 1 FROM t TABLESAMPLE BERNOULLI (10) JOIN u TABLESAMPLE SYSTEM (?) ON c",
		"SELECT 1 FROM t TABLESAMPLE BERNOULLI (10) INNER JOIN u TABLESAMPLE SYSTEM (?) ON c",
	},
	{"SELECT 1 FROM c.s.t FOR TIMESTAMP AS OF TIMESTAMP '2024-01-01 00:00:00' AS x, u FOR VERSION AS OF 3", ""},
	{"SELECT 1 FROM TABLE(f(1, name => 'x', t => TABLE(s.t) AS q PARTITION BY (a, b) KEEP WHEN EMPTY ORDER BY (c), " +
		"d => DESCRIPTOR(a, b bigint))) AS r", ""},
	{"SELECT 1 FROM t MATCH_RECOGNIZE (PARTITION BY a ORDER BY b MEASURES FINAL last(A.c) AS c, count(A.*) AS n " +
		"ALL ROWS PER MATCH OMIT EMPTY MATCHES AFTER MATCH SKIP TO LAST B PATTERN (^ A B+? (C | D){2,} {- E -} PERMUTE(F, G)? ()) " +
		"SUBSET U = (A, B) DEFINE B AS B.x > prev(B.x)) AS m", ""},
	{"SELECT * FROM JSON_TABLE('[]', 'lax $[*]' AS p COLUMNS (n FOR ORDINALITY, a bigint PATH '$.a' DEFAULT 1 ON EMPTY, " +
		"b json FORMAT JSON WITH WRAPPER, NESTED PATH '$.c' AS q COLUMNS (d varchar)) ERROR ON ERROR) AS t", ""},
	// Windows.
	{"SELECT sum(a) FILTER (WHERE b) OVER (PARTITION BY c ORDER BY d ROWS BETWEEN 1 PRECEDING AND CURRENT ROW), " +
		"lag(a) IGNORE NULLS OVER w, rank() OVER (v GROUPS UNBOUNDED PRECEDING) FROM t " +
		"WINDOW w AS (PARTITION BY c), v AS (w ORDER BY d)", ""},
	{"SELECT m OVER w FROM t WINDOW w AS (ORDER BY a MEASURES A.x AS m ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING " +
		"AFTER MATCH SKIP TO NEXT ROW SEEK PATTERN (A) DEFINE A AS TRUE)", ""},
	// Statements of Trino.
	{"EXPLAIN ANALYZE VERBOSE SELECT 1", ""},
	{"EXPLAIN (FORMAT JSON, TYPE DISTRIBUTED) SELECT 1", "EXPLAIN (TYPE DISTRIBUTED, FORMAT JSON) SELECT 1"},
	{"INSERT INTO a.b (c, d) SELECT 1, 2", ""},
	{"INSERT INTO t (SELECT 1)", "INSERT INTO t SELECT 1"},
	{"CREATE TABLE IF NOT EXISTS t (a, b) WITH (format = 'PARQUET', partitioned_by = ARRAY['b']) AS SELECT 1, 2 WITH NO DATA", ""},
	{"CREATE OR REPLACE VIEW v COMMENT 'c' SECURITY INVOKER AS SELECT 1", ""},
	{"CREATE PROTECTED MULTI DIALECT VIEW v SECURITY DEFINER AS SELECT 1", ""},
	{"UNLOAD (SELECT 1) TO 's3://b/p/' WITH (format = 'JSON')", ""},
	{"DELETE FROM t WHERE a", ""},
	{"UPDATE t SET a = 1, b = DEFAULT_B WHERE c", ""},
	{"MERGE INTO t AS x USING (SELECT 1) AS s ON x.a = s.a WHEN MATCHED AND b THEN DELETE WHEN MATCHED THEN UPDATE SET a = 1 " +
		"WHEN NOT MATCHED THEN INSERT (a) VALUES (2)", ""},
	{"PREPARE p FROM SELECT ? WHERE a = ?", ""},
	{"EXECUTE p USING 1, 'x'", ""},
	{"EXECUTE IMMEDIATE 'SELECT ?' USING 1", ""},
	{"DEALLOCATE PREPARE p", ""},
	{"DESCRIBE INPUT p", ""},
	{"USING EXTERNAL FUNCTION f(a varchar, bigint) RETURNS varchar LAMBDA 'g' SELECT f(1, 2)", ""},
	{"OPTIMIZE t REWRITE DATA USING BIN_PACK WHERE a = 1", ""},
	{"VACUUM t", ""},
	// Athena's DDL.
	{
		"CREATE SCHEMA IF NOT EXISTS d COMMENT 'c' LOCATION 's3://b/' WITH DBPROPERTIES ('a'='b')",
		"CREATE DATABASE IF NOT EXISTS d COMMENT 'c' LOCATION 's3://b/' WITH DBPROPERTIES ('a' = 'b')",
	},
	{"DROP DATABASE IF EXISTS `a-b` CASCADE", ""},
	{"ALTER DATABASE d SET DBPROPERTIES ('a' = 'b')", ""},
	{
		"create external table `d`.t (a INT comment 'it\\'s', `date` struct<b:array<string>, `c-d`:decimal(10, 2)>) " +
			"partitioned by (dt string) row format delimited fields terminated by '\\t' escaped by '\\\\' lines terminated by \"\\n\" " +
			"null defined as '' stored as parquet location 's3://b/p/' tblproperties ('x'='y')",
		"CREATE EXTERNAL TABLE `d`.t (a int COMMENT 'it\\'s', `date` struct<b:array<string>,`c-d`:decimal(10,2)>) " +
			"PARTITIONED BY (dt string) ROW FORMAT DELIMITED FIELDS TERMINATED BY '\\t' ESCAPED BY '\\\\' LINES TERMINATED BY '\\n' " +
			"NULL DEFINED AS '' STORED AS PARQUET LOCATION 's3://b/p/' TBLPROPERTIES ('x' = 'y')",
	},
	{"CREATE EXTERNAL TABLE t (a string) ROW FORMAT SERDE 's' WITH SERDEPROPERTIES ('input.regex' = '^\\\\d+$') " +
		"STORED AS INPUTFORMAT 'i' OUTPUTFORMAT 'o' LOCATION 's3://b/'", ""},
	{"CREATE TABLE t (a int, b timestamp) PARTITIONED BY (a, bucket(16, a), day(b)) LOCATION 's3://b/' " +
		"TBLPROPERTIES ('table_type' = 'ICEBERG')", ""},
	{"CREATE TABLE t (a int) CLUSTERED BY (a) INTO 4 BUCKETS", ""},
	{"CREATE TABLE t LIKE u", ""},
	{"DROP TABLE IF EXISTS d.t", ""},
	{"DROP VIEW v", ""},
	{"ALTER TABLE t ADD IF NOT EXISTS PARTITION (a = 'x', b = 1) LOCATION 's3://b/' PARTITION (a = 'y', b = -2)", ""},
	{"ALTER TABLE t DROP IF EXISTS PARTITION (a < 'x'), PARTITION (b = DATE '2024-01-01')", ""},
	{"ALTER TABLE t PARTITION (a = 'x') RENAME TO PARTITION (a = 'y')", ""},
	{"ALTER TABLE t PARTITION (a = 'x') SET LOCATION 's3://b/'", ""},
	{"ALTER TABLE t SET TBLPROPERTIES ('a' = 'b', 'c' = 'd')", ""},
	{"ALTER TABLE t UNSET TBLPROPERTIES IF EXISTS ('a')", ""},
	{"ALTER TABLE t ADD COLUMNS (a int, b string COMMENT 'c')", ""},
	{"ALTER TABLE t REPLACE COLUMNS (a int)", ""},
	{"ALTER TABLE t CHANGE a b bigint AFTER c", "ALTER TABLE t CHANGE COLUMN a b bigint AFTER c"},
	{"ALTER TABLE t DROP COLUMN a", ""},
	{"ALTER TABLE t RENAME TO u", ""},
	{"MSCK REPAIR TABLE d.t", ""},
	{"SHOW SCHEMAS LIKE 'a.*'", "SHOW DATABASES LIKE 'a.*'"},
	{"SHOW TABLES IN d 'a*'", "SHOW TABLES IN d LIKE 'a*'"},
	{"SHOW VIEWS", ""},
	{"SHOW COLUMNS FROM t FROM d", "SHOW COLUMNS IN t IN d"},
	{"SHOW PARTITIONS t", ""},
	{"SHOW CREATE VIEW d.v", ""},
	{"SHOW TBLPROPERTIES t ('a')", ""},
	{"DESC FORMATTED d.t PARTITION (a = 'x') c", "DESCRIBE FORMATTED d.t PARTITION (a = 'x') c"},
	{"DESCRIBE extended", "DESCRIBE `extended`"},
}

func TestStatements(t *testing.T) {
	for _, c := range statementCases {
		want := c.want
		if want == "" {
			want = c.text
		}
		tree, err := parser.ParseStatement(c.text)
		if err != nil {
			t.Errorf("%s: %v", c.text, err)
			continue
		}
		got, err := printer.Print(tree, printer.Options{})
		if err != nil || got != want {
			t.Errorf("%s\n got %s (%v)\nwant %s", c.text, got, err, want)
		}
		checkFixpoint(t, c.text, tree)
		checkSpans(t, c.text, tree)
	}
}

// TestParseQueryTakesQueriesOnly shows that no other statement passes where a query is wanted.
func TestParseQueryTakesQueriesOnly(t *testing.T) {
	queries := 0
	for _, c := range statementCases {
		tree, err := parser.ParseStatement(c.text)
		if err != nil {
			t.Fatal(err)
		}
		_, is := tree.(*ast.Query)
		if _, err := parser.ParseQuery(c.text); (err == nil) != is {
			t.Errorf("%s: a query: %v, parsed as one: %v", c.text, is, err)
		}
		if is {
			queries++
		}
	}
	if queries < 40 {
		t.Errorf("%d queries among the cases", queries)
	}
	for _, text := range []string{
		"INSERT INTO t SELECT 1", "CREATE VIEW v AS SELECT 1", "SELECT 1; SELECT 2", "DROP TABLE t",
		"UNLOAD (SELECT 1) TO 's3://b/'", "EXECUTE p", "EXPLAIN SELECT 1", "",
	} {
		if _, err := parser.ParseQuery(text); err == nil {
			t.Errorf("%s passed as a query", text)
		}
	}
}
