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
	"interlaken/sql/hive"
	"interlaken/sql/translate"
	"interlaken/sql/types"
)

// catalogReader answers the analysis from Glue, as the caller, and keeps what it found for the files.
type catalogReader struct {
	c     *service.Call
	found map[analyze.TableName]*definition
}

func newCatalogReader(c *service.Call) *catalogReader {
	return &catalogReader{c: c, found: map[analyze.TableName]*definition{}}
}

// definition is a table of Glue whose columns are understood.
type definition struct {
	table   *glue.Table
	columns []column // partition columns last
	rows    rowsOf   // of a table that is no files; nil for others
}

// column is a column as the catalog has it. One that is hidden takes its place in a text file all the same.
type column = hive.Column

// Table implements analyze.Catalog. A link is read as the table that it points to.
func (r *catalogReader) Table(_ context.Context, catalog, database, name string) (*analyze.TableInfo, error) {
	key := analyze.TableName{Catalog: catalog, Database: database, Table: name}
	if d, ok := r.found[key]; ok {
		return d.info(), nil
	}
	id, err := r.catalog(catalog)
	if err != nil {
		return nil, err
	}
	if database == "information_schema" {
		d, err := informationTable(catalog, id, name)
		if err != nil {
			return nil, err
		}
		r.found[key] = d
		return d.info(), nil
	}
	name, ofPartitions := strings.CutSuffix(name, "$partitions")
	t, err := r.table(&sdkglue.GetTableInput{CatalogId: id, DatabaseName: &database, Name: &name})
	if err == nil && t.TargetTable != nil {
		t, err = r.table(&sdkglue.GetTableInput{CatalogId: t.TargetTable.CatalogId, DatabaseName: t.TargetTable.DatabaseName, Name: t.TargetTable.Name})
	}
	if err != nil {
		return nil, err
	}
	d := &definition{table: t}
	if hive.IsView(t) {
		return hive.Info(t, catalog)
	}
	if err := d.understand(); err != nil {
		return nil, err
	}
	if ofPartitions {
		if len(t.PartitionKeys) == 0 {
			return nil, fault.New(fault.NotFound, "The table has no partitions.")
		}
		d = d.partitionsOf()
	}
	r.found[key] = d
	return d.info(), nil
}

// catalog is the Glue catalog behind a name. Another account's needs to be allowed by name as well.
func (r *catalogReader) catalog(name string) (*string, error) {
	id, err := catalogID(r.c, &name)
	if fault.Is(err, fault.Validation) {
		return nil, fault.New("CATALOG_NOT_FOUND", "Catalog '%s' does not exist", name)
	}
	if id == nil || err != nil {
		return id, err
	}
	return id, catalogDenied(r.c.Authorize(service.Check{Action: "athena:GetDataCatalog", Resource: r.c.ARN("athena", "datacatalog/"+name)}))
}

func (r *catalogReader) table(in *sdkglue.GetTableInput) (*glue.Table, error) {
	out, err := r.c.Invoke("glue", "GetTable", in)
	if fault.Is(err, fault.NotFound) {
		return nil, r.missing(in, err)
	}
	if err != nil {
		return nil, catalogDenied(err)
	}
	return out.(*sdkglue.GetTableOutput).Table, nil
}

// missing says whether the database is there whose table is not.
func (r *catalogReader) missing(in *sdkglue.GetTableInput, notFound error) error {
	_, err := r.c.Invoke("glue", "GetDatabase", &sdkglue.GetDatabaseInput{CatalogId: in.CatalogId, Name: in.DatabaseName})
	switch {
	case err == nil:
		return notFound
	case fault.Is(err, fault.NotFound):
		return fault.New("SCHEMA_NOT_FOUND", "Schema '%s' does not exist", *in.DatabaseName)
	}
	return catalogDenied(err)
}

// info is the table as the analysis reads it.
func (d *definition) info() *analyze.TableInfo {
	info := &analyze.TableInfo{}
	for _, c := range d.columns {
		if !c.Hidden {
			info.Columns = append(info.Columns, c.Column)
		}
	}
	return info
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
	var err error
	d.columns, err = hive.Columns(t)
	return err
}

// holdsChar reports a char inside another type, which nothing fills with blanks.
func holdsChar(t types.Type) bool {
	inside := []*types.Type{t.Element, t.Key, t.Value}
	for i := range t.Fields {
		inside = append(inside, &t.Fields[i].Type)
	}
	for _, one := range inside {
		if one != nil && (one.Kind == types.Char || holdsChar(*one)) {
			return true
		}
	}
	return false
}

// valueBytes is about what a value takes in a file, encoded and compressed.
const valueBytes = 4

// engineTable describes the table to the engine, still without files, as far as the statement reads it: DuckDB binds a
// view's columns anew for each statement, and partition values cost a join.
func (d *definition) engineTable(read *analyze.TableRead) (engine.Table, error) {
	t := engine.Table{Catalog: read.Catalog, Schema: read.Database, Name: read.Table}
	if err := d.format(&t); err != nil {
		return t, err
	}
	t.RowBytes = valueBytes * int64(len(d.table.StorageDescriptor.Columns))
	reads := func(c column) bool { return slices.Contains(read.Columns, c.Name) }
	partitioned := slices.ContainsFunc(d.columns, func(c column) bool { return c.Partition && reads(c) })
	var spare *engine.Column
	for _, c := range d.columns {
		name, err := translate.DuckDBType(c.Type)
		if !reads(c) && (c.Hidden || err != nil && !c.Partition) {
			name, err = "VARCHAR", nil // nobody asks for its values
		}
		if err != nil {
			return t, err
		}
		described := engine.Column{Name: c.Name, Type: name, Key: d.keyOf(c.Name)}
		switch {
		case c.Type.Kind == types.Char:
			described.Blanks = c.Type.Length
		case reads(c) && holdsChar(c.Type):
			return t, fault.New("NOT_SUPPORTED", "Unsupported type: %s", c.Type)
		}
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
