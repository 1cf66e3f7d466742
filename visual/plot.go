package visual

import (
	"cmp"
	"maps"
	"math"
	"math/big"
	"slices"
	"time"

	"interlaken/fault"
)

// category is a place on the category axis.
type category struct {
	key   string // the value, or the mark of NULL, which no value begins with
	cell  *string
	label string
}

// series is one line or one colour, by category.
type series struct {
	name    string
	cell    *string
	field   Field
	figures map[string]figure
}

const nullKey = "\x00"

func key(cell *string) string {
	if cell == nil {
		return nullKey
	}
	return "=" + *cell
}

// plot turns rows into series over categories: a measure is a series, or each value of the colour's column is one.
func (t *table) plot() (*PlotChart, error) {
	if len(t.spec.Measures) == 0 || len(t.spec.Groups) > 1 {
		return nil, fault.New(fault.Internal, "A plot has measures and at most one category; this has %d and %d.", len(t.spec.Measures), len(t.spec.Groups))
	}
	categories, all := t.pivot()
	categories = t.ordered(categories, all)
	all = t.bounded(all)
	chart := &PlotChart{
		Horizontal: t.spec.Horizontal, Stacked: t.spec.Stacked, Legend: len(all) > 1 && !t.spec.HideLegend,
		Category: CategoryAxis{Title: t.spec.CategoryTitle, Labels: []string{}}, Series: []Series{},
	}
	most := t.spec.MostCategories
	if most <= 0 {
		most = mostCategories
	}
	if filled, ok := t.filled(categories, most); ok {
		categories, chart.Category.Time = filled, true
	}
	if n := len(categories); n > most {
		t.note("Showing the first %s of %s categories, the limit CategoryItemsLimit.", grouped(most), grouped(n))
		categories = categories[:most]
	}
	for _, c := range categories {
		chart.Category.Labels = append(chart.Category.Labels, c.label)
	}
	for _, s := range all {
		drawn := Series{Name: s.name, Axis: s.field.Axis, Values: make([]*float64, len(categories)), Texts: make([]string, len(categories))}
		for i, c := range categories {
			if v := s.figures[c.key]; v.known() {
				drawn.Values[i], drawn.Texts[i] = v.float, s.field.Format.figure(v, inCell)
			}
		}
		chart.Series = append(chart.Series, drawn)
	}
	t.scales(chart, all)
	return chart, nil
}

// pivot gathers categories in the order of the rows, and series in the order of their colour or of the measures.
func (t *table) pivot() ([]category, []*series) {
	var categories []category
	var all []*series
	seen, coloured := map[string]bool{}, map[string]*series{}
	if t.spec.Colour == nil {
		for _, m := range t.spec.Measures {
			all = append(all, &series{name: m.Title, field: m, figures: map[string]figure{}})
		}
	}
	for _, row := range t.cells {
		c := category{key: nullKey, label: t.spec.Measures[0].Title}
		if len(t.spec.Groups) > 0 {
			cell := t.cell(row, t.spec.Groups[0])
			c = category{key(cell), cell, t.label(cell, t.spec.Groups[0])}
		}
		if !seen[c.key] {
			seen[c.key] = true
			categories = append(categories, c)
		}
		if t.spec.Colour == nil {
			for _, s := range all {
				s.figures[c.key] = t.figure(row, s.field)
			}
			continue
		}
		cell := t.cell(row, *t.spec.Colour)
		s := coloured[key(cell)]
		if s == nil {
			s = &series{t.label(cell, *t.spec.Colour), cell, t.spec.Measures[0], map[string]figure{}}
			coloured[key(cell)] = s
			all = append(all, s)
		}
		s.figures[c.key] = t.figure(row, s.field)
	}
	if t.spec.Colour != nil {
		slices.SortStableFunc(all, func(a, b *series) int {
			if a.cell == nil || b.cell == nil { // what has no colour comes last, whichever way
				return cmp.Compare(key(b.cell), key(a.cell))
			}
			if t.spec.ColourDescending {
				a, b = b, a
			}
			return compareCells(*a.cell, *b.cell)
		})
	}
	return categories, all
}

// compareCells orders values: numbers by size, all others, dates among them, by their text.
func compareCells(a, b string) int {
	x, isX := readFigure(a)
	y, isY := readFigure(b)
	if isX && isY {
		return x.exact.Cmp(y.exact)
	}
	return cmp.Compare(a, b)
}

