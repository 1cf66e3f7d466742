package athena_test

import (
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/athena"
	"github.com/aws/aws-sdk-go-v2/service/athena/types"
	sdkglue "github.com/aws/aws-sdk-go-v2/service/glue"
	gluetypes "github.com/aws/aws-sdk-go-v2/service/glue/types"

	"interlaken/fault"
	"interlaken/service"
	. "interlaken/service/servicetest"
)

// said runs a statement and returns what it answers, a row a line and values parted by |, or why it failed.
func (w *world) said(s service.Session, query string, change ...func(*sdk.StartQueryExecutionInput)) string {
	w.t.Helper()
	e := w.ask(s, query, change...)
	if e.Status.State != types.QueryExecutionStateSucceeded {
		return "FAILED " + aws.ToString(e.Status.StateChangeReason)
	}
	out := Must[sdk.GetQueryResultsOutput](w.Kit, s, "athena", "GetQueryResults", &sdk.GetQueryResultsInput{QueryExecutionId: e.QueryExecutionId})
	var lines []string
	for _, row := range out.ResultSet.Rows {
		values := make([]string, len(row.Data))
		for i, d := range row.Data {
			values[i] = aws.ToString(d.VarCharValue)
		}
		lines = append(lines, strings.TrimRight(strings.Join(values, "|"), " \t"))
	}
	return strings.Join(lines, "\n")
}

