package quicksight

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/quicksight"
	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"

	"interlaken/hub"
	"interlaken/hub/share"
	"interlaken/service"
)

// updateDataSource changes a data source and has it proved again. Its leases end; who changes its roles becomes its
// author.
func (a *api) updateDataSource() service.Operation {
	return define("UpdateDataSource", func(in *sdk.UpdateDataSourceInput) target {
		return dataSourceTarget(in.AwsAccountId, in.DataSourceId)
	}, func(c *service.Call, in *sdk.UpdateDataSourceInput) (*sdk.UpdateDataSourceOutput, error) {
		caller, err := hub.Resolve(c.Tx, c.Session)
		if err != nil {
			return nil, err
		}
		d, err := share.DataSource(c.Tx, caller, aws.ToString(in.DataSourceId), share.UpdateDataSource)
		if err != nil {
			return nil, err
		}
		if err := share.Author(caller, share.UpdateDataSource, d.ARN()); err != nil {
			return nil, err
		}
		athena, err := a.changedAthena(c, caller, d, in)
		if err != nil {
			return nil, err
		}
		err = hub.ChangeDataSource(c.Tx, d.Account, d.Region, d.ID, func(kept *hub.DataSource) error {
			if athena != kept.Athena {
				kept.Athena, kept.Author = athena, caller.Person()
			}
			kept.Name, kept.Updated = aws.ToString(in.Name), c.Now
			kept.Status, kept.Error = types.ResourceStatusUpdateInProgress, nil
			d = *kept
			return nil
		})
		if err != nil {
			return nil, err
		}
		c.Resource(d.ARN(), "AWS::QuickSight::DataSource")
		if err := a.prove(c, d); err != nil {
			return nil, err
		}
		return &sdk.UpdateDataSourceOutput{
			Arn: aws.String(d.ARN()), DataSourceId: aws.String(d.ID), UpdateStatus: d.Status, Status: statusAccepted,
		}, nil
	})
}

// changedAthena reads what the roles and the workgroup shall be. Parameters that are left out stay; where anything in
// them changes, the caller has to be allowed to give these roles.
func (a *api) changedAthena(c *service.Call, caller hub.Caller, d hub.DataSource, in *sdk.UpdateDataSourceInput) (hub.Athena, error) {
	if err := assetName("data source", aws.ToString(in.Name)); err != nil {
		return d.Athena, err
	}
	if err := connection(in.Credentials, in.VpcConnectionProperties, in.SslProperties); err != nil {
		return d.Athena, err
	}
	if in.DataSourceParameters == nil {
		return d.Athena, nil
	}
	athena, err := athenaOf(in.DataSourceParameters, d.Account)
	if err != nil || athena == d.Athena {
		return athena, err
	}
	return athena, a.pass(c, caller, d.ARN(), athena)
}
