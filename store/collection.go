package store

import (
	"encoding/json"
	"iter"
	"slices"

	"interlaken/fault"
)

// Collection is the typed view of one table. It is a declaration: a package variable that is not changed.
type Collection[T any] struct {
	// Table is the table's name: the owning package and a singular noun, such as "iam.role".
	Table string
	// Schema is the number of the current form of T, 1 or more. It is raised when documents of the form before could
	// not be read as T any more.
	Schema int
	// Key makes the record's key from the value; see Key.
	Key func(*T) string
	// Indexes names the table's indexes and says under which keys a value stands in them: none, one or several.
	Indexes map[string]func(*T) []string
	// Upgrade brings a document of an older schema to the current one. It may be nil while Schema is 1.
	Upgrade func(schema int, document []byte) ([]byte, error)
}

// Item is a value as it is stored.
type Item[T any] struct {
	Key     string
	Version Version
	// Position is for Range.After; see Record.
	Position string
	Value    T
}

// Get returns the value with the key, or fault.NotFound.
func (c *Collection[T]) Get(r Reader, key string) (T, error) {
	item, err := c.GetItem(r, key)
	return item.Value, err
}

// GetItem returns the value with the key and its version, or fault.NotFound.
func (c *Collection[T]) GetItem(r Reader, key string) (Item[T], error) {
	record, err := r.Get(c.Table, key)
	if err != nil {
		return Item[T]{}, err
	}
	return c.decode(record)
}

// Has reports whether there is a value with the key.
func (c *Collection[T]) Has(r Reader, key string) (bool, error) {
	_, err := r.Get(c.Table, key)
	if fault.Is(err, fault.NotFound) {
		return false, nil
	}
	return err == nil, err
}

// Put writes a value whether or not there is one.
func (c *Collection[T]) Put(tx Tx, value T) error { return c.put(tx, &value, Any) }

// Create writes a value that must not be there yet, else fault.AlreadyExists.
func (c *Collection[T]) Create(tx Tx, value T) error { return c.put(tx, &value, Absent) }

// PutIf writes a value that must have the version, else fault.Conflict.
func (c *Collection[T]) PutIf(tx Tx, value T, version Version) error {
	return c.put(tx, &value, version)
}

// Modify reads a value, has it changed and writes it. The change may not alter the key. It fails with fault.NotFound
// if there is none, or with change's error.
func (c *Collection[T]) Modify(tx Tx, key string, change func(*T) error) error {
	item, err := c.GetItem(tx, key)
	if err != nil {
		return err
	}
	if err := change(&item.Value); err != nil {
		return err
	}
	if c.Key(&item.Value) != key {
		return fault.New(fault.Internal, "A change of a record in %s alters its key.", c.Table)
	}
	return c.put(tx, &item.Value, item.Version)
}

// Delete removes a value, or fails with fault.NotFound.
func (c *Collection[T]) Delete(tx Tx, key string) error { return tx.Delete(c.Table, key, Any) }

// DeleteIf removes a value that must have the version, else fault.Conflict.
func (c *Collection[T]) DeleteIf(tx Tx, key string, version Version) error {
	return tx.Delete(c.Table, key, version)
}

// Scan yields the values in the order of their keys.
func (c *Collection[T]) Scan(r Reader, span Range) iter.Seq2[Item[T], error] {
	return c.items(r.Scan(c.Table, span))
}

// ScanWhere is Scan for the values whose keys pass: the others are not decoded, which is most of the work.
func (c *Collection[T]) ScanWhere(r Reader, span Range, pass func(key string) bool) iter.Seq2[Item[T], error] {
	return c.items(func(yield func(Record, error) bool) {
		for record, err := range r.Scan(c.Table, span) {
			if (err != nil || pass(record.Key)) && !yield(record, err) {
				return
			}
		}
	})
}

// ScanIndex yields the values in the order of an index, which must be a declared one.
func (c *Collection[T]) ScanIndex(r Reader, index string, span Range) iter.Seq2[Item[T], error] {
	if _, ok := c.Indexes[index]; !ok {
		return func(yield func(Item[T], error) bool) {
			yield(Item[T]{}, fault.New(fault.Internal, "Table %s has no index %q.", c.Table, index))
		}
	}
	return c.items(r.ScanIndex(c.Table, index, span))
}

// Page takes at most size values from a scan. If there are more, next is the token (see Token) with which the next
// page begins, else it is "". The scan's Range has the token's position in After and a Limit of 0 or more than size.
func Page[T any](scan iter.Seq2[Item[T], error], size int) (values []T, next string, err error) {
	var position string
	values = []T{}
	for item, err := range scan {
		if err != nil {
			return nil, "", err
		}
		if len(values) == size {
			return values, Token(position), nil
		}
		values, position = append(values, item.Value), item.Position
	}
	return values, "", nil
}

func (c *Collection[T]) put(tx Tx, value *T, condition Version) error {
	document, err := json.Marshal(value)
	if err != nil {
		return fault.Wrap(err, fault.Internal, "A record of %s cannot be written as JSON.", c.Table)
	}
	record := Record{Key: c.Key(value), Schema: c.Schema, Value: document}
	for index, keys := range c.Indexes {
		for _, key := range keys(value) {
			entry := Entry{index, key}
			if !slices.Contains(record.Entries, entry) {
				record.Entries = append(record.Entries, entry)
			}
		}
	}
	_, err = tx.Put(c.Table, record, condition)
	return err
}

func (c *Collection[T]) items(records iter.Seq2[Record, error]) iter.Seq2[Item[T], error] {
	return func(yield func(Item[T], error) bool) {
		for record, err := range records {
			var item Item[T]
			if err == nil {
				item, err = c.decode(record)
			}
			if !yield(item, err) || err != nil {
				return
			}
		}
	}
}

func (c *Collection[T]) decode(record Record) (Item[T], error) {
	item := Item[T]{Key: record.Key, Version: record.Version, Position: record.Position}
	document := record.Value
	switch {
	case record.Schema > c.Schema:
		return item, fault.New(fault.Unsupported,
			"A record of %s has schema %d, and this version of the program reads schemas up to %d.", c.Table, record.Schema, c.Schema)
	case record.Schema < c.Schema && c.Upgrade == nil:
		return item, fault.New(fault.Internal, "Nothing upgrades %s from schema %d to %d.", c.Table, record.Schema, c.Schema)
	case record.Schema < c.Schema:
		var err error
		if document, err = c.Upgrade(record.Schema, document); err != nil {
			return item, fault.Wrap(err, fault.Internal, "A record of %s could not be upgraded from schema %d to %d.",
				c.Table, record.Schema, c.Schema)
		}
	}
	if err := json.Unmarshal(document, &item.Value); err != nil {
		return item, fault.Wrap(err, fault.Internal, "A record of %s cannot be read.", c.Table)
	}
	return item, nil
}
