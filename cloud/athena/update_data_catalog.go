package athena

import (
	sdk "github.com/aws/aws-sdk-go-v2/service/athena"

	"interlaken/service"
)

// updateDataCatalog replaces what a registered catalog is.
func updateDataCatalog() service.Operation {
	return service.Define("UpdateDataCatalog",
		onCatalog("athena:UpdateDataCatalog", func(in *sdk.UpdateDataCatalogInput) *string { return in.Name }),
		func(c *service.Call, in *sdk.UpdateDataCatalogInput) (*sdk.UpdateDataCatalogOutput, error) {
			d, err := findDataCatalog(c, in.Name)
			if err != nil {
				return nil, err
			}
			if err := accepted(in.Type, in.Parameters); err != nil {
				return nil, err
			}
			d.Catalog.Type, d.Catalog.Parameters, d.Catalog.Description = in.Type, in.Parameters, in.Description
			return &sdk.UpdateDataCatalogOutput{}, dataCatalogs.Put(c.Tx, d)
		})
}
