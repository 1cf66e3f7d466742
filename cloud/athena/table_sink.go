package athena

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"

	"interlaken/id"
	"interlaken/result"
	"interlaken/result/tablefile"
	"interlaken/service"
	"interlaken/sql/hive"
)

const (
	// maxWritten is how many partitions one statement writes at most (Service Quotas: partitions of CTAS and INSERT INTO).
	maxWritten = 100
	// fileBytes is the size at which a file is ended and another begun, so that a reader's threads have several.
	fileBytes = 128 << 20
)

// tableSink writes rows as the files of a table or of UNLOAD, in a folder of its own for each combination of partition
// values. Rows of one partition follow one another. Where its files go is decided when they are put.
type tableSink struct {
	objects Objects
	columns []result.Column // of the files
	keys    []result.Column // of the folders; behind the others in a batch
	options tablefile.Options
	// prefix begins the files' names: the statement's time and a random part, as Athena's do.
	prefix string

	files      []tableFile
	partitions int
	rows       int64
	writer     tablefile.Writer // of the last file; nil where that has ended
}

// tableFile is a file of a table on its way.
type tableFile struct {
	staged  Staged
	values  []string // of the partition
	name    string
	address string // once it is placed
}

func newTableSink(objects Objects, columns, keys []result.Column, options tablefile.Options, at time.Time, ids *id.Source) *tableSink {
	return &tableSink{
		objects: objects, columns: columns, keys: keys, options: options, prefix: at.UTC().Format("20060102_150405_") + ids.Lower(5) + "_" + ids.UUID(),
	}
}

func (s *tableSink) Write(batch arrow.RecordBatch) error {
	for from := int64(0); from < batch.NumRows(); {
		values, err := s.values(batch, int(from))
		if err != nil {
			return err
		}
		to := from + 1
		for ; to < batch.NumRows() && len(s.keys) > 0; to++ {
			next, err := s.values(batch, int(to))
			if err != nil {
				return err
			}
			if !slices.Equal(values, next) {
				break
			}
		}
		if len(s.keys) == 0 {
			to = batch.NumRows()
		}
		if err := s.writeRun(batch, from, to, values); err != nil {
			return err
		}
		from = to
	}
	s.rows += batch.NumRows()
	return nil
}

// values are the partition values of a row.
func (s *tableSink) values(batch arrow.RecordBatch, row int) ([]string, error) {
	values := make([]string, len(s.keys))
	for i, k := range s.keys {
		text, ok, err := result.AppendText(nil, batch.Column(len(s.columns)+i), row, k.Type)
		if err != nil {
			return nil, err
		}
		values[i] = string(text)
		if !ok || values[i] == "" {
			values[i] = hive.NullPartition // Hive has no folder for an empty text
		}
	}
	return values, nil
}

// writeRun writes rows that follow one another and are of one partition.
func (s *tableSink) writeRun(batch arrow.RecordBatch, from, to int64, values []string) error {
	if err := s.open(values); err != nil {
		return err
	}
	run := batch.NewSlice(from, to)
	defer run.Release()
	schema := arrow.NewSchema(run.Schema().Fields()[:len(s.columns)], nil)
	own := array.NewRecordBatch(schema, run.Columns()[:len(s.columns)], run.NumRows())
	defer own.Release()
	return s.writer.Write(own)
}

// open sees to it that rows of a partition can be written.
func (s *tableSink) open(values []string) error {
	changed := true
	if n := len(s.files); n > 0 {
		last := s.files[n-1]
		changed = !slices.Equal(last.values, values)
		if !changed && last.staged.Size() < fileBytes && s.writer != nil {
			return nil
		}
		if err := s.finish(); err != nil {
			return err
		}
	}
	if changed {
		if s.partitions++; s.partitions > maxWritten {
			return failed(userError, 1000, fmt.Sprintf("HIVE_TOO_MANY_OPEN_PARTITIONS: Exceeded limit of %d open writers for partitions/buckets", maxWritten))
		}
	}
	staged, err := s.objects.Stage()
	if err != nil {
		return err
	}
	s.files = append(s.files, tableFile{
		staged: staged, values: values, name: fmt.Sprintf("%s_%05d%s", s.prefix, len(s.files), s.options.Extension()),
	})
	s.writer, err = tablefile.New(staged, s.columns, s.options)
	return err
}

// finish ends the last file, if there is one that has not ended.
func (s *tableSink) finish() error {
	if s.writer == nil {
		return nil
	}
	err := s.writer.Close()
	s.writer = nil
	if err != nil {
		return err
	}
	return s.files[len(s.files)-1].staged.Close()
}

func (s *tableSink) Close() error { return s.finish() }

func (s *tableSink) Discard() {
	for _, f := range s.files {
		f.staged.Discard()
	}
}

// written is a partition that files go to.
type written struct {
	values   []string
	location string
}

// place decides where the files go, those of a partition where locate says, and returns the partitions.
func (s *tableSink) place(locate func(values []string) (string, error)) (partitions []written, err error) {
	for i := range s.files {
		f := &s.files[i]
		if i == 0 || !slices.Equal(f.values, s.files[i-1].values) {
			location, err := locate(f.values)
			if err != nil {
				return nil, err
			}
			partitions = append(partitions, written{f.values, strings.TrimSuffix(location, "/") + "/"})
		}
		f.address = partitions[len(partitions)-1].location + f.name
	}
	return partitions, nil
}

// manifest lists the files' addresses, one a line (Athena User Guide, "Identify query output files": data manifest).
func (s *tableSink) manifest() []byte {
	var b strings.Builder
	for _, f := range s.files {
		b.WriteString(f.address + "\n")
	}
	return []byte(b.String())
}

// put puts the files where they were placed, with the caller's rights.
func (s *tableSink) put(c *service.Call) error {
	for _, f := range s.files {
		bucket, key, _ := parseLocation(f.address)
		if err := s.objects.Put(c, bucket, key, f.staged, PutOptions{ContentType: "application/octet-stream"}); err != nil {
			return outputDenied(err, f.address)
		}
	}
	return nil
}
