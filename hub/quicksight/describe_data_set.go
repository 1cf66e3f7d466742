package quicksight

import (
	sdk "github.com/aws/aws-sdk-go-v2/service/quicksight"

	"interlaken/hub"
	"interlaken/hub/share"
	"interlaken/service"
)

func (a *api) describeDataSet() service.Operation {
	return define("DescribeDataSet", func(in *sdk.DescribeDataSetInput) target {
		return dataSetTarget(in.AwsAccountId, in.DataSetId)
	}, func(c *service.Call, in *sdk.DescribeDataSetInput) (*sdk.DescribeDataSetOutput, error) {
		d, err := dataSet(c, in.DataSetId, share.DescribeDataSet)
		if err != nil {
			return nil, err
		}
		shown, err := shownDataSet(d)
		if err != nil {
			return nil, err
		}
		if shown.ConsumedSpiceCapacityInBytes, err = hub.ConsumedBytes(c.Tx, d); err != nil {
			return nil, err
		}
		return &sdk.DescribeDataSetOutput{DataSet: shown, Status: statusOK}, nil
	}, service.Reads)
}
