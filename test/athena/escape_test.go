package athena

import (
	"encoding/base64"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdkglue "github.com/aws/aws-sdk-go-v2/service/glue"
	gluetypes "github.com/aws/aws-sdk-go-v2/service/glue/types"

	"interlaken/service/servicetest"
)

// canary is a text in files that nobody asked to be read: in another account, and on the machine.
const canary = "canary 5f0c"

// TestDefinitionsCannotLeaveTheSandbox asks for what lies outside by the other way in: not by a statement's text, but by
// what is written in the catalog, in prepared statements, in places to write to, and in values that become names of
// files. Each ends in a refusal or in rows that hold nothing of it, nothing is written where it must not be, and the
// engine goes on serving.
func TestDefinitionsCannotLeaveTheSandbox(t *testing.T) {
	w := newWorld(t)
	p := w.person(servicetest.Retail, "ana", servicetest.Everything)
	other := w.person(servicetest.Risk, "eve", servicetest.Everything)
	w.shop(p)
	w.bucket(p, "out")
	w.bucket(other, "vault")
	w.put(other, "vault", "x/a.csv", []byte(canary+"\n"))
	host := filepath.Join(t.TempDir(), "secret.csv")
	if err := os.WriteFile(host, []byte(canary+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	w.put(p, "data", "one/a.txt", []byte("a,b\n"))
	read := "read_text('" + host + "')"

	tables := map[string]func(*gluetypes.TableInput){
		"other_account": func(t *gluetypes.TableInput) { t.StorageDescriptor.Location = aws.String("s3://vault/x/") },
		"climbing":      func(t *gluetypes.TableInput) { t.StorageDescriptor.Location = aws.String("s3://data/../vault/x/") },
		"encoded":       func(t *gluetypes.TableInput) { t.StorageDescriptor.Location = aws.String("s3://data/%2e%2e/vault/x/") },
		"absolute":      func(t *gluetypes.TableInput) { t.StorageDescriptor.Location = &host },
		"file":          func(t *gluetypes.TableInput) { t.StorageDescriptor.Location = aws.String("file://" + host) },
		"http":          func(t *gluetypes.TableInput) { t.StorageDescriptor.Location = aws.String("http://127.0.0.1:1/x/") },
		"no_bucket":     func(t *gluetypes.TableInput) { t.StorageDescriptor.Location = aws.String("s3:///" + host) },
		"question":      func(t *gluetypes.TableInput) { t.StorageDescriptor.Location = aws.String("s3://data?x=/one/") },
		"type_ends": func(t *gluetypes.TableInput) {
			t.StorageDescriptor.Columns[0].Type = aws.String("int) FROM " + read + " --")
		},
		"type_field": func(t *gluetypes.TableInput) {
			t.StorageDescriptor.Columns[0].Type = aws.String("struct<`a\" INT)'; SELECT 1 --`:int>")
		},
		"type_deep": func(t *gluetypes.TableInput) {
			t.StorageDescriptor.Columns[0].Type = aws.String(strings.Repeat("array<", 5000) + "int" + strings.Repeat(">", 5000))
		},
		"name_ends": func(t *gluetypes.TableInput) {
			t.StorageDescriptor.Columns[0].Name = aws.String(`a" FROM ` + read + ` --`)
		},
		"name_literal": func(t *gluetypes.TableInput) {
			t.StorageDescriptor.Columns[0].Name = aws.String(`a': 'VARCHAR'}) UNION ALL SELECT * FROM ` + read + ` --`)
		},
		"delimiter_ends": serde(textSerde, "field.delim", "', columns = {'a': 'VARCHAR'}) UNION ALL SELECT content FROM "+read+" --"),
		"null_ends":      serde(textSerde, "serialization.null.format", "x') UNION ALL SELECT content FROM "+read+" --"),
		"escape_ends":    serde(textSerde, "escape.delim", "')||(SELECT content FROM "+read+")||('"),
		"inner_ends":     serde(textSerde, "colelction.delim", "') FROM "+read+" --"),
		"quote_ends":     serde(csvSerde, "quoteChar", "') UNION ALL SELECT content FROM "+read+" --"),
		"regex_ends":     serde("org.apache.hadoop.hive.serde2.RegexSerDe", "input.regex", "(.*)') FROM "+read+" --"),
		"regex_torn":     serde("org.apache.hadoop.hive.serde2.RegexSerDe", "input.regex", "((((((((((.*)"),
		"regex_bomb":     serde("org.apache.hadoop.hive.serde2.RegexSerDe", "input.regex", "((((a{1,100}){1,100}){1,100}){1,100})"),
		"mapping_ends":   serde(jsonSerde, "mapping.a", "x') FROM "+read+" --"),
		"header_minus":   func(t *gluetypes.TableInput) { t.Parameters["skip.header.line.count"] = "-1" },
		"header_text":    func(t *gluetypes.TableInput) { t.Parameters["skip.header.line.count"] = "1, filename = true" },
		"class":          serde("com.example.Evil", "x", "y"),
		"view_copy":      viewOf("COPY (SELECT 1) TO '" + host + "'"),
		"view_read":      viewOf("SELECT * FROM read_csv('" + host + "')"),
		"view_function":  viewOf("SELECT getenv('HOME') AS a"),
		"view_two":       viewOf("SELECT 1 AS a; SELECT 2"),
		"view_no_json": func(t *gluetypes.TableInput) {
			t.TableType, t.ViewOriginalText = aws.String("VIRTUAL_VIEW"), aws.String("/* Presto View: !! */")
		},
		"view_catalog": viewOf("SELECT * FROM memory.main.a"),
	}
	for name, change := range tables {
		input := &gluetypes.TableInput{Name: &name, TableType: aws.String("EXTERNAL_TABLE"), Parameters: map[string]string{}, StorageDescriptor: &gluetypes.StorageDescriptor{
			Location: aws.String("s3://data/one/"), Columns: []gluetypes.Column{{Name: aws.String("a"), Type: aws.String("string")}},
			SerdeInfo: &gluetypes.SerDeInfo{SerializationLibrary: aws.String(textSerde), Parameters: map[string]string{"field.delim": ","}},
		}}
		change(input)
		if _, err := w.Do(p.session, "glue", "CreateTable", &sdkglue.CreateTableInput{DatabaseName: aws.String("shop"), TableInput: input}); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
	}
	w.table(p, "projected", "s3://data/one/", textSerde, []string{"a string"}, []string{"k string"}, map[string]string{
		"projection.enabled": "true", "projection.k.type": "enum", "projection.k.values": "') FROM x --,../../vault/x,..", "storage.location.template": "s3://data/one/${k}/",
	})
	w.table(p, "parted", "s3://data/parted/", textSerde, []string{"a string"}, []string{"k string"}, nil)
	w.put(p, "data", "parted/x/a", []byte("1\n"))
	w.partition(p, "parted", "s3://data/parted/x/", "') UNION ALL SELECT content FROM "+read+" --")

	statements := []string{
		"UNLOAD (SELECT 'x' AS a) TO 's3://vault/new/' WITH (format = 'JSON')",
		"UNLOAD (SELECT 'x' AS a) TO 's3://out/../vault/new/' WITH (format = 'JSON')",
		"UNLOAD (SELECT 'x' AS a) TO '" + host + "' WITH (format = 'JSON')",
		"UNLOAD (SELECT 'x' AS a) TO 'file://" + host + "' WITH (format = 'JSON')",
		"UNLOAD (SELECT 'x' AS a) TO 's3://out/u1/' WITH (format = 'JSON', field_delimiter = ''') ; COPY')",
		"CREATE TABLE c1 WITH (external_location = 's3://vault/c1/') AS SELECT 'x' AS a",
		"CREATE TABLE c2 WITH (external_location = 's3://out/c2/', partitioned_by = ARRAY['k']) AS SELECT 'x' AS a, '../../../vault/k' AS k",
		"CREATE TABLE c3 WITH (external_location = 's3://out/c3/', partitioned_by = ARRAY['k']) AS SELECT 'x' AS a, '/../..' AS k",
		`CREATE TABLE c4 WITH (external_location = 's3://out/c4/') AS SELECT 'x' AS "a"" FROM read_text('x')"`,
		"CREATE TABLE vault.x.y AS SELECT 1 AS a",
		"INSERT INTO other_account VALUES ('x')",
		"INSERT INTO climbing VALUES ('x')",
		"INSERT INTO absolute VALUES ('x')",
		"EXECUTE IMMEDIATE 'COPY (SELECT 1) TO ''" + host + "'''",
		"EXECUTE IMMEDIATE 'SELECT * FROM read_csv(''" + host + "'')'",
		"EXECUTE IMMEDIATE 'EXECUTE IMMEDIATE ''SELECT 1'''",
		"EXECUTE IMMEDIATE 'SELECT ? AS a' USING (SELECT content FROM " + read + ")",
		"PREPARE p1 FROM COPY (SELECT 1) TO '" + host + "'",
		"CREATE VIEW v1 AS SELECT * FROM " + read,
		`SELECT * FROM "shop"."sales; DROP TABLE sales"`,
		`SELECT "getenv"('HOME')`, `SELECT "read_text"('` + host + `')`,
		"SELECT transform(ARRAY['" + host + "'], x -> read_text(x))",
		"SELECT * FROM sales FOR VERSION AS OF 1", "SELECT * FROM sales TABLESAMPLE BERNOULLI (10)",
		`SELECT * FROM "sales$properties"`, `SELECT * FROM "sales$partitions"`,
		"GRANT SELECT ON sales TO ROLE x", "SET SESSION x = 1", "USE memory", "CREATE FUNCTION f() RETURNS int RETURN 1", "CALL system.runtime.kill_query('x')",
		"ALTER TABLE sales SET LOCATION '" + host + "'", "ALTER TABLE sales SET LOCATION 'file:///etc/'",
		"CREATE EXTERNAL TABLE e1 (a string) LOCATION 'file:///etc/'", "CREATE EXTERNAL TABLE e2 (a string) LOCATION '/etc/'",
		"ALTER TABLE parted ADD PARTITION (k='z') LOCATION 'file:///etc/'",
		// What is large.
		"SELECT sum(n) FROM UNNEST(sequence(1, 1000000000000)) AS t(n)",
		"SELECT cardinality(repeat('x', 2000000000)) AS n", "SELECT length(array_join(repeat(rpad('x', 1000000, 'x'), 100000), '')) AS n",
		"SELECT " + strings.Repeat("(", 20000) + "1" + strings.Repeat(")", 20000),
		"SELECT " + strings.Repeat("-", 1) + strings.Repeat("(-", 20000) + "1" + strings.Repeat(")", 20000),
		"SELECT " + strings.Repeat("ARRAY[", 3000) + "1" + strings.Repeat("]", 3000),
		strings.Repeat("SELECT * FROM (", 2000) + "SELECT 1 AS a" + strings.Repeat(")", 2000),
		"SELECT " + strings.Repeat("CASE WHEN true THEN ", 5000) + "1" + strings.Repeat(" END", 5000),
		"WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r) SELECT max(n) FROM r",
	}
	for name := range tables {
		statements = append(statements, "SELECT * FROM "+name, "SELECT count(*) FROM "+name)
	}
	statements = append(statements, "SELECT * FROM projected", "SELECT * FROM parted", `SELECT k, "$path" FROM parted`)
	refused := 0
	for _, statement := range statements {
		shown := statement[:min(len(statement), 100)]
		rows, reason := p.ask(t, statement)
		if reason != "" {
			refused++
		}
		if text := strings.Join(rows, "\n") + reason; strings.Contains(text, canary) {
			t.Errorf("%s told the secret: %s", shown, text)
		} else if strings.Contains(strings.ReplaceAll(reason, host, ""), os.TempDir()) || strings.Contains(reason, "goroutine ") || strings.Contains(reason, "internal error") {
			t.Errorf("%s tells of the inside: %s", shown, reason)
		}
		t.Logf("%-100s %s", shown, reason[:min(len(reason), 160)])
	}
	if rows, reason := p.ask(t, "SELECT count(*) AS n FROM sales"); len(rows) != 2 || rows[1] != "3000" {
		t.Errorf("afterwards: %v %s", rows, reason)
	}
	if text, err := os.ReadFile(host); err != nil || string(text) != canary+"\n" {
		t.Errorf("the file of the machine is %q (%v)", text, err)
	}
	if keys := w.keys(other, "vault"); fmt.Sprint(keys) != "[x/a.csv]" {
		t.Errorf("the other account's bucket holds %v", keys)
	}
	for _, key := range w.keys(p, "out") { // a prefix that has .. in it is a name like any other, and stays in its bucket
		if strings.HasPrefix(key, "c2/") && !strings.HasPrefix(key, "c2/k=..%2F..%2F..%2Fvault%2Fk/") || strings.HasPrefix(key, "c3/") && !strings.HasPrefix(key, "c3/k=%2F..%2F../") {
			t.Errorf("a value climbed out of its folder: %s", key)
		}
	}
	if len(statements) < 100 || refused < 60 {
		t.Errorf("%d statements, %d refused", len(statements), refused)
	}
	// The other account goes on as before.
	if _, reason := other.ask(t, "SELECT 1"); !strings.Contains(reason, "output bucket") && reason != "" {
		t.Errorf("the other account: %s", reason)
	}
}

// serde sets a library and one of its parameters.
func serde(library, name, value string) func(*gluetypes.TableInput) {
	return func(t *gluetypes.TableInput) {
		t.StorageDescriptor.SerdeInfo = &gluetypes.SerDeInfo{SerializationLibrary: &library, Parameters: map[string]string{name: value}}
	}
}

// viewOf makes the table a view of a statement.
func viewOf(statement string) func(*gluetypes.TableInput) {
	return func(t *gluetypes.TableInput) {
		text := fmt.Sprintf(`{"originalSql":%q,"catalog":"awsdatacatalog","schema":"shop","columns":[{"name":"a","type":"varchar"}]}`, statement)
		t.TableType, t.ViewOriginalText = aws.String("VIRTUAL_VIEW"), aws.String("/* Presto View: "+base64.StdEncoding.EncodeToString([]byte(text))+" */")
	}
}
