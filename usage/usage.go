// Package usage is the append-only record of what was used: who ran what, how many units, in which account. Records
// are written in the transaction of the operation that used them, so that a bill holds exactly what happened. Prices
// are data with region and date; money is an integer number of pico-dollars and is rounded only in print.
//
// It is not Cost Explorer (cloud/costexplorer has the API) and decides no budget (hub/meter). service appends to it.
package usage

import (
	"time"

	"interlaken/fault"
	"interlaken/id"
	"interlaken/store"
)

// Record is one use of one thing. Quantity is in the natural smallest unit (bytes, requests, seconds) and never
// negative; what is charged for it is Price's.
type Record struct {
	Account   string    `json:"account"`             // who pays
	Service   string    `json:"service"`             // as Cost Explorer names it: "Amazon Athena"
	UsageType string    `json:"usageType"`           // "USE1-DataScannedInTB"
	Operation string    `json:"operation"`           // the API operation
	Quantity  int64     `json:"quantity"`            // in Unit
	Unit      string    `json:"unit"`                // "bytes", "requests", "seconds", "sessions"
	Region    string    `json:"region,omitempty"`    // where the price is looked up
	Time      time.Time `json:"time"`                // when it was used
	Resource  string    `json:"resource,omitempty"`  // ARN of the workgroup, bucket, …
	Run       string    `json:"run,omitempty"`       // the run that it was used in
	Principal string    `json:"principal,omitempty"` // ARN of who used it
	ID        string    `json:"id"`                  // set by Append
}

var records = store.Collection[Record]{
	Table: "usage.record", Schema: 1,
	Key: func(r *Record) string { return store.Key(r.Account, r.Time, r.ID) },
}

// Log appends records. It is safe for concurrent use.
type Log struct{ ids *id.Source }

// New makes a log.
func New(ids *id.Source) *Log { return &Log{ids} }

// Append writes a record in the caller's transaction.
func (l *Log) Append(tx store.Tx, r Record) error {
	if r.Account == "" || r.Service == "" || r.UsageType == "" || r.Unit == "" || r.Quantity < 0 || r.Time.IsZero() {
		return fault.New(fault.Internal, "A usage record lacks its account, service, type, unit or time.")
	}
	r.ID = l.ids.UUID()
	return records.Create(tx, r)
}
