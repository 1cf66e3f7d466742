// Package engine is the port to what runs SQL for an account: plain data in (statement text, tables as exact
// files, limits), Arrow batches and statistics out, so that an implementation may live in another process.
// It decides nothing about permission: whoever fills a Request has authorized each file in it. The text in
// Statement has been printed by sql/translate and by nothing else (SECURITY S9, DESIGN decision 4). It may
// not import policy, sql, hub or cloud; engine/duck, engine/worker and engine/trino implement it.
package engine

import (
	"context"
	"slices"
	"time"

	"github.com/apache/arrow-go/v18/arrow"

	"interlaken/result"
)

// Format says how a file is read.
type Format string

// The formats an engine has to read.
const (
	Parquet Format = "parquet"
	CSV     Format = "csv"
	JSON    Format = "json"
)

// Column is a column of a table as its catalog declares it.
type Column struct {
	Name string
	// Type is the engine's own name of the type (DuckDB: VARCHAR, BIGINT, DECIMAL(10,2), STRUCT(a INTEGER)).
	Type string
	// Blanks fills a text with blanks to this length in characters, and cuts what is longer: a char(n). 0 leaves it as it
	// is.
	Blanks int
	// Key is the member of a JSON object that holds the column's values; "" for the one of the column's name.
	Key string
	// FieldID is the number by which Parquet files know the column, whatever it is called there (Iceberg specification,
	// "Column projection"); 0 where columns are matched by name. Either all of a table's columns have one or none has.
	FieldID int
}

// File is one object version on the local disk. It must not change while a request that names it runs.
type File struct {
	Path      string // absolute
	SizeBytes int64
	// Display is what "$path" shows for rows of this file: its s3:// address. Its ending (.gz, .zst) says how a
	// text file is compressed, as Athena goes by the key's.
	Display string
	// Partition holds the values of the table's partition columns, in their order; nil elements are NULL.
	Partition []*string
}

// Text holds the options of delimited and JSON files. The zero value means comma, double quote (doubled inside), \N for
// NULL and no header. A value that is not one of its column's type reads as NULL.
type Text struct {
	Delimiter, Quote, Escape, Null string
	SkipLines                      int
	// Plain tells that there are no quotes. Escape then makes any character stand for itself.
	Plain bool
	// Separators part what is inside a value, by depth; where there are none, U+0002, U+0003 and so on do.
	Separators []string
	// Strict makes a value that is not one of its column's type end the run, and has days as numbers of days and moments
	// as numbers of milliseconds since 1970. Nothing stands for NULL.
	Strict bool
	// Pattern is a regular expression that a whole line has to match, whose groups are the columns in their order; "" for
	// delimited files.
	Pattern string
	// Records is the member of a file's one JSON object that holds the rows, as an array; "" for an object a line.
	Records string
	// SkipMalformed takes lines that are no JSON objects for rows of NULLs; else they end the run.
	SkipMalformed bool
}

// Table is a relation that the statement names as "Catalog"."Schema"."Name". Its columns are Columns, then Partitions,
// matched with the files' columns by name, whatever their case; one that a file lacks is NULL. "$path" is there only
// where the statement names it, so a star must have been expanded before.
type Table struct {
	Catalog, Schema, Name string
	Columns               []Column // columns in the files
	Partitions            []Column // columns whose values the catalog has, one for each entry of File.Partition
	Format                Format
	// RowBytes is about how large a row is in the files; 0 where nobody knows. Which table is joined to which first
	// depends on it, no result does.
	RowBytes int64
	Text     Text
	Files    []File // exactly what may be read; may be empty, then the table has no rows
	// Deletes are Parquet files of rows that are not there any more: each row of theirs names a file's Display in
	// file_path, and in pos a row of it, the first being 0 (Iceberg specification, "Position delete files").
	Deletes []File
	// Inline holds the rows as one Arrow IPC stream, in place of Files. Columns must fit its schema.
	Inline []byte
}

// Reads returns every file that a run over the table may open.
func (t *Table) Reads() []File { return slices.Concat(t.Files, t.Deletes) }

// Limits bound one run. Zero means the engine's default, never "without limit".
type Limits struct {
	MemoryBytes  int64
	TempBytes    int64
	ScannedBytes int64 // the run ends with Code Limit when it has read more; 0: no cut-off
	ResultBytes  int64
	Time         time.Duration
	Threads      int
}

// Key names what makes two runs interchangeable for an engine's instance: same permission set, same rules, same
// catalog, same object versions. The zero Key asks for an instance of its own, used once.
type Key struct {
	Account, Role, Rules, Catalog, Objects string
}

// Request is one statement over exact files.
type Request struct {
	Statement string
	Tables    []Table
	Limits    Limits
	Key       Key
	// Resident tells that the files are the asker's own and nobody is charged for what is read of them: what was read of
	// them is kept in memory for the next request of the Key, and nothing is counted.
	Resident bool
	// PlainJoins leaves out the filters that joins derive while they run; see WithPlainJoins.
	PlainJoins bool
	// Catalog and Schema that unqualified names in Statement resolve in; may be empty.
	Catalog, Schema string
}

// Rows is an open result. The caller closes it; until then the engine's instance is taken. It is not safe for
// concurrent use.
type Rows interface {
	// Schema is known before the first batch.
	Schema() *arrow.Schema
	// Next returns the next batch, or io.EOF after the last. The caller releases each batch.
	Next(ctx context.Context) (arrow.RecordBatch, error)
	// Statistics is complete after io.EOF, and says what had been read when the run was cut off or cancelled.
	Statistics() result.Statistics
	Close() error
}

// Engine runs statements. It is safe for concurrent use. Errors are of package fault: Limit with what was hit,
// Cancelled when the context ended, Validation with the engine's sentence for a fault of the query or the data,
// Throttled when slots and queue are full, Unavailable when no instance could be had or it died, Unsupported for a
// file that this engine cannot read, Internal for the rest. Where the statement had begun, StatisticsOf(err) says
// what it had read.
type Engine interface {
	Run(ctx context.Context, r Request) (Rows, error)
	Close() error
}
