package quicksight_test

import (
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/quicksight"
	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"

	"interlaken/fault"
	"interlaken/hub"
	"interlaken/hub/share"
	"interlaken/store"
)

func relational(source string) types.PhysicalTable {
	return &types.PhysicalTableMemberRelationalTable{Value: types.RelationalTable{
		DataSourceArn: aws.String(source), Catalog: aws.String("AwsDataCatalog"), Schema: aws.String("bank"), Name: aws.String("complaints"),
		InputColumns: []types.InputColumn{
			{Name: aws.String("state"), Type: types.InputColumnDataTypeString},
			{Name: aws.String("n"), Type: types.InputColumnDataTypeInteger},
			{Name: aws.String("open"), Type: types.InputColumnDataTypeBoolean},
		},
	}}
}

func customSQL(source, text string) types.PhysicalTable {
	return &types.PhysicalTableMemberCustomSql{Value: types.CustomSql{
		DataSourceArn: aws.String(source), Name: aws.String("q"), SqlQuery: aws.String(text),
		Columns: []types.InputColumn{{Name: aws.String("n"), Type: types.InputColumnDataTypeDecimal, SubType: types.ColumnDataSubTypeFixed}},
	}}
}

func newSet(id string, table types.PhysicalTable) *sdk.CreateDataSetInput {
	return &sdk.CreateDataSetInput{
		AwsAccountId: aws.String(account), DataSetId: aws.String(id), Name: aws.String("Set " + id),
		ImportMode: types.DataSetImportModeDirectQuery, PhysicalTableMap: map[string]types.PhysicalTable{"t": table},
	}
}

func (k *kit) describeSet(id string) *types.DataSet {
	k.t.Helper()
	return must[sdk.DescribeDataSetOutput](k, k.ann, "DescribeDataSet", &sdk.DescribeDataSetInput{AwsAccountId: aws.String(account), DataSetId: aws.String(id)}).DataSet
}

func TestDataSet(t *testing.T) {
	k := newKit(t)
	k.make("d")
	in := newSet("s", relational(sourceARN("d")))
	in.LogicalTableMap = map[string]types.LogicalTable{"l": {Alias: aws.String("complaints"), Source: &types.LogicalTableSource{PhysicalTableId: aws.String("t")}}}
	out := must[sdk.CreateDataSetOutput](k, k.ann, "CreateDataSet", in)
	if *out.Arn != "arn:aws:quicksight:us-east-1:111111111111:dataset/s" || out.Status != 201 || out.IngestionArn != nil {
		t.Errorf("the answer is %+v", out)
	}
	shown := k.describeSet("s")
	table := shown.PhysicalTableMap["t"].(*types.PhysicalTableMemberRelationalTable).Value
	if *table.Schema != "bank" || *table.Name != "complaints" || len(table.InputColumns) != 3 || *shown.LogicalTableMap["l"].Alias != "complaints" {
		t.Errorf("shown as %+v", table)
	}
	var columns []string
	for _, c := range shown.OutputColumns {
		columns = append(columns, *c.Name+" "+string(c.Type))
	}
	if got := strings.Join(columns, ", "); got != "state STRING, n INTEGER, open INTEGER" {
		t.Errorf("the columns are %s", got)
	}
	k.View(func(r store.Reader) error {
		d, err := hub.GetDataSet(r, account, region, "s")
		if err != nil || len(d.Tables) != 1 || d.Tables[0].DataSourceARN != sourceARN("d") || d.Tables[0].Table != "complaints" || d.Root.Table != "t" || d.Author.Name != "ann" {
			t.Errorf("kept as %+v, %v", d, err)
		}
		return nil
	})
	k.refusedFor(fault.AlreadyExists, "Data set s already exists", k.ann, "CreateDataSet", in)
	list := must[sdk.ListDataSetsOutput](k, k.ann, "ListDataSets", &sdk.ListDataSetsInput{AwsAccountId: aws.String(account)}).DataSetSummaries
	if len(list) != 1 || *list[0].DataSetId != "s" || list[0].ImportMode != types.DataSetImportModeDirectQuery {
		t.Errorf("listed: %+v", list)
	}
	permissions := must[sdk.DescribeDataSetPermissionsOutput](k, k.ann, "DescribeDataSetPermissions", &sdk.DescribeDataSetPermissionsInput{
		AwsAccountId: aws.String(account), DataSetId: aws.String("s"),
	}).Permissions
	if len(permissions) != 1 || len(permissions[0].Actions) != 18 {
		t.Errorf("the permissions are %+v", permissions)
	}
	see := &sdk.DescribeDataSetInput{AwsAccountId: aws.String(account), DataSetId: aws.String("s")}
	k.refused(fault.NotFound, k.bob, "DescribeDataSet", see)
	must[sdk.UpdateDataSetPermissionsOutput](k, k.ann, "UpdateDataSetPermissions", &sdk.UpdateDataSetPermissionsInput{
		AwsAccountId: aws.String(account), DataSetId: aws.String("s"),
		GrantPermissions: []types.ResourcePermission{{Principal: aws.String(userARN("bob")), Actions: share.Viewer(share.DataSets)}},
	})
	must[sdk.DescribeDataSetOutput](k, k.bob, "DescribeDataSet", see)
	remove := &sdk.DeleteDataSetInput{AwsAccountId: aws.String(account), DataSetId: aws.String("s")}
	k.refused(fault.AccessDenied, k.bob, "DeleteDataSet", remove)
	must[sdk.DeleteDataSetOutput](k, k.ann, "DeleteDataSet", remove)
	k.refused(fault.NotFound, k.ann, "DescribeDataSet", see)
}

