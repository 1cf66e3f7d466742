package quicksight

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/quicksight"
	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"

	"interlaken/hub"
	"interlaken/hub/share"
	"interlaken/service"
)

func (a *api) searchDataSets() service.Operation {
	return define("SearchDataSets", func(in *sdk.SearchDataSetsInput) target {
		return dataSetTarget(in.AwsAccountId, aws.String("*"))
	}, func(c *service.Call, in *sdk.SearchDataSetsInput) (*sdk.SearchDataSetsOutput, error) {
		var filters []condition
		for _, f := range in.Filters {
			filters = append(filters, condition{string(f.Name), f.Operator, f.Value})
		}
		holds, err := search(c, share.DataSets, "DATASET_NAME", filters)
		if err != nil {
			return nil, err
		}
		all, of := pages[hub.DataSet](hub.DataSets), dataSetEntry
		found, next, err := find(c, all, in.NextToken, in.MaxResults, share.DescribeDataSet, of, func(kept *hub.DataSet) (bool, error) {
			return holds(of(kept))
		})
		if err != nil {
			return nil, err
		}
		out := &sdk.SearchDataSetsOutput{DataSetSummaries: []types.DataSetSummary{}, NextToken: next, Status: statusOK}
		for i := range found {
			out.DataSetSummaries = append(out.DataSetSummaries, summaryOfDataSet(found[i]))
		}
		return out, nil
	}, service.Reads)
}
