// Package analyze gives meaning to a Trino statement: the type of each expression and what it is coerced to, the
// column that each reference stands for, the output's names, types and origins, the tables and columns that are read
// (what authorization asks), and which partitions a table's rows must come from (what pruning asks). Its errors are
// Athena's: code, place and wording. It evaluates nothing and knows no engine: sql/translate, calc and the services
// stand on it. It imports sql/ast, sql/function and sql/types.
//
// Rules are those of Trino's documentation (SELECT; Conversion functions; Decimal functions and operators) and of its
// analyser's messages, with the names of Athena's error classes as fault codes.
package analyze

import (
	"context"
	"time"

	"interlaken/sql/ast"
	"interlaken/sql/function"
	"interlaken/sql/types"
)

// Catalog is the port to table definitions. Names are lower-case. An error of fault code NotFound means that the table
// is not there; SCHEMA_NOT_FOUND and CATALOG_NOT_FOUND say more; any other error ends the analysis as it is. SplitVersion
// tells which state of the table a name asks for.
type Catalog interface {
	Table(ctx context.Context, catalog, database, name string) (*TableInfo, error)
}

// TableInfo is the definition of a table, partition columns after the others as the catalog has them, or of a view.
type TableInfo struct {
	Columns []Column
	// View is nil for a table.
	View *View
	// Open tells that the table may have more columns than are known: of a table that is inferred from its use.
	Open bool
}

// Column is a column of a table.
type Column struct {
	Name string
	Type types.Type
	// Partition tells that a condition on the column can choose what of the table is read: TableRead has it then.
	Partition bool
}

// Options are what a statement is analysed under.
type Options struct {
	// Catalog and Database complete table names; Database may be empty.
	Catalog, Database string
	// Now is the statement's time, for partitions chosen by CURRENT_DATE.
	Now time.Time
	// Text is the statement's text, quoted in messages; it may be empty.
	Text string
}

// Output is a column of the result.
type Output struct {
	// Name is as the statement spells it; unnamed columns are _col0, _col1 … by their place.
	Name string
	// Unnamed tells that the statement gives no name.
	Unnamed bool
	Type    types.Type
	// LiteralDecimal tells that the column is a bare literal such as 1.5, decimal in Trino's grammar. Athena reports
	// such a column as double.
	LiteralDecimal bool
	// Origins are the columns of tables whose values the column is made of, in the order of first mention.
	Origins []Origin
}

// Origin is a column of a table.
type Origin struct {
	Catalog, Database, Table, Column string
}

// TableRead is a table that the statement reads, once for each table however often it is named. Table is the name that the
// Catalog was asked for, with the version.
type TableRead struct {
	Catalog, Database, Table string
	Info                     *TableInfo
	// Columns are those read, in the table's order; empty when only rows are counted.
	Columns []string
	// Partitions says which partitions can hold rows that matter; nil for all.
	Partitions *Predicate
}

// Analysis is the meaning of one statement. It is not changed after Analyze and may be read concurrently.
type Analysis struct {
	// Query is the analysed tree, of Analyze a copy of the one given: the keys of what follows are its nodes.
	Query   *ast.Query
	Columns []Output
	Tables  []TableRead

	exprs      map[ast.Expression]types.Type
	coercions  map[ast.Expression]types.Type
	references map[ast.Expression]*Field
	calls      map[ast.Expression]*function.Match
	selects    map[*ast.Select]*Select
	relations  map[ast.Relation]*Relation
	queries    map[*ast.Query]*QueryScope
	windows    map[*ast.Window]*ast.Window
	bodies     map[ast.QueryBody][]*Field
	opens      map[*ast.Select][]open
	tableQuery map[*ast.TableQuery]*ast.Select
	recursions map[*ast.NamedQuery]bool
}

// TypeOf returns an expression's own type.
func (a *Analysis) TypeOf(e ast.Expression) types.Type { return a.exprs[e] }

// Typed counts the expressions whose type was found.
func (a *Analysis) Typed() int { return len(a.exprs) }

// OriginsOf returns the columns of tables that an expression is made of, in the order of first mention.
func (a *Analysis) OriginsOf(e ast.Node) []Origin { return a.originsOf(e) }

// CoercionOf returns the type that an expression is coerced to where it stands; false when it is taken as it is.
func (a *Analysis) CoercionOf(e ast.Expression) (types.Type, bool) {
	t, ok := a.coercions[e]
	return t, ok
}

// FieldOf returns the column that an expression refers to, nil when it is no reference.
func (a *Analysis) FieldOf(e ast.Expression) *Field { return a.references[e] }

// CallOf returns the chosen function of a call or an EXTRACT.
func (a *Analysis) CallOf(e ast.Expression) *function.Match { return a.calls[e] }

