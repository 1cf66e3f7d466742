package athena_test

import (
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdkglue "github.com/aws/aws-sdk-go-v2/service/glue"
	glue "github.com/aws/aws-sdk-go-v2/service/glue/types"

	"interlaken/cloud/athena"
	. "interlaken/service/servicetest"
)

// TestDropRemovesABoundedNumberOfFiles: a table that has more, or whose files are nowhere, stays.
func TestDropRemovesABoundedNumberOfFiles(t *testing.T) {
	w := newWorld(t, func(c *athena.Config) { c.RemovedFiles = 1 })
	admin := w.User(Retail, "owner", Everything)
	Must[sdkglue.CreateDatabaseOutput](w.Kit, admin, "glue", "CreateDatabase", &sdkglue.CreateDatabaseInput{DatabaseInput: &glue.DatabaseInput{Name: aws.String("shop")}})
	for name, location := range map[string]string{"many": "s3://data/many", "root": "s3://data", "nowhere": "elsewhere"} {
		Must[sdkglue.CreateTableOutput](w.Kit, admin, "glue", "CreateTable", &sdkglue.CreateTableInput{
			DatabaseName: aws.String("shop"), TableInput: &glue.TableInput{
				Name: &name, Parameters: map[string]string{"table_type": "ICEBERG"}, StorageDescriptor: &glue.StorageDescriptor{Location: &location},
			},
		})
	}
	w.objects.put("data", "many/a", "1")
	w.objects.put("data", "many/b", "2")
	for name, want := range map[string]string{
		"many":    "NOT_SUPPORTED: The table has 2 files at s3://data/many, and DROP TABLE removes at most 1; remove them from S3 first",
		"root":    "HIVE_INVALID_METADATA: The location of the table is no folder: s3://data",
		"nowhere": "HIVE_INVALID_METADATA: The location of the table is no folder: elsewhere",
	} {
		if e := w.ask(admin, "DROP TABLE "+name); aws.ToString(e.Status.StateChangeReason) != want {
			t.Errorf("%s: %s %s", name, e.Status.State, aws.ToString(e.Status.StateChangeReason))
		}
		Must[sdkglue.GetTableOutput](w.Kit, admin, "glue", "GetTable", &sdkglue.GetTableInput{DatabaseName: aws.String("shop"), Name: &name})
	}
}
