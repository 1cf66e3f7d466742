package quicksight

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/quicksight"

	"interlaken/hub"
	"interlaken/hub/share"
	"interlaken/service"
)

func (a *api) updateDataSetPermissions() service.Operation {
	return define("UpdateDataSetPermissions", func(in *sdk.UpdateDataSetPermissionsInput) target {
		return dataSetTarget(in.AwsAccountId, in.DataSetId)
	}, func(c *service.Call, in *sdk.UpdateDataSetPermissionsInput) (*sdk.UpdateDataSetPermissionsOutput, error) {
		d, err := dataSet(c, in.DataSetId, share.UpdateDataSetPermissions)
		if err != nil {
			return nil, err
		}
		next, err := share.Change(c.Tx, share.DataSets, d.Account, d.Permissions, grants(in.GrantPermissions), grants(in.RevokePermissions))
		if err != nil {
			return nil, err
		}
		if err := hub.ShareDataSet(c.Tx, d.Account, d.Region, d.ID, next); err != nil {
			return nil, err
		}
		c.Resource(d.ARN(), "AWS::QuickSight::DataSet")
		return &sdk.UpdateDataSetPermissionsOutput{DataSetArn: aws.String(d.ARN()), DataSetId: aws.String(d.ID), Status: statusOK}, nil
	})
}
