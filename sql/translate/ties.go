package translate

import (
	"interlaken/sql/ast"
	"interlaken/sql/function"
)

// ties gives the rows whose rank in the query's order is among the first: those that FETCH FIRST n ROWS WITH TIES keeps.
func (t *translator) ties(q *ast.Query, columns []string, count ast.Expression) *ast.Query {
	all := append([]string{}, columns...)
	var keys []*ast.SortItem
	alias, rank, ranked := t.unique("q"), t.unique("rank"), t.unique("ranked")
	for _, item := range q.OrderBy {
		var key ast.Expression
		if n, ok := item.Value.(*ast.IntegerLiteral); ok {
			key = ast.Column(alias, columns[n.Value-1])
		} else { // an expression over the rows of FROM, which only the SELECT itself can evaluate
			name := t.unique("key")
			sel := q.Body.(*ast.Select)
			sel.Items = append(sel.Items, &ast.SelectExpression{Value: item.Value, Alias: ast.Name(name)})
			all = append(all, name)
			key = ast.Column(alias, name)
		}
		keys = append(keys, &ast.SortItem{Value: key, Descending: item.Descending, Nulls: item.Nulls})
	}
	call := function.Engine("rank")
	call.Over = &ast.Window{OrderBy: keys}
	inner := &ast.Select{From: &ast.Aliased{
		Relation: &ast.Subquery{Query: &ast.Query{Body: q.Body}}, Alias: ast.Name(alias), Columns: identifiers(all),
	}}
	out := &ast.Select{From: &ast.Aliased{Relation: &ast.Subquery{Query: &ast.Query{Body: inner}}, Alias: ast.Name(ranked)}}
	for _, name := range columns {
		inner.Items = append(inner.Items, &ast.SelectExpression{Value: ast.Column(alias, name), Alias: ast.Name(name)})
		out.Items = append(out.Items, &ast.SelectExpression{Value: ast.Column(ranked, name), Alias: ast.Name(name)})
	}
	inner.Items = append(inner.Items, &ast.SelectExpression{Value: call, Alias: ast.Name(rank)})
	out.Where = &ast.Binary{Operator: ast.LessOrEqual, Left: ast.Column(ranked, rank), Right: count}
	return &ast.Query{With: q.With, Body: out, OrderBy: []*ast.SortItem{{Value: ast.Column(ranked, rank), Nulls: ast.NullsLast}}}
}
