package quicksight

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/quicksight"

	"interlaken/hub"
	"interlaken/hub/share"
	"interlaken/service"
)

func (a *api) updateThemePermissions() service.Operation {
	return define("UpdateThemePermissions", func(in *sdk.UpdateThemePermissionsInput) target {
		return themeTarget(in.AwsAccountId, in.ThemeId)
	}, func(c *service.Call, in *sdk.UpdateThemePermissionsInput) (*sdk.UpdateThemePermissionsOutput, error) {
		_, found, err := theme(c, in.ThemeId, share.Themes.ChangesPermissions())
		if err != nil {
			return nil, err
		}
		next, err := changed(c, hub.Themes.Shelf, share.Themes, found.Asset, in.GrantPermissions, in.RevokePermissions)
		if err != nil {
			return nil, err
		}
		c.Resource(found.ARN(), "AWS::QuickSight::Theme")
		return &sdk.UpdateThemePermissionsOutput{ThemeArn: aws.String(found.ARN()), ThemeId: in.ThemeId, Permissions: next, Status: statusOK}, nil
	})
}
