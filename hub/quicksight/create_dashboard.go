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

// createDashboard keeps a dashboard whose first version is published. The answer says CREATION_IN_PROGRESS, as AWS's
// does; DescribeDashboard says that it is done.
func (a *api) createDashboard() service.Operation {
	return define("CreateDashboard", func(in *sdk.CreateDashboardInput) target {
		t := dashboardTarget(in.AwsAccountId, in.DashboardId)
		t.tags = in.Tags
		return t
	}, func(c *service.Call, in *sdk.CreateDashboardInput) (*sdk.CreateDashboardOutput, error) {
		caller, err := hub.Resolve(c.Tx, c.Session)
		if err != nil {
			return nil, err
		}
		d := hub.Dashboard{
			Account: c.Account(), Region: c.Session.Region, ID: aws.ToString(in.DashboardId), Name: aws.ToString(in.Name),
			Created: c.Now, Updated: c.Now, Author: caller.Person(),
		}
		if err := share.Author(caller, "quicksight:CreateDashboard", d.ARN()); err != nil {
			return nil, err
		}
		if err := assetID("dashboard", d.ID); err != nil {
			return nil, err
		}
		if err := assetName("dashboard", d.Name); err != nil {
			return nil, err
		}
		if in.Parameters != nil {
			return nil, fault.New(fault.Unsupported, "Parameters of a dashboard are unsupported here.")
		}
		first, err := draft{
			sheets{"CreateDashboard", in.Definition, in.Definition, nil, in.ThemeArn, lenient(in.ValidationStrategy)},
			in.DashboardId, in.VersionDescription, in.SourceEntity, in.DashboardPublishOptions,
		}.version(c, caller)
		if err != nil {
			return nil, err
		}
		if in.LinkSharingConfiguration != nil {
			if d.Link, err = linkPermissions(c.Tx, d.Account, nil, in.LinkSharingConfiguration.Permissions, nil); err != nil {
				return nil, err
			}
		}
		if d.Links, err = links(c, caller, in.LinkEntities); err != nil {
			return nil, err
		}
		if d.Tags, err = tagMap(in.Tags); err != nil {
			return nil, err
		}
		if d.Permissions, err = firstPermissions(c.Tx, caller, share.Dashboards, in.Permissions); err != nil {
			return nil, err
		}
		if d, err = hub.CreateDashboard(c.Tx, d, first); err != nil {
			return nil, err
		}
		if err := intoFolders(c, caller, in.FolderArns, d.ARN()); err != nil {
			return nil, err
		}
		c.Resource(d.ARN(), "AWS::QuickSight::Dashboard")
		return &sdk.CreateDashboardOutput{
			Arn: aws.String(d.ARN()), DashboardId: aws.String(d.ID), VersionArn: versionARN(d, 1),
			CreationStatus: types.ResourceStatusCreationInProgress, Status: statusAccepted,
		}, nil
	}, service.Shows(showCreateDashboard, nil))
}

// showCreateDashboard keeps the definition out of the trail: it may be megabytes, and each version is kept anyway.
func showCreateDashboard(input any) any {
	in := *input.(*sdk.CreateDashboardInput)
	in.Definition = nil
	return &in
}
