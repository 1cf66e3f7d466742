package definition

import (
	"fmt"
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"

	"interlaken/fault"
)

// pivot groups by rows and columns, with further levels for subtotals and totals.
func (c *compiler) pivot(v *types.PivotTableVisual) error {
	k := v.ChartConfiguration
	if k == nil || k.FieldWells == nil || k.FieldWells.PivotTableAggregatedFieldWells == nil {
		return fault.New(fault.Unsupported, "The pivot table has no fields.")
	}
	f := k.FieldWells.PivotTableAggregatedFieldWells
	for _, d := range slices.Concat(f.Rows, f.Columns) {
		if _, err := c.dimension(d); err != nil {
			return err
		}
	}
	for _, m := range f.Values {
		if _, _, err := c.measure(m); err != nil {
			return err
		}
	}
	if len(c.query.Groups)+len(c.query.Measures) == 0 {
		return fault.New(fault.Unsupported, "The visual has no field to draw.")
	}
	if k.SortConfiguration != nil {
		if err := c.pivotOrder(k.SortConfiguration.FieldSortOptions); err != nil {
			return err
		}
	}
	for _, g := range c.query.Groups {
		c.tieBreak(g.Name, false)
	}
	if k.TotalOptions != nil {
		c.pivotTotals(k.TotalOptions, len(f.Rows))
	}
	return nil
}

// pivotOrder orders the values of fields, by themselves or by figures. The result is one list of rows: where a field has
// others beside it, the order by its own subtotals is who draws's, as is that by the figures of one column.
func (c *compiler) pivotOrder(options []types.PivotFieldSortOptions) error {
	for i, o := range options {
		path := fmt.Sprintf("%sFieldSortOptions[%d]", sortPath, i)
		var sorts []Sort
		var err error
		switch by := o.SortBy; {
		case by == nil:
		case by.Field != nil:
			sorts, err = c.sorted([]types.FieldSortOptions{{FieldSort: by.Field}}, path)
		case by.Column != nil:
			sorts, err = c.sorted([]types.FieldSortOptions{{ColumnSort: by.Column}}, path)
		case by.DataPath != nil:
			c.notDrawn = append(c.notDrawn, path)
		}
		if err != nil {
			return err
		}
		for _, s := range sorts {
			byItself := c.fields[aws.ToString(o.FieldId)].name == s.Name
			if !byItself && len(c.query.Groups) > 1 {
				c.notDrawn = append(c.notDrawn, path)
			}
			c.tieBreak(s.Name, s.Descending)
		}
	}
	return nil
}

// pivotTotals adds the levels of subtotals and totals. Row totals are a row that sums up all rows of each column, column
// totals a column.
func (c *compiler) pivotTotals(o *types.PivotTableTotalOptions, rows int) {
	rowLevels := c.subtotals(c.query.Groups[:rows], o.RowSubtotalOptions, o.RowTotalOptions, "ChartConfiguration.TotalOptions.RowTotalOptions")
	columnLevels := c.subtotals(c.query.Groups[rows:], o.ColumnSubtotalOptions, o.ColumnTotalOptions, "ChartConfiguration.TotalOptions.ColumnTotalOptions")
	for _, r := range rowLevels {
		for _, l := range columnLevels {
			if level := append(append([]string{}, r...), l...); len(level) < len(c.query.Groups) {
				c.query.Totals = append(c.query.Totals, level)
			}
		}
	}
}

// subtotals are the levels of rows or of columns: all fields, then fewer and fewer, and none for the total. Without a
// word on the level it is that of the last field but one (QuickSight User Guide, "Displaying totals and subtotals": Last
// is the default). A total that folds what the table shows, and not the rows, is who draws's.
func (c *compiler) subtotals(groups []Group, sub *types.SubtotalOptions, total *types.PivotTotalOptions, path string) [][]string {
	names := make([]string, len(groups))
	for i, g := range groups {
		names[i] = g.Name
	}
	levels := [][]string{names}
	for kept := len(names) - 1; kept > 0; kept-- {
		if sub != nil && sub.TotalsVisibility == types.VisibilityVisible && c.subtotalAt(sub, names[kept-1], kept == len(names)-1) {
			levels = append(levels, names[:kept])
		}
	}
	if total != nil && total.TotalsVisibility == types.VisibilityVisible && len(names) > 0 {
		levels = append(levels, nil)
		for i, t := range total.TotalAggregationOptions {
			if f := t.TotalAggregationFunction; f != nil && f.SimpleTotalAggregationFunction != "" && f.SimpleTotalAggregationFunction != types.SimpleTotalAggregationFunctionDefault {
				c.notDrawn = append(c.notDrawn, fmt.Sprintf("%s.TotalAggregationOptions[%d]", path, i))
			}
		}
	}
	return levels
}

// subtotalAt reports whether a field has subtotals.
func (c *compiler) subtotalAt(o *types.SubtotalOptions, name string, last bool) bool {
	switch o.FieldLevel {
	case types.PivotTableSubtotalLevelAll:
		return true
	case types.PivotTableSubtotalLevelCustom:
		return slices.ContainsFunc(o.FieldLevelOptions, func(f types.PivotTableFieldSubtotalOptions) bool {
			return c.fields[aws.ToString(f.FieldId)].name == name
		})
	}
	return last
}
