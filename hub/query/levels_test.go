package query

import (
	"fmt"
	"math"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	qstypes "github.com/aws/aws-sdk-go-v2/service/quicksight/types"

	"interlaken/calc"
	"interlaken/hub"
	"interlaken/hub/definition"
	"interlaken/test/naive"
)

// sales is what levels are tested on: nulls, repeats, texts that are no numbers, a leap day and a year's end.
const sales = `
1|East|Graz|7|2.5|Wien Mitte|{"a": 1, "b": {"c": "x"}}|2024-02-29 13:14:15.167|2024-03-04 00:00:00|2024-02-29
2|East|Graz|-3|-0.5|a,b,,c|{"a": "y"}|2023-12-31 23:59:59.999|2024-01-01 00:00:00|2023-12-31
3|East|Linz|NULL|NULL|NULL|NULL|NULL|NULL|NULL
4|East|Linz|7|2.5|Wien Mitte|no JSON|2024-03-29 13:14:15.167|2024-03-04 10:30:00|2024-03-31
5|West|Bern|12|0.25|42|{"b": 3}|2024-01-31 00:00:00|2025-01-31 00:00:00|2024-01-31
6|West|Bern|1|4.125|-17.5|{}|2024-02-29 08:00:00|2024-02-25 23:00:00|2023-02-28
7|West|Basel|NULL|1.5|2024-02-30|{"a": true}|2023-02-28 08:00:00|NULL|2024-02-29
8|West|Chur|5|NULL|2024-02-29|NULL|2024-03-30 00:00:00|2024-04-06 12:00:00|2024-05-06
9|North|Kiel|3|-2.75| blank |[1]|2024-03-31 23:59:00|2024-03-31 23:59:00|2022-05-06
10|North|Kiel|3|8.5|weite|{"a": null}|2024-05-01 00:00:01|2024-04-29 06:00:00|2024-04-30
11|NULL|Oslo|9|1.5|Wien|{"a": 2.5}|2024-05-06 07:00:00|2024-05-07 07:00:00|2023-03-31
12|NULL|NULL|20|0.5|i|NULL|2024-05-06 09:00:00|2023-05-06 09:00:00|2024-05-07
13|West|Graz|4|3.5|mitte|{"b": {"c": 7}}|2024-04-30 12:00:00|2024-05-05 00:00:00|2024-01-01`

const salesColumns = "row bigint, region varchar, city varchar, n bigint, price double, name varchar, json varchar, day timestamp, later timestamp, born date"

// asked is when the queries of these tests are asked.
var asked = time.Date(2024, 5, 6, 7, 8, 9, 123_000_000, time.UTC)

// salesSet is the data set over them, with the names of regions from a second data source or the same one.
func salesSet(second string) hub.DataSet {
	kinds := map[string]qstypes.InputColumnDataType{"bigint": "INTEGER", "varchar": "STRING", "double": "DECIMAL", "timestamp": "DATETIME", "date": "DATETIME"}
	left := hub.Physical{ID: "sales", DataSourceARN: sourceARN("risk"), Schema: "bank", Table: "sales"}
	for _, c := range strings.Split(salesColumns, ", ") {
		name, kind, _ := strings.Cut(c, " ")
		left.Columns = append(left.Columns, hub.Column{Name: name, Type: kinds[kind]})
	}
	right := table("regions", second, text("region"), number("size"))
	root := hub.Relation{ID: "c", Alias: "Both", Join: &hub.Join{
		Kind: qstypes.JoinTypeLeft, Left: &hub.Relation{ID: "a", Alias: "a", Table: left.ID, Columns: left.Output()},
		Right: &hub.Relation{ID: "b", Alias: "b", Table: right.ID, Columns: right.Output()}, On: []hub.Match{{Left: "region", Right: "region"}},
	}}
	for _, c := range left.Output() {
		c.Side, c.From = hub.LeftSide, c.Name
		root.Columns = append(root.Columns, c)
	}
	return hub.DataSet{Account: testAccount, Region: "us-east-1", ID: "sales", Tables: []hub.Physical{left, right}, Root: root}
}

