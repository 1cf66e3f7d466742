package quicksight

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/quicksight"
	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"

	"interlaken/fault"
	"interlaken/hub"
	"interlaken/hub/share"
	"interlaken/service"
)

// updateDashboard adds a version, which readers do not see until it is published.
func (a *api) updateDashboard() service.Operation {
	return define("UpdateDashboard", func(in *sdk.UpdateDashboardInput) target {
		return dashboardTarget(in.AwsAccountId, in.DashboardId)
	}, func(c *service.Call, in *sdk.UpdateDashboardInput) (*sdk.UpdateDashboardOutput, error) {
		caller, d, err := dashboard(c, in.DashboardId, share.UpdateDashboard)
		if err != nil {
			return nil, err
		}
		if err := assetName("dashboard", aws.ToString(in.Name)); err != nil {
			return nil, err
		}
		if in.Parameters != nil {
			return nil, fault.New(fault.Unsupported, "Parameters of a dashboard are unsupported here.")
		}
		next, err := draft{
			sheets{"UpdateDashboard", in.Definition, in.Definition, nil, in.ThemeArn, lenient(in.ValidationStrategy)},
			in.DashboardId, in.VersionDescription, in.SourceEntity, in.DashboardPublishOptions,
		}.version(c, caller)
		if err != nil {
			return nil, err
		}
		number, err := hub.UpdateDashboard(c.Tx, aws.ToString(in.Name), next)
		if err != nil {
			return nil, err
		}
		c.Resource(d.ARN(), "AWS::QuickSight::Dashboard")
		return &sdk.UpdateDashboardOutput{
			Arn: aws.String(d.ARN()), DashboardId: aws.String(d.ID), VersionArn: versionARN(d, number),
			CreationStatus: types.ResourceStatusCreationInProgress, Status: statusAccepted,
		}, nil
	}, service.Shows(func(input any) any {
		in := *input.(*sdk.UpdateDashboardInput)
		in.Definition = nil
		return &in
	}, nil))
}
