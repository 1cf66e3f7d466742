package quicksight

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/quicksight"
	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"

	"interlaken/hub"
	"interlaken/hub/share"
	"interlaken/service"
)

// updateDataSet gives a data set another definition, whole: what is left out is gone. It is held to all that a new data
// set is held to, also for the data sources that it was on before.
func (a *api) updateDataSet() service.Operation {
	return service.Define("UpdateDataSet", func(c *service.Call, in *sdk.UpdateDataSetInput) ([]service.Check, error) {
		return dataSetTarget(in.AwsAccountId, in.DataSetId).checks(c, "UpdateDataSet", in.PhysicalTableMap)
	}, func(c *service.Call, in *sdk.UpdateDataSetInput) (*sdk.UpdateDataSetOutput, error) {
		caller, err := hub.Resolve(c.Tx, c.Session)
		if err != nil {
			return nil, err
		}
		d, err := share.DataSet(c.Tx, caller, aws.ToString(in.DataSetId), share.UpdateDataSet)
		if err != nil {
			return nil, err
		}
		next, err := newDataSet(c, caller, asNew(in), share.UpdateDataSet)
		if err == nil {
			err = a.keeps(next.ImportMode)
		}
		if err != nil {
			return nil, err
		}
		if next.ImportMode != d.ImportMode {
			if err := a.forget(c, d); err != nil {
				return nil, err
			}
		}
		if err := hub.RedefineDataSet(c.Tx, next); err != nil {
			return nil, err
		}
		if err := reshape(c.Tx, next); err != nil {
			return nil, err
		}
		c.Resource(d.ARN(), "AWS::QuickSight::DataSet")
		out := &sdk.UpdateDataSetOutput{Arn: aws.String(d.ARN()), DataSetId: aws.String(d.ID), Status: statusOK}
		out.IngestionArn, out.IngestionId, err = a.read(c, next, types.IngestionRequestTypeEdit)
		return out, err
	})
}

// asNew is the request that would make the data set anew.
func asNew(in *sdk.UpdateDataSetInput) *sdk.CreateDataSetInput {
	return &sdk.CreateDataSetInput{
		AwsAccountId: in.AwsAccountId, DataSetId: in.DataSetId, Name: in.Name, ImportMode: in.ImportMode, PhysicalTableMap: in.PhysicalTableMap,
		LogicalTableMap: in.LogicalTableMap, ColumnGroups: in.ColumnGroups, FieldFolders: in.FieldFolders,
		DataSetUsageConfiguration: in.DataSetUsageConfiguration, PerformanceConfiguration: in.PerformanceConfiguration,
		ColumnLevelPermissionRules: in.ColumnLevelPermissionRules, RowLevelPermissionDataSet: in.RowLevelPermissionDataSet,
		RowLevelPermissionTagConfiguration: in.RowLevelPermissionTagConfiguration, DataPrepConfiguration: in.DataPrepConfiguration,
		DatasetParameters: in.DatasetParameters, SemanticModelConfiguration: in.SemanticModelConfiguration,
	}
}