// ordered arranges categories by a measure over all series, where the specification asks for that. Those without a
// figure come last.
func (t *table) ordered(categories []category, all []*series) []category {
	o := t.spec.Order
	if o == nil {
		return categories
	}
	total := map[string]figure{}
	for _, c := range categories {
		var figures []figure
		how := FoldAverage
		for _, s := range all {
			if s.field.Column != o.Column {
				continue
			}
			if figures = append(figures, s.figures[c.key]); s.field.Fold != NoFold {
				how = s.field.Fold
			}
		}
		total[c.key] = fold(how, figures)
	}
	slices.SortStableFunc(categories, func(a, b category) int {
		x, y := total[a.key], total[b.key]
		if !x.known() || !y.known() {
			return cmp.Compare(known(y), known(x))
		}
		if o.Descending {
			x, y = y, x
		}
		return x.exact.Cmp(y.exact)
	})
	return categories
}

func known(f figure) int {
	if f.known() {
		return 1
	}
	return 0
}

// bounded leaves out series beyond the most that are drawn: the smallest ones.
func (t *table) bounded(all []*series) []*series {
	most := t.spec.MostSeries
	if most <= 0 {
		most = mostSeries
	}
	if len(all) <= most {
		return all
	}
	t.note("Showing the %s largest of %s series, the limit ColorItemsLimit.", grouped(most), grouped(len(all)))
	totals := map[*series]figure{}
	for _, s := range all {
		how := s.field.Fold
		if how == NoFold || how == FoldNothing {
			how = FoldAverage
		}
		totals[s] = fold(how, slices.Collect(maps.Values(s.figures)))
	}
	largest := slices.SortedStableFunc(slices.Values(all), func(a, b *series) int {
		x, y := totals[a], totals[b]
		if !x.known() || !y.known() {
			return cmp.Compare(known(y), known(x))
		}
		return y.exact.Cmp(x.exact)
	})[:most]
	return slices.DeleteFunc(slices.Clone(all), func(s *series) bool { return !slices.Contains(largest, s) })
}

// filled adds the moments that have no row between the first and the last, where the categories are dates of one
// granularity in their order, rising or falling.
func (t *table) filled(categories []category, most int) ([]category, bool) {
	if len(t.spec.Groups) == 0 || len(categories) == 0 {
		return nil, false
	}
	field := t.spec.Groups[0]
	unit := field.Format.Granularity
	at := make([]time.Time, len(categories))
	for i, c := range categories {
		var ok bool
		if c.cell == nil || unit == "" {
			return nil, false
		}
		if at[i], ok = readTime(*c.cell); !ok || next(at[i], unit).IsZero() {
			return nil, false
		}
	}
	falling := len(at) > 1 && at[1].Before(at[0])
	if falling {
		slices.Reverse(at)
		categories = slices.Clone(categories)
		slices.Reverse(categories)
	}
	var whole []category
	for i, c := range categories {
		if i > 0 {
			if !at[i].After(at[i-1]) {
				return nil, false
			}
			for moment := next(at[i-1], unit); moment.Before(at[i]); moment = next(moment, unit) {
				whole = append(whole, category{key: "+" + moment.Format(time.RFC3339), label: field.Format.time(moment, t.column(field).Type)})
				if len(whole) > most {
					return nil, false // a gap longer than the axis: the rows alone are drawn
				}
			}
		}
		whole = append(whole, c)
	}
	if falling {
		slices.Reverse(whole)
	}
	return whole, true
}

// scales lays the value axes over what is drawn: over sums where series stand on each other.
func (t *table) scales(chart *PlotChart, all []*series) {
	for side := range 2 {
		low, high, drawn, format, whole := math.Inf(1), math.Inf(-1), false, Format{}, true
		up, down := make([]big.Rat, len(chart.Category.Labels)), make([]big.Rat, len(chart.Category.Labels))
		for n, s := range chart.Series {
			if s.Axis != side {
				continue
			}
			if !drawn {
				drawn, format = true, all[n].field.Format
			}
			whole = whole && t.column(all[n].field).Type.IsInteger() && format.Kind != Percentage
			for i, v := range s.Values {
				if v == nil {
					continue
				}
				low, high = min(low, *v), max(high, *v)
				if !chart.Stacked {
					continue
				}
				if exact := new(big.Rat).SetFloat64(*v); *v > 0 {
					up[i].Add(&up[i], exact)
				} else {
					down[i].Add(&down[i], exact)
				}
			}
		}
		if !drawn && side == 1 {
			return
		}
		if chart.Stacked {
			for i := range up {
				low, high = min(low, bounded(&down[i])), max(high, bounded(&up[i]))
			}
		}
		if math.IsInf(low, 1) {
			low, high = 0, 0
		}
		laid := axis(low, high, whole, format, t.spec.Range)
		if side == 0 {
			laid.Title = t.spec.ValueTitle
			chart.Value = laid
			continue
		}
		laid.Title = t.spec.SecondTitle
		chart.Second = &laid
	}
}

// bounded is the sum as a number that can be drawn.
func bounded(sum *big.Rat) float64 {
	v, _ := sum.Float64()
	return max(-math.MaxFloat64, min(math.MaxFloat64, v))
}
