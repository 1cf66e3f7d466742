package quicksight

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/quicksight"
	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"

	"interlaken/fault"
	"interlaken/hub"
	"interlaken/hub/share"
	"interlaken/service"
)

// createDataSource keeps a data source and has it proved: the answer says CREATION_IN_PROGRESS, DescribeDataSource how
// it ended.
func (a *api) createDataSource() service.Operation {
	return define("CreateDataSource", func(in *sdk.CreateDataSourceInput) target {
		t := dataSourceTarget(in.AwsAccountId, in.DataSourceId)
		t.tags = in.Tags
		return t
	}, func(c *service.Call, in *sdk.CreateDataSourceInput) (*sdk.CreateDataSourceOutput, error) {
		caller, err := hub.Resolve(c.Tx, c.Session)
		if err != nil {
			return nil, err
		}
		d, err := newDataSource(c, caller, in)
		if err != nil {
			return nil, err
		}
		if err := a.pass(c, caller, d.ARN(), d.Athena); err != nil {
			return nil, err
		}
		if d.Permissions, err = firstPermissions(c.Tx, caller, share.DataSources, in.Permissions); err != nil {
			return nil, err
		}
		if d, err = hub.CreateDataSource(c.Tx, caller, d); err != nil {
			return nil, typed(err, types.ExceptionResourceTypeDataSource)
		}
		if err := intoFolders(c, caller, in.FolderArns, d.ARN()); err != nil {
			return nil, err
		}
		c.Resource(d.ARN(), "AWS::QuickSight::DataSource")
		if err := a.prove(c, d); err != nil {
			return nil, err
		}
		return &sdk.CreateDataSourceOutput{
			Arn: aws.String(d.ARN()), DataSourceId: aws.String(d.ID), CreationStatus: d.Status, Status: statusAccepted,
		}, nil
	})
}

// newDataSource makes the record of a request that is whole and understood.
func newDataSource(c *service.Call, caller hub.Caller, in *sdk.CreateDataSourceInput) (hub.DataSource, error) {
	d := hub.DataSource{
		Account: c.Account(), Region: c.Session.Region, ID: aws.ToString(in.DataSourceId), Name: aws.ToString(in.Name),
		Status: types.ResourceStatusCreationInProgress, Created: c.Now, Updated: c.Now, Author: caller.Person(),
	}
	if err := share.Author(caller, "quicksight:CreateDataSource", d.ARN()); err != nil {
		return d, err
	}
	if err := assetID("data source", d.ID); err != nil {
		return d, err
	}
	if err := assetName("data source", d.Name); err != nil {
		return d, err
	}
	if in.Type != types.DataSourceTypeAthena {
		return d, fault.New(fault.Unsupported, "Data sources of type %s are unsupported here; the type is ATHENA.", in.Type)
	}
	if err := connection(in.Credentials, in.VpcConnectionProperties, in.SslProperties); err != nil {
		return d, err
	}
	var err error
	if d.Tags, err = tagMap(in.Tags); err != nil {
		return d, err
	}
	d.Athena, err = athenaOf(in.DataSourceParameters, d.Account)
	return d, err
}
