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
	. "interlaken/service/servicetest"
)

// Another account's tables are read by a registered name, by ARN and by a link, with that account's leave and no less.
func TestOtherAccountsTables(t *testing.T) {
	w := newWorld(t)
	w.sales()
	w.objects.owner["foreign"], w.objects.owner["results"] = Risk, Risk
	owner := w.User(Retail, "owner", Everything)
	reader := w.User(Risk, "reader", Everything)
	create := func(in *sdk.CreateDataCatalogInput) error {
		_, err := w.Do(reader, "athena", "CreateDataCatalog", in)
		return err
	}
	if err := create(&sdk.CreateDataCatalogInput{Name: aws.String("fn"), Type: types.DataCatalogTypeLambda, Parameters: map[string]string{"function": "x"}}); !fault.Is(err, fault.Unsupported) {
		t.Errorf("a Lambda: %v", err)
	}
	if err := create(&sdk.CreateDataCatalogInput{Name: aws.String("bad"), Type: types.DataCatalogTypeGlue}); !fault.Is(err, fault.Validation) {
		t.Errorf("no account: %v", err)
	}
	good := &sdk.CreateDataCatalogInput{Name: aws.String("Producer"), Type: types.DataCatalogTypeGlue, Parameters: map[string]string{"catalog-id": Retail}}
	if err := create(good); err != nil {
		t.Fatal(err)
	}
	if err := create(good); athenaCode(err) != "INVALID_INPUT" {
		t.Errorf("twice: %v", err)
	}
	Must[sdkglue.CreateDatabaseOutput](w.Kit, reader, "glue", "CreateDatabase", &sdkglue.CreateDatabaseInput{DatabaseInput: &gluetypes.DatabaseInput{Name: aws.String("own")}})
	Must[sdkglue.CreateTableOutput](w.Kit, reader, "glue", "CreateTable", &sdkglue.CreateTableInput{DatabaseName: aws.String("own"), TableInput: &gluetypes.TableInput{
		Name: aws.String("link"), TargetTable: &gluetypes.TableIdentifier{CatalogId: aws.String(Retail), DatabaseName: aws.String("shop"), Name: aws.String("sales")},
	}})
	w.engine.set(func(e *scripted) { e.rows = 1 })
	ways := []string{
		"SELECT id, product FROM producer.shop.sales WHERE month = '2026-01'",
		`SELECT id, product FROM "glue:arn:aws:glue:us-east-1:222222222222:catalog".shop.sales WHERE month = '2026-01'`,
		"SELECT id, product FROM own.link WHERE month = '2026-01'",
	}
	for _, query := range ways {
		if got := w.said(reader, query); !strings.Contains(got, "glue:GetTable on resource: arn:aws:glue:us-east-1:222222222222:catalog because no resource-based policy allows") {
			t.Errorf("%s without leave: %s", query, got)
		}
	}
	Must[sdkglue.PutResourcePolicyOutput](w.Kit, owner, "glue", "PutResourcePolicy", &sdkglue.PutResourcePolicyInput{PolicyInJson: aws.String(`{"Version":"2012-10-17","Statement":[{"Effect":"Allow",
		"Principal":{"AWS":"` + Risk + `"},"Action":["glue:GetTable","glue:GetPartitions","glue:GetDatabase"],"Resource":["arn:aws:glue:us-east-1:222222222222:*"]}]}`)})
	for _, query := range ways {
		// The catalog is open now; the files still are not.
		if got := w.said(reader, query); !strings.Contains(got, "s3:ListBucket on resource: arn:aws:s3:::data") {
			t.Errorf("%s without the files: %s", query, got)
		}
	}
	w.objects.owner["data"] = Risk // as a bucket policy would
	for _, query := range ways {
		if got := w.said(reader, query); strings.HasPrefix(got, "FAILED") {
			t.Errorf("%s: %s", query, got)
			continue
		}
		table := w.engine.last().Tables[0]
		if len(table.Files) != 1 || table.Files[0].Display != "s3://data/sales/month=2026-01/a.parquet" || strings.HasSuffix(table.Name, "link") != strings.Contains(query, "link") {
			t.Errorf("%s reads %+v", query, table)
		}
	}
	unnamed := w.User(Risk, "unnamed", allow([2]string{"athena:StartQueryExecution athena:GetQueryExecution athena:BatchGetQueryExecution glue:* s3:*", "*"}))
	if got := w.said(unnamed, ways[0]); !strings.Contains(got, "athena:GetDataCatalog on resource: arn:aws:athena:us-east-1:444444444444:datacatalog/producer") {
		t.Errorf("who may not use the catalog: %s", got)
	}
	list := Must[sdk.ListDataCatalogsOutput](w.Kit, reader, "athena", "ListDataCatalogs", &sdk.ListDataCatalogsInput{})
	if len(list.DataCatalogsSummary) != 2 || *list.DataCatalogsSummary[0].CatalogName != "AwsDataCatalog" || *list.DataCatalogsSummary[1].CatalogName != "Producer" {
		t.Errorf("catalogs = %+v", list.DataCatalogsSummary)
	}
	meta := Must[sdk.GetTableMetadataOutput](w.Kit, reader, "athena", "GetTableMetadata", &sdk.GetTableMetadataInput{CatalogName: aws.String("PRODUCER"), DatabaseName: aws.String("shop"), TableName: aws.String("flat")})
	if *meta.TableMetadata.Name != "flat" || len(meta.TableMetadata.Columns) != 2 {
		t.Errorf("metadata = %+v", meta.TableMetadata)
	}
	if got := w.said(reader, "CREATE TABLE producer.shop.x AS SELECT 1 AS a"); !strings.HasPrefix(got, "FAILED NOT_SUPPORTED: line 1:14: This statement is not supported in the catalog 'producer'") {
		t.Errorf("written across: %s", got)
	}
	Must[sdk.DeleteDataCatalogOutput](w.Kit, reader, "athena", "DeleteDataCatalog", &sdk.DeleteDataCatalogInput{Name: aws.String("producer")})
	if got := w.said(reader, ways[0]); got != "FAILED CATALOG_NOT_FOUND: line 1:25: Catalog 'producer' does not exist" {
		t.Errorf("after it has gone: %s", got)
	}
}
