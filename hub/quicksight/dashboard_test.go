package quicksight_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/quicksight"
	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"

	"interlaken/fault"
	"interlaken/hub/share"
	wire "interlaken/wire/quicksight"
)

const dashboardARN = "arn:aws:quicksight:us-east-1:111111111111:dashboard/board"

// barOver is a definition of one bar chart over a column of the data set s.
func barOver(column string) *types.DashboardVersionDefinition {
	text := fmt.Sprintf(`{
		"DataSetIdentifierDeclarations": [{"Identifier": "Set", "DataSetArn": "arn:aws:quicksight:us-east-1:111111111111:dataset/s"}],
		"Sheets": [{"SheetId": "one", "Name": "First", "Visuals": [{"BarChartVisual": {"VisualId": "bar", "ChartConfiguration": {"FieldWells":
			{"BarChartAggregatedFieldWells": {"Category": [{"CategoricalDimensionField": {"FieldId": "f", "Column": {"DataSetIdentifier": "Set", "ColumnName": %q}}}]}}}}}]}]
	}`, column)
	d := &types.DashboardVersionDefinition{}
	if err := wire.Service.Unmarshal([]byte(text), d); err != nil {
		panic(err)
	}
	return d
}

func newBoard(column string) *sdk.CreateDashboardInput {
	return &sdk.CreateDashboardInput{
		AwsAccountId: aws.String(account), DashboardId: aws.String("board"), Name: aws.String("The board"), Definition: barOver(column),
	}
}

// withSet is a kit in which ann has a data set s.
func withSet(t *testing.T) *kit {
	k := newKit(t)
	k.make("d")
	must[sdk.CreateDataSetOutput](k, k.ann, "CreateDataSet", newSet("s", relational(sourceARN("d"))))
	return k
}

func (k *kit) board(s ...string) *types.Dashboard {
	k.t.Helper()
	in := &sdk.DescribeDashboardInput{AwsAccountId: aws.String(account), DashboardId: aws.String("board")}
	if len(s) > 0 {
		in.AliasName = &s[0]
	}
	return must[sdk.DescribeDashboardOutput](k, k.ann, "DescribeDashboard", in).Dashboard
}

// TestDashboardVersions: the first version is published, later ones when their owner says so.
func TestDashboardVersions(t *testing.T) {
	k := withSet(t)
	out := must[sdk.CreateDashboardOutput](k, k.ann, "CreateDashboard", newBoard("state"))
	if *out.Arn != dashboardARN || *out.VersionArn != dashboardARN+"/version/1" || out.Status != 202 || out.CreationStatus != types.ResourceStatusCreationInProgress {
		t.Errorf("created: %+v", out)
	}
	first := k.board()
	if v := first.Version; *v.VersionNumber != 1 || v.Status != types.ResourceStatusCreationSuccessful || *v.Sheets[0].Name != "First" ||
		v.DataSetArns[0] != "arn:aws:quicksight:us-east-1:111111111111:dataset/s" || *first.Name != "The board" {
		t.Errorf("shown: %+v", first.Version)
	}
	update := &sdk.UpdateDashboardInput{
		AwsAccountId: aws.String(account), DashboardId: aws.String("board"), Name: aws.String("The new board"), Definition: barOver("n"), VersionDescription: aws.String("by number"),
	}
	if next := must[sdk.UpdateDashboardOutput](k, k.ann, "UpdateDashboard", update); *next.VersionArn != dashboardARN+"/version/2" {
		t.Errorf("updated: %+v", next)
	}
	if now := k.board(); *now.Version.VersionNumber != 1 || *now.Name != "The new board" {
		t.Errorf("readers see version %d of %s", *now.Version.VersionNumber, *now.Name)
	}
	if latest := k.board("$LATEST"); *latest.Version.VersionNumber != 2 || *latest.Version.Description != "by number" {
		t.Errorf("the latest is %+v", latest.Version)
	}
	number := int64(2)
	publish := &sdk.UpdateDashboardPublishedVersionInput{AwsAccountId: aws.String(account), DashboardId: aws.String("board"), VersionNumber: &number}
	if done := must[sdk.UpdateDashboardPublishedVersionOutput](k, k.ann, "UpdateDashboardPublishedVersion", publish); done.Status != 200 {
		t.Errorf("published: %+v", done)
	}
	if now := k.board("$PUBLISHED"); *now.Version.VersionNumber != 2 {
		t.Errorf("readers see version %d", *now.Version.VersionNumber)
	}
	definition := must[sdk.DescribeDashboardDefinitionOutput](k, k.ann, "DescribeDashboardDefinition", &sdk.DescribeDashboardDefinitionInput{
		AwsAccountId: aws.String(account), DashboardId: aws.String("board"),
	}).Definition
	bar := definition.Sheets[0].Visuals[0].BarChartVisual.ChartConfiguration.FieldWells.BarChartAggregatedFieldWells
	if *bar.Category[0].CategoricalDimensionField.Column.ColumnName != "n" {
		t.Errorf("the definition is %+v", bar)
	}
	versions := must[sdk.ListDashboardVersionsOutput](k, k.ann, "ListDashboardVersions", &sdk.ListDashboardVersionsInput{
		AwsAccountId: aws.String(account), DashboardId: aws.String("board"), MaxResults: aws.Int32(1),
	})
	if len(versions.DashboardVersionSummaryList) != 1 || *versions.DashboardVersionSummaryList[0].VersionNumber != 1 || versions.NextToken == nil {
		t.Errorf("the versions are %+v", versions)
	}
	remove := &sdk.DeleteDashboardInput{AwsAccountId: aws.String(account), DashboardId: aws.String("board"), VersionNumber: &number}
	k.refusedFor(fault.Conflict, "is published", k.ann, "DeleteDashboard", remove)
	remove.VersionNumber = aws.Int64(1)
	must[sdk.DeleteDashboardOutput](k, k.ann, "DeleteDashboard", remove)
	k.refusedFor(fault.NotFound, "Version 1 of dashboard board", k.ann, "UpdateDashboardPublishedVersion", &sdk.UpdateDashboardPublishedVersionInput{
		AwsAccountId: aws.String(account), DashboardId: aws.String("board"), VersionNumber: aws.Int64(1),
	})
	remove.VersionNumber = nil
	must[sdk.DeleteDashboardOutput](k, k.ann, "DeleteDashboard", remove)
	k.refused(fault.NotFound, k.ann, "DescribeDashboard", &sdk.DescribeDashboardInput{AwsAccountId: aws.String(account), DashboardId: aws.String("board")})
	// A dashboard of the same id later has no version of the earlier one.
	must[sdk.CreateDashboardOutput](k, k.ann, "CreateDashboard", newBoard("open"))
	if again := k.board("$LATEST"); *again.Version.VersionNumber != 1 || *again.Name != "The board" {
		t.Errorf("made anew: %+v", again)
	}
}

