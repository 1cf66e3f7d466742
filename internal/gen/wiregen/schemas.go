package main

import (
	"fmt"
	"go/ast"
	"strings"
)

// readSchemas reads the schema package of the newer code generator. Its variables are named after Smithy shapes; which
// Go type a shape belongs to stands in that type's serializer or deserializer.
func (s *source) readSchemas(f *facts) error {
	if err := s.readProtocol(f); err != nil {
		return err
	}
	wireNames := map[string]map[string]string{} // shape → Go field → wire name
	dateTimes := map[string][]string{}          // shape → Go fields
	formats := s.dateTimeShapes()
	for _, file := range s.schemas {
		ast.Inspect(file, func(n ast.Node) bool {
			assigned, ok := n.(*ast.AssignStmt)
			if !ok || len(assigned.Lhs) != 1 {
				return true
			}
			wire, ok := calledWithText(assigned.Rhs[0], "AddMember")
			if !ok {
				return true
			}
			shape, field, ok := strings.Cut(typeName(assigned.Lhs[0]), "_")
			if ok && shape != "" {
				if wireNames[shape] == nil {
					wireNames[shape] = map[string]string{}
				}
				field = goName(field)
				wireNames[shape][field] = wire
				if formats[typeName(assigned.Rhs[0].(*ast.CallExpr).Args[1])] {
					dateTimes[shape] = append(dateTimes[shape], field)
				}
			}
			return true
		})
	}
	var failed error
	for _, files := range [][]*ast.File{s.root, s.types} {
		functions(files, func(d *ast.FuncDecl) {
			owner := receiver(d)
			if d.Name.Name != "Serialize" && d.Name.Name != "Deserialize" || owner == "" {
				return
			}
			if &files[0] == &s.types[0] {
				owner = "types." + owner
			}
			shape := schemaOf(d.Body)
			if list := dateTimes[shape]; len(list) > 0 {
				f.dateTimes[s.qualified(owner)] = list
			}
			for field, wire := range wireNames[shape] {
				failed = first(failed, f.rename(s.qualified(owner), field, wire))
			}
		})
	}
	for union := range f.unions {
		for field, wire := range wireNames[union] {
			failed = first(failed, f.rename("types."+union, field, wire))
		}
	}
	return failed
}

// dateTimeShapes returns the variables of timestamp shapes whose format is date-time; the other JSON timestamps are
// seconds.
func (s *source) dateTimeShapes() map[string]bool {
	found := map[string]bool{}
	for _, file := range s.schemas {
		ast.Inspect(file, func(n ast.Node) bool {
			spec, ok := n.(*ast.ValueSpec)
			if !ok || len(spec.Values) != 1 {
				return true
			}
			ast.Inspect(spec.Values[0], func(n ast.Node) bool {
				literal, ok := n.(*ast.CompositeLit)
				if ok && typeName(literal.Type) == "smithytraits.TimestampFormat" && len(literal.Elts) == 1 {
					format, _ := text(literal.Elts[0].(*ast.KeyValueExpr).Value)
					found[spec.Names[0].Name] = format == "date-time"
				}
				return true
			})
			return false
		})
	}
	return found
}

// schemaOf returns the shape that a serializer or deserializer names first.
func schemaOf(body *ast.BlockStmt) string { return member(body, "schemas") }

// readProtocol finds options.Protocol = awsjson.New11(schemas.AmazonAthena); the shape's name is the target prefix.
func (s *source) readProtocol(f *facts) error {
	functions(s.root, func(d *ast.FuncDecl) {
		ast.Inspect(d.Body, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if ok && len(call.Args) == 1 && typeName(call.Fun) == "awsjson.New11" {
				f.protocol = "AWSJSON11"
				f.targetPrefix = strings.TrimPrefix(typeName(call.Args[0]), "schemas.")
			}
			return true
		})
	})
	if f.targetPrefix == "" {
		return fmt.Errorf("the protocol is not understood")
	}
	return nil
}
