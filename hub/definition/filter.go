package definition

import (
	"slices"
	"strconv"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"

	"interlaken/calc"
	"interlaken/fault"
)

// filter adds every filter of the definition that holds for the visual. One that is not understood is a failure.
func (c *compiler) filter() error {
	for i := range c.def.FilterGroups {
		g := &c.def.FilterGroups[i]
		holds, err := inScope(g, c.ask.SheetID, c.ask.VisualID)
		if err != nil {
			return err
		}
		if !holds {
			continue
		}
		if err := c.filterGroup(g); err != nil {
			return err
		}
	}
	return nil
}

// filterGroup adds the filters of a group, of which one has to hold. They are on one data set (QuickSight User Guide, Adding
// filter conditions with AND and OR operators); a group that is not is a failure.
func (c *compiler) filterGroup(g *types.FilterGroup) error {
	var names []string
	for n := range g.Filters {
		column, err := filterColumn(&g.Filters[n])
		if err != nil {
			return err
		}
		concerns, err := c.concerns(g, column)
		if err != nil {
			return err
		}
		if concerns {
			names = append(names, aws.ToString(column.ColumnName))
		}
	}
	if len(names) == 0 {
		return nil
	}
	if len(names) < len(g.Filters) {
		return fault.New(fault.Unsupported, "Filter group %q has %d filters, of which one has to hold, and not all of them are of the visual's data set; such groups are not applied.",
			aws.ToString(g.FilterGroupId), len(g.Filters))
	}
	var alternatives [][]Filter
	all := false
	for n, name := range names {
		if _, err := c.level(name); err != nil {
			return err
		}
		translated, err := c.translate(&g.Filters[n], name)
		if err != nil {
			return err
		}
		all = all || len(translated) == 0
		alternatives = append(alternatives, translated)
	}
	switch {
	case all: // one keeps every row, so that the others drop none
	case len(alternatives) == 1:
		c.query.Filters = append(c.query.Filters, alternatives[0]...)
	default:
		c.query.Filters = append(c.query.Filters, Filter{AnyOf: alternatives})
	}
	return nil
}

// inScope reports whether a filter group that is switched on holds for a visual.
func inScope(g *types.FilterGroup, sheetID, visualID string) (bool, error) {
	if g.Status == types.WidgetStatusDisabled {
		return false, nil
	}
	switch s := g.ScopeConfiguration; {
	case s != nil && s.AllSheets != nil:
		return true, nil
	case s != nil && s.SelectedSheets != nil:
		for _, sheet := range s.SelectedSheets.SheetVisualScopingConfigurations {
			if aws.ToString(sheet.SheetId) != sheetID {
				continue
			}
			switch {
			case sheet.Scope == types.FilterVisualScopeAllVisuals:
				return true, nil
			case sheet.Scope != types.FilterVisualScopeSelectedVisuals:
				return false, fault.New(fault.Unsupported, "The scope %q of filter group %q is not understood.", sheet.Scope, aws.ToString(g.FilterGroupId))
			case slices.Contains(sheet.VisualIds, visualID):
				return true, nil
			}
		}
		return false, nil
	}
	return false, fault.New(fault.Unsupported, "The scope of filter group %q is not understood.", aws.ToString(g.FilterGroupId))
}

// concerns reports whether a filter is about the visual's data set: about its own, or about every data set that has a
// column of the name.
func (c *compiler) concerns(g *types.FilterGroup, column *types.ColumnIdentifier) (bool, error) {
	if aws.ToString(column.DataSetIdentifier) == c.dataSet {
		return true, nil
	}
	switch g.CrossDataset {
	case types.CrossDatasetTypesSingleDataset:
		return false, nil
	case types.CrossDatasetTypesAllDatasets:
	default:
		return false, fault.New(fault.Unsupported, "Filter group %q holds for data sets %q, which is not understood.", aws.ToString(g.FilterGroupId), g.CrossDataset)
	}
	name := aws.ToString(column.ColumnName)
	if c.formula(c.dataSet, name) != nil {
		return true, nil
	}
	columns := c.columnNames(c.dataSet)
	if len(columns) == 0 {
		return false, fault.New(fault.Unsupported, "Whether filter group %q holds for data set %q is not known, because its columns are not.", aws.ToString(g.FilterGroupId), c.dataSet)
	}
	return slices.ContainsFunc(columns, func(has string) bool { return strings.EqualFold(has, name) }), nil
}

