package definition

import (
	"fmt"
	"strconv"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"

	"interlaken/fault"
)

// boxPlot asks for five figures of each value: its least, its quartiles and its greatest.
func (c *compiler) boxPlot(v *types.BoxPlotVisual) error {
	k := v.ChartConfiguration
	if k == nil || k.FieldWells == nil || k.FieldWells.BoxPlotAggregatedFieldWells == nil {
		return fault.New(fault.Unsupported, "The box plot has no fields.")
	}
	f := k.FieldWells.BoxPlotAggregatedFieldWells
	group := well{fields: f.GroupBy, path: sortPath + "CategorySort"}
	if k.SortConfiguration != nil {
		group.sort = k.SortConfiguration.CategorySort
	}
	if err := c.group(&group); err != nil {
		return err
	}
	if len(f.Values) == 0 {
		return fault.New(fault.Unsupported, "The box plot has no value.")
	}
	for _, m := range f.Values {
		id, column, err := rowMeasure(m)
		if err != nil {
			return err
		}
		name, err := c.rowColumn(column)
		if err != nil {
			return err
		}
		for _, figure := range []Figure{
			{Aggregation: Min}, {Aggregation: Percentile, Percentile: 25}, {Aggregation: Median}, {Aggregation: Percentile, Percentile: 75}, {Aggregation: Max},
		} {
			figure.Column = name
			c.addMeasure(id, figure)
		}
	}
	return c.chartOrder(wells{groups: []well{group}}, []int{0})
}

// rowMeasure is the field of a value whose distribution is shown, not its sum.
func rowMeasure(m types.MeasureField) (string, *types.ColumnIdentifier, error) {
	if m.NumericalMeasureField == nil {
		return "", nil, fault.New(fault.Unsupported, "The visual shows the distribution of numbers, and its value is no number.")
	}
	return aws.ToString(m.NumericalMeasureField.FieldId), m.NumericalMeasureField.Column, nil
}

// Bins of a histogram where the definition names no number and at most (QuickSight API Reference, BinWidthOptions).
const (
	standardBins = 10
	mostBins     = 1000
)

// histogram groups rows by the number of their bin, from 0. Bins have a width, or are as many as wanted between the least
// and the greatest value of the rows that filters keep; the greatest is in the last one.
func (c *compiler) histogram(v *types.HistogramVisual) error {
	k := v.ChartConfiguration
	if k == nil || k.FieldWells == nil || k.FieldWells.HistogramAggregatedFieldWells == nil || len(k.FieldWells.HistogramAggregatedFieldWells.Values) == 0 {
		return fault.New(fault.Unsupported, "The histogram has no value.")
	}
	id, column, err := rowMeasure(k.FieldWells.HistogramAggregatedFieldWells.Values[0])
	if err != nil {
		return err
	}
	name, err := c.rowColumn(column)
	if err != nil {
		return err
	}
	expression, err := binned(name, k.BinOptions)
	if err != nil {
		return err
	}
	bin := c.resultName(id)
	if _, err := c.compute(bin, expression); err != nil {
		return err
	}
	c.query.Groups = []Group{{Column: bin, Name: bin}}
	if o := k.BinOptions; o != nil && o.BinWidth != nil && o.BinWidth.BinCountLimit != nil {
		c.query.Groups[0].Items = &Items{Limit: int(max(1, min(mostBins, *o.BinWidth.BinCountLimit)))}
	}
	c.countRows()
	c.query.Sort = []Sort{{Name: bin}}
	return nil
}

// binned is the number of the bin that a value falls into.
func binned(column string, o *types.HistogramBinOptions) (string, error) {
	x, err := braced(column)
	if err != nil {
		return "", err
	}
	least, bins := "minOver("+x+", [], PRE_AGG)", standardBins
	if o != nil {
		if o.StartValue != nil {
			least = decimal(*o.StartValue)
		}
		if o.SelectedBinType == types.HistogramBinTypeBinWidth {
			if o.BinWidth == nil || o.BinWidth.Value == nil || !(*o.BinWidth.Value > 0) {
				return "", fault.New(fault.Unsupported, "The histogram has bins of no width.")
			}
			return fmt.Sprintf("floor((%s - %s) / %s)", x, least, decimal(*o.BinWidth.Value)), nil
		}
		if o.BinCount != nil && o.BinCount.Value != nil && *o.BinCount.Value > 0 {
			bins = int(min(mostBins, *o.BinCount.Value))
		}
	}
	greatest, n := "maxOver("+x+", [], PRE_AGG)", strconv.Itoa(bins)
	return fmt.Sprintf("ifelse(%[1]s >= %[2]s, %[5]d, floor((%[1]s - %[3]s) * %[4]s / (%[2]s - %[3]s)))", x, greatest, least, n, bins-1), nil
}
