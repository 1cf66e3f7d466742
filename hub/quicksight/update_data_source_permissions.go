package quicksight

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/quicksight"

	"interlaken/hub"
	"interlaken/hub/share"
	"interlaken/service"
)

func (a *api) updateDataSourcePermissions() service.Operation {
	return define("UpdateDataSourcePermissions", func(in *sdk.UpdateDataSourcePermissionsInput) target {
		return dataSourceTarget(in.AwsAccountId, in.DataSourceId)
	}, func(c *service.Call, in *sdk.UpdateDataSourcePermissionsInput) (*sdk.UpdateDataSourcePermissionsOutput, error) {
		d, err := dataSource(c, in.DataSourceId, share.UpdateDataSourcePermissions)
		if err != nil {
			return nil, err
		}
		next, err := share.Change(c.Tx, share.DataSources, d.Account, d.Permissions, grants(in.GrantPermissions), grants(in.RevokePermissions))
		if err != nil {
			return nil, err
		}
		if err := hub.ShareDataSource(c.Tx, d.Account, d.Region, d.ID, next); err != nil {
			return nil, err
		}
		c.Resource(d.ARN(), "AWS::QuickSight::DataSource")
		return &sdk.UpdateDataSourcePermissionsOutput{DataSourceArn: aws.String(d.ARN()), DataSourceId: aws.String(d.ID), Status: statusOK}, nil
	})
}