func TestDefinitions(t *testing.T) {
	w := newWorld(t)
	w.sales()
	s := w.User(Retail, "admin", Everything)
	w.objects.put("data", "logs/day=2026-01-01/a", "x")
	w.objects.put("data", "logs/day=2026-01-03/a", "x")
	w.objects.put("data", "logs/_tmp/day=2026-01-09/a", "x")
	task := "FAILED FAILED: Execution Error, return code 1 from org.apache.hadoop.hive.ql.exec.DDLTask. "
	for _, c := range []struct{ statement, want string }{
		{"SHOW DATABASES", "shop"},
		{"CREATE DATABASE lab COMMENT 'a laboratory' WITH DBPROPERTIES ('owner'='x')", ""},
		{"CREATE DATABASE lab", task + "AlreadyExistsException(message:Database lab already exists)"},
		{"CREATE SCHEMA IF NOT EXISTS lab", ""},
		{"ALTER DATABASE lab SET DBPROPERTIES ('cost'='y')", ""},
		{"SHOW SCHEMAS LIKE 'l*|x'", "lab"},
		{"SHOW TABLES", "flat\nsales"},
		{"SHOW TABLES 'f*'", "flat"},
		{"SHOW TABLES IN gone", "FAILED FAILED: Execution Error, return code 1 from org.apache.hadoop.hive.ql.exec.DDLTask. NoSuchObjectException(message:Database gone not found.)"},

		{"CREATE TABLE lab.t (a int) LOCATION 's3://data/t/'", "FAILED FAILED: SemanticException [Error 10000]: Only external tables can be created: CREATE EXTERNAL TABLE"},
		{"CREATE EXTERNAL TABLE lab.t (a int)", task + "MetaException(message:No location is given for the table t)"},
		{"CREATE EXTERNAL TABLE lab.t (a int, A string) LOCATION 's3://data/t/'", "FAILED FAILED: SemanticException [Error 10036]: Duplicate column name: a"},
		{"CREATE EXTERNAL TABLE lab.t (a int) PARTITIONED BY (a string) LOCATION 's3://data/t/'", "FAILED FAILED: SemanticException [Error 10035]: Column repeated in partitioning columns: a"},
		{"CREATE EXTERNAL TABLE gone.t (a int) LOCATION 's3://data/t/'", "FAILED FAILED: SemanticException [Error 10072]: Database does not exist: gone"},
		{
			"CREATE EXTERNAL TABLE lab.logs (`at` timestamp COMMENT 'when it''s', m map<string,array<int>>) COMMENT 'the logs' PARTITIONED BY (day date) " +
				"ROW FORMAT DELIMITED FIELDS TERMINATED BY '\\t' ESCAPED BY '\\\\' NULL DEFINED AS '-' LOCATION 's3://data/logs' TBLPROPERTIES ('skip.header.line.count'='1')", "",
		},
		{"CREATE EXTERNAL TABLE lab.logs (a int) LOCATION 's3://data/t/'", task + "AlreadyExistsException(message:Table logs already exists)"},
		{"CREATE EXTERNAL TABLE IF NOT EXISTS lab.logs (a int) LOCATION 's3://data/t/'", ""},
		{"SHOW CREATE TABLE lab.logs", strings.Join([]string{
			"CREATE EXTERNAL TABLE `lab.logs`(", "  `at` timestamp COMMENT 'when it\\'s',", "  `m` map<string,array<int>>)", "COMMENT 'the logs'", "PARTITIONED BY (",
			"  `day` date)", "ROW FORMAT SERDE", "  'org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe'", "WITH SERDEPROPERTIES (",
			"  'escape.delim'='\\\\',", "  'field.delim'='\\t',", "  'serialization.format'='\\t',", "  'serialization.null.format'='-')",
			"STORED AS INPUTFORMAT", "  'org.apache.hadoop.mapred.TextInputFormat'", "OUTPUTFORMAT", "  'org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat'",
			"LOCATION", "  's3://data/logs'", "TBLPROPERTIES (", "  'skip.header.line.count'='1',", "  'transient_lastDdlTime'='1793610000')",
		}, "\n")},

		{"ALTER TABLE lab.logs ADD PARTITION (day='2026-01-01') PARTITION (day=DATE '2026-01-02') LOCATION 's3://data/elsewhere/'", ""},
		{"ALTER TABLE lab.logs ADD PARTITION (day='2026-01-01')", task + "AlreadyExistsException(message:Partition already exists.)"},
		{"ALTER TABLE lab.logs ADD IF NOT EXISTS PARTITION (day='2026-01-01')", ""},
		{"ALTER TABLE lab.logs ADD PARTITION (hour=1)", "FAILED FAILED: SemanticException [Error 10098]: hour is not a partition column"},
		{"ALTER TABLE flat ADD PARTITION (day='2026-01-01')", "FAILED FAILED: SemanticException [Error 10004]: Table shop.flat is not partitioned but partition spec exists"},
		{"SHOW PARTITIONS lab.logs", "day=2026-01-01\nday=2026-01-02"},
		{"MSCK REPAIR TABLE lab.logs", "Partitions not in metastore:\tlogs:day=2026-01-03\nRepair: Added partition to metastore logs:day=2026-01-03"},
		{"MSCK REPAIR TABLE lab.logs", ""},
		{"SHOW PARTITIONS lab.logs PARTITION (day='2026-01-03')", "day=2026-01-03"},
		{"ALTER TABLE lab.logs PARTITION (day='2026-01-03') SET LOCATION 's3://data/third/'", ""},
		{"ALTER TABLE lab.logs PARTITION (day='2026-01-03') RENAME TO PARTITION (day='2026-01-04')", ""},
		{"ALTER TABLE lab.logs DROP PARTITION (day < '2026-01-02')", ""},
		{"ALTER TABLE lab.logs DROP PARTITION (day = '1999-01-01')", `FAILED FAILED: SemanticException [Error 10006]: Partition not found (day = '1999-01-01')`},
		{"ALTER TABLE lab.logs DROP IF EXISTS PARTITION (day = '1999-01-01')", ""},
		{"SHOW PARTITIONS lab.logs", "day=2026-01-02\nday=2026-01-04"},
		{"SHOW PARTITIONS flat", task + "MetaException(message:Table shop.flat is not a partitioned table)"},

		{"ALTER TABLE lab.logs ADD COLUMNS (c double COMMENT 'third')", ""},
		{"ALTER TABLE lab.logs ADD COLUMNS (at int)", "FAILED FAILED: SemanticException [Error 10036]: Duplicate column name: at"},
		{"ALTER TABLE lab.logs CHANGE COLUMN c third decimal(10,2) FIRST", ""},
		{"ALTER TABLE lab.logs CHANGE m m2 string AFTER third", ""},
		{"ALTER TABLE lab.logs CHANGE gone x string", "FAILED FAILED: SemanticException [Error 10002]: Invalid column reference gone"},
		{"ALTER TABLE lab.logs SET TBLPROPERTIES ('a'='1', 'b'='2')", ""},
		{"ALTER TABLE lab.logs SET LOCATION 's3://data/moved/'", ""},
		{"SHOW TBLPROPERTIES lab.logs('a')", "1"},
		{"SHOW TBLPROPERTIES lab.logs('z')", "Table lab.logs does not have property: z"},
		{"DESCRIBE lab.logs", strings.Join([]string{
			"third               \tdecimal(10,2)       \tthird", "m2                  \tstring", "at                  \ttimestamp           \twhen it's",
			"day                 \tdate", "", "# Partition Information", "# col_name          \tdata_type           \tcomment", "", "day                 \tdate",
		}, "\n")},
		{"DESCRIBE lab.logs third", "third               \tdecimal(10,2)       \tthird"},
		{"SHOW COLUMNS IN logs IN lab", "third\nm2\nat\nday"},
		{"ALTER TABLE lab.logs REPLACE COLUMNS (only int)", ""},
		{"SHOW COLUMNS FROM lab.logs", "only\nday"},
		{"ALTER TABLE lab.logs RENAME TO lab.other", "FAILED NOT_SUPPORTED: line 1:22: This form of ALTER TABLE is not supported"},

		{"CREATE VIEW lab.v AS SELECT id, product AS p FROM shop.sales WHERE month = '2026-01'", ""},
		{"CREATE VIEW lab.v AS SELECT 1 AS a", "FAILED TABLE_ALREADY_EXISTS: line 1:1: View already exists: 'awsdatacatalog.lab.v'"},
		{"CREATE OR REPLACE VIEW flat AS SELECT 1 AS a", "FAILED TABLE_ALREADY_EXISTS: line 1:1: Table already exists: 'awsdatacatalog.shop.flat'"},
		{"CREATE VIEW lab.w AS SELECT 1", "FAILED MISSING_COLUMN_NAME: line 1:22: Column name not specified at position 1"},
		{"CREATE VIEW lab.w AS SELECT 1 AS a, 2 AS A", "FAILED DUPLICATE_COLUMN_NAME: line 1:22: Column name 'a' specified more than once"},
		{"CREATE VIEW lab.w AS SELECT now() AS a", "FAILED NOT_SUPPORTED: line 1:22: Column 'a': Unsupported Hive type: timestamp(3) with time zone"},
		{"CREATE VIEW lab.w AS SELECT x FROM lab.v", "FAILED COLUMN_NOT_FOUND: line 1:29: Column 'x' cannot be resolved or requester is not authorized to access requested resources"},
		{"SHOW CREATE VIEW lab.v", "CREATE VIEW lab.v AS\nSELECT id, product AS p FROM shop.sales WHERE month = '2026-01'"},
		{"SHOW VIEWS IN lab", "v"},
		{"SHOW TABLES IN lab", "logs\nv"},
		{"DROP TABLE lab.v", "FAILED FAILED: SemanticException [Error 10001]: Cannot drop a view with DROP TABLE: lab.v"},
		{"DROP VIEW flat", "FAILED line 1:1: 'awsdatacatalog.shop.flat' is a table, not a view; use DROP TABLE"},
		{"DROP VIEW lab.gone", "FAILED line 1:1: View 'awsdatacatalog.lab.gone' does not exist"},
		{"DROP DATABASE lab", task + "InvalidOperationException(message:Database lab is not empty. One or more tables exist.)"},
		{"DROP VIEW lab.v", ""},
		{"DROP TABLE lab.logs", ""},
		{"DROP TABLE lab.logs", "FAILED FAILED: SemanticException [Error 10001]: Table not found lab.logs"},
		{"DROP TABLE IF EXISTS lab.logs", ""},
		{"DROP DATABASE lab", ""},
		{"DROP DATABASE lab", "FAILED FAILED: SemanticException [Error 10072]: Database does not exist: lab"},
		{"DROP DATABASE IF EXISTS lab", ""},
		{"DELETE FROM flat WHERE id = 1", "FAILED NOT_SUPPORTED: line 1:1: Modifying Hive table rows is only supported for Iceberg tables"},
	} {
		if got := w.said(s, c.statement); got != c.want {
			t.Errorf("%s\n got %q\nwant %q", c.statement, got, c.want)
		}
	}
	if charged := w.charged(Retail); len(charged) != 0 {
		t.Errorf("definitions are free: %v", charged)
	}
	if n := len(w.engine.requests); n != 0 {
		t.Errorf("the engine was asked %d times", n)
	}
}

