package athena

import (
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdkglue "github.com/aws/aws-sdk-go-v2/service/glue"
	glue "github.com/aws/aws-sdk-go-v2/service/glue/types"

	"interlaken/sql/analyze"
	"interlaken/sql/ast"
	"interlaken/sql/hive"
	"interlaken/sql/printer"
	"interlaken/sql/token"
)

// createView is CREATE [OR REPLACE] VIEW. The view is kept as Athena keeps it, so that others can read it.
func (k *catalog) createView(s *ast.CreateView) error {
	if s.MultiDialect {
		return token.Fault("NOT_SUPPORTED", s.Pos(), "Multi-dialect views are not supported")
	}
	n, err := k.e.resolve(s.Name)
	if err != nil {
		return err
	}
	analysis, err := analyze.Analyze(k.c.Context, s.Query, newCatalogReader(k.c, k.lake), k.e.analysis(k.c.Now))
	if err != nil {
		return err
	}
	input, err := k.viewInput(s, n, analysis)
	if err != nil {
		return err
	}
	if _, err := k.getDatabase(n.database); err != nil {
		return err
	}
	old, err := k.table(n)
	name := strings.ToLower(ownCatalog) + "." + n.String()
	switch {
	case isMissing(err):
		return k.glue("CreateTable", &sdkglue.CreateTableInput{DatabaseName: &n.database, TableInput: input})
	case err != nil:
		return err
	case !hive.IsView(old):
		return token.Fault("TABLE_ALREADY_EXISTS", s.Pos(), "Table already exists: '%s'", name)
	case !s.Replace:
		return token.Fault("TABLE_ALREADY_EXISTS", s.Pos(), "View already exists: '%s'", name)
	}
	return k.glue("UpdateTable", &sdkglue.UpdateTableInput{DatabaseName: &n.database, VersionId: old.VersionId, TableInput: input})
}

// viewInput is a view as the catalog keeps it (facts: Athena view).
func (k *catalog) viewInput(s *ast.CreateView, n tableName, analysis *analyze.Analysis) (*glue.TableInput, error) {
	text, err := printer.Print(s.Query, printer.Options{Pretty: true})
	if err != nil {
		return nil, err
	}
	v := hive.View{OriginalSQL: text, Catalog: strings.ToLower(ownCatalog), Schema: k.e.schema()}
	if v.Schema == "" {
		v.Schema = n.database
	}
	names, stored, err := storedColumns(s.Query, analysis.Columns, nil)
	if err != nil {
		return nil, err
	}
	columns := make([]glue.Column, len(names))
	for i, c := range analysis.Columns {
		v.Columns = append(v.Columns, hive.ViewColumn{Name: names[i], Type: c.Type.String()})
		columns[i] = glue.Column{Name: &names[i], Type: &stored[i]}
	}
	original, err := v.Text()
	if err != nil {
		return nil, err
	}
	parameters := map[string]string{"presto_view": "true", "comment": "Presto View"}
	if s.Comment != nil {
		parameters["comment"] = s.Comment.Value
	}
	return &glue.TableInput{
		Name: &n.table, TableType: aws.String("VIRTUAL_VIEW"), Parameters: parameters, PartitionKeys: []glue.Column{},
		StorageDescriptor: &glue.StorageDescriptor{Columns: columns, Location: aws.String(""), SerdeInfo: &glue.SerDeInfo{}},
		ViewOriginalText:  &original, ViewExpandedText: aws.String(hive.ViewMark),
	}, nil
}

// storedColumns are a query's columns as those of a table or view: each with a name of its own and a type that a catalog
// can keep. given are the names that the statement gives them, nil where it gives none.
func storedColumns(q *ast.Query, columns []analyze.Output, given []*ast.Identifier) (names, hiveTypes []string, err error) {
	if given != nil && len(given) != len(columns) {
		return nil, nil, token.Fault("MISMATCHED_COLUMN_ALIASES", given[0].Pos(), "Column alias list has %d entries but relation has %d columns", len(given), len(columns))
	}
	seen := map[string]bool{}
	for i, c := range columns {
		name := strings.ToLower(c.Name)
		switch {
		case given != nil:
			name = given[i].Key()
		case c.Unnamed:
			return nil, nil, token.Fault("MISSING_COLUMN_NAME", q.Pos(), "Column name not specified at position %d", i+1)
		}
		if seen[name] {
			return nil, nil, token.Fault("DUPLICATE_COLUMN_NAME", q.Pos(), "Column name '%s' specified more than once", name)
		}
		seen[name] = true
		stored, ok := c.Type.Hive()
		if !ok {
			return nil, nil, token.Fault("NOT_SUPPORTED", q.Pos(), "Column '%s': Unsupported Hive type: %s", name, c.Type)
		}
		names, hiveTypes = append(names, name), append(hiveTypes, stored)
	}
	return names, hiveTypes, nil
}
