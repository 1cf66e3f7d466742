package definition

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"interlaken/calc"
)

// Fields of the data set S, whose ids are their columns' names.
func category(column string) string {
	return `{"CategoricalDimensionField": {"FieldId": "` + column + `", "Column": {"DataSetIdentifier": "S", "ColumnName": "` + column + `"}}}`
}

func month(column string) string {
	return `{"DateDimensionField": {"FieldId": "` + column + `", "DateGranularity": "MONTH", "Column": {"DataSetIdentifier": "S", "ColumnName": "` + column + `"}}}`
}

func number(column string) string {
	return `{"NumericalMeasureField": {"FieldId": "` + column + `", "Column": {"DataSetIdentifier": "S", "ColumnName": "` + column + `"}}}`
}

// kindDefinition is a visual over S with calculated fields.
func kindDefinition(visual string) string {
	return `{"DataSetIdentifierDeclarations": [{"Identifier": "S", "DataSetArn": "arn:s"}], "CalculatedFields": [
		{"DataSetIdentifier": "S", "Name": "margin", "Expression": "{a} - {b}"}, {"DataSetIdentifier": "S", "Name": "ratio", "Expression": "sum({margin})/sum({b})"},
		{"DataSetIdentifier": "S", "Name": "by limit", "Expression": "ifelse({a} > ${limit}, 'much', 'little')"},
		{"DataSetIdentifier": "S", "Name": "state", "Expression": "toUpper({state})"}, {"DataSetIdentifier": "S", "Name": "unused", "Expression": "{a}"}],
		"Sheets": [{"SheetId": "sheet", "Visuals": [` + visual + `]}]` + parameters + `}`
}

func aggregated(kind, wells, members, more string) string {
	return `{"` + kind + `Visual": {"VisualId": "v"` + more + `, "ChartConfiguration": {"FieldWells": {"` + wells + `": {` + members + `}}}}}`
}

var stateField = Calculated{"state", "toUpper({state})"}

