package definition

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"

	"interlaken/fault"
	"interlaken/visual"
)

func (c *compiler) table(v *types.TableVisual) error {
	c.spec.Kind = visual.Table
	k := v.ChartConfiguration
	if k == nil || k.FieldWells == nil {
		return fault.New(fault.Unsupported, "The table has no fields.")
	}
	var err error
	switch w := k.FieldWells; {
	case w.TableAggregatedFieldWells != nil:
		err = c.aggregatedTable(w.TableAggregatedFieldWells)
	case w.TableUnaggregatedFieldWells != nil:
		err = c.plainTable(w.TableUnaggregatedFieldWells)
	default:
		err = fault.New(fault.Unsupported, "The table has no fields.")
	}
	if err != nil {
		return err
	}
	if o := k.FieldOptions; o != nil {
		c.fieldOptions(o)
	}
	if o := k.TotalOptions; o != nil {
		c.totals(o)
		if c.spec.Totals && !c.query.Plain && len(c.query.Groups) > 0 {
			c.query.Totals = [][]string{{}}
		}
	}
	if k.SortConfiguration != nil {
		if c.query.Sort, err = c.sorted(k.SortConfiguration.RowSort, "ChartConfiguration.SortConfiguration.RowSort"); err != nil {
			return err
		}
	}
	for _, g := range c.query.Groups {
		c.tieBreak(g.Name, false)
	}
	return nil
}

func (c *compiler) aggregatedTable(w *types.TableAggregatedFieldWells) error {
	for _, d := range w.GroupBy {
		field, err := c.dimension(d)
		if err != nil {
			return err
		}
		c.spec.Groups = append(c.spec.Groups, field)
	}
	for _, m := range w.Values {
		field, _, err := c.measure(m)
		if err != nil {
			return err
		}
		c.spec.Measures = append(c.spec.Measures, field)
	}
	titles := map[string]int{}
	for _, f := range append(append([]visual.Field{}, c.spec.Groups...), c.spec.Measures...) {
		titles[f.Title]++
	}
	for i, f := range c.spec.Measures {
		if titles[f.Title] > 1 { // two figures of one column
			c.spec.Measures[i].Title = measureTitle(c.query.Measures[i])
		}
	}
	return nil
}

func (c *compiler) plainTable(w *types.TableUnaggregatedFieldWells) error {
	c.query.Plain = true
	for _, f := range w.Values {
		name, err := c.rowColumn(f.Column)
		if err != nil {
			return err
		}
		result := c.resultName(aws.ToString(f.FieldId))
		c.fields[aws.ToString(f.FieldId)] = known{name: result}
		c.query.Measures = append(c.query.Measures, Measure{Column: name, Name: result})
		c.spec.Measures = append(c.spec.Measures, visual.Field{Column: result, Title: name, Format: c.columnFormat(f), Fold: visual.FoldSum})
	}
	return nil
}

// fieldOptions gives columns their names, their order, and hides some.
func (c *compiler) fieldOptions(o *types.TableFieldOptions) {
	for _, id := range o.Order {
		if f, found := c.fields[id]; found {
			c.spec.ColumnOrder = append(c.spec.ColumnOrder, f.name)
		}
	}
	for _, option := range o.SelectedFieldOptions {
		f, found := c.fields[aws.ToString(option.FieldId)]
		if !found {
			continue
		}
		for _, list := range [][]visual.Field{c.spec.Groups, c.spec.Measures} {
			for i := range list {
				if list[i].Column != f.name {
					continue
				}
				if label := aws.ToString(option.CustomLabel); label != "" {
					list[i].Title = label
				}
				list[i].Hidden = option.Visibility == types.VisibilityHidden
			}
		}
	}
}

var totalFolds = map[types.SimpleTotalAggregationFunction]visual.Fold{
	types.SimpleTotalAggregationFunctionSum: visual.FoldSum, types.SimpleTotalAggregationFunctionAverage: visual.FoldAverage,
	types.SimpleTotalAggregationFunctionMin: visual.FoldLeast, types.SimpleTotalAggregationFunctionMax: visual.FoldGreatest,
	types.SimpleTotalAggregationFunctionNone: visual.FoldNothing,
}

func (c *compiler) totals(o *types.TotalOptions) {
	c.spec.Totals = o.TotalsVisibility == types.VisibilityVisible
	c.spec.TotalsLabel = aws.ToString(o.CustomLabel)
	for _, t := range o.TotalAggregationOptions {
		if t.TotalAggregationFunction == nil {
			continue
		}
		fold, named := totalFolds[t.TotalAggregationFunction.SimpleTotalAggregationFunction]
		for i := range c.spec.Measures {
			if named && c.spec.Measures[i].Column == c.fields[aws.ToString(t.FieldId)].name {
				c.spec.Measures[i].Fold = fold
			}
		}
	}
}