// levels answers queries over sales on both paths and by the naive evaluator.
type levels struct {
	*bench
	data naive.Data
}

func newLevels(t *testing.T) *levels {
	lines := strings.Split(strings.TrimSpace(sales), "\n")
	l := &levels{bench: newBench(t, map[string]*Rows{
		"sales": rowsOf(salesColumns, lines...), "regions": rowsOf("region varchar, size bigint", "East|1", "West|2"),
	})}
	for _, c := range salesSet("risk").Root.Columns {
		l.data.Columns = append(l.data.Columns, naive.Column{Name: c.Name, Type: c.Type})
	}
	for _, line := range lines {
		var row []any
		for i, cell := range strings.Split(line, "|") {
			value, err := valueOf(l.data.Columns[i].Type, cell)
			if err != nil {
				t.Fatal(err)
			}
			row = append(row, value)
		}
		l.data.Rows = append(l.data.Rows, row)
	}
	return l
}

func valueOf(kind qstypes.ColumnDataType, cell string) (any, error) {
	switch {
	case cell == "NULL":
		return nil, nil
	case kind == qstypes.ColumnDataTypeInteger:
		return strconv.ParseInt(cell, 10, 64)
	case kind == qstypes.ColumnDataTypeDecimal:
		return strconv.ParseFloat(cell, 64)
	case kind == qstypes.ColumnDataTypeDatetime:
		return time.Parse("2006-01-02 15:04:05"[:min(len(cell), 19)], cell)
	}
	return cell, nil
}

var salesParameters = []definition.Parameter{
	{Name: "one", Kind: qstypes.ColumnDataTypeString, Values: []string{"a,b,,c"}},
	{Name: "many", Kind: qstypes.ColumnDataTypeInteger, Values: []string{"7", "3"}},
}

// hold wants the naive evaluator's rows of both paths, in their order, and returns how many there are.
func (l *levels) hold(what string, q definition.Query) (rows int) {
	l.t.Helper()
	q.Parameters = salesParameters
	want, err := naive.Answer(l.data, q, asked)
	if err != nil {
		l.t.Fatalf("%s: %v", what, err)
	}
	for how, second := range map[string]string{"direct": "risk", "over the hub's engine": "retail"} {
		got, text, err := l.ask(salesSet(second), q)
		if err != nil {
			l.t.Errorf("%s, %s: %v\n%s", what, how, err, text)
			continue
		}
		if problem := differ(got, want); problem != "" {
			l.t.Errorf("%s, %s: %s\n got %s\nwant %v\n  as %s", what, how, problem, lines(got), want, text)
		}
	}
	return len(want)
}

func lines(rows [][]*string) string {
	var b strings.Builder
	for _, row := range rows {
		b.WriteByte('[')
		for i, cell := range row {
			if i > 0 {
				b.WriteByte(' ')
			}
			if cell == nil {
				b.WriteString("<nil>")
			} else {
				b.WriteString(*cell)
			}
		}
		b.WriteString("] ")
	}
	return b.String()
}

// differ says how rows differ from values; "" where they do not.
func differ(got [][]*string, want [][]any) string {
	if len(got) != len(want) {
		return fmt.Sprintf("%d rows, want %d", len(got), len(want))
	}
	for i := range want {
		if len(got[i]) != len(want[i]) {
			return fmt.Sprintf("row %d has %d columns, want %d", i+1, len(got[i]), len(want[i]))
		}
		for j, v := range want[i] {
			if !alike(got[i][j], v) {
				return fmt.Sprintf("row %d, column %d", i+1, j+1)
			}
		}
	}
	return ""
}

