package quicksight

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/quicksight"
	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"

	"interlaken/hub"
	"interlaken/hub/share"
	"interlaken/service"
)

func (a *api) describeTemplate() service.Operation {
	return define("DescribeTemplate", func(in *sdk.DescribeTemplateInput) target {
		return templateTarget(in.AwsAccountId, in.TemplateId)
	}, func(c *service.Call, in *sdk.DescribeTemplateInput) (*sdk.DescribeTemplateOutput, error) {
		_, found, err := template(c, in.TemplateId, share.Templates.Describes())
		if err != nil {
			return nil, err
		}
		v, err := modelVersion(c, hub.Templates, found, in.VersionNumber, in.AliasName)
		if err != nil {
			return nil, err
		}
		places, err := placeholders(v)
		if err != nil {
			return nil, err
		}
		return &sdk.DescribeTemplateOutput{Status: statusOK, Template: &types.Template{
			Arn: aws.String(found.ARN()), TemplateId: in.TemplateId, Name: aws.String(found.Name), CreatedTime: aws.Time(found.Created),
			LastUpdatedTime: aws.Time(found.Updated), Version: &types.TemplateVersion{
				VersionNumber: aws.Int64(v.Number), CreatedTime: aws.Time(v.Created), Description: setText(v.Description),
				SourceEntityArn: setText(v.Source), DataSetConfigurations: places, Sheets: shownSheets(v.Sheets),
				Errors: shownTemplateErrors(v.Errors), Status: types.ResourceStatusCreationSuccessful,
			},
		}}, nil
	}, service.Reads)
}
