package quicksight

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/quicksight"

	"interlaken/hub"
	"interlaken/hub/share"
	"interlaken/service"
)

// restoreAnalysis takes a deletion back, as long as that can be done.
func (a *api) restoreAnalysis() service.Operation {
	return define("RestoreAnalysis", func(in *sdk.RestoreAnalysisInput) target {
		return analysisTarget(in.AwsAccountId, in.AnalysisId)
	}, func(c *service.Call, in *sdk.RestoreAnalysisInput) (*sdk.RestoreAnalysisOutput, error) {
		_, found, err := analysis(c, in.AnalysisId, share.RestoreAnalysis)
		if err != nil {
			return nil, err
		}
		failed, err := hub.RestoreAnalysis(c.Tx, found, in.RestoreToFolders)
		if err != nil {
			return nil, err
		}
		c.Resource(found.ARN(), "AWS::QuickSight::Analysis")
		return &sdk.RestoreAnalysisOutput{
			Arn: aws.String(found.ARN()), AnalysisId: in.AnalysisId, RestorationFailedFolderArns: failed, Status: statusOK,
		}, nil
	})
}
