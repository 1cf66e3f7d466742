package visual

// Spec says how a result is drawn. Columns are named as in the result: a query of hub/definition gives each field a name
// of its own.
type Spec struct {
	Kind Kind
	// Groups are the columns by which rows were grouped, in the order of the field wells: categories of a plot, the
	// trend of a KPI, columns of a table.
	Groups []Field
	// Colour is the column whose values make series; nil: each measure is one.
	Colour *Field
	// Measures are the figures.
	Measures []Field
	// Target is what a KPI's first measure is compared with; nil: nothing.
	Target *Field
	// Comparison is how: "" for none.
	Comparison Comparison

	Horizontal, Stacked bool
	CategoryTitle       string
	ValueTitle          string
	// SecondTitle names the right value axis.
	SecondTitle string
	HideLegend  bool
	// HideTrend leaves the small line of a KPI out.
	HideTrend bool
	// ComparisonFormat prints a KPI's change; nil: percent for the methods of percent, the measure's for the difference.
	ComparisonFormat *Format
	// Order arranges the categories of a plot by a measure over all its series; nil: as the rows come. A query can order
	// by one row's figure alone, and with a colour a category has several rows.
	Order *Order
	// ColourDescending puts the series in falling order of the colour's values; they rise otherwise.
	ColourDescending bool
	// Range bounds the value axis; nil: from zero to the largest figure.
	Range *Range
	// TotalsLabel is printed in a row of totals, "" for Total. Totals asks for that row of a table.
	Totals      bool
	TotalsLabel string
	// TotalsLevel and OthersOf are columns of whole numbers, "" where the result has none. A row whose level is not 0 is a
	// total of all rows; a row of others sums up what was left out of those of GroupedBy, the columns of the query's groups,
	// for whose place i it has 2^i.
	TotalsLevel, OthersOf string
	GroupedBy             []string
	// ColumnOrder are the result names of a table's columns in the order of the author; what it does not name comes after.
	ColumnOrder []string
	// MostCategories and MostSeries bound what is drawn; 0 is the default of 2,500 and 50. What is left out is noted.
	MostCategories, MostSeries int
}

// Comparison is how a KPI's figure is compared (QuickSight API Reference, ComparisonMethod).
type Comparison string

// The comparisons.
const (
	Difference        Comparison = "DIFFERENCE"
	PercentDifference Comparison = "PERCENT_DIFFERENCE"
	Percent           Comparison = "PERCENT"
)

// Field is a column of the result and how it is called and printed.
type Field struct {
	Column string
	Title  string
	Format Format
	// Axis is 0 for the left value axis, 1 for the right one.
	Axis int
	// Hidden keeps a column of a table out of sight.
	Hidden bool
	// Fold is how figures of several rows become one, for totals and for the order of categories.
	Fold Fold
}

// Fold puts figures of several rows together.
type Fold string

// The folds. The zero value says that it cannot be done: an average of averages is not the average.
const (
	NoFold       Fold = ""
	FoldSum      Fold = "sum"
	FoldAverage  Fold = "average"
	FoldLeast    Fold = "min"
	FoldGreatest Fold = "max"
	FoldNothing  Fold = "nothing" // no total is wanted
)

// Order arranges categories by a measure of the specification.
type Order struct {
	Column     string
	Descending bool
}

// Range bounds a value axis. FromData begins near the least figure and not at zero.
type Range struct {
	FromData bool
	Min, Max *float64
}

// FormatKind is how a value is printed.
type FormatKind string

// The kinds of formats. The zero value prints by the column's type.
const (
	Automatic  FormatKind = ""
	Number     FormatKind = "number"
	Currency   FormatKind = "currency"
	Percentage FormatKind = "percent"
	Date       FormatKind = "date"
)

// Format is how a value is printed.
type Format struct {
	Kind FormatKind
	// Decimals are the places after the point; nil: as many as fit the value.
	Decimals *int
	// Scale is "" (by itself for axes, and for KPIs from a million on; none in tables), "NONE", "THOUSANDS", "MILLIONS",
	// "BILLIONS" or "TRILLIONS".
	Scale          string
	Prefix, Suffix string
	// Symbol is a currency's, such as USD.
	Symbol string
	// Null is printed where there is no value; "" for null in categories and a dash for figures.
	Null string
	// NoGrouping leaves out the commas between thousands.
	NoGrouping bool
	// Granularity is the unit of a date that was truncated: YEAR, QUARTER, MONTH, WEEK, DAY, HOUR, MINUTE, SECOND.
	Granularity string
	// Pattern is QuickSight's date pattern, such as MMM D, YYYY; "" for the default of the granularity.
	Pattern string
}
