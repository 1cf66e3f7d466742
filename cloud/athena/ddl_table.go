package athena

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdkglue "github.com/aws/aws-sdk-go-v2/service/glue"
	glue "github.com/aws/aws-sdk-go-v2/service/glue/types"

	"interlaken/sql/ast"
	"interlaken/sql/hive"
	"interlaken/sql/token"
)

// createTable is CREATE EXTERNAL TABLE (Athena User Guide, "CREATE TABLE").
func (k *catalog) createTable(s *ast.CreateTable) error {
	n, err := k.e.resolve(s.Name)
	if err != nil {
		return err
	}
	input, err := describeTable(s, n.table)
	if err != nil {
		return err
	}
	if wanted, err := k.wanted(s, n); !wanted || err != nil {
		return err
	}
	input.Parameters["transient_lastDdlTime"] = strconv.FormatInt(k.c.Now.Unix(), 10)
	return k.glue("CreateTable", &sdkglue.CreateTableInput{DatabaseName: &n.database, TableInput: input})
}

// wanted tells whether CREATE TABLE has a table to make: false where it is there and need not be.
func (k *catalog) wanted(s *ast.CreateTable, n tableName) (bool, error) {
	if _, err := k.getDatabase(n.database); err != nil {
		return false, err
	}
	exists, err := k.exists(n)
	if err == nil && exists && !s.IfNotExists {
		err = task("AlreadyExistsException", "Table %s already exists", n.table)
	}
	return !exists, err
}

// describeTable is the catalog's entry for a table as DDL declares it.
func describeTable(s *ast.CreateTable, name string) (*glue.TableInput, error) {
	properties := texts(s.Properties)
	switch {
	case s.Like != nil:
		return nil, token.Fault("NOT_SUPPORTED", s.Pos(), "CREATE TABLE LIKE is not supported")
	case !s.External:
		return nil, semantic(10000, "Only external tables can be created: CREATE EXTERNAL TABLE")
	case s.Location == nil:
		return nil, task("MetaException", "No location is given for the table %s", name)
	}
	if _, err := folder(&s.Location.Value); err != nil {
		return nil, task("MetaException", "%s is not a location in Amazon S3", s.Location.Value)
	}
	columns, keys, err := declaredColumns(s)
	if err != nil {
		return nil, err
	}
	store, err := storage(s)
	if err != nil {
		return nil, err
	}
	store.Columns, store.Location = columns, &s.Location.Value
	if c := s.Clustering; c != nil {
		store.NumberOfBuckets = int32(c.Buckets.Value)
		for _, column := range c.Columns {
			store.BucketColumns = append(store.BucketColumns, column.Key())
		}
	}
	parameters := merged(map[string]string{"EXTERNAL": "TRUE"}, properties)
	if s.Comment != nil {
		parameters["comment"] = s.Comment.Value
	}
	return &glue.TableInput{
		Name: &name, Owner: aws.String("hadoop"), TableType: aws.String("EXTERNAL_TABLE"), Parameters: parameters,
		PartitionKeys: keys, StorageDescriptor: store,
	}, nil
}

// declaredColumns are the columns of a table and those that it is partitioned by, each name once.
func declaredColumns(s *ast.CreateTable) (columns, keys []glue.Column, err error) {
	seen := map[string]bool{}
	for _, c := range s.Columns {
		if seen[c.Name.Key()] {
			return nil, nil, semantic(10036, "Duplicate column name: %s", c.Name.Key())
		}
		seen[c.Name.Key()] = true
		columns = append(columns, glueColumn(c))
	}
	keys = []glue.Column{}
	for _, p := range s.PartitionBy {
		switch {
		case p.Type == nil:
			return nil, nil, token.Fault("NOT_SUPPORTED", p.Pos(), "Partitions by a column of the table, or a transform of one, are of Iceberg tables: set the table property table_type")
		case seen[p.Name.Key()]:
			return nil, nil, semantic(10035, "Column repeated in partitioning columns: %s", p.Name.Key())
		}
		seen[p.Name.Key()] = true
		keys = append(keys, glueColumn(&ast.ColumnDefinition{Name: p.Name, Type: p.Type, Comment: p.Comment}))
	}
	if len(columns) == 0 {
		return nil, nil, semantic(10043, "Either list of columns or a custom serializer should be specified")
	}
	return columns, keys, nil
}

func glueColumn(c *ast.ColumnDefinition) glue.Column {
	out := glue.Column{Name: aws.String(c.Name.Key()), Type: &c.Type.Text}
	if c.Comment != nil {
		out.Comment = &c.Comment.Value
	}
	return out
}

// fileFormat is how Hive reads and writes a format.
type fileFormat struct{ input, output, serde string }

const (
	textInput  = "org.apache.hadoop.mapred.TextInputFormat"
	textOutput = "org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat"
)

