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
		caller, err := hub.Resolve(c.Tx, c.Session)
		if err != nil {
			return nil, err
		}
		from, err := token(in.NextToken)
		if err != nil {
			return nil, err
		}
		listed, err := share.Lists(c.Tx, caller, share.DescribeDataSource)
		if err != nil {
			return nil, err
		}
		sources, next, err := hub.DataSources(c.Tx, c.Account(), c.Session.Region, from, pageSize(in.MaxResults), func(d *hub.DataSource) bool {
			return listed(d.Permissions)
		})
		if err != nil {
			return nil, err
		}
		out := &sdk.ListDataSourcesOutput{DataSources: []types.DataSource{}, NextToken: nextToken(next), Status: statusOK}
		for _, d := range sources {
			out.DataSources = append(out.DataSources, *shownDataSource(d))
		}
		return out, nil
	}, service.Reads)
}
