package athena

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/athena"
	"github.com/aws/aws-sdk-go-v2/service/athena/types"

	"interlaken/service"
)

// listDataCatalogs lists the account's own catalog, the only one.
func listDataCatalogs() service.Operation {
	return service.Define("ListDataCatalogs", everything[sdk.ListDataCatalogsInput]("athena:ListDataCatalogs"),
		func(*service.Call, *sdk.ListDataCatalogsInput) (*sdk.ListDataCatalogsOutput, error) {
			return &sdk.ListDataCatalogsOutput{DataCatalogsSummary: []types.DataCatalogSummary{
				{CatalogName: aws.String(ownCatalog), Type: types.DataCatalogTypeGlue},
			}}, nil
		}, service.Reads)
}
