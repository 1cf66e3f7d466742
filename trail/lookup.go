package trail

import (
	"encoding/json"
	"strconv"
	"time"

	"interlaken/fault"
	"interlaken/store"
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

// Lookup returns a page of the account's events, in the order in which they were appended or backwards, and the token
// of the next page, "" after the last. A wrong token is fault.Validation; an event that is missing or cannot be read is
// fault.Internal.
func Lookup(r store.Reader, account string, q Query) (page []Entry, next string, err error) {
	if q.Size == 0 {
		q.Size = 50
	}
	after, err := q.after()
	if err != nil {
		return nil, "", err
	}
	head, err := HeadOf(r, account)
	if err != nil || head.Count == 0 {
		return nil, "", err
	}
	number, step, end := segmentOf(min(head.Count, after-1)), int64(-1), int64(-1)
	if q.OldestFirst {
		number, step, end = segmentOf(after+1), 1, segmentOf(head.Count)+1
	}
	for ; (end-number)*step > 0; number += step {
		for entry, err := range candidates(r, account, number, &q) {
			if err != nil {
				return nil, "", err
			}
			if (entry.Sequence-after)*step <= 0 || !q.selects(&entry.Event) {
				continue
			}
			if len(page) == q.Size {
				return page, store.Token(strconv.FormatInt(page[len(page)-1].Sequence, 10)), nil
			}
			page = append(page, entry)
		}
	}
	return page, "", nil
}

// after is the number of the event after which the page begins, in the query's order.
func (q *Query) after() (int64, error) {
	position, err := store.ParseToken(q.Token)
	switch {
	case err != nil:
		return 0, err
	case position == "" && q.OldestFirst:
		return 0, nil
	case position == "":
		return lastSequence, nil
	}
	n, err := strconv.ParseInt(position, 10, 64)
	if err != nil || n < 1 || n > lastSequence {
		return 0, fault.New(fault.Validation, "The page token is not one that was given out.")
	}
	return n, nil
}

// lastSequence is above the number of every event.
const lastSequence = 1 << 53

func (q *Query) term() term {
	category := q.Category
	if category == "" {
		category = Management
	}
	if q.Attribute == "" {
		return term{category: category}
	}
	return term{category, q.Attribute, q.Value}
}

// between reports whether one of the times from earliest to latest may lie between the query's.
func (q *Query) between(earliest, latest time.Time) bool {
	return (q.StartTime.IsZero() || !latest.Before(q.StartTime)) && (q.EndTime.IsZero() || !earliest.After(q.EndTime))
}

func (q *Query) selects(e *Event) bool {
	return q.between(e.EventTime, e.EventTime) && e.has(q.term()) && (q.Select == nil || q.Select(e))
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
