package result

import (
	"math"
	"math/big"
	"strconv"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/decimal128"
)

// appendDecimal prints with exactly the type's scale. It reports false, with nothing appended, for values that have more
// digits after the point: they would be lost, as the analyser's type and the engine's differ then.
func appendDecimal(text []byte, values arrow.Array, i, scale int) (_ []byte, ok bool) {
	if v, is := values.(*array.Decimal128); is { // nearly always
		if has := int(v.DataType().(*arrow.Decimal128Type).Scale); has == scale {
			if n, fits := int64Of(v.Value(i)); fits {
				var digits [20]byte
				return appendPoint(text, strconv.AppendUint(digits[:0], magnitude(n), 10), n < 0, scale), true
			}
		}
	}
	unscaled, has, ok := unscaled(values, i)
	if !ok || has > scale {
		return text, false
	}
	unscaled = new(big.Int).Mul(unscaled, new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(scale-has)), nil))
	return appendPoint(text, new(big.Int).Abs(unscaled).Append(nil, 10), unscaled.Sign() < 0, scale), true
}

// unscaled returns the digits of a decimal or whole number, and how many of them stand after the point.
func unscaled(values arrow.Array, i int) (digits *big.Int, scale int, ok bool) {
	switch v := values.(type) {
	case *array.Decimal32:
		return big.NewInt(int64(v.Value(i))), int(v.DataType().(*arrow.Decimal32Type).Scale), true
	case *array.Decimal64:
		return big.NewInt(int64(v.Value(i))), int(v.DataType().(*arrow.Decimal64Type).Scale), true
	case *array.Decimal128:
		return v.Value(i).BigInt(), int(v.DataType().(*arrow.Decimal128Type).Scale), true
	case *array.Decimal256:
		return v.Value(i).BigInt(), int(v.DataType().(*arrow.Decimal256Type).Scale), true
	}
	digits, ok = integer(values, i)
	return digits, 0, ok
}

// appendPoint puts a sign before digits and a point among them, with a digit before it at least.
func appendPoint(text, digits []byte, negative bool, scale int) []byte {
	if negative {
		text = append(text, '-')
	}
	whole := len(digits) - scale
	if whole > 0 {
		text = append(text, digits[:whole]...)
		digits = digits[whole:]
	} else {
		text = append(text, '0')
	}
	if scale == 0 {
		return text
	}
	text = append(text, '.')
	for range -whole {
		text = append(text, '0')
	}
	return append(text, digits...)
}

// int64Of returns the number if it fits.
func int64Of(n decimal128.Num) (int64, bool) {
	low := n.LowBits()
	switch n.HighBits() {
	case 0:
		return int64(low), low <= math.MaxInt64
	case -1:
		return int64(low), low > math.MaxInt64
	}
	return 0, false
}

func magnitude(n int64) uint64 {
	if n < 0 {
		return -uint64(n)
	}
	return uint64(n)
}
