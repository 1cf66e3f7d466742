package trail

import (
	"context"
	"fmt"
	"path/filepath"
	"runtime"
	"testing"

	"interlaken/clock"
	"interlaken/id"
	"interlaken/store"
	"interlaken/store/sqlite"
)

// BenchmarkAppend appends the event of an AssumeRole across accounts, two records of about 1.2 KB, each time in a
// durable transaction of its own.
func BenchmarkAppend(b *testing.B) {
	for _, writers := range []int{1, 8, 64} {
		b.Run(fmt.Sprintf("writers=%d", writers), func(b *testing.B) {
			s, err := sqlite.Open(context.Background(), sqlite.Config{Dir: filepath.Join(b.TempDir(), "store")})
			if err != nil {
				b.Fatal(err)
			}
			defer s.Close()
			log := New(clock.System, id.Random())
			b.SetParallelism(max(1, writers/runtime.GOMAXPROCS(0)))
			b.RunParallel(func(p *testing.PB) {
				for p.Next() {
					err := s.Update(context.Background(), func(tx store.Tx) error { return log.Append(tx, secondHop()) })
					if err != nil {
						b.Error(err)
					}
				}
			})
			b.ReportMetric(2*float64(b.N)/b.Elapsed().Seconds(), "events/s")
		})
	}
}

// BenchmarkLookup takes the newest page of 50,000 events, and looks for a name that none of them has.
func BenchmarkLookup(b *testing.B) {
	s, err := sqlite.Open(context.Background(), sqlite.Config{Dir: filepath.Join(b.TempDir(), "store"), Volatile: true})
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	log := New(clock.System, id.Random())
	for range 50 {
		if err := s.Update(context.Background(), func(tx store.Tx) error {
			for range 1000 {
				if err := log.Append(tx, event(hub, "GetObject")); err != nil {
					return err
				}
			}
			return nil
		}); err != nil {
			b.Fatal(err)
		}
	}
	for _, q := range []Query{{}, {Attribute: ByEventName, Value: "None"}} {
		b.Run(fmt.Sprintf("%s=%s", q.Attribute, q.Value), func(b *testing.B) {
			for b.Loop() {
				if err := s.View(context.Background(), func(r store.Reader) error {
					_, _, err := Lookup(r, hub, q)
					return err
				}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
