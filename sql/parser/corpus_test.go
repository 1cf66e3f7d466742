package parser_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"interlaken/internal/shared"
	"interlaken/sql/ast"
	"interlaken/sql/parser"
	"interlaken/sql/printer"
)

// corpus returns the folder of other people's SQL, or skips the test.
func corpus(t testing.TB) string {
	t.Helper()
	return shared.Path(t, "corpus", "sql")
}

// floors are the least numbers of statements by folder that parse; they may only rise.
var floors = map[string]int{
	"athena-federation-docs": 5, "athena-user-guide": 346, "aws-usage-queries": 4, "cid": 61, "cid-data-collection": 4,
	"cloudtrail-incident-response": 4, "cloudtrail-user-guide": 4, "dbt-athena": 1, "grafana-athena": 3,
	"pbench-clickbench": 18, "pbench-imdb": 71, "pbench-test": 1, "pyathena-tests": 36, "security-analytics-bootstrap": 25,
	"security-lake": 43, "trino-benchto": 4, "trino-definitive-guide": 63, "trino-docs": 299, "trino-product-tests": 214,
	"trino-testing": 492, "trino-tpcds": 99, "trino-tpch": 22,
}

var template = regexp.MustCompile(`\$\{[^}]*\}|\{\{[^}]*\}\}`)

// source is the statement of a corpus file: template variables become names, and of a product test, which begins with
// a header and ends with its result, the query stays.
func source(t testing.TB, file string) string {
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	text := string(raw)
	if parts := strings.Split(text, "--!"); strings.Contains(file, "trino-product-tests") && len(parts) > 1 {
		text = parts[1]
		if name, query, ok := strings.Cut(text, "\n"); ok && strings.HasPrefix(strings.TrimSpace(name), "name:") {
			text = query
		}
	}
	return template.ReplaceAllString(text, "template")
}

func TestCorpus(t *testing.T) {
	folder := corpus(t)
	for name, floor := range floors {
		files, err := filepath.Glob(filepath.Join(folder, name, "*.sql"))
		if err != nil || len(files) < floor {
			t.Errorf("%s: %d files, less than its floor %d (%v)", name, len(files), floor, err)
			continue
		}
		parsed := 0
		for _, file := range files {
			text := source(t, file)
			tree, err := parser.ParseStatement(text)
			if err != nil {
				t.Logf("%s: %v", filepath.Join(name, filepath.Base(file)), err)
				continue
			}
			parsed++
			checkFixpoint(t, filepath.Base(file), tree)
		}
		t.Logf("%s: %d of %d parse", name, parsed, len(files))
		if parsed < floor {
			t.Errorf("%s: %d of %d parse, want at least %d", name, parsed, len(files), floor)
		}
	}
}

// checkFixpoint checks that a tree's text parses to the same tree and prints to the same text, in both layouts.
func checkFixpoint(t testing.TB, name string, tree ast.Statement) {
	t.Helper()
	for _, options := range []printer.Options{{}, {Pretty: true}, {Pretty: true, Width: 1}} {
		text, err := printer.Print(tree, options)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			return
		}
		again, err := parser.ParseStatement(text)
		if err != nil {
			t.Errorf("%s: printed text does not parse: %v\n%s", name, err, text)
			return
		}
		if !ast.Equal(tree, again) {
			t.Errorf("%s: printed text is another tree:\n%s", name, text)
		}
		if twice, _ := printer.Print(again, options); twice != text {
			t.Errorf("%s: printed twice:\n%s\n%s", name, text, twice)
		}
	}
}
