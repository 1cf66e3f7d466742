package enginetest

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"interlaken/engine"
	"interlaken/fault"
)

// Mutations reads n files that are broken by a seed, in every format and compression, and some bombs: each gives rows or
// a typed error, and at worst costs the process that read it. The engine goes on serving (SECURITY S9). What became of
// the files is counted in the answer, by the error's code, "" for rows.
func Mutations(t *testing.T, e engine.Engine, seed uint64, n int) map[fault.Code]int {
	t.Helper()
	folder := t.TempDir()
	sound := WriteSales(t, folder, "sound.parquet", 0, 100)
	good := engine.Request{Statement: "SELECT count(*), sum(id) FROM awsdatacatalog.shop.sales", Tables: []engine.Table{SaleTable(sound)}}
	originals, bombs := originals(t, folder), bombs(t)
	random := rand.New(rand.NewPCG(seed, 0))
	outcomes := map[fault.Code]int{}
	for i := range n {
		o := originals[i%len(originals)]
		content := mutate(random, o.content)
		if i%250 == 0 {
			o = bombs[i/250%len(bombs)]
			content = o.content
		}
		name := fmt.Sprintf("m%d%s", i, o.ending)
		table := o.table
		table.Files = []engine.File{write(t, folder, name, content)}
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		_, err := ask(ctx, e, engine.Request{Statement: o.statement, Tables: []engine.Table{table}, Limits: engine.Limits{Time: 5 * time.Second, ResultBytes: 64 << 20}})
		cancel()
		code := fault.CodeOf(err)
		outcomes[code]++
		if code == fault.Internal || strings.Contains(fault.Public(err), folder) {
			t.Errorf("seed %d, file %d (%s): %v", seed, i, o.ending, err)
		}
		if err := os.Remove(table.Files[0].Path); err != nil {
			t.Fatal(err)
		}
		if i%100 == 0 || code == fault.Unavailable {
			expect(t, e, good, "100|4950")
		}
	}
	expect(t, e, good, "100|4950")
	return outcomes
}

// original is a file before it is broken.
type original struct {
	ending    string
	content   []byte
	table     engine.Table
	statement string
}

// textColumns are the columns of files of text.
var textColumns = []engine.Column{
	{Name: "id", Type: "BIGINT"}, {Name: "amount", Type: "INTEGER"}, {Name: "shop", Type: "VARCHAR"}, {Name: "deep", Type: `STRUCT("a" INTEGER[], "m" MAP(VARCHAR, DOUBLE))`},
}

func textTable(format engine.Format, text engine.Text) engine.Table {
	return engine.Table{Catalog: "awsdatacatalog", Schema: "shop", Name: "sales", Columns: textColumns, Format: format, Text: text}
}

// bombs are files that are small and hold much.
func bombs(t *testing.T) []original {
	t.Helper()
	return []original{
		{".csv.gz", zip(t, strings.Repeat(strings.Repeat("1,1,shop,x", 1000)+"\n", 20_000)), textTable(engine.CSV, engine.Text{}), "SELECT id, amount, shop FROM awsdatacatalog.shop.sales"},
		{".json.gz", zip(t, `{"shop":"`+strings.Repeat("x", 100<<20)+`"}`), textTable(engine.JSON, engine.Text{}), "SELECT shop FROM awsdatacatalog.shop.sales"},
	}
}

func originals(t *testing.T, folder string) []original {
	t.Helper()
	content := func(f engine.File) []byte {
		b, err := os.ReadFile(f.Path)
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	parquet := content(WriteSales(t, folder, "original.parquet", 0, 2000))
	const all = "SELECT id, amount, shop FROM awsdatacatalog.shop.sales WHERE amount < 6"
	var csv, json, lazy strings.Builder
	for i := range 200 {
		fmt.Fprintf(&csv, "%d,%d,\"shop \"\"%d\"\"\",x\n", i, i%7, i)
		fmt.Fprintf(&json, `{"id":%d,"Amount":%d,"shop":"s\u00e9%d","deep":{"a":[1,%d],"m":{"k":1.5}}}`+"\n", i, i%7, i, i)
		fmt.Fprintf(&lazy, "%d\x01%d\x01shop\\\x01%d\x011\x032\x02k\x041.5\n", i, i%7, i)
	}
	const deep = "SELECT id, amount, shop, deep FROM awsdatacatalog.shop.sales"
	return []original{
		{".parquet", parquet, SaleTable(), all},
		{".csv", []byte(csv.String()), textTable(engine.CSV, engine.Text{}), "SELECT id, amount, shop FROM awsdatacatalog.shop.sales"},
		{".parquet", parquet[len(parquet)-2000:], SaleTable(), all}, // mostly footer
		{".json", []byte(json.String()), textTable(engine.JSON, engine.Text{}), deep},
		{".csv.gz", zip(t, csv.String()), textTable(engine.CSV, engine.Text{}), "SELECT id, amount, shop FROM awsdatacatalog.shop.sales"},
		{".txt", []byte(lazy.String()), textTable(engine.CSV, engine.Text{Delimiter: "\x01", Plain: true, Escape: `\`}), deep},
		{".json.gz", zip(t, json.String()), textTable(engine.JSON, engine.Text{SkipMalformed: true}), deep},
		{".log", []byte(csv.String()), textTable(engine.CSV, engine.Text{Pattern: `(\d+),(\d+),(.*),(.*)`}), "SELECT id, amount, shop FROM awsdatacatalog.shop.sales"},
	}
}

// mutate breaks a file in one to four places.
func mutate(random *rand.Rand, content []byte) []byte {
	out := bytes.Clone(content)
	for range 1 + random.IntN(4) {
		if len(out) == 0 {
			return out
		}
		at := random.IntN(len(out))
		// Places near the end are where formats keep what they are made of.
		if random.IntN(3) == 0 {
			at = len(out) - 1 - random.IntN(min(len(out), 300))
		}
		switch random.IntN(6) {
		case 0:
			out[at] ^= 1 << random.IntN(8)
		case 1:
			out[at] = byte(random.Uint32())
		case 2:
			out = out[:at]
		case 3:
			out = slices.Delete(out, at, min(len(out), at+1+random.IntN(64)))
		case 4:
			end := min(len(out), at+1+random.IntN(64))
			out = slices.Insert(out, at, out[at:end]...)
		case 5:
			for i := at; i < min(len(out), at+8); i++ {
				out[i] = []byte{0, 0xff, 0x7f, 0x80}[random.IntN(4)]
			}
		}
	}
	return out
}
