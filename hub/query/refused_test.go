package query

import (
	"testing"

	qstypes "github.com/aws/aws-sdk-go-v2/service/quicksight/types"

	"interlaken/fault"
	"interlaken/hub/definition"
	"interlaken/store"
)

// TestRefused: what cannot be computed is refused with the field, the function and the place, and never computed nearly.
func TestRefused(t *testing.T) {
	calculated := func(name, expression string) []definition.Calculated {
		return append([]definition.Calculated{{Name: name, Expression: expression}}, salesFields...)
	}
	visual := func(expression string, groups ...definition.Group) definition.Query {
		return definition.Query{Calculated: calculated("it", expression), Groups: groups, Measures: []definition.Measure{of("it", definition.Sum)}}
	}
	kept := withSources(t, "risk")
	for want, q := range map[string]definition.Query{
		`The calculated field {it} has an error: line 1:1: sumIf is unsupported here: the measure has a value for each group of its dimensions, and the condition is of rows.`: visual("sumIf(sum(n, [city]), n > 3)"),
		`A figure names the field "pice", which the data set sales has not. Did you mean price?`:                                                                               {Calculated: salesFields, Measures: []definition.Measure{of("pice", definition.Sum)}},
		`The calculated field {it} has an error: line 1:5: There is no field {regin}. Did you mean region?`:                                                                    visual("sum({regin})"),
		`The calculated field {it} has an error: line 1:1: The calculated field {it} depends on itself.`:                                                                       visual("{it} + 1"),
		`The calculated field {it} has an error: line 1:18: The field {city} is none of the visual's. A table calculation sorts and partitions by what is in its field wells.`: visual("sumOver(sum(n), [city])", by("region")),
		`The calculated field {it} has an error: line 1:2: There is no parameter ${none}.`:                                                                                     visual("-${none}"),
		`The calculated field {it} has an error: line 1:5: The parameter may have several values; it can stand in in() and notIn() only.`:                                      visual("n + ${several}"),
		`The calculated field {it} has an error: line 1:3: The parameter ${unset} has 0 values where one is needed.`:                                                           visual("n+${unset}"),
		`The calculated field {it} has an error: line 1:1: maxOver is computed before what it is computed from: PRE_FILTER takes no PRE_AGG and no aggregate with dimensions.`: visual("maxOver(sumOver(n, [city], PRE_AGG), [], PRE_FILTER)"),
		`The calculated field {it} has an error: line 1:1: sum is unsupported here: $visualDimensions stands in a dimension of the visual or in a filter.`:                     {Calculated: calculated("it", "sum(n, [$visualDimensions])"), Groups: []definition.Group{by("it")}},
		`The calculated field {it} has an error: line 1:1: windowSum counts the rows above and below with whole numbers that are not negative.`:                                visual("windowSum(sum(n), [city ASC], -1, 0)", by("city")),
		`The calculated field {it} has an error: line 1:1: periodOverPeriodDifference is computed by day, and the visual shows {day} by month.`:                                visual("periodOverPeriodDifference(sum(n), day, DAY)", by2("day", "MONTH")),
		`The calculated field {it} has an error: line 1:1: periodToDateSumOverTime is computed over the date {later}, which is no dimension of the visual.`:                    visual("periodToDateSumOverTime(sum(n), later)", by2("day", "MONTH")),
		`The calculated field {it} has an error: line 1:20: percentile takes a number from 0 to 100 that is written out.`:                                                      visual("percentile(price*1,101)"),
		`Rows cannot be grouped by {margin}, which is computed of groups.`:                                                                                                     {Calculated: salesFields, Groups: []definition.Group{by("margin")}},
		`{margin} is computed of groups, and the rows are asked for as they are.`:                                                                                              {Calculated: salesFields, Plain: true, Measures: []definition.Measure{of("margin", "")}},
		`A filter on "margin" holds of groups, and the rows are asked for as they are.`:                                                                                        {Calculated: salesFields, Plain: true, Measures: []definition.Measure{of("row", "")}, Filters: []definition.Filter{least("margin", "", "1")}},
		`A total keeps "f_city", which is no group of the visual.`:                                                                                                             {Groups: []definition.Group{by("region")}, Totals: [][]string{{"f_city"}}},
		`A total is of groups, and the visual has none.`:                                                                                                                       {Measures: []definition.Measure{sumOfN}, Totals: [][]string{{}}},
		`A percentile of "n" is 101; it may be 0 to 100.`:                                                                                                                      {Measures: []definition.Measure{{Column: "n", Name: "m", Aggregation: definition.Percentile, Percentile: 101}}},
		`The aggregation MODE of "n" is unsupported here.`:                                                                                                                     {Measures: []definition.Measure{of("n", "MODE")}},
		`The visual is sorted by "x", which is none of its fields.`:                                                                                                            {Measures: []definition.Measure{sumOfN}, Sort: []definition.Sort{{Name: "x"}}},
		`Two fields of the visual are called "m_rows".`:                                                                                                                        {Measures: []definition.Measure{rowCount, rowCount}},
		`The table calculation {place} cannot be filtered or sorted by before it is computed.`:                                                                                 {Calculated: salesFields, Groups: []definition.Group{first(by("city"), 2, true)}, Measures: []definition.Measure{of("place", "")}, Sort: []definition.Sort{{Name: "m_place_"}}},
		`A top or nested filter on "margin" is unsupported here: it takes values of rows, and these are of groups.`:                                                            {Calculated: salesFields, Measures: []definition.Measure{sumOfN}, Filters: []definition.Filter{{Column: "margin", Top: &definition.Top{Limit: 1}}}},
		`The inner filter on "margin" is of groups, and a nested filter takes values of rows.`:                                                                                 {Calculated: salesFields, Measures: []definition.Measure{sumOfN}, Filters: []definition.Filter{{Column: "city", Nested: &definition.Nested{Inner: least("margin", "", "1")}}}},
		`One of several filters is on the table calculations of groups, and another, on "region", is not.`:                                                                     {Calculated: salesFields, Groups: []definition.Group{by("region")}, Filters: []definition.Filter{{AnyOf: [][]definition.Filter{{least("place", "", "1")}, {{Column: "region", In: []string{"East"}}}}}}},
		`The value "x" is no integer, which "n" has.`:                                                                                                                          {Measures: []definition.Measure{sumOfN}, Filters: []definition.Filter{{Column: "n", In: []string{"x"}}}},
	} {
		q.Parameters = []definition.Parameter{
			{Name: "several", Kind: qstypes.ColumnDataTypeInteger, Values: []string{"1", "2"}}, {Name: "unset", Kind: qstypes.ColumnDataTypeInteger},
		}
		set := salesSet("risk")
		err := kept.View(t.Context(), func(r store.Reader) error {
			_, _, err := compile(r, &set, &q, 100, asked)
			return err
		})
		if code := fault.CodeOf(err); err == nil || fault.Public(err) != want || code != fault.Validation && code != fault.Unsupported {
			t.Errorf("got  %v\nwant %s", err, want)
		}
	}
}
