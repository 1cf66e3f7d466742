package analyze

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"interlaken/fault"
	"interlaken/sql/ast"
	"interlaken/sql/parser"
	"interlaken/sql/types"
)

// catalog has two tables in database db; other databases are not there.
type catalog struct{}

func (catalog) Table(_ context.Context, _, database, name string) (*TableInfo, error) {
	if database != "db" {
		return nil, fault.New("SCHEMA_NOT_FOUND", "no such schema")
	}
	define := func(text string) *TableInfo {
		info := &TableInfo{}
		for _, c := range strings.Split(text, "; ") {
			name, typ, _ := strings.Cut(c, " ")
			partition := strings.HasPrefix(name, "*")
			t, err := types.ParseTrino(typ)
			if err != nil {
				panic(err)
			}
			info.Columns = append(info.Columns, Column{Name: strings.TrimPrefix(name, "*"), Type: t, Partition: partition})
		}
		return info
	}
	switch name {
	case "orders":
		return define("id bigint; Customer varchar; total decimal(10,2); placed date; lines array(row(sku varchar, n integer)); *month varchar; *y integer"), nil
	case "customers":
		return define("id bigint; name varchar; since timestamp(3); rate double"), nil
	}
	return nil, fault.New(fault.NotFound, "no such table")
}

func analyze(t *testing.T, text string) (*Analysis, error) {
	t.Helper()
	q, err := parser.ParseQuery(text)
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return Analyze(context.Background(), q, catalog{}, Options{
		Catalog: "AwsDataCatalog", Database: "db",
		Now: time.Date(2024, 3, 31, 12, 0, 0, 0, time.UTC), Text: text,
	})
}

func TestColumns(t *testing.T) {
	for _, c := range []struct{ sql, want string }{
		{
			"SELECT 1, 3000000000, 1.50, 1e0, 'abc', NULL, true, DATE '2020-01-01'",
			"_col0 integer, _col1 bigint, _col2 decimal(3,2), _col3 double, _col4 varchar(3), _col5 unknown, _col6 boolean, _col7 date",
		},
		{"SELECT Customer, ID AS Number, total * 2, o.placed FROM orders o", "Customer varchar, Number bigint, _col2 decimal(20,2), placed date"},
		{"SELECT * FROM customers", "id bigint, name varchar, since timestamp(3), rate double"},
		{"SELECT c.* FROM orders o JOIN customers c ON o.id = c.id", "id bigint, name varchar, since timestamp(3), rate double"},
		{"SELECT * FROM (VALUES (1, 'a'), (2, 'bcd')) t(x, y)", "x integer, y varchar(3)"},
		{
			"SELECT count(*), sum(id), avg(id), avg(total), sum(total), min(placed), max_by(customer, total) FROM orders",
			"_col0 bigint, _col1 bigint, _col2 double, _col3 decimal(10,2), _col4 decimal(38,2), _col5 date, _col6 varchar",
		},
		{
			"SELECT total + 1, total / 3, total * total, id / 2, rate * total FROM orders, customers WHERE orders.id = customers.id AND false",
			"",
		},
		{
			"SELECT placed + INTERVAL '1' DAY, since - INTERVAL '2' HOUR, placed - placed FROM orders CROSS JOIN customers",
			"_col0 date, _col1 timestamp(3), _col2 interval day to second",
		},
		{"SELECT sku, n FROM orders CROSS JOIN UNNEST(lines)", "sku varchar, n integer"},
		{"SELECT lines[1].sku, transform(lines, l -> l.n + 1) FROM orders", "sku varchar, _col1 array(integer)"},
		{"WITH a AS (SELECT id, count(*) AS n FROM orders GROUP BY id) SELECT a.n, b.name FROM a JOIN customers b USING (id)", "n bigint, name varchar"},
		{"SELECT 1 AS x UNION ALL SELECT 2.5", "x decimal(11,1)"},
		{"SELECT row_number() OVER (ORDER BY id), lag(total) OVER w FROM orders WINDOW w AS (PARTITION BY customer ORDER BY placed)", "_col0 bigint, _col1 decimal(10,2)"},
		{
			"SELECT CASE WHEN id > 1 THEN 1 ELSE 2.0 END, coalesce(NULL, total), nullif(id, 1), CAST(id AS varchar(5)) FROM orders",
			"_col0 decimal(11,1), _col1 decimal(10,2), _col2 bigint, _col3 varchar(5)",
		},
	} {
		a, err := analyze(t, c.sql)
		if c.want == "" {
			if fault.CodeOf(err) != "AMBIGUOUS_NAME" {
				t.Errorf("%s: %v", c.sql, err)
			}
			continue
		}
		if err != nil {
			t.Errorf("%s: %v", c.sql, err)
			continue
		}
		var got []string
		for _, o := range a.Columns {
			got = append(got, o.Name+" "+o.Type.String())
		}
		if s := strings.Join(got, ", "); s != c.want {
			t.Errorf("%s\n got %s\nwant %s", c.sql, s, c.want)
		}
	}
}