// A view is written down as other engines of the family write it, and read from what they wrote.
func TestViewsAreReadAndWrittenAsOthersDo(t *testing.T) {
	w := newWorld(t)
	w.sales()
	s := w.User(Retail, "admin", Everything)
	if got := w.said(s, "CREATE VIEW v AS SELECT product, count(*) AS n FROM sales GROUP BY product"); got != "" {
		t.Fatal(got)
	}
	v := Must[sdkglue.GetTableOutput](w.Kit, s, "glue", "GetTable", &sdkglue.GetTableInput{DatabaseName: aws.String("shop"), Name: aws.String("v")}).Table
	if *v.TableType != "VIRTUAL_VIEW" || *v.ViewExpandedText != "/* Presto View */" || v.Parameters["presto_view"] != "true" || v.Parameters["comment"] != "Presto View" {
		t.Errorf("view = %+v", v)
	}
	text := strings.TrimSuffix(strings.TrimPrefix(*v.ViewOriginalText, "/* Presto View: "), " */")
	want := `{"originalSql":"SELECT product, count(*) AS n FROM sales GROUP BY product","catalog":"awsdatacatalog","schema":"shop","columns":[{"name":"product","type":"varchar"},{"name":"n","type":"bigint"}]}`
	if got := decode64(t, text); got != want {
		t.Errorf("view's description = %s\nwant %s", got, want)
	}
	if len(v.StorageDescriptor.Columns) != 2 || *v.StorageDescriptor.Columns[0].Type != "string" || *v.StorageDescriptor.Columns[1].Type != "bigint" {
		t.Errorf("columns = %+v", v.StorageDescriptor.Columns)
	}
	make := func(name, described string) {
		Must[sdkglue.CreateTableOutput](w.Kit, s, "glue", "CreateTable", &sdkglue.CreateTableInput{DatabaseName: aws.String("shop"), TableInput: &gluetypes.TableInput{
			Name: &name, TableType: aws.String("VIRTUAL_VIEW"), ViewOriginalText: aws.String("/* Presto View: " + encode64(described) + " */"),
		}})
	}
	make("theirs", `{"originalSql":"SELECT id AS \"Id\" FROM flat","catalog":"awsdatacatalog","schema":"shop","columns":[{"name":"id","type":"bigint"}]}`)
	make("stale", `{"originalSql":"SELECT id FROM flat","catalog":"awsdatacatalog","schema":"shop","columns":[{"name":"id","type":"varchar"}]}`)
	make("broken", `{"originalSql":"SELECT gone FROM flat","catalog":"awsdatacatalog","schema":"shop","columns":[{"name":"id","type":"bigint"}]}`)
	make("itself", `{"originalSql":"SELECT id FROM itself","catalog":"awsdatacatalog","schema":"shop","columns":[{"name":"id","type":"bigint"}]}`)
	w.engine.set(func(e *scripted) { e.rows = 1 })
	if e := w.ask(s, "SELECT id, 'x' AS p FROM theirs WHERE id > 1"); e.Status.State != types.QueryExecutionStateSucceeded {
		t.Errorf("theirs: %s", aws.ToString(e.Status.StateChangeReason))
	}
	if last := w.engine.last(); len(last.Tables) != 1 || last.Tables[0].Name != "flat" || !strings.Contains(last.Statement, "flat") || strings.Contains(last.Statement, "shop\".\"theirs") {
		t.Errorf("request = %s over %+v", last.Statement, last.Tables)
	}
	for query, want := range map[string]string{
		"SELECT * FROM stale":  "FAILED VIEW_IS_STALE: line 1:15: View 'awsdatacatalog.shop.stale' is stale or in invalid state: column [id] of type varchar is [id] of type bigint now",
		"SELECT * FROM broken": "FAILED INVALID_VIEW: line 1:15: Failed analyzing stored view 'awsdatacatalog.shop.broken': line 1:8: Column 'gone' cannot be resolved or requester is not authorized to access requested resources",
		"SELECT * FROM itself": "FAILED INVALID_VIEW: line 1:15: Failed analyzing stored view 'awsdatacatalog.shop.itself': line 1:16: Statement is recursive: view 'awsdatacatalog.shop.itself' reads itself",
	} {
		if got := w.said(s, query); got != want {
			t.Errorf("%s\n got %s\nwant %s", query, got, want)
		}
	}
	// A view gives nobody what its tables do not: it is read with the reader's own rights.
	narrow := w.User(Retail, "narrow", allow(
		[2]string{"athena:* s3:*", "*"}, [2]string{"glue:*", "arn:aws:glue:us-east-1:222222222222:catalog arn:aws:glue:us-east-1:222222222222:database/shop arn:aws:glue:us-east-1:222222222222:table/shop/v"}))
	if got := w.said(narrow, "SELECT * FROM v"); !strings.Contains(got, "glue:GetTable on resource: arn:aws:glue:us-east-1:222222222222:table/shop/sales") {
		t.Errorf("a view was read without its table: %s", got)
	}
}

