package ast

// NullLiteral is NULL.
type NullLiteral struct{ Place }

// BooleanLiteral is TRUE or FALSE.
type BooleanLiteral struct {
	Place
	Value bool
}

// IntegerLiteral is a whole number without point: integer when it fits 32 bits, else bigint. A minus that stands
// directly before the digits belongs to it, as in Trino's grammar.
type IntegerLiteral struct {
	Place
	Value int64
}

// Integer makes an integer literal.
func Integer(value int64) *IntegerLiteral { return &IntegerLiteral{Value: value} }

// DecimalLiteral is a number with a point and no exponent, or DECIMAL '…': its precision and scale are those of its
// digits.
type DecimalLiteral struct {
	Place
	// Text is digits with a point, perhaps a sign; no underscores.
	Text string
}

// DoubleLiteral is a number with an exponent.
type DoubleLiteral struct {
	Place
	// Text has an exponent; no underscores.
	Text string
}

// StringLiteral is '…' or U&'…': a varchar of its length.
type StringLiteral struct {
	Place
	// Value is the text that the literal stands for.
	Value string
}

// String makes a string literal.
func String(value string) *StringLiteral { return &StringLiteral{Value: value} }

// BinaryLiteral is X'…'.
type BinaryLiteral struct {
	Place
	Value []byte
}

// TypedLiteral is a type's name before a string: DATE '2020-01-01', TIMESTAMP '…', TIME '…', JSON '…', UUID '…',
// BIGINT '1', REAL '1'. DECIMAL '1.10' is one too; the digits give precision and scale. Whether the string is a value
// of the type is the analyser's question.
type TypedLiteral struct {
	Place
	Type  *DataType
	Value string
}

// IntervalUnit is a field of an interval.
type IntervalUnit uint8

// The interval units. NoUnit stands for an absent TO part.
const (
	NoUnit IntervalUnit = iota
	Year
	Month
	Week // only an engine's dialect has it
	Day
	Hour
	Minute
	Second
)

// String is the unit's keyword.
func (u IntervalUnit) String() string {
	return [...]string{"", "YEAR", "MONTH", "WEEK", "DAY", "HOUR", "MINUTE", "SECOND"}[u]
}

// IntervalLiteral is INTERVAL [+|-] 'value' from [TO to].
type IntervalLiteral struct {
	Place
	Value    string
	Negative bool // the sign before the string
	From, To IntervalUnit
}

// Parameter is ? in a prepared statement.
type Parameter struct {
	Place
	// Index counts the parameters of the statement from 0 in the order of the text.
	Index int
}

func (*NullLiteral) expression()     {}
func (*BooleanLiteral) expression()  {}
func (*IntegerLiteral) expression()  {}
func (*DecimalLiteral) expression()  {}
func (*DoubleLiteral) expression()   {}
func (*StringLiteral) expression()   {}
func (*BinaryLiteral) expression()   {}
func (*TypedLiteral) expression()    {}
func (*IntervalLiteral) expression() {}
func (*Parameter) expression()       {}
