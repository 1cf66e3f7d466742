package duck

import (
	"context"
	"slices"

	"github.com/apache/arrow-go/v18/arrow/array"

	"interlaken/engine"
)

// meter reads what the last statement has cost out of DuckDB's log of file accesses (facts/engine.md section 4).
// Of a Parquet file count the chunks of the columns that are read; see chunks. A text file counts whole, once for each
// scan that opened it.
type meter struct {
	files   map[string]*metered // by path
	log     *session            // a connection that runs no statement of a request
	counter func() (int64, error)
	own     int64 // bytes of footers that the meter itself has read
}

// metered is a file of the requests that the instance has had.
type metered struct {
	size    int64
	format  engine.Format
	parquet *chunks         // of a Parquet file, once it is read
	columns []engine.Column // what the last request may read of it
}

// reading is the sum over a log.
type reading struct {
	charged int64 // what the rules above say
	logged  int64 // every byte, temporary files included
	files   int64 // distinct files of the request
}

// slack is by how much the two meters may differ: the counter's own reads and what the runtime reads besides.
const slack = 64 << 10

// expect takes the files and columns of the request that comes.
func (m *meter) expect(tables []engine.Table) {
	for _, f := range m.files {
		f.columns = nil
		if f.parquet != nil {
			f.parquet.wanted = nil
		}
	}
	add := func(files []engine.File, format engine.Format, columns []engine.Column) {
		for _, f := range files {
			file := m.files[f.Path]
			if file == nil {
				file = &metered{size: f.SizeBytes, format: format}
				m.files[f.Path] = file
			}
			if file.columns == nil {
				file.columns = columns
			} else { // a file of two tables
				file.columns = slices.Concat(file.columns, columns)
			}
		}
	}
	for _, t := range tables {
		add(t.Files, t.Format, fileColumns(t))
		add(t.Deletes, engine.Parquet, deleteColumns)
	}
}

// clear empties the log.
func (m *meter) clear(ctx context.Context) error {
	return m.log.exec(ctx, "CALL truncate_duckdb_logs()")
}

// position is the second meter's, 0 where there is none.
func (m *meter) position() (int64, error) {
	if m.counter == nil {
		return 0, nil
	}
	n, err := m.counter()
	return n - m.own, err
}

// read sums the log up. It takes the entries as they are written, without the connections that wrote them: to have
// DuckDB take them apart, or join them, costs ten times as much, which is most of a small query.
func (m *meter) read(ctx context.Context) (reading, error) {
	var r reading
	entries, err := m.log.query(ctx, "SELECT message FROM duckdb_logs() WHERE type = 'FileSystem'")
	if err != nil {
		return r, err
	}
	defer entries.Release()
	seen := map[*metered]bool{} // by file, not by path: a path lives as long as its batch of the log
	for entries.Next() {
		messages, ok := entries.RecordBatch().Column(0).(*array.String)
		if !ok {
			return r, errLog
		}
		for i := range messages.Len() {
			a, err := parseAccess(messages.Value(i))
			if err != nil {
				return r, err
			}
			r.logged += a.bytes
			file := m.files[a.path]
			if file == nil || a.bytes == 0 {
				continue
			}
			seen[file] = true
			charged, err := m.charge(file, a)
			if err != nil {
				return r, err
			}
			r.charged += charged
		}
	}
	r.files = int64(len(seen))
	return r, entries.Err()
}

// charge says how much one read counts.
func (m *meter) charge(f *metered, a access) (int64, error) {
	switch {
	case f.format != engine.Parquet && a.position == 0:
		return f.size, nil
	case f.format != engine.Parquet:
		return 0, nil
	case f.parquet == nil:
		var err error
		if f.parquet, err = chunksOf(a.path, f.size); err != nil {
			return 0, err
		}
		m.own += f.parquet.read
	}
	return f.parquet.charge(a.position, a.position+a.bytes, f.columns), nil
}

// agrees compares the log with the second meter, read before and after.
func (m *meter) agrees(r reading, before int64) (bool, error) {
	if m.counter == nil {
		return true, nil
	}
	after, err := m.position()
	if err != nil {
		return false, err
	}
	difference := after - before - r.logged
	return difference >= -slack && difference <= slack+r.logged/100, nil
}
