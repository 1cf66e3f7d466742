package quicksight

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/quicksight"

	"interlaken/hub/share"
	"interlaken/service"
)

func (a *api) describeThemePermissions() service.Operation {
	return define("DescribeThemePermissions", func(in *sdk.DescribeThemePermissionsInput) target {
		return themeTarget(in.AwsAccountId, in.ThemeId)
	}, func(c *service.Call, in *sdk.DescribeThemePermissionsInput) (*sdk.DescribeThemePermissionsOutput, error) {
		_, found, err := theme(c, in.ThemeId, share.Themes.DescribesPermissions())
		if err != nil {
			return nil, err
		}
		return &sdk.DescribeThemePermissionsOutput{
			ThemeArn: aws.String(found.ARN()), ThemeId: in.ThemeId, Permissions: shownPermissions(found.Permissions), Status: statusOK,
		}, nil
	}, service.Reads)
}
