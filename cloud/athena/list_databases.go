package athena

import (
	sdk "github.com/aws/aws-sdk-go-v2/service/athena"
	"github.com/aws/aws-sdk-go-v2/service/athena/types"
	glue "github.com/aws/aws-sdk-go-v2/service/glue"

	"interlaken/service"
)

// listDatabases lists Glue's databases as the caller may.
func listDatabases() service.Operation {
	return service.Define("ListDatabases",
		onCatalog("athena:ListDatabases", func(in *sdk.ListDatabasesInput) *string { return in.CatalogName }),
		func(c *service.Call, in *sdk.ListDatabasesInput) (*sdk.ListDatabasesOutput, error) {
			catalog, err := catalogID(c, in.CatalogName)
			if err != nil {
				return nil, err
			}
			found, err := askGlue[glue.GetDatabasesOutput](c, "GetDatabases", &glue.GetDatabasesInput{CatalogId: catalog, MaxResults: in.MaxResults, NextToken: in.NextToken})
			if err != nil {
				return nil, err
			}
			out := &sdk.ListDatabasesOutput{NextToken: found.NextToken, DatabaseList: make([]types.Database, len(found.DatabaseList))}
			for i := range found.DatabaseList {
				out.DatabaseList[i] = database(&found.DatabaseList[i])
			}
			return out, nil
		}, service.Reads)
}
