package iceberg

import (
	"context"
	"slices"

	apache "github.com/apache/iceberg-go"
	"github.com/apache/iceberg-go/table"

	"interlaken/fault"
	"interlaken/sql/analyze"
)

// Scan is the files that hold a snapshot's rows, as far as a condition needs them.
type Scan struct {
	// Data are addresses of Parquet files.
	Data []string
	// Deletes are addresses of the files that name rows of Data which are not there any more.
	Deletes []string

	files []apache.DataFile // of Data
}

// Plan finds the files of the snapshot that may hold rows for which the condition is true; nil is true for all.
func (t *Table) Plan(condition *analyze.Predicate) (*Scan, error) {
	out := &Scan{}
	if t.snapshot == nil {
		return out, nil
	}
	if err := t.check(); err != nil {
		return nil, t.store.explain(err, t.name)
	}
	// iceberg-go does not read bounds that were written before a column's type was widened: such a condition chooses nothing.
	tasks, err := t.tasks(filter(condition, t.schema))
	if err != nil && condition != nil {
		tasks, err = t.tasks(apache.AlwaysTrue{})
	}
	if err != nil {
		return nil, t.store.explain(err, t.name)
	}
	for _, task := range tasks {
		if len(task.EqualityDeleteFiles) > 0 {
			return nil, fault.New(NotSupported, "Table %s cannot be read: it has equality delete files, which are not supported", t.name)
		}
		if len(task.DeletionVectorFiles) > 0 {
			return nil, fault.New(NotSupported, "Table %s cannot be read: it has deletion vectors, which are not supported", t.name)
		}
		for _, f := range append([]apache.DataFile{task.File}, task.DeleteFiles...) {
			if f.FileFormat() != apache.ParquetFile {
				return nil, fault.New(NotSupported, "Table %s cannot be read: it has files of the format %s, and only PARQUET is supported", t.name, f.FileFormat())
			}
		}
		out.Data, out.files = append(out.Data, task.File.FilePath()), append(out.files, task.File)
		for _, f := range task.DeleteFiles {
			out.Deletes = append(out.Deletes, f.FilePath())
		}
	}
	slices.Sort(out.Deletes)
	out.Deletes = slices.Compact(out.Deletes)
	if twice := slices.Sorted(slices.Values(out.Data)); len(slices.Compact(twice)) != len(out.Data) {
		return nil, fault.New(InvalidMetadata, "The metadata of table %s names a data file twice", t.name)
	}
	return out, nil
}

func (t *Table) tasks(condition apache.BooleanExpression) (tasks []table.FileScanTask, err error) {
	err = guarded(func() (err error) {
		scan := t.table.Scan(table.WithSnapshotID(t.snapshot.SnapshotID), table.WithRowFilter(condition), table.WithMaxConcurrency(2))
		tasks, err = scan.PlanFiles(t.store.ctx)
		return err
	})
	return tasks, err
}

// check reads the snapshot's manifests before anything is planned with them: one after the other, where a decoder's
// panic ends here and nowhere else, and not more than the limits allow.
func (t *Table) check() error {
	return guarded(func() error {
		manifests, err := t.snapshot.Manifests(t.store)
		if err != nil {
			return err
		}
		files := 0
		for _, m := range manifests {
			if err := context.Cause(t.store.ctx); err != nil {
				return err
			}
			for _, err := range m.Entries(t.store, true) {
				if err != nil {
					return err
				}
				if files++; files > t.store.limits.Files {
					return fault.New(TooLarge, "Table %s has more than %d files", t.name, t.store.limits.Files)
				}
			}
		}
		return nil
	})
}
