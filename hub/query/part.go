package query

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/athena"
	"github.com/aws/aws-sdk-go-v2/service/athena/types"
	"github.com/aws/smithy-go"

	"interlaken/arn"
	"interlaken/hub"
	"interlaken/hub/chain"
	"interlaken/hub/meter"
)

// athenaFailure is a query that Athena refused or that failed there.
type athenaFailure struct {
	account, code, message string
	cause                  error
}

func (f *athenaFailure) Error() string { return f.message }
func (f *athenaFailure) Unwrap() error { return f.cause }

// part runs one query in its account and fetches at most limit rows. What it learns on the way stands in p, also when
// it fails.
func (s *Service) part(ctx context.Context, run *Run, p *Part, limit int) (*Rows, error) {
	started := s.Clock.Now()
	defer func() { p.TotalMillis = s.Clock.Now().Sub(started).Milliseconds() }()
	p.State = Running
	rows, err := s.onAthena(ctx, run, p, limit)
	switch {
	case err == nil:
		p.State, p.Rows = Succeeded, int64(len(rows.Cells))
	case ctx.Err() != nil:
		p.State = Cancelled
	default:
		p.State = Failed
	}
	if p.State != Cancelled {
		s.observe(run, p, err)
	}
	return rows, err
}

func (s *Service) onAthena(ctx context.Context, run *Run, p *Part, limit int) (*Rows, error) {
	lease, err := s.Chain.Lease(ctx, p.DataSource, run.Person)
	if err != nil {
		return nil, err
	}
	p.RoleASession, p.RoleBSession, p.Steps = lease.RoleASession, lease.RoleBSession, lease.Steps
	client := s.Chain.Athena(lease)
	group, err := s.Chain.WorkGroup(ctx, lease, p.DataSource.Athena.WorkGroup)
	if err != nil {
		return nil, err
	}
	if p.ExecutionID, err = s.startQuery(ctx, client, startInput(run, p, lease, group)); err != nil {
		return nil, refusedBy(lease.Account, err)
	}
	execution, err := s.await(ctx, client, p.ExecutionID)
	if err != nil {
		s.stopQuery(ctx, client, p.ExecutionID)
		if ctx.Err() != nil {
			return nil, context.Cause(ctx)
		}
		return nil, refusedBy(lease.Account, err)
	}
	s.measure(p, execution)
	if state := execution.Status.State; state != types.QueryExecutionStateSucceeded {
		return nil, &athenaFailure{
			account: lease.Account, code: "QUERY_" + string(state),
			message: fmt.Sprintf("The query failed in account %s: %s", lease.Account, aws.ToString(execution.Status.StateChangeReason)),
		}
	}
	return s.fetch(ctx, client, lease.Account, p.ExecutionID, limit, run.memory)
}

// startTime is how long the answer to StartQueryExecution is waited for.
const startTime = 30 * time.Second

// startQuery begins a query and returns its id. Once it is asked for, the answer is waited for even if the run ends:
// without the id the query could not be stopped, and would run on at its owner's expense.
func (s *Service) startQuery(ctx context.Context, client *athena.Client, input *athena.StartQueryExecutionInput) (string, error) {
	if err := ctx.Err(); err != nil {
		return "", err
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), startTime)
	defer cancel()
	out, err := client.StartQueryExecution(ctx, input)
	if err == nil && aws.ToString(out.QueryExecutionId) == "" {
		err = errNoAnswer
	}
	if err != nil {
		return "", err
	}
	return *out.QueryExecutionId, nil
}

// errNoAnswer is an answer without what it has to hold, which a client reads out of an empty one.
var errNoAnswer = errors.New("the answer holds nothing")

// startInput leaves the place of the result to the workgroup where it has one. Else it is a prefix of the data source
// in the spoke's own query result bucket, and Athena is told whose bucket that has to be.
func startInput(run *Run, p *Part, lease *chain.Lease, group *types.WorkGroup) *athena.StartQueryExecutionInput {
	input := &athena.StartQueryExecutionInput{
		QueryString: aws.String(p.SQL), WorkGroup: aws.String(p.DataSource.Athena.WorkGroup),
		ClientRequestToken:    aws.String(ClientToken(run, p)),
		QueryExecutionContext: &types.QueryExecutionContext{Catalog: aws.String(hub.Catalog)},
	}
	if p.Database != "" {
		input.QueryExecutionContext.Database = aws.String(p.Database)
	}
	managed := group.Configuration != nil && group.Configuration.ResultConfiguration != nil &&
		aws.ToString(group.Configuration.ResultConfiguration.OutputLocation) != ""
	if managed {
		return input
	}
	region := p.DataSource.Region
	input.ResultConfiguration = &types.ResultConfiguration{
		OutputLocation:      aws.String(fmt.Sprintf("s3://aws-athena-query-results-%s-%s/%s/", lease.Account, region, p.DataSource.ID)),
		ExpectedBucketOwner: aws.String(lease.Account),
	}
	return input
}

// ClientToken is the run's id, so that the owner's records lead to the hub's (SECURITY S16); with the part's name behind it
// where a run has several, because one token is one query.
func ClientToken(run *Run, p *Part) string {
	if len(run.Parts) == 1 {
		return run.ID
	}
	return run.ID + "-" + p.Name
}

// measure takes what Athena says of a query, and prices it.
func (s *Service) measure(p *Part, e *types.QueryExecution) {
	if e.Statistics == nil {
		return
	}
	p.ScannedBytes = aws.ToInt64(e.Statistics.DataScannedInBytes)
	p.EngineMillis = aws.ToInt64(e.Statistics.TotalExecutionTimeInMillis)
	price, err := meter.Query(e, p.DataSource.Region, s.Clock.Now())
	if err != nil {
		return // unknown, and said to be: no figure is better than a wrong one
	}
	p.Known, p.Picodollars = true, int64(price)
}

// stopQuery ends a query that nobody waits for any more. The context is over already, so it gets a short one of its own.
func (s *Service) stopQuery(ctx context.Context, client *athena.Client, executionID string) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	// A query that cannot be stopped ends by the spoke's own limits; the run has its reason already.
	_, _ = client.StopQueryExecution(ctx, &athena.StopQueryExecutionInput{QueryExecutionId: aws.String(executionID)})
}

// refusedBy puts an error of Athena into words.
func refusedBy(account string, err error) error {
	var api smithy.APIError
	if !errors.As(err, &api) {
		return &athenaFailure{account, "Unreachable", fmt.Sprintf("Athena in account %s did not answer.", account), err}
	}
	if !arn.IsAccount(account) {
		account = "of the data source"
	}
	return &athenaFailure{account, api.ErrorCode(), fmt.Sprintf("Account %s refused the third step, to run the query: %s", account, api.ErrorMessage()), err}
}
