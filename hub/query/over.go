package query

import (
	"strings"

	"interlaken/calc"
	"interlaken/sql/ast"
)

// compute makes the window expression of an over function or a table calculation. place lays out what has to be computed
// before it.
func (p *pieces) compute(n *calc.Call, place placing) (ast.Expression, error) {
	name := n.Function.Name
	switch name {
	case "rank":
		return p.ordered(ast.Func("rank")), nil
	case "denseRank":
		return p.ordered(ast.Func("dense_rank")), nil
	case "percentileRank":
		// Above how many percent of the partition a row is, from 0 and below 100 (User Guide, "percentileRank").
		count := ast.Func("count")
		count.Star = true
		before := &ast.Binary{Operator: ast.Subtract, Left: p.ordered(ast.Func("rank")), Right: ast.Integer(1)}
		return quotient(&ast.Binary{Operator: ast.Multiply, Left: double(before), Right: &ast.DoubleLiteral{Text: "1E2"}}, p.whole(count)), nil
	case "percentOfTotal":
		total, err := spread(ast.Func("sum", p.value), p.window(), place)
		return quotient(p.value, total), err
	case "difference", "percentDifference", "lag", "lead":
		return p.neighbour(n)
	case "firstValue", "lastValue":
		call := p.ordered(ast.Func(map[string]string{"firstValue": "first_value", "lastValue": "last_value"}[name], p.value), p.ties...)
		call.Over.Frame = &ast.Frame{Unit: ast.Rows, Start: &ast.FrameBound{Kind: ast.UnboundedPreceding}, End: &ast.FrameBound{Kind: ast.UnboundedFollowing}}
		return call, nil
	}
	window := p.window()
	switch {
	case strings.HasPrefix(name, "running"):
		name = strings.TrimPrefix(name, "running")
		window.OrderBy = append(window.OrderBy, sorted(p.order, p.ties)...)
		window.Frame = &ast.Frame{Unit: ast.Rows, Start: &ast.FrameBound{Kind: ast.UnboundedPreceding}, End: &ast.FrameBound{Kind: ast.CurrentRow}}
	case strings.HasPrefix(name, "window"):
		name = strings.TrimPrefix(name, "window")
		window.OrderBy = append(window.OrderBy, sorted(p.order, p.ties)...)
		before, after := p.Counts[0], p.Counts[1]
		if before < 0 || after < 0 {
			return nil, n.Invalid("counts the rows above and below with whole numbers that are not negative.")
		}
		window.Frame = &ast.Frame{
			Unit:  ast.Rows,
			Start: &ast.FrameBound{Kind: ast.Preceding, Value: ast.Integer(before)},
			End:   &ast.FrameBound{Kind: ast.Following, Value: ast.Integer(after)},
		}
	default:
		name = strings.TrimSuffix(name, "Over")
	}
	return aggregateOver(name, window, place, p.value, p.share)
}

// aggregateOver is an aggregate by the name of its function over a window.
func aggregateOver(name string, window *ast.Window, place placing, value, share ast.Expression) (ast.Expression, error) {
	name = strings.ToLower(name[:1]) + name[1:]
	if name == "distinctCount" {
		name = "distinct_count"
	}
	arguments := []ast.Expression{value}
	if share != nil {
		arguments = append(arguments, share)
	}
	aggregate, err := calc.Aggregated(name, arguments...)
	if err != nil {
		return nil, err
	}
	return spread(aggregate, window, place)
}

// neighbour compares with the row at a distance: one that follows where the distance is positive, one before where it is
// negative (User Guide, "difference"). lag is the other way round.
func (p *pieces) neighbour(n *calc.Call) (ast.Expression, error) {
	distance := p.Counts[0]
	if n.Function.Name == "lag" {
		distance = -distance
	}
	direction := "lead"
	if distance < 0 {
		direction, distance = "lag", -distance
	}
	other := p.ordered(ast.Func(direction, p.value, ast.Integer(distance)), p.ties...)
	switch n.Function.Name {
	case "difference":
		return minus(p.value, other), nil
	case "percentDifference":
		return quotient(minus(p.value, other), ast.Clone(other)), nil
	}
	return other, nil
}

func (p *pieces) window() *ast.Window { return &ast.Window{PartitionBy: cloned(p.partition)} }

// whole is a call over the partition.
func (p *pieces) whole(call *ast.Call) *ast.Call {
	call.Over = p.window()
	return call
}

// ordered is a call over the partition in its order.
func (p *pieces) ordered(call *ast.Call, ties ...*ast.SortItem) *ast.Call {
	call.Over = p.window()
	call.Over.OrderBy = sorted(p.order, ties)
	return call
}

// sorted is an order, and behind it those of the ties that are not in it.
func sorted(order, ties []*ast.SortItem) []*ast.SortItem {
	var all []*ast.SortItem
	for _, item := range append(order[:len(order):len(order)], ties...) {
		known := false
		for _, earlier := range all {
			known = known || ast.Equal(earlier.Value, item.Value)
		}
		if !known {
			all = append(all, ast.Clone(item))
		}
	}
	return all
}

// cloned copies expressions; nil for none.
func cloned(all []ast.Expression) (copies []ast.Expression) {
	for _, e := range all {
		copies = append(copies, ast.Clone(e))
	}
	return copies
}

func minus(a, b ast.Expression) ast.Expression {
	return &ast.Binary{Operator: ast.Subtract, Left: a, Right: b}
}

// quotient is a decimal, and null where the divisor is zero.
func quotient(a, b ast.Expression) ast.Expression {
	return &ast.Binary{Operator: ast.Divide, Left: double(a), Right: ast.Func("nullif", double(b), &ast.DoubleLiteral{Text: "0E0"})}
}
