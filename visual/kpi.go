package visual

import (
	"math/big"
	"slices"

	"interlaken/fault"
)

// kpi draws the first row's figure. With a trend the rows are its groups, the current one first, as hub/definition asks
// for them; without, there is one row.
func (t *table) kpi() (*KPIChart, error) {
	if len(t.spec.Measures) == 0 {
		return nil, fault.New(fault.Internal, "A KPI needs a measure.")
	}
	measure := t.spec.Measures[0]
	rows := t.trendRows()
	if len(rows) == 0 {
		return &KPIChart{Label: measure.Title, Text: measure.Format.figure(figure{}, inHeadline)}, nil
	}
	current := t.figure(rows[0], measure)
	chart := &KPIChart{Label: measure.Title, Value: current.float, Text: measure.Format.figure(current, inHeadline)}
	if len(t.spec.Groups) > 0 {
		group := t.spec.Groups[0]
		chart.Group = t.label(t.cell(rows[0], group), group)
		for _, row := range slices.Backward(rows) {
			if t.spec.HideTrend {
				break
			}
			v := t.figure(row, measure)
			chart.Trend = append(chart.Trend, TrendPoint{t.label(t.cell(row, group), group), v.float, measure.Format.figure(v, inCell)})
		}
	}
	switch {
	case t.spec.Comparison == "":
	case t.spec.Target != nil:
		target := t.figure(rows[0], *t.spec.Target)
		chart.Comparison = t.compare(current, target, t.spec.Target.Format, "against "+t.spec.Target.Title)
	case len(rows) > 1:
		group := t.spec.Groups[0]
		label := chart.Group + " against " + t.label(t.cell(rows[1], group), group)
		chart.Comparison = t.compare(current, t.figure(rows[1], measure), measure.Format, label)
	}
	return chart, nil
}

// trendRows leaves out rows of no group: what has no date is neither before nor after.
func (t *table) trendRows() [][]*string {
	if len(t.spec.Groups) == 0 {
		return t.cells[:1]
	}
	var rows [][]*string
	for _, row := range t.cells {
		if t.cell(row, t.spec.Groups[0]) != nil {
			rows = append(rows, row)
		}
	}
	if n := len(t.cells) - len(rows); n > 0 {
		t.note("%s without %s %s left out.", plural(n, "row"), t.spec.Groups[0].Title, isAre(n))
	}
	return rows
}

// compare tells the way from a figure to the current one.
func (t *table) compare(current, other figure, format Format, label string) *KPIComparison {
	c := &KPIComparison{Label: label, Text: format.figure(other, inHeadline), Change: missing, Direction: Flat}
	if !current.known() || !other.known() {
		return c
	}
	difference := new(big.Rat).Sub(current.exact, other.exact)
	c.Direction = []Direction{Down, Flat, Up}[difference.Sign()+1]
	printed, change := t.changeFormat(), difference
	switch t.spec.Comparison {
	case PercentDifference, Percent:
		if other.exact.Sign() == 0 {
			return c // there is no share of nothing
		}
		if t.spec.Comparison == PercentDifference {
			change = new(big.Rat).Quo(difference, new(big.Rat).Abs(other.exact))
		} else {
			change = new(big.Rat).Quo(current.exact, other.exact)
		}
	}
	v := figureOf(change)
	if !v.known() {
		return c
	}
	c.Change = printed.figure(v, inHeadline)
	if t.spec.Comparison != Percent && change.Sign() > 0 {
		c.Change = "+" + c.Change
	}
	return c
}

func (t *table) changeFormat() Format {
	if t.spec.ComparisonFormat != nil {
		return *t.spec.ComparisonFormat
	}
	if t.spec.Comparison == Difference {
		return t.spec.Measures[0].Format
	}
	one := 1
	return Format{Kind: Percentage, Decimals: &one}
}
