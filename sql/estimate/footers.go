package estimate

import (
	"context"

	"interlaken/fault"
)

// readFooters reads the footers of the tables whose columns are read: of all files, or of some in even distances where they
// are more than the settings allow.
func (w *work) readFooters(found []*scan) error {
	var tables []*table
	var files, bytes int64
	for _, s := range found {
		t := w.tables[s.name]
		if !t.parquet || len(s.parts) == 0 || t.needed {
			continue
		}
		t.needed = true
		tables = append(tables, t)
		for i := range t.files {
			f := &t.files[i]
			if f.footer = w.Footers.Get(w.Reader, f.Object); f.footer != nil {
				w.basis.Footers++
				w.basis.Kept++
				continue
			}
			files, bytes = files+1, add(bytes, f.SizeBytes)
		}
	}
	var chosen []*file
	for _, t := range tables {
		var missing []*file
		var size int64
		for i := range t.files {
			if f := &t.files[i]; f.footer == nil {
				missing, size = append(missing, f), add(size, f.SizeBytes)
			}
		}
		n := len(missing)
		if files > int64(w.settings.Footers) {
			share := int(float64(w.settings.Footers) * float64(size) / float64(bytes))
			n = min(n, max(share, 1))
			w.basis.Guessed += len(missing) - n
		}
		for i := range n {
			chosen = append(chosen, missing[i*len(missing)/n])
		}
	}
	w.basis.Footers += len(chosen)
	requests := make([]int, len(chosen))
	err := every(w.ctx, len(chosen), func(ctx context.Context, i int) (err error) {
		f := chosen[i]
		f.footer, err = readFooter(ctx, f.SizeBytes, w.settings.FooterBytes, func(ctx context.Context, offset, length int64) ([]byte, error) {
			requests[i]++
			return w.Objects.Read(ctx, f.Object, offset, length)
		})
		if err != nil {
			return fault.Wrap(err, fault.CodeOf(err), "s3://%s/%s: %s", f.Bucket, f.Key, fault.Public(err))
		}
		w.Footers.Put(w.Reader, f.Object, f.footer)
		return nil
	})
	for _, n := range requests {
		w.basis.Requests += n
	}
	return err
}
