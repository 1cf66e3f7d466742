package wire

import (
	"encoding/json"
	"fmt"
	"reflect"
)

// Spelled says whether JSON that Unmarshal reads into target's type is also what the SDKs' clients read: Unmarshal
// takes names in both spellings of their first letter and timestamps as texts, and clients do not. Members that the
// type has not may have any form, for clients pass over them.
func (s *Service) Spelled(document []byte, target any) (bool, error) {
	t := reflect.TypeOf(target)
	if t == nil || t.Kind() != reflect.Pointer {
		return false, fmt.Errorf("wire: %T is no pointer to the type of a document", target)
	}
	parsed, err := parseJSON(document)
	return err == nil && s.spelled(t.Elem(), parsed, false), err
}

func (s *Service) spelled(t reflect.Type, src any, dateTime bool) bool {
	switch t {
	case timeType:
		_, number := src.(json.Number)
		return src == nil || number != dateTime
	case bytesType, rawType:
		return true
	}
	switch v := src.(type) {
	case []any:
		for _, value := range v {
			if t.Kind() == reflect.Slice && !s.spelled(t.Elem(), value, dateTime) {
				return false
			}
		}
	case map[string]any:
		if t.Kind() == reflect.Pointer {
			return s.spelled(t.Elem(), src, dateTime)
		}
		for name, value := range v {
			if !s.spelledMember(t, name, value) {
				return false
			}
		}
	default:
		return t.Kind() != reflect.Pointer || s.spelled(t.Elem(), src, dateTime)
	}
	return true
}

// spelledMember is spelled for one member of an object that is a struct, a map or a union.
func (s *Service) spelledMember(t reflect.Type, name string, value any) bool {
	switch t.Kind() {
	case reflect.Struct:
		sh := s.shapeOf(t)
		i, known := sh.byWire[name]
		if !known {
			return true
		}
		f := &sh.fields[i]
		return name == f.wire && s.spelled(t.Field(f.index).Type, value, f.dateTime)
	case reflect.Map:
		return s.spelled(t.Elem(), value, false)
	case reflect.Interface:
		u := s.unions[t]
		if u == nil || u.byWire[name] == nil {
			return true
		}
		member := u.byWire[name]
		field, _ := member.FieldByName("Value") // indexUnions has seen that it has one
		return name == u.wireOf[member] && s.spelled(field.Type, value, false)
	}
	return true
}
