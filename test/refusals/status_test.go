package refusals_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/quicksight"
	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"

	"interlaken/app"
	"interlaken/wire/interlaken"
)

// board makes a dashboard of one bar chart over the spoke's table, which a reader may look at.
func (w *world) board(ann person, reader string) {
	w.t.Helper()
	ctx, hubAPI := context.Background(), ann.quicksight()
	column := &types.ColumnIdentifier{DataSetIdentifier: aws.String("Set"), ColumnName: aws.String("state")}
	_, err := hubAPI.CreateDataSet(ctx, &quicksight.CreateDataSetInput{
		AwsAccountId: aws.String(hub), DataSetId: aws.String("complaints"), Name: aws.String("Complaints"), ImportMode: types.DataSetImportModeDirectQuery,
		PhysicalTableMap: map[string]types.PhysicalTable{"t": &types.PhysicalTableMemberRelationalTable{Value: types.RelationalTable{
			DataSourceArn: aws.String(dataSource), Catalog: aws.String("AwsDataCatalog"), Schema: aws.String("bank"), Name: aws.String("complaints"),
			InputColumns: []types.InputColumn{{Name: aws.String("state"), Type: types.InputColumnDataTypeString}},
		}}},
	})
	if err != nil {
		w.t.Fatal(err)
	}
	if _, err := hubAPI.CreateDashboard(ctx, &quicksight.CreateDashboardInput{
		AwsAccountId: aws.String(hub), DashboardId: aws.String("board"), Name: aws.String("The board"),
		Definition: &types.DashboardVersionDefinition{
			DataSetIdentifierDeclarations: []types.DataSetIdentifierDeclaration{{
				Identifier: aws.String("Set"), DataSetArn: aws.String("arn:aws:quicksight:" + region + ":" + hub + ":dataset/complaints"),
			}},
			Sheets: []types.SheetDefinition{{SheetId: aws.String("one"), Name: aws.String("First"), Visuals: []types.Visual{{BarChartVisual: &types.BarChartVisual{
				VisualId: aws.String("bar"),
				ChartConfiguration: &types.BarChartConfiguration{FieldWells: &types.BarChartFieldWells{BarChartAggregatedFieldWells: &types.BarChartAggregatedFieldWells{
					Category: []types.DimensionField{{CategoricalDimensionField: &types.CategoricalDimensionField{FieldId: aws.String("f"), Column: column}}},
				}}},
			}}}}},
		},
		Permissions: []types.ResourcePermission{
			{Principal: aws.String(userARN(reader)), Actions: []string{"quicksight:DescribeDashboard", "quicksight:ListDashboardVersions", "quicksight:QueryDashboard"}},
		},
	}); err != nil {
		w.t.Fatal(err)
	}
}

// look draws the board's chart as somebody and returns what became of it.
func (w *world) look(p person) *interlaken.GetVisualOutput {
	w.t.Helper()
	started := obtain[interlaken.StartRunOutput](w, p, "StartRun", &interlaken.StartRunInput{Visual: &interlaken.RunVisual{
		DashboardId: aws.String("board"), SheetId: aws.String("one"), VisualId: aws.String("bar"),
	}})
	for {
		out := obtain[interlaken.GetVisualOutput](w, p, "GetVisual", &interlaken.GetVisualInput{RunId: started.RunId})
		if out.State != interlaken.RunQueued && out.State != interlaken.RunRunning {
			return out
		}
	}
}

