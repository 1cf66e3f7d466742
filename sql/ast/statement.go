package ast

// Explain is EXPLAIN [ANALYZE [VERBOSE]] [(options)] statement.
type Explain struct {
	Place
	Analyze, Verbose bool
	// Type is LOGICAL, DISTRIBUTED, VALIDATE or IO; Format is TEXT, GRAPHVIZ or JSON. Empty when not given.
	Type, Format string
	Statement    Statement
}

// Insert is INSERT INTO table [(columns)] query.
type Insert struct {
	Place
	Table   *QualifiedName
	Columns []*Identifier // nil when not named
	Query   *Query
}

// CreateTableAs is CREATE TABLE … AS query.
type CreateTableAs struct {
	Place
	Name        *QualifiedName
	IfNotExists bool
	Columns     []*Identifier // nil when not named
	Comment     *StringLiteral
	Properties  []*Property
	Query       *Query
	// NoData is WITH NO DATA; WithData is the explicit WITH DATA, the default.
	NoData, WithData bool
}

// ViewSecurity is whose rights a view is read with.
type ViewSecurity uint8

// The securities of a view.
const (
	SecurityDefault ViewSecurity = iota
	SecurityDefiner
	SecurityInvoker
)

// CreateView is CREATE [OR REPLACE] [PROTECTED MULTI DIALECT] VIEW name AS query.
type CreateView struct {
	Place
	Name    *QualifiedName
	Replace bool
	// MultiDialect is a view of the Glue Data Catalog that several engines read.
	MultiDialect bool
	Comment      *StringLiteral
	Security     ViewSecurity
	Query        *Query
}

// Unload is UNLOAD (query) TO 'location' WITH (properties).
type Unload struct {
	Place
	Query      *Query
	Location   *StringLiteral
	Properties []*Property
}

// Property is name = value: in WITH (…) of Trino statements a name and an expression, in TBLPROPERTIES,
// SERDEPROPERTIES and DBPROPERTIES of Hive DDL two strings.
type Property struct {
	Place
	Name  string
	Value Expression
}

// Delete is DELETE FROM table [WHERE condition].
type Delete struct {
	Place
	Table *QualifiedName
	Where Expression // nil when absent
}

// Update is UPDATE table SET assignments [WHERE condition].
type Update struct {
	Place
	Table       *QualifiedName
	Assignments []*Assignment
	Where       Expression // nil when absent
}

// Assignment is column = value.
type Assignment struct {
	Place
	Column *Identifier
	Value  Expression
}

// Merge is MERGE INTO target USING source ON condition WHEN ….
type Merge struct {
	Place
	Target *QualifiedName
	Alias  *Identifier // of the target, nil when absent
	Source Relation
	On     Expression
	Cases  []*MergeCase
}

// MergeAction is what a MergeCase does.
type MergeAction uint8

// The actions.
const (
	MergeUpdate MergeAction = iota
	MergeDelete
	MergeInsert
)

// MergeCase is WHEN [NOT] MATCHED [AND condition] THEN action.
type MergeCase struct {
	Place
	Matched     bool
	Condition   Expression // nil when absent
	Action      MergeAction
	Assignments []*Assignment // of MergeUpdate
	Columns     []*Identifier // of MergeInsert, nil when not named
	Values      []Expression  // of MergeInsert
}

// Prepare is PREPARE name FROM statement.
type Prepare struct {
	Place
	Name      *Identifier
	Statement Statement
}

// Execute is EXECUTE name [USING values], or EXECUTE IMMEDIATE 'text' [USING values].
type Execute struct {
	Place
	Name      *Identifier    // nil for IMMEDIATE
	Immediate *StringLiteral // nil for a name
	Using     []Expression
}

// Deallocate is DEALLOCATE PREPARE name.
type Deallocate struct {
	Place
	Name *Identifier
}

// DescribePrepared is DESCRIBE INPUT name or DESCRIBE OUTPUT name.
type DescribePrepared struct {
	Place
	Output bool // else input
	Name   *Identifier
}

// ExternalFunctions is Athena's USING EXTERNAL FUNCTION … before a statement.
type ExternalFunctions struct {
	Place
	Functions []*ExternalFunction
	Statement Statement
}

// ExternalFunction declares a function that a Lambda evaluates.
type ExternalFunction struct {
	Place
	Name       *Identifier
	Parameters []*ExternalParameter
	Returns    *DataType
	Lambda     *StringLiteral // the function's name or ARN
	SageMaker  bool           // SAGEMAKER instead of LAMBDA
}

// ExternalParameter is a parameter of an ExternalFunction.
type ExternalParameter struct {
	Place
	Name *Identifier // nil when absent
	Type *DataType
}

// Optimize is OPTIMIZE table REWRITE DATA USING BIN_PACK [WHERE condition], for Iceberg tables.
type Optimize struct {
	Place
	Table *QualifiedName
	Where Expression // nil when absent
}

// Vacuum is VACUUM table, for Iceberg tables.
type Vacuum struct {
	Place
	Table *QualifiedName
}

func (*Explain) statement()           {}
func (*Insert) statement()            {}
func (*CreateTableAs) statement()     {}
func (*CreateView) statement()        {}
func (*Unload) statement()            {}
func (*Delete) statement()            {}
func (*Update) statement()            {}
func (*Merge) statement()             {}
func (*Prepare) statement()           {}
func (*Execute) statement()           {}
func (*Deallocate) statement()        {}
func (*DescribePrepared) statement()  {}
func (*ExternalFunctions) statement() {}
func (*Optimize) statement()          {}
func (*Vacuum) statement()            {}
