package quicksight

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/quicksight"

	"interlaken/hub"
	"interlaken/hub/share"
	"interlaken/service"
)

// deleteDashboard removes a dashboard, or one version that is not published.
func (a *api) deleteDashboard() service.Operation {
	return define("DeleteDashboard", func(in *sdk.DeleteDashboardInput) target {
		return dashboardTarget(in.AwsAccountId, in.DashboardId)
	}, func(c *service.Call, in *sdk.DeleteDashboardInput) (*sdk.DeleteDashboardOutput, error) {
		_, d, err := dashboard(c, in.DashboardId, share.DeleteDashboard)
		if err != nil {
			return nil, err
		}
		if in.VersionNumber == nil {
			err = hub.DeleteDashboard(c.Tx, d.Account, d.Region, d.ID)
		} else {
			err = hub.DeleteDashboardVersion(c.Tx, d, *in.VersionNumber)
		}
		if err != nil {
			return nil, err
		}
		c.Resource(d.ARN(), "AWS::QuickSight::Dashboard")
		return &sdk.DeleteDashboardOutput{Arn: aws.String(d.ARN()), DashboardId: aws.String(d.ID), Status: statusOK}, nil
	})
}
