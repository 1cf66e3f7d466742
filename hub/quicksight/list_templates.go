package quicksight

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/quicksight"
	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"

	"interlaken/hub"
	"interlaken/hub/share"
	"interlaken/service"
)

func (a *api) listTemplates() service.Operation {
	return define("ListTemplates", func(in *sdk.ListTemplatesInput) target {
		return templateTarget(in.AwsAccountId, aws.String("*"))
	}, func(c *service.Call, in *sdk.ListTemplatesInput) (*sdk.ListTemplatesOutput, error) {
		all, of := shelved(hub.Templates.Shelf)
		found, next, err := list(c, all, in.NextToken, in.MaxResults, share.Templates.Describes(), of)
		if err != nil {
			return nil, err
		}
		out := &sdk.ListTemplatesOutput{TemplateSummaryList: []types.TemplateSummary{}, NextToken: next, Status: statusOK}
		for _, m := range found {
			out.TemplateSummaryList = append(out.TemplateSummaryList, types.TemplateSummary{
				Arn: aws.String(m.ARN()), TemplateId: aws.String(m.ID), Name: aws.String(m.Name), CreatedTime: aws.Time(m.Created),
				LastUpdatedTime: aws.Time(m.Updated), LatestVersionNumber: aws.Int64(m.Latest),
			})
		}
		return out, nil
	}, service.Reads)
}
