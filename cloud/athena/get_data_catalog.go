package athena

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/athena"
	"github.com/aws/aws-sdk-go-v2/service/athena/types"

	"interlaken/service"
)

// getDataCatalog answers with the account's own catalog.
func getDataCatalog() service.Operation {
	return service.Define("GetDataCatalog",
		onCatalog("athena:GetDataCatalog", func(in *sdk.GetDataCatalogInput) *string { return in.Name }),
		func(c *service.Call, in *sdk.GetDataCatalogInput) (*sdk.GetDataCatalogOutput, error) {
			if err := knownCatalog(in.Name); err != nil {
				return nil, err
			}
			return &sdk.GetDataCatalogOutput{DataCatalog: &types.DataCatalog{
				Name: aws.String(ownCatalog), Type: types.DataCatalogTypeGlue, Parameters: map[string]string{"catalog-id": c.Account()},
			}}, nil
		}, service.Reads)
}
