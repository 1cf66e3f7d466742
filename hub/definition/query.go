package definition

import "github.com/aws/aws-sdk-go-v2/service/quicksight/types"

// Query is what a visual asks of its data set: fields to group by, figures, filters, order and a bound. hub/query compiles
// it by its passes. Columns are those of the data set's output; they are matched without regard to case.
type Query struct {
	// DataSetARN is the data set that the definition declares.
	DataSetARN string
	// Groups come first in the result, Measures after them, each under its Name.
	Groups   []Group
	Measures []Measure
	// Plain asks for rows as they are, neither grouped nor summed up; Measures are then columns.
	Plain bool
	// Filters hold all together.
	Filters []Filter
	Sort    []Sort
	// Limit bounds the rows; 0 is hub/query's.
	Limit int
	// Calculated are the calculated fields that the query names, and those that they name. Wherever the query names a
	// Column it may be one of them, which hides a column of its name.
	Calculated []Calculated `json:",omitempty"`
	// Parameters are what these expressions name as ${name}.
	Parameters []Parameter `json:",omitempty"`
	// Totals are further levels at which the figures are asked for: each lists the names of the groups that it keeps, none
	// for the grand total. Figures of totals are computed from rows, not from the rows of the result.
	Totals [][]string `json:",omitempty"`
}

// Calculated is a calculated field of the definition, or an expression of the visual. To filters the values of a condition
// are 1 and 0, as in a data set.
type Calculated struct{ Name, Expression string }

// Parameter is the value of a parameter, or its values; none where it has no value.
type Parameter struct {
	Name string
	Kind types.ColumnDataType
	// Values are decimal numbers, or moments as 2006-01-02T15:04:05, or texts.
	Values []string
}

// Group is a column by which rows are grouped.
type Group struct {
	Column string
	// Name is the name in the result, unique in the query.
	Name string
	// Granularity truncates a date: YEAR, QUARTER, MONTH, WEEK (begins on Sunday, QuickSight User Guide), DAY, HOUR, MINUTE,
	// SECOND; "" takes the value as it is.
	Granularity string
	// Items keeps the first groups in the query's order; nil keeps all.
	Items *Items `json:",omitempty"`
}

// Items bounds the values of a group (QuickSight API Reference, ItemsLimitConfiguration).
type Items struct {
	Limit int
	// Others sums up the values that are left out in one more, in place of dropping them.
	Others bool
}

// Aggregation sums up a column (QuickSight API Reference, AggregationFunction).
type Aggregation string

// The aggregations.
const (
	Sum           Aggregation = "SUM"
	Average       Aggregation = "AVERAGE"
	Min           Aggregation = "MIN"
	Max           Aggregation = "MAX"
	Count         Aggregation = "COUNT"
	DistinctCount Aggregation = "DISTINCT_COUNT"
	Var           Aggregation = "VAR"
	VarP          Aggregation = "VARP"
	Stdev         Aggregation = "STDEV"
	StdevP        Aggregation = "STDEVP"
	Median        Aggregation = "MEDIAN"
	Percentile    Aggregation = "PERCENTILE"
)

// Measure is a figure. With Count and without a column it is the number of rows.
type Measure struct {
	Column string
	Name   string
	// Aggregation is "" for a calculated field that is aggregated itself, such as sum({a})/sum({b}), and in a Plain query.
	Aggregation Aggregation
	// Percentile is 0 to 100, for the aggregation Percentile.
	Percentile float64 `json:",omitempty"`
	// Hidden figures are only sorted by, and not in the result.
	Hidden bool `json:",omitempty"`
}

// Filter keeps rows of which one column fits. Exactly one of In, NotIn, Range, MatchOperator, Top, Nested and AnyOf is set,
// where a list of nothing is set and nil is not.
type Filter struct {
	// AnyOf keeps rows that fit all filters of one of its lists; Column and Nulls are those of these filters.
	AnyOf  [][]Filter `json:",omitempty"`
	Column string
	// In keeps rows whose value is one of these texts; an empty list keeps none.
	In []string
	// NotIn keeps rows whose value is none of these texts; an empty list keeps every row that Nulls keeps.
	NotIn []string
	Range *Range
	// Match compares text by MatchOperator: CONTAINS, DOES_NOT_CONTAIN, STARTS_WITH, ENDS_WITH.
	Match         string
	MatchOperator string
	// Nulls is what becomes of rows without a value: ALL_VALUES keeps them beside what fits, NULLS_ONLY keeps them and
	// nothing else, NON_NULLS_ONLY and "" keep none of them (QuickSight API Reference, FilterNullOption).
	Nulls string
	// Aggregation makes it a filter of groups: it holds of the figure of Column in each group of the visual; "" is a filter
	// of rows, or of groups where Column is a calculated field that is aggregated itself.
	Aggregation Aggregation `json:",omitempty"`
	// Percentile is 0 to 100, for the aggregation Percentile.
	Percentile float64 `json:",omitempty"`
	// Granularity truncates the column's moment before it is compared; see Group.
	Granularity string `json:",omitempty"`
	// Top keeps rows whose value is among the first ones by figures.
	Top *Top `json:",omitempty"`
	// Nested keeps rows whose value occurs, or does not, among the rows that fit another filter.
	Nested *Nested `json:",omitempty"`
}

// Top orders the values of a filter's column by figures and keeps the first; ties at the end are all kept.
type Top struct {
	Limit int
	By    []Figure
}

// Figure is a figure that values are ordered by; see Measure for Aggregation and Percentile.
type Figure struct {
	Column      string
	Aggregation Aggregation
	Percentile  float64
	Descending  bool
}

// Nested is the inner filter of a nested one (QuickSight API Reference, NestedFilter).
type Nested struct {
	Inner Filter
	// Except keeps the rows whose value does not occur there.
	Except bool
}

// Range is a range of days or numbers. An empty bound is open.
type Range struct {
	// From and To are 2006-01-02T15:04:05 for dates, decimal numbers for numbers.
	From, To               string
	IncludeFrom, IncludeTo bool
	Date                   bool
}

// Sort orders the result by one of its names.
type Sort struct {
	Name       string
	Descending bool
}
