package check

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"
)

var now = time.Date(2024, 5, 6, 7, 8, 9, 0, time.UTC)

func checked(t *testing.T, o Options, files map[string]string) *Report {
	t.Helper()
	fsys := fstest.MapFS{}
	for name, text := range files {
		fsys[name] = &fstest.MapFile{Data: []byte(text)}
	}
	read, err := Read(fsys)
	if err != nil {
		t.Fatal(err)
	}
	o.Now = now
	r, err := Files(context.Background(), read, o)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// lines are a report in short: each statement, then the counts.
func lines(r *Report) string {
	var b strings.Builder
	for _, f := range r.Files {
		for _, s := range f.Statements {
			fmt.Fprintf(&b, "%s %d:%d %s", f.File, s.Line, s.Column, s.Kind)
			for _, t := range s.Inferred {
				fmt.Fprintf(&b, " %s%v", t.Name, t.Columns)
			}
			if s.Problem != nil {
				fmt.Fprintf(&b, " parsed=%v %d:%d %s %s", s.Parsed, s.Problem.Line, s.Problem.Column, s.Problem.Code, s.Problem.Message)
			}
			b.WriteString("\n")
		}
	}
	for _, c := range append(r.Folders, r.Total) {
		fmt.Fprintf(&b, "%s: %d files, %d statements, %d parsed, %d translated, %d inferred\n", c.Folder, c.Files, c.Statements, c.Parsed, c.Translated, c.Inferred)
	}
	return b.String()
}

func TestFiles(t *testing.T) {
	r := checked(t, Options{}, map[string]string{
		"a/1.sql":      "CREATE EXTERNAL TABLE t (n int, s string) LOCATION 's3://b/t/';\nSELECT n + 1 FROM t;\n  SELECT s + 1 FROM t",
		"a/2.sql":      "\ufeffSELECT x * 2 FROM elsewhere",
		"a/3.sql":      "SELECT ${x} FROM t",
		"a/4.SQL":      "SHOW TABLES; EXPLAIN SELECT 1; PREPARE p FROM SELECT n FROM t WHERE n = ? LIMIT ?; DELETE FROM t",
		"b/1.sql":      "SELECT n FROM t", // of another folder
		"empty.sql":    "-- nothing",
		"a/README.txt": "SELECT",
	})
	want := `empty.sql 1:1  parsed=false 1:1 MALFORMED_QUERY The text holds no statement
a/1.sql 1:1 CREATE EXTERNAL TABLE
a/1.sql 2:1 SELECT
a/1.sql 3:3 SELECT parsed=true 3:12 TYPE_MISMATCH Cannot apply operator: varchar + integer
a/2.sql 1:1 SELECT default.elsewhere[{x bigint}]
a/3.sql 1:1  parsed=false 1:8 MALFORMED_QUERY mismatched input '$'. Expecting: '*', 'ALL', 'DISTINCT', <expression>
a/4.SQL 1:1 SHOW TABLES
a/4.SQL 1:14 EXPLAIN
a/4.SQL 1:32 PREPARE
a/4.SQL 1:84 DELETE parsed=true 1:84 NOT_SUPPORTED This statement is not supported
b/1.sql 1:1 SELECT default.t[{n varchar}]
.: 1 files, 1 statements, 0 parsed, 0 translated, 0 inferred
a: 4 files, 9 statements, 3 parsed, 1 translated, 1 inferred
b: 1 files, 1 statements, 1 parsed, 1 translated, 1 inferred
: 6 files, 11 statements, 4 parsed, 2 translated, 2 inferred
`
	if diff := cmp.Diff(want, lines(r)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestTemplatesAndCatalogs(t *testing.T) {
	files := map[string]string{"q/1.sql": `SELECT a."n" + ${offset} FROM "${db}".{{ table }} a WHERE s = '${day}'`}
	r := checked(t, Options{Templates: true, Catalogs: []Catalog{
		{Folder: "q", File: File{Name: "c.sql", Text: "CREATE TABLE `{{ table }}` (n int, s string, `${offset}` int)"}},
		{Folder: "other", File: File{Name: "d.sql", Text: "CREATE TABLE t (wrong int)"}},
	}}, files)
	want := "q/1.sql 1:1 SELECT\nq: 1 files, 1 statements, 1 parsed, 1 translated, 0 inferred\n: 1 files, 1 statements, 1 parsed, 1 translated, 0 inferred\n"
	if diff := cmp.Diff(want, lines(r)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if got, want := FillTemplates("'${a}' {{ b.c }} $x {"), "'__a_' ___b_c___ $x {"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestWrongCatalogs(t *testing.T) {
	for text, want := range map[string]string{
		"SELECT 1":           "Validation: c.sql:1:1: it defines no table; a catalog is made of CREATE TABLE and CREATE VIEW",
		"\nCREATE TABLE t (": "MALFORMED_QUERY: c.sql:2:17: mismatched input '<EOF>'. Expecting: <identifier>",
	} {
		_, err := Files(context.Background(), []File{{Name: "q.sql", Text: "SELECT 1"}}, Options{Catalogs: []Catalog{{File: File{Name: "x/c.sql", Text: text}}}})
		if err == nil || err.Error() != want {
			t.Errorf("%q: %v, want %s", text, err, want)
		}
	}
}

// TestProductTests: of a product test's file the statements are checked, at their places.
func TestProductTests(t *testing.T) {
	r := checked(t, Options{}, map[string]string{
		"1.sql": "-- database: x\n--! name: one\nSELECT 1;\nSELECT ,\n--!\n1|",
		"2.sql": "-- database: x\nSELECT 1\n--!\n1|\n2|",
	})
	want := `1.sql 3:1 SELECT
1.sql 4:1  parsed=false 4:8 MALFORMED_QUERY mismatched input ','. Expecting: '*', 'ALL', 'DISTINCT', <expression>
2.sql 2:1 SELECT
.: 2 files, 3 statements, 1 parsed, 1 translated, 0 inferred
: 2 files, 3 statements, 1 parsed, 1 translated, 0 inferred
`
	if diff := cmp.Diff(want, lines(r)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestRatchet(t *testing.T) {
	r, err := ParseRatchet("# comment\na 4 3 2\nb 1 1 1 # old\n\n")
	if err != nil {
		t.Fatal(err)
	}
	counts := []Count{{Folder: "a", Files: 5, Parsed: 2, Translated: 2}, {Folder: "c", Files: 1, Parsed: 1}}
	if diff := cmp.Diff([]string{"a: 2 parsed, and had 3", "b: the folder is not there, and had 1 files"}, r.Falls(counts)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	const head = "# Folder, files, parsed, translated: the least of each that interlaken sql check --ratchet takes.\n"
	for lower, want := range map[bool]string{false: head + "a 5 3 2\nb 1 1 1\nc 1 1 0\n", true: head + "a 5 2 2\nc 1 1 0\n"} {
		if got := r.Raise(counts, lower).String(); got != want {
			t.Errorf("lower %v: %q, want %q", lower, got, want)
		}
	}
	for text, want := range map[string]string{
		"a 1 2":            "Validation: line 1: a ratchet's line is a folder and three numbers: files, parsed, translated",
		"a 1 1 1\na 1 1 1": "Validation: line 2: the folder a stands twice",
	} {
		if _, err := ParseRatchet(text); err == nil || err.Error() != want {
			t.Errorf("%q: %v", text, err)
		}
	}
}

func TestTranslate(t *testing.T) {
	o := Options{Now: now, Catalogs: []Catalog{{File: File{Name: "c.sql", Text: "CREATE TABLE t (n int, s string, unread date)"}}}}
	got, err := Translate(context.Background(), "SELECT n + 1 AS next, 1.5 FROM t WHERE s > '' AND u.x IS NULL", o, false)
	if err == nil {
		t.Fatalf("%+v", got)
	}
	got, err = Translate(context.Background(), "SELECT n + 1 AS next, 1.5 FROM t, u WHERE s > '' AND u.x IS NULL;", o, false)
	if err != nil {
		t.Fatal(err)
	}
	want := &Translation{
		Kind: "SELECT", Columns: []Column{{"next", "integer"}, {"_col1", "double"}},
		DuckDB: `SELECT CAST("t"."n" + 1 AS INTEGER) AS "next", CAST('1.5' AS DECIMAL(2,1)) AS "_col1" FROM "awsdatacatalog"."default"."t" AS "t", ` +
			`"awsdatacatalog"."default"."u" AS "u" WHERE "t"."s" > '' AND "u"."x" IS NULL`,
		Reads:    []TableRead{{"awsdatacatalog.default.t", []string{"n", "s"}}, {"awsdatacatalog.default.u", []string{"x"}}},
		Inferred: []Table{{"default.u", []Column{{"x", "varchar"}}}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	for text, want := range map[string]string{
		"SELECT 1; SELECT 2": "Validation: The text holds 2 statements, and one is translated.",
		"SHOW TABLES":        "NOT_SUPPORTED: SHOW TABLES has no query in it: the catalog answers it, and no engine.",
		"SELECT":             "MALFORMED_QUERY: line 1:7: mismatched input '<EOF>'. Expecting: '*', 'ALL', 'DISTINCT', <expression>",
	} {
		if _, err := Translate(context.Background(), text, o, false); err == nil || err.Error() != want {
			t.Errorf("%q: %v", text, err)
		}
	}
}
