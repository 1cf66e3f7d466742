package naive

import (
	"slices"
	"time"

	"interlaken/hub/definition"
)

// Answer is the rows of a query's result, hidden figures left out. now is the moment at which it is asked. An error is one
// of an expression's text; what the query must not ask panics.
func Answer(d Data, q definition.Query, now time.Time) ([][]any, error) {
	w, err := newWorld(d, q, now)
	if err != nil {
		return nil, err
	}
	w.left = w.filter(ofRows, w.all, nil)
	rows := w.filter(ofValues, w.filter(ofPreAggregate, w.left, nil), nil)
	if q.Plain {
		return w.plain(rows), nil
	}
	byGroup := map[string][]point{}
	for _, p := range rows {
		k := key(w.keys(p)...)
		byGroup[k] = append(byGroup[k], p)
	}
	for _, f := range w.Filters {
		whole := func(point) []point { return rows }
		if len(w.Groups) == 0 && w.stageOf(f) == ofGroups && f.AnyOf == nil && !w.holds(f, nil, nil, whole) {
			return nil, nil // of one group, which is not kept
		}
	}
	rows = w.filter(ofGroups, rows, func(p point) []point { return byGroup[key(w.keys(p)...)] })
	return w.grouped(rows), nil
}

// keys are the dimensions of a row.
func (w *world) keys(p point) (keys []any) {
	for _, g := range w.Groups {
		keys = append(keys, w.value(definition.Filter{Column: g.Column, Granularity: g.Granularity}, p))
	}
	return keys
}

func (w *world) plain(rows []point) (result [][]any) {
	for _, p := range rows {
		var values []any
		for _, m := range w.Measures {
			values = append(values, w.value(definition.Filter{Column: m.Column}, p))
		}
		result = append(result, values)
	}
	if len(w.Sort) > 0 {
		slices.SortStableFunc(result, func(a, b []any) int {
			for _, s := range w.Sort {
				i := slices.IndexFunc(w.Measures, func(m definition.Measure) bool { return m.Name == s.Name })
				if by := less(a[i], b[i], s.Descending); by != 0 {
					return by
				}
			}
			for i := range a {
				if by := less(a[i], b[i], false); by != 0 {
					return by
				}
			}
			return 0
		})
	}
	return bounded(result, w.Limit)
}

func bounded[T any](all []T, most int) []T {
	if most > 0 && most < len(all) {
		return all[:most]
	}
	return all
}

// firsts are, by dimension, the places of its values in the query's order, from 0; nil for one without a bound.
func (w *world) firsts(rows []point) []map[string]int {
	all := make([]map[string]int, len(w.Groups))
	for i, g := range w.Groups {
		if g.Items == nil {
			continue
		}
		of, values := map[string][]point{}, []any{}
		for _, p := range rows {
			v := w.keys(p)[i]
			if of[key(v)] == nil {
				values = append(values, v)
			}
			of[key(v)] = append(of[key(v)], p)
		}
		slices.SortFunc(values, func(a, b any) int {
			if by := int(number(a == nil) - number(b == nil)); by != 0 {
				return by
			}
			for _, s := range w.Sort {
				if s.Name == g.Name {
					return less(a, b, s.Descending)
				}
				j := slices.IndexFunc(w.Measures, func(m definition.Measure) bool { return m.Name == s.Name })
				if j < 0 {
					continue
				}
				if by := less(w.figure(w.Measures[j], of[key(a)]), w.figure(w.Measures[j], of[key(b)]), s.Descending); by != 0 {
					return by
				}
			}
			return less(a, b, false)
		})
		all[i] = map[string]int{}
		for n, v := range values {
			all[i][key(v)] = n
		}
	}
	return all
}

// line is a row of the result, with what it is sorted by.
type line struct {
	*groupOf
	figures []any
}

