package quicksight

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/quicksight"
	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"

	"interlaken/hub"
	"interlaken/hub/share"
	"interlaken/service"
)

// describeTemplateDefinition shows a definition to who may make dashboards of it: a template holds no data.
func (a *api) describeTemplateDefinition() service.Operation {
	return define("DescribeTemplateDefinition", func(in *sdk.DescribeTemplateDefinitionInput) target {
		return templateTarget(in.AwsAccountId, in.TemplateId)
	}, func(c *service.Call, in *sdk.DescribeTemplateDefinitionInput) (*sdk.DescribeTemplateDefinitionOutput, error) {
		_, found, err := template(c, in.TemplateId, share.Templates.Describes())
		if err != nil {
			return nil, err
		}
		v, err := modelVersion(c, hub.Templates, found, in.VersionNumber, in.AliasName)
		if err != nil {
			return nil, err
		}
		shown := &types.TemplateVersionDefinition{}
		if err := describe(c, "DescribeTemplateDefinition", v.Definition, shown); err != nil {
			return nil, err
		}
		return &sdk.DescribeTemplateDefinitionOutput{
			TemplateId: in.TemplateId, Name: aws.String(found.Name), Definition: shown, Errors: shownTemplateErrors(v.Errors),
			ResourceStatus: types.ResourceStatusCreationSuccessful, Status: statusOK,
		}, nil
	}, service.Reads)
}
