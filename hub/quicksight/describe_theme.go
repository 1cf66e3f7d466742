package quicksight

import (
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/quicksight"
	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"

	"interlaken/hub"
	"interlaken/hub/share"
	"interlaken/service"
)

// describeTheme shows a theme, or one that every account has, whose colours are the web pages' own.
func (a *api) describeTheme() service.Operation {
	return define("DescribeTheme", func(in *sdk.DescribeThemeInput) target {
		return themeTarget(in.AwsAccountId, in.ThemeId)
	}, func(c *service.Call, in *sdk.DescribeThemeInput) (*sdk.DescribeThemeOutput, error) {
		if id := aws.ToString(in.ThemeId); slices.Contains(starters, id) {
			return &sdk.DescribeThemeOutput{Status: statusOK, Theme: &types.Theme{
				Arn: starterARN(id), ThemeId: in.ThemeId, Name: aws.String(id), Type: types.ThemeTypeQuicksight,
				Version: &types.ThemeVersion{BaseThemeId: in.ThemeId, VersionNumber: aws.Int64(1), Status: types.ResourceStatusCreationSuccessful},
			}}, nil
		}
		_, found, err := theme(c, in.ThemeId, share.Themes.Describes())
		if err != nil {
			return nil, err
		}
		v, err := modelVersion(c, hub.Themes, found, in.VersionNumber, in.AliasName)
		if err != nil {
			return nil, err
		}
		configuration, err := shownConfiguration(v)
		if err != nil {
			return nil, err
		}
		return &sdk.DescribeThemeOutput{Status: statusOK, Theme: &types.Theme{
			Arn: aws.String(found.ARN()), ThemeId: in.ThemeId, Name: aws.String(found.Name), Type: types.ThemeTypeCustom,
			CreatedTime: aws.Time(found.Created), LastUpdatedTime: aws.Time(found.Updated), Version: &types.ThemeVersion{
				Arn: modelVersionARN(found, v.Number), VersionNumber: aws.Int64(v.Number), CreatedTime: aws.Time(v.Created),
				Description: setText(v.Description), BaseThemeId: setText(v.Source), Configuration: configuration,
				Status: types.ResourceStatusCreationSuccessful,
			},
		}}, nil
	}, service.Reads)
}
