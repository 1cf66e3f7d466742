package translate

import (
	"context"
	"errors"
	"flag"
	"os"
	"strings"
	"testing"
	"time"

	"interlaken/fault"
	"interlaken/sql/analyze"
	"interlaken/sql/ast"
	"interlaken/sql/parser"
	"interlaken/sql/types"
)

type catalog struct{}

func (catalog) Table(context.Context, string, string, string) (*analyze.TableInfo, error) {
	return &analyze.TableInfo{Columns: []analyze.Column{
		{Name: "id", Type: types.Simple(types.Bigint)},
		{Name: "n", Type: types.Simple(types.Integer)},
		{Name: "price", Type: types.DecimalOf(10, 2)},
		{Name: "rate", Type: types.Simple(types.Double)},
		{Name: "day", Type: types.Simple(types.Date)},
		{Name: "name", Type: types.Simple(types.Varchar)},
		{Name: "code", Type: types.Type{Kind: types.Char, Length: 3}},
		{Name: "tags", Type: types.ArrayOf(types.Simple(types.Varchar))},
	}}, nil
}

func translated(t *testing.T, text string) (string, error) {
	t.Helper()
	q, err := parser.ParseQuery(text)
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	now := time.Date(2024, 5, 6, 7, 8, 9, 123_000_000, time.UTC)
	a, err := analyze.Analyze(context.Background(), q, catalog{}, analyze.Options{Catalog: "AwsDataCatalog", Database: "db", Now: now, Text: text})
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return Statement(a, Options{Now: now})
}

var update = flag.Bool("update", false, "write the translations that the golden file has")

