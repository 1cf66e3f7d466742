package naive

import (
	"slices"
	"strings"

	"interlaken/calc"
)

// over is an over function or a table calculation at a point of its partition.
func over(c *calc.Call, partition []point, at point, within *formula) any {
	name := c.Function.Name
	if order, ok := c.Arguments[0].(*calc.List); ok {
		return rank(name, order.Items, partition, at, within)
	}
	value := func(p point) any { return eval(c.Arguments[0], p, within) }
	values := func(points []point) (all []any) {
		for _, p := range points {
			all = append(all, value(p))
		}
		return all
	}
	if stem, ok := strings.CutSuffix(name, "Over"); ok {
		if stem == "distinctCount" {
			stem = "distinct_count"
		}
		return aggregate(strings.ToLower(stem), values(partition), percentOf(c, at, within))
	}
	if name == "percentOfTotal" {
		return binary("/", value(at), aggregate("sum", values(partition), 0))
	}
	sorted := slices.Clone(partition)
	order := c.Arguments[1].(*calc.List).Items
	slices.SortStableFunc(sorted, func(a, b point) int {
		if by := byOrder(order, a, b, within); by != 0 {
			return by
		}
		return ties(a, b)
	})
	i := slices.IndexFunc(sorted, func(p point) bool { return same(p, at) })
	number := func(argument int) int { return int(eval(c.Arguments[argument], at, within).(int64)) }
	neighbour := func(distance int) any {
		if j := i + distance; j >= 0 && j < len(sorted) {
			return value(sorted[j])
		}
		return nil
	}
	switch name {
	case "lag":
		return neighbour(-number(2))
	case "lead":
		return neighbour(number(2))
	case "difference":
		return binary("-", value(at), neighbour(number(2)))
	case "percentDifference":
		other := neighbour(number(2))
		return binary("/", binary("-", value(at), other), other)
	case "firstValue":
		return value(sorted[0])
	case "lastValue":
		return value(sorted[len(sorted)-1])
	}
	if stem, ok := strings.CutPrefix(name, "running"); ok {
		return aggregate(strings.ToLower(stem), values(sorted[:i+1]), 0)
	}
	from, to := max(0, i-number(2)), min(len(sorted), i+number(3)+1)
	return aggregate(strings.ToLower(strings.TrimPrefix(name, "window")), values(sorted[from:to]), 0)
}

func byOrder(order []calc.Item, a, b point, within *formula) int {
	for _, item := range order {
		if by := less(eval(item.X, a, within), eval(item.X, b, within), item.Descending); by != 0 {
			return by
		}
	}
	return 0
}

func rank(name string, order []calc.Item, partition []point, at point, within *formula) any {
	before, different := int64(0), map[string]bool{}
	for _, p := range partition {
		if byOrder(order, p, at, within) < 0 {
			before++
			var values []any
			for _, item := range order {
				values = append(values, eval(item.X, p, within))
			}
			different[key(values...)] = true
		}
	}
	switch name {
	case "denseRank":
		return int64(len(different)) + 1
	case "percentileRank":
		return float64(before) * 100 / float64(len(partition))
	}
	return before + 1
}

func same(a, b point) bool {
	if g, ok := a.(*groupOf); ok {
		return g == b
	}
	return a == b
}
