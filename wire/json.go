package wire

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"time"
	"unicode/utf8"
)

var rawType = reflect.TypeFor[json.RawMessage]()

func at(path string) string {
	if path == "" {
		return "The request body"
	}
	return path
}

func join(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}

// appendJSON writes a value.
func (s *Service) appendJSON(b []byte, v reflect.Value) ([]byte, error) {
	switch v.Type() {
	case timeType:
		return appendEpoch(b, v.Interface().(time.Time)), nil
	case rawType:
		return append(b, v.Bytes()...), nil
	case bytesType:
		return append(base64.StdEncoding.AppendEncode(append(b, '"'), v.Bytes()), '"'), nil
	}
	switch v.Kind() {
	case reflect.Pointer:
		if v.IsNil() {
			return append(b, "null"...), nil
		}
		return s.appendJSON(b, v.Elem())
	case reflect.Struct:
		b, err := s.appendMembers(append(b, '{'), v, nil)
		return append(b, '}'), err
	case reflect.Slice:
		return s.appendList(b, v)
	case reflect.Map:
		return s.appendMap(b, v)
	case reflect.Interface:
		if v.NumMethod() == 0 {
			text, err := json.Marshal(v.Interface())
			return append(b, text...), err
		}
		name, member, err := s.unionMember(v)
		if err != nil {
			return b, err
		}
		b, err = s.appendJSON(append(appendString(append(b, '{'), name), ':'), member)
		return append(b, '}'), err
	case reflect.String:
		return appendString(b, v.String()), nil
	case reflect.Bool:
		return strconv.AppendBool(b, v.Bool()), nil
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return strconv.AppendInt(b, v.Int(), 10), nil
	case reflect.Float32, reflect.Float64:
		text, word := formatFloat(v.Float(), v.Type().Bits())
		if word {
			return appendString(b, text), nil
		}
		return append(b, text...), nil
	}
	return b, fmt.Errorf("wire: %s cannot be written as JSON", v.Type())
}

// appendMembers writes the set members of a struct without its braces. Members in replace are written with the
// values given there instead of the struct's.
func (s *Service) appendMembers(b []byte, v reflect.Value, replace map[string]any) ([]byte, error) {
	sh := s.shapeOf(v.Type())
	first := true
	for i := range sh.fields {
		f := &sh.fields[i]
		value := v.Field(f.index)
		if other, ok := replace[f.name]; ok {
			value = reflect.ValueOf(other)
		} else if !f.isSet(value) {
			continue
		}
		if !first {
			b = append(b, ',')
		}
		first = false
		b = append(appendString(b, f.wire), ':')
		if f.dateTime {
			b = appendString(b, formatTime(reflect.Indirect(value).Interface().(time.Time)))
			continue
		}
		var err error
		if b, err = s.appendJSON(b, value); err != nil {
			return b, err
		}
	}
	return b, nil
}

func (s *Service) appendList(b []byte, v reflect.Value) ([]byte, error) {
	b = append(b, '[')
	for i := range v.Len() {
		if i > 0 {
			b = append(b, ',')
		}
		var err error
		if b, err = s.appendJSON(b, v.Index(i)); err != nil {
			return b, err
		}
	}
	return append(b, ']'), nil
}

// appendMap writes entries in the order of their keys, so that equal values have equal bytes.
func (s *Service) appendMap(b []byte, v reflect.Value) ([]byte, error) {
	b = append(b, '{')
	for i, key := range sortedKeys(v) {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(appendString(b, key.String()), ':')
		var err error
		if b, err = s.appendJSON(b, v.MapIndex(key)); err != nil {
			return b, err
		}
	}
	return append(b, '}'), nil
}

func sortedKeys(v reflect.Value) []reflect.Value {
	byText := make(map[string]reflect.Value, v.Len())
	for _, key := range v.MapKeys() {
		byText[key.String()] = key
	}
	keys := make([]reflect.Value, 0, len(byText))
	for _, text := range slices.Sorted(maps.Keys(byText)) {
		keys = append(keys, byText[text])
	}
	return keys
}

// appendString writes a JSON string. Bytes that are not UTF-8 become U+FFFD, as the format has no place for them.
func appendString(b []byte, text string) []byte {
	const hexadecimal = "0123456789abcdef"
	b = append(b, '"')
	for i := 0; i < len(text); {
		c := text[i]
		switch {
		case c == '"' || c == '\\':
			b = append(b, '\\', c)
		case c == '\n':
			b = append(b, '\\', 'n')
		case c < ' ' || c == 0x7f:
			b = append(b, '\\', 'u', '0', '0', hexadecimal[c>>4], hexadecimal[c&15])
		case c < utf8.RuneSelf:
			b = append(b, c)
		default:
			r, size := utf8.DecodeRuneInString(text[i:])
			b = utf8.AppendRune(b, r)
			i += size
			continue
		}
		i++
	}
	return append(b, '"')
}
