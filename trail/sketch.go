package trail

import (
	"bytes"
	"slices"
	"sync"
	"time"
)

// sketches are the segments that are being filled, put down as their events are appended: to read 128 events
// again when the last one comes was a tenth of what appending costs. Nothing rests on them: one that does not fit the chain,
// because the process began in the middle or a transaction was undone, is made from the events.
type sketches struct {
	mu  sync.Mutex
	all map[place]*sketch
}

// place is where the sketch of a segment is kept: an account has two, so that what a transaction put down beyond the end of
// one, and undid, does not cost that one.
type place struct {
	account string
	odd     bool
}

func placeOf(account string, number int64) place { return place{account, number%2 == 1} }

// mostSketches bounds them; beyond, all are begun anew.
const mostSketches = 512

// sketch is one of them.
type sketch struct {
	number int64
	events [segmentSize]sketched
}

// sketched is what the segment needs of an event, and by which links it hangs in the chain.
type sketched struct {
	previous, hash string
	time           time.Time
	terms          [][hashSize]byte
}

// note puts an event down that was appended, or may yet be undone.
func (s *sketches) note(e *Event, kept *stored) {
	noted := sketched{previous: kept.Previous, hash: kept.Hash, time: e.EventTime}
	for _, t := range e.terms() {
		noted.terms = append(noted.terms, t.hash())
	}
	number := segmentOf(kept.Sequence)
	s.mu.Lock()
	defer s.mu.Unlock()
	at := placeOf(kept.Account, number)
	own := s.all[at]
	if own == nil || own.number != number {
		if s.all == nil || len(s.all) >= mostSketches {
			s.all = map[place]*sketch{}
		}
		own = &sketch{number: number}
		s.all[at] = own
	}
	own.events[kept.Sequence-number*segmentSize-1] = noted
}

// segment is the segment of an account whose last event has just been noted; nil where not each of its events was noted as
// it stands in the chain now.
func (s *sketches) segment(last *stored) *segment {
	s.mu.Lock()
	defer s.mu.Unlock()
	number := segmentOf(last.Sequence)
	own := s.all[placeOf(last.Account, number)]
	if own == nil || own.number != number {
		return nil
	}
	// Each hash is of all the bytes before it, so that links which fit are of these very events.
	link := last.Hash
	for i := segmentSize - 1; i >= 0; i-- {
		if own.events[i].hash != link || link == "" {
			return nil
		}
		link = own.events[i].previous
	}
	made := newSegment(own.number)
	for i := range own.events {
		made.add(i, own.events[i].time, own.events[i].terms)
	}
	made.sort()
	return &made.segment
}

// draft is a segment whose postings are not sorted yet.
type draft struct {
	segment
	unsorted [][]byte
}

func newSegment(number int64) *draft { return &draft{segment: segment{number: number}} }

// add adds the event at a place.
func (d *draft) add(place int, at time.Time, terms [][hashSize]byte) {
	if d.earliest.IsZero() || at.Before(d.earliest) {
		d.earliest = at
	}
	if at.After(d.latest) {
		d.latest = at
	}
	for i := range terms {
		d.unsorted = append(d.unsorted, append(terms[i][:], byte(place)))
	}
}

func (d *draft) sort() {
	slices.SortFunc(d.unsorted, bytes.Compare)
	d.postings = bytes.Join(slices.CompactFunc(d.unsorted, bytes.Equal), nil)
}
