package query

import (
	"strings"
	"testing"
	"time"

	"interlaken/clock"
	"interlaken/fault"
)

func row(text string) *Rows {
	return &Rows{Cells: [][]*string{{&text}}, bytes: int64(len(text))}
}

func TestResultsAreHeldForAWhileAndMakeRoom(t *testing.T) {
	now := clock.NewManual(time.Date(2026, 11, 2, 9, 0, 0, 0, time.UTC))
	r := newResults(now, Limits{HeldBytes: 10, Held: time.Minute})
	for _, id := range []string{"a", "b"} {
		if err := r.hold(id, row("12345")); err != nil {
			t.Fatal(err)
		}
		now.Advance(time.Second)
	}
	if err := r.hold("c", row("1")); err != nil {
		t.Fatal(err)
	}
	if _, err := r.get("a"); !fault.Is(err, fault.NotFound) || !strings.Contains(err.Error(), "Run it again") {
		t.Errorf("the oldest: %v", err)
	}
	for _, id := range []string{"b", "c"} {
		if _, err := r.get(id); err != nil {
			t.Errorf("%s: %v", id, err)
		}
	}
	if err := r.hold("d", row("12345678901")); !fault.Is(err, fault.Limit) {
		t.Errorf("larger than the room: %v", err)
	}
	now.Advance(time.Minute)
	if _, err := r.get("c"); !fault.Is(err, fault.NotFound) {
		t.Errorf("after its time: %v", err)
	}
	if err := r.hold("e", row("1234567890")); err != nil || r.bytes != 10 {
		t.Errorf("%v, %d bytes are counted", err, r.bytes)
	}
}
