package analyze

import (
	"interlaken/sql/ast"
	"interlaken/sql/types"
)

// Select is what is known of a SELECT.
type Select struct {
	// Items are the output columns, * expanded.
	Items []Item
	// Grouped tells that the rows are groups: GROUP BY, HAVING or an aggregate.
	Grouped bool
	// Groups says for each expression of GROUP BY which expression is grouped by: ordinals resolved.
	Groups map[ast.Expression]ast.Expression
	// Substitutes are the output expressions that references in ORDER BY stand for.
	Substitutes map[ast.Expression]ast.Expression
}

// Item is an output column of a SELECT.
type Item struct {
	Value ast.Expression
	Field *Field
}

// selectBody analyses a SELECT with the ORDER BY of its query.
func (a *analyzer) selectBody(sel *ast.Select, order []*ast.SortItem, info *QueryScope, outer *scope) ([]*Field, error) {
	s := &scope{outer: outer}
	x := &Select{Groups: map[ast.Expression]ast.Expression{}, Substitutes: map[ast.Expression]ast.Expression{}}
	a.selects[sel] = x
	if sel.From != nil {
		r, err := a.relation(sel.From, s)
		if err != nil {
			return nil, err
		}
		s.fields, s.open = r.Fields, r.open
	}
	if sel.Where != nil {
		if err := a.condition(sel.Where, s, "WHERE clause"); err != nil {
			return nil, err
		}
	}
	if err := a.namedWindows(sel.Windows, s); err != nil {
		return nil, err
	}
	a.noteOpen(sel, s)
	if err := a.items(sel, x, s); err != nil {
		return nil, err
	}
	if err := a.groupBy(sel, x, s); err != nil {
		return nil, err
	}
	if sel.Having != nil {
		t, err := a.expr(sel.Having, s)
		if err != nil {
			return nil, err
		}
		if t.Kind != types.Boolean && t.Kind != types.Unknown {
			return nil, mismatch(sel.Having, "HAVING clause must evaluate to a boolean: actual type %s", t)
		}
		a.coerce(sel.Having, types.Simple(types.Boolean))
	}
	if err := a.orderBySelect(sel, order, x, info, s); err != nil {
		return nil, err
	}
	if err := a.checkGroups(sel, order, info, x, s); err != nil {
		return nil, err
	}
	if sel.From != nil {
		a.prune(sel)
	}
	fields := make([]*Field, len(x.Items))
	for i, item := range x.Items {
		fields[i] = item.Field
		if sel.Distinct && !item.Field.Type.Comparable() {
			return nil, mismatch(item.Value, "DISTINCT can only be applied to comparable types (actual: %s)", item.Field.Type)
		}
	}
	a.bodies[sel] = fields
	return fields, nil
}

// condition analyses a boolean over single rows.
func (a *analyzer) condition(e ast.Expression, s *scope, clause string) error {
	t, err := a.expr(e, s)
	if err != nil {
		return err
	}
	if err := a.noAggregates(e, clause); err != nil {
		return err
	}
	if t.Kind != types.Boolean && t.Kind != types.Unknown {
		return mismatch(e, "%s must evaluate to a boolean: actual type %s", clause, t)
	}
	a.coerce(e, types.Simple(types.Boolean))
	return nil
}

func (a *analyzer) items(sel *ast.Select, x *Select, s *scope) error {
	for _, item := range sel.Items {
		switch i := item.(type) {
		case *ast.AllColumns:
			if err := a.allColumns(i, sel, x, s); err != nil {
				return err
			}
		case *ast.SelectExpression:
			t, err := a.expr(i.Value, s)
			if err != nil {
				return err
			}
			f := &Field{Type: t, Origins: a.originsOf(i.Value)}
			switch v := i.Value.(type) {
			case *ast.Identifier:
				f.Name = v.Text
			case *ast.Dereference:
				f.Name = v.Field.Text
			case *ast.DecimalLiteral:
				f.literal = true
			}
			if i.Alias != nil {
				f.Name = i.Alias.Text
			}
			x.Items = append(x.Items, Item{Value: i.Value, Field: f})
		}
	}
	return nil
}

// orderBySelect analyses the ORDER BY of a SELECT, which sees the output's columns before those of FROM.
func (a *analyzer) orderBySelect(sel *ast.Select, order []*ast.SortItem, x *Select, info *QueryScope, s *scope) error {
	outputs := make([]*Field, len(x.Items))
	values := make([]ast.Expression, len(x.Items))
	for i, item := range x.Items {
		outputs[i], values[i] = item.Field, item.Value
	}
	both := &scope{outer: s.outer, fields: s.fields, open: s.open, output: outputs, items: values, windows: s.windows}
	for _, item := range order {
		key, err := a.orderKey(item, outputs)
		if err != nil {
			return err
		}
		if key.Column < 0 {
			t, err := a.expr(item.Value, both)
			if err != nil {
				return err
			}
			if !t.Orderable() {
				return mismatch(item, "Type %s is not orderable, and therefore cannot be used in ORDER BY: %s", t, a.text(item.Value))
			}
			key.Column = a.outputColumn(item.Value, x, values)
		}
		if sel.Distinct && key.Column < 0 {
			return fail("EXPRESSION_NOT_IN_DISTINCT", item, "For SELECT DISTINCT, ORDER BY expressions must appear in select list")
		}
		info.Order = append(info.Order, key)
		a.substitutes(item.Value, x, outputs)
	}
	return nil
}

// outputColumn finds the output column that an ORDER BY key is, by name or by being the same expression; -1 for none.
func (a *analyzer) outputColumn(e ast.Expression, x *Select, values []ast.Expression) int {
	for i, item := range x.Items {
		if a.references[e] == item.Field || a.Same(e, values[i]) {
			return i
		}
	}
	return -1
}

// substitutes notes which references within an ORDER BY key are output columns.
func (a *analyzer) substitutes(e ast.Expression, x *Select, outputs []*Field) {
	ast.Walk(e, func(n ast.Node) bool {
		ref, ok := n.(ast.Expression)
		if !ok {
			return true
		}
		f := a.references[ref]
		if f == nil {
			return true
		}
		for i, o := range outputs {
			if o == f {
				x.Substitutes[ref] = x.Items[i].Value
			}
		}
		return false
	})
}

// namedWindows analyses the WINDOW clause. A window may be built on one before it.
func (a *analyzer) namedWindows(definitions []*ast.WindowDefinition, s *scope) error {
	for _, d := range definitions {
		name := d.Name.Key()
		if _, ok := s.windows[name]; ok {
			return fail("DUPLICATE_WINDOW_NAME", d, "WINDOW name '%s' specified more than once", name)
		}
		if err := a.window(d.Window, s); err != nil {
			return err
		}
		if s.windows == nil {
			s.windows = map[string]*ast.Window{}
		}
		s.windows[name] = d.Window
	}
	return nil
}
