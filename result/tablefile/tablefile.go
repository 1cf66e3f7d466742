// Package tablefile writes rows as the files of a table: Parquet, JSON objects and delimited text, as Athena's CREATE
// TABLE AS, INSERT and UNLOAD do, so that whatever reads such tables reads these. It writes one file at a time into
// whatever it is given and knows neither catalogs nor buckets. It imports result and what that imports.
package tablefile

import (
	"compress/gzip"
	"io"
	"strings"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/klauspost/compress/zstd"

	"interlaken/fault"
	"interlaken/result"
)

// Format is how rows are laid out in a file.
type Format string

// The formats that are written.
const (
	Parquet Format = "PARQUET"
	JSON    Format = "JSON"     // an object a line
	Text    Format = "TEXTFILE" // delimited, as Hive's LazySimpleSerDe reads it
)

// Compression is how a file is compressed: text as a whole, Parquet by the page.
type Compression string

// The compressions that are written.
const (
	None   Compression = "NONE"
	Gzip   Compression = "GZIP"
	Snappy Compression = "SNAPPY" // Parquet only: of text, nothing that reads such tables reads anything but Hadoop's own frames
	Zstd   Compression = "ZSTD"
)

// Options say how a file is written.
type Options struct {
	Format Format
	// Compression is GZIP where it is empty, Athena's default for these formats (Athena User Guide, "Use compression in
	// Athena").
	Compression Compression
	// PlainNumbers leaves out the dictionaries of what is no text in Parquet: several times as fast to write, and larger
	// where values repeat.
	PlainNumbers bool
	// Delimiter stands between the fields of Text; 0 is Hive's default, U+0001.
	Delimiter byte
}

// Parse reads the options in a statement's words, in any case; "" stands for the default compression. What is not
// written is fault.Unsupported.
func Parse(format, compression string) (Options, error) {
	o := Options{Format: Format(strings.ToUpper(format)), Compression: Compression(strings.ToUpper(compression))}
	switch o.Format {
	case Parquet, JSON, Text:
	default:
		return o, fault.New(fault.Unsupported, "Files of the format %s are not written here; PARQUET, JSON and TEXTFILE are", strings.ToUpper(format))
	}
	if o.Compression == "" {
		o.Compression = Gzip
	}
	switch {
	case o.Compression == None, o.Compression == Gzip, o.Compression == Zstd, o.Compression == Snappy && o.Format == Parquet:
		return o, nil
	}
	return o, fault.New(fault.Unsupported, "%s files with the compression %s are not written here", o.Format, strings.ToUpper(compression))
}

// Extension is the ending of a file's name, by which readers know how text is compressed; Parquet files say so inside.
func (o Options) Extension() string {
	if o.Format != Parquet {
		switch o.Compression {
		case Gzip, "":
			return ".gz"
		case Zstd:
			return ".zst"
		}
	}
	return ""
}

// Writer writes the rows of one file. It is for one goroutine.
type Writer interface {
	// Write writes the rows of a batch, whose columns are the writer's in their order. It keeps nothing of the batch.
	Write(batch arrow.RecordBatch) error
	// Close writes what is left, a footer included. It does not close the underlying writer.
	Close() error
}

// New begins a file of the columns, whose types must be those that a catalog can keep (types.Type.Hive).
func New(w io.Writer, columns []result.Column, o Options) (Writer, error) {
	if o.Compression == "" {
		o.Compression = Gzip
	}
	if o.Format == Parquet {
		return &parquetWriter{out: w, columns: columns, compression: o.Compression, plainNumbers: o.PlainNumbers}, nil
	}
	out, err := compressed(w, o.Compression)
	if err != nil {
		return nil, err
	}
	lines := &lineWriter{out: out, columns: columns}
	switch o.Format {
	case JSON:
		lines.row = lines.object
	case Text:
		lines.separators = []byte{1, 2, 3, 4, 5, 6, 7, 8}
		if o.Delimiter != 0 {
			lines.separators[0] = o.Delimiter
		}
		lines.row = lines.fields
	default:
		return nil, fault.New(fault.Internal, "Files of the format %q cannot be written.", o.Format)
	}
	return lines, nil
}

func compressed(w io.Writer, c Compression) (io.WriteCloser, error) {
	switch c {
	case Gzip:
		return gzip.NewWriter(w), nil
	case Zstd:
		return zstd.NewWriter(w, zstd.WithEncoderConcurrency(1))
	}
	return plain{w}, nil
}

// plain is a writer that needs no end.
type plain struct{ io.Writer }

func (plain) Close() error { return nil }
