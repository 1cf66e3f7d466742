package athena

import (
	"context"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/apache/arrow-go/v18/arrow/array"

	"interlaken/engine"
	"interlaken/engine/duck"
	"interlaken/fault"
	"interlaken/service/servicetest"
	"interlaken/sql/analyze"
	"interlaken/sql/function"
	"interlaken/sql/parser"
	"interlaken/sql/translate"
)

// TestSQLCannotLeaveItsSandbox asks Athena, as somebody who may do everything in the account, for what lies outside of
// the tables: each statement is refused, and the next query runs.
func TestSQLCannotLeaveItsSandbox(t *testing.T) {
	w := newWorld(t)
	p := w.person(servicetest.Retail, "ana", servicetest.Everything)
	w.shop(p)
	for statement, begins := range map[string]string{
		"COPY (SELECT 1) TO '/tmp/x.csv'":                        "Start: InvalidRequestException: line 1:1",
		"COPY sales FROM '/etc/passwd'":                          "Start: InvalidRequestException: line 1:1",
		"ATTACH '/tmp/x.db' AS x":                                "Start: InvalidRequestException: line 1:1",
		"INSTALL httpfs":                                         "Start: InvalidRequestException: line 1:1",
		"LOAD httpfs":                                            "Start: InvalidRequestException: line 1:1",
		"SET enable_external_access = true":                      "Start: InvalidRequestException: line 1:1",
		"PRAGMA database_list":                                   "Start: InvalidRequestException: line 1:1",
		"CALL dbgen(sf = 1)":                                     "Start: InvalidRequestException: line 1:1",
		"CHECKPOINT":                                             "Start: InvalidRequestException: line 1:1",
		"SELECT 1; SELECT 2":                                     "Start: InvalidRequestException: line 1:",
		"SELECT * FROM '/etc/passwd'":                            "Start: InvalidRequestException: line 1:",
		"SELECT * FROM read_csv('/etc/passwd')":                  "Start: InvalidRequestException: line 1:",
		`SELECT * FROM "/etc/passwd"`:                            "TABLE_NOT_FOUND: line 1:15",
		`SELECT * FROM "http://127.0.0.1:1/x.parquet"`:           "TABLE_NOT_FOUND: line 1:15",
		`SELECT * FROM "s3://vault/x.parquet"`:                   "TABLE_NOT_FOUND: line 1:15",
		"SELECT * FROM memory.main.sales":                        "CATALOG_NOT_FOUND: line 1:15",
		"SELECT * FROM system.information_schema.tables":         "CATALOG_NOT_FOUND: line 1:15",
		"SELECT * FROM duckdb_settings":                          "TABLE_NOT_FOUND: line 1:15",
		"SELECT * FROM TABLE(read_csv('/etc/passwd'))":           "",
		"SELECT * FROM TABLE(read_text('http://127.0.0.1:1/x'))": "",
		"SELECT * FROM TABLE(dbgen(1))":                          "",
		"SELECT * FROM TABLE(sql_auto_complete('SEL'))":          "",
		"SELECT * FROM TABLE(duckdb_secrets())":                  "",
		"SELECT dbgen(1)":                                        "FUNCTION_NOT_FOUND: line 1:8",
		"SELECT read_text('/etc/passwd')":                        "FUNCTION_NOT_FOUND: line 1:8",
		"SELECT glob('/*')":                                      "FUNCTION_NOT_FOUND: line 1:8",
		"SELECT getenv('HOME')":                                  "FUNCTION_NOT_FOUND: line 1:8",
		"SELECT current_setting('temp_directory')":               "FUNCTION_NOT_FOUND: line 1:8",
		"SELECT sql_auto_complete('SEL')":                        "FUNCTION_NOT_FOUND: line 1:8",
		"SELECT query('SELECT 1')":                               "FUNCTION_NOT_FOUND: line 1:8",
		"SELECT main.getenv('HOME')":                             "",
		"SELECT id FROM sales WHERE shop = getvariable('x')":     "FUNCTION_NOT_FOUND: line 1:35",
	} {
		rows, reason := p.ask(t, statement)
		if rows != nil || reason == "" || !strings.HasPrefix(reason, begins) {
			t.Errorf("%s: %v %q, want %q", statement, rows, reason, begins)
		}
	}
	if rows, reason := p.ask(t, "SELECT count(*) AS n FROM sales"); len(rows) != 2 || rows[1] != "3000" {
		t.Errorf("afterwards: %v %s", rows, reason)
	}
}

