package sqlrun

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"interlaken/engine"
	"interlaken/fault"
	"interlaken/internal/shared"
	"interlaken/sql/analyze"
	"interlaken/sql/check"
	"interlaken/sql/translate"
)

// catalogs define what the statements of the corpus' benchmarks read.
func catalogs(t *testing.T) []check.Catalog {
	t.Helper()
	var out []check.Catalog
	for _, of := range [][2]string{
		{"trino-tpch", "tpch-plain"},
		{"trino-tpch", "tpch-template"},
		{"trino-tpcds", "tpcds"},
		{"trino-benchto", "tpch-plain"},
		{"trino-testing", "tpch-plain"},
		{"trino-docs", "tpch-plain"},
		{"trino-definitive-guide", "tpch-plain"},
	} {
		text, err := os.ReadFile(filepath.Join("testdata", "catalogs", of[1]+".sql"))
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, check.Catalog{Folder: of[0], File: check.File{Name: of[1], Text: string(text)}})
	}
	return out
}

// TestCorpusIsAccepted: the engine takes each statement of the corpus that translates, over tables without rows. All of
// them take minutes, and are taken by make corpus; otherwise one in twenty of the folders whose tables are defined.
func TestCorpusIsAccepted(t *testing.T) {
	files, err := check.Read(os.DirFS(shared.Path(t, "corpus", "sql")))
	if err != nil {
		t.Fatal(err)
	}
	least := 1380
	if os.Getenv("INTERLAKEN_CORPUS") == "" {
		var some []check.File
		for i, f := range files {
			if i%20 == 0 && slices.Contains([]string{"trino-tpch", "trino-tpcds", "trino-testing"}, f.Folder) {
				some = append(some, f)
			}
		}
		files, least = some, 25
	}
	b := newBench(t)
	ran := 0
	options := check.Options{Templates: true, Now: now, Catalogs: catalogs(t)}
	options.Translated = func(file string, a *analyze.Analysis, text string) {
		if slices.ContainsFunc(a.Tables, func(r analyze.TableRead) bool { return r.Database == "information_schema" || r.Catalog == "system" }) {
			return // no tables of files: the catalog's service answers them
		}
		ran++
		if err := b.accepts(a, text); err != nil {
			t.Errorf("%s: %v\n%s", file, err, text)
		}
	}
	if _, err := check.Files(t.Context(), files, options); err != nil {
		t.Fatal(err)
	}
	t.Logf("%d statements ran", ran)
	if ran < least {
		t.Errorf("%d statements ran, want %d", ran, least)
	}
}

// accepts runs a statement over empty tables. An error of the data's, such as a division by zero, is an answer too.
func (b *bench) accepts(a *analyze.Analysis, text string) error {
	request := engine.Request{Statement: text}
	for _, read := range a.Tables {
		table := engine.Table{Catalog: read.Catalog, Schema: read.Database, Name: read.Table, Format: engine.Parquet}
		for _, c := range read.Info.Columns {
			typ, err := translate.DuckDBType(c.Type)
			if err != nil {
				return err
			}
			table.Columns = append(table.Columns, engine.Column{Name: c.Name, Type: typ})
		}
		request.Tables = append(request.Tables, table)
	}
	rows, err := b.engine.Run(context.Background(), request)
	for err == nil {
		_, err = rows.Next(context.Background())
	}
	if rows != nil {
		rows.Close()
	}
	if errors.Is(err, io.EOF) {
		return nil
	}
	if strings.Contains(err.Error(), "Could not convert string 'NOT_SUPPORTED: ") {
		return nil // a function's own form says so of these values, where the statement runs
	}
	if f := translate.Failure(err); fault.CodeOf(f) != fault.Validation && fault.CodeOf(f) != "NOT_SUPPORTED" {
		return nil
	}
	return fmt.Errorf("the engine refuses it: %w", err)
}
