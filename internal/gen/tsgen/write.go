package main

import (
	"bytes"
	"fmt"
	"go/ast"
	"reflect"
	"strconv"
	"strings"
)

// writer gathers TypeScript.
type writer struct{ text bytes.Buffer }

func (w *writer) line(text string) { w.text.WriteString(text + "\n") }

// comment writes a doc comment at an indentation; nothing for "".
func (w *writer) comment(text, indent string) {
	lines := strings.Split(strings.TrimSpace(strings.ReplaceAll(text, "*/", "* /")), "\n")
	switch {
	case lines[0] == "":
	case len(lines) == 1:
		w.line(indent + "/** " + lines[0] + " */")
	default:
		w.line(indent + "/**")
		for _, line := range lines {
			w.line(strings.TrimRight(indent+" * "+line, " "))
		}
		w.line(indent + " */")
	}
}

// types writes the roots and all that they lead to, each once, in the order in which they are met.
func (w *writer) types(s *source, roots []string) error {
	waiting, seen := roots, map[string]bool{}
	for len(waiting) > 0 {
		name := waiting[0]
		waiting = waiting[1:]
		if seen[name] {
			continue
		}
		seen[name] = true
		met, err := w.declare(s, name)
		if err != nil {
			return fmt.Errorf("%s: %s: %w", s.folder, name, err)
		}
		waiting = append(waiting, met...)
	}
	return nil
}

// declare writes one type and returns the named types that it leads to.
func (w *writer) declare(s *source, name string) ([]string, error) {
	declared, ok := s.types[name]
	if !ok {
		return nil, fmt.Errorf("there is no such type")
	}
	w.comment(declared.comment, "")
	structure, ok := declared.expression.(*ast.StructType)
	if !ok {
		if len(s.values[name]) == 0 {
			return nil, fmt.Errorf("it is no struct and has no string constants")
		}
		var values []string
		for _, value := range s.values[name] {
			values = append(values, strconv.Quote(value))
		}
		w.line("export type " + name + " = " + strings.Join(values, " | ") + ";\n")
		return nil, nil
	}
	if len(structure.Fields.List) == 0 {
		w.line("export type " + name + " = Record<string, never>;\n")
		return nil, nil
	}
	var met []string
	w.line("export interface " + name + " {")
	for _, field := range structure.Fields.List {
		text, named, err := typeText(field.Type)
		if err != nil {
			return nil, fmt.Errorf("%v: %w", field.Names, err)
		}
		met = append(met, named...)
		var tag reflect.StructTag
		if field.Tag != nil {
			unquoted, err := strconv.Unquote(field.Tag.Value)
			if err != nil {
				return nil, err
			}
			tag = reflect.StructTag(unquoted)
		}
		w.comment(field.Doc.Text()+field.Comment.Text(), "  ")
		for _, goName := range field.Names {
			member, optional := s.names(goName.Name, tag)
			_, pointer := field.Type.(*ast.StarExpr)
			switch {
			case optional:
				w.line("  " + member + "?: " + text + ";")
			case pointer:
				w.line("  " + member + ": " + text + " | null;")
			default:
				w.line("  " + member + ": " + text + ";")
			}
		}
	}
	w.line("}\n")
	return met, nil
}

// basic are Go's types and what JSON makes of them. An int64 beyond 2^53 would lose digits; none of these is.
var basic = map[string]string{
	"string": "string", "bool": "boolean", "int": "number", "int32": "number", "int64": "number", "float64": "number",
}

// typeText returns a type and the named types in it.
func typeText(expression ast.Expr) (string, []string, error) {
	switch t := expression.(type) {
	case *ast.StarExpr:
		return typeText(t.X)
	case *ast.ArrayType:
		text, named, err := typeText(t.Elt)
		if _, ok := t.Elt.(*ast.StarExpr); ok {
			text = "(" + text + " | null)"
		}
		return text + "[]", named, err
	case *ast.SelectorExpr:
		if owner, ok := t.X.(*ast.Ident); ok && owner.Name == "time" && t.Sel.Name == "Time" {
			return "number", nil, nil
		}
	case *ast.Ident:
		if text, ok := basic[t.Name]; ok {
			return text, nil, nil
		}
		return t.Name, []string{t.Name}, nil
	}
	return "", nil, fmt.Errorf("the type %T is not understood", expression)
}
