package definition

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"

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

// columnSort finds the figure by which is sorted, or asks for it beside those that are drawn.
func (c *compiler) columnSort(s *types.ColumnSort) (string, error) {
	column, err := c.column(s.SortBy)
	if err != nil {
		return "", err
	}
	aggregation, err := aggregationOf(s.AggregationFunction)
	if err != nil {
		return "", err
	}
	if aggregation == "" {
		for _, g := range c.query.Groups {
			if g.Column == column {
				return g.Name, nil
			}
		}
		if c.query.Plain {
			for _, m := range c.query.Measures {
				if m.Column == column {
					return m.Name, nil
				}
			}
		}
		return "", fault.New(fault.Unsupported, "The visual is sorted by %q, which is no field of it.", column)
	}
	for _, m := range c.query.Measures {
		if m.Column == column && m.Aggregation == aggregation {
			return m.Name, nil
		}
	}
	if _, understood := aggregationWords[aggregation]; !understood {
		return "", fault.New(fault.Unsupported, "The aggregation %q of %q is not understood.", aggregation, column)
	}
	name := c.resultName("sort_" + column)
	c.query.Measures = append(c.query.Measures, Measure{Column: column, Name: name, Aggregation: aggregation})
	return name, nil
}

// aggregationOf is "" where none is named.
func aggregationOf(f *types.AggregationFunction) (Aggregation, error) {
	switch {
	case f == nil:
		return "", nil
	case f.NumericalAggregationFunction != nil:
		return numericalAggregation(f.NumericalAggregationFunction)
	case f.CategoricalAggregationFunction != "":
		return Aggregation(f.CategoricalAggregationFunction), nil
	case f.DateAggregationFunction != "":
		return Aggregation(f.DateAggregationFunction), nil
	case f.AttributeAggregationFunction != nil:
		return "", fault.New(fault.Unsupported, "Sorting by an attribute is not understood.")
	}
	return "", nil
}
