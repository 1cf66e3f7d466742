package quicksight

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/quicksight"

	"interlaken/hub"
	"interlaken/hub/share"
	"interlaken/service"
)

// updateDashboardLinks links a dashboard to other analyses than before.
func (a *api) updateDashboardLinks() service.Operation {
	return define("UpdateDashboardLinks", func(in *sdk.UpdateDashboardLinksInput) target {
		return dashboardTarget(in.AwsAccountId, in.DashboardId)
	}, func(c *service.Call, in *sdk.UpdateDashboardLinksInput) (*sdk.UpdateDashboardLinksOutput, error) {
		caller, d, err := dashboard(c, in.DashboardId, share.UpdateDashboardLinks)
		if err != nil {
			return nil, err
		}
		linked, err := links(c, caller, in.LinkEntities)
		if err != nil {
			return nil, err
		}
		if err := hub.LinkDashboard(c.Tx, d.Account, d.Region, d.ID, linked); err != nil {
			return nil, err
		}
		c.Resource(d.ARN(), "AWS::QuickSight::Dashboard")
		return &sdk.UpdateDashboardLinksOutput{DashboardArn: aws.String(d.ARN()), LinkEntities: linked, Status: statusOK}, nil
	})
}
