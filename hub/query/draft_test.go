package query_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"

	"interlaken/fault"
	"interlaken/hub"
	"interlaken/service"
	"interlaken/service/servicetest"
	"interlaken/store"
	wire "interlaken/wire/interlaken"
)

// onState is a definition with one table over the data set sales: the sum of n by state.
const onState = `{
	"DataSetIdentifierDeclarations": [{"Identifier": "Sales", "DataSetArn": "arn:aws:quicksight:us-east-1:111111111111:dataset/sales"}],
	"Sheets": [{"SheetId": "one", "Visuals": [{"TableVisual": {"VisualId": "table",
		"Title": {"Visibility": "VISIBLE", "FormatText": {"RichText": "<visual-title>Sales by state</visual-title>"}},
		"ChartConfiguration": {"FieldWells": {"TableAggregatedFieldWells": {
			"GroupBy": [{"CategoricalDimensionField": {"FieldId": "state", "Column": {"DataSetIdentifier": "Sales", "ColumnName": "state"}}}],
			"Values": [{"NumericalMeasureField": {"FieldId": "n", "Column": {"DataSetIdentifier": "Sales", "ColumnName": "n"}}}]}}}}}]}]
}`

// board makes a dashboard with two versions, of which the first is published, over a table of the data source retail.
// Each person has the actions that are named.
func (k *kit) board(permissions map[string][]string) {
	k.t.Helper()
	k.source("retail", servicetest.Retail)
	k.aws.columns = `{"Name":"f_state","Type":"varchar"},{"Name":"f_n","Type":"bigint"}`
	k.aws.rows = [][]string{{"f_state", "f_n"}, {"CA", "3"}, {"NY", "1"}}
	now := k.Clock.Now()
	k.Update(func(tx store.Tx) error {
		t := hub.Physical{
			ID: "t", DataSourceARN: hub.DataSourceARN("us-east-1", servicetest.Hub, "retail"), Schema: "bank", Table: "sales",
			Columns: []hub.Column{{Name: "state", Type: "STRING"}, {Name: "n", Type: "INTEGER"}},
		}
		set := hub.DataSet{
			Account: servicetest.Hub, Region: "us-east-1", ID: "sales", Name: "Sales", Created: now, Tables: []hub.Physical{t},
			Root: hub.Relation{ID: "t", Table: "t", Columns: t.Output()}, Document: json.RawMessage("{}"),
		}
		if err := hub.CreateDataSet(tx, set); err != nil {
			return err
		}
		version := hub.DashboardVersion{
			Account: servicetest.Hub, Region: "us-east-1", Dashboard: "board", Created: now, DataSets: []string{set.ARN()}, Definition: kept(onState),
		}
		board := hub.Dashboard{Account: servicetest.Hub, Region: "us-east-1", ID: "board", Name: "The board", Created: now, Permissions: granted(permissions)}
		if _, err := hub.CreateDashboard(tx, board, version); err != nil {
			return err
		}
		_, err := hub.UpdateDashboard(tx, "The board", version)
		return err
	})
}

// granted are permissions by the names of users.
func granted(by map[string][]string) hub.Permissions {
	permissions := hub.Permissions{}
	for name, actions := range by {
		permissions["arn:aws:quicksight:us-east-1:111111111111:user/default/"+name] = actions
	}
	return permissions
}

func (k *kit) grant(permissions map[string][]string) {
	k.t.Helper()
	k.Update(func(tx store.Tx) error {
		return hub.ShareDashboard(tx, servicetest.Hub, "us-east-1", "board", granted(permissions), nil)
	})
}

func (k *kit) publish(number int64) {
	k.t.Helper()
	k.Update(func(tx store.Tx) error {
		return hub.PublishDashboard(tx, servicetest.Hub, "us-east-1", "board", number, k.Clock.Now())
	})
}

func tableOf(version int64) *wire.StartRunInput {
	return &wire.StartRunInput{Visual: &wire.RunVisual{
		DashboardId: aws.String("board"), VersionNumber: aws.Int64(version), SheetId: aws.String("one"), VisualId: aws.String("table"),
	}}
}

var (
	reads  = []string{"quicksight:DescribeDashboard", "quicksight:QueryDashboard"}
	writes = []string{"quicksight:DescribeDashboard", "quicksight:QueryDashboard", "quicksight:UpdateDashboard"}
)

// rowsOf asks for the rows of a run in both ways.
func (k *kit) rowsOf(session service.Session, run *string) (rows, chart error) {
	_, rows = k.Do(session, "interlaken-hub", "GetRunResults", &wire.GetRunResultsInput{RunId: run})
	_, chart = k.Do(session, "interlaken-hub", "GetVisual", &wire.GetVisualInput{RunId: run})
	return rows, chart
}

