package ast

import (
	"fmt"
	"reflect"
)

// Rewrite makes a new tree from the leaves up: replace gets each node with its children already replaced, and returns
// the node that shall stand in its place, the same one to keep it. The tree given is not changed; what stays as it is
// is shared. The first error ends the rewriting. A replacement must fit where it stands (an Expression for an
// Expression, a *Query for a *Query) and may not be nil: else Rewrite panics, since that is a defect of the caller.
//
// What is shared in the tree given (one node in two places) is replaced in each place on its own.
func Rewrite[N Node](root N, replace func(Node) (Node, error)) (N, error) {
	n, err := rewrite(root, replace)
	if err != nil {
		var zero N
		return zero, err
	}
	out, ok := n.(N)
	if !ok {
		panic(fmt.Sprintf("ast: rewriting replaced %T by %T", root, n))
	}
	return out, nil
}

func rewrite(n Node, replace func(Node) (Node, error)) (Node, error) {
	if isNil(n) {
		return n, nil
	}
	old := reflect.ValueOf(n).Elem()
	fresh := reflect.Value{} // the copy, made when the first child changes
	editable := func(index int) reflect.Value {
		if !fresh.IsValid() {
			fresh = reflect.New(old.Type())
			fresh.Elem().Set(old)
		}
		return fresh.Elem().Field(index)
	}
	for _, c := range shapeOf(old.Type()) {
		f := old.Field(c.index)
		if !c.slice {
			v, changed, err := rewriteMember(n, f, replace)
			if err != nil {
				return nil, err
			}
			if changed {
				editable(c.index).Set(v)
			}
			continue
		}
		slice := reflect.Value{}
		for i := range f.Len() {
			v, changed, err := rewriteMember(n, f.Index(i), replace)
			if err != nil {
				return nil, err
			}
			if !changed {
				continue
			}
			if !slice.IsValid() {
				slice = reflect.MakeSlice(f.Type(), f.Len(), f.Len())
				reflect.Copy(slice, f)
				editable(c.index).Set(slice)
			}
			slice.Index(i).Set(v)
		}
	}
	if fresh.IsValid() {
		n = fresh.Interface().(Node)
	}
	return replace(n)
}

func rewriteMember(parent Node, member reflect.Value, replace func(Node) (Node, error)) (reflect.Value, bool, error) {
	before := asNode(member)
	if before == nil {
		return member, false, nil
	}
	after, err := rewrite(before, replace)
	if err != nil {
		return member, false, err
	}
	if after == before {
		return member, false, nil
	}
	v := reflect.ValueOf(after)
	if isNil(after) || !v.Type().AssignableTo(member.Type()) {
		panic(fmt.Sprintf("ast: rewriting put %T in place of %T in %T", after, before, parent))
	}
	return v, true, nil
}

// Clone copies a tree whole, places included, so that the copy may be changed in place.
func Clone[N Node](root N) N {
	out, _ := Rewrite(root, func(n Node) (Node, error) {
		v := reflect.ValueOf(n).Elem()
		fresh := reflect.New(v.Type())
		fresh.Elem().Set(v)
		for _, c := range shapeOf(v.Type()) {
			if f := fresh.Elem().Field(c.index); c.slice && !f.IsNil() {
				slice := reflect.MakeSlice(f.Type(), f.Len(), f.Len())
				reflect.Copy(slice, f)
				f.Set(slice)
			}
		}
		return fresh.Interface().(Node), nil
	})
	return out
}
