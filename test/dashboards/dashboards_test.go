package dashboards

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/quicksight"
	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"
	gocmp "github.com/google/go-cmp/cmp"

	"interlaken/wire/interlaken"
	registry "interlaken/wire/quicksight"
)

// complaint is a line of the file in retail, place one of the file in risk.
type complaint struct {
	id     int
	state  string
	open   bool
	amount int
	day    time.Time
	at     time.Time
}

// regions are those of the states that risk knows; TX has none there, and WY is not there.
var regions = []struct{ state, region string }{
	{"CA", "West"}, {"NV", "West"}, {"NY", "East"}, {"ME", "East"}, {"OH", "Middle"}, {"TX", ""},
}

// complaints are made by a rule, with as many of one state as of another, so that there are ties.
func complaints() (all []complaint) {
	states := []string{"CA", "NV", "NY", "ME", "OH", "TX", "WY"}
	begin := time.Date(2024, 2, 27, 0, 0, 0, 0, time.UTC)
	for i := range 210 {
		at := begin.Add(time.Duration(i*47) * time.Minute)
		all = append(all, complaint{i, states[i%7], i%3 == 0, 10 * (1 + i/7%5), at.Truncate(24 * time.Hour), at})
	}
	return all
}

func regionOf(state string) string {
	for _, r := range regions {
		if r.state == state {
			return r.region
		}
	}
	return ""
}

func tables() (complained, places table) {
	var text strings.Builder
	for _, c := range complaints() {
		fmt.Fprintf(&text, "%d,%s,%t,%d,%s,%s\n", c.id, c.state, c.open, c.amount, c.day.Format(time.DateOnly), c.at.Format(time.DateTime))
	}
	complained = table{text.String(), [][3]string{
		{"id", "bigint", "INTEGER"}, {"state", "string", "STRING"}, {"open", "boolean", "BOOLEAN"}, {"amount", "bigint", "INTEGER"}, {"day", "date", "DATETIME"}, {"at", "timestamp", "DATETIME"},
	}}
	text.Reset()
	for _, r := range regions {
		fmt.Fprintf(&text, "%s,%s\n", r.state, cmp.Or(r.region, `\N`))
	}
	return complained, table{text.String(), [][3]string{{"state", "string", "STRING"}, {"region", "string", "STRING"}}}
}

// joined is a data set that joins every complaint with the region of its state, which is in the data source second.
func joined(id, second string) *quicksight.CreateDataSetInput {
	complained, places := tables()
	onTable := func(alias, table string) types.LogicalTable {
		return types.LogicalTable{Alias: &alias, Source: &types.LogicalTableSource{PhysicalTableId: &table}}
	}
	return &quicksight.CreateDataSetInput{
		AwsAccountId: aws.String(hub), DataSetId: &id, Name: &id, ImportMode: types.DataSetImportModeDirectQuery,
		PhysicalTableMap: map[string]types.PhysicalTable{"complaints": complained.on("retail", "complaints"), "places": places.on(second, "places")},
		LogicalTableMap: map[string]types.LogicalTable{
			"c": onTable("complaints", "complaints"), "p": onTable("places", "places"),
			"both": {Alias: aws.String("both"), Source: &types.LogicalTableSource{JoinInstruction: &types.JoinInstruction{
				LeftOperand: aws.String("c"), RightOperand: aws.String("p"), Type: types.JoinTypeLeft, OnClause: aws.String("{state} = {state[places]}"),
			}}},
		},
	}
}

// dataSet makes a data set of joined, or gives it this definition.
func (w *world) dataSet(id, second string, make bool) {
	w.t.Helper()
	in := joined(id, second)
	if make {
		_, err := w.quicksight().CreateDataSet(context.Background(), in)
		w.must(err)
		return
	}
	_, err := w.quicksight().UpdateDataSet(context.Background(), &quicksight.UpdateDataSetInput{
		AwsAccountId: in.AwsAccountId, DataSetId: in.DataSetId, Name: in.Name, ImportMode: in.ImportMode,
		PhysicalTableMap: in.PhysicalTableMap, LogicalTableMap: in.LogicalTableMap,
	})
	w.must(err)
}

