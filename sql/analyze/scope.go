package analyze

import (
	"slices"
	"strconv"
	"strings"

	"interlaken/sql/ast"
	"interlaken/sql/types"
)

// Field is a column of a relation or of a query's output. Fields are compared by identity.
type Field struct {
	// Name is as spelled where it was made; it may be empty.
	Name string
	Type types.Type
	// Origins are the columns of tables that its values are made of.
	Origins []Origin
	// Source is the field of the inner relation that an alias stands for; nil where the field is made.
	Source *Field
	// Left and Right are the columns that JOIN … USING merges into this one, nil elsewhere; Merge is the join's kind.
	Left, Right *Field
	Merge       ast.JoinKind

	qualifier []string // the relation's name, in lower case; nil when the field has none
	table     *table   // of a table's column
	partition bool
	hidden    bool // not part of *
	literal   bool
}

// Label is the column's name in a result; place counts from 0.
func (f *Field) Label(place int) string {
	if f.Name == "" {
		return "_col" + strconv.Itoa(place)
	}
	return f.Name
}

// matches reports whether a name of one or more parts stands for the field.
func (f *Field) matches(parts []string) bool {
	last := len(parts) - 1
	if f.Name == "" || !strings.EqualFold(f.Name, parts[last]) {
		return false
	}
	return endsWith(f.qualifier, parts[:last])
}

func endsWith(qualifier, parts []string) bool {
	return len(parts) <= len(qualifier) && slices.Equal(qualifier[len(qualifier)-len(parts):], parts)
}

// scope is what names mean at a place: columns, lambda parameters, common table expressions, and the scope around it.
type scope struct {
	outer      *scope
	fields     []*Field
	open       []open            // columns not yet known of tables that are inferred
	parameters map[string]*Field // of a lambda; such a scope has no columns
	output     []*Field          // of ORDER BY: the select list's columns, which come first
	items      []ast.Expression  // the expressions of output
	windows    map[string]*ast.Window
	with       *with
}

// with is a list of common table expressions, the nearest first.
type with struct {
	name  string
	query *NamedQuery
	outer *with
}

// NamedQuery is a common table expression that a Relation refers to.
type NamedQuery struct {
	Node   *ast.NamedQuery
	Fields []*Field

	open []open
}

func (s *scope) namedQuery(name string) *NamedQuery {
	for ; s != nil; s = s.outer {
		for w := s.with; w != nil; w = w.outer {
			if w.name == name {
				return w.query
			}
		}
	}
	return nil
}

// nameParts are the parts of a column name in lower case, nil for what is not one.
func nameParts(e ast.Expression) []string {
	switch x := e.(type) {
	case *ast.Identifier:
		return []string{x.Key()}
	case *ast.Dereference:
		if base := nameParts(x.Base); base != nil {
			return append(base, x.Field.Key())
		}
	}
	return nil
}

func dotted(parts []string) string { return strings.Join(parts, ".") }

// resolve finds the field that a name stands for; nil when there is none. The scope that has one decides: an inner
// column hides outer ones.
func (a *analyzer) resolve(at ast.Expression, parts []string, s *scope) (*Field, ast.Expression, error) {
	lambda, left := s != nil && s.parameters != nil, false
	for ; s != nil; s = s.outer {
		if s.parameters != nil {
			if f, ok := s.parameters[parts[0]]; ok && len(parts) == 1 {
				return f, nil, nil
			}
			continue
		}
		if len(parts) == 1 {
			f, item, err := a.resolveOutput(at, parts[0], s)
			if f != nil || err != nil {
				return f, item, err
			}
		}
		var found *Field
		for _, f := range s.fields {
			if !f.matches(parts) {
				continue
			}
			if found != nil {
				return nil, nil, fail("AMBIGUOUS_NAME", at, "Column '%s' is ambiguous", dotted(parts))
			}
			found = f
		}
		if found != nil {
			if lambda && left {
				return nil, nil, unsupported(at, "A lambda over columns of an outer query is not supported")
			}
			found.use()
			return found, nil, nil
		}
		left = left || len(s.fields) > 0
	}
	return nil, nil, nil
}

// resolveOutput looks among the select list's columns, for ORDER BY. One column named twice is no ambiguity.
func (a *analyzer) resolveOutput(at ast.Expression, name string, s *scope) (*Field, ast.Expression, error) {
	var found *Field
	var item ast.Expression
	for i, f := range s.output {
		if f.Name == "" || !strings.EqualFold(f.Name, name) {
			continue
		}
		if found != nil && (item == nil || !a.Same(item, s.items[i])) {
			return nil, nil, fail("AMBIGUOUS_NAME", at, "Column '%s' is ambiguous", name)
		}
		found = f
		if s.items != nil {
			item = s.items[i]
		}
	}
	return found, item, nil
}

// use marks the table's column as read.
func (f *Field) use() {
	for ; f != nil; f = f.Source {
		if f.table != nil {
			f.table.used[strings.ToLower(f.Name)] = true
		}
		if f.Left != nil {
			f.Left.use()
			f.Right.use()
		}
	}
}

// derive makes the field by which a query passes on this one.
func (f *Field) derive(name string, qualifier []string) *Field {
	return &Field{Name: name, Type: f.Type, Origins: f.Origins, qualifier: qualifier, literal: f.literal}
}

// rename makes the field by which an alias of a relation stands for this one.
func (f *Field) rename(name string, qualifier []string) *Field {
	return &Field{Name: name, Type: f.Type, Origins: f.Origins, Source: f, qualifier: qualifier, hidden: f.hidden}
}

// column returns the table's column that the field stands for within one FROM clause; nil when it is none.
func (f *Field) column() *Field {
	for f != nil && f.table == nil {
		f = f.Source
	}
	return f
}

func mergeOrigins(lists ...[]Origin) []Origin {
	var out []Origin
	for _, l := range lists {
		for _, o := range l {
			if !slices.Contains(out, o) {
				out = append(out, o)
			}
		}
	}
	return out
}

// originsOf gathers the columns that an expression is made of, subqueries included.
func (a *Analysis) originsOf(e ast.Node) []Origin {
	var out []Origin
	ast.Walk(e, func(n ast.Node) bool {
		if x, ok := n.(ast.Expression); ok {
			if f := a.references[x]; f != nil {
				out = mergeOrigins(out, f.Origins)
				return false
			}
		}
		return true
	})
	return out
}
