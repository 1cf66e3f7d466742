package duck

import (
	"context"
	"io"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"

	"interlaken/engine"
	"interlaken/fault"
	"interlaken/result"
)

// rows is an open result. DuckDB has it whole by now; batches are converted as they are asked for.
type rows struct {
	instance   *Instance
	records    array.RecordReader
	context    context.Context
	cancel     func()
	limits     engine.Limits
	statistics result.Statistics
	failed     error
	closed     bool
}

func (r *rows) Schema() *arrow.Schema { return r.records.Schema() }

func (r *rows) Statistics() result.Statistics { return r.statistics }

func (r *rows) Next(ctx context.Context) (arrow.RecordBatch, error) {
	if r.failed != nil {
		return nil, r.failed
	}
	batch, err := r.next(ctx)
	if err != nil {
		r.failed = err
	}
	return batch, err
}

func (r *rows) next(ctx context.Context) (arrow.RecordBatch, error) {
	switch {
	case r.closed:
		return nil, fault.New(fault.Internal, "The result is closed.")
	case r.context.Err() != nil:
		return nil, stopped(r.context, r.limits)
	case ctx.Err() != nil:
		return nil, stopped(ctx, r.limits)
	}
	if !r.records.Next() {
		if err := r.records.Err(); err != nil {
			return nil, r.instance.fault(r.context, err, r.limits)
		}
		return nil, io.EOF
	}
	batch := r.records.RecordBatch()
	r.statistics.ResultBytes += sizeOf(batch)
	if r.limits.ResultBytes > 0 && r.statistics.ResultBytes > r.limits.ResultBytes {
		return nil, fault.New(fault.Limit, "The result is larger than its limit of %d bytes.", r.limits.ResultBytes)
	}
	r.statistics.Rows += batch.NumRows()
	batch.Retain()
	return batch, nil
}

func (r *rows) Close() error {
	if r.closed {
		return nil
	}
	r.closed = true
	r.records.Release()
	r.cancel()
	return nil
}

// sizeOf is the memory that the values of a batch take.
func sizeOf(batch arrow.RecordBatch) int64 {
	var sum int64
	for _, column := range batch.Columns() {
		sum += sizeOfData(column.Data())
	}
	return sum
}

func sizeOfData(d arrow.ArrayData) int64 {
	var sum int64
	for _, b := range d.Buffers() {
		if b != nil {
			sum += int64(b.Len())
		}
	}
	for _, c := range d.Children() {
		sum += sizeOfData(c)
	}
	if d.DataType().ID() == arrow.DICTIONARY {
		sum += sizeOfData(d.Dictionary())
	}
	return sum
}