// definition has a visual for each question; SET stands for the data set.
const definition = `{
	"DataSetIdentifierDeclarations": [{"Identifier": "S", "DataSetArn": "arn:aws:quicksight:us-east-1:111111111111:dataset/SET"}],
	"FilterGroups": [
		{"FilterGroupId": "west", "CrossDataset": "SINGLE_DATASET", "Status": "ENABLED", "Filters": [
			{"CategoryFilter": {"FilterId": "w", "Column": {"DataSetIdentifier": "S", "ColumnName": "region"},
				"Configuration": {"FilterListConfiguration": {"MatchOperator": "CONTAINS", "CategoryValues": ["West"], "NullOption": "NON_NULLS_ONLY"}}}}],
			"ScopeConfiguration": {"SelectedSheets": {"SheetVisualScopingConfigurations": [{"SheetId": "one", "Scope": "SELECTED_VISUALS", "VisualIds": ["hours"]}]}}},
		{"FilterGroupId": "either", "CrossDataset": "SINGLE_DATASET", "Status": "ENABLED", "Filters": [
			{"CategoryFilter": {"FilterId": "e", "Column": {"DataSetIdentifier": "S", "ColumnName": "region"},
				"Configuration": {"FilterListConfiguration": {"MatchOperator": "CONTAINS", "CategoryValues": ["East"], "NullOption": "NON_NULLS_ONLY"}}}},
			{"NumericRangeFilter": {"FilterId": "r", "Column": {"DataSetIdentifier": "S", "ColumnName": "amount"}, "NullOption": "NON_NULLS_ONLY",
				"IncludeMinimum": true, "RangeMinimum": {"StaticValue": 50}}}],
			"ScopeConfiguration": {"SelectedSheets": {"SheetVisualScopingConfigurations": [{"SheetId": "one", "Scope": "SELECTED_VISUALS", "VisualIds": ["either"]}]}}}],
	"Sheets": [{"SheetId": "one", "Name": "One", "Visuals": [
		{"BarChartVisual": {"VisualId": "regions", "ChartConfiguration": {"FieldWells": {"BarChartAggregatedFieldWells": {
			"Category": [{"CategoricalDimensionField": {"FieldId": "region", "Column": {"DataSetIdentifier": "S", "ColumnName": "region"}}}],
			"Values": [{"NumericalMeasureField": {"FieldId": "open", "Column": {"DataSetIdentifier": "S", "ColumnName": "open"}, "AggregationFunction": {"SimpleNumericalAggregation": "SUM"}}}]}}}}},
		{"TableVisual": {"VisualId": "states", "ChartConfiguration": {"FieldWells": {"TableAggregatedFieldWells": {
			"GroupBy": [{"CategoricalDimensionField": {"FieldId": "state", "Column": {"DataSetIdentifier": "S", "ColumnName": "state"}}}],
			"Values": [{"NumericalMeasureField": {"FieldId": "n", "Column": {"DataSetIdentifier": "S", "ColumnName": "id"}, "AggregationFunction": {"SimpleNumericalAggregation": "COUNT"}}}]}},
			"SortConfiguration": {"RowSort": [{"FieldSort": {"FieldId": "n", "Direction": "DESC"}}]}}}},
		{"TableVisual": {"VisualId": "hours", "ChartConfiguration": {"FieldWells": {"TableAggregatedFieldWells": {
			"GroupBy": [
				{"DateDimensionField": {"FieldId": "day", "Column": {"DataSetIdentifier": "S", "ColumnName": "day"}, "DateGranularity": "HOUR"}},
				{"DateDimensionField": {"FieldId": "at", "Column": {"DataSetIdentifier": "S", "ColumnName": "at"}, "DateGranularity": "HOUR"}}],
			"Values": [{"NumericalMeasureField": {"FieldId": "sum", "Column": {"DataSetIdentifier": "S", "ColumnName": "amount"}}}]}}}}},
		{"TableVisual": {"VisualId": "either", "ChartConfiguration": {"FieldWells": {"TableAggregatedFieldWells": {
			"GroupBy": [{"NumericalDimensionField": {"FieldId": "open", "Column": {"DataSetIdentifier": "S", "ColumnName": "open"}}}],
			"Values": [{"NumericalMeasureField": {"FieldId": "sum", "Column": {"DataSetIdentifier": "S", "ColumnName": "amount"}}}]}}}}}
	]}]
}`

func (w *world) board(set string) {
	w.t.Helper()
	d := &types.DashboardVersionDefinition{}
	w.must(registry.Service.Unmarshal([]byte(strings.ReplaceAll(definition, "/SET", "/"+set)), d))
	_, err := w.quicksight().CreateDashboard(context.Background(), &quicksight.CreateDashboardInput{
		AwsAccountId: aws.String(hub), DashboardId: aws.String("on-" + set), Name: aws.String("On " + set), Definition: d,
	})
	w.must(err)
}

// ask draws a visual, and returns its rows as texts, what its receipt warns of and the accounts that it lists.
func (w *world) ask(board, visual string, maxRows int32) (rows, warnings, accounts []string) {
	w.t.Helper()
	ctx, c := context.Background(), w.own()
	var started interlaken.StartRunOutput
	in := &interlaken.StartRunInput{Visual: &interlaken.RunVisual{DashboardId: &board, SheetId: aws.String("one"), VisualId: &visual}}
	if maxRows > 0 {
		in.MaxRows = &maxRows
	}
	w.must(c.Call(ctx, interlaken.Hub, "StartRun", in, &started))
	var drawn interlaken.GetVisualOutput
	for drawn.State == "" || drawn.State == interlaken.RunQueued || drawn.State == interlaken.RunRunning {
		drawn = interlaken.GetVisualOutput{}
		w.must(c.Call(ctx, interlaken.Hub, "GetVisual", &interlaken.GetVisualInput{RunId: started.RunId}, &drawn))
	}
	if drawn.State != interlaken.RunSucceeded || drawn.Chart == nil {
		w.t.Fatalf("%s of %s: %s, %+v", visual, board, drawn.State, drawn.Failure)
	}
	for _, a := range drawn.Receipt.Accounts {
		accounts = append(accounts, *a.AccountId)
	}
	var given interlaken.GetRunResultsOutput
	w.must(c.Call(ctx, interlaken.Hub, "GetRunResults", &interlaken.GetRunResultsInput{RunId: started.RunId}, &given))
	for _, row := range given.Rows {
		var cells []string
		for i, cell := range row.Cells {
			text := "NULL"
			if cell != nil {
				text = *cell
			}
			if strings.HasPrefix(*given.Columns[i].Type, "timestamp") {
				text, _, _ = strings.Cut(text, ".")
			}
			cells = append(cells, text)
		}
		rows = append(rows, strings.Join(cells, "|"))
	}
	return rows, drawn.Receipt.Warnings, accounts
}

