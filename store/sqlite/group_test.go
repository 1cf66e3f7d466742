package sqlite

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"testing"

	"interlaken/fault"
	"interlaken/store"
)

func openTemporary(t testing.TB, config Config) *Store {
	t.Helper()
	if config.Dir == "" {
		config.Dir = filepath.Join(t.TempDir(), "store")
	}
	s, err := Open(context.Background(), config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

func write(s *Store, key any, value []byte) error {
	return s.Update(context.Background(), func(tx store.Tx) error {
		_, err := tx.Put("table", store.Record{Key: store.Key(key), Value: value}, store.Any)
		return err
	})
}

// inOneGroup runs the bodies as one group: the first keeps its turn until all others wait for theirs.
func inOneGroup(s *Store, first func(store.Tx) error, others ...func(store.Tx) error) []error {
	errs := make([]error, 1+len(others))
	begun := make(chan struct{})
	var wait sync.WaitGroup
	wait.Go(func() {
		errs[0] = s.Update(context.Background(), func(tx store.Tx) error {
			close(begun)
			for s.waiting.Load() < int64(len(others)) {
				runtime.Gosched()
			}
			return first(tx)
		})
	})
	<-begun
	for i, body := range others {
		wait.Go(func() { errs[1+i] = s.Update(context.Background(), body) })
	}
	wait.Wait()
	return errs
}

func TestWaitingWritersShareACommit(t *testing.T) {
	s := openTemporary(t, Config{})
	refused := errors.New("refused")
	groups := map[*group]bool{} // guarded by the turn
	body := func(n int) func(store.Tx) error {
		return func(tx store.Tx) error {
			groups[s.group] = true
			if _, err := tx.Put("table", store.Record{Key: store.Key(n)}, store.Absent); err != nil {
				return err
			}
			if n == 2 {
				return refused
			}
			return nil
		}
	}
	errs := inOneGroup(s, body(0), body(1), body(2), body(3))
	if errs[0] != nil || errs[1] != nil || !errors.Is(errs[2], refused) || errs[3] != nil {
		t.Errorf("errors: %v", errs)
	}
	if len(groups) != 1 {
		t.Errorf("four waiting writers made %d commits", len(groups))
	}
	if got := keys(t, s); !slices.Equal(got, []string{store.Key(0), store.Key(1), store.Key(3)}) {
		t.Errorf("keys are %q", got)
	}
}

// A full disk fails who writes too much, and nobody else.
func TestDiskFull(t *testing.T) {
	s := openTemporary(t, Config{})
	if err := write(s, "small", []byte("before")); err != nil {
		t.Fatal(err)
	}
	pages, err := s.writer.number("PRAGMA page_count")
	if err != nil {
		t.Fatal(err)
	}
	limit := func(n int64) {
		if err := s.writer.script(fmt.Sprintf("PRAGMA max_page_count = %d", n)); err != nil {
			t.Fatal(err)
		}
	}
	limit(pages + 2)
	put := func(key string, size int) func(store.Tx) error {
		return func(tx store.Tx) error {
			// The error is dropped, to see that the transaction remembers it.
			_, _ = tx.Put("table", store.Record{Key: store.Key(key), Value: make([]byte, size)}, store.Any)
			return nil
		}
	}
	errs := inOneGroup(s, put("first", 10), put("large", 1<<20), put("last", 10))
	full := 0
	for _, err := range errs {
		if err != nil {
			full++
			if !fault.Is(err, fault.Unavailable) {
				t.Errorf("the disk is full: %v", err)
			}
		}
	}
	if full == 0 || errs[1] == nil {
		t.Errorf("errors: %v", errs)
	}
	want := []string{}
	for i, key := range []string{"first", "large", "last"} {
		if errs[i] == nil {
			want = append(want, store.Key(key))
		}
	}
	if got := keys(t, s); !slices.Equal(got, append(want, store.Key("small"))) {
		t.Errorf("keys are %q, want those of the writers that were told so: %q", got, want)
	}
	limit(1 << 20)
	if err := write(s, "large", make([]byte, 1<<20)); err != nil {
		t.Errorf("with room again: %v", err)
	}
}

// A lost transaction fails the whole group, and the next one works.
func TestGroupFailsTogether(t *testing.T) {
	s := openTemporary(t, Config{})
	body := func(key string, lose bool) func(store.Tx) error {
		return func(tx store.Tx) error {
			if _, err := tx.Put("table", store.Record{Key: store.Key(key)}, store.Any); err != nil {
				return err
			}
			if lose {
				s.rollback()
			}
			return nil
		}
	}
	first := inOneGroup(s, body("a", false), body("b", true))
	for i, err := range first {
		if !fault.Is(err, fault.Unavailable) {
			t.Errorf("writer %d of the lost group: %v", i, err)
		}
	}
	if err := write(s, "c", nil); err != nil {
		t.Error(err)
	}
	if got := keys(t, s); !slices.Equal(got, []string{store.Key("c")}) {
		t.Errorf("keys are %q", got)
	}
}

func TestFailedCommit(t *testing.T) {
	s := openTemporary(t, Config{})
	s.turn.Lock()
	if err := s.writer.script("DROP TABLE version"); err != nil {
		t.Fatal(err)
	}
	s.turn.Unlock()
	if err := write(s, "a", nil); !fault.Is(err, fault.Unavailable) {
		t.Errorf("a commit that fails: %v", err)
	}
	if got := keys(t, s); len(got) != 0 {
		t.Errorf("keys are %q", got)
	}
}

func keys(t *testing.T, s *Store) []string {
	t.Helper()
	var found []string
	err := s.View(context.Background(), func(r store.Reader) error {
		for record, err := range r.Scan("table", store.Range{}) {
			if err != nil {
				return err
			}
			found = append(found, record.Key)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// BenchmarkUpdate writes records of 1.2 KB with two index entries, the size of an audit event.
func BenchmarkUpdate(b *testing.B) {
	for _, writers := range []int{1, 8, 64} {
		b.Run(fmt.Sprintf("writers=%d", writers), func(b *testing.B) {
			s := openTemporary(b, Config{})
			document := make([]byte, 1200)
			b.SetParallelism(max(1, writers/runtime.GOMAXPROCS(0)))
			var n atomic.Int64
			b.RunParallel(func(p *testing.PB) {
				for p.Next() {
					i := n.Add(1)
					err := s.Update(context.Background(), func(tx store.Tx) error {
						_, err := tx.Put("event", store.Record{Key: store.Key("111111111111", i), Schema: 1, Value: document}, store.Absent)
						return err
					})
					if err != nil {
						b.Error(err)
					}
				}
			})
			b.ReportMetric(float64(n.Load())/b.Elapsed().Seconds(), "updates/s")
		})
	}
}
