package trail

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"interlaken/fault"
	"interlaken/store"
)

// scattered appends events of few names over two full segments and the begin of a third. Their times go back and forth.
func scattered(w *world) {
	random := rand.New(rand.NewPCG(1, 2))
	w.t.Log("seed 1, 2")
	w.update(func(tx store.Tx) error {
		for i := range 2*segmentSize + 20 {
			e := event(hub, fmt.Sprintf("E%d", random.IntN(5)))
			e.EventTime = start.Add(time.Duration(i/3+random.IntN(5)) * time.Second)
			e.ReadOnly = random.IntN(2) == 0
			if random.IntN(40) == 0 {
				e.Resources = secondHop().Resources
			}
			if random.IntN(4) == 0 {
				e.EventCategory = Data
			}
			if err := w.trail.Append(tx, e); err != nil {
				return err
			}
		}
		return nil
	})
}

// wanted are the sequence numbers that a query has to find among all events.
func wanted(all []Entry, q Query, has func(*Event) bool) []int64 {
	var found []int64
	for _, entry := range all {
		e := &entry.Event
		early := !q.StartTime.IsZero() && e.EventTime.Before(q.StartTime)
		late := !q.EndTime.IsZero() && e.EventTime.After(q.EndTime)
		if !early && !late && e.EventCategory == cmp.Or(q.Category, Management) && has(e) {
			found = append(found, entry.Sequence)
		}
	}
	if !q.OldestFirst {
		slices.Reverse(found)
	}
	return found
}

// What Lookup finds by segments is what one finds who looks at each event, and it finds the same without them.
func TestLookupAcrossSegments(t *testing.T) {
	w := newWorld(t)
	scattered(w)
	var all []Entry
	w.view(func(r store.Reader) error {
		for number := range int64(3) {
			for entry, err := range events(r, hub, number, false) {
				if err != nil {
					return err
				}
				all = append(all, entry)
			}
		}
		return nil
	})
	if len(all) != 2*segmentSize+20 {
		t.Fatalf("%d events", len(all))
	}
	queries := []struct {
		q   Query
		has func(*Event) bool
	}{
		{Query{}, func(*Event) bool { return true }},
		{Query{Category: Data}, func(*Event) bool { return true }},
		{Query{OldestFirst: true, Size: 9}, func(*Event) bool { return true }},
		{Query{Attribute: ByEventName, Value: "E3", Size: 9}, func(e *Event) bool { return e.EventName == "E3" }},
		{Query{Attribute: ByEventName, Value: "E9"}, func(*Event) bool { return false }},
		{Query{Attribute: ByReadOnly, Value: "false", Category: Data, OldestFirst: true}, func(e *Event) bool { return !e.ReadOnly }},
		{Query{Attribute: ByResourceName, Value: secondHop().Resources[0].ARN, Size: 1}, func(e *Event) bool { return len(e.Resources) > 0 }},
		{
			Query{Attribute: ByEventID, Value: all[100].Event.EventID, Category: all[100].Event.EventCategory},
			func(e *Event) bool { return e.EventID == all[100].Event.EventID },
		},
	}
	compare := func(state string) {
		t.Helper()
		for _, c := range queries {
			for _, span := range [][2]time.Time{{}, {start.Add(30 * time.Second), start.Add(50 * time.Second)}, {start.Add(45 * time.Second), {}}, {{}, start}} {
				q := c.q
				q.StartTime, q.EndTime = span[0], span[1]
				var got []int64
				for _, entry := range w.lookup(hub, q) {
					got = append(got, entry.Sequence)
				}
				if want := wanted(all, q, c.has); !slices.Equal(got, want) {
					t.Errorf("%s, %+v:\n got %v\nwant %v", state, q, got, want)
				}
			}
		}
	}
	compare("with segments")
	w.update(func(tx store.Tx) error {
		_, err := tx.Put(segmentTable, store.Record{Key: segmentKey(hub, 0), Schema: 1, Value: []byte("cut")}, store.Any)
		return err
	})
	w.update(func(tx store.Tx) error { return tx.Delete(segmentTable, segmentKey(hub, 1), store.Any) })
	compare("one segment damaged, one lost")
}

func TestSegmentsAreFull(t *testing.T) {
	w := newWorld(t)
	scattered(w)
	w.view(func(r store.Reader) error {
		var numbers []int64
		for record, err := range r.Scan(segmentTable, store.Range{}) {
			if err != nil {
				return err
			}
			s := unpack(int64(len(numbers)), record.Value)
			if s == nil || record.Key != segmentKey(hub, s.number) {
				t.Fatalf("segment %d is %x", len(numbers), record.Value)
			}
			numbers = append(numbers, s.number)
			if places := append(s.places(term{category: Management}), s.places(term{category: Data})...); len(places) != segmentSize {
				t.Errorf("segment %d names %d events", s.number, len(places))
			}
		}
		if !slices.Equal(numbers, []int64{0, 1}) {
			t.Errorf("segments are %v", numbers)
		}
		return nil
	})
}

// A segment that names an event which is not there any more says so; it does not hide it.
func TestLookupOfAMissingEvent(t *testing.T) {
	w := newWorld(t)
	scattered(w)
	var id, category string
	w.update(func(tx store.Tx) error {
		record, err := tx.Get(eventTable, eventKey(hub, 5))
		if err != nil {
			return err
		}
		entry, err := decode(record)
		if err != nil {
			return err
		}
		id, category = entry.Event.EventID, entry.Event.EventCategory
		return tx.Delete(eventTable, record.Key, store.Any)
	})
	w.view(func(r store.Reader) error {
		_, _, err := Lookup(r, hub, Query{Category: category, Attribute: ByEventID, Value: id})
		if !fault.Is(err, fault.Internal) || !strings.Contains(err.Error(), "Event 5 of account 111111111111 is missing; verify the trail.") {
			t.Errorf("the error is %v", err)
		}
		return nil
	})
}

func TestForeignTokens(t *testing.T) {
	w := newWorld(t)
	w.append(event(hub, "A"))
	for _, position := range []string{"x", "0", "-1", "99999999999999999999"} {
		w.view(func(r store.Reader) error {
			if _, _, err := Lookup(r, hub, Query{Token: store.Token(position)}); !fault.Is(err, fault.Validation) {
				t.Errorf("token of %q: %v", position, err)
			}
			return nil
		})
	}
}
