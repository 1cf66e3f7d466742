package translate

import (
	"interlaken/sql/analyze"
	"interlaken/sql/ast"
	"interlaken/sql/function"
)

// groupKey is an expression of GROUP BY with its translation.
type groupKey struct {
	source, value ast.Expression
}

// selectBody translates a SELECT and the ORDER BY of its query.
func (t *translator) selectBody(sel *ast.Select, order []*ast.SortItem, info *analyze.QueryScope, want *shape) (*ast.Select, []*ast.SortItem, error) {
	keys, substitutes := t.keys, t.substitutes
	defer func() { t.keys, t.substitutes = keys, substitutes }()
	t.keys, t.substitutes = nil, nil

	x := t.SelectOf(sel)
	out := &ast.Select{Distinct: sel.Distinct}
	var err error
	if sel.From != nil {
		if out.From, err = t.relation(sel.From); err != nil {
			return nil, nil, err
		}
	}
	if sel.Where != nil {
		if out.Where, err = t.expr(sel.Where); err != nil {
			return nil, nil, err
		}
	}
	if sel.GroupBy != nil {
		if out.GroupBy, err = t.groupBy(sel.GroupBy, x); err != nil {
			return nil, nil, err
		}
	}
	names := t.itemNames(x)
	for i, item := range x.Items {
		value, err := t.expr(item.Value)
		if err != nil {
			return nil, nil, err
		}
		if sel.Distinct {
			if value, err = function.NotDistinctForm(t, item.Value.Pos(), value, item.Field.Type); err != nil {
				return nil, nil, err
			}
		}
		if value, err = t.shaped(item.Value, value, item.Field.Type, want, i, false); err != nil {
			return nil, nil, err
		}
		out.Items = append(out.Items, &ast.SelectExpression{Value: value, Alias: ast.Name(names[i])})
	}
	if sel.Having != nil {
		if out.Having, err = t.expr(sel.Having); err != nil {
			return nil, nil, err
		}
	}
	t.substitutes = x.Substitutes
	var sort []*ast.SortItem
	for i, item := range order {
		if column := info.Order[i].Column; column >= 0 {
			sort = append(sort, sorted(ast.Integer(int64(column+1)), item))
			continue
		}
		value, err := t.expr(item.Value)
		if err != nil {
			return nil, nil, err
		}
		if !isConstant(value) { // which orders nothing, and the engine refuses
			sort = append(sort, sorted(value, item))
		}
	}
	return out, sort, nil
}

// itemNames are unique names for the output columns. They differ from every name in reach, so that the engine can take
// none of them for a column.
func (t *translator) itemNames(x *analyze.Select) []string {
	fields := make([]*analyze.Field, len(x.Items))
	for i, item := range x.Items {
		fields[i] = item.Field
	}
	return columnNames(fields)
}

// groupBy writes the keys as expressions, never as ordinals: a number among them becomes a cast.
func (t *translator) groupBy(g *ast.GroupBy, x *analyze.Select) (*ast.GroupBy, error) {
	if g.Distinct {
		return t.groupByDistinct(g, x)
	}
	out := &ast.GroupBy{}
	for _, element := range g.Elements {
		translated := &ast.GroupingElement{Kind: element.Kind}
		for _, set := range element.Sets {
			values := &ast.GroupingSet{}
			for _, e := range set.Values {
				key, err := t.groupKey(x.Groups[e])
				if err != nil {
					return nil, err
				}
				values.Values = append(values.Values, key)
			}
			translated.Sets = append(translated.Sets, values)
		}
		out.Elements = append(out.Elements, translated)
	}
	return out, nil
}

func (t *translator) groupKey(source ast.Expression) (ast.Expression, error) {
	for _, k := range t.keys {
		if t.Same(k.source, source) {
			return k.value, nil
		}
	}
	value, err := t.bare(source)
	if err != nil {
		return nil, err
	}
	if value, err = function.NotDistinctForm(t, source.Pos(), value, t.TypeOf(source)); err != nil {
		return nil, err
	}
	if isConstant(value) {
		if value, err = function.EngineCast(value, t.TypeOf(source)); err != nil {
			return nil, err
		}
	}
	t.keys = append(t.keys, groupKey{source, value})
	return value, nil
}

// isConstant reports literals that the engine would take for an ordinal, or refuse to group or sort by.
func isConstant(e ast.Expression) bool {
	switch e.(type) {
	case *ast.IntegerLiteral, *ast.StringLiteral, *ast.NullLiteral, *ast.BooleanLiteral:
		return true
	}
	return false
}
