package glue_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/glue"
	"github.com/aws/aws-sdk-go-v2/service/glue/types"

	"interlaken/fault"
	. "interlaken/service/servicetest"
)

// shares is a catalog policy that lets an account read the table orders.
func shares(account string) *string {
	text := fmt.Sprintf(`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::%s:root"},
		"Action":["glue:GetTable","glue:GetTables","glue:GetPartitions","glue:GetDatabase"],
		"Resource":["arn:aws:glue:us-east-1:222222222222:catalog","arn:aws:glue:us-east-1:222222222222:database/sales","arn:aws:glue:us-east-1:222222222222:table/sales/orders"]}]}`, account)
	return &text
}

// Another account's catalog is open as far as its policy and the caller's own both say.
func TestACatalogIsSharedByItsPolicy(t *testing.T) {
	k := newKit(t)
	owner := k.User(Retail, "owner", Everything)
	fill(t, k, owner)
	friend := k.User(Risk, "friend", Everything)
	poor := k.User(Risk, "poor")
	stranger := k.User(Investment, "stranger", Everything)
	get := func(table string) *sdk.GetTableInput {
		return &sdk.GetTableInput{CatalogId: aws.String(Retail), DatabaseName: aws.String("sales"), Name: &table}
	}
	refused(t, k, friend, "GetTable", get("orders"), fault.AccessDenied)
	refused(t, k, owner, "GetResourcePolicy", &sdk.GetResourcePolicyInput{}, fault.NotFound)
	put := Must[sdk.PutResourcePolicyOutput](k, owner, "glue", "PutResourcePolicy", &sdk.PutResourcePolicyInput{PolicyInJson: shares(Risk), PolicyExistsCondition: types.ExistConditionNotExist})
	if got := Must[sdk.GetTableOutput](k, friend, "glue", "GetTable", get("orders")).Table; *got.CatalogId != Retail || *got.Name != "orders" {
		t.Errorf("table = %+v", got)
	}
	if got := refused(t, k, friend, "GetTable", get("clients"), fault.AccessDenied); !strings.Contains(got, "table/sales/clients because no resource-based policy allows") {
		t.Errorf("%q", got)
	}
	refused(t, k, friend, "DeleteTable", &sdk.DeleteTableInput{CatalogId: aws.String(Retail), DatabaseName: aws.String("sales"), Name: aws.String("orders")}, fault.AccessDenied)
	refused(t, k, poor, "GetTable", get("orders"), fault.AccessDenied)
	refused(t, k, stranger, "GetTable", get("orders"), fault.AccessDenied)

	out := Must[sdk.GetResourcePolicyOutput](k, owner, "glue", "GetResourcePolicy", &sdk.GetResourcePolicyInput{})
	if *out.PolicyInJson != *shares(Risk) || *out.PolicyHash != *put.PolicyHash {
		t.Errorf("policy = %+v", out)
	}
	refused(t, k, owner, "PutResourcePolicy", &sdk.PutResourcePolicyInput{PolicyInJson: shares(Hub), PolicyExistsCondition: types.ExistConditionNotExist}, "ConditionCheckFailureException")
	refused(t, k, owner, "PutResourcePolicy", &sdk.PutResourcePolicyInput{PolicyInJson: shares(Hub), PolicyHashCondition: aws.String("other")}, "ConditionCheckFailureException")
	refused(t, k, owner, "DeleteResourcePolicy", &sdk.DeleteResourcePolicyInput{PolicyHashCondition: aws.String("other")}, "ConditionCheckFailureException")
	for name, text := range map[string]string{
		"no policy":          `{}`,
		"not JSON":           `{{{`,
		"another catalog's":  strings.ReplaceAll(*shares(Risk), "222222222222:catalog", "444444444444:catalog"),
		"another service's":  strings.ReplaceAll(*shares(Risk), "arn:aws:glue:us-east-1:222222222222:catalog", "arn:aws:s3:::b"),
		"everything":         strings.ReplaceAll(*shares(Risk), "arn:aws:glue:us-east-1:222222222222:catalog", "*"),
		"without a resource": `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"glue:*","NotResource":"arn:aws:s3:::b"}]}`,
	} {
		if _, err := k.Do(owner, "glue", "PutResourcePolicy", &sdk.PutResourcePolicyInput{PolicyInJson: &text}); !fault.Is(err, "InvalidInputException") {
			t.Errorf("%s: %v", name, err)
		}
	}
	long := strings.Replace(*shares(Risk), "{", "{"+strings.Repeat(" ", 10<<10), 1)
	refused(t, k, owner, "PutResourcePolicy", &sdk.PutResourcePolicyInput{PolicyInJson: &long}, "ResourceNumberLimitExceededException")
	Must[sdk.DeleteResourcePolicyOutput](k, owner, "glue", "DeleteResourcePolicy", &sdk.DeleteResourcePolicyInput{PolicyHashCondition: put.PolicyHash})
	refused(t, k, friend, "GetTable", get("orders"), fault.AccessDenied)
}

