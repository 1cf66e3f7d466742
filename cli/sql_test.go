package cli

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// folderOf writes files into a fresh folder.
func folderOf(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// sqlOutcome runs a command line about a folder, whose path is cut out of what is said.
func sqlOutcome(t *testing.T, dir, in, line string) outcome {
	t.Helper()
	got := runLineOf(t.Context(), in, nil, strings.Fields(strings.ReplaceAll(line, "DIR", dir))...)
	got.Out, got.Errors = strings.ReplaceAll(got.Out, filepath.ToSlash(dir), "DIR"), strings.ReplaceAll(got.Errors, dir, "DIR")
	return got
}

func TestSQLCheck(t *testing.T) {
	dir := folderOf(t, map[string]string{
		"q/one.sql":   "SELECT n FROM t",
		"q/two.sql":   "SELECT n + x FROM t, u;\nSELECT nope(n) FROM t",
		"q/three.sql": "SELECT FROM t",
		"t.sql":       "CREATE TABLE t (n int)",
		"ratchet":     "q 3 2 1\n",
	})
	const problems = `DIR/q/three.sql:1:8: not parsed: MALFORMED_QUERY: mismatched input 'FROM'. Expecting: '*', 'ALL', 'DISTINCT', <expression>
DIR/q/two.sql:2:8: not translated: FUNCTION_NOT_FOUND: Function 'nope' not registered
`
	const counts = `
folder  files  parsed  translated  with tables inferred
.           3       2           1                     0

`
	const sum = "parsed 2, translated 1 of 3\n"
	for _, c := range []struct {
		line string
		want outcome
	}{
		{"sql check DIR/q --catalog DIR/t.sql", outcome{exitFailed, problems + counts + sum, ""}},
		{"sql check DIR/q/one.sql --catalog DIR/t.sql -v", outcome{exitOK, "DIR/q/one.sql:1:1: SELECT\n" + "\nfolder  files  parsed  translated  with tables inferred\n.           1       1           1                     0\n\nparsed 1, translated 1 of 1\n", ""}},
		{"sql check - -v", outcome{exitOK, "-:1:1: SELECT, inferred: default.a (b bigint)\n" + "\nfolder  files  parsed  translated  with tables inferred\n.           1       1           1                     1\n\n1 with tables inferred\nparsed 1, translated 1 of 1\n", ""}},
		// A translation that fails alone is no failure of the command.
		{"sql check DIR/q/two.sql --catalog .=DIR/t.sql", outcome{exitOK, problems[strings.Index(problems, "DIR/q/two"):] + "\nfolder  files  parsed  translated  with tables inferred\n.           1       1           0                     0\n\nparsed 1, translated 0 of 1\n", ""}},
		{"sql check DIR/nothing", outcome{exitFailed, "", "interlaken: DIR/nothing cannot be read: stat DIR/nothing: no such file or directory\n"}},
		{"sql check DIR/q --catalog DIR/q/three.sql", outcome{exitFailed, "", "interlaken: three.sql:1:8: mismatched input 'FROM'. Expecting: '*', 'ALL', 'DISTINCT', <expression>\n"}},
		{"sql check", outcome{exitUsage, "", "interlaken: 'interlaken sql check' takes the folders or files to check (see 'interlaken sql check --help')\n"}},
		{"sql check DIR --update", outcome{exitUsage, "", "interlaken: --update writes the file of --ratchet: say which\n"}},
		{"sql check DIR --ratchet DIR/ratchet --lower", outcome{exitUsage, "", "interlaken: --lower belongs to --update\n"}},
		{"sql check DIR --ratchet DIR/none", outcome{exitFailed, "", "interlaken: --ratchet cannot be read: open DIR/none: no such file or directory\n"}},
		{"sql check DIR --ratchet DIR/t.sql", outcome{exitFailed, "", "interlaken: --ratchet DIR/t.sql: line 1: a ratchet's line is a folder and three numbers: files, parsed, translated\n"}},
	} {
		if diff := cmp.Diff(c.want, sqlOutcome(t, dir, "SELECT b + 1 FROM a", c.line)); diff != "" {
			t.Errorf("interlaken %s (-want +got):\n%s", c.line, diff)
		}
	}
}

func TestSQLCheckPrintsJSON(t *testing.T) {
	dir := folderOf(t, map[string]string{"q/one.sql": "SELECT n FROM t;\nSELECT nope(n) FROM t"})
	got := sqlOutcome(t, dir, "", "sql check DIR --json")
	want := outcome{exitOK, `{
  "files": [
    {
      "file": "DIR/q/one.sql",
      "folder": "q",
      "parsed": true,
      "translated": false,
      "statements": [
        {
          "kind": "SELECT",
          "line": 1,
          "column": 1,
          "parsed": true,
          "translated": true,
          "inferred": [
            {
              "name": "default.t",
              "columns": [
                {
                  "name": "n",
                  "type": "varchar"
                }
              ]
            }
          ]
        },
        {
          "kind": "SELECT",
          "line": 2,
          "column": 1,
          "parsed": true,
          "translated": false,
          "problem": {
            "line": 2,
            "column": 8,
            "code": "FUNCTION_NOT_FOUND",
            "message": "Function 'nope' not registered"
          }
        }
      ]
    }
  ],
  "folders": [
    {
      "folder": "q",
      "files": 1,
      "statements": 2,
      "parsed": 1,
      "translated": 0,
      "inferred": 0
    }
  ],
  "total": {
    "files": 1,
    "statements": 2,
    "parsed": 1,
    "translated": 0,
    "inferred": 0
  }
}
`, ""}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestSQLRatchet: counts may rise and not fall, and the file is written only when asked.
func TestSQLRatchet(t *testing.T) {
	dir := folderOf(t, map[string]string{"q/one.sql": "SELECT 1", "q/two.sql": "SELECT FROM"})
	ratchet := func() string {
		text, err := os.ReadFile(filepath.Join(dir, "ratchet"))
		if err != nil {
			t.Fatal(err)
		}
		return strings.SplitN(string(text), "\n", 2)[1]
	}
	check := func(line string, code int, falls, counts string) {
		t.Helper()
		got := sqlOutcome(t, dir, "", line)
		var said []string
		for _, l := range strings.Split(got.Out, "\n") {
			if strings.HasPrefix(l, "below the ratchet: ") {
				said = append(said, l)
			}
		}
		if got.Code != code || strings.Join(said, "\n") != falls || got.Errors != "" {
			t.Errorf("interlaken %s: %+v", line, got)
		}
		if now := ratchet(); now != counts {
			t.Errorf("interlaken %s: the ratchet is %q, want %q", line, now, counts)
		}
	}
	check("sql check DIR --ratchet DIR/ratchet --update", exitOK, "", "q 2 1 1\n")
	check("sql check DIR --ratchet DIR/ratchet", exitOK, "", "q 2 1 1\n")
	if err := os.WriteFile(filepath.Join(dir, "q", "one.sql"), []byte("SELECT nope()"), 0o644); err != nil {
		t.Fatal(err)
	}
	const fall = "below the ratchet: q: 0 translated, and had 1"
	check("sql check DIR --ratchet DIR/ratchet", exitFailed, fall, "q 2 1 1\n")
	check("sql check DIR --ratchet DIR/ratchet --update", exitFailed, fall, "q 2 1 1\n")
	check("sql check DIR --ratchet DIR/ratchet --update --lower", exitOK, "", "q 2 1 0\n")
}

func TestSQLFormat(t *testing.T) {
	dir := folderOf(t, map[string]string{
		"plain.sql":   "select a,b from t where (x=1) and y in (select 1);\ncreate external table `T` (a int) location 's3://b/'",
		"laid.sql":    "SELECT a\nFROM t;\n",
		"comment.sql": "SELECT 1;\n\n-- why\nSELECT 2",
		"wrong.sql":   "SELECT 1;\nSELECT ,",
	})
	const plain = "SELECT a, b FROM t WHERE x = 1 AND y IN (SELECT 1);\n\nCREATE EXTERNAL TABLE `T` (a int) LOCATION 's3://b/'\n"
	const laid = "SELECT a FROM t;\n"
	for _, c := range []struct {
		line, in string
		want     outcome
	}{
		{"sql fmt DIR/plain.sql", "", outcome{exitOK, plain, ""}},
		{"sql fmt", "select 1 as x", outcome{exitOK, "SELECT 1 AS x\n", ""}},
		{"sql fmt - --width 10", "select a as x", outcome{exitOK, "SELECT\n  a AS x\n", ""}},
		{"sql fmt DIR/comment.sql", "", outcome{exitFailed, "", "interlaken: DIR/comment.sql: line 3:1: a comment would be lost; --drop-comments leaves comments out\n"}},
		{"sql fmt DIR/comment.sql --drop-comments", "", outcome{exitOK, "SELECT 1;\n\nSELECT 2\n", ""}},
		{"sql fmt DIR/wrong.sql", "", outcome{exitFailed, "", "interlaken: DIR/wrong.sql: line 2:8: mismatched input ','. Expecting: '*', 'ALL', 'DISTINCT', <expression>\n"}},
		{"sql fmt", "", outcome{exitFailed, "", "interlaken: -: it holds no statement\n"}},
		{"sql fmt --check DIR/plain.sql DIR/laid.sql", "", outcome{exitFailed, "DIR/plain.sql\nDIR/laid.sql\n", ""}},
		{"sql fmt -w DIR/plain.sql DIR/laid.sql", "", outcome{exitOK, "", ""}},
		{"sql fmt --check DIR/plain.sql DIR/laid.sql", "", outcome{exitOK, "", ""}},
		{"sql fmt DIR/laid.sql", "", outcome{exitOK, laid, ""}},
		{"sql fmt DIR/plain.sql", "", outcome{exitOK, plain, ""}},
		{"sql fmt -w --check DIR/plain.sql", "", outcome{exitUsage, "", "interlaken: -w and --check exclude each other\n"}},
		{"sql fmt -w -", "", outcome{exitUsage, "", "interlaken: -w writes files, and standard input is none\n"}},
	} {
		if diff := cmp.Diff(c.want, sqlOutcome(t, dir, c.in, c.line)); diff != "" {
			t.Errorf("interlaken %s (-want +got):\n%s", c.line, diff)
		}
	}
}

func TestSQLTranslate(t *testing.T) {
	dir := folderOf(t, map[string]string{
		"q.sql": "SELECT n % 2 AS odd FROM sales.t",
		"t.sql": "CREATE TABLE sales.t (n int)",
	})
	for _, c := range []struct {
		line, in string
		want     outcome
	}{
		{"sql translate DIR/q.sql --catalog DIR/t.sql", "", outcome{exitOK, "SELECT CAST(\"t\".\"n\" % 2 AS INTEGER) AS \"odd\" FROM \"awsdatacatalog\".\"sales\".\"t\" AS \"t\"\n", ""}},
		{"sql translate --database sales", "SELECT n FROM t", outcome{exitOK, "SELECT \"t\".\"n\" AS \"n\" FROM \"awsdatacatalog\".\"sales\".\"t\" AS \"t\"\n", "Note: no --catalog file defines what it reads, inferred: sales.t (n varchar).\n"}},
		{"sql translate -", "SELECT nope(1)", outcome{exitFailed, "", "interlaken: line 1:8: Function 'nope' not registered\n"}},
		{"sql translate - x", "", outcome{exitUsage, "", "interlaken: 'interlaken sql translate' takes one file, and 2 were given (see 'interlaken sql translate --help')\n"}},
		{"sql translate DIR/none.sql", "", outcome{exitFailed, "", "interlaken: the statement cannot be read: open DIR/none.sql: no such file or directory\n"}},
		{"sql translate - --json", "SELECT 1 AS x", outcome{exitOK, `{
  "kind": "SELECT",
  "duckdb": "SELECT CAST(1 AS INTEGER) AS \"x\"",
  "columns": [
    {
      "name": "x",
      "type": "integer"
    }
  ],
  "reads": []
}
`, ""}},
	} {
		if diff := cmp.Diff(c.want, sqlOutcome(t, dir, c.in, c.line)); diff != "" {
			t.Errorf("interlaken %s (-want +got):\n%s", c.line, diff)
		}
	}
}