// filterColumn returns the column of any filter.
func filterColumn(f *types.Filter) (*types.ColumnIdentifier, error) {
	var column *types.ColumnIdentifier
	switch {
	case f.CategoryFilter != nil:
		column = f.CategoryFilter.Column
	case f.NumericEqualityFilter != nil:
		column = f.NumericEqualityFilter.Column
	case f.NumericRangeFilter != nil:
		column = f.NumericRangeFilter.Column
	case f.TimeEqualityFilter != nil:
		column = f.TimeEqualityFilter.Column
	case f.TimeRangeFilter != nil:
		column = f.TimeRangeFilter.Column
	case f.RelativeDatesFilter != nil:
		column = f.RelativeDatesFilter.Column
	case f.TopBottomFilter != nil:
		column = f.TopBottomFilter.Column
	case f.NestedFilter != nil:
		column = f.NestedFilter.Column
	}
	if column == nil || aws.ToString(column.ColumnName) == "" {
		return nil, fault.New(fault.Unsupported, "A filter of the visual is of no kind that is understood.")
	}
	return column, nil
}

func (c *compiler) translate(f *types.Filter, column string) ([]Filter, error) {
	switch {
	case f.CategoryFilter != nil:
		return c.categoryFilter(f.CategoryFilter, column)
	case f.NumericRangeFilter != nil:
		return c.numericRange(f.NumericRangeFilter, column)
	case f.NumericEqualityFilter != nil:
		return c.numericEquality(f.NumericEqualityFilter, column)
	case f.TimeRangeFilter != nil:
		return c.timeRange(f.TimeRangeFilter, column)
	case f.TimeEqualityFilter != nil:
		return c.timeEquality(f.TimeEqualityFilter, column)
	case f.RelativeDatesFilter != nil:
		return c.relativeDates(f.RelativeDatesFilter, column)
	case f.TopBottomFilter != nil:
		return c.topBottom(f.TopBottomFilter, column)
	case f.NestedFilter != nil:
		return c.nested(f.NestedFilter, column)
	}
	return nil, fault.New(fault.Unsupported, "The filter of %q is of no kind that is understood.", column)
}

// every keeps all values, and of rows without one what the option says.
func every(column string, nulls types.FilterNullOption) ([]Filter, error) {
	if nulls == types.FilterNullOptionAllValues {
		return nil, nil
	}
	return one(Filter{Column: column, NotIn: []string{}}, nulls)
}

// one finishes a filter. Where rows without a value are all that is kept, what it says of values does not matter.
func one(f Filter, nulls types.FilterNullOption) ([]Filter, error) {
	switch nulls {
	case "", types.FilterNullOptionNonNullsOnly, types.FilterNullOptionAllValues:
		f.Nulls = string(nulls)
	case types.FilterNullOptionNullsOnly:
		f = Filter{Column: f.Column, NotIn: []string{}, Nulls: string(nulls)}
	default:
		return nil, fault.New(fault.Unsupported, "What the filter of %q does with rows without a value, %q, is not understood.", f.Column, nulls)
	}
	return []Filter{f}, nil
}

// listed keeps values of a list, or all others.
func listed(column string, operator types.CategoryFilterMatchOperator, values []string, nulls types.FilterNullOption) ([]Filter, error) {
	if values == nil {
		values = []string{}
	}
	switch operator {
	case types.CategoryFilterMatchOperatorContains, types.CategoryFilterMatchOperatorEquals:
		return one(Filter{Column: column, In: values}, nulls)
	case types.CategoryFilterMatchOperatorDoesNotContain, types.CategoryFilterMatchOperatorDoesNotEqual:
		return one(Filter{Column: column, NotIn: values}, nulls)
	}
	return nil, fault.New(fault.Unsupported, "The comparison %q of the filter of %q with a list is not understood.", operator, column)
}

func (c *compiler) categoryFilter(f *types.CategoryFilter, column string) ([]Filter, error) {
	chosen, isChosen := c.selected[aws.ToString(f.FilterId)]
	return c.category(f.Configuration, column, chosen, isChosen)
}

