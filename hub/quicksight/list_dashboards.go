package quicksight

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/quicksight"
	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"

	"interlaken/hub"
	"interlaken/hub/share"
	"interlaken/service"
)

func (a *api) listDashboards() service.Operation {
	return define("ListDashboards", func(in *sdk.ListDashboardsInput) target {
		return dashboardTarget(in.AwsAccountId, aws.String("*"))
	}, func(c *service.Call, in *sdk.ListDashboardsInput) (*sdk.ListDashboardsOutput, error) {
		found, next, err := list(c, hub.Dashboards, in.NextToken, in.MaxResults, share.DescribeDashboard, dashboardEntry)
		if err != nil {
			return nil, err
		}
		out := &sdk.ListDashboardsOutput{DashboardSummaryList: []types.DashboardSummary{}, NextToken: next, Status: statusOK}
		for _, d := range found {
			out.DashboardSummaryList = append(out.DashboardSummaryList, summaryOfDashboard(d))
		}
		return out, nil
	}, service.Reads)
}

func summaryOfDashboard(d hub.Dashboard) types.DashboardSummary {
	return types.DashboardSummary{
		Arn: aws.String(d.ARN()), DashboardId: aws.String(d.ID), Name: aws.String(d.Name), CreatedTime: aws.Time(d.Created),
		LastUpdatedTime: aws.Time(d.Updated), LastPublishedTime: aws.Time(d.PublishedAt), PublishedVersionNumber: aws.Int64(d.Published),
	}
}
