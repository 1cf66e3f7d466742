package quicksight

import (
	sdk "github.com/aws/aws-sdk-go-v2/service/quicksight"
	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"

	"interlaken/hub"
	"interlaken/service"
)

func (a *api) updateTemplateAlias() service.Operation {
	return define("UpdateTemplateAlias", func(in *sdk.UpdateTemplateAliasInput) target {
		return templateTarget(in.AwsAccountId, in.TemplateId)
	}, func(c *service.Call, in *sdk.UpdateTemplateAliasInput) (*sdk.UpdateTemplateAliasOutput, error) {
		_, found, err := template(c, in.TemplateId, "quicksight:UpdateTemplateAlias")
		if err != nil {
			return nil, err
		}
		if err := alias(c, hub.Templates, found, in.AliasName, in.TemplateVersionNumber, false); err != nil {
			return nil, err
		}
		c.Resource(found.ARN(), "AWS::QuickSight::Template")
		return &sdk.UpdateTemplateAliasOutput{Status: statusOK, TemplateAlias: &types.TemplateAlias{
			AliasName: in.AliasName, Arn: aliasARN(found, *in.AliasName), TemplateVersionNumber: in.TemplateVersionNumber,
		}}, nil
	})
}
