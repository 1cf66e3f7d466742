package definition

import (
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"

	"interlaken/visual"
)

// TestCharts compiles the visuals of testdata/charts.json, which have between them every setting that is honoured; the
// golden file was read against them.
func TestCharts(t *testing.T) {
	text, err := os.ReadFile("testdata/charts.json")
	if err != nil {
		t.Fatal(err)
	}
	def := decode(t, string(text))
	type compiled struct {
		Visual string
		Query  Query
		Spec   visual.Spec
	}
	var all []compiled
	for _, e := range Lay(def, Ask{Now: now}).Sheets[0].Elements {
		query, spec, err := Compile(def, Ask{SheetID: "sheet", VisualID: e.ID, Now: now})
		if err != nil {
			t.Errorf("%s: %v", e.ID, err)
			continue
		}
		whole(t, e.ID, query)
		all = append(all, compiled{e.ID, query, spec})
		if len(e.NotDrawn) > 0 {
			t.Errorf("%s: not drawn: %v", e.ID, e.NotDrawn)
		}
	}
	golden(t, "charts-compiled.json", all)
}

// TestNumberOfRecords: a category without a value is drawn with the number of its rows.
func TestNumberOfRecords(t *testing.T) {
	text := oneSheet(`"Visuals": [{"BarChartVisual": {"VisualId": "v", "ChartConfiguration": {"FieldWells": {"BarChartAggregatedFieldWells": {
		"Category": [{"CategoricalDimensionField": {"FieldId": "s", "Column": {"DataSetIdentifier": "S", "ColumnName": "state"}}}]}}}}}]`)
	query, spec, err := Compile(decode(t, text), Ask{SheetID: "sheet", VisualID: "v", Now: now})
	if err != nil {
		t.Fatal(err)
	}
	want := []Measure{{Name: "f_records", Aggregation: Count}}
	if diff := cmp.Diff(want, query.Measures); diff != "" || spec.ValueTitle != "Count of records" {
		t.Errorf("titled %q (-want +got):\n%s", spec.ValueTitle, diff)
	}
	if title := Lay(decode(t, text), Ask{Now: now}).Sheets[0].Elements[0].Title; title != "Count of records by state" {
		t.Errorf("called %q", title)
	}
}

// TestVisualsThatCannotBeDrawn say what they lack.
func TestVisualsThatCannotBeDrawn(t *testing.T) {
	field := func(set, column string) string {
		return `{"NumericalMeasureField": {"FieldId": "x", "Column": {"DataSetIdentifier": "` + set + `", "ColumnName": "` + column + `"}}}`
	}
	kpi := func(values string) string {
		return `{"KPIVisual": {"VisualId": "v", "ChartConfiguration": {"FieldWells": {"Values": [` + values + `]}}}}`
	}
	for says, v := range map[string]string{
		"The KPI has no value.":                                                           `{"KPIVisual": {"VisualId": "v"}}`,
		"The bar chart has no fields.":                                                    `{"BarChartVisual": {"VisualId": "v"}}`,
		"The visual has no value to draw.":                                                `{"LineChartVisual": {"VisualId": "v", "ChartConfiguration": {"FieldWells": {"LineChartAggregatedFieldWells": {}}}}}`,
		"The table has no fields.":                                                        `{"TableVisual": {"VisualId": "v", "ChartConfiguration": {"FieldWells": {}}}}`,
		"The visual has no field to draw.":                                                `{"TableVisual": {"VisualId": "v", "ChartConfiguration": {"FieldWells": {"TableUnaggregatedFieldWells": {}}}}}`,
		`The pivot table has no fields.`:                                                  `{"PivotTableVisual": {"VisualId": "v"}}`,
		`The definition declares no data set "U".`:                                        kpi(field("U", "n")),
		`A field of the visual names no column.`:                                          kpi(field("S", "")),
		`The visual computes the measure "x" and names no data set.`:                      kpi(`{"CalculatedMeasureField": {"FieldId": "x", "Expression": "sum(a)"}}`),
		`An expression of the visual: line 1:5: An expression is missing before the end.`: kpi(field("S", "n") + `], "TargetValues": [` + `{"CalculatedMeasureField": {"FieldId": "x", "Expression": "sum("}}`),
		`The aggregation "MODE" of "n" is not understood.`:                                kpi(`{"NumericalMeasureField": {"FieldId": "x", "Column": {"DataSetIdentifier": "S", "ColumnName": "n"}, "AggregationFunction": {"SimpleNumericalAggregation": "MODE"}}}`),
		`The visual has fields of two data sets, "S" and "U".`:                            `{"KPIVisual": {"VisualId": "v", "ChartConfiguration": {"FieldWells": {"Values": [` + field("S", "n") + `], "TargetValues": [` + field("U", "n") + `]}}}}`,
	} {
		_, _, err := Compile(decode(t, oneSheet(`"Visuals": [`+v+`]`)), Ask{SheetID: "sheet", VisualID: "v", Now: now})
		wantError(t, err, "Unsupported", says)
	}
}
