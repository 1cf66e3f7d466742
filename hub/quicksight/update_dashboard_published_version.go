package quicksight

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/quicksight"

	"interlaken/hub"
	"interlaken/hub/share"
	"interlaken/service"
)

// updateDashboardPublishedVersion makes a version the one that readers see, from their next question on.
func (a *api) updateDashboardPublishedVersion() service.Operation {
	return define("UpdateDashboardPublishedVersion", func(in *sdk.UpdateDashboardPublishedVersionInput) target {
		return dashboardTarget(in.AwsAccountId, in.DashboardId)
	}, func(c *service.Call, in *sdk.UpdateDashboardPublishedVersionInput) (*sdk.UpdateDashboardPublishedVersionOutput, error) {
		_, d, err := dashboard(c, in.DashboardId, share.UpdateDashboardPublishedVersion)
		if err != nil {
			return nil, err
		}
		number, err := pathNumber(in.VersionNumber)
		if err != nil {
			return nil, err
		}
		if err := hub.PublishDashboard(c.Tx, d.Account, d.Region, d.ID, number, c.Now); err != nil {
			return nil, err
		}
		c.Resource(d.ARN(), "AWS::QuickSight::Dashboard")
		return &sdk.UpdateDashboardPublishedVersionOutput{DashboardArn: aws.String(d.ARN()), DashboardId: aws.String(d.ID), Status: statusOK}, nil
	})
}
