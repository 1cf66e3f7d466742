package quicksight

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/quicksight"

	"interlaken/hub/share"
	"interlaken/service"
)

func (a *api) describeDashboardPermissions() service.Operation {
	return define("DescribeDashboardPermissions", func(in *sdk.DescribeDashboardPermissionsInput) target {
		return dashboardTarget(in.AwsAccountId, in.DashboardId)
	}, func(c *service.Call, in *sdk.DescribeDashboardPermissionsInput) (*sdk.DescribeDashboardPermissionsOutput, error) {
		_, d, err := dashboard(c, in.DashboardId, share.DescribeDashboardPermissions)
		if err != nil {
			return nil, err
		}
		return &sdk.DescribeDashboardPermissionsOutput{
			DashboardArn: aws.String(d.ARN()), DashboardId: aws.String(d.ID), Permissions: shownPermissions(d.Permissions),
			LinkSharingConfiguration: shownLink(d.Link), Status: statusOK,
		}, nil
	}, service.Reads)
}
