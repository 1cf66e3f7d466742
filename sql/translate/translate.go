// Package translate turns an analysed Trino query into the tree that DuckDB evaluates to the same rows, and prints it.
// Its text is the only one that an engine may be given (DESIGN decision 4): it is printed from a tree in which every
// call is on sql/function's list for the engine, every table one that the analysis named, and every value of the
// reader a literal. What has no exact form in DuckDB is fault code NOT_SUPPORTED with its place, never a near miss. It
// runs nothing. It imports sql/analyze, sql/function, sql/printer and result, and sql/ast below them.
//
// One file a rewrite: relation.go, order.go, operators.go, moments.go, cast.go and so on; functions are in sql/function.
package translate

import (
	"encoding/binary"
	"time"

	"interlaken/result"
	"interlaken/sql/analyze"
	"interlaken/sql/ast"
	"interlaken/sql/function"
	"interlaken/sql/printer"
	"interlaken/sql/types"
)

// Randomness is where random() and uuid() come from; *id.Source is one.
type Randomness interface {
	Bytes(n int) []byte
	UUID() string
}

// Options are what a statement is translated under.
type Options struct {
	// Now is the statement's time; CURRENT_DATE and the like are printed as literals of it.
	Now time.Time
	// Random may be nil; random() and uuid() are NOT_SUPPORTED then.
	Random Randomness
	// Types, where not nil, are what the columns are cast to instead of their own types: those of a table's columns for
	// INSERT, one for each.
	Types []types.Type
	// Pretty lays the text out for people.
	Pretty bool
}

// Statement translates an analysed query and prints it for DuckDB. The text's columns are the analysis's, in number,
// order and type; their names are unique but not those of the result.
func Statement(a *analyze.Analysis, o Options) (string, error) {
	tree, err := Tree(a, o)
	if err != nil {
		return "", err
	}
	return printer.Print(tree, printer.Options{Dialect: printer.DuckDB, Pretty: o.Pretty})
}

// Tree translates an analysed query.
func Tree(a *analyze.Analysis, o Options) (*ast.Query, error) {
	t := &translator{
		Analysis: a, options: o, fields: map[*analyze.Field]ast.Expression{},
		names: map[string]bool{}, withs: map[*ast.NamedQuery]*namedQuery{}, declared: map[ast.Expression]bool{},
	}
	want := make([]types.Type, len(a.Columns))
	for i, c := range a.Columns {
		if c.Type.HasMixedZones() {
			return nil, function.Unsupported(a.Query.Pos(), "A result column of type %s whose values are in different time zones, or in one that is not a constant, is not supported", c.Type)
		}
		want[i] = c.Type
	}
	if o.Types != nil {
		want = o.Types
	}
	q, _, err := t.query(a.Query, &shape{types: want, exact: true})
	if err != nil {
		return nil, err
	}
	return q, check(q)
}

// Columns are the result's columns as Athena reports them: a bare decimal literal is a double there.
func Columns(a *analyze.Analysis) []result.Column {
	out := make([]result.Column, len(a.Columns))
	for i, c := range a.Columns {
		out[i] = result.Column{Name: c.Name, Type: c.Type}
		if c.LiteralDecimal {
			out[i].Type = types.Simple(types.Double)
		}
	}
	return out
}

// DuckDBType is the name of the DuckDB type that holds a Trino type's values, for an engine's column declarations.
func DuckDBType(t types.Type) (string, error) { return function.EngineType(t) }

// shape is what a query's place asks of its columns: other types than its own, and exactly those types.
type shape struct {
	types []types.Type
	// exact casts every column, for the statement's result: its types must be the analysis's whatever the engine makes
	// of an expression.
	exact bool
}

// translator is the state of one translation.
type translator struct {
	*analyze.Analysis
	options Options
	// fields are the engine's expressions for columns and lambda parameters.
	fields map[*analyze.Field]ast.Expression
	names  map[string]bool
	withs  map[*ast.NamedQuery]*namedQuery
	// declared are the columns of the catalog's tables, whose type the engine has from their declaration.
	declared map[ast.Expression]bool
	// keys are the group keys of the SELECT at hand with their translation, which has to be the same wherever the key
	// stands; substitutes are the output columns that references in its ORDER BY stand for.
	keys        []groupKey
	substitutes map[ast.Expression]ast.Expression
	// unsupportedRandom is set when the statement asks for randomness that was not given.
	unsupportedRandom bool
}

// namedQuery is a common table expression in the engine's text.
type namedQuery struct {
	name    string
	columns []string
	alias   string // of its last mention
}

// Now implements function.Environment.
func (t *translator) Now() time.Time { return t.options.Now }

// Fresh implements function.Environment.
func (t *translator) Fresh(prefix string) string { return t.unique(prefix + "_") }

// Random implements function.Environment.
func (t *translator) Random() float64 {
	if t.options.Random == nil {
		t.unsupportedRandom = true
		return 0
	}
	return float64(binary.BigEndian.Uint64(t.options.Random.Bytes(8))>>11) / (1 << 53)
}

// UUID implements function.Environment.
func (t *translator) UUID() string {
	if t.options.Random == nil {
		t.unsupportedRandom = true
		return ""
	}
	return t.options.Random.UUID()
}
