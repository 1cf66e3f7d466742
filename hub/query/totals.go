package query

import (
	"slices"

	"interlaken/fault"
	"interlaken/hub/definition"
	"interlaken/sql/ast"
)

// totals are the further levels of a visual's groups. Each row is taken once a level, in which it is equal to all others in
// the dimensions that the level leaves out: so every figure of a total is computed from rows.
type totals struct {
	name   string // of the column that has the level
	keeps  [][]string
	column *gridColumn
}

func newTotals(q *definition.Query, r *rows) (*totals, error) {
	if len(q.Totals) == 0 {
		return nil, nil
	}
	for _, names := range q.Totals {
		for _, name := range names {
			if !slices.ContainsFunc(q.Groups, func(g definition.Group) bool { return g.Name == name }) {
				return nil, fault.New(fault.Validation, "A total keeps %q, which is no group of the visual.", name)
			}
		}
	}
	if len(q.Groups) == 0 {
		return nil, fault.New(fault.Validation, "A total is of groups, and the visual has none.")
	}
	return &totals{name: r.fresh("level", 1), keeps: q.Totals}, nil
}

// level is the level that a row is taken for: 0 for the groups, then the totals in their order.
func (t *totals) level() ast.Expression { return reference(t.name) }

// kept is a condition on a level: that it keeps the group.
func (t *totals) kept(group string, level ast.Expression) ast.Expression {
	levels := []ast.Expression{ast.Integer(0)}
	for i, names := range t.keeps {
		if slices.Contains(names, group) {
			levels = append(levels, ast.Integer(int64(i)+1))
		}
	}
	return &ast.InList{Operand: level, Items: levels}
}

// expand takes each row of a relation for which a condition holds once a level.
func (t *totals) expand(under *ast.Query, where ast.Expression) *ast.Query {
	values := &ast.Values{}
	for level := range len(t.keeps) + 1 {
		values.Rows = append(values.Rows, ast.Integer(int64(level)))
	}
	levels := &ast.Aliased{
		Relation: &ast.Subquery{Query: &ast.Query{Body: values}}, Alias: ast.Name("levels"), Columns: []*ast.Identifier{ast.Name("level")},
	}
	return &ast.Query{Body: &ast.Select{
		Items: []ast.SelectItem{
			&ast.AllColumns{Qualifier: ast.Name(baseAlias)},
			&ast.SelectExpression{Value: ast.Column("levels", "level"), Alias: ast.Name(t.name)},
		},
		From:  &ast.Join{Kind: ast.CrossJoin, Left: based(under), Right: levels},
		Where: where,
	}}
}
