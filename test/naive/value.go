package naive

import (
	"cmp"
	"fmt"
	"strings"
	"time"
)

// compare orders two values of one type that are there; truth after falsehood.
func compare(a, b any) int {
	switch a := a.(type) {
	case string:
		return strings.Compare(a, b.(string))
	case time.Time:
		return a.Compare(b.(time.Time))
	case bool:
		return cmp.Compare(number(a), number(b))
	}
	return cmp.Compare(number(a), number(b))
}

// less orders values with nulls behind all others, whichever way they are sorted.
func less(a, b any, descending bool) int {
	switch {
	case a == nil && b == nil:
		return 0
	case a == nil:
		return 1
	case b == nil:
		return -1
	case descending:
		return compare(b, a)
	}
	return compare(a, b)
}

// number is a value as a decimal; truth is 1.
func number(v any) float64 {
	switch v := v.(type) {
	case int64:
		return float64(v)
	case float64:
		return v
	case bool:
		if v {
			return 1
		}
		return 0
	}
	panic(fmt.Sprintf("naive: %T is no number", v))
}

// key tells values apart, nulls being equal.
func key(values ...any) string {
	var b strings.Builder
	for _, v := range values {
		if t, ok := v.(time.Time); ok {
			v = t.UnixMicro()
		}
		fmt.Fprintf(&b, "%T %v\x00", v, v)
	}
	return b.String()
}

// shown is a value as a column has it: truth is 1 or 0.
func shown(v any) any {
	if truth, ok := v.(bool); ok {
		return int64(number(truth))
	}
	return v
}
