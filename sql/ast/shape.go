package ast

import (
	"reflect"
	"sync"
)

// A node's children are the members of its struct that are nodes, or slices of nodes, in the order in which they are
// declared. The table is derived from the types themselves, so that a node type added later cannot be forgotten in
// one of the walks.

var nodeType = reflect.TypeFor[Node]()

// child is one member of a node type that holds nodes.
type child struct {
	index int
	slice bool
}

var shapes sync.Map // reflect.Type of the struct → []child

func shapeOf(t reflect.Type) []child {
	if s, ok := shapes.Load(t); ok {
		return s.([]child)
	}
	var s []child
	for i := range t.NumField() {
		switch f := t.Field(i).Type; {
		case f.Implements(nodeType):
			s = append(s, child{index: i})
		case f.Kind() == reflect.Slice && f.Elem().Implements(nodeType):
			s = append(s, child{index: i, slice: true})
		}
	}
	shapes.Store(t, s)
	return s
}

// asNode returns the node in a member, or nil when the member is empty.
func asNode(v reflect.Value) Node {
	if v.IsNil() {
		return nil
	}
	if n := v.Interface().(Node); !isNil(n) {
		return n
	}
	return nil
}

// Children returns the direct children of a node in the order of its members.
func Children(n Node) []Node {
	v := reflect.ValueOf(n).Elem()
	var children []Node
	for _, c := range shapeOf(v.Type()) {
		f := v.Field(c.index)
		if !c.slice {
			if m := asNode(f); m != nil {
				children = append(children, m)
			}
			continue
		}
		for i := range f.Len() {
			if m := asNode(f.Index(i)); m != nil {
				children = append(children, m)
			}
		}
	}
	return children
}

// Walk visits a tree from the root down, children in the order of their members. Where enter returns false, the
// node's children are left out. A nil node is nothing to visit.
func Walk(n Node, enter func(Node) bool) {
	if isNil(n) || !enter(n) {
		return
	}
	for _, c := range Children(n) {
		Walk(c, enter)
	}
}

func isNil(n Node) bool {
	return n == nil || reflect.ValueOf(n).IsNil()
}
