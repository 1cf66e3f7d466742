package main

import (
	"encoding/json"
	"errors"
	"os"
	"strings"
	"testing"
	"time"
)

func TestPercentile(t *testing.T) {
	var s samples
	for i := 100; i >= 1; i-- {
		s = append(s, time.Duration(i)*time.Millisecond)
	}
	for p, want := range map[int]float64{1: 1, 50: 50, 99: 99, 100: 100} {
		if got := s.percentile(p); got != want {
			t.Errorf("p%d of 1 to 100 ms is %v, want %v", p, got, want)
		}
	}
	if got := (samples{7 * time.Millisecond}).percentile(99); got != 7 {
		t.Errorf("p99 of one sample is %v, want 7", got)
	}
	if s[0] != 100*time.Millisecond {
		t.Error("the samples were sorted in place")
	}
}

func TestRepeat(t *testing.T) {
	done := 0
	taken, err := repeat(20, func() error { done++; return nil })
	if err != nil || len(taken) != 20 || done != 23 {
		t.Errorf("%d samples of %d times, %v; want 20 of 23: two and one more are not counted", len(taken), done, err)
	}
	refused := errors.New("refused")
	if _, err := repeat(20, func() error { return refused }); err != refused {
		t.Errorf("got %v", err)
	}
}

func TestResults(t *testing.T) {
	b := &bench{machine: "two cores", load: 0.5, date: time.Date(2026, 11, 2, 9, 0, 0, 0, time.UTC)}
	b.add(figure{Name: "a", Value: 3, Unit: "ms", Work: "w"}.against("peer", 2).within(2), figure{Name: "b", Value: 1, Unit: "ms", Work: "w"}.within(4))
	path, err := write(t.TempDir(), b.figures)
	if err != nil || !strings.HasSuffix(path, "/20261102T090000Z.jsonl") {
		t.Fatal(path, err)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(string(text)), "\n")
	var first figure
	if err := json.Unmarshal([]byte(lines[0]), &first); err != nil || len(lines) != 2 {
		t.Fatal(len(lines), err)
	}
	if first != b.figures[0] || first.Ratio != 1.5 || first.Peer != "peer" || first.Machine != "two cores" || first.Load != 0.5 {
		t.Errorf("read back %+v", first)
	}
	var shown strings.Builder
	if err := print(&shown, b.figures); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"2 MISSED", "4 met", "1.5 ", "0.25", "the aim"} {
		if !strings.Contains(shown.String(), want) {
			t.Errorf("%q is not in\n%s", want, &shown)
		}
	}
	if _, err := write(t.TempDir(), nil); err == nil {
		t.Error("a run without figures has left a file")
	}
}
