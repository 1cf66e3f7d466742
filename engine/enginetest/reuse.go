package enginetest

import (
	"testing"

	"interlaken/engine"
	"interlaken/fault"
)

// reuse checks when an instance answers again.
func reuse(t *testing.T, e engine.Engine) {
	folder := t.TempDir()
	one := WriteSales(t, folder, "one.parquet", 0, 10)
	two := WriteSales(t, folder, "two.parquet", 10, 10)
	key := engine.Key{Account: "222222222222", Role: "reader", Rules: "1", Catalog: "3", Objects: "reuse"}
	count := func(key engine.Key, files ...engine.File) engine.Request {
		return engine.Request{Key: key, Tables: []engine.Table{SaleTable(files...)}, Statement: "SELECT count(*) FROM awsdatacatalog.shop.sales"}
	}
	run := func(name string, r engine.Request, reused bool, rows ...string) {
		t.Helper()
		if a := expect(t, e, r, rows...); a.Reused != reused {
			t.Errorf("%s: reused is %v, want %v", name, a.Reused, reused)
		}
	}
	run("first", count(key, one, two), false, "20")
	run("same", count(key, one, two), true, "20")
	run("fewer files", count(key, two), true, "10")
	run("all again", count(key, one, two), true, "20")
	other := key
	other.Role = "writer"
	run("another role", count(other, one, two), false, "20")
	run("no key", count(engine.Key{}, one), false, "10")
	run("no key again", count(engine.Key{}, one), false, "10")

	three := WriteSales(t, folder, "three.parquet", 20, 10)
	run("a new file", count(key, one, three), false, "20")
	limited := count(key, one)
	limited.Limits.MemoryBytes = 64 << 20
	run("other limits", limited, false, "10")

	// What is resident is kept apart from what is metered, and nothing is counted of it.
	resident := count(key, one, two)
	resident.Resident = true
	for _, reused := range []bool{false, true} {
		a := expect(t, e, resident, "20")
		if a.Reused != reused || a.ScannedBytes != 0 || a.MeterDisagreed {
			t.Errorf("resident: reused %v, want %v; %d bytes are counted", a.Reused, reused, a.ScannedBytes)
		}
	}
	resident.Limits.ScannedBytes = 1
	if _, err := ask(t.Context(), e, resident); !fault.Is(err, fault.Validation) {
		t.Errorf("a limit on what is not counted: %v", err)
	}

	// A table of an earlier request is gone, in the same instance too.
	gone := count(key, one)
	gone.Tables[0].Name = "others"
	gone.Statement = "SELECT count(*) FROM awsdatacatalog.shop.sales"
	if _, err := ask(t.Context(), e, gone); err == nil {
		t.Error("a table that is not in the request was there")
	}
}
