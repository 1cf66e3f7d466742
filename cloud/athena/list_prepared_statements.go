package athena

import (
	sdk "github.com/aws/aws-sdk-go-v2/service/athena"
	"github.com/aws/aws-sdk-go-v2/service/athena/types"

	"interlaken/service"
	"interlaken/store"
)

// listPreparedStatements lists a workgroup's prepared statements by name.
func listPreparedStatements() service.Operation {
	return service.Define("ListPreparedStatements",
		onWorkGroup("athena:ListPreparedStatements", func(in *sdk.ListPreparedStatementsInput) *string { return in.WorkGroup }),
		func(c *service.Call, in *sdk.ListPreparedStatementsInput) (*sdk.ListPreparedStatementsOutput, error) {
			group, err := findWorkGroup(c, in.WorkGroup)
			if err != nil {
				return nil, err
			}
			after, size, err := page(in.NextToken, in.MaxResults, 50)
			if err != nil {
				return nil, err
			}
			list, next, err := store.Page(preparedStatements.Scan(c.Tx, store.Range{Prefix: store.Key(c.Account(), *group.Name), After: after}), size)
			if err != nil {
				return nil, err
			}
			out := &sdk.ListPreparedStatementsOutput{NextToken: nextToken(next), PreparedStatements: make([]types.PreparedStatementSummary, len(list))}
			for i := range list {
				p := &list[i].Statement
				out.PreparedStatements[i] = types.PreparedStatementSummary{StatementName: p.StatementName, LastModifiedTime: p.LastModifiedTime}
			}
			return out, nil
		}, service.Reads)
}
