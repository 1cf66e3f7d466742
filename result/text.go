package result

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"math"
	"math/big"
	"net/netip"
	"strconv"
	"strings"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"

	"interlaken/fault"
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
		if v, ok := values.(*array.Int64); ok { // nearly always
			return strconv.AppendInt(text, v.Value(i), 10), nil
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
		if v, ok := decimal(values, i, t.Scale); ok {
			return append(text, v...), nil
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

func integer(values arrow.Array, i int) (*big.Int, bool) {
	switch v := values.(type) {
	case *array.Int8:
		return big.NewInt(int64(v.Value(i))), true
	case *array.Int16:
		return big.NewInt(int64(v.Value(i))), true
	case *array.Int32:
		return big.NewInt(int64(v.Value(i))), true
	case *array.Int64:
		return big.NewInt(v.Value(i)), true
	case *array.Uint8:
		return big.NewInt(int64(v.Value(i))), true
	case *array.Uint16:
		return big.NewInt(int64(v.Value(i))), true
	case *array.Uint32:
		return big.NewInt(int64(v.Value(i))), true
	case *array.Uint64:
		return new(big.Int).SetUint64(v.Value(i)), true
	case *array.Decimal128: // what DuckDB gives for sums of integers
		if v.DataType().(*arrow.Decimal128Type).Scale == 0 {
			return v.Value(i).BigInt(), true
		}
	}
	return nil, false
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
		text, _ := decimal(values, i, int(v.DataType().(*arrow.Decimal128Type).Scale))
		f, err := strconv.ParseFloat(text, 64)
		return f, 64, err == nil
	}
	return 0, 0, false
}

// AppendFloat prints as Java does (java.lang.Double.toString): plain from 10^-3 to 10^7, with at least one digit after
// the point, and with an exponent E otherwise.
func AppendFloat(text []byte, v float64, bits int) []byte {
	switch {
	case math.IsNaN(v):
		return append(text, "NaN"...)
	case math.IsInf(v, 1):
		return append(text, "Infinity"...)
	case math.IsInf(v, -1):
		return append(text, "-Infinity"...)
	}
	if size := math.Abs(v); size == 0 || size >= 1e-3 && size < 1e7 {
		from := len(text)
		text = strconv.AppendFloat(text, v, 'f', -1, bits)
		if !bytes.ContainsRune(text[from:], '.') {
			text = append(text, ".0"...)
		}
		return text
	}
	mantissa, exponent, _ := strings.Cut(strconv.FormatFloat(v, 'e', -1, bits), "e")
	text = append(text, mantissa...)
	if !strings.Contains(mantissa, ".") {
		text = append(text, ".0"...)
	}
	power, _ := strconv.Atoi(exponent) // FormatFloat wrote it
	return strconv.AppendInt(append(text, 'E'), int64(power), 10)
}

// decimal prints with exactly the type's scale.
func decimal(values arrow.Array, i, scale int) (string, bool) {
	var unscaled *big.Int
	has := 0
	switch v := values.(type) {
	case *array.Decimal32:
		unscaled, has = big.NewInt(int64(v.Value(i))), int(v.DataType().(*arrow.Decimal32Type).Scale)
	case *array.Decimal64:
		unscaled, has = big.NewInt(int64(v.Value(i))), int(v.DataType().(*arrow.Decimal64Type).Scale)
	case *array.Decimal128:
		unscaled, has = v.Value(i).BigInt(), int(v.DataType().(*arrow.Decimal128Type).Scale)
	case *array.Decimal256:
		unscaled, has = v.Value(i).BigInt(), int(v.DataType().(*arrow.Decimal256Type).Scale)
	default:
		whole, ok := integer(values, i)
		if !ok {
			return "", false
		}
		unscaled = whole
	}
	// More digits than the type has would be lost; the analyser's type and the engine's then differ.
	if has > scale {
		return "", false
	}
	unscaled = new(big.Int).Mul(unscaled, new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(scale-has)), nil))
	digits := new(big.Int).Abs(unscaled).String()
	if missing := scale + 1 - len(digits); missing > 0 {
		digits = strings.Repeat("0", missing) + digits
	}
	if scale > 0 {
		digits = digits[:len(digits)-scale] + "." + digits[len(digits)-scale:]
	}
	if unscaled.Sign() < 0 {
		digits = "-" + digits
	}
	return digits, true
}

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

