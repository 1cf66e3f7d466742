package quicksight

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/quicksight"
	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"

	"interlaken/hub"
	"interlaken/hub/share"
	"interlaken/service"
)

// createTemplate keeps a template with its first version, of a definition, an analysis or another template.
func (a *api) createTemplate() service.Operation {
	return define("CreateTemplate", func(in *sdk.CreateTemplateInput) target {
		t := templateTarget(in.AwsAccountId, in.TemplateId)
		t.tags = in.Tags
		return t
	}, func(c *service.Call, in *sdk.CreateTemplateInput) (*sdk.CreateTemplateOutput, error) {
		name := in.Name
		if name == nil {
			name = in.TemplateId // the API lets it out
		}
		caller, asset, err := request{share.Templates, in.TemplateId, name, in.Tags, in.Permissions}.asset(c)
		if err != nil {
			return nil, err
		}
		first, err := cut{"CreateTemplate", in.Definition, in.SourceEntity, in.VersionDescription, in.ValidationStrategy}.version(c, caller)
		if err != nil {
			return nil, err
		}
		made := hub.Model{Asset: asset}
		if err := hub.Templates.CreateWith(c.Tx, made, first); err != nil {
			return nil, err
		}
		c.Resource(made.ARN(), "AWS::QuickSight::Template")
		return &sdk.CreateTemplateOutput{
			Arn: aws.String(made.ARN()), TemplateId: in.TemplateId, VersionArn: modelVersionARN(made, 1),
			CreationStatus: types.ResourceStatusCreationInProgress, Status: statusAccepted,
		}, nil
	}, service.Shows(func(input any) any {
		in := *input.(*sdk.CreateTemplateInput)
		in.Definition = nil
		return &in
	}, nil))
}
