package sqlrun

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"interlaken/engine"
	"interlaken/internal/shared"
	"interlaken/sql/analyze"
	"interlaken/sql/translate"
	"interlaken/sql/types"
)

var (
	tableDefinition = regexp.MustCompile(`CREATE EXTERNAL TABLE \$\{DB\}\.(\w+) \((.*)\) STORED`)
	tableReference  = regexp.MustCompile(`"\$\{database\}"\."\$\{schema\}"\."\$\{prefix\}(\w+)"`)
)

// loadTPCH defines the eight tables, without rows. What comes back is, for each table, the query that names its columns
// without their prefix.
func loadTPCH(t *testing.T, b *bench, ddl string) map[string]string {
	t.Helper()
	views := map[string]string{}
	for _, m := range tableDefinition.FindAllStringSubmatch(ddl, -1) {
		name := m[1]
		table := engine.Table{Catalog: "awsdatacatalog", Schema: "db", Name: name, Format: engine.Parquet}
		var columns []analyze.Column
		var items []string
		for _, c := range regexp.MustCompile(`(\w+) ([a-z]+(\([0-9,]+\))?)`).FindAllStringSubmatch(m[2], -1) {
			typ, err := types.ParseHive(c[2])
			if err != nil {
				t.Fatal(err)
			}
			duckType, err := translate.DuckDBType(typ)
			if err != nil {
				t.Fatal(err)
			}
			columns = append(columns, analyze.Column{Name: c[1], Type: typ})
			table.Columns = append(table.Columns, engine.Column{Name: c[1], Type: duckType})
			_, short, _ := strings.Cut(c[1], "_")
			items = append(items, c[1]+" AS "+short)
		}
		b.tables[name] = columns
		b.loaded = append(b.loaded, table)
		views[name] = "(SELECT " + strings.Join(items, ", ") + " FROM " + name + ")"
	}
	return views
}

// TestTPCH runs Trino's 22 queries over empty tables; test/tpc compares their rows with Trino's published answers.
func TestTPCH(t *testing.T) {
	corpus := shared.Path(t, "corpus")
	ddl, err := os.ReadFile(filepath.Join(corpus, "tpch/ddl-athena.sql"))
	if err != nil {
		t.Fatal(err)
	}
	b := newBench(t)
	views := loadTPCH(t, b, string(ddl))
	if len(views) != 8 {
		t.Fatalf("%d tables", len(views))
	}
	files, err := filepath.Glob(filepath.Join(corpus, "sql/trino-tpch/*.sql"))
	if err != nil || len(files) != 22 {
		t.Fatalf("%d queries, %v", len(files), err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".sql"), func(t *testing.T) {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			query := strings.TrimSuffix(strings.TrimSpace(string(text)), ";")
			query = tableReference.ReplaceAllStringFunc(query, func(s string) string { return views[tableReference.FindStringSubmatch(s)[1]] })
			if _, _, err := b.run(query); err != nil {
				t.Fatal(err)
			}
		})
	}
}
