package worker

import (
	"fmt"
	"os"
	"strconv"
	"sync"
	"testing"
	"time"

	"interlaken/engine"
	"interlaken/engine/enginetest"
)

// probes are what the test binary does in place of tests when its first argument asks for it.
var probes = map[string]func(string){}

func TestMain(m *testing.M) {
	if IsChild(os.Args[1:]) {
		os.Exit(Main())
	}
	if len(os.Args) == 3 && probes[os.Args[1]] != nil {
		probes[os.Args[1]](os.Args[2])
	}
	os.Exit(m.Run())
}

func open(t testing.TB, change func(*Config)) *Engine {
	t.Helper()
	c := Config{Workers: 2, Queue: 1, IdleWorkers: 2, KeptWorkers: 4, MemoryBytes: 256 << 20, TempBytes: 1 << 30, Threads: 2, TempDir: t.TempDir()}
	if change != nil {
		change(&c)
	}
	e, err := New(c)
	if err != nil {
		t.Fatalf("%v: %v", err, err.(interface{ Unwrap() error }).Unwrap())
	}
	return e
}

func TestEngine(t *testing.T) {
	enginetest.Run(t, func(t *testing.T) engine.Engine { return open(t, nil) }, enginetest.Options{Kills: true, TwoMeters: true})
}

// TestParallel runs more queries of more keys than there are children; each must get its own account's rows.
func TestParallel(t *testing.T) {
	e := open(t, func(c *Config) { c.Queue, c.KeptWorkers = 64, 2 })
	defer e.Close()
	folder := t.TempDir()
	var asking sync.WaitGroup
	for account := range 4 {
		file := enginetest.WriteSales(t, folder, fmt.Sprintf("%d.parquet", account), account*1000, 10)
		for range 2 {
			asking.Go(func() {
				for n := range 5 {
					rows, err := e.Run(t.Context(), engine.Request{
						Key: engine.Key{Account: strconv.Itoa(account)}, Tables: []engine.Table{enginetest.SaleTable(file)},
						Statement: "SELECT min(id) FROM awsdatacatalog.shop.sales",
					})
					if err != nil {
						t.Errorf("account %d, query %d: %v", account, n, err)
						return
					}
					batch, err := rows.Next(t.Context())
					if err != nil {
						t.Errorf("account %d, query %d: %v", account, n, err)
						return
					}
					if got := batch.Column(0).ValueStr(0); got != strconv.Itoa(account*1000) {
						t.Errorf("account %d got %s", account, got)
					}
					batch.Release()
					if err := rows.Close(); err != nil {
						t.Error(err)
					}
				}
			})
		}
	}
	asking.Wait()
}

// TestKeptTime checks that a child which nobody asks again ends.
func TestKeptTime(t *testing.T) {
	e := open(t, func(c *Config) { c.IdleWorkers, c.KeptTime = 1, time.Nanosecond })
	defer e.Close()
	used := e.idle[0]
	rows, err := e.Run(t.Context(), engine.Request{Statement: "SELECT 1", Key: engine.Key{Account: "a"}})
	if err != nil {
		t.Fatal(err)
	}
	if err := rows.Close(); err != nil {
		t.Fatal(err)
	}
	<-used.ended
	e.mu.Lock()
	defer e.mu.Unlock()
	if len(e.kept) != 0 {
		t.Errorf("%d children are kept", len(e.kept))
	}
}

// TestRest checks that the children which stand ready are made up to their number: at once when none is left, else
// after the rest, which the engine's end cuts short.
func TestRest(t *testing.T) {
	e := open(t, func(c *Config) { c.IdleWorkers, c.Rest = 2, time.Hour })
	defer e.Close()
	spare := func() (idle, starting int) {
		rows, err := e.Run(t.Context(), engine.Request{Statement: "SELECT 1"})
		if err != nil {
			t.Fatal(err)
		}
		if err := rows.Close(); err != nil {
			t.Fatal(err)
		}
		e.mu.Lock()
		defer e.mu.Unlock()
		return len(e.idle), e.starting
	}
	if idle, starting := spare(); idle != 1 || starting != 1 {
		t.Errorf("after one query %d stand ready and %d are to start, want 1 and 1", idle, starting)
	}
	spare()
	for started := false; !started; { // the one in the place of the last
		e.mu.Lock()
		started = len(e.idle) == 1
		e.mu.Unlock()
	}
	e.mu.Lock()
	starting := e.starting
	e.mu.Unlock()
	if starting != 1 {
		t.Errorf("%d are to start, want 1: the one that rests", starting)
	}
	if err := e.Close(); err != nil {
		t.Error(err)
	}
}

func BenchmarkEngine(b *testing.B) {
	e := open(b, func(c *Config) { c.IdleWorkers = 4 })
	defer e.Close()
	enginetest.Benchmark(b, e, e.work.Wait)
}
