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

// refused reads testdata/refused.txt: the files of the corpus that no grammar of Athena's takes.
func refused(t *testing.T) map[string]bool {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", "refused.txt"))
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]bool{}
	for _, line := range strings.Split(string(text), "\n") {
		if line != "" && !strings.HasPrefix(line, "#") {
			files[line] = true
		}
	}
	return files
}

var template = regexp.MustCompile(`\$\{[^}]*\}|\{\{[^}]*\}\}`)

// source is the text of a corpus file: template variables become names, and of a product test, which begins with a
// header and ends with its result, the statements stay.
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

// TestCorpus: every file parses, statement by statement, but for those that are listed as what Athena refuses; and what
// parses prints to the same tree.
func TestCorpus(t *testing.T) {
	folder := corpus(t)
	files, err := filepath.Glob(filepath.Join(folder, "*", "*.sql"))
	if err != nil || len(files) < 1932 {
		t.Fatalf("%d files, less than there were (%v)", len(files), err)
	}
	listed, statements := refused(t), 0
	for _, file := range files {
		name := filepath.ToSlash(filepath.Join(filepath.Base(filepath.Dir(file)), filepath.Base(file)))
		parts := parser.Split(source(t, file))
		var failure error
		for _, part := range parts {
			tree, err := part.Parse()
			if err != nil {
				failure = err
				continue
			}
			statements++
			checkFixpoint(t, name, tree)
		}
		switch {
		case len(parts) == 0:
			t.Errorf("%s: no statement in it", name)
		case failure != nil && !listed[name]:
			t.Errorf("%s: %v", name, failure)
		case failure == nil && listed[name]:
			t.Errorf("%s parses, and is listed as refused", name)
		}
		delete(listed, name)
	}
	for name := range listed {
		t.Errorf("%s is listed as refused, and is not there", name)
	}
	t.Logf("%d files, %d statements parse", len(files), statements)
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
