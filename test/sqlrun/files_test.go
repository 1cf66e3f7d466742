package sqlrun

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"interlaken/fault"
	"interlaken/id"
	"interlaken/sql/analyze"
	"interlaken/sql/ast"
	"interlaken/sql/check"
	"interlaken/sql/infer"
	"interlaken/sql/parser"
	"interlaken/sql/printer"
	"interlaken/sql/translate"
)

var update = flag.Bool("update", false, "write what the files of testdata/statements expect")

// TestFiles takes each statement of testdata/statements as far as it goes and compares with what stands in comments at
// the head of its file: the kind, and for a query the columns and, where it reads no table, the rows; or the error.
// Tables are what the files define. go test ./test/sqlrun -run TestFiles -update writes the heads anew.
func TestFiles(t *testing.T) {
	files, err := filepath.Glob("testdata/statements/*.sql")
	if err != nil || len(files) < 60 {
		t.Fatalf("%d files (%v)", len(files), err)
	}
	b := newBench(t)
	var definitions infer.Definitions
	texts := make([]string, len(files))
	for i, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		texts[i] = string(raw)
		for _, part := range parser.Split(texts[i]) {
			if tree, err := part.Parse(); err == nil {
				definitions.Add(tree, i)
			}
		}
	}
	for i, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".sql"), func(t *testing.T) {
			head, body := headOf(texts[i])
			var got strings.Builder
			for _, part := range parser.Split(body) {
				got.WriteString(outcomeOf(b, &definitions, i, part))
			}
			if got.String() == head {
				return
			}
			if !*update {
				t.Errorf("\n got %s\nwant %s", got.String(), head)
				return
			}
			if err := os.WriteFile(file, []byte(got.String()+body), 0o644); err != nil {
				t.Fatal(err)
			}
		})
	}
}

// headOf parts the lines of comments at a text's head from the rest.
func headOf(text string) (head, body string) {
	at := 0
	for strings.HasPrefix(text[at:], "-- ") {
		at += strings.IndexByte(text[at:], '\n') + 1
	}
	return text[:at], text[at:]
}

// outcomeOf is what a statement comes to, as comments.
func outcomeOf(b *bench, definitions *infer.Definitions, place int, part parser.Part) string {
	tree, err := part.Parse()
	if err != nil {
		return fmt.Sprintf("-- %s\n", err)
	}
	out := "-- " + check.Kind(tree) + "\n"
	if again, err := parser.ParseStatement(printer.String(tree)); err != nil || !ast.Equal(tree, again) {
		return out + fmt.Sprintf("-- printed to another statement: %v\n", err)
	}
	query := check.QueryPart(tree)
	if query == nil {
		return out
	}
	options := analyze.Options{Catalog: "awsdatacatalog", Database: "default", Now: now, Text: part.Text}
	a, tables, err := definitions.Analyze(context.Background(), query, place, options, func(a *analyze.Analysis) error {
		_, err := translate.Statement(a, translate.Options{Now: now, Random: id.Seeded(1)})
		return err
	})
	if err != nil {
		return out + fmt.Sprintf("-- %s\n", err)
	}
	var columns []string
	for _, c := range a.Columns {
		columns = append(columns, c.Name+" "+c.Type.String())
	}
	out += "-- columns: " + strings.Join(columns, ", ") + "\n"
	for _, table := range tables {
		out += "-- inferred: " + table.Database + "." + table.Table + "\n"
	}
	if len(a.Tables) > 0 {
		for _, table := range a.Tables {
			name, _ := analyze.SplitVersion(table.Table)
			out += fmt.Sprintf("-- reads: %s.%s(%s)\n", table.Database, name, strings.Join(table.Columns, ", "))
		}
		return out
	}
	if _, ok := tree.(*ast.Query); !ok {
		return out
	}
	_, rows, err := b.run(part.Text)
	var failure *fault.Error
	if errors.As(translate.Failure(err), &failure) {
		return out + fmt.Sprintf("-- %s\n", failure)
	}
	lines := make([]string, len(rows))
	for i, row := range rows {
		lines[i] = strings.Join(row, " ")
	}
	return out + "-- rows: " + strings.Join(lines, "; ") + "\n"
}
