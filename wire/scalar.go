package wire

import (
	"encoding/base64"
	"math"
	"reflect"
	"strconv"
	"strings"
	"time"
)

// fromText sets a scalar from its text form in a form, path, query string or header.
func fromText(dst reflect.Value, text, name string) error {
	if dst.Type() == timeType {
		t, ok := parseTime(text)
		if !ok {
			return serialization("%s is not a timestamp.", name)
		}
		dst.Set(reflect.ValueOf(t))
		return nil
	}
	switch dst.Kind() {
	case reflect.Pointer:
		v := reflect.New(dst.Type().Elem())
		if err := fromText(v.Elem(), text, name); err != nil {
			return err
		}
		dst.Set(v)
		return nil
	case reflect.String:
		dst.SetString(text)
		return nil
	case reflect.Bool:
		switch strings.ToLower(text) {
		case "true":
			dst.SetBool(true)
		case "false":
			dst.SetBool(false)
		default:
			return serialization("%s is neither true nor false.", name)
		}
		return nil
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return setInteger(dst, text, name)
	case reflect.Float32, reflect.Float64:
		v, err := strconv.ParseFloat(text, dst.Type().Bits())
		if err != nil {
			return serialization("%s is not a number.", name)
		}
		dst.SetFloat(v)
		return nil
	case reflect.Slice:
		if dst.Type() == bytesType {
			b, err := base64.StdEncoding.DecodeString(text)
			if err != nil {
				return serialization("%s is not base 64.", name)
			}
			dst.SetBytes(b)
			return nil
		}
	}
	return serialization("%s is not a single value.", name)
}

func setInteger(dst reflect.Value, text, name string) error {
	v, err := strconv.ParseInt(text, 10, dst.Type().Bits())
	if err != nil {
		// 5.0 and 1e3 are whole numbers too; JavaScript writes large ones like that.
		f, ferr := strconv.ParseFloat(text, 64)
		if ferr != nil || f != math.Trunc(f) || math.Abs(f) >= 1<<53 || dst.OverflowInt(int64(f)) {
			return serialization("%s is not a whole number of %d bits.", name, dst.Type().Bits())
		}
		v = int64(f)
	}
	dst.SetInt(v)
	return nil
}

// parseTime reads the three timestamp formats of Smithy: date-time, http-date and epoch-seconds.
func parseTime(text string) (time.Time, bool) {
	if t, err := time.Parse(time.RFC3339Nano, text); err == nil {
		return t.UTC(), true
	}
	if t, err := time.Parse("Mon, 02 Jan 2006 15:04:05 GMT", text); err == nil {
		return t.UTC(), true
	}
	return parseEpoch(text)
}

// parseEpoch reads seconds since 1970 to the millisecond. Beyond the years 1 to 9999 there is no timestamp.
func parseEpoch(text string) (time.Time, bool) {
	v, err := strconv.ParseFloat(text, 64)
	if err != nil || math.IsNaN(v) || v < -62135596800 || v > 253402300799 {
		return time.Time{}, false
	}
	return time.UnixMilli(int64(math.Round(v * 1000))).UTC(), true
}

// appendEpoch writes seconds since 1970 with up to three decimals.
func appendEpoch(b []byte, t time.Time) []byte {
	milliseconds := t.UnixMilli()
	if milliseconds%1000 == 0 {
		return strconv.AppendInt(b, milliseconds/1000, 10)
	}
	return strconv.AppendFloat(b, float64(milliseconds)/1000, 'f', 3, 64)
}

// formatTime is the date-time form, with milliseconds where there are some.
func formatTime(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.999Z") }

// formatFloat spells a number as JSON and XML of AWS do; the three that have no digits come as words.
func formatFloat(v float64, bits int) (text string, word bool) {
	switch {
	case math.IsNaN(v):
		return "NaN", true
	case math.IsInf(v, 1):
		return "Infinity", true
	case math.IsInf(v, -1):
		return "-Infinity", true
	}
	format := byte('f')
	if abs := math.Abs(v); abs != 0 && (abs < 1e-6 || abs >= 1e21) {
		format = 'e'
	}
	return strconv.FormatFloat(v, format, -1, bits), false
}
