package quicksight

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/quicksight"
	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"

	"interlaken/hub"
	"interlaken/service"
)

func (a *api) listTemplateVersions() service.Operation {
	return define("ListTemplateVersions", func(in *sdk.ListTemplateVersionsInput) target {
		return templateTarget(in.AwsAccountId, in.TemplateId)
	}, func(c *service.Call, in *sdk.ListTemplateVersionsInput) (*sdk.ListTemplateVersionsOutput, error) {
		_, found, err := template(c, in.TemplateId, "quicksight:ListTemplateVersions")
		if err != nil {
			return nil, err
		}
		from, err := token(in.NextToken)
		if err != nil {
			return nil, err
		}
		versions, next, err := hub.Templates.Versions(c.Tx, found, from, pageSize(in.MaxResults))
		if err != nil {
			return nil, err
		}
		out := &sdk.ListTemplateVersionsOutput{TemplateVersionSummaryList: []types.TemplateVersionSummary{}, NextToken: nextToken(next), Status: statusOK}
		for _, v := range versions {
			out.TemplateVersionSummaryList = append(out.TemplateVersionSummaryList, types.TemplateVersionSummary{
				Arn: modelVersionARN(found, v.Number), VersionNumber: aws.Int64(v.Number), CreatedTime: aws.Time(v.Created),
				Description: setText(v.Description), Status: types.ResourceStatusCreationSuccessful,
			})
		}
		return out, nil
	}, service.Reads)
}