// fileFormats are those that STORED AS names (Athena User Guide, "CREATE TABLE": file_format).
var fileFormats = map[string]fileFormat{
	"TEXTFILE": {textInput, textOutput, lazySimple},
	"JSONFILE": {textInput, textOutput, hiveJSON},
	"PARQUET": {
		"org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat", "org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat", parquet,
	},
	"ORC": {"org.apache.hadoop.hive.ql.io.orc.OrcInputFormat", "org.apache.hadoop.hive.ql.io.orc.OrcOutputFormat", "org.apache.hadoop.hive.ql.io.orc.OrcSerde"},
	"AVRO": {
		"org.apache.hadoop.hive.ql.io.avro.AvroContainerInputFormat", "org.apache.hadoop.hive.ql.io.avro.AvroContainerOutputFormat",
		"org.apache.hadoop.hive.serde2.avro.AvroSerDe",
	},
	"SEQUENCEFILE": {"org.apache.hadoop.mapred.SequenceFileInputFormat", "org.apache.hadoop.hive.ql.io.HiveSequenceFileOutputFormat", lazySimple},
	"RCFILE":       {"org.apache.hadoop.hive.ql.io.RCFileInputFormat", "org.apache.hadoop.hive.ql.io.RCFileOutputFormat", "org.apache.hadoop.hive.serde2.columnar.LazyBinaryColumnarSerDe"},
	"ION":          {"com.amazon.ionhiveserde.formats.IonInputFormat", "com.amazon.ionhiveserde.formats.IonOutputFormat", "com.amazon.ionhiveserde.IonHiveSerDe"},
}

// storage is how a table's files are read, by STORED AS and ROW FORMAT.
func storage(s *ast.CreateTable) (*glue.StorageDescriptor, error) {
	format := fileFormats["TEXTFILE"]
	switch f := s.StoredAs; {
	case f == nil:
	case f.Input != nil:
		format.input, format.output = f.Input.Value, f.Output.Value
	default:
		known, ok := fileFormats[f.Name]
		if !ok {
			return nil, semantic(10055, "Unrecognized file format in STORED AS clause: '%s'", f.Name)
		}
		format = known
	}
	serde, parameters := format.serde, map[string]string{"serialization.format": "1"}
	if r := s.RowFormat; r != nil {
		if r.Serde != nil {
			serde, parameters = r.Serde.Value, merged(parameters, texts(r.SerdeProperties))
		} else {
			serde, parameters = lazySimple, delimiters(r)
		}
	}
	return &glue.StorageDescriptor{
		InputFormat: &format.input, OutputFormat: &format.output, NumberOfBuckets: -1,
		SerdeInfo: &glue.SerDeInfo{SerializationLibrary: &serde, Parameters: parameters},
	}, nil
}

// delimiters are LazySimpleSerDe's parameters, under the names that Hive gives them, one of which it misspells.
func delimiters(r *ast.RowFormat) map[string]string {
	out := map[string]string{"serialization.format": "1"}
	for name, text := range map[string]*ast.StringLiteral{
		"field.delim": r.FieldsTerminatedBy, "escape.delim": r.EscapedBy, "colelction.delim": r.CollectionItemsTerminatedBy,
		"mapkey.delim": r.MapKeysTerminatedBy, "line.delim": r.LinesTerminatedBy, "serialization.null.format": r.NullDefinedAs,
	} {
		if text != nil {
			out[name] = text.Value
		}
	}
	if r.FieldsTerminatedBy != nil {
		out["serialization.format"] = r.FieldsTerminatedBy.Value
	}
	return out
}

// dropTable is DROP TABLE and DROP VIEW. The files of a table stay, as it is an external one; those of an Iceberg table go
// with it (Athena User Guide, "Create Iceberg tables": DROP TABLE removes data and metadata).
func (k *catalog) dropTable(s *ast.DropTable) error {
	n, err := k.e.resolve(s.Name)
	if err != nil {
		return err
	}
	t, err := k.table(n)
	switch {
	case isMissing(err) && s.IfExists:
		return nil
	case isMissing(err) && s.View:
		return failed(userError, 1301, fmt.Sprintf("%s: View '%s.%s' does not exist", s.Pos(), strings.ToLower(ownCatalog), n))
	case err != nil:
		return err
	case s.View && !hive.IsView(t):
		return failed(userError, 1107, fmt.Sprintf("%s: '%s.%s' is a table, not a view; use DROP TABLE", s.Pos(), strings.ToLower(ownCatalog), n))
	case !s.View && hive.IsView(t):
		return semantic(10001, "Cannot drop a view with DROP TABLE: %s", n)
	}
	if err := k.glue("DeleteTable", &sdkglue.DeleteTableInput{DatabaseName: &n.database, Name: &n.table}); err != nil || !isIceberg(t) {
		return err
	}
	return k.removeFiles(t)
}

// removeFiles deletes what lies below a table's location, with the caller's rights.
func (k *catalog) removeFiles(t *glue.Table) error {
	location := ""
	if t.StorageDescriptor != nil {
		location = aws.ToString(t.StorageDescriptor.Location)
	}
	bucket, prefix, ok := parseLocation(location)
	if prefix = strings.TrimSuffix(prefix, "/"); !ok || prefix == "" {
		return failed(userError, 1306, "HIVE_INVALID_METADATA: The location of the table is no folder: "+location)
	}
	found, err := k.objects.List(k.c, bucket, prefix+"/")
	if err != nil {
		return outputDenied(err, location)
	}
	if most := k.lake.t.RemovedFiles; len(found) > most {
		return failed(userError, 1200, fmt.Sprintf("NOT_SUPPORTED: The table has %d files at %s, and DROP TABLE removes at most %d; remove them from S3 first", len(found), location, most))
	}
	keys := make([]string, len(found))
	for i, o := range found {
		keys[i] = o.Key
	}
	return outputDenied(k.objects.Remove(k.c, bucket, keys), location)
}