// TestRowsOfADraftAreForWhoMayWriteNow: a version that is not published is for who may update the dashboard, and so are
// rows that were asked of it, whoever asked (SECURITY S13).
func TestRowsOfADraftAreForWhoMayWriteNow(t *testing.T) {
	k := newKit(t)
	k.board(map[string][]string{"ana": writes})
	draft, published := k.end(k.ana, tableOf(2)), k.end(k.ana, tableOf(1))
	for what, run := range map[string]wire.Run{"draft": draft, "published": published} {
		if rows, chart := k.rowsOf(k.ana, run.RunId); rows != nil || chart != nil {
			t.Fatalf("%s, for who writes: %v, %v", what, rows, chart)
		}
	}

	k.grant(map[string][]string{"ana": reads})
	if rows, chart := k.rowsOf(k.ana, draft.RunId); !fault.Is(rows, fault.AccessDenied) || !fault.Is(chart, fault.AccessDenied) {
		t.Errorf("rows of the draft, for who reads: %v; its chart: %v", rows, chart)
	}
	shown := servicetest.Must[wire.GetRunOutput](k.Kit, k.ana, "interlaken-hub", "GetRun", &wire.GetRunInput{RunId: draft.RunId}).Run
	if shown.Rows != nil {
		t.Errorf("a reader learns that the draft gave %d rows", *shown.Rows)
	}
	for _, run := range servicetest.Must[wire.ListRunsOutput](k.Kit, k.ana, "interlaken-hub", "ListRuns", &wire.ListRunsInput{}).Runs {
		if draft := *run.RunId == *draft.RunId; draft == (run.Rows != nil) {
			t.Errorf("the list says of run %s (draft: %v) %v rows", *run.RunId, draft, run.Rows)
		}
	}
	if rows, chart := k.rowsOf(k.ana, published.RunId); rows != nil || chart != nil {
		t.Errorf("rows of the published version, for who reads: %v; its chart: %v", rows, chart)
	}

	k.publish(2)
	if rows, chart := k.rowsOf(k.ana, draft.RunId); rows != nil || chart != nil {
		t.Errorf("rows of the version that is published now: %v; its chart: %v", rows, chart)
	}
	if rows, chart := k.rowsOf(k.ana, published.RunId); !fault.Is(rows, fault.AccessDenied) || !fault.Is(chart, fault.AccessDenied) {
		t.Errorf("rows of the version of before: %v; its chart: %v", rows, chart)
	}
}

// TestRowsOfAVersionThatIsGone: rows go with the version, and another dashboard of the same id is another one.
func TestRowsOfAVersionThatIsGone(t *testing.T) {
	for what, end := range map[string]func(store.Tx) error{
		"the version is deleted": func(tx store.Tx) error {
			board, err := hub.GetDashboard(tx, servicetest.Hub, "us-east-1", "board")
			if err != nil {
				return err
			}
			return hub.DeleteDashboardVersion(tx, board, 2)
		},
		"the dashboard is deleted": func(tx store.Tx) error { return hub.DeleteDashboard(tx, servicetest.Hub, "us-east-1", "board") },
		"another dashboard has its id": func(tx store.Tx) error {
			board, err := hub.GetDashboard(tx, servicetest.Hub, "us-east-1", "board")
			if err != nil {
				return err
			}
			if err := hub.DeleteDashboard(tx, servicetest.Hub, "us-east-1", "board"); err != nil {
				return err
			}
			version := hub.DashboardVersion{
				Account: servicetest.Hub, Region: "us-east-1", Dashboard: "board", DataSets: []string{}, Definition: kept(onState),
			}
			board.Created = board.Created.Add(1000 * time.Hour)
			if _, err := hub.CreateDashboard(tx, board, version); err != nil {
				return err
			}
			_, err = hub.UpdateDashboard(tx, "Another board", version)
			return err
		},
	} {
		k := newKit(t)
		k.board(map[string][]string{"ana": writes})
		run := k.end(k.ana, tableOf(2))
		k.Update(end)
		if rows, chart := k.rowsOf(k.ana, run.RunId); !fault.Is(rows, fault.AccessDenied) || !fault.Is(chart, fault.AccessDenied) {
			t.Errorf("%s: rows %v, chart %v", what, rows, chart)
		}
	}
}

// TestADraftThatWaitedIsDecidedAnew: the permission to write may go while a run waits for its turn.
func TestADraftThatWaitedIsDecidedAnew(t *testing.T) {
	k := newKit(t)
	k.board(map[string][]string{"ana": writes})
	k.aws.hold = make(chan struct{})
	for range 16 {
		servicetest.Must[wire.StartRunOutput](k.Kit, k.ana, "interlaken-hub", "StartRun", tableOf(1))
	}
	last := servicetest.Must[wire.StartRunOutput](k.Kit, k.ana, "interlaken-hub", "StartRun", tableOf(2))
	for k.aws.count("StartQueryExecution") < 16 {
		k.wakeUp()
	}
	k.grant(map[string][]string{"ana": reads})
	close(k.aws.hold)
	if state, code := k.outcome(*last.RunId); state != "FAILED" || code != "AccessDenied" {
		t.Errorf("the run is %s, %s", state, code)
	}
	if n := k.aws.count("StartQueryExecution"); n != 16 {
		t.Errorf("%d queries were started", n)
	}
}

// kept is a definition as a version has it.
func kept(definition string) hub.Document {
	d, err := hub.NewDocument(json.RawMessage(definition))
	if err != nil {
		panic(err)
	}
	return d
}
