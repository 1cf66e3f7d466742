package trail

import (
	"encoding/json"
	"slices"
	"strconv"
	"time"

	"interlaken/fault"
	"interlaken/store"
)

// Attribute is what Lookup can select by. The first eight are CloudTrail's LookupAttributes.
type Attribute string

// The attributes of Lookup.
const (
	ByEventID      Attribute = "EventId"
	ByEventName    Attribute = "EventName"
	ByReadOnly     Attribute = "ReadOnly" // "true" or "false"
	ByUsername     Attribute = "Username"
	ByResourceType Attribute = "ResourceType"
	ByResourceName Attribute = "ResourceName" // an ARN, or a name alone
	ByEventSource  Attribute = "EventSource"
	ByAccessKeyID  Attribute = "AccessKeyId"
	ByRun          Attribute = "Run" // not CloudTrail's: the run that ties a query's events together
)

// Query selects events of one account. The zero value is its management events, newest first.
type Query struct {
	// Category is Management or Data; "" is Management.
	Category string
	// StartTime and EndTime are both inclusive, in whole seconds; zero ones are open.
	StartTime, EndTime time.Time
	// Attribute and Value select; an empty Attribute selects all.
	Attribute Attribute
	Value     string
	// Select, if not nil, leaves out every event that it refuses.
	Select func(*Event) bool
	// OldestFirst turns the order around.
	OldestFirst bool
	// Size is the most events of a page; 0 is 50, CloudTrail's most.
	Size int
	// Token is the one that the page before returned, with the same query.
	Token string
}

// Entry is one event as it is kept.
type Entry struct {
	Sequence int64
	// Event is the record, decoded; Reasons in it are a JSON tree.
	Event Event
	// JSON is the public record as it was written.
	JSON []byte
}

// Lookup returns a page of the account's events and the token of the next page, "" after the last. A wrong token is
// fault.Validation.
func Lookup(r store.Reader, account string, q Query) (page []Entry, next string, err error) {
	if q.Size == 0 {
		q.Size = 50
	}
	after, err := store.ParseToken(q.Token)
	if err != nil {
		return nil, "", err
	}
	index, span := q.span(account)
	span.After = after
	for record, err := range r.ScanIndex(eventTable, index, span) {
		if err != nil {
			return nil, "", err
		}
		entry, err := decode(record)
		if err != nil {
			return nil, "", err
		}
		if !q.selects(&entry.Event) || q.Select != nil && !q.Select(&entry.Event) {
			continue
		}
		if len(page) == q.Size {
			return page, store.Token(after), nil
		}
		page, after = append(page, entry), record.Position
	}
	return page, "", nil
}

// span says which index holds the answer, and which part of it. What no index is kept of is found in the order of
// time; see selects.
func (q Query) span(account string) (string, store.Range) {
	category := q.Category
	if category == "" {
		category = Management
	}
	index, before := timeIndex, []any{account, category}
	if q.indexed() {
		index, before = valueIndex, []any{account, category, q.Attribute, q.Value}
	}
	span := store.Range{Prefix: store.Key(before...), Reverse: !q.OldestFirst}
	if !q.StartTime.IsZero() {
		// Events have whole seconds: one at or after a fraction is at or after the next second.
		start := q.StartTime.UTC().Truncate(time.Second)
		if start.Before(q.StartTime) {
			start = start.Add(time.Second)
		}
		span.From = store.Key(append(before, start)...)
	}
	if !q.EndTime.IsZero() {
		span.To = store.Key(append(before, q.EndTime.UTC().Truncate(time.Second).Add(time.Second))...)
	}
	return index, span
}

func (q Query) indexed() bool {
	switch q.Attribute {
	case "", ByReadOnly, ByResourceType:
		return false
	case ByResourceName:
		return q.Category != Data
	}
	return true
}

func (q Query) selects(e *Event) bool {
	switch {
	case q.Attribute == ByReadOnly:
		return strconv.FormatBool(e.ReadOnly) == q.Value
	case q.Attribute == ByResourceType:
		return slices.ContainsFunc(e.Resources, func(r Resource) bool { return r.Type == q.Value })
	case q.Attribute == ByResourceName && q.Category == Data:
		return slices.ContainsFunc(e.Resources, func(r Resource) bool { return slices.Contains(r.names(), q.Value) })
	}
	return true
}

func decode(record store.Record) (Entry, error) {
	var s stored
	var beside private
	var entry Entry
	err := json.Unmarshal(record.Value, &s)
	if err == nil {
		err = json.Unmarshal(s.Record, &entry.Event)
	}
	if err == nil {
		err = json.Unmarshal(s.Private, &beside)
	}
	if err != nil {
		return entry, fault.Wrap(err, fault.Internal, "An event of the trail cannot be read; verify the trail.")
	}
	entry.Sequence, entry.JSON = s.Sequence, s.Record
	entry.Event.Reasons, entry.Event.Run = beside.Reasons, beside.Run
	return entry, nil
}
