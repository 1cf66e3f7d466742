package engine

import (
	"strings"

	"interlaken/fault"
)

// plainJoins marks the key of an instance that joins plainly.
const plainJoins = "plain joins"

// NeedsPlainJoins reports a run that failed because of a defect of DuckDB, not of the statement: a join derives a Bloom
// filter for a scan whose file has the column in another type than the table, and the scan cannot turn the filter round
// (1.5: "Can't convert TableFilterType … from global to local indexes"). The run did nothing; WithPlainJoins makes a
// request that succeeds.
func NeedsPlainJoins(err error) bool {
	if err == nil {
		return false
	}
	// Behind the class of the error, so that no text of a statement's own is taken for it.
	_, sentence, _ := strings.Cut(fault.Public(err), ": ")
	return strings.HasPrefix(sentence, "Can't convert TableFilterType")
}

// WithPlainJoins is a request without filters that joins derive while they run: slower, and of the same rows.
func WithPlainJoins(r Request) Request {
	r.PlainJoins = true
	if r.Key != (Key{}) {
		r.Key.Rules += plainJoins
	}
	return r
}
