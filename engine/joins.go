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
	return err != nil && strings.Contains(fault.Public(err), "Can't convert TableFilterType")
}

// WithPlainJoins is a request without filters that joins derive while they run: slower, and of the same rows.
func WithPlainJoins(r Request) Request {
	r.PlainJoins = true
	if r.Key != (Key{}) {
		r.Key.Rules += plainJoins
	}
	return r
}
