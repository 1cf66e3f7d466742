package tables

import (
	"math"
	"strconv"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/decimal128"

	"interlaken/fault"
)

// kind is a type of column: its Hive name, its Arrow type, and how a text of the originals is read as it (nil
// where no original has a column of the kind).
type kind[V any] struct {
	hive  string
	arrow arrow.DataType
	parse func(string) (V, error)
}

var (
	textKind    = kind[string]{"string", arrow.BinaryTypes.String, func(text string) (string, error) { return text, nil }}
	integerKind = kind[int32]{"int", arrow.PrimitiveTypes.Int32, parseInteger}
	bigintKind  = kind[int64]{"bigint", arrow.PrimitiveTypes.Int64, nil}
	doubleKind  = kind[float64]{"double", arrow.PrimitiveTypes.Float64, func(text string) (float64, error) { return strconv.ParseFloat(text, 64) }}
	booleanKind = kind[bool]{"boolean", arrow.FixedWidthTypes.Boolean, parseYesNo}
	moneyKind   = kind[decimal128.Num]{"decimal(12,2)", &arrow.Decimal128Type{Precision: 12, Scale: 2}, parseMoney}
	dateKind    = kind[arrow.Date32]{"date", arrow.FixedWidthTypes.Date32, dateIn("2006-01-02")}
	dateUSKind  = kind[arrow.Date32]{"date", arrow.FixedWidthTypes.Date32, dateIn("1/2/2006")}
)

func parseInteger(text string) (int32, error) {
	n, err := strconv.ParseInt(text, 10, 32)
	return int32(n), err
}

func parseYesNo(text string) (bool, error) {
	switch text {
	case "Yes":
		return true, nil
	case "No":
		return false, nil
	}
	return false, fault.New(fault.Validation, "%q is neither Yes nor No.", text)
}

// parseMoney reads an amount with at most two decimals; some originals write round ones as 3e+05.
func parseMoney(text string) (decimal128.Num, error) {
	amount, err := strconv.ParseFloat(text, 64)
	return decimal128.FromI64(int64(math.Round(amount * 100))), err
}

func dateIn(layout string) func(string) (arrow.Date32, error) {
	return func(text string) (arrow.Date32, error) {
		day, err := time.Parse(layout, text)
		return arrow.Date32FromTime(day), err
	}
}

// field is a column of rows of type R: what the catalog says of it and how its value gets into an Arrow array.
type field[R any] struct {
	Column
	arrow  arrow.DataType
	append func(array.Builder, R) error
}

// generated is a column whose value is taken from a row; false means null.
func generated[R, V any](name string, of kind[V], comment string, value func(R) (V, bool)) field[R] {
	return field[R]{Column{name, of.hive, comment}, of.arrow, func(builder array.Builder, row R) error {
		if v, ok := value(row); ok {
			builder.(appender[V]).Append(v)
		} else {
			builder.AppendNull()
		}
		return nil
	}}
}

// appender is what the Arrow builders of the kinds above have in common.
type appender[V any] interface{ Append(V) }

// columns returns the catalog's side of the fields.
func columns[R any](fields []field[R]) []Column {
	out := make([]Column, len(fields))
	for i, f := range fields {
		out[i] = f.Column
	}
	return out
}
