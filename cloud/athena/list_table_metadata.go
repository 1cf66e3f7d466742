package athena

import (
	sdk "github.com/aws/aws-sdk-go-v2/service/athena"
	"github.com/aws/aws-sdk-go-v2/service/athena/types"
	glue "github.com/aws/aws-sdk-go-v2/service/glue"

	"interlaken/service"
)

// listTableMetadata lists Glue's tables as the caller may.
func listTableMetadata() service.Operation {
	return service.Define("ListTableMetadata",
		onCatalog("athena:ListTableMetadata", func(in *sdk.ListTableMetadataInput) *string { return in.CatalogName }),
		func(c *service.Call, in *sdk.ListTableMetadataInput) (*sdk.ListTableMetadataOutput, error) {
			catalog, err := catalogID(c, in.CatalogName)
			if err != nil {
				return nil, err
			}
			found, err := askGlue[glue.GetTablesOutput](c, "GetTables", &glue.GetTablesInput{
				CatalogId: catalog, DatabaseName: in.DatabaseName, Expression: in.Expression, MaxResults: in.MaxResults, NextToken: in.NextToken,
			})
			if err != nil {
				return nil, err
			}
			out := &sdk.ListTableMetadataOutput{NextToken: found.NextToken, TableMetadataList: make([]types.TableMetadata, len(found.TableList))}
			for i := range found.TableList {
				out.TableMetadataList[i] = table(&found.TableList[i])
			}
			return out, nil
		}, service.Reads)
}
