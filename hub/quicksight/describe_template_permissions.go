package quicksight

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/quicksight"

	"interlaken/hub/share"
	"interlaken/service"
)

func (a *api) describeTemplatePermissions() service.Operation {
	return define("DescribeTemplatePermissions", func(in *sdk.DescribeTemplatePermissionsInput) target {
		return templateTarget(in.AwsAccountId, in.TemplateId)
	}, func(c *service.Call, in *sdk.DescribeTemplatePermissionsInput) (*sdk.DescribeTemplatePermissionsOutput, error) {
		_, found, err := template(c, in.TemplateId, share.Templates.DescribesPermissions())
		if err != nil {
			return nil, err
		}
		return &sdk.DescribeTemplatePermissionsOutput{
			TemplateArn: aws.String(found.ARN()), TemplateId: in.TemplateId, Permissions: shownPermissions(found.Permissions), Status: statusOK,
		}, nil
	}, service.Reads)
}
