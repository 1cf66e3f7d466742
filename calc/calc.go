// Package calc is the language of Quick Sight's calculated fields: it parses an expression, resolves its functions, types
// it, and says on which level it stands: in each row, over groups, or over the table that a visual shows. It knows no
// data and no visual; hub/query computes with what it returns. It imports
// the packages below sql for the trees that it compiles to, and fault.
// (Amazon Quick Suite User Guide, "Adding calculations", "Functions and operators")
package calc

import (
	"fmt"
	"strings"

	"interlaken/fault"
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

// nearest returns the name that was probably meant, "" where none is near: one that differs in up to two letters, or a
// third of them.
func nearest(name string, among []string) string {
	best, least := "", max(len(name)/3, 2)+1
	for _, candidate := range among {
		if d := distance(strings.ToLower(name), strings.ToLower(candidate)); d < least {
			best, least = candidate, d
		}
	}
	return best
}

// distance is Levenshtein's.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		previous := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := previous
			if a[i] != b[j] {
				cost = 1 + min(previous, row[j], row[j+1])
			}
			previous, row[j+1] = row[j+1], cost
		}
	}
	return row[len(b)]
}

// suggestion ends a message with what was probably meant.
func suggestion(name string, among []string) string {
	if near := nearest(name, among); near != "" {
		return fmt.Sprintf(" Did you mean %s?", near)
	}
	return ""
}
