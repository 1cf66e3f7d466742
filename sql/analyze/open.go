package analyze

import (
	"interlaken/sql/ast"
	"interlaken/sql/token"
)

// Missing is the cause of a COLUMN_NOT_FOUND where tables whose columns are not all known (TableInfo.Open) could have
// the column. Whoever infers tables gives one of the choices the column and analyses anew.
type Missing struct {
	// Column is the name in lower case; Fields are the names behind it: of a row within the column.
	Column string
	Fields []string
	// Qualified tells that the statement names the table too.
	Qualified bool
	// Choices are the tables that could have it, the nearest first. A choice of several tables is a set operation over
	// all their columns: each of them has to have it.
	Choices [][]TableName
	// Place is where the column is named.
	Place token.Pos
}

// Error implements error.
func (m *Missing) Error() string { return "no table is known to have the column " + m.Column }

// open stands for the columns not yet known of a relation, in the scope where it is.
type open struct {
	qualifier []string // as a field's
	tables    []TableName
}

func (o open) matches(qualifier []string) bool { return endsWith(o.qualifier, qualifier) }

// under are the same tables by another name; nil takes the name away.
func under(list []open, qualifier []string) []open {
	var out []open
	for _, o := range list {
		out = append(out, open{qualifier, o.tables})
	}
	return out
}

// missing makes the error for a column that nothing is known to have. A table that the statement names goes before one
// that it does not.
func (a *analyzer) missing(e ast.Expression, parts []string, s *scope) error {
	err := columnNotFound(e, dotted(parts))
	for split := len(parts) - 1; split >= 0; split-- {
		m := &Missing{Column: parts[split], Fields: parts[split+1:], Qualified: split > 0, Place: e.Pos()}
		for at := s; at != nil; at = at.outer {
			for _, o := range at.open {
				if o.matches(parts[:split]) {
					m.Choices = append(m.Choices, o.tables)
				}
			}
		}
		if m.Choices != nil {
			return because(err, m)
		}
		if split > 0 && isRelation(parts[:split], s) {
			return err
		}
	}
	return err
}

// isRelation reports whether a relation in reach has the name.
func isRelation(qualifier []string, s *scope) bool {
	for ; s != nil; s = s.outer {
		for _, f := range s.fields {
			if endsWith(f.qualifier, qualifier) {
				return true
			}
		}
	}
	return false
}

// missingHere is missing for a name that one relation has to have, as USING asks.
func missingHere(err error, name *ast.Identifier, r *Relation) error {
	if r.open == nil {
		return err
	}
	m := &Missing{Column: name.Key(), Qualified: true, Place: name.Pos()}
	for _, o := range r.open {
		m.Choices = append(m.Choices, o.tables)
	}
	return because(err, m)
}

// tooFew is for a relation that has fewer columns than what stands beside it has names for: were it known to have more,
// the next would be called so.
func tooFew(err error, at ast.Node, of []open, has int, wanted []string) error {
	if len(of) == 0 || has >= len(wanted) {
		return err
	}
	return because(err, &Missing{Column: wanted[has], Qualified: true, Choices: [][]TableName{of[0].tables}, Place: at.Pos()})
}

// names are the names of columns that a list gives, in lower case.
func names(list []*ast.Identifier) []string {
	out := make([]string, len(list))
	for i, n := range list {
		out[i] = n.Key()
	}
	return out
}

// openOf are the columns not yet known of a query body: those that * stands for.
func (a *analyzer) openOf(b ast.QueryBody) []open {
	switch x := b.(type) {
	case *ast.Select, *ast.TableQuery:
		return a.opens[a.SelectIn(x)]
	case *ast.Query:
		return a.openOf(x.Body)
	case *ast.SetOperation:
		left, right := a.openOf(x.Left), a.openOf(x.Right)
		if len(left) == 0 || len(right) == 0 {
			return nil
		}
		both := append(append([]TableName{}, left[0].tables...), right[0].tables...)
		return []open{{nil, both}}
	}
	return nil
}

// noteOpen notes what * of a SELECT passes on.
func (a *analyzer) noteOpen(sel *ast.Select, s *scope) {
	for _, item := range sel.Items {
		star, ok := item.(*ast.AllColumns)
		if !ok {
			continue
		}
		for _, o := range s.open {
			if star.Qualifier == nil || o.matches(nameParts(star.Qualifier)) {
				a.opens[sel] = append(a.opens[sel], open{nil, o.tables})
			}
		}
	}
}
