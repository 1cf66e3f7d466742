package glue

import (
	sdk "github.com/aws/aws-sdk-go-v2/service/glue"
	"github.com/aws/aws-sdk-go-v2/service/glue/types"

	"interlaken/service"
	"interlaken/store"
)

// getTableVersions lists a table's versions, the last one first.
func getTableVersions() service.Operation {
	return define("GetTableVersions",
		func(i *sdk.GetTableVersionsInput) place { return in(i.CatalogId, i.DatabaseName, i.TableName) }, nil,
		func(c *service.Call, p place, i *sdk.GetTableVersionsInput) (*sdk.GetTableVersionsOutput, error) {
			after, size, err := page(i.NextToken, i.MaxResults, 100)
			if err != nil {
				return nil, err
			}
			current, err := p.getTable(c.Tx)
			if err != nil {
				return nil, err
			}
			out := &sdk.GetTableVersionsOutput{TableVersions: []types.TableVersion{}}
			if after == "" {
				out.TableVersions = append(out.TableVersions, shownVersion(current))
				size--
			}
			if size == 0 { // a page of the current version alone; the next one begins behind it
				out.NextToken = nextToken(store.Token(versions.Key(&current)))
				return out, nil
			}
			span := store.Range{Prefix: store.Key(p.catalog, p.database, p.table), After: after, Reverse: true}
			list, next, err := store.Page(versions.Scan(c.Tx, span), size)
			if err != nil {
				return nil, err
			}
			for _, t := range list {
				out.TableVersions = append(out.TableVersions, shownVersion(t))
			}
			out.NextToken = nextToken(next)
			return out, nil
		}, service.Reads)
}
