package quicksight

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/quicksight"
	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"

	"interlaken/service"
)

func (a *api) describeThemeAlias() service.Operation {
	return define("DescribeThemeAlias", func(in *sdk.DescribeThemeAliasInput) target {
		return themeTarget(in.AwsAccountId, in.ThemeId)
	}, func(c *service.Call, in *sdk.DescribeThemeAliasInput) (*sdk.DescribeThemeAliasOutput, error) {
		_, found, err := theme(c, in.ThemeId, "quicksight:DescribeThemeAlias")
		if err != nil {
			return nil, err
		}
		number, err := found.Alias(aws.ToString(in.AliasName))
		if err != nil {
			return nil, err
		}
		return &sdk.DescribeThemeAliasOutput{Status: statusOK, ThemeAlias: &types.ThemeAlias{
			AliasName: in.AliasName, Arn: aliasARN(found, *in.AliasName), ThemeVersionNumber: aws.Int64(number),
		}}, nil
	}, service.Reads)
}
