package analyze

import (
	"strings"

	"interlaken/sql/ast"
	"interlaken/sql/types"
)

// maxDepth bounds queries within queries.
const maxDepth = 200

// QueryScope is what is known of a query beside its body.
type QueryScope struct {
	// Order has an entry for each ORDER BY key.
	Order []OrderKey
	// Fields are the query's columns.
	Fields []*Field
}

// OrderKey says what an ORDER BY key refers to.
type OrderKey struct {
	// Column is the place of the output column that the key is, from 0; -1 when it is an expression.
	Column int
}

// query analyses a query and returns its columns.
func (a *analyzer) query(q *ast.Query, outer *scope, columns []*ast.Identifier) ([]*Field, error) {
	a.depth++
	defer func() { a.depth-- }()
	if a.depth > maxDepth {
		return nil, unsupported(q, "Queries nested more than %d deep", maxDepth)
	}
	s := &scope{outer: outer}
	if q.With != nil {
		if err := a.with(q.With, s); err != nil {
			return nil, err
		}
	}
	info := &QueryScope{}
	a.queries[q] = info
	var fields []*Field
	var err error
	if table, ok := q.Body.(*ast.TableQuery); ok {
		a.tableQuery[table] = selectAll(table)
	}
	if sel := a.SelectIn(q.Body); sel != nil {
		fields, err = a.selectBody(sel, q.OrderBy, info, s)
	} else {
		fields, err = a.body(q.Body, s)
		if err == nil {
			err = a.orderByOutput(q.OrderBy, fields, info, s)
		}
	}
	if err != nil {
		return nil, err
	}
	if q.Limit != nil && q.Limit.WithTies {
		if q.OrderBy == nil {
			return nil, fail("MISSING_ORDER_BY", q.Limit, "FETCH FIRST WITH TIES clause requires ORDER BY")
		}
		if q.Offset != nil {
			return nil, unsupported(q.Limit, "FETCH FIRST ... WITH TIES after OFFSET is not supported")
		}
	}
	info.Fields = fields
	if columns != nil && len(columns) != len(fields) {
		err := fail("MISMATCHED_COLUMN_ALIASES", columns[0], "Column alias list has %d entries but relation has %d columns", len(columns), len(fields))
		return nil, tooFew(err, columns[0], a.openOf(q.Body), len(fields), names(columns))
	}
	return fields, nil
}

func (a *analyzer) with(w *ast.With, s *scope) error {
	seen := map[string]bool{}
	for _, q := range w.Queries {
		name := q.Name.Key()
		if seen[name] {
			return fail("DUPLICATE_NAMED_QUERY", q, "WITH query name '%s' specified more than once", name)
		}
		seen[name] = true
		if w.Recursive {
			named, reads, err := a.recursive(q, s)
			if err != nil {
				return err
			}
			if reads {
				s.with = &with{name: name, query: named, outer: s.with}
				continue
			}
		}
		fields, err := a.query(q.Query, s, q.Columns)
		if err != nil {
			return err
		}
		named := &NamedQuery{Node: q}
		if q.Columns == nil {
			named.open = a.openOf(q.Query.Body)
		}
		for i, f := range fields {
			label := f.Name
			if q.Columns != nil {
				label = q.Columns[i].Text
			}
			named.Fields = append(named.Fields, f.derive(label, nil))
		}
		s.with = &with{name: name, query: named, outer: s.with}
	}
	return nil
}

// body analyses a query body that is not the direct body of a query with ORDER BY.
func (a *analyzer) body(b ast.QueryBody, s *scope) ([]*Field, error) {
	var fields []*Field
	var err error
	switch x := b.(type) {
	case *ast.Select:
		return a.selectBody(x, nil, nil, s)
	case *ast.TableQuery:
		a.tableQuery[x] = selectAll(x)
		fields, err = a.selectBody(a.tableQuery[x], nil, nil, s)
	case *ast.Query:
		fields, err = a.query(x, s, nil)
	case *ast.SetOperation:
		fields, err = a.setOperation(x, s)
	case *ast.Values:
		fields, err = a.values(x, s)
	default:
		return nil, unsupported(b, "This form of query is not supported")
	}
	a.bodies[b] = fields
	return fields, err
}

// selectAll is what TABLE name stands for.
func selectAll(x *ast.TableQuery) *ast.Select {
	return &ast.Select{
		Place: x.Place, Items: []ast.SelectItem{&ast.AllColumns{Place: x.Place}},
		From: &ast.Table{Place: x.Name.Place, Name: x.Name},
	}
}

