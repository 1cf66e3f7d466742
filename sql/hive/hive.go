// Package hive is what a table of the Glue catalog means to SQL: its columns and views for the analysis, where its files
// lie, which partitions it is projected to have, and which objects of a folder are its rows. It reads definitions and asks
// nobody: whoever has a catalog and a store, in process or over the wire, brings them. cloud/athena and sql/estimate use it;
// it imports the languages below sql/ only.
package hive

import (
	"path"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	glue "github.com/aws/aws-sdk-go-v2/service/glue/types"

	"interlaken/fault"
	"interlaken/sql/analyze"
	"interlaken/sql/types"
)

// NullPartition is the value by which Hive writes a null.
const NullPartition = "__HIVE_DEFAULT_PARTITION__"

// The libraries by which Hive reads rows, as far as they are read here.
const (
	LazySimple = "org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe"
	OpenCSV    = "org.apache.hadoop.hive.serde2.OpenCSVSerde"
	Parquet    = "org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe"
	OpenXJSON  = "org.openx.data.jsonserde.JsonSerDe"
	JSON       = "org.apache.hive.hcatalog.data.JsonSerDe"
	Regex      = "org.apache.hadoop.hive.serde2.RegexSerDe"
	CloudTrail = "com.amazon.emr.hive.serde.CloudTrailSerde"
)

// SerDe is the library by which a table's rows are read, "" where it says none.
func SerDe(t *glue.Table) string {
	if t.StorageDescriptor == nil || t.StorageDescriptor.SerdeInfo == nil {
		return ""
	}
	return aws.ToString(t.StorageDescriptor.SerdeInfo.SerializationLibrary)
}

// Column is a column as the catalog has it. One of a type that queries do not know is hidden from them, as Trino hides it.
type Column struct {
	analyze.Column
	Hidden bool
}

// Columns are a table's columns, those that it is partitioned by last. The table has a storage descriptor.
func Columns(t *glue.Table) ([]Column, error) {
	var all []Column
	for i, c := range append(append([]glue.Column{}, t.StorageDescriptor.Columns...), t.PartitionKeys...) {
		typ, err := types.ParseHive(aws.ToString(c.Type))
		hidden := fault.Is(err, fault.Unsupported)
		if err != nil && !hidden {
			return nil, fault.Wrap(err, "HIVE_INVALID_METADATA", "Column '%s' of table '%s.%s' has a type that cannot be read", aws.ToString(c.Name), aws.ToString(t.DatabaseName), aws.ToString(t.Name))
		}
		all = append(all, Column{analyze.Column{
			Name: strings.ToLower(aws.ToString(c.Name)), Type: typ, Partition: i >= len(t.StorageDescriptor.Columns),
		}, hidden})
	}
	return all, nil
}

// PartitionValues are a partition's values by the name of their keys, in lower case; nil for NULL.
func PartitionValues(t *glue.Table, values []string) map[string]*string {
	named := map[string]*string{}
	for i, key := range t.PartitionKeys {
		if i < len(values) && values[i] != NullPartition {
			named[strings.ToLower(aws.ToString(key.Name))] = &values[i]
		} else if i < len(values) {
			named[strings.ToLower(aws.ToString(key.Name))] = nil
		}
	}
	return named
}

// Folder reads a location, s3://bucket/prefix. It is a folder whether or not it ends in a slash: the prefix does, or is
// empty.
func Folder(location string) (bucket, prefix string, err error) {
	rest, ok := strings.CutPrefix(location, "s3://")
	for _, scheme := range []string{"s3a://", "s3n://"} {
		if r, is := strings.CutPrefix(location, scheme); is {
			rest, ok = r, true
		}
	}
	bucket, prefix, _ = strings.Cut(rest, "/")
	if !ok || bucket == "" || strings.ContainsAny(bucket, " ?#") {
		return "", "", fault.New("HIVE_INVALID_METADATA", "The table location '%s' is not a valid S3 path", location)
	}
	if prefix != "" && !strings.HasSuffix(prefix, "/") {
		prefix += "/"
	}
	return bucket, prefix, nil
}

// IsData passes over what Athena passes over: folders, empty objects, and names that begin with _ or a dot (Athena User
// Guide, "Table location in Amazon S3").
func IsData(key string, sizeBytes int64) bool {
	name := path.Base(key)
	return sizeBytes > 0 && !strings.HasSuffix(key, "/") && !strings.HasPrefix(name, "_") && !strings.HasPrefix(name, ".")
}

// PartitionPath is a partition's folder below its table's, k=v/k2=v2/, as Hive writes it.
func PartitionPath(keys []glue.Column, values []string) string {
	var b strings.Builder
	for i, k := range keys {
		b.WriteString(escapePath(aws.ToString(k.Name)) + "=" + escapePath(values[i]) + "/")
	}
	return b.String()
}

// escapePath writes the characters that Hive does not leave in a folder's name as %XX (Hive, FileUtils.escapePathName).
func escapePath(text string) string {
	const escaped = "\"#%'*/:=?\\{[]^\x7f"
	var b strings.Builder
	for i := range len(text) {
		if c := text[i]; c < ' ' || strings.IndexByte(escaped, c) >= 0 {
			const digits = "0123456789ABCDEF"
			b.Write([]byte{'%', digits[c>>4], digits[c&15]})
		} else {
			b.WriteByte(c)
		}
	}
	return b.String()
}