// category translates a filter of texts, for which a control may have chosen other values.
func (c *compiler) category(k *types.CategoryFilterConfiguration, column string, chosen ControlValue, isChosen bool) ([]Filter, error) {
	if k == nil {
		return nil, fault.New(fault.Unsupported, "The filter of %q says nothing.", column)
	}
	list, custom, text := k.FilterListConfiguration, k.CustomFilterListConfiguration, k.CustomFilterConfiguration
	var operator types.CategoryFilterMatchOperator
	var nulls types.FilterNullOption
	var values []string
	var all types.CategoryFilterSelectAllOptions
	switch {
	case list != nil:
		operator, nulls, values, all = list.MatchOperator, list.NullOption, list.CategoryValues, list.SelectAllOptions
	case custom != nil:
		operator, nulls, values, all = custom.MatchOperator, custom.NullOption, custom.CategoryValues, custom.SelectAllOptions
	case text != nil && !isChosen:
		return c.customFilter(text, column)
	case text != nil:
		operator, nulls = text.MatchOperator, text.NullOption
		if whole := operator == types.CategoryFilterMatchOperatorEquals || operator == types.CategoryFilterMatchOperatorDoesNotEqual; !whole && len(chosen.Texts) == 1 {
			return c.customFilter(&types.CustomFilterConfiguration{MatchOperator: operator, NullOption: nulls, CategoryValue: &chosen.Texts[0]}, column)
		} else if !whole && len(chosen.Texts) > 1 {
			return nil, fault.New(fault.Unsupported, "The filter of %q compares with %q and can be set to one text.", column, operator)
		}
	default:
		return nil, fault.New(fault.Unsupported, "The filter of %q is of no kind that is understood.", column)
	}
	if isChosen {
		if nulls == types.FilterNullOptionNullsOnly {
			nulls = types.FilterNullOptionNonNullsOnly
		}
		if values, all = chosen.Texts, ""; len(values) == 0 {
			return every(column, nulls)
		}
	}
	switch all {
	case types.CategoryFilterSelectAllOptionsFilterAllValues:
		return every(column, nulls)
	case "":
		return listed(column, operator, values, nulls)
	}
	return nil, fault.New(fault.Unsupported, "The filter of %q selects %q, which is not understood.", column, all)
}

// customFilter compares with one text, or with the values of a parameter.
func (c *compiler) customFilter(f *types.CustomFilterConfiguration, column string) ([]Filter, error) {
	if f.SelectAllOptions == types.CategoryFilterSelectAllOptionsFilterAllValues {
		return every(column, f.NullOption)
	}
	var values []string
	switch name := aws.ToString(f.ParameterName); {
	case name != "":
		p, err := c.parameter(name)
		if err != nil {
			return nil, err
		}
		if p.all {
			return every(column, f.NullOption)
		}
		values = p.values
	case f.CategoryValue != nil:
		values = []string{*f.CategoryValue}
	default:
		return nil, fault.New(fault.Unsupported, "The filter of %q compares with nothing.", column)
	}
	switch f.MatchOperator {
	case types.CategoryFilterMatchOperatorEquals, types.CategoryFilterMatchOperatorDoesNotEqual:
		return listed(column, f.MatchOperator, values, f.NullOption)
	case types.CategoryFilterMatchOperatorContains, types.CategoryFilterMatchOperatorDoesNotContain, types.CategoryFilterMatchOperatorStartsWith, types.CategoryFilterMatchOperatorEndsWith:
		if len(values) != 1 {
			return nil, fault.New(fault.Unsupported, "The filter of %q compares parts of texts with %d values; it can with one.", column, len(values))
		}
		return one(Filter{Column: column, Match: values[0], MatchOperator: string(f.MatchOperator)}, f.NullOption)
	}
	return nil, fault.New(fault.Unsupported, "The comparison %q of the filter of %q is not understood.", f.MatchOperator, column)
}

