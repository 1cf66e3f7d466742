package glue

import (
	sdk "github.com/aws/aws-sdk-go-v2/service/glue"
	"github.com/aws/aws-sdk-go-v2/service/glue/types"

	"interlaken/service"
)

// batchDeleteTableVersion removes old versions of a table and says which ones it could not.
func batchDeleteTableVersion() service.Operation {
	return define("BatchDeleteTableVersion",
		func(i *sdk.BatchDeleteTableVersionInput) place { return in(i.CatalogId, i.DatabaseName, i.TableName) }, nil,
		func(c *service.Call, p place, i *sdk.BatchDeleteTableVersionInput) (*sdk.BatchDeleteTableVersionOutput, error) {
			if _, err := p.getTable(c.Tx); err != nil {
				return nil, err
			}
			out := &sdk.BatchDeleteTableVersionOutput{}
			for _, version := range i.VersionIds {
				switch err := p.removeVersion(c.Tx, version); {
				case expected(err):
					out.Errors = append(out.Errors, types.TableVersionError{TableName: &p.table, VersionId: &version, ErrorDetail: detail(err)})
				case err != nil:
					return nil, err
				}
			}
			return out, nil
		})
}
