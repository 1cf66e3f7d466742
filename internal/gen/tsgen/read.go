package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"reflect"
	"strconv"
	"strings"
)

// source is what one package declares.
type source struct {
	folder string
	types  map[string]declared
	// values are the constants of each named string type, in the order of the source.
	values map[string][]string
	names  naming
}

type declared struct {
	expression ast.Expr
	comment    string
}

// naming tells how a field travels: its name, and whether it may be missing.
type naming func(field string, tag reflect.StructTag) (name string, optional bool)

// wireNames is how wire spells members: as in Go, and nothing for nil.
func wireNames(field string, _ reflect.StructTag) (string, bool) { return field, true }

// jsonNames is how encoding/json spells members.
func jsonNames(field string, tag reflect.StructTag) (string, bool) {
	name, options, _ := strings.Cut(tag.Get("json"), ",")
	if name == "" {
		name = field
	}
	return name, strings.Contains(options, "omitempty")
}

// read gathers the type declarations and string constants of a folder.
func read(folder string, names naming) (*source, error) {
	paths, err := filepath.Glob(filepath.Join(folder, "*.go"))
	if err != nil {
		return nil, err
	}
	s := &source{folder: folder, types: map[string]declared{}, values: map[string][]string{}, names: names}
	for _, path := range paths {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return nil, err
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, text, parser.ParseComments)
		if err != nil {
			return nil, err
		}
		for _, declaration := range file.Decls {
			if general, ok := declaration.(*ast.GenDecl); ok {
				if err := s.declaration(general); err != nil {
					return nil, fmt.Errorf("%s: %w", path, err)
				}
			}
		}
	}
	if len(s.types) == 0 {
		return nil, fmt.Errorf("%s declares no type", folder)
	}
	return s, nil
}

func (s *source) declaration(general *ast.GenDecl) error {
	for _, spec := range general.Specs {
		switch spec := spec.(type) {
		case *ast.TypeSpec:
			comment := spec.Doc.Text()
			if comment == "" {
				comment = general.Doc.Text()
			}
			s.types[spec.Name.Name] = declared{spec.Type, comment}
		case *ast.ValueSpec:
			owner, ok := spec.Type.(*ast.Ident)
			if general.Tok != token.CONST || !ok {
				continue
			}
			for _, value := range spec.Values {
				literal, ok := value.(*ast.BasicLit)
				if !ok || literal.Kind != token.STRING {
					continue
				}
				text, err := strconv.Unquote(literal.Value)
				if err != nil {
					return err
				}
				s.values[owner.Name] = append(s.values[owner.Name], text)
			}
		}
	}
	return nil
}