func appendTemporal(text []byte, values arrow.Array, i int, t types.Type) ([]byte, error) {
	switch v := values.(type) {
	case *array.Date32:
		if t.Kind == types.Date {
			return appendDate(text, v.Value(i).ToTime()), nil
		}
	case *array.Date64:
		if t.Kind == types.Date {
			return appendDate(text, v.Value(i).ToTime()), nil
		}
	case *array.Time32:
		return appendClock(text, v.Value(i).ToTime(v.DataType().(*arrow.Time32Type).Unit), t, values)
	case *array.Time64:
		return appendClock(text, v.Value(i).ToTime(v.DataType().(*arrow.Time64Type).Unit), t, values)
	case *array.Timestamp:
		at := v.Value(i).ToTime(v.DataType().(*arrow.TimestampType).Unit)
		switch t.Kind {
		case types.Date:
			return appendDate(text, at), nil
		case types.Timestamp, types.TimestampTZ:
			location, ok := types.ZoneLocation(t.Zone)
			if !ok {
				return text, mismatch(values, t)
			}
			if !types.ZoneKnows(t.Zone, at) {
				return text, fault.New("NOT_SUPPORTED", "The zone %s is not supported at this time, of which tables of time zones differ.", t.Zone)
			}
			at = at.In(location)
			text = append(appendDate(text, at), ' ')
			text = at.AppendFormat(text, clockLayout(t.Precision))
			if t.Kind == types.TimestampTZ {
				text = append(append(text, ' '), types.ZoneText(t.Zone)...)
			}
			return text, nil
		}
	case *array.MonthDayNanoInterval:
		return appendInterval(text, v.Value(i), t.Kind)
	}
	return text, mismatch(values, t)
}

// appendClock prints a time of day; the engine has one with time zone in UTC.
func appendClock(text []byte, at time.Time, t types.Type, values arrow.Array) ([]byte, error) {
	switch t.Kind {
	case types.Time:
		return at.AppendFormat(text, clockLayout(t.Precision)), nil
	case types.TimeTZ:
		if location, ok := types.ZoneLocation(t.Zone); ok {
			text = at.In(location).AppendFormat(text, clockLayout(t.Precision))
			return append(text, types.OffsetText(t.Zone)...), nil
		}
	}
	return text, mismatch(values, t)
}

// appendDate prints a date; years before 0 and after 9999 have a sign, as in Java.
func appendDate(text []byte, at time.Time) []byte {
	if year := at.Year(); year < 0 || year > 9999 {
		return fmt.Appendf(text, "%+05d-%02d-%02d", year, at.Month(), at.Day())
	}
	return at.AppendFormat(text, time.DateOnly)
}

// clockLayout is hours to seconds with as many digits of a fraction as the type has.
func clockLayout(precision int) string {
	if precision == 0 {
		return "15:04:05"
	}
	return "15:04:05." + strings.Repeat("0", precision)
}

// appendInterval prints Trino's forms: years-months, or days and a clock with milliseconds.
func appendInterval(text []byte, v arrow.MonthDayNanoInterval, kind types.Kind) ([]byte, error) {
	switch kind {
	case types.IntervalYearMonth:
		months, sign := int64(v.Months), ""
		if months < 0 {
			months, sign = -months, "-"
		}
		return fmt.Appendf(text, "%s%d-%d", sign, months/12, months%12), nil
	case types.IntervalDaySecond:
		const day = int64(24 * time.Hour / time.Millisecond)
		all, sign := int64(v.Days)*day+v.Nanoseconds/int64(time.Millisecond), ""
		if all < 0 {
			all, sign = -all, "-"
		}
		rest := all % day
		return fmt.Appendf(text, "%s%d %02d:%02d:%02d.%03d", sign, all/day, rest/3_600_000, rest/60_000%60, rest/1000%60, rest%1000), nil
	}
	return text, fault.New(fault.Internal, "The engine gave an interval for a value of type %s.", kind.Name())
}
