package quicksight

import (
	sdk "github.com/aws/aws-sdk-go-v2/service/quicksight"
	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"

	"interlaken/hub"
	"interlaken/service"
)

func (a *api) createTemplateAlias() service.Operation {
	return define("CreateTemplateAlias", func(in *sdk.CreateTemplateAliasInput) target {
		return templateTarget(in.AwsAccountId, in.TemplateId)
	}, func(c *service.Call, in *sdk.CreateTemplateAliasInput) (*sdk.CreateTemplateAliasOutput, error) {
		_, found, err := template(c, in.TemplateId, "quicksight:CreateTemplateAlias")
		if err != nil {
			return nil, err
		}
		if err := alias(c, hub.Templates, found, in.AliasName, in.TemplateVersionNumber, true); err != nil {
			return nil, err
		}
		c.Resource(found.ARN(), "AWS::QuickSight::Template")
		return &sdk.CreateTemplateAliasOutput{Status: statusOK, TemplateAlias: &types.TemplateAlias{
			AliasName: in.AliasName, Arn: aliasARN(found, *in.AliasName), TemplateVersionNumber: in.TemplateVersionNumber,
		}}, nil
	})
}
