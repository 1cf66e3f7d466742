package quicksight

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/quicksight"
	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"

	"interlaken/service"
)

func (a *api) listThemeAliases() service.Operation {
	return define("ListThemeAliases", func(in *sdk.ListThemeAliasesInput) target {
		return themeTarget(in.AwsAccountId, in.ThemeId)
	}, func(c *service.Call, in *sdk.ListThemeAliasesInput) (*sdk.ListThemeAliasesOutput, error) {
		_, found, err := theme(c, in.ThemeId, "quicksight:ListThemeAliases")
		if err != nil {
			return nil, err
		}
		names, next, err := piece(found.AliasNames(), in.NextToken, in.MaxResults)
		if err != nil {
			return nil, err
		}
		out := &sdk.ListThemeAliasesOutput{ThemeAliasList: []types.ThemeAlias{}, NextToken: next, Status: statusOK}
		for _, name := range names {
			out.ThemeAliasList = append(out.ThemeAliasList, types.ThemeAlias{
				AliasName: aws.String(name), Arn: aliasARN(found, name), ThemeVersionNumber: aws.Int64(found.Aliases[name]),
			})
		}
		return out, nil
	}, service.Reads)
}
