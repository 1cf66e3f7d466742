package glue

import (
	"strings"

	sdk "github.com/aws/aws-sdk-go-v2/service/glue"
	"github.com/aws/aws-sdk-go-v2/service/glue/types"

	"interlaken/fault"
	"interlaken/service"
)

// batchDeleteTable removes many tables; it needs the action on each, and says which ones are not there.
func batchDeleteTable() service.Operation {
	return define("BatchDeleteTable",
		func(i *sdk.BatchDeleteTableInput) place { return in(i.CatalogId, i.DatabaseName, nil) },
		func(_ *service.Call, p place, i *sdk.BatchDeleteTableInput) ([]string, error) {
			var all []string
			for _, name := range i.TablesToDelete {
				all = append(all, p.tableARN(strings.ToLower(name)))
			}
			return all, nil
		},
		func(c *service.Call, p place, i *sdk.BatchDeleteTableInput) (*sdk.BatchDeleteTableOutput, error) {
			if _, err := p.getDatabase(c.Tx); err != nil {
				return nil, err
			}
			out := &sdk.BatchDeleteTableOutput{}
			for _, name := range i.TablesToDelete {
				p.table = strings.ToLower(name)
				_, err := p.getTable(c.Tx)
				switch {
				case fault.Is(err, fault.NotFound):
					out.Errors = append(out.Errors, types.TableError{TableName: &name, ErrorDetail: detail(err)})
					continue
				case err == nil:
					err = p.removeTable(c.Tx, p.table)
				}
				if err != nil {
					return nil, err
				}
			}
			return out, nil
		})
}
