package athena

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/aws/aws-sdk-go-v2/aws"
	sdkglue "github.com/aws/aws-sdk-go-v2/service/glue"
	glue "github.com/aws/aws-sdk-go-v2/service/glue/types"

	"interlaken/cloud/athena/iceberg"
	"interlaken/fault"
	"interlaken/result"
	"interlaken/service"
	"interlaken/sql/analyze"
	"interlaken/sql/ast"
	"interlaken/sql/token"
	"interlaken/sql/types"
)

// lakeSink writes rows as data files of an Iceberg table.
type lakeSink struct {
	*iceberg.Writer
	lake *lake
	rows int64
}

func (s *lakeSink) Write(batch arrow.RecordBatch) error {
	s.rows += batch.NumRows()
	return refusedBy(s.Writer.Write(batch))
}

func (s *lakeSink) Close() error { return refusedBy(s.Writer.Close()) }

// refusedBy is a refusal to write rows as the failure of their statement.
func refusedBy(err error) error {
	if f := statementFailure(err); err != nil && f != nil {
		return f
	}
	return err
}

func (s *lakeSink) Discard() {
	_ = s.Close() // what it wrote is let go of, whether or not it was well
	s.lake.files.discard()
}

// discard lets go of what was created and no transaction has put.
func (f *lakeFiles) discard() {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	for _, one := range f.staged {
		one.staged.Discard()
	}
}

// put puts what was created, with the caller's rights.
func (f *lakeFiles) put(c *service.Call) error {
	for _, one := range f.staged {
		bucket, key, err := lakeAddress(one.address)
		if err != nil {
			return err
		}
		if err := one.staged.Close(); err != nil {
			return err
		}
		if err := f.t.Objects.Put(c, bucket, key, one.staged, PutOptions{ContentType: "application/octet-stream"}); err != nil {
			return outputDenied(err, one.address)
		}
	}
	return nil
}

// enterLake puts the files of a change and has the catalog name its metadata, in one transaction: if the catalog names
// another metadata file by now than the one that the change stands on, somebody else has changed the table.
func (l *lake) enterLake(c *service.Call, n tableName, change *iceberg.Change) error {
	t, err := l.t.catalog(c).table(n)
	conflict := failed(userError, 1000, fmt.Sprintf("%s: Failed to commit Iceberg update to table: %s", iceberg.CommitFailed, n))
	switch {
	case change.Previous == "" && isMissing(err):
		t = &glue.Table{
			DatabaseName: &n.database, Name: &n.table, TableType: aws.String("EXTERNAL_TABLE"), Parameters: map[string]string{"table_type": "ICEBERG"},
			StorageDescriptor: &glue.StorageDescriptor{Location: &change.Folder},
		}
	case change.Previous == "" && err == nil:
		return conflict
	case isMissing(err):
		return conflict
	case err != nil:
		return err
	case t.Parameters["metadata_location"] != change.Previous:
		return conflict
	}
	if err := l.files.put(c); err != nil {
		return err
	}
	input := tableInput(t)
	input.Parameters = merged(t.Parameters, map[string]string{"metadata_location": change.Location})
	if input.StorageDescriptor == nil {
		input.StorageDescriptor = &glue.StorageDescriptor{Location: &change.Folder}
	}
	input.StorageDescriptor.Columns = lakeColumns(change.Columns)
	if change.Previous == "" {
		_, err = c.Invoke("glue", "CreateTable", &sdkglue.CreateTableInput{DatabaseName: &n.database, TableInput: input})
		return catalogDenied(err)
	}
	input.Parameters["previous_metadata_location"] = change.Previous
	_, err = c.Invoke("glue", "UpdateTable", &sdkglue.UpdateTableInput{DatabaseName: &n.database, VersionId: t.VersionId, TableInput: input})
	return catalogDenied(err)
}

// lakeColumns are the columns as a Glue catalog shows them (Iceberg, IcebergToGlueConverter).
func lakeColumns(columns []iceberg.Column) (all []glue.Column) {
	for _, c := range columns {
		one := glue.Column{Name: aws.String(c.Name), Type: aws.String(c.Hive), Parameters: map[string]string{
			"iceberg.field.id": strconv.Itoa(c.ID), "iceberg.field.optional": strconv.FormatBool(!c.Required), "iceberg.field.current": "true",
		}}
		if c.Comment != "" {
			one.Comment = aws.String(c.Comment)
		}
		all = append(all, one)
	}
	return all
}

// resultColumnsOf are a table's columns as rows to write have them.
func resultColumnsOf(columns []iceberg.Column) (all []result.Column) {
	for _, c := range columns {
		all = append(all, result.Column{Name: c.Name, Type: c.Type})
	}
	return all
}

