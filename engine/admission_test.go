package engine

import (
	"context"
	"errors"
	"slices"
	"testing"

	"interlaken/fault"
	"interlaken/result"
)

// wait spins until n callers stand in the queue; nothing else tells that a goroutine has reached it.
func wait(t *testing.T, a *Admission, n int) {
	t.Helper()
	for {
		a.mu.Lock()
		waiting := a.waiting
		a.mu.Unlock()
		if waiting == n {
			return
		}
		if t.Context().Err() != nil {
			t.Fatalf("waited for %d in the queue, found %d", n, waiting)
		}
	}
}

func TestAccountsTakeTurns(t *testing.T) {
	a := NewAdmission(1, 10)
	release, err := a.Acquire(t.Context(), "first")
	if err != nil {
		t.Fatal(err)
	}
	served := make(chan string)
	for i, account := range []string{"busy", "busy", "busy", "quiet"} {
		go func() {
			release, err := a.Acquire(context.Background(), account)
			if err != nil {
				served <- err.Error()
				return
			}
			served <- account
			release()
		}()
		wait(t, a, i+1)
	}
	release()
	var order []string
	for range 4 {
		order = append(order, <-served)
	}
	if want := []string{"busy", "quiet", "busy", "busy"}; !slices.Equal(order, want) {
		t.Errorf("served %v, want %v", order, want)
	}
}

func TestFullQueueSaysSo(t *testing.T) {
	a := NewAdmission(1, 1)
	release, err := a.Acquire(t.Context(), "a")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	gone := make(chan error)
	go func() {
		_, err := a.Acquire(ctx, "a")
		gone <- err
	}()
	wait(t, a, 1)
	if _, err := a.Acquire(t.Context(), "b"); !fault.Is(err, fault.Throttled) {
		t.Errorf("a full queue gave %v", err)
	}
	cancel()
	if err := <-gone; !fault.Is(err, fault.Cancelled) {
		t.Errorf("a cancelled wait gave %v", err)
	}
	release()
	release() // a second release must not free a second slot
	again, err := a.Acquire(t.Context(), "b")
	if err != nil {
		t.Fatalf("the slot was not given back: %v", err)
	}
	defer again()
	if a.running != 1 {
		t.Errorf("%d running, want 1", a.running)
	}
}

func TestGrantCoversOnlyItsFiles(t *testing.T) {
	files := func(files ...File) []Table { return []Table{{Files: files}} }
	g := GrantOf(files(File{Path: "/a", SizeBytes: 1}, File{Path: "/b", SizeBytes: 2}))
	if !g.Covers(files(File{Path: "/b", SizeBytes: 2})) || !g.Covers(nil) {
		t.Error("a subset was not covered")
	}
	if g.Covers(files(File{Path: "/c", SizeBytes: 1})) || g.Covers(files(File{Path: "/a", SizeBytes: 2})) {
		t.Error("another file, or another size, was covered")
	}
}

func TestStatisticsOf(t *testing.T) {
	plain := fault.New(fault.Limit, "Too much.")
	if _, ok := StatisticsOf(plain); ok {
		t.Error("statistics out of a plain error")
	}
	err := WithStatistics(plain, result.Statistics{ScannedBytes: 7})
	if s, ok := StatisticsOf(errors.Join(err)); !ok || s.ScannedBytes != 7 {
		t.Errorf("got %v, %v", s, ok)
	}
	if !fault.Is(err, fault.Limit) || fault.Public(err) != "Too much." {
		t.Errorf("the fault is hidden: %v", err)
	}
}
