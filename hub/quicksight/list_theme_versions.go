package quicksight

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/quicksight"
	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"

	"interlaken/hub"
	"interlaken/service"
)

func (a *api) listThemeVersions() service.Operation {
	return define("ListThemeVersions", func(in *sdk.ListThemeVersionsInput) target {
		return themeTarget(in.AwsAccountId, in.ThemeId)
	}, func(c *service.Call, in *sdk.ListThemeVersionsInput) (*sdk.ListThemeVersionsOutput, error) {
		_, found, err := theme(c, in.ThemeId, "quicksight:ListThemeVersions")
		if err != nil {
			return nil, err
		}
		from, err := token(in.NextToken)
		if err != nil {
			return nil, err
		}
		versions, next, err := hub.Themes.Versions(c.Tx, found, from, pageSize(in.MaxResults))
		if err != nil {
			return nil, err
		}
		out := &sdk.ListThemeVersionsOutput{ThemeVersionSummaryList: []types.ThemeVersionSummary{}, NextToken: nextToken(next), Status: statusOK}
		for _, v := range versions {
			out.ThemeVersionSummaryList = append(out.ThemeVersionSummaryList, types.ThemeVersionSummary{
				Arn: modelVersionARN(found, v.Number), VersionNumber: aws.Int64(v.Number), CreatedTime: aws.Time(v.Created),
				Description: setText(v.Description), Status: types.ResourceStatusCreationSuccessful,
			})
		}
		return out, nil
	}, service.Reads)
}
