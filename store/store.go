// Package store is the port of an ordered record store with transactions: what every service keeps, it keeps in
// tables of JSON records that are sorted by key and found by declared indexes.
//
// It is not a query language (a caller names a table or an index and a range) and not a file store (objects and
// Parquet files lie beside it). Implementations are in store/sqlite and store/postgres; store/storetest is the suite
// that each of them passes. Any package that keeps state may import it; it imports clock, id and fault only.
package store

import (
	"context"
	"iter"
)

// Store holds records. It is safe for concurrent use.
type Store interface {
	// View runs body on a snapshot: all its reads see the store as it was at the first of them, whatever is written
	// meanwhile, and everything whose Update returned before View was called.
	View(ctx context.Context, body func(Reader) error) error

	// Update runs body in a transaction and returns once what it wrote is durable. Bodies run one after the other,
	// each exactly once and in the caller's goroutine; each sees what the ones before it wrote. If body returns an
	// error, nothing that it wrote stays and the error is returned. If it panics, nothing that it wrote stays and
	// the panic goes on. The context is looked at until body begins, and not any more afterwards: the caller always
	// learns how it ended. A failure of the store itself is fault.Unavailable.
	//
	// While a body runs all others wait, so it does no I/O, waits for nothing and is short. It must not call View or
	// Update of the same store.
	Update(ctx context.Context, body func(Tx) error) error

	// Close waits for what runs and releases the store. Calls after it fail with fault.Unavailable.
	Close() error
}

// Reader reads records within View or Update. It is for the body's goroutine only and not valid after the body.
type Reader interface {
	// Get returns the record with this key, or fault.NotFound.
	Get(table, key string) (Record, error)

	// Scan yields the records of a table in the order of their keys, byte by byte. An error ends it. The body may
	// read and write while it ranges; records that it changes ahead of the scan may come in their old or new form.
	Scan(table string, span Range) iter.Seq2[Record, error]

	// ScanIndex yields the records of a table in the order of one index. A record comes once for each of its entries
	// in the index. The range speaks of positions: an index key followed by the record's key.
	ScanIndex(table, index string, span Range) iter.Seq2[Record, error]

	// Tables returns the names of the tables that hold records, in the order of their bytes. It is for what looks at
	// everything that is kept, such as a test of what a refused call leaves; it may walk the whole store.
	Tables() ([]string, error)
}

// Tx reads and writes records within Update. See Reader.
type Tx interface {
	Reader

	// Put writes a record and replaces its index entries. The condition is Any, Absent (fault.AlreadyExists if there
	// is one) or the version that the record must have (fault.Conflict if it has another or is gone). It returns the
	// record's new version. The Version and Position of the argument are ignored.
	Put(table string, record Record, condition Version) (Version, error)

	// Delete removes a record and its index entries under the same conditions as Put; Absent makes no sense and is
	// refused. Without a record it fails with fault.NotFound, or fault.Conflict when a version was asked for.
	Delete(table, key string, condition Version) error

	// AfterCommit has f called when the transaction has become durable, before Update returns, in its goroutine. It
	// is not called if the transaction fails. It is for waking others, not for work that must not be lost.
	AfterCommit(f func())

	// AfterUndo has f called when nothing of the transaction stays, whether its body or its commit failed or the body
	// panicked, in its goroutine and before Update returns or the panic goes on. It is for taking back what was set
	// aside outside the store for this transaction.
	AfterUndo(f func())
}

// Version changes with each write of a record and is never used twice in a store, not even after the record was
// deleted and made anew. It grows with the order of writes.
type Version int64

const (
	// Absent is the condition that there is no such record.
	Absent Version = 0
	// Any is the condition that always holds.
	Any Version = -1
)

// Record is one JSON document under a key.
type Record struct {
	// Key is made by Key and unique within its table.
	Key string
	// Version is set by the store.
	Version Version
	// Schema says by which form of the document Value is to be read. Collection upgrades older ones.
	Schema int
	// Value is the document. The store does not look into it; who received it may keep and change it.
	Value []byte
	// Entries are the places of this record in indexes. They are given to Put; reads leave them nil.
	Entries []Entry
	// Position is where the record stands in the scan that yielded it, for Range.After. Get leaves it empty.
	Position string
}

// Entry is one place in an index: many records may have the same key in it. All keys of an index have the same
// number and kinds of parts; see Key.
type Entry struct{ Index, Key string }

// Range says which part of a table or index is scanned. The zero value is all of it. In a table a position is a
// record's key, in an index an index key followed by the record's key.
type Range struct {
	// Prefix keeps positions that begin so.
	Prefix string
	// From keeps positions at and after it, To positions before it, in the order of bytes whatever Reverse says.
	// Empty ones keep all.
	From, To string
	// After keeps what comes later in the scan than this position, itself excluded: with Reverse, what is before it.
	// It is the Position of the last record of the page before.
	After string
	// Limit is the most records yielded; 0 is no limit.
	Limit int
	// Reverse scans from the last to the first.
	Reverse bool
}

// Bounds returns the positions that a Range keeps, for implementations: at and after low, before high.
func (r Range) Bounds() (low, high string) {
	low, high = r.Prefix, PrefixEnd(r.Prefix)
	low = max(low, r.From)
	if r.To != "" {
		high = min(high, r.To)
	}
	if r.After != "" {
		if r.Reverse {
			high = min(high, r.After)
		} else {
			low = max(low, r.After+"\x00")
		}
	}
	return low, high
}
