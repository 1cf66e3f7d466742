package ast

import "interlaken/sql/types"

// CreateDatabase is CREATE DATABASE | SCHEMA.
type CreateDatabase struct {
	Place
	Name        *QualifiedName
	IfNotExists bool
	Comment     *StringLiteral // nil when absent
	Location    *StringLiteral // nil when absent
	Properties  []*Property    // WITH DBPROPERTIES
}

// DropDatabase is DROP DATABASE | SCHEMA.
type DropDatabase struct {
	Place
	Name     *QualifiedName
	IfExists bool
	Cascade  bool
}

// AlterDatabase is ALTER DATABASE | SCHEMA name SET DBPROPERTIES (…).
type AlterDatabase struct {
	Place
	Name       *QualifiedName
	Properties []*Property
}

// CreateTable is Hive's CREATE [EXTERNAL] TABLE without a query.
type CreateTable struct {
	Place
	External    bool
	IfNotExists bool
	Name        *QualifiedName
	Like        *QualifiedName // CREATE TABLE name LIKE other; nil when absent
	Columns     []*ColumnDefinition
	Comment     *StringLiteral // nil when absent
	PartitionBy []*PartitionField
	Clustering  *Clustering // nil when absent
	RowFormat   *RowFormat  // nil when absent
	StoredAs    *FileFormat // nil when absent
	Location    *StringLiteral
	Properties  []*Property // TBLPROPERTIES
}

// ColumnDefinition is name type [COMMENT 'text'].
type ColumnDefinition struct {
	Place
	Name    *Identifier
	Type    *HiveType
	Comment *StringLiteral // nil when absent
}

// HiveType is a type in Hive's spelling, as the catalog stores it: struct<a:int,b:array<string>>.
type HiveType struct {
	Place
	// Text is lower case and without spaces.
	Text string
	// Type is what Trino sees the column as; of kind Invalid when the text names none.
	Type types.Type
}

// PartitionField is one element of PARTITIONED BY: a column of its own (Type set), or for Iceberg a column of the
// table, plain or under a transform.
type PartitionField struct {
	Place
	Name    *Identifier
	Type    *HiveType      // nil for Iceberg
	Comment *StringLiteral // nil when absent
	// Transform is year, month, day, hour, bucket or truncate; empty for none. Width is the number that bucket and
	// truncate take.
	Transform string
	Width     *IntegerLiteral // nil when absent
}

// Clustering is CLUSTERED BY (columns) INTO n BUCKETS.
type Clustering struct {
	Place
	Columns []*Identifier
	Buckets *IntegerLiteral
}

// RowFormat is ROW FORMAT SERDE 'class' [WITH SERDEPROPERTIES (…)], or ROW FORMAT DELIMITED ….
type RowFormat struct {
	Place
	Serde           *StringLiteral // nil for DELIMITED
	SerdeProperties []*Property
	// The rest is of DELIMITED; nil when absent.
	FieldsTerminatedBy, EscapedBy, CollectionItemsTerminatedBy *StringLiteral
	MapKeysTerminatedBy, LinesTerminatedBy, NullDefinedAs      *StringLiteral
}

// FileFormat is STORED AS name, or STORED AS INPUTFORMAT 'class' OUTPUTFORMAT 'class'.
type FileFormat struct {
	Place
	Name          string         // upper case; empty when classes are given
	Input, Output *StringLiteral // nil when a name is given
}

// DropTable is DROP TABLE or DROP VIEW.
type DropTable struct {
	Place
	View     bool
	IfExists bool
	Name     *QualifiedName
	Purge    bool
}

// PartitionSpec is PARTITION (column = value, …); in DROP PARTITION other comparisons may stand.
type PartitionSpec struct {
	Place
	Terms []*PartitionTerm
}

// PartitionTerm is column operator value, or the column alone.
type PartitionTerm struct {
	Place
	Column   *Identifier
	Operator Operator
	Value    Expression // nil for a column alone
}

// AlterTable is ALTER TABLE name action.
type AlterTable struct {
	Place
	Name *QualifiedName
	// Partition stands before the action: PARTITION (…) SET LOCATION, RENAME, ADD COLUMNS; nil when absent.
	Partition *PartitionSpec
	Action    AlterAction
}

