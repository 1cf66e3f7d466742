package athena

import (
	sdk "github.com/aws/aws-sdk-go-v2/service/athena"
	"github.com/aws/aws-sdk-go-v2/service/athena/types"

	"interlaken/service"
)

// getQueryRuntimeStatistics says where an ended query's time went. Its stages are the engine's own affair and left
// out, as AWS leaves them out for most statements.
func (a *athena) getQueryRuntimeStatistics() service.Operation {
	return service.Define("GetQueryRuntimeStatistics",
		onExecution("athena:GetQueryRuntimeStatistics", func(in *sdk.GetQueryRuntimeStatisticsInput) *string { return in.QueryExecutionId }),
		func(c *service.Call, in *sdk.GetQueryRuntimeStatisticsInput) (*sdk.GetQueryRuntimeStatisticsOutput, error) {
			e, err := find(c, in.QueryExecutionId)
			if err != nil {
				return nil, err
			}
			c.Run = e.Token
			if !e.final() {
				return nil, invalid("INVALID_QUERY_EXECUTION_STATE", "Query has not yet finished. Current state: %s", e.State)
			}
			t := e.times()
			return &sdk.GetQueryRuntimeStatisticsOutput{QueryRuntimeStatistics: &types.QueryRuntimeStatistics{
				Timeline: &types.QueryRuntimeStatisticsTimeline{
					EngineExecutionTimeInMillis: &t.engine, QueryPlanningTimeInMillis: &t.planning, QueryQueueTimeInMillis: &t.queue,
					ServicePreProcessingTimeInMillis: &t.before, ServiceProcessingTimeInMillis: &t.service, TotalExecutionTimeInMillis: &t.total,
				},
				Rows: &types.QueryRuntimeStatisticsRows{
					InputBytes: &e.Statistics.ScannedBytes, OutputBytes: &e.OutputBytes, OutputRows: &e.Statistics.Rows,
				},
			}}, nil
		}, service.Reads)
}
