package ast

import (
	"reflect"
)

var placeType = reflect.TypeFor[Place]()

// Equal reports whether two trees mean the same text: same shape and values, places apart. Names are compared without
// regard to case or quotes, as Trino compares the expressions of GROUP BY with those of the select list.
func Equal(a, b Node) bool { return equal(a, b, false) }

// Identical is Equal with names compared as written, quotes included.
func Identical(a, b Node) bool { return equal(a, b, true) }

func equal(a, b Node, exact bool) bool {
	if isNil(a) || isNil(b) {
		return isNil(a) && isNil(b)
	}
	if reflect.TypeOf(a) != reflect.TypeOf(b) {
		return false
	}
	switch x := a.(type) {
	case *Identifier:
		y := b.(*Identifier)
		if exact {
			return x.Text == y.Text && x.Quoted == y.Quoted
		}
		return x.Key() == y.Key()
	case *DataType:
		y := b.(*DataType)
		return x.Type.Equal(y.Type) && x.Text == y.Text
	case *HiveType:
		return x.Text == b.(*HiveType).Text
	}
	x, y := reflect.ValueOf(a).Elem(), reflect.ValueOf(b).Elem()
	for i := range x.NumField() {
		if x.Type().Field(i).Type == placeType {
			continue
		}
		if !equalMember(x.Field(i), y.Field(i), exact) {
			return false
		}
	}
	return true
}

func equalMember(x, y reflect.Value, exact bool) bool {
	t := x.Type()
	switch {
	case t.Implements(nodeType):
		return equal(asNode(x), asNode(y), exact)
	case t.Kind() == reflect.Slice:
		if x.Len() != y.Len() {
			return false
		}
		for i := range x.Len() {
			if !equalMember(x.Index(i), y.Index(i), exact) {
				return false
			}
		}
		return true
	}
	return x.Interface() == y.Interface()
}
