package analyze

import (
	"slices"

	"interlaken/sql/ast"
	"interlaken/sql/types"
)

// allColumns expands *, name.* and row.*; each column becomes an expression of its own.
func (a *analyzer) allColumns(star *ast.AllColumns, sel *ast.Select, x *Select, s *scope) error {
	var items []Item
	found := false
	switch prefix := nameParts(star.Qualifier); {
	case star.Qualifier == nil && sel.From == nil:
		return fail("COLUMN_NOT_FOUND", star, "SELECT * not allowed in queries without FROM clause")
	case star.Qualifier == nil:
		if items, found = a.columnsOf(star, nil, s); !found {
			return withoutColumns(star, s)
		}
	default:
		for at := s; at != nil && prefix != nil && !found; at = at.outer {
			if items, found = a.columnsOf(star, prefix, at); !found && isOpen(prefix, at) {
				return withoutColumns(star, at)
			}
		}
		if !found {
			fields, err := a.fieldsOf(star, prefix, s)
			if err != nil {
				return err
			}
			items = fields
		}
	}
	if star.Aliases != nil && len(star.Aliases) != len(items) {
		return fail("MISMATCHED_COLUMN_ALIASES", star, "Column alias list has %d entries but relation has %d columns", len(star.Aliases), len(items))
	}
	for i, alias := range star.Aliases {
		items[i].Field.Name = alias.Text
	}
	x.Items = append(x.Items, items...)
	return nil
}

// isOpen reports whether a relation of this very FROM has the name, of which no column is known.
func isOpen(qualifier []string, s *scope) bool {
	return slices.ContainsFunc(s.open, func(o open) bool { return o.matches(qualifier) })
}

func withoutColumns(star *ast.AllColumns, s *scope) error {
	return tooFew(fail("COLUMN_NOT_FOUND", star, "SELECT * not allowed from relation that has no columns"), star, s.open, 0, []string{"column1"})
}

// columnsOf are the columns of a scope, or of its relation of a name; false where it has none such.
func (a *analyzer) columnsOf(star *ast.AllColumns, prefix []string, s *scope) ([]Item, bool) {
	var items []Item
	found := false
	for _, f := range s.fields {
		if prefix != nil && !endsWith(f.qualifier, prefix) {
			continue
		}
		found = true
		if f.hidden {
			continue
		}
		f.use()
		name := &ast.Identifier{Place: star.Place, Text: f.Name}
		a.exprs[name], a.references[name] = f.Type, f
		items = append(items, Item{Value: name, Field: f.derive(f.Name, nil)})
	}
	return items, found
}

// fieldsOf are the members of a row, each a subscript (Trino's documentation, SELECT, Select expressions).
func (a *analyzer) fieldsOf(star *ast.AllColumns, prefix []string, s *scope) ([]Item, error) {
	row, err := a.expr(star.Qualifier, s)
	switch {
	case err != nil && prefix != nil:
		return nil, fail("TABLE_NOT_FOUND", star, "Unable to resolve reference %s", dotted(prefix))
	case err != nil:
		return nil, err
	case row.Kind != types.Row:
		return nil, mismatch(star.Qualifier, "expected expression of type Row")
	}
	items := make([]Item, len(row.Fields))
	for i, f := range row.Fields {
		index := ast.Integer(int64(i + 1))
		member := &ast.Subscript{Place: star.Place, Base: star.Qualifier, Index: index}
		a.exprs[index], a.exprs[member] = types.Simple(types.Integer), f.Type
		items[i] = Item{Value: member, Field: &Field{Name: f.Name, Type: f.Type, Origins: a.originsOf(star.Qualifier)}}
	}
	return items, nil
}
