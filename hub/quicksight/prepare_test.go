package quicksight_test

import (
	"fmt"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/quicksight"
	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"

	"interlaken/fault"
	"interlaken/hub"
	"interlaken/hub/share"
	"interlaken/store"
	wire "interlaken/wire/quicksight"
)

// prepared is a data set whose steps end with this one, after a join of the tables t and u, which have the columns state, n
// and open each.
func prepared(id, last string) *sdk.CreateDataSetInput {
	in := newSet(id, relational(sourceARN("d")))
	in.PhysicalTableMap["u"] = relational(sourceARN("d"))
	in.DataPrepConfiguration = &types.DataPrepConfiguration{}
	text := fmt.Sprintf(`{"SourceTableMap": {"st": {"PhysicalTableId": "t"}, "su": {"PhysicalTableId": "u"}},
		"TransformStepMap": {
			"left": {"ImportTableStep": {"Alias": "complaints", "Source": {"SourceTableId": "st"}}},
			"right": {"ImportTableStep": {"Alias": "owners", "Source": {"SourceTableId": "su"}}},
			"join": {"JoinStep": {"Alias": "both", "Type": "LEFT", "OnClause": "{state} = {state}", "LeftOperand": {"TransformOperationId": "left"},
				"RightOperand": {"TransformOperationId": "right"}, "RightOperandProperties": {"OutputColumnNameOverrides": [{"SourceColumnName": "n", "OutputColumnName": "owners"}]}}},
			"last": %s},
		"DestinationTableMap": {"all": {"Alias": "all", "Source": {"TransformOperationId": "last"}}}}`, last)
	if err := wire.Service.Unmarshal([]byte(text), in.DataPrepConfiguration); err != nil {
		panic(err)
	}
	in.SemanticModelConfiguration = &types.SemanticModelConfiguration{TableMap: map[string]types.SemanticTable{
		"m": {Alias: aws.String("all"), DestinationTableId: aws.String("all")},
	}}
	return in
}

// TestDataPreparation: steps become the relation that logical tables with the same transforms are.
func TestDataPreparation(t *testing.T) {
	k := newKit(t)
	k.make("d")
	const source = `"Alias": "x", "Source": {"TransformOperationId": "join"}`
	for i, c := range []struct{ last, output string }{
		{`{"ProjectStep": {` + source + `, "ProjectedColumns": ["owners", "state"]}}`, "owners INTEGER, state STRING"},
		{
			`{"RenameColumnsStep": {` + source + `, "RenameColumnOperations": [{"ColumnName": "n", "NewColumnName": "owners"}, {"ColumnName": "owners", "NewColumnName": "n"}]}}`,
			"state STRING, owners INTEGER, open INTEGER, state[owners] STRING, n INTEGER, open[owners] INTEGER",
		},
		{`{"CastColumnTypesStep": {` + source + `, "CastColumnTypeOperations": [{"ColumnName": "n", "NewColumnType": "STRING"}]}}`, "state STRING, n STRING, open INTEGER, state[owners] STRING, owners INTEGER, open[owners] INTEGER"},
		{`{"CreateColumnsStep": {` + source + `, "Columns": [{"ColumnId": "c", "ColumnName": "share", "Expression": "n / 2"}]}}`, "state STRING, n INTEGER, open INTEGER, state[owners] STRING, owners INTEGER, open[owners] INTEGER, share DECIMAL"},
		{`{"FiltersStep": {` + source + `, "FilterOperations": [{"ConditionExpression": "n > 1"},
			{"StringFilterCondition": {"ColumnName": "state", "ListFilterCondition": {"Operator": "INCLUDE", "Values": {"StaticValues": ["O'Brien", "CA"]}}}},
			{"NumericFilterCondition": {"ColumnName": "owners", "RangeFilterCondition": {"RangeMinimum": {"StaticValue": 1.5}, "IncludeMinimum": true}}}]}}`, "state STRING, n INTEGER, open INTEGER, state[owners] STRING, owners INTEGER, open[owners] INTEGER"},
	} {
		in := prepared(fmt.Sprint("p", i), c.last)
		must[sdk.CreateDataSetOutput](k, k.ann, "CreateDataSet", in)
		shown := k.describeSet(*in.DataSetId)
		if got := output(shown); got != c.output {
			t.Errorf("%s\ngives %s", c.last, got)
		}
		if len(shown.DataPrepConfiguration.TransformStepMap) != 4 || *shown.SemanticModelConfiguration.TableMap["m"].Alias != "all" {
			t.Errorf("it is shown as %+v", shown.DataPrepConfiguration)
		}
	}
	var filters []string
	k.View(func(r store.Reader) error {
		d, err := hub.GetDataSet(r, account, region, "p4")
		for _, f := range d.Root.Filters {
			filters = append(filters, f.Expression)
		}
		return err
	})
	if got := fmt.Sprint(filters); got != `[n > 1 in({state}, ['O\'Brien', 'CA']) {owners} >= 1.5]` {
		t.Errorf("the filters are %s", got)
	}
}

