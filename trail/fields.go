package trail

import (
	"reflect"
	"slices"
	"strings"
	"sync"
)

// field is a member of a struct type as a record shows it.
type field struct {
	index     []int // from the struct through the embedded ones down to the field
	name      string
	tagged    bool // the name is from a JSON tag
	omitEmpty bool
}

// of returns the field's value in a struct, the zero Value where an embedded pointer on the way to it is nil.
func (f *field) of(v reflect.Value) reflect.Value {
	for _, i := range f.index {
		if v.Kind() == reflect.Pointer {
			if v.IsNil() {
				return reflect.Value{}
			}
			v = v.Elem()
		}
		v = v.Field(i)
	}
	return v
}

var structs sync.Map // reflect.Type of a struct → []field

// fieldsOf returns what a record shows of a struct type. Embedded structs without a JSON name are no members; their
// fields are, under encoding/json's rules (package documentation, Marshal): of several fields of one name the least
// nested counts, of equally nested ones the only one with a tag, else none.
func fieldsOf(t reflect.Type) []field {
	if known, ok := structs.Load(t); ok {
		return known.([]field)
	}
	var shown []field
	taken := map[string]bool{}
	visited := map[reflect.Type]bool{t: true}
	for level := []embedded{{t: t}}; len(level) > 0; {
		var found []field
		var deeper []embedded
		for _, e := range level {
			fields, inner := e.fields()
			found, deeper = append(found, fields...), append(deeper, inner...)
		}
		for i := range found {
			if f := &found[i]; !taken[f.name] && counts(f, found) {
				shown = append(shown, *f)
			}
		}
		for i := range found {
			taken[found[i].name] = true
		}
		// A type that stands in a level above, such as the struct itself, has nothing to add.
		level = slices.DeleteFunc(deeper, func(e embedded) bool { return visited[e.t] })
		for _, e := range level {
			visited[e.t] = true
		}
	}
	structs.Store(t, shown)
	return shown
}

// counts reports whether a field is the one of its name among equally nested ones.
func counts(f *field, level []field) bool {
	for i := range level {
		if other := &level[i]; other != f && other.name == f.name && (other.tagged || !f.tagged) {
			return false
		}
	}
	return true
}

// embedded is a struct type and where it stands in the struct that is shown.
type embedded struct {
	t     reflect.Type
	index []int
}

// fields returns a struct's own fields, and the structs that it embeds.
func (e embedded) fields() (own []field, inner []embedded) {
	for i := range e.t.NumField() {
		f := e.t.Field(i)
		tag := f.Tag.Get("json")
		name, options, _ := strings.Cut(tag, ",")
		index := append(slices.Clone(e.index), i)
		base := f.Type
		if base.Kind() == reflect.Pointer {
			base = base.Elem()
		}
		switch {
		case tag == "-" || f.Name == "ResultMetadata" || f.Type.Implements(reader):
		case f.Anonymous && name == "" && base.Kind() == reflect.Struct:
			inner = append(inner, embedded{base, index})
		case !f.IsExported():
		default:
			shown := field{index: index, name: name, tagged: name != "", omitEmpty: strings.Contains(options, "omitempty")}
			if !shown.tagged {
				shown.name = lowerFirst(f.Name)
			}
			own = append(own, shown)
		}
	}
	return own, inner
}
