package trail

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"testing"

	"interlaken/id"
	"interlaken/store"
)

// TestSketchIsWhatReadingMakes: a segment put down as events came is the one that is made from them, whatever was undone in
// between; one of which the beginning was not seen is made from the events.
func TestSketchIsWhatReadingMakes(t *testing.T) {
	w := newWorld(t)
	scattered(w)
	undone := errors.New("undone")
	sketched, unseen := 0, 0
	for i := range 4 * segmentSize {
		e := event(hub, fmt.Sprintf("G%d", i%7))
		if i == 3*segmentSize {
			w.trail = New(w.clock, id.Seeded(2)) // the process began anew in the middle of a segment
		}
		if i%5 == 0 { // some that come to nothing, once over the border of a segment too
			several := 1 + i%3
			if i == 3*segmentSize+16 {
				several = 2 * segmentSize
			}
			err := w.store.Update(t.Context(), func(tx store.Tx) error {
				for j := range several {
					if err := w.trail.Append(tx, event(hub, fmt.Sprintf("undone %d", j))); err != nil {
						return err
					}
				}
				return undone
			})
			if !errors.Is(err, undone) {
				t.Fatal(err)
			}
		}
		w.append(e)
		w.update(func(tx store.Tx) error {
			head, err := HeadOf(tx, hub)
			if err != nil || head.Count%segmentSize != 0 {
				return err
			}
			record, err := tx.Get(eventTable, eventKey(hub, head.Count))
			if err != nil {
				return err
			}
			var last stored
			if err := json.Unmarshal(record.Value, &last); err != nil {
				return err
			}
			want, err := read(tx, hub, segmentOf(head.Count))
			if err != nil {
				return err
			}
			if got := w.trail.sketches.segment(&last); got == nil {
				unseen++ // and made from the events
			} else if sketched++; !bytes.Equal(got.pack(), want.pack()) {
				t.Errorf("segment %d was put down otherwise than it is", want.number)
			}
			kept, err := tx.Get(segmentTable, segmentKey(hub, want.number))
			if err == nil && !bytes.Equal(kept.Value, want.pack()) {
				t.Errorf("segment %d is kept otherwise than it is", want.number)
			}
			return err
		})
	}
	if sketched != 3 || unseen != 1 {
		t.Errorf("%d segments were put down, %d were not seen whole", sketched, unseen)
	}
}

// TestDocumentIsJSON: what is written by hand is what the encoder would write.
func TestDocumentIsJSON(t *testing.T) {
	record, err := json.Marshal(map[string]any{"a": "<&> \u2028 \"x\"", "b": []int{1}})
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range []stored{
		{Account: hub, Sequence: 1, Hash: "aa", Record: record, Private: json.RawMessage(`{}`)},
		{Account: spoke, Sequence: 1 << 52, Previous: "bb", Hash: "cc", Record: json.RawMessage(`{}`), Private: record},
	} {
		want, err := json.Marshal(s)
		if err != nil || !bytes.Equal(s.document(), want) {
			t.Errorf("%s, want %s, %v", s.document(), want, err)
		}
	}
}
