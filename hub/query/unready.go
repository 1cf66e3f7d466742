package query

import (
	"interlaken/fault"
	"interlaken/hub/definition"
)

// ready refuses what a visual may ask and is not computed here, for a query without it would give other figures.
func ready(q *definition.Query) error {
	unready := func(what string) error {
		return fault.New(fault.Unsupported, "The visual asks for %s, which this version does not compute.", what)
	}
	switch {
	case len(q.Calculated) > 0:
		return unready("the calculated field " + q.Calculated[0].Name)
	case len(q.Totals) > 0:
		return unready("totals")
	}
	for _, g := range q.Groups {
		if g.Items != nil {
			return unready("the first items of a field")
		}
	}
	for _, m := range q.Measures {
		switch {
		case m.Aggregation == definition.Percentile:
			return unready("a percentile")
		case m.Hidden:
			return unready("an order by a field that is not shown")
		}
	}
	return readyFilters(q.Filters, unready)
}

func readyFilters(filters []definition.Filter, unready func(string) error) error {
	for _, f := range filters {
		switch {
		case f.Aggregation != "" || f.Granularity != "":
			return unready("a filter of figures")
		case f.Top != nil:
			return unready("a filter for first values")
		case f.Nested != nil:
			return unready("a filter by another filter's values")
		}
		for _, list := range f.AnyOf {
			if err := readyFilters(list, unready); err != nil {
				return err
			}
		}
	}
	return nil
}
