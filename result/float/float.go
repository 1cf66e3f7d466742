// Package float prints floating-point numbers as Java does, which is how Trino shows them. It knows no types; result
// and geospatial import it.
package float

import (
	"bytes"
	"math"
	"strconv"
	"strings"
)

// Append prints as java.lang.Double.toString does: plain from 10^-3 to 10^7, with at least one digit after the point,
// and with an exponent E otherwise. bits is 32 for a number that was a float.
func Append(text []byte, v float64, bits int) []byte {
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
