package definition

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"interlaken/fault"
)

// oneKPI is a definition of one KPI over the data set S, with filter groups, parameters and further members.
func oneKPI(filterGroups, more string) string {
	return `{"DataSetIdentifierDeclarations": [{"Identifier": "S", "DataSetArn": "arn:s"}, {"Identifier": "T", "DataSetArn": "arn:t"}],
		"CalculatedFields": [{"DataSetIdentifier": "S", "Name": "margin", "Expression": "{a}/{b}"}, {"DataSetIdentifier": "S", "Name": "ratio", "Expression": "sum({margin})/count({b})"},
			{"DataSetIdentifier": "S", "Name": "lost", "Expression": "{nowhere} + 1"}],
		"Sheets": [{"SheetId": "sheet", "Visuals": [{"KPIVisual": {"VisualId": "kpi", "ChartConfiguration": {"FieldWells": {"Values": [
			{"NumericalMeasureField": {"FieldId": "v", "Column": {"DataSetIdentifier": "S", "ColumnName": "amount"}}}]}}}}]}],
		"FilterGroups": [` + filterGroups + `]` + more + `}`
}

// group is a filter group for all sheets and one data set.
func group(filters string) string {
	return `{"FilterGroupId": "g", "CrossDataset": "SINGLE_DATASET", "Status": "ENABLED", "ScopeConfiguration": {"AllSheets": {}}, "Filters": [` + filters + `]}`
}

// on begins a filter of a column.
func on(column string) string {
	return fmt.Sprintf(`"FilterId": "f", "Column": {"DataSetIdentifier": "S", "ColumnName": %q}`, column)
}

func kpiFilters(t *testing.T, definition string, values ...ControlValue) ([]Filter, error) {
	t.Helper()
	query, _, err := Compile(decode(t, definition), Ask{SheetID: "sheet", VisualID: "kpi", Now: now, Values: values, Columns: kpiColumns})
	return query.Filters, err
}

// kpiColumns are the columns of S; those of T are not known.
func kpiColumns(arn string) []string {
	return map[string][]string{"arn:s": {"a", "amount", "b", "channel", "day", "n", "product", "state", "x"}}[arn]
}

const nonNulls = "NON_NULLS_ONLY"

// parameters that the tests below compare with.
const parameters = `, "ParameterDeclarations": [
	{"StringParameterDeclaration": {"Name": "all", "ParameterValueType": "MULTI_VALUED", "DefaultValues": {}}},
	{"StringParameterDeclaration": {"Name": "two", "ParameterValueType": "MULTI_VALUED", "DefaultValues": {"StaticValues": ["a", "b"]}}},
	{"StringParameterDeclaration": {"Name": "null", "ParameterValueType": "SINGLE_VALUED", "ValueWhenUnset": {"ValueWhenUnsetOption": "NULL"}}},
	{"StringParameterDeclaration": {"Name": "person", "ParameterValueType": "SINGLE_VALUED", "DefaultValues": {"StaticValues": ["x"], "DynamicValue": {"DefaultValueColumn": {"DataSetIdentifier": "S", "ColumnName": "x"}}}}},
	{"StringParameterDeclaration": {"Name": "nulls", "ParameterValueType": "MULTI_VALUED", "ValueWhenUnset": {"ValueWhenUnsetOption": "NULL"}}},
	{"IntegerParameterDeclaration": {"Name": "few", "ParameterValueType": "SINGLE_VALUED", "DefaultValues": {"StaticValues": [3]}}},
	{"DecimalParameterDeclaration": {"Name": "unset", "ParameterValueType": "SINGLE_VALUED", "ValueWhenUnset": {"ValueWhenUnsetOption": "RECOMMENDED_VALUE"}}},
	{"DecimalParameterDeclaration": {"Name": "limit", "ParameterValueType": "SINGLE_VALUED", "DefaultValues": {"StaticValues": [12.5]}}},
	{"DateTimeParameterDeclaration": {"Name": "today", "DefaultValues": {"RollingDate": {"Expression": "truncDate('DD', now())"}}}}]`

