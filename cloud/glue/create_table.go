package glue

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/glue"
	"github.com/aws/aws-sdk-go-v2/service/glue/types"

	"interlaken/arn"
	"interlaken/fault"
	"interlaken/service"
)

// createTable makes a table or view. The catalog believes what it is told; nothing is looked up in S3.
func createTable() service.Operation {
	return define("CreateTable",
		func(i *sdk.CreateTableInput) place {
			name := i.Name
			if i.TableInput != nil {
				name = i.TableInput.Name
			}
			return in(i.CatalogId, i.DatabaseName, name)
		}, nil,
		func(c *service.Call, p place, i *sdk.CreateTableInput) (*sdk.CreateTableOutput, error) {
			if i.OpenTableFormatInput != nil || len(i.PartitionIndexes) > 0 || i.TransactionId != nil {
				return nil, fault.New(fault.Unsupported, "Open table formats, partition indexes and transactions are not offered here.")
			}
			if _, err := p.getDatabase(c.Tx); err != nil {
				return nil, err
			}
			t, err := p.tableOf(i.TableInput)
			if err != nil {
				return nil, err
			}
			t.CreateTime, t.UpdateTime, t.VersionId = aws.Time(c.Now), aws.Time(c.Now), aws.String("0")
			t.CreatedBy = aws.String(c.Session.Principal.ARN)
			if err := tables.Create(c.Tx, t); err != nil {
				return nil, taken(err, "Table")
			}
			return &sdk.CreateTableOutput{}, nil
		})
}

// tableOf is the table that an input describes.
func (p place) tableOf(t *types.TableInput) (types.Table, error) {
	switch {
	case t == nil:
		return types.Table{}, invalid("The table input is missing.")
	case t.TargetTable != nil && (!arn.IsAccount(aws.ToString(t.TargetTable.CatalogId)) || aws.ToString(t.TargetTable.DatabaseName) == "" || aws.ToString(t.TargetTable.Name) == ""):
		return types.Table{}, invalid("A resource link names the catalog of an account, a database and a table.")
	case t.FederatedTable != nil || t.ViewDefinition != nil:
		return types.Table{}, fault.New(fault.Unsupported, "Federated tables and multi-dialect views are not offered here.")
	}
	return types.Table{
		CatalogId: &p.catalog, DatabaseName: &p.database, Name: lower(t.Name), Description: t.Description, Owner: t.Owner,
		LastAccessTime: t.LastAccessTime, LastAnalyzedTime: t.LastAnalyzedTime, Retention: t.Retention,
		StorageDescriptor: t.StorageDescriptor, PartitionKeys: t.PartitionKeys, ViewOriginalText: t.ViewOriginalText,
		ViewExpandedText: t.ViewExpandedText, TableType: t.TableType, Parameters: t.Parameters, TargetTable: t.TargetTable,
	}, nil
}
