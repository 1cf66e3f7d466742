package query

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"interlaken/hub/definition"
)

// salesFields are calculated fields of every level over sales.
var salesFields = []definition.Calculated{
	{Name: "size", Expression: "ifelse(n > 6, 'large', n > 2, 'middle', isNull(n), NULL, 'small')"},
	{Name: "large", Expression: "n > 6"},
	{Name: "N", Expression: "{n} * 10"}, // differs from the column in case
	{Name: "price", Expression: "{price} + 1"},
	{Name: "margin", Expression: "sum(n) / sum({price})"},
	{Name: "many", Expression: "count(row) > 1"},
	{Name: "all n", Expression: "sumOver(n, [region], PRE_FILTER)"},
	{Name: "left n", Expression: "sumOver(n, [region], PRE_AGG)"},
	{Name: "latest", Expression: "maxOver(day, [city], PRE_AGG) = day"},
	{Name: "latest of all", Expression: "ifelse(day = maxOver(day, [region], PRE_FILTER), 'yes', 'no')"},
	{Name: "by city", Expression: "sum(n, [city])"},
	{Name: "mean of cities", Expression: "avg({by city})"},
	{Name: "of the visual", Expression: "max(sum(n, [$visualDimensions]))"},
	{Name: "cities", Expression: "distinctCountOver(city, [region], PRE_AGG)"},
	{Name: "share", Expression: "percentOfTotal(sum(n))"},
	{Name: "share in size", Expression: "percentOfTotal(sum(n), [size])"},
	{Name: "place", Expression: "rank([sum(n) DESC])"},
	{Name: "so far", Expression: "runningSum({margin}, [count(row) DESC])"},
	{Name: "first rows", Expression: "{place} <= 3"},
	{Name: "with total", Expression: "sumOver(sum(n), []) - sum(n)"},
	{Name: "monthly", Expression: "truncDate('MM', day)"},
}

func by(column string) definition.Group { return definition.Group{Column: column, Name: "f_" + column} }

func by2(column, granularity string) definition.Group {
	return definition.Group{Column: column, Name: "f_" + column, Granularity: granularity}
}

func first(g definition.Group, limit int, others bool) definition.Group {
	g.Items = &definition.Items{Limit: limit, Others: others}
	return g
}

func of(column string, a definition.Aggregation) definition.Measure {
	return definition.Measure{Column: column, Name: fmt.Sprintf("m_%s_%s", column, a), Aggregation: a}
}

var (
	sumOfN   = of("n", definition.Sum)
	rowCount = definition.Measure{Name: "m_rows", Aggregation: definition.Count}
	falling  = []definition.Sort{{Name: sumOfN.Name, Descending: true}}
	someRows = definition.Filter{Column: "row", NotIn: []string{"2", "5", "12"}}
)

func least(column string, a definition.Aggregation, from string) definition.Filter {
	return definition.Filter{Column: column, Aggregation: a, Range: &definition.Range{From: from, IncludeFrom: true}}
}

