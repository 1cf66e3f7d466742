package definition

import (
	"encoding/json"
	"errors"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"
	"pgregory.net/rapid"

	"interlaken/examples/bank"
	"interlaken/fault"
	wire "interlaken/wire/quicksight"
)

// TestForeignDefinitions breaks good definitions in a few places and lays out and compiles all that is left. Whatever a
// stranger wrote, nothing panics, every place is on the grid, and what fails does so with a sentence. rapid prints the
// seed of a failure.
func TestForeignDefinitions(t *testing.T) {
	charts, err := os.ReadFile("testdata/charts.json")
	if err != nil {
		t.Fatal(err)
	}
	example, err := bank.ShowDashboard("111122223333", "eu-central-2", "")
	if err != nil {
		t.Fatal(err)
	}
	documents := []string{string(charts), string(example.Definition), oneKPI(group(`{"RelativeDatesFilter": {`+on("day")+`, "RelativeDateType": "LAST", "TimeGranularity": "MONTH", "RelativeDateValue": 3,
		"ExcludePeriodConfiguration": {"Amount": 1, "Granularity": "DAY"}}}`), parameters), everyKind()}
	read := 0
	rapid.Check(t, func(t *rapid.T) {
		var document any
		if err := json.Unmarshal([]byte(rapid.SampledFrom(documents).Draw(t, "document")), &document); err != nil {
			t.Fatal(err)
		}
		for range rapid.IntRange(1, 6).Draw(t, "breaks") {
			document = broken(t, document)
		}
		text, err := json.Marshal(document)
		if err != nil {
			t.Fatal(err)
		}
		def := &types.DashboardVersionDefinition{}
		if wire.Service.Unmarshal(text, def) != nil {
			return // the door would have refused it
		}
		read++
		if _, err := Examine(text, nil, now); err != nil {
			t.Fatal(err)
		}
		Check(def, nil)
		_, err = Lookups(def, "ada", []string{"east"})
		told(t, err)
		ask := Ask{Now: now, Columns: bankColumns}
		for _, sheet := range Lay(def, ask).Sheets {
			ask.SheetID = sheet.ID
			for _, e := range sheet.Elements {
				if p := e.Place; p.Column < 0 || p.Row < 0 || p.ColumnSpan < 1 || p.RowSpan < 1 || p.Column+p.ColumnSpan > Columns {
					t.Fatalf("%s stands at %+v", e.ID, p)
				}
				ask.VisualID = e.ID
				query, _, err := Compile(def, ask)
				told(t, err)
				if err == nil {
					whole(t, e.ID, query)
				}
			}
			for _, c := range sheet.Controls {
				ask.ControlID = c.ID
				_, err := Values(def, ask)
				told(t, err)
			}
		}
	})
	if read < 10 {
		t.Errorf("only %d definitions were read", read)
	}
}

