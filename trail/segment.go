package trail

import (
	"bytes"
	"encoding/binary"
	"iter"
	"slices"
	"sort"
	"time"

	"interlaken/fault"
	"interlaken/store"
)

// segmentSize is how many events one segment is of. A place in it has to fit a byte.
const segmentSize = 128

// segment says which of segmentSize consecutive events of an account have which terms. It is written once, with the
// event that fills it: entries in the store's indexes, eight of them for each event and all over a tree, made four
// fifths of what a commit had to write. It is a shortcut and nothing rests on it: where one is missing or damaged its events are
// looked at one by one, as those after the last full one are, and so are those that it names.
type segment struct {
	// number counts from 0: the first has the events from 1 to segmentSize.
	number int64
	// earliest and latest are of the events' times, which need not be in the order of their numbers.
	earliest, latest time.Time
	// postings are pieces of postingSize bytes in ascending order: the hash of a term, and the place of an event that
	// has it.
	postings []byte
}

const (
	segmentTable = "trail.segment"
	postingSize  = hashSize + 1
)

func segmentKey(account string, number int64) string { return store.Key(account, number) }

// segmentHeader is the two times in Unix seconds, before the postings. The document is not JSON, as others are: a
// lookup of something rare reads all of them.
const segmentHeader = 16

func (s *segment) pack() []byte {
	b := binary.BigEndian.AppendUint64(nil, uint64(s.earliest.Unix()))
	b = binary.BigEndian.AppendUint64(b, uint64(s.latest.Unix()))
	return append(b, s.postings...)
}

// unpack returns nil for what is not a segment.
func unpack(number int64, b []byte) *segment {
	if len(b) < segmentHeader || (len(b)-segmentHeader)%postingSize != 0 {
		return nil
	}
	seconds := func(b []byte) time.Time { return time.Unix(int64(binary.BigEndian.Uint64(b)), 0) }
	return &segment{number, seconds(b), seconds(b[8:]), b[segmentHeader:]}
}

// segmentOf is the number of the segment that an event belongs to.
func segmentOf(sequence int64) int64 { return (sequence - 1) / segmentSize }

// read makes a segment from its events, the last of which was just written.
func read(r store.Reader, account string, number int64) (*segment, error) {
	made := newSegment(number)
	for entry, err := range events(r, account, number, false) {
		if err != nil {
			return nil, err
		}
		var terms [][hashSize]byte
		for _, t := range entry.Event.terms() {
			terms = append(terms, t.hash())
		}
		made.add(int(entry.Sequence-number*segmentSize-1), entry.Event.EventTime, terms)
	}
	made.sort()
	return &made.segment, nil
}

// fill writes the segment whose last event was just written.
func (t *Trail) fill(tx store.Tx, last *stored) error {
	made := t.sketches.segment(last)
	if made == nil {
		var err error
		if made, err = read(tx, last.Account, segmentOf(last.Sequence)); err != nil {
			return err
		}
	}
	_, err := tx.Put(segmentTable, store.Record{Key: segmentKey(last.Account, made.number), Schema: 1, Value: made.pack()}, store.Any)
	return err
}

// places are the events that the segment names under a term, by their numbers, in ascending order.
func (s *segment) places(t term) []int64 {
	hash := t.hash()
	n := len(s.postings) / postingSize
	at := func(i int) []byte { return s.postings[i*postingSize:][:postingSize] }
	var found []int64
	for i := sort.Search(n, func(i int) bool { return bytes.Compare(at(i)[:hashSize], hash[:]) >= 0 }); i < n && bytes.Equal(at(i)[:hashSize], hash[:]); i++ {
		found = append(found, s.number*segmentSize+int64(at(i)[hashSize])+1)
	}
	return found
}

// events yields all the events of a segment, whether or not it is full.
func events(r store.Reader, account string, number int64, newestFirst bool) iter.Seq2[Entry, error] {
	first := number*segmentSize + 1
	span := store.Range{From: eventKey(account, first), To: eventKey(account, first+segmentSize), Reverse: newestFirst}
	return func(yield func(Entry, error) bool) {
		for record, err := range r.Scan(eventTable, span) {
			var entry Entry
			if err == nil {
				entry, err = decode(record)
			}
			if !yield(entry, err) || err != nil {
				return
			}
		}
	}
}

// After yields an account's events after a number, in the order in which they were appended.
func After(r store.Reader, account string, sequence int64) iter.Seq2[Entry, error] {
	return func(yield func(Entry, error) bool) {
		head, err := HeadOf(r, account)
		if err != nil {
			yield(Entry{}, err)
			return
		}
		for number := segmentOf(sequence + 1); number <= segmentOf(head.Count) && head.Count > sequence; number++ {
			for entry, err := range events(r, account, number, false) {
				if err == nil && entry.Sequence <= sequence {
					continue
				}
				if !yield(entry, err) || err != nil {
					return
				}
			}
		}
	}
}

// candidates yields the events of a segment among which are all that have the term and lie between the times.
func candidates(r store.Reader, account string, number int64, q *Query) iter.Seq2[Entry, error] {
	record, err := r.Get(segmentTable, segmentKey(account, number))
	if err != nil && !fault.Is(err, fault.NotFound) {
		return func(yield func(Entry, error) bool) { yield(Entry{}, err) }
	}
	s := unpack(number, record.Value)
	switch {
	case s == nil:
		return events(r, account, number, !q.OldestFirst)
	case !q.between(s.earliest, s.latest):
		return func(func(Entry, error) bool) {}
	}
	found := s.places(q.term())
	if !q.OldestFirst {
		slices.Reverse(found)
	}
	return func(yield func(Entry, error) bool) {
		for _, sequence := range found {
			record, err := r.Get(eventTable, eventKey(account, sequence))
			if fault.Is(err, fault.NotFound) {
				err = fault.Wrap(err, fault.Internal, "Event %d of account %s is missing; verify the trail.", sequence, account)
			}
			var entry Entry
			if err == nil {
				entry, err = decode(record)
			}
			if !yield(entry, err) || err != nil {
				return
			}
		}
	}
}