// PRODUCT, moments 3 and 5, over a whole system: an open page learns what the account's owner does, by the hub's switch, by
// IAM alone, by mistake; and learns that it is mended. It is told no role.
func TestOpenPagesLearnWhatOwnersDo(t *testing.T) {
	w := newWorld(t, func(c *app.Config, _ *app.Options) {
		c.Hub.PulseEvery, c.Hub.ProveEvery = 20*time.Millisecond, 20*time.Millisecond
	})
	ann, owner := w.consumer(), w.admins[retail]
	rob := w.user(hub, "rob", wholeAPI)
	w.register("rob", types.UserRoleReader)
	w.board(ann, "rob")
	shell := newTerminal(t, owner)
	comes := func(what string, is func(interlaken.SourceStatus) bool) interlaken.SourceStatus {
		t.Helper()
		var s interlaken.SourceStatus
		for deadline := time.Now().Add(30 * time.Second); time.Now().Before(deadline); {
			found := obtain[interlaken.GetDashboardStatusOutput](w, rob, "GetDashboardStatus", &interlaken.GetDashboardStatusInput{DashboardId: aws.String("board")}).Sources
			if len(found) != 1 {
				t.Fatalf("%s: %d sources", what, len(found))
			}
			if s = found[0]; is(s) {
				return s
			}
		}
		t.Fatalf("%s: it stays %s", what, text(s))
		return s
	}
	in := func(state interlaken.SourceState) func(interlaken.SourceStatus) bool {
		return func(s interlaken.SourceStatus) bool { return s.State == state }
	}
	told := func(what string, s interlaken.SourceStatus, says string) {
		t.Helper()
		f := s.Failure
		if f == nil || !strings.Contains(*f.Message, says) || aws.ToString(f.Ask) == "" || aws.ToString(f.Request) == "" {
			t.Fatalf("%s: %s", what, text(s))
		}
		for _, word := range []string{"qs-athena", retailData, "SELECT", "assumed-role"} {
			if strings.Contains(text(f), word) {
				t.Errorf("%s tells a reader %q: %s", what, word, text(f))
			}
		}
	}
	ready := comes("at first", in(interlaken.SourceReady))
	if drawn := w.look(rob); drawn.Chart == nil {
		t.Fatalf("the chart: %s", text(drawn))
	}

	shell.run("aws iam update-assume-role-policy --role-name qs-athena-consumer-role --policy-document '" + trustB(risk) + "'")
	refused := comes("a trust that ended", in(interlaken.SourceRefused))
	told("a trust that ended", refused, "refused step 2, to let the hub in for the data source Consumer data.")
	if drawn := w.look(rob); drawn.Failure == nil || aws.ToInt32(drawn.Failure.Step) != 2 {
		t.Errorf("a run after the trust has ended: %s", text(drawn))
	}
	problem := obtain[interlaken.ListProblemsOutput](w, owner, "ListProblems", &interlaken.ListProblemsInput{AccountId: aws.String(retail)}).Problems[0]
	shell.run(*problem.Remedy.Command)
	if again := comes("the trust is mended", in(interlaken.SourceReady)); *again.Mark == *refused.Mark || *again.Mark == *ready.Mark {
		t.Errorf("the marks are %s, %s, %s", *ready.Mark, *refused.Mark, *again.Mark)
	}

	off := obtain[interlaken.SuspendAccessOutput](w, owner, "SuspendAccess", &interlaken.SuspendAccessInput{
		AccountId: aws.String(retail), PersonArn: aws.String(userARN("rob")), Reason: aws.String("a look too many"),
	})
	told("suspended", comes("suspended", in(interlaken.SourceSuspended)), "has suspended your access to its data: a look too many.")
	obtain[interlaken.ResumeAccessOutput](w, owner, "ResumeAccess", &interlaken.ResumeAccessInput{AccountId: aws.String(retail), SuspensionId: off.SuspensionId})
	comes("resumed", in(interlaken.SourceReady))

	alone := obtain[interlaken.GetSwitchOutput](w, owner, "GetSwitch", &interlaken.GetSwitchInput{AccountId: aws.String(retail), PersonArn: aws.String(userARN("rob"))})
	shell.run(*alone.Command)
	told("denied by IAM alone", comes("denied by IAM alone", in(interlaken.SourceRefused)), "refused step 3, to use its workgroup")
	shell.run(*alone.Undo)
	ready = comes("allowed by IAM", in(interlaken.SourceReady))

	// One prefix: the data source stands, and the mark changes when it is mended.
	w.permit(roleB, withoutObjects())
	drawn := w.look(rob)
	if drawn.Failure == nil || !strings.Contains(*drawn.Failure.Message, "refused step 3, to read the data for the data source Consumer data.") {
		t.Fatalf("without the prefix: %s", text(drawn))
	}
	found := obtain[interlaken.ListProblemsOutput](w, owner, "ListProblems", &interlaken.ListProblemsInput{AccountId: aws.String(retail)}).Problems
	if len(found) != 1 {
		t.Fatalf("the problems: %s", text(found))
	}
	if still := comes("without the prefix", in(interlaken.SourceReady)); *still.Mark != *ready.Mark {
		t.Errorf("the mark goes from %s to %s although nothing is mended", *ready.Mark, *still.Mark)
	}
	shell.run(*found[0].Remedy.Command)
	comes("the prefix is granted", func(s interlaken.SourceStatus) bool {
		return s.State == interlaken.SourceReady && *s.Mark != *ready.Mark
	})
	if drawn := w.look(rob); drawn.Chart == nil {
		t.Errorf("after it was granted: %s", text(drawn))
	}
}
