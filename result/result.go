// Package result describes what a query gives back: columns with Trino types, values as Athena prints them, and
// statistics. Rows travel as Arrow batches. It imports sql/types only and may be imported by everyone above.
package result

import (
	"time"

	"interlaken/sql/types"
)

// Column is a column of a result.
type Column struct {
	Name string
	Type types.Type
}

// Statistics says what a run cost the engine.
type Statistics struct {
	// ScannedBytes are the column-chunk bytes that were read, footers subtracted; for text formats the size of
	// the files (DESIGN decision 5).
	ScannedBytes int64
	FilesRead    int64
	// MeterDisagreed is set when the engine's two meters differed and the larger figure was charged.
	MeterDisagreed bool
	Rows           int64
	ResultBytes    int64
	Queued         time.Duration // from the request to the engine's start
	Executed       time.Duration // the statement alone
	Reused         bool          // a warm instance answered
}
