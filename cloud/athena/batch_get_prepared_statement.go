package athena

import (
	"errors"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/athena"
	"github.com/aws/aws-sdk-go-v2/service/athena/types"

	"interlaken/service"
)

// batchGetPreparedStatement answers with those of the named statements that are there, and says which are not.
func batchGetPreparedStatement() service.Operation {
	return service.Define("BatchGetPreparedStatement",
		onWorkGroup("athena:BatchGetPreparedStatement", func(in *sdk.BatchGetPreparedStatementInput) *string { return in.WorkGroup }),
		func(c *service.Call, in *sdk.BatchGetPreparedStatementInput) (*sdk.BatchGetPreparedStatementOutput, error) {
			out := &sdk.BatchGetPreparedStatementOutput{
				PreparedStatements: []types.PreparedStatement{}, UnprocessedPreparedStatementNames: []types.UnprocessedPreparedStatementName{},
			}
			for _, name := range in.PreparedStatementNames {
				p, err := findPrepared(c.Tx, c.Account(), *in.WorkGroup, name)
				var missing *types.ResourceNotFoundException
				switch {
				case err == nil:
					out.PreparedStatements = append(out.PreparedStatements, p.Statement)
				case errors.As(err, &missing):
					out.UnprocessedPreparedStatementNames = append(out.UnprocessedPreparedStatementNames, types.UnprocessedPreparedStatementName{
						StatementName: &name, ErrorCode: aws.String("RESOURCE_NOT_FOUND"), ErrorMessage: missing.Message,
					})
				default:
					return nil, err
				}
			}
			return out, nil
		}, service.Reads)
}
