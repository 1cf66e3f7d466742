package quicksight

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/quicksight"
	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"

	"interlaken/hub/share"
	"interlaken/service"
)

func (a *api) describeDashboard() service.Operation {
	return define("DescribeDashboard", func(in *sdk.DescribeDashboardInput) target {
		return dashboardTarget(in.AwsAccountId, in.DashboardId)
	}, func(c *service.Call, in *sdk.DescribeDashboardInput) (*sdk.DescribeDashboardOutput, error) {
		caller, d, err := dashboard(c, in.DashboardId, share.DescribeDashboard)
		if err != nil {
			return nil, err
		}
		v, err := dashboardVersion(c, caller, d, in.VersionNumber, in.AliasName)
		if err != nil {
			return nil, err
		}
		return &sdk.DescribeDashboardOutput{Status: statusOK, Dashboard: &types.Dashboard{
			Arn: aws.String(d.ARN()), DashboardId: aws.String(d.ID), Name: aws.String(d.Name), CreatedTime: aws.Time(d.Created),
			LastUpdatedTime: aws.Time(d.Updated), LastPublishedTime: aws.Time(d.PublishedAt), Version: shownVersion(d, v), LinkEntities: d.Links,
		}}, nil
	}, service.Reads)
}