// TestDashboardsAreShared: a reader of a dashboard sees its published version and nothing of how it is made; all others
// get one answer (SECURITY S11).
func TestDashboardsAreShared(t *testing.T) {
	k := withSet(t)
	must[sdk.CreateDashboardOutput](k, k.ann, "CreateDashboard", newBoard("state"))
	see := &sdk.DescribeDashboardInput{AwsAccountId: aws.String(account), DashboardId: aws.String("board")}
	hidden := k.refused(fault.NotFound, k.bob, "DescribeDashboard", see)
	unknown := k.refused(fault.NotFound, k.bob, "DescribeDashboard", &sdk.DescribeDashboardInput{AwsAccountId: aws.String(account), DashboardId: aws.String("none")})
	if strings.ReplaceAll(hidden, "/board", "/none") != unknown {
		t.Errorf("hidden: %s\nunknown: %s", hidden, unknown)
	}
	grant := &sdk.UpdateDashboardPermissionsInput{
		AwsAccountId: aws.String(account), DashboardId: aws.String("board"),
		GrantPermissions: []types.ResourcePermission{{Principal: aws.String(userARN("bob")), Actions: share.Viewer(share.Dashboards)}},
	}
	k.refused(fault.NotFound, k.bob, "UpdateDashboardPermissions", grant)
	if out := must[sdk.UpdateDashboardPermissionsOutput](k, k.ann, "UpdateDashboardPermissions", grant); len(out.Permissions) != 2 {
		t.Errorf("the permissions are %+v", out.Permissions)
	}
	must[sdk.DescribeDashboardOutput](k, k.bob, "DescribeDashboard", see)
	k.refused(fault.AccessDenied, k.bob, "DescribeDashboardDefinition", &sdk.DescribeDashboardDefinitionInput{AwsAccountId: aws.String(account), DashboardId: aws.String("board")})
	k.refused(fault.AccessDenied, k.bob, "DeleteDashboard", &sdk.DeleteDashboardInput{AwsAccountId: aws.String(account), DashboardId: aws.String("board")})
	must[sdk.UpdateDashboardOutput](k, k.ann, "UpdateDashboard", &sdk.UpdateDashboardInput{
		AwsAccountId: aws.String(account), DashboardId: aws.String("board"), Name: aws.String("The board"), Definition: barOver("n"),
	})
	see.VersionNumber = aws.Int64(2)
	k.refusedFor(fault.NotFound, "Version 2 of dashboard board is not found.", k.bob, "DescribeDashboard", see)
	listed := must[sdk.ListDashboardsOutput](k, k.bob, "ListDashboards", &sdk.ListDashboardsInput{AwsAccountId: aws.String(account)})
	if len(listed.DashboardSummaryList) != 1 || *listed.DashboardSummaryList[0].PublishedVersionNumber != 1 {
		t.Errorf("bob's list is %+v", listed.DashboardSummaryList)
	}
	grant.RevokePermissions, grant.GrantPermissions = grant.GrantPermissions, nil
	must[sdk.UpdateDashboardPermissionsOutput](k, k.ann, "UpdateDashboardPermissions", grant)
	if listed := must[sdk.ListDashboardsOutput](k, k.bob, "ListDashboards", &sdk.ListDashboardsInput{AwsAccountId: aws.String(account)}); len(listed.DashboardSummaryList) != 0 {
		t.Errorf("after the grant is taken bob's list is %+v", listed.DashboardSummaryList)
	}
}

