package quicksight

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/quicksight"

	"interlaken/service"
)

func (a *api) describeNamespace() service.Operation {
	return define("DescribeNamespace", func(in *sdk.DescribeNamespaceInput) target {
		return target{account: in.AwsAccountId, resource: "namespace/" + aws.ToString(in.Namespace)}
	}, func(c *service.Call, in *sdk.DescribeNamespaceInput) (*sdk.DescribeNamespaceOutput, error) {
		if err := inDefault(in.Namespace); err != nil {
			return nil, err
		}
		n := theNamespace(c)
		return &sdk.DescribeNamespaceOutput{Namespace: &n, Status: statusOK}, nil
	}, service.Reads)
}
