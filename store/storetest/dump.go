package storetest

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"interlaken/store"
)

// Dump returns every record of a store: table, then key, then the schema number and the document. Two dumps are equal
// exactly when nothing was written in between but what ended as it began. Tables whose names begin with one of the
// prefixes are left out.
func Dump(tb testing.TB, s store.Store, but ...string) map[string]map[string]string {
	tb.Helper()
	all := map[string]map[string]string{}
	err := s.View(context.Background(), func(r store.Reader) error {
		tables, err := r.Tables()
		if err != nil {
			return err
		}
		for _, table := range tables {
			if slices.ContainsFunc(but, func(prefix string) bool { return strings.HasPrefix(table, prefix) }) {
				continue
			}
			all[table] = map[string]string{}
			for record, err := range r.Scan(table, store.Range{}) {
				if err != nil {
					return err
				}
				all[table][record.Key] = fmt.Sprintf("%d %s", record.Schema, record.Value)
			}
		}
		return nil
	})
	if err != nil {
		tb.Fatal(err)
	}
	return all
}

func testTables(t *testing.T, open Opener) {
	s := fresh(t, open)
	tables := func() (names []string) {
		t.Helper()
		err := s.View(context.Background(), func(r store.Reader) (err error) {
			names, err = r.Tables()
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return names
	}
	if got := tables(); len(got) != 0 {
		t.Errorf("an empty store has tables %v", got)
	}
	err := s.Update(context.Background(), func(tx store.Tx) error {
		for _, table := range []string{"b.thing", "a.thing", "b.thing"} {
			if _, err := tx.Put(table, store.Record{Key: store.Key("k"), Schema: 1, Value: []byte(`{}`)}, store.Any); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if got, want := tables(), []string{"a.thing", "b.thing"}; !slices.Equal(got, want) {
		t.Errorf("tables = %v, want %v", got, want)
	}
	if got := Dump(t, s); len(got) != 2 || got["a.thing"][store.Key("k")] != "1 {}" {
		t.Errorf("dump = %v", got)
	}
	err = s.Update(context.Background(), func(tx store.Tx) error { return tx.Delete("a.thing", store.Key("k"), store.Any) })
	if got := tables(); err != nil || !slices.Equal(got, []string{"b.thing"}) {
		t.Errorf("after a delete, tables = %v, %v", got, err)
	}
}
