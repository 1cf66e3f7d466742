package quicksight

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/quicksight"

	"interlaken/hub/share"
	"interlaken/service"
)

func (a *api) describeDataSetPermissions() service.Operation {
	return define("DescribeDataSetPermissions", func(in *sdk.DescribeDataSetPermissionsInput) target {
		return dataSetTarget(in.AwsAccountId, in.DataSetId)
	}, func(c *service.Call, in *sdk.DescribeDataSetPermissionsInput) (*sdk.DescribeDataSetPermissionsOutput, error) {
		d, err := dataSet(c, in.DataSetId, share.DescribeDataSetPermissions)
		if err != nil {
			return nil, err
		}
		return &sdk.DescribeDataSetPermissionsOutput{
			DataSetArn: aws.String(d.ARN()), DataSetId: aws.String(d.ID), Permissions: shownPermissions(d.Permissions), Status: statusOK,
		}, nil
	}, service.Reads)
}
