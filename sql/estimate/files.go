package estimate

import (
	"context"
	"slices"
	"strings"
	"sync"

	"github.com/aws/aws-sdk-go-v2/aws"

	"interlaken/fault"
	"interlaken/sql/analyze"
	"interlaken/sql/hive"
)

// atOnce is how many requests of a kind are under way at once.
const atOnce = 8

// folder is where files of a table lie.
type folder struct{ bucket, prefix string }

// list finds the files of a table that can hold rows that matter.
func (w *work) list(read *analyze.TableRead) error {
	t := w.tables[analyze.TableName{Catalog: read.Catalog, Database: read.Database, Table: read.Table}]
	switch serde := hive.SerDe(t.glue); {
	case strings.EqualFold(t.glue.Parameters["table_type"], "ICEBERG"):
		return fault.New(fault.Unsupported, "%s.%s is an Iceberg table, whose files the catalog does not tell", read.Database, read.Table)
	case serde == hive.Parquet:
		t.parquet = true
	case !slices.Contains([]string{hive.LazySimple, hive.OpenCSV, hive.OpenXJSON, hive.JSON, hive.Regex, hive.CloudTrail}, serde):
		return fault.New(fault.Unsupported, "the files of %s.%s are of a kind of which nothing is known: %s", read.Database, read.Table, serde)
	}
	w.basis.Tables++
	folders, of, err := w.folders(t, read)
	if err != nil {
		return err
	}
	if len(t.glue.PartitionKeys) > 0 {
		w.basis.Partitions += len(folders)
	}
	if t.files, err = w.objects(folders, of); err != nil {
		return err
	}
	w.basis.Files += len(t.files)
	for _, f := range t.files {
		w.basis.FileBytes = add(w.basis.FileBytes, f.SizeBytes)
	}
	return nil
}

// folders are those of the partitions that the statement's conditions leave, of how many in all.
func (w *work) folders(t *table, read *analyze.TableRead) (all []folder, of int, err error) {
	take := func(location string) error {
		bucket, prefix, err := hive.Folder(location)
		all = append(all, folder{bucket, prefix})
		return err
	}
	switch {
	case len(t.glue.PartitionKeys) == 0:
		return all, 1, take(aws.ToString(t.glue.StorageDescriptor.Location))
	case hive.Projected(t.glue):
		partitions, err := hive.Project(t.glue, w.options.Now, read.Partitions)
		for i := 0; err == nil && i < len(partitions); i++ {
			err = take(partitions[i].Location)
		}
		return all, len(partitions), err
	}
	for token := ""; ; {
		if err := w.page(); err != nil {
			return nil, 0, err
		}
		page, next, err := w.Catalog.Partitions(w.ctx, t.glue, token)
		if err != nil {
			return nil, 0, err
		}
		for _, p := range page {
			if of++; !read.Partitions.Test(hive.PartitionValues(t.glue, p.Values)) {
				continue
			}
			if p.StorageDescriptor == nil {
				return nil, 0, fault.New("HIVE_INVALID_METADATA", "a partition of %s.%s has no storage descriptor", read.Database, read.Table)
			}
			if err := take(aws.ToString(p.StorageDescriptor.Location)); err != nil {
				return nil, 0, err
			}
		}
		if token = next; token == "" {
			return all, of, nil
		}
	}
}

// page counts a page that is asked for.
func (w *work) page() error {
	if w.pages == w.settings.Requests {
		return fault.New(fault.Limit, "its partitions and objects take more than %d requests to list", w.settings.Requests)
	}
	w.pages++
	w.basis.Requests++
	return nil
}

// objects lists the files of folders. Where the statement leaves many of a table's partitions, what lies above them is
// listed whole, a thousand objects a request, as far as half of the requests go; else each folder is.
func (w *work) objects(folders []folder, of int) ([]file, error) {
	if above, ok := common(folders); ok && len(folders) > 1 && len(folders) >= of/4 {
		found, whole, err := w.walk(above, (w.settings.Requests-w.pages)/2)
		if err != nil {
			return nil, err
		}
		if whole {
			return within(found, folders), nil
		}
	}
	if left := w.settings.Requests - w.pages; len(folders) > left {
		return nil, fault.New(fault.Limit, "its %d partitions take more than %d requests to list", len(folders), w.settings.Requests)
	}
	var mu sync.Mutex
	each := make([][]file, len(folders))
	err := every(w.ctx, len(folders), func(ctx context.Context, i int) error {
		for token := ""; ; {
			mu.Lock()
			err := w.page()
			mu.Unlock()
			if err != nil {
				return err
			}
			page, next, err := w.Objects.List(ctx, folders[i].bucket, folders[i].prefix, token)
			if err != nil {
				return err
			}
			each[i] = append(each[i], data(page)...)
			if token = next; token == "" {
				return nil
			}
		}
	})
	return slices.Concat(each...), err
}

// walk lists a folder with at most so many requests; whole tells that they were enough.
func (w *work) walk(f folder, most int) (all []file, whole bool, err error) {
	token := ""
	for range most {
		if err := w.page(); err != nil {
			return nil, false, err
		}
		page, next, err := w.Objects.List(w.ctx, f.bucket, f.prefix, token)
		if err != nil {
			return nil, false, err
		}
		all = append(all, data(page)...)
		if token = next; token == "" {
			return all, true, nil
		}
	}
	return nil, false, nil
}

// data are the objects that hold rows.
func data(page []Object) (all []file) {
	for _, o := range page {
		if hive.IsData(o.Key, o.SizeBytes) {
			all = append(all, file{Object: o})
		}
	}
	return all
}

// common is the folder above all folders; false where they have none in common below a bucket.
func common(folders []folder) (folder, bool) {
	if len(folders) == 0 {
		return folder{}, false
	}
	out := folders[0]
	for _, f := range folders[1:] {
		if f.bucket != out.bucket {
			return folder{}, false
		}
		n := 0
		for n < min(len(f.prefix), len(out.prefix)) && f.prefix[n] == out.prefix[n] {
			n++
		}
		out.prefix = out.prefix[:strings.LastIndexByte(out.prefix[:n], '/')+1]
	}
	return out, out.prefix != ""
}

// within keeps the files that lie in one of the folders, once for each: folders of partitions may lie in each other, and
// their files are rows of both then.
func within(found []file, folders []folder) (all []file) {
	times := map[string]int{}
	for _, f := range folders {
		times[f.prefix]++
	}
	for _, f := range found {
		for i, c := range f.Key {
			if c == '/' {
				for range times[f.Key[:i+1]] {
					all = append(all, f)
				}
			}
		}
	}
	return all
}

// every does n pieces of work, some at once. The first error ends it.
func every(ctx context.Context, n int, do func(ctx context.Context, i int) error) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	next := make(chan int)
	var workers sync.WaitGroup
	for range min(n, atOnce) {
		workers.Go(func() {
			for i := range next {
				if err := do(ctx, i); err != nil {
					cancel(err)
				}
			}
		})
	}
	for i := 0; i < n && ctx.Err() == nil; i++ {
		select {
		case next <- i:
		case <-ctx.Done():
		}
	}
	close(next)
	workers.Wait()
	return context.Cause(ctx)
}
