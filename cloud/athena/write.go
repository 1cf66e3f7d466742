package athena

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdkglue "github.com/aws/aws-sdk-go-v2/service/glue"
	glue "github.com/aws/aws-sdk-go-v2/service/glue/types"

	"interlaken/cloud/athena/iceberg"
	"interlaken/fault"
	"interlaken/result"
	"interlaken/result/tablefile"
	"interlaken/service"
	"interlaken/sql/analyze"
	"interlaken/sql/ast"
	"interlaken/sql/hive"
	"interlaken/sql/token"
	"interlaken/sql/types"
)

// target is where the rows of CREATE TABLE AS, INSERT or UNLOAD go.
type target struct {
	columns []result.Column // of the files
	keys    []result.Column // of the partitions, behind the others
	options tablefile.Options
	folder  string // s3://bucket/prefix/, of what no partition places elsewhere
	// finish writes into the catalog, once the files are put, what was written.
	finish func(c *service.Call, partitions []written) error
	// locate is where the rows of a partition go.
	locate func(c *service.Call, values []string) (string, error)
	// lake is the Iceberg table that the rows are written to, nil for files of another kind. produce makes the change of its
	// metadata which has them, and change is that.
	lake    *iceberg.Table
	produce func(*iceberg.Writer) (*iceberg.Change, error)
	change  *iceberg.Change
}

// all are the columns of the rows that are written.
func (w *target) all() []result.Column { return append(slices.Clone(w.columns), w.keys...) }

// write runs a query and writes its rows as files: planned in one transaction, put and entered into the catalog in
// another.
func (t *attempt) write(ctx context.Context, w *target, decide func(*service.Call) (*planned, error)) (err error) {
	p, err := t.plan(ctx, decide)
	if p == nil || err != nil {
		return err
	}
	defer p.release()
	// Whatever becomes of the statement, its end stands behind the events of its plan or not at all.
	defer func() { err = errors.Join(err, t.recorded()) }()
	var want []types.Type
	for _, c := range w.all() {
		want = append(want, c.Type)
	}
	out, err := t.execute(ctx, p, want, func() (sink, error) {
		if w.lake != nil {
			writer, err := w.lake.Writer()
			if err != nil {
				return nil, err
			}
			return &lakeSink{Writer: writer, lake: t.lake}, nil
		}
		return newTableSink(t.Objects, w.columns, w.keys, w.options, t.e.Submitted, t.Mesh.IDs()), nil
	})
	if out == nil || err != nil {
		return err
	}
	defer out.Discard()
	if w.lake != nil {
		return t.commitLake(ctx, w, out.(*lakeSink))
	}
	rows := out.(*tableSink)
	var partitions []written
	err = t.transaction(ctx, func(c *service.Call) (err error) {
		partitions, err = rows.place(func(values []string) (string, error) { return w.locate(c, values) })
		return err
	})
	if err != nil {
		return t.refused(ctx, err)
	}
	file, err := t.stageWritten(rows.manifest())
	defer file.Discard()
	if err != nil {
		return err
	}
	return t.succeed(ctx, func(c *service.Call) error {
		if err := rows.put(c); err != nil {
			return err
		}
		if err := w.finish(c, partitions); err != nil {
			return err
		}
		return t.putWritten(c, file)
	}, func(e *execution) {
		e.Columns, e.Updated, e.Manifest = countColumn, rows.rows, e.Output+manifestEnding
	})
}

// countColumn is what the result of a statement that writes rows has: how many, of which there is no row.
var countColumn = []result.Column{{Name: "rows", Type: types.Simple(types.Bigint)}}

const manifestEnding = "-manifest.csv"

// stageWritten begins what a statement leaves that has written files: their list, and the result's description.
func (t *attempt) stageWritten(manifest []byte) (*resultFile, error) {
	file := &resultFile{}
	if err := file.stage(t.Objects, &t.e, countColumn); err != nil {
		return file, err
	}
	if _, err := file.body.Write(manifest); err != nil {
		return file, err
	}
	return file, file.Close()
}

