package trail

import (
	"encoding/json"
	"slices"
	"strconv"
	"time"

	"interlaken/arn"
	"interlaken/clock"
	"interlaken/fault"
	"interlaken/id"
	"interlaken/store"
)

// Trail appends events. It is safe for concurrent use.
type Trail struct {
	clock    clock.Clock
	ids      *id.Source
	sketches sketches
}

// New makes a trail that takes the time and event ids from its arguments.
func New(c clock.Clock, ids *id.Source) *Trail { return &Trail{clock: c, ids: ids} }

const eventTable = "trail.event"

// maxElements is the most bytes of requestParameters and responseElements (User Guide, record contents: 100 KB).
const maxElements = 100_000

// stored is what the store keeps of an event.
type stored struct {
	Account  string `json:"account"`
	Sequence int64  `json:"sequence"` // from 1
	Previous string `json:"previous"` // hash of the event before; "" for the first
	Hash     string `json:"hash"`
	// Record is the public record, Private what is kept beside it: the bytes that are hashed.
	Record  json.RawMessage `json:"record"`
	Private json.RawMessage `json:"private"`
}

// document is what json.Marshal makes of it, without looking at record and private again, which it has made.
func (s *stored) document() []byte {
	b := make([]byte, 0, len(s.Record)+len(s.Private)+300)
	b = append(b, `{"account":"`...)
	b = append(b, s.Account...)
	b = append(b, `","sequence":`...)
	b = strconv.AppendInt(b, s.Sequence, 10)
	b = append(b, `,"previous":"`...)
	b = append(b, s.Previous...)
	b = append(b, `","hash":"`...)
	b = append(b, s.Hash...)
	b = append(b, `","record":`...)
	b = append(b, s.Record...)
	b = append(b, `,"private":`...)
	b = append(b, s.Private...)
	return append(b, '}')
}

// private is what is kept beside the record.
type private struct {
	Reasons any    `json:"reasons,omitempty"`
	Run     string `json:"run,omitempty"`
}

// Append writes the event into the trail of its RecipientAccountID, and copies of it into the trails of the accounts it
// is shared with, all in the caller's transaction. A copy says of the caller no more than another account may know. It
// fails with fault.Internal on an event that is not one; then the transaction has to fail.
func (t *Trail) Append(tx store.Tx, e Event) error {
	if err := t.complete(&e); err != nil {
		return err
	}
	shares := e.shares
	if e.ErrorCode != "" {
		shares = nil
	}
	if e.SharedEventID == "" && (len(shares) > 0 || e.UserIdentity.Type == TypeAWSService) {
		e.SharedEventID = t.ids.UUID()
	}
	if err := t.appendTo(tx, e); err != nil {
		return err
	}
	for i, account := range shares {
		if account == e.RecipientAccountID || slices.Contains(shares[:i], account) {
			continue
		}
		if err := t.appendTo(tx, copyFor(account, e)); err != nil {
			return err
		}
	}
	return nil
}

// complete sets what Append promises to set and makes every free part a tree without secrets.
func (t *Trail) complete(e *Event) error {
	e.EventVersion = EventVersion
	if e.EventTime.IsZero() {
		e.EventTime = t.clock.Now()
	}
	e.EventTime = e.EventTime.UTC().Truncate(time.Second)
	if e.EventType == "" {
		e.EventType = "AwsApiCall"
	}
	if e.EventCategory == "" {
		e.EventCategory = Management
	}
	e.ManagementEvent = e.EventCategory == Management
	switch {
	case e.EventSource == "" || e.EventName == "" || e.UserIdentity.Type == "":
		return fault.New(fault.Internal, "An event has no source, name or caller.")
	case e.EventCategory != Management && e.EventCategory != Data:
		return fault.New(fault.Internal, "The event category %q is not kept here.", e.EventCategory)
	}
	for _, part := range []*any{&e.RequestParameters, &e.ResponseElements, &e.AdditionalEventData, &e.ServiceEventDetails, &e.Reasons} {
		tree, err := Elements(*part)
		if err != nil {
			return fault.Wrap(err, fault.Internal, "The event %s cannot be recorded.", e.EventName)
		}
		*part = tree
	}
	for _, part := range []*any{&e.RequestParameters, &e.ResponseElements} {
		text, err := json.Marshal(*part)
		if err != nil {
			return fault.Wrap(err, fault.Internal, "The event %s cannot be recorded.", e.EventName)
		}
		if len(text) > maxElements {
			*part = map[string]any{"omitted": true, "originalSize": len(text), "reason": "The content has more than 100 KB."}
			continue
		}
		if *part != nil {
			*part = json.RawMessage(text)
		}
	}
	return nil
}

// copyFor is the event as another account gets to see it (User Guide, userIdentity: AWSAccount).
func copyFor(account string, e Event) Event {
	by := e.UserIdentity.InvokedBy
	if e.UserIdentity.Type != TypeAWSService {
		e.UserIdentity = AWSAccount(e.UserIdentity.PrincipalID, e.UserIdentity.AccountID)
		e.UserIdentity.InvokedBy = by
	}
	e.RecipientAccountID = account
	e.Reasons = nil
	return e
}

func (t *Trail) appendTo(tx store.Tx, e Event) error {
	if !arn.IsAccount(e.RecipientAccountID) {
		return fault.New(fault.Internal, "The event %s is for account %q, which is none.", e.EventName, e.RecipientAccountID)
	}
	e.EventID = t.ids.UUID()
	record, err := json.Marshal(e)
	if err != nil {
		return fault.Wrap(err, fault.Internal, "The event %s cannot be recorded.", e.EventName)
	}
	beside, err := json.Marshal(private{e.Reasons, e.Run})
	if err != nil {
		return fault.Wrap(err, fault.Internal, "The reasons of event %s cannot be recorded.", e.EventName)
	}
	head, err := HeadOf(tx, e.RecipientAccountID)
	if err != nil {
		return err
	}
	s := stored{Account: head.Account, Sequence: head.Count + 1, Previous: head.Hash, Record: record, Private: beside}
	s.Hash = s.sum()
	if _, err := tx.Put(eventTable, store.Record{Key: eventKey(s.Account, s.Sequence), Schema: 1, Value: s.document()}, store.Absent); err != nil {
		return err
	}
	t.sketches.note(&e, &s)
	if s.Sequence%segmentSize == 0 {
		if err := t.fill(tx, &s); err != nil {
			return err
		}
	}
	return heads.Put(tx, Head{Account: s.Account, Count: s.Sequence, Hash: s.Hash, Time: t.clock.Now()})
}

func eventKey(account string, sequence int64) string { return store.Key(account, sequence) }
