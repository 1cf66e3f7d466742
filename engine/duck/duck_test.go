package duck

import (
	"errors"
	"strings"
	"testing"
	"time"

	duckdb "github.com/duckdb/duckdb-go/v2"

	"interlaken/engine"
	"interlaken/engine/enginetest"
	"interlaken/fault"
)

func BenchmarkEngine(b *testing.B) {
	e, err := New(Config{Slots: 2, Warm: 4, TempDir: b.TempDir()})
	if err != nil {
		b.Fatal(err)
	}
	defer e.Close()
	enginetest.Benchmark(b, e, e.work.Wait)
}

// TestMetersDisagree gives the instance a counter that says more, or less, than its log.
func TestMetersDisagree(t *testing.T) {
	file := enginetest.WriteSales(t, t.TempDir(), "f.parquet", 0, 50_000)
	for name, c := range map[string]struct {
		step int64
		want bool
	}{"more": {10 << 20, true}, "less": {-10 << 20, true}, "fails": {-1, true}, "agrees": {0, false}} {
		t.Run(name, func(t *testing.T) {
			var counted int64
			var instance *Instance
			instance, err := Open(t.Context(), Config{TempDir: t.TempDir(), ReadCounter: func() (int64, error) {
				if counted++; counted%2 == 1 { // before
					return 0, nil
				}
				if c.step == -1 {
					return 0, errors.New("no counter")
				}
				r, err := instance.meter.read(t.Context())
				return r.logged + c.step, err
			}})
			if err != nil {
				t.Fatal(err)
			}
			defer instance.Close()
			r := engine.Request{Statement: "SELECT sum(id) FROM awsdatacatalog.shop.sales", Tables: []engine.Table{enginetest.SaleTable(file)}, Key: engine.Key{Account: "a"}}
			rows, err := instance.Run(t.Context(), r)
			if c.step == -1 {
				s, ok := engine.StatisticsOf(err)
				if !ok || s.ScannedBytes != file.SizeBytes || !s.MeterDisagreed || !fault.Is(err, fault.Internal) {
					t.Errorf("got %v, %+v", err, s)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			defer rows.Close()
			s := rows.Statistics()
			if s.MeterDisagreed != c.want || (s.ScannedBytes == file.SizeBytes) != c.want || instance.Reusable() == c.want {
				t.Errorf("statistics %+v of a file of %d bytes, reusable %v", s, file.SizeBytes, instance.Reusable())
			}
		})
	}
}

func TestCheckType(t *testing.T) {
	for _, good := range []string{"VARCHAR", "DECIMAL(10,2)", `STRUCT(a INTEGER, "b (c" VARCHAR)`, "MAP(VARCHAR, BIGINT[])", "TIMESTAMP WITH TIME ZONE", "INTEGER[3]"} {
		if err := checkType(good); err != nil {
			t.Errorf("%s: %v", good, err)
		}
	}
	for _, bad := range []string{"", " ", "INT)", "INT) AS x, (1", "A(B]", `STRUCT("a INT)`, "INT; DROP", "INT--", "x'00'", "(INT", "a.b"} {
		if err := checkType(bad); !fault.Is(err, fault.Validation) {
			t.Errorf("%s: %v", bad, err)
		}
	}
}

func TestCheckCalls(t *testing.T) {
	for _, good := range []string{
		"SELECT 1", `SELECT "query" FROM t AS "query"("a", b1)`, "WITH query (a) AS (SELECT 1) SELECT a FROM query",
		"SELECT 'disable_logging()'", `SELECT 'it''s query(1)' AS "say ""query"" now"`, "SELECT a - -1, json_extract(x, '$.a')",
	} {
		if err := checkCalls(good); err != nil {
			t.Errorf("%s: %v", good, err)
		}
	}
	for _, bad := range []string{
		"SELECT * FROM DISABLE_LOGGING()", `SELECT * FROM "Disable_Logging" ()`, "SELECT * FROM a.b.query\n('x')", "SELECT query(1)",
		"SELECT query(a, f(b))", `SELECT "query"("a)`, "SELECT 'open", "SELECT 1 -- x", "SELECT /* x */ 1", "SELECT $1", "SELECT e'x'", "SELECT 1\x00",
	} {
		if err := checkCalls(bad); !fault.Is(err, fault.Validation) {
			t.Errorf("%s: %v", bad, err)
		}
	}
}

func TestSentence(t *testing.T) {
	host := map[string]string{"/data/1": "s3://b/one", "/data/12": "s3://b/twelve"}
	got := translate(&duckdb.Error{
		Type: duckdb.ErrorTypeInvalidInput,
		Msg:  "Invalid Input Error: /data/12 and /data/1 differ\nDid you mean \"pg_x\"?\n\nLINE 1: SELECT secret\n  ^",
	}, engine.Limits{}, host)
	if want := "Invalid Input Error: s3://b/twelve and s3://b/one differ"; fault.Public(got) != want {
		t.Errorf("got %q, want %q", fault.Public(got), want)
	}
	for kind, code := range map[duckdb.ErrorType]fault.Code{
		duckdb.ErrorTypeFatal: fault.Internal, duckdb.ErrorTypeOutOfMemory: fault.Limit, duckdb.ErrorTypeConversion: fault.Validation,
	} {
		if err := translate(&duckdb.Error{Type: kind, Msg: "at /data/1"}, engine.Limits{}, host); !fault.Is(err, code) || strings.Contains(fault.Public(err), "/data") {
			t.Errorf("kind %d gave %v", kind, err)
		}
	}
}

// TestDeafInstance gives up a statement that does not hear its interrupt, and closes the instance once it has ended.
func TestDeafInstance(t *testing.T) {
	i, err := Open(t.Context(), Config{TempDir: t.TempDir(), MemoryBytes: 2 << 30})
	if err != nil {
		t.Fatal(err)
	}
	_, err = i.Run(t.Context(), engine.Request{
		Statement: "SELECT len(list_sort(list_transform(range(3000000), lambda x: hash(x))))",
		Limits:    engine.Limits{Time: 50 * time.Millisecond}, Key: engine.Key{Account: "a"},
	})
	if !fault.Is(err, fault.Limit) {
		t.Errorf("got %v", err)
	}
	if i.stuck == nil || i.Reusable() {
		t.Error("the statement was not given up, or its instance would be used again")
	}
	if err := i.Close(); err != nil {
		t.Error(err)
	}
}
