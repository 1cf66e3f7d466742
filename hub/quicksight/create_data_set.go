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

// createDataSet keeps a data set on tables and queries of data sources that the caller may pass.
func (a *api) createDataSet() service.Operation {
	return service.Define("CreateDataSet", createDataSetChecks,
		func(c *service.Call, in *sdk.CreateDataSetInput) (*sdk.CreateDataSetOutput, error) {
			caller, err := hub.Resolve(c.Tx, c.Session)
			if err != nil {
				return nil, err
			}
			d, err := newDataSet(c, caller, in, "quicksight:CreateDataSet")
			if err == nil {
				err = a.keeps(d.ImportMode)
			}
			if err != nil {
				return nil, err
			}
			if d.Permissions, err = firstPermissions(c.Tx, caller, share.DataSets, in.Permissions); err != nil {
				return nil, err
			}
			if err := hub.CreateDataSet(c.Tx, d); err != nil {
				return nil, typed(err, types.ExceptionResourceTypeDataSet)
			}
			c.Resource(d.ARN(), "AWS::QuickSight::DataSet")
			out := &sdk.CreateDataSetOutput{Arn: aws.String(d.ARN()), DataSetId: aws.String(d.ID), Status: statusCreated}
			out.IngestionArn, out.IngestionId, err = a.read(c, d, types.IngestionRequestTypeInitialIngestion)
			return out, err
		})
}

// createDataSetChecks asks for the data set and for each data source that its tables name.
func createDataSetChecks(c *service.Call, in *sdk.CreateDataSetInput) ([]service.Check, error) {
	t := dataSetTarget(in.AwsAccountId, in.DataSetId)
	t.tags = in.Tags
	check, err := t.check(c, "CreateDataSet")
	if err != nil {
		return nil, err
	}
	return append([]service.Check{check}, passChecks(in.PhysicalTableMap)...), nil
}

// passChecks asks for each data source that tables name.
func passChecks(tables map[string]types.PhysicalTable) []service.Check {
	var checks []service.Check
	for _, table := range tables {
		var source *string
		switch t := table.(type) {
		case *types.PhysicalTableMemberRelationalTable:
			source = t.Value.DataSourceArn
		case *types.PhysicalTableMemberCustomSql:
			source = t.Value.DataSourceArn
		default:
			continue // such a table is refused by the operation
		}
		checks = append(checks, service.Check{Action: share.PassDataSource, Resource: aws.ToString(source)})
	}
	return checks
}

// newDataSet makes the record of a request that is whole and understood, on data sources that the caller may pass.
func newDataSet(c *service.Call, caller hub.Caller, in *sdk.CreateDataSetInput, action string) (hub.DataSet, error) {
	d := hub.DataSet{
		Account: c.Account(), Region: c.Session.Region, ID: aws.ToString(in.DataSetId), Name: aws.ToString(in.Name),
		ImportMode: in.ImportMode, Created: c.Now, Updated: c.Now, Author: caller.Person(),
	}
	if err := share.Author(caller, action, d.ARN()); err != nil {
		return d, err
	}
	if caller.User == nil {
		// Without a user nothing can be passed to the caller: say so whatever the data source.
		return d, fault.New(fault.AccessDenied, "%s is not registered as a user here, so no data source is shared with it. Ask an administrator to register it (RegisterUser).",
			c.Session.Principal.ARN)
	}
	if err := assetID("data set", d.ID); err != nil {
		return d, err
	}
	if err := assetName("data set", d.Name); err != nil {
		return d, err
	}
	if err := understood(in); err != nil {
		return d, err
	}
	var err error
	if d.Tags, err = tagMap(in.Tags); err != nil {
		return d, err
	}
	if d.Tables, err = tablesOf(in.PhysicalTableMap); err != nil {
		return d, err
	}
	if d.Root, err = rootOf(d, in.LogicalTableMap); err != nil {
		return d, err
	}
	if err := passable(c, caller, d); err != nil {
		return d, err
	}
	d.Document, err = documentOf(in)
	return d, err
}

// passable holds every data source of a data set to being the caller's to pass, and to work.
func passable(c *service.Call, caller hub.Caller, d hub.DataSet) error {
	for _, arn := range d.Sources() {
		source, err := share.DataSourceByARN(c.Tx, caller, arn, share.PassDataSource)
		if err != nil {
			return err
		}
		if !source.Ready() {
			return invalid("Data source %s is in status %s; a data set needs one that was created or updated successfully.", source.ID, source.Status)
		}
	}
	return nil
}
