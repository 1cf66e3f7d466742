package ast

// Table is a table or view by name, or a common table expression.
type Table struct {
	Place
	Name *QualifiedName
	// Version is the state of the table asked for; nil for the current one.
	Version *TableVersion
}

// TableVersion is FOR TIMESTAMP AS OF value or FOR VERSION AS OF value.
type TableVersion struct {
	Place
	Timestamp bool // else version
	Value     Expression
}

// Aliased gives a relation a name, and names to its columns.
type Aliased struct {
	Place
	Relation Relation
	Alias    *Identifier
	Columns  []*Identifier // nil when not named
}

// JoinKind is the kind of a join.
type JoinKind uint8

// The kinds of join.
const (
	CommaJoin JoinKind = iota // FROM a, b
	CrossJoin
	InnerJoin
	LeftJoin
	RightJoin
	FullJoin
)

// String is the words before the right relation.
func (k JoinKind) String() string {
	return [...]string{",", "CROSS JOIN", "INNER JOIN", "LEFT JOIN", "RIGHT JOIN", "FULL JOIN"}[k]
}

// Join combines two relations. At most one of On, Using and Natural is set, and none for CommaJoin and CrossJoin.
type Join struct {
	Place
	Kind        JoinKind
	Left, Right Relation
	On          Expression
	Using       []*Identifier
	Natural     bool
}

// Subquery is a query in FROM.
type Subquery struct {
	Place
	Query *Query
}

// Lateral is LATERAL (query): it sees the relations to its left.
type Lateral struct {
	Place
	Query *Query
}

// Unnest is UNNEST(arrays and maps) [WITH ORDINALITY]: it sees the relations to its left.
type Unnest struct {
	Place
	Values         []Expression
	WithOrdinality bool
}

// SampleMethod is how TABLESAMPLE picks.
type SampleMethod uint8

// The sampling methods.
const (
	Bernoulli SampleMethod = iota // row by row
	System                        // part by part of the file
)

// Sample is relation TABLESAMPLE method (percentage).
type Sample struct {
	Place
	Relation   Relation
	Method     SampleMethod
	Percentage Expression
	// Seed makes the sample repeatable, in an engine's dialect; nil for none.
	Seed *IntegerLiteral
}

// TableFunction is TABLE(function(arguments)) in Trino, and function(arguments) in FROM of an engine's dialect.
type TableFunction struct {
	Place
	Call *Call
}

// TableArgument is a table given to a table function: TABLE(…) PARTITION BY … KEEP | PRUNE WHEN EMPTY ORDER BY ….
type TableArgument struct {
	Place
	Relation    Relation // Table or Subquery, perhaps Aliased
	PartitionBy []Expression
	OrderBy     []*SortItem
	WhenEmpty   EmptyTable
}

// EmptyTable is what a table function does with an empty table argument.
type EmptyTable uint8

// The treatments of an empty table argument.
const (
	EmptyDefault EmptyTable = iota
	PruneWhenEmpty
	KeepWhenEmpty
)

// Descriptor is DESCRIPTOR(columns) given to a table function.
type Descriptor struct {
	Place
	Columns []*DescriptorColumn
}

// DescriptorColumn is a column's name with an optional type.
type DescriptorColumn struct {
	Place
	Name *Identifier
	Type *DataType // nil when absent
}

func (*Table) relation()           {}
func (*Aliased) relation()         {}
func (*Join) relation()            {}
func (*Subquery) relation()        {}
func (*Lateral) relation()         {}
func (*Unnest) relation()          {}
func (*Sample) relation()          {}
func (*TableFunction) relation()   {}
func (*MatchRecognize) relation()  {}
func (*JSONTable) relation()       {}
func (*TableArgument) expression() {}
func (*Descriptor) expression()    {}