func TestDataSetOnCustomSQL(t *testing.T) {
	k := newKit(t)
	k.make("d")
	const text = "SELECT count(*) * 1.5 AS n FROM bank.complaints"
	must[sdk.CreateDataSetOutput](k, k.ann, "CreateDataSet", newSet("s", customSQL(sourceARN("d"), text)))
	shown := k.describeSet("s")
	c := shown.PhysicalTableMap["t"].(*types.PhysicalTableMemberCustomSql).Value
	if *c.SqlQuery != text || len(shown.OutputColumns) != 1 || shown.OutputColumns[0].SubType != types.ColumnDataSubTypeFixed {
		t.Errorf("shown as %+v, %+v", c, shown.OutputColumns)
	}
	// SECURITY S8, with the place.
	for statement, words := range map[string]string{
		"DROP TABLE t":                          "line 1:1",
		"SELECT 1; SELECT 2":                    "line 1:11",
		"UNLOAD (SELECT 1) TO 's3://b/'":        "line 1:1",
		"SELECT\n* FROM":                        "line 2:7",
		"SELECT * FROM other.bank.t":            "line 1:15: Catalog 'other' is not allowed",
		"SELECT <<$p>>":                         "line 1:8",
		"CREATE TABLE x AS SELECT 1":            "line 1:1",
		"EXECUTE p":                             "line 1:1",
		"SELECT * FROM TABLE(system.q(a => 1))": "Function 'system.q'",
	} {
		k.refusedFor(share.InvalidParameterValue, words, k.ann, "CreateDataSet", newSet("x", customSQL(sourceARN("d"), statement)))
	}
}

