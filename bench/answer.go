package main

import (
	"context"
	"fmt"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/athena"
	"github.com/aws/aws-sdk-go-v2/service/athena/types"
)

// answer runs a statement with its result in a bucket, and reads its rows, at most a page.
func (b *bench) answer(ctx context.Context, bucket, database, query string) error {
	_, err := b.answered(ctx, bucket, database, query)
	return err
}

// answered is answer, and says how long the engine had the statement.
func (b *bench) answered(ctx context.Context, bucket, database, query string) (time.Duration, error) {
	client := athena.NewFromConfig(b.spoke)
	done, err := finish(ctx, client, bucket, database, query)
	if err != nil {
		return 0, err
	}
	_, err = client.GetQueryResults(ctx, &athena.GetQueryResultsInput{QueryExecutionId: done.QueryExecutionId})
	return time.Duration(aws.ToInt64(done.Statistics.EngineExecutionTimeInMillis)) * time.Millisecond, err
}

// finish runs a statement to its end. The local Athena holds an answer until the query's state changes, so there is no
// pause between two questions.
func finish(ctx context.Context, client *athena.Client, bucket, database, query string) (*types.QueryExecution, error) {
	started, err := client.StartQueryExecution(ctx, &athena.StartQueryExecutionInput{
		QueryString: &query, QueryExecutionContext: &types.QueryExecutionContext{Database: &database},
		ResultConfiguration: &types.ResultConfiguration{OutputLocation: aws.String("s3://" + bucket + "/results/")},
	})
	if err != nil {
		return nil, err
	}
	for deadline := time.Now().Add(5 * time.Minute); time.Now().Before(deadline); {
		out, err := client.GetQueryExecution(ctx, &athena.GetQueryExecutionInput{QueryExecutionId: started.QueryExecutionId})
		if err != nil {
			return nil, err
		}
		switch status := out.QueryExecution.Status; status.State {
		case types.QueryExecutionStateSucceeded:
			return out.QueryExecution, nil
		case types.QueryExecutionStateFailed, types.QueryExecutionStateCancelled:
			return nil, fmt.Errorf("%s: %s", status.State, aws.ToString(status.StateChangeReason))
		}
	}
	return nil, fmt.Errorf("the query has not ended in five minutes")
}
