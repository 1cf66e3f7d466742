package infer

import (
	"context"
	"slices"
	"strings"

	"interlaken/sql/analyze"
	"interlaken/sql/ast"
	"interlaken/sql/types"
)

// Definitions are the tables and views that statements define, in the order in which they stand. The zero value has
// none. It is not safe for use by several goroutines.
type Definitions struct {
	byTable   map[string][]*definition // by the last part of the name
	databases map[string]bool
}

// definition is one statement that defines a table or view.
type definition struct {
	place     int
	database  string // empty where the statement does not say
	statement ast.Statement

	settled bool // columns are found out, or cannot be
	columns []analyze.Column
	soft    []bool // by column: the type was inferred, and another may do as well
	open    bool   // being found out: a view that reads itself is none
}

// defined is what a statement sees of a definition.
type defined struct {
	analyze.TableInfo
	soft []bool
}

// Always is the place of definitions that hold everywhere, before all others of the same name.
const Always = -1

// Add notes what a statement at a place defines; nothing for one that defines nothing. It reports whether it did.
func (d *Definitions) Add(statement ast.Statement, place int) bool {
	var name *ast.QualifiedName
	switch x := statement.(type) {
	case *ast.CreateTable:
		name = x.Name
	case *ast.CreateTableAs:
		name = x.Name
	case *ast.CreateView:
		name = x.Name
	default:
		return false
	}
	parts := name.Keys()
	n := &definition{place: place, statement: statement}
	if len(parts) > 1 {
		n.database = parts[len(parts)-2]
	}
	if d.byTable == nil {
		d.byTable, d.databases = map[string][]*definition{}, map[string]bool{}
	}
	if n.database != "" {
		d.databases[n.database] = true
	}
	table := parts[len(parts)-1]
	d.byTable[table] = append(d.byTable[table], n)
	return true
}

// tables are the definitions of a table as a statement at a place sees them, the one that holds first; nil among them
// stands for a table that none defines.
func (d *Definitions) tables(ctx context.Context, name analyze.TableName, place int, options analyze.Options) []*defined {
	found, sure := d.candidates(name, place, strings.ToLower(options.Database))
	var out []*defined
	for _, n := range found {
		if columns := d.columns(ctx, n, options); columns != nil {
			out = append(out, &defined{analyze.TableInfo{Columns: columns}, n.soft})
		}
	}
	if !sure {
		out = append(out, nil)
	}
	return out
}

// candidates are the statements that define a name, the one that holds first: one that holds always, then the nearest
// above, then the nearest below. Where none is in the database that is asked for, and none names that database at all,
// one of any database does, for what it is worth: scripts name databases as those who run them do.
func (d *Definitions) candidates(name analyze.TableName, place int, session string) (found []*definition, sure bool) {
	of := func(n *definition) string {
		if n.database == "" {
			return session
		}
		return n.database
	}
	for _, n := range d.byTable[name.Table] {
		if of(n) == name.Database {
			found = append(found, n)
		}
	}
	sure = found != nil
	if !sure && !d.databases[name.Database] {
		found = d.byTable[name.Table]
	}
	var always, above, below []*definition
	for _, n := range found {
		switch {
		case n.place == Always:
			always = append(always, n)
		case n.place < place:
			above = append(above, n)
		case n.place > place:
			below = append(below, n)
		}
	}
	slices.Reverse(above)
	return append(append(always, above...), below...), sure
}

// columns finds out a definition's columns; nil where they cannot be known.
func (d *Definitions) columns(ctx context.Context, n *definition, options analyze.Options) []analyze.Column {
	if n.settled || n.open {
		return n.columns
	}
	n.open = true
	defer func() { n.open, n.settled = false, true }()
	if n.database != "" {
		options.Database = n.database
	}
	options.Text = ""
	switch x := n.statement.(type) {
	case *ast.CreateTable:
		n.columns = d.declared(ctx, x, n, options)
	case *ast.CreateView:
		n.columns = d.selected(ctx, x.Query, nil, n, options)
	case *ast.CreateTableAs:
		n.columns = d.selected(ctx, x.Query, x.Columns, n, options)
		for i := range n.columns {
			n.columns[i].Partition = partitioned(x, n.columns[i].Name)
		}
	}
	return n.columns
}

// declared are the columns of CREATE TABLE. The type of one that is declared with none of Athena's is to be inferred.
func (d *Definitions) declared(ctx context.Context, x *ast.CreateTable, n *definition, options analyze.Options) []analyze.Column {
	if x.Like != nil {
		parts := x.Like.Keys()
		name := analyze.TableName{Database: strings.ToLower(options.Database), Table: parts[len(parts)-1]}
		if len(parts) > 1 {
			name.Database = parts[len(parts)-2]
		}
		if like := d.tables(ctx, name, n.place, options); len(like) > 0 && like[0] != nil {
			n.soft = like[0].soft
			return like[0].Columns
		}
		return nil
	}
	var columns []analyze.Column
	add := func(name *ast.Identifier, t *ast.HiveType, partition bool) {
		c := analyze.Column{Name: name.Key(), Type: t.Type, Partition: partition}
		soft := c.Type.Kind == types.Invalid
		if soft {
			c.Type = types.Simple(types.Varchar)
		}
		columns, n.soft = append(columns, c), append(n.soft, soft)
	}
	for _, c := range x.Columns {
		add(c.Name, c.Type, false)
	}
	for _, f := range x.PartitionBy {
		if f.Type != nil {
			add(f.Name, f.Type, true)
		}
	}
	return columns
}

// selected are the columns of a view, or of a table made by a query.
func (d *Definitions) selected(ctx context.Context, q *ast.Query, names []*ast.Identifier, n *definition, options analyze.Options) []analyze.Column {
	place := n.place
	if place == Always {
		place = 1 << 30
	}
	a, tables, _ := d.Analyze(ctx, q, place, options, nil)
	if a == nil || names != nil && len(names) != len(a.Columns) {
		return nil
	}
	columns := make([]analyze.Column, len(a.Columns))
	n.soft = make([]bool, len(columns))
	for i, c := range a.Columns {
		n.soft[i] = slices.ContainsFunc(c.Origins, func(o analyze.Origin) bool {
			return slices.ContainsFunc(tables, func(t Table) bool { return t.Catalog == o.Catalog && t.Database == o.Database && t.Table == o.Table })
		})
		columns[i] = analyze.Column{Name: strings.ToLower(c.Name), Type: c.Type}
		if names != nil {
			columns[i].Name = names[i].Key()
		}
	}
	return columns
}

// partitioned tells whether CREATE TABLE AS names a column in partitioned_by.
func partitioned(x *ast.CreateTableAs, column string) bool {
	for _, p := range x.Properties {
		list, ok := p.Value.(*ast.Array)
		if !ok || p.Name != "partitioned_by" {
			continue
		}
		for _, item := range list.Items {
			if name, ok := item.(*ast.StringLiteral); ok && strings.EqualFold(name.Value, column) {
				return true
			}
		}
	}
	return false
}
