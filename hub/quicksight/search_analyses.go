package quicksight

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/quicksight"
	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"

	"interlaken/hub"
	"interlaken/hub/share"
	"interlaken/service"
)

func (a *api) searchAnalyses() service.Operation {
	return define("SearchAnalyses", func(in *sdk.SearchAnalysesInput) target {
		return analysisTarget(in.AwsAccountId, aws.String("*"))
	}, func(c *service.Call, in *sdk.SearchAnalysesInput) (*sdk.SearchAnalysesOutput, error) {
		var filters []condition
		for _, f := range in.Filters {
			filters = append(filters, condition{string(f.Name), f.Operator, f.Value})
		}
		holds, err := search(c, share.Analyses, "ANALYSIS_NAME", filters)
		if err != nil {
			return nil, err
		}
		all, of := shelved(hub.Analyses)
		found, next, err := find(c, all, in.NextToken, in.MaxResults, share.DescribeAnalysis, of, func(kept *hub.Analysis) (bool, error) {
			if kept.Gone(c.Now) {
				return false, nil
			}
			return holds(of(kept))
		})
		if err != nil {
			return nil, err
		}
		out := &sdk.SearchAnalysesOutput{AnalysisSummaryList: []types.AnalysisSummary{}, NextToken: next, Status: statusOK}
		for i := range found {
			out.AnalysisSummaryList = append(out.AnalysisSummaryList, shownAnalysis(found[i]))
		}
		return out, nil
	}, service.Reads)
}