// TestDashboardsNeedTheirDataSets: who makes or changes a dashboard may pass each of its data sets, and what it names has
// to be there.
func TestDashboardsNeedTheirDataSets(t *testing.T) {
	k := withSet(t)
	k.refusedFor(fault.NotFound, "dataset/s is not found, or it is not shared with you", k.bob, "CreateDashboard", newBoard("state"))
	k.refusedFor(share.InvalidParameterValue, `Sheets[0].Visuals[0].BarChartVisual.ChartConfiguration.FieldWells.BarChartAggregatedFieldWells.Category[0].CategoricalDimensionField.Column: The data set "Set" has no column "nothing".`,
		k.ann, "CreateDashboard", newBoard("nothing"))
	twice := newBoard("state")
	twice.Definition.Sheets = append(twice.Definition.Sheets, twice.Definition.Sheets[0])
	k.refusedFor(share.InvalidParameterValue, `Sheets[1]: The sheet id "one" is used already, at Sheets[0].`, k.ann, "CreateDashboard", twice)
	lenient := newBoard("nothing")
	lenient.ValidationStrategy = &types.ValidationStrategy{Mode: types.ValidationStrategyModeLenient}
	must[sdk.CreateDashboardOutput](k, k.ann, "CreateDashboard", lenient)
	if errors := k.board().Version.Errors; len(errors) != 1 || errors[0].Type != types.DashboardErrorTypeColumnReplacementMissing || !strings.HasPrefix(*errors[0].ViolatedEntities[0].Path, "Sheets[0].Visuals[0]") {
		t.Errorf("the errors are %+v", errors)
	}
	rita := k.User(account, "rita", everythingButPassRole)
	k.register(rita, types.UserRoleReader)
	k.refusedFor(fault.AccessDenied, "role READER is not an author's", rita, "CreateDashboard", newBoard("state"))
}

// TestLinkSharing: a link lets a namespace's users see a dashboard whose address they know, and no list shows it to them.
func TestLinkSharing(t *testing.T) {
	k := withSet(t)
	must[sdk.CreateDashboardOutput](k, k.ann, "CreateDashboard", newBoard("state"))
	see := &sdk.DescribeDashboardInput{AwsAccountId: aws.String(account), DashboardId: aws.String("board")}
	everybody := func(actions []string) []types.ResourcePermission {
		return []types.ResourcePermission{{Principal: aws.String("arn:aws:quicksight:us-east-1:111111111111:namespace/default"), Actions: actions}}
	}
	change := &sdk.UpdateDashboardPermissionsInput{AwsAccountId: see.AwsAccountId, DashboardId: see.DashboardId, GrantLinkPermissions: everybody(share.Owner(share.Dashboards))}
	k.refusedFor(share.InvalidParameterValue, "A link gives a namespace the permissions", k.ann, "UpdateDashboardPermissions", change)
	change.GrantLinkPermissions = []types.ResourcePermission{{Principal: aws.String(userARN("bob")), Actions: share.Viewer(share.Dashboards)}}
	k.refusedFor(share.InvalidParameterValue, "A link gives a namespace the permissions", k.ann, "UpdateDashboardPermissions", change)
	change.GrantLinkPermissions = everybody(share.Viewer(share.Dashboards))
	if out := must[sdk.UpdateDashboardPermissionsOutput](k, k.ann, "UpdateDashboardPermissions", change); len(out.LinkSharingConfiguration.Permissions) != 1 || len(out.Permissions) != 1 {
		t.Errorf("shared: %+v", out)
	}
	must[sdk.DescribeDashboardOutput](k, k.bob, "DescribeDashboard", see)
	k.refused(fault.AccessDenied, k.bob, "DescribeDashboardDefinition", &sdk.DescribeDashboardDefinitionInput{AwsAccountId: see.AwsAccountId, DashboardId: see.DashboardId})
	if listed := must[sdk.ListDashboardsOutput](k, k.bob, "ListDashboards", &sdk.ListDashboardsInput{AwsAccountId: aws.String(account)}); len(listed.DashboardSummaryList) != 0 {
		t.Errorf("bob's list is %+v", listed.DashboardSummaryList)
	}
	change.GrantLinkPermissions, change.RevokeLinkPermissions = nil, change.GrantLinkPermissions
	must[sdk.UpdateDashboardPermissionsOutput](k, k.ann, "UpdateDashboardPermissions", change)
	k.refused(fault.NotFound, k.bob, "DescribeDashboard", see)
	in := newBoard("state")
	in.DashboardId, in.LinkSharingConfiguration = aws.String("linked"), &types.LinkSharingConfiguration{Permissions: everybody(share.Viewer(share.Dashboards))}
	must[sdk.CreateDashboardOutput](k, k.ann, "CreateDashboard", in)
	see.DashboardId = in.DashboardId
	must[sdk.DescribeDashboardOutput](k, k.bob, "DescribeDashboard", see)
}
