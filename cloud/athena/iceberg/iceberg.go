// Package iceberg knows the table format Apache Iceberg: it reads a table's metadata, plans which files hold the rows of
// a snapshot, and makes the metadata of a new one. It decides nothing about permission and knows no service: every file
// that it reads or writes goes through the port Files, in its caller's name. Rows are read by the engine, from the files
// that a Scan names; this package reads of them the footers only.
//
// Only cloud/athena imports it, and nothing else imports github.com/apache/iceberg-go. Rules are those of the Iceberg
// table specification (https://iceberg.apache.org/spec/), versions 1 and 2; of version 3, which Athena does not know,
// every table is refused. What a table's metadata says is not trusted: sizes are bounded by Limits, and what it asks for
// beyond what is understood here is refused, so that no row is ever wrong or missing silently.
package iceberg

import (
	"context"
	"io"

	"interlaken/fault"
)

// Files is where the files of tables are. Addresses are those of Amazon S3, s3://bucket/key, as the metadata has them.
type Files interface {
	// Open opens an object for reading, as the statement's caller.
	Open(ctx context.Context, address string) (io.ReadSeekCloser, error)
	// Create begins an object, which is there once the statement has succeeded and not before.
	Create(address string) (io.WriteCloser, error)
}

// Limits bound what the metadata of one table may make a statement read. Zero means the default.
type Limits struct {
	// FileBytes is how large a metadata file, a manifest list, a manifest or a data file's footer may be; default 64 MiB.
	FileBytes int64
	// TotalBytes is how much all of them may be together for one table of one statement; default 512 MiB.
	TotalBytes int64
	// Files is how many data and delete files the manifests of a snapshot may name; default 100,000.
	Files int
}

func (l Limits) withDefaults() Limits {
	if l.FileBytes == 0 {
		l.FileBytes = 64 << 20
	}
	if l.TotalBytes == 0 {
		l.TotalBytes = 512 << 20
	}
	if l.Files == 0 {
		l.Files = 100_000
	}
	return l
}

// The codes of errors, as Trino's Iceberg connector names them (IcebergErrorCode.java).
const (
	// InvalidMetadata is of metadata that is damaged or does not say what it has to.
	InvalidMetadata fault.Code = "ICEBERG_INVALID_METADATA"
	// BadData is of a data or delete file that is not what the metadata says.
	BadData fault.Code = "ICEBERG_BAD_DATA"
	// InvalidSnapshot is of a snapshot asked for that the table does not have.
	InvalidSnapshot fault.Code = "INVALID_ARGUMENTS"
	// CommitFailed is of a change whose table has been changed meanwhile.
	CommitFailed fault.Code = "ICEBERG_COMMIT_ERROR"
	// NotSupported is of what the format allows and is not done here.
	NotSupported fault.Code = "NOT_SUPPORTED"
	// TooLarge is of metadata beyond Limits.
	TooLarge fault.Code = "ICEBERG_METADATA_TOO_LARGE"
)

// guarded runs what decodes foreign bytes: a decoder that panics has met bytes that are no metadata.
func guarded(f func() error) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fault.New(InvalidMetadata, "The table's metadata cannot be decoded")
		}
	}()
	return f()
}