func TestCreateDataSetRefusals(t *testing.T) {
	k := newKit(t)
	k.make("d")
	const invalid = share.InvalidParameterValue
	for name, c := range map[string]struct {
		code   fault.Code
		words  string
		change func(*sdk.CreateDataSetInput)
	}{
		"SPICE": {fault.Unsupported, "ImportMode SPICE", func(in *sdk.CreateDataSetInput) { in.ImportMode = types.DataSetImportModeSpice }},
		"mode":  {fault.Validation, "'OTHER' at 'importMode' failed to satisfy constraint: Member must satisfy enum value set: [SPICE, DIRECT_QUERY]", func(in *sdk.CreateDataSetInput) { in.ImportMode = "OTHER" }},
		"row rules": {fault.Unsupported, "Row-level", func(in *sdk.CreateDataSetInput) {
			in.RowLevelPermissionDataSet = &types.RowLevelPermissionDataSet{
				Arn: aws.String("arn:aws:quicksight:us-east-1:111111111111:dataset/r"), PermissionPolicy: types.RowLevelPermissionPolicyGrantAccess,
			}
		}},
		"tag rules": {fault.Unsupported, "by tags", func(in *sdk.CreateDataSetInput) {
			in.RowLevelPermissionTagConfiguration = &types.RowLevelPermissionTagConfiguration{
				TagRules: []types.RowLevelPermissionTagRule{{ColumnName: aws.String("state"), TagKey: aws.String("k")}},
			}
		}},
		"column rules": {fault.Unsupported, "Column-level", func(in *sdk.CreateDataSetInput) {
			in.ColumnLevelPermissionRules = []types.ColumnLevelPermissionRule{{}}
		}},
		"parameters": {fault.Unsupported, "parameters", func(in *sdk.CreateDataSetInput) { in.DatasetParameters = []types.DatasetParameter{{}} }},
		"rules":      {fault.Unsupported, "UseAs", func(in *sdk.CreateDataSetInput) { in.UseAs = types.DataSetUseAsRlsRules }},
		"two tables": {share.InvalidParameterValue, "2 physical tables and no LogicalTableMap", func(in *sdk.CreateDataSetInput) { in.PhysicalTableMap["u"] = relational(sourceARN("d")) }},
		"no table":   {share.InvalidParameterValue, "at least one table", func(in *sdk.CreateDataSetInput) { in.PhysicalTableMap = map[string]types.PhysicalTable{} }},
		"no tables":  {fault.Validation, "Value null at 'physicalTableMap' failed", func(in *sdk.CreateDataSetInput) { in.PhysicalTableMap = nil }},
		"S3": {fault.Unsupported, "neither a RelationalTable nor a CustomSql", func(in *sdk.CreateDataSetInput) {
			in.PhysicalTableMap["t"] = &types.PhysicalTableMemberS3Source{Value: types.S3Source{
				DataSourceArn: aws.String(sourceARN("d")), InputColumns: []types.InputColumn{{Name: aws.String("n"), Type: types.InputColumnDataTypeString}},
			}}
		}},
		"aggregated column": {fault.Unsupported, "DataTransforms[0]: Columns[0], the calculated column \"total\": A column of a data set that is aggregated", func(in *sdk.CreateDataSetInput) {
			in.LogicalTableMap = map[string]types.LogicalTable{"l": {
				Alias: aws.String("complaints"), Source: &types.LogicalTableSource{PhysicalTableId: aws.String("t")},
				DataTransforms: []types.TransformOperation{&types.TransformOperationMemberCreateColumnsOperation{
					Value: types.CreateColumnsOperation{Columns: []types.CalculatedColumn{{ColumnId: aws.String("t"), ColumnName: aws.String("total"), Expression: aws.String("count({n})")}}},
				}},
			}}
		}},
		"catalog": {invalid, "Catalog", func(in *sdk.CreateDataSetInput) {
			in.PhysicalTableMap["t"].(*types.PhysicalTableMemberRelationalTable).Value.Catalog = aws.String("other")
		}},
		"column twice": {invalid, "given twice", func(in *sdk.CreateDataSetInput) {
			in.PhysicalTableMap["t"].(*types.PhysicalTableMemberRelationalTable).Value.InputColumns[1].Name = aws.String("state")
		}},
		"column type": {fault.Validation, "'FLOAT' at 'physicalTableMap.t.member.relationalTable.inputColumns.2.member.type' failed to satisfy constraint: Member must satisfy enum value set: [STRING,", func(in *sdk.CreateDataSetInput) {
			in.PhysicalTableMap["t"].(*types.PhysicalTableMemberRelationalTable).Value.InputColumns[1].Type = "FLOAT"
		}},
		"no columns": {invalid, "at least one column", func(in *sdk.CreateDataSetInput) {
			in.PhysicalTableMap["t"].(*types.PhysicalTableMemberRelationalTable).Value.InputColumns = []types.InputColumn{}
		}},
		"no name": {fault.Validation, "at 'physicalTableMap.t.member.relationalTable.name' failed to satisfy constraint: Member must have length greater than or equal to 1", func(in *sdk.CreateDataSetInput) {
			in.PhysicalTableMap["t"].(*types.PhysicalTableMemberRelationalTable).Value.Name = aws.String("")
		}},
		"column's name": {fault.Validation, "inputColumns.2.member.name' failed to satisfy constraint: Member must have length greater than or equal to 1", func(in *sdk.CreateDataSetInput) {
			in.PhysicalTableMap["t"].(*types.PhysicalTableMemberRelationalTable).Value.InputColumns[1].Name = aws.String("")
		}},
		"id":     {invalid, "is not valid", func(in *sdk.CreateDataSetInput) { in.DataSetId = aws.String("a/b") }},
		"source": {fault.NotFound, "is not found, or it is not shared", func(in *sdk.CreateDataSetInput) { in.PhysicalTableMap["t"] = relational(sourceARN("e")) }},
		"account": {fault.NotFound, "is not found, or it is not shared", func(in *sdk.CreateDataSetInput) {
			in.PhysicalTableMap["t"] = relational(strings.Replace(sourceARN("d"), "1111", "2222", 1))
		}},
	} {
		t.Run(name, func(t *testing.T) {
			in := newSet("s", relational(sourceARN("d")))
			c.change(in)
			k.t = t
			k.refusedFor(c.code, c.words, k.ann, "CreateDataSet", in)
		})
	}
}

