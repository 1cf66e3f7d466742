package glue

import (
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/glue"

	"interlaken/service"
)

// updateDatabase replaces what is said of a database. It does not rename it.
func updateDatabase() service.Operation {
	return define("UpdateDatabase",
		func(i *sdk.UpdateDatabaseInput) place { return in(i.CatalogId, i.Name, nil) }, nil,
		func(c *service.Call, p place, i *sdk.UpdateDatabaseInput) (*sdk.UpdateDatabaseOutput, error) {
			if strings.ToLower(aws.ToString(i.DatabaseInput.Name)) != p.database {
				return nil, invalid("A database cannot be renamed.")
			}
			old, err := p.getDatabase(c.Tx)
			if err != nil {
				return nil, err
			}
			d, err := p.described(i.DatabaseInput)
			if err != nil {
				return nil, err
			}
			d.CreateTime = old.CreateTime
			return &sdk.UpdateDatabaseOutput{}, databases.Put(c.Tx, d)
		})
}
