package athena

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/athena"
	"github.com/aws/aws-sdk-go-v2/service/athena/types"

	"interlaken/fault"
	"interlaken/service"
)

// batchGetNamedQuery answers with those of the saved queries that are there, and says which are not. It needs the action
// on the workgroup of each; when none is there, the caller's workgroup primary is asked for.
func batchGetNamedQuery() service.Operation {
	return service.Define("BatchGetNamedQuery",
		func(c *service.Call, in *sdk.BatchGetNamedQueryInput) ([]service.Check, error) {
			var groups []string
			for _, id := range in.NamedQueryIds {
				q, err := findNamedQuery(c, &id)
				if fault.Is(err, fault.Validation) {
					continue
				}
				if err != nil {
					return nil, err
				}
				groups = append(groups, aws.ToString(q.Query.WorkGroup))
			}
			return checkWorkGroups(c, "athena:BatchGetNamedQuery", groups)
		},
		func(c *service.Call, in *sdk.BatchGetNamedQueryInput) (*sdk.BatchGetNamedQueryOutput, error) {
			out := &sdk.BatchGetNamedQueryOutput{NamedQueries: []types.NamedQuery{}, UnprocessedNamedQueryIds: []types.UnprocessedNamedQueryId{}}
			for _, id := range in.NamedQueryIds {
				q, err := findNamedQuery(c, &id)
				if fault.Is(err, fault.Validation) {
					out.UnprocessedNamedQueryIds = append(out.UnprocessedNamedQueryIds, types.UnprocessedNamedQueryId{
						NamedQueryId: &id, ErrorCode: aws.String("INVALID_INPUT"), ErrorMessage: aws.String(fault.Public(err)),
					})
					continue
				}
				if err != nil {
					return nil, err
				}
				out.NamedQueries = append(out.NamedQueries, q.Query)
			}
			return out, nil
		}, service.Reads)
}
