package query

import (
	"testing"

	"interlaken/fault"
	"interlaken/hub/definition"
)

// TestUnready: what is not computed yet is refused by name, wherever it stands, and all else is not.
func TestUnready(t *testing.T) {
	top := definition.Filter{Column: "state", Top: &definition.Top{Limit: 5}}
	for what, q := range map[string]definition.Query{
		"the calculated field margin":           {Calculated: []definition.Calculated{{Name: "margin", Expression: "{a}/{b}"}}},
		"totals":                                {Totals: [][]string{{}}},
		"the first items of a field":            {Groups: []definition.Group{{Column: "a"}, {Column: "state", Items: &definition.Items{Limit: 3}}}},
		"a percentile":                          {Measures: []definition.Measure{{Column: "n", Aggregation: definition.Percentile, Percentile: 90}}},
		"an order by a field that is not shown": {Measures: []definition.Measure{{Column: "n", Aggregation: definition.Sum, Hidden: true}}},
		"a filter of figures":                   {Filters: []definition.Filter{{Column: "n", Range: &definition.Range{From: "1"}, Aggregation: definition.Sum}}},
		"a filter for first values":             {Filters: []definition.Filter{{AnyOf: [][]definition.Filter{{{Column: "a", In: []string{"x"}}}, {top}}}}},
		"a filter by another filter's values":   {Filters: []definition.Filter{{Column: "a", Nested: &definition.Nested{}}}},
	} {
		err := ready(&q)
		if want := "The visual asks for " + what + ", which this version does not compute."; !fault.Is(err, fault.Unsupported) || fault.Public(err) != want {
			t.Errorf("%v, want %s", err, want)
		}
	}
	if err := ready(&definition.Query{
		Groups: []definition.Group{{Column: "state", Granularity: "MONTH"}}, Measures: []definition.Measure{{Column: "n", Aggregation: definition.Sum}},
		Filters: []definition.Filter{{Column: "a", In: []string{"x"}, Nulls: "ALL_VALUES"}}, Parameters: []definition.Parameter{{Name: "p"}},
	}); err != nil {
		t.Error(err)
	}
}
