package definition

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"

	"interlaken/fault"
	"interlaken/visual"
)

// plot is what bar and line charts have in common.
type plot struct {
	category, colours, multiples  []types.DimensionField
	values                        []types.MeasureField
	categorySort, colourSort      []types.FieldSortOptions
	multiplesSort                 []types.FieldSortOptions
	categoryLimit, colourLimit    *types.ItemsLimitConfiguration
	multiplesLimit                *types.ItemsLimitConfiguration
	categoryLabels, measureLabels *types.ChartAxisLabelOptions
	legend                        *types.LegendOptions
}

func (c *compiler) bar(v *types.BarChartVisual) error {
	c.spec.Kind = visual.Bar
	k := v.ChartConfiguration
	if k == nil || k.FieldWells == nil || k.FieldWells.BarChartAggregatedFieldWells == nil {
		return fault.New(fault.Unsupported, "The bar chart has no fields.")
	}
	wells := k.FieldWells.BarChartAggregatedFieldWells
	p := plot{
		category: wells.Category, colours: wells.Colors, multiples: wells.SmallMultiples, values: wells.Values, categoryLabels: k.CategoryLabelOptions,
		measureLabels: k.ValueLabelOptions, legend: k.Legend,
	}
	if s := k.SortConfiguration; s != nil {
		p.categorySort, p.colourSort, p.categoryLimit, p.colourLimit = s.CategorySort, s.ColorSort, s.CategoryItemsLimit, s.ColorItemsLimit
		p.multiplesSort, p.multiplesLimit = s.SmallMultiplesSort, s.SmallMultiplesLimitConfiguration
	}
	c.spec.Horizontal = k.Orientation != types.BarChartOrientationVertical
	c.spec.Stacked = k.BarsArrangement == types.BarsArrangementStacked || k.BarsArrangement == types.BarsArrangementStackedPercent
	c.spec.Range = axisRange(k.ValueAxis)
	return c.plot(p)
}

func (c *compiler) line(v *types.LineChartVisual) error {
	c.spec.Kind = visual.Line
	k := v.ChartConfiguration
	if k == nil || k.FieldWells == nil || k.FieldWells.LineChartAggregatedFieldWells == nil {
		return fault.New(fault.Unsupported, "The line chart has no fields.")
	}
	wells := k.FieldWells.LineChartAggregatedFieldWells
	p := plot{
		category: wells.Category, colours: wells.Colors, multiples: wells.SmallMultiples, values: wells.Values, categoryLabels: k.XAxisLabelOptions,
		measureLabels: k.PrimaryYAxisLabelOptions, legend: k.Legend,
	}
	if s := k.SortConfiguration; s != nil {
		p.categorySort, p.categoryLimit, p.colourLimit = s.CategorySort, s.CategoryItemsLimitConfiguration, s.ColorItemsLimitConfiguration
		p.multiplesSort, p.multiplesLimit = s.SmallMultiplesSort, s.SmallMultiplesLimitConfiguration
	}
	if o := k.PrimaryYAxisDisplayOptions; o != nil {
		c.spec.Range = axisRange(o.AxisOptions)
	}
	if err := c.plot(p); err != nil {
		return err
	}
	c.secondAxis(k)
	return nil
}

func (c *compiler) plot(p plot) error {
	if len(p.values) == 0 && len(p.category) == 0 {
		return fault.New(fault.Unsupported, "The visual has no value to draw.")
	}
	if len(p.category) > 0 { // further ones are for drilling down
		category, err := c.dimension(p.category[0])
		if err != nil {
			return err
		}
		c.spec.Groups, c.spec.CategoryTitle = []visual.Field{category}, category.Title
		c.query.Groups[0].Items = items(p.categoryLimit)
	}
	if len(p.colours) > 0 {
		colour, err := c.dimension(p.colours[0])
		if err != nil {
			return err
		}
		c.spec.Colour = &colour
		c.query.Groups[len(c.query.Groups)-1].Items = items(p.colourLimit)
		p.values = first(p.values)
	}
	if err := c.smallMultiples(p); err != nil {
		return err
	}
	if len(p.values) == 0 {
		c.countRows()
	}
	for _, v := range p.values {
		field, m, err := c.measure(v)
		if err != nil {
			return err
		}
		field.Title = measureTitle(m)
		c.spec.Measures = append(c.spec.Measures, field)
	}
	if len(c.spec.Measures) == 1 {
		c.spec.ValueTitle = c.spec.Measures[0].Title
	}
	c.spec.CategoryTitle = axisTitle(p.categoryLabels, c.spec.CategoryTitle)
	c.spec.ValueTitle = axisTitle(p.measureLabels, c.spec.ValueTitle)
	if len(c.spec.Measures) == 1 && c.spec.ValueTitle != "" {
		c.spec.Measures[0].Title = c.spec.ValueTitle // one figure is called alike at the axis and at the pointer
	}
	c.spec.HideLegend = p.legend != nil && p.legend.Visibility == types.VisibilityHidden
	c.spec.MostCategories, c.spec.MostSeries = shownLimit(p.categoryLimit), shownLimit(p.colourLimit)
	if err := c.plotOrder(p); err != nil {
		return err
	}
	if len(p.multiples) > 0 && (c.spec.Colour == nil || c.spec.Colour.Column != c.fields[dimensionID(p.multiples[0])].name) {
		c.spec = visual.Spec{} // there is no place for a third way of grouping, and without it figures would be wrong
	}
	return nil
}

