package quicksight

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/quicksight"
	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"

	"interlaken/hub"
	"interlaken/hub/share"
	"interlaken/service"
)

// listThemes lists the themes that every account has, and then those that the caller sees.
func (a *api) listThemes() service.Operation {
	return define("ListThemes", func(in *sdk.ListThemesInput) target {
		return themeTarget(in.AwsAccountId, aws.String("*"))
	}, func(c *service.Call, in *sdk.ListThemesInput) (*sdk.ListThemesOutput, error) {
		var all []types.ThemeSummary
		if in.Type != types.ThemeTypeCustom {
			for _, id := range starters {
				all = append(all, types.ThemeSummary{Arn: starterARN(id), ThemeId: aws.String(id), Name: aws.String(id), LatestVersionNumber: aws.Int64(1)})
			}
		}
		pages, of := shelved(hub.Themes.Shelf)
		for next := (*string)(nil); in.Type != types.ThemeTypeQuicksight; {
			found, more, err := list(c, pages, next, nil, share.Themes.Describes(), of)
			if err != nil {
				return nil, err
			}
			for _, m := range found {
				all = append(all, types.ThemeSummary{
					Arn: aws.String(m.ARN()), ThemeId: aws.String(m.ID), Name: aws.String(m.Name), CreatedTime: aws.Time(m.Created),
					LastUpdatedTime: aws.Time(m.Updated), LatestVersionNumber: aws.Int64(m.Latest),
				})
			}
			if next = more; next == nil {
				break
			}
		}
		shown, next, err := piece(all, in.NextToken, in.MaxResults)
		if err != nil {
			return nil, err
		}
		return &sdk.ListThemesOutput{ThemeSummaryList: shown, NextToken: next, Status: statusOK}, nil
	}, service.Reads)
}