// TestFilters: what each kind of filter becomes.
func TestFilters(t *testing.T) {
	text := func(configuration string) string {
		return `{"CategoryFilter": {` + on("state") + `, "Configuration": {` + configuration + `}}}`
	}
	for name, test := range map[string]struct {
		filter string
		want   []Filter
	}{
		"list": {
			text(`"FilterListConfiguration": {"MatchOperator": "CONTAINS", "CategoryValues": ["CA", "NY"], "NullOption": "ALL_VALUES"}`),
			[]Filter{{Column: "state", In: []string{"CA", "NY"}, Nulls: "ALL_VALUES"}},
		},
		"list of nothing": {
			text(`"FilterListConfiguration": {"MatchOperator": "CONTAINS", "CategoryValues": [], "NullOption": "NON_NULLS_ONLY"}`),
			[]Filter{{Column: "state", In: []string{}, Nulls: nonNulls}},
		},
		"all others": {
			text(`"FilterListConfiguration": {"MatchOperator": "DOES_NOT_CONTAIN", "CategoryValues": ["CA"], "NullOption": "NON_NULLS_ONLY"}`),
			[]Filter{{Column: "state", NotIn: []string{"CA"}, Nulls: nonNulls}},
		},
		"all and nulls": {text(`"FilterListConfiguration": {"MatchOperator": "CONTAINS", "SelectAllOptions": "FILTER_ALL_VALUES", "NullOption": "ALL_VALUES"}`), nil},
		"nulls": {
			text(`"FilterListConfiguration": {"MatchOperator": "CONTAINS", "CategoryValues": ["CA"], "NullOption": "NULLS_ONLY"}`),
			[]Filter{{Column: "state", NotIn: []string{}, Nulls: "NULLS_ONLY"}},
		},
		"custom list": {
			text(`"CustomFilterListConfiguration": {"MatchOperator": "CONTAINS", "CategoryValues": ["CA"], "NullOption": "NON_NULLS_ONLY"}`),
			[]Filter{{Column: "state", In: []string{"CA"}, Nulls: nonNulls}},
		},
		"part of a text": {
			text(`"CustomFilterConfiguration": {"MatchOperator": "STARTS_WITH", "CategoryValue": "New", "NullOption": "NON_NULLS_ONLY"}`),
			[]Filter{{Column: "state", Match: "New", MatchOperator: "STARTS_WITH", Nulls: nonNulls}},
		},
		"parameter of two": {
			text(`"CustomFilterConfiguration": {"MatchOperator": "EQUALS", "ParameterName": "two", "NullOption": "NON_NULLS_ONLY"}`),
			[]Filter{{Column: "state", In: []string{"a", "b"}, Nulls: nonNulls}},
		},
		"parameter of all": {
			text(`"CustomFilterConfiguration": {"MatchOperator": "EQUALS", "ParameterName": "all", "NullOption": "NON_NULLS_ONLY"}`),
			[]Filter{{Column: "state", NotIn: []string{}, Nulls: nonNulls}},
		},
		"numbers": {
			`{"NumericRangeFilter": {` + on("n") + `, "NullOption": "NON_NULLS_ONLY", "IncludeMinimum": true, "RangeMinimum": {"StaticValue": 0.1}, "RangeMaximum": {"Parameter": "limit"}}}`,
			[]Filter{{Column: "n", Range: &Range{From: "0.1", To: "12.5", IncludeFrom: true}, Nulls: nonNulls}},
		},
		"a number": {
			`{"NumericEqualityFilter": {` + on("n") + `, "NullOption": "NON_NULLS_ONLY", "MatchOperator": "EQUALS", "Value": 1}}`,
			[]Filter{{Column: "n", Range: &Range{From: "1", To: "1", IncludeFrom: true, IncludeTo: true}, Nulls: nonNulls}},
		},
		"whole days": {
			`{"TimeRangeFilter": {` + on("day") + `, "NullOption": "NON_NULLS_ONLY", "TimeGranularity": "DAY", "IncludeMinimum": true, "IncludeMaximum": true,
				"RangeMinimumValue": {"StaticValue": "2018-01-01T00:00:00Z"}, "RangeMaximumValue": {"StaticValue": "2021-12-31T00:00:00Z"}}}`,
			[]Filter{{Column: "day", Range: &Range{From: "2018-01-01T00:00:00", To: "2022-01-01T00:00:00", IncludeFrom: true, Date: true}, Nulls: nonNulls}},
		},
		"days between": {
			`{"TimeRangeFilter": {` + on("day") + `, "NullOption": "NON_NULLS_ONLY", "TimeGranularity": "DAY",
				"RangeMinimumValue": {"StaticValue": "2018-01-01T12:00:00Z"}, "RangeMaximumValue": {"Parameter": "today"}}}`,
			[]Filter{{Column: "day", Range: &Range{From: "2018-01-02T00:00:00", To: "2021-07-15T00:00:00", IncludeFrom: true, Date: true}, Nulls: nonNulls}},
		},
		"numbers without a bound": {
			`{"NumericRangeFilter": {` + on("n") + `, "NullOption": "NON_NULLS_ONLY"}}`,
			[]Filter{{Column: "n", NotIn: []string{}, Nulls: nonNulls}},
		},
		"numbers from what nobody set": {
			`{"NumericRangeFilter": {` + on("n") + `, "NullOption": "ALL_VALUES", "RangeMinimum": {"Parameter": "unset"}, "RangeMaximum": {"StaticValue": 5}}}`,
			[]Filter{{Column: "n", Range: &Range{To: "5"}, Nulls: "ALL_VALUES"}},
		},
		"any number": {`{"NumericRangeFilter": {` + on("n") + `, "NullOption": "ALL_VALUES", "SelectAllOptions": "FILTER_ALL_VALUES"}}`, nil},
		"all other numbers": {
			`{"NumericEqualityFilter": {` + on("n") + `, "NullOption": "ALL_VALUES", "MatchOperator": "DOES_NOT_EQUAL", "ParameterName": "limit"}}`,
			[]Filter{{Column: "n", NotIn: []string{"12.5"}, Nulls: "ALL_VALUES"}},
		},
		"groups by their sum": {
			`{"NumericRangeFilter": {` + on("n") + `, "NullOption": "NON_NULLS_ONLY", "AggregationFunction": {"NumericalAggregationFunction": {"SimpleNumericalAggregation": "SUM"}}, "RangeMinimum": {"StaticValue": 1}}}`,
			[]Filter{{Column: "n", Range: &Range{From: "1"}, Nulls: nonNulls, Aggregation: Sum}},
		},
		"groups by a percentile": {
			`{"NumericEqualityFilter": {` + on("n") + `, "NullOption": "NON_NULLS_ONLY", "AggregationFunction": {"NumericalAggregationFunction": {"PercentileAggregation": {"PercentileValue": 90}}}, "MatchOperator": "EQUALS", "Value": 1}}`,
			[]Filter{{Column: "n", Range: &Range{From: "1", To: "1", IncludeFrom: true, IncludeTo: true}, Nulls: nonNulls, Aggregation: Percentile, Percentile: 90}},
		},
		"groups by a figure of theirs": {
			`{"NumericRangeFilter": {` + on("ratio") + `, "NullOption": "NON_NULLS_ONLY", "AggregationFunction": {"NumericalAggregationFunction": {"SimpleNumericalAggregation": "SUM"}}, "RangeMinimum": {"StaticValue": 1}}}`,
			[]Filter{{Column: "ratio", Range: &Range{From: "1"}, Nulls: nonNulls}},
		},
		"the first ones": {
			`{"TopBottomFilter": {` + on("state") + `, "Limit": 5, "AggregationSortConfigurations": [
				{"Column": {"DataSetIdentifier": "S", "ColumnName": "n"}, "SortDirection": "DESC", "AggregationFunction": {"NumericalAggregationFunction": {"SimpleNumericalAggregation": "AVERAGE"}}},
				{"Column": {"DataSetIdentifier": "S", "ColumnName": "ratio"}, "SortDirection": "ASC"}]}}`,
			[]Filter{{Column: "state", Top: &Top{Limit: 5, By: []Figure{{Column: "n", Aggregation: Average, Descending: true}, {Column: "ratio"}}}}},
		},
		"the last months": {
			`{"TopBottomFilter": {` + on("day") + `, "ParameterName": "few", "TimeGranularity": "MONTH", "AggregationSortConfigurations": [{"Column": {"DataSetIdentifier": "S", "ColumnName": "n"}, "SortDirection": "ASC"}]}}`,
			[]Filter{{Column: "day", Granularity: "MONTH", Top: &Top{Limit: 3, By: []Figure{{Column: "n", Aggregation: Sum}}}}},
		},
		"among others' values": {
			`{"NestedFilter": {` + on("state") + `, "IncludeInnerSet": true, "InnerFilter": {"CategoryInnerFilter": {"Column": {"DataSetIdentifier": "S", "ColumnName": "product"},
				"Configuration": {"FilterListConfiguration": {"MatchOperator": "CONTAINS", "CategoryValues": ["loan"], "NullOption": "NON_NULLS_ONLY"}}}}}}`,
			[]Filter{{Column: "state", Nested: &Nested{Inner: Filter{Column: "product", In: []string{"loan"}, Nulls: nonNulls}}}},
		},
		"not among others' values": {
			`{"NestedFilter": {` + on("state") + `, "IncludeInnerSet": false, "InnerFilter": {"CategoryInnerFilter": {"Column": {"DataSetIdentifier": "S", "ColumnName": "product"},
				"Configuration": {"FilterListConfiguration": {"MatchOperator": "CONTAINS", "SelectAllOptions": "FILTER_ALL_VALUES", "NullOption": "ALL_VALUES"}}}}}}`,
			[]Filter{{Column: "state", Nested: &Nested{Inner: Filter{Column: "product", NotIn: []string{}, Nulls: "ALL_VALUES"}, Except: true}}},
		},
		"days but the last two": {
			`{"TimeRangeFilter": {` + on("day") + `, "NullOption": "NON_NULLS_ONLY", "TimeGranularity": "DAY", "IncludeMinimum": true, "ExcludePeriodConfiguration": {"Amount": 2, "Granularity": "DAY"},
				"RangeMinimumValue": {"StaticValue": "2018-01-01T00:00:00Z"}}}`,
			[]Filter{{Column: "day", Range: &Range{From: "2018-01-01T00:00:00", To: "2021-07-14T00:00:00", IncludeFrom: true, Date: true}, Nulls: nonNulls}},
		},
		"days without a bound": {`{"TimeRangeFilter": {` + on("day") + `, "NullOption": "ALL_VALUES", "TimeGranularity": "DAY"}}`, nil},
		"a list without a choice": {
			text(`"CustomFilterConfiguration": {"MatchOperator": "EQUALS", "ParameterName": "nulls", "NullOption": "NON_NULLS_ONLY"}`),
			[]Filter{{Column: "state", NotIn: []string{}, Nulls: nonNulls}},
		},
		"a month": {
			`{"TimeEqualityFilter": {` + on("day") + `, "TimeGranularity": "MONTH", "Value": "2020-02-10T00:00:00Z"}}`,
			[]Filter{{Column: "day", Range: &Range{From: "2020-02-01T00:00:00", To: "2020-03-01T00:00:00", IncludeFrom: true, Date: true}, Nulls: nonNulls}},
		},
	} {
		got, err := kpiFilters(t, oneKPI(group(test.filter), parameters))
		if diff := cmp.Diff(test.want, got); diff != "" || err != nil {
			t.Errorf("%s: %v (-want +got):\n%s", name, err, diff)
		}
	}
}

