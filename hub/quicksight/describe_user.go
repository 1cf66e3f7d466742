package quicksight

import (
	sdk "github.com/aws/aws-sdk-go-v2/service/quicksight"

	"interlaken/service"
)

func (a *api) describeUser() service.Operation {
	return define("DescribeUser", func(in *sdk.DescribeUserInput) target {
		return userTarget(in.AwsAccountId, in.Namespace, in.UserName)
	}, func(c *service.Call, in *sdk.DescribeUserInput) (*sdk.DescribeUserOutput, error) {
		u, err := user(c.Tx, in.AwsAccountId, in.Namespace, in.UserName)
		if err != nil {
			return nil, err
		}
		return &sdk.DescribeUserOutput{User: shownUser(u), Status: statusOK}, nil
	}, service.Reads)
}