// TestKinds: what visuals of each kind ask.
func TestKinds(t *testing.T) {
	sum := func(column string) Measure { return Measure{Column: column, Name: "f_" + column, Aggregation: Sum} }
	group := func(column string) Group { return Group{Column: column, Name: "f_" + column} }
	records := Measure{Name: "f_records", Aggregation: Count}
	falling := func(name string) Sort { return Sort{name, true} }
	rising := func(name string) Sort { return Sort{name, false} }
	for name, test := range map[string]struct {
		visual string
		want   Query
	}{
		"combo": {
			aggregated("ComboChart", "ComboChartAggregatedFieldWells", `"Category": [`+month("day")+`], "Colors": [`+category("product")+`], "BarValues": [`+number("a")+`], "LineValues": [`+number("b")+`]`, ""),
			Query{Groups: []Group{{Column: "day", Name: "f_day", Granularity: "MONTH"}, group("product")}, Measures: []Measure{sum("a"), sum("b")}, Sort: []Sort{rising("f_day"), rising("f_product")}},
		},
		"pie": {
			strings.Replace(aggregated("PieChart", "PieChartAggregatedFieldWells", `"Category": [`+category("product")+`, `+category("channel")+`], "Values": [`+number("a")+`], "SmallMultiples": [`+category("x")+`]`, ""),
				`"FieldWells"`, `"SortConfiguration": {"CategoryItemsLimit": {"ItemsLimit": 3}, "CategorySort": [{"FieldSort": {"FieldId": "a", "Direction": "ASC"}}], "SmallMultiplesLimitConfiguration": {"ItemsLimit": 9, "OtherCategories": "EXCLUDE"}}, "FieldWells"`, 1),
			Query{
				Groups:   []Group{{Column: "product", Name: "f_product", Items: &Items{3, true}}, {Column: "x", Name: "f_x", Items: &Items{9, false}}},
				Measures: []Measure{sum("a")}, Sort: []Sort{rising("f_a"), rising("f_product"), rising("f_x")},
			},
		},
		"gauge": {
			`{"GaugeChartVisual": {"VisualId": "v", "ChartConfiguration": {"FieldWells": {"Values": [` + number("a") + `], "TargetValues": [` + number("ratio") + `]}}}}`,
			Query{
				Measures:   []Measure{sum("a"), {Column: "ratio", Name: "f_ratio"}},
				Calculated: []Calculated{{"ratio", "sum({margin})/sum({b})"}, {"margin", "{a} - {b}"}},
			},
		},
		"heat map": {
			aggregated("HeatMap", "HeatMapAggregatedFieldWells", `"Rows": [`+category("product")+`], "Columns": [`+category("state")+`], "Values": [`+number("margin")+`]`, ""),
			Query{
				Groups: []Group{group("product"), group("state")}, Measures: []Measure{sum("margin")}, Sort: []Sort{falling("f_margin"), rising("f_product"), rising("f_state")},
				Calculated: []Calculated{stateField, {"margin", "{a} - {b}"}},
			},
		},
		"tree map without figures": {
			aggregated("TreeMap", "TreeMapAggregatedFieldWells", `"Groups": [`+category("by limit")+`]`, ""),
			Query{
				Groups: []Group{{Column: "by limit", Name: "f_by_limit"}}, Measures: []Measure{records}, Sort: []Sort{falling("f_records"), rising("f_by_limit")},
				Calculated: []Calculated{{"by limit", "ifelse({a} > ${limit}, 'much', 'little')"}}, Parameters: []Parameter{{"limit", "DECIMAL", []string{"12.5"}}},
			},
		},
		"points on a map": {
			aggregated("GeospatialMap", "GeospatialMapAggregatedFieldWells", `"Geospatial": [`+category("a")+`, `+category("b")+`], "Colors": [`+category("product")+`], "Values": [`+number("n")+`]`, ""),
			Query{Groups: []Group{group("a"), group("b"), group("product")}, Measures: []Measure{sum("n")}, Sort: []Sort{falling("f_n"), rising("f_a"), rising("f_b"), rising("f_product")}},
		},
		"filled map": {
			aggregated("FilledMap", "FilledMapAggregatedFieldWells", `"Geospatial": [`+category("x")+`], "Values": [`+number("n")+`]`, ""),
			Query{Groups: []Group{group("x")}, Measures: []Measure{sum("n")}, Sort: []Sort{falling("f_n"), rising("f_x")}},
		},
		"map of layers": {
			`{"LayerMapVisual": {"VisualId": "v", "DataSetIdentifier": "S", "ChartConfiguration": {"MapLayers": [{"LayerId": "bare"}, {"LayerId": "joined", "JoinDefinition": {
				"DatasetKeyField": {"FieldId": "x", "Column": {"DataSetIdentifier": "S", "ColumnName": "x"}}, "ColorField": {"ColorValuesFields": [` + number("n") + `]}}}]}}}`,
			Query{Groups: []Group{group("x")}, Measures: []Measure{sum("n")}, Sort: []Sort{falling("f_n"), rising("f_x")}},
		},
		"funnel": {
			aggregated("FunnelChart", "FunnelChartAggregatedFieldWells", `"Category": [`+category("x")+`], "Values": [`+number("n")+`]`, ""),
			Query{Groups: []Group{group("x")}, Measures: []Measure{sum("n")}, Sort: []Sort{falling("f_n"), rising("f_x")}},
		},
		"scatter": {
			aggregated("ScatterPlot", "ScatterPlotCategoricallyAggregatedFieldWells", `"Category": [`+category("x")+`], "Label": [`+category("product")+`], "XAxis": [`+number("a")+`], "YAxis": [`+number("b")+`], "Size": [`+number("n")+`]`, ""),
			Query{Groups: []Group{group("x"), group("product")}, Measures: []Measure{sum("a"), sum("b"), sum("n")}, Sort: []Sort{falling("f_a"), rising("f_x"), rising("f_product")}},
		},
		"scatter of rows": {
			aggregated("ScatterPlot", "ScatterPlotUnaggregatedFieldWells", `"XAxis": [`+category("a")+`], "YAxis": [`+category("b")+`], "Size": [`+number("n")+`]`, ""),
			Query{Plain: true, Measures: []Measure{{Column: "a", Name: "f_a"}, {Column: "b", Name: "f_b"}, {Column: "n", Name: "f_n"}}},
		},
		"box plot": {
			aggregated("BoxPlot", "BoxPlotAggregatedFieldWells", `"GroupBy": [`+category("x")+`], "Values": [`+number("n")+`]`, ""),
			Query{
				Groups: []Group{group("x")}, Sort: []Sort{falling("f_n"), rising("f_x")},
				Measures: []Measure{
					{Column: "n", Name: "f_n", Aggregation: Min},
					{Column: "n", Name: "f_n_2", Aggregation: Percentile, Percentile: 25},
					{Column: "n", Name: "f_n_3", Aggregation: Median},
					{Column: "n", Name: "f_n_4", Aggregation: Percentile, Percentile: 75},
					{Column: "n", Name: "f_n_5", Aggregation: Max},
				},
			},
		},
		"waterfall": {
			aggregated("Waterfall", "WaterfallChartAggregatedFieldWells", `"Categories": [`+category("x")+`], "Breakdowns": [`+category("product")+`], "Values": [`+number("n")+`]`, ""),
			Query{Groups: []Group{group("x"), group("product")}, Measures: []Measure{sum("n")}, Sort: []Sort{falling("f_n"), rising("f_x"), rising("f_product")}},
		},
		"bins of a width": {
			strings.Replace(aggregated("Histogram", "HistogramAggregatedFieldWells", `"Values": [`+number("n")+`]`, ""), `"FieldWells"`, `"BinOptions": {"SelectedBinType": "BIN_WIDTH", "StartValue": 100, "BinWidth": {"Value": 2.5, "BinCountLimit": 40}}, "FieldWells"`, 1),
			Query{
				Groups: []Group{{Column: "f_n", Name: "f_n", Items: &Items{Limit: 40}}}, Measures: []Measure{records}, Sort: []Sort{rising("f_n")},
				Calculated: []Calculated{{"f_n", "floor(({n} - 100) / 2.5)"}},
			},
		},
		"so many bins": {
			strings.Replace(aggregated("Histogram", "HistogramAggregatedFieldWells", `"Values": [`+number("n")+`]`, ""), `"FieldWells"`, `"BinOptions": {"SelectedBinType": "BIN_COUNT", "BinCount": {"Value": 4}}, "FieldWells"`, 1),
			Query{
				Groups: []Group{{Column: "f_n", Name: "f_n"}}, Measures: []Measure{records}, Sort: []Sort{rising("f_n")},
				Calculated: []Calculated{{"f_n", "ifelse({n} >= maxOver({n}, [], PRE_AGG), 3, floor(({n} - minOver({n}, [], PRE_AGG)) * 4 / (maxOver({n}, [], PRE_AGG) - minOver({n}, [], PRE_AGG))))"}},
			},
		},
		"word cloud": {
			aggregated("WordCloud", "WordCloudAggregatedFieldWells", `"GroupBy": [`+category("x")+`], "Size": [`+number("n")+`]`, ""),
			Query{Groups: []Group{group("x")}, Measures: []Measure{sum("n")}, Sort: []Sort{falling("f_n"), rising("f_x")}},
		},
		"sankey": {
			strings.Replace(aggregated("SankeyDiagram", "SankeyDiagramAggregatedFieldWells", `"Source": [`+category("x")+`], "Destination": [`+category("product")+`], "Weight": [`+number("n")+`]`, ""),
				`"FieldWells"`, `"SortConfiguration": {"WeightSort": [{"FieldSort": {"FieldId": "n", "Direction": "DESC"}}], "SourceItemsLimit": {"ItemsLimit": 7}}, "FieldWells"`, 1),
			Query{Groups: []Group{{Column: "x", Name: "f_x", Items: &Items{7, true}}, group("product")}, Measures: []Measure{sum("n")}, Sort: []Sort{falling("f_n"), rising("f_x"), rising("f_product")}},
		},
		"radar": {
			aggregated("RadarChart", "RadarChartAggregatedFieldWells", `"Category": [`+category("x")+`], "Color": [`+category("product")+`], "Values": [`+number("n")+`]`, ""),
			Query{Groups: []Group{group("x"), group("product")}, Measures: []Measure{sum("n")}, Sort: []Sort{falling("f_n"), rising("f_x"), rising("f_product")}},
		},
		"table by a column that is not shown": {
			strings.Replace(aggregated("Table", "TableAggregatedFieldWells", `"GroupBy": [`+category("x")+`], "Values": [`+number("n")+`]`, ""), `"FieldWells"`,
				`"TotalOptions": {"TotalsVisibility": "VISIBLE"}, "SortConfiguration": {"RowSort": [{"ColumnSort": {"Direction": "DESC", "SortBy": {"DataSetIdentifier": "S", "ColumnName": "day"}}}, {"ColumnSort": {"Direction": "ASC", "SortBy": {"DataSetIdentifier": "S", "ColumnName": "a"},
				"AggregationFunction": {"NumericalAggregationFunction": {"PercentileAggregation": {"PercentileValue": 10}}}}}]}, "FieldWells"`, 1),
			Query{
				Groups: []Group{group("x")}, Sort: []Sort{falling("f_sort_day"), rising("f_sort_a"), rising("f_x")}, Totals: [][]string{{}},
				Measures: []Measure{sum("n"), {Column: "day", Name: "f_sort_day", Aggregation: Min, Hidden: true}, {Column: "a", Name: "f_sort_a", Aggregation: Percentile, Percentile: 10, Hidden: true}},
			},
		},
		"by an attribute": {
			strings.Replace(aggregated("FunnelChart", "FunnelChartAggregatedFieldWells", `"Category": [`+category("x")+`], "Values": [`+number("n")+`]`, ""), `"FieldWells"`,
				`"SortConfiguration": {"CategorySort": [{"ColumnSort": {"Direction": "ASC", "SortBy": {"DataSetIdentifier": "S", "ColumnName": "product"}, "AggregationFunction": {"AttributeAggregationFunction": {"SimpleAttributeAggregation": "UNIQUE_VALUE", "ValueForMultipleValues": "it's"}}}}]}, "FieldWells"`, 1),
			Query{
				Groups: []Group{group("x")}, Sort: []Sort{rising("f_sort_f_one_product"), rising("f_x")},
				Measures:   []Measure{sum("n"), {Column: "f_one_product", Name: "f_sort_f_one_product", Hidden: true}},
				Calculated: []Calculated{{"f_one_product", `ifelse(min({product}) = max({product}), min({product}), 'it\'s')`}},
			},
		},
		"rows by a column that is not shown": {
			strings.Replace(aggregated("Table", "TableUnaggregatedFieldWells", `"Values": [{"FieldId": "x", "Column": {"DataSetIdentifier": "S", "ColumnName": "x"}}]`, ""), `"FieldWells"`,
				`"SortConfiguration": {"RowSort": [{"ColumnSort": {"Direction": "DESC", "SortBy": {"DataSetIdentifier": "S", "ColumnName": "day"}}}]}, "FieldWells"`, 1),
			Query{Plain: true, Measures: []Measure{{Column: "x", Name: "f_x"}, {Column: "day", Name: "f_sort_day", Hidden: true}}, Sort: []Sort{falling("f_sort_day")}},
		},
		"a measure of the visual's own": {
			aggregated("PivotTable", "PivotTableAggregatedFieldWells", `"Rows": [`+category("x")+`], "Values": [{"CalculatedMeasureField": {"FieldId": "share", "Expression": "percentOfTotal(sum({margin}))"}}]`, ""),
			Query{
				Groups: []Group{group("x")}, Measures: []Measure{{Column: "f_share", Name: "f_share"}}, Sort: []Sort{rising("f_x")},
				Calculated: []Calculated{{"f_share", "percentOfTotal(sum({margin}))"}, {"margin", "{a} - {b}"}},
			},
		},
		"drilled down": {
			aggregated("PieChart", "PieChartAggregatedFieldWells", `"Category": [`+category("product")+`], "Values": [`+number("a")+`]`, `, "ColumnHierarchies": [
				{"ExplicitHierarchy": {"HierarchyId": "h", "Columns": [{"DataSetIdentifier": "S", "ColumnName": "x"}, {"DataSetIdentifier": "S", "ColumnName": "product"}], "DrillDownFilters": [
					{"CategoryFilter": {"Column": {"DataSetIdentifier": "S", "ColumnName": "x"}, "CategoryValues": ["u"]}},
					{"NumericEqualityFilter": {"Column": {"DataSetIdentifier": "S", "ColumnName": "n"}, "Value": 2}}]}},
				{"DateTimeHierarchy": {"HierarchyId": "d", "DrillDownFilters": [{"TimeRangeFilter": {"Column": {"DataSetIdentifier": "S", "ColumnName": "day"}, "TimeGranularity": "MONTH", "RangeMinimum": "2021-02-03T00:00:00Z", "RangeMaximum": "2021-02-03T00:00:00Z"}}]}}]`),
			Query{
				Groups: []Group{group("product")}, Measures: []Measure{sum("a")}, Sort: []Sort{falling("f_a"), rising("f_product")},
				Filters: []Filter{
					{Column: "x", In: []string{"u"}, Nulls: nonNulls},
					{Column: "n", Range: &Range{From: "2", To: "2", IncludeFrom: true, IncludeTo: true}, Nulls: nonNulls},
					{Column: "day", Range: &Range{From: "2021-02-01T00:00:00", To: "2021-03-01T00:00:00", IncludeFrom: true, Date: true}, Nulls: nonNulls},
				},
			},
		},
	} {
		got, _, err := Compile(decode(t, kindDefinition(test.visual)), Ask{SheetID: "sheet", VisualID: "v", Now: now, Columns: kpiColumns})
		test.want.DataSetARN = "arn:s"
		if diff := cmp.Diff(test.want, got); diff != "" || err != nil {
			t.Errorf("%s: %v (-want +got):\n%s", name, err, diff)
			continue
		}
		whole(t, name, got)
		for _, f := range got.Calculated {
			if _, err := calc.Parse(f.Expression); err != nil {
				t.Errorf("%s: %s: %v", name, f.Expression, err)
			}
		}
	}
}

