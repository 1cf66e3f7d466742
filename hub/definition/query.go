package definition

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
}

// Group is a column by which rows are grouped.
type Group struct {
	Column string
	// Name is the name in the result, unique in the query.
	Name string
	// Granularity truncates a date: YEAR, QUARTER, MONTH, WEEK (begins on Sunday, QuickSight User Guide), DAY, HOUR, MINUTE,
	// SECOND; "" takes the value as it is.
	Granularity string
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
)

// Measure is a figure. With Count and without a column it is the number of rows, which only a query with groups asks for.
type Measure struct {
	Column      string
	Name        string
	Aggregation Aggregation
}

// Filter keeps rows of which one column fits. Exactly one of In, NotIn, Range, MatchOperator and AnyOf is set, where a list
// of nothing is set and nil is not.
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