// TestNoOtherFunctionOfTheEngineIsReached enumerates the functions of the linked engine, its extensions' included, and
// shows that a name which is not in the table of functions gets through neither as a call nor as a table; and that what
// the translator may call only computes.
func TestNoOtherFunctionOfTheEngineIsReached(t *testing.T) {
	e, err := duck.New(duck.Config{Slots: 1, TempDir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	rows := plain(t, e, `SELECT DISTINCT function_name, function_type, coalesce(CAST(has_side_effects AS VARCHAR), '') FROM duckdb_functions() WHERE NOT starts_with(function_name, '!') ORDER BY ALL`)
	if len(rows) < 500 {
		t.Fatalf("the engine has %d functions; the test reads something else", len(rows))
	}
	kinds := map[string]map[string]bool{}
	for _, row := range rows {
		if kinds[row[0]] == nil {
			kinds[row[0]] = map[string]bool{}
		}
		kinds[row[0]][row[1]] = true
		if function.EngineAllowed(row[0]) && row[2] == "true" {
			t.Errorf("the translator may call %s, which has side effects", row[0])
		}
	}
	for name, as := range kinds {
		// Tables that are made of their arguments alone are the only table functions that may be called. A few more names
		// are those of a table function as well; below, none gets through in a table's place.
		made := name == "range" || name == "generate_series" || name == "unnest"
		if function.EngineAllowed(name) && !made && !as["scalar"] && !as["aggregate"] && !as["macro"] {
			t.Errorf("the translator may call %s, which is %v", name, as)
		}
	}
	tried := 0
	for name := range kinds {
		if !isName(name) || expressions[name] {
			continue
		}
		forms := []string{`SELECT * FROM TABLE(%s(%s))`, `SELECT * FROM %s(%s)`, `SELECT main.%s(%s)`}
		if _, ours := function.Lookup(name); !ours {
			tried++
			forms = append(forms, `SELECT "%s"(%s)`, `SELECT %s(%s)`, `SELECT %s(%s) OVER ()`)
		}
		for _, arguments := range []string{"", "1", "'x'", "1, 1", "'x', 'x'", "'x', 1", "1, 1, 1", "'x', 'x', 'x'", "ARRAY[1]", "ARRAY[1], 1"} {
			for _, form := range forms {
				text := fmt.Sprintf(form, name, arguments)
				if printed, err := through(text); err == nil {
					t.Errorf("%s becomes %s", text, printed)
				}
			}
		}
	}
	t.Logf("%d functions of the engine, %d of them not ours", len(kinds), tried)
	if tried < 300 {
		t.Errorf("only %d names were tried", tried)
	}
}

// expressions are names for which Trino's grammar has forms of its own, which are no calls of the engine's function:
// ROW(…), TRIM(…) and FROM UNNEST(…).
var expressions = map[string]bool{"row": true, "trim": true, "unnest": true}

func isName(s string) bool {
	for _, c := range s {
		if c != '_' && (c < 'a' || c > 'z') && (c < '0' || c > '9') {
			return false
		}
	}
	return s != ""
}

type noTables struct{}

func (noTables) Table(context.Context, string, string, string) (*analyze.TableInfo, error) {
	return nil, fault.New(fault.NotFound, "There is none.")
}

// through is what the engine would be given for a statement.
func through(text string) (string, error) {
	statement, err := parser.ParseStatement(text)
	if err != nil {
		return "", err
	}
	a, err := analyze.Analyze(context.Background(), statement, noTables{}, analyze.Options{Catalog: "awsdatacatalog", Database: "shop", Text: text})
	if err != nil {
		return "", err
	}
	return translate.Statement(a, translate.Options{})
}

// plain runs a statement of our own on the engine.
func plain(t *testing.T, e engine.Engine, statement string) (all [][]string) {
	t.Helper()
	rows, err := e.Run(t.Context(), engine.Request{Statement: statement})
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for {
		batch, err := rows.Next(t.Context())
		if err == io.EOF {
			return all
		}
		if err != nil {
			t.Fatal(err)
		}
		for i := range int(batch.NumRows()) {
			row := make([]string, batch.NumCols())
			for c := range row {
				row[c] = strings.Clone(batch.Column(c).(*array.String).Value(i)) // the batch goes
			}
			all = append(all, row)
		}
		batch.Release()
	}
}
