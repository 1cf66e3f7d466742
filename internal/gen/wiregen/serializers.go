package main

import (
	"fmt"
	"go/ast"
	"regexp"
	"strings"
)

var generated = regexp.MustCompile(`^(awsAwsquery|awsAwsjson11|awsRestjson1)_(de)?serialize(OpHttpBindings|OpDocument|OpError|Op|Document|Error)?(\w+)$`)

var protocols = map[string]string{
	"awsAwsquery":  "AWSQuery",
	"awsAwsjson11": "AWSJSON11",
	"awsRestjson1": "RESTJSON1",
}

// readSerializers reads the serializers and deserializers of the older code generator: one function a shape.
func (s *source) readSerializers(f *facts) error {
	var failed error
	functions(s.root, func(d *ast.FuncDecl) {
		name := d.Name.Name
		if d.Recv != nil {
			name = receiver(d)
		}
		m := generated.FindStringSubmatch(name)
		if m == nil || failed != nil {
			return
		}
		f.protocol = protocols[m[1]]
		deserializes, kind := m[2] != "", m[3]
		switch {
		case kind == "Op" && !deserializes && d.Name.Name == "HandleSerialize":
			failed = s.readOperation(f, m[4], d)
		case kind == "OpHttpBindings" && !deserializes:
			failed = s.readBindings(f, strings.TrimSuffix(m[4], "Input"), d)
		case kind == "OpHttpBindings":
			failed = s.readStatus(f, strings.TrimSuffix(m[4], "Output"), d)
		case (kind == "Document" || kind == "OpDocument") && deserializes:
			failed = s.readOutputNames(f, d)
		case kind == "Document" || kind == "OpDocument":
			failed = s.readInputNames(f, d)
		}
		if failed != nil {
			failed = fmt.Errorf("%s: %w", name, failed)
		}
	})
	return failed
}

// readOperation takes method, URI and target out of an operation's serializer.
func (s *source) readOperation(f *facts, name string, d *ast.FuncDecl) error {
	o := f.operations[name]
	if o == nil {
		return fmt.Errorf("there is no operation %s", name)
	}
	var failed error
	ast.Inspect(d.Body, func(n ast.Node) bool {
		if uri, ok := calledWithText(n, "SplitURI"); ok {
			o.uri = uri
		}
		if assigned, ok := n.(*ast.AssignStmt); ok && member(assigned.Lhs[0], "request") == "Method" {
			o.method, _ = text(assigned.Rhs[0])
		}
		call, ok := n.(*ast.CallExpr)
		if !ok {
			return true
		}
		function, ok := call.Fun.(*ast.SelectorExpr)
		if !ok {
			return true
		}
		if header, ok := calledWithText(function.X, "SetHeader"); ok && header == "X-Amz-Target" {
			target, _ := text(call.Args[0])
			prefix, operation, _ := strings.Cut(target, ".")
			if operation != name || (f.targetPrefix != "" && f.targetPrefix != prefix) {
				failed = fmt.Errorf("the target %q does not fit", target)
			}
			f.targetPrefix = prefix
		}
		return true
	})
	if f.protocol != "RESTJSON1" {
		o.method = "" // always POST to /
	}
	return failed
}

// readBindings reads which members travel in path, query string and headers.
func (s *source) readBindings(f *facts, name string, d *ast.FuncDecl) error {
	o := f.operations[name]
	if o == nil {
		return fmt.Errorf("there is no operation %s", name)
	}
	places := map[string]string{"SetURI": "Label", "SetQuery": "Query", "AddQuery": "Query", "SetHeader": "Header"}
	var failed error
	for _, statement := range d.Body.List {
		ast.Inspect(statement, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			function, ok := call.Fun.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			if x, ok := function.X.(*ast.Ident); !ok || x.Name != "encoder" {
				return true
			}
			wire, isText := text(call.Args[0])
			place := places[function.Sel.Name]
			if !isText || place == "" {
				failed = fmt.Errorf("encoder.%s is not understood", function.Sel.Name)
				return false
			}
			o.bindings = append(o.bindings, binding{member(statement, "v"), place, wire})
			return true
		})
	}
	return failed
}

// readStatus finds the output member that is the HTTP status. Headers in outputs occur in no registered service.
func (s *source) readStatus(f *facts, name string, d *ast.FuncDecl) error {
	o := f.operations[name]
	if o == nil {
		return fmt.Errorf("there is no operation %s", name)
	}
	for _, statement := range d.Body.List {
		assigned, ok := statement.(*ast.AssignStmt)
		if !ok {
			continue
		}
		if member(assigned.Rhs[0], "response") != "StatusCode" {
			return fmt.Errorf("an output member travels in a header")
		}
		o.statusMember = member(assigned.Lhs[0], "v")
	}
	return nil
}

// readInputNames reads a shape's serializer: object.Key("wire name") beside v.Field.
func (s *source) readInputNames(f *facts, d *ast.FuncDecl) error {
	owner := s.qualified(firstParameter(d))
	var failed error
	for _, statement := range d.Body.List {
		ast.Inspect(statement, func(n ast.Node) bool {
			if _, flat := calledWithText(n, "FlatKey"); flat {
				failed = fmt.Errorf("%s has a flattened list", owner)
			}
			if name, list := calledWithText(n, "Array"); list && name != "member" {
				failed = fmt.Errorf("%s has a list whose entries are called %q", owner, name)
			}
			return true
		})
		if choice, ok := statement.(*ast.TypeSwitchStmt); ok {
			failed = first(failed, readUnionNames(f, owner, choice))
			continue
		}
		wire := key(statement)
		field := member(statement, "v")
		if wire == "" || field == "" {
			continue
		}
		failed = first(failed, f.rename(owner, field, wire))
	}
	return failed
}

// readUnionNames reads the cases of a union's serializer.
func readUnionNames(f *facts, owner string, choice *ast.TypeSwitchStmt) error {
	for _, c := range choice.Body.List {
		clause := c.(*ast.CaseClause)
		if len(clause.List) != 1 {
			continue
		}
		name, ok := strings.CutPrefix(typeName(clause.List[0]), owner+"Member")
		if !ok {
			continue
		}
		if err := f.rename(owner, name, key(clause)); err != nil {
			return err
		}
	}
	return nil
}

// key returns the text of the first object.Key("text") below n.
func key(n ast.Node) string {
	found := ""
	ast.Inspect(n, func(n ast.Node) bool {
		if name, ok := calledWithText(n, "Key"); ok && found == "" {
			found = name
		}
		return found == ""
	})
	return found
}

// readOutputNames reads a shape's deserializer: case "wire name" (JSON) or EqualFold("wire name", …) (XML) above
// sv.Field.
func (s *source) readOutputNames(f *facts, d *ast.FuncDecl) error {
	owner := s.qualified(firstParameter(d))
	var failed error
	ast.Inspect(d.Body, func(n ast.Node) bool {
		clause, ok := n.(*ast.CaseClause)
		if !ok || len(clause.List) == 0 {
			return true
		}
		wire, isText := text(clause.List[0])
		if !isText {
			wire, isText = calledWithText(clause.List[0], "EqualFold")
		}
		var body ast.Node = &ast.BlockStmt{List: clause.Body}
		if field := member(body, "sv"); isText && field != "" && field != "Error" {
			failed = first(failed, f.rename(owner, field, wire))
		}
		return true
	})
	return failed
}

func first(a, b error) error {
	if a != nil {
		return a
	}
	return b
}