func (t *attempt) putWritten(c *service.Call, f *resultFile) error {
	bucket, key, _ := parseLocation(t.e.Output)
	options := PutOptions{ContentType: "application/octet-stream", ExpectedBucketOwner: t.e.Owner}
	if err := t.Objects.Put(c, bucket, key+manifestEnding, f.body, options); err != nil {
		return outputDenied(err, t.e.Output+manifestEnding)
	}
	return outputDenied(t.Objects.Put(c, bucket, key+".metadata", f.metadata, options), t.e.Output+".metadata")
}

// vacant refuses a folder in which there are objects (Athena User Guide, "Considerations and limitations for CTAS
// queries": the location has to be empty).
func (k *catalog) vacant(at ast.Node, folderURI string) error {
	place, err := folder(&folderURI)
	if err != nil {
		return token.Fault("INVALID_TABLE_PROPERTY", at.Pos(), "%s is not a location in Amazon S3", folderURI)
	}
	found, err := k.objects.List(k.c, place.bucket, place.prefix)
	if err != nil {
		return objectsFailed(err)
	}
	if len(found) > 0 {
		return fault.New("HIVE_PATH_ALREADY_EXISTS", "Target directory already exists: %s", folderURI)
	}
	return nil
}

// grouped has the rows of a query come partition by partition: the last columns are the keys.
func grouped(q *ast.Query, columns, keys int) *ast.Query {
	if keys == 0 {
		return q
	}
	out := &ast.Query{Body: &ast.Select{
		Items: []ast.SelectItem{&ast.AllColumns{}}, From: &ast.Aliased{Relation: &ast.Subquery{Query: q}, Alias: ast.Name("written")},
	}}
	for i := columns - keys; i < columns; i++ {
		out.OrderBy = append(out.OrderBy, &ast.SortItem{Value: ast.Integer(int64(i + 1))})
	}
	return out
}

// keysLast checks that the columns to partition by are the last ones, in their order, and leave some for the files.
func keysLast(at ast.Node, names, keys []string) error {
	for _, k := range keys {
		if !slices.Contains(names, k) {
			return token.Fault("INVALID_TABLE_PROPERTY", at.Pos(), "Partition columns [%s] not present in schema", k)
		}
	}
	if len(keys) >= len(names) && len(keys) > 0 {
		return token.Fault("INVALID_TABLE_PROPERTY", at.Pos(), "Table contains only partition columns")
	}
	if !slices.Equal(names[len(names)-len(keys):], keys) {
		return token.Fault("HIVE_COLUMN_ORDER_MISMATCH", at.Pos(), "Partition keys must be the last columns in the table and in the same order as the table properties: [%s]", strings.Join(keys, ", "))
	}
	return nil
}

// split divides a query's columns into those of files and those of partitions, as they are stored.
func (w *target) split(names []string, columns []analyze.Output, keys int) {
	w.columns, w.keys = nil, nil
	for i, name := range names {
		c := result.Column{Name: name, Type: columns[i].Type}
		if i < len(names)-keys {
			w.columns = append(w.columns, c)
		} else {
			w.keys = append(w.keys, c)
		}
	}
}

