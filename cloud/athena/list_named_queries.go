package athena

import (
	sdk "github.com/aws/aws-sdk-go-v2/service/athena"

	"interlaken/service"
	"interlaken/store"
)

// listNamedQueries lists the ids of a workgroup's saved queries.
func listNamedQueries() service.Operation {
	return service.Define("ListNamedQueries",
		onWorkGroup("athena:ListNamedQueries", func(in *sdk.ListNamedQueriesInput) *string { return in.WorkGroup }),
		func(c *service.Call, in *sdk.ListNamedQueriesInput) (*sdk.ListNamedQueriesOutput, error) {
			group, err := findWorkGroup(c, in.WorkGroup)
			if err != nil {
				return nil, err
			}
			after, size, err := page(in.NextToken, in.MaxResults, 50)
			if err != nil {
				return nil, err
			}
			list, next, err := store.Page(namedQueries.ScanIndex(c.Tx, byWorkGroup, store.Range{Prefix: store.Key(c.Account(), *group.Name), After: after}), size)
			if err != nil {
				return nil, err
			}
			out := &sdk.ListNamedQueriesOutput{NextToken: nextToken(next), NamedQueryIds: make([]string, len(list))}
			for i := range list {
				out.NamedQueryIds[i] = *list[i].Query.NamedQueryId
			}
			return out, nil
		}, service.Reads)
}