// TestPivot: subtotals and totals of rows and of columns are levels, each pair of them once.
func TestPivot(t *testing.T) {
	wells := `"Rows": [` + category("x") + `, ` + category("product") + `, ` + category("channel") + `], "Columns": [` + month("day") + `], "Values": [` + number("n") + `]`
	for name, test := range map[string]struct {
		options string
		want    [][]string
	}{
		"none":                  {`{}`, nil},
		"hidden":                {`{"RowTotalOptions": {"TotalsVisibility": "HIDDEN"}, "RowSubtotalOptions": {"TotalsVisibility": "HIDDEN", "FieldLevel": "ALL"}}`, nil},
		"a row of totals":       {`{"RowTotalOptions": {"TotalsVisibility": "VISIBLE"}}`, [][]string{{"f_day"}}},
		"a column of totals":    {`{"ColumnTotalOptions": {"TotalsVisibility": "VISIBLE"}}`, [][]string{{"f_x", "f_product", "f_channel"}}},
		"subtotals of the last": {`{"RowSubtotalOptions": {"TotalsVisibility": "VISIBLE"}}`, [][]string{{"f_x", "f_product", "f_day"}}},
		"subtotals of one":      {`{"RowSubtotalOptions": {"TotalsVisibility": "VISIBLE", "FieldLevel": "CUSTOM", "FieldLevelOptions": [{"FieldId": "x"}]}}`, [][]string{{"f_x", "f_day"}}},
		"all subtotals and the rest": {`{"RowSubtotalOptions": {"TotalsVisibility": "VISIBLE", "FieldLevel": "ALL"}, "RowTotalOptions": {"TotalsVisibility": "VISIBLE"}, "ColumnTotalOptions": {"TotalsVisibility": "VISIBLE"}}`, [][]string{
			{"f_x", "f_product", "f_channel"}, {"f_x", "f_product", "f_day"}, {"f_x", "f_product"}, {"f_x", "f_day"}, {"f_x"}, {"f_day"}, {},
		}},
	} {
		v := strings.Replace(aggregated("PivotTable", "PivotTableAggregatedFieldWells", wells, ""), `"FieldWells"`, `"SortConfiguration": {"FieldSortOptions": [
			{"FieldId": "product", "SortBy": {"Field": {"FieldId": "product", "Direction": "DESC"}}}, {"FieldId": "x", "SortBy": {"DataPath": {"Direction": "ASC", "SortPaths": []}}}]}, "TotalOptions": `+test.options+`, "FieldWells"`, 1)
		got, _, err := Compile(decode(t, kindDefinition(v)), Ask{SheetID: "sheet", VisualID: "v", Now: now, Columns: kpiColumns})
		want := Query{
			DataSetARN: "arn:s", Measures: []Measure{{Column: "n", Name: "f_n", Aggregation: Sum}}, Totals: test.want,
			Groups: []Group{{Column: "x", Name: "f_x"}, {Column: "product", Name: "f_product"}, {Column: "channel", Name: "f_channel"}, {Column: "day", Name: "f_day", Granularity: "MONTH"}},
			Sort:   []Sort{{"f_product", true}, {"f_x", false}, {"f_channel", false}, {"f_day", false}},
		}
		if diff := cmp.Diff(want, got); diff != "" || err != nil {
			t.Errorf("%s: %v (-want +got):\n%s", name, err, diff)
		}
	}
}

