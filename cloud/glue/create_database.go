package glue

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/glue"
	"github.com/aws/aws-sdk-go-v2/service/glue/types"

	"interlaken/arn"
	"interlaken/fault"
	"interlaken/service"
)

// createDatabase makes a database. It needs the action on the catalog and on the database that will be, and for tags
// glue:TagResource on the database as well.
func createDatabase() service.Operation {
	return define("CreateDatabase",
		func(i *sdk.CreateDatabaseInput) place { return in(i.CatalogId, i.DatabaseInput.Name, nil) }, nil,
		func(c *service.Call, p place, i *sdk.CreateDatabaseInput) (*sdk.CreateDatabaseOutput, error) {
			d, err := p.described(i.DatabaseInput)
			if err != nil {
				return nil, err
			}
			d.CreateTime = aws.Time(c.Now)
			if err := databases.Create(c.Tx, d); err != nil {
				return nil, taken(err, "Database")
			}
			if len(i.Tags) == 0 {
				return &sdk.CreateDatabaseOutput{}, nil
			}
			return &sdk.CreateDatabaseOutput{}, p.born(c, i.Tags)
		})
}

// described is the database that an input describes.
func (p place) described(d *types.DatabaseInput) (types.Database, error) {
	switch {
	case d.FederatedDatabase != nil:
		return types.Database{}, fault.New(fault.Unsupported, "Federated databases are not offered here.")
	case d.TargetDatabase != nil && (!arn.IsAccount(aws.ToString(d.TargetDatabase.CatalogId)) || aws.ToString(d.TargetDatabase.DatabaseName) == ""):
		return types.Database{}, invalid("A resource link names the catalog of an account and a database.")
	}
	return types.Database{
		CatalogId: &p.catalog, Name: lower(d.Name), Description: d.Description, LocationUri: d.LocationUri,
		Parameters: d.Parameters, TargetDatabase: d.TargetDatabase, CreateTableDefaultPermissions: d.CreateTableDefaultPermissions,
	}, nil
}
