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

	"interlaken/fault"
)

var rawType = reflect.TypeFor[json.RawMessage]()

// fromJSON sets dst from a parsed JSON value. path names the place in messages.
func (s *Service) fromJSON(dst reflect.Value, src any, path string) error {
	if src == nil {
		return nil // null is absence
	}
	switch dst.Type() {
	case timeType:
		return timeFromJSON(dst, src, path)
	case rawType:
		text, err := json.Marshal(src)
		if err != nil {
			return serialization("%s cannot be kept.", at(path))
		}
		dst.SetBytes(text)
		return nil
	case bytesType:
		text, ok := src.(string)
		if !ok {
			return mismatch(path, "a string of base 64")
		}
		return fromText(dst, text, at(path))
	}
	switch dst.Kind() {
	case reflect.Pointer:
		v := reflect.New(dst.Type().Elem())
		if err := s.fromJSON(v.Elem(), src, path); err != nil {
			return err
		}
		dst.Set(v)
		return nil
	case reflect.Struct:
		return s.structFromJSON(dst, src, path)
	case reflect.Slice:
		return s.listFromJSON(dst, src, path)
	case reflect.Map:
		return s.mapFromJSON(dst, src, path)
	case reflect.Interface:
		return s.unionFromJSON(dst, src, path)
	}
	return scalarFromJSON(dst, src, path)
}

func scalarFromJSON(dst reflect.Value, src any, path string) error {
	switch dst.Kind() {
	case reflect.String:
		text, ok := src.(string)
		if !ok {
			return mismatch(path, "a string")
		}
		dst.SetString(text)
	case reflect.Bool:
		v, ok := src.(bool)
		if !ok {
			return mismatch(path, "true or false")
		}
		dst.SetBool(v)
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		number, ok := src.(json.Number)
		if !ok {
			return mismatch(path, "a whole number")
		}
		return setInteger(dst, number.String(), at(path))
	case reflect.Float32, reflect.Float64:
		switch v := src.(type) {
		case json.Number:
			return fromText(dst, v.String(), at(path))
		case string:
			if v == "NaN" || v == "Infinity" || v == "-Infinity" {
				return fromText(dst, v, at(path))
			}
		}
		return mismatch(path, "a number")
	default:
		return fault.New(fault.Unsupported, "%s has a type that is not supported here.", at(path))
	}
	return nil
}

func timeFromJSON(dst reflect.Value, src any, path string) error {
	var t time.Time
	ok := false
	switch v := src.(type) {
	case json.Number:
		t, ok = parseEpoch(v.String())
	case string:
		t, ok = parseTime(v)
	}
	if !ok {
		return mismatch(path, "a timestamp")
	}
	dst.Set(reflect.ValueOf(t))
	return nil
}

func (s *Service) structFromJSON(dst reflect.Value, src any, path string) error {
	object, ok := src.(map[string]any)
	if !ok {
		return mismatch(path, "an object")
	}
	sh := s.shapeOf(dst.Type())
	for name, value := range object {
		i, known := sh.byWire[name]
		if !known {
			continue
		}
		f := &sh.fields[i]
		if _, exact := object[f.wire]; exact && name != f.wire {
			continue // both spellings were sent: the service's own counts
		}
		if err := s.fromJSON(dst.Field(f.index), value, join(path, f.wire)); err != nil {
			return err
		}
	}
	return nil
}

func (s *Service) listFromJSON(dst reflect.Value, src any, path string) error {
	array, ok := src.([]any)
	if !ok {
		return mismatch(path, "an array")
	}
	list := reflect.MakeSlice(dst.Type(), len(array), len(array))
	for i, value := range array {
		place := path + "[" + strconv.Itoa(i) + "]"
		if value == nil && dst.Type().Elem().Kind() != reflect.Pointer {
			return mismatch(place, "a value, not null")
		}
		if err := s.fromJSON(list.Index(i), value, place); err != nil {
			return err
		}
	}
	dst.Set(list)
	return nil
}

func (s *Service) mapFromJSON(dst reflect.Value, src any, path string) error {
	object, ok := src.(map[string]any)
	if !ok {
		return mismatch(path, "an object")
	}
	m := reflect.MakeMapWithSize(dst.Type(), len(object))
	for key, value := range object {
		v := reflect.New(dst.Type().Elem()).Elem()
		if value == nil && v.Kind() != reflect.Pointer {
			continue // a null value is an absent entry
		}
		if err := s.fromJSON(v, value, join(path, printable(key))); err != nil {
			return err
		}
		m.SetMapIndex(reflect.ValueOf(key).Convert(dst.Type().Key()), v)
	}
	dst.Set(m)
	return nil
}

func (s *Service) unionFromJSON(dst reflect.Value, src any, path string) error {
	u := s.unions[dst.Type()]
	if u == nil {
		if dst.NumMethod() == 0 {
			dst.Set(reflect.ValueOf(src))
			return nil
		}
		return fault.New(fault.Unsupported, "%s has a type that is not supported here.", at(path))
	}
	object, ok := src.(map[string]any)
	if !ok {
		return mismatch(path, "an object")
	}
	var member reflect.Value
	for name, value := range object {
		t := u.byWire[name]
		if t == nil || value == nil || name == "__type" {
			continue
		}
		if member.IsValid() {
			return serialization("%s holds more than one member; it must hold exactly one.", at(path))
		}
		member = reflect.New(t)
		if err := s.fromJSON(member.Elem().FieldByName("Value"), value, join(path, name)); err != nil {
			return err
		}
	}
	if !member.IsValid() {
		return serialization("%s holds none of its known members; it must hold exactly one.", at(path))
	}
	dst.Set(member)
	return nil
}

func mismatch(path, want string) error { return serialization("%s must be %s.", at(path), want) }

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
