package quicksight

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/quicksight"
	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"

	"interlaken/hub/share"
	"interlaken/service"
)

// describeAnalysisDefinition shows a definition to who may change it, as describeDashboardDefinition does.
func (a *api) describeAnalysisDefinition() service.Operation {
	return define("DescribeAnalysisDefinition", func(in *sdk.DescribeAnalysisDefinitionInput) target {
		return analysisTarget(in.AwsAccountId, in.AnalysisId)
	}, func(c *service.Call, in *sdk.DescribeAnalysisDefinitionInput) (*sdk.DescribeAnalysisDefinitionOutput, error) {
		_, found, err := standing(c, in.AnalysisId, share.UpdateAnalysis)
		if err != nil {
			return nil, err
		}
		shown := &types.AnalysisDefinition{}
		if err := describe(c, "DescribeAnalysisDefinition", found.Definition, shown); err != nil {
			return nil, err
		}
		return &sdk.DescribeAnalysisDefinitionOutput{
			AnalysisId: in.AnalysisId, Name: aws.String(found.Name), Definition: shown, Errors: shownAnalysisErrors(found.Errors),
			ResourceStatus: analysisStatus(&found), ThemeArn: setText(found.Theme), Status: statusOK,
		}, nil
	}, service.Reads)
}
