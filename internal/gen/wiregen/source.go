package main

import (
	"encoding/json"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
)

const sdkRoot = "github.com/aws/aws-sdk-go-v2/service/"

// source is the parsed source of one SDK service.
type source struct {
	name    string // the package's name
	version string
	root    []*ast.File
	types   []*ast.File
	schemas []*ast.File // empty for services of the older code generator
}

// load parses a service's source in the module cache. An empty Dir means that the module is not there.
func load(name string) (*source, error) {
	out, err := exec.Command("go", "list", "-m", "-json", sdkRoot+name).Output()
	if err != nil {
		return nil, fmt.Errorf("go list: %w", err)
	}
	var module struct{ Dir, Version string }
	if err := json.Unmarshal(out, &module); err != nil {
		return nil, err
	}
	if module.Dir == "" {
		return nil, errNoSource
	}
	s := &source{name: name, version: module.Version}
	if s.root, err = parse(module.Dir); err != nil {
		return nil, err
	}
	if s.types, err = parse(filepath.Join(module.Dir, "types")); err != nil {
		return nil, err
	}
	s.schemas, err = parse(filepath.Join(module.Dir, "schemas"))
	return s, err
}

var errNoSource = fmt.Errorf("the module's source is not in the module cache")

func parse(folder string) ([]*ast.File, error) {
	paths, err := filepath.Glob(filepath.Join(folder, "*.go"))
	if err != nil {
		return nil, err
	}
	var files []*ast.File
	set := token.NewFileSet()
	for _, path := range paths {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(set, path, nil, parser.SkipObjectResolution)
		if err != nil {
			return nil, err
		}
		files = append(files, f)
	}
	return files, nil
}

// functions calls visit for each function and method that has a body.
func functions(files []*ast.File, visit func(f *ast.FuncDecl)) {
	for _, file := range files {
		for _, d := range file.Decls {
			if f, ok := d.(*ast.FuncDecl); ok && f.Body != nil {
				visit(f)
			}
		}
	}
}

// receiver returns the name of a method's receiver type, without its star.
func receiver(f *ast.FuncDecl) string {
	if f.Recv == nil || len(f.Recv.List) != 1 {
		return ""
	}
	return typeName(f.Recv.List[0].Type)
}

// typeName spells a type without stars, as in types.Tag or AssumeRoleInput; "" for anything but a name.
func typeName(e ast.Expr) string {
	switch t := e.(type) {
	case *ast.StarExpr:
		return typeName(t.X)
	case *ast.Ident:
		return t.Name
	case *ast.SelectorExpr:
		if x, ok := t.X.(*ast.Ident); ok {
			return x.Name + "." + t.Sel.Name
		}
	}
	return ""
}

// firstParameter returns the name of the type of the first parameter.
func firstParameter(f *ast.FuncDecl) string {
	if len(f.Type.Params.List) == 0 {
		return ""
	}
	return typeName(f.Type.Params.List[0].Type)
}

// text returns the value of a string literal.
func text(e ast.Expr) (string, bool) {
	l, ok := e.(*ast.BasicLit)
	if !ok || l.Kind != token.STRING {
		return "", false
	}
	s, err := strconv.Unquote(l.Value)
	return s, err == nil
}

// calledWithText reports a call x.name("text", …) and returns the text.
func calledWithText(n ast.Node, name string) (string, bool) {
	call, ok := n.(*ast.CallExpr)
	if !ok || len(call.Args) == 0 {
		return "", false
	}
	s, ok := call.Fun.(*ast.SelectorExpr)
	if !ok || s.Sel.Name != name {
		return "", false
	}
	return text(call.Args[0])
}

// member returns F of the first v.F below n.
func member(n ast.Node, v string) string {
	found := ""
	ast.Inspect(n, func(n ast.Node) bool {
		s, ok := n.(*ast.SelectorExpr)
		if !ok || found != "" {
			return found == ""
		}
		if x, ok := s.X.(*ast.Ident); ok && x.Name == v {
			found = s.Sel.Name
		}
		return found == ""
	})
	return found
}

// qualified returns a type's name as reflect.Type.String spells it.
func (s *source) qualified(name string) string {
	if strings.Contains(name, ".") {
		return name
	}
	return s.name + "." + name
}
