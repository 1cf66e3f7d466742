package printer_test

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"interlaken/fault"
	"interlaken/sql/ast"
	"interlaken/sql/parser"
	"interlaken/sql/printer"
	"interlaken/sql/token"
	"interlaken/sql/types"
)

var update = flag.Bool("update", false, "write the golden files anew")

// TestGolden lays out testdata/*.sql as testdata/*.golden has it; what is laid out stays as it is.
func TestGolden(t *testing.T) {
	files, err := filepath.Glob(filepath.Join("testdata", "*.sql"))
	if err != nil || len(files) < 4 {
		t.Fatalf("%d golden files: %v", len(files), err)
	}
	for _, file := range files {
		source, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		got := layOut(t, file, string(source))
		golden := strings.TrimSuffix(file, ".sql") + ".golden"
		if *update {
			if err := os.WriteFile(golden, []byte(got+"\n"), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(golden)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), got+"\n"); diff != "" {
			t.Errorf("%s (-want +got):\n%s", file, diff)
		}
		if again := layOut(t, golden, got); again != got {
			t.Errorf("%s changes when it is laid out again:\n%s", golden, again)
		}
	}
}

func layOut(t *testing.T, name, text string) string {
	t.Helper()
	tree, err := parser.ParseStatement(text)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	out, err := printer.Print(tree, printer.Options{Pretty: true, Width: 80})
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return out
}

// TestDuckDB prints trees as text for DuckDB.
func TestDuckDB(t *testing.T) {
	varchar := ast.TypeOf(types.Simple(types.Varchar))
	for _, c := range []struct {
		want string
		tree ast.Node
	}{
		{`"t"."Mixed"`, ast.Column("t", "Mixed")},
		{`list_transform([1, 2], lambda "x": "x" + 1)`, ast.Func("list_transform",
			&ast.Array{Items: []ast.Expression{ast.Integer(1), ast.Integer(2)}},
			&ast.Lambda{
				Parameters: []*ast.Identifier{ast.Name("x")},
				Body:       &ast.Binary{Operator: ast.Add, Left: ast.Column("x"), Right: ast.Integer(1)},
			})},
		{`lambda "k", "v": "k"`, &ast.Lambda{Parameters: []*ast.Identifier{ast.Name("k"), ast.Name("v")}, Body: ast.Column("k")}},
		{`"main"."f"()`, &ast.Call{Name: ast.QName("main", "f")}},
		{`"odd name"(1)`, ast.Func("odd name", ast.Integer(1))},
		{`{'a''b': NULL}`, &ast.Struct{Fields: []*ast.StructField{{Name: "a'b", Value: &ast.NullLiteral{}}}}},
		{`'\x61\xFF'::BLOB`, &ast.BinaryLiteral{Value: []byte{0x61, 0xff}}},
		{`TRY_CAST("a" AS STRUCT("x" BIGINT, "field1" DECIMAL(5, 2)[]))`, &ast.Cast{
			Operand: ast.Column("a"), Try: true,
			Type: ast.TypeOf(types.RowOf(types.Field{Name: "x", Type: types.Simple(types.Bigint)},
				types.Field{Type: types.ArrayOf(types.DecimalOf(5, 2))})),
		}},
		{`CAST("a" AS MAP(VARCHAR, TIMESTAMPTZ))`, &ast.Cast{
			Operand: ast.Column("a"),
			Type:    ast.TypeOf(types.MapOf(varchar.Type, types.Simple(types.TimestampTZ))),
		}},
		{`CAST("a" AS HUGEINT)`, &ast.Cast{Operand: ast.Column("a"), Type: &ast.DataType{Text: "HUGEINT"}}},
		{`DATE '2024-01-01'`, &ast.TypedLiteral{Type: ast.TypeOf(types.Simple(types.Date)), Value: "2024-01-01"}},
		{`CAST('1' AS BIGINT)`, &ast.TypedLiteral{Type: ast.TypeOf(types.Simple(types.Bigint)), Value: "1"}},
		{`INTERVAL '-1' DAY`, &ast.IntervalLiteral{Value: "1", Negative: true, From: ast.Day}},
		{`lag("a" IGNORE NULLS) OVER (ORDER BY "b")`, &ast.Call{
			Name: ast.QName("lag"), Arguments: []ast.Expression{ast.Column("a")},
			Nulls: ast.IgnoreNulls, Over: &ast.Window{OrderBy: []*ast.SortItem{{Value: ast.Column("b")}}},
		}},
		{
			`SELECT * FROM read_parquet(['/a', '/b'], "hive_partitioning" := FALSE) AS "t" TABLESAMPLE BERNOULLI (5 PERCENT)`,
			&ast.Query{Body: &ast.Select{Items: []ast.SelectItem{&ast.AllColumns{}}, From: &ast.Sample{
				Percentage: ast.Integer(5),
				Relation: &ast.Aliased{Alias: ast.Name("t"), Relation: &ast.TableFunction{Call: ast.Func("read_parquet",
					&ast.Array{Items: []ast.Expression{ast.String("/a"), ast.String("/b")}},
					&ast.NamedArgument{Name: ast.Name("hive_partitioning"), Value: &ast.BooleanLiteral{}})}},
			}}},
		},
		{`WITH "r" AS MATERIALIZED (VALUES (1), (2, 3)) TABLE "r"`, &ast.Query{
			With: &ast.With{Queries: []*ast.NamedQuery{{Name: ast.Name("r"), Materialized: true, Query: &ast.Query{
				Body: &ast.Values{Rows: []ast.Expression{
					ast.Integer(1),
					&ast.Row{Items: []ast.Expression{ast.Integer(2), ast.Integer(3)}},
				}},
			}}}},
			Body: &ast.TableQuery{Name: ast.QName("r")},
		}},
	} {
		got, err := printer.Print(c.tree, printer.Options{Dialect: printer.DuckDB})
		if err != nil || got != c.want {
			t.Errorf("got  %s (%v)\nwant %s", got, err, c.want)
		}
	}
}

