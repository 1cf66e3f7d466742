package tpc

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/apache/arrow-go/v18/arrow/array"

	"interlaken/engine"
	"interlaken/engine/duck"
	"interlaken/internal/shared"
)

var (
	location  = regexp.MustCompile(`LOCATION '[^']*'`)
	decimals  = regexp.MustCompile(`decimal\(\d+,\d+\)`)
	qualified = regexp.MustCompile(`"?\$\{database\}"?\."?\$\{schema\}"?\."?`)
)

// TestTPCDS runs the 99 queries of TPC-DS in Trino's text. No answers are published for the generator's data, so the
// rows are compared with those that the bare engine gives for the same text: it shares the kernel, but neither parser,
// analysis nor translation. Queries that it does not take are counted.
func TestTPCDS(t *testing.T) {
	folder := data(t, "tpcds")
	files, err := filepath.Glob(filepath.Join(shared.Path(t, "corpus"), "sql/trino-tpcds/*.sql"))
	if err != nil || len(files) != 99 {
		t.Fatalf("%d queries, %v", len(files), err)
	}
	w := newWorld(t, "tpcds")
	var tables []engine.Table
	for _, ddl := range statements(t, "../sqlrun/testdata/catalogs/tpcds.sql") {
		name := tableName.FindStringSubmatch(ddl)[1]
		w.upload(folder, name)
		w.must(location.ReplaceAllString(ddl, "STORED AS PARQUET LOCATION 's3://tpc/"+name+"/'"))
		tables = append(tables, bare(t, folder, name, ddl))
	}
	peer, err := duck.New(duck.Config{Slots: 1, TempDir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	defer peer.Close()
	ran, compared := 0, 0
	var said ranges
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".sql"), func(t *testing.T) {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			query := strings.TrimSuffix(strings.TrimSpace(qualified.ReplaceAllString(string(text), "")), ";")
			estimated := w.estimate(query)
			rows, reason := w.ask(query)
			if reason != "" {
				t.Fatal(reason)
			}
			ran++
			said.hold(t, estimated, w.scanned)
			want, err := ask(t.Context(), peer, query, tables)
			if err != nil {
				t.Logf("the bare engine does not take this text: %v", err)
				return
			}
			rule := rules[filepath.Base(file)]
			switch difference := differ(rows, want); {
			case difference != "" && rule == "":
				t.Errorf("%d rows, the bare engine gives %d: %s", len(rows), len(want), difference)
			case difference == "" && rule != "":
				t.Errorf("the rows are those of the bare engine although %s", rule)
			case difference == "":
				compared++
			}
		})
	}
	said.report(t)
	t.Logf("%d of 99 ran, %d gave the rows of the bare engine", ran, compared)
	if ran != 99 || compared != 99-len(rules) {
		t.Errorf("%d of 99 ran, %d gave the rows of the bare engine, %d are expected", ran, compared, 99-len(rules))
	}
}

// rules are where Trino's rules and the bare engine's give the text another meaning.
var rules = map[string]string{
	"q11.sql": "ratios of decimals keep the decimals' scale in Trino and are doubles there, so that other rows pass a comparison of two",
	"q36.sql": "ratios of decimals keep the decimals' scale in Trino and are doubles there, so that other rows share a rank",
	"q66.sql": "ratios of decimals are rounded to the decimals' scale in Trino before they are summed, and are doubles there",
	"q84.sql": "concat with a null is null in Trino, and passes over it there",
}

// bare is a table for the bare engine.
func bare(t *testing.T, folder, name, ddl string) engine.Table {
	t.Helper()
	path := filepath.Join(folder, name+".parquet")
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	path, err = filepath.EvalSymlinks(path)
	if err != nil {
		t.Fatal(err)
	}
	out := engine.Table{Schema: "main", Name: name, Format: engine.Parquet, Files: []engine.File{{Path: path, SizeBytes: info.Size(), Display: name}}}
	for _, m := range regexp.MustCompile(`(?m)^\s+(\w+)\s+(int|bigint|date|string|varchar\(\d+\)|varchar|char\(\d+\)|decimal\(\d+,\d+\))`).FindAllStringSubmatch(ddl, -1) {
		typ := map[string]string{"int": "INTEGER", "bigint": "BIGINT", "date": "DATE"}[m[2]]
		switch {
		case decimals.MatchString(m[2]):
			typ = strings.ToUpper(m[2])
		case typ == "":
			typ = "VARCHAR"
		}
		out.Columns = append(out.Columns, engine.Column{Name: m[1], Type: typ})
	}
	return out
}

// ask runs a text on the bare engine. Cells are its own texts.
func ask(ctx context.Context, e engine.Engine, query string, tables []engine.Table) (all [][]string, err error) {
	rows, err := e.Run(ctx, engine.Request{Statement: query, Tables: tables, Schema: "main"})
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for {
		batch, err := rows.Next(ctx)
		if err == io.EOF {
			return all, nil
		}
		if err != nil {
			return nil, err
		}
		for i := range int(batch.NumRows()) {
			row := make([]string, batch.NumCols())
			for c := range row {
				row[c] = "<null>"
				if column := batch.Column(c); !column.IsNull(i) {
					row[c] = column.ValueStr(i)
					if text, ok := column.(*array.String); ok {
						row[c] = strings.Clone(text.Value(i)) // which lives as long as its batch
					}
				}
			}
			all = append(all, row)
		}
		batch.Release()
	}
}

// differ says where two results differ; "" if they do not. The order of rows that a query leaves open is not compared:
// both are sorted by their texts, after numbers are brought to one form.
func differ(got, want [][]string) string {
	if len(got) != len(want) {
		return "another number of rows"
	}
	a, b := sorted(got), sorted(want)
	for i := range a {
		for c := range a[i] {
			if a[i][c] != b[i][c] && !near(a[i][c], b[i][c]) {
				return fmt.Sprintf("row %d is %v, and %v there", i+1, a[i], b[i])
			}
		}
	}
	return ""
}

func sorted(rows [][]string) [][]string {
	out := make([][]string, len(rows))
	for i, row := range rows {
		out[i] = make([]string, len(row))
		for c, cell := range row {
			out[i][c] = strings.TrimSpace(cell)
			if f, err := strconv.ParseFloat(cell, 64); err == nil {
				out[i][c] = strconv.FormatFloat(f, 'g', 6, 64)
			}
		}
	}
	slices.SortFunc(out, func(x, y []string) int { return slices.Compare(x, y) })
	return out
}

// near compares numbers that were rounded at another digit: averages of decimals keep the scale in Trino and are doubles
// in the engine.
func near(x, y string) bool {
	a, err := strconv.ParseFloat(x, 64)
	b, err2 := strconv.ParseFloat(y, 64)
	return err == nil && err2 == nil && math.Abs(a-b) <= 0.0051+1e-5*math.Abs(a)
}