// icebergTable is CREATE TABLE with table_type ICEBERG (Athena User Guide, "Create Iceberg tables").
func (k *catalog) icebergTable(s *ast.CreateTable) error {
	n, err := k.e.resolve(s.Name)
	if err != nil {
		return err
	}
	if wanted, err := k.wanted(s, n); !wanted || err != nil {
		return err
	}
	change, err := known(k.lake.changes, "create", func(ctx context.Context) (*iceberg.Change, error) {
		t, err := k.lake.declared(ctx, s, n)
		if err != nil {
			return nil, err
		}
		return t.Save()
	})
	if err != nil {
		return err
	}
	return k.lake.enterLake(k.c, n, change)
}

// declared is the table that CREATE TABLE declares.
func (l *lake) declared(ctx context.Context, s *ast.CreateTable, n tableName) (*iceberg.Table, error) {
	properties := texts(s.Properties)
	switch {
	case s.External:
		return nil, token.Fault("NOT_SUPPORTED", s.Pos(), "Iceberg tables are not external: CREATE TABLE")
	case s.Location == nil:
		return nil, task("MetaException", "No location is given for the table %s", n.table)
	case s.RowFormat != nil || s.StoredAs != nil || s.Clustering != nil:
		return nil, token.Fault("NOT_SUPPORTED", s.Pos(), "ROW FORMAT, STORED AS and CLUSTERED BY are not of Iceberg tables")
	}
	if _, err := folder(&s.Location.Value); err != nil {
		return nil, task("MetaException", "%s is not a location in Amazon S3", s.Location.Value)
	}
	columns, err := hiveColumns(s.Columns)
	if err != nil {
		return nil, err
	}
	kept, err := lakeProperties(s, properties)
	if err != nil {
		return nil, err
	}
	var fields []iceberg.Partitioning
	for _, p := range s.PartitionBy {
		if p.Type != nil {
			return nil, token.Fault("NOT_SUPPORTED", p.Pos(), "Iceberg tables are partitioned by columns that are declared with the others")
		}
		field := iceberg.Partitioning{Column: p.Name.Key(), Transform: orElse(p.Transform, "identity")}
		if p.Width != nil {
			field.Transform += fmt.Sprintf("[%d]", p.Width.Value)
		}
		fields = append(fields, field)
	}
	return iceberg.New(ctx, l.files, l.t.Iceberg, n.String(), s.Location.Value, columns, fields, kept)
}

// hiveColumns are columns of DDL as Iceberg has them.
func hiveColumns(declared []*ast.ColumnDefinition) (all []iceberg.Column, err error) {
	seen := map[string]bool{}
	for _, c := range declared {
		if seen[c.Name.Key()] {
			return nil, semantic(10036, "Duplicate column name: %s", c.Name.Key())
		}
		seen[c.Name.Key()] = true
		one := iceberg.Column{Name: c.Name.Key(), Type: c.Type.Type}
		if one.Type.Kind == types.Invalid {
			return nil, token.Fault("NOT_SUPPORTED", c.Pos(), "Type not supported for Iceberg: %s", c.Type.Text)
		}
		if c.Comment != nil {
			one.Comment = c.Comment.Value
		}
		all = append(all, one)
	}
	if len(all) == 0 {
		return nil, semantic(10043, "Either list of columns or a custom serializer should be specified")
	}
	return all, nil
}

// lakeProperties are the properties that a table keeps of those that Athena knows (Athena User Guide, "Create Iceberg
// tables": table properties).
func lakeProperties(at ast.Node, given map[string]string) (map[string]string, error) {
	kept := map[string]string{}
	for name, value := range given {
		switch name {
		case "table_type":
		case "format":
			if !strings.EqualFold(value, "parquet") {
				return nil, token.Fault("NOT_SUPPORTED", at.Pos(), "Iceberg tables of the format %s are not supported, only of PARQUET", strings.ToUpper(value))
			}
		case "write_compression":
			if !strings.EqualFold(value, "zstd") && !strings.EqualFold(value, "snappy") && !strings.EqualFold(value, "gzip") {
				return nil, token.Fault("NOT_SUPPORTED", at.Pos(), "Compression %s is not supported for Iceberg tables", value)
			}
			kept["write.parquet.compression-codec"] = strings.ToLower(value)
		case "optimize_rewrite_data_file_threshold", "optimize_rewrite_delete_file_threshold", "vacuum_min_snapshots_to_keep", "vacuum_max_snapshot_age_seconds", "vacuum_max_metadata_files_to_keep":
			kept[name] = value
		default:
			return nil, token.Fault("INVALID_TABLE_PROPERTY", at.Pos(), "Unsupported table property key: %s", name)
		}
	}
	return kept, nil
}

