package analyze

import (
	"slices"

	"interlaken/sql/ast"
	"interlaken/sql/types"
)

// allColumns expands *, name.* and row.*; each column becomes an expression of its own.
func (a *analyzer) allColumns(star *ast.AllColumns, sel *ast.Select, x *Select, s *scope) error {
	var prefix []string
	if star.Qualifier != nil {
		if prefix = nameParts(star.Qualifier); prefix == nil || !isHere(prefix, s) {
			return a.allFields(star, prefix, x, s)
		}
	} else if sel.From == nil {
		return fail("COLUMN_NOT_FOUND", star, "SELECT * not allowed in queries without FROM clause")
	}
	first, found := len(x.Items), false
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
		x.Items = append(x.Items, Item{Value: name, Field: f.derive(f.Name, nil)})
	}
	if !found {
		return tooFew(fail("COLUMN_NOT_FOUND", star, "SELECT * not allowed from relation that has no columns"), star, s.open, 0, []string{"column1"})
	}
	return rename(star, x.Items[first:])
}

// isHere reports whether a relation of this very FROM has the name.
func isHere(qualifier []string, s *scope) bool {
	return slices.ContainsFunc(s.fields, func(f *Field) bool { return endsWith(f.qualifier, qualifier) }) ||
		slices.ContainsFunc(s.open, func(o open) bool { return o.matches(qualifier) })
}

// allFields expands row.* to the row's fields (Trino's documentation, SELECT, Select expressions).
func (a *analyzer) allFields(star *ast.AllColumns, prefix []string, x *Select, s *scope) error {
	t, err := a.expr(star.Qualifier, s)
	if err != nil {
		if prefix != nil {
			return fail("TABLE_NOT_FOUND", star, "Unable to resolve reference %s", dotted(prefix))
		}
		return err
	}
	if t.Kind != types.Row {
		return mismatch(star.Qualifier, "expected expression of type Row")
	}
	first := len(x.Items)
	for i, f := range t.Fields {
		field := &ast.Subscript{Place: star.Place, Base: star.Qualifier, Index: ast.Integer(int64(i + 1))}
		if _, err := a.expr(field, s); err != nil {
			return err
		}
		x.Items = append(x.Items, Item{Value: field, Field: &Field{Name: f.Name, Type: f.Type, Origins: a.originsOf(star.Qualifier)}})
	}
	return rename(star, x.Items[first:])
}

// rename gives the columns of * the names that AS (…) has.
func rename(star *ast.AllColumns, items []Item) error {
	if star.Aliases == nil {
		return nil
	}
	if len(star.Aliases) != len(items) {
		return fail("MISMATCHED_COLUMN_ALIASES", star, "Column alias list has %d entries but relation has %d columns", len(star.Aliases), len(items))
	}
	for i, name := range star.Aliases {
		items[i].Field.Name = name.Text
	}
	return nil
}
