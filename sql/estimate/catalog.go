package estimate

import (
	"context"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	glue "github.com/aws/aws-sdk-go-v2/service/glue/types"

	"interlaken/fault"
	"interlaken/sql/analyze"
	"interlaken/sql/hive"
)

// table is a table that the statement reads.
type table struct {
	glue    *glue.Table
	parquet bool
	needed  bool // its columns are read
	files   []file
}

// file is a file that the statement's conditions on partitions leave.
type file struct {
	Object
	footer *Footer // nil where it is not known
}

// catalogReader answers the analysis.
type catalogReader work

// Table implements analyze.Catalog. A link is read as the table that it points to.
func (r *catalogReader) Table(ctx context.Context, catalog, database, name string) (*analyze.TableInfo, error) {
	if database == "information_schema" || strings.HasSuffix(name, "$partitions") {
		return nil, fault.New("NOT_SUPPORTED", "What the catalog itself tells is not estimated: %s.%s", database, name)
	}
	id := ""
	if catalog != "awsdatacatalog" {
		r.basis.Requests++
		var err error
		if id, err = r.Catalog.ID(ctx, catalog); err != nil {
			return nil, err
		}
	}
	t, err := r.table(ctx, id, database, name)
	if err == nil && t.TargetTable != nil {
		t, err = r.table(ctx, aws.ToString(t.TargetTable.CatalogId), aws.ToString(t.TargetTable.DatabaseName), aws.ToString(t.TargetTable.Name))
	}
	if err != nil {
		return nil, err
	}
	if hive.IsView(t) {
		return hive.Info(t, catalog)
	}
	if t.StorageDescriptor == nil {
		return nil, fault.New("HIVE_INVALID_METADATA", "Table '%s.%s' has no storage descriptor", database, name)
	}
	columns, err := hive.Columns(t)
	if err != nil {
		return nil, err
	}
	info := &analyze.TableInfo{}
	for _, c := range columns {
		if !c.Hidden {
			info.Columns = append(info.Columns, c.Column)
		}
	}
	r.tables[analyze.TableName{Catalog: catalog, Database: database, Table: name}] = &table{glue: t}
	return info, nil
}

func (r *catalogReader) table(ctx context.Context, id, database, name string) (*glue.Table, error) {
	r.basis.Requests++
	return r.Catalog.Table(ctx, id, database, name)
}
