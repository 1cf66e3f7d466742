package cli

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/quicksight"
	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"
	"golang.org/x/sync/errgroup"

	"interlaken/clock"
)

// makeDataSources makes a data source for each spoke, as its author, and waits until each has proved itself.
func (d *demo) makeDataSources(ctx context.Context) error {
	author, err := d.as(authors[0])
	if err != nil {
		return err
	}
	hub := quicksight.NewFromConfig(author)
	group, at := errgroup.WithContext(ctx)
	for _, a := range spokes() {
		group.Go(func() error { return makeDataSource(at, hub, a) })
	}
	return group.Wait()
}

// makeDataSource makes a data source. One that an interrupted set-up has left unproved is made anew.
func makeDataSource(ctx context.Context, hub *quicksight.Client, a demoAccount) error {
	for {
		_, err := hub.CreateDataSource(ctx, &quicksight.CreateDataSourceInput{
			AwsAccountId: aws.String(hubAccount), DataSourceId: &a.name, Name: aws.String("Bank, " + a.name), Type: types.DataSourceTypeAthena,
			DataSourceParameters: &types.DataSourceParametersMemberAthenaParameters{Value: types.AthenaParameters{
				WorkGroup: aws.String("primary"), RoleArn: aws.String("arn:aws:iam::" + hubAccount + ":role/role-a"),
				ConsumerAccountRoleArn: aws.String("arn:aws:iam::" + a.id + ":role/role-b"),
			}},
		})
		left := err != nil && unlessThere(err) == nil
		if unlessThere(err) != nil {
			return err
		}
		err = proved(ctx, hub, a.name)
		var failed *unprovedError
		if err == nil || !left || !errors.As(err, &failed) {
			return err
		}
		if _, err := hub.DeleteDataSource(ctx, &quicksight.DeleteDataSourceInput{AwsAccountId: aws.String(hubAccount), DataSourceId: &a.name}); err != nil {
			return err
		}
	}
}

// unprovedError is a data source whose chain could not be walked.
type unprovedError struct{ id, why string }

func (e *unprovedError) Error() string {
	return fmt.Sprintf("the data source %s failed: %s", e.id, e.why)
}

// proved waits until a data source's creation has ended.
func proved(ctx context.Context, hub *quicksight.Client, dataSource string) error {
	for pause := 5 * time.Millisecond; ; pause = min(pause*3/2, time.Second) {
		out, err := hub.DescribeDataSource(ctx, &quicksight.DescribeDataSourceInput{AwsAccountId: aws.String(hubAccount), DataSourceId: &dataSource})
		if err != nil {
			return err
		}
		switch out.DataSource.Status {
		case types.ResourceStatusCreationSuccessful, types.ResourceStatusUpdateSuccessful:
			return nil
		case types.ResourceStatusCreationFailed, types.ResourceStatusUpdateFailed:
			why := "no reason was given"
			if info := out.DataSource.ErrorInfo; info != nil {
				why = aws.ToString(info.Message)
			}
			return &unprovedError{dataSource, why}
		}
		if err := clock.System.Sleep(ctx, pause); err != nil {
			return err
		}
	}
}