// smallMultiples groups by one more field. Its values are series where there is no other colour and one figure.
func (c *compiler) smallMultiples(p plot) error {
	if len(p.multiples) == 0 {
		return nil
	}
	multiple, err := c.dimension(p.multiples[0])
	if err != nil {
		return err
	}
	c.query.Groups[len(c.query.Groups)-1].Items = items(p.multiplesLimit)
	if c.spec.Colour == nil && len(p.values) < 2 {
		c.spec.Colour = &multiple
	}
	return nil
}

// shownLimit is how many categories or series are drawn: what is left out makes one more.
func shownLimit(k *types.ItemsLimitConfiguration) int {
	if i := items(k); i != nil && i.Others {
		return i.Limit + 1
	} else if i != nil {
		return i.Limit
	}
	return 0
}

// countRows draws the number of rows, as QuickSight does for a category alone.
func (c *compiler) countRows() {
	m := Measure{Name: c.resultName("records"), Aggregation: Count}
	c.query.Measures = append(c.query.Measures, m)
	c.spec.Measures = append(c.spec.Measures, visual.Field{Column: m.Name, Title: records, Fold: visual.FoldSum})
}

// records is what QuickSight calls the number of rows.
const records = "Count of records"

// plotOrder orders categories. By itself dates rise and others fall by the first measure, as QuickSight's new charts do.
func (c *compiler) plotOrder(p plot) error {
	sorts, err := c.sorted(p.categorySort, "ChartConfiguration.SortConfiguration.CategorySort")
	if err != nil {
		return err
	}
	if len(c.spec.Groups) > 0 {
		category := c.query.Groups[0]
		if len(sorts) == 0 && category.Granularity == "" {
			sorts = []Sort{{c.spec.Measures[0].Column, true}}
		}
		if c.spec.Colour != nil && len(sorts) > 0 && c.measured(sorts[0].Name) {
			c.spec.Order = &visual.Order{Column: sorts[0].Name, Descending: sorts[0].Descending}
		}
		c.query.Sort = sorts
		c.tieBreak(category.Name, false)
	}
	multiples, err := c.sorted(p.multiplesSort, "ChartConfiguration.SortConfiguration.SmallMultiplesSort")
	if err != nil {
		return err
	}
	for _, s := range multiples {
		c.tieBreak(s.Name, s.Descending)
	}
	if c.spec.Colour == nil {
		return nil
	}
	colours, err := c.sorted(p.colourSort, "ChartConfiguration.SortConfiguration.ColorSort")
	if err != nil {
		return err
	}
	for _, s := range colours {
		if s.Name == c.spec.Colour.Column {
			c.spec.ColourDescending = s.Descending
		} else {
			c.notDrawn = append(c.notDrawn, "ChartConfiguration.SortConfiguration.ColorSort")
		}
	}
	c.tieBreak(c.spec.Colour.Column, c.spec.ColourDescending)
	return nil
}

// measured reports a measure that is drawn; one that was added for the order alone cannot order over series.
func (c *compiler) measured(name string) bool {
	for _, m := range c.spec.Measures {
		if m.Column == name {
			return true
		}
	}
	return false
}

// secondAxis moves the measures to the right axis that the definition binds there.
func (c *compiler) secondAxis(k *types.LineChartConfiguration) {
	var titles []string
	for _, s := range k.Series {
		f := s.FieldSeriesItem
		if f == nil || f.AxisBinding != types.AxisBindingSecondaryYaxis || c.spec.Colour != nil {
			continue
		}
		for i := range c.spec.Measures {
			if m := &c.spec.Measures[i]; c.fields[aws.ToString(f.FieldId)].name == m.Column {
				m.Axis = 1
				titles = append(titles, m.Title)
			}
		}
	}
	if len(titles) == 1 {
		c.spec.SecondTitle = titles[0]
	}
	c.spec.SecondTitle = axisTitle(k.SecondaryYAxisLabelOptions, c.spec.SecondTitle)
}

// axisTitle is the author's title, the one that the fields give, or none where it is hidden.
func axisTitle(o *types.ChartAxisLabelOptions, title string) string {
	if o == nil {
		return title
	}
	if o.Visibility == types.VisibilityHidden {
		return ""
	}
	for _, l := range o.AxisLabelOptions {
		if text := aws.ToString(l.CustomLabel); text != "" {
			return text
		}
	}
	return title
}

func itemsLimit(k *types.ItemsLimitConfiguration) int {
	if k == nil || k.ItemsLimit == nil || *k.ItemsLimit <= 0 {
		return 0
	}
	return int(min(*k.ItemsLimit, 1<<20))
}

func axisRange(o *types.AxisDisplayOptions) *visual.Range {
	if o == nil || o.DataOptions == nil || o.DataOptions.NumericAxisOptions == nil || o.DataOptions.NumericAxisOptions.Range == nil {
		return nil
	}
	r := o.DataOptions.NumericAxisOptions.Range
	drawn := &visual.Range{FromData: r.DataDriven != nil}
	if r.MinMax != nil {
		drawn.Min, drawn.Max = r.MinMax.Minimum, r.MinMax.Maximum
	}
	return drawn
}
