package definition

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"
	"github.com/google/go-cmp/cmp"

	"interlaken/visual"
)

// oneSheet is a definition of one sheet with these members.
func oneSheet(members string) string {
	return `{"DataSetIdentifierDeclarations": [{"Identifier": "S", "DataSetArn": "arn:s"}], "Sheets": [{"SheetId": "sheet", ` + members + `}]` + parameters + `}`
}

func placesOf(t *testing.T, members string) map[string]Place {
	t.Helper()
	placed := map[string]Place{}
	for _, e := range Lay(decode(t, oneSheet(members)), Ask{Now: now}).Sheets[0].Elements {
		placed[e.ID] = e.Place
	}
	return placed
}

const fourVisuals = `"TextBoxes": [{"SheetTextBoxId": "text", "Content": "x"}], "Visuals": [{"KPIVisual": {"VisualId": "k"}}, {"BarChartVisual": {"VisualId": "b"}}, {"TableVisual": {"VisualId": "t"}}, {"PieChartVisual": {"VisualId": "p"}}]`

// TestPlaces: elements stand where a layout puts them; without one they flow, and nothing leaves the grid.
func TestPlaces(t *testing.T) {
	for name, test := range map[string]struct {
		layout string
		want   map[string]Place
	}{
		"no layout": {``, map[string]Place{"text": {0, 0, 36, 3}, "k": {0, 3, 12, 6}, "b": {12, 3, 18, 12}, "t": {0, 15, 36, 12}, "p": {0, 27, 18, 12}}},
		"a grid, part of it": {
			`, "Layouts": [{"Configuration": {"GridLayout": {"Elements": [
				{"ElementId": "k", "ElementType": "VISUAL", "ColumnIndex": 30, "ColumnSpan": 12, "RowIndex": 2, "RowSpan": 5},
				{"ElementId": "b", "ElementType": "VISUAL", "ColumnSpan": 18, "RowSpan": 4}, {"ElementId": "t", "ElementType": "VISUAL", "ColumnSpan": 18, "RowSpan": 6},
				{"ElementId": "c", "ElementType": "FILTER_CONTROL", "ColumnSpan": 18, "RowSpan": 6}]}}}]`,
			map[string]Place{"k": {24, 2, 12, 5}, "b": {0, 7, 18, 4}, "t": {18, 7, 18, 6}, "text": {0, 13, 36, 3}, "p": {0, 16, 18, 12}},
		},
		"pixels": {
			`, "Layouts": [{"Configuration": {"FreeFormLayout": {"CanvasSizeOptions": {"ScreenCanvasSizeOptions": {"OptimizedViewPortWidth": "1000px"}}, "Elements": [
				{"ElementId": "k", "ElementType": "VISUAL", "XAxisLocation": "0px", "YAxisLocation": "0px", "Width": "500px", "Height": "400px"},
				{"ElementId": "b", "ElementType": "VISUAL", "XAxisLocation": "500px", "YAxisLocation": "0px", "Width": "9999px", "Height": "400px"},
				{"ElementId": "t", "ElementType": "VISUAL", "XAxisLocation": "0px", "YAxisLocation": "400px", "Width": "1000px", "Height": "wide"},
				{"ElementId": "p", "ElementType": "VISUAL", "Visibility": "HIDDEN", "XAxisLocation": "0px", "YAxisLocation": "400px", "Width": "1000px", "Height": "1px"}]}}}]`,
			map[string]Place{"k": {0, 0, 18, 10}, "b": {0, 0, 36, 10}, "text": {0, 10, 36, 3}, "t": {0, 13, 36, 12}},
		},
	} {
		if diff := cmp.Diff(test.want, placesOf(t, fourVisuals+test.layout)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

// TestTitles: the author's title, else one made of the fields; none where it is hidden.
func TestTitles(t *testing.T) {
	wells := func(kind, values, groups string) string {
		return fmt.Sprintf(`"ChartConfiguration": {"FieldWells": {%q: {"Values": [%s], "Category": [%s]}}}`, kind, values, groups)
	}
	amount := `{"NumericalMeasureField": {"FieldId": "a", "Column": {"DataSetIdentifier": "S", "ColumnName": "amount"}, "AggregationFunction": {"SimpleNumericalAggregation": "AVERAGE"}}}`
	count := `{"CategoricalMeasureField": {"FieldId": "c", "Column": {"DataSetIdentifier": "S", "ColumnName": "complaint"}, "AggregationFunction": "DISTINCT_COUNT"}}`
	state := `{"CategoricalDimensionField": {"FieldId": "s", "Column": {"DataSetIdentifier": "S", "ColumnName": "state"}}}`
	bars := "BarChartAggregatedFieldWells"
	for visual, want := range map[string][2]string{
		`{"BarChartVisual": {"VisualId": "v", ` + wells(bars, amount+","+count, state+","+state) + `}}`: {"Average amount and Distinct count of complaint by state", ""},
		`{"BarChartVisual": {"VisualId": "v", ` + wells(bars, "", "") + `}}`:                            {"Bar chart", ""},
		`{"PivotTableVisual": {"VisualId": "v"}}`:                                                       {"Pivot table", ""},
		`{"KPIVisual": {"VisualId": "v"}}`:                                                              {"KPI", ""},
		`{"TableVisual": {"VisualId": "v", "ChartConfiguration": {"FieldWells": {"TableUnaggregatedFieldWells": {"Values": [{"FieldId": "x", "Column": {"DataSetIdentifier": "S", "ColumnName": "state"}}, {"FieldId": "y", "Column": {"DataSetIdentifier": "S", "ColumnName": "amount"}}]}}}}}`: {"state and amount", ""},
		`{"KPIVisual": {"VisualId": "v", "Title": {"FormatText": {"PlainText": " Mine "}}, "Subtitle": {"FormatText": {"RichText": "<visual-subtitle>of <b>${two}</b> <parameter>${two}</parameter>, <parameter>${null}</parameter></visual-subtitle>"}}}}`:                                      {"Mine", "of ${two} a, b, –"},
		`{"KPIVisual": {"VisualId": "v", "Title": {"Visibility": "HIDDEN", "FormatText": {"PlainText": "Mine"}}, "Subtitle": {"Visibility": "HIDDEN", "FormatText": {"PlainText": "x"}}}}`:                                                                                                       {"", ""},
	} {
		e := Lay(decode(t, oneSheet(`"Visuals": [`+visual+`]`)), Ask{Now: now}).Sheets[0].Elements[0]
		if e.Title != want[0] || e.Subtitle != want[1] {
			t.Errorf("%s is called %q, %q, want %q", visual, e.Title, e.Subtitle, want)
		}
	}
}

// TestDrawnSettingsAreTheSDKs: each line of the table names a type of the SDK and members that it has, so that a slip of
// the pen draws nothing by itself.
func TestDrawnSettingsAreTheSDKs(t *testing.T) {
	known := map[string]reflect.Type{}
	var collect func(reflect.Type)
	collect = func(r reflect.Type) {
		for r.Kind() == reflect.Pointer || r.Kind() == reflect.Slice {
			r = r.Elem()
		}
		if r.Kind() != reflect.Struct || known[r.Name()] != nil {
			return
		}
		known[r.Name()] = r
		for i := range r.NumField() {
			if r.Field(i).IsExported() {
				collect(r.Field(i).Type)
			}
		}
	}
	collect(reflect.TypeFor[types.Visual]())
	if len(drawnTypes) < 60 {
		t.Fatalf("the table has %d lines", len(drawnTypes))
	}
	for name, line := range drawnTypes {
		r := known[name]
		if r == nil {
			t.Errorf("%s is no type of a visual's definition", name)
			continue
		}
		members := []string{line.neutral}
		for member := range line.members {
			members = append(members, member)
		}
		for _, member := range members {
			f, found := r.FieldByName(member)
			if member != "" && !found {
				t.Errorf("%s has no member %s", name, member)
				continue
			}
			allowed := slices.Concat(line.members[member].values)
			if member == line.neutral {
				allowed = append(allowed, line.neutralValues...)
			}
			if len(allowed) == 0 {
				continue
			}
			method := reflect.New(f.Type).Elem().MethodByName("Values")
			if !method.IsValid() {
				t.Errorf("%s.%s is no choice of values", name, member)
				continue
			}
			var offered []string
			for _, v := range method.Call(nil)[0].Seq2() {
				offered = append(offered, v.String())
			}
			for _, value := range allowed {
				if !slices.Contains(offered, value) {
					t.Errorf("%s.%s has no value %s, only %v", name, member, value, offered)
				}
			}
		}
	}
}

// TestNotDrawn: what is set and not drawn is told by its path, once, and what changes nothing is not.
func TestNotDrawn(t *testing.T) {
	field := `{"CategoricalDimensionField": {"FieldId": "%s", "Column": {"DataSetIdentifier": "S", "ColumnName": "state"}}}`
	amount := `{"NumericalMeasureField": {"FieldId": "a", "Column": {"DataSetIdentifier": "S", "ColumnName": "amount"}, "FormatConfiguration": {"FormatConfiguration": {"NumberDisplayFormatConfiguration": {"NumberScale": "LAKHS", "NegativeValueConfiguration": {"DisplayMode": "POSITIVE"}}}}}}`
	text := oneSheet(`"Visuals": [{"BarChartVisual": {"VisualId": "v", "Title": {"FormatText": {"RichText": "<visual-title><inline color=\"#f00\">x</inline></visual-title>"}},
		"Actions": [{"CustomActionId": "on", "Status": "ENABLED", "Name": "x"}, {"CustomActionId": "off", "Status": "DISABLED", "Name": "y"}], "ColumnHierarchies": [],
		"ChartConfiguration": {"BarsArrangement": "STACKED_PERCENT", "Orientation": "VERTICAL", "DataLabels": {"Visibility": "HIDDEN", "Overlap": "DISABLE_OVERLAP"},
			"Legend": {"Visibility": "VISIBLE", "Width": "100px"}, "CategoryAxis": {"ScrollbarOptions": {"Visibility": "HIDDEN"}, "AxisOffset": "10px"},
			"SortConfiguration": {"CategorySort": [{"FieldSort": {"FieldId": "gone", "Direction": "ASC"}}], "CategoryItemsLimit": {"OtherCategories": "INCLUDE"}, "ColorItemsLimit": {"ItemsLimit": 5, "OtherCategories": "INCLUDE"}},
			"FieldWells": {"BarChartAggregatedFieldWells": {"Category": [` + fmt.Sprintf(field, "c") + `, ` + fmt.Sprintf(field, "d") + `], "Colors": [` + fmt.Sprintf(field, "e") + `],
				"SmallMultiples": [` + fmt.Sprintf(field, "f") + `], "Values": [` + amount + `, ` + strings.Replace(amount, `"a"`, `"b"`, 1) + `]}}}}}]`)
	wells := "ChartConfiguration.FieldWells.BarChartAggregatedFieldWells."
	scale := ".NumericalMeasureField.FormatConfiguration.FormatConfiguration.NumberDisplayFormatConfiguration.NumberScale"
	want := []string{
		"Actions[0]", "ChartConfiguration.BarsArrangement", "ChartConfiguration.CategoryAxis.AxisOffset", wells + "Category[1]", wells + "SmallMultiples", wells + "Values[0]" + scale,
		wells + "Values[1]", wells + "Values[1]" + scale, "ChartConfiguration.Legend.Width", "ChartConfiguration.SortConfiguration.CategorySort",
		"Title.FormatText.RichText",
	}
	got := Lay(decode(t, text), Ask{Now: now}).Sheets[0].Elements[0].NotDrawn
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("not drawn (-want +got):\n%s", diff)
	}
}

// TestParameterControls: a control of a parameter sets what filters compare with, within what the definition lists.
func TestParameterControls(t *testing.T) {
	text := oneKPI(group(`{"CategoryFilter": {`+on("state")+`, "Configuration": {"CustomFilterConfiguration": {"MatchOperator": "EQUALS", "ParameterName": "two", "NullOption": "NON_NULLS_ONLY"}}}}`), parameters)
	text = strings.Replace(text, `"SheetId": "sheet", `, `"SheetId": "sheet", "ParameterControls": [
		{"Dropdown": {"ParameterControlId": "p", "Title": "Which", "SourceParameterName": "two", "Type": "MULTI_SELECT", "SelectableValues": {"Values": ["a", "b", "c"]}}},
		{"List": {"ParameterControlId": "q", "Title": "Limit", "SourceParameterName": "limit", "Type": "SINGLE_SELECT", "SelectableValues": {"LinkToDataSetColumn": {"DataSetIdentifier": "S", "ColumnName": "n"}}}},
		{"Slider": {"ParameterControlId": "s", "Title": "Limit", "SourceParameterName": "limit", "MinimumValue": 0, "MaximumValue": 1, "StepSize": 1}}], `, 1)
	def := decode(t, text)
	controls := Lay(def, Ask{Now: now}).Sheets[0].Controls
	if len(controls) != 2 || controls[0].ID != "p" || !slices.Equal(controls[0].Options, []string{"a", "b", "c"}) || !slices.Equal(controls[0].Default.Texts, []string{"a", "b"}) ||
		!slices.Equal(controls[0].VisualIDs, []string{"kpi"}) || controls[1].Multiple || controls[1].VisualIDs != nil || !slices.Equal(controls[1].Default.Texts, []string{"12.5"}) {
		t.Errorf("controls: %+v", controls)
	}
	got, err := kpiFilters(t, text, ControlValue{ControlID: "p", Texts: []string{"c"}})
	if diff := cmp.Diff([]Filter{{Column: "state", In: []string{"c"}, Nulls: nonNulls}}, got); diff != "" || err != nil {
		t.Errorf("%v (-want +got):\n%s", err, diff)
	}
	for says, value := range map[string]ControlValue{
		`Control "p" does not offer the value "d".`: {ControlID: "p", Texts: []string{"d"}},
		`Control "q" takes numbers, not "NaN".`:     {ControlID: "q", Texts: []string{"NaN"}},
		`Control "q" takes one value, not 2.`:       {ControlID: "q", Texts: []string{"1", "2"}},
		`Control "s" takes numbers, not "much".`:    {ControlID: "s", Texts: []string{"much"}},
	} {
		_, err := kpiFilters(t, text, value)
		wantError(t, err, "Validation", says)
	}
	fixed, err := Values(def, Ask{SheetID: "sheet", ControlID: "p", Now: now})
	if err != nil || !slices.Equal(fixed.Options, []string{"a", "b", "c"}) || fixed.Query.DataSetARN != "" {
		t.Errorf("offer: %+v, %v", fixed, err)
	}
	asked, err := Values(def, Ask{SheetID: "sheet", ControlID: "q", Now: now})
	if err != nil || asked.Query.DataSetARN != "arn:s" || asked.Query.Groups[0].Column != "n" || asked.Spec.Kind != visual.Values {
		t.Errorf("offer: %+v, %v", asked, err)
	}
}
