package quicksight

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/quicksight"

	"interlaken/hub"
	"interlaken/hub/share"
	"interlaken/service"
)

func (a *api) updateTemplatePermissions() service.Operation {
	return define("UpdateTemplatePermissions", func(in *sdk.UpdateTemplatePermissionsInput) target {
		return templateTarget(in.AwsAccountId, in.TemplateId)
	}, func(c *service.Call, in *sdk.UpdateTemplatePermissionsInput) (*sdk.UpdateTemplatePermissionsOutput, error) {
		_, found, err := template(c, in.TemplateId, share.Templates.ChangesPermissions())
		if err != nil {
			return nil, err
		}
		next, err := changed(c, hub.Templates.Shelf, share.Templates, found.Asset, in.GrantPermissions, in.RevokePermissions)
		if err != nil {
			return nil, err
		}
		c.Resource(found.ARN(), "AWS::QuickSight::Template")
		return &sdk.UpdateTemplatePermissionsOutput{TemplateArn: aws.String(found.ARN()), TemplateId: in.TemplateId, Permissions: next, Status: statusOK}, nil
	})
}