// A link to another account's database shows what is there to whoever may see it there.
func TestLinksAreFollowedWithTheCallersRights(t *testing.T) {
	k := newKit(t)
	owner := k.User(Retail, "owner", Everything)
	fill(t, k, owner)
	friend := k.User(Risk, "friend", Everything)
	refused(t, k, friend, "CreateDatabase", &sdk.CreateDatabaseInput{DatabaseInput: &types.DatabaseInput{Name: aws.String("l"), TargetDatabase: &types.DatabaseIdentifier{CatalogId: aws.String(Retail)}}}, "InvalidInputException")
	Must[sdk.CreateDatabaseOutput](k, friend, "glue", "CreateDatabase", &sdk.CreateDatabaseInput{DatabaseInput: &types.DatabaseInput{
		Name: aws.String("linked"), TargetDatabase: &types.DatabaseIdentifier{CatalogId: aws.String(Retail), DatabaseName: aws.String("Sales")},
	}})
	Must[sdk.CreateDatabaseOutput](k, friend, "glue", "CreateDatabase", &sdk.CreateDatabaseInput{DatabaseInput: &types.DatabaseInput{Name: aws.String("own")}})
	Must[sdk.CreateTableOutput](k, friend, "glue", "CreateTable", &sdk.CreateTableInput{DatabaseName: aws.String("own"), TableInput: &types.TableInput{
		Name: aws.String("o"), TargetTable: &types.TableIdentifier{CatalogId: aws.String(Retail), DatabaseName: aws.String("sales"), Name: aws.String("orders")},
	}})
	link := Must[sdk.GetTableOutput](k, friend, "glue", "GetTable", &sdk.GetTableInput{DatabaseName: aws.String("own"), Name: aws.String("o")}).Table
	if link.TargetTable == nil || *link.TargetTable.CatalogId != Retail || *link.TargetTable.Name != "orders" || *link.CatalogId != Risk {
		t.Errorf("link = %+v", link)
	}
	get := &sdk.GetTableInput{DatabaseName: aws.String("linked"), Name: aws.String("orders")}
	if got := refused(t, k, friend, "GetTable", get, fault.AccessDenied); !strings.Contains(got, "222222222222:catalog because no resource-based policy allows the glue:GetTable action") {
		t.Errorf("%q", got)
	}
	Must[sdk.PutResourcePolicyOutput](k, owner, "glue", "PutResourcePolicy", &sdk.PutResourcePolicyInput{PolicyInJson: shares(Risk)})
	if got := Must[sdk.GetTableOutput](k, friend, "glue", "GetTable", get).Table; *got.CatalogId != Retail || *got.DatabaseName != "sales" || len(got.PartitionKeys) != 3 {
		t.Errorf("table = %+v", got)
	}
	parts := Must[sdk.GetPartitionsOutput](k, friend, "glue", "GetPartitions", &sdk.GetPartitionsInput{DatabaseName: aws.String("linked"), TableName: aws.String("orders")})
	if len(parts.Partitions) != 12 {
		t.Errorf("%d partitions", len(parts.Partitions))
	}
	refused(t, k, friend, "GetTable", &sdk.GetTableInput{DatabaseName: aws.String("linked"), Name: aws.String("clients")}, fault.AccessDenied)
	// To list a database takes the right to all of its tables, there as here.
	refused(t, k, friend, "GetTables", &sdk.GetTablesInput{DatabaseName: aws.String("linked")}, fault.AccessDenied)
}
