package query

import (
	"bytes"
	"encoding/hex"
	"strconv"
	"strings"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/decimal128"
	"github.com/apache/arrow-go/v18/arrow/ipc"
	"github.com/apache/arrow-go/v18/arrow/memory"

	"interlaken/engine"
	"interlaken/fault"
	"interlaken/result"
	"interlaken/sql/translate"
	"interlaken/sql/types"
)

// inline makes a table for the engine out of rows in Athena's text form.
func inline(name string, rows *Rows) (engine.Table, error) {
	table := engine.Table{Catalog: joinCatalog, Schema: joinSchema, Name: name}
	fields := make([]arrow.Field, len(rows.Columns))
	for i, c := range rows.Columns {
		column := strings.ToLower(c.Name)
		engineType, err := translate.DuckDBType(c.Type)
		if err != nil {
			return table, err
		}
		table.Columns = append(table.Columns, engine.Column{Name: column, Type: engineType})
		fields[i] = arrow.Field{Name: column, Type: arrowType(c.Type), Nullable: true}
		for _, earlier := range fields[:i] {
			if earlier.Name == column {
				return table, fault.New(fault.Validation, "The part gives two columns named %s. Give one of them another alias.", column)
			}
		}
	}
	schema := arrow.NewSchema(fields, nil)
	builder := array.NewRecordBuilder(memory.DefaultAllocator, schema)
	defer builder.Release()
	for number, cells := range rows.Cells {
		for i, cell := range cells {
			if cell == nil {
				builder.Field(i).AppendNull()
				continue
			}
			if err := appendCell(builder.Field(i), rows.Columns[i], *cell); err != nil {
				return table, fault.Wrap(err, fault.Unavailable, "Row %d of the part has a text in column %s that is no %s.", number+1, rows.Columns[i].Name, rows.Columns[i].Type)
			}
		}
	}
	batch := builder.NewRecordBatch()
	defer batch.Release()
	var out bytes.Buffer
	w := ipc.NewWriter(&out, ipc.WithSchema(schema))
	err := w.Write(batch)
	if closed := w.Close(); err == nil {
		err = closed
	}
	if err != nil {
		return table, fault.Wrap(err, fault.Internal, "The rows of a part could not be handed to the engine.")
	}
	table.Inline = out.Bytes()
	return table, nil
}

// arrowType is the Arrow type in which a column travels. What Arrow and Athena's text do not both have is text, and the
// engine casts it.
func arrowType(t types.Type) arrow.DataType {
	switch t.Kind {
	case types.Boolean:
		return arrow.FixedWidthTypes.Boolean
	case types.Tinyint:
		return arrow.PrimitiveTypes.Int8
	case types.Smallint:
		return arrow.PrimitiveTypes.Int16
	case types.Integer:
		return arrow.PrimitiveTypes.Int32
	case types.Bigint:
		return arrow.PrimitiveTypes.Int64
	case types.Real:
		return arrow.PrimitiveTypes.Float32
	case types.Double:
		return arrow.PrimitiveTypes.Float64
	case types.Decimal:
		return &arrow.Decimal128Type{Precision: int32(t.Precision), Scale: int32(t.Scale)}
	case types.Date:
		return arrow.FixedWidthTypes.Date32
	case types.Timestamp:
		return &arrow.TimestampType{Unit: arrow.Microsecond}
	case types.Varbinary:
		return arrow.BinaryTypes.Binary
	}
	return arrow.BinaryTypes.String
}

func appendCell(b array.Builder, c result.Column, text string) (err error) {
	switch b := b.(type) {
	case *array.BooleanBuilder:
		var v bool
		v, err = strconv.ParseBool(text)
		b.Append(v)
	case *array.Int8Builder:
		var v int64
		v, err = strconv.ParseInt(text, 10, 8)
		b.Append(int8(v))
	case *array.Int16Builder:
		var v int64
		v, err = strconv.ParseInt(text, 10, 16)
		b.Append(int16(v))
	case *array.Int32Builder:
		var v int64
		v, err = strconv.ParseInt(text, 10, 32)
		b.Append(int32(v))
	case *array.Int64Builder:
		var v int64
		v, err = strconv.ParseInt(text, 10, 64)
		b.Append(v)
	case *array.Float32Builder:
		var v float64
		v, err = strconv.ParseFloat(text, 32)
		b.Append(float32(v))
	case *array.Float64Builder:
		var v float64
		v, err = strconv.ParseFloat(text, 64)
		b.Append(v)
	case *array.Decimal128Builder:
		var v decimal128.Num
		v, err = decimal128.FromString(text, int32(c.Type.Precision), int32(c.Type.Scale))
		b.Append(v)
	case *array.Date32Builder:
		var v time.Time
		v, err = time.Parse("2006-01-02", text)
		b.Append(arrow.Date32FromTime(v))
	case *array.TimestampBuilder:
		var v time.Time
		v, err = time.Parse("2006-01-02 15:04:05.999999999", text)
		b.Append(arrow.Timestamp(v.UnixMicro()))
	case *array.BinaryBuilder:
		var v []byte
		v, err = hex.DecodeString(strings.ReplaceAll(text, " ", ""))
		b.Append(v)
	case *array.StringBuilder:
		b.Append(text)
	default:
		err = fault.New(fault.Internal, "There is no way to hand on a %s.", c.Type)
	}
	return err
}
