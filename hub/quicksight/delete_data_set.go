package quicksight

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/quicksight"

	"interlaken/hub"
	"interlaken/hub/share"
	"interlaken/service"
)

func (a *api) deleteDataSet() service.Operation {
	return define("DeleteDataSet", func(in *sdk.DeleteDataSetInput) target {
		return dataSetTarget(in.AwsAccountId, in.DataSetId)
	}, func(c *service.Call, in *sdk.DeleteDataSetInput) (*sdk.DeleteDataSetOutput, error) {
		d, err := dataSet(c, in.DataSetId, share.DeleteDataSet)
		if err != nil {
			return nil, err
		}
		if err := a.forget(c, d); err != nil {
			return nil, err
		}
		if err := hub.DeleteDataSet(c.Tx, d.Account, d.Region, d.ID); err != nil {
			return nil, err
		}
		d.Updated = c.Now
		if err := reshape(c.Tx, d); err != nil {
			return nil, err
		}
		c.Resource(d.ARN(), "AWS::QuickSight::DataSet")
		return &sdk.DeleteDataSetOutput{Arn: aws.String(d.ARN()), DataSetId: aws.String(d.ID), Status: statusOK}, nil
	})
}
