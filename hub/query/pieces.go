package query

import (
	"interlaken/calc"
	"interlaken/sql/ast"
	"interlaken/sql/function"
)

// placing lays out a column below what is being made, and returns what names it.
type placing = func(ast.Expression) (ast.Expression, error)

// spread makes an expression of aggregates one over a window. Windows have no DISTINCT: a distinct count is the largest
// dense rank of what is there.
func spread(value ast.Expression, over *ast.Window, place placing) (ast.Expression, error) {
	return ast.Rewrite(value, func(n ast.Node) (ast.Node, error) {
		call, ok := n.(*ast.Call)
		if !ok || call.Over != nil {
			return n, nil
		}
		if f, known := function.Lookup(call.Name.Key()); !known || f.Kind == function.Scalar {
			return n, nil
		}
		if call.Distinct {
			return distinct(call.Arguments[0], over, place)
		}
		wide := *call
		wide.Over = ast.Clone(over)
		return &wide, nil
	})
}

func distinct(value ast.Expression, over *ast.Window, place placing) (ast.Expression, error) {
	missing := func(not bool) ast.Expression { return &ast.IsNull{Operand: ast.Clone(value), Not: not} }
	ranked := ast.Func("dense_rank")
	ranked.Over = ast.Clone(over)
	ranked.Over.PartitionBy = append(ranked.Over.PartitionBy, missing(false))
	ranked.Over.OrderBy = []*ast.SortItem{{Value: ast.Clone(value)}}
	rank, err := place(ranked)
	if err != nil {
		return nil, err
	}
	most := ast.Func("max", ast.Func("if", missing(true), rank))
	most.Over = ast.Clone(over)
	return ast.Func("coalesce", most, ast.Integer(0)), nil
}

// pieces are the compiled parts of a call over other rows.
type pieces struct {
	calc.Window
	value, share ast.Expression
	order        []*ast.SortItem
	partition    []ast.Expression
	// ties tell rows apart that are equal in the order.
	ties []*ast.SortItem
}

func piecesOf(n *calc.Call, w calc.Window, c *calc.Compiler, dimensions func(*calc.List) ([]ast.Expression, error)) (*pieces, error) {
	p := &pieces{Window: w}
	var err error
	if w.Value != nil {
		if p.value, err = c.Compile(w.Value); err != nil {
			return nil, err
		}
	}
	if p.share, err = c.Share(n); err != nil {
		return nil, err
	}
	for _, item := range w.Order {
		value, err := c.Compile(item.X)
		if err != nil {
			return nil, err
		}
		p.order = append(p.order, &ast.SortItem{Value: value, Descending: item.Descending})
	}
	p.partition, err = dimensions(w.Partition)
	return p, err
}
