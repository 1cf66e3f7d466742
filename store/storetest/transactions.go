package storetest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"runtime"
	"slices"
	"sync"
	"testing"

	"interlaken/fault"
	"interlaken/store"
)

var errRefused = errors.New("refused")

// testErrors has many writers at once, of whom every third fails after its writes.
func testErrors(t *testing.T, open Opener) {
	s := fresh(t, open)
	const writers, rounds = 16, 12
	var wait sync.WaitGroup
	for w := range writers {
		wait.Go(func() {
			for i := range rounds {
				err := s.Update(context.Background(), func(tx store.Tx) error {
					for _, half := range []string{"a", "b"} {
						record := store.Record{
							Key: store.Key(w, i, half), Value: fmt.Appendf(nil, "%d.%d%s", w, i, half),
							Entries: []store.Entry{{Index: "index", Key: store.Key(half)}},
						}
						if _, err := tx.Put("table", record, store.Absent); err != nil {
							return err
						}
					}
					if (w+i)%3 == 0 {
						return errRefused
					}
					return nil
				})
				if refused := (w+i)%3 == 0; refused != errors.Is(err, errRefused) || !refused && err != nil {
					t.Errorf("writer %d, round %d: %v", w, i, err)
				}
			}
		})
	}
	wait.Wait()
	var want, inIndex []string
	for w := range writers {
		for i := range rounds {
			if (w+i)%3 != 0 {
				want = append(want, fmt.Sprintf("%d.%da", w, i), fmt.Sprintf("%d.%db", w, i))
				inIndex = append(inIndex, fmt.Sprintf("%d.%da", w, i))
			}
		}
	}
	wantValues(t, "records", values(t, s, table), want...)
	var got []string
	view(t, s, func(r store.Reader) error {
		for record, err := range r.ScanIndex("table", "index", store.Range{Prefix: store.Key("a")}) {
			if err != nil {
				return err
			}
			got = append(got, string(record.Value))
		}
		return nil
	})
	wantValues(t, "index", got, inIndex...)
}

func testPanic(t *testing.T, open Opener) {
	s := fresh(t, open)
	put(t, s, store.Key("a"), "before")
	func() {
		defer func() {
			if r := recover(); r != "from the body" {
				t.Errorf("recovered %v", r)
			}
		}()
		_ = s.Update(context.Background(), func(tx store.Tx) error {
			if _, err := tx.Put("table", store.Record{Key: store.Key("a"), Value: []byte("during")}, store.Any); err != nil {
				return err
			}
			panic("from the body")
		})
	}()
	func() {
		defer func() { _ = recover() }()
		_ = s.View(context.Background(), func(store.Reader) error { panic("from a view") })
	}()
	wantValues(t, "after the panic", values(t, s, table), "before")
	put(t, s, store.Key("a"), "after")
	wantValues(t, "after the next write", values(t, s, table), "after")
}

func testGoexit(t *testing.T, open Opener) {
	s := fresh(t, open)
	var wait sync.WaitGroup
	wait.Go(func() {
		_ = s.Update(context.Background(), func(tx store.Tx) error {
			if _, err := tx.Put("table", store.Record{Key: store.Key("a"), Value: []byte("during")}, store.Any); err != nil {
				return err
			}
			runtime.Goexit()
			return nil
		})
	})
	wait.Wait()
	put(t, s, store.Key("b"), "after")
	wantValues(t, "records", values(t, s, table), "after")
}

func testSnapshot(t *testing.T, open Opener) {
	s := fresh(t, open)
	put(t, s, store.Key("a"), "before")
	view(t, s, func(r store.Reader) error {
		if _, err := r.Get("table", store.Key("a")); err != nil {
			return err
		}
		// The write is another caller's, so it is in another goroutine.
		var wait sync.WaitGroup
		wait.Go(func() {
			put(t, s, store.Key("a"), "after")
			put(t, s, store.Key("b"), "after")
		})
		wait.Wait()
		var seen []string
		for record, err := range table(r) {
			if err != nil {
				return err
			}
			seen = append(seen, string(record.Value))
		}
		wantValues(t, "in the view", seen, "before")
		return nil
	})
	wantValues(t, "in the next view", values(t, s, table), "after", "after")
}

