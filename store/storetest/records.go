package storetest

import (
	"context"
	"iter"
	"slices"
	"strings"
	"testing"

	"interlaken/fault"
	"interlaken/store"
)

func update(t *testing.T, s store.Store, body func(store.Tx) error) {
	t.Helper()
	if err := s.Update(context.Background(), body); err != nil {
		t.Fatal(err)
	}
}

func view(t *testing.T, s store.Store, body func(store.Reader) error) {
	t.Helper()
	if err := s.View(context.Background(), body); err != nil {
		t.Fatal(err)
	}
}

// put writes one record in an Update of its own.
func put(t *testing.T, s store.Store, key, value string, entries ...store.Entry) store.Version {
	t.Helper()
	var version store.Version
	update(t, s, func(tx store.Tx) (err error) {
		version, err = tx.Put("table", store.Record{Key: key, Schema: 1, Value: []byte(value), Entries: entries}, store.Any)
		return err
	})
	return version
}

// values reads a scan in a View of its own.
func values(t *testing.T, s store.Store, scan func(store.Reader) iter.Seq2[store.Record, error]) []string {
	t.Helper()
	var found []string
	view(t, s, func(r store.Reader) error {
		for record, err := range scan(r) {
			if err != nil {
				return err
			}
			found = append(found, string(record.Value))
		}
		return nil
	})
	return found
}

func table(r store.Reader) iter.Seq2[store.Record, error] { return r.Scan("table", store.Range{}) }

func wantCode(t *testing.T, what string, err error, code fault.Code) {
	t.Helper()
	if fault.CodeOf(err) != code {
		t.Errorf("%s: %v, want %q", what, err, code)
	}
}

func wantValues(t *testing.T, what string, got []string, want ...string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("%s: %q, want %q", what, got, want)
	}
}

func testConditions(t *testing.T, open Opener) {
	s := fresh(t, open)
	key := store.Key("a")
	update(t, s, func(tx store.Tx) error {
		record := store.Record{Key: key, Schema: 3, Value: []byte(`{"n":1}`)}
		_, err := tx.Get("table", key)
		wantCode(t, "Get of nothing", err, fault.NotFound)
		wantCode(t, "Delete of nothing", tx.Delete("table", key, store.Any), fault.NotFound)
		wantCode(t, "Delete of nothing with a version", tx.Delete("table", key, 7), fault.Conflict)
		_, err = tx.Put("table", record, 7)
		wantCode(t, "Put with a version where nothing is", err, fault.Conflict)

		first, err := tx.Put("table", record, store.Absent)
		wantCode(t, "Put where nothing is", err, "")
		_, err = tx.Put("table", record, store.Absent)
		wantCode(t, "Put as new where something is", err, fault.AlreadyExists)
		_, err = tx.Put("other", record, store.Absent)
		wantCode(t, "Put of the same key in another table", err, "")

		record.Value = []byte(`{"n":2}`)
		second, err := tx.Put("table", record, first)
		wantCode(t, "Put with the right version", err, "")
		_, err = tx.Put("table", record, first)
		wantCode(t, "Put with an old version", err, fault.Conflict)
		wantCode(t, "Delete with an old version", tx.Delete("table", key, first), fault.Conflict)

		got, err := tx.Get("table", key)
		wantCode(t, "Get", err, "")
		if string(got.Value) != `{"n":2}` || got.Schema != 3 || got.Version != second || got.Key != key {
			t.Errorf("Get returned %+v, want version %d", got, second)
		}
		wantCode(t, "Delete", tx.Delete("table", key, second), "")
		_, err = tx.Get("table", key)
		wantCode(t, "Get after Delete", err, fault.NotFound)
		return nil
	})
}

func testVersions(t *testing.T, open Opener) {
	s := fresh(t, open)
	first := put(t, s, store.Key("a"), "1")
	second := put(t, s, store.Key("b"), "1")
	update(t, s, func(tx store.Tx) error { return tx.Delete("table", store.Key("b"), store.Any) })
	third := put(t, s, store.Key("b"), "1")
	if first <= 0 || second <= first || third <= second {
		t.Errorf("versions %d, %d, %d do not grow", first, second, third)
	}
}

