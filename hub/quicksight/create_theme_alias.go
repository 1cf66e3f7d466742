package quicksight

import (
	sdk "github.com/aws/aws-sdk-go-v2/service/quicksight"
	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"

	"interlaken/hub"
	"interlaken/service"
)

func (a *api) createThemeAlias() service.Operation {
	return define("CreateThemeAlias", func(in *sdk.CreateThemeAliasInput) target {
		return themeTarget(in.AwsAccountId, in.ThemeId)
	}, func(c *service.Call, in *sdk.CreateThemeAliasInput) (*sdk.CreateThemeAliasOutput, error) {
		_, found, err := theme(c, in.ThemeId, "quicksight:CreateThemeAlias")
		if err != nil {
			return nil, err
		}
		if err := alias(c, hub.Themes, found, in.AliasName, in.ThemeVersionNumber, true); err != nil {
			return nil, err
		}
		c.Resource(found.ARN(), "AWS::QuickSight::Theme")
		return &sdk.CreateThemeAliasOutput{Status: statusOK, ThemeAlias: &types.ThemeAlias{
			AliasName: in.AliasName, Arn: aliasARN(found, *in.AliasName), ThemeVersionNumber: in.ThemeVersionNumber,
		}}, nil
	})
}
