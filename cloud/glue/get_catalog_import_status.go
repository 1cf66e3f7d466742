package glue

import (
	sdk "github.com/aws/aws-sdk-go-v2/service/glue"
	"github.com/aws/aws-sdk-go-v2/service/glue/types"

	"interlaken/service"
)

// getCatalogImportStatus says that there is nothing to bring over from the catalog that Athena had before Glue.
func getCatalogImportStatus() service.Operation {
	return define("GetCatalogImportStatus",
		func(i *sdk.GetCatalogImportStatusInput) place { return in(i.CatalogId, nil, nil) }, nil,
		func(*service.Call, place, *sdk.GetCatalogImportStatusInput) (*sdk.GetCatalogImportStatusOutput, error) {
			return &sdk.GetCatalogImportStatusOutput{ImportStatus: &types.CatalogImportStatus{ImportCompleted: true}}, nil
		}, service.Reads)
}
