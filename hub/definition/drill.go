package definition

import (
	"time"

	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"

	"interlaken/fault"
)

// drilled adds the filters of the levels above the one at which the definition's hierarchies stand (QuickSight API
// Reference, DrillDownFilter).
func (c *compiler) drilled(v *types.Visual) error {
	b, _ := body(v)
	hierarchies, _ := memberOf(b, "ColumnHierarchies").([]types.ColumnHierarchy)
	for _, h := range hierarchies {
		var filters []types.DrillDownFilter
		switch {
		case h.ExplicitHierarchy != nil:
			filters = h.ExplicitHierarchy.DrillDownFilters
		case h.DateTimeHierarchy != nil:
			filters = h.DateTimeHierarchy.DrillDownFilters
		case h.PredefinedHierarchy != nil:
			filters = h.PredefinedHierarchy.DrillDownFilters
		}
		for _, f := range filters {
			added, err := c.drillDown(f)
			if err != nil {
				return err
			}
			c.query.Filters = append(c.query.Filters, added...)
		}
	}
	return nil
}

func (c *compiler) drillDown(f types.DrillDownFilter) ([]Filter, error) {
	nulls := types.FilterNullOptionNonNullsOnly
	switch {
	case f.CategoryFilter != nil:
		name, err := c.rowColumn(f.CategoryFilter.Column)
		if err != nil {
			return nil, err
		}
		return listed(name, types.CategoryFilterMatchOperatorEquals, f.CategoryFilter.CategoryValues, nulls)
	case f.NumericEqualityFilter != nil:
		name, err := c.rowColumn(f.NumericEqualityFilter.Column)
		if err != nil {
			return nil, err
		}
		value := decimal(f.NumericEqualityFilter.Value)
		return one(Filter{Column: name, Range: &Range{From: value, To: value, IncludeFrom: true, IncludeTo: true}}, nulls)
	case f.TimeRangeFilter != nil:
		return c.drilledTime(f.TimeRangeFilter, nulls)
	}
	return nil, fault.New(fault.Unsupported, "A filter of a level above is of no kind that is understood.")
}

// drilledTime keeps whole units from the first to the last one.
func (c *compiler) drilledTime(f *types.TimeRangeDrillDownFilter, nulls types.FilterNullOption) ([]Filter, error) {
	name, err := c.rowColumn(f.Column)
	if err != nil {
		return nil, err
	}
	bound := func(at *time.Time) *types.TimeRangeFilterValue {
		if at == nil {
			return nil
		}
		return &types.TimeRangeFilterValue{StaticValue: at}
	}
	from, err := c.timeBound(bound(f.RangeMinimum), f.TimeGranularity, false)
	if err != nil {
		return nil, err
	}
	before, err := c.timeBound(bound(f.RangeMaximum), f.TimeGranularity, true)
	if err != nil {
		return nil, err
	}
	return span{from, before}.filter(name, nulls)
}