// SelectOf returns what is known of a SELECT.
func (a *Analysis) SelectOf(s *ast.Select) *Select { return a.selects[s] }

// SelectIn returns the SELECT that a query body is, also where it is written as TABLE name; nil for another body.
func (a *Analysis) SelectIn(b ast.QueryBody) *ast.Select {
	switch x := b.(type) {
	case *ast.Select:
		return x
	case *ast.TableQuery:
		return a.tableQuery[x]
	}
	return nil
}

// IsRecursive reports whether a query of WITH RECURSIVE reads itself.
func (a *Analysis) IsRecursive(q *ast.NamedQuery) bool { return a.recursions[q] }

// RelationOf returns what is known of a relation in FROM.
func (a *Analysis) RelationOf(r ast.Relation) *Relation { return a.relations[r] }

// QueryOf returns what is known of a query's order.
func (a *Analysis) QueryOf(q *ast.Query) *QueryScope { return a.queries[q] }

// FieldsOf returns the columns that a query body gives.
func (a *Analysis) FieldsOf(b ast.QueryBody) []*Field { return a.bodies[b] }

// WindowOf returns the whole specification of a window: names resolved and bases merged.
func (a *Analysis) WindowOf(w *ast.Window) *ast.Window {
	if whole, ok := a.windows[w]; ok {
		return whole
	}
	return w
}

// Same reports whether two expressions are the same one as far as grouping goes: t.x and x are, where both are one
// column.
func (a *Analysis) Same(x, y ast.Expression) bool { return ast.Equal(a.canonical(x), a.canonical(y)) }

// Analyze analyses a statement: a query, or the query of UNLOAD, CREATE TABLE AS, CREATE VIEW or INSERT. Errors are
// faults whose code is Athena's error class (COLUMN_NOT_FOUND, TYPE_MISMATCH …) and whose message begins with the
// place, line L:C.
func Analyze(ctx context.Context, statement ast.Statement, catalog Catalog, options Options) (*Analysis, error) {
	a, err := Attempt(ctx, ast.Clone(statement), catalog, options)
	if err != nil {
		return nil, err
	}
	return a, nil
}

// Attempt is Analyze for whoever learns from what fails: beside an error comes what was found out before it, nil for a
// statement that has no query. It analyses the tree itself and no copy: no node may stand in two places of it.
func Attempt(ctx context.Context, statement ast.Statement, catalog Catalog, options Options) (*Analysis, error) {
	var query *ast.Query
	switch s := statement.(type) {
	case *ast.Query:
		query = s
	case *ast.Unload:
		query = s.Query
	case *ast.CreateTableAs:
		query = s.Query
	case *ast.CreateView:
		query = s.Query
	case *ast.Insert:
		query = s.Query
	default:
		return nil, fail("NOT_SUPPORTED", statement, "This statement is not supported")
	}
	a := &analyzer{
		Analysis: &Analysis{
			Query: query, exprs: map[ast.Expression]types.Type{}, coercions: map[ast.Expression]types.Type{},
			references: map[ast.Expression]*Field{}, calls: map[ast.Expression]*function.Match{}, selects: map[*ast.Select]*Select{},
			relations: map[ast.Relation]*Relation{}, queries: map[*ast.Query]*QueryScope{}, windows: map[*ast.Window]*ast.Window{},
			bodies: map[ast.QueryBody][]*Field{}, opens: map[*ast.Select][]open{},
			tableQuery: map[*ast.TableQuery]*ast.Select{}, recursions: map[*ast.NamedQuery]bool{},
		},
		ctx: ctx, catalog: catalog, options: options, tables: map[Origin]*table{},
	}
	fields, err := a.query(a.Query, &scope{}, nil)
	if err != nil {
		return a.Analysis, err
	}
	a.Columns = make([]Output, len(fields))
	for i, f := range fields {
		a.Columns[i] = Output{Name: f.Label(i), Unnamed: f.Name == "", Type: f.Type, LiteralDecimal: f.literal, Origins: f.Origins}
	}
	a.finishTables()
	return a.Analysis, nil
}

// analyzer is the state of one analysis.
type analyzer struct {
	*Analysis
	ctx     context.Context
	catalog Catalog
	options Options
	tables  map[Origin]*table // by catalog, database, table
	order   []*table
	viewing []TableName // the views whose queries are being analysed, the innermost last
	depth   int
}

// Repeatable reports whether the statement gives the same rows for the same tables whenever and by whomever it is run: it
// calls nothing that draws lots or looks at the clock or the session, nor do the views that it reads.
func (a *Analysis) Repeatable() bool {
	for _, m := range a.calls {
		if m.Function.Volatile || m.Function.Name == "now" {
			return false
		}
	}
	for e := range a.exprs {
		if _, ok := e.(*ast.Current); ok {
			return false
		}
	}
	return true
}
