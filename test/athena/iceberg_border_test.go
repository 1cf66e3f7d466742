package athena

import (
	"fmt"
	"os"
	"strings"
	"sync"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdkglue "github.com/aws/aws-sdk-go-v2/service/glue"

	"interlaken/service/servicetest"
)

// metadataOf is the text of a table's metadata file in testdata.
func metadataOf(t *testing.T, table iceberg) string {
	t.Helper()
	text, err := os.ReadFile("testdata/iceberg/" + strings.TrimPrefix(table.Location, "s3://"))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// TestIcebergMetadataReadsNothingMore has metadata ask for what its reader may not read: each file that it names is
// authorized as the caller, whoever wrote the name.
func TestIcebergMetadataReadsNothingMore(t *testing.T) {
	w := newWorld(t)
	p := w.person(servicetest.Retail, "ana", servicetest.Everything)
	tables := w.icebergs(p)
	allow := func(resource string) string {
		return fmt.Sprintf(`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["athena:*","glue:*","s3:PutObject","s3:GetBucketLocation"],"Resource":"*"},{"Effect":"Allow","Action":["s3:GetObject","s3:ListBucket"],"Resource":[%s]}]}`, resource)
	}
	results := `"arn:aws:s3:::results*","arn:aws:s3:::data*",`
	for name, want := range map[string]struct{ resource, reason string }{
		"nothing":    {results + `"arn:aws:s3:::none/*"`, "deleted/metadata/"},
		"metadata":   {results + `"arn:aws:s3:::lake/deleted/metadata/*"`, "deleted/data/"},
		"no_deletes": {results + `"arn:aws:s3:::lake/deleted/metadata/*","arn:aws:s3:::lake/deleted/data/0*"`, "deleted/data/deletes.parquet"},
		"all":        {results + `"arn:aws:s3:::lake/deleted/*"`, ""},
	} {
		reader := w.person(servicetest.Retail, name, allow(want.resource))
		_, reason := reader.ask(t, "SELECT count(*) FROM deleted")
		if want.reason == "" && reason != "" || !strings.Contains(reason, want.reason) || want.reason != "" && !strings.Contains(reason, "PERMISSION_DENIED") {
			t.Errorf("%s: %s\nwant %s", name, reason, want.reason)
		}
	}

	other := w.person(servicetest.Risk, "eve", servicetest.Everything)
	w.bucket(other, "vault")
	w.put(other, "vault", "secret.avro", []byte(canary))
	w.bucket(p, "odd")
	text := metadataOf(t, tables["deleted"])
	list := text[strings.LastIndex(text, `"manifest-list":"`)+len(`"manifest-list":"`):]
	list = list[:strings.Index(list, `"`)]
	for name, want := range map[string]struct{ address, reason string }{
		"other_account": {"s3://vault/secret.avro", "PERMISSION_DENIED"},
		"absent":        {"s3://lake/none.avro", "ICEBERG_CANNOT_OPEN_SPLIT"},
		"no_manifest":   {"s3://lake/" + strings.TrimPrefix(tables["deleted"].Location, "s3://lake/"), "ICEBERG_INVALID_METADATA"},
		"host":          {"file:///etc/passwd", "no object of Amazon S3"},
		"bare":          {"/etc/passwd", "no object of Amazon S3"},
		"http":          {"http://127.0.0.1:1/x", "no object of Amazon S3"},
		"climbing":      {"s3://lake/../vault/secret.avro", ""},
	} {
		w.put(p, "odd", name+".json", []byte(strings.ReplaceAll(text, list, want.address)))
		w.iceberg(p, name, "s3://odd/"+name+".json")
		rows, reason := p.ask(t, "SELECT * FROM "+name)
		if reason == "" || !strings.Contains(reason, want.reason) || strings.Contains(reason+strings.Join(rows, ""), canary) {
			t.Errorf("%s: %q %s\nwant %s", name, rows, reason, want.reason)
		}
	}
	for name, want := range map[string]struct{ text, reason string }{
		"torn":    {text[:len(text)/2], "ICEBERG_INVALID_METADATA"},
		"nothing": {"", "ICEBERG_INVALID_METADATA"},
		"null":    {"null", "ICEBERG_INVALID_METADATA"},
		"version": {strings.Replace(text, `"format-version":2`, `"format-version":3`, 1), ""},
		"huge":    {strings.Repeat(" ", 65<<20), "ICEBERG_METADATA_TOO_LARGE"},
	} {
		w.put(p, "odd", "text/"+name+".json", []byte(want.text))
		w.iceberg(p, "text_"+name, "s3://odd/text/"+name+".json")
		if _, reason := p.ask(t, "SELECT * FROM text_"+name); reason == "" || !strings.Contains(reason, want.reason) {
			t.Errorf("%s: %s\nwant %s", name, reason, want.reason)
		}
	}
	w.same(p, "SELECT count(*) FROM deleted", fmt.Sprint(len(tables["deleted"].Rows))) // and it goes on serving
}

// TestIcebergWritersDoNotLoseEachOther has several write at once: whoever comes second fails and leaves nothing, and what
// succeeded is there.
func TestIcebergWritersDoNotLoseEachOther(t *testing.T) {
	w := newWorld(t)
	p := w.person(servicetest.Retail, "ana", servicetest.Everything)
	w.shop(p)
	w.bucket(p, "out")
	if _, reason := p.ask(t, "CREATE TABLE log (n int) LOCATION 's3://out/log/' TBLPROPERTIES ('table_type' = 'ICEBERG')"); reason != "" {
		t.Fatal(reason)
	}
	var wait sync.WaitGroup
	reasons := make([]string, 4)
	for i := range reasons {
		wait.Go(func() { _, reasons[i] = p.ask(t, fmt.Sprintf("INSERT INTO log VALUES (%d)", i)) })
	}
	wait.Wait()
	var stand []string
	for i, reason := range reasons {
		switch {
		case reason == "":
			stand = append(stand, fmt.Sprint(i))
		case !strings.HasPrefix(reason, "ICEBERG_COMMIT_ERROR: Failed to commit Iceberg update to table: shop.log"):
			t.Errorf("writer %d: %s", i, reason)
		}
	}
	if len(stand) == 0 {
		t.Error("nobody wrote")
	}
	w.same(p, "SELECT n FROM log", stand...)

	got := servicetest.Must[sdkglue.GetTableOutput](w.Kit, p.session, "glue", "GetTable", &sdkglue.GetTableInput{DatabaseName: aws.String("shop"), Name: aws.String("log")})
	if got.Table.Parameters["previous_metadata_location"] == "" || got.Table.StorageDescriptor.Columns[0].Parameters["iceberg.field.id"] != "1" {
		t.Errorf("the catalog has %v %v", got.Table.Parameters, got.Table.StorageDescriptor.Columns)
	}

	// Who may not put the files has not changed the table.
	reader := w.person(servicetest.Retail, "bea", `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"},{"Effect":"Deny","Action":"s3:PutObject","Resource":"arn:aws:s3:::out/log/metadata/*"}]}`)
	if _, reason := reader.ask(t, "INSERT INTO log VALUES (9)"); !strings.Contains(reason, "Access denied when writing to location: s3://out/log/metadata/") {
		t.Error(reason)
	}
	w.same(p, "SELECT n FROM log", stand...)
}
