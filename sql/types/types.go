// Package types is the type system of Trino as Athena shows it: a closed set of kinds, with parameters. It knows
// names and equality, not values. It imports fault only; sql/*, result and calc build on it.
package types

import (
	"strconv"
	"strings"
)

// Kind is the constructor of a type.
type Kind uint8

// The kinds, in the order of Trino's documentation (Data types).
const (
	Invalid Kind = iota
	Unknown      // the type of NULL
	Boolean
	Tinyint
	Smallint
	Integer
	Bigint
	Real
	Double
	Decimal
	Varchar
	Char
	Varbinary
	JSON
	Date
	Time
	TimeTZ
	Timestamp
	TimestampTZ
	IntervalYearMonth
	IntervalDaySecond
	Array
	Map
	Row
	UUID
	IPAddress
	Geometry
	SphericalGeography
	BingTile
	Function // a lambda; never a column's type
)

// MaxVarchar is the length of varchar without a bound, as Athena reports it.
const MaxVarchar = 2147483647

// Type is one Trino type. It is a value: compare with Equal, print with String.
type Type struct {
	Kind Kind
	// Precision and Scale of a decimal; Precision is the fraction's digits (0 to 12) of time and timestamp kinds.
	Precision, Scale int
	// Length of varchar and char in characters; MaxVarchar for varchar without a bound.
	Length int
	// Element of an array; Key and Value of a map.
	Element, Key, Value *Type
	// Fields of a row, in order; a name may be empty.
	Fields []Field
	// Zone is the time zone that a value of a kind with time zone shows: an IANA name, an offset such as +05:30, ""
	// for UTC, or MixedZone. It is no part of the type: moments are the same whatever zone they show, Equal passes
	// over it and String does not print it.
	Zone string
}

// Field is a member of a row.
type Field struct {
	Name string
	Type Type
}

// Simple returns the type of a kind without parameters; for Varchar the unbounded one, for times and timestamps that
// of Athena's default precision 3.
func Simple(k Kind) Type {
	switch k {
	case Varchar:
		return Type{Kind: k, Length: MaxVarchar}
	case Time, TimeTZ, Timestamp, TimestampTZ:
		return Type{Kind: k, Precision: 3}
	}
	return Type{Kind: k}
}

// DecimalOf returns decimal(precision, scale).
func DecimalOf(precision, scale int) Type {
	return Type{Kind: Decimal, Precision: precision, Scale: scale}
}

// ArrayOf returns array(element).
func ArrayOf(element Type) Type { return Type{Kind: Array, Element: &element} }

// MapOf returns map(key, value).
func MapOf(key, value Type) Type { return Type{Kind: Map, Key: &key, Value: &value} }

// RowOf returns row(fields).
func RowOf(fields ...Field) Type { return Type{Kind: Row, Fields: fields} }

// Equal reports whether two types are the same, parameters and field names included.
func (t Type) Equal(o Type) bool {
	if t.Kind != o.Kind || t.Precision != o.Precision || t.Scale != o.Scale || t.Length != o.Length || len(t.Fields) != len(o.Fields) {
		return false
	}
	for i, f := range t.Fields {
		if f.Name != o.Fields[i].Name || !f.Type.Equal(o.Fields[i].Type) {
			return false
		}
	}
	return same(t.Element, o.Element) && same(t.Key, o.Key) && same(t.Value, o.Value)
}

func same(a, b *Type) bool {
	if a == nil || b == nil {
		return a == b
	}
	return a.Equal(*b)
}

// IsInteger reports tinyint, smallint, integer and bigint.
func (t Type) IsInteger() bool { return t.Kind >= Tinyint && t.Kind <= Bigint }

// IsNumeric reports the integers, real, double and decimal.
func (t Type) IsNumeric() bool { return t.Kind >= Tinyint && t.Kind <= Decimal }

// IsText reports varchar and char.
func (t Type) IsText() bool { return t.Kind == Varchar || t.Kind == Char }

var names = map[Kind]string{
	Invalid: "invalid", Unknown: "unknown", Boolean: "boolean", Tinyint: "tinyint", Smallint: "smallint",
	Integer: "integer", Bigint: "bigint", Real: "real", Double: "double", Decimal: "decimal", Varchar: "varchar",
	Char: "char", Varbinary: "varbinary", JSON: "json", Date: "date", Time: "time", TimeTZ: "time with time zone", Timestamp: "timestamp",
	TimestampTZ: "timestamp with time zone", IntervalYearMonth: "interval year to month",
	IntervalDaySecond: "interval day to second", Array: "array", Map: "map", Row: "row", UUID: "uuid", IPAddress: "ipaddress",
	Geometry: "Geometry", SphericalGeography: "SphericalGeography", BingTile: "BingTile", Function: "function",
}

// Name returns the type's name without parameters.
func (k Kind) Name() string { return names[k] }

// String prints the type as Trino does in messages and typeof(): varchar(5), decimal(10,2), row(a bigint).
func (t Type) String() string {
	switch t.Kind {
	case Decimal:
		return "decimal(" + strconv.Itoa(t.Precision) + "," + strconv.Itoa(t.Scale) + ")"
	case Varchar:
		if t.Length == MaxVarchar {
			return "varchar"
		}
		return "varchar(" + strconv.Itoa(t.Length) + ")"
	case Char:
		return "char(" + strconv.Itoa(t.Length) + ")"
	case Time, Timestamp:
		return t.Kind.Name() + "(" + strconv.Itoa(t.Precision) + ")"
	case TimeTZ:
		return "time(" + strconv.Itoa(t.Precision) + ") with time zone"
	case TimestampTZ:
		return "timestamp(" + strconv.Itoa(t.Precision) + ") with time zone"
	case Array:
		return "array(" + t.Element.String() + ")"
	case Map:
		return "map(" + t.Key.String() + ", " + t.Value.String() + ")"
	case Row:
		parts := make([]string, len(t.Fields))
		for i, f := range t.Fields {
			parts[i] = strings.TrimSpace(f.Name + " " + f.Type.String())
		}
		return "row(" + strings.Join(parts, ", ") + ")"
	}
	return t.Kind.Name()
}