// TestInsight: each computation is a question of its own.
func TestInsight(t *testing.T) {
	day, value, product := `"Time": `+month("day"), `"Value": `+number("n"), `"Category": `+category("product")
	v := `{"InsightVisual": {"VisualId": "v", "DataSetIdentifier": "S", "InsightConfiguration": {"Computations": [
		{"TopBottomRanked": {"ComputationId": "ranked", "Type": "BOTTOM", "ResultSize": 5, ` + product + `, ` + value + `}},
		{"TopBottomMovers": {"ComputationId": "movers", "Type": "TOP", ` + day + `, ` + product + `, ` + value + `}},
		{"TotalAggregation": {"ComputationId": "total", ` + value + `}},
		{"MaximumMinimum": {"ComputationId": "most", "Type": "MAXIMUM", ` + day + `, ` + value + `}},
		{"MetricComparison": {"ComputationId": "metric", ` + day + `, "FromValue": ` + number("a") + `, "TargetValue": ` + number("b") + `}},
		{"PeriodOverPeriod": {"ComputationId": "period", ` + day + `, ` + value + `}},
		{"PeriodToDate": {"ComputationId": "todate", "PeriodTimeGranularity": "YEAR", ` + day + `, ` + value + `}},
		{"GrowthRate": {"ComputationId": "growth", "PeriodSize": 3, ` + day + `, ` + value + `}},
		{"UniqueValues": {"ComputationId": "unique", ` + product + `}},
		{"UniqueValues": {"ComputationId": "months", "Category": ` + month("day") + `}},
		{"Forecast": {"ComputationId": "forecast", "PeriodsForward": 3, ` + day + `, ` + value + `}}]}}}`
	def := decode(t, kindDefinition(v))
	days, sum := Group{Column: "day", Name: "f_day", Granularity: "MONTH"}, Measure{Column: "n", Name: "f_n", Aggregation: Sum}
	series := Query{Groups: []Group{days}, Measures: []Measure{sum}, Sort: []Sort{{"f_day", false}}}
	wants := map[string]Query{
		"ranked":   {Groups: []Group{{Column: "product", Name: "f_product", Items: &Items{Limit: 5}}}, Measures: []Measure{sum}, Sort: []Sort{{"f_n", false}, {"f_product", false}}},
		"movers":   {Groups: []Group{days, {Column: "product", Name: "f_product"}}, Measures: []Measure{sum}, Sort: []Sort{{"f_day", false}, {"f_product", false}}},
		"total":    {Measures: []Measure{sum}},
		"most":     {Groups: []Group{{Column: "day", Name: "f_day", Granularity: "MONTH", Items: &Items{Limit: 1}}}, Measures: []Measure{sum}, Sort: []Sort{{"f_n", true}, {"f_day", false}}},
		"metric":   {Groups: []Group{days}, Measures: []Measure{{Column: "a", Name: "f_a", Aggregation: Sum}, {Column: "b", Name: "f_b", Aggregation: Sum}}, Sort: []Sort{{"f_day", false}}},
		"period":   series,
		"todate":   series,
		"growth":   series,
		"unique":   {Measures: []Measure{{Column: "product", Name: "f_product", Aggregation: DistinctCount}}},
		"months":   {Measures: []Measure{{Column: "f_day", Name: "f_day"}}, Calculated: []Calculated{{"f_day", "distinct_count(truncDate('MM', {day}))"}}},
		"forecast": series,
	}
	parts := Parts(&def.Sheets[0].Visuals[0])
	if len(parts) != len(wants) {
		t.Errorf("parts: %v", parts)
	}
	for _, part := range parts {
		got, _, err := Compile(def, Ask{SheetID: "sheet", VisualID: "v", Part: part, Now: now, Columns: kpiColumns})
		want := wants[part]
		want.DataSetARN = "arn:s"
		if diff := cmp.Diff(want, got); diff != "" || err != nil {
			t.Errorf("%s: %v (-want +got):\n%s", part, err, diff)
		}
	}
	_, _, err := Compile(def, Ask{SheetID: "sheet", VisualID: "v", Part: "gone", Now: now})
	wantError(t, err, "NotFound", `Visual "v" has no part "gone".`)
}