func TestDataPreparationRefusals(t *testing.T) {
	k := newKit(t)
	k.make("d")
	const invalid = share.InvalidParameterValue
	for last, want := range map[string]struct {
		code  fault.Code
		words string
	}{
		`{"AggregateStep": {"Alias": "x", "Source": {"TransformOperationId": "join"}, "Aggregations": []}}`: {fault.Unsupported, "TransformStepMap.last: The step AggregateStep is unsupported here"},
		`{"UnpivotStep": {"Alias": "x", "Source": {"TransformOperationId": "join"}, "ColumnsToUnpivot": [{"ColumnName": "n"}], "UnpivotedLabelColumnName": "l", "UnpivotedLabelColumnId": "l", "UnpivotedValueColumnName": "v", "UnpivotedValueColumnId": "v"}}`: {fault.Unsupported, "The step UnpivotStep is unsupported here"},
		`{"ProjectStep": {"Alias": "x", "Source": {"TransformOperationId": "join"}, "ProjectedColumns": ["none"]}}`:                                                                                                                                              {invalid, `TransformStepMap.last: There is no column "none".`},
		`{"ProjectStep": {"Alias": "x", "Source": {"TransformOperationId": "last"}, "ProjectedColumns": ["n"]}}`:                                                                                                                                                 {invalid, "The step last of TransformStepMap is used twice."},
		`{"ProjectStep": {"Alias": "x", "Source": {"TransformOperationId": "left"}, "ProjectedColumns": ["n"]}}`:                                                                                                                                                 {invalid, "The step join of TransformStepMap is used by none"},
		`{"ProjectStep": {"Alias": "x", "Source": {"TransformOperationId": "nowhere"}, "ProjectedColumns": ["n"]}}`:                                                                                                                                              {invalid, `There is no step "nowhere"`},
		`{"FiltersStep": {"Alias": "x", "Source": {"TransformOperationId": "join"}, "FilterOperations": [{}]}}`:                                                                                                                                                  {invalid, "A filter has a ConditionExpression or a condition on a column."},
		`{"RenameColumnsStep": {"Alias": "x", "Source": {"TransformOperationId": "join"}, "RenameColumnOperations": [{"ColumnName": "n", "NewColumnName": "open"}]}}`:                                                                                            {invalid, `There would be two columns "open".`},
	} {
		k.refusedFor(want.code, want.words, k.ann, "CreateDataSet", prepared("x", last))
	}
	both := prepared("x", `{"ProjectStep": {"Alias": "x", "Source": {"TransformOperationId": "join"}, "ProjectedColumns": ["n"]}}`)
	table := both.SemanticModelConfiguration.TableMap["m"]
	table.RowLevelPermissionConfiguration = &types.RowLevelPermissionConfiguration{RowLevelPermissionDataSet: &types.RowLevelPermissionDataSet{
		Arn: aws.String(setARN), PermissionPolicy: types.RowLevelPermissionPolicyGrantAccess,
	}}
	both.SemanticModelConfiguration.TableMap["m"] = table
	k.refusedFor(fault.Unsupported, "Row-level permissions", k.ann, "CreateDataSet", both)
}

