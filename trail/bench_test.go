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
