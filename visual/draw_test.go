package visual

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"reflect"
	"testing"

	"github.com/google/go-cmp/cmp"

	"interlaken/fault"
	"interlaken/result"
	"interlaken/sql/types"
)

var update = flag.Bool("update", false, "write the golden files anew")

// golden compares with a file that has been read and found right.
func golden(t *testing.T, name string, got any) {
	t.Helper()
	text, err := json.MarshalIndent(got, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	text = append(text, '\n')
	file := "testdata/" + name + ".json"
	if *update {
		if err := os.WriteFile(file, text, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(want, text) {
		t.Errorf("%s differs (-want +got):\n%s", file, cmp.Diff(string(want), string(text)))
	}
}

// columns are written as name and type.
func columns(of ...any) []result.Column {
	var all []result.Column
	for i := 0; i < len(of); i += 2 {
		all = append(all, result.Column{Name: of[i].(string), Type: of[i+1].(types.Type)})
	}
	return all
}

// rows are written as texts, with "NULL" for none.
func rows(of ...[]string) [][]*string {
	all := make([][]*string, len(of))
	for i, row := range of {
		all[i] = make([]*string, len(row))
		for n := range row {
			if row[n] != "NULL" {
				all[i][n] = &row[n]
			}
		}
	}
	return all
}

var (
	text    = types.Simple(types.Varchar)
	whole   = types.Simple(types.Bigint)
	double  = types.Simple(types.Double)
	stamp   = types.Simple(types.Timestamp)
	decimal = types.DecimalOf(12, 2)
	two     = 2
)

var amount = Field{Column: "amount", Title: "amount (Sum)", Fold: FoldSum}

func draw(t *testing.T, spec Spec, columns []result.Column, cells [][]*string, cut bool) Chart {
	t.Helper()
	chart, err := Draw(spec, columns, cells, cut)
	if err != nil {
		t.Fatal(err)
	}
	return chart
}

// TestGolden: charts as they were read and found right.
func TestGolden(t *testing.T) {
	month := Field{Column: "month", Title: "day", Format: Format{Kind: Date, Granularity: "MONTH"}}
	for name, chart := range map[string]Chart{
		"kpi-groups": draw(t, Spec{
			Kind: KPI, Comparison: PercentDifference, Groups: []Field{{Column: "markets", Title: "markets"}},
			Measures: []Field{{Column: "value", Title: "complaints a day", Format: Format{Kind: Number, Decimals: &two, Scale: "NONE"}}},
		}, columns("markets", text, "value", double), rows([]string{"nervous", "1.6"}, []string{"calm", "1.0"}), false),
		"kpi-target": draw(t, Spec{
			Kind: KPI, Comparison: Difference, Measures: []Field{{Column: "amount", Title: "amount (Sum)", Format: Format{Kind: Currency, Symbol: "USD"}}},
			Target: &Field{Column: "goal", Title: "goal (Sum)", Format: Format{Kind: Currency, Symbol: "USD"}},
		}, columns("amount", decimal, "goal", decimal), rows([]string{"1234567.89", "1500000.00"}), false),
		"kpi-null": draw(t, Spec{Kind: KPI, Measures: []Field{amount}}, columns("amount", decimal), rows([]string{"NULL"}), false),
		"line-gap": draw(t, Spec{
			Kind: Line, Groups: []Field{month}, Measures: []Field{{Column: "amount", Title: "amount (Average)", Format: Format{Kind: Number, Decimals: &two}}},
			CategoryTitle: "Month", ValueTitle: "Mean",
		}, columns("month", stamp, "amount", double), rows(
			[]string{"2020-01-01 00:00:00.000", "14.5"}, []string{"2020-02-01 00:00:00.000", "22.25"}, []string{"2020-05-01 00:00:00.000", "51.125"},
			[]string{"2020-06-01 00:00:00.000", "NULL"}, []string{"2020-07-01 00:00:00.000", "NaN"},
		), false),
		"bar-colour": draw(t, Spec{
			Kind: Bar, Groups: []Field{{Column: "state", Title: "state"}}, Colour: &Field{Column: "markets", Title: "markets"}, Measures: []Field{amount},
			Order: &Order{Column: "amount", Descending: true}, CategoryTitle: "State",
		}, columns("state", text, "markets", text, "amount", whole), rows(
			[]string{"CA", "nervous", "900"}, []string{"NY", "nervous", "800"}, []string{"NY", "calm", "700"}, []string{"TX", "calm", "NULL"},
			[]string{"NULL", "NULL", "12"}, []string{"CA", "calm", "100"},
		), false),
		"bar-stacked": draw(t, Spec{
			Kind: Bar, Horizontal: true, Stacked: true, Groups: []Field{{Column: "state", Title: "state"}}, MostCategories: 2,
			Measures: []Field{
				{Column: "a", Title: "a (Sum)", Format: Format{Kind: Currency, Symbol: "EUR"}}, {Column: "b", Title: "b (Sum)", Format: Format{Kind: Currency, Symbol: "EUR"}},
			},
		}, columns("state", text, "a", whole, "b", whole), rows([]string{"CA", "12000", "13000"}, []string{"NY", "9000", "-4000"}, []string{"TX", "1", "1"}), false),
		"table-totals": draw(t, Spec{
			Kind: Table, Totals: true, ColumnOrder: []string{"state", "rate"},
			Groups: []Field{{Column: "state", Title: "State"}, {Column: "month", Title: "Month", Format: month.Format}, {Column: "secret", Title: "Secret", Hidden: true}},
			Measures: []Field{
				{Column: "amount", Title: "Amount", Format: Format{Kind: Currency, Symbol: "USD"}, Fold: FoldSum},
				{Column: "rate", Title: "Rate", Format: Format{Kind: Percentage}},
				{Column: "n", Title: "n", Fold: FoldGreatest},
			},
		}, columns("state", text, "month", types.Simple(types.Date), "secret", text, "amount", decimal, "rate", double, "n", whole), rows(
			[]string{"CA", "2020-03-01", "x", "1234.50", "0.125", "9007199254740993"}, []string{"NULL", "2020-04-01", "y", "-0.50", "NULL", "12"},
		), false),
		"table-cut": draw(t, Spec{Kind: Table, Totals: true, Groups: []Field{{Column: "state", Title: "State"}}, Measures: []Field{amount}},
			columns("state", text, "amount", whole), rows([]string{"CA", "1"}, []string{"NY", "2"}), true),
		"values": draw(t, Spec{Kind: Values, Groups: []Field{{Column: "value", Title: "state"}}},
			columns("value", text), rows([]string{"CA"}, []string{"NULL"}, []string{""}), false),
		"empty": draw(t, Spec{Kind: Bar, Measures: []Field{amount}}, columns("amount", whole), nil, false),
	} {
		t.Run(name, func(t *testing.T) { golden(t, name, chart) })
	}
}

// TestBounds: what is left out is said.
func TestBounds(t *testing.T) {
	var cells [][]*string
	for i := range 3 {
		for n := range 4 {
			cells = append(cells, rows([]string{string(rune('a' + i)), string(rune('p' + n)), []string{"2", "1", "2", "3"}[n]})...)
		}
	}
	chart := draw(t, Spec{
		Kind: Bar, MostCategories: 2, MostSeries: 3, Groups: []Field{{Column: "c", Title: "c"}}, Colour: &Field{Column: "s", Title: "s"}, Measures: []Field{amount},
	}, columns("c", text, "s", text, "amount", whole), cells, true)
	want := []string{
		"The query gave more rows than are fetched; this is made of the first 12.", "Showing the 3 largest of 4 series, the limit ColorItemsLimit.", "Showing the first 2 of 3 categories, the limit CategoryItemsLimit.",
	}
	if diff := cmp.Diff(want, chart.Notes); diff != "" {
		t.Errorf("notes (-want +got):\n%s", diff)
	}
	if len(chart.Plot.Series) != 3 || len(chart.Plot.Category.Labels) != 2 || chart.Plot.Series[0].Name != "p" || chart.Plot.Series[1].Name != "r" || chart.Plot.Series[2].Name != "s" {
		t.Errorf("drawn: %+v", chart.Plot)
	}
}

// TestSeriesOrder: series are in the order of their colour, whatever rows come first; numbers by their size.
func TestSeriesOrder(t *testing.T) {
	for _, test := range []struct {
		falling bool
		want    []string
	}{{false, []string{"2", "9", "10", "null"}}, {true, []string{"10", "9", "2", "null"}}} {
		chart := draw(t, Spec{Kind: Line, ColourDescending: test.falling, Groups: []Field{{Column: "c"}}, Colour: &Field{Column: "s"}, Measures: []Field{amount}},
			columns("c", text, "s", whole, "amount", whole), rows([]string{"x", "NULL", "1"}, []string{"x", "10", "1"}, []string{"x", "9", "1"}, []string{"y", "2", "1"}), false)
		var got []string
		for _, s := range chart.Plot.Series {
			got = append(got, s.Name)
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("series, falling %v (-want +got):\n%s", test.falling, diff)
		}
	}
}

// TestWhatDoesNotFit: a result that is not the specification's is a defect and no chart.
func TestWhatDoesNotFit(t *testing.T) {
	for want, spec := range map[string]Spec{
		"The result has no column other.":      {Kind: KPI, Measures: []Field{{Column: "other"}}},
		`There is no chart of kind "balloon".`: {Kind: "balloon"},
		"A KPI needs a measure.":               {Kind: KPI},
	} {
		_, err := Draw(spec, columns("amount", whole), rows([]string{"1"}), false)
		if !fault.Is(err, fault.Internal) || fault.Public(err) != want {
			t.Errorf("%v, want %q", err, want)
		}
	}
	_, err := Draw(Spec{Kind: KPI, Measures: []Field{amount}}, columns("amount", whole), rows([]string{"1", "2"}), false)
	if want := "Row 1 of the result has 2 values for 1 columns."; fault.Public(err) != want {
		t.Errorf("%v, want %q", err, want)
	}
}

// A total and the sum of what was left out come as rows of their own, which columns of the query tell.
func TestRowsOfTheQuery(t *testing.T) {
	columns := []result.Column{
		{Name: "city", Type: types.Simple(types.Varchar)},
		{Name: "n", Type: types.Simple(types.Double)},
		{Name: "totals_level", Type: types.Simple(types.Integer)},
		{Name: "others_of", Type: types.Simple(types.Integer)},
	}
	text := func(s string) *string { return &s }
	cells := [][]*string{
		{nil, text("2.5"), text("1"), text("0")},
		{text("Bern"), text("1"), text("0"), text("0")},
		{nil, text("9"), text("0"), text("0")},
		{nil, text("4"), text("0"), text("1")},
	}
	spec := Spec{
		Kind: Table, Groups: []Field{{Column: "city", Title: "City"}}, Measures: []Field{{Column: "n", Title: "Average", Fold: NoFold}},
		Totals: true, TotalsLevel: "totals_level", OthersOf: "others_of", GroupedBy: []string{"city"},
	}
	chart, err := Draw(spec, columns, cells, true)
	if err != nil {
		t.Fatal(err)
	}
	if want := [][]string{{"Bern", "1"}, {"null", "9"}, {"Other", "4"}}; !reflect.DeepEqual(chart.Table.Rows, want) {
		t.Errorf("rows %q, want %q", chart.Table.Rows, want)
	}
	if want := []string{"Total", "2.5"}; !reflect.DeepEqual(chart.Table.Totals, want) {
		t.Errorf("totals %q, want %q", chart.Table.Totals, want)
	}
	// Of no rows there is a total, and nothing to draw.
	if chart, err = Draw(spec, columns, cells[:1], false); err != nil || !chart.Empty {
		t.Errorf("%+v, %v", chart, err)
	}
	if _, err = Draw(spec, columns[:3], [][]*string{{nil, nil, text("0")}}, false); !fault.Is(err, fault.Internal) {
		t.Errorf("without its column: %v", err)
	}
}
