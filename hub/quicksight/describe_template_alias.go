package quicksight

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/quicksight"
	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"

	"interlaken/service"
)

func (a *api) describeTemplateAlias() service.Operation {
	return define("DescribeTemplateAlias", func(in *sdk.DescribeTemplateAliasInput) target {
		return templateTarget(in.AwsAccountId, in.TemplateId)
	}, func(c *service.Call, in *sdk.DescribeTemplateAliasInput) (*sdk.DescribeTemplateAliasOutput, error) {
		_, found, err := template(c, in.TemplateId, "quicksight:DescribeTemplateAlias")
		if err != nil {
			return nil, err
		}
		number, err := found.Alias(aws.ToString(in.AliasName))
		if err != nil {
			return nil, err
		}
		return &sdk.DescribeTemplateAliasOutput{Status: statusOK, TemplateAlias: &types.TemplateAlias{
			AliasName: in.AliasName, Arn: aliasARN(found, *in.AliasName), TemplateVersionNumber: aws.Int64(number),
		}}, nil
	}, service.Reads)
}
