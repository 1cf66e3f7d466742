package visual

import (
	"encoding/json"
	"fmt"
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"interlaken/result"
	"interlaken/sql/types"
)

// TestEveryChartIsWhole draws results of all kinds with what an engine can give, and more. rapid prints the seed of a
// failure. A chart is JSON, so that no figure is NaN or infinite; series have one entry a category; ticks rise and
// cover what is drawn; a figure has a text exactly where it has a value.
func TestEveryChartIsWhole(t *testing.T) {
	cell := rapid.OneOf(
		rapid.SampledFrom([]string{"NULL", "NaN", "Infinity", "-Infinity", "0", "-0", "1", "1E308", "-1E308", "5E-324", "0E999999999", "", "x", "2020-03-01", "2020-03-01 00:00:00.000"}),
		rapid.Map(rapid.Float64(), func(v float64) string { return fmt.Sprint(v) }),
		rapid.Map(rapid.Int64(), func(v int64) string { return fmt.Sprint(v) }),
	)
	kinds := []types.Type{text, whole, double, decimal, stamp, types.Simple(types.Date), types.Simple(types.Boolean)}
	rapid.Check(t, func(t *rapid.T) {
		columns := []result.Column{{Name: "g"}, {Name: "c"}, {Name: "m"}, {Name: "n"}}
		for i := range columns {
			columns[i].Type = rapid.SampledFrom(kinds).Draw(t, "type")
		}
		var cells [][]*string
		for range rapid.IntRange(0, 12).Draw(t, "rows") {
			row := make([]string, len(columns))
			for n := range row {
				row[n] = cell.Draw(t, "cell")
			}
			cells = append(cells, rows(row)...)
		}
		format := Format{
			Kind: rapid.SampledFrom([]FormatKind{Automatic, Number, Currency, Percentage, Date}).Draw(t, "format"), Granularity: rapid.SampledFrom([]string{"", "DAY", "MONTH"}).Draw(t, "unit"),
			Scale: rapid.SampledFrom([]string{"", "NONE", "MILLIONS"}).Draw(t, "scale"),
		}
		spec := Spec{
			Kind: rapid.SampledFrom([]Kind{KPI, Bar, Line, Table, Values}).Draw(t, "kind"), Groups: []Field{{Column: "g", Title: "g", Format: format}},
			Measures: []Field{{Column: "m", Title: "m", Format: format, Fold: FoldSum}, {Column: "n", Title: "n", Axis: rapid.IntRange(0, 1).Draw(t, "axis")}},
			Stacked:  rapid.Bool().Draw(t, "stacked"), Comparison: rapid.SampledFrom([]Comparison{"", Difference, PercentDifference, Percent}).Draw(t, "comparison"),
			Totals: true, Range: &Range{FromData: rapid.Bool().Draw(t, "from data")}, MostCategories: rapid.IntRange(0, 5).Draw(t, "most"),
		}
		if rapid.Bool().Draw(t, "colour") {
			spec.Colour, spec.Order = &Field{Column: "c", Title: "c"}, &Order{Column: "m", Descending: true}
		}
		chart, err := Draw(spec, columns, cells, rapid.Bool().Draw(t, "cut"))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := json.Marshal(chart); err != nil {
			t.Fatal(err)
		}
		if k := chart.KPI; k != nil && (strings.Contains(k.Text, "NaN") || strings.Contains(k.Text, "Inf") || (k.Value == nil) != (k.Text == missing)) {
			t.Fatalf("the KPI %v is printed as %q", k.Value, k.Text)
		}
		if rows := chart.Table; rows != nil {
			checkTable(t, rows)
		}
		if p := chart.Plot; p != nil {
			checkPlot(t, p)
		}
	})
}

func checkPlot(t *rapid.T, p *PlotChart) {
	axes := []*ValueAxis{&p.Value, p.Second}
	for _, a := range axes {
		if a == nil {
			continue
		}
		if len(a.Ticks) < 2 || len(a.Ticks) > 20 || a.Min >= a.Max {
			t.Fatalf("axis from %v to %v with %d ticks", a.Min, a.Max, len(a.Ticks))
		}
		for i, tick := range a.Ticks {
			if tick.Text == "" || i > 0 && tick.Value <= a.Ticks[i-1].Value {
				t.Fatalf("ticks %+v", a.Ticks)
			}
		}
	}
	for _, s := range p.Series {
		if len(s.Values) != len(p.Category.Labels) || len(s.Texts) != len(s.Values) {
			t.Fatalf("series %s has %d values and %d texts for %d categories", s.Name, len(s.Values), len(s.Texts), len(p.Category.Labels))
		}
		for i, v := range s.Values {
			if (v == nil) != (s.Texts[i] == "") {
				t.Fatalf("value %v is printed as %q", v, s.Texts[i])
			}
			a := axes[s.Axis]
			if slack := math.Abs(a.Max-a.Min) * 1e-6; v != nil && !p.Stacked && (*v < a.Min-slack || *v > a.Max+slack) {
				t.Fatalf("value %v lies beyond the axis from %v to %v", *v, a.Min, a.Max)
			}
		}
	}
}

func checkTable(t *rapid.T, chart *TableChart) {
	for _, row := range append(chart.Rows, chart.Totals) {
		if row != nil && len(row) != len(chart.Columns) {
			t.Fatalf("a row of %d cells in %d columns", len(row), len(chart.Columns))
		}
		for i, cell := range row {
			if chart.Columns[i].Number && (strings.Contains(cell, "NaN") || strings.Contains(cell, "Inf")) {
				t.Fatalf("a number is printed as %q", cell)
			}
		}
	}
}
