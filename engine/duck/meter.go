package duck

import (
	"context"
	"encoding/binary"
	"errors"
	"io"
	"os"

	"github.com/apache/arrow-go/v18/arrow/array"

	"interlaken/engine"
)

// meter reads what the last statement has cost out of DuckDB's log of file accesses (facts/engine.md section 4).
// For Parquet the bytes read before the footer count; the footer is read again by each instance, or is not, and so
// never counts. A text file counts whole, once for each scan that opened it.
type meter struct {
	files   map[string]*metered // by path
	log     *session            // a connection that runs no statement of a request
	counter func() (int64, error)
}

type metered struct {
	size      int64
	format    engine.Format
	footer    int64 // where the footer begins; known once hasFooter
	hasFooter bool
}

// reading is the sum over a log.
type reading struct {
	charged int64 // what the rules above say
	logged  int64 // every byte, temporary files included
	files   int64 // distinct files of the request
}

// slack is by how much the two meters may differ: the counter's own reads and what the runtime reads besides.
const slack = 64 << 10

func (m *meter) add(tables []engine.Table) {
	for _, t := range tables {
		for _, f := range t.Reads() {
			if m.files[f.Path] == nil {
				m.files[f.Path] = &metered{size: f.SizeBytes, format: t.Format}
			}
		}
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
	return m.counter()
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
			charged, err := file.charge(a.path, a.position, a.bytes)
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
func (f *metered) charge(path string, position, size int64) (int64, error) {
	if f.format != engine.Parquet {
		if position == 0 {
			return f.size, nil
		}
		return 0, nil
	}
	if !f.hasFooter {
		at, err := footerOf(path, f.size)
		if err != nil {
			return 0, err
		}
		f.footer, f.hasFooter = at, true
	}
	return max(0, min(position+size, f.footer)-position), nil
}

// footerOf returns where a Parquet file's footer begins: its last eight bytes are the footer's length and a magic
// word. A file without them has no footer, and each byte read of it counts.
func footerOf(path string, size int64) (int64, error) {
	file, err := os.Open(path)
	if err != nil {
		return 0, err
	}
	defer file.Close()
	var tail [8]byte
	if _, err := file.ReadAt(tail[:], size-8); err != nil {
		if errors.Is(err, io.EOF) || size < 8 {
			return size, nil
		}
		return 0, err
	}
	length := int64(binary.LittleEndian.Uint32(tail[:4]))
	if string(tail[4:]) != "PAR1" || length+8 > size {
		return size, nil
	}
	return size - 8 - length, nil
}

// agrees compares the log with the second meter, read before and after.
func (m *meter) agrees(r reading, before int64) (bool, error) {
	if m.counter == nil {
		return true, nil
	}
	after, err := m.counter()
	if err != nil {
		return false, err
	}
	difference := after - before - r.logged
	return difference >= -slack && difference <= slack+r.logged/100, nil
}
