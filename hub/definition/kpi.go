package definition

import (
	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"

	"interlaken/fault"
	"interlaken/visual"
)

// kpi asks for the first value, its target and its trend. Rows come with the current group first: where the definition
// sorts falling the figure is the first group, where it sorts rising the last one, and both are the largest.
func (c *compiler) kpi(v *types.KPIVisual) error {
	c.spec.Kind = visual.KPI
	k := v.ChartConfiguration
	if k == nil || k.FieldWells == nil || len(k.FieldWells.Values) == 0 {
		return fault.New(fault.Unsupported, "The KPI has no value.")
	}
	value, m, err := c.measure(k.FieldWells.Values[0])
	if err != nil {
		return err
	}
	value.Title = measureTitle(m)
	c.spec.Measures = []visual.Field{value}
	if len(k.FieldWells.TargetValues) > 0 {
		target, m, err := c.measure(k.FieldWells.TargetValues[0])
		if err != nil {
			return err
		}
		target.Title = measureTitle(m)
		c.spec.Target = &target
	}
	if len(k.FieldWells.TrendGroups) > 0 {
		trend, err := c.dimension(k.FieldWells.TrendGroups[0])
		if err != nil {
			return err
		}
		c.spec.Groups = []visual.Field{trend}
		if k.SortConfiguration != nil {
			if c.query.Sort, err = c.sorted(k.SortConfiguration.TrendGroupSort, "ChartConfiguration.SortConfiguration.TrendGroupSort"); err != nil {
				return err
			}
		}
		for i := range c.query.Sort {
			c.query.Sort[i].Descending = true
		}
		c.tieBreak(trend.Column, true)
	}
	if o := k.KPIOptions; o != nil && o.Sparkline != nil {
		c.spec.HideTrend = o.Sparkline.Visibility == types.VisibilityHidden
	}
	c.compare(k.KPIOptions)
	return nil
}

// compare chooses the method; what has something to be compared with is compared in percent by itself.
func (c *compiler) compare(o *types.KPIOptions) {
	if c.spec.Target == nil && len(c.spec.Groups) == 0 {
		return
	}
	c.spec.Comparison = visual.PercentDifference
	if o == nil || o.Comparison == nil {
		return
	}
	if o.Comparison.ComparisonMethod != "" {
		c.spec.Comparison = visual.Comparison(o.Comparison.ComparisonMethod)
	}
	if f := o.Comparison.ComparisonFormat; f != nil {
		format := numericFormat(&types.NumericFormatConfiguration{
			NumberDisplayFormatConfiguration: f.NumberDisplayFormatConfiguration, PercentageDisplayFormatConfiguration: f.PercentageDisplayFormatConfiguration,
		})
		c.spec.ComparisonFormat = &format
	}
}

// tieBreak makes the order whole: what is equal so far is ordered by a group, so that two runs draw alike.
func (c *compiler) tieBreak(name string, descending bool) {
	for _, s := range c.query.Sort {
		if s.Name == name {
			return
		}
	}
	c.query.Sort = append(c.query.Sort, Sort{name, descending})
}
