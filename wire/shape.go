package wire

import (
	"fmt"
	"reflect"
	"slices"
	"time"
	"unicode"
	"unicode/utf8"
)

// shape is what the codec needs to know of one struct type, worked out once.
type shape struct {
	fields []field
	byWire map[string]int // wire name, in both spellings of its first letter, → position in fields
	byName map[string]int // Go name → position in fields
}

type field struct {
	index     int // in the struct
	name      string
	wire      string
	required  bool
	escaped   bool
	sensitive bool
	dateTime  bool
	enum      bool // a named string type: its zero value means "not set"
	limit     *Constraint
}

var (
	timeType  = reflect.TypeFor[time.Time]()
	bytesType = reflect.TypeFor[[]byte]()
)

// shapeOf returns the shape of a struct type.
func (s *Service) shapeOf(t reflect.Type) *shape {
	if known, ok := s.shapes.Load(t); ok {
		return known.(*shape)
	}
	known, _ := s.shapes.LoadOrStore(t, s.newShape(t))
	return known.(*shape)
}

func (s *Service) newShape(t reflect.Type) *shape {
	key := t.String()
	sh := &shape{byWire: map[string]int{}, byName: map[string]int{}}
	for i := range t.NumField() {
		f := t.Field(i)
		// ResultMetadata and ErrorCodeOverride are the SDK's own bookkeeping, not members.
		if !f.IsExported() || f.Name == "ResultMetadata" || f.Name == "ErrorCodeOverride" {
			continue
		}
		member := field{
			index:     i,
			name:      f.Name,
			wire:      f.Name,
			required:  slices.Contains(s.Required[key], f.Name),
			escaped:   slices.Contains(s.Escaped[key], f.Name),
			sensitive: slices.Contains(s.Sensitive[key], f.Name),
			dateTime:  slices.Contains(s.DateTimes[key], f.Name),
			enum:      f.Type.Kind() == reflect.String && f.Type.PkgPath() != "",
		}
		if renamed, ok := s.Renames[key][f.Name]; ok {
			member.wire = renamed
		}
		if limit, ok := s.Constraints[key][f.Name]; ok {
			member.limit = &limit
		}
		sh.byName[f.Name] = len(sh.fields)
		sh.fields = append(sh.fields, member)
	}
	// Exact spellings win over the other case, whichever field comes first.
	for i, f := range sh.fields {
		sh.byWire[f.wire] = i
	}
	for i, f := range sh.fields {
		for _, name := range []string{f.name, otherCase(f.wire), otherCase(f.name)} {
			if _, taken := sh.byWire[name]; !taken {
				sh.byWire[name] = i
			}
		}
	}
	return sh
}

// isSet reports whether a field would be written: nil pointers, maps, slices and unions and empty enums are absent,
// plain numbers, booleans and strings never are.
func (f *field) isSet(v reflect.Value) bool {
	switch v.Kind() {
	case reflect.Pointer, reflect.Slice, reflect.Map, reflect.Interface:
		return !v.IsNil()
	case reflect.String:
		return !f.enum || v.Len() > 0
	case reflect.Struct:
		return v.Type() != timeType || !v.IsZero()
	}
	return true
}

// unionMember returns the wire name and the value that a union holds.
func (s *Service) unionMember(v reflect.Value) (string, reflect.Value, error) {
	u := s.unions[v.Type()]
	if u == nil {
		return "", reflect.Value{}, fmt.Errorf("wire: %s has no union %s", s.ID, v.Type())
	}
	member := v.Elem()
	for member.Kind() == reflect.Pointer {
		if member.IsNil() {
			return "", reflect.Value{}, fmt.Errorf("wire: nil member in the union %s", u.name)
		}
		member = member.Elem()
	}
	name, ok := u.wireOf[member.Type()]
	if !ok {
		return "", reflect.Value{}, fmt.Errorf("wire: %s is not a member of the union %s", member.Type(), u.name)
	}
	return name, member.FieldByName("Value"), nil
}

// otherCase returns the name with its first letter in the other case: clients and models differ in it.
func otherCase(name string) string {
	first, size := utf8.DecodeRuneInString(name)
	if unicode.IsUpper(first) {
		return string(unicode.ToLower(first)) + name[size:]
	}
	return string(unicode.ToUpper(first)) + name[size:]
}

// lowerFirst returns the member name as messages of AWS spell it: roleSessionName.
func lowerFirst(name string) string {
	first, size := utf8.DecodeRuneInString(name)
	return string(unicode.ToLower(first)) + name[size:]
}
