package athena

import (
	"strings"

	sdk "github.com/aws/aws-sdk-go-v2/service/athena"
	"github.com/aws/aws-sdk-go-v2/service/athena/types"

	"interlaken/fault"
	"interlaken/service"
)

// createDataCatalog gives another account's Glue catalog a name. It gives no right to it: queries ask that catalog as
// their caller.
func createDataCatalog() service.Operation {
	return service.Define("CreateDataCatalog",
		tagged(onCatalog("athena:CreateDataCatalog", func(in *sdk.CreateDataCatalogInput) *string { return in.Name }),
			func(in *sdk.CreateDataCatalogInput) []types.Tag { return in.Tags }),
		func(c *service.Call, in *sdk.CreateDataCatalogInput) (*sdk.CreateDataCatalogOutput, error) {
			tags, err := readTags(in.Tags)
			if err != nil {
				return nil, err
			}
			if err := accepted(in.Type, in.Parameters); err != nil {
				return nil, err
			}
			d := dataCatalog{Account: c.Account(), Tags: tags, Catalog: types.DataCatalog{
				Name: in.Name, Type: in.Type, Description: in.Description, Parameters: in.Parameters, Status: types.DataCatalogStatusCreateComplete,
			}}
			err = dataCatalogs.Create(c.Tx, d)
			if strings.EqualFold(*in.Name, ownCatalog) || fault.Is(err, fault.AlreadyExists) {
				return nil, invalid("INVALID_INPUT", "DataCatalog %s already exists", *in.Name)
			}
			return &sdk.CreateDataCatalogOutput{DataCatalog: &d.Catalog}, err
		})
}