// TestVisuals holds queries with everything that a visual may ask to the naive evaluator.
func TestVisuals(t *testing.T) {
	l := newLevels(t)
	top := func(column string, limit int, by ...definition.Figure) definition.Filter {
		return definition.Filter{Column: column, Top: &definition.Top{Limit: limit, By: by}}
	}
	most := definition.Figure{Column: "n", Aggregation: definition.Sum, Descending: true}
	for what, q := range map[string]definition.Query{
		"case of names":                    {Plain: true, Measures: []definition.Measure{of("row", ""), of("n", ""), of("N", ""), of("price", "")}, Sort: []definition.Sort{{Name: "m_row_"}}},
		"a field that hides a column":      {Groups: []definition.Group{by("region")}, Measures: []definition.Measure{of("price", definition.Sum)}},
		"a group that is calculated":       {Groups: []definition.Group{by("size"), by("large")}, Measures: []definition.Measure{sumOfN, rowCount}},
		"figures without groups":           {Measures: []definition.Measure{of("margin", ""), of("many", ""), of("mean of cities", definition.Sum), rowCount}},
		"no rows at all":                   {Measures: []definition.Measure{of("margin", ""), sumOfN}, Filters: []definition.Filter{{Column: "row", In: []string{"99"}}}},
		"PRE_FILTER under a filter":        {Groups: []definition.Group{by("region")}, Measures: []definition.Measure{of("all n", definition.Max), of("left n", definition.Max), sumOfN}, Filters: []definition.Filter{someRows}},
		"filter on PRE_FILTER":             {Groups: []definition.Group{by("region")}, Measures: []definition.Measure{sumOfN}, Filters: []definition.Filter{{Column: "latest of all", In: []string{"yes"}}, someRows}},
		"filter on PRE_AGG":                {Groups: []definition.Group{by("city")}, Measures: []definition.Measure{sumOfN, of("left n", definition.Min)}, Filters: []definition.Filter{{Column: "latest", In: []string{"true"}}, someRows}},
		"grouped by PRE_AGG":               {Groups: []definition.Group{by("cities")}, Measures: []definition.Measure{sumOfN}, Filters: []definition.Filter{someRows}},
		"LAC-A as a figure":                {Groups: []definition.Group{by("region")}, Measures: []definition.Measure{of("by city", definition.Sum), of("mean of cities", ""), of("of the visual", "")}, Filters: []definition.Filter{someRows}},
		"LAC-A with totals":                {Groups: []definition.Group{by("region"), by("size")}, Measures: []definition.Measure{of("by city", definition.Sum), of("mean of cities", "")}, Totals: [][]string{{"f_region"}, {}}},
		"LAC-A as a group":                 {Groups: []definition.Group{by("by city")}, Measures: []definition.Measure{sumOfN}},
		"filter of figures":                {Groups: []definition.Group{by("city")}, Measures: []definition.Measure{sumOfN}, Filters: []definition.Filter{least("n", definition.Sum, "4")}},
		"filter of a calculated figure":    {Groups: []definition.Group{by("city")}, Measures: []definition.Measure{sumOfN, of("margin", "")}, Filters: []definition.Filter{least("margin", "", "1.5")}},
		"filter of truth":                  {Groups: []definition.Group{by("city")}, Measures: []definition.Measure{sumOfN}, Filters: []definition.Filter{{Column: "many", In: []string{"true"}}}},
		"filter of figures without group":  {Measures: []definition.Measure{sumOfN}, Filters: []definition.Filter{least("n", definition.Sum, "1000")}},
		"filter of figures, totals":        {Groups: []definition.Group{by("region"), by("city")}, Measures: []definition.Measure{sumOfN, rowCount}, Filters: []definition.Filter{least("n", definition.Sum, "4")}, Totals: [][]string{{"f_region"}, {}}},
		"filter of counts, nulls kept":     {Groups: []definition.Group{by("city")}, Measures: []definition.Measure{sumOfN}, Filters: []definition.Filter{{Column: "n", Aggregation: definition.Sum, Nulls: "ALL_VALUES", Range: &definition.Range{To: "6"}}}},
		"filter of distinct counts":        {Groups: []definition.Group{by("region")}, Measures: []definition.Measure{sumOfN}, Filters: []definition.Filter{least("city", definition.DistinctCount, "2")}, Totals: [][]string{{}}},
		"one of rows and figures":          {Groups: []definition.Group{by("city")}, Measures: []definition.Measure{sumOfN}, Filters: []definition.Filter{{AnyOf: [][]definition.Filter{{least("n", definition.Sum, "10")}, {{Column: "region", In: []string{"East"}}, {Column: "row", NotIn: []string{"1"}}}}}}},
		"filter of a table calculation":    {Groups: []definition.Group{by("city")}, Measures: []definition.Measure{sumOfN, of("place", ""), of("share", "")}, Filters: []definition.Filter{{Column: "first rows", In: []string{"1"}}}, Sort: falling},
		"granularity of a filter":          {Plain: true, Measures: []definition.Measure{of("row", "")}, Sort: []definition.Sort{{Name: "m_row_"}}, Filters: []definition.Filter{{Column: "day", Granularity: "WEEK", In: []string{"2024-02-25T00:00:00", "2024-05-05T00:00:00"}}}},
		"top of values, with ties":         {Groups: []definition.Group{by("city")}, Measures: []definition.Measure{sumOfN}, Filters: []definition.Filter{top("city", 2, definition.Figure{Column: "row", Aggregation: definition.Count, Descending: true})}},
		"top of a dimension not shown":     {Groups: []definition.Group{by("region")}, Measures: []definition.Measure{sumOfN, rowCount}, Filters: []definition.Filter{top("city", 3, most), someRows}},
		"top by two figures":               {Groups: []definition.Group{by("city")}, Measures: []definition.Measure{sumOfN}, Filters: []definition.Filter{top("city", 3, definition.Figure{Column: "row", Aggregation: definition.Count, Descending: true}, most)}},
		"top of nulls":                     {Groups: []definition.Group{by("region")}, Measures: []definition.Measure{sumOfN}, Filters: []definition.Filter{{Column: "region", Top: &definition.Top{Limit: 2, By: []definition.Figure{most}}, Nulls: "ALL_VALUES"}}},
		"top and figures":                  {Groups: []definition.Group{by("city")}, Measures: []definition.Measure{sumOfN}, Filters: []definition.Filter{top("region", 1, most), least("row", definition.Count, "2")}, Totals: [][]string{{}}},
		"nested":                           {Groups: []definition.Group{by("city")}, Measures: []definition.Measure{rowCount}, Filters: []definition.Filter{{Column: "city", Nested: &definition.Nested{Inner: definition.Filter{Column: "n", In: []string{"7", "3"}}}}, someRows}},
		"nested, except":                   {Groups: []definition.Group{by("city")}, Measures: []definition.Measure{rowCount}, Filters: []definition.Filter{{Column: "city", Nested: &definition.Nested{Inner: definition.Filter{Column: "size", In: []string{"large"}}, Except: true}}}},
		"percentiles":                      {Groups: []definition.Group{by("region")}, Measures: []definition.Measure{{Column: "n", Name: "a", Aggregation: definition.Percentile, Percentile: 75}, {Column: "price", Name: "b", Aggregation: definition.Percentile, Percentile: 12.5}, of("n", definition.Median)}, Totals: [][]string{{}}},
		"hidden figures":                   {Groups: []definition.Group{by("city")}, Measures: []definition.Measure{rowCount, {Column: "n", Name: "h", Aggregation: definition.Sum, Hidden: true}}, Sort: []definition.Sort{{Name: "h", Descending: true}}},
		"hidden table calculations":        {Groups: []definition.Group{by("city")}, Measures: []definition.Measure{sumOfN, {Column: "place", Name: "h", Hidden: true}}, Sort: []definition.Sort{{Name: "h"}}, Limit: 4},
		"totals of everything":             {Groups: []definition.Group{by("region"), by2("day", "YEAR"), by("size")}, Measures: []definition.Measure{sumOfN, of("city", definition.DistinctCount), of("price", definition.Average), of("share", "")}, Totals: [][]string{{"f_region", "f_day"}, {"f_size"}, {}}},
		"totals beyond the limit":          {Groups: []definition.Group{by("city")}, Measures: []definition.Measure{sumOfN, of("share", "")}, Totals: [][]string{{}}, Sort: falling, Limit: 3},
		"first items":                      {Groups: []definition.Group{first(by("city"), 3, false)}, Measures: []definition.Measure{sumOfN}, Sort: falling},
		"first items and others":           {Groups: []definition.Group{first(by("city"), 2, true)}, Measures: []definition.Measure{sumOfN, of("price", definition.Average), of("region", definition.DistinctCount), of("share", "")}, Sort: falling},
		"others in two dimensions":         {Groups: []definition.Group{first(by("city"), 2, true), first(by("size"), 1, true)}, Measures: []definition.Measure{sumOfN, rowCount}, Sort: falling},
		"others in one, dropped in other":  {Groups: []definition.Group{first(by("city"), 2, true), first(by("size"), 2, false)}, Measures: []definition.Measure{sumOfN, of("share", "")}, Sort: falling},
		"items by their own order":         {Groups: []definition.Group{first(by2("day", "MONTH"), 2, true)}, Measures: []definition.Measure{sumOfN}, Sort: []definition.Sort{{Name: "f_day", Descending: true}}},
		"items, totals, figures":           {Groups: []definition.Group{first(by("city"), 2, true), by("size")}, Measures: []definition.Measure{sumOfN, of("mean of cities", "")}, Sort: falling, Totals: [][]string{{"f_city"}, {}}, Filters: []definition.Filter{least("row", definition.Count, "1"), someRows}},
		"partition by what is a dimension": {Groups: []definition.Group{by("size"), by("city")}, Measures: []definition.Measure{of("share in size", ""), of("so far", ""), of("with total", "")}},
		"dates by year and month":          {Groups: []definition.Group{{Column: "day", Name: "y", Granularity: "YEAR"}, {Column: "day", Name: "m", Granularity: "MONTH"}}, Measures: []definition.Measure{sumOfN}, Totals: [][]string{{"y"}}},
	} {
		q.Calculated = salesFields
		if l.hold(what, q) == 0 && what != "filter of figures without group" {
			t.Errorf("%s: nothing is asked", what)
		}
	}
}

