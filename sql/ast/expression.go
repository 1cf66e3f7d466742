package ast

import "interlaken/sql/types"

// Dereference is base.field: a qualified column, or a field of a row.
type Dereference struct {
	Place
	Base  Expression
	Field *Identifier
}

// Column makes a column reference of its parts: Column("t", "x") is t.x.
func Column(parts ...string) Expression {
	var e Expression = Name(parts[0])
	for _, p := range parts[1:] {
		e = &Dereference{Base: e, Field: Name(p)}
	}
	return e
}

// Operator is a binary or unary operator with symbol.
type Operator uint8

// The operators.
const (
	Add Operator = iota
	Subtract
	Multiply
	Divide
	Modulo
	Concat
	Equals
	NotEquals
	Less
	LessOrEqual
	Greater
	GreaterOrEqual
)

// String is the operator's symbol in Trino; NotEquals is <>.
func (o Operator) String() string {
	return [...]string{"+", "-", "*", "/", "%", "||", "=", "<>", "<", "<=", ">", ">="}[o]
}

// IsComparison reports = <> < <= > >=.
func (o Operator) IsComparison() bool { return o >= Equals }

// Unary is a sign before an expression.
type Unary struct {
	Place
	Negative bool // else plus
	Operand  Expression
}

// Binary is left operator right: arithmetic, || or a comparison.
type Binary struct {
	Place
	Operator    Operator
	Left, Right Expression
}

// Logical is AND or OR of two or more terms. It is flat: no term is a Logical of the same operator when the parser
// made it.
type Logical struct {
	Place
	Or    bool // else AND
	Terms []Expression
}

// And makes the conjunction of terms: nil for none, the term itself for one. Nil terms are left out and conjunctions
// among them are opened.
func And(terms ...Expression) Expression { return logical(false, terms) }

// Or makes the disjunction of terms, as And does.
func Or(terms ...Expression) Expression { return logical(true, terms) }

func logical(or bool, terms []Expression) Expression {
	var flat []Expression
	for _, t := range terms {
		if t == nil {
			continue
		}
		if l, ok := t.(*Logical); ok && l.Or == or {
			flat = append(flat, l.Terms...)
			continue
		}
		flat = append(flat, t)
	}
	switch len(flat) {
	case 0:
		return nil
	case 1:
		return flat[0]
	}
	return &Logical{Or: or, Terms: flat}
}

// Not is NOT operand.
type Not struct {
	Place
	Operand Expression
}

// IsNull is operand IS [NOT] NULL.
type IsNull struct {
	Place
	Operand Expression
	Not     bool
}

// IsDistinct is left IS [NOT] DISTINCT FROM right: a comparison in which nulls are equal.
type IsDistinct struct {
	Place
	Left, Right Expression
	Not         bool
}

// Between is operand [NOT] BETWEEN low AND high, ends included.
type Between struct {
	Place
	Operand, Low, High Expression
	Not                bool
}

// InList is operand [NOT] IN (items).
type InList struct {
	Place
	Operand Expression
	Items   []Expression
	Not     bool
}

// InQuery is operand [NOT] IN (query).
type InQuery struct {
	Place
	Operand Expression
	Query   *Query
	Not     bool
}

// Like is operand [NOT] LIKE pattern [ESCAPE escape].
type Like struct {
	Place
	Operand, Pattern Expression
	Escape           Expression // nil when absent
	Not              bool
}

// Quantifier is ALL, ANY or SOME (the same as ANY).
type Quantifier uint8

// The quantifiers.
const (
	All Quantifier = iota
	Any
	Some
)

// String is the quantifier's keyword.
func (q Quantifier) String() string { return [...]string{"ALL", "ANY", "SOME"}[q] }

// Quantified is operand comparison ALL|ANY|SOME (query).
type Quantified struct {
	Place
	Operator   Operator
	Quantifier Quantifier
	Operand    Expression
	Query      *Query
}

// Exists is EXISTS (query).
type Exists struct {
	Place
	Query *Query
}

// ScalarSubquery is (query) where a value is wanted.
type ScalarSubquery struct {
	Place
	Query *Query
}

// Case is CASE [operand] WHEN … THEN … [ELSE …] END.
type Case struct {
	Place
	Operand Expression // nil for the searched form
	Whens   []*When
	Else    Expression // nil when absent
}

// When is one branch of a Case.
type When struct {
	Place
	Condition, Result Expression
}