func TestDataSetNeedsASourceThatWorks(t *testing.T) {
	k := newKit(t)
	k.probes.set(&hub.ProbeFailure{Type: types.DataSourceErrorInfoTypeAccessDenied, Message: "no"}, nil)
	k.make("d")
	k.refusedFor(share.InvalidParameterValue, "is in status CREATION_FAILED", k.ann, "CreateDataSet", newSet("s", relational(sourceARN("d"))))
}

// The walkthrough's second author: refused before the share step, let in by it, refused again after it is taken back.
func TestSecondAuthorNeedsPassDataSource(t *testing.T) {
	k := newKit(t)
	k.make("d")
	in := newSet("s", relational(sourceARN("d")))
	unshared := k.refused(fault.NotFound, k.bob, "CreateDataSet", in)
	unknown := k.refused(fault.NotFound, k.bob, "CreateDataSet", newSet("s", relational(sourceARN("e"))))
	if strings.Replace(unshared, "datasource/d", "datasource/e", 1) != unknown {
		t.Errorf("%q and %q", unshared, unknown)
	}
	viewer := share.Viewer(share.DataSources)
	k.shareWith("d", userARN("bob"), true, viewer...)
	must[sdk.CreateDataSetOutput](k, k.bob, "CreateDataSet", in)
	k.shareWith("d", userARN("bob"), false, viewer...)
	k.refused(fault.NotFound, k.bob, "CreateDataSet", newSet("s2", relational(sourceARN("d"))))
	k.refusedFor(fault.AccessDenied, "is not registered", k.admin, "CreateDataSet", newSet("s3", relational(sourceARN("d"))))
}

// IAM has to allow PassDataSource on the data source, whatever is shared.
func TestCreateDataSetAsksIAMForTheDataSource(t *testing.T) {
	k := newKit(t)
	k.make("d")
	carl := k.User(account, "carl", `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"quicksight:*","Resource":"*"},
		{"Effect":"Deny","Action":"quicksight:PassDataSource","Resource":"`+sourceARN("d")+`"}]}`)
	k.register(carl, types.UserRoleAuthor)
	k.shareWith("d", userARN("carl"), true, share.Owner(share.DataSources)...)
	k.refusedFor(fault.AccessDenied, "quicksight:PassDataSource on resource: "+sourceARN("d"), carl, "CreateDataSet", newSet("s", relational(sourceARN("d"))))
}