func (a *analyzer) setOperation(x *ast.SetOperation, s *scope) ([]*Field, error) {
	left, err := a.body(x.Left, s)
	if err != nil {
		return nil, err
	}
	right, err := a.body(x.Right, s)
	if err != nil {
		return nil, err
	}
	if len(left) != len(right) {
		err := mismatch(x, "%s query has different number of fields: %d, %d", x.Operator, len(left), len(right))
		if len(left) < len(right) {
			return nil, tooFew(err, x, a.openOf(x.Left), len(left), labels(right))
		}
		return nil, tooFew(err, x, a.openOf(x.Right), len(right), labels(left))
	}
	out := make([]*Field, len(left))
	for i := range left {
		t, ok := types.Common(left[i].Type, right[i].Type)
		if !ok {
			return nil, mismatch(x, "column %d in %s query has incompatible types: %s, %s", i+1, x.Operator, left[i].Type, right[i].Type)
		}
		if (!x.All || x.Operator != ast.Union) && !t.Comparable() {
			return nil, mismatch(x, "column %d in %s query has a type that cannot be compared: %s", i+1, x.Operator, t)
		}
		out[i] = &Field{Name: left[i].Name, Type: t, Origins: mergeOrigins(left[i].Origins, right[i].Origins)}
	}
	return out, nil
}

// labels are the names of columns, in lower case.
func labels(fields []*Field) []string {
	out := make([]string, len(fields))
	for i, f := range fields {
		out[i] = strings.ToLower(f.Label(i))
	}
	return out
}

func (a *analyzer) values(x *ast.Values, s *scope) ([]*Field, error) {
	var out []*Field
	for r, row := range x.Rows {
		items := []ast.Expression{row}
		if list, ok := row.(*ast.Row); ok {
			items = list.Items
		}
		if r > 0 && len(items) != len(out) {
			return nil, mismatch(row, "Values rows have mismatched sizes: %d vs %d", len(out), len(items))
		}
		for i, e := range items {
			t, err := a.expr(e, s)
			if err != nil {
				return nil, err
			}
			if t.Kind == types.Row && e == row {
				return nil, unsupported(e, "VALUES of an expression of type row is not supported")
			}
			if err := a.noAggregates(e, "VALUES clause"); err != nil {
				return nil, err
			}
			if r == 0 {
				out = append(out, &Field{Type: t})
				continue
			}
			common, ok := types.Common(out[i].Type, t)
			if !ok {
				return nil, mismatch(row, "Values rows have mismatched types: %s vs %s", out[i].Type, t)
			}
			out[i].Type = common
		}
	}
	for _, row := range x.Rows {
		items := []ast.Expression{row}
		if list, ok := row.(*ast.Row); ok {
			items = list.Items
		}
		for i, e := range items {
			a.coerce(e, out[i].Type)
			out[i].Origins = mergeOrigins(out[i].Origins, a.originsOf(e))
		}
	}
	return out, nil
}

// orderByOutput analyses the ORDER BY of a set operation or VALUES, which sees the output's columns only.
func (a *analyzer) orderByOutput(items []*ast.SortItem, fields []*Field, info *QueryScope, s *scope) error {
	order := &scope{outer: s, fields: []*Field{}, output: fields}
	for _, item := range items {
		key, err := a.orderKey(item, fields)
		if err != nil {
			return err
		}
		if key.Column < 0 {
			t, err := a.expr(item.Value, order)
			if err != nil {
				return err
			}
			f := a.references[item.Value]
			for i, o := range fields {
				if o == f {
					key.Column = i
				}
			}
			if key.Column < 0 {
				return unsupported(item, "ORDER BY of a set operation has to name a column of it")
			}
			if !t.Orderable() {
				return mismatch(item, "Type %s is not orderable, and therefore cannot be used in ORDER BY: %s", t, a.text(item.Value))
			}
		}
		info.Order = append(info.Order, key)
	}
	return nil
}

// orderKey reads an ordinal.
func (a *analyzer) orderKey(item *ast.SortItem, fields []*Field) (OrderKey, error) {
	n, ok := item.Value.(*ast.IntegerLiteral)
	if !ok {
		return OrderKey{Column: -1}, nil
	}
	if n.Value < 1 || n.Value > int64(len(fields)) {
		return OrderKey{}, fail("INVALID_COLUMN_REFERENCE", n, "ORDER BY position %d is not in select list", n.Value)
	}
	if t := fields[n.Value-1].Type; !t.Orderable() {
		return OrderKey{}, mismatch(n, "Type %s is not orderable, and therefore cannot be used in ORDER BY: %d", t, n.Value)
	}
	return OrderKey{Column: int(n.Value - 1)}, nil
}
