package visual

// Kind is the kind of a chart.
type Kind string

// The kinds that are drawn.
const (
	KPI    Kind = "kpi"
	Bar    Kind = "bar"
	Line   Kind = "line"
	Table  Kind = "table"
	Values Kind = "values" // what a control offers
)

// Chart is what a visual draws. Exactly the member of its kind is set, or none where there are no rows. Every figure
// comes as a number for the geometry and as a text for the eye; who draws it computes neither.
type Chart struct {
	Kind   Kind            `json:"kind"`
	KPI    *KPIChart       `json:"kpi,omitempty"`
	Plot   *PlotChart      `json:"plot,omitempty"`
	Table  *TableChart     `json:"table,omitempty"`
	Values []ControlOption `json:"values,omitempty"`
	// Empty tells that the query gave no rows.
	Empty bool `json:"empty,omitempty"`
	// Notes say every limit that was hit, in sentences: rows that were left out, series that were put together.
	Notes []string `json:"notes,omitempty"`
}

// KPIChart is one figure, and what it is compared with.
type KPIChart struct {
	Label string `json:"label"`
	// Group names the group that the figure is of, such as Dec 2021; "" where there is no trend.
	Group      string         `json:"group,omitempty"`
	Value      *float64       `json:"value"` // null: there is none
	Text       string         `json:"text"`
	Comparison *KPIComparison `json:"comparison,omitempty"`
	// Trend is the figure over time, oldest first; empty where the definition has no trend group.
	Trend []TrendPoint `json:"trend,omitempty"`
}

// KPIComparison is the difference to a target or to an earlier time.
type KPIComparison struct {
	Label     string    `json:"label"`  // such as "nervous against calm"
	Text      string    `json:"text"`   // the figure compared with
	Change    string    `json:"change"` // such as "+60.0%"; a dash where it cannot be told
	Direction Direction `json:"direction"`
}

// Direction is where a figure has gone.
type Direction string

// The directions.
const (
	Up   Direction = "up"
	Down Direction = "down"
	Flat Direction = "flat"
)

// TrendPoint is a point of a small line.
type TrendPoint struct {
	Label string   `json:"label"`
	Value *float64 `json:"value"`
	Text  string   `json:"text"`
}

// PlotChart is a bar or line chart: series over one category axis.
type PlotChart struct {
	// Horizontal bars lie: categories on the vertical axis, the first at the top.
	Horizontal bool `json:"horizontal,omitempty"`
	// Stacked series stand on each other.
	Stacked  bool         `json:"stacked,omitempty"`
	Category CategoryAxis `json:"category"`
	Value    ValueAxis    `json:"value"`
	// Second is the right value axis, for series whose Axis is 1.
	Second *ValueAxis `json:"second,omitempty"`
	Series []Series   `json:"series"`
	Legend bool       `json:"legend"`
}

// CategoryAxis names the categories in the order in which they are drawn.
type CategoryAxis struct {
	Title  string   `json:"title"`
	Labels []string `json:"labels"`
	// Time tells that the categories are consecutive points of time, so that some labels can be left out.
	Time bool `json:"time,omitempty"`
}

// ValueAxis is a scale with its ticks, lowest first.
type ValueAxis struct {
	Title string  `json:"title"`
	Min   float64 `json:"min"`
	Max   float64 `json:"max"`
	Ticks []Tick  `json:"ticks"`
}

// Tick is a mark on a scale.
type Tick struct {
	Value float64 `json:"value"`
	Text  string  `json:"text"`
}

// Series is a line or one colour of bars; Values and Texts have one entry a category, null and "" where there is none.
type Series struct {
	Name   string     `json:"name"`
	Axis   int        `json:"axis,omitempty"` // 0 left, 1 right
	Values []*float64 `json:"values"`
	Texts  []string   `json:"texts"`
	// Highlight marks categories that are to stand out, one entry a category; empty: none does.
	Highlight []bool `json:"highlight,omitempty"`
}

// TableChart is rows of printed cells.
type TableChart struct {
	Columns []TableColumn `json:"columns"`
	Rows    [][]string    `json:"rows"`
	Totals  []string      `json:"totals,omitempty"`
}

// TableColumn is a column's heading and side.
type TableColumn struct {
	Title  string `json:"title"`
	Number bool   `json:"number,omitempty"` // set right, in figures of one width
}

// ControlOption is a value that a control offers.
type ControlOption struct {
	Value string `json:"value"`
	Text  string `json:"text"`
}
