package iceberg

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	apache "github.com/apache/iceberg-go"
	"github.com/apache/iceberg-go/table"

	"interlaken/fault"
	"interlaken/sql/types"
)

// AboutTables are the names of the tables "t$name" that say something about a table t (Athena User Guide, "Query Iceberg
// table metadata").
var AboutTables = []string{"snapshots", "history", "refs", "manifests", "files", "partitions"}

// about are the columns of those tables, without $partitions' first (Trino documentation, Iceberg connector, "Metadata
// tables"). Bounds, keys and statistics of columns are left out.
var about = map[string]string{
	"snapshots": "committed_at timestamp(3) with time zone; snapshot_id bigint; parent_id bigint; operation varchar; manifest_list varchar; summary map(varchar, varchar)",
	"history":   "made_current_at timestamp(3) with time zone; snapshot_id bigint; parent_id bigint; is_current_ancestor boolean",
	"refs":      "name varchar; type varchar; snapshot_id bigint; max_reference_age_in_ms bigint; min_snapshots_to_keep integer; max_snapshot_age_in_ms bigint",
	"manifests": "path varchar; length bigint; partition_spec_id integer; added_snapshot_id bigint; added_data_files_count integer; added_rows_count bigint; " +
		"existing_data_files_count integer; existing_rows_count bigint; deleted_data_files_count integer; deleted_rows_count bigint",
	"files":      "content integer; file_path varchar; file_format varchar; record_count bigint; file_size_in_bytes bigint",
	"partitions": "record_count bigint; file_count bigint; total_size bigint",
}

// AboutColumns are the columns of a table "t$name".
func (t *Table) AboutColumns(name string) ([]Column, error) {
	var all []Column
	if name == "partitions" && !t.table.Metadata().PartitionSpec().IsUnpartitioned() {
		row, _, err := structOf(t.partitionType())
		if err != nil {
			return nil, err
		}
		all = append(all, Column{Name: "partition", Type: row})
	}
	for _, text := range strings.Split(about[name], "; ") {
		column, typ, _ := strings.Cut(text, " ")
		parsed, err := types.ParseTrino(typ)
		if err != nil {
			return nil, err
		}
		all = append(all, Column{Name: column, Type: parsed})
	}
	return all, nil
}

func (t *Table) partitionType() *apache.StructType {
	spec := t.table.Metadata().PartitionSpec()
	return spec.PartitionType(t.table.Schema())
}

// About are the rows of a table "t$name", their values as texts that the engine casts, nil for NULL.
func (t *Table) About(name string) (rows [][]*string, err error) {
	err = guarded(func() error {
		switch name {
		case "snapshots":
			rows = t.aboutSnapshots()
		case "history":
			rows = t.aboutHistory()
		case "refs":
			rows = t.aboutRefs()
		case "manifests":
			rows, err = t.aboutManifests()
		case "files":
			rows, err = t.aboutFiles()
		case "partitions":
			rows, err = t.aboutPartitions()
		}
		return err
	})
	return rows, t.store.explain(err, t.name)
}

func text(value any) *string {
	s := fmt.Sprint(value)
	return &s
}

// optional is a number's text, nil where there is none.
func optional[T any](value *T) *string {
	if value == nil {
		return nil
	}
	return text(*value)
}

func moment(milliseconds int64) *string {
	return text(time.UnixMilli(milliseconds).UTC().Format("2006-01-02 15:04:05.000+00"))
}

