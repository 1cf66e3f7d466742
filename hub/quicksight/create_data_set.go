package quicksight

import (
	"maps"
	"slices"

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
			if err := intoFolders(c, caller, in.FolderArns, d.ARN()); err != nil {
				return nil, err
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
	return t.checks(c, "CreateDataSet", in.PhysicalTableMap)
}

// checks asks for a data set and for each data source that tables name.
func (t target) checks(c *service.Call, operation string, tables map[string]types.PhysicalTable) ([]service.Check, error) {
	first, err := t.check(c, operation)
	if err != nil {
		return nil, err
	}
	checks := []service.Check{first}
	for _, id := range slices.Sorted(maps.Keys(tables)) {
		source := sourceOf(tables[id])
		if source == nil {
			continue // such a table is refused by the operation
		}
		check, err := onResource(c, share.PassDataSource, *source)
		if err != nil {
			return nil, err
		}
		checks = append(checks, check)
	}
	return checks, nil
}

// sourceOf is the data source of a table; nil for a table that is not understood.
func sourceOf(table types.PhysicalTable) *string {
	switch t := table.(type) {
	case *types.PhysicalTableMemberRelationalTable:
		return t.Value.DataSourceArn
	case *types.PhysicalTableMemberCustomSql:
		return t.Value.DataSourceArn
	}
	return nil
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
	if err := shape(&d, given(in), passedParents(c, caller, d.ImportMode)); err != nil {
		return d, err
	}
	if err := acyclic(c.Tx, &d); err != nil {
		return d, err
	}
	if err := passable(c, caller, d); err != nil {
		return d, err
	}
	d.Document, err = documentOf(in)
	return d, err
}

// passable holds every data source of a data set's own tables to being the caller's to pass, and to work.
func passable(c *service.Call, caller hub.Caller, d hub.DataSet) error {
	for _, arn := range d.OwnSources() {
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
