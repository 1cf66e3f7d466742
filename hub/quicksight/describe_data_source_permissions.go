package quicksight

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/quicksight"

	"interlaken/hub/share"
	"interlaken/service"
)

func (a *api) describeDataSourcePermissions() service.Operation {
	return define("DescribeDataSourcePermissions", func(in *sdk.DescribeDataSourcePermissionsInput) target {
		return dataSourceTarget(in.AwsAccountId, in.DataSourceId)
	}, func(c *service.Call, in *sdk.DescribeDataSourcePermissionsInput) (*sdk.DescribeDataSourcePermissionsOutput, error) {
		d, err := dataSource(c, in.DataSourceId, share.DescribeDataSourcePermissions)
		if err != nil {
			return nil, err
		}
		return &sdk.DescribeDataSourcePermissionsOutput{
			DataSourceArn: aws.String(d.ARN()), DataSourceId: aws.String(d.ID), Permissions: shownPermissions(d.Permissions), Status: statusOK,
		}, nil
	}, service.Reads)
}
