package interlaken_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/quicksight"
	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"
	"github.com/google/go-cmp/cmp"

	"interlaken/fault"
	"interlaken/hub"
	"interlaken/hub/interlaken"
	"interlaken/hub/query"
	"interlaken/hub/quicksight"
	"interlaken/hub/share"
	"interlaken/job"
	"interlaken/service"
	"interlaken/service/servicetest"
	"interlaken/store"
	wire "interlaken/wire/interlaken"
)

const (
	account = servicetest.Hub
	region  = "us-east-1"
	setARN  = "arn:aws:quicksight:us-east-1:111111111111:dataset/sales"
)

// everything of both APIs that belongs to the hub.
const everything = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["quicksight:*","interlaken:*"],"Resource":"*"}]}`

// definition has a KPI with a setting that is not drawn, a kind that is not drawn, a text with two links and a list.
const definition = `{
	"DataSetIdentifierDeclarations": [{"Identifier": "Sales", "DataSetArn": "` + setARN + `"}],
	"FilterGroups": [{"FilterGroupId": "g", "CrossDataset": "SINGLE_DATASET", "Status": "ENABLED", "ScopeConfiguration": {"AllSheets": {}}, "Filters": [
		{"CategoryFilter": {"FilterId": "f", "Column": {"DataSetIdentifier": "Sales", "ColumnName": "state"},
			"Configuration": {"FilterListConfiguration": {"MatchOperator": "CONTAINS", "CategoryValues": ["CA"], "NullOption": "NON_NULLS_ONLY"}}}}]}],
	"Sheets": [{"SheetId": "one", "Name": "First", "Title": "The first sheet",
		"FilterControls": [{"List": {"FilterControlId": "states", "Title": "State", "SourceFilterId": "f", "Type": "SINGLE_SELECT", "SelectableValues": {"Values": ["CA", "NY"]}}}],
		"TextBoxes": [{"SheetTextBoxId": "text", "Content": "<text-box><inline font-size=\"32px\">Sales</inline><br/>See <a href=\"https://example.com/x\">here</a> or <a href=\"javascript:alert(1)\">there</a></text-box>"}],
		"Visuals": [
			{"KPIVisual": {"VisualId": "kpi", "ChartConfiguration": {"FieldWells": {"Values": [
				{"NumericalMeasureField": {"FieldId": "v", "Column": {"DataSetIdentifier": "Sales", "ColumnName": "amount"}, "AggregationFunction": {"SimpleNumericalAggregation": "SUM"}}}]},
				"KPIOptions": {"PrimaryValueFontConfiguration": {"FontColor": "#ff0000"}}}}},
			{"PieChartVisual": {"VisualId": "pie"}}]
	}]
}`

type kit struct {
	*servicetest.Kit
	t                        *testing.T
	author, reader, stranger service.Session
	authorARN, readerARN     string
}

func newKit(t *testing.T) *kit {
	t.Helper()
	k := &kit{Kit: servicetest.New(t), t: t}
	jobs := job.New(job.Config{Store: k.Store, Clock: k.Clock, IDs: k.IDs, Alone: true, Report: func(err error) { t.Error(err) }})
	k.Mesh.Register(quicksight.New(quicksight.Config{Mesh: k.Mesh, Jobs: jobs}))
	k.Mesh.Register(interlaken.New(interlaken.Config{Query: query.New(query.Config{Jobs: jobs, Clock: k.Clock})}))
	admin := k.User(account, "admin", servicetest.Everything)
	register := func(name string, role types.UserRole) (service.Session, string) {
		s := k.User(account, name, everything)
		out := servicetest.Must[sdk.RegisterUserOutput](k.Kit, admin, "quicksight", "RegisterUser", &sdk.RegisterUserInput{
			AwsAccountId: aws.String(account), Namespace: aws.String("default"), IdentityType: types.IdentityTypeIam,
			Email: aws.String(name + "@example.com"), UserRole: role, IamArn: aws.String(s.Principal.ARN),
		})
		return s, *out.User.Arn
	}
	k.author, k.authorARN = register("author", types.UserRoleAuthor)
	k.reader, k.readerARN = register("reader", types.UserRoleReader)
	k.stranger, _ = register("stranger", types.UserRoleReader)
	at := time.Date(2026, 11, 2, 10, 0, 0, 0, time.UTC)
	k.Update(func(tx store.Tx) error {
		source := hub.DataSource{Account: account, Region: region, ID: "retail-source", Name: "Retail", Created: at}
		source.Athena = hub.Athena{WorkGroup: "primary", ConsumerAccountRoleARN: "arn:aws:iam::222222222222:role/consumer"}
		if _, err := hub.CreateDataSource(tx, hub.Caller{}, source); err != nil {
			return err
		}
		set := hub.DataSet{Account: account, Region: region, ID: "sales", Name: "Sales", Created: at, Document: json.RawMessage("{}")}
		set.Tables = []hub.Physical{{ID: "t", DataSourceARN: source.ARN(), Columns: []hub.Column{{Name: "state"}, {Name: "amount"}}}}
		set.Root = hub.Relation{ID: "r", Table: "t", Columns: set.Tables[0].Output()}
		if err := hub.CreateDataSet(tx, set); err != nil {
			return err
		}
		board := hub.Dashboard{Account: account, Region: region, ID: "board", Name: "The board", Created: at, Permissions: hub.Permissions{
			k.authorARN: {share.DescribeDashboard, share.QueryDashboard, share.UpdateDashboard, share.UpdateDashboardPermissions},
			k.readerARN: {share.DescribeDashboard, share.QueryDashboard},
		}}
		kept, err := hub.NewDocument(json.RawMessage(definition))
		if err != nil {
			return err
		}
		version := hub.DashboardVersion{Account: account, Region: region, Dashboard: "board", Created: at, DataSets: []string{setARN}, Definition: kept}
		if _, err := hub.CreateDashboard(tx, board, version); err != nil {
			return err
		}
		version.Created = at.Add(time.Hour)
		_, err = hub.UpdateDashboard(tx, "The board", version)
		return err
	})
	return k
}

func (k *kit) view(s service.Session, version *int64) (*wire.DashboardView, error) {
	out, err := k.Do(s, "interlaken-hub", "GetDashboardView", &wire.GetDashboardViewInput{DashboardId: aws.String("board"), VersionNumber: version})
	if err != nil {
		return nil, err
	}
	return out.(*wire.GetDashboardViewOutput).View, nil
}

// TestDashboardView: a reader's page has places, texts, controls and data sources, and nothing of the query.
func TestDashboardView(t *testing.T) {
	k := newKit(t)
	got, err := k.view(k.reader, nil)
	if err != nil {
		t.Fatal(err)
	}
	span := func(column, row, columns, rows int32) (a, b, c, d *int32) { return &column, &row, &columns, &rows }
	run := func(text, link string) wire.TextRun {
		r := wire.TextRun{Text: &text, Bold: aws.Bool(false), Italic: aws.Bool(false)}
		if link != "" {
			r.Link = &link
		}
		return r
	}
	text := wire.ViewElement{ElementId: aws.String("text"), Kind: wire.TextElement, Text: []wire.TextParagraph{
		{Level: aws.Int32(1), Runs: []wire.TextRun{run("Sales", "")}},
		{Level: aws.Int32(0), Runs: []wire.TextRun{
			run("See", ""), run(" here", "https://example.com/x"), run(" or there", ""),
		}},
	}}
	text.Column, text.Row, text.ColumnSpan, text.RowSpan = span(0, 0, 36, 3)
	kpi := wire.ViewElement{ElementId: aws.String("kpi"), Kind: wire.KPIElement, Title: aws.String("Sum of amount"), DataSourceIds: []string{"retail-source"}}
	kpi.Column, kpi.Row, kpi.ColumnSpan, kpi.RowSpan = span(0, 3, 12, 6)
	pie := wire.ViewElement{ElementId: aws.String("pie"), Kind: wire.OtherElement, Title: aws.String("Pie chart")}
	pie.Column, pie.Row, pie.ColumnSpan, pie.RowSpan = span(12, 3, 18, 12)
	want := &wire.DashboardView{
		DashboardId: aws.String("board"), Name: aws.String("The board"), VersionNumber: aws.Int64(1), UpdatedAt: aws.Time(time.Date(2026, 11, 2, 10, 0, 0, 0, time.UTC)),
		Sources: []wire.ViewSource{{
			DataSourceId: aws.String("retail-source"), Name: aws.String("Retail"), AccountId: aws.String("222222222222"), AccountName: aws.String("222222222222"),
		}},
		Sheets: []wire.ViewSheet{{
			SheetId: aws.String("one"), Name: aws.String("First"), Title: aws.String("The first sheet"), Columns: aws.Int32(36),
			Controls: []wire.ViewControl{{
				ControlId: aws.String("states"), Kind: wire.ListControl, Title: aws.String("State"), Multiple: aws.Bool(false), Options: []string{"CA", "NY"},
				Default: &wire.ControlValue{ControlId: aws.String("states"), Texts: []string{"CA"}}, ElementIds: []string{"kpi"},
			}},
			Elements: []wire.ViewElement{text, kpi, pie},
		}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("view (-want +got):\n%s", diff)
	}
}

// TestNotDrawnIsForAuthors: who may update a dashboard learns what of it is not drawn, and sees versions that are not
// published; a reader does neither.
func TestNotDrawnIsForAuthors(t *testing.T) {
	k := newKit(t)
	got, err := k.view(k.author, aws.Int64(2))
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"ChartConfiguration.KPIOptions.PrimaryValueFontConfiguration"}
	if diff := cmp.Diff(want, got.Sheets[0].Elements[1].NotDrawn); diff != "" || *got.VersionNumber != 2 {
		t.Errorf("version %d, not drawn (-want +got):\n%s", *got.VersionNumber, diff)
	}
	for version, says := range map[int64]string{2: "Version 2 of dashboard board is not found.", 7: "Version 7 of dashboard board is not found."} {
		if _, err := k.view(k.reader, &version); !fault.Is(err, fault.NotFound) || fault.Public(err) != says {
			t.Errorf("version %d for a reader: %v, want %q", version, err, says)
		}
	}
}

// TestViewOfOthers: an unshared and an unknown dashboard have one answer.
func TestViewOfOthers(t *testing.T) {
	k := newKit(t)
	_, unshared := k.view(k.stranger, nil)
	_, unknown := k.Do(k.stranger, "interlaken-hub", "GetDashboardView", &wire.GetDashboardViewInput{DashboardId: aws.String("none!")})
	if !fault.Is(unshared, fault.NotFound) || !fault.Is(unknown, fault.NotFound) {
		t.Fatalf("unshared: %v; unknown: %v", unshared, unknown)
	}
	if a, b := fault.Public(unshared), fault.Public(unknown); len(a) != len(b) {
		t.Errorf("%q and %q differ in more than the id", a, b)
	}
}

// TestViewWithoutData: a data set that is gone takes its data source from the page and nothing else.
func TestViewWithoutData(t *testing.T) {
	k := newKit(t)
	k.Update(func(tx store.Tx) error { return hub.DeleteDataSet(tx, account, region, "sales") })
	got, err := k.view(k.reader, nil)
	if err != nil {
		t.Fatal(err)
	}
	if len(got.Sources) != 0 || len(got.Sheets[0].Elements) != 3 || got.Sheets[0].Elements[1].DataSourceIds != nil {
		t.Errorf("view: %+v", got)
	}
}