// createTableAs is CREATE TABLE AS (Athena User Guide, of that name).
func (t *attempt) createTableAs(ctx context.Context, s *ast.CreateTableAs) error {
	n, err := t.e.resolve(s.Name)
	if err != nil {
		return t.refused(ctx, err)
	}
	ctas, err := readTableProperties(s)
	if err != nil {
		return t.refused(ctx, err)
	}
	w := &target{options: ctas.options, folder: orElse(ctas.location, t.e.Output+"/")}
	if ctas.location != "" && ctas.iceberg == nil && t.e.Enforced {
		return t.refused(ctx, token.Fault("INVALID_TABLE_PROPERTY", s.Pos(), "The property external_location cannot be set, because the workgroup %s enforces where query results go", t.e.WorkGroup))
	}
	var hiveTypes []string
	standing := false
	w.locate = func(_ *service.Call, values []string) (string, error) {
		return strings.TrimSuffix(w.folder, "/") + "/" + hive.PartitionPath(glueColumns(w.keys, nil), values), nil
	}
	w.finish = func(c *service.Call, partitions []written) error {
		if standing {
			return nil
		}
		if w.lake != nil {
			return t.lake.enterLake(c, n, w.change)
		}
		// The table may have been made while the query ran.
		if exists, err := t.catalog(c).exists(n); exists || err != nil {
			return cmp.Or(err, alreadyThere(s, n))
		}
		return t.enter(c, s, n, ctas, w, hiveTypes, partitions)
	}
	return t.write(ctx, w, func(c *service.Call) (*planned, error) {
		k := t.catalog(c)
		switch exists, err := k.exists(n); {
		case err != nil:
			return nil, err
		case exists && !s.IfNotExists:
			return nil, alreadyThere(s, n)
		case exists:
			standing = true
		}
		if _, err := k.getDatabase(n.database); isMissing(err) {
			return nil, token.Fault("SCHEMA_NOT_FOUND", s.Name.Pos(), "Schema '%s' does not exist", n.database)
		} else if err != nil {
			return nil, err
		}
		if !standing {
			if err := k.vacant(s, w.folder); err != nil {
				return nil, err
			}
		}
		return t.athena.plan(c, &t.e, s.Query, newCatalogReader(c, t.lake), func(a *analyze.Analysis) (*ast.Query, error) {
			columns := a.Columns
			if ctas.iceberg != nil {
				columns = withoutZones(columns)
			}
			names, stored, err := storedColumns(s.Query, columns, s.Columns)
			if err != nil {
				return nil, err
			}
			if err := keysLast(s, names, ctas.keys); err != nil {
				return nil, err
			}
			hiveTypes = stored
			w.split(names, a.Columns, len(ctas.keys))
			if ctas.iceberg != nil && !standing {
				if err := t.lakeAs(c.Context, n, w, ctas); err != nil {
					return nil, err
				}
			}
			if s.NoData || standing {
				return without(s.Query), nil
			}
			return grouped(s.Query, len(names), len(ctas.keys)), nil
		})
	})
}

func alreadyThere(s *ast.CreateTableAs, n tableName) error {
	return token.Fault("TABLE_ALREADY_EXISTS", s.Pos(), "Destination table '%s.%s' already exists", strings.ToLower(ownCatalog), n)
}

// without is a query of the same columns and no rows.
func without(q *ast.Query) *ast.Query {
	return &ast.Query{
		Body: &ast.Select{
			Items: []ast.SelectItem{&ast.AllColumns{}}, From: &ast.Aliased{Relation: &ast.Subquery{Query: q}, Alias: ast.Name("described")},
		},
		Limit: &ast.Limit{Count: ast.Integer(0)},
	}
}

func glueColumns(columns []result.Column, hiveTypes []string) []glue.Column {
	out := make([]glue.Column, len(columns))
	for i, c := range columns {
		out[i].Name = aws.String(c.Name)
		if hiveTypes != nil {
			out[i].Type = aws.String(hiveTypes[i])
		}
	}
	return out
}

