package translate

import (
	"strconv"

	"interlaken/sql/analyze"
	"interlaken/sql/ast"
	"interlaken/sql/function"
	"interlaken/sql/types"
)

// maxRecursion is how many steps a recursive query may make: the default of Trino's max_recursion_depth, which Athena
// lets nobody change.
const maxRecursion = 10

// recursive translates a recursive query. A column of its own counts the steps, and fails where there are too many.
func (t *translator) recursive(n *ast.NamedQuery) (*ast.NamedQuery, error) {
	union := n.Query.Body.(*ast.SetOperation)
	fields := t.FieldsOf(union)
	want := &shape{exact: true}
	for _, f := range fields {
		want.types = append(want.types, f.Type)
	}
	columns := make([]*analyze.Field, len(fields))
	for i, name := range n.Columns {
		columns[i] = &analyze.Field{Name: name.Text}
	}
	named := &namedQuery{name: t.unique(n.Name.Text), columns: columnNames(columns)}
	depth := t.unique("depth")
	base, err := t.body(union.Left, want)
	if err != nil {
		return nil, err
	}
	alias := t.unique("base")
	first := &ast.Select{From: &ast.Aliased{
		Relation: &ast.Subquery{Query: &ast.Query{Body: base}}, Alias: ast.Name(alias), Columns: identifiers(named.columns),
	}}
	for _, name := range named.columns {
		first.Items = append(first.Items, &ast.SelectExpression{Value: ast.Column(alias, name)})
	}
	first.Items = append(first.Items, &ast.SelectExpression{Value: ast.Integer(0)})
	t.withs[n] = named
	step, _, err := t.selectBody(union.Right.(*ast.Select), nil, nil, want)
	if err != nil {
		return nil, err
	}
	steps := ast.Column(named.alias, depth)
	failure, err := function.Fail("NOT_SUPPORTED", "Recursion depth limit exceeded ("+strconv.Itoa(maxRecursion)+")", types.Simple(types.Integer))
	if err != nil {
		return nil, err
	}
	step.Items = append(step.Items, &ast.SelectExpression{Value: function.If(
		&ast.Binary{Operator: ast.Less, Left: steps, Right: ast.Integer(maxRecursion)},
		&ast.Binary{Operator: ast.Add, Left: steps, Right: ast.Integer(1)}, failure,
	)})
	body := &ast.SetOperation{Operator: ast.Union, All: true, Left: first, Right: step}
	return &ast.NamedQuery{
		Name: ast.Name(named.name), Columns: identifiers(append(append([]string{}, named.columns...), depth)), Query: &ast.Query{Body: body},
	}, nil
}
