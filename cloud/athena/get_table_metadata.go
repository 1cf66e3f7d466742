package athena

import (
	sdk "github.com/aws/aws-sdk-go-v2/service/athena"

	"interlaken/service"
)

// getTableMetadata answers with one table of Glue as the caller may read it.
func getTableMetadata() service.Operation {
	return service.Define("GetTableMetadata",
		onCatalog("athena:GetTableMetadata", func(in *sdk.GetTableMetadataInput) *string { return in.CatalogName }),
		func(c *service.Call, in *sdk.GetTableMetadataInput) (*sdk.GetTableMetadataOutput, error) {
			catalog, err := catalogID(c, in.CatalogName)
			if err != nil {
				return nil, err
			}
			found, err := glueTable(c, catalog, in.DatabaseName, in.TableName)
			if err != nil {
				return nil, err
			}
			t := table(found.Table)
			return &sdk.GetTableMetadataOutput{TableMetadata: &t}, nil
		}, service.Reads)
}
