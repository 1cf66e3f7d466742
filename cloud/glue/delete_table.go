package glue

import (
	sdk "github.com/aws/aws-sdk-go-v2/service/glue"

	"interlaken/service"
)

// deleteTable removes a table and its partitions.
func deleteTable() service.Operation {
	return define("DeleteTable",
		func(i *sdk.DeleteTableInput) place { return in(i.CatalogId, i.DatabaseName, i.Name) }, nil,
		func(c *service.Call, p place, _ *sdk.DeleteTableInput) (*sdk.DeleteTableOutput, error) {
			if _, err := p.getTable(c.Tx); err != nil {
				return nil, err
			}
			return &sdk.DeleteTableOutput{}, p.removeTable(c.Tx, p.table)
		})
}
