package definition

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"

	"interlaken/calc"
	"interlaken/fault"
)

// topBottom keeps the values that are first by figures. One sort after the other decides; the bottom sorts rising.
func (c *compiler) topBottom(f *types.TopBottomFilter, column string) ([]Filter, error) {
	if level, err := c.level(column); err != nil || level > calc.Row {
		return nil, fault.New(fault.Unsupported, "The filter of %q for its first or last values is of no column.", column)
	}
	top := &Top{}
	switch name := aws.ToString(f.ParameterName); {
	case name != "":
		text, err := c.number(name)
		if err != nil {
			return nil, err
		}
		if top.Limit, err = wholeNumber(text); err != nil {
			return nil, err
		}
	case f.Limit != nil:
		top.Limit = int(*f.Limit)
	}
	if top.Limit < 1 {
		return nil, fault.New(fault.Unsupported, "The filter of %q for its first or last values keeps none.", column)
	}
	for _, s := range f.AggregationSortConfigurations {
		figure, err := aggregationOf(s.AggregationFunction)
		if err != nil {
			return nil, err
		}
		if figure.Aggregation == "" {
			figure.Aggregation = Sum
		}
		if err := c.figure(&figure, s.Column); err != nil {
			return nil, err
		}
		figure.Descending = s.SortDirection == types.SortDirectionDesc
		top.By = append(top.By, figure)
	}
	if len(top.By) == 0 {
		return nil, fault.New(fault.Unsupported, "The filter of %q for its first or last values does not say by what.", column)
	}
	granularity := f.TimeGranularity
	if granularity == types.TimeGranularityMillisecond {
		granularity = "" // the value as it is
	}
	return []Filter{{Column: column, Granularity: string(granularity), Top: top}}, nil
}

// nested keeps the rows whose value occurs, or does not, among those that the inner filter keeps.
func (c *compiler) nested(f *types.NestedFilter, column string) ([]Filter, error) {
	if f.InnerFilter == nil || f.InnerFilter.CategoryInnerFilter == nil {
		return nil, fault.New(fault.Unsupported, "The filter of %q by another filter's values is of no kind that is understood.", column)
	}
	k := f.InnerFilter.CategoryInnerFilter
	name, err := c.rowColumn(k.Column)
	if err != nil {
		return nil, err
	}
	inner, err := c.category(k.Configuration, name, ControlValue{}, false)
	if err != nil {
		return nil, err
	}
	n := &Nested{Inner: Filter{Column: name, NotIn: []string{}, Nulls: string(types.FilterNullOptionAllValues)}, Except: !f.IncludeInnerSet}
	if len(inner) > 0 { // none keeps every row
		n.Inner = inner[0]
	}
	return []Filter{{Column: column, Nested: n}}, nil
}
