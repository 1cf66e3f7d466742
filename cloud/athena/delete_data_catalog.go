package athena

import (
	sdk "github.com/aws/aws-sdk-go-v2/service/athena"

	"interlaken/service"
)

// deleteDataCatalog forgets a registered catalog.
func deleteDataCatalog() service.Operation {
	return service.Define("DeleteDataCatalog",
		onCatalog("athena:DeleteDataCatalog", func(in *sdk.DeleteDataCatalogInput) *string { return in.Name }),
		func(c *service.Call, in *sdk.DeleteDataCatalogInput) (*sdk.DeleteDataCatalogOutput, error) {
			d, err := findDataCatalog(c, in.Name)
			if err != nil {
				return nil, err
			}
			return &sdk.DeleteDataCatalogOutput{DataCatalog: &d.Catalog}, dataCatalogs.Delete(c.Tx, dataCatalogs.Key(&d))
		})
}