// alterIceberg is ALTER TABLE of an Iceberg table (Athena User Guide, "Evolve Iceberg table schema").
func (k *catalog) alterIceberg(t *glue.Table, n tableName, s *ast.AlterTable) error {
	at, err := k.lake.table(t)
	if err != nil {
		return err
	}
	change, err := known(k.lake.changes, "alter", func(context.Context) (*iceberg.Change, error) {
		switch a := s.Action.(type) {
		case *ast.AddColumns:
			if a.Replace {
				break
			}
			columns, err := hiveColumns(a.Columns)
			if err != nil {
				return nil, err
			}
			return at.AddColumns(columns)
		case *ast.DropColumn:
			return at.DropColumn(a.Column.Key())
		case *ast.ChangeColumn:
			if a.First || a.After != nil {
				break
			}
			to, err := hiveColumns([]*ast.ColumnDefinition{a.To})
			if err != nil {
				return nil, err
			}
			return at.ChangeColumn(a.Column.Key(), to[0])
		}
		return nil, token.Fault("NOT_SUPPORTED", s.Action.Pos(), "This form of ALTER TABLE is not supported on Iceberg tables")
	})
	if err != nil {
		return err
	}
	return k.lake.enterLake(k.c, n, change)
}

// rewrite is DELETE and UPDATE: all rows of an Iceberg table are written anew, without those that are deleted or as they
// are updated (copy on write). Athena writes files of deletes instead; what is read afterwards is the same.
func (t *attempt) rewrite(ctx context.Context, s ast.Statement, table *ast.QualifiedName, where ast.Expression, assignments []*ast.Assignment) error {
	n, err := t.e.resolve(table)
	if err != nil {
		return t.refused(ctx, err)
	}
	w := &target{}
	w.finish = func(c *service.Call, _ []written) error { return t.lake.enterLake(c, n, w.change) }
	w.produce = func(written *iceberg.Writer) (*iceberg.Change, error) {
		scan, err := w.lake.Plan(nil)
		if err != nil {
			return nil, err
		}
		return w.lake.Replace(scan, written)
	}
	return t.write(ctx, w, func(c *service.Call) (*planned, error) {
		reader := newCatalogReader(c, t.lake)
		d, err := t.target(reader, table, n)
		if err != nil {
			return nil, err
		}
		if d.iceberg == nil {
			return nil, token.Fault("NOT_SUPPORTED", s.Pos(), "Modifying Hive table rows is only supported for Iceberg tables")
		}
		w.lake, w.columns = d.iceberg, resultColumnsOf(d.iceberg.Columns)
		query, err := rewritten(table, w.columns, where, assignments)
		if err != nil {
			return nil, err
		}
		return t.athena.plan(c, &t.e, query, reader, nil)
	})
}

// rewritten is the query of all rows that there are after DELETE or, with assignments, UPDATE.
func rewritten(table *ast.QualifiedName, columns []result.Column, where ast.Expression, assignments []*ast.Assignment) (*ast.Query, error) {
	if where == nil {
		where = &ast.BooleanLiteral{Value: true}
	}
	values := map[string]ast.Expression{}
	for _, a := range assignments {
		values[a.Column.Key()] = a.Value
	}
	if len(values) != len(assignments) {
		return nil, token.Fault("SYNTAX_ERROR", assignments[0].Pos(), "Multiple assignments for column")
	}
	out := &ast.Select{From: &ast.Table{Name: table}}
	for _, c := range columns {
		value := ast.Column(table.Last().Key(), c.Name)
		if to, ok := values[c.Name]; ok {
			delete(values, c.Name)
			out.Items = append(out.Items, &ast.SelectExpression{Alias: ast.Name(c.Name), Value: &ast.Case{Whens: []*ast.When{{Condition: ast.Clone(where), Result: to}}, Else: value}})
			continue
		}
		out.Items = append(out.Items, &ast.SelectExpression{Value: value, Alias: ast.Name(c.Name)})
	}
	for _, a := range assignments {
		if _, unknown := values[a.Column.Key()]; unknown {
			return nil, token.Fault("COLUMN_NOT_FOUND", a.Pos(), "The UPDATE SET target column %s doesn't exist", a.Column.Key())
		}
	}
	if assignments == nil {
		out.Where = &ast.Not{Operand: &ast.Call{Name: ast.QName("coalesce"), Arguments: []ast.Expression{where, &ast.BooleanLiteral{}}}}
	}
	return &ast.Query{Body: out}, nil
}

// target is the table that a statement writes to.
func (t *attempt) target(reader *catalogReader, at *ast.QualifiedName, n tableName) (*definition, error) {
	catalog := strings.ToLower(ownCatalog)
	info, err := reader.Table(reader.c.Context, catalog, n.database, n.table)
	switch {
	case fault.Is(err, fault.NotFound):
		return nil, token.Fault("TABLE_NOT_FOUND", at.Pos(), "Table '%s.%s' does not exist", catalog, n)
	case err != nil:
		return nil, err
	case info.View != nil:
		return nil, token.Fault("NOT_SUPPORTED", at.Pos(), "Writing to views is not supported")
	}
	d := reader.found[analyze.TableName{Catalog: catalog, Database: n.database, Table: n.table}]
	if d.rows != nil {
		return nil, token.Fault("NOT_SUPPORTED", at.Pos(), "Writing to %s is not supported", n)
	}
	return d, nil
}