// over is a data set on another one, under a name for its column n.
func over(id, parent string, transforms ...types.TransformOperation) *sdk.CreateDataSetInput {
	in := newSet(id, nil)
	in.PhysicalTableMap = map[string]types.PhysicalTable{}
	in.LogicalTableMap = map[string]types.LogicalTable{"l": {
		Alias: aws.String("parent"), Source: &types.LogicalTableSource{DataSetArn: aws.String("arn:aws:quicksight:us-east-1:111111111111:dataset/" + parent)}, DataTransforms: transforms,
	}}
	return in
}

func asUpdate(in *sdk.CreateDataSetInput) *sdk.UpdateDataSetInput {
	return &sdk.UpdateDataSetInput{
		AwsAccountId: in.AwsAccountId, DataSetId: in.DataSetId, Name: in.Name, ImportMode: in.ImportMode, PhysicalTableMap: in.PhysicalTableMap, LogicalTableMap: in.LogicalTableMap,
		DataSetUsageConfiguration: in.DataSetUsageConfiguration,
	}
}

func renamed(from, to string) types.TransformOperation {
	return &types.TransformOperationMemberRenameColumnOperation{Value: types.RenameColumnOperation{ColumnName: aws.String(from), NewColumnName: aws.String(to)}}
}

// TestChildDataSets: who may pass a data set makes others on it, without its data sources; they follow it, and what does
// not fit any more says so.
func TestChildDataSets(t *testing.T) {
	k := withSet(t)
	k.refusedFor(fault.NotFound, "dataset/s is not found", k.bob, "CreateDataSet", over("child", "s"))
	must[sdk.UpdateDataSetPermissionsOutput](k, k.ann, "UpdateDataSetPermissions", &sdk.UpdateDataSetPermissionsInput{
		AwsAccountId: aws.String(account), DataSetId: aws.String("s"),
		GrantPermissions: []types.ResourcePermission{{Principal: aws.String(userARN("bob")), Actions: share.Viewer(share.DataSets)}},
	})
	must[sdk.CreateDataSetOutput](k, k.bob, "CreateDataSet", over("child", "s", renamed("n", "count")))
	must[sdk.CreateDataSetOutput](k, k.bob, "CreateDataSet", over("grandchild", "child", renamed("count", "figure")))
	see := func(id string) (shown string, kept hub.DataSet) {
		k.View(func(r store.Reader) (err error) {
			kept, err = hub.GetDataSet(r, account, region, id)
			return err
		})
		return output(must[sdk.DescribeDataSetOutput](k, k.bob, "DescribeDataSet", &sdk.DescribeDataSetInput{AwsAccountId: aws.String(account), DataSetId: aws.String(id)}).DataSet), kept
	}
	shown, kept := see("grandchild")
	if shown != "state STRING, figure INTEGER, open INTEGER" || kept.Root.Table != "l/l/t" || kept.Tables[0].ID != "l/l/t" || kept.Sources()[0] != sourceARN("d") || kept.Usable() != nil {
		t.Errorf("the grandchild gives %s of %+v", shown, kept.Tables)
	}
	k.refusedFor(share.InvalidParameterValue, "would be on itself", k.ann, "UpdateDataSet", asUpdate(over("s", "s")))

	parent := newSet("s", relational(sourceARN("d")))
	parent.LogicalTableMap = map[string]types.LogicalTable{"l": {Alias: aws.String("l"), Source: &types.LogicalTableSource{PhysicalTableId: aws.String("t")}, DataTransforms: []types.TransformOperation{renamed("state", "region")}}}
	must[sdk.UpdateDataSetOutput](k, k.ann, "UpdateDataSet", asUpdate(parent))
	if shown, _ := see("grandchild"); shown != "region STRING, figure INTEGER, open INTEGER" {
		t.Errorf("after the update the grandchild gives %s", shown)
	}
	parent.LogicalTableMap["l"] = types.LogicalTable{Alias: aws.String("l"), Source: &types.LogicalTableSource{PhysicalTableId: aws.String("t")}, DataTransforms: []types.TransformOperation{renamed("n", "gone")}}
	must[sdk.UpdateDataSetOutput](k, k.ann, "UpdateDataSet", asUpdate(parent))
	for _, id := range []string{"child", "grandchild"} {
		if _, kept := see(id); !fault.Is(kept.Usable(), fault.Conflict) {
			t.Errorf("%s is usable: %q", id, kept.Broken)
		}
	}
	must[sdk.UpdateDataSetOutput](k, k.ann, "UpdateDataSet", asUpdate(newSet("s", relational(sourceARN("d")))))
	if _, kept := see("grandchild"); kept.Usable() != nil {
		t.Errorf("it fits again: %v", kept.Usable())
	}
	must[sdk.DeleteDataSetOutput](k, k.ann, "DeleteDataSet", &sdk.DeleteDataSetInput{AwsAccountId: aws.String(account), DataSetId: aws.String("s")})
	// Another data set of the id is nothing to them, whoever may pass it.
	must[sdk.CreateDataSetOutput](k, k.ann, "CreateDataSet", newSet("s", relational(sourceARN("d"))))
	must[sdk.UpdateDataSetOutput](k, k.ann, "UpdateDataSet", asUpdate(newSet("s", relational(sourceARN("d")))))
	for _, id := range []string{"child", "grandchild"} {
		if _, kept := see(id); !fault.Is(kept.Usable(), fault.Conflict) {
			t.Errorf("without its parent %s is usable", id)
		}
	}
}

