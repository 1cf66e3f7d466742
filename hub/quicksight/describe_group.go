package quicksight

import (
	sdk "github.com/aws/aws-sdk-go-v2/service/quicksight"

	"interlaken/service"
)

func (a *api) describeGroup() service.Operation {
	return define("DescribeGroup", func(in *sdk.DescribeGroupInput) target {
		return groupTarget(in.AwsAccountId, in.Namespace, in.GroupName)
	}, func(c *service.Call, in *sdk.DescribeGroupInput) (*sdk.DescribeGroupOutput, error) {
		g, err := group(c.Tx, in.AwsAccountId, in.Namespace, in.GroupName)
		if err != nil {
			return nil, err
		}
		return &sdk.DescribeGroupOutput{Group: shownGroup(g), Status: statusOK}, nil
	}, service.Reads)
}
