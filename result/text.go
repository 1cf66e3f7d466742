package result

import (
	"encoding/hex"
	"math/big"
	"net/netip"
	"strconv"
	"strings"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"

	"interlaken/fault"
	"interlaken/geospatial"
	javafloat "interlaken/result/float"
	"interlaken/sql/types"
)

// AppendText appends the text that Athena's GetQueryResults and result files show for element i of values, whose Trino
// type is t, and reports false, with nothing appended, where the element is NULL. It needs Arrow values of a kind
// that can stand for the type; others give Internal. (facts/aws.md 4.3: the types' texts)
func AppendText(text []byte, values arrow.Array, i int, t types.Type) (_ []byte, ok bool, err error) {
	if values.IsNull(i) || t.Kind == types.Unknown {
		return text, false, nil
	}
	if extension, is := values.(array.ExtensionArray); is && t.Kind != types.UUID {
		values = extension.Storage()
	}
	if dictionary, is := values.(*array.Dictionary); is {
		return AppendText(text, dictionary.Dictionary(), dictionary.GetValueIndex(i), t)
	}
	switch t.Kind {
	case types.Array, types.Map, types.Row:
		text, err = appendNested(text, values, i, t)
	default:
		text, err = appendScalar(text, values, i, t)
	}
	return text, err == nil, err
}

func appendScalar(text []byte, values arrow.Array, i int, t types.Type) ([]byte, error) {
	switch t.Kind {
	case types.Boolean:
		if v, ok := values.(*array.Boolean); ok {
			return strconv.AppendBool(text, v.Value(i)), nil
		}
	case types.Tinyint, types.Smallint, types.Integer, types.Bigint:
		if v, ok := small(values, i); ok {
			return strconv.AppendInt(text, v, 10), nil
		}
		if v, ok := integer(values, i); ok {
			return v.Append(text, 10), nil
		}
	case types.Real, types.Double:
		if v, bits, ok := float(values, i); ok {
			if t.Kind == types.Real {
				bits = 32
			}
			return AppendFloat(text, v, bits), nil
		}
	case types.Decimal:
		if text, ok := appendDecimal(text, values, i, t.Scale); ok {
			return text, nil
		}
	case types.Varchar, types.JSON:
		if v, ok := characters(values, i); ok {
			return append(text, v...), nil
		}
	case types.Char:
		if v, ok := characters(values, i); ok {
			// A char value is padded to its length (Trino, Data types: char).
			return append(append(text, v...), strings.Repeat(" ", max(0, t.Length-len([]rune(v))))...), nil
		}
	case types.Varbinary:
		if v, ok := octets(values, i); ok {
			return appendHex(text, v), nil
		}
	case types.IPAddress:
		if v, ok := octets(values, i); ok && len(v) == 16 {
			return append(text, netip.AddrFrom16([16]byte(v)).Unmap().String()...), nil
		}
	case types.Geometry, types.SphericalGeography:
		if v, ok := octets(values, i); ok {
			wkt, err := geospatial.TextOf(v)
			return append(text, wkt...), err
		}
	case types.BingTile:
		if v, ok := values.(*array.Int64); ok {
			return append(text, geospatial.TileText(v.Value(i))...), nil
		}
	case types.UUID:
		return append(text, values.ValueStr(i)...), nil
	case types.Date, types.Time, types.TimeTZ, types.Timestamp, types.TimestampTZ, types.IntervalDaySecond, types.IntervalYearMonth:
		return appendTemporal(text, values, i, t)
	}
	return text, mismatch(values, t)
}

func mismatch(values arrow.Array, t types.Type) error {
	return fault.New(fault.Internal, "The engine gave values of another kind than %s.", t).With("arrow", values.DataType().String())
}

// small returns an integer that has at most 64 bits and a sign, which nearly all have.
func small(values arrow.Array, i int) (int64, bool) {
	switch v := values.(type) {
	case *array.Int64:
		return v.Value(i), true
	case *array.Int32:
		return int64(v.Value(i)), true
	case *array.Int16:
		return int64(v.Value(i)), true
	case *array.Int8:
		return int64(v.Value(i)), true
	case *array.Uint32:
		return int64(v.Value(i)), true
	case *array.Uint16:
		return int64(v.Value(i)), true
	case *array.Uint8:
		return int64(v.Value(i)), true
	}
	return 0, false
}

func integer(values arrow.Array, i int) (*big.Int, bool) {
	switch v := values.(type) {
	case *array.Uint64:
		return new(big.Int).SetUint64(v.Value(i)), true
	case *array.Decimal128: // what DuckDB gives for sums of integers
		if v.DataType().(*arrow.Decimal128Type).Scale == 0 {
			return v.Value(i).BigInt(), true
		}
	}
	v, ok := small(values, i)
	return big.NewInt(v), ok
}

func float(values arrow.Array, i int) (value float64, bits int, ok bool) {
	switch v := values.(type) {
	case *array.Float32:
		return float64(v.Value(i)), 32, true
	case *array.Float64:
		return v.Value(i), 64, true
	}
	if v, ok := integer(values, i); ok {
		f, _ := v.Float64()
		return f, 64, true
	}
	if v, ok := values.(*array.Decimal128); ok { // a literal such as 1.5: decimal to the engine, double to Athena
		text, _ := appendDecimal(nil, values, i, int(v.DataType().(*arrow.Decimal128Type).Scale))
		f, err := strconv.ParseFloat(string(text), 64)
		return f, 64, err == nil
	}
	return 0, 0, false
}

// AppendFloat prints as Java does; bits is 32 for a real.
func AppendFloat(text []byte, v float64, bits int) []byte { return javafloat.Append(text, v, bits) }

func characters(values arrow.Array, i int) (string, bool) {
	switch v := values.(type) {
	case *array.String:
		return v.Value(i), true
	case *array.LargeString:
		return v.Value(i), true
	case *array.StringView:
		return v.Value(i), true
	}
	return "", false
}

func octets(values arrow.Array, i int) ([]byte, bool) {
	switch v := values.(type) {
	case *array.Binary:
		return v.Value(i), true
	case *array.LargeBinary:
		return v.Value(i), true
	case *array.BinaryView:
		return v.Value(i), true
	case *array.FixedSizeBinary:
		return v.Value(i), true
	}
	return nil, false
}

// appendHex prints bytes as pairs of hexadecimal digits with spaces between.
func appendHex(text, value []byte) []byte {
	for n := range value {
		if n > 0 {
			text = append(text, ' ')
		}
		text = hex.AppendEncode(text, value[n:n+1])
	}
	return text
}