// What a statement cannot finish leaves nothing behind but the events of what was refused.
func TestARefusedDefinitionLeavesNothing(t *testing.T) {
	w := newWorld(t)
	w.sales()
	admin := w.User(Retail, "admin", Everything)
	s := w.User(Retail, "writer", allow([2]string{"athena:* glue:* s3:GetBucketLocation s3:ListBucket s3:GetObject", "*"}))
	got := w.said(s, "CREATE EXTERNAL TABLE t (a int) LOCATION 's3://data/t/'")
	if !strings.HasPrefix(got, "FAILED Access denied when writing to location: s3://results/here/") {
		t.Errorf("got %s", got)
	}
	if _, err := w.Do(admin, "glue", "GetTable", &sdkglue.GetTableInput{DatabaseName: aws.String("shop"), Name: aws.String("t")}); !fault.Is(err, fault.NotFound) {
		t.Errorf("the table stands: %v", err)
	}
	w.engine.set(func(e *scripted) { e.rows = 3 })
	got = w.said(s, "CREATE TABLE c WITH (external_location = 's3://data/c/') AS SELECT 1 AS id, 'x' AS p")
	if !strings.HasPrefix(got, "FAILED Access denied when writing to location: s3://data/c/") {
		t.Errorf("got %s", got)
	}
	if keys := w.objects.keys("data", "c/"); keys != nil {
		t.Errorf("objects stand: %v", keys)
	}
}
