package quicksight_test

import (
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/quicksight"
	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"

	"interlaken/fault"
	"interlaken/hub"
	"interlaken/hub/share"
	"interlaken/store"
)

// anew is the request that gives a data set the definition of another.
func anew(id string, table types.PhysicalTable) *sdk.UpdateDataSetInput {
	return &sdk.UpdateDataSetInput{
		AwsAccountId: aws.String(account), DataSetId: aws.String(id), Name: aws.String("Another name"),
		ImportMode: types.DataSetImportModeDirectQuery, PhysicalTableMap: map[string]types.PhysicalTable{"t": table},
	}
}

// TestUpdateDataSet: the definition is replaced whole, output columns are those of the new one, and all else stays.
func TestUpdateDataSet(t *testing.T) {
	k := newKit(t)
	k.make("d")
	first := newSet("s", relational(sourceARN("d")))
	first.Tags = []types.Tag{{Key: aws.String("team"), Value: aws.String("risk")}}
	first.LogicalTableMap = map[string]types.LogicalTable{"l": {Alias: aws.String("complaints"), Source: &types.LogicalTableSource{PhysicalTableId: aws.String("t")}}}
	must[sdk.CreateDataSetOutput](k, k.ann, "CreateDataSet", first)
	k.Clock.Advance(time.Hour)
	out := must[sdk.UpdateDataSetOutput](k, k.ann, "UpdateDataSet", anew("s", customSQL(sourceARN("d"), "SELECT 1 AS n")))
	if *out.Arn != "arn:aws:quicksight:us-east-1:111111111111:dataset/s" || *out.DataSetId != "s" || out.Status != 200 || out.IngestionArn != nil {
		t.Errorf("the answer is %+v", out)
	}
	shown := k.describeSet("s")
	if *shown.Name != "Another name" || len(shown.LogicalTableMap) != 0 || len(shown.OutputColumns) != 1 || *shown.OutputColumns[0].Name != "n" ||
		shown.OutputColumns[0].Type != types.ColumnDataTypeDecimal || !shown.LastUpdatedTime.Equal(shown.CreatedTime.Add(time.Hour)) {
		t.Errorf("shown as %+v", shown)
	}
	k.View(func(r store.Reader) error {
		d, err := hub.GetDataSet(r, account, region, "s")
		if err != nil || d.Author.Name != "ann" || d.Tags["team"] != "risk" || len(d.Permissions[userARN("ann")]) != 18 || d.Tables[0].SQL != "SELECT 1 AS n" {
			t.Errorf("kept as %+v, %v", d, err)
		}
		return nil
	})
}

// TestUpdateDataSetRefusals: what a new data set is refused for, this is refused for too, and nothing changes.
func TestUpdateDataSetRefusals(t *testing.T) {
	k := newKit(t)
	k.make("d")
	must[sdk.CreateDataSetOutput](k, k.ann, "CreateDataSet", newSet("s", relational(sourceARN("d"))))
	before := k.kept()
	for _, c := range []struct {
		what   string
		code   fault.Code
		words  string
		change func(*sdk.UpdateDataSetInput)
	}{
		{"SPICE", fault.Unsupported, "ImportMode SPICE", func(in *sdk.UpdateDataSetInput) { in.ImportMode = types.DataSetImportModeSpice }},
		{"row rules", fault.Unsupported, "Row-level", func(in *sdk.UpdateDataSetInput) {
			in.RowLevelPermissionDataSet = &types.RowLevelPermissionDataSet{
				Arn: aws.String("arn:aws:quicksight:us-east-1:111111111111:dataset/r"), PermissionPolicy: types.RowLevelPermissionPolicyGrantAccess,
			}
		}},
		{"two tables", share.InvalidParameterValue, "2 physical tables", func(in *sdk.UpdateDataSetInput) { in.PhysicalTableMap["u"] = relational(sourceARN("d")) }},
		{"another statement", share.InvalidParameterValue, "line 1:1", func(in *sdk.UpdateDataSetInput) { in.PhysicalTableMap["t"] = customSQL(sourceARN("d"), "DROP TABLE t") }},
		{"another's data source", fault.NotFound, "is not found, or it is not shared", func(in *sdk.UpdateDataSetInput) { in.PhysicalTableMap["t"] = relational(sourceARN("e")) }},
		{"an unknown data set", fault.NotFound, "dataset/none is not found, or it is not shared", func(in *sdk.UpdateDataSetInput) { in.DataSetId = aws.String("none") }},
		{"no name", fault.Validation, "'name' failed", func(in *sdk.UpdateDataSetInput) { in.Name = aws.String("") }},
	} {
		in := anew("s", relational(sourceARN("d")))
		c.change(in)
		if sentence := k.refused(c.code, k.ann, "UpdateDataSet", in); !strings.Contains(sentence, c.words) {
			t.Errorf("%s: %q", c.what, sentence)
		}
	}
	if now := k.kept(); now != before {
		t.Errorf("kept is\n%s\nnot\n%s", now, before)
	}
}

// TestUpdateDataSetNeedsBothPermissions: the data set has to be the caller's to change, and each data source to pass, the
// one that it is on already too.
func TestUpdateDataSetNeedsBothPermissions(t *testing.T) {
	k := newKit(t)
	k.make("d")
	must[sdk.CreateDataSetOutput](k, k.ann, "CreateDataSet", newSet("s", relational(sourceARN("d"))))
	in := anew("s", relational(sourceARN("d")))
	k.refusedFor(fault.NotFound, "dataset/s is not found, or it is not shared", k.bob, "UpdateDataSet", in)
	grant := func(actions []string) {
		must[sdk.UpdateDataSetPermissionsOutput](k, k.ann, "UpdateDataSetPermissions", &sdk.UpdateDataSetPermissionsInput{
			AwsAccountId: aws.String(account), DataSetId: aws.String("s"), GrantPermissions: []types.ResourcePermission{{Principal: aws.String(userARN("bob")), Actions: actions}},
		})
	}
	grant(share.Viewer(share.DataSets))
	k.refusedFor(fault.AccessDenied, "no permission on it allows the quicksight:UpdateDataSet action", k.bob, "UpdateDataSet", in)
	grant(share.Owner(share.DataSets))
	k.refusedFor(fault.NotFound, "datasource/d is not found, or it is not shared", k.bob, "UpdateDataSet", in)
	k.shareWith("d", userARN("bob"), true, share.Viewer(share.DataSources)...)
	must[sdk.UpdateDataSetOutput](k, k.bob, "UpdateDataSet", in)

	dan := k.User(account, "dan", `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"quicksight:*","Resource":"*"},
		{"Effect":"Deny","Action":"quicksight:PassDataSource","Resource":"`+sourceARN("d")+`"}]}`)
	k.refusedFor(fault.AccessDenied, "quicksight:PassDataSource on resource: "+sourceARN("d"), dan, "UpdateDataSet", in)
	k.register(dan, types.UserRoleReader)
	k.refusedFor(fault.AccessDenied, "quicksight:PassDataSource", dan, "UpdateDataSet", in)
}