func (c *compiler) numericRange(f *types.NumericRangeFilter, column string) ([]Filter, error) {
	chosen, isChosen := c.selected[aws.ToString(f.FilterId)]
	if !isChosen && f.SelectAllOptions == types.NumericFilterSelectAllOptionsFilterAllValues {
		return c.everyFigure(f.AggregationFunction, column, f.NullOption)
	}
	r := Range{IncludeFrom: aws.ToBool(f.IncludeMinimum), IncludeTo: aws.ToBool(f.IncludeMaximum)}
	if isChosen {
		switch n := len(chosen.Texts); {
		case n == 0:
			return c.everyFigure(f.AggregationFunction, column, f.NullOption)
		case n == 2:
			r.From, r.To = chosen.Texts[0], chosen.Texts[1]
		case f.RangeMinimum != nil:
			r.From = chosen.Texts[0]
		default:
			r.To = chosen.Texts[0]
		}
		return c.ofFigure(f.AggregationFunction, Filter{Column: column, Range: &r}, f.NullOption)
	}
	var err error
	if r.From, err = c.bound(f.RangeMinimum); err != nil {
		return nil, err
	}
	if r.To, err = c.bound(f.RangeMaximum); err != nil {
		return nil, err
	}
	if r.From == "" && r.To == "" {
		return c.everyFigure(f.AggregationFunction, column, f.NullOption)
	}
	return c.ofFigure(f.AggregationFunction, Filter{Column: column, Range: &r}, f.NullOption)
}

// everyFigure keeps all figures, and of those without a value what the option says.
func (c *compiler) everyFigure(of *types.AggregationFunction, column string, nulls types.FilterNullOption) ([]Filter, error) {
	if nulls == types.FilterNullOptionAllValues {
		return nil, nil
	}
	return c.ofFigure(of, Filter{Column: column, NotIn: []string{}}, nulls)
}

// ofFigure finishes a filter of numbers, which holds of rows or of the figure of each group.
func (c *compiler) ofFigure(of *types.AggregationFunction, f Filter, nulls types.FilterNullOption) ([]Filter, error) {
	figure, err := aggregationOf(of)
	if err != nil {
		return nil, err
	}
	if figure.Aggregation != "" {
		if err := understood(figure.Aggregation, f.Column); err != nil {
			return nil, err
		}
	}
	finished, err := one(f, nulls)
	if level, _ := c.level(f.Column); level > calc.Row {
		return finished, err // which is the figure itself
	}
	for i := range finished {
		finished[i].Aggregation, finished[i].Percentile = figure.Aggregation, figure.Percentile
	}
	return finished, err
}

// bound is "" where there is none.
func (c *compiler) bound(v *types.NumericRangeFilterValue) (string, error) {
	switch {
	case v == nil:
		return "", nil
	case v.Parameter != nil && !c.bounds(*v.Parameter):
		return "", nil
	case v.Parameter != nil:
		return c.number(*v.Parameter)
	case v.StaticValue != nil:
		return decimal(*v.StaticValue), nil
	}
	return "", fault.New(fault.Unsupported, "A bound of a filter says nothing.")
}

func decimal(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }

func (c *compiler) numericEquality(f *types.NumericEqualityFilter, column string) ([]Filter, error) {
	chosen, isChosen := c.selected[aws.ToString(f.FilterId)]
	if isChosen && len(chosen.Texts) == 0 || !isChosen && f.SelectAllOptions == types.NumericFilterSelectAllOptionsFilterAllValues {
		return c.everyFigure(f.AggregationFunction, column, f.NullOption)
	}
	value := ""
	switch name := aws.ToString(f.ParameterName); {
	case isChosen:
		value = chosen.Texts[0]
	case name != "":
		var err error
		if value, err = c.number(name); err != nil {
			return nil, err
		}
	case f.Value != nil:
		value = decimal(*f.Value)
	default:
		return nil, fault.New(fault.Unsupported, "The filter of %q compares with nothing.", column)
	}
	switch f.MatchOperator {
	case types.NumericEqualityMatchOperatorEquals:
		return c.ofFigure(f.AggregationFunction, Filter{Column: column, Range: &Range{From: value, To: value, IncludeFrom: true, IncludeTo: true}}, f.NullOption)
	case types.NumericEqualityMatchOperatorDoesNotEqual:
		return c.ofFigure(f.AggregationFunction, Filter{Column: column, NotIn: []string{value}}, f.NullOption)
	}
	return nil, fault.New(fault.Unsupported, "The comparison %q of the filter of %q is not understood.", f.MatchOperator, column)
}
