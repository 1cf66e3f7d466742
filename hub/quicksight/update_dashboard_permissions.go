package quicksight

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/quicksight"

	"interlaken/hub"
	"interlaken/hub/share"
	"interlaken/service"
)

func (a *api) updateDashboardPermissions() service.Operation {
	return define("UpdateDashboardPermissions", func(in *sdk.UpdateDashboardPermissionsInput) target {
		return dashboardTarget(in.AwsAccountId, in.DashboardId)
	}, func(c *service.Call, in *sdk.UpdateDashboardPermissionsInput) (*sdk.UpdateDashboardPermissionsOutput, error) {
		_, d, err := dashboard(c, in.DashboardId, share.UpdateDashboardPermissions)
		if err != nil {
			return nil, err
		}
		next, err := share.Change(c.Tx, share.Dashboards, d.Account, d.Permissions, grants(in.GrantPermissions), grants(in.RevokePermissions))
		if err != nil {
			return nil, err
		}
		link, err := linkPermissions(c.Tx, d.Account, d.Link, in.GrantLinkPermissions, in.RevokeLinkPermissions)
		if err != nil {
			return nil, err
		}
		if err := hub.ShareDashboard(c.Tx, d.Account, d.Region, d.ID, next, link); err != nil {
			return nil, err
		}
		c.Resource(d.ARN(), "AWS::QuickSight::Dashboard")
		return &sdk.UpdateDashboardPermissionsOutput{
			DashboardArn: aws.String(d.ARN()), DashboardId: aws.String(d.ID), Permissions: shownPermissions(next), LinkSharingConfiguration: shownLink(link), Status: statusOK,
		}, nil
	})
}
