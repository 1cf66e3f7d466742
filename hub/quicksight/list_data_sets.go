package quicksight

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/quicksight"
	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"

	"interlaken/hub"
	"interlaken/hub/share"
	"interlaken/service"
)

func (a *api) listDataSets() service.Operation {
	return define("ListDataSets", func(in *sdk.ListDataSetsInput) target {
		return dataSetTarget(in.AwsAccountId, aws.String("*"))
	}, func(c *service.Call, in *sdk.ListDataSetsInput) (*sdk.ListDataSetsOutput, error) {
		sets, next, err := list(c, hub.DataSets, in.NextToken, in.MaxResults, share.DescribeDataSet, dataSetEntry)
		if err != nil {
			return nil, err
		}
		out := &sdk.ListDataSetsOutput{DataSetSummaries: []types.DataSetSummary{}, NextToken: next, Status: statusOK}
		for _, d := range sets {
			out.DataSetSummaries = append(out.DataSetSummaries, summaryOfDataSet(d))
		}
		return out, nil
	}, service.Reads)
}

func summaryOfDataSet(d hub.DataSet) types.DataSetSummary {
	return types.DataSetSummary{
		Arn: aws.String(d.ARN()), DataSetId: aws.String(d.ID), Name: aws.String(d.Name), ImportMode: d.ImportMode,
		CreatedTime: aws.Time(d.Created), LastUpdatedTime: aws.Time(d.Updated),
	}
}
