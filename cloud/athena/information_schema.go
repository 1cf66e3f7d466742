package athena

import (
	"bytes"
	"strconv"
	"strings"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/ipc"
	"github.com/apache/arrow-go/v18/arrow/memory"
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

// rowsOf gives the rows of a table that is no files: what the catalog says, asked as the caller. Values are texts, nil
// for NULL, in the order of the definition's columns.
type rowsOf func(c *service.Call, read *analyze.TableRead) ([][]*string, error)

// informationSchema are the tables of information_schema with their columns (Trino's documentation, "Information
// schema"). Columns that choose what is asked of the catalog stand as partition columns, so that a query for one table
// asks for one.
var informationSchema = map[string]struct {
	columns string
	rows    func(k *catalogListing) ([][]*string, error)
}{
	"schemata": {"catalog_name schema_name*", (*catalogListing).schemata},
	"tables":   {"table_catalog table_schema* table_name* table_type", (*catalogListing).tables},
	"views":    {"table_catalog table_schema* table_name* view_definition", (*catalogListing).views},
	"columns":  {"table_catalog table_schema* table_name* column_name ordinal_position# column_default is_nullable data_type", (*catalogListing).columns},
}

// informationTable is a table of information_schema over a catalog.
func informationTable(catalog string, id *string, name string) (*definition, error) {
	described, ok := informationSchema[name]
	if !ok {
		return nil, fault.New(fault.NotFound, "There is no table information_schema.%s.", name)
	}
	d := &definition{}
	for _, text := range strings.Fields(described.columns) {
		c := column{Column: hive.Column{Column: analyze.Column{Name: strings.TrimRight(text, "*#"), Type: types.Simple(types.Varchar), Partition: strings.HasSuffix(text, "*")}}}
		if strings.HasSuffix(text, "#") {
			c.Type = types.Simple(types.Bigint)
		}
		d.columns = append(d.columns, c)
	}
	d.rows = func(c *service.Call, read *analyze.TableRead) ([][]*string, error) {
		return described.rows(&catalogListing{c, catalog, id, read.Partitions})
	}
	return d, nil
}

// catalogListing asks a catalog as far as a condition needs it.
type catalogListing struct {
	c         *service.Call
	catalog   string
	id        *string
	condition *analyze.Predicate
}

func (k *catalogListing) row(values ...string) []*string {
	out := []*string{&k.catalog}
	for i := range values {
		out = append(out, &values[i])
	}
	return out
}

// eachDatabase calls f with the databases that the condition keeps, information_schema not among them.
func (k *catalogListing) eachDatabase(column string, f func(name string) error) error {
	if named := k.condition.ValuesOf(column); named != nil {
		for _, name := range named {
			if err := f(strings.ToLower(name)); err != nil && !fault.Is(err, fault.NotFound) {
				return catalogDenied(err)
			}
		}
		return nil
	}
	for token := (*string)(nil); ; {
		out, err := k.c.Invoke("glue", "GetDatabases", &sdkglue.GetDatabasesInput{CatalogId: k.id, NextToken: token})
		if err != nil {
			return catalogDenied(err)
		}
		page := out.(*sdkglue.GetDatabasesOutput)
		for _, d := range page.DatabaseList {
			// What the caller may not list is left out, where nobody has asked for it by name.
			if err := f(*d.Name); err != nil && !fault.Is(err, fault.AccessDenied) {
				return err
			}
		}
		if token = page.NextToken; token == nil {
			return nil
		}
	}
}

// eachTable calls f with the tables that the condition keeps.
func (k *catalogListing) eachTable(f func(t *glue.Table)) error {
	one := func(t *glue.Table) {
		database, name := aws.ToString(t.DatabaseName), aws.ToString(t.Name)
		if k.condition.Test(map[string]*string{"table_schema": &database, "table_name": &name}) {
			f(t)
		}
	}
	return k.eachDatabase("table_schema", func(database string) error {
		if named := k.condition.ValuesOf("table_name"); named != nil {
			for _, name := range named {
				out, err := k.c.Invoke("glue", "GetTable", &sdkglue.GetTableInput{CatalogId: k.id, DatabaseName: &database, Name: &name})
				switch {
				case err == nil:
					one(out.(*sdkglue.GetTableOutput).Table)
				case !fault.Is(err, fault.NotFound):
					return err
				}
			}
			return nil
		}
		for token := (*string)(nil); ; {
			out, err := k.c.Invoke("glue", "GetTables", &sdkglue.GetTablesInput{CatalogId: k.id, DatabaseName: &database, NextToken: token})
			if err != nil {
				return err
			}
			page := out.(*sdkglue.GetTablesOutput)
			for i := range page.TableList {
				one(&page.TableList[i])
			}
			if token = page.NextToken; token == nil {
				return nil
			}
		}
	})
}

func (k *catalogListing) schemata() (rows [][]*string, err error) {
	named := k.condition.ValuesOf("schema_name") != nil
	err = k.eachDatabase("schema_name", func(name string) error {
		if named { // else the list has just said that it is there
			if _, err := k.c.Invoke("glue", "GetDatabase", &sdkglue.GetDatabaseInput{CatalogId: k.id, Name: &name}); err != nil {
				return err
			}
		}
		rows = append(rows, k.row(name))
		return nil
	})
	return rows, err
}

func (k *catalogListing) tables() (rows [][]*string, err error) {
	err = k.eachTable(func(t *glue.Table) {
		kind := "BASE TABLE"
		if hive.IsView(t) {
			kind = "VIEW"
		}
		rows = append(rows, k.row(*t.DatabaseName, *t.Name, kind))
	})
	return rows, err
}

func (k *catalogListing) views() (rows [][]*string, err error) {
	err = k.eachTable(func(t *glue.Table) {
		if !hive.IsView(t) {
			return
		}
		row := k.row(*t.DatabaseName, *t.Name)
		if v, err := hive.ReadView(t); err == nil {
			row = append(row, &v.OriginalSQL)
		} else {
			row = append(row, nil)
		}
		rows = append(rows, row)
	})
	return rows, err
}

func (k *catalogListing) columns() (rows [][]*string, err error) {
	err = k.eachTable(func(t *glue.Table) {
		for i, c := range tableColumns(t) {
			shown := aws.ToString(c.Type)
			if typ, err := types.ParseHive(shown); err == nil {
				shown = typ.String()
			}
			row := k.row(*t.DatabaseName, *t.Name, strings.ToLower(aws.ToString(c.Name)), strconv.Itoa(i+1))
			rows = append(rows, append(row, nil, aws.String("YES"), &shown))
		}
	})
	return rows, err
}

// partitionsOf is the table "t$partitions" of a table t: its partitions' values, a row each.
func (d *definition) partitionsOf() *definition {
	out := &definition{table: d.table}
	for _, c := range d.columns {
		if c.Partition {
			out.columns = append(out.columns, c)
		}
	}
	out.rows = func(c *service.Call, read *analyze.TableRead) ([][]*string, error) {
		folders, err := d.locations(c, read)
		rows := make([][]*string, len(folders))
		for i, f := range folders {
			rows[i] = f.values
		}
		return rows, err
	}
	return out
}

// listed asks for the rows of a table that is no files, and gives them to the engine as they are: as texts, which it casts.
func (d *definition) listed(c *service.Call, read *analyze.TableRead) (engine.Table, error) {
	out := engine.Table{Catalog: read.Catalog, Schema: translate.EngineSchema(read.Database), Name: read.Table}
	for _, c := range d.columns {
		name, err := translate.DuckDBType(c.Type)
		if err == nil && c.Type.Kind == types.Char { // nothing fills these with blanks
			err = fault.New("NOT_SUPPORTED", "Unsupported type: %s", c.Type)
		}
		if err != nil {
			return out, err
		}
		out.Columns = append(out.Columns, engine.Column{Name: c.Name, Type: name})
	}
	rows, err := d.rows(c, read)
	if err != nil {
		return out, err
	}
	out.Inline, err = arrowStream(d.columns, rows)
	return out, err
}

// arrowStream writes rows of texts as one Arrow IPC stream.
func arrowStream(columns []column, rows [][]*string) ([]byte, error) {
	fields := make([]arrow.Field, len(columns))
	for i, c := range columns {
		fields[i] = arrow.Field{Name: c.Name, Type: arrow.BinaryTypes.String, Nullable: true}
	}
	schema := arrow.NewSchema(fields, nil)
	b := array.NewRecordBuilder(memory.DefaultAllocator, schema)
	defer b.Release()
	for _, row := range rows {
		for i, v := range row {
			if v == nil {
				b.Field(i).AppendNull()
			} else {
				b.Field(i).(*array.StringBuilder).Append(*v)
			}
		}
	}
	batch := b.NewRecordBatch()
	defer batch.Release()
	var out bytes.Buffer
	w := ipc.NewWriter(&out, ipc.WithSchema(schema))
	if err := w.Write(batch); err != nil {
		return nil, err
	}
	err := w.Close()
	return out.Bytes(), err
}