func testAfterCommit(t *testing.T, open Opener) {
	s := fresh(t, open)
	var calls []string
	update(t, s, func(tx store.Tx) error {
		tx.AfterCommit(func() {
			// It is durable now, so a view sees it.
			calls = append(calls, values(t, s, table)...)
		})
		tx.AfterCommit(func() { calls = append(calls, "second") })
		_, err := tx.Put("table", store.Record{Key: store.Key("a"), Value: []byte("first")}, store.Any)
		return err
	})
	err := s.Update(context.Background(), func(tx store.Tx) error {
		tx.AfterCommit(func() { calls = append(calls, "of a failed transaction") })
		return errRefused
	})
	if !errors.Is(err, errRefused) {
		t.Error(err)
	}
	wantValues(t, "calls", calls, "first", "second")
}

func testAfterUndo(t *testing.T, open Opener) {
	s := fresh(t, open)
	var calls []string
	body := func(name string, end func() error) func(store.Tx) error {
		return func(tx store.Tx) error {
			tx.AfterUndo(func() {
				// Nothing of it stays, and nobody waits for its end.
				calls = append(calls, append([]string{name}, values(t, s, table)...)...)
			})
			if _, err := tx.Put("table", store.Record{Key: store.Key(name), Value: []byte(name)}, store.Any); err != nil {
				return err
			}
			return end()
		}
	}
	update(t, s, body("kept", func() error { return nil }))
	if err := s.Update(context.Background(), body("refused", func() error { return errRefused })); !errors.Is(err, errRefused) {
		t.Error(err)
	}
	func() {
		defer func() {
			if recover() == nil {
				t.Error("the panic did not go on")
			}
		}()
		_ = s.Update(context.Background(), body("panicked", func() error { panic("body") }))
	}()
	wantValues(t, "calls", calls, "refused", "kept", "panicked", "kept")
}

func testOver(t *testing.T, open Opener) {
	s := fresh(t, open)
	var kept store.Tx
	update(t, s, func(tx store.Tx) error { kept = tx; return nil })
	_, err := kept.Get("table", store.Key("a"))
	wantCode(t, "Get after the body", err, fault.Internal)
	_, err = kept.Put("table", store.Record{Key: store.Key("a")}, store.Any)
	wantCode(t, "Put after the body", err, fault.Internal)
	wantCode(t, "Delete after the body", kept.Delete("table", store.Key("a"), store.Any), fault.Internal)
}

func testCancelled(t *testing.T, open Opener) {
	s := fresh(t, open)
	ctx, cancel := context.WithCancel(context.Background())
	err := s.Update(ctx, func(tx store.Tx) error {
		cancel() // too late: the body has begun
		_, err := tx.Put("table", store.Record{Key: store.Key("a"), Value: []byte("kept")}, store.Any)
		return err
	})
	wantCode(t, "Update cancelled in its body", err, "")
	wantValues(t, "records", values(t, s, table), "kept")
	ran := false
	err = s.Update(ctx, func(store.Tx) error { ran = true; return nil })
	wantCode(t, "Update cancelled before", err, fault.Cancelled)
	if !errors.Is(err, context.Canceled) || ran {
		t.Errorf("the error is %v; the body ran: %v", err, ran)
	}
	err = s.View(ctx, func(r store.Reader) error { _, err := r.Get("table", store.Key("a")); return err })
	wantCode(t, "View cancelled before", err, fault.Cancelled)
}

func testClosed(t *testing.T, open Opener) {
	s, err := open(context.Background(), filepath.Join(t.TempDir(), "store"))
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}
	wantCode(t, "Update", s.Update(context.Background(), func(store.Tx) error { return nil }), fault.Unavailable)
	wantCode(t, "View", s.View(context.Background(), func(store.Reader) error { return nil }), fault.Unavailable)
}

