package enginetest

import (
	"context"
	"errors"
	"testing"
	"time"

	"interlaken/engine"
	"interlaken/fault"
)

// endless runs until it is stopped; vectors are small, so an interrupt is heard at once.
const endless = "SELECT count(*) FROM range(1000000000) a(i), range(1000000000) b(j) WHERE i + j = -1"

// deaf spends half a minute inside one call, where no interrupt is heard.
const deaf = "SELECT len(list_sort(list_transform(range(50000000), lambda x: hash(x))))"

// limits checks what ends a run from outside.
func limits(t *testing.T, e engine.Engine, o Options) {
	healthy := func(t *testing.T) {
		t.Helper()
		expect(t, e, engine.Request{Statement: "SELECT 42"}, "42")
	}
	t.Run("Cancel", func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(10*time.Millisecond, cancel)
		_, err := ask(ctx, e, engine.Request{Statement: endless})
		if !fault.Is(err, fault.Cancelled) || !errors.Is(err, context.Canceled) {
			t.Errorf("got %v", err)
		}
		healthy(t)
	})
	t.Run("CancelBetweenBatches", func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		rows, err := e.Run(ctx, engine.Request{Statement: "SELECT i FROM range(1000000) t(i)"})
		if err != nil {
			t.Fatal(err)
		}
		cancel()
		for err == nil {
			batch, failed := rows.Next(ctx)
			if failed == nil {
				batch.Release()
			}
			err = failed
		}
		if !fault.Is(err, fault.Cancelled) {
			t.Errorf("got %v", err)
		}
		if err := rows.Close(); err != nil {
			t.Error(err)
		}
		healthy(t)
	})
	t.Run("CloseEarly", func(t *testing.T) {
		rows, err := e.Run(t.Context(), engine.Request{Statement: "SELECT i FROM range(3000000) t(i)"})
		if err != nil {
			t.Fatal(err)
		}
		if err := errors.Join(rows.Close(), rows.Close()); err != nil {
			t.Error(err)
		}
		healthy(t)
	})
	for _, c := range []struct {
		name, statement string
		limits          engine.Limits
	}{
		{"Time", endless, engine.Limits{Time: 10 * time.Millisecond}},
		{"Result", "SELECT i FROM range(1000000) t(i)", engine.Limits{ResultBytes: 1 << 20}},
		{"Memory", "SELECT len(array_agg(repeat('x', 100) || i)) FROM range(5000000) t(i)", engine.Limits{MemoryBytes: 32 << 20}},
		{"Temp", "SELECT count(*) FROM (SELECT i FROM range(20000000) t(i) ORDER BY hash(i))", engine.Limits{MemoryBytes: 64 << 20, TempBytes: 1 << 20}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if _, err := ask(t.Context(), e, engine.Request{Statement: c.statement, Limits: c.limits}); !fault.Is(err, fault.Limit) {
				t.Errorf("got %v", err)
			}
			healthy(t)
		})
	}
	t.Run("Scanned", func(t *testing.T) { scanned(t, e); healthy(t) })
	t.Run("Deaf", func(t *testing.T) {
		if !o.Kills {
			t.Skip("this engine cannot end a statement that does not hear its interrupt")
		}
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(300*time.Millisecond, cancel)
		watchdog := time.AfterFunc(15*time.Second, func() { panic("enginetest: the statement was not ended") })
		defer watchdog.Stop()
		if _, err := ask(ctx, e, engine.Request{Statement: deaf}); !fault.Is(err, fault.Cancelled) {
			t.Errorf("got %v", err)
		}
		healthy(t)
	})
}

// scanned checks the cut-off: in the middle of a scan, and where the statement ended before it was noticed.
func scanned(t *testing.T, e engine.Engine) {
	file := WriteSales(t, t.TempDir(), "s.parquet", 0, 100_000)
	table := SaleTable(file)
	over := engine.Request{Tables: []engine.Table{table}, Statement: "SELECT sum(id) FROM awsdatacatalog.shop.sales", Limits: engine.Limits{ScannedBytes: 1000}}
	_, err := ask(t.Context(), e, over)
	if s, ok := engine.StatisticsOf(err); !fault.Is(err, fault.Limit) || !ok || s.ScannedBytes <= 1000 {
		t.Errorf("a small scan over the limit gave %v, %+v", err, s)
	}
	under := over
	under.Limits.ScannedBytes = file.SizeBytes
	expect(t, e, under, "4999950000")

	running := over
	running.Statement = "SELECT count(*) FROM awsdatacatalog.shop.sales a, awsdatacatalog.shop.sales b, awsdatacatalog.shop.sales c WHERE a.id + b.id + c.id = -1"
	watchdog := time.AfterFunc(60*time.Second, func() { panic("enginetest: the scan was not cut off") })
	defer watchdog.Stop()
	_, err = ask(t.Context(), e, running)
	if s, ok := engine.StatisticsOf(err); !fault.Is(err, fault.Limit) || !ok || s.ScannedBytes <= 1000 {
		t.Errorf("a running scan over the limit gave %v, %+v", err, s)
	}
}

// admission checks that a full engine says so, and serves again.
func admission(t *testing.T, e engine.Engine) {
	var open []engine.Rows
	for range 2 {
		rows, err := e.Run(t.Context(), engine.Request{Statement: "SELECT 1"})
		if err != nil {
			t.Fatal(err)
		}
		open = append(open, rows)
	}
	ctx, cancel := context.WithCancel(t.Context())
	waited := make(chan error)
	for range 2 { // one waits, the other finds the queue full: which one is not said
		go func() {
			_, err := e.Run(ctx, engine.Request{Statement: "SELECT 1"})
			waited <- err
		}()
	}
	if err := <-waited; !fault.Is(err, fault.Throttled) {
		t.Errorf("a full queue gave %v", err)
	}
	cancel()
	if err := <-waited; !fault.Is(err, fault.Cancelled) {
		t.Errorf("a cancelled wait gave %v", err)
	}
	for _, rows := range open {
		if err := rows.Close(); err != nil {
			t.Error(err)
		}
	}
	expect(t, e, engine.Request{Statement: "SELECT 2"}, "2")
}

// closes checks that a closed engine refuses.
func closes(t *testing.T, e engine.Engine) {
	expect(t, e, engine.Request{Statement: "SELECT 1", Key: engine.Key{Account: "a"}}, "1")
	if err := e.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := ask(t.Context(), e, engine.Request{Statement: "SELECT 1"}); !fault.Is(err, fault.Unavailable) {
		t.Errorf("got %v", err)
	}
}
