package visual

import (
	"fmt"
	"testing"

	"interlaken/sql/types"
)

// TestNumbers: figures as QuickSight prints them.
func TestNumbers(t *testing.T) {
	none, five := 0, 5
	for _, test := range []struct {
		cell   string
		format Format
		where  place
		want   string
	}{
		{"1234567", Format{}, inCell, "1,234,567"},
		{"1234567", Format{}, inHeadline, "1.23M"},
		{"999999", Format{}, inHeadline, "999,999"},
		{"1234567", Format{Scale: "NONE"}, inHeadline, "1,234,567"},
		{"1234567", Format{Scale: "THOUSANDS"}, inCell, "1,234.57K"},
		{"2500000000000", Format{Kind: Currency, Symbol: "USD"}, inHeadline, "$2.5T"},
		{"9007199254740993", Format{}, inCell, "9,007,199,254,740,993"},
		{"12.5", Format{}, inCell, "12.5"},
		{"12.345", Format{}, inCell, "12.35"},
		{"12.00", Format{}, inCell, "12"},
		{"0.00123", Format{}, inCell, "0.0012"},
		{"0.05", Format{}, inCell, "0.05"},
		{"1.0E-20", Format{}, inCell, "0"},
		{"-0.001", Format{Decimals: &none}, inCell, "0"},
		{"1E3", Format{}, inCell, "1,000"},
		{"1234.5", Format{NoGrouping: true, Decimals: &two}, inCell, "1234.50"},
		{"1234.5", Format{Kind: Currency}, inCell, "$1,234.50"},
		{"-1234.5", Format{Kind: Currency, Symbol: "GBP"}, inCell, "-£1,234.50"},
		{"1234.5", Format{Kind: Currency, Symbol: "JPY"}, inCell, "¥1,235"},
		{"1234.5", Format{Kind: Currency, Symbol: "CHF"}, inCell, "CHF 1,234.50"},
		{"0.125", Format{Kind: Percentage}, inCell, "12.5%"},
		{"0.5", Format{Kind: Percentage, Decimals: &five}, inCell, "50.00000%"},
		{"42", Format{Prefix: "~", Suffix: " kg"}, inCell, "~42 kg"},
	} {
		v, ok := readFigure(test.cell)
		if !ok {
			t.Fatalf("%s is no number", test.cell)
		}
		if got := test.format.figure(v, test.where); got != test.want {
			t.Errorf("%s by %+v: %q, want %q", test.cell, test.format, got, test.want)
		}
	}
	for _, cell := range []string{"NaN", "Infinity", "-Infinity", "1E400", "", "twelve"} {
		if v, ok := readFigure(cell); ok || v.known() || (Format{}).figure(v, inCell) != "–" {
			t.Errorf("%q is read as a number: %v", cell, v)
		}
	}
	if v, ok := readFigure("0E999999999"); !ok || (Format{}).figure(v, inCell) != "0" {
		t.Errorf("a zero with an exponent: %v", v)
	}
}

// TestDates: dates by granularity, and by QuickSight's patterns.
func TestDates(t *testing.T) {
	for _, test := range []struct{ cell, granularity, pattern, want string }{
		{"2020-03-01", "YEAR", "", "2020"},
		{"2020-03-01", "QUARTER", "", "Q1 2020"},
		{"2020-12-31 00:00:00.000", "QUARTER", "", "Q4 2020"},
		{"2020-03-01 00:00:00.000", "MONTH", "", "Mar 2020"},
		{"2020-03-01", "WEEK", "", "Mar 1, 2020"},
		{"2020-03-01 00:00:00.000 UTC", "DAY", "", "Mar 1, 2020"},
		{"2020-03-01 15:00:00.000", "HOUR", "", "Mar 1, 2020 3 PM"},
		{"2020-03-01 15:04:00.000", "MINUTE", "", "Mar 1, 2020 3:04 PM"},
		{"2020-03-01 15:04:05.678", "", "", "Mar 1, 2020 3:04:05 PM"},
		{"2020-03-02 15:04:05.678", "", "dddd, MMMM Do YYYY, HH:mm:ss.SSS", "Monday, March 2nd 2020, 15:04:05.678"},
		{"2020-03-13", "DAY", "MM.DD.YY h:mma [at] Q DDD", "03.13.20 12:00am at 1 73"},
		{"2020-03-01 05:00:00", "DAY", "H/HH", "5/05"},
		{"no date", "DAY", "", "no date"},
	} {
		f := Format{Kind: Date, Granularity: test.granularity, Pattern: test.pattern}
		if got := f.text(test.cell, types.Simple(types.Timestamp)); got != test.want {
			t.Errorf("%s by %s %q: %q, want %q", test.cell, test.granularity, test.pattern, got, test.want)
		}
	}
	if got := (Format{}).text("2020-03-01", types.Simple(types.Date)); got != "Mar 1, 2020" {
		t.Errorf("a date by itself: %q", got)
	}
}

// TestTicks: steps of 1, 2 and 5, each mark in the unit that fits it.
func TestTicks(t *testing.T) {
	limit := 250.0
	for _, test := range []struct {
		low, high float64
		whole     bool
		format    Format
		bounds    *Range
		want      string
	}{
		{0, 873, true, Format{}, nil, "0:1000 0 200 400 600 800 1K"},
		{14, 22.25, false, Format{}, nil, "0:25 0 5 10 15 20 25"},
		{14, 22.25, false, Format{}, &Range{FromData: true}, "14:24 14 16 18 20 22 24"},
		{0, 3, true, Format{}, nil, "0:3 0 1 2 3"},
		{0, 0.3, false, Format{}, nil, "0:0.3 0 0.1 0.2 0.3"},
		{0, 47000, true, Format{Kind: Currency}, nil, "0:50000 $0 $10K $20K $30K $40K $50K"},
		{0, 1.2e6, true, Format{}, nil, "0:1.5e+06 0 500K 1M 1.5M"},
		{0, 0.87, false, Format{Kind: Percentage}, nil, "0:1 0% 20% 40% 60% 80% 100%"},
		{-30, 70, true, Format{}, nil, "-40:80 -40 -20 0 20 40 60 80"},
		{0, 0, true, Format{}, nil, "0:1 0 1"},
		{5, 5, true, Format{}, nil, "0:5 0 1 2 3 4 5"},
		{0, 400, true, Format{}, &Range{Max: &limit}, "0:250 0 50 100 150 200 250"},
		{0, 1.5, false, Format{Kind: Currency}, nil, "0:1.5 $0.00 $0.50 $1.00 $1.50"},
		{0, 9e6, true, Format{Scale: "MILLIONS", Decimals: &two}, nil, "0:1e+07 0M 2M 4M 6M 8M 10M"},
		{0, 1e308, false, Format{}, nil, "0:1e+308 "},
	} {
		a := axis(test.low, test.high, test.whole, test.format, test.bounds)
		got := fmt.Sprintf("%v:%v", a.Min, a.Max)
		if test.high < 1e300 {
			for _, tick := range a.Ticks {
				got += " " + tick.Text
			}
		} else {
			got += " "
		}
		if got != test.want {
			t.Errorf("%v to %v: %s, want %s", test.low, test.high, got, test.want)
		}
	}
}
