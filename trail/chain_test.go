package trail

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"interlaken/store"
)

// tamper gives an attacker the raw records of the hub: it may change, remove or add what it likes.
func (w *world) tamper(f func(tx store.Tx, records []store.Record)) {
	w.t.Helper()
	w.update(func(tx store.Tx) error {
		var records []store.Record
		for record, err := range tx.Scan(eventTable, store.Range{Prefix: store.Key(hub)}) {
			if err != nil {
				return err
			}
			records = append(records, record)
		}
		f(tx, records)
		return nil
	})
}

func (w *world) put(tx store.Tx, key string, value []byte) {
	w.t.Helper()
	if _, err := tx.Put(eventTable, store.Record{Key: key, Schema: 1, Value: value}, store.Any); err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) remove(tx store.Tx, key string) {
	w.t.Helper()
	if err := tx.Delete(eventTable, key, store.Any); err != nil {
		w.t.Fatal(err)
	}
}

// recompute writes the chain anew from an event on, heads and all, as somebody can who knows how it is made.
func (w *world) recompute(tx store.Tx, records []store.Record, from int, change func(*stored)) {
	w.t.Helper()
	previous := ""
	var last stored
	for i, record := range records {
		var s stored
		if err := json.Unmarshal(record.Value, &s); err != nil {
			w.t.Fatal(err)
		}
		if i == from {
			change(&s)
		}
		if i >= from {
			s.Previous = previous
			s.Hash = s.sum()
			document, err := json.Marshal(s)
			if err != nil {
				w.t.Fatal(err)
			}
			w.put(tx, record.Key, document)
		}
		previous, last = s.Hash, s
	}
	if err := heads.Put(tx, Head{Account: hub, Count: last.Sequence, Hash: last.Hash}); err != nil {
		w.t.Fatal(err)
	}
}

func replace(s []byte, old, new string) []byte {
	return []byte(strings.Replace(string(s), old, new, 1))
}

func TestVerify(t *testing.T) {
	const events = 6
	for _, c := range []struct {
		name   string
		tamper func(w *world, tx store.Tx, records []store.Record)
		// kind and at are what Verify says without heads, and with one of the whole chain.
		kind       BreakKind
		at         int64
		headedKind BreakKind
		headedAt   int64
	}{
		{"nothing", func(*world, store.Tx, []store.Record) {}, "", 0, "", 0},
		{"a member changed", func(w *world, tx store.Tx, r []store.Record) {
			w.put(tx, r[2].Key, replace(r[2].Value, `"E2"`, `"E9"`))
		}, Changed, 3, Changed, 3},
		{"reasons changed", func(w *world, tx store.Tx, r []store.Record) {
			w.put(tx, r[2].Key, replace(r[2].Value, `"why 2"`, `"why 3"`))
		}, Changed, 3, Changed, 3},
		{"made unreadable", func(w *world, tx store.Tx, r []store.Record) {
			w.put(tx, r[2].Key, []byte("{"))
		}, Changed, 3, Changed, 3},
		{"first removed", func(w *world, tx store.Tx, r []store.Record) { w.remove(tx, r[0].Key) }, Missing, 1, Missing, 1},
		{"one removed", func(w *world, tx store.Tx, r []store.Record) { w.remove(tx, r[3].Key) }, Missing, 4, Missing, 4},
		{"last removed", func(w *world, tx store.Tx, r []store.Record) { w.remove(tx, r[5].Key) }, Missing, 6, Missing, 6},
		{"last removed and the store's head set back", func(w *world, tx store.Tx, r []store.Record) {
			w.remove(tx, r[5].Key)
			w.recompute(tx, r[:5], 5, nil)
		}, "", 0, Missing, 6},
		{"all removed", func(w *world, tx store.Tx, r []store.Record) {
			for _, record := range r {
				w.remove(tx, record.Key)
			}
			if err := heads.Delete(tx, store.Key(hub)); err != nil {
				w.t.Fatal(err)
			}
		}, "", 0, Missing, 1},
		{"two swapped", func(w *world, tx store.Tx, r []store.Record) {
			w.put(tx, r[1].Key, r[2].Value)
			w.put(tx, r[2].Key, r[1].Value)
		}, Reordered, 2, Reordered, 2},
		{"two swapped and renumbered", func(w *world, tx store.Tx, r []store.Record) {
			w.put(tx, r[1].Key, replace(r[2].Value, `"sequence":3`, `"sequence":2`))
			w.put(tx, r[2].Key, replace(r[1].Value, `"sequence":2`, `"sequence":3`))
		}, Changed, 2, Changed, 2},
		{"one put in between", func(w *world, tx store.Tx, r []store.Record) {
			w.put(tx, store.Key(hub, 7), r[5].Value)
		}, Reordered, 7, Reordered, 7},
		{"one changed and hashed anew", func(w *world, tx store.Tx, r []store.Record) {
			var s stored
			if err := json.Unmarshal(r[2].Value, &s); err != nil {
				w.t.Fatal(err)
			}
			s.Record = replace(s.Record, `"E2"`, `"E9"`)
			s.Hash = s.sum()
			document, err := json.Marshal(s)
			if err != nil {
				w.t.Fatal(err)
			}
			w.put(tx, r[2].Key, document)
		}, Changed, 3, Changed, 3},
		{"chain computed anew", func(w *world, tx store.Tx, r []store.Record) {
			w.recompute(tx, r, 2, func(s *stored) { s.Record = replace(s.Record, `"E2"`, `"E9"`) })
		}, "", 0, Recomputed, 1},
		{"last changed, head of the store too", func(w *world, tx store.Tx, r []store.Record) {
			w.recompute(tx, r, 5, func(s *stored) { s.Record = replace(s.Record, `"E5"`, `"E9"`) })
		}, "", 0, Recomputed, 1},
		{"the store's head lost", func(w *world, tx store.Tx, r []store.Record) {
			if err := heads.Delete(tx, store.Key(hub)); err != nil {
				w.t.Fatal(err)
			}
		}, Changed, 1, Changed, 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld(t)
			for i := range events {
				e := event(hub, fmt.Sprintf("E%d", i))
				e.Reasons = fmt.Sprintf("why %d", i)
				w.append(e)
			}
			var kept Head
			w.view(func(r store.Reader) (err error) { kept, err = HeadOf(r, hub); return err })
			w.tamper(func(tx store.Tx, records []store.Record) { c.tamper(w, tx, records) })
			w.wantBreak("without heads", c.kind, c.at)
			w.wantBreak("with a head", c.headedKind, c.headedAt, kept)
		})
	}
}

