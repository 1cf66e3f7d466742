package sqllogic

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"interlaken/sql/types"
)

// record is a case: a statement with its rows, or with the code of its failure.
type record struct {
	place string // file:line
	kinds string
	sql   string
	rows  []string
	code  string
}

// read reads all files of cases.
func read(t *testing.T) []record {
	t.Helper()
	names, err := filepath.Glob("*.slt")
	if err != nil || len(names) == 0 {
		t.Fatalf("no files of cases: %v", err)
	}
	var all []record
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		line := 1
		for block := range strings.SplitSeq(string(text), "\n\n") {
			if r, ok := parse(t, name+":"+strconv.Itoa(line), block); ok {
				all = append(all, r)
			}
			line += strings.Count(block, "\n") + 2
		}
	}
	return all
}

// parse reads one record; false for a block of comments.
func parse(t *testing.T, place, block string) (record, bool) {
	t.Helper()
	var lines []string
	for line := range strings.SplitSeq(strings.TrimRight(block, "\n"), "\n") {
		if line != "" && !strings.HasPrefix(line, "#") {
			lines = append(lines, line)
		}
	}
	if len(lines) == 0 {
		return record{}, false
	}
	r := record{place: place}
	body := strings.Join(lines[1:], "\n")
	if code, ok := strings.CutPrefix(lines[0], "statement error "); ok {
		r.sql, r.code = body, code
		return r, true
	}
	kinds, isQuery := strings.CutPrefix(lines[0], "query ")
	sql, rows, hasRows := strings.Cut(body+"\n", "\n----\n")
	if !isQuery || !hasRows {
		t.Fatalf("%s: neither a query with rows nor a statement with its error", place)
	}
	r.kinds, r.sql = kinds, sql
	if rows != "" {
		r.rows = strings.Split(strings.TrimSuffix(rows, "\n"), "\n")
	}
	return r, true
}

// cell is a value as the files have it.
func cell(text string, valid bool) string {
	switch {
	case !valid:
		return "NULL"
	case text == "":
		return "(empty)"
	}
	return strings.NewReplacer("\n", `\n`, "\t", `\t`).Replace(text)
}

// kind is a type's letter.
func kind(t types.Type) string {
	switch {
	case t.IsInteger():
		return "I"
	case t.IsNumeric():
		return "R"
	}
	return "T"
}
