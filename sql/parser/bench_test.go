package parser_test

import (
	"path/filepath"
	"testing"

	"interlaken/sql/parser"
	"interlaken/sql/printer"
)

// BenchmarkTPCDS parses the 99 queries of TPC-DS and prints them on one line.
func BenchmarkTPCDS(b *testing.B) {
	files, _ := filepath.Glob(filepath.Join(corpus(b), "trino-tpcds", "*.sql"))
	texts := make([]string, len(files))
	size := 0
	for i, file := range files {
		texts[i] = source(b, file)
		size += len(texts[i])
	}
	b.SetBytes(int64(size))
	b.ReportAllocs()
	for b.Loop() {
		for _, text := range texts {
			tree, err := parser.ParseStatement(text)
			if err != nil {
				b.Fatal(err)
			}
			if _, err := printer.Print(tree, printer.Options{}); err != nil {
				b.Fatal(err)
			}
		}
	}
}
