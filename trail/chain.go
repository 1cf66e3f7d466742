package trail

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"interlaken/fault"
	"interlaken/store"
)

// Head stands for all events of an account up to Count. A head that has left the machine, signed, is what a chain is
// held against later.
type Head struct {
	Account string
	// Count is the sequence number of the last event; 0 for an account without events.
	Count int64
	// Hash is that event's, in hex; "" without events.
	Hash string
	// Time is when the event was appended.
	Time time.Time
}

// Same reports whether both heads stand for the same events.
func (h Head) Same(other Head) bool {
	return h.Account == other.Account && h.Count == other.Count && subtle.ConstantTimeCompare([]byte(h.Hash), []byte(other.Hash)) == 1
}

var heads = store.Collection[Head]{
	Table: "trail.head", Schema: 1,
	Key: func(h *Head) string { return store.Key(h.Account) },
}

// HeadOf returns an account's head.
func HeadOf(r store.Reader, account string) (Head, error) {
	h, err := heads.Get(r, store.Key(account))
	if fault.Is(err, fault.NotFound) {
		return Head{Account: account}, nil
	}
	return h, err
}

// Heads returns the heads of all accounts with events, by account.
func Heads(r store.Reader) ([]Head, error) {
	all, _, err := store.Page(heads.Scan(r, store.Range{}), maxAccounts)
	return all, err
}

// maxAccounts is more than an organization may have.
const maxAccounts = 1 << 20

// sum is the hash of one event: of its place in the chain, of the hash before it and of every byte that is kept of it.
// Each part is preceded by its length, so that no two events are the same bytes.
func (s *stored) sum() string {
	h := sha256.New()
	for _, part := range [][]byte{
		[]byte("interlaken trail 1"), []byte(s.Account), binary.BigEndian.AppendUint64(nil, uint64(s.Sequence)), []byte(s.Previous), s.Record, s.Private,
	} {
		_, _ = h.Write(binary.BigEndian.AppendUint64(nil, uint64(len(part))))
		_, _ = h.Write(part)
	}
	return hex.EncodeToString(h.Sum(nil))
}

// Break says where a chain is broken first, and how.
type Break struct {
	Kind BreakKind
	// Sequence is the first event of which nothing can be said any more, counted from 1.
	Sequence int64
	// Why is a sentence for people.
	Why string
}

// BreakKind is what was done to a chain.
type BreakKind string

// What Verify finds.
const (
	Changed    BreakKind = "changed"    // an event's bytes are not those that were hashed
	Missing    BreakKind = "missing"    // an event is gone, at the end or in the middle
	Reordered  BreakKind = "reordered"  // an event stands at another one's place
	Recomputed BreakKind = "recomputed" // the chain holds in itself, but is not the one a kept head stands for
)

// Report is what Verify says of one account's chain.
type Report struct {
	Account string
	// Count is how many events were looked at.
	Count int64
	// Anchored is the last event that a kept head vouches for. Those after it, all of them without heads, are
	// consistent in themselves and no more: whoever can write the store could have computed them anew.
	Anchored int64
	// Break is nil for a chain that holds.
	Break *Break
}

// String is a sentence for people.
func (r Report) String() string {
	events := fmt.Sprintf("%d events", r.Count)
	if r.Count == 1 {
		events = "1 event"
	}
	switch {
	case r.Break != nil:
		return fmt.Sprintf("The trail of account %s is broken at event %d (%s): %s", r.Account, r.Break.Sequence, r.Break.Kind, r.Break.Why)
	case r.Anchored == 0:
		return fmt.Sprintf("The trail of account %s is consistent: %s, none of them anchored by a head.", r.Account, events)
	case r.Anchored < r.Count:
		return fmt.Sprintf("The trail of account %s holds: %s, from event %d on nothing is anchored by a head.", r.Account, events, r.Anchored+1)
	}
	return fmt.Sprintf("The trail of account %s holds: %s, all anchored by a head.", r.Account, events)
}

// Verify computes an account's chain anew from its first event and holds it against kept heads, of which those of
// other accounts are passed over. An error means that the store could not be read; a broken chain is a Report.
func Verify(r store.Reader, account string, kept ...Head) (Report, error) {
	kept = slices.DeleteFunc(slices.Clone(kept), func(h Head) bool { return h.Account != account || h.Count <= 0 })
	slices.SortFunc(kept, func(a, b Head) int { return int(a.Count - b.Count) })
	report := Report{Account: account}
	previous := ""
	for record, err := range r.Scan(eventTable, store.Range{Prefix: store.Key(account)}) {
		if err != nil {
			return report, err
		}
		next, broken := follow(record, account, report.Count+1, previous)
		if broken != nil {
			report.Break = broken
			return report, nil
		}
		report.Count++
		previous = next
		for len(kept) > 0 && kept[0].Count == report.Count {
			if !kept[0].Same(Head{Account: account, Count: report.Count, Hash: previous}) {
				report.Break = &Break{Recomputed, report.Anchored + 1, fmt.Sprintf(
					"the chain holds in itself, but its first %d events are not those for which the head of %s stands.", report.Count, kept[0].Time.UTC().Format(time.RFC3339))}
				return report, nil
			}
			report.Anchored = report.Count
			kept = kept[1:]
		}
	}
	if len(kept) > 0 {
		last := kept[len(kept)-1]
		report.Break = &Break{Missing, report.Count + 1, fmt.Sprintf(
			"the head of %s stands for %d events, and there are %d.", last.Time.UTC().Format(time.RFC3339), last.Count, report.Count)}
		return report, nil
	}
	own, err := HeadOf(r, account)
	switch {
	case err != nil:
		return report, err
	case own.Count > report.Count:
		report.Break = &Break{Missing, report.Count + 1, fmt.Sprintf("the store's own head stands for %d events, and there are %d.", own.Count, report.Count)}
	case own.Count < report.Count || own.Hash != previous:
		report.Break = &Break{Changed, own.Count + 1, fmt.Sprintf("the store's own head stands for other events than the %d that there are.", report.Count)}
	}
	return report, nil
}

// VerifyAll verifies the chain of every account that has one or of which a head was kept.
func VerifyAll(r store.Reader, kept ...Head) ([]Report, error) {
	own, err := Heads(r)
	if err != nil {
		return nil, err
	}
	var accounts []string
	for _, h := range slices.Concat(own, kept) {
		accounts = append(accounts, h.Account)
	}
	slices.Sort(accounts)
	var reports []Report
	for _, account := range slices.Compact(accounts) {
		report, err := Verify(r, account, kept...)
		if err != nil {
			return nil, err
		}
		reports = append(reports, report)
	}
	return reports, nil
}

// follow checks that a record is the event with this number after the one whose hash is given, and returns its hash.
func follow(record store.Record, account string, sequence int64, previous string) (string, *Break) {
	if record.Key != eventKey(account, sequence) {
		return "", &Break{Missing, sequence, "the next event that is there has another number."}
	}
	var s stored
	if err := json.Unmarshal(record.Value, &s); err != nil {
		return "", &Break{Changed, sequence, "it cannot be read."}
	}
	switch {
	case s.Sequence != sequence || s.Account != account:
		return "", &Break{Reordered, sequence, fmt.Sprintf("what stands there was written as event %d of account %s.", s.Sequence, s.Account)}
	case s.sum() != s.Hash:
		return "", &Break{Changed, sequence, "its content is not what was hashed."}
	case s.Previous != previous:
		return "", &Break{Changed, max(1, sequence-1), fmt.Sprintf("event %d does not follow it: one of the two was replaced.", sequence)}
	}
	return s.Hash, nil
}
