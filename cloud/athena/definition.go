package athena

import (
	"context"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdkglue "github.com/aws/aws-sdk-go-v2/service/glue"
	glue "github.com/aws/aws-sdk-go-v2/service/glue/types"

	"interlaken/engine"
	"interlaken/fault"
	"interlaken/service"
	"interlaken/sql/analyze"
	"interlaken/sql/translate"
	"interlaken/sql/types"
)

// catalogReader answers the analysis from Glue, as the caller, and keeps what it found for the files.
type catalogReader struct {
	c     *service.Call
	found map[[2]string]*definition // by database and table
}

func newCatalogReader(c *service.Call) *catalogReader {
	return &catalogReader{c: c, found: map[[2]string]*definition{}}
}

// definition is a table of Glue whose columns are understood.
type definition struct {
	table   *glue.Table
	columns []column // partition columns last
}

// column is a column as the catalog has it. One of a type that queries do not know is hidden from them, as Trino hides
// it; in a text file it takes its place all the same.
type column struct {
	analyze.Column
	hidden bool
}

// Table implements analyze.Catalog.
func (r *catalogReader) Table(_ context.Context, catalog, database, name string) (*analyze.TableInfo, error) {
	if !strings.EqualFold(catalog, ownCatalog) {
		return nil, fault.New("CATALOG_NOT_FOUND", "Catalog '%s' does not exist", catalog)
	}
	if database == "information_schema" {
		return nil, fault.New("NOT_SUPPORTED", "Table '%s.%s.%s' is not supported", catalog, database, name)
	}
	if d, ok := r.found[[2]string{database, name}]; ok {
		return d.info(), nil
	}
	out, err := r.c.Invoke("glue", "GetTable", &sdkglue.GetTableInput{DatabaseName: &database, Name: &name})
	if fault.Is(err, fault.NotFound) {
		return nil, r.missing(database, err)
	}
	if err != nil {
		return nil, catalogDenied(err)
	}
	d := &definition{table: out.(*sdkglue.GetTableOutput).Table}
	if isView(d.table) {
		return viewInfo(d.table)
	}
	if err := d.understand(); err != nil {
		return nil, err
	}
	r.found[[2]string{database, name}] = d
	return d.info(), nil
}

// info is the table as the analysis reads it.
func (d *definition) info() *analyze.TableInfo {
	info := &analyze.TableInfo{}
	for _, c := range d.columns {
		if !c.hidden {
			info.Columns = append(info.Columns, c.Column)
		}
	}
	return info
}

// missing says whether the database is there whose table is not.
func (r *catalogReader) missing(database string, notFound error) error {
	_, err := r.c.Invoke("glue", "GetDatabase", &sdkglue.GetDatabaseInput{Name: &database})
	switch {
	case err == nil:
		return notFound
	case fault.Is(err, fault.NotFound):
		return fault.New("SCHEMA_NOT_FOUND", "Schema '%s' does not exist", database)
	}
	return catalogDenied(err)
}

// understand reads the columns, and refuses tables that are more than files of rows.
func (d *definition) understand() error {
	t := d.table
	name := aws.ToString(t.DatabaseName) + "." + aws.ToString(t.Name)
	switch {
	case strings.EqualFold(t.Parameters["table_type"], "ICEBERG"):
		return fault.New("NOT_SUPPORTED", "Table '%s' cannot be read: Iceberg tables are not supported", name)
	case t.StorageDescriptor == nil:
		return fault.New("HIVE_INVALID_METADATA", "Table '%s' has no storage descriptor", name)
	}
	for i, c := range append(append([]glue.Column{}, t.StorageDescriptor.Columns...), t.PartitionKeys...) {
		typ, err := types.ParseHive(aws.ToString(c.Type))
		hidden := fault.Is(err, fault.Unsupported)
		if err != nil && !hidden {
			return fault.Wrap(err, "HIVE_INVALID_METADATA", "Column '%s' of table '%s' has a type that cannot be read", aws.ToString(c.Name), name)
		}
		d.columns = append(d.columns, column{analyze.Column{
			Name: strings.ToLower(aws.ToString(c.Name)), Type: typ, Partition: i >= len(t.StorageDescriptor.Columns),
		}, hidden})
	}
	return nil
}

// engineTable describes the table to the engine, still without files, as far as the statement reads it: DuckDB binds a
// view's columns anew for each statement, and partition values cost a join.
func (d *definition) engineTable(read *analyze.TableRead) (engine.Table, error) {
	t := engine.Table{Catalog: read.Catalog, Schema: read.Database, Name: read.Table}
	if err := d.format(&t); err != nil {
		return t, err
	}
	reads := func(c column) bool { return slices.Contains(read.Columns, c.Name) }
	partitioned := slices.ContainsFunc(d.columns, func(c column) bool { return c.Partition && reads(c) })
	var spare *engine.Column
	for _, c := range d.columns {
		name, err := translate.DuckDBType(c.Type)
		if !reads(c) && (c.hidden || err != nil && !c.Partition) {
			name, err = "VARCHAR", nil // nobody asks for its values
		}
		if err != nil {
			return t, err
		}
		described := engine.Column{Name: c.Name, Type: name, Key: d.keyOf(c.Name)}
		switch {
		case c.Partition && partitioned:
			t.Partitions = append(t.Partitions, described)
		case c.Partition:
		case reads(c) || t.Format != engine.Parquet: // in text, columns are told apart by their places
			t.Columns = append(t.Columns, described)
		case spare == nil:
			spare = &described
		}
	}
	if len(t.Columns) == 0 && spare != nil { // where rows are only counted
		t.Columns = append(t.Columns, *spare)
	}
	return t, nil
}
