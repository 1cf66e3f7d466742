package quicksight

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/quicksight"
	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"

	"interlaken/hub"
	"interlaken/hub/share"
	"interlaken/service"
)

// updateTheme adds a version.
func (a *api) updateTheme() service.Operation {
	return define("UpdateTheme", func(in *sdk.UpdateThemeInput) target {
		return themeTarget(in.AwsAccountId, in.ThemeId)
	}, func(c *service.Call, in *sdk.UpdateThemeInput) (*sdk.UpdateThemeOutput, error) {
		caller, found, err := theme(c, in.ThemeId, share.Themes.Changes())
		if err != nil {
			return nil, err
		}
		next, err := style{in.BaseThemeId, in.VersionDescription, in.Configuration}.version(c, caller)
		if err != nil {
			return nil, err
		}
		number, err := hub.Themes.Add(c.Tx, found, aws.ToString(in.Name), next)
		if err != nil {
			return nil, err
		}
		c.Resource(found.ARN(), "AWS::QuickSight::Theme")
		return &sdk.UpdateThemeOutput{
			Arn: aws.String(found.ARN()), ThemeId: in.ThemeId, VersionArn: modelVersionARN(found, number),
			CreationStatus: types.ResourceStatusUpdateInProgress, Status: statusOK,
		}, nil
	})
}
