package sqlite

import (
	"bytes"
	"context"
	"errors"
	"math/rand/v2"
	"testing"

	"interlaken/fault"
	"interlaken/store"
)

// TestCacheIsWhatTheFileHolds writes, deletes, fails and loses transactions at random, and compares after each step what
// the writer sees through the cache with what it sees without.
func TestCacheIsWhatTheFileHolds(t *testing.T) {
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 0))
	s := openTemporary(t, Config{Volatile: true})
	names := []string{"a", "b", "c", "d"}
	compare := func(tx *transaction) {
		for _, name := range names {
			cached, err := tx.Get("table", store.Key(name))
			plain, err2 := tx.reader.Get("table", store.Key(name))
			if fault.CodeOf(err) != fault.CodeOf(err2) || cached.Version != plain.Version || cached.Schema != plain.Schema || !bytes.Equal(cached.Value, plain.Value) {
				t.Fatalf("%s: %+v, %v through the cache; %+v, %v in the file", name, cached, err, plain, err2)
			}
			for i := range cached.Value { // which the caller may change
				cached.Value[i] = 'x'
			}
		}
	}
	refused := errors.New("refused")
	for range 500 {
		outcome := random.IntN(10)
		_ = s.Update(context.Background(), func(tx store.Tx) error {
			for range random.IntN(4) {
				key := store.Key(names[random.IntN(len(names))])
				value := make([]byte, random.IntN(20))
				condition := []store.Version{store.Any, store.Absent, 1}[random.IntN(3)]
				if random.IntN(3) == 0 {
					_ = tx.Delete("table", key, condition)
				} else {
					entries := []store.Entry{{Index: "i", Key: store.Key(random.IntN(2))}}
					_, _ = tx.Put("table", store.Record{Key: key, Schema: random.IntN(3), Value: value, Entries: entries}, condition)
				}
				compare(tx.(*transaction))
			}
			switch outcome {
			case 0, 1:
				return refused
			case 2:
				s.rollback()
			}
			return nil
		})
		if err := s.Update(context.Background(), func(tx store.Tx) error { compare(tx.(*transaction)); return nil }); err != nil {
			t.Fatal(err)
		}
	}
}

func TestCacheIsBounded(t *testing.T) {
	var c cache
	for n := range 3 * cacheBytes / (8 << 10) {
		c.keep(place{"table", store.Key(n)}, row{id: 1, value: make([]byte, 8<<10)})
		if c.size > cacheBytes+9<<10 {
			t.Fatalf("%d bytes after %d rows", c.size, n)
		}
	}
	c.keep(place{"table", "large"}, row{id: 1, value: make([]byte, cacheValue+1)})
	if _, ok := c.rows[place{"table", "large"}]; ok {
		t.Error("a large value is kept")
	}
	for p := range c.rows {
		c.forget(p)
	}
	if c.size != 0 {
		t.Errorf("an empty cache has a size of %d", c.size)
	}
}
