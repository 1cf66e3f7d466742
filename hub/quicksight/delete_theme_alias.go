package quicksight

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/quicksight"

	"interlaken/hub"
	"interlaken/service"
)

func (a *api) deleteThemeAlias() service.Operation {
	return define("DeleteThemeAlias", func(in *sdk.DeleteThemeAliasInput) target {
		return themeTarget(in.AwsAccountId, in.ThemeId)
	}, func(c *service.Call, in *sdk.DeleteThemeAliasInput) (*sdk.DeleteThemeAliasOutput, error) {
		_, found, err := theme(c, in.ThemeId, "quicksight:DeleteThemeAlias")
		if err != nil {
			return nil, err
		}
		if err := hub.Themes.DeleteAlias(c.Tx, found, aws.ToString(in.AliasName)); err != nil {
			return nil, err
		}
		c.Resource(found.ARN(), "AWS::QuickSight::Theme")
		return &sdk.DeleteThemeAliasOutput{
			AliasName: in.AliasName, Arn: aliasARN(found, *in.AliasName), ThemeId: in.ThemeId, Status: statusOK,
		}, nil
	})
}
