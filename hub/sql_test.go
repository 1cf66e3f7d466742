package hub_test

import (
	"strings"
	"testing"

	"interlaken/fault"
	"interlaken/hub"
	"interlaken/sql/token"
)

func TestParseSQL(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"SELECT 1", ""},
		{"SELECT a, count(*) FROM bank.complaints WHERE a > 1 GROUP BY a ORDER BY 2 LIMIT 3", ""},
		{`WITH x AS (SELECT * FROM "awsdatacatalog".bank.t) SELECT * FROM x JOIN y ON x.a = y.a`, ""},
		{"VALUES (1, 2)", ""},
		{"TABLE bank.complaints", ""},
		{"DROP TABLE t", "line 1:1"},
		{"INSERT INTO t SELECT 1", "line 1:1"},
		{"UNLOAD (SELECT 1) TO 's3://b/' WITH (format = 'PARQUET')", "line 1:1"},
		{"CREATE TABLE t AS SELECT 1", "line 1:1"},
		{"EXECUTE p", "line 1:1"},
		{"EXPLAIN SELECT 1", "line 1:1"},
		{"SELECT 1; SELECT 2", "line 1:11"},
		{"SELECT 1; DROP TABLE t", "line 1:11"},
		{"SELECT", "line 1:7"},
		{"", "line 1:1"},
		{"USING EXTERNAL FUNCTION f(x INT) RETURNS INT LAMBDA 'l' SELECT f(1)", "line 1:1"},
		{"SELECT * FROM other.bank.t", "line 1:15: Catalog 'other' is not allowed"},
		{"SELECT (SELECT max(a) FROM \"s3tablescatalog/b\".n.t)", "line 1:28: Catalog 's3tablescatalog/b'"},
		{"TABLE other.bank.t", "Catalog 'other'"},
		{"SELECT * FROM TABLE(other.system.query(query => 'DROP TABLE t'))", "Function 'other.system.query'"},
		{"SELECT a.b.f(1)", "Function 'a.b.f'"},
		{"SELECT * FROM t WHERE a = ?", "line 1:27: A query of the hub cannot have parameters"},
		{"SELECT " + strings.Repeat("1,", 140000) + "1", "The query has"},
	} {
		query, err := hub.ParseSQL(c.text)
		short := c.text[:min(len(c.text), 60)]
		switch {
		case c.want == "" && (err != nil || query == nil):
			t.Errorf("%s: %v", short, err)
		case c.want != "" && (!fault.Is(err, fault.Validation) || !strings.Contains(fault.Public(err), c.want)):
			t.Errorf("%s: %v, want %q", short, err, c.want)
		}
	}
	_, err := hub.ParseSQL("SELECT *\nFROM other.bank.t")
	if at, ok := token.PosOf(err); !ok || at.Line != 2 || at.Column != 6 {
		t.Errorf("the place is %v", at)
	}
}