// TestNoData: visuals that ask for nothing say so.
func TestNoData(t *testing.T) {
	for kind, v := range map[string]string{
		"custom content": `{"CustomContentVisual": {"VisualId": "v", "DataSetIdentifier": "S"}}`, "empty": `{"EmptyVisual": {"VisualId": "v", "DataSetIdentifier": "S"}}`,
		"plugin": `{"PluginVisual": {"VisualId": "v", "PluginArn": "arn:p"}}`, "insight": `{"InsightVisual": {"VisualId": "v", "DataSetIdentifier": "S"}}`, "layer map": `{"LayerMapVisual": {"VisualId": "v", "DataSetIdentifier": "S"}}`,
	} {
		_, _, err := Compile(decode(t, kindDefinition(v)), Ask{SheetID: "sheet", VisualID: "v", Now: now})
		wantError(t, err, "Unsupported", `Visuals of the kind "`+kind+`" ask for no data where they compute nothing.`)
	}
}

// TestSmallMultiples: they are one more group, drawn as series where there is a place for them, and not drawn at all
// where there is none.
func TestSmallMultiples(t *testing.T) {
	bar := func(more string) string {
		return aggregated("BarChart", "BarChartAggregatedFieldWells", `"Category": [`+category("x")+`], "SmallMultiples": [`+category("product")+`], "Values": [`+number("n")+`]`+more, "")
	}
	query, spec, err := Compile(decode(t, kindDefinition(bar(""))), Ask{SheetID: "sheet", VisualID: "v", Now: now, Columns: kpiColumns})
	if err != nil || len(query.Groups) != 2 || query.Groups[1].Column != "product" || spec.Colour == nil || spec.Colour.Column != "f_product" {
		t.Errorf("%+v, %+v, %v", query.Groups, spec.Colour, err)
	}
	query, spec, err = Compile(decode(t, kindDefinition(bar(`, "Colors": [`+category("channel")+`]`))), Ask{SheetID: "sheet", VisualID: "v", Now: now, Columns: kpiColumns})
	if err != nil || len(query.Groups) != 3 || spec.Kind != "" {
		t.Errorf("%+v, %+v, %v", query.Groups, spec, err)
	}
}

