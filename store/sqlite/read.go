package sqlite

import (
	"context"
	"database/sql/driver"
	"iter"

	"interlaken/fault"
	"interlaken/store"
)

const (
	selectVersion = `SELECT last FROM version`
	updateVersion = `UPDATE version SET last = ?`

	selectRecord = `SELECT key, version, schema, value FROM record WHERE tbl = ? AND key = ?`

	scanForward = `SELECT key, version, schema, value, key FROM record
		WHERE tbl = ? AND key >= ? AND key < ? ORDER BY key LIMIT ?`
	scanBackward = `SELECT key, version, schema, value, key FROM record
		WHERE tbl = ? AND key >= ? AND key < ? ORDER BY key DESC LIMIT ?`
	selectTables = `SELECT DISTINCT tbl FROM record ORDER BY tbl`

	// CROSS JOIN is SQLite's way to fix the order: walk the index, look up the record.
	indexForward = `SELECT record.key, version, schema, value, position FROM entry CROSS JOIN record ON record.id = entry.record
		WHERE entry.tbl = ? AND idx = ? AND position >= ? AND position < ? ORDER BY position LIMIT ?`
	indexBackward = `SELECT record.key, version, schema, value, position FROM entry CROSS JOIN record ON record.id = entry.record
		WHERE entry.tbl = ? AND idx = ? AND position >= ? AND position < ? ORDER BY position DESC LIMIT ?`
)

// reader reads on one connection, within a transaction that somebody else begins and ends.
type reader struct {
	ctx        context.Context
	connection *connection
	over       bool // the body has ended
}

// View runs body in a transaction that only reads, on a connection of its own.
func (s *Store) View(ctx context.Context, body func(store.Reader) error) error {
	var c *connection
	var open bool
	select {
	case c, open = <-s.readers:
		if !open {
			return closedError()
		}
	case <-ctx.Done():
		return fault.Wrap(ctx.Err(), fault.Cancelled, "The request was given up.")
	}
	defer func() { s.readers <- c }()
	if c == nil {
		fresh, err := connect(s.path, s.pragmas+"; PRAGMA query_only = ON")
		if err != nil {
			return failed(err)
		}
		c = fresh
	}
	if _, _, err := c.run("BEGIN"); err != nil {
		return failed(err)
	}
	r := &reader{ctx: ctx, connection: c}
	ended := false
	end := func() error {
		if ended {
			return nil
		}
		ended, r.over = true, true
		if _, _, err := c.run("COMMIT"); err != nil {
			// A connection that is stuck in a transaction would show an old state for ever.
			_ = c.close()
			c = nil
			return failed(err)
		}
		return nil
	}
	defer func() { _ = end() }() // after a panic, which says more
	if err := body(r); err != nil {
		return err
	}
	return end()
}

// Get returns one record.
func (r *reader) Get(table, key string) (store.Record, error) {
	if err := r.usable(); err != nil {
		return store.Record{}, err
	}
	var record store.Record
	found := false
	err := r.connection.query(func(row []driver.Value) error {
		record, found = toRecord(row), true
		return nil
	}, selectRecord, table, blob(key))
	switch {
	case err != nil:
		return record, failed(err)
	case !found:
		return record, fault.New(fault.NotFound, "There is no such record in %s.", table)
	}
	return record, nil
}

// Scan ranges over a table.
func (r *reader) Scan(table string, span store.Range) iter.Seq2[store.Record, error] {
	text := scanForward
	if span.Reverse {
		text = scanBackward
	}
	return r.pages(span, text, table)
}

// ScanIndex ranges over an index.
func (r *reader) ScanIndex(table, index string, span store.Range) iter.Seq2[store.Record, error] {
	text := indexForward
	if span.Reverse {
		text = indexBackward
	}
	return r.pages(span, text, table, index)
}

// Tables lists the tables that hold records.
func (r *reader) Tables() ([]string, error) {
	if err := r.usable(); err != nil {
		return nil, err
	}
	var names []string
	err := r.connection.query(func(row []driver.Value) error {
		name, _ := row[0].(string)
		names = append(names, name)
		return nil
	}, selectTables)
	if err != nil {
		return nil, failed(err)
	}
	return names, nil
}

// pages reads a scan in pages, each to its end before the first record is handed out. So no statement is open while
// the body works: it may write, give up, or scan something else in between. Pages grow, as most scans are short.
func (r *reader) pages(span store.Range, text string, names ...driver.Value) iter.Seq2[store.Record, error] {
	return func(yield func(store.Record, error) bool) {
		low, high := span.Bounds()
		left := span.Limit
		for size := 16; low < high; size = min(4*size, 256) {
			if err := r.usable(); err != nil {
				yield(store.Record{}, err)
				return
			}
			if span.Limit > 0 {
				size = min(size, left)
			}
			page := make([]store.Record, 0, size)
			arguments := append(names[:len(names):len(names)], blob(low), blob(high), int64(size))
			err := r.connection.query(func(row []driver.Value) error {
				record := toRecord(row)
				record.Position = string(bytesOf(row[4]))
				page = append(page, record)
				return nil
			}, text, arguments...)
			if err != nil {
				yield(store.Record{}, failed(err))
				return
			}
			for _, record := range page {
				if !yield(record, nil) {
					return
				}
			}
			left -= len(page)
			if len(page) < size || span.Limit > 0 && left == 0 {
				return
			}
			if span.Reverse {
				high = page[len(page)-1].Position
			} else {
				low = page[len(page)-1].Position + "\x00"
			}
		}
	}
}

func (r *reader) usable() error {
	if r.over {
		return fault.New(fault.Internal, "A transaction was used after its end.")
	}
	if err := r.ctx.Err(); err != nil {
		return fault.Wrap(err, fault.Cancelled, "The request was given up.")
	}
	return nil
}

func toRecord(row []driver.Value) store.Record {
	version, _ := row[1].(int64)
	schema, _ := row[2].(int64)
	return store.Record{
		Key:     string(bytesOf(row[0])),
		Version: store.Version(version),
		Schema:  int(schema),
		Value:   bytesOf(row[3]),
	}
}

// bytesOf reads a column that the schema says is a blob; the driver gives nil for an empty one.
func bytesOf(v driver.Value) []byte {
	b, _ := v.([]byte)
	return b
}
