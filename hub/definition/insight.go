package definition

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"

	"interlaken/fault"
)

// computation is a computation of an insight as a question: what it groups by and which figures it takes. What it says
// about them, such as a growth rate or a forecast, is worked out from the answer (QuickSight API Reference, Computation).
type computation struct {
	id             string
	time, category *types.DimensionField
	values         []*types.MeasureField
	// unique counts the category's values in place of grouping by them.
	unique bool
	// best keeps as many categories, or with a time the one period, that are the largest, or the smallest.
	best     int
	smallest bool
}

// computations are those of an insight, in its order.
func computations(v *types.InsightVisual) []computation {
	if v.InsightConfiguration == nil {
		return nil
	}
	var all []computation
	for _, k := range v.InsightConfiguration.Computations {
		if asked, known := computationOf(k); known {
			all = append(all, asked)
		}
	}
	return all
}

func computationOf(k types.Computation) (computation, bool) {
	switch {
	case k.TopBottomRanked != nil:
		o := k.TopBottomRanked
		return computation{
			id: aws.ToString(o.ComputationId), category: o.Category, values: []*types.MeasureField{o.Value},
			best: resultSize(o.ResultSize), smallest: o.Type == types.TopBottomComputationTypeBottom,
		}, true
	case k.TopBottomMovers != nil:
		o := k.TopBottomMovers
		return computation{id: aws.ToString(o.ComputationId), time: o.Time, category: o.Category, values: []*types.MeasureField{o.Value}}, true
	case k.TotalAggregation != nil:
		o := k.TotalAggregation
		return computation{id: aws.ToString(o.ComputationId), values: []*types.MeasureField{o.Value}}, true
	case k.MaximumMinimum != nil:
		o := k.MaximumMinimum
		return computation{
			id: aws.ToString(o.ComputationId), time: o.Time, values: []*types.MeasureField{o.Value},
			best: 1, smallest: o.Type == types.MaximumMinimumComputationTypeMinimum,
		}, true
	case k.MetricComparison != nil:
		o := k.MetricComparison
		return computation{id: aws.ToString(o.ComputationId), time: o.Time, values: []*types.MeasureField{o.FromValue, o.TargetValue}}, true
	case k.PeriodOverPeriod != nil:
		o := k.PeriodOverPeriod
		return computation{id: aws.ToString(o.ComputationId), time: o.Time, values: []*types.MeasureField{o.Value}}, true
	case k.PeriodToDate != nil:
		o := k.PeriodToDate
		return computation{id: aws.ToString(o.ComputationId), time: o.Time, values: []*types.MeasureField{o.Value}}, true
	case k.GrowthRate != nil:
		o := k.GrowthRate
		return computation{id: aws.ToString(o.ComputationId), time: o.Time, values: []*types.MeasureField{o.Value}}, true
	case k.UniqueValues != nil:
		o := k.UniqueValues
		return computation{id: aws.ToString(o.ComputationId), category: o.Category, unique: true}, true
	case k.Forecast != nil:
		o := k.Forecast
		return computation{id: aws.ToString(o.ComputationId), time: o.Time, values: []*types.MeasureField{o.Value}}, true
	}
	return computation{}, false
}

// mostRanked bounds a ranking (QuickSight API Reference, TopBottomRankedComputation, ResultSize: 20); 3 are named where the
// definition says nothing.
const (
	mostRanked     = 20
	standardRanked = 3
)

func resultSize(n *int32) int {
	if n == nil || *n <= 0 {
		return standardRanked
	}
	return int(min(mostRanked, *n))
}

// insight asks the computation that is wanted.
func (c *compiler) insight(v *types.InsightVisual) error {
	for _, k := range computations(v) {
		if k.id == c.ask.Part {
			return c.computation(k)
		}
	}
	return fault.New(fault.Unsupported, "The insight has no computation %q that is understood.", c.ask.Part)
}

func (c *compiler) computation(k computation) error {
	w := wells{}
	if k.time != nil {
		w.groups = append(w.groups, well{fields: []types.DimensionField{*k.time}})
	}
	switch {
	case k.category == nil:
	case k.unique:
		return c.uniqueValues(*k.category)
	default:
		w.groups = append(w.groups, well{fields: []types.DimensionField{*k.category}})
	}
	for _, v := range k.values {
		if v != nil {
			w.values = append(w.values, []types.MeasureField{*v})
		}
	}
	if err := c.chart(w); err != nil || k.best == 0 || len(c.query.Groups) == 0 {
		return err
	}
	c.query.Groups[0].Items = &Items{Limit: k.best}
	c.query.Sort = []Sort{{c.query.Measures[0].Name, !k.smallest}}
	for _, g := range c.query.Groups {
		c.tieBreak(g.Name, false)
	}
	return nil
}

// uniqueValues counts the different values of a field, of dates those of its unit.
func (c *compiler) uniqueValues(d types.DimensionField) error {
	if _, err := c.dimension(d); err != nil {
		return err
	}
	g := c.query.Groups[0]
	c.query.Groups = nil
	c.query.Measures = []Measure{{Column: g.Column, Name: g.Name, Aggregation: DistinctCount}}
	if g.Granularity == "" {
		return nil
	}
	field, err := braced(g.Column)
	if err != nil {
		return err
	}
	c.query.Measures[0] = Measure{Column: g.Name, Name: g.Name}
	_, err = c.compute(g.Name, "distinct_count(truncDate('"+unitName(g.Granularity)+"', "+field+"))")
	return err
}

// joinedLayers are the layers of a map that have data: their shapes are joined with a column.
func joinedLayers(v *types.LayerMapVisual) []types.GeospatialLayerItem {
	var all []types.GeospatialLayerItem
	if v.ChartConfiguration == nil {
		return nil
	}
	for _, l := range v.ChartConfiguration.MapLayers {
		if l.JoinDefinition != nil && l.JoinDefinition.DatasetKeyField != nil {
			all = append(all, l)
		}
	}
	return all
}

// layer asks for the figures of one layer's shapes.
func (c *compiler) layer(v *types.LayerMapVisual) error {
	for _, l := range joinedLayers(v) {
		if aws.ToString(l.LayerId) != c.ask.Part {
			continue
		}
		key := l.JoinDefinition.DatasetKeyField
		w := wells{groups: []well{{fields: []types.DimensionField{{CategoricalDimensionField: &types.CategoricalDimensionField{FieldId: key.FieldId, Column: key.Column}}}}}}
		if f := l.JoinDefinition.ColorField; f != nil {
			w.groups = append(w.groups, well{fields: f.ColorDimensionsFields})
			w.values = append(w.values, f.ColorValuesFields)
		}
		return c.chart(w)
	}
	return fault.New(fault.Unsupported, "The map has no layer %q with data.", c.ask.Part)
}
