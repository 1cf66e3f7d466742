package athena

import (
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	glue "github.com/aws/aws-sdk-go-v2/service/glue/types"

	"interlaken/sql/ast"
	"interlaken/sql/hive"
	"interlaken/sql/token"
)

// alterTable is ALTER TABLE in the forms that Athena has.
func (k *catalog) alterTable(s *ast.AlterTable) error {
	n, err := k.e.resolve(s.Name)
	if err != nil {
		return err
	}
	t, err := k.table(n)
	if err != nil {
		return err
	}
	if hive.IsView(t) {
		return semantic(10131, "To alter a view you need to use the CREATE OR REPLACE VIEW command: %s", n)
	}
	if isIceberg(t) {
		return k.alterIceberg(t, n, s)
	}
	if t.StorageDescriptor == nil {
		return semantic(10004, "Table %s has no storage descriptor", n)
	}
	if s.Partition != nil {
		return k.alterPartition(t, s)
	}
	columns := t.StorageDescriptor.Columns
	switch a := s.Action.(type) {
	case *ast.AddPartitions:
		return k.addPartitions(t, n, a)
	case *ast.DropPartitions:
		return k.dropPartitions(t, n, a)
	case *ast.SetLocation:
		if _, err := folder(&a.Location.Value); err != nil {
			return task("MetaException", "%s is not a location in Amazon S3", a.Location.Value)
		}
		t.StorageDescriptor.Location = &a.Location.Value
	case *ast.SetProperties:
		t.Parameters = merged(t.Parameters, texts(a.Properties))
	case *ast.UnsetProperties:
		for _, name := range a.Names {
			if _, ok := t.Parameters[name.Value]; !ok && !a.IfExists {
				return semantic(10215, "Please use the following syntax if not sure whether the property existed or not: UNSET TBLPROPERTIES IF EXISTS ('%s')", name.Value)
			}
			delete(t.Parameters, name.Value)
		}
	case *ast.AddColumns:
		columns, err = addColumns(t, a)
	case *ast.ChangeColumn:
		columns, err = changeColumn(columns, a)
	case *ast.DropColumn:
		return token.Fault("NOT_SUPPORTED", a.Pos(), "DROP COLUMN is of Iceberg tables; use REPLACE COLUMNS")
	default:
		return token.Fault("NOT_SUPPORTED", s.Action.Pos(), "This form of ALTER TABLE is not supported")
	}
	if err != nil {
		return err
	}
	t.StorageDescriptor.Columns = columns
	return k.update(t)
}

// addColumns is ADD COLUMNS, which puts new columns behind the others, and REPLACE COLUMNS.
func addColumns(t *glue.Table, a *ast.AddColumns) ([]glue.Column, error) {
	var columns []glue.Column
	if !a.Replace {
		columns = append(columns, t.StorageDescriptor.Columns...)
	}
	for _, c := range a.Columns {
		if placeOf(columns, c.Name) >= 0 {
			return nil, semantic(10036, "Duplicate column name: %s", c.Name.Key())
		}
		if placeOf(t.PartitionKeys, c.Name) >= 0 {
			return nil, semantic(10035, "Column repeated in partitioning columns: %s", c.Name.Key())
		}
		columns = append(columns, glueColumn(c))
	}
	return columns, nil
}

// changeColumn is CHANGE COLUMN: another name, type, comment or place.
func changeColumn(columns []glue.Column, a *ast.ChangeColumn) ([]glue.Column, error) {
	at := placeOf(columns, a.Column)
	if at < 0 {
		return nil, semantic(10002, "Invalid column reference %s", a.Column.Key())
	}
	changed := glueColumn(a.To)
	if changed.Comment == nil {
		changed.Comment = columns[at].Comment
	}
	if a.To.Name.Key() != a.Column.Key() && placeOf(columns, a.To.Name) >= 0 {
		return nil, semantic(10036, "Duplicate column name: %s", a.To.Name.Key())
	}
	rest := slices.Delete(slices.Clone(columns), at, at+1)
	switch {
	case a.First:
		at = 0
	case a.After != nil:
		after := placeOf(rest, a.After)
		if after < 0 {
			return nil, semantic(10002, "Invalid column reference %s", a.After.Key())
		}
		at = after + 1
	}
	return slices.Insert(rest, at, changed), nil
}

// placeOf is a column's place among others, -1 where it is not.
func placeOf(columns []glue.Column, name *ast.Identifier) int {
	return slices.IndexFunc(columns, func(c glue.Column) bool { return aws.ToString(c.Name) == name.Key() })
}
