package athena

import (
	sdk "github.com/aws/aws-sdk-go-v2/service/athena"

	"interlaken/service"
	"interlaken/store"
)

// listQueryExecutions lists the ids of a workgroup's queries, the newest first.
func (a *athena) listQueryExecutions() service.Operation {
	return service.Define("ListQueryExecutions",
		onWorkGroup("athena:ListQueryExecutions", func(in *sdk.ListQueryExecutionsInput) *string { return in.WorkGroup }),
		func(c *service.Call, in *sdk.ListQueryExecutionsInput) (*sdk.ListQueryExecutionsOutput, error) {
			group, err := findWorkGroup(c, in.WorkGroup)
			if err != nil {
				return nil, err
			}
			after, size, err := page(in.NextToken, in.MaxResults, 50)
			if err != nil {
				return nil, err
			}
			span := store.Range{Prefix: store.Key(c.Account(), *group.Name), After: after, Reverse: true}
			list, next, err := store.Page(executions.ScanIndex(c.Tx, byWorkGroup, span), size)
			if err != nil {
				return nil, err
			}
			out := &sdk.ListQueryExecutionsOutput{NextToken: nextToken(next), QueryExecutionIds: make([]string, len(list))}
			for i, e := range list {
				out.QueryExecutionIds[i] = e.ID
			}
			return out, nil
		}, service.Reads)
}
