package ast

// Call is a function call: scalar, aggregate, window or, in a TableFunction, table function. The forms SUBSTRING(x
// FROM a FOR b) and POSITION(a IN b) are calls of substring and strpos; IF, COALESCE, NULLIF, TRY, GROUPING and LISTAGG
// are calls by those names.
type Call struct {
	Place
	Name     *QualifiedName
	Distinct bool
	// Star is f(*); StarLabel is the pattern variable of f(A.*), nil when absent.
	Star      bool
	StarLabel *Identifier
	Arguments []Expression
	// OrderBy stands inside the parentheses.
	OrderBy []*SortItem
	// Overflow is LISTAGG's ON OVERFLOW, nil when absent.
	Overflow *ListaggOverflow
	// WithinGroup is the order after the parentheses.
	WithinGroup []*SortItem
	Filter      Expression // FILTER (WHERE …), nil when absent
	Nulls       NullTreatment
	Over        *Window // nil when absent
	// Mode is RUNNING or FINAL in a row pattern.
	Mode PatternMode
}

// Func makes a plain call of a function with a name of one part.
func Func(name string, arguments ...Expression) *Call {
	return &Call{Name: QName(name), Arguments: arguments}
}

// NullTreatment is what a window function does with nulls.
type NullTreatment uint8

// The treatments of nulls.
const (
	NullsUnspecified NullTreatment = iota
	RespectNulls
	IgnoreNulls
)

// ListaggOverflow is what LISTAGG does when the result is too long.
type ListaggOverflow struct {
	Place
	Truncate  bool           // else error
	Filler    *StringLiteral // nil when absent
	WithCount bool
}

// NamedArgument is name => value in a table function's or procedure's arguments; name := value in an engine's dialect.
type NamedArgument struct {
	Place
	Name  *Identifier
	Value Expression
}

// Window is what follows OVER: a name, or a specification in parentheses.
type Window struct {
	Place
	// Reference is the window's name in OVER name; the other members are empty then.
	Reference *Identifier
	// Base is the name of the window that the specification extends, nil when absent.
	Base        *Identifier
	PartitionBy []Expression
	OrderBy     []*SortItem
	Frame       *Frame // nil when absent
}

// WindowDefinition is name AS (specification) in the WINDOW clause.
type WindowDefinition struct {
	Place
	Name   *Identifier
	Window *Window
}

// FrameUnit is what a frame counts in.
type FrameUnit uint8

// The units of a frame.
const (
	Range FrameUnit = iota
	Rows
	Groups
)

// String is the unit's keyword.
func (u FrameUnit) String() string { return [...]string{"RANGE", "ROWS", "GROUPS"}[u] }

// Frame is the window frame.
type Frame struct {
	Place
	Unit  FrameUnit
	Start *FrameBound
	End   *FrameBound // nil when only the start was given: CURRENT ROW
	// Pattern is row pattern recognition in the window, nil when absent.
	Pattern *RowPattern
}

// BoundKind is the kind of a FrameBound.
type BoundKind uint8

// The kinds of bound, first to last.
const (
	UnboundedPreceding BoundKind = iota
	Preceding
	CurrentRow
	Following
	UnboundedFollowing
)

// FrameBound is one end of a frame.
type FrameBound struct {
	Place
	Kind  BoundKind
	Value Expression // for Preceding and Following
}

// MeasureOver is name OVER window: a measure of row pattern recognition in a window.
type MeasureOver struct {
	Place
	Name *Identifier
	Over *Window
}

func (*Call) expression()          {}
func (*NamedArgument) expression() {}
func (*MeasureOver) expression()   {}