// quoted is a text inside a map or a row, as the engine reads it.
func quoted(s string) string {
	return `"` + strings.ReplaceAll(strings.ReplaceAll(s, `\`, `\\`), `"`, `\"`) + `"`
}

func (t *Table) aboutSnapshots() (rows [][]*string) {
	for _, s := range t.table.Metadata().Snapshots() {
		row := []*string{moment(s.TimestampMs), text(s.SnapshotID), optional(s.ParentSnapshotID), nil, text(s.ManifestList), nil}
		if s.Summary != nil {
			var pairs []string
			for _, key := range slices.Sorted(maps.Keys(s.Summary.Properties)) {
				pairs = append(pairs, quoted(key)+"="+quoted(s.Summary.Properties[key]))
			}
			row[3], row[5] = text(string(s.Summary.Operation)), text("{"+strings.Join(pairs, ", ")+"}")
		}
		rows = append(rows, row)
	}
	return rows
}

func (t *Table) aboutHistory() (rows [][]*string) {
	current := map[int64]bool{}
	if now := t.table.CurrentSnapshot(); now != nil {
		for _, s := range table.AncestorsOf(now.SnapshotID, t.table.SnapshotByID) {
			current[s.SnapshotID] = true
		}
	}
	for entry := range t.table.Metadata().SnapshotLogs() {
		row := []*string{moment(entry.TimestampMs), text(entry.SnapshotID), nil, text(current[entry.SnapshotID])}
		if s := t.table.SnapshotByID(entry.SnapshotID); s != nil {
			row[2] = optional(s.ParentSnapshotID)
		}
		rows = append(rows, row)
	}
	return rows
}

func (t *Table) aboutRefs() (rows [][]*string) {
	refs := maps.Collect(t.table.Metadata().Refs())
	for _, name := range slices.Sorted(maps.Keys(refs)) {
		r := refs[name]
		rows = append(rows, []*string{
			&name, text(strings.ToUpper(string(r.SnapshotRefType))), text(r.SnapshotID), optional(r.MaxRefAgeMs), optional(r.MinSnapshotsToKeep), optional(r.MaxSnapshotAgeMs),
		})
	}
	return rows
}

func (t *Table) manifests() ([]apache.ManifestFile, error) {
	if t.snapshot == nil {
		return nil, nil
	}
	return t.snapshot.Manifests(t.store)
}

func (t *Table) aboutManifests() (rows [][]*string, err error) {
	all, err := t.manifests()
	for _, m := range all {
		rows = append(rows, []*string{
			text(m.FilePath()), text(m.Length()), text(m.PartitionSpecID()), text(m.SnapshotID()), text(m.AddedDataFiles()), text(m.AddedRows()),
			text(m.ExistingDataFiles()), text(m.ExistingRows()), text(m.DeletedDataFiles()), text(m.DeletedRows()),
		})
	}
	return rows, err
}

// eachFile calls f with the data and delete files of the snapshot.
func (t *Table) eachFile(f func(apache.DataFile) error) error {
	if t.snapshot == nil {
		return nil
	}
	if err := t.check(); err != nil {
		return err
	}
	all, err := t.manifests()
	if err != nil {
		return err
	}
	for _, m := range all {
		entries, err := m.FetchEntries(t.store, true)
		if err != nil {
			return err
		}
		for _, e := range entries {
			if err := f(e.DataFile()); err != nil {
				return err
			}
		}
	}
	return nil
}

func (t *Table) aboutFiles() (rows [][]*string, err error) {
	err = t.eachFile(func(f apache.DataFile) error {
		rows = append(rows, []*string{text(int(f.ContentType())), text(f.FilePath()), text(string(f.FileFormat())), text(f.Count()), text(f.FileSizeBytes())})
		return nil
	})
	return rows, err
}

// aboutPartitions sums the data files up by their partition.
func (t *Table) aboutPartitions() (rows [][]*string, err error) {
	spec := t.table.Metadata().PartitionSpec()
	type sum struct{ records, files, size int64 }
	sums := map[string]*sum{}
	err = t.eachFile(func(f apache.DataFile) error {
		if f.ContentType() != apache.EntryContentData {
			return nil
		}
		if int(f.SpecID()) != spec.ID() {
			return fault.New(NotSupported, "Table %s has files of several partition specs, whose partitions are not listed together", t.name)
		}
		key, err := t.partitionText(f)
		if err != nil {
			return err
		}
		if sums[key] == nil {
			sums[key] = &sum{}
		}
		sums[key].records += f.Count()
		sums[key].files++
		sums[key].size += f.FileSizeBytes()
		return nil
	})
	for _, key := range slices.Sorted(maps.Keys(sums)) {
		row := []*string{text(sums[key].records), text(sums[key].files), text(sums[key].size)}
		if !spec.IsUnpartitioned() {
			row = append([]*string{&key}, row...)
		}
		rows = append(rows, row)
	}
	return rows, err
}

// partitionText is a file's partition as the text of a row.
func (t *Table) partitionText(f apache.DataFile) (string, error) {
	var parts []string
	values := f.Partition()
	for _, field := range t.partitionType().FieldList {
		shown := "NULL"
		if value := values[field.ID]; value != nil {
			var err error
			if shown, err = valueText(value, field.Type); err != nil {
				return "", err
			}
		}
		parts = append(parts, quoted(strings.ToLower(field.Name))+": "+shown)
	}
	return "{" + strings.Join(parts, ", ") + "}", nil
}

func valueText(value any, t apache.Type) (string, error) {
	switch v := value.(type) {
	case string:
		return quoted(v), nil
	case bool, float32, float64:
		return fmt.Sprint(v), nil
	case int32:
		if _, day := t.(apache.DateType); day {
			return time.Unix(0, 0).UTC().AddDate(0, 0, int(v)).Format(time.DateOnly), nil
		}
		return strconv.Itoa(int(v)), nil
	case int64:
		if _, number := t.(apache.Int64Type); number {
			return strconv.FormatInt(v, 10), nil
		}
	case apache.Date:
		return v.ToTime().UTC().Format(time.DateOnly), nil
	case apache.Timestamp:
		return quoted(v.ToTime().UTC().Format("2006-01-02 15:04:05.000000")), nil
	}
	return "", fault.New(NotSupported, "Partitions by values of the type %s are not listed", t)
}
