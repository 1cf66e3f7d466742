package athena

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/athena"
	"github.com/aws/aws-sdk-go-v2/service/athena/types"

	"interlaken/fault"
	"interlaken/service"
)

// batchGetQueryExecution says how many queries stand. It needs the action on the workgroup of each; ids that are not
// there are listed apart. When none is there, the caller's workgroup primary is asked for.
func (a *athena) batchGetQueryExecution() service.Operation {
	return service.Define("BatchGetQueryExecution",
		func(c *service.Call, in *sdk.BatchGetQueryExecutionInput) ([]service.Check, error) {
			var groups []string
			for _, id := range in.QueryExecutionIds {
				e, err := find(c, &id)
				if fault.Is(err, fault.Validation) {
					continue
				}
				if err != nil {
					return nil, err
				}
				groups = append(groups, e.WorkGroup)
			}
			return checkWorkGroups(c, "athena:BatchGetQueryExecution", groups)
		},
		func(c *service.Call, in *sdk.BatchGetQueryExecutionInput) (*sdk.BatchGetQueryExecutionOutput, error) {
			out := &sdk.BatchGetQueryExecutionOutput{}
			for _, id := range in.QueryExecutionIds {
				e, err := find(c, &id)
				if fault.Is(err, fault.Validation) {
					out.UnprocessedQueryExecutionIds = append(out.UnprocessedQueryExecutionIds, types.UnprocessedQueryExecutionId{
						QueryExecutionId: &id, ErrorCode: aws.String("QUERY_EXECUTION_NOT_FOUND"), ErrorMessage: aws.String(fault.Public(err)),
					})
					continue
				}
				if err != nil {
					return nil, err
				}
				out.QueryExecutions = append(out.QueryExecutions, e.show())
			}
			return out, nil
		}, service.Reads)
}
