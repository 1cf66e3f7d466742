// Package usage is the append-only record of what was used, by whom and in which account, written in the transaction
// of the operation that used it; and what it costs by the list prices of a day. A record holds the quantity in its
// smallest natural unit (bytes, requests) and no money, so that a price that is learnt later changes no record.
//
// It is not a bill: taxes, discounts, free tiers and monthly caps, which depend on the payer's whole month, are left
// out, so Glue's first million requests of a month are priced like all others. What a payer owes is at most this.
// service and hub/meter write records; cloud/costexplorer, hub/meter and cli read them.
package usage

import (
	"iter"
	"time"

	"interlaken/arn"
	"interlaken/fault"
	"interlaken/id"
	"interlaken/store"
)

// The services as Cost Explorer names them (dimension SERVICE).
const (
	Athena     = "Amazon Athena"
	S3         = "Amazon Simple Storage Service"
	Glue       = "AWS Glue"
	QuickSight = "Amazon QuickSight"
)

// The usage types of region us-east-1 as bills name them. prices.csv has their prices.
const (
	AthenaDataScanned   = "USE1-DataScannedInTB"
	S3WriteRequests     = "Requests-Tier1" // PUT, COPY, POST, LIST
	S3ReadRequests      = "Requests-Tier2" // GET and all others but DELETE and CANCEL, which are free
	GlueCatalogRequests = "USE1-Catalog-Request"
	ReaderSessions      = "QS-Reader-Usage-Paid-Session"
	AuthorMonths        = "QS-User-Enterprise-Month"
)

// Unit is what a quantity counts.
type Unit string

// The units.
const (
	Bytes      Unit = "bytes"
	Requests   Unit = "requests"
	Sessions   Unit = "sessions"
	UserMonths Unit = "user-months"
)

// Record is one use of one thing. It is never changed.
type Record struct {
	// ID is set by Append.
	ID string `json:"id"`
	// Account is the one that is billed.
	Account string `json:"account"`
	// Service and UsageType are among those above; Operation is the API operation, such as GetObject or RunQuery.
	Service   string `json:"service"`
	UsageType string `json:"usageType"`
	Operation string `json:"operation"`
	// Quantity counts what was used, before minimum and rounding. It is not negative. What is free, such as a failed
	// query, has no record: a query of 0 bytes bears the minimum.
	Quantity int64 `json:"quantity"`
	Unit     Unit  `json:"unit"`
	// Time is when it was used, and decides which price applies.
	Time time.Time `json:"time"`
	// Resource is the ARN of what was used, such as a workgroup.
	Resource string `json:"resource,omitempty"`
	// Run ties the records of one query together; "" outside a run.
	Run string `json:"run,omitempty"`
	// Principal is the ARN of who used it.
	Principal string `json:"principal,omitempty"`
}

// Log appends records. It is safe for concurrent use.
type Log struct{ ids *id.Source }

// New makes a log that takes record ids from its argument.
func New(ids *id.Source) *Log { return &Log{ids} }

var records = store.Collection[Record]{
	Table: "usage.record", Schema: 1,
	// By account and time, so that a month of an account is one range.
	Key: func(r *Record) string { return store.Key(r.Account, r.Time, r.ID) },
	Indexes: map[string]func(*Record) []string{
		"run": func(r *Record) []string {
			if r.Run == "" {
				return nil
			}
			return []string{store.Key(r.Run)}
		},
	},
}

// Append writes a record in the caller's transaction. A record that names no account, thing, unit or time, or has a
// negative quantity, is a defect: fault.Internal.
func (l *Log) Append(tx store.Tx, r Record) error {
	switch {
	case !arn.IsAccount(r.Account):
		return fault.New(fault.Internal, "Usage is recorded for account %q, which is none.", r.Account)
	case r.Service == "" || r.UsageType == "" || r.Unit == "" || r.Time.IsZero():
		return fault.New(fault.Internal, "Usage is recorded without service, usage type, unit or time.")
	case r.Quantity < 0:
		return fault.New(fault.Internal, "Usage of %s is recorded with the negative quantity %d.", r.UsageType, r.Quantity)
	}
	r.ID, r.Time = l.ids.UUID(), r.Time.UTC()
	return records.Create(tx, r)
}

// Span selects records: an account's, from a time (inclusive) to a time (exclusive). Zero times are open; without an
// account it is those of all accounts.
type Span struct {
	Account  string
	From, To time.Time
}

// Scan yields the records of a span by account, and by time within it.
func Scan(r store.Reader, span Span) iter.Seq2[Record, error] {
	return func(yield func(Record, error) bool) {
		var part store.Range
		if span.Account != "" {
			part.Prefix = store.Key(span.Account)
			if !span.From.IsZero() {
				part.From = store.Key(span.Account, span.From)
			}
			if !span.To.IsZero() {
				part.To = store.Key(span.Account, span.To)
			}
		}
		for item, err := range records.Scan(r, part) {
			if err == nil && !span.holds(item.Value.Time) {
				continue
			}
			if !yield(item.Value, err) || err != nil {
				return
			}
		}
	}
}

func (s Span) holds(t time.Time) bool {
	return (s.From.IsZero() || !t.Before(s.From)) && (s.To.IsZero() || t.Before(s.To))
}

// OfRun yields the records of one run, in all accounts that it touched.
func OfRun(r store.Reader, run string) iter.Seq2[Record, error] {
	return func(yield func(Record, error) bool) {
		for item, err := range records.ScanIndex(r, "run", store.Range{Prefix: store.Key(run)}) {
			if !yield(item.Value, err) || err != nil {
				return
			}
		}
	}
}