// TestCalculatedDimension: a figure is no field to group by, and what is wrong with an expression is told.
func TestCalculatedDimension(t *testing.T) {
	v := aggregated("PieChart", "PieChartAggregatedFieldWells", `"Category": [`+category("ratio")+`], "Values": [`+number("n")+`]`, "")
	_, _, err := Compile(decode(t, kindDefinition(v)), Ask{SheetID: "sheet", VisualID: "v", Now: now, Columns: kpiColumns})
	wantError(t, err, "Unsupported", `The calculated field "ratio" is aggregated and has no value in each row, which the visual takes it for.`)
	wrong := strings.Replace(kindDefinition(aggregated("PieChart", "PieChartAggregatedFieldWells", `"Values": [`+number("margin")+`]`, "")), "{a} - {b}", "{a} - {c}", 1)
	_, _, err = Compile(decode(t, wrong), Ask{SheetID: "sheet", VisualID: "v", Now: now, Columns: kpiColumns})
	wantError(t, err, "Unsupported", `The calculated field "margin": line 1:7: There is no field {c}. Did you mean a?`)
}

// TestLookups: a person's default is looked up by the name or the groups, and stands in for the static one.
func TestLookups(t *testing.T) {
	text := oneKPI(group(`{"CategoryFilter": {`+on("state")+`, "Configuration": {"CustomFilterConfiguration": {"MatchOperator": "EQUALS", "ParameterName": "mine", "NullOption": "NON_NULLS_ONLY"}}}}`), `, "ParameterDeclarations": [
		{"StringParameterDeclaration": {"Name": "mine", "ParameterValueType": "SINGLE_VALUED", "DefaultValues": {"StaticValues": ["CA"], "DynamicValue": {
			"DefaultValueColumn": {"DataSetIdentifier": "T", "ColumnName": "home"}, "UserNameColumn": {"DataSetIdentifier": "T", "ColumnName": "user"}, "GroupNameColumn": {"DataSetIdentifier": "T", "ColumnName": "team"}}}}}]`)
	def := decode(t, text)
	lookups, err := Lookups(def, "ada", []string{"east", "west"})
	want := []Lookup{{"mine", Query{
		DataSetARN: "arn:t", Groups: []Group{{Column: "home", Name: "f_value"}}, Sort: []Sort{{Name: "f_value"}}, Limit: 1000,
		Filters: []Filter{{AnyOf: [][]Filter{{{Column: "user", In: []string{"ada"}}}, {{Column: "team", In: []string{"east", "west"}}}}}},
	}}}
	if diff := cmp.Diff(want, lookups); diff != "" || err != nil {
		t.Errorf("%v (-want +got):\n%s", err, diff)
	}
	for found, in := range map[string][]string{"NY": {"NY"}, "CA": {}} {
		query, _, err := Compile(def, Ask{SheetID: "sheet", VisualID: "kpi", Now: now, Defaults: map[string][]string{"mine": in}})
		if err != nil || len(query.Filters) != 1 || len(query.Filters[0].In) != 1 || query.Filters[0].In[0] != found {
			t.Errorf("%s: %+v, %v", found, query.Filters, err)
		}
	}
}
