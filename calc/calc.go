// Package calc is the language of Quick Sight's calculated fields: it parses an expression, resolves its functions, types
// it, says on which level it stands (in each row, over groups, or over the table that a visual shows), and compiles those
// of rows and groups to Trino's tree. It knows no data and no visual; hub/query computes with what it returns. It imports
// what lies below sql/analyze, sql/parser, spelling and fault. (Amazon Quick Suite User Guide, "Adding calculations",
// "Functions and operators")
package calc

import (
	"fmt"
	"slices"

	"interlaken/fault"
	"interlaken/spelling"
)

// Type is what kind of values an expression has.
type Type uint8

// The types of Quick Sight (User Guide, "Supported data types"). Unknown is the type of what a scope does not know and of
// NULL: it fits everywhere.
const (
	Unknown Type = iota
	String
	Integer
	Decimal
	DateTime
	Boolean
)

// String is the type's name as the API has it.
func (t Type) String() string {
	return [...]string{"UNKNOWN", "STRING", "INTEGER", "DECIMAL", "DATETIME", "BOOLEAN"}[t]
}

// Level says what an expression has one value for.
type Level uint8

// The levels, each built on those before: a constant, a row, a group of rows, and the table of groups that a visual shows.
const (
	Constant Level = iota
	Row
	Group
	Table
)

// String is a level for messages.
func (l Level) String() string {
	return [...]string{"constant", "not aggregated", "aggregated", "table calculation"}[l]
}

// Position is a place in an expression's text. The zero value is its beginning.
type Position struct{ offset, line, column int }

// String counts from 1, columns in characters.
func (p Position) String() string { return fmt.Sprintf("%d:%d", p.line+1, p.column+1) }

// problem is an error at a place.
func problem(at Position, code fault.Code, format string, arguments ...any) error {
	return fault.New(code, "line %s: %s", at, fmt.Sprintf(format, arguments...)).With("position", at.String())
}

// invalid is a fault of the expression.
func invalid(at Position, format string, arguments ...any) error {
	return problem(at, fault.Validation, format, arguments...)
}

// Scope is what an expression may name. It is asked in any order; names are compared without regard to case
// (case-insensitive names are the User Guide's rule for functions and its editors' for fields).
type Scope interface {
	// Field returns the type and level of a column or calculated field.
	Field(name string) (Type, Level, error)
	// Parameter returns the type of a parameter, and whether it may hold several values.
	Parameter(name string) (t Type, several bool, err error)
	// Names lists the fields, for suggestions.
	Names() []string
}

// suggestion ends a message with what was probably meant: a name that differs in up to two letters, or a third of them.
func suggestion(name string, among []string) string {
	if near := spelling.Nearest(name, slices.Values(among), max(len(name)/3, 2)); near != "" {
		return fmt.Sprintf(" Did you mean %s?", near)
	}
	return ""
}
