package cli

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/quicksight"
	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"

	"interlaken/clock"
	"interlaken/examples/bank"
	"interlaken/hub/share"
	wire "interlaken/wire/quicksight"
)

// readerState is the one state that the reader reads.
const readerState = "CA"

func (d *demo) userARN(name string) string {
	return "arn:aws:quicksight:" + d.region + ":" + hubAccount + ":user/default/" + name
}

// makeDashboards makes the example's dashboard twice, as its author: of all states for the administrator, of one state
// for the reader.
func (d *demo) makeDashboards(ctx context.Context) error {
	author, err := d.as(authors[0])
	if err != nil {
		return err
	}
	hub := quicksight.NewFromConfig(author)
	for state, viewer := range map[string]string{"": "admin", readerState: reader} {
		example, err := bank.ShowDashboard(hubAccount, d.region, state)
		if err != nil {
			return err
		}
		for _, set := range example.DataSets {
			if err := makeDataSet(ctx, hub, set); err != nil {
				return err
			}
		}
		if err := makeDashboard(ctx, hub, example, d.userARN(viewer)); err != nil {
			return err
		}
	}
	return nil
}

func makeDataSet(ctx context.Context, hub *quicksight.Client, body []byte) error {
	in := &quicksight.CreateDataSetInput{}
	if err := wire.Service.Unmarshal(body, in); err != nil {
		return err
	}
	in.AwsAccountId = aws.String(hubAccount)
	_, err := hub.CreateDataSet(ctx, in)
	return unlessThere(err)
}

// makeDashboard makes a dashboard, shares it with a viewer and waits until it can be read.
func makeDashboard(ctx context.Context, hub *quicksight.Client, example bank.Dashboard, viewer string) error {
	definition := &types.DashboardVersionDefinition{}
	if err := wire.Service.Unmarshal(example.Definition, definition); err != nil {
		return err
	}
	_, err := hub.CreateDashboard(ctx, &quicksight.CreateDashboardInput{
		AwsAccountId: aws.String(hubAccount), DashboardId: &example.ID, Name: &example.Name, Definition: definition,
		Permissions: []types.ResourcePermission{{Principal: &viewer, Actions: share.Viewer(share.Dashboards)}},
	})
	if unlessThere(err) != nil {
		return err
	}
	for {
		out, err := hub.DescribeDashboard(ctx, &quicksight.DescribeDashboardInput{AwsAccountId: aws.String(hubAccount), DashboardId: &example.ID})
		if err != nil {
			return err
		}
		switch version := out.Dashboard.Version; version.Status {
		case types.ResourceStatusCreationSuccessful:
			return nil
		case types.ResourceStatusCreationFailed:
			why := errors.New("no reason was given")
			if len(version.Errors) > 0 {
				why = errors.New(aws.ToString(version.Errors[0].Message))
			}
			return fmt.Errorf("the dashboard %s failed: %w", example.ID, why)
		}
		if err := clock.System.Sleep(ctx, 5*time.Millisecond); err != nil {
			return err
		}
	}
}
