package quicksight

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/quicksight"
	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"

	"interlaken/hub"
	"interlaken/hub/share"
	"interlaken/service"
)

// listAnalyses lists the analyses, and those that were deleted and can be restored.
func (a *api) listAnalyses() service.Operation {
	return define("ListAnalyses", func(in *sdk.ListAnalysesInput) target {
		return analysisTarget(in.AwsAccountId, aws.String("*"))
	}, func(c *service.Call, in *sdk.ListAnalysesInput) (*sdk.ListAnalysesOutput, error) {
		all, of := shelved(hub.Analyses)
		found, next, err := find(c, all, in.NextToken, in.MaxResults, share.DescribeAnalysis, of, func(kept *hub.Analysis) (bool, error) {
			return !kept.Gone(c.Now), nil
		})
		if err != nil {
			return nil, err
		}
		out := &sdk.ListAnalysesOutput{AnalysisSummaryList: []types.AnalysisSummary{}, NextToken: next, Status: statusOK}
		for _, f := range found {
			out.AnalysisSummaryList = append(out.AnalysisSummaryList, shownAnalysis(f))
		}
		return out, nil
	}, service.Reads)
}