// enter makes the table of CREATE TABLE AS in the catalog, with its partitions.
func (t *attempt) enter(c *service.Call, s *ast.CreateTableAs, n tableName, ctas *tableProperties, w *target, hiveTypes []string, partitions []written) error {
	format := ctas.fileFormat()
	parameters := map[string]string{
		"EXTERNAL": "TRUE", "has_encrypted_data": "false", "transient_lastDdlTime": strconv.FormatInt(c.Now.Unix(), 10),
	}
	if w.options.Format == tablefile.Parquet {
		parameters["parquet.compression"] = string(w.options.Compression)
	} else {
		parameters["write.compression"] = string(w.options.Compression)
	}
	if s.Comment != nil {
		parameters["comment"] = s.Comment.Value
	}
	table := &glue.Table{DatabaseName: &n.database, Name: &n.table, StorageDescriptor: &glue.StorageDescriptor{
		Columns: glueColumns(w.columns, hiveTypes), Location: &w.folder, InputFormat: &format.input, OutputFormat: &format.output,
		NumberOfBuckets: -1, SerdeInfo: &glue.SerDeInfo{SerializationLibrary: &format.serde, Parameters: ctas.serde},
	}}
	table.PartitionKeys = glueColumns(w.keys, hiveTypes[len(w.columns):])
	_, err := c.Invoke("glue", "CreateTable", &sdkglue.CreateTableInput{DatabaseName: &n.database, TableInput: &glue.TableInput{
		Name: &n.table, Owner: aws.String("hadoop"), TableType: aws.String("EXTERNAL_TABLE"), Parameters: parameters,
		PartitionKeys: table.PartitionKeys, StorageDescriptor: table.StorageDescriptor,
	}})
	if err != nil {
		return catalogDenied(err)
	}
	return addWritten(c, table, n, partitions)
}

// addWritten enters the partitions that rows were written to.
func addWritten(c *service.Call, t *glue.Table, n tableName, partitions []written) error {
	if len(t.PartitionKeys) == 0 || len(partitions) == 0 {
		return nil
	}
	all := make([]glue.PartitionInput, len(partitions))
	for i, p := range partitions {
		all[i] = partitionInput(t, p.values, p.location)
	}
	return catalogDenied(addPartitions(c, n, all, true))
}

// unload is UNLOAD: the rows of a query as files in a folder, of which no catalog knows (Athena User Guide, of that name).
func (t *attempt) unload(ctx context.Context, s *ast.Unload) error {
	properties, err := readUnloadProperties(s)
	if err != nil {
		return t.refused(ctx, err)
	}
	w := &target{options: properties.options, folder: s.Location.Value}
	w.locate = func(_ *service.Call, values []string) (string, error) {
		return strings.TrimSuffix(w.folder, "/") + "/" + hive.PartitionPath(glueColumns(w.keys, nil), values), nil
	}
	w.finish = func(*service.Call, []written) error { return nil }
	return t.write(ctx, w, func(c *service.Call) (*planned, error) {
		if err := t.catalog(c).vacant(s.Location, s.Location.Value); err != nil {
			return nil, err
		}
		return t.athena.plan(c, &t.e, s.Query, newCatalogReader(c, t.lake), func(a *analyze.Analysis) (*ast.Query, error) {
			names, _, err := storedColumns(s.Query, a.Columns, nil)
			if err != nil {
				return nil, err
			}
			if err := keysLast(s, names, properties.keys); err != nil {
				return nil, err
			}
			w.split(names, a.Columns, len(properties.keys))
			return grouped(s.Query, len(names), len(properties.keys)), nil
		})
	})
}

// insert is INSERT INTO a table of files (Athena User Guide, of that name).
func (t *attempt) insert(ctx context.Context, s *ast.Insert) error {
	n, err := t.e.resolve(s.Table)
	if err != nil {
		return t.refused(ctx, err)
	}
	w, table := &target{}, (*glue.Table)(nil)
	w.locate = func(c *service.Call, values []string) (string, error) { return partitionLocation(c, table, values) }
	w.finish = func(c *service.Call, partitions []written) error { return addWritten(c, table, n, partitions) }
	return t.write(ctx, w, func(c *service.Call) (*planned, error) {
		reader := newCatalogReader(c, t.lake)
		d, err := t.target(reader, s.Table, n)
		if err != nil {
			return nil, err
		}
		if d.iceberg != nil {
			w.lake, w.produce, w.columns, w.keys = d.iceberg, d.iceberg.Append, resultColumnsOf(d.iceberg.Columns), nil
			w.finish = func(c *service.Call, _ []written) error { return t.lake.enterLake(c, n, w.change) }
			return t.athena.plan(c, &t.e, s.Query, reader, func(a *analyze.Analysis) (*ast.Query, error) { return insertion(s, w, a) })
		}
		table, w.columns, w.keys = d.table, nil, nil
		if w.folder, w.options, err = d.writing(); err != nil {
			return nil, err
		}
		for _, c := range d.columns {
			column := result.Column{Name: c.Name, Type: c.Type}
			switch {
			case c.Hidden:
				return nil, token.Fault("NOT_SUPPORTED", s.Pos(), "Column '%s' has a type that cannot be written", c.Name)
			case c.Partition:
				w.keys = append(w.keys, column)
			default:
				w.columns = append(w.columns, column)
			}
		}
		return t.athena.plan(c, &t.e, s.Query, reader, func(a *analyze.Analysis) (*ast.Query, error) { return insertion(s, w, a) })
	})
}