func TestErrors(t *testing.T) {
	const hidden = " or requester is not authorized to access requested resources"
	for _, c := range []struct{ sql, want string }{
		{"SELECT x FROM orders", "COLUMN_NOT_FOUND: line 1:8: Column 'x' cannot be resolved" + hidden},
		{"SELECT o.x FROM orders o", "COLUMN_NOT_FOUND: line 1:8: Column 'o.x' cannot be resolved" + hidden},
		{"SELECT orders.id FROM orders o", "COLUMN_NOT_FOUND: line 1:8: Column 'orders.id' cannot be resolved" + hidden},
		{"SELECT 1 AS a, a + 1", "COLUMN_NOT_FOUND: line 1:16: Column 'a' cannot be resolved" + hidden},
		{"SELECT id AS k FROM orders WHERE k = 1", "COLUMN_NOT_FOUND: line 1:34: Column 'k' cannot be resolved" + hidden},
		{"SELECT id AS k FROM orders GROUP BY k", "COLUMN_NOT_FOUND: line 1:37: Column 'k' cannot be resolved" + hidden},
		{"SELECT id FROM orders, customers", "AMBIGUOUS_NAME: line 1:8: Column 'id' is ambiguous"},
		{"SELECT * FROM missing", "TABLE_NOT_FOUND: line 1:15: Table 'awsdatacatalog.db.missing' does not exist"},
		{"SELECT * FROM other.t", "SCHEMA_NOT_FOUND: line 1:15: Schema 'other' does not exist"},
		{"SELECT nope(1)", "FUNCTION_NOT_FOUND: line 1:8: Function 'nope' not registered"},
		{"SELECT read_csv('/etc/passwd')", "FUNCTION_NOT_FOUND: line 1:8: Function 'read_csv' not registered"},
		{"SELECT 1 = '1'", "TYPE_MISMATCH: line 1:10: Cannot apply operator: integer = varchar(1)"},
		{"SELECT 1 || 'a'", "TYPE_MISMATCH: line 1:10: Cannot apply operator: integer || varchar(1)"},
		{"SELECT placed = '2020-01-01' FROM orders", "TYPE_MISMATCH: line 1:15: Cannot apply operator: date = varchar(10)"},
		{"SELECT id FROM orders WHERE id", "TYPE_MISMATCH: line 1:29: WHERE clause must evaluate to a boolean: actual type bigint"},
		{"SELECT customer, count(*) FROM orders", "EXPRESSION_NOT_AGGREGATE: line 1:8: 'customer' must be an aggregate expression or appear in GROUP BY clause"},
		{"SELECT id + 1, total FROM orders GROUP BY id + 1", "EXPRESSION_NOT_AGGREGATE: line 1:16: 'total' must be an aggregate expression or appear in GROUP BY clause"},
		{"SELECT id FROM orders GROUP BY 2", "INVALID_COLUMN_REFERENCE: line 1:32: GROUP BY position 2 is not in select list"},
		{"SELECT id FROM orders ORDER BY 0", "INVALID_COLUMN_REFERENCE: line 1:32: ORDER BY position 0 is not in select list"},
		{"SELECT id FROM orders WHERE sum(id) > 1", "EXPRESSION_NOT_SCALAR: line 1:29: WHERE clause cannot contain aggregations, window functions or grouping operations: [sum(id)]"},
		{"SELECT sum(count(*)) FROM orders", "NESTED_AGGREGATION: line 1:12: Cannot nest aggregations inside aggregation 'sum': [count(*)]"},
		{"SELECT DISTINCT id FROM orders ORDER BY total", "EXPRESSION_NOT_IN_DISTINCT: line 1:41: For SELECT DISTINCT, ORDER BY expressions must appear in select list"},
		{"SELECT 1 UNION SELECT 'a'", "TYPE_MISMATCH: line 1:10: column 1 in UNION query has incompatible types: integer, varchar(1)"},
		{"SELECT rank() FROM orders", "MISSING_OVER: line 1:8: Window function rank requires an OVER clause"},
		{"SELECT CAST(placed AS integer) FROM orders", "TYPE_MISMATCH: line 1:8: Cannot cast date to integer"},
		{"SELECT * FROM orders TABLESAMPLE BERNOULLI (101)", "NUMERIC_VALUE_OUT_OF_RANGE: line 1:45: Sample percentage must be between 0 and 100"},
	} {
		_, err := analyze(t, c.sql)
		if err == nil || err.Error() != c.want {
			t.Errorf("%s\n got %v\nwant %s", c.sql, err, c.want)
		}
	}
}

// TestReads holds what authorization is asked: each table once, with the columns that are mentioned.
func TestReads(t *testing.T) {
	a, err := analyze(t, "WITH x AS (SELECT id, total FROM orders WHERE month = '2020-01') SELECT count(*), max(c.name) FROM x JOIN customers c ON x.id = c.id")
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, r := range a.Tables {
		got = append(got, fmt.Sprint(r.Catalog, ".", r.Database, ".", r.Table, r.Columns))
	}
	want := []string{"awsdatacatalog.db.orders[id total month]", "awsdatacatalog.db.customers[id name]"}
	if !slices.Equal(got, want) {
		t.Errorf("reads %v, want %v", got, want)
	}
	if o := a.Columns[1].Origins; len(o) != 1 || o[0] != (Origin{"awsdatacatalog", "db", "customers", "name"}) {
		t.Errorf("origins %v", o)
	}
}

