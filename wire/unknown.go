package wire

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
)

// Unknown lists the members of a document that target's type has not, by path, in order: Unmarshal passes over them, and
// whatever they ask for is lost. A member without a value asks for nothing.
func (s *Service) Unknown(document []byte, target any) ([]string, error) {
	t := reflect.TypeOf(target)
	if t == nil || t.Kind() != reflect.Pointer {
		return nil, fmt.Errorf("wire: %T is no pointer to the type of a document", target)
	}
	parsed, err := parseJSON(document)
	if err != nil {
		return nil, err
	}
	var paths []string
	s.unknown(t.Elem(), parsed, "", &paths)
	return paths, nil
}

func (s *Service) unknown(t reflect.Type, src any, path string, paths *[]string) {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if t == timeType || t == bytesType || t == rawType {
		return
	}
	switch v := src.(type) {
	case []any:
		for i, value := range v {
			if t.Kind() == reflect.Slice {
				s.unknown(t.Elem(), value, fmt.Sprintf("%s[%d]", path, i), paths)
			}
		}
	case map[string]any:
		for _, name := range slices.Sorted(maps.Keys(v)) {
			if v[name] == nil {
				continue
			}
			place := name
			if path != "" {
				place = path + "." + name
			}
			if member, known := s.memberType(t, name); known {
				s.unknown(member, v[name], place, paths)
			} else {
				*paths = append(*paths, place)
			}
		}
	}
}

// memberType is the type of one member of a struct, a map or a union.
func (s *Service) memberType(t reflect.Type, name string) (reflect.Type, bool) {
	switch t.Kind() {
	case reflect.Struct:
		sh := s.shapeOf(t)
		i, known := sh.byWire[name]
		if !known {
			return nil, false
		}
		return t.Field(sh.fields[i].index).Type, true
	case reflect.Map:
		return t.Elem(), true
	case reflect.Interface:
		u := s.unions[t]
		if u == nil || u.byWire[name] == nil {
			return nil, false
		}
		field, _ := u.byWire[name].FieldByName("Value") // indexUnions has seen that it has one
		return field.Type, true
	}
	return nil, false
}
