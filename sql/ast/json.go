package ast

// JSONFormat is FORMAT JSON [ENCODING …] of an input or output.
type JSONFormat uint8

// The JSON formats.
const (
	NoJSONFormat JSONFormat = iota
	FormatJSON
	FormatUTF8
	FormatUTF16
	FormatUTF32
)

// JSONPath is what the functions that evaluate a path share: (input [FORMAT …], 'path' [PASSING …]).
type JSONPath struct {
	Place
	Input   Expression
	Format  JSONFormat
	Path    *StringLiteral
	Name    *Identifier // of the path, only in JSON_TABLE; nil when absent
	Passing []*JSONArgument
}

// JSONArgument is value [FORMAT …] AS name.
type JSONArgument struct {
	Place
	Value  Expression
	Format JSONFormat
	Name   *Identifier
}

// JSONBehavior is what a JSON function does ON EMPTY or ON ERROR.
type JSONBehavior uint8

// The behaviours; BehaviorUnspecified is the function's default.
const (
	BehaviorUnspecified JSONBehavior = iota
	BehaviorNull
	BehaviorError
	BehaviorTrue
	BehaviorFalse
	BehaviorUnknown
	BehaviorEmptyArray
	BehaviorEmptyObject
	BehaviorDefault // DEFAULT value
)

// JSONExists is JSON_EXISTS(path [TRUE|FALSE|UNKNOWN|ERROR ON ERROR]).
type JSONExists struct {
	Place
	Path    *JSONPath
	OnError JSONBehavior
}

// JSONValue is JSON_VALUE(path [RETURNING type] [… ON EMPTY] [… ON ERROR]).
type JSONValue struct {
	Place
	Path         *JSONPath
	Returning    *DataType // nil for varchar
	OnEmpty      JSONBehavior
	EmptyDefault Expression
	OnError      JSONBehavior
	ErrorDefault Expression
}

// JSONWrapper is whether JSON_QUERY wraps its result in an array.
type JSONWrapper uint8

// The wrappers.
const (
	WrapperUnspecified JSONWrapper = iota
	WithoutWrapper
	WithConditionalWrapper
	WithWrapper
)

// JSONQuotes is whether JSON_QUERY keeps the quotes of a scalar string.
type JSONQuotes uint8

// The treatments of quotes.
const (
	QuotesUnspecified JSONQuotes = iota
	KeepQuotes
	OmitQuotes
)

// JSONQuery is JSON_QUERY(path [RETURNING type [FORMAT …]] [wrapper] [quotes] [… ON EMPTY] [… ON ERROR]).
type JSONQuery struct {
	Place
	Path      *JSONPath
	Returning *DataType // nil for varchar
	Format    JSONFormat
	Wrapper   JSONWrapper
	Quotes    JSONQuotes
	OnEmpty   JSONBehavior
	OnError   JSONBehavior
}

// JSONOption is a choice that JSON constructors leave at its default or set.
type JSONOption uint8

// The options: Yes is NULL ON NULL or WITH UNIQUE KEYS; No is ABSENT ON NULL or WITHOUT UNIQUE KEYS.
const (
	OptionUnspecified JSONOption = iota
	OptionYes
	OptionNo
)

// JSONObject is JSON_OBJECT(key : value, …).
type JSONObject struct {
	Place
	Members    []*JSONMember
	NullOnNull JSONOption
	UniqueKeys JSONOption
	Returning  *DataType // nil for varchar
	Format     JSONFormat
}

// JSONMember is a key and a value of JSON_OBJECT.
type JSONMember struct {
	Place
	Key, Value Expression
	Format     JSONFormat
}

// JSONArray is JSON_ARRAY(values).
type JSONArray struct {
	Place
	Items      []*JSONItem
	NullOnNull JSONOption
	Returning  *DataType // nil for varchar
	Format     JSONFormat
}

// JSONItem is an element of JSON_ARRAY.
type JSONItem struct {
	Place
	Value  Expression
	Format JSONFormat
}

// JSONTable is JSON_TABLE(path COLUMNS (…) [plan] [… ON ERROR]).
type JSONTable struct {
	Place
	Path    *JSONPath
	Columns []*JSONColumn
	OnError JSONBehavior // ERROR or EMPTY (BehaviorEmptyArray)
}

// JSONColumnKind is the kind of a JSONColumn.
type JSONColumnKind uint8

// The kinds of column.
const (
	ValueColumn JSONColumnKind = iota
	QueryColumn                // FORMAT JSON
	OrdinalityColumn
	NestedColumns
)

// JSONColumn is a column of JSON_TABLE.
type JSONColumn struct {
	Place
	Kind                       JSONColumnKind
	Name                       *Identifier    // for NestedColumns: of the path, nil when absent
	Type                       *DataType      // for ValueColumn and QueryColumn
	Path                       *StringLiteral // nil for the default
	Format                     JSONFormat
	Wrapper                    JSONWrapper
	Quotes                     JSONQuotes
	OnEmpty                    JSONBehavior
	OnError                    JSONBehavior
	EmptyDefault, ErrorDefault Expression
	Nested                     []*JSONColumn
}

func (*JSONExists) expression() {}
func (*JSONValue) expression()  {}
func (*JSONQuery) expression()  {}
func (*JSONObject) expression() {}
func (*JSONArray) expression()  {}