// AlterAction is what ALTER TABLE does.
type AlterAction interface {
	Node
	alterAction()
}

// AddPartitions is ADD [IF NOT EXISTS] PARTITION (…) [LOCATION '…'] ….
type AddPartitions struct {
	Place
	IfNotExists bool
	Partitions  []*PartitionLocation
}

// PartitionLocation is a partition to add, with its location.
type PartitionLocation struct {
	Place
	Spec     *PartitionSpec
	Location *StringLiteral // nil when absent
}

// DropPartitions is DROP [IF EXISTS] PARTITION (…), PARTITION (…).
type DropPartitions struct {
	Place
	IfExists bool
	Specs    []*PartitionSpec
}

// RenamePartition is RENAME TO PARTITION (…).
type RenamePartition struct {
	Place
	To *PartitionSpec
}

// RenameTable is RENAME TO name.
type RenameTable struct {
	Place
	To *QualifiedName
}

// SetLocation is SET LOCATION '…'.
type SetLocation struct {
	Place
	Location *StringLiteral
}

// SetProperties is SET TBLPROPERTIES (…).
type SetProperties struct {
	Place
	Properties []*Property
}

// UnsetProperties is UNSET TBLPROPERTIES [IF EXISTS] ('…', …).
type UnsetProperties struct {
	Place
	IfExists bool
	Names    []*StringLiteral
}

// AddColumns is ADD COLUMNS (…), or REPLACE COLUMNS (…).
type AddColumns struct {
	Place
	Replace bool
	Columns []*ColumnDefinition
}

// ChangeColumn is CHANGE [COLUMN] old new type [COMMENT '…'] [FIRST | AFTER column].
type ChangeColumn struct {
	Place
	Column *Identifier
	To     *ColumnDefinition
	First  bool
	After  *Identifier // nil when absent
}

// DropColumn is DROP COLUMN name.
type DropColumn struct {
	Place
	Column *Identifier
}

// RepairTable is MSCK REPAIR TABLE name.
type RepairTable struct {
	Place
	Name *QualifiedName
}

// ShowKind is what SHOW shows.
type ShowKind uint8

// The kinds of SHOW.
const (
	ShowDatabases ShowKind = iota
	ShowTables
	ShowViews
	ShowColumns
	ShowPartitions
	ShowCreateTable
	ShowCreateView
	ShowTableProperties
)

// String is the words after SHOW.
func (k ShowKind) String() string {
	return [...]string{
		"DATABASES", "TABLES", "VIEWS", "COLUMNS", "PARTITIONS", "CREATE TABLE", "CREATE VIEW",
		"TBLPROPERTIES",
	}[k]
}

// Show is SHOW ….
type Show struct {
	Place
	Kind ShowKind
	// Name is the table or view shown: of columns, partitions, create and properties.
	Name *QualifiedName
	// In is the database in which to look, nil when absent.
	In *QualifiedName
	// Like is the pattern, a regular expression of Hive; nil when absent.
	Like *StringLiteral
	// Property is the one property asked for, nil for all.
	Property *StringLiteral
	// Partition is the part of the partitions asked for, nil for all.
	Partition *PartitionSpec
}

// Describe is DESCRIBE [EXTENDED | FORMATTED] name [PARTITION (…)] [column].
type Describe struct {
	Place
	Extended, Formatted bool
	Name                *QualifiedName
	Partition           *PartitionSpec // nil when absent
	Column              *QualifiedName // column, perhaps with fields; nil when absent
}

func (*CreateDatabase) statement() {}
func (*DropDatabase) statement()   {}
func (*AlterDatabase) statement()  {}
func (*CreateTable) statement()    {}
func (*DropTable) statement()      {}
func (*AlterTable) statement()     {}
func (*RepairTable) statement()    {}
func (*Show) statement()           {}
func (*Describe) statement()       {}

func (*AddPartitions) alterAction()   {}
func (*DropPartitions) alterAction()  {}
func (*RenamePartition) alterAction() {}
func (*RenameTable) alterAction()     {}
func (*SetLocation) alterAction()     {}
func (*SetProperties) alterAction()   {}
func (*UnsetProperties) alterAction() {}
func (*AddColumns) alterAction()      {}
func (*ChangeColumn) alterAction()    {}
func (*DropColumn) alterAction()      {}