// TestFilterThatIsNotUnderstood: the visual fails, because without the filter it would show more than its author meant.
func TestFilterThatIsNotUnderstood(t *testing.T) {
	whole := `{"CategoryFilter": {` + on("state") + `, "Configuration": {"FilterListConfiguration": {"MatchOperator": "CONTAINS", "CategoryValues": ["CA"], "NullOption": "NON_NULLS_ONLY"}}}}`
	for want, groups := range map[string]string{
		`The filter of "state" for its first or last values does not say by what.`:                                                                 group(`{"TopBottomFilter": {` + on("state") + `, "Limit": 5}}`),
		`The filter of "state" for its first or last values keeps none.`:                                                                           group(`{"TopBottomFilter": {` + on("state") + `}}`),
		`The filter of "ratio" for its first or last values is of no column.`:                                                                      group(`{"TopBottomFilter": {` + on("ratio") + `, "Limit": 5}}`),
		`The filter of "state" by another filter's values is of no kind that is understood.`:                                                       group(`{"NestedFilter": {` + on("state") + `}}`),
		`The comparison "IS" of the filter of "n" is not understood.`:                                                                              group(`{"NumericEqualityFilter": {` + on("n") + `, "MatchOperator": "IS", "Value": 1}}`),
		`A percentile is none from 0 to 100.`:                                                                                                      group(`{"NumericRangeFilter": {` + on("n") + `, "AggregationFunction": {"NumericalAggregationFunction": {"PercentileAggregation": {"PercentileValue": 101}}}, "RangeMinimum": {"StaticValue": 1}}}`),
		`The calculated field "lost": line 1:1: There is no field {nowhere}.`:                                                                      group(`{"NumericRangeFilter": {` + on("lost") + `, "RangeMinimum": {"StaticValue": 1}}}`),
		`A filter of the visual is of no kind that is understood.`:                                                                                 group(`{"FilterOfTomorrow": {}}`),
		`Filter group "g" has 2 filters, of which one has to hold, and not all of them are of the visual's data set; such groups are not applied.`: group(whole + "," + strings.Replace(whole, `"DataSetIdentifier": "S"`, `"DataSetIdentifier": "T"`, 1)),
		`The definition declares no parameter "gone".`:                                                                                             group(`{"CategoryFilter": {` + on("state") + `, "Configuration": {"CustomFilterConfiguration": {"MatchOperator": "EQUALS", "ParameterName": "gone"}}}}`),
		`Parameter "null" has no value: it is unset, and then it is NULL.`:                                                                         group(`{"CategoryFilter": {` + on("state") + `, "Configuration": {"CustomFilterConfiguration": {"MatchOperator": "EQUALS", "ParameterName": "null"}}}}`),
		`Parameter "person" has no value: defaults for each person are not looked up.`:                                                             group(`{"CategoryFilter": {` + on("state") + `, "Configuration": {"CustomFilterConfiguration": {"MatchOperator": "EQUALS", "ParameterName": "person"}}}}`),
		`Parameter "two" is not one number, which a filter compares with.`:                                                                         group(`{"NumericRangeFilter": {` + on("n") + `, "RangeMinimum": {"Parameter": "two"}}}`),
		`The filter of "state" compares parts of texts with 2 values; it can with one.`:                                                            group(`{"CategoryFilter": {` + on("state") + `, "Configuration": {"CustomFilterConfiguration": {"MatchOperator": "CONTAINS", "ParameterName": "two"}}}}`),
		`The comparison "SOUNDS_LIKE" of the filter of "state" with a list is not understood.`:                                                     group(strings.Replace(whole, "CONTAINS", "SOUNDS_LIKE", 1)),
		`What the filter of "state" does with rows without a value, "SOME", is not understood.`:                                                    group(strings.Replace(whole, "NON_NULLS_ONLY", "SOME", 1)),
		`The scope of filter group "g" is not understood.`:                                                                                         strings.Replace(group(whole), `"AllSheets": {}`, ``, 1),
		`The rolling date "today()" is not understood.`:                                                                                            group(`{"TimeRangeFilter": {` + on("day") + `, "RangeMinimumValue": {"RollingDate": {"Expression": "today()"}}}}`),
	} {
		_, err := kpiFilters(t, oneKPI(groups, parameters))
		wantError(t, err, "Unsupported", want)
	}
}

