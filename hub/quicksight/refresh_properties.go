package quicksight

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/quicksight"
	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"

	"interlaken/hub"
	"interlaken/hub/share"
	"interlaken/service"
)

// putDataSetRefreshProperties sets the window of rows that an incremental refresh reads anew.
func (a *api) putDataSetRefreshProperties() service.Operation {
	return define("PutDataSetRefreshProperties", func(in *sdk.PutDataSetRefreshPropertiesInput) target {
		return dataSetTarget(in.AwsAccountId, in.DataSetId)
	}, func(c *service.Call, in *sdk.PutDataSetRefreshPropertiesInput) (*sdk.PutDataSetRefreshPropertiesOutput, error) {
		d, err := dataSet(c, in.DataSetId, share.PutDataSetRefreshProperties)
		if err != nil {
			return nil, err
		}
		if d.ImportMode != types.DataSetImportModeSpice {
			return nil, invalid("The data set %s is queried directly, so there is nothing to refresh.", d.ID)
		}
		r := hub.Refresh{Account: d.Account, Region: d.Region, DataSetID: d.ID}
		given := in.DataSetRefreshProperties
		if given.RefreshConfiguration == nil || given.RefreshConfiguration.IncrementalRefresh == nil || given.RefreshConfiguration.IncrementalRefresh.LookbackWindow == nil {
			return nil, invalid("RefreshConfiguration with the LookbackWindow of an IncrementalRefresh is missing.")
		}
		window := given.RefreshConfiguration.IncrementalRefresh.LookbackWindow
		r.Column, r.Size, r.Unit = aws.ToString(window.ColumnName), aws.ToInt64(window.Size), window.SizeUnit
		if f := given.FailureConfiguration; f != nil && f.EmailAlert != nil {
			r.Alert = f.EmailAlert.AlertStatus
		}
		if err := hub.PutRefresh(c.Tx, d, r); err != nil {
			return nil, scheduled(err)
		}
		c.Resource(d.ARN(), "AWS::QuickSight::DataSet")
		return &sdk.PutDataSetRefreshPropertiesOutput{Status: statusOK}, nil
	})
}

func (a *api) describeDataSetRefreshProperties() service.Operation {
	return define("DescribeDataSetRefreshProperties", func(in *sdk.DescribeDataSetRefreshPropertiesInput) target {
		return dataSetTarget(in.AwsAccountId, in.DataSetId)
	}, func(c *service.Call, in *sdk.DescribeDataSetRefreshPropertiesInput) (*sdk.DescribeDataSetRefreshPropertiesOutput, error) {
		d, err := dataSet(c, in.DataSetId, share.DescribeDataSetRefreshProperties)
		if err != nil {
			return nil, err
		}
		r, err := hub.GetRefresh(c.Tx, d.Account, d.Region, d.ID)
		if err != nil {
			return nil, scheduled(err)
		}
		shown := &types.DataSetRefreshProperties{RefreshConfiguration: &types.RefreshConfiguration{IncrementalRefresh: &types.IncrementalRefresh{
			LookbackWindow: &types.LookbackWindow{ColumnName: aws.String(r.Column), Size: aws.Int64(r.Size), SizeUnit: r.Unit},
		}}}
		if r.Alert != "" {
			shown.FailureConfiguration = &types.RefreshFailureConfiguration{EmailAlert: &types.RefreshFailureEmailAlert{AlertStatus: r.Alert}}
		}
		return &sdk.DescribeDataSetRefreshPropertiesOutput{DataSetRefreshProperties: shown, Status: statusOK}, nil
	}, service.Reads)
}

func (a *api) deleteDataSetRefreshProperties() service.Operation {
	return define("DeleteDataSetRefreshProperties", func(in *sdk.DeleteDataSetRefreshPropertiesInput) target {
		return dataSetTarget(in.AwsAccountId, in.DataSetId)
	}, func(c *service.Call, in *sdk.DeleteDataSetRefreshPropertiesInput) (*sdk.DeleteDataSetRefreshPropertiesOutput, error) {
		d, err := dataSet(c, in.DataSetId, share.DeleteDataSetRefreshProperties)
		if err != nil {
			return nil, err
		}
		if err := hub.DeleteRefresh(c.Tx, d.Account, d.Region, d.ID); err != nil {
			return nil, scheduled(err)
		}
		c.Resource(d.ARN(), "AWS::QuickSight::DataSet")
		return &sdk.DeleteDataSetRefreshPropertiesOutput{Status: statusOK}, nil
	})
}
