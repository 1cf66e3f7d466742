package storetest

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"interlaken/store"
)

// testRanges does random writes to the store and to a map, and compares random scans with the map's sorted positions.
func testRanges(t *testing.T, open Opener) {
	s := fresh(t, open)
	round := 0
	rapid.Check(t, func(t *rapid.T) {
		round++
		tableName := fmt.Sprintf("table%d", round)
		records := map[string]string{}            // key → value
		positions := map[string]map[string]bool{} // key → positions in the index
		parts := rapid.SliceOfN(rapid.StringOfN(rapid.RuneFrom([]rune("a\x00b\u00ff")), 0, 3, -1), 1, 2)
		draw := func(name string) string { return store.Key(toAny(parts.Draw(t, name))...) }
		one := func(name string) string { return store.Key(rapid.IntRange(-2, 2).Draw(t, name)) }

		err := s.Update(context.Background(), func(tx store.Tx) error {
			for range rapid.IntRange(0, 60).Draw(t, "writes") {
				key := draw("key")
				if _, ok := records[key]; ok && rapid.Bool().Draw(t, "delete") {
					delete(records, key)
					delete(positions, key)
					if err := tx.Delete(tableName, key, store.Any); err != nil {
						return err
					}
					continue
				}
				record := store.Record{Key: key, Value: []byte(rapid.StringMatching(`[a-z]{4}`).Draw(t, "value"))}
				records[key], positions[key] = string(record.Value), map[string]bool{}
				for range rapid.IntRange(0, 2).Draw(t, "entries") {
					e := store.Entry{Index: "index", Key: one("entry")}
					record.Entries = append(record.Entries, e)
					positions[key][e.Key+key] = true
				}
				if _, err := tx.Put(tableName, record, store.Any); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}

		var inTable, inIndex []string
		inTable = slices.Sorted(maps.Keys(records))
		value := map[string]string{}
		maps.Copy(value, records)
		for key, set := range positions {
			for position := range set {
				inIndex = append(inIndex, position)
				value["i"+position] = records[key]
			}
		}
		slices.Sort(inIndex)

		for range 8 {
			span := store.Range{Limit: rapid.IntRange(0, 5).Draw(t, "limit"), Reverse: rapid.Bool().Draw(t, "reverse")}
			for _, field := range []*string{&span.Prefix, &span.From, &span.To, &span.After} {
				if rapid.IntRange(0, 2).Draw(t, "set") == 0 {
					*field = draw("bound")
				}
			}
			compare(t, s, tableName, "", span, model(inTable, span), func(p string) string { return value[p] })
			for _, field := range []*string{&span.Prefix, &span.From, &span.To, &span.After} {
				if *field != "" {
					*field = one("bound")
				}
			}
			compare(t, s, tableName, "index", span, model(inIndex, span), func(p string) string { return value["i"+p] })
		}
	})
}

// model says by the words of Range, and not by Bounds, which of the sorted positions a scan yields.
func model(sorted []string, span store.Range) []string {
	var found []string
	for _, p := range sorted {
		after := span.After == "" || !span.Reverse && p > span.After || span.Reverse && p < span.After
		if strings.HasPrefix(p, span.Prefix) && p >= span.From && (span.To == "" || p < span.To) && after {
			found = append(found, p)
		}
	}
	if span.Reverse {
		slices.Reverse(found)
	}
	if span.Limit > 0 && len(found) > span.Limit {
		found = found[:span.Limit]
	}
	return found
}

func compare(t *rapid.T, s store.Store, table, index string, span store.Range, want []string, value func(string) string) {
	var got []string
	err := s.View(context.Background(), func(r store.Reader) error {
		scan := r.Scan(table, span)
		if index != "" {
			scan = r.ScanIndex(table, index, span)
		}
		for record, err := range scan {
			if err != nil {
				return err
			}
			if string(record.Value) != value(record.Position) {
				t.Errorf("at %q is %q, want %q", record.Position, record.Value, value(record.Position))
			}
			if index == "" && record.Key != record.Position {
				t.Errorf("key %q stands at %q", record.Key, record.Position)
			}
			got = append(got, record.Position)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(got, want) {
		t.Fatalf("scan of %q %q with %+v:\n got %q\nwant %q", table, index, span, got, want)
	}
}

func toAny(parts []string) []any {
	var all []any
	for _, p := range parts {
		all = append(all, p)
	}
	return all
}
