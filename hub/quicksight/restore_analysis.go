package quicksight

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/quicksight"

	"interlaken/fault"
	"interlaken/hub"
	"interlaken/hub/share"
	"interlaken/service"
)

// restoreAnalysis takes a deletion back, as long as that can be done, and puts the analysis into its folders again that the
// caller may fill: one of them may be gone, or another one by now.
func (a *api) restoreAnalysis() service.Operation {
	return define("RestoreAnalysis", func(in *sdk.RestoreAnalysisInput) target {
		return analysisTarget(in.AwsAccountId, in.AnalysisId)
	}, func(c *service.Call, in *sdk.RestoreAnalysisInput) (*sdk.RestoreAnalysisOutput, error) {
		caller, found, err := analysis(c, in.AnalysisId, share.RestoreAnalysis)
		if err != nil {
			return nil, err
		}
		var back, failed []string
		for _, id := range found.Folders {
			_, err := share.Folder(c.Tx, caller, id, share.CreateFolderMembership)
			switch {
			case !in.RestoreToFolders:
			case err == nil:
				back = append(back, id)
			case fault.Is(err, fault.NotFound) || fault.Is(err, fault.AccessDenied):
				failed = append(failed, hub.AssetARN(hub.FolderType, found.Region, found.Account, id))
			default:
				return nil, err
			}
		}
		if err := hub.RestoreAnalysis(c.Tx, found, back); err != nil {
			return nil, err
		}
		c.Resource(found.ARN(), "AWS::QuickSight::Analysis")
		return &sdk.RestoreAnalysisOutput{
			Arn: aws.String(found.ARN()), AnalysisId: in.AnalysisId, RestorationFailedFolderArns: failed, Status: statusOK,
		}, nil
	})
}
