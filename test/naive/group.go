package naive

import (
	"fmt"
	"strings"
	"time"

	"interlaken/calc"
	"interlaken/hub/definition"
)

// groupOf is a group of the visual, or of one of its totals, as table calculations see it.
type groupOf struct {
	w      *world
	keys   []any
	rows   []point
	level  int64
	others int64
	grid   *[]*groupOf
}

func (g *groupOf) world() *world { return g.w }

// aggregates evaluates at the rows of a group what is of groups.
type aggregates struct {
	w    *world
	rows []point
}

func (a aggregates) world() *world { return a.w }

func (a aggregates) field(name string, within *formula) any {
	f, _ := a.w.meant(name, within)
	return eval(f.tree, a, f)
}

func (a aggregates) call(c *calc.Call, within *formula) any {
	return aggregated(c, a.rows, within, a.w)
}

// field is a dimension's key, or what is computed from keys and figures; else a figure of the visual.
func (g *groupOf) field(name string, within *formula) any {
	f, column := g.w.meant(name, within)
	finest := -1
	for i, d := range g.w.Groups {
		of, number := g.w.meant(d.Column, nil)
		if of == f && number == column && (finest < 0 || finer(d.Granularity, g.w.Groups[finest].Granularity)) {
			finest = i
		}
	}
	if finest >= 0 {
		return g.keys[finest]
	}
	if f != nil {
		return eval(f.tree, g, f)
	}
	for _, m := range g.w.Measures {
		if of, number := g.w.meant(m.Column, nil); of == nil && number == column {
			return g.w.figure(m, g.rows)
		}
	}
	panic(fmt.Sprintf("naive: {%s} is none of the visual's", name))
}

func finer(a, b string) bool {
	order := "YEAR QUARTER MONTH WEEK DAY HOUR MINUTE SECOND"
	if a == "" || b == "" {
		return a == "" && b != ""
	}
	return strings.Index(order, a) > strings.Index(order, b)
}

func (g *groupOf) call(c *calc.Call, within *formula) any {
	if isGroup(c) {
		return aggregated(c, g.rows, within, g.w)
	}
	if strings.HasPrefix(c.Function.Name, "period") {
		return g.period(c, within)
	}
	list := dimensionsOf(c)
	if c.Function.Kind == calc.TableCalculation && c.Function.Name != "percentOfTotal" {
		list = nil // the first list is the order
		for i, a := range c.Arguments {
			if l, ok := a.(*calc.List); ok && i > 1 {
				list = l
			}
		}
	}
	var partition []point
	own := func(p *groupOf) string {
		values := []any{p.level}
		if list != nil {
			for _, d := range g.w.expand(list, within) {
				if d.group != nil {
					values = append(values, p.field(d.group.Column, nil))
				} else {
					values = append(values, eval(d.node, p, d.within))
				}
			}
		}
		return key(values...)
	}
	for _, p := range *g.grid {
		if own(p) == own(g) {
			partition = append(partition, p)
		}
	}
	return over(c, partition, g, within)
}

// ties tell groups apart that are equal in the order of a table calculation.
func ties(a, b point) int {
	x, ok := a.(*groupOf)
	if !ok {
		return 0
	}
	for i := range x.keys {
		if by := less(x.keys[i], b.(*groupOf).keys[i], false); by != 0 {
			return by
		}
	}
	return 0
}

// period is a period function: over the groups that differ in the date alone.
func (g *groupOf) period(c *calc.Call, within *formula) any {
	date := -1
	of, number := g.w.meant(c.Arguments[1].(*calc.Field).Name, within)
	for i, d := range g.w.Groups {
		if f, n := g.w.meant(d.Column, nil); f == of && n == number && (date < 0 || finer(d.Granularity, g.w.Groups[date].Granularity)) {
			date = i
		}
	}
	unit := strings.ToLower(g.w.Groups[date].Granularity)
	if len(c.Arguments) > 2 {
		unit = unitOf(c.Arguments[2])
	}
	if unit == "" {
		unit = "day"
	}
	alike := func(p *groupOf) bool {
		mine, its := []any{g.level}, []any{p.level}
		for i := range g.keys {
			if i != date {
				mine, its = append(mine, g.keys[i]), append(its, p.keys[i])
			}
		}
		return key(mine...) == key(its...)
	}
	own, isDate := g.keys[date].(time.Time)
	if stem, ok := strings.CutPrefix(c.Function.Name, "periodToDate"); ok {
		var values []any
		for _, p := range *g.grid {
			t, ok := p.keys[date].(time.Time)
			if alike(p) && ok == isDate && (!ok || begin(unit, t).Equal(begin(unit, own)) && !t.After(own)) {
				values = append(values, eval(c.Arguments[0], p, within))
			}
		}
		return aggregate(strings.ToLower(strings.TrimSuffix(stem, "OverTime")), values, 0)
	}
	distance := int64(1)
	if len(c.Arguments) > 3 {
		distance = eval(c.Arguments[3], g, within).(int64)
	}
	var other any
	for _, p := range *g.grid {
		t, ok := p.keys[date].(time.Time)
		if alike(p) && ok && isDate && count(unit, t) == count(unit, own)-distance && key(place(unit, t)...) == key(place(unit, own)...) {
			other = eval(c.Arguments[0], p, within)
		}
	}
	value := eval(c.Arguments[0], g, within)
	switch c.Function.Name {
	case "periodOverPeriodDifference":
		return binary("-", value, other)
	case "periodOverPeriodPercentDifference":
		return binary("/", binary("-", value, other), other)
	}
	return other
}

// figure is a figure of the query over rows.
func (w *world) figure(m definition.Measure, rows []point) any {
	if m.Column == "" {
		return int64(len(rows))
	}
	node := mustParse("{" + m.Column + "}")
	if w.group(m.Column) {
		return shown(eval(node, aggregates{w, rows}, nil))
	}
	var values []any
	for _, p := range once(node, rows, nil, w) {
		values = append(values, shown(eval(node, p, nil)))
	}
	name := map[definition.Aggregation]string{
		definition.Sum: "sum", definition.Average: "avg", definition.Min: "min", definition.Max: "max", definition.Count: "count",
		definition.DistinctCount: "distinct_count", definition.Var: "var", definition.VarP: "varp", definition.Stdev: "stdev", definition.StdevP: "stdevp",
		definition.Median: "median", definition.Percentile: "percentile",
	}[m.Aggregation]
	return aggregate(name, values, m.Percentile)
}
