package quicksight

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/quicksight"

	"interlaken/hub"
	"interlaken/hub/share"
	"interlaken/service"
)

// deleteTheme removes a theme, or one version that is neither the newest nor named by an alias.
func (a *api) deleteTheme() service.Operation {
	return define("DeleteTheme", func(in *sdk.DeleteThemeInput) target {
		return themeTarget(in.AwsAccountId, in.ThemeId)
	}, func(c *service.Call, in *sdk.DeleteThemeInput) (*sdk.DeleteThemeOutput, error) {
		_, found, err := theme(c, in.ThemeId, share.Themes.Deletes())
		if err != nil {
			return nil, err
		}
		if err := removed(c, hub.Themes, found, in.VersionNumber); err != nil {
			return nil, err
		}
		c.Resource(found.ARN(), "AWS::QuickSight::Theme")
		return &sdk.DeleteThemeOutput{Arn: aws.String(found.ARN()), ThemeId: in.ThemeId, Status: statusOK}, nil
	})
}
