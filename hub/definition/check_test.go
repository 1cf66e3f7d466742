package definition

import (
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"
	"github.com/google/go-cmp/cmp"
)

// checkedColumns are the columns of S with their types.
var checkedColumns = OutputColumns{"S": {{"state", types.ColumnDataTypeString}, {"n", types.ColumnDataTypeInteger}, {"day", types.ColumnDataTypeDatetime}, {"vague", ""}}}

// TestCheck: each kind of problem is told by its type and its place, and a sound definition has none.
func TestCheck(t *testing.T) {
	const sound = `{"DataSetIdentifierDeclarations": [{"Identifier": "S", "DataSetArn": "arn:s"}],
		"CalculatedFields": [{"DataSetIdentifier": "S", "Name": "late", "Expression": "{n} > ${limit}"}, {"DataSetIdentifier": "S", "Name": "mean", "Expression": "avg({N})"}],
		"ParameterDeclarations": [{"IntegerParameterDeclaration": {"Name": "limit", "ParameterValueType": "SINGLE_VALUED", "DefaultValues": {"StaticValues": [3]}}},
			{"StringParameterDeclaration": {"Name": "where", "ParameterValueType": "MULTI_VALUED", "DefaultValues": {"StaticValues": ["CA", "NY"]}}}, {"DateTimeParameterDeclaration": {"Name": "from"}}],
		"FilterGroups": [{"FilterGroupId": "g", "Filters": [{"NumericRangeFilter": {"FilterId": "f", "Column": {"DataSetIdentifier": "S", "ColumnName": "n"}, "RangeMinimum": {"Parameter": "limit"}}},
			{"NumericEqualityFilter": {"FilterId": "e", "Column": {"DataSetIdentifier": "S", "ColumnName": "late"}, "Value": 1}},
			{"TimeRangeFilter": {"FilterId": "t", "Column": {"DataSetIdentifier": "S", "ColumnName": "day"}, "RangeMinimumValue": {"Parameter": "from"}}}]}],
		"Sheets": [{"SheetId": "s", "ParameterControls": [{"Slider": {"ParameterControlId": "p", "SourceParameterName": "limit"}}], "Visuals": [
			{"KPIVisual": {"VisualId": "v", "Actions": [{"ActionOperations": [{"SetParametersOperation": {"ParameterValueConfigurations": [{"DestinationParameterName": "limit", "Value": {"CustomValuesConfiguration": {"CustomValues": {"IntegerValues": [4]}}}}]}}]}],
				"ChartConfiguration": {"FieldWells": {"Values": [{"NumericalMeasureField": {"FieldId": "n", "Column": {"DataSetIdentifier": "S", "ColumnName": "N"}}}, {"NumericalMeasureField": {"FieldId": "m", "Column": {"DataSetIdentifier": "S", "ColumnName": "mean"}}}],
					"TrendGroups": [{"DateDimensionField": {"FieldId": "d", "Column": {"DataSetIdentifier": "S", "ColumnName": "day"}}}, {"NumericalDimensionField": {"FieldId": "x", "Column": {"DataSetIdentifier": "S", "ColumnName": "vague"}}}]}}}},
			{"EmptyVisual": {"VisualId": "w", "DataSetIdentifier": "S"}}]}]}`
	wells := "Sheets[0].Visuals[0].KPIVisual.ChartConfiguration.FieldWells."
	for _, test := range []struct {
		from, to string
		want     []Problem
	}{
		{"", "", nil},
		{`"Identifier": "S"`, `"Identifier": "S"}, {"Identifier": "S"`, []Problem{{types.DashboardErrorTypeInternalFailure, "DataSetIdentifierDeclarations[1]", `The data set identifier id "S" is used already, at DataSetIdentifierDeclarations[0].`}}},
		{`"ColumnName": "vague"`, `"ColumnName": "gone"`, []Problem{{types.DashboardErrorTypeColumnReplacementMissing, wells + "TrendGroups[1].NumericalDimensionField.Column", `The data set "S" has no column "gone".`}}},
		{`{"DataSetIdentifier": "S", "ColumnName": "vague"`, `{"DataSetIdentifier": "T", "ColumnName": "vague"`, []Problem{{types.DashboardErrorTypeDataSetNotFound, wells + "TrendGroups[1].NumericalDimensionField.Column", `The data set "T" is not declared in DataSetIdentifierDeclarations.`}}},
		{`"ColumnName": "N"`, `"ColumnName": "state"`, []Problem{{types.DashboardErrorTypeColumnTypeMismatch, wells + "Values[0].NumericalMeasureField.Column", `The column "state" is STRING and stands where a number is wanted.`}}},
		{`"ColumnName": "N"}`, `"ColumnName": "state"}, "AggregationFunction": {"SimpleNumericalAggregation": "DISTINCT_COUNT"}`, nil},
		{`"FieldId": "d", "Column": {"DataSetIdentifier": "S", "ColumnName": "day"`, `"FieldId": "d", "Column": {"DataSetIdentifier": "S", "ColumnName": "late"`, []Problem{{types.DashboardErrorTypeColumnTypeMismatch, wells + "TrendGroups[0].DateDimensionField.Column", `The column "late" is BOOLEAN and stands where a date is wanted.`}}},
		{`"FilterId": "t", "Column": {"DataSetIdentifier": "S", "ColumnName": "day"`, `"FilterId": "t", "Column": {"DataSetIdentifier": "S", "ColumnName": "n"`, []Problem{{types.DashboardErrorTypeColumnTypeMismatch, "FilterGroups[0].Filters[2].TimeRangeFilter.Column", `The column "n" is INTEGER and stands where a date is wanted.`}}},
		{`"FilterId": "e"`, `"FilterId": "f"`, []Problem{{types.DashboardErrorTypeInternalFailure, "FilterGroups[0].Filters[1]", `The filter id "f" is used already, at FilterGroups[0].Filters[0].`}}},
		{`"VisualId": "w"`, `"VisualId": "v"`, []Problem{{types.DashboardErrorTypeInternalFailure, "Sheets[0].Visuals[1].EmptyVisual", `The visual id "v" is used already, at Sheets[0].Visuals[0].KPIVisual.`}}},
		{`"RangeMinimum": {"Parameter": "limit"}`, `"RangeMinimum": {"Parameter": "gone"}`, []Problem{{types.DashboardErrorTypeParameterNotFound, "FilterGroups[0].Filters[0].NumericRangeFilter.RangeMinimum.Parameter", `The definition declares no parameter "gone".`}}},
		{`"RangeMinimum": {"Parameter": "limit"}`, `"RangeMinimum": {"Parameter": "where"}`, []Problem{{types.DashboardErrorTypeParameterTypeInvalid, "FilterGroups[0].Filters[0].NumericRangeFilter.RangeMinimum.Parameter", `The parameter "where" is STRING, which does not do here.`}}},
		{`"SourceParameterName": "limit"`, `"SourceParameterName": "from"`, []Problem{{types.DashboardErrorTypeParameterTypeInvalid, "Sheets[0].ParameterControls[0].Slider.SourceParameterName", `The parameter "from" is DATETIME, which does not do here.`}}},
		{`"StaticValues": [3]`, `"StaticValues": [3, 4]`, []Problem{{types.DashboardErrorTypeParameterValueIncompatible, "ParameterDeclarations[0]", `The parameter "limit" has one value and 2 defaults.`}}},
		{`"IntegerValues": [4]`, `"StringValues": ["x"]`, []Problem{{types.DashboardErrorTypeParameterValueIncompatible, "Sheets[0].Visuals[0].KPIVisual.Actions[0].ActionOperations[0].SetParametersOperation.ParameterValueConfigurations[0]", `The parameter "limit" is INTEGER and is set to STRING.`}}},
		{`"IntegerValues": [4]`, `"IntegerValues": [4, 5]`, []Problem{{types.DashboardErrorTypeParameterValueIncompatible, "Sheets[0].Visuals[0].KPIVisual.Actions[0].ActionOperations[0].SetParametersOperation.ParameterValueConfigurations[0]", `The parameter "limit" has one value and is set to 2.`}}},
		{`avg({N})`, `avg({gone})`, []Problem{{types.DashboardErrorTypeColumnReplacementMissing, "CalculatedFields[1].Expression", `The calculated field "mean": line 1:5: There is no field {gone}.`}}},
		{`{n} > ${limit}`, `{n} > ${gone}`, []Problem{{types.DashboardErrorTypeParameterNotFound, "CalculatedFields[0].Expression", `The calculated field "late": line 1:7: There is no parameter ${gone}.`}}},
		{`avg({N})`, `avg({state})`, []Problem{{types.DashboardErrorTypeColumnTypeMismatch, "CalculatedFields[1].Expression", `The calculated field "mean": line 1:5: avg takes a number for measure, and this is STRING.`}}},
		{`avg({N})`, `avg(`, []Problem{{types.DashboardErrorTypeInternalFailure, "CalculatedFields[1].Expression", `The calculated field "mean": line 1:5: An expression is missing before the end.`}}},
	} {
		got := Check(decode(t, strings.Replace(sound, test.from, test.to, 1)), checkedColumns)
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.to, diff)
		}
	}
}

