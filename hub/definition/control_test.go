package definition

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// withControls is the definition of a KPI with one filter, whose id is f, and with controls.
func withControls(filter, filterControls, parameterControls string) string {
	return strings.Replace(oneKPI(group(filter), parameters), `"SheetId": "sheet", `, `"SheetId": "sheet", "FilterControls": [`+filterControls+`], "ParameterControls": [`+parameterControls+`], `, 1)
}

// TestControlsOfFilters: each kind of control sets the filters that it can, and takes what fits it.
func TestControlsOfFilters(t *testing.T) {
	begins := `{"CategoryFilter": {` + on("state") + `, "Configuration": {"CustomFilterConfiguration": {"MatchOperator": "STARTS_WITH", "CategoryValue": "C", "NullOption": "NON_NULLS_ONLY"}}}}`
	rising := `{"NumericRangeFilter": {` + on("n") + `, "NullOption": "NON_NULLS_ONLY", "IncludeMinimum": true, "RangeMinimum": {"StaticValue": 1}%s}}`
	equal := `{"NumericEqualityFilter": {` + on("n") + `, "NullOption": "NON_NULLS_ONLY", "MatchOperator": "EQUALS", "Value": 1%s}}`
	that := `{"TimeEqualityFilter": {` + on("day") + `, "TimeGranularity": "MONTH", "Value": "2020-02-10T00:00:00Z"}}`
	control := func(kind, more string) string {
		return `{"` + kind + `": {"FilterControlId": "c", "SourceFilterId": "f"` + more + `}}`
	}
	plain := func(filter string) string { return strings.Replace(filter, "%s", "", 1) }
	number := func(from, to string) []Filter {
		return []Filter{{Column: "n", Range: &Range{From: from, To: to, IncludeFrom: true}, Nulls: nonNulls}}
	}
	all := func(column string) []Filter { return []Filter{{Column: column, NotIn: []string{}, Nulls: nonNulls}} }
	for name, test := range map[string]struct {
		filter, control string
		value           ControlValue
		want            []Filter
		says            string
	}{
		"text":            {begins, control("TextField", ""), ControlValue{Texts: []string{"N"}}, []Filter{{Column: "state", Match: "N", MatchOperator: "STARTS_WITH", Nulls: nonNulls}}, ""},
		"no text":         {begins, control("TextField", ""), ControlValue{}, all("state"), ""},
		"texts":           {begins, control("TextField", ""), ControlValue{Texts: []string{"N", "M"}}, nil, `Control "c" takes one value, not 2.`},
		"number as text":  {plain(equal), control("TextField", ""), ControlValue{Texts: []string{"7"}}, []Filter{{Column: "n", Range: &Range{From: "7", To: "7", IncludeFrom: true, IncludeTo: true}, Nulls: nonNulls}}, ""},
		"word for number": {plain(equal), control("TextField", ""), ControlValue{Texts: []string{"many"}}, nil, `Control "c" takes numbers, not "many".`},
		"slider":          {plain(rising), control("Slider", `, "Type": "SINGLE_POINT"`), ControlValue{Texts: []string{"5"}}, number("5", ""), ""},
		"slider of two":   {plain(rising), control("Slider", `, "Type": "RANGE"`), ControlValue{Texts: []string{"5", "9"}}, number("5", "9"), ""},
		"half a slider":   {plain(rising), control("Slider", `, "Type": "RANGE"`), ControlValue{Texts: []string{"5"}}, nil, `Control "c" takes a least and a greatest number.`},
		"open slider":     {plain(rising), control("Slider", `, "Type": "RANGE"`), ControlValue{}, all("n"), ""},
		"slider of all sheets": {
			strings.Replace(rising, "%s", `, "DefaultFilterControlConfiguration": {"Title": "N", "ControlOptions": {"DefaultSliderOptions": {"Type": "RANGE", "MinimumValue": 0, "MaximumValue": 9, "StepSize": 1}}}`, 1),
			control("CrossSheet", ""),
			ControlValue{Texts: []string{"2", "3"}},
			number("2", "3"), "",
		},
		"text of all sheets": {
			strings.Replace(equal, "%s", `, "DefaultFilterControlConfiguration": {"Title": "N", "ControlOptions": {"DefaultTextFieldOptions": {}}}`, 1),
			control("CrossSheet", ""),
			ControlValue{Texts: []string{"2"}},
			[]Filter{{Column: "n", Range: &Range{From: "2", To: "2", IncludeFrom: true, IncludeTo: true}, Nulls: nonNulls}},
			"",
		},
		"day": {
			that, control("DateTimePicker", `, "Type": "SINGLE_VALUED"`),
			ControlValue{From: "2021-05-06"},
			[]Filter{{Column: "day", Range: &Range{From: "2021-05-01T00:00:00", To: "2021-06-01T00:00:00", IncludeFrom: true, Date: true}, Nulls: nonNulls}},
			"",
		},
		"two days":           {that, control("DateTimePicker", `, "Type": "SINGLE_VALUED"`), ControlValue{From: "2021-05-06", To: "2021-05-07"}, nil, `Control "c" takes one day such as 2021-03-31, as From.`},
		"no day":             {that, control("DateTimePicker", `, "Type": "SINGLE_VALUED"`), ControlValue{}, all("day"), ""},
		"slider of texts":    {begins, control("Slider", ""), ControlValue{Texts: []string{"5"}}, nil, `Sheet "sheet" has no control "c" that can be set.`},
		"list of parts":      {begins, control("List", ""), ControlValue{Texts: []string{"5"}}, nil, `Sheet "sheet" has no control "c" that can be set.`},
		"relative of a date": {that, control("RelativeDateTime", ""), ControlValue{}, nil, `Sheet "sheet" has no control "c" that can be set.`},
	} {
		test.value.ControlID = "c"
		got, err := kpiFilters(t, withControls(test.filter, test.control, ""), test.value)
		if test.says != "" {
			wantError(t, err, "Validation", test.says)
			continue
		}
		if diff := cmp.Diff(test.want, got); diff != "" || err != nil {
			t.Errorf("%s: %v (-want +got):\n%s", name, err, diff)
		}
	}
	parts := strings.Replace(begins, "STARTS_WITH", "CONTAINS", 1)
	_, err := kpiFilters(t, withControls(parts, control("TextArea", ""), ""), ControlValue{ControlID: "c", Texts: []string{"N", "M"}})
	wantError(t, err, "Unsupported", `The filter of "state" compares with "CONTAINS" and can be set to one text.`)
	if shown := Lay(decode(t, withControls(begins, control("TextField", ""), "")), Ask{Now: now}).Sheets[0].Controls; len(shown) != 0 {
		t.Errorf("a page has no place for %+v", shown)
	}
}

