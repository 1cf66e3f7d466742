package glue

import (
	sdk "github.com/aws/aws-sdk-go-v2/service/glue"

	"interlaken/service"
)

// deleteTableVersion removes an old version of a table.
func deleteTableVersion() service.Operation {
	return define("DeleteTableVersion",
		func(i *sdk.DeleteTableVersionInput) place { return in(i.CatalogId, i.DatabaseName, i.TableName) }, nil,
		func(c *service.Call, p place, i *sdk.DeleteTableVersionInput) (*sdk.DeleteTableVersionOutput, error) {
			return &sdk.DeleteTableVersionOutput{}, p.removeVersion(c.Tx, *i.VersionId)
		})
}
