package quicksight

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/quicksight"

	"interlaken/hub"
	"interlaken/hub/share"
	"interlaken/service"
)

func (a *api) updateAnalysisPermissions() service.Operation {
	return define("UpdateAnalysisPermissions", func(in *sdk.UpdateAnalysisPermissionsInput) target {
		return analysisTarget(in.AwsAccountId, in.AnalysisId)
	}, func(c *service.Call, in *sdk.UpdateAnalysisPermissionsInput) (*sdk.UpdateAnalysisPermissionsOutput, error) {
		_, found, err := analysis(c, in.AnalysisId, share.Analyses.ChangesPermissions())
		if err != nil {
			return nil, err
		}
		next, err := changed(c, hub.Analyses, share.Analyses, found.Asset, in.GrantPermissions, in.RevokePermissions)
		if err != nil {
			return nil, err
		}
		c.Resource(found.ARN(), "AWS::QuickSight::Analysis")
		return &sdk.UpdateAnalysisPermissionsOutput{AnalysisArn: aws.String(found.ARN()), AnalysisId: in.AnalysisId, Permissions: next, Status: statusOK}, nil
	})
}
