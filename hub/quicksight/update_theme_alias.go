package quicksight

import (
	sdk "github.com/aws/aws-sdk-go-v2/service/quicksight"
	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"

	"interlaken/hub"
	"interlaken/service"
)

func (a *api) updateThemeAlias() service.Operation {
	return define("UpdateThemeAlias", func(in *sdk.UpdateThemeAliasInput) target {
		return themeTarget(in.AwsAccountId, in.ThemeId)
	}, func(c *service.Call, in *sdk.UpdateThemeAliasInput) (*sdk.UpdateThemeAliasOutput, error) {
		_, found, err := theme(c, in.ThemeId, "quicksight:UpdateThemeAlias")
		if err != nil {
			return nil, err
		}
		if err := alias(c, hub.Themes, found, in.AliasName, in.ThemeVersionNumber, false); err != nil {
			return nil, err
		}
		c.Resource(found.ARN(), "AWS::QuickSight::Theme")
		return &sdk.UpdateThemeAliasOutput{Status: statusOK, ThemeAlias: &types.ThemeAlias{
			AliasName: in.AliasName, Arn: aliasARN(found, *in.AliasName), ThemeVersionNumber: in.ThemeVersionNumber,
		}}, nil
	})
}
