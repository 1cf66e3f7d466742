package naive

import (
	"math"
	"slices"
	"strings"
	"time"

	"interlaken/calc"
)

// aggregate is a function of the values that are there.
func aggregate(name string, values []any, percent float64) any {
	values = slices.DeleteFunc(slices.Clone(values), func(v any) bool { return v == nil })
	switch name {
	case "count":
		return int64(len(values))
	case "distinct_count":
		different := map[string]bool{}
		for _, v := range values {
			different[key(v)] = true
		}
		return int64(len(different))
	}
	if len(values) == 0 {
		return nil
	}
	slices.SortStableFunc(values, compare)
	n := float64(len(values))
	switch name {
	case "min":
		return values[0]
	case "max":
		return values[len(values)-1]
	case "sum":
		sum := values[0]
		for _, v := range values[1:] {
			sum = binary("+", sum, v)
		}
		return sum
	case "avg":
		return number(aggregate("sum", values, 0)) / n
	case "median":
		return aggregate("percentile", values, 50)
	case "percentile", "percentiledisc":
		return number(values[int(max(math.Ceil(percent/100*n), 1))-1])
	case "percentilecont":
		at := percent / 100 * (n - 1)
		low, high := number(values[int(math.Floor(at))]), number(values[int(math.Ceil(at))])
		return low + (high-low)*(at-math.Floor(at))
	}
	mean, squares := number(aggregate("avg", values, 0)), 0.0
	for _, v := range values {
		squares += (number(v) - mean) * (number(v) - mean)
	}
	if strings.HasSuffix(name, "p") {
		squares /= n
	} else if squares /= n - 1; n < 2 {
		return nil
	}
	if strings.HasPrefix(name, "stdev") {
		return math.Sqrt(squares)
	}
	return squares
}

// percentOf is the percentage of a call, 0 for one that has none.
func percentOf(c *calc.Call, at point, within *formula) float64 {
	if strings.Contains(strings.ToLower(c.Function.Name), "percentile") && len(c.Arguments) > 1 {
		if _, list := c.Arguments[1].(*calc.List); !list {
			return number(eval(c.Arguments[1], at, within))
		}
	}
	return 0
}

// aggregated is a call of an aggregate over rows.
func aggregated(c *calc.Call, rows []point, within *formula, w *world) any {
	if len(rows) == 0 {
		return aggregate(strings.ToLower(strings.TrimSuffix(c.Function.Name, "If")), nil, 0)
	}
	name, measure := c.Function.Name, c.Arguments[0]
	fits := func(point) bool { return true }
	switch {
	case c.Function.Kind == calc.PeriodAggregate:
		name = strings.TrimPrefix(name, "periodToDate")
		rest := c.Arguments[1:]
		if strings.HasPrefix(name, "Percentile") {
			rest = rest[1:]
		}
		unit := unitOf(rest[1])
		fits = func(at point) bool {
			end := w.now
			if len(rest) > 2 {
				v := eval(rest[2], at, within)
				if v == nil {
					return false
				}
				end = v.(time.Time)
			}
			date, ok := eval(rest[0], at, within).(time.Time)
			return ok && begin(unit, date).Equal(begin(unit, end)) && !date.After(end)
		}
	case strings.HasSuffix(name, "If"):
		name = strings.TrimSuffix(name, "If")
		fits = func(at point) bool { return eval(c.Arguments[1], at, within) == true }
	}
	percent := percentOf(c, rows[0], within)
	var values []any
	for _, at := range once(measure, rows, within, w) {
		if fits(at) {
			values = append(values, eval(measure, at, within))
		}
	}
	return aggregate(strings.ToLower(name), values, percent)
}

func unitOf(n calc.Node) string {
	switch n := n.(type) {
	case *calc.Literal:
		return units[strings.ToUpper(n.Text)]
	case *calc.Field:
		return units[strings.ToUpper(n.Name)]
	}
	return ""
}

// once takes a row of each group of the dimensions that a measure aggregates by, where it is made of such aggregates and of
// their dimensions alone; else all rows.
func once(measure calc.Node, rows []point, within *formula, w *world) []point {
	grain, plain, nested := map[string]dimension{}, map[string]bool{}, false
	w.leaves(measure, within, func(n calc.Node, within *formula) bool {
		switch n := n.(type) {
		case *calc.Call:
			if list := dimensionsOf(n); n.Function.Kind == calc.Aggregate && list != nil {
				nested = true
				for _, d := range w.expand(list, within) {
					grain[d.name()] = d
				}
				return false
			}
			if n.Function.Kind == calc.Over {
				plain["over"] = true
			}
		case *calc.Field:
			plain[dimension{node: n, within: within}.name()] = true
		}
		return true
	})
	for name := range plain {
		if _, ok := grain[name]; !ok {
			return rows
		}
	}
	if !nested {
		return rows
	}
	seen := map[string]bool{}
	return slices.DeleteFunc(slices.Clone(rows), func(at point) bool {
		var values []any
		names := make([]string, 0, len(grain))
		for name := range grain {
			names = append(names, name)
		}
		slices.Sort(names)
		for _, name := range names {
			values = append(values, grain[name].at(at))
		}
		k := key(values...)
		known := seen[k]
		seen[k] = true
		return known
	})
}

// dimensionsOf is a call's list of dimensions; nil where it has none.
func dimensionsOf(c *calc.Call) *calc.List {
	for i, a := range c.Arguments {
		if list, ok := a.(*calc.List); ok && (i > 0 || c.Function.Kind == calc.Aggregate) {
			return list
		}
	}
	return nil
}