// TestScope: a filter holds for the sheets, visuals and data sets that it names, while it is switched on.
func TestScope(t *testing.T) {
	whole := group(`{"CategoryFilter": {` + on("state") + `, "Configuration": {"FilterListConfiguration": {"MatchOperator": "CONTAINS", "CategoryValues": ["CA"], "NullOption": "NON_NULLS_ONLY"}}}}`)
	scoped := func(scope string) string {
		return strings.Replace(whole, `"AllSheets": {}`, `"SelectedSheets": {"SheetVisualScopingConfigurations": [`+scope+`]}`, 1)
	}
	for name, test := range map[string]struct {
		groups string
		want   int
	}{
		"all sheets":         {whole, 1},
		"switched off":       {strings.Replace(whole, "ENABLED", "DISABLED", 1), 0},
		"of another set":     {strings.Replace(whole, `"DataSetIdentifier": "S"`, `"DataSetIdentifier": "T"`, 1), 0},
		"the sheet":          {scoped(`{"SheetId": "sheet", "Scope": "ALL_VISUALS"}`), 1},
		"another sheet":      {scoped(`{"SheetId": "other", "Scope": "ALL_VISUALS"}`), 0},
		"the visual":         {scoped(`{"SheetId": "other", "Scope": "ALL_VISUALS"}, {"SheetId": "sheet", "Scope": "SELECTED_VISUALS", "VisualIds": ["x", "kpi"]}`), 1},
		"another visual":     {scoped(`{"SheetId": "sheet", "Scope": "SELECTED_VISUALS", "VisualIds": ["x"]}`), 0},
		"no visual":          {scoped(`{"SheetId": "sheet", "Scope": "SELECTED_VISUALS"}`), 0},
		"two groups as both": {whole + "," + whole, 2},
	} {
		got, err := kpiFilters(t, oneKPI(test.groups, ""))
		if err != nil || len(got) != test.want {
			t.Errorf("%s: %d filters (%v), want %d", name, len(got), err, test.want)
		}
	}
}

