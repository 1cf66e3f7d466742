package athena

import (
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/athena"
	"github.com/aws/aws-sdk-go-v2/service/athena/types"

	"interlaken/fault"
	"interlaken/service"
)

// getDataCatalog answers with the account's own catalog, or with one that is registered.
func getDataCatalog() service.Operation {
	return service.Define("GetDataCatalog",
		onCatalog("athena:GetDataCatalog", func(in *sdk.GetDataCatalogInput) *string { return in.Name }),
		func(c *service.Call, in *sdk.GetDataCatalogInput) (*sdk.GetDataCatalogOutput, error) {
			if strings.EqualFold(*in.Name, ownCatalog) {
				return &sdk.GetDataCatalogOutput{DataCatalog: &types.DataCatalog{
					Name: aws.String(ownCatalog), Type: types.DataCatalogTypeGlue, Parameters: map[string]string{catalogParameter: c.Account()},
				}}, nil
			}
			d, err := findDataCatalog(c, in.Name)
			if err != nil {
				return nil, err
			}
			return &sdk.GetDataCatalogOutput{DataCatalog: &d.Catalog}, nil
		}, service.Reads)
}

// findDataCatalog returns a catalog that the caller's account has registered.
func findDataCatalog(c *service.Call, name *string) (dataCatalog, error) {
	d, err := dataCatalogs.Get(c.Tx, dataCatalogs.Key(&dataCatalog{Account: c.Account(), Catalog: types.DataCatalog{Name: name}}))
	if fault.Is(err, fault.NotFound) {
		err = invalid("DATACATALOG_NOT_FOUND", "DataCatalog %s was not found", *name)
	}
	return d, err
}
