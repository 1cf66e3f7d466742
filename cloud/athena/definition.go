package athena

import (
	"context"
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdkglue "github.com/aws/aws-sdk-go-v2/service/glue"
	glue "github.com/aws/aws-sdk-go-v2/service/glue/types"

	"interlaken/cloud/athena/iceberg"
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
	lake  *lake
	found map[analyze.TableName]*definition
}

func newCatalogReader(c *service.Call, l *lake) *catalogReader {
	return &catalogReader{c: c, lake: l, found: map[analyze.TableName]*definition{}}
}

// definition is a table of Glue whose columns are understood.
type definition struct {
	table   *glue.Table
	columns []column // partition columns last
	rows    rowsOf   // of a table that is no files; nil for others
	iceberg *iceberg.Table
}

// column is a column as the catalog has it. One that is hidden takes its place in a text file all the same.
type column struct {
	hive.Column
	id int // by which an Iceberg table's files know it
}

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
	name, version := analyze.SplitVersion(name)
	name, about := cutMetadataTable(name)
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
	switch {
	case isIceberg(t):
		d, err = r.lake.definition(t, version, about)
	case version != analyze.Version{}:
		err = fault.New("NOT_SUPPORTED", "This connector does not support versioned tables")
	case about == "":
		err = d.understand()
	case about == "partitions" && len(t.PartitionKeys) > 0:
		err = d.understand()
		d = d.partitionsOf()
	default:
		err = fault.New(fault.NotFound, "The table has no %s.", about)
	}
	if err != nil {
		return nil, err
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
	name := [3]string{aws.ToString(in.CatalogId), *in.DatabaseName, *in.Name}
	if t, ok := r.lake.asked[name]; ok {
		return t, nil
	}
	out, err := r.c.Invoke("glue", "GetTable", in)
	if fault.Is(err, fault.NotFound) {
		return nil, r.missing(in, err)
	}
	if err != nil {
		return nil, catalogDenied(err)
	}
	t := out.(*sdkglue.GetTableOutput).Table
	r.lake.asked[name] = t
	return t, nil
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
			described := c.Column.Column
			described.Partition = c.Partition || d.iceberg != nil && iceberg.Prunable(c.Type)
			info.Columns = append(info.Columns, described)
		}
	}
	return info
}

// understand reads the columns, and refuses tables that are more than files of rows.
func (d *definition) understand() error {
	t := d.table
	name := aws.ToString(t.DatabaseName) + "." + aws.ToString(t.Name)
	if t.StorageDescriptor == nil {
		return fault.New("HIVE_INVALID_METADATA", "Table '%s' has no storage descriptor", name)
	}
	columns, err := hive.Columns(t)
	for _, c := range columns {
		d.columns = append(d.columns, column{Column: c})
	}
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
	if d.iceberg != nil {
		t.Format = engine.Parquet
	} else if err := d.format(&t); err != nil {
		return t, err
	}
	t.RowBytes = valueBytes * int64(len(d.columns))
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
		described := engine.Column{Name: c.Name, Type: name, Key: d.keyOf(c.Name), FieldID: c.id}
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
