package quicksight

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/quicksight"

	"interlaken/hub"
	"interlaken/hub/share"
	"interlaken/service"
)

// deleteDataSource removes a data source and ends its leases. Data sets on it stay and have no data.
func (a *api) deleteDataSource() service.Operation {
	return define("DeleteDataSource", func(in *sdk.DeleteDataSourceInput) target {
		return dataSourceTarget(in.AwsAccountId, in.DataSourceId)
	}, func(c *service.Call, in *sdk.DeleteDataSourceInput) (*sdk.DeleteDataSourceOutput, error) {
		d, err := dataSource(c, in.DataSourceId, share.DeleteDataSource)
		if err != nil {
			return nil, err
		}
		if err := hub.DeleteDataSource(c.Tx, d.Account, d.Region, d.ID, c.Now); err != nil {
			return nil, err
		}
		c.Resource(d.ARN(), "AWS::QuickSight::DataSource")
		return &sdk.DeleteDataSourceOutput{Arn: aws.String(d.ARN()), DataSourceId: aws.String(d.ID), Status: statusOK}, nil
	})
}
