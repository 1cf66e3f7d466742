package sqlite

import (
	"bytes"
	"database/sql/driver"

	"interlaken/fault"
	"interlaken/store"
)

// What a cache holds at most, in bytes, and the largest value that it takes.
const (
	cacheBytes = 8 << 20
	cacheValue = 64 << 10
)

const selectRow = `SELECT id, version, schema, entries, value FROM record WHERE tbl = ? AND key = ?`

// cache holds the rows that the writer has read and written, since most transactions ask for the same ones as the last:
// who asks, what the account's policies are, where the trail ends. What it holds is what the writer's connection would
// read, for nobody else writes the file. Whoever has the turn uses it.
type cache struct {
	rows map[place]row
	size int
}

// place is where a record stands.
type place struct{ table, key string }

// row is a record as it stands in the file; there is none where id is 0.
type row struct {
	id      int64
	version store.Version
	schema  int
	entries []store.Entry
	value   []byte
}

func (p place) weight(r row) int {
	n := 200 + len(p.table) + len(p.key) + len(r.value)
	for _, e := range r.entries {
		n += 32 + len(e.Index) + len(e.Key)
	}
	return n
}

// keep remembers a row. A full cache begins anew: what is asked for often is back at once.
func (c *cache) keep(p place, r row) {
	c.forget(p)
	if len(r.value) > cacheValue {
		return
	}
	if c.size >= cacheBytes {
		c.clear()
	}
	if c.rows == nil {
		c.rows = map[place]row{}
	}
	c.rows[p] = r
	c.size += p.weight(r)
}

func (c *cache) forget(p place) {
	if r, ok := c.rows[p]; ok {
		c.size -= p.weight(r)
		delete(c.rows, p)
	}
}

func (c *cache) clear() { *c = cache{} }

// Get returns one record.
func (t *transaction) Get(table, key string) (store.Record, error) {
	if err := t.usable(); err != nil {
		return store.Record{}, err
	}
	r, err := t.row(place{table, key})
	switch {
	case err != nil:
		return store.Record{}, err
	case r.id == 0:
		return store.Record{}, fault.New(fault.NotFound, "There is no such record in %s.", table)
	}
	return store.Record{Key: key, Version: r.version, Schema: r.schema, Value: bytes.Clone(r.value)}, nil
}

// row returns what stands at a place. Its value and entries are the cache's.
func (t *transaction) row(p place) (row, error) {
	if r, ok := t.store.cache.rows[p]; ok {
		return r, nil
	}
	var r row
	err := t.connection.query(func(columns []driver.Value) error {
		r.id, _ = columns[0].(int64)
		version, _ := columns[1].(int64)
		schema, _ := columns[2].(int64)
		r.version, r.schema, r.value = store.Version(version), int(schema), bytesOf(columns[4])
		var err error
		r.entries, err = unpackEntries(bytesOf(columns[3]))
		return err
	}, selectRow, p.table, blob(p.key))
	if err != nil {
		return r, failed(err)
	}
	t.store.cache.keep(p, r)
	return r, nil
}

// touch makes the cache forget a row that is about to be written, now and if the body is undone.
func (t *transaction) touch(p place) {
	t.store.cache.forget(p)
	t.touched = append(t.touched, p)
}
