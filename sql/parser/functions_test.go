package parser_test

import (
	"bufio"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"interlaken/sql/ast"
	"interlaken/sql/parser"
	"interlaken/sql/printer"
)

// TestFunctionCorpus parses the expressions of Trino's own unit tests. Those that do not parse must be few, and are
// expressions that Trino's tests put together from parts.
func TestFunctionCorpus(t *testing.T) {
	file, err := os.Open(filepath.Join(corpus(t), "trino-functions.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	const least = 6900
	total, parsed := 0, 0
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 1<<22)
	for lines.Scan() {
		var assertion struct {
			Expression string `json:"expr"`
			Kind       string
			Error      string
		}
		if err := json.Unmarshal(lines.Bytes(), &assertion); err != nil {
			t.Fatal(err)
		}
		total++
		if assertion.Kind == "query" {
			if tree, err := parser.ParseStatement(assertion.Expression); err == nil {
				parsed++
				checkFixpoint(t, assertion.Expression, tree)
			} else if assertion.Error == "" {
				t.Logf("%s: %v", assertion.Expression, err)
			}
			continue
		}
		tree, err := parser.ParseExpression(assertion.Expression)
		if err != nil {
			if assertion.Error == "" {
				t.Logf("%s: %v", assertion.Expression, err)
			}
			continue
		}
		parsed++
		text := printer.String(tree)
		again, err := parser.ParseExpression(text)
		if err != nil {
			t.Errorf("%s: printed as %s: %v", assertion.Expression, text, err)
			continue
		}
		if !ast.Equal(tree, again) || printer.String(again) != text {
			t.Errorf("%s: printed as %s, then as %s", assertion.Expression, text, printer.String(again))
		}
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	t.Logf("%d of %d parse", parsed, total)
	if parsed < least {
		t.Errorf("%d of %d parse, want at least %d", parsed, total, least)
	}
}
