package translate

import (
	"interlaken/sql/analyze"
	"interlaken/sql/ast"
	"interlaken/sql/function"
	"interlaken/sql/types"
)

// query translates a query; what comes beside it are unique names for its columns.
func (t *translator) query(q *ast.Query, want *shape) (*ast.Query, []string, error) {
	out := &ast.Query{}
	if q.With != nil {
		out.With = &ast.With{}
		for _, n := range q.With.Queries {
			named, err := t.with(n)
			if err != nil {
				return nil, nil, err
			}
			out.With.Queries = append(out.With.Queries, named)
			out.With.Recursive = out.With.Recursive || t.IsRecursive(n)
		}
	}
	info := t.QueryOf(q)
	var err error
	if sel := t.SelectIn(q.Body); sel != nil {
		out.Body, out.OrderBy, err = t.selectBody(sel, q.OrderBy, info, want)
	} else {
		out.Body, err = t.body(q.Body, want)
		if err == nil {
			out.OrderBy, err = t.order(q.OrderBy, info)
		}
	}
	if err != nil {
		return nil, nil, err
	}
	if q.Limit != nil && q.Limit.WithTies {
		count := q.Limit.Count
		if count == nil {
			count = ast.Integer(1)
		}
		columns := columnNames(info.Fields)
		return t.ties(out, columns, count), columns, nil
	}
	if q.Offset != nil {
		out.Offset = q.Offset
	}
	if q.Limit != nil {
		switch {
		case q.Limit.Count != nil:
			out.Limit = &ast.Limit{Count: q.Limit.Count}
		case q.Limit.Fetch:
			out.Limit = &ast.Limit{Count: ast.Integer(1)}
		}
	}
	return out, columnNames(info.Fields), nil
}

func (t *translator) with(n *ast.NamedQuery) (*ast.NamedQuery, error) {
	if t.IsRecursive(n) {
		return t.recursive(n)
	}
	q, columns, err := t.query(n.Query, nil)
	if err != nil {
		return nil, err
	}
	name := t.unique(n.Name.Text)
	t.withs[n] = &namedQuery{name: name, columns: columns}
	return &ast.NamedQuery{Name: ast.Name(name), Columns: identifiers(columns), Query: q}, nil
}

func (t *translator) body(b ast.QueryBody, want *shape) (ast.QueryBody, error) {
	switch x := b.(type) {
	case *ast.Select, *ast.TableQuery:
		out, _, err := t.selectBody(t.SelectIn(x), nil, nil, want)
		return out, err
	case *ast.Query:
		out, _, err := t.query(x, want)
		return out, err
	case *ast.SetOperation:
		return t.setOperation(x, want)
	case *ast.Values:
		return t.values(x, want)
	}
	return nil, function.Unsupported(b.Pos(), "This form of query is not supported")
}

// setOperation gives both sides the types of the result, which the engine would choose by its own rules.
func (t *translator) setOperation(x *ast.SetOperation, want *shape) (ast.QueryBody, error) {
	fields := t.FieldsOf(x)
	inner := &shape{exact: true}
	for _, f := range fields {
		inner.types = append(inner.types, f.Type)
	}
	if !x.All {
		if err := function.Distinguishes(x.Pos(), inner.types...); err != nil {
			return nil, err
		}
	}
	if want != nil && want.types != nil {
		if !x.All && !keepsDistinct(inner.types, want.types) {
			return t.comparedFirst(x, want)
		}
		inner.types = want.types
	}
	left, err := t.body(x.Left, inner)
	if err != nil {
		return nil, err
	}
	right, err := t.body(x.Right, inner)
	if err != nil {
		return nil, err
	}
	return &ast.SetOperation{Operator: x.Operator, All: x.All, Left: left, Right: right}, nil
}

// comparedFirst casts the rows of a set operation after they were compared in their own types.
func (t *translator) comparedFirst(x *ast.SetOperation, want *shape) (ast.QueryBody, error) {
	compared, err := t.setOperation(x, nil)
	if err != nil {
		return nil, err
	}
	fields := t.FieldsOf(x)
	names := columnNames(fields)
	alias := t.unique("compared")
	from := &ast.Aliased{Relation: &ast.Subquery{Query: &ast.Query{Body: compared}}, Alias: ast.Name(alias), Columns: identifiers(names)}
	out := &ast.Select{From: from}
	for i, f := range fields {
		value, err := t.shaped(x, ast.Column(alias, names[i]), f.Type, want, i, true)
		if err != nil {
			return nil, err
		}
		out.Items = append(out.Items, &ast.SelectExpression{Value: value, Alias: ast.Name(names[i])})
	}
	return out, nil
}

// keepsDistinct reports whether different values stay different when columns become other types, so that the cast may
// come before rows are compared.
func keepsDistinct(from, to []types.Type) bool {
	for i := range from {
		if k := to[i].Kind; (k == types.Real || k == types.Double) && from[i].Kind != k {
			return false
		}
	}
	return true
}

func (t *translator) values(x *ast.Values, want *shape) (ast.QueryBody, error) {
	fields := t.FieldsOf(x)
	out := &ast.Values{}
	for _, row := range x.Rows {
		items := []ast.Expression{row}
		if r, ok := row.(*ast.Row); ok {
			items = r.Items
		}
		cells := make([]ast.Expression, len(items))
		for i, e := range items {
			cell, err := t.expr(e)
			if err != nil {
				return nil, err
			}
			if cells[i], err = t.shaped(e, cell, fields[i].Type, want, i, true); err != nil {
				return nil, err
			}
		}
		if len(cells) == 1 {
			out.Rows = append(out.Rows, cells[0])
			continue
		}
		out.Rows = append(out.Rows, &ast.Row{Items: cells})
	}
	return out, nil
}

// shaped gives a column the type that its place asks for.
func (t *translator) shaped(at ast.Node, e ast.Expression, own types.Type, want *shape, i int, always bool) (ast.Expression, error) {
	target := own
	if want != nil && want.types != nil {
		target = want.types[i]
	}
	e, err := function.Cast(t, at.Pos(), e, own, target)
	if err != nil || !always && (want == nil || !want.exact) {
		return e, err
	}
	if t.declared[e] {
		_, err := function.EngineType(target)
		return e, err
	}
	return function.EngineCast(e, target)
}

// order translates ORDER BY over the columns of a set operation or VALUES.
func (t *translator) order(items []*ast.SortItem, info *analyze.QueryScope) ([]*ast.SortItem, error) {
	var out []*ast.SortItem
	for i, item := range items {
		out = append(out, sorted(ast.Integer(int64(info.Order[i].Column+1)), item))
	}
	return out, nil
}

// sorted says where nulls go: last, by Trino's default, whatever the engine is set to.
func sorted(value ast.Expression, item *ast.SortItem) *ast.SortItem {
	nulls := item.Nulls
	if nulls == ast.NullsDefault {
		nulls = ast.NullsLast
	}
	return &ast.SortItem{Value: value, Descending: item.Descending, Nulls: nulls}
}