// TestGolden compares translations with testdata/golden.sql: a Trino statement, then its text for DuckDB, then an empty
// line. go test ./sql/translate -update writes it anew.
func TestGolden(t *testing.T) {
	const path = "testdata/golden.sql"
	golden, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var fresh strings.Builder
	blocks := strings.Split(strings.TrimSpace(string(golden)), "\n\n")
	if len(blocks) < 10 {
		t.Fatalf("only %d statements", len(blocks))
	}
	for _, block := range blocks {
		statement, want, _ := strings.Cut(block, "\n")
		got, err := translated(t, statement)
		if err != nil {
			t.Errorf("%s: %v", statement, err)
		}
		fresh.WriteString(statement + "\n" + got + "\n\n")
		if got != want && !*update {
			t.Errorf("%s\n got %s\nwant %s", statement, got, want)
		}
	}
	if *update {
		if err := os.WriteFile(path, []byte(fresh.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func TestNotSupported(t *testing.T) {
	for _, c := range []struct{ sql, want string }{
		{"SELECT TIME '01:02:03.1234567'", "NOT_SUPPORTED: line 1:8: Unsupported type: time(7)"},
		{"SELECT regexp_like(name, '(?=a)') FROM t", "NOT_SUPPORTED: line 1:8: Unsupported regular expression: (?=a)"},
		{"SELECT regexp_like(name, name) FROM t", "NOT_SUPPORTED: line 1:8: regexp_like with a pattern that is not a constant"},
		{"SELECT date_format(day, '%U') FROM t", "NOT_SUPPORTED: line 1:8: Unsupported format in date_format: %U"},
		{"SELECT date_trunc('fortnight', day) FROM t", "INVALID_FUNCTION_ARGUMENT: line 1:8: 'fortnight' is not a valid DATE field"},
		{
			"SELECT if(name = 'x', now(), now() AT TIME ZONE 'Europe/Vienna') FROM t",
			"NOT_SUPPORTED: line 1:1: A result column of type timestamp(3) with time zone whose values are in different time zones, or in one that is not a constant, is not supported",
		},
		{
			"SELECT hour(if(name = 'x', now(), now() AT TIME ZONE 'Europe/Vienna')) FROM t",
			"NOT_SUPPORTED: line 1:8: A wall clock of values of type timestamp(3) with time zone that are in different time zones, or in one that is not a constant, is not supported",
		},
		{"SELECT random()", "NOT_SUPPORTED: line 1:8: Random values are not supported here"},
		{"SELECT count(DISTINCT MAP(tags, tags)) FROM t", "NOT_SUPPORTED: line 1:23: Comparison of values of type map(varchar, varchar) is not supported"},
		{"SELECT tags IN (SELECT tags FROM t) FROM t", "NOT_SUPPORTED: line 1:13: Comparison of values of type array(varchar) is not supported"},
		{"SELECT day + INTERVAL '1' HOUR FROM t", "NOT_SUPPORTED: line 1:12: A date can be moved by an interval of whole days only"},
	} {
		got, err := translated(t, c.sql)
		if err == nil || err.Error() != c.want {
			t.Errorf("%s\n got %s, %v\nwant %s", c.sql, got, err, c.want)
		}
	}
}

// TestCheck holds that a tree with anything foreign in it is not printed.
func TestCheck(t *testing.T) {
	with := func(e ast.Expression, from ast.Relation) *ast.Query {
		return &ast.Query{Body: &ast.Select{Items: []ast.SelectItem{&ast.SelectExpression{Value: e}}, From: from}}
	}
	for name, q := range map[string]*ast.Query{
		"function":       with(ast.Func("getenv", ast.String("HOME")), nil),
		"qualified name": with(&ast.Call{Name: ast.QName("main", "abs")}, nil),
		"table":          with(ast.Integer(1), &ast.Table{Name: ast.QName("/etc/passwd")}),
		"table function": with(ast.Integer(1), &ast.TableFunction{Call: ast.Func("abs")}),
		"type":           with(&ast.Cast{Operand: ast.Integer(1), Type: &ast.DataType{Text: "INTEGER); DROP"}}, nil),
		"parameter":      with(&ast.Parameter{}, nil),
	} {
		if err := check(q); fault.CodeOf(err) != fault.Internal {
			t.Errorf("%s passed: %v", name, err)
		}
	}
	if err := check(with(ast.Func("abs", ast.Integer(1)), &ast.Table{Name: ast.QName("c", "s", "t")})); err != nil {
		t.Error(err)
	}
}

func TestFailure(t *testing.T) {
	for message, want := range map[string]string{
		"Conversion Error: Could not convert string 'DIVISION_BY_ZERO: Division by zero' to INT32":                  "DIVISION_BY_ZERO: Division by zero",
		"Conversion Error: Could not convert string 'INVALID_CAST_ARGUMENT: Cannot cast 'x y' to INTEGER' to INT32": "INVALID_CAST_ARGUMENT: Cannot cast 'x y' to INTEGER",
		"Out of Range Error: Overflow in addition of INT32 (1 + 2)!":                                                "NUMERIC_VALUE_OUT_OF_RANGE: Overflow in addition",
		"Binder Error: unknown": "Validation: Binder Error: unknown",
	} {
		if got := Failure(fault.New(fault.Validation, "%s", message)); got.Error() != want {
			t.Errorf("%s is %v, want %s", message, got, want)
		}
	}
	if err := errors.New("other"); Failure(err) != err {
		t.Error("a foreign error was changed")
	}
}

func TestColumnsShowLiteralAsDouble(t *testing.T) {
	q, err := parser.ParseQuery("SELECT 1.5 AS a, 1.5 + 1 AS b")
	if err != nil {
		t.Fatal(err)
	}
	a, err := analyze.Analyze(context.Background(), q, catalog{}, analyze.Options{Catalog: "c", Database: "db"})
	if err != nil {
		t.Fatal(err)
	}
	columns := Columns(a)
	if s := columns[0].Type.String() + " " + columns[1].Type.String(); !strings.HasPrefix(s, "double decimal") {
		t.Errorf("types %s", s)
	}
}