// alike compares an engine's text with a value: decimals up to what the order of a sum changes.
func alike(cell *string, want any) bool {
	if cell == nil || want == nil {
		return cell == nil && want == nil
	}
	switch want := want.(type) {
	case string:
		return *cell == want
	case int64:
		return *cell == strconv.FormatInt(want, 10)
	case float64:
		got, err := strconv.ParseFloat(*cell, 64)
		return err == nil && math.Abs(got-want) <= 1e-9*max(1, math.Abs(want))
	case time.Time:
		got, err := time.Parse("2006-01-02 15:04:05"[:min(len(*cell), 19)], *cell)
		return err == nil && got.Equal(want)
	}
	return false
}

// TestFunctions holds each function to the naive evaluator in visuals, and the counts that calc has of what is checked.
func TestFunctions(t *testing.T) {
	l := newLevels(t)
	text, err := os.ReadFile("testdata/functions.txt")
	if err != nil {
		t.Fatal(err)
	}
	kinds := map[string][]string{}
	for expression := range strings.Lines(string(text)) {
		if expression = strings.TrimSpace(expression); !strings.HasPrefix(expression, "#") {
			kind := l.kindOf(expression)
			kinds[kind] = append(kinds[kind], expression)
		}
	}
	checked := map[string]int{}
	for kind, expressions := range kinds {
		for some := range slices.Chunk(expressions, 8) {
			calculated, measures := make([]definition.Calculated, len(some)), make([]definition.Measure, len(some))
			for i, expression := range some {
				name := fmt.Sprint("it ", i)
				calculated[i], measures[i] = definition.Calculated{Name: name, Expression: expression}, of(name, definition.Max)
			}
			for _, q := range visualsOf[kind] {
				q.Calculated, q.Measures = calculated, append(slices.Clone(q.Measures), measures...)
				rows := l.hold(strings.Join(some, " | "), q)
				for _, expression := range some {
					name, _, _ := strings.Cut(expression, "(")
					checked[calc.Lookup(name).Name] += rows
				}
			}
		}
	}
	wantChecked(t, checked)
}

// kindOf is which of visualsOf ask for an expression.
func (l *levels) kindOf(expression string) string {
	set := salesSet("risk")
	f, err := newScope(&definition.Query{
		Calculated: []definition.Calculated{{Name: "it", Expression: expression}}, Parameters: salesParameters,
	}, &set, asked).field("it", "A case")
	switch name, _, _ := strings.Cut(expression, "("); {
	case err != nil:
		l.t.Fatalf("%s: %v", expression, err)
	case calc.Lookup(name) == nil:
		l.t.Fatalf("%s is no call", expression)
	case f.level < calc.Group:
		return "rows"
	case f.level == calc.Group:
		return "groups"
	case strings.HasPrefix(name, "period") && strings.Contains(expression, "born"):
		return "days"
	case strings.HasPrefix(name, "period"):
		return "months"
	}
	return "table"
}

// visualsOf ask for expressions of each kind where these have values. Level-aware ones are told apart by a filter, and
// totals.
var visualsOf = func() map[string][]definition.Query {
	row := definition.Measure{Column: "row", Name: "f_row"}
	region, city, month, day := by("region"), by("city"), by2("day", "MONTH"), by2("born", "DAY")
	kept := []definition.Filter{{Column: "row", NotIn: []string{"4", "6"}}}
	return map[string][]definition.Query{
		"rows":   {{Plain: true, Measures: []definition.Measure{row}, Sort: []definition.Sort{{Name: "f_row"}}, Filters: kept}},
		"groups": {{Groups: []definition.Group{region}, Totals: [][]string{{}}, Filters: kept}, {}},
		"months": {{Groups: []definition.Group{month}}, {Groups: []definition.Group{region, month}, Filters: kept}},
		"days":   {{Groups: []definition.Group{day}}, {Groups: []definition.Group{region, day}, Filters: kept}},
		"table":  {{Groups: []definition.Group{region, city}, Filters: kept, Totals: [][]string{{"f_region"}, {}}}, {Groups: []definition.Group{region, city}}},
	}
}()
