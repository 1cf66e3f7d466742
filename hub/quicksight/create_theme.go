package quicksight

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/quicksight"
	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"

	"interlaken/hub"
	"interlaken/hub/share"
	"interlaken/service"
)

// createTheme keeps a theme with its first version.
func (a *api) createTheme() service.Operation {
	return define("CreateTheme", func(in *sdk.CreateThemeInput) target {
		t := themeTarget(in.AwsAccountId, in.ThemeId)
		t.tags = in.Tags
		return t
	}, func(c *service.Call, in *sdk.CreateThemeInput) (*sdk.CreateThemeOutput, error) {
		caller, asset, err := request{share.Themes, in.ThemeId, in.Name, in.Tags, in.Permissions}.asset(c)
		if err != nil {
			return nil, err
		}
		first, err := style{in.BaseThemeId, in.VersionDescription, in.Configuration}.version(c, caller)
		if err != nil {
			return nil, err
		}
		made := hub.Model{Asset: asset}
		if err := hub.Themes.CreateWith(c.Tx, made, first); err != nil {
			return nil, err
		}
		c.Resource(made.ARN(), "AWS::QuickSight::Theme")
		return &sdk.CreateThemeOutput{
			Arn: aws.String(made.ARN()), ThemeId: in.ThemeId, VersionArn: modelVersionARN(made, 1),
			CreationStatus: types.ResourceStatusCreationInProgress, Status: statusAccepted,
		}, nil
	})
}