// TestControlsOfParameters: texts, sliders and pickers of a day set parameters of their type.
func TestControlsOfParameters(t *testing.T) {
	control := func(kind, parameter string) string {
		return `{"` + kind + `": {"ParameterControlId": "c", "SourceParameterName": "` + parameter + `"}}`
	}
	state := `{"CategoryFilter": {` + on("state") + `, "Configuration": {"CustomFilterConfiguration": {"MatchOperator": "EQUALS", "ParameterName": "two", "NullOption": "NON_NULLS_ONLY"}}}}`
	limit := `{"NumericRangeFilter": {` + on("n") + `, "NullOption": "NON_NULLS_ONLY", "RangeMinimum": {"Parameter": "limit"}}}`
	day := `{"TimeRangeFilter": {` + on("day") + `, "NullOption": "NON_NULLS_ONLY", "IncludeMinimum": true, "TimeGranularity": "DAY", "RangeMinimumValue": {"Parameter": "today"}}}`
	for _, test := range []struct {
		filter, control string
		value           ControlValue
		want            Filter
	}{
		{state, control("TextArea", "two"), ControlValue{Texts: []string{"x", "y"}}, Filter{Column: "state", In: []string{"x", "y"}, Nulls: nonNulls}},
		{limit, control("TextField", "limit"), ControlValue{Texts: []string{"8"}}, Filter{Column: "n", Range: &Range{From: "8"}, Nulls: nonNulls}},
		{limit, control("Slider", "limit"), ControlValue{Texts: []string{"9"}}, Filter{Column: "n", Range: &Range{From: "9"}, Nulls: nonNulls}},
		{day, control("DateTimePicker", "today"), ControlValue{From: "2020-01-02"}, Filter{Column: "day", Range: &Range{From: "2020-01-02T00:00:00", IncludeFrom: true, Date: true}, Nulls: nonNulls}},
	} {
		test.value.ControlID = "c"
		got, err := kpiFilters(t, withControls(test.filter, "", test.control), test.value)
		if diff := cmp.Diff([]Filter{test.want}, got); diff != "" || err != nil {
			t.Errorf("%s: %v (-want +got):\n%s", test.control, err, diff)
		}
	}
	_, err := kpiFilters(t, withControls(state, "", control("Slider", "two")), ControlValue{ControlID: "c", Texts: []string{"1"}})
	wantError(t, err, "Validation", `Sheet "sheet" has no control "c" that can be set.`)
}

// TestCascade: a list offers the values beside what the controls that it depends on are set to, by default or by hand.
func TestCascade(t *testing.T) {
	filter := `{"CategoryFilter": {` + on("state") + `, "Configuration": {"FilterListConfiguration": {"MatchOperator": "CONTAINS", "CategoryValues": ["CA"], "NullOption": "NON_NULLS_ONLY"}}}}`
	text := withControls(filter, `{"Dropdown": {"FilterControlId": "states", "SourceFilterId": "f"}}`, `{"Dropdown": {"ParameterControlId": "products", "SourceParameterName": "two",
		"SelectableValues": {"LinkToDataSetColumn": {"DataSetIdentifier": "S", "ColumnName": "product"}},
		"CascadingControlConfiguration": {"SourceControls": [{"SourceSheetControlId": "states", "ColumnToMatch": {"DataSetIdentifier": "S", "ColumnName": "state"}}]}}}`)
	for _, test := range []struct {
		values []ControlValue
		want   []Filter
	}{
		{nil, []Filter{{Column: "state", In: []string{"CA"}}}},
		{[]ControlValue{{ControlID: "states", Texts: []string{"NY", "NJ"}}}, []Filter{{Column: "state", In: []string{"NY", "NJ"}}}},
		{[]ControlValue{{ControlID: "states"}}, nil},
	} {
		offer, err := Values(decode(t, text), Ask{SheetID: "sheet", ControlID: "products", Now: now, Values: test.values, Columns: kpiColumns})
		if diff := cmp.Diff(test.want, offer.Query.Filters); diff != "" || err != nil {
			t.Errorf("%+v: %v (-want +got):\n%s", test.values, err, diff)
		}
	}
	_, err := Values(decode(t, strings.Replace(text, `"SourceSheetControlId": "states"`, `"SourceSheetControlId": "gone"`, 1)), Ask{SheetID: "sheet", ControlID: "products", Now: now})
	wantError(t, err, "Unsupported", `The values of a control depend on the control "gone", which is no list of the sheet.`)
}
