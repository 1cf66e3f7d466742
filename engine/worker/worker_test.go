package worker

import (
	"os"
	"testing"

	"interlaken/engine"
	"interlaken/engine/enginetest"
)

func TestMain(m *testing.M) {
	if IsChild(os.Args[1:]) {
		Main()
	}
	if len(os.Args) == 3 && os.Args[1] == probeArgument {
		probe(os.Args[2])
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

func BenchmarkEngine(b *testing.B) {
	e := open(b, func(c *Config) { c.IdleWorkers = 4 })
	defer e.Close()
	enginetest.Benchmark(b, e, e.work.Wait)
}