// TestRelativeDates: periods are whole, weeks begin on Sunday, and what is excluded is taken from the end.
func TestRelativeDates(t *testing.T) {
	for more, want := range map[string][2]string{
		`"RelativeDateType": "PREVIOUS", "TimeGranularity": "MONTH"`:                       {"2021-06-01T00:00:00", "2021-07-01T00:00:00"},
		`"RelativeDateType": "THIS", "TimeGranularity": "WEEK"`:                            {"2021-07-11T00:00:00", "2021-07-18T00:00:00"},
		`"RelativeDateType": "LAST", "TimeGranularity": "YEAR", "RelativeDateValue": 3`:    {"2019-01-01T00:00:00", "2022-01-01T00:00:00"},
		`"RelativeDateType": "LAST", "TimeGranularity": "QUARTER", "RelativeDateValue": 1`: {"2021-07-01T00:00:00", "2021-10-01T00:00:00"},
		`"RelativeDateType": "NEXT", "TimeGranularity": "DAY", "RelativeDateValue": 2`:     {"2021-07-15T00:00:00", "2021-07-17T00:00:00"},
		`"RelativeDateType": "NOW", "TimeGranularity": "MONTH"`:                            {"2021-07-01T00:00:00", "2021-07-15T13:45:31"},
		`"RelativeDateType": "LAST", "TimeGranularity": "HOUR", "RelativeDateValue": 24`:   {"2021-07-14T14:00:00", "2021-07-15T14:00:00"},

		`"RelativeDateType": "LAST", "TimeGranularity": "MONTH", "RelativeDateValue": 3, "ExcludePeriodConfiguration": {"Amount": 1, "Granularity": "MONTH", "Status": "ENABLED"}`: {"2021-05-01T00:00:00", "2021-07-01T00:00:00"},
		`"RelativeDateType": "LAST", "TimeGranularity": "DAY", "RelativeDateValue": 3, "ExcludePeriodConfiguration": {"Amount": 1, "Granularity": "DAY", "Status": "DISABLED"}`:    {"2021-07-13T00:00:00", "2021-07-16T00:00:00"},
	} {
		got, err := kpiFilters(t, oneKPI(group(`{"RelativeDatesFilter": {`+on("day")+`, "NullOption": "NON_NULLS_ONLY", "AnchorDateConfiguration": {"AnchorOption": "NOW"}, `+more+`}}`), ""))
		if err != nil || len(got) != 1 {
			t.Errorf("%s: %v, %v", more, got, err)
			continue
		}
		wanted := Filter{Column: "day", Range: &Range{From: want[0], To: want[1], IncludeFrom: true, Date: true}, Nulls: nonNulls}
		if diff := cmp.Diff(wanted, got[0]); diff != "" {
			t.Errorf("%s (-want +got):\n%s", more, diff)
		}
	}
	_, err := kpiFilters(t, oneKPI(group(`{"RelativeDatesFilter": {`+on("day")+`, "RelativeDateType": "SOON", "TimeGranularity": "DAY"}}`), ""))
	wantError(t, err, "Unsupported", `The relative date "SOON" is not understood.`)
	_, err = kpiFilters(t, oneKPI(group(`{"RelativeDatesFilter": {`+on("day")+`, "RelativeDateType": "NEXT", "TimeGranularity": "YEAR", "RelativeDateValue": 90000}}`), ""))
	wantError(t, err, "Unsupported", `The filter of "day" reaches beyond the years 1 to 9999.`)
	_, err = kpiFilters(t, oneKPI(group(`{"RelativeDatesFilter": {`+on("day")+`, "RelativeDateType": "LAST", "TimeGranularity": "CENTURY"}}`), ""))
	wantError(t, err, "Unsupported", `The unit of time "CENTURY" is not understood.`)
}

