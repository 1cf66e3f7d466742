package athena

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/athena"
	"github.com/aws/aws-sdk-go-v2/service/athena/types"

	"interlaken/service"
	"interlaken/store"
)

// listDataCatalogs lists the account's own catalog and those that are registered, by name.
func listDataCatalogs() service.Operation {
	return service.Define("ListDataCatalogs", everything[sdk.ListDataCatalogsInput]("athena:ListDataCatalogs"),
		func(c *service.Call, in *sdk.ListDataCatalogsInput) (*sdk.ListDataCatalogsOutput, error) {
			after, size, err := page(in.NextToken, in.MaxResults, 50)
			if err != nil {
				return nil, err
			}
			list, next, err := store.Page(dataCatalogs.Scan(c.Tx, store.Range{Prefix: store.Key(c.Account()), After: after}), size)
			if err != nil {
				return nil, err
			}
			out := &sdk.ListDataCatalogsOutput{NextToken: nextToken(next), DataCatalogsSummary: []types.DataCatalogSummary{}}
			if after == "" { // it has no record; it comes first
				out.DataCatalogsSummary = append(out.DataCatalogsSummary, types.DataCatalogSummary{CatalogName: aws.String(ownCatalog), Type: types.DataCatalogTypeGlue})
			}
			for _, d := range list {
				out.DataCatalogsSummary = append(out.DataCatalogsSummary, types.DataCatalogSummary{CatalogName: d.Catalog.Name, Type: d.Catalog.Type, Status: d.Catalog.Status})
			}
			return out, nil
		}, service.Reads)
}