// everyKind is a definition with visuals of all kinds and filters of all kinds, and a control of each.
func everyKind() string {
	var visuals []string
	for _, kind := range []struct{ name, wells, members string }{
		{"ComboChart", "ComboChartAggregatedFieldWells", `"Category": [` + month("day") + `], "Colors": [` + category("by limit") + `], "BarValues": [` + number("a") + `], "LineValues": [` + number("ratio") + `]`},
		{"PieChart", "PieChartAggregatedFieldWells", `"Category": [` + category("x") + `], "SmallMultiples": [` + category("state") + `], "Values": [` + number("margin") + `]`},
		{"HeatMap", "HeatMapAggregatedFieldWells", `"Rows": [` + category("x") + `], "Columns": [` + category("state") + `], "Values": [` + number("n") + `]`},
		{"BoxPlot", "BoxPlotAggregatedFieldWells", `"GroupBy": [` + category("x") + `], "Values": [` + number("n") + `]`},
		{"Histogram", "HistogramAggregatedFieldWells", `"Values": [` + number("n") + `]`},
		{"SankeyDiagram", "SankeyDiagramAggregatedFieldWells", `"Source": [` + category("x") + `], "Destination": [` + category("state") + `], "Weight": [` + number("n") + `]`},
		{"ScatterPlot", "ScatterPlotUnaggregatedFieldWells", `"XAxis": [` + category("a") + `], "YAxis": [` + category("b") + `]`},
		{"PivotTable", "PivotTableAggregatedFieldWells", `"Rows": [` + category("x") + `, ` + category("state") + `], "Columns": [` + month("day") + `], "Values": [{"CalculatedMeasureField": {"FieldId": "own", "Expression": "percentOfTotal(sum({n}))"}}]`},
	} {
		visuals = append(visuals, strings.Replace(strings.Replace(aggregated(kind.name, kind.wells, kind.members, `, "ColumnHierarchies": [{"DateTimeHierarchy": {"HierarchyId": "d", "DrillDownFilters": [
			{"TimeRangeFilter": {"Column": {"DataSetIdentifier": "S", "ColumnName": "day"}, "TimeGranularity": "MONTH", "RangeMinimum": "2021-02-03T00:00:00Z"}}]}}]`), `"FieldWells"`, `"BinOptions": {"SelectedBinType": "BIN_WIDTH", "BinWidth": {"Value": 2, "BinCountLimit": 9}},
			"TotalOptions": {"RowTotalOptions": {"TotalsVisibility": "VISIBLE"}, "RowSubtotalOptions": {"TotalsVisibility": "VISIBLE", "FieldLevel": "ALL"}}, "FieldWells"`, 1), `"v"`, `"`+kind.name+`"`, 1))
	}
	visuals = append(visuals, `{"InsightVisual": {"VisualId": "insight", "DataSetIdentifier": "S", "InsightConfiguration": {"Computations": [{"TopBottomRanked": {"ComputationId": "c", "Type": "TOP", "Category": `+category("x")+`, "Value": `+number("n")+`}}]}}}`)
	column := func(name string) string { return `"Column": {"DataSetIdentifier": "S", "ColumnName": "` + name + `"}` }
	filters := group(`{"TopBottomFilter": {`+on("state")+`, "Limit": 5, "AggregationSortConfigurations": [{`+column("n")+`, "SortDirection": "DESC"}]}}`) + "," +
		group(`{"NestedFilter": {`+on("state")+`, "IncludeInnerSet": true, "InnerFilter": {"CategoryInnerFilter": {`+column("x")+`, "Configuration": {"FilterListConfiguration": {"MatchOperator": "CONTAINS", "CategoryValues": ["u"], "NullOption": "ALL_VALUES"}}}}}}`) + "," +
		group(`{"NumericRangeFilter": {`+on("ratio")+`, "RangeMinimum": {"Parameter": "limit"}}}, {"NumericEqualityFilter": {`+on("n")+`, "MatchOperator": "DOES_NOT_EQUAL", "Value": 3}}`)
	return strings.Replace(kindDefinition(strings.Join(visuals, ",")), `"Sheets"`, `"FilterGroups": [`+filters+`], "Sheets"`, 1)
}

func told(t *rapid.T, err error) {
	var f *fault.Error
	if err != nil && (!errors.As(err, &f) || f.Code == fault.Internal || f.Message == "") {
		t.Fatalf("%v", err)
	}
}

// broken goes a random way into a document and changes what it finds there.
func broken(t *rapid.T, document any) any {
	stop := rapid.IntRange(0, 5).Draw(t, "stop") == 0
	switch d := document.(type) {
	case map[string]any:
		if len(d) == 0 {
			return d
		}
		key := rapid.SampledFrom(slices.Sorted(maps.Keys(d))).Draw(t, "key")
		if stop {
			delete(d, key)
		} else {
			d[key] = broken(t, d[key])
		}
		return d
	case []any:
		if len(d) == 0 || stop {
			return []any{}
		}
		i := rapid.IntRange(0, len(d)-1).Draw(t, "index")
		if rapid.IntRange(0, 5).Draw(t, "twice") == 0 {
			return append(d, d[i])
		}
		d[i] = broken(t, d[i])
		return d
	case string:
		return rapid.SampledFrom([]string{"", "x", "S", "-1px", "DAY", "HIDDEN", "DESC", "2021-01-01T00:00:00Z", "<b", "\u0000", "1e9999"}).Draw(t, "text")
	case float64:
		return rapid.SampledFrom([]float64{0, -1, 1e9, 2147483647, -2147483648, 0.5}).Draw(t, "number")
	}
	return nil
}
