package quicksight

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/quicksight"

	"interlaken/hub"
	"interlaken/hub/share"
	"interlaken/service"
)

func (a *api) describeDataSource() service.Operation {
	return define("DescribeDataSource", func(in *sdk.DescribeDataSourceInput) target {
		return dataSourceTarget(in.AwsAccountId, in.DataSourceId)
	}, func(c *service.Call, in *sdk.DescribeDataSourceInput) (*sdk.DescribeDataSourceOutput, error) {
		d, err := dataSource(c, in.DataSourceId, share.DescribeDataSource)
		if err != nil {
			return nil, err
		}
		return &sdk.DescribeDataSourceOutput{DataSource: shownDataSource(d), Status: statusOK}, nil
	}, service.Reads)
}

// dataSource finds a data source with which the caller may do an action.
func dataSource(c *service.Call, id *string, action string) (hub.DataSource, error) {
	caller, err := hub.Resolve(c.Tx, c.Session)
	if err != nil {
		return hub.DataSource{}, err
	}
	return share.DataSource(c.Tx, caller, aws.ToString(id), action)
}
