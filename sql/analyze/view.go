package analyze

import (
	"slices"
	"strings"

	"interlaken/fault"
	"interlaken/sql/ast"
	"interlaken/sql/types"
)

// View is a view of the catalog: a query that was written elsewhere and is read as if it stood in the statement. It sees
// nothing of the statement, and its names are completed by its own catalog and database.
type View struct {
	Query             *ast.Query
	Catalog, Database string
	// Text is the query's text, quoted in messages; it may be empty.
	Text string
}

// maxViews bounds views within views.
const maxViews = 50

// view analyses the query of a view that the statement names. Its columns have the names and types with which it was
// made; a query that has come to give others is stale (Trino, StatementAnalyzer: VIEW_IS_STALE).
func (a *analyzer) view(at *ast.Table, name TableName, info *TableInfo) (*Relation, error) {
	switch {
	case slices.Contains(a.viewing, name):
		return nil, fail("VIEW_IS_RECURSIVE", at, "Statement is recursive: view '%s' reads itself", name)
	case len(a.viewing) == maxViews:
		return nil, unsupported(at, "Views nested more than %d deep", maxViews)
	}
	own, v := a.options, info.View
	a.options.Catalog, a.options.Database, a.options.Text = v.Catalog, v.Database, v.Text
	a.viewing = append(a.viewing, name)
	query := ast.Clone(v.Query)
	fields, err := a.query(query, &scope{}, nil)
	a.options, a.viewing = own, a.viewing[:len(a.viewing)-1]
	if err != nil {
		if ofStatement(err) {
			err = fail("INVALID_VIEW", at, "Failed analyzing stored view '%s': %s", name, fault.Public(err))
		}
		return nil, err
	}
	if len(fields) != len(info.Columns) {
		return nil, stale(at, name, "it was made with %d columns and has %d", len(info.Columns), len(fields))
	}
	out := &Relation{View: query}
	qualifier := []string{name.Catalog, name.Database, name.Table}
	for i, f := range fields {
		c := info.Columns[i]
		if !strings.EqualFold(f.Label(i), c.Name) || !types.CanCoerce(f.Type, c.Type) {
			return nil, stale(at, name, "column [%s] of type %s is [%s] of type %s now", c.Name, c.Type, f.Label(i), f.Type)
		}
		g := f.derive(strings.ToLower(c.Name), qualifier)
		g.Type = c.Type
		out.Fields = append(out.Fields, g)
	}
	return out, nil
}

func stale(at ast.Node, name TableName, format string, args ...any) error {
	return fail("VIEW_IS_STALE", at, "View '%s' is stale or in invalid state: "+format, append([]any{name}, args...)...)
}

// ofStatement tells the faults of a statement from those of whoever was asked for a definition. The codes of the former
// are Athena's error classes, which are written in capitals.
func ofStatement(err error) bool {
	code := string(fault.CodeOf(err))
	return code != "" && code == strings.ToUpper(code)
}

// String is the name as messages have it.
func (n TableName) String() string { return n.Catalog + "." + n.Database + "." + n.Table }
