package result

import (
	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"

	"interlaken/sql/types"
)

// appendNested prints arrays as [1, 2, null], maps as {k=v, k2=v2} and rows as {a=1, b=2}, or {1, x} where fields have
// no name. What stands inside is not quoted.
func appendNested(text []byte, values arrow.Array, i int, t types.Type) ([]byte, error) {
	switch v := values.(type) {
	case *array.Map: // before lists: it is one of them in Arrow
		if t.Kind == types.Map {
			return appendMap(text, v, i, t)
		}
	case array.ListLike:
		if t.Kind == types.Array {
			return appendArray(text, v, i, *t.Element)
		}
	case *array.Struct:
		if t.Kind == types.Row && v.NumField() == len(t.Fields) {
			return appendRow(text, v, i, t.Fields)
		}
	}
	return text, mismatch(values, t)
}

func appendArray(text []byte, v array.ListLike, i int, element types.Type) ([]byte, error) {
	from, to := v.ValueOffsets(i)
	text = append(text, '[')
	for n := from; n < to; n++ {
		if n > from {
			text = append(text, ", "...)
		}
		var err error
		if text, err = appendInside(text, v.ListValues(), int(n), element); err != nil {
			return text, err
		}
	}
	return append(text, ']'), nil
}

func appendMap(text []byte, v *array.Map, i int, t types.Type) ([]byte, error) {
	from, to := v.ValueOffsets(i)
	text = append(text, '{')
	for n := from; n < to; n++ {
		if n > from {
			text = append(text, ", "...)
		}
		var err error
		if text, err = appendInside(text, v.Keys(), int(n), *t.Key); err != nil {
			return text, err
		}
		if text, err = appendInside(append(text, '='), v.Items(), int(n), *t.Value); err != nil {
			return text, err
		}
	}
	return append(text, '}'), nil
}

func appendRow(text []byte, v *array.Struct, i int, fields []types.Field) ([]byte, error) {
	text = append(text, '{')
	for n, f := range fields {
		if n > 0 {
			text = append(text, ", "...)
		}
		if f.Name != "" {
			text = append(append(text, f.Name...), '=')
		}
		var err error
		if text, err = appendInside(text, v.Field(n), i, f.Type); err != nil {
			return text, err
		}
	}
	return append(text, '}'), nil
}

// appendInside prints a value inside another one, where NULL has a word.
func appendInside(text []byte, values arrow.Array, i int, t types.Type) ([]byte, error) {
	text, ok, err := AppendText(text, values, i, t)
	if err == nil && !ok {
		text = append(text, "null"...)
	}
	return text, err
}
