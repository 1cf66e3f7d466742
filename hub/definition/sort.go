package definition

import (
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"

	"interlaken/calc"
	"interlaken/fault"
)

// sorted translates a sort configuration. What it names and the visual has not changes the order of rows alone, so it is
// told as not drawn and no failure.
func (c *compiler) sorted(options []types.FieldSortOptions, path string) ([]Sort, error) {
	var sorts []Sort
	for _, o := range options {
		switch {
		case o.FieldSort != nil:
			field, found := c.fields[aws.ToString(o.FieldSort.FieldId)]
			if !found {
				c.notDrawn = append(c.notDrawn, path)
				continue
			}
			sorts = append(sorts, Sort{field.name, o.FieldSort.Direction == types.SortDirectionDesc})
		case o.ColumnSort != nil:
			name, err := c.columnSort(o.ColumnSort)
			if err != nil {
				return nil, err
			}
			sorts = append(sorts, Sort{name, o.ColumnSort.Direction == types.SortDirectionDesc})
		}
	}
	return sorts, nil
}

// columnSort finds the figure by which is sorted, or asks for it beside those that are shown.
func (c *compiler) columnSort(s *types.ColumnSort) (string, error) {
	figure, err := c.sortFigure(s)
	if err != nil {
		return "", err
	}
	if figure.Aggregation == "" {
		for _, g := range c.query.Groups {
			if g.Column == figure.Column {
				return g.Name, nil
			}
		}
	}
	for _, m := range c.query.Measures {
		if m.Column == figure.Column && m.Aggregation == figure.Aggregation && m.Percentile == figure.Percentile {
			return m.Name, nil
		}
	}
	name := c.resultName("sort_" + figure.Column)
	c.query.Measures = append(c.query.Measures, Measure{Column: figure.Column, Name: name, Aggregation: figure.Aggregation, Percentile: figure.Percentile, Hidden: true})
	return name, nil
}

// sortFigure is what is sorted by. A column of rows that are grouped has no value by itself: without an aggregation its
// least stands for it, which is its value where a group has one.
func (c *compiler) sortFigure(s *types.ColumnSort) (Figure, error) {
	if f := s.AggregationFunction; f != nil && f.AttributeAggregationFunction != nil {
		return c.attribute(s.SortBy, f.AttributeAggregationFunction)
	}
	figure, err := aggregationOf(s.AggregationFunction)
	if err != nil {
		return figure, err
	}
	name, level, err := c.column(s.SortBy)
	if err != nil {
		return figure, err
	}
	figure.Column = name
	grouped := slices.ContainsFunc(c.query.Groups, func(g Group) bool { return g.Column == name })
	switch {
	case level > calc.Row || c.query.Plain:
		figure.Aggregation, figure.Percentile = "", 0
	case figure.Aggregation != "":
		return figure, understood(figure.Aggregation, name)
	case !grouped:
		figure.Aggregation = Min
	}
	return figure, nil
}

// attribute is the value of a column where a group has one, else what the definition says (QuickSight API Reference,
// AttributeAggregationFunction).
func (c *compiler) attribute(id *types.ColumnIdentifier, f *types.AttributeAggregationFunction) (Figure, error) {
	column, err := c.rowColumn(id)
	if err != nil || c.query.Plain {
		return Figure{Column: column}, err
	}
	if slices.ContainsFunc(c.query.Groups, func(g Group) bool { return g.Column == column && g.Granularity == "" }) {
		return Figure{Column: column}, nil
	}
	if f.SimpleAttributeAggregation != types.SimpleAttributeAggregationFunctionUniqueValue {
		return Figure{}, fault.New(fault.Unsupported, "The aggregation %q of %q is not understood.", f.SimpleAttributeAggregation, column)
	}
	field, err := braced(column)
	if err != nil {
		return Figure{}, err
	}
	otherwise := "NULL"
	if several := aws.ToString(f.ValueForMultipleValues); several != "" {
		otherwise = calc.Print(&calc.Literal{Type: calc.String, Text: several})
	}
	name := c.resultName("one_" + column)
	_, err = c.compute(name, "ifelse(min("+field+") = max("+field+"), min("+field+"), "+otherwise+")")
	return Figure{Column: name}, err
}

// aggregationOf has no aggregation where none is named.
func aggregationOf(f *types.AggregationFunction) (Figure, error) {
	switch {
	case f == nil:
	case f.NumericalAggregationFunction != nil:
		return numericalAggregation(f.NumericalAggregationFunction)
	case f.CategoricalAggregationFunction != "":
		return Figure{Aggregation: Aggregation(f.CategoricalAggregationFunction)}, nil
	case f.DateAggregationFunction != "":
		return Figure{Aggregation: Aggregation(f.DateAggregationFunction)}, nil
	case f.AttributeAggregationFunction != nil:
		return Figure{}, fault.New(fault.Unsupported, "The value of an attribute is sorted by alone, and not filtered by.")
	}
	return Figure{}, nil
}
