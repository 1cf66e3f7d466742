package enginetest

import (
	"strconv"
	"testing"

	"interlaken/engine"
)

// Benchmark measures a trivial query over one file of 10,000 rows, from the request to its last row: on an instance
// that stood ready (a new key each time), and on one kept for its key. refilled returns once the engine's pool is made
// up again; that time is not measured.
func Benchmark(b *testing.B, e engine.Engine, refilled func()) {
	file := WriteSales(b, b.TempDir(), "f.parquet", 0, groupRows)
	request := func(key string) engine.Request {
		return engine.Request{
			Statement: "SELECT amount, count(*) FROM awsdatacatalog.shop.sales GROUP BY amount",
			Tables:    []engine.Table{SaleTable(file)}, Key: engine.Key{Account: "222222222222", Objects: key},
		}
	}
	run := func(b *testing.B, r engine.Request) {
		a, err := ask(b.Context(), e, r)
		if err != nil || len(a.rows) != 7 {
			b.Fatal(a.rows, err)
		}
	}
	b.Run("Pooled", func(b *testing.B) {
		for n := range b.N {
			b.StopTimer()
			refilled()
			b.StartTimer()
			run(b, request(strconv.Itoa(n)))
		}
	})
	b.Run("Reused", func(b *testing.B) {
		run(b, request("same"))
		for b.Loop() {
			run(b, request("same"))
		}
	})
}
