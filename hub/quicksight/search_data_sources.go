package quicksight

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/quicksight"
	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"

	"interlaken/hub"
	"interlaken/hub/share"
	"interlaken/service"
)

func (a *api) searchDataSources() service.Operation {
	return define("SearchDataSources", func(in *sdk.SearchDataSourcesInput) target {
		return dataSourceTarget(in.AwsAccountId, aws.String("*"))
	}, func(c *service.Call, in *sdk.SearchDataSourcesInput) (*sdk.SearchDataSourcesOutput, error) {
		var filters []condition
		for _, f := range in.Filters {
			filters = append(filters, condition{string(f.Name), f.Operator, f.Value})
		}
		holds, err := search(c, share.DataSources, "DATASOURCE_NAME", filters)
		if err != nil {
			return nil, err
		}
		all, of := pages[hub.DataSource](hub.DataSources), dataSourceEntry
		found, next, err := find(c, all, in.NextToken, in.MaxResults, share.DescribeDataSource, of, func(kept *hub.DataSource) (bool, error) {
			return holds(of(kept))
		})
		if err != nil {
			return nil, err
		}
		out := &sdk.SearchDataSourcesOutput{DataSourceSummaries: []types.DataSourceSummary{}, NextToken: next, Status: statusOK}
		for i := range found {
			out.DataSourceSummaries = append(out.DataSourceSummaries, summaryOfDataSource(found[i]))
		}
		return out, nil
	}, service.Reads)
}

func summaryOfDataSource(d hub.DataSource) types.DataSourceSummary {
	return types.DataSourceSummary{
		Arn: aws.String(d.ARN()), DataSourceId: aws.String(d.ID), Name: aws.String(d.Name), Type: types.DataSourceTypeAthena,
		CreatedTime: aws.Time(d.Created), LastUpdatedTime: aws.Time(d.Updated),
	}
}
