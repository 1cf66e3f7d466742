package store_test

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"testing"

	"interlaken/fault"
	"interlaken/store"
	"interlaken/store/storetest"
)

type role struct {
	Account, Name string
	Tags          []string
}

var roles = store.Collection[role]{
	Table:  "test.role",
	Schema: 2,
	Key:    func(r *role) string { return store.Key(r.Account, r.Name) },
	Indexes: map[string]func(*role) []string{
		"tag": func(r *role) []string {
			var keys []string
			for _, tag := range r.Tags {
				keys = append(keys, store.Key(tag))
			}
			return keys
		},
	},
	Upgrade: func(_ int, document []byte) ([]byte, error) {
		if bytes.Contains(document, []byte("broken")) {
			return nil, errors.New("broken")
		}
		return bytes.ReplaceAll(document, []byte(`"Label"`), []byte(`"Name"`)), nil
	},
}

func update(t *testing.T, s store.Store, body func(store.Tx) error) {
	t.Helper()
	if err := s.Update(context.Background(), body); err != nil {
		t.Fatal(err)
	}
}

func names(t *testing.T, scan func(func(store.Item[role], error) bool)) []string {
	t.Helper()
	var found []string
	for item, err := range scan {
		if err != nil {
			t.Fatal(err)
		}
		found = append(found, item.Value.Name)
	}
	return found
}

func TestCollection(t *testing.T) {
	s := storetest.Open(t)
	update(t, s, func(tx store.Tx) error {
		// A tag that is given twice is one entry.
		for _, r := range []role{{"1", "b", []string{"x", "x"}}, {"1", "a", []string{"x", "y"}}, {"2", "c", nil}} {
			if err := roles.Create(tx, r); err != nil {
				return err
			}
		}
		if err := roles.Create(tx, role{Account: "2", Name: "c"}); !fault.Is(err, fault.AlreadyExists) {
			t.Errorf("a second Create: %v", err)
		}
		if got := names(t, roles.Scan(tx, store.Range{Prefix: store.Key("1")})); !slices.Equal(got, []string{"a", "b"}) {
			t.Errorf("account 1 has %q", got)
		}
		if got := names(t, roles.ScanIndex(tx, "tag", store.Range{Prefix: store.Key("x")})); !slices.Equal(got, []string{"a", "b"}) {
			t.Errorf("tag x has %q", got)
		}
		item, err := roles.GetItem(tx, store.Key("1", "a"))
		if err != nil {
			return err
		}
		item.Value.Tags = []string{"z"}
		if err := roles.PutIf(tx, item.Value, item.Version); err != nil {
			return err
		}
		if err := roles.PutIf(tx, item.Value, item.Version); !fault.Is(err, fault.Conflict) {
			t.Errorf("PutIf with an old version: %v", err)
		}
		if err := roles.DeleteIf(tx, item.Key, item.Version); !fault.Is(err, fault.Conflict) {
			t.Errorf("DeleteIf with an old version: %v", err)
		}
		if got := names(t, roles.ScanIndex(tx, "tag", store.Range{})); !slices.Equal(got, []string{"b", "a"}) {
			t.Errorf("tags are of %q", got)
		}
		if err := roles.Modify(tx, item.Key, func(r *role) error { r.Tags = append(r.Tags, "w"); return nil }); err != nil {
			return err
		}
		got, err := roles.Get(tx, item.Key)
		if err != nil || !slices.Equal(got.Tags, []string{"z", "w"}) {
			t.Errorf("after Modify: %+v, %v", got, err)
		}
		if err := roles.Modify(tx, item.Key, func(r *role) error { r.Name = "q"; return nil }); !fault.Is(err, fault.Internal) {
			t.Errorf("Modify of the key: %v", err)
		}
		if err := roles.Delete(tx, item.Key); err != nil {
			return err
		}
		if has, err := roles.Has(tx, item.Key); has || err != nil {
			t.Errorf("after Delete: %v, %v", has, err)
		}
		for _, err := range roles.ScanIndex(tx, "color", store.Range{}) {
			if !fault.Is(err, fault.Internal) {
				t.Errorf("an index that is not declared: %v", err)
			}
		}
		return nil
	})
}

func TestCollectionSchemas(t *testing.T) {
	s := storetest.Open(t)
	update(t, s, func(tx store.Tx) error {
		for i, c := range []struct {
			schema   int
			document string
			name     string
			code     fault.Code
		}{
			{1, `{"Label":"old"}`, "old", ""},
			{2, `{"Name":"new"}`, "new", ""},
			{3, `{"Name":"later"}`, "", fault.Unsupported},
			{1, `{"Label":"broken"}`, "", fault.Internal},
			{2, `[]`, "", fault.Internal},
		} {
			key := store.Key("s", i)
			if _, err := tx.Put("test.role", store.Record{Key: key, Schema: c.schema, Value: []byte(c.document)}, store.Any); err != nil {
				return err
			}
			got, err := roles.Get(tx, key)
			if got.Name != c.name || fault.CodeOf(err) != c.code {
				t.Errorf("%s of schema %d: %+v, %v", c.document, c.schema, got, err)
			}
		}
		return nil
	})
}

func TestPage(t *testing.T) {
	s := storetest.Open(t)
	update(t, s, func(tx store.Tx) error {
		for _, name := range []string{"a", "b", "c", "d"} {
			if err := roles.Create(tx, role{Account: "1", Name: name}); err != nil {
				return err
			}
		}
		var pages []string
		token := ""
		for {
			after, err := store.ParseToken(token)
			if err != nil {
				return err
			}
			page, next, err := store.Page(roles.Scan(tx, store.Range{Prefix: store.Key("1"), After: after}), 2)
			if err != nil {
				return err
			}
			text := ""
			for _, r := range page {
				text += r.Name
			}
			pages = append(pages, text)
			if token = next; token == "" {
				break
			}
		}
		if !slices.Equal(pages, []string{"ab", "cd"}) {
			t.Errorf("pages are %q", pages)
		}
		return nil
	})
}