// TestTypedQuery: a query that names what is not there, or compares what does not fit, does not compile when it is examined.
func TestTypedQuery(t *testing.T) {
	schemas := []Schema{{Name: "S", Columns: []Column{
		{"a", types.ColumnDataTypeDecimal},
		{"b", types.ColumnDataTypeDecimal},
		{"n", types.ColumnDataTypeInteger},
		{"day", types.ColumnDataTypeDatetime},
		{"state", types.ColumnDataTypeString},
		{"amount", types.ColumnDataTypeDecimal},
	}}}
	for _, test := range []struct{ filter, says string }{
		{`{"CategoryFilter": {` + on("state") + `, "Configuration": {"FilterListConfiguration": {"MatchOperator": "CONTAINS", "CategoryValues": ["CA"]}}}}`, ""},
		{`{"CategoryFilter": {` + on("n") + `, "Configuration": {"FilterListConfiguration": {"MatchOperator": "CONTAINS", "CategoryValues": ["1"]}}}}`, ""},
		{`{"CategoryFilter": {` + on("n") + `, "Configuration": {"FilterListConfiguration": {"MatchOperator": "CONTAINS", "CategoryValues": ["CA"]}}}}`, `A filter compares "n" with "CA", and it is INTEGER.`},
		{`{"CategoryFilter": {` + on("n") + `, "Configuration": {"CustomFilterConfiguration": {"MatchOperator": "STARTS_WITH", "CategoryValue": "1"}}}}`, `A filter compares "n" with parts of texts, and it is INTEGER.`},
		{`{"NumericRangeFilter": {` + on("state") + `, "RangeMinimum": {"StaticValue": 1}}}`, `A filter compares "state" with numbers, and it is STRING.`},
		{`{"NumericRangeFilter": {` + on("state") + `, "AggregationFunction": {"CategoricalAggregationFunction": "COUNT"}, "RangeMinimum": {"StaticValue": 1}}}`, ""},
		{`{"NumericRangeFilter": {` + on("state") + `, "AggregationFunction": {"NumericalAggregationFunction": {"SimpleNumericalAggregation": "SUM"}}, "RangeMinimum": {"StaticValue": 1}}}`, `The aggregation SUM takes numbers, and "state" is STRING.`},
		{`{"RelativeDatesFilter": {` + on("n") + `, "RelativeDateType": "THIS", "TimeGranularity": "DAY"}}`, `A filter compares "n" with dates, and it is INTEGER.`},
		{`{"TopBottomFilter": {` + on("state") + `, "Limit": 1, "AggregationSortConfigurations": [{"Column": {"DataSetIdentifier": "S", "ColumnName": "day"}, "SortDirection": "ASC"}]}}`, `The aggregation SUM takes numbers, and "day" is DATETIME.`},
		{`{"NumericRangeFilter": {` + on("gone") + `, "RangeMinimum": {"StaticValue": 1}}}`, `The data set: line 1:1: There is no field {gone}.`},
		{`{"NumericRangeFilter": {` + on("margin") + `, "RangeMinimum": {"StaticValue": 1}}}`, ""},
	} {
		found, err := Examine([]byte(oneKPI(group(test.filter), parameters)), schemas, now)
		if err != nil || len(found.Visuals) != 1 {
			t.Fatalf("%+v, %v", found, err)
		}
		v := found.Visuals[0]
		says := strings.Join(v.Problems, " ")
		if says != test.says || v.Compiled != (test.says == "") || !v.Understood || v.Inferred || len(found.NotUnderstood) > 0 {
			t.Errorf("%s\n%+v, want %q", test.filter, v, test.says)
		}
	}
}
