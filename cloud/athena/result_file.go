package athena

import (
	"encoding/binary"
	"errors"
	"strings"

	"interlaken/fault"
	"interlaken/result"
	"interlaken/service"
)

// resultFile is what a statement leaves under its output location, on its way there: the file that people read, and
// beside it the one that describes its columns (Athena User Guide, "Identify query output files").
type resultFile struct {
	body     Staged
	metadata Staged // nil where there are no columns
}

// stage begins the files. On an error the caller still discards.
func (f *resultFile) stage(objects Objects, e *execution, columns []result.Column) (err error) {
	if f.body, err = objects.Stage(); err != nil || columns == nil {
		return err
	}
	if f.metadata, err = objects.Stage(); err != nil {
		return err
	}
	_, err = f.metadata.Write(describeColumns(e, columns))
	return err
}

// Close makes the files durable, both at a time: the disk is waited for once.
func (f *resultFile) Close() error {
	if f.metadata == nil {
		return f.body.Close()
	}
	closed := make(chan error, 1)
	go func() { closed <- f.metadata.Close() }()
	return errors.Join(f.body.Close(), <-closed)
}

// Discard removes what was not put.
func (f *resultFile) Discard() {
	if f.body != nil {
		f.body.Discard()
	}
	if f.metadata != nil {
		f.metadata.Discard()
	}
}

// put makes the files the statement's result, with the caller's rights.
func (t *attempt) put(c *service.Call, f *resultFile) error {
	bucket, key, _ := parseLocation(t.e.Output)
	options := PutOptions{ContentType: "application/octet-stream", ExpectedBucketOwner: t.e.Owner}
	if t.e.textual() {
		options.ContentType = "text/plain"
	}
	if err := t.Objects.Put(c, bucket, key, f.body, options); err != nil {
		return outputDenied(err, t.e.Output)
	}
	if f.metadata == nil {
		return nil
	}
	options.ContentType = "application/octet-stream"
	return outputDenied(t.Objects.Put(c, bucket, key+".metadata", f.metadata, options), t.e.Output+".metadata")
}

// outputDenied is a refusal of S3 where a statement writes, in Athena's words.
func outputDenied(err error, location string) error {
	switch {
	case err == nil, ours[fault.CodeOf(err)]:
		return err
	case fault.Is(err, fault.AccessDenied):
		return failed(userError, 1501, "Access denied when writing to location: "+location)
	}
	return failed(userError, 1403, fault.Public(err)+" ("+location+")")
}

// textual tells statements whose result is lines of text.
func (e *execution) textual() bool { return strings.HasSuffix(e.Output, ".txt") }

// describeColumns is a file .metadata: Athena's own message of columns, which it has not documented, as a Protocol
// Buffers parser reads it (the query's id is field 1, a column is field 4; of a column: catalog, schema, table, name,
// label, type, precision, scale, nullable and whether case matters, 1 to 10; what is empty or zero is left out).
func describeColumns(e *execution, columns []result.Column) []byte {
	message := appendText(nil, 1, e.Submitted.UTC().Format("20060102_150405_")+strings.ReplaceAll(e.ID, "-", "_"))
	for _, info := range columnInfo(columns) {
		var c []byte
		c = appendText(c, 1, *info.CatalogName)
		c = appendText(c, 4, *info.Name)
		c = appendText(c, 5, *info.Label)
		c = appendText(c, 6, *info.Type)
		c = appendNumber(c, 7, uint64(info.Precision))
		c = appendNumber(c, 8, uint64(info.Scale))
		c = appendNumber(c, 9, nullableUnknown)
		if info.CaseSensitive {
			c = appendNumber(c, 10, 1)
		}
		message = appendText(message, 4, string(c))
	}
	return message
}

// nullableUnknown is the number of ColumnNullable's UNKNOWN.
const nullableUnknown = 3

// appendText appends a field of bytes: its number with wire type 2, its length, itself.
func appendText(message []byte, field byte, text string) []byte {
	message = binary.AppendUvarint(append(message, field<<3|2), uint64(len(text)))
	return append(message, text...)
}

// appendNumber appends a field of a number that is not zero.
func appendNumber(message []byte, field byte, n uint64) []byte {
	if n == 0 {
		return message
	}
	return binary.AppendUvarint(append(message, field<<3), n)
}