// summed adds up figures by a key, and gives them as rows in an order.
func summed(of func(complaint) (key string, figure int, is bool), order func(a, b string, figures map[string]int) int) []string {
	figures := map[string]int{}
	for _, c := range complaints() {
		if key, figure, is := of(c); is {
			figures[key] += figure
		}
	}
	var keys []string
	for key := range figures {
		keys = append(keys, key)
	}
	slices.SortFunc(keys, func(a, b string) int { return order(a, b, figures) })
	var rows []string
	for _, key := range keys {
		rows = append(rows, key+"|"+strconv.Itoa(figures[key]))
	}
	return rows
}

// byName orders by the key, where what is missing comes last.
func byName(a, b string, _ map[string]int) int {
	if missing := func(s string) int { return strings.Count(s, "NULL") }; missing(a) != missing(b) {
		return missing(a) - missing(b)
	}
	return cmp.Compare(a, b)
}

// largestFirst orders by the figure falling, then by name.
func largestFirst(a, b string, figures map[string]int) int {
	return cmp.Or(figures[b]-figures[a], byName(a, b, figures))
}

func one(is bool) int {
	if is {
		return 1
	}
	return 0
}

// TestFiguresAreThoseOfTheFiles: every visual gives the figures that follow from the files, over two accounts and in one, asked there and in
// memory.
func TestFiguresAreThoseOfTheFiles(t *testing.T) {
	w := newWorld(t)
	complained, places := tables()
	w.spoke(retail, "retail", map[string]table{"complaints": complained, "places": places})
	w.spoke(risk, "risk", map[string]table{"places": places})
	w.dataSet("one", "retail", true)
	w.dataSet("two", "risk", true)
	w.held(joined("one-held", "retail"))
	w.held(joined("two-held", "risk"))
	states := summed(func(c complaint) (string, int, bool) { return c.state, 1, true }, largestFirst)
	hour := func(at time.Time) string { return at.Truncate(time.Hour).Format(time.DateTime) }
	const cut = "There are more rows: they end at 3, the limit MaxRows, which a request may set up to 100000."
	for set, accounts := range map[string][]string{"one": {retail}, "two": {retail, risk}, "one-held": {retail}, "two-held": {retail, risk}} {
		w.board(set)
		for _, c := range []struct {
			visual   string
			maxRows  int32
			want     []string
			warnings []string
		}{
			{"regions", 0, summed(func(c complaint) (string, int, bool) { return cmp.Or(regionOf(c.state), "NULL"), one(c.open), true }, largestFirst), nil},
			{"states", 0, states, nil},
			{"states", 3, states[:3], []string{cut}},
			{"hours", 0, summed(func(c complaint) (string, int, bool) {
				return hour(c.day) + "|" + hour(c.at), c.amount, regionOf(c.state) == "West"
			}, byName), nil},
			{"either", 0, summed(func(c complaint) (string, int, bool) {
				return strconv.Itoa(one(c.open)), c.amount, regionOf(c.state) == "East" || c.amount >= 50
			}, byName), nil},
		} {
			rows, warnings, from := w.ask("on-"+set, c.visual, c.maxRows)
			if len(c.want) < 2 {
				t.Fatalf("%s: %d rows show nothing", c.visual, len(c.want))
			}
			if diff := gocmp.Diff(c.want, rows); diff != "" {
				t.Errorf("%s on %s, at most %d rows (-want +got):\n%s", c.visual, set, c.maxRows, diff)
			}
			if diff := gocmp.Diff(c.warnings, warnings); diff != "" {
				t.Errorf("%s on %s, warnings (-want +got):\n%s", c.visual, set, diff)
			}
			slices.Sort(from)
			if diff := gocmp.Diff(accounts, from); diff != "" {
				t.Errorf("%s on %s, accounts (-want +got):\n%s", c.visual, set, diff)
			}
		}
	}
	w.dataSet("two", "retail", false)
	rows, _, from := w.ask("on-two", "states", 0)
	if diff := gocmp.Diff(states, rows); diff != "" || !slices.Equal(from, []string{retail}) {
		t.Errorf("after the data set lies in one account, from %v (-want +got):\n%s", from, diff)
	}
}