// TestRollingDates: the three functions of QuickSight's dialogue, and nothing else.
func TestRollingDates(t *testing.T) {
	for expression, want := range map[string]string{
		"now()":                     "2021-07-15T13:45:30",
		" truncDate( 'MM', now() )": "2021-07-01T00:00:00",
		`addDateTime(-1, "YYYY", truncDate('Q',now()))`:       "2020-07-01T00:00:00",
		"addDateTime(7,'mm',addDateTime(1,'DD',now()))":       "2022-02-16T13:45:30",
		"addDateTime(-5, 'MM', addDateTime(16, 'DD', now()))": "2021-02-28T13:45:30",
	} {
		at, err := rolling(expression, now)
		if got := at.Format(moment); err != nil || got != want {
			t.Errorf("%s is %s (%v), want %s", expression, got, err, want)
		}
	}
	for _, expression := range []string{"", "now", "now() now()", "truncDate('XX', now())", "addDateTime(1.5,'DD',now())", "addDateTime(999999999,'DD',now())", strings.Repeat("truncDate('DD',", 50) + "now()"} {
		if at, err := rolling(expression, now); !fault.Is(err, fault.Unsupported) || !at.Equal(time.Time{}) {
			t.Errorf("%q is %v, %v", expression, at, err)
		}
	}
}
