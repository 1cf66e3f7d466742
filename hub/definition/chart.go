package definition

import (
	"slices"

	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"

	"interlaken/fault"
)

// wells are what a chart asks: groups of its wells, and figures.
type wells struct {
	groups []well
	values [][]types.MeasureField
}

// well is a field well of what rows are grouped by.
type well struct {
	fields []types.DimensionField
	// whole takes all fields. Of other wells the first is the level that is shown at first, and further ones are for
	// drilling down.
	whole bool
	sort  []types.FieldSortOptions
	path  string // of sort
	limit *types.ItemsLimitConfiguration
}

// chart asks what wells ask. By itself a chart's first group rises where it is a date and falls by the first figure
// otherwise, as QuickSight's new charts do.
func (c *compiler) chart(w wells) error {
	starts := make([]int, len(w.groups)) // of each well among the query's groups
	for i := range w.groups {
		starts[i] = len(c.query.Groups)
		if err := c.group(&w.groups[i]); err != nil {
			return err
		}
	}
	for _, list := range w.values {
		for _, v := range list {
			if _, _, err := c.measure(v); err != nil {
				return err
			}
		}
	}
	switch {
	case len(c.query.Measures) > 0:
	case len(c.query.Groups) == 0:
		return fault.New(fault.Unsupported, "The visual has no field to draw.")
	default:
		c.countRows()
	}
	return c.chartOrder(w, starts)
}

// group adds the fields of a well.
func (c *compiler) group(w *well) error {
	fields := w.fields
	if !w.whole {
		fields = first(fields)
	}
	for _, f := range fields {
		if _, err := c.dimension(f); err != nil {
			return err
		}
	}
	if len(fields) > 0 {
		c.query.Groups[len(c.query.Groups)-1].Items = items(w.limit)
	}
	return nil
}

// items bounds the values of a group; what is left out is summed up unless the definition says otherwise (QuickSight User
// Guide, "Working with items on visual types": Other).
func items(k *types.ItemsLimitConfiguration) *Items {
	if n := itemsLimit(k); n > 0 {
		return &Items{Limit: n, Others: k.OtherCategories != types.OtherCategoriesExclude}
	}
	return nil
}

// chartOrder orders by each well's sorts, and makes the order whole.
func (c *compiler) chartOrder(w wells, starts []int) error {
	for i := range w.groups {
		sorts, err := c.sorted(w.groups[i].sort, w.groups[i].path)
		if err != nil {
			return err
		}
		for _, s := range sorts {
			c.tieBreak(s.Name, s.Descending)
		}
		if len(sorts) == 0 && i == 0 && starts[0] < len(c.query.Groups) && len(w.groups[0].fields) > 0 && c.query.Groups[starts[0]].Granularity == "" {
			c.tieBreak(c.query.Measures[0].Name, true)
		}
	}
	for _, g := range c.query.Groups {
		c.tieBreak(g.Name, false)
	}
	return nil
}

// scatter has points of figures by category and label, or one of each row.
func (c *compiler) scatter(v *types.ScatterPlotVisual) error {
	k := v.ChartConfiguration
	if k == nil || k.FieldWells == nil {
		return fault.New(fault.Unsupported, "The scatter plot has no fields.")
	}
	if w := k.FieldWells.ScatterPlotCategoricallyAggregatedFieldWells; w != nil {
		points := wells{groups: []well{{fields: w.Category}, {fields: w.Label}}, values: [][]types.MeasureField{w.XAxis, w.YAxis, w.Size}}
		if s := k.SortConfiguration; s != nil {
			points.groups[1].limit = s.ScatterPlotLimitConfiguration
		}
		return c.chart(points)
	}
	w := k.FieldWells.ScatterPlotUnaggregatedFieldWells
	if w == nil {
		return fault.New(fault.Unsupported, "The scatter plot has no fields.")
	}
	c.query.Plain = true
	for _, d := range slices.Concat(w.XAxis, w.YAxis, w.Category, w.Label) {
		if _, err := c.dimension(d); err != nil {
			return err
		}
	}
	for _, g := range c.query.Groups {
		c.query.Measures = append(c.query.Measures, Measure{Column: g.Column, Name: g.Name})
	}
	c.query.Groups = nil
	for _, m := range w.Size {
		if _, _, err := c.measure(m); err != nil {
			return err
		}
		c.query.Measures[len(c.query.Measures)-1].Aggregation = ""
	}
	if len(c.query.Measures) == 0 {
		return fault.New(fault.Unsupported, "The visual has no field to draw.")
	}
	return nil
}