func TestPartitions(t *testing.T) {
	text := func(s string) *string { return &s }
	for _, c := range []struct {
		where string
		keeps string // of the months 2020-01, 2020-02 and null, all in year 2020
	}{
		{"month = '2020-01'", "2020-01"},
		{"'2020-01' < month", "2020-02"},
		{"month IN ('2020-02', '2020-03')", "2020-02"},
		{"month BETWEEN '2020-01' AND '2020-01' OR month = 'x'", "2020-01"},
		{"month = '2020-01' OR id = 1", "2020-01 2020-02 null"},
		{"month = '2020-01' AND id = 1", "2020-01"},
		{"y = 2021", ""},
		{"y >= 2020 AND month <> '2020-01'", "2020-02"},
		{"NOT month = '2020-01'", "2020-01 2020-02 null"},
		{"upper(month) = '2020-01'", "2020-01 2020-02 null"},
		{"id = 1", "2020-01 2020-02 null"},
	} {
		a, err := analyze(t, "SELECT id FROM orders WHERE "+c.where)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, month := range []*string{text("2020-01"), text("2020-02"), nil} {
			if a.Tables[0].Partitions.Test(map[string]*string{"month": month, "y": text("2020")}) {
				name := "null"
				if month != nil {
					name = *month
				}
				got = append(got, name)
			}
		}
		if s := strings.Join(got, " "); s != c.keeps {
			t.Errorf("%s keeps %q, want %q", c.where, s, c.keeps)
		}
	}
	// The rows of an outer join's kept side cannot be dropped by ON.
	a, err := analyze(t, "SELECT 1 FROM orders o LEFT JOIN customers c ON o.month = '2020-01'")
	if err != nil || a.Tables[0].Partitions != nil {
		t.Errorf("LEFT JOIN's ON prunes its left side: %v, %v", a.Tables[0].Partitions, err)
	}
	// A table named twice has to keep what either mention needs.
	a, err = analyze(t, "SELECT 1 FROM orders a JOIN orders b ON a.id = b.id WHERE a.month = '2020-01'")
	if err != nil || a.Tables[0].Partitions != nil {
		t.Errorf("one mention's condition prunes the other: %v, %v", a.Tables[0].Partitions, err)
	}
}

// TestMissing: beside the error stands what a table whose columns are not all known would have to have.
func TestMissing(t *testing.T) {
	for _, c := range []struct{ sql, want string }{
		{"SELECT x FROM open.t", "x [] false [[t]]"},
		{"SELECT t.x.y FROM open.t, open.u", "x [y] true [[t]]"},
		{"SELECT x.y FROM open.t a, open.u b", "x [y] false [[t] [u]]"},
		{"SELECT x FROM (SELECT * FROM open.t UNION SELECT * FROM open.u)", "x [] false [[t u]]"},
		{"SELECT 1 FROM open.t a WHERE EXISTS (SELECT 1 FROM open.u b WHERE a.k = b.known)", "k [] true [[t]]"},
		{"SELECT 1 FROM open.t JOIN orders USING (id)", "id [] true [[t]]"},
		{"SELECT 1 FROM open.t AS a(p, q)", "q [] true [[t]]"},
		{"WITH w(p, q) AS (SELECT * FROM open.t) SELECT 1 FROM w", "q [] true [[t]]"},
		{"SELECT * FROM open.t UNION SELECT id, rate FROM customers", "rate [] true [[t]]"},
		{"SELECT orders.nope FROM orders, open.t", ""},
		{"SELECT nope FROM orders", ""},
	} {
		a, err := Attempt(context.Background(), parsed(t, c.sql), opened{}, Options{Database: "db"})
		if err == nil || a == nil {
			t.Errorf("%s: %v, %v", c.sql, a, err)
			continue
		}
		var m *Missing
		got := ""
		if errors.As(err, &m) {
			var choices [][]string
			for _, choice := range m.Choices {
				var tables []string
				for _, table := range choice {
					tables = append(tables, table.Table)
				}
				choices = append(choices, tables)
			}
			got = fmt.Sprint(m.Column, " ", m.Fields, " ", m.Qualified, " ", choices)
		}
		if got != c.want {
			t.Errorf("%s: %s, want %s (%v)", c.sql, got, c.want, err)
		}
	}
}

// opened is the catalog with a database in which every table has one column that is known, and maybe others.
type opened struct{ catalog }

func (o opened) Table(ctx context.Context, catalog, database, name string) (*TableInfo, error) {
	if database == "open" {
		return &TableInfo{Open: true, Columns: []Column{{Name: "known", Type: types.Simple(types.Bigint)}}}, nil
	}
	return o.catalog.Table(ctx, catalog, database, name)
}

func parsed(t *testing.T, text string) *ast.Query {
	t.Helper()
	q, err := parser.ParseQuery(text)
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return q
}
