package sqlite

import (
	"bytes"
	"database/sql/driver"
	"errors"
	"slices"

	sqlite3 "modernc.org/sqlite"
	codes "modernc.org/sqlite/lib"

	"interlaken/fault"
	"interlaken/store"
)

const (
	insertRecord = `INSERT INTO record (tbl, key, version, schema, entries, value) VALUES (?, ?, ?, ?, ?, ?)
		ON CONFLICT DO NOTHING`
	updateRecord = `UPDATE record SET version = ?, schema = ?, entries = ?, value = ? WHERE id = ?`
	deleteRecord = `DELETE FROM record WHERE id = ?`
	insertEntry  = `INSERT INTO entry (tbl, idx, position, record) VALUES (?, ?, ?, ?)`
	deleteEntry  = `DELETE FROM entry WHERE tbl = ? AND idx = ? AND position = ?`
)

// transaction is the Tx of one body: a savepoint of its group's transaction.
type transaction struct {
	reader
	store  *Store
	saved  bool  // the savepoint has begun
	broken error // a write that may be half done
	// touched are the rows that the savepoint has changed.
	touched []place
	// committed and undone are what AfterCommit and AfterUndo were given.
	committed, undone []func()
}

// Put writes one record and its index entries.
func (t *transaction) Put(table string, record store.Record, condition store.Version) (store.Version, error) {
	if err := t.writable(table, record); err != nil {
		return 0, err
	}
	at := place{table, record.Key}
	var before row
	// A record that must be new needs no look before: the insertion finds out.
	if condition != store.Absent {
		var err error
		if before, err = t.row(at); err != nil {
			return 0, err
		}
		if condition != store.Any && before.version != condition {
			return 0, changed(table)
		}
	}
	if err := t.save(); err != nil {
		return 0, err
	}
	t.touch(at)
	version := t.store.version + 1
	packed := packEntries(record.Entries)
	if before.id != 0 {
		if _, _, err := t.connection.run(updateRecord, version, int64(record.Schema), packed, value(record), before.id); err != nil {
			return 0, t.fail(err)
		}
	} else {
		inserted, id, err := t.connection.run(insertRecord, table, blob(record.Key), version, int64(record.Schema), packed, value(record))
		switch {
		case err != nil:
			return 0, t.fail(err)
		case inserted == 0:
			return 0, fault.New(fault.AlreadyExists, "There is such a record in %s already.", table)
		}
		before.id = id
	}
	t.store.version = version
	if err := t.index(table, record.Key, before, record.Entries); err != nil {
		return 0, err
	}
	t.store.cache.keep(at, row{before.id, store.Version(version), record.Schema, slices.Clone(record.Entries), bytes.Clone(record.Value)})
	return store.Version(version), nil
}

// Delete removes one record and its index entries.
func (t *transaction) Delete(table, key string, condition store.Version) error {
	if err := t.usable(); err != nil {
		return err
	}
	at := place{table, key}
	before, err := t.row(at)
	switch {
	case err != nil:
		return err
	case condition == store.Absent:
		return fault.New(fault.Internal, "A record of %s is to be deleted if it is absent.", table)
	case condition != store.Any && before.version != condition:
		return changed(table)
	case before.id == 0:
		return fault.New(fault.NotFound, "There is no such record in %s.", table)
	}
	if err := t.save(); err != nil {
		return err
	}
	t.touch(at)
	if _, _, err := t.connection.run(deleteRecord, before.id); err != nil {
		return t.fail(err)
	}
	return t.index(table, key, before, nil)
}

// AfterCommit keeps f for Update to call.
func (t *transaction) AfterCommit(f func()) { t.committed = append(t.committed, f) }

// AfterUndo keeps f for Update to call.
func (t *transaction) AfterUndo(f func()) { t.undone = append(t.undone, f) }

// index replaces the record's entries. Most changes of a record leave them as they are.
func (t *transaction) index(table, key string, before row, after []store.Entry) error {
	for _, e := range before.entries {
		if !slices.Contains(after, e) {
			if _, _, err := t.connection.run(deleteEntry, table, e.Index, blob(e.Key+key)); err != nil {
				return t.fail(err)
			}
		}
	}
	for i, e := range after {
		if slices.Contains(before.entries, e) || slices.Contains(after[:i], e) {
			continue
		}
		_, _, err := t.connection.run(insertEntry, table, e.Index, blob(e.Key+key), before.id)
		var refused *sqlite3.Error
		if errors.As(err, &refused) && refused.Code() == codes.SQLITE_CONSTRAINT_PRIMARYKEY {
			t.broken = fault.Wrap(err, fault.Internal, "The keys of index %s of %s have different numbers of parts.", e.Index, table)
			return t.broken
		}
		if err != nil {
			return t.fail(err)
		}
	}
	return nil
}

func (t *transaction) writable(table string, record store.Record) error {
	if err := t.usable(); err != nil {
		return err
	}
	if table == "" {
		return fault.New(fault.Internal, "A record is written to a table without a name.")
	}
	for _, e := range record.Entries {
		if e.Index == "" {
			return fault.New(fault.Internal, "A record of %s has an index entry without a name.", table)
		}
		if err := store.ValidKey(e.Key); err != nil {
			return err
		}
	}
	return store.ValidKey(record.Key)
}

func changed(table string) error {
	return fault.New(fault.Conflict, "The record in %s was changed or removed meanwhile.", table)
}

// value is never NULL, which an empty slice would be to the driver's binding of nil.
func value(r store.Record) driver.Value {
	if r.Value == nil {
		return []byte{}
	}
	return r.Value
}
