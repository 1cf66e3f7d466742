package athena_test

import (
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/athena"
	"github.com/aws/aws-sdk-go-v2/service/athena/types"

	"interlaken/fault"
	. "interlaken/service/servicetest"
)

// Whoever runs a prepared statement has to be allowed to read it, and learns nothing of one that is not.
func TestPreparedStatementsAreRead(t *testing.T) {
	w := newWorld(t)
	w.sales()
	admin := w.User(Retail, "admin", Everything)
	s := w.User(Retail, "reader", reader())
	if got := w.said(admin, "PREPARE p FROM SELECT id, ? AS product FROM flat"); got != "" {
		t.Fatal(got)
	}
	for _, name := range []string{"p", "gone"} {
		err := w.refused(s, "StartQueryExecution", w.request("EXECUTE "+name+" USING 'x'"), fault.AccessDenied)
		if !strings.Contains(fault.Public(err), "athena:GetPreparedStatement on resource: arn:aws:athena:us-east-1:222222222222:workgroup/primary") {
			t.Errorf("%s: %v", name, err)
		}
	}
	may := w.User(Retail, "executor", reader(), allow([2]string{"athena:GetPreparedStatement", "arn:aws:athena:us-east-1:222222222222:workgroup/primary"}))
	in := w.request("EXECUTE p USING 'x'")
	first := Must[sdk.StartQueryExecutionOutput](w.Kit, may, "athena", "StartQueryExecution", in)
	if e := w.wait(may, *first.QueryExecutionId); e.Status.State != types.QueryExecutionStateSucceeded || *e.SubstatementType != "SELECT" {
		t.Errorf("execution = %+v", e)
	}
	// The same token is the same query, although its statement has gone.
	if got := w.said(admin, "DEALLOCATE PREPARE p"); got != "" {
		t.Fatal(got)
	}
	if again := Must[sdk.StartQueryExecutionOutput](w.Kit, may, "athena", "StartQueryExecution", in); *again.QueryExecutionId != *first.QueryExecutionId {
		t.Errorf("ids %s and %s", *first.QueryExecutionId, *again.QueryExecutionId)
	}
	_, err := w.Do(may, "athena", "StartQueryExecution", w.request("EXECUTE p USING 'x'"))
	if err == nil || !strings.Contains(err.Error(), "PreparedStatement p was not found in workGroup primary") {
		t.Errorf("after it has gone: %v", err)
	}
}

// What is said in the context of another account's catalog is not done in this account's.
func TestDefinitionsStayInTheirCatalog(t *testing.T) {
	w := newWorld(t)
	w.sales()
	s := w.User(Retail, "admin", Everything)
	Must[sdk.CreateDataCatalogOutput](w.Kit, s, "athena", "CreateDataCatalog", &sdk.CreateDataCatalogInput{
		Name: aws.String("producer"), Type: types.DataCatalogTypeGlue, Parameters: map[string]string{"catalog-id": Risk},
	})
	elsewhere := func(in *sdk.StartQueryExecutionInput) { in.QueryExecutionContext.Catalog = aws.String("Producer") }
	for _, statement := range []string{
		"DROP TABLE flat", "CREATE DATABASE x", "SHOW TABLES", "SHOW DATABASES", "DESCRIBE flat", "CREATE VIEW v AS SELECT 1 AS a",
		"CREATE EXTERNAL TABLE t (a int) LOCATION 's3://data/t/'", "CREATE TABLE c AS SELECT 1 AS a", "INSERT INTO flat VALUES (1, 'x')", "MSCK REPAIR TABLE sales",
	} {
		if got := w.said(s, statement, elsewhere); !strings.HasPrefix(got, "FAILED NOT_SUPPORTED: ") || !strings.Contains(got, "only queries reach another account's") {
			t.Errorf("%s: %s", statement, got)
		}
	}
	if got := w.said(s, "SHOW TABLES"); got != "flat\nsales" {
		t.Errorf("tables = %s", got)
	}
}
