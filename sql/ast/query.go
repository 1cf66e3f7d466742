package ast

// Query is a query expression: WITH, a body, and what orders and cuts the whole.
type Query struct {
	Place
	With    *With // nil when absent
	Body    QueryBody
	OrderBy []*SortItem
	Offset  Expression // number of rows, nil when absent: IntegerLiteral or Parameter
	Limit   *Limit     // nil when absent
}

// Limit is LIMIT n, LIMIT ALL or FETCH FIRST n ROWS ONLY | WITH TIES.
type Limit struct {
	Place
	// Count is an IntegerLiteral or a Parameter; nil is LIMIT ALL, or one row when Fetch is set.
	Count Expression
	// Fetch tells that it is written FETCH FIRST; WithTies keeps the rows equal to the last one.
	Fetch, WithTies bool
}

// With is the list of common table expressions.
type With struct {
	Place
	Recursive bool
	Queries   []*NamedQuery
}

// NamedQuery is one common table expression.
type NamedQuery struct {
	Place
	Name    *Identifier
	Columns []*Identifier // nil when not named
	Query   *Query
	// Materialized asks the engine to evaluate it once and on its own (DuckDB: AS MATERIALIZED). Trino text has no
	// word for it; the printer leaves it out there.
	Materialized bool
}

// Select is SELECT … FROM … WHERE … GROUP BY … HAVING … WINDOW.
type Select struct {
	Place
	Distinct bool
	Items    []SelectItem
	From     Relation // nil when absent; a comma is a Join of kind CommaJoin
	Where    Expression
	GroupBy  *GroupBy
	Having   Expression
	Windows  []*WindowDefinition
}

// SelectItem is a SelectExpression or AllColumns.
type SelectItem interface {
	Node
	selectItem()
}

// SelectExpression is an expression in the select list, with its alias.
type SelectExpression struct {
	Place
	Value Expression
	Alias *Identifier // nil when absent
}

// AllColumns is * or value.*.
type AllColumns struct {
	Place
	Qualifier Expression    // nil for *; a name, or any expression of a row type
	Aliases   []*Identifier // row.* AS (a, b); nil when absent
}

// GroupBy is the GROUP BY clause: the cross product of its elements' sets.
type GroupBy struct {
	Place
	Distinct bool // GROUP BY DISTINCT
	Elements []*GroupingElement
}

// GroupingKind tells what a GroupingElement does with its sets.
type GroupingKind uint8

// The kinds of grouping element.
const (
	SimpleGrouping GroupingKind = iota // one set: a, or (a, b), or ()
	GroupingSets
	Rollup
	Cube
)

// GroupingElement is one element of GROUP BY.
type GroupingElement struct {
	Place
	Kind GroupingKind
	Sets []*GroupingSet
}

// GroupingSet is the expressions grouped by together; none is the grand total.
type GroupingSet struct {
	Place
	Values []Expression
}

// NullOrder is where nulls go in an order.
type NullOrder uint8

// The orders of nulls. Trino's default is last, ascending or descending.
const (
	NullsDefault NullOrder = iota
	NullsFirst
	NullsLast
)

// SortItem is one key of an order.
type SortItem struct {
	Place
	Value      Expression
	Descending bool
	Nulls      NullOrder
}

// SetOperator is UNION, INTERSECT or EXCEPT.
type SetOperator uint8

// The set operators.
const (
	Union SetOperator = iota
	Intersect
	Except
)

// String is the operator's keyword.
func (o SetOperator) String() string { return [...]string{"UNION", "INTERSECT", "EXCEPT"}[o] }

// SetOperation combines two bodies by position of columns. It groups to the left; INTERSECT binds tighter.
type SetOperation struct {
	Place
	Operator    SetOperator
	All         bool // else distinct
	Left, Right QueryBody
}

// Values is VALUES: a row is a Row, or any other expression for a row of one column.
type Values struct {
	Place
	Rows []Expression
}

// TableQuery is TABLE name: all columns and rows of it.
type TableQuery struct {
	Place
	Name *QualifiedName
}

func (*Query) queryBody()        {}
func (*Select) queryBody()       {}
func (*SetOperation) queryBody() {}
func (*Values) queryBody()       {}
func (*TableQuery) queryBody()   {}

func (*Query) statement() {}

func (*SelectExpression) selectItem() {}
func (*AllColumns) selectItem()       {}
