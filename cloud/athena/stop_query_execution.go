package athena

import (
	sdk "github.com/aws/aws-sdk-go-v2/service/athena"

	"interlaken/fault"
	"interlaken/service"
)

// stopQueryExecution ends a query: one that waits at once, one that runs as soon as the engine has let go of it, which
// is what it is charged for. A query that has ended stays as it is.
func (a *athena) stopQueryExecution() service.Operation {
	return service.Define("StopQueryExecution",
		onExecution("athena:StopQueryExecution", func(in *sdk.StopQueryExecutionInput) *string { return in.QueryExecutionId }),
		func(c *service.Call, in *sdk.StopQueryExecutionInput) (*sdk.StopQueryExecutionOutput, error) {
			e, err := find(c, in.QueryExecutionId)
			if err != nil {
				return nil, err
			}
			c.Run = e.Token
			if e.final() {
				return &sdk.StopQueryExecutionOutput{}, nil
			}
			if err := a.Queue.Cancel(c.Tx, jobKind, e.ID); err != nil && !fault.Is(err, fault.NotFound) {
				return nil, err
			}
			return &sdk.StopQueryExecutionOutput{}, nil
		})
}
