package glue

import (
	sdk "github.com/aws/aws-sdk-go-v2/service/glue"

	"interlaken/service"
)

// getDatabase answers with one database.
func getDatabase() service.Operation {
	return define("GetDatabase",
		func(i *sdk.GetDatabaseInput) place { return in(i.CatalogId, i.Name, nil) }, nil,
		func(c *service.Call, p place, _ *sdk.GetDatabaseInput) (*sdk.GetDatabaseOutput, error) {
			d, err := p.getDatabase(c.Tx)
			if err != nil {
				return nil, err
			}
			return &sdk.GetDatabaseOutput{Database: &d}, nil
		}, service.Reads)
}
