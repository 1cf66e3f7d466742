package quicksight

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/quicksight"
	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"

	"interlaken/hub"
	"interlaken/hub/share"
	"interlaken/service"
)

// updateTemplate adds a version.
func (a *api) updateTemplate() service.Operation {
	return define("UpdateTemplate", func(in *sdk.UpdateTemplateInput) target {
		return templateTarget(in.AwsAccountId, in.TemplateId)
	}, func(c *service.Call, in *sdk.UpdateTemplateInput) (*sdk.UpdateTemplateOutput, error) {
		caller, found, err := template(c, in.TemplateId, share.Templates.Changes())
		if err != nil {
			return nil, err
		}
		next, err := cut{"UpdateTemplate", in.Definition, in.SourceEntity, in.VersionDescription, in.ValidationStrategy}.version(c, caller)
		if err != nil {
			return nil, err
		}
		number, err := hub.Templates.Add(c.Tx, found, aws.ToString(in.Name), next)
		if err != nil {
			return nil, err
		}
		c.Resource(found.ARN(), "AWS::QuickSight::Template")
		return &sdk.UpdateTemplateOutput{
			Arn: aws.String(found.ARN()), TemplateId: in.TemplateId, VersionArn: modelVersionARN(found, number),
			CreationStatus: types.ResourceStatusCreationInProgress, Status: statusAccepted,
		}, nil
	}, service.Shows(func(input any) any {
		in := *input.(*sdk.UpdateTemplateInput)
		in.Definition = nil
		return &in
	}, nil))
}
