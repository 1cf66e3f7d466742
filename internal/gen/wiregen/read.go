package main

import (
	"fmt"
	"go/ast"
	"strings"
)

// facts is what a registry holds of a service.
type facts struct {
	protocol     string // the constant of package wire
	targetPrefix string
	apiVersion   string
	operations   map[string]*operation
	renames      map[string]map[string]string
	required     map[string][]string
	dateTimes    map[string][]string
	unions       map[string][]string // union → member structs, both of package types
}

type operation struct {
	method, uri  string
	bindings     []binding
	statusMember string
}

type binding struct{ field, place, name string }

// read gathers the facts. What it does not understand is an error: a registry that is silently incomplete would be
// found by a user.
func (s *source) read() (*facts, error) {
	f := &facts{
		operations: map[string]*operation{},
		renames:    map[string]map[string]string{},
		required:   map[string][]string{},
		dateTimes:  map[string][]string{},
		unions:     map[string][]string{},
	}
	s.readOperations(f)
	s.readUnions(f)
	s.readRequired(f)
	var err error
	if len(s.schemas) > 0 {
		err = s.readSchemas(f)
	} else {
		err = s.readSerializers(f)
	}
	if err != nil {
		return nil, err
	}
	if f.protocol == "" || len(f.operations) == 0 {
		return nil, fmt.Errorf("no protocol or no operation was found")
	}
	return f, nil
}

// readOperations finds the client's methods with an input and an output.
func (s *source) readOperations(f *facts) {
	functions(s.root, func(d *ast.FuncDecl) {
		if receiver(d) != "Client" || !d.Name.IsExported() || len(d.Type.Params.List) < 2 || d.Type.Results == nil {
			return
		}
		name := d.Name.Name
		if typeName(d.Type.Params.List[1].Type) == name+"Input" && typeName(d.Type.Results.List[0].Type) == name+"Output" {
			f.operations[name] = &operation{}
		}
	})
	for _, file := range s.root {
		for _, d := range file.Decls {
			g, ok := d.(*ast.GenDecl)
			if !ok {
				continue
			}
			for _, spec := range g.Specs {
				v, ok := spec.(*ast.ValueSpec)
				if ok && v.Names[0].Name == "ServiceAPIVersion" {
					f.apiVersion, _ = text(v.Values[0])
				}
			}
		}
	}
}

// readUnions finds the marker methods isX of union members.
func (s *source) readUnions(f *facts) {
	functions(s.types, func(d *ast.FuncDecl) {
		member := receiver(d)
		union, ok := strings.CutPrefix(d.Name.Name, "is")
		if ok && strings.HasPrefix(member, union+"Member") {
			f.unions[union] = append(f.unions[union], member)
		}
	})
}

// readRequired takes required members out of the SDK's own validators.
func (s *source) readRequired(f *facts) {
	functions(s.root, func(d *ast.FuncDecl) {
		if d.Recv != nil || !strings.HasPrefix(d.Name.Name, "validate") || len(d.Type.Params.List) != 1 {
			return
		}
		name := s.qualified(firstParameter(d))
		for _, statement := range d.Body.List {
			condition, ok := statement.(*ast.IfStmt)
			if !ok {
				continue
			}
			ast.Inspect(condition.Body, func(n ast.Node) bool {
				if _, ok := calledWithText(n, "NewErrParamRequired"); ok {
					f.required[name] = append(f.required[name], member(condition.Cond, "v"))
					return false
				}
				return true
			})
		}
	})
}

// rename records a wire name, if it differs from the field's. Input and output must agree on it. The message of an
// error needs none: wire writes it in both spellings.
func (f *facts) rename(typeName, field, wire string) error {
	if field == "Message" && strings.HasSuffix(typeName, "Exception") {
		return nil
	}
	known, ok := f.renames[typeName][field]
	switch {
	case ok && known != wire:
		return fmt.Errorf("%s.%s is both %s and %s on the wire", typeName, field, known, wire)
	case ok || field == wire:
		return nil
	}
	if f.renames[typeName] == nil {
		f.renames[typeName] = map[string]string{}
	}
	f.renames[typeName][field] = wire
	return nil
}
