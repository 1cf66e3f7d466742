package sqlrun

import (
	"context"
	"hash/fnv"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"interlaken/fault"
	"interlaken/id"
	"interlaken/internal/shared"
	"interlaken/sql/analyze"
	"interlaken/sql/ast"
	"interlaken/sql/parser"
	"interlaken/sql/translate"
	"interlaken/sql/types"
)

// anything is a catalog in which every table has every name that the statement mentions as a column, of a type that
// the name decides.
type anything struct{ names []string }

var columnTypes = []types.Type{
	types.Simple(types.Varchar), types.Simple(types.Bigint), types.DecimalOf(12, 2), types.Simple(types.Date),
	types.Simple(types.Timestamp), types.Simple(types.Double), types.ArrayOf(types.Simple(types.Varchar)),
	types.MapOf(types.Simple(types.Varchar), types.Simple(types.Varchar)), types.Simple(types.Boolean),
}

func (c anything) Table(context.Context, string, string, string) (*analyze.TableInfo, error) {
	info := &analyze.TableInfo{}
	for i, name := range c.names {
		h := fnv.New32()
		if _, err := h.Write([]byte(name)); err != nil {
			return nil, err
		}
		info.Columns = append(info.Columns, analyze.Column{Name: name, Type: columnTypes[h.Sum32()%uint32(len(columnTypes))], Partition: i%5 == 0})
	}
	return info, nil
}

// TestCorpus takes every statement of the corpus that parses as far as it goes. Most have no tables here and end in an
// error; none may end in a panic, in an error that is no fault, or in one that is a defect of this program.
func TestCorpus(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(shared.Path(t, "corpus", "sql"), "*/*.sql"))
	if err != nil {
		t.Fatal(err)
	}
	counts := map[fault.Code]int{}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		statement, err := parser.ParseStatement(strings.TrimSuffix(strings.TrimSpace(string(text)), ";"))
		if err != nil {
			counts["not parsed"]++
			continue
		}
		code := translateAny(statement, string(text))
		counts[code]++
		if code == fault.Internal {
			t.Errorf("%s ends in a defect", file)
		}
	}
	t.Logf("%d files: %v", len(files), counts)
	if len(files) < 1900 || counts["translated"] < 500 {
		t.Errorf("%d files, %d translated", len(files), counts["translated"])
	}
}

func translateAny(statement ast.Statement, text string) fault.Code {
	var c anything
	ast.Walk(statement, func(n ast.Node) bool {
		if i, ok := n.(*ast.Identifier); ok && !slices.Contains(c.names, i.Key()) {
			c.names = append(c.names, i.Key())
		}
		return true
	})
	a, err := analyze.Analyze(context.Background(), statement, c, analyze.Options{Catalog: "awsdatacatalog", Database: "db", Now: now, Text: text})
	if err != nil {
		return fault.CodeOf(err)
	}
	if _, err = translate.Statement(a, translate.Options{Now: now, Random: id.Seeded(1)}); err != nil {
		return fault.CodeOf(err)
	}
	return "translated"
}
