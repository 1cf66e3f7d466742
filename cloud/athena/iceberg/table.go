package iceberg

import (
	"bytes"
	"compress/gzip"
	"context"
	"io"
	"strings"
	"time"

	apache "github.com/apache/iceberg-go"
	iceio "github.com/apache/iceberg-go/io"
	"github.com/apache/iceberg-go/table"

	"interlaken/fault"
)

// Table is a table as one metadata file has it, at one snapshot. It does not change.
type Table struct {
	// MetadataLocation is the file's address.
	MetadataLocation string
	// Columns are those of the snapshot's schema.
	Columns []Column

	name     string // in messages
	store    *store
	table    *table.Table
	schema   *apache.Schema
	snapshot *table.Snapshot // nil of a table without rows
}

// Load reads a table's metadata file. The context is that of everything which is read of the table later. name is what
// messages call the table.
func Load(ctx context.Context, files Files, limits Limits, name, location string) (*Table, error) {
	s := newStore(ctx, files, limits)
	var meta table.Metadata
	err := guarded(func() error {
		content, err := s.ReadFile(location)
		if err != nil {
			return err
		}
		if content, err = s.expanded(location, content); err != nil {
			return err
		}
		meta, err = table.ParseMetadataBytes(content)
		return err
	})
	if err != nil {
		return nil, s.explain(err, name)
	}
	return open(s, name, location, meta)
}

// expanded is a metadata file's text, which may be compressed (Iceberg specification, "Metadata file naming").
func (s *store) expanded(location string, content []byte) ([]byte, error) {
	if !strings.HasSuffix(location, ".gz.metadata.json") && !strings.HasSuffix(location, ".metadata.json.gz") {
		return content, nil
	}
	r, err := gzip.NewReader(bytes.NewReader(content))
	if err != nil {
		return nil, err
	}
	text, err := io.ReadAll(io.LimitReader(r, s.limits.FileBytes+1))
	if err == nil && int64(len(text)) > s.limits.FileBytes {
		err = fault.New(TooLarge, "The metadata file %s is too large: more than %d bytes", location, s.limits.FileBytes)
	}
	return text, err
}

// open makes the table of a metadata file at its current snapshot.
func open(s *store, name, location string, meta table.Metadata) (*Table, error) {
	if v := meta.Version(); v > 2 {
		return nil, fault.New(NotSupported, "Table %s has the Iceberg format version %d; versions 1 and 2 are supported", name, v)
	}
	t := &Table{
		MetadataLocation: location, name: name, store: s, schema: meta.CurrentSchema(), snapshot: meta.CurrentSnapshot(),
		table: table.New(strings.Split(name, "."), meta, location, func(context.Context) (iceio.IO, error) { return s, nil }, nil),
	}
	var err error
	t.Columns, err = columnsOf(t.schema, name)
	return t, err
}

// AtVersion is the table at a snapshot, with the columns that it had then.
func (t *Table) AtVersion(id int64) (*Table, error) {
	return t.at(t.table.SnapshotByID(id), "Iceberg snapshot ID does not exist: %d", id)
}

// AtReference is the table at a branch or tag.
func (t *Table) AtReference(reference string) (*Table, error) {
	return t.at(t.table.SnapshotByName(reference), "Cannot find snapshot with reference name: %s", reference)
}

// AtTime is the table at the snapshot that was current at a moment.
func (t *Table) AtTime(moment time.Time) (*Table, error) {
	return t.at(t.table.SnapshotAsOf(moment.UnixMilli(), true), "No version history table %s at or before %s", t.name, moment.UTC().Format(time.RFC3339Nano))
}

func (t *Table) at(snapshot *table.Snapshot, missing string, args ...any) (*Table, error) {
	if snapshot == nil {
		return nil, fault.New(InvalidSnapshot, missing, args...)
	}
	out := *t
	out.snapshot = snapshot
	if snapshot.SchemaID != nil {
		schema := t.table.Schemas()[*snapshot.SchemaID]
		if schema == nil {
			return nil, fault.New(InvalidMetadata, "The metadata of table %s lacks the schema of snapshot %d", t.name, snapshot.SnapshotID)
		}
		out.schema = schema
	}
	var err error
	out.Columns, err = columnsOf(out.schema, t.name)
	return &out, err
}

// Snapshot is the snapshot's number, 0 where there is none.
func (t *Table) Snapshot() int64 {
	if t.snapshot == nil {
		return 0
	}
	return t.snapshot.SnapshotID
}