func testEntries(t *testing.T, open Opener) {
	s := fresh(t, open)
	in := func(color string) []string {
		return values(t, s, func(r store.Reader) iter.Seq2[store.Record, error] {
			return r.ScanIndex("table", "color", store.Range{Prefix: store.Key(color)})
		})
	}
	red, blue := store.Entry{Index: "color", Key: store.Key("red")}, store.Entry{Index: "color", Key: store.Key("blue")}
	put(t, s, store.Key("1"), "one", red)
	put(t, s, store.Key("2"), "two", red, blue)
	put(t, s, store.Key("3"), "three")
	wantValues(t, "red", in("red"), "one", "two")
	wantValues(t, "blue", in("blue"), "two")

	put(t, s, store.Key("2"), "two!", blue)
	wantValues(t, "red after the change", in("red"), "one")
	wantValues(t, "blue after the change", in("blue"), "two!")

	update(t, s, func(tx store.Tx) error { return tx.Delete("table", store.Key("2"), store.Any) })
	wantValues(t, "blue after the removal", in("blue"))
	put(t, s, store.Key("2"), "again", red)
	wantValues(t, "red after the return", in("red"), "one", "again")
}

func testEntryCollision(t *testing.T, open Opener) {
	s := fresh(t, open)
	put(t, s, store.Key("b", "c"), "1", store.Entry{Index: "i", Key: store.Key("a")})
	err := s.Update(context.Background(), func(tx store.Tx) error {
		// The error is dropped: the transaction must fail all the same.
		_, _ = tx.Put("table", store.Record{Key: store.Key("c"), Entries: []store.Entry{{Index: "i", Key: store.Key("a", "b")}}}, store.Any)
		return nil
	})
	wantCode(t, "two records at one position", err, fault.Internal)
	wantValues(t, "records", values(t, s, table), "1")
}

func testKeys(t *testing.T, open Opener) {
	s := fresh(t, open)
	for _, c := range []struct {
		name, key string
		code      fault.Code
	}{
		{"empty", "", fault.Internal},
		{"past the last", "\xff", fault.Internal},
		{"too long", store.Key(strings.Repeat("x", 5000)), fault.Validation},
		{"with every byte", store.Key("\x00\x01\xfe\xff"), ""},
	} {
		err := s.Update(context.Background(), func(tx store.Tx) error {
			_, err := tx.Put("table", store.Record{Key: c.key}, store.Any)
			return err
		})
		wantCode(t, "key "+c.name, err, c.code)
		err = s.Update(context.Background(), func(tx store.Tx) error {
			_, err := tx.Put("table", store.Record{Key: store.Key("k"), Entries: []store.Entry{{Index: "i", Key: c.key}}}, store.Any)
			return err
		})
		wantCode(t, "index key "+c.name, err, c.code)
	}
}

func testWriteWhileScanning(t *testing.T, open Opener) {
	s := fresh(t, open)
	const n = 700 // more than an implementation fetches at once
	update(t, s, func(tx store.Tx) error {
		for i := range n {
			if _, err := tx.Put("table", store.Record{Key: store.Key(i), Value: []byte("old")}, store.Absent); err != nil {
				return err
			}
		}
		return nil
	})
	seen := 0
	update(t, s, func(tx store.Tx) error {
		for record, err := range tx.Scan("table", store.Range{}) {
			if err != nil {
				return err
			}
			seen++
			if seen%2 == 0 {
				if err := tx.Delete("table", record.Key, record.Version); err != nil {
					return err
				}
				continue
			}
			record.Value = []byte("new")
			if _, err := tx.Put("table", record, record.Version); err != nil {
				return err
			}
		}
		return nil
	})
	left := values(t, s, table)
	if seen != n || len(left) != n/2 || slices.Contains(left, "old") {
		t.Errorf("saw %d of %d records, %d are left of %d", seen, n, len(left), n/2)
	}
}
