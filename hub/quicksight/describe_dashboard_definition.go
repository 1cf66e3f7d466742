package quicksight

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/quicksight"
	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"

	"interlaken/fault"
	"interlaken/hub/share"
	"interlaken/service"
	registry "interlaken/wire/quicksight"
)

// describeDashboardDefinition shows a definition, byte for byte as it was sent, to who may change it: a reader sees what
// it draws, not how. One in a spelling that clients do not read, as with timestamps for people, is told in theirs.
func (a *api) describeDashboardDefinition() service.Operation {
	return define("DescribeDashboardDefinition", func(in *sdk.DescribeDashboardDefinitionInput) target {
		return dashboardTarget(in.AwsAccountId, in.DashboardId)
	}, func(c *service.Call, in *sdk.DescribeDashboardDefinitionInput) (*sdk.DescribeDashboardDefinitionOutput, error) {
		caller, d, err := dashboard(c, in.DashboardId, share.UpdateDashboard)
		if err != nil {
			return nil, err
		}
		v, err := dashboardVersion(c, caller, d, in.VersionNumber, in.AliasName)
		if err != nil {
			return nil, err
		}
		shown := &types.DashboardVersionDefinition{}
		if err := describe(c, "DescribeDashboardDefinition", v.Definition, shown); err != nil {
			return nil, err
		}
		var options *types.DashboardPublishOptions
		if v.PublishOptions != nil {
			options = &types.DashboardPublishOptions{}
			if err := registry.Service.Unmarshal(v.PublishOptions, options); err != nil {
				return nil, fault.Wrap(err, fault.Internal, "The dashboard's publish options cannot be read.")
			}
		}
		return &sdk.DescribeDashboardDefinitionOutput{
			DashboardId: aws.String(d.ID), Name: aws.String(d.Name), Definition: shown, Errors: shownErrors(v.Errors), DashboardPublishOptions: options,
			ResourceStatus: versionStatus(v), ThemeArn: setText(v.Theme), Status: statusOK,
		}, nil
	}, service.Reads)
}
