package athena

import (
	sdk "github.com/aws/aws-sdk-go-v2/service/athena"
	glue "github.com/aws/aws-sdk-go-v2/service/glue"

	"interlaken/service"
)

// getDatabase answers with one database of Glue as the caller may read it.
func getDatabase() service.Operation {
	return service.Define("GetDatabase",
		onCatalog("athena:GetDatabase", func(in *sdk.GetDatabaseInput) *string { return in.CatalogName }),
		func(c *service.Call, in *sdk.GetDatabaseInput) (*sdk.GetDatabaseOutput, error) {
			catalog, err := catalogID(c, in.CatalogName)
			if err != nil {
				return nil, err
			}
			found, err := askGlue[glue.GetDatabaseOutput](c, "GetDatabase", &glue.GetDatabaseInput{CatalogId: catalog, Name: in.DatabaseName})
			if err != nil {
				return nil, err
			}
			d := database(found.Database)
			return &sdk.GetDatabaseOutput{Database: &d}, nil
		}, service.Reads)
}
