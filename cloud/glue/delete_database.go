package glue

import (
	sdk "github.com/aws/aws-sdk-go-v2/service/glue"

	"interlaken/service"
	"interlaken/store"
)

// deleteDatabase removes a database with all its tables and their partitions, so it needs the action on each table as
// well. AWS removes the tables some time later; here it is one step.
func deleteDatabase() service.Operation {
	return define("DeleteDatabase",
		func(i *sdk.DeleteDatabaseInput) place { return in(i.CatalogId, i.Name, nil) },
		func(c *service.Call, p place, _ *sdk.DeleteDatabaseInput) ([]string, error) {
			names, err := p.tableNames(c.Tx)
			for i, name := range names {
				names[i] = p.tableARN(name)
			}
			return names, err
		},
		func(c *service.Call, p place, _ *sdk.DeleteDatabaseInput) (*sdk.DeleteDatabaseOutput, error) {
			if _, err := p.getDatabase(c.Tx); err != nil {
				return nil, err
			}
			names, err := p.tableNames(c.Tx)
			if err != nil {
				return nil, err
			}
			for _, name := range names {
				if err := p.removeTable(c.Tx, name); err != nil {
					return nil, err
				}
			}
			if err := p.removeTags(c.Tx); err != nil {
				return nil, err
			}
			return &sdk.DeleteDatabaseOutput{}, databases.Delete(c.Tx, store.Key(p.catalog, p.database))
		})
}