func testReopen(t *testing.T, open Opener) {
	dir := filepath.Join(t.TempDir(), "store")
	s, err := open(context.Background(), dir)
	if err != nil {
		t.Fatal(err)
	}
	version := put(t, s, store.Key("a"), "kept", store.Entry{Index: "index", Key: store.Key(1)})
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s = reopen(t, open, dir)
	view(t, s, func(r store.Reader) error {
		record, err := r.Get("table", store.Key("a"))
		if err != nil || record.Version != version || string(record.Value) != "kept" {
			t.Errorf("%+v, %v", record, err)
		}
		return nil
	})
	if next := put(t, s, store.Key("b"), "new"); next <= version {
		t.Errorf("version %d was given after %d", next, version)
	}
}

// testAuditor moves money between accounts, some of it in transactions that fail, while an auditor adds it up.
func testAuditor(t *testing.T, open Opener) {
	s := fresh(t, open)
	const accounts, writers, rounds, total = 10, 8, 40, 1000
	type account struct {
		ID, Balance int
	}
	all := &store.Collection[account]{
		Table: "account", Schema: 1, Key: func(a *account) string { return store.Key(a.ID) },
		Indexes: map[string]func(*account) []string{"balance": func(a *account) []string { return []string{store.Key(a.Balance)} }},
	}
	update(t, s, func(tx store.Tx) error {
		for i := range accounts {
			if err := all.Create(tx, account{i, total / accounts}); err != nil {
				return err
			}
		}
		return nil
	})
	audit := func(r store.Reader) error {
		sum, count := 0, 0
		var balances, inIndex []int
		for item, err := range all.Scan(r, store.Range{}) {
			if err != nil {
				return err
			}
			sum, count = sum+item.Value.Balance, count+1
			balances = append(balances, item.Value.Balance)
		}
		for item, err := range all.ScanIndex(r, "balance", store.Range{}) {
			if err != nil {
				return err
			}
			inIndex = append(inIndex, item.Value.Balance)
		}
		slices.Sort(balances)
		if sum != total || count != accounts || !slices.Equal(balances, inIndex) {
			return fmt.Errorf("%d accounts hold %d: %v, by the index %v", count, sum, balances, inIndex)
		}
		return nil
	}
	const seed = 41
	t.Logf("seed %d", seed)
	var work, auditor sync.WaitGroup
	done := make(chan struct{})
	auditor.Go(func() {
		for {
			if err := s.View(context.Background(), audit); err != nil {
				t.Error(err)
				return
			}
			select {
			case <-done:
				return
			default:
			}
		}
	})
	for w := range writers {
		work.Go(func() {
			random := rand.New(rand.NewPCG(seed, uint64(w)))
			for range rounds {
				from, to, amount, fail := random.IntN(accounts), random.IntN(accounts), random.IntN(50), random.IntN(4) == 0
				err := s.Update(context.Background(), func(tx store.Tx) error {
					if err := all.Modify(tx, store.Key(from), func(a *account) error { a.Balance -= amount; return nil }); err != nil {
						return err
					}
					if fail {
						return errRefused
					}
					return all.Modify(tx, store.Key(to), func(a *account) error { a.Balance += amount; return nil })
				})
				if fail != errors.Is(err, errRefused) || !fail && err != nil {
					t.Errorf("writer %d: %v", w, err)
				}
			}
		})
	}
	work.Wait()
	close(done)
	auditor.Wait()
	view(t, s, audit)
}

// pair is what the killed process writes twice in each transaction.
type pair struct{ Writer, Half, Count int }

func (p pair) record() store.Record {
	document, err := json.Marshal(p)
	if err != nil {
		panic(err) // three integers
	}
	return store.Record{Key: store.Key(p.Writer, p.Half), Schema: 1, Value: document}
}
