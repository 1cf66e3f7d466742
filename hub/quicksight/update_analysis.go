package quicksight

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/quicksight"
	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"

	"interlaken/hub"
	"interlaken/hub/share"
	"interlaken/service"
)

// updateAnalysis gives an analysis another definition.
func (a *api) updateAnalysis() service.Operation {
	return define("UpdateAnalysis", func(in *sdk.UpdateAnalysisInput) target {
		return analysisTarget(in.AwsAccountId, in.AnalysisId)
	}, func(c *service.Call, in *sdk.UpdateAnalysisInput) (*sdk.UpdateAnalysisOutput, error) {
		caller, found, err := standing(c, in.AnalysisId, share.UpdateAnalysis)
		if err != nil {
			return nil, err
		}
		if err := assetName("analysis", aws.ToString(in.Name)); err != nil {
			return nil, err
		}
		content, err := sketch{"UpdateAnalysis", in.Definition, in.SourceEntity, in.ThemeArn, in.Parameters, in.ValidationStrategy}.content(c, caller)
		if err != nil {
			return nil, err
		}
		err = hub.Analyses.Change(c.Tx, found.Account, found.Region, found.ID, func(kept *hub.Analysis) error {
			kept.Name, kept.Updated, kept.Content, kept.Changed = *in.Name, c.Now, content, true
			return nil
		})
		if err != nil {
			return nil, err
		}
		c.Resource(found.ARN(), "AWS::QuickSight::Analysis")
		return &sdk.UpdateAnalysisOutput{
			Arn: aws.String(found.ARN()), AnalysisId: in.AnalysisId, UpdateStatus: types.ResourceStatusUpdateInProgress, Status: statusAccepted,
		}, nil
	}, service.Shows(func(input any) any {
		in := *input.(*sdk.UpdateAnalysisInput)
		in.Definition = nil
		return &in
	}, nil))
}
