package iceberg

import (
	"encoding/json"
	"fmt"
	"path"
	"strconv"
	"strings"

	apache "github.com/apache/iceberg-go"
	"github.com/apache/iceberg-go/table"
	"github.com/google/uuid"

	"interlaken/fault"
)

// Change is a new metadata file that waits for the catalog to name it.
type Change struct {
	// Location is its address; Previous is that of the one it stands on, "" for a new table.
	Location, Previous string
	Columns            []Column
	// Folder is where the table is.
	Folder string
}

// Save writes a new table's first metadata.
func (t *Table) Save() (*Change, error) {
	return t.commit(func(*table.Transaction) error { return nil })
}

// Append makes a snapshot with the files that a writer wrote beside those there are.
func (t *Table) Append(w *Writer) (*Change, error) {
	return t.commit(func(txn *table.Transaction) error {
		return txn.AddDataFiles(t.store.ctx, w.files, nil, table.WithoutAutoNameMapping())
	})
}

// Replace makes a snapshot in which the files that a writer wrote stand in place of those of a scan.
func (t *Table) Replace(s *Scan, w *Writer) (*Change, error) {
	return t.commit(func(txn *table.Transaction) error {
		return txn.ReplaceDataFilesWithDataFiles(t.store.ctx, s.files, w.files, nil, table.WithoutAutoNameMapping())
	})
}

// commit writes the metadata of the table as a change leaves it.
func (t *Table) commit(change func(*table.Transaction) error) (*Change, error) {
	if now := t.table.CurrentSnapshot(); now != nil && now.SnapshotID != t.Snapshot() {
		return nil, fault.New(NotSupported, "An earlier version of table %s cannot be changed", t.name)
	}
	out := &Change{Previous: t.MetadataLocation, Folder: t.table.Location()}
	err := guarded(func() error {
		txn := t.table.NewTransaction()
		if err := change(txn); err != nil {
			return err
		}
		pending, err := txn.TableCommit()
		if err != nil {
			return err
		}
		meta, err := table.UpdateTableMetadata(t.table.Metadata(), pending.Updates, t.MetadataLocation)
		if err != nil {
			return err
		}
		out.Location = t.nextLocation()
		if out.Columns, err = columnsOf(meta.CurrentSchema(), t.name); err != nil {
			return err
		}
		content, err := json.Marshal(meta)
		if err != nil {
			return err
		}
		return t.store.WriteFile(out.Location, content)
	})
	if err != nil {
		return nil, t.store.explain(err, t.name)
	}
	return out, nil
}

// nextLocation is where the next metadata file goes: <version>-<uuid>.metadata.json, the versions counting from 0.
func (t *Table) nextLocation() string {
	version := 0
	if before, _, ok := strings.Cut(path.Base(t.MetadataLocation), "-"); ok {
		if n, err := strconv.Atoi(before); err == nil {
			version = n + 1
		}
	}
	return fmt.Sprintf("%s/metadata/%05d-%s.metadata.json", strings.TrimSuffix(t.table.Location(), "/"), version, uuid.New())
}

// AddColumns puts new columns behind the others.
func (t *Table) AddColumns(columns []Column) (*Change, error) {
	return t.evolve(func(u *table.UpdateSchema) error {
		last := t.table.Metadata().LastColumnID()
		for _, c := range columns {
			added, err := typeFor(c.Type, func() int { last++; return last })
			if err != nil {
				return err
			}
			u.AddColumn([]string{c.Name}, added, c.Comment, false, nil)
		}
		return nil
	})
}

// DropColumn takes a column away. Its values stay in the files.
func (t *Table) DropColumn(name string) (*Change, error) {
	return t.evolve(func(u *table.UpdateSchema) error {
		called, ok := nameOf(name, t.schema)
		if !ok {
			return fault.New("COLUMN_NOT_FOUND", "Column '%s' does not exist", name)
		}
		u.DeleteColumn([]string{called})
		return nil
	})
}

// ChangeColumn gives a column another name, a wider type (Iceberg specification, "Schema evolution"), or both.
func (t *Table) ChangeColumn(name string, to Column) (*Change, error) {
	return t.evolve(func(u *table.UpdateSchema) error {
		called, ok := nameOf(name, t.schema)
		if !ok {
			return fault.New("COLUMN_NOT_FOUND", "Column '%s' does not exist", name)
		}
		field, _ := t.schema.FindFieldByName(called)
		wanted, err := typeFor(to.Type, func() int { return 0 })
		if err != nil {
			return err
		}
		if _, primitive := wanted.(apache.PrimitiveType); primitive && !wanted.Equals(field.Type) {
			u.UpdateColumn([]string{called}, table.ColumnUpdate{FieldType: apache.Optional[apache.Type]{Val: wanted, Valid: true}})
		} else if !primitive && field.Type.Type() != wanted.Type() {
			return fault.New(NotSupported, "The type of column '%s' cannot be changed", name)
		}
		if to.Name != strings.ToLower(called) {
			u.RenameColumn([]string{called}, to.Name)
		}
		return nil
	})
}

// evolve changes the schema. What the format does not allow, a narrower type or a name that is taken, is refused in the
// library's words.
func (t *Table) evolve(change func(*table.UpdateSchema) error) (*Change, error) {
	return t.commit(func(txn *table.Transaction) error {
		u := txn.UpdateSchema(true, false)
		if err := change(u); err != nil {
			return err
		}
		if err := u.Commit(); err != nil {
			return fault.Wrap(err, NotSupported, "The columns of table %s cannot be changed so: %v", t.name, err)
		}
		return nil
	})
}