// TestParentsDecide: a data set may refuse to have others made on it.
func TestParentsDecide(t *testing.T) {
	k := newKit(t)
	k.make("d")
	in := newSet("s", relational(sourceARN("d")))
	in.DataSetUsageConfiguration = &types.DataSetUsageConfiguration{DisableUseAsDirectQuerySource: true}
	must[sdk.CreateDataSetOutput](k, k.ann, "CreateDataSet", in)
	k.refusedFor(share.InvalidParameterValue, "does not let data sets of ImportMode DIRECT_QUERY be made on it", k.ann, "CreateDataSet", over("child", "s"))
}

// TestOrganizedColumns: folders and groups of fields name columns that there are.
func TestOrganizedColumns(t *testing.T) {
	k := newKit(t)
	k.make("d")
	in := newSet("s", relational(sourceARN("d")))
	in.FieldFolders = map[string]types.FieldFolder{"where": {Columns: []string{"state"}}, "where/more": {Columns: []string{"n"}}}
	in.ColumnGroups = []types.ColumnGroup{{GeoSpatialColumnGroup: &types.GeoSpatialColumnGroup{Name: aws.String("place"), Columns: []string{"state"}}}}
	must[sdk.CreateDataSetOutput](k, k.ann, "CreateDataSet", in)
	if shown := k.describeSet("s"); len(shown.FieldFolders) != 2 || *shown.ColumnGroups[0].GeoSpatialColumnGroup.Name != "place" {
		t.Errorf("shown: %+v", shown)
	}
	in.DataSetId = aws.String("x")
	in.FieldFolders["other"] = types.FieldFolder{Columns: []string{"state"}}
	k.refusedFor(share.InvalidParameterValue, `the column "state" is in the folders "other" and "where"`, k.ann, "CreateDataSet", in)
	in.FieldFolders = map[string]types.FieldFolder{"a": {Columns: []string{"none"}}}
	k.refusedFor(share.InvalidParameterValue, `the column "none", which the data set has not`, k.ann, "CreateDataSet", in)
}
