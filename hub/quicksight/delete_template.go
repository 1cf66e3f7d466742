package quicksight

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/quicksight"

	"interlaken/hub"
	"interlaken/hub/share"
	"interlaken/service"
)

// deleteTemplate removes a template, or one version that is neither the newest nor named by an alias.
func (a *api) deleteTemplate() service.Operation {
	return define("DeleteTemplate", func(in *sdk.DeleteTemplateInput) target {
		return templateTarget(in.AwsAccountId, in.TemplateId)
	}, func(c *service.Call, in *sdk.DeleteTemplateInput) (*sdk.DeleteTemplateOutput, error) {
		_, found, err := template(c, in.TemplateId, share.Templates.Deletes())
		if err != nil {
			return nil, err
		}
		if err := removed(c, hub.Templates, found, in.VersionNumber); err != nil {
			return nil, err
		}
		c.Resource(found.ARN(), "AWS::QuickSight::Template")
		return &sdk.DeleteTemplateOutput{Arn: aws.String(found.ARN()), TemplateId: in.TemplateId, Status: statusOK}, nil
	})
}
