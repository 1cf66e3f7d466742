package quicksight

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/quicksight"

	"interlaken/hub"
	"interlaken/service"
)

func (a *api) deleteTemplateAlias() service.Operation {
	return define("DeleteTemplateAlias", func(in *sdk.DeleteTemplateAliasInput) target {
		return templateTarget(in.AwsAccountId, in.TemplateId)
	}, func(c *service.Call, in *sdk.DeleteTemplateAliasInput) (*sdk.DeleteTemplateAliasOutput, error) {
		_, found, err := template(c, in.TemplateId, "quicksight:DeleteTemplateAlias")
		if err != nil {
			return nil, err
		}
		if err := hub.Templates.DeleteAlias(c.Tx, found, aws.ToString(in.AliasName)); err != nil {
			return nil, err
		}
		c.Resource(found.ARN(), "AWS::QuickSight::Template")
		return &sdk.DeleteTemplateAliasOutput{
			AliasName: in.AliasName, Arn: aliasARN(found, *in.AliasName), TemplateId: in.TemplateId, Status: statusOK,
		}, nil
	})
}
