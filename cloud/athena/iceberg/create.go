package iceberg

import (
	"context"
	"strings"

	apache "github.com/apache/iceberg-go"
	"github.com/apache/iceberg-go/table"

	"interlaken/fault"
)

// Partitioning is a field that a table is partitioned by: a column, under a transform.
type Partitioning struct {
	Column string
	// Transform is identity, year, month, day, hour, bucket[n] or truncate[n] (Iceberg specification, "Partition
	// transforms").
	Transform string
}

// New makes a table that no metadata file says anything of yet, at a location s3://bucket/prefix. The columns' names and
// types are given; their numbers are new.
func New(ctx context.Context, files Files, limits Limits, name, location string, columns []Column, partitioning []Partitioning, properties map[string]string) (*Table, error) {
	s := newStore(ctx, files, limits)
	last := 0
	next := func() int { last++; return last }
	var fields []apache.NestedField
	for _, c := range columns {
		id := next()
		t, err := typeFor(c.Type, next)
		if err != nil {
			return nil, err
		}
		fields = append(fields, apache.NestedField{ID: id, Name: c.Name, Type: t, Doc: c.Comment})
	}
	schema := apache.NewSchema(0, fields...)
	spec, err := specOf(schema, partitioning)
	if err != nil {
		return nil, err
	}
	meta, err := table.NewMetadata(schema, &spec, table.UnsortedSortOrder, strings.TrimSuffix(location, "/"), properties)
	if err != nil {
		return nil, fault.Wrap(err, NotSupported, "Table %s cannot be made: %v", name, err)
	}
	return open(s, name, "", meta)
}

// specOf names the fields as Iceberg's Java library does: day_hour, id_bucket.
func specOf(schema *apache.Schema, partitioning []Partitioning) (apache.PartitionSpec, error) {
	var options []apache.PartitionOption
	for _, p := range partitioning {
		if _, ok := schema.FindFieldByName(p.Column); !ok {
			return apache.PartitionSpec{}, fault.New("COLUMN_NOT_FOUND", "Cannot partition by column '%s', which the table does not have", p.Column)
		}
		transform, err := apache.ParseTransform(p.Transform)
		if err != nil {
			return apache.PartitionSpec{}, fault.Wrap(err, NotSupported, "Unsupported partition transform: %s", p.Transform)
		}
		name := p.Column
		if kind, _, _ := strings.Cut(p.Transform, "["); kind == "truncate" {
			name += "_trunc"
		} else if kind != "identity" {
			name += "_" + kind
		}
		options = append(options, apache.AddPartitionFieldByName(p.Column, name, transform, schema, nil))
	}
	spec, err := apache.NewPartitionSpecOpts(options...)
	if err != nil {
		return spec, fault.Wrap(err, NotSupported, "The table cannot be partitioned so: %v", err)
	}
	return spec, nil
}
