package enginetest

import (
	"fmt"
	"testing"

	"interlaken/engine"
)

// meter checks the bytes charged against the footers' own figures.
func meter(t *testing.T, e engine.Engine, o Options) {
	folder := t.TempDir()
	one := WriteSales(t, folder, "one.parquet", 0, 100_000)
	two := WriteSales(t, folder, "two.parquet", 100_000, 50_000)
	one.Partition, two.Partition = []*string{text1("1")}, []*string{text1("2")}
	plain := SaleTable(one, two)
	plain.Files = []engine.File{one, two}
	split := plain
	split.Partitions = []engine.Column{{Name: "part", Type: "INTEGER"}}
	const all, half = 10, 5
	small := WriteSales(t, folder, "small.parquet", 0, 2*groupRows+1000)
	narrow := func(columns ...int) engine.Table {
		t := SaleTable(small)
		t.Columns = nil
		for _, c := range columns {
			t.Columns = append(t.Columns, saleColumns[c])
		}
		return t
	}
	cases := []struct {
		name, statement string
		table           engine.Table
		want            int64
		files           int64
		rows            []string
	}{
		{
			"Projection", "SELECT sum(amount) FROM awsdatacatalog.shop.sales", plain,
			chunkBytes(t, one, all, 1) + chunkBytes(t, two, half, 1), 2,
			[]string{"449994"},
		},
		{
			"TwoColumns", "SELECT count(DISTINCT shop), sum(id) FROM awsdatacatalog.shop.sales", plain,
			chunkBytes(t, one, all, 0, 2) + chunkBytes(t, two, half, 0, 2), 2,
			[]string{"100|11249925000"},
		},
		{
			"RowGroups", "SELECT sum(id) FROM awsdatacatalog.shop.sales WHERE id < 15000", plain,
			chunkBytes(t, one, 2, 0), 2,
			[]string{"112492500"},
		},
		{
			"Partition", "SELECT sum(id) FROM awsdatacatalog.shop.sales WHERE part = 2", split,
			chunkBytes(t, two, half, 0), 2,
			[]string{"6249975000"},
		},
		{
			"SelfJoin", "SELECT count(*) FROM awsdatacatalog.shop.sales a JOIN awsdatacatalog.shop.sales b ON a.id = b.id", plain,
			2 * (chunkBytes(t, one, all, 0) + chunkBytes(t, two, half, 0)), 2,
			[]string{"150000"},
		},
		// In the last row group amount lies between the two in so few bytes that it is read with them.
		{
			"Between", "SELECT min(id), max(shop) FROM awsdatacatalog.shop.sales WHERE id >= 20000", narrow(0, 2),
			chunkBytes(t, small, 3, 0, 2) - chunkBytes(t, small, 2, 0, 2), 1,
			[]string{"20000|shop number 99"},
		},
		{
			"BetweenUnfiltered", "SELECT sum(id), max(shop) FROM awsdatacatalog.shop.sales", narrow(0, 2),
			chunkBytes(t, small, 3, 0, 2), 1,
			[]string{"220489500|shop number 99"},
		},
		{"FootersOnly", "SELECT count(*) FROM awsdatacatalog.shop.sales", plain, 0, 2, []string{"150000"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			r := engine.Request{Statement: c.statement, Tables: []engine.Table{c.table}}
			fresh := expect(t, e, r, c.rows...)
			if fresh.MeterDisagreed || fresh.Reused {
				t.Errorf("statistics %+v", fresh.Statistics)
			}
			if fresh.ScannedBytes != c.want {
				t.Errorf("charged %d bytes, the footers say %d", fresh.ScannedBytes, c.want)
			}
			r.Key = engine.Key{Account: "222222222222", Role: "reader", Objects: c.name}
			for n := range 3 {
				again := expect(t, e, r, c.rows...)
				if again.ScannedBytes != fresh.ScannedBytes || again.FilesRead != fresh.FilesRead {
					t.Errorf("run %d was charged %d bytes of %d files, the first %d of %d", n, again.ScannedBytes, again.FilesRead, fresh.ScannedBytes, fresh.FilesRead)
				}
				if again.Reused != (n > 0) {
					t.Errorf("run %d: reused is %v", n, again.Reused)
				}
			}
		})
	}
	t.Run("PlainJoins", func(t *testing.T) {
		r := engine.Request{Statement: cases[4].statement, Tables: []engine.Table{plain}, Key: engine.Key{Account: "222222222222", Objects: "joins"}}
		with := expect(t, e, r, cases[4].rows...)
		without := expect(t, e, engine.WithPlainJoins(r), cases[4].rows...)
		if without.Reused || without.FilesRead != with.FilesRead {
			t.Errorf("with %+v, without %+v", with.Statistics, without.Statistics)
		}
	})
	// The meter reads footers itself, which neither counts nor makes the second meter disagree.
	t.Run("LargeFooter", func(t *testing.T) {
		const groups = 2000
		file := writeParquet(t, folder, "groups.parquet", sales(0, 5*groups), 5)
		fresh := expect(t, e, engine.Request{Statement: "SELECT sum(id) FROM awsdatacatalog.shop.sales WHERE amount >= 0", Tables: []engine.Table{SaleTable(file)}}, "49995000")
		if want := chunkBytes(t, file, groups, 0, 1); fresh.MeterDisagreed || fresh.ScannedBytes != want {
			t.Errorf("statistics %+v of a file of %d bytes, want %d", fresh.Statistics, file.SizeBytes, want)
		}
	})
	// The engine's log of what was read comes in batches of some two thousand rows, of which nothing may be kept.
	t.Run("ManyReads", func(t *testing.T) {
		const n = 1500
		files := make([]engine.File, n)
		for i := range files {
			files[i] = WriteSales(t, folder, fmt.Sprintf("many%d.parquet", i), i, 1)
		}
		statement := "SELECT sum(id), sum(amount) FROM awsdatacatalog.shop.sales"
		want := int64(0)
		for _, f := range files {
			want += chunkBytes(t, f, 1, 0, 1)
		}
		table := SaleTable(files...)
		table.Columns = table.Columns[:2]
		fresh := expect(t, e, engine.Request{Statement: statement, Tables: []engine.Table{table}}, fmt.Sprintf("%d|%d", n*(n-1)/2, 4495))
		if fresh.FilesRead != n || fresh.MeterDisagreed || fresh.ScannedBytes != want {
			t.Errorf("statistics %+v, want %d bytes", fresh.Statistics, want)
		}
	})
}
