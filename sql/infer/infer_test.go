package infer

import (
	"context"
	"strings"
	"testing"
	"time"

	"interlaken/fault"
	"interlaken/sql/analyze"
	"interlaken/sql/parser"
)

// analysed analyses the last of the statements, which stands behind the others.
func analysed(t *testing.T, text string, accept func(*analyze.Analysis) error) (*analyze.Analysis, []Table, error) {
	t.Helper()
	parts := parser.Split(text)
	var d Definitions
	for i, part := range parts {
		tree, err := part.Parse()
		if err != nil {
			t.Fatalf("%s: %v", part.Text, err)
		}
		if i < len(parts)-1 {
			if !d.Add(tree, i) {
				t.Fatalf("%s defines nothing", part.Text)
			}
			continue
		}
		return d.Analyze(context.Background(), tree, i, analyze.Options{
			Catalog: "awsdatacatalog", Database: "db", Now: time.Date(2024, 5, 6, 7, 8, 9, 0, time.UTC), Text: part.Text,
		}, accept)
	}
	t.Fatal("no statement")
	return nil, nil, nil
}

func written(tables []Table) string {
	var out []string
	for _, t := range tables {
		var columns []string
		for _, c := range t.Columns {
			columns = append(columns, c.Name+" "+c.Type.String())
		}
		out = append(out, t.Database+"."+t.Table+"("+strings.Join(columns, ", ")+")")
	}
	return strings.Join(out, " ")
}

// TestTables: what is inferred of tables that nothing defines.
func TestTables(t *testing.T) {
	for _, c := range []struct{ sql, want string }{
		{"SELECT count(*) FROM t", "db.t(column1 varchar)"},
		{"SELECT a, B FROM t", "db.t(a varchar, b varchar)"},
		{"SELECT a + 1, sum(b), year(c), d LIKE 'x' FROM s.t GROUP BY a, c, d", "s.t(a bigint, b bigint, c timestamp(3), d varchar)"},
		{"SELECT a FROM t WHERE b AND NOT c", "db.t(b boolean, c boolean, a varchar)"},
		// Columns are those of the table that the statement names, else of the nearest that may have them.
		{"SELECT t.a, u.b, c FROM t JOIN u ON t.id = u.id", "db.t(id varchar, a varchar, c varchar) db.u(id varchar, b varchar)"},
		{"SELECT a, t.b FROM t, u WHERE a = u.a", "db.t(b varchar) db.u(a varchar)"},
		{"SELECT a FROM t JOIN u USING (k)", "db.t(k varchar, a varchar) db.u(k varchar)"},
		{"SELECT a FROM t WHERE EXISTS (SELECT 1 FROM u WHERE u.x = t.y)", "db.t(y varchar, a varchar) db.u(x varchar)"},
		{"WITH w AS (SELECT * FROM t) SELECT w.a, b * 2 FROM w", "db.t(a varchar, b bigint)"},
		{"SELECT x FROM (SELECT * FROM t UNION ALL SELECT * FROM u)", "db.t(x varchar) db.u(x varchar)"},
		{"SELECT * FROM (SELECT * FROM t UNION ALL SELECT 1 AS n, DATE '2020-01-01' AS d)", "db.t(n bigint, d timestamp(3))"},
		{"SELECT p, q FROM (SELECT * FROM t) s(p, q)", "db.t(p varchar, q varchar)"},
		// The column of an aggregate is one of its own query.
		{"SELECT 1 FROM t, u WHERE a = 1 AND c = (SELECT min(c) FROM u)", "db.t(a bigint) db.u(c varchar)"},
		// Kinds that hold others.
		{"SELECT a.b, a.c.d + 1 FROM t", "db.t(a row(b varchar, c row(d bigint)))"},
		{"SELECT r[1].uid, m['k'] FROM t", "db.t(r array(row(uid varchar)), m map(varchar, varchar))"},
		{"SELECT e.name FROM t CROSS JOIN UNNEST(t.list) AS x(e)", "db.t(list array(row(name varchar)))"},
		{"SELECT k, v + 1 FROM t CROSS JOIN UNNEST(m) AS x(k, v)", "db.t(m map(varchar, bigint))"},
		{"SELECT CASE WHEN k = 'a' THEN x WHEN k = 'b' THEN y ELSE 0 END FROM t", "db.t(k varchar, x bigint, y bigint)"},
		{"SELECT a + b FROM t", "db.t(a bigint, b bigint)"},
		{"SELECT coalesce(a, 0.5e0), b IN (1, 2) FROM t", "db.t(a bigint, b bigint)"},
		// What is defined is not inferred.
		{"CREATE TABLE t (a int, b string) PARTITIONED BY (d date); SELECT a, b, d FROM t", ""},
		{"CREATE VIEW v AS SELECT 1 AS a, 'x' AS b; SELECT a + 1, b || 'y' FROM any.v", ""},
		{"CREATE TABLE c AS SELECT 1 AS a; SELECT a FROM c", ""},
		{"CREATE TABLE t (a int); CREATE TABLE u LIKE t; SELECT a FROM u", ""},
		{"CREATE TABLE t (a int); SELECT t.a, u.b FROM t, u", "db.u(b varchar)"},
		// Another definition is taken where the first does not do, and a name in a database that none knows may be none.
		{"CREATE TABLE t (a int); CREATE TABLE t (b int); SELECT a FROM t", ""},
		{"CREATE TABLE t (a int); SELECT b FROM elsewhere.t", "elsewhere.t(b varchar)"},
		// A type that Athena does not have is to be inferred.
		{"CREATE TABLE t (a integerish, b int); SELECT a + b FROM t", "db.t(a bigint, b integer)"},
		// A view over what is inferred has the types that its reader needs.
		{"CREATE VIEW v AS SELECT a, 1 AS n FROM t; SELECT a * n FROM v", "db.v(a bigint, n integer)"},
		// A view that reads itself is no definition.
		{"CREATE VIEW v AS SELECT a FROM v; SELECT a FROM v", "db.v(a varchar)"},
	} {
		a, tables, err := analysed(t, c.sql, nil)
		if err != nil {
			t.Errorf("%s: %v", c.sql, err)
			continue
		}
		if got := written(tables); got != c.want || a == nil {
			t.Errorf("%s\n got %s\nwant %s", c.sql, got, c.want)
		}
	}
}

