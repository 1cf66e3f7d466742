package query

import (
	"context"
	"encoding/binary"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/athena"
	"github.com/aws/aws-sdk-go-v2/service/athena/types"
)

// The polling schedule, the same for every cloud: twice at once, then 20 ms growing by half up to a second.
const (
	firstPause  = 20 * time.Millisecond
	growth      = 1.5
	longestWait = time.Second
)

// await polls a query until its state is final.
func (s *Service) await(ctx context.Context, client *athena.Client, executionID string) (*types.QueryExecution, error) {
	pause := firstPause
	for asked := 1; ; asked++ {
		out, err := client.GetQueryExecution(ctx, &athena.GetQueryExecutionInput{QueryExecutionId: aws.String(executionID)})
		if err == nil && (out.QueryExecution == nil || out.QueryExecution.Status == nil) {
			err = errNoAnswer
		}
		if err != nil {
			return nil, err
		}
		switch out.QueryExecution.Status.State {
		case types.QueryExecutionStateSucceeded, types.QueryExecutionStateFailed, types.QueryExecutionStateCancelled:
			return out.QueryExecution, nil
		}
		if asked < 2 {
			continue
		}
		if err := s.Clock.Sleep(ctx, s.jitter(pause)); err != nil {
			return nil, err
		}
		pause = min(time.Duration(float64(pause)*growth), longestWait)
	}
}

// jitter takes up to a fifth off, so that runs which began together do not ask together.
func (s *Service) jitter(pause time.Duration) time.Duration {
	share := float64(binary.BigEndian.Uint32(s.IDs.Bytes(4))) / (1 << 32)
	return pause - time.Duration(float64(pause)*share/5)
}