func (w *world) grouped(rows []point) [][]any {
	firsts := w.firsts(rows)
	grid := &[]*groupOf{}
	known := map[string]*groupOf{}
	for level := range len(w.Totals) + 1 {
		for _, p := range rows {
			keys, others := w.keys(p), int64(0)
			for i, g := range w.Groups {
				if level > 0 && !slices.Contains(w.Totals[level-1], g.Name) {
					keys[i] = nil
				} else if g.Items != nil && g.Items.Others && firsts[i][key(keys[i])] >= g.Items.Limit {
					keys[i], others = nil, others+1<<i
				}
			}
			k := key(append([]any{int64(level), others}, keys...)...)
			if known[k] == nil {
				known[k] = &groupOf{w: w, keys: keys, level: int64(level), others: others, grid: grid}
				*grid = append(*grid, known[k])
			}
			known[k].rows = append(known[k].rows, p)
		}
	}
	if len(w.Groups) == 0 {
		*grid = []*groupOf{{w: w, rows: rows, grid: grid}}
	}
	var lines []line
	for _, g := range *grid {
		l := line{groupOf: g}
		for _, m := range w.Measures {
			if m.Column != "" && w.table(m.Column) {
				l.figures = append(l.figures, shown(eval(mustParse("{"+m.Column+"}"), g, nil)))
			} else {
				l.figures = append(l.figures, w.figure(m, g.rows))
			}
		}
		if w.keeps(l, firsts) {
			lines = append(lines, l)
		}
	}
	slices.SortFunc(lines, w.inOrder)
	return w.result(lines)
}

// keeps reports whether the filters of table calculations and the bounds of dimensions without others keep a line.
func (w *world) keeps(l line, firsts []map[string]int) bool {
	for _, f := range w.Filters {
		if w.stageOf(f) == ofTable && !w.holds(f, l.groupOf, nil, nil) {
			return false
		}
	}
	for i, g := range w.Groups {
		kept := l.level == 0 || slices.Contains(w.Totals[max(l.level, 1)-1], g.Name)
		if kept && g.Items != nil && !g.Items.Others && !w.sortedRows() && firsts[i][key(l.keys[i])] >= g.Items.Limit {
			return false
		}
	}
	return true
}

// sortedRows tells that the only dimension is bounded, so that its first values are the first rows.
func (w *world) sortedRows() bool {
	return len(w.Groups) == 1 && w.Groups[0].Items != nil && !w.Groups[0].Items.Others && len(w.Totals) == 0
}

func (w *world) inOrder(a, b line) int {
	if a.level != b.level {
		return int(b.level - a.level)
	}
	if a.others != b.others {
		return int(a.others - b.others)
	}
	for _, s := range w.Sort {
		by := 0
		if i := slices.IndexFunc(w.Groups, func(g definition.Group) bool { return g.Name == s.Name }); i >= 0 {
			by = less(a.keys[i], b.keys[i], s.Descending)
		} else {
			i = slices.IndexFunc(w.Measures, func(m definition.Measure) bool { return m.Name == s.Name })
			by = less(a.figures[i], b.figures[i], s.Descending)
		}
		if by != 0 {
			return by
		}
	}
	return ties(a.groupOf, b.groupOf)
}

func (w *world) result(lines []line) (result [][]any) {
	limit := w.Limit
	if w.sortedRows() && (limit == 0 || w.Groups[0].Items.Limit < limit) {
		limit = w.Groups[0].Items.Limit
	}
	groups := 0
	for _, l := range lines {
		if l.level == 0 {
			if groups++; limit > 0 && groups > limit {
				break
			}
		}
		values := slices.Clone(l.keys)
		for i, m := range w.Measures {
			if !m.Hidden {
				values = append(values, l.figures[i])
			}
		}
		if len(w.Totals) > 0 {
			values = append(values, l.level)
		}
		if slices.ContainsFunc(w.Groups, func(g definition.Group) bool { return g.Items != nil && g.Items.Others }) {
			values = append(values, l.others)
		}
		result = append(result, values)
	}
	return result
}