// TestWhatCannotBe: errors that no table mends are those of the statement.
func TestWhatCannotBe(t *testing.T) {
	for _, c := range []struct{ sql, want string }{
		{"SELECT DATE 'x' FROM t", "INVALID_LITERAL: line 1:8: 'x' is not a valid DATE literal"},
		{"SELECT a AND a + 1 FROM t", "TYPE_MISMATCH: line 1:16: Cannot apply operator: boolean + integer"},
		{"SELECT a, count(*) FROM t", "EXPRESSION_NOT_AGGREGATE: line 1:8: 'a' must be an aggregate expression or appear in GROUP BY clause"},
		{"SELECT nothing(a) FROM t", "FUNCTION_NOT_FOUND: line 1:8: Function 'nothing' not registered"},
		{"CREATE TABLE t (a int); SELECT b FROM t", "COLUMN_NOT_FOUND: line 1:32: Column 'b' cannot be resolved or requester is not authorized to access requested resources"},
		{"CREATE TABLE t (a int); SELECT t.b FROM t, u", "COLUMN_NOT_FOUND: line 1:32: Column 't.b' cannot be resolved or requester is not authorized to access requested resources"},
		{"CREATE TABLE t (a int); SELECT a || 'x' FROM t", "TYPE_MISMATCH: line 1:34: Cannot apply operator: integer || varchar(1)"},
	} {
		a, _, err := analysed(t, c.sql, nil)
		if err == nil || err.Error() != c.want || a != nil {
			t.Errorf("%s\n got %v\nwant %s", c.sql, err, c.want)
		}
	}
}

// TestAccept: types are also tried for what is asked beyond the analysis, and its error is the answer where none helps.
func TestAccept(t *testing.T) {
	refuse := fault.New("NOT_SUPPORTED", "line 1:8: no texts")
	_, tables, err := analysed(t, "SELECT a FROM t", func(a *analyze.Analysis) error {
		if a.Columns[0].Type.String() == "date" {
			return nil
		}
		return refuse
	})
	if err != nil || written(tables) != "db.t(a date)" {
		t.Errorf("%v, %v", written(tables), err)
	}
	a, _, err := analysed(t, "SELECT a FROM t", func(*analyze.Analysis) error { return refuse })
	if a == nil || err != refuse {
		t.Errorf("%v, %v", a, err)
	}
}

// TestDefinitionsHoldInTheirOrder: the nearest above, else the nearest below; what holds always before both.
func TestDefinitionsHoldInTheirOrder(t *testing.T) {
	var d Definitions
	for place, text := range []string{"CREATE TABLE t (a int)", "CREATE TABLE t (b int)", "SELECT 1", "CREATE TABLE t (c int)", "CREATE TABLE u (d int)", "CREATE TABLE other.t (e int)"} {
		tree, err := parser.ParseStatement(text)
		if err != nil {
			t.Fatal(err)
		}
		if d.Add(tree, place) == (text == "SELECT 1") {
			t.Errorf("%s: defines it?", text)
		}
	}
	name := analyze.TableName{Catalog: "c", Database: "db", Table: "t"}
	first := func(name analyze.TableName, place int) string {
		found := d.tables(context.Background(), name, place, analyze.Options{Database: "db"})
		if len(found) == 0 || found[0] == nil {
			return ""
		}
		return found[0].Columns[0].Name
	}
	for _, c := range []struct {
		name  analyze.TableName
		place int
		want  string
	}{
		{name, 0, "b"}, // its own definition is none
		{name, 2, "b"},
		{name, 9, "c"},
		{analyze.TableName{Database: "db", Table: "u"}, 0, "d"},
		{analyze.TableName{Database: "other", Table: "t"}, 0, "e"},
		{analyze.TableName{Database: "other", Table: "u"}, 0, ""},
		{analyze.TableName{Database: "unheard", Table: "u"}, 0, "d"},
		{analyze.TableName{Database: "db", Table: "v"}, 0, ""},
	} {
		if got := first(c.name, c.place); got != c.want {
			t.Errorf("%v at %d: %q, want %q", c.name, c.place, got, c.want)
		}
	}
	tree, err := parser.ParseStatement("CREATE TABLE t (z int)")
	if err != nil {
		t.Fatal(err)
	}
	d.Add(tree, Always)
	if got := first(name, 2); got != "z" {
		t.Errorf("always: %q", got)
	}
}