// DataType is a type in a text. Where Type is known (Kind not Invalid) it is what counts. Otherwise Text is the type
// as written, in canonical form: one that Trino may know and this program does not (hyperloglog), or an engine's own
// (HUGEINT).
type DataType struct {
	Place
	Type types.Type
	Text string
}

// TypeOf makes a data type.
func TypeOf(t types.Type) *DataType { return &DataType{Type: t} }

// Cast is CAST(operand AS type) or TRY_CAST.
type Cast struct {
	Place
	Operand Expression
	Type    *DataType
	Try     bool
}

// Row is ROW(items) or (a, b).
type Row struct {
	Place
	Items []Expression
}

// Array is ARRAY[items]; a list literal in an engine's dialect.
type Array struct {
	Place
	Items []Expression
}

// Struct is {'name': value, …}. Trino has no such literal: only an engine's dialect prints it.
type Struct struct {
	Place
	Fields []*StructField
}

// StructField is a member of a Struct.
type StructField struct {
	Place
	Name  string
	Value Expression
}

// Subscript is base[index].
type Subscript struct {
	Place
	Base, Index Expression
}

// Lambda is (parameters) -> body, an argument of a function.
type Lambda struct {
	Place
	Parameters []*Identifier
	Body       Expression
}

// AtTimeZone is operand AT TIME ZONE zone.
type AtTimeZone struct {
	Place
	Operand, Zone Expression
}

// Extract is EXTRACT(field FROM operand).
type Extract struct {
	Place
	// Field is upper case: YEAR, DAY_OF_WEEK, TIMEZONE_HOUR … Whether it exists is the analyser's question.
	Field   string
	Operand Expression
}

// TrimSide is which ends TRIM cuts.
type TrimSide uint8

// The sides of TRIM.
const (
	TrimBoth TrimSide = iota
	TrimLeading
	TrimTrailing
)

// String is the side's keyword.
func (s TrimSide) String() string { return [...]string{"BOTH", "LEADING", "TRAILING"}[s] }

// Trim is TRIM([side] [characters] FROM operand) and its short form TRIM(operand [, characters]).
type Trim struct {
	Place
	Side       TrimSide
	Characters Expression // nil for white space
	Operand    Expression
}

// Normalize is NORMALIZE(operand [, form]).
type Normalize struct {
	Place
	Operand Expression
	Form    string // NFC, NFD, NFKC, NFKD
}

// CurrentKind is which value of the session or the clock a Current stands for.
type CurrentKind uint8

// The functions without parentheses.
const (
	CurrentDate CurrentKind = iota
	CurrentTime
	CurrentTimestamp
	LocalTime
	LocalTimestamp
	CurrentUser
	CurrentCatalog
	CurrentSchema
	CurrentPath
)

// String is the function's keyword.
func (k CurrentKind) String() string {
	return [...]string{
		"CURRENT_DATE", "CURRENT_TIME", "CURRENT_TIMESTAMP", "LOCALTIME", "LOCALTIMESTAMP",
		"CURRENT_USER", "CURRENT_CATALOG", "CURRENT_SCHEMA", "CURRENT_PATH",
	}[k]
}

// Current is CURRENT_DATE, LOCALTIMESTAMP(6) and the like.
type Current struct {
	Place
	Kind CurrentKind
	// Precision is the digits of the second's fraction, -1 when not given.
	Precision int
}

func (*Identifier) expression()     {}
func (*Dereference) expression()    {}
func (*Unary) expression()          {}
func (*Binary) expression()         {}
func (*Logical) expression()        {}
func (*Not) expression()            {}
func (*IsNull) expression()         {}
func (*IsDistinct) expression()     {}
func (*Between) expression()        {}
func (*InList) expression()         {}
func (*InQuery) expression()        {}
func (*Like) expression()           {}
func (*Quantified) expression()     {}
func (*Exists) expression()         {}
func (*ScalarSubquery) expression() {}
func (*Case) expression()           {}
func (*Cast) expression()           {}
func (*Row) expression()            {}
func (*Array) expression()          {}
func (*Struct) expression()         {}
func (*Subscript) expression()      {}
func (*Lambda) expression()         {}
func (*AtTimeZone) expression()     {}
func (*Extract) expression()        {}
func (*Trim) expression()           {}
func (*Normalize) expression()      {}
func (*Current) expression()        {}
