package quicksight

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/quicksight"
	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"

	"interlaken/service"
)

func (a *api) listTemplateAliases() service.Operation {
	return define("ListTemplateAliases", func(in *sdk.ListTemplateAliasesInput) target {
		return templateTarget(in.AwsAccountId, in.TemplateId)
	}, func(c *service.Call, in *sdk.ListTemplateAliasesInput) (*sdk.ListTemplateAliasesOutput, error) {
		_, found, err := template(c, in.TemplateId, "quicksight:ListTemplateAliases")
		if err != nil {
			return nil, err
		}
		names, next, err := piece(found.AliasNames(), in.NextToken, in.MaxResults)
		if err != nil {
			return nil, err
		}
		out := &sdk.ListTemplateAliasesOutput{TemplateAliasList: []types.TemplateAlias{}, NextToken: next, Status: statusOK}
		for _, name := range names {
			out.TemplateAliasList = append(out.TemplateAliasList, types.TemplateAlias{
				AliasName: aws.String(name), Arn: aliasARN(found, name), TemplateVersionNumber: aws.Int64(found.Aliases[name]),
			})
		}
		return out, nil
	}, service.Reads)
}
