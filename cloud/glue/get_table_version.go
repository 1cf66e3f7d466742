package glue

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/glue"

	"interlaken/service"
)

// getTableVersion answers with a table as it was in a version, the last one where none is named.
func getTableVersion() service.Operation {
	return define("GetTableVersion",
		func(i *sdk.GetTableVersionInput) place { return in(i.CatalogId, i.DatabaseName, i.TableName) }, nil,
		func(c *service.Call, p place, i *sdk.GetTableVersionInput) (*sdk.GetTableVersionOutput, error) {
			t, err := p.getVersion(c.Tx, aws.ToString(i.VersionId))
			if err != nil {
				return nil, err
			}
			shown := shownVersion(t)
			return &sdk.GetTableVersionOutput{TableVersion: &shown}, nil
		}, service.Reads)
}