func (w *world) wantBreak(what string, kind BreakKind, at int64, kept ...Head) {
	w.t.Helper()
	w.view(func(r store.Reader) error {
		report, err := Verify(r, hub, kept...)
		if err != nil {
			return err
		}
		got := Break{}
		if report.Break != nil {
			got = *report.Break
			if !strings.Contains(report.String(), "is broken at event") {
				w.t.Errorf("%s: the sentence is %q", what, report)
			}
		}
		if got.Kind != kind || got.Sequence != at {
			w.t.Errorf("%s: %q at %d, want %q at %d (%s)", what, got.Kind, got.Sequence, kind, at, report)
		}
		return nil
	})
}

// Heads of different ages say up to where the chain is anchored, and where it was computed anew.
func TestAnchors(t *testing.T) {
	w := newWorld(t)
	var kept []Head
	for i := range 6 {
		w.append(event(hub, fmt.Sprintf("E%d", i)))
		if i == 1 || i == 3 {
			w.view(func(r store.Reader) error {
				h, err := HeadOf(r, hub)
				kept = append(kept, h, Head{Account: spoke})
				return err
			})
		}
	}
	verify := func(heads ...Head) Report {
		var report Report
		w.view(func(r store.Reader) (err error) { report, err = Verify(r, hub, heads...); return err })
		return report
	}
	for _, c := range []struct {
		report   Report
		anchored int64
		sentence string
	}{
		{verify(), 0, "The trail of account 111111111111 is consistent: 6 events, none of them anchored by a head."},
		{verify(kept[2], kept[0], kept[2]), 4, "The trail of account 111111111111 holds: 6 events, from event 5 on nothing is anchored by a head."},
	} {
		if c.report.Break != nil || c.report.Anchored != c.anchored || c.report.Count != 6 || c.report.String() != c.sentence {
			t.Errorf("report is %+v: %s", c.report, c.report)
		}
	}
	w.tamper(func(tx store.Tx, records []store.Record) {
		w.recompute(tx, records, 2, func(s *stored) { s.Record = replace(s.Record, `"E2"`, `"E9"`) })
	})
	if r := verify(kept...); r.Break == nil || r.Break.Kind != Recomputed || r.Break.Sequence != 3 || r.Anchored != 2 {
		t.Errorf("after the chain was computed anew: %+v: %s", r, r)
	}
	w.view(func(r store.Reader) error {
		all, err := VerifyAll(r, Head{Account: spoke, Count: 1, Hash: "00"})
		if err == nil && (len(all) != 2 || all[0].Break != nil || all[1].Break == nil || all[1].Break.Kind != Missing) {
			t.Errorf("all accounts: %+v", all)
		}
		return err
	})
}
