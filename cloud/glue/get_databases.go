package glue

import (
	sdk "github.com/aws/aws-sdk-go-v2/service/glue"

	"interlaken/service"
	"interlaken/store"
)

// getDatabases lists a catalog's databases by name. It is decided on the catalog alone and the list is whole.
func getDatabases() service.Operation {
	return define("GetDatabases",
		func(i *sdk.GetDatabasesInput) place { return in(i.CatalogId, nil, nil) }, nil,
		func(c *service.Call, p place, i *sdk.GetDatabasesInput) (*sdk.GetDatabasesOutput, error) {
			after, size, err := page(i.NextToken, i.MaxResults, 100)
			if err != nil {
				return nil, err
			}
			span := store.Range{Prefix: store.Key(p.catalog), After: after}
			list, next, err := store.Page(databases.Scan(c.Tx, span), size)
			if err != nil {
				return nil, err
			}
			return &sdk.GetDatabasesOutput{DatabaseList: list, NextToken: nextToken(next)}, nil
		}, service.Reads)
}