// TestDuckDBRefuses has one text for each form that DuckDB has no words for, with the place of the form.
func TestDuckDBRefuses(t *testing.T) {
	for text, want := range map[string]string{
		"SELECT 1 FROM t MATCH_RECOGNIZE (PATTERN (A))":                "line 1:17: MATCH_RECOGNIZE has no form in DuckDB",
		"SELECT JSON_VALUE(a, '$')":                                    "line 1:8: a JSON function of the SQL standard has no form in DuckDB",
		"SELECT 1 FROM JSON_TABLE('', '$' COLUMNS (a FOR ORDINALITY))": "line 1:15: JSON_TABLE has no form in DuckDB",
		"SELECT INTERVAL '1-2' YEAR TO MONTH":                          "line 1:8: an interval of several fields has no form in DuckDB",
		"SELECT NORMALIZE(a)":                                          "line 1:8: NORMALIZE has no form in DuckDB",
		"SELECT CURRENT_TIME(3)":                                       "line 1:8: a precision of the current time has no form in DuckDB",
		"SELECT a FROM t FETCH FIRST 1 ROWS WITH TIES":                 "line 1:17: FETCH … WITH TIES has no form in DuckDB",
		"SELECT a FROM t FOR VERSION AS OF 1":                          "line 1:17: a version of a table has no form in DuckDB",
		"SELECT 1 FROM t GROUP BY DISTINCT a":                          "line 1:17: GROUP BY DISTINCT has no form in DuckDB",
		"SELECT a.* AS (b) FROM t":                                     "line 1:8: names for the fields of a row has no form in DuckDB",
		"INSERT INTO t SELECT 1":                                       "line 1:1: a statement that is no query has no form in DuckDB",
		"SELECT '\x00'":                                                "line 1:8: a string with a zero character has no form in DuckDB",
		"SELECT CAST(a AS unknown)":                                    "line 1:18: the type unknown has no form in DuckDB",
		"SELECT m OVER w":                                              "line 1:8: a measure of a row pattern has no form in DuckDB",
	} {
		tree, err := parser.ParseStatement(text)
		if err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		got, err := printer.Print(tree, printer.Options{Dialect: printer.DuckDB})
		if !fault.Is(err, fault.Unsupported) || fault.Public(err) != want || got != "" {
			t.Errorf("%s\n got %v %q\nwant %s", text, err, got, want)
		}
		if _, ok := token.PosOf(err); !ok {
			t.Errorf("%s: the error has no place", text)
		}
	}
}

// TestMadeTrees prints trees that no text parses to, as text that means the same.
func TestMadeTrees(t *testing.T) {
	a, b, c := ast.Column("a"), ast.Column("b"), ast.Column("c")
	table := func(name string) ast.Relation { return &ast.Table{Name: ast.QName(name)} }
	comma := &ast.Join{Left: table("a"), Right: table("b")}
	one := &ast.Query{Body: &ast.Values{Rows: []ast.Expression{ast.Integer(1)}}}
	for _, tree := range []struct {
		want string
		tree ast.Node
	}{
		{"a OR b OR c", &ast.Logical{Or: true, Terms: []ast.Expression{a, &ast.Logical{Or: true, Terms: []ast.Expression{b, c}}}}},
		{"a CROSS JOIN b INNER JOIN c ON x", &ast.Join{Kind: ast.InnerJoin, Left: comma, Right: table("c"), On: ast.Column("x")}},
		{"c INNER JOIN (a CROSS JOIN b) ON x", &ast.Join{Kind: ast.InnerJoin, Left: table("c"), Right: comma, On: ast.Column("x")}},
		{"c, a CROSS JOIN b", &ast.Join{Left: table("c"), Right: comma}},
		{"a IN (VALUES 1)", &ast.InQuery{Operand: a, Query: &ast.Query{Body: &ast.Query{Body: one}}}},
		{"- -(-1)", &ast.Unary{Negative: true, Operand: &ast.Unary{Negative: true, Operand: ast.Integer(-1)}}},
		{`"select"."Group By"`, ast.Column("select", "Group By")},
		{`"position"(a) + "row"(b)`, &ast.Binary{Left: ast.Func("position", a), Right: ast.Func("row", b)}},
		{"DROP PARTITION (a = 'x\\'y')", &ast.DropPartitions{Specs: []*ast.PartitionSpec{{Terms: []*ast.PartitionTerm{
			{Column: ast.Name("a"), Operator: ast.Equals, Value: ast.String("x'y")},
		}}}}},
	} {
		if got, err := printer.Print(tree.tree, printer.Options{}); err != nil || got != tree.want {
			t.Errorf("got  %s (%v)\nwant %s", got, err, tree.want)
		}
	}
}

// TestEngineFormsAreNoTrino shows that a tree for an engine does not pass as Trino's text.
func TestEngineFormsAreNoTrino(t *testing.T) {
	tree := &ast.Struct{Fields: []*ast.StructField{{Name: "a", Value: ast.Integer(1)}}}
	if _, err := printer.Print(tree, printer.Options{}); !fault.Is(err, fault.Unsupported) {
		t.Errorf("error %v", err)
	}
	if got := printer.String(tree); got != "{'a': 1}" {
		t.Errorf("String gives %s", got)
	}
}