// partitionLocation is where a table's partition lies, or where it will.
func partitionLocation(c *service.Call, t *glue.Table, values []string) (string, error) {
	if len(values) > 0 {
		out, err := c.Invoke("glue", "GetPartition", &sdkglue.GetPartitionInput{DatabaseName: t.DatabaseName, TableName: t.Name, PartitionValues: values})
		switch {
		case err == nil:
			if s := out.(*sdkglue.GetPartitionOutput).Partition.StorageDescriptor; s != nil && s.Location != nil {
				return *s.Location, nil
			}
		case !fault.Is(err, fault.NotFound):
			return "", catalogDenied(err)
		}
	}
	return strings.TrimSuffix(aws.ToString(t.StorageDescriptor.Location), "/") + "/" + hive.PartitionPath(t.PartitionKeys, values), nil
}

// insertion is the query of INSERT with a column for each of the table's, NULL for those that the statement does not
// name.
func insertion(s *ast.Insert, w *target, a *analyze.Analysis) (*ast.Query, error) {
	all := w.all()
	places := make([]int, 0, len(all)) // of the query's columns among the table's
	for i := range all {
		places = append(places, i)
	}
	if s.Columns != nil {
		places = places[:0]
		for _, c := range s.Columns {
			at := slices.IndexFunc(all, func(o result.Column) bool { return o.Name == c.Key() })
			if at < 0 {
				return nil, token.Fault("COLUMN_NOT_FOUND", c.Pos(), "Insert column name does not exist in target table: %s", c.Key())
			}
			if slices.Contains(places, at) {
				return nil, token.Fault("DUPLICATE_COLUMN_NAME", c.Pos(), "Insert column name is specified more than once: %s", c.Key())
			}
			places = append(places, at)
		}
	}
	if len(places) != len(a.Columns) {
		return nil, token.Fault("TYPE_MISMATCH", s.Pos(), "Insert query has %d expression(s) but expected %d target column(s)", len(a.Columns), len(places))
	}
	out := &ast.Select{}
	from := &ast.Aliased{Relation: &ast.Subquery{Query: s.Query}, Alias: ast.Name("inserted")}
	for i := range all {
		var value ast.Expression = &ast.NullLiteral{}
		if at := slices.Index(places, i); at >= 0 {
			if own := a.Columns[at].Type; !types.CanCoerce(own, all[i].Type) {
				return nil, token.Fault("TYPE_MISMATCH", s.Pos(), "Insert query has mismatched column types: column '%s' is of type %s, but the query gives %s", all[i].Name, all[i].Type, own)
			}
			value = ast.Column("inserted", fmt.Sprintf("c%d", at))
		}
		out.Items = append(out.Items, &ast.SelectExpression{Value: value, Alias: ast.Name(fmt.Sprintf("t%d", i))})
	}
	for at := range a.Columns {
		from.Columns = append(from.Columns, ast.Name(fmt.Sprintf("c%d", at)))
	}
	out.From = from
	return grouped(&ast.Query{Body: out}, len(all), len(w.keys)), nil
}
