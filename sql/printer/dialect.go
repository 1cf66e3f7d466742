package printer

import (
	"encoding/hex"
	"strings"

	"interlaken/sql/ast"
	"interlaken/sql/token"
	"interlaken/sql/types"
)

// Dialect is a dialect of SQL text.
type Dialect uint8

// The dialects.
const (
	// Trino is what Athena reads: for statements of Athena's DDL it is Hive's text.
	Trino Dialect = iota
	// DuckDB is the text of queries for DuckDB.
	DuckDB
)

// features is what the dialects differ in. A form that only Trino has is refused in place, by onlyTrino.
type features struct {
	name  string
	trino bool
	// plain tells whether a name needs no quotes.
	plain func(name string) bool
	// function tells whether a function's name of one part needs no quotes.
	function func(name string) bool
	// array opens an array: ARRAY[ or [.
	array string
	// assign stands between the name and the value of an argument.
	assign string
	// binary writes a binary literal; typed a literal's type before its string, empty where a cast is needed.
	binary func(value []byte) string
	typed  func(t *ast.DataType) string
	// dataType writes a type; empty where the dialect has none such.
	dataType func(t types.Type) string
}

var dialects = [...]*features{
	Trino: {
		name: "Trino", trino: true,
		plain:    func(name string) bool { return isWord(name) && !trinoQuoted(strings.ToUpper(name)) },
		function: trinoFunction,
		array:    "ARRAY[",
		assign:   " => ",
		binary:   func(value []byte) string { return "X'" + strings.ToUpper(hex.EncodeToString(value)) + "'" },
		typed:    trinoTyped,
		dataType: trinoType,
	},
	DuckDB: {
		name:     "DuckDB",
		plain:    func(string) bool { return false },
		function: func(name string) bool { return isWord(name) && name == strings.ToLower(name) },
		array:    "[",
		assign:   " := ",
		binary:   duckBinary,
		typed:    duckTyped,
		dataType: duckType,
	},
}

// isWord tells whether a name is letters, digits and underscores and does not begin with a digit.
func isWord(name string) bool {
	for i, c := range []byte(name) {
		letter := 'a' <= c|0x20 && c|0x20 <= 'z' || c == '_'
		if !letter && (i == 0 || c < '0' || c > '9') {
			return false
		}
	}
	return name != ""
}

// trinoQuoted tells whether a word cannot stand for a name wherever one may stand: it is reserved, or at some place
// it is taken for a keyword.
func trinoQuoted(word string) bool {
	switch word {
	case "ALL", "ARRAY", "BOTH", "CURRENT", "INTERVAL", "KEY", "LATERAL", "LEADING", "TRAILING", "UNBOUNDED":
		return true
	}
	return token.Reserved(word)
}

// trinoFunction tells whether a call by a name without quotes is a call: some words begin forms of their own.
func trinoFunction(name string) bool {
	switch word := strings.ToUpper(name); word {
	case "LISTAGG", "GROUPING":
		return true
	case "POSITION", "ROW", "TRY_CAST", "DESCRIPTOR", "LATERAL":
		return false
	default:
		return isWord(name) && !token.Reserved(word)
	}
}

func trinoTyped(t *ast.DataType) string {
	switch t.Type.Kind {
	case types.Invalid:
		return t.Text
	case types.TimestampTZ:
		return "TIMESTAMP"
	case types.TimeTZ:
		return "TIME"
	case types.Array, types.Map, types.Row, types.IntervalDaySecond, types.IntervalYearMonth:
		return ""
	}
	return strings.ToUpper(t.Type.Kind.Name())
}

// trinoType writes a type as Trino reads it. The precision that goes without saying is left out.
func trinoType(t types.Type) string {
	switch t.Kind {
	case types.Time, types.Timestamp:
		if t.Precision == 3 {
			return t.Kind.Name()
		}
	case types.TimestampTZ, types.TimeTZ:
		if t.Precision == 3 {
			return t.Kind.Name()
		}
	case types.Array:
		return "array(" + trinoType(*t.Element) + ")"
	case types.Map:
		return "map(" + trinoType(*t.Key) + ", " + trinoType(*t.Value) + ")"
	case types.Decimal:
		return strings.ReplaceAll(t.String(), ",", ", ")
	case types.Row:
		fields := make([]string, len(t.Fields))
		for i, f := range t.Fields {
			fields[i] = trinoType(f.Type)
			if f.Name == "" {
				continue
			}
			name := f.Name
			if !isWord(name) || token.Reserved(strings.ToUpper(name)) || name != strings.ToLower(name) {
				name = quote(name, `"`)
			}
			fields[i] = name + " " + fields[i]
		}
		return "row(" + strings.Join(fields, ", ") + ")"
	}
	return t.String()
}

// quote puts a text in quotes and doubles those inside.
func quote(text, mark string) string {
	return mark + strings.ReplaceAll(text, mark, mark+mark) + mark
}