var seeds = flag.Uint64("seeds", 60, "how many visuals TestRandomVisuals makes")

// TestRandomVisuals holds queries that a seed makes to the naive evaluator.
func TestRandomVisuals(t *testing.T) {
	l := newLevels(t)
	rows := 0
	for seed := range *seeds {
		q := randomVisual(rand.New(rand.NewPCG(seed, 6)))
		rows += l.hold(fmt.Sprintf("seed %d, %+v", seed, q.Groups), q)
	}
	if rows < 3*int(*seeds) {
		t.Errorf("%d rows are compared", rows)
	}
}

// some are so many of all at most, in a random order.
func some[T any](r *rand.Rand, most int, all ...T) (chosen []T) {
	for _, i := range r.Perm(len(all))[:r.IntN(min(most, len(all))+1)] {
		chosen = append(chosen, all[i])
	}
	return chosen
}

func randomVisual(r *rand.Rand) definition.Query {
	q := definition.Query{Calculated: salesFields, Groups: some(r, 3, by("region"), by("city"), by("size"), by2("day", "MONTH"), by("large"), by("cities"), by("monthly"))}
	for i := range q.Groups {
		if r.IntN(5) == 0 {
			q.Groups[i] = first(q.Groups[i], r.IntN(3)+1, r.IntN(2) == 0)
		}
	}
	q.Measures = append(some(r, 3, of("price", definition.Sum), of("price", definition.Average), of("city", definition.DistinctCount), of("N", definition.Max), of("margin", ""),
		of("many", ""), of("all n", definition.Max), of("left n", definition.Min), of("by city", definition.Sum), of("mean of cities", ""), of("of the visual", ""),
		of("n", definition.Stdev), of("n", definition.Median), rowCount), sumOfN)
	q.Measures = append(q.Measures, some(r, 2, of("share", ""), of("place", ""), of("so far", ""), of("with total", ""))...)
	q.Filters = some(r, 3, someRows, least("n", definition.Sum, "3"), least("margin", "", "0.5"), least("price", "", "0.5"),
		definition.Filter{Column: "latest", In: []string{"true"}, Nulls: "ALL_VALUES"},
		definition.Filter{Column: "latest of all", NotIn: []string{"no"}},
		definition.Filter{Column: "size", NotIn: []string{"small"}, Nulls: "ALL_VALUES"},
		definition.Filter{Column: "place", Range: &definition.Range{To: "4", IncludeTo: true}},
		definition.Filter{Column: "left n", Range: &definition.Range{From: "5"}},
		definition.Filter{Column: "city", Top: &definition.Top{Limit: r.IntN(4) + 1, By: []definition.Figure{{Column: "n", Aggregation: definition.Sum, Descending: r.IntN(2) == 0}}}},
		definition.Filter{Column: "city", Nested: &definition.Nested{Inner: definition.Filter{Column: "row", In: []string{"1", "5", "9"}}, Except: r.IntN(2) == 0}},
		definition.Filter{AnyOf: [][]definition.Filter{{{Column: "region", In: []string{"East"}}}, {least("n", definition.Count, "2")}}},
	)
	if len(q.Groups) > 0 && r.IntN(3) == 0 {
		q.Totals = [][]string{{}}
		if len(q.Groups) > 1 {
			q.Totals = append(q.Totals, []string{q.Groups[r.IntN(len(q.Groups))].Name})
		}
	}
	q.Sort = some(r, 1, falling[0], definition.Sort{Name: sumOfN.Name})
	if len(q.Groups) > 0 && r.IntN(4) == 0 {
		q.Limit = r.IntN(4) + 1
	}
	q.Groups = slices.Clip(q.Groups)
	return q
}
