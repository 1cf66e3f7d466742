package quicksight

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/quicksight"
	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"

	"interlaken/hub"
	"interlaken/hub/share"
	"interlaken/service"
)

func (a *api) listDataSources() service.Operation {
	return define("ListDataSources", func(in *sdk.ListDataSourcesInput) target {
		return dataSourceTarget(in.AwsAccountId, aws.String("*"))
	}, func(c *service.Call, in *sdk.ListDataSourcesInput) (*sdk.ListDataSourcesOutput, error) {
		sources, next, err := list(c, hub.DataSources, in.NextToken, in.MaxResults, share.DescribeDataSource, dataSourceEntry)
		if err != nil {
			return nil, err
		}
		out := &sdk.ListDataSourcesOutput{DataSources: []types.DataSource{}, NextToken: next, Status: statusOK}
		for _, d := range sources {
			out.DataSources = append(out.DataSources, *shownDataSource(d))
		}
		return out, nil
	}, service.Reads)
}
