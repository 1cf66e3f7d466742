package glue

import (
	sdk "github.com/aws/aws-sdk-go-v2/service/glue"

	"interlaken/service"
)

// getTable answers with one table. A link to a table is answered as such; whoever reads the table follows it.
func getTable() service.Operation {
	return define("GetTable",
		func(i *sdk.GetTableInput) place { return in(i.CatalogId, i.DatabaseName, i.Name) }, nil,
		func(c *service.Call, p place, _ *sdk.GetTableInput) (*sdk.GetTableOutput, error) {
			p, err := p.target(c, "GetTable", nil)
			if err != nil {
				return nil, err
			}
			t, err := p.getTable(c.Tx)
			if err != nil {
				return nil, err
			}
			return &sdk.GetTableOutput{Table: &t}, nil
		}, service.Reads)
}
