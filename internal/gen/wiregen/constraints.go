package main

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"go/ast"
	"go/format"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"interlaken/wire"
)

// shapeModel is a shape of botocore's service-2.json.
type shapeModel struct {
	Type      string
	Members   map[string]reference
	Member    *reference
	Key       *reference
	Value     *reference
	Min, Max  *float64
	Pattern   string
	Enum      []string
	Sensitive bool
	Exception bool
	Fault     bool
	Error     struct {
		Code   string
		Status int `json:"httpStatusCode"`
	}
}

type reference struct{ Shape string }

type serviceModel struct {
	Metadata   struct{ APIVersion string }
	Operations map[string]struct{ Input reference }
	Shapes     map[string]*shapeModel
}

// table gathers what is written.
type table struct {
	model       *serviceModel
	fields      map[string]map[string]bool // the SDK's structs
	constraints map[string]map[string]string
	sensitive   map[string][]string
	unchecked   map[string]bool // patterns that Go's engine does not know
	done        map[string]bool
}

// constraints returns the text of a service's constraints_gen.go: limits of the members that the served operations
// take, which members are sensitive, and the HTTP status of each error code.
func constraints(s service, models string) ([]byte, error) {
	model, err := readModel(filepath.Join(models, s.models))
	if err != nil {
		return nil, err
	}
	sdk, err := load(s.folder)
	if err != nil {
		return nil, err
	}
	t := &table{
		model: model, fields: sdk.fields(), constraints: map[string]map[string]string{},
		sensitive: map[string][]string{}, unchecked: map[string]bool{}, done: map[string]bool{},
	}
	for _, name := range s.served {
		operation, ok := model.Operations[name]
		if !ok {
			return nil, fmt.Errorf("the model has no operation %s", name)
		}
		if operation.Input.Shape == "" {
			continue
		}
		t.structure(sdk.qualified(name+"Input"), operation.Input.Shape)
	}
	return t.text(s)
}

func readModel(folder string) (*serviceModel, error) {
	paths, err := filepath.Glob(filepath.Join(folder, "*", "service-2.json.gz"))
	if err != nil || len(paths) == 0 {
		return nil, fmt.Errorf("no service-2.json.gz under %s", folder)
	}
	f, err := os.Open(slices.Max(paths))
	if err != nil {
		return nil, err
	}
	defer f.Close()
	unzipped, err := gzip.NewReader(f)
	if err != nil {
		return nil, err
	}
	data, err := io.ReadAll(unzipped)
	if err != nil {
		return nil, err
	}
	model := &serviceModel{}
	return model, json.Unmarshal(data, model)
}

// fields returns the exported fields of each struct, by the struct's qualified name.
func (s *source) fields() map[string]map[string]bool {
	found := map[string]map[string]bool{}
	for prefix, files := range map[string][]*ast.File{s.name + ".": s.root, "types.": s.types} {
		for _, file := range files {
			ast.Inspect(file, func(n ast.Node) bool {
				spec, ok := n.(*ast.TypeSpec)
				if !ok {
					return true
				}
				structure, ok := spec.Type.(*ast.StructType)
				if !ok {
					return true
				}
				names := map[string]bool{}
				for _, f := range structure.Fields.List {
					for _, name := range f.Names {
						names[name.Name] = true
					}
				}
				found[prefix+spec.Name.Name] = names
				return false
			})
		}
	}
	return found
}

func goName(member string) string { return strings.ToUpper(member[:1]) + member[1:] }

// structure walks one struct of the model, whose Go type is given.
func (t *table) structure(goType, shape string) {
	if t.done[goType] {
		return
	}
	t.done[goType] = true
	model := t.model.Shapes[shape]
	fields, isStruct := t.fields[goType]
	for _, member := range slices.Sorted(maps.Keys(model.Members)) {
		target := t.model.Shapes[model.Members[member].Shape]
		if isStruct { // else it is a union: its members have no limits of their own
			if !fields[goName(member)] {
				// The model is newer or older than the SDK: a member that cannot be decoded needs no limit.
				fmt.Fprintf(os.Stderr, "wiregen: %s has no field for %s\n", goType, member)
				continue
			}
			if literal := t.literal(target); literal != "" {
				if t.constraints[goType] == nil {
					t.constraints[goType] = map[string]string{}
				}
				t.constraints[goType][goName(member)] = literal
			}
			if target.Sensitive {
				t.sensitive[goType] = append(t.sensitive[goType], goName(member))
			}
		}
		t.below(model.Members[member].Shape)
	}
}

// below walks the structs that a shape leads to.
func (t *table) below(shape string) {
	switch model := t.model.Shapes[shape]; model.Type {
	case "structure":
		t.structure("types."+goName(shape), shape)
	case "list":
		t.below(model.Member.Shape)
	case "map":
		t.below(model.Value.Shape)
	}
}

// literal writes the Go literal of a shape's limits, without its type; "" where it has none.
func (t *table) literal(model *shapeModel) string {
	var parts []string
	number := false
	switch model.Type {
	case "structure", "boolean", "timestamp", "blob":
		return ""
	case "integer", "long", "double", "float":
		number = true
	}
	if len(model.Enum) > 0 {
		return "" // the SDK's type lists the values
	}
	if model.Min != nil && (number || *model.Min > 0) {
		parts = append(parts, fmt.Sprintf("Min: wire.Limit(%d)", int64(*model.Min)))
	}
	if model.Max != nil {
		parts = append(parts, fmt.Sprintf("Max: wire.Limit(%d)", int64(*model.Max)))
	}
	if model.Pattern != "" {
		if wire.CheckPattern(model.Pattern) == nil {
			parts = append(parts, "Pattern: "+patternLiteral(model.Pattern))
		} else {
			t.unchecked[model.Pattern] = true
		}
	}
	for name, of := range map[string]*reference{"Element": model.Member, "Value": model.Value, "Key": model.Key} {
		if of == nil {
			continue
		}
		if name == "Value" {
			name = "Element"
		}
		if inner := t.literal(t.model.Shapes[of.Shape]); inner != "" {
			parts = append(parts, name+": &wire.Constraint"+inner)
		}
	}
	if len(parts) == 0 {
		return ""
	}
	slices.Sort(parts)
	return "{" + strings.Join(parts, ", ") + "}"
}

func patternLiteral(pattern string) string {
	if strings.Contains(pattern, "`") {
		return strconv.Quote(pattern)
	}
	return "`" + pattern + "`"
}

func (t *table) text(s service) ([]byte, error) {
	var b bytes.Buffer
	fmt.Fprintf(&b, "// Code generated by internal/gen/wiregen from botocore 1.43.11, data/%s/%s (Apache License 2.0, Amazon.com, Inc.). DO NOT EDIT.\n\n",
		s.models, t.model.Metadata.APIVersion)
	fmt.Fprintf(&b, "package %s\n\n", s.folder)
	for _, pattern := range slices.Sorted(maps.Keys(t.unchecked)) {
		fmt.Fprintf(&b, "// Not checked, because Go's engine has no look-around: %s\n", pattern)
	}
	if len(t.constraints) > 0 {
		b.WriteString("import \"interlaken/wire\"\n\nvar constraints = map[string]map[string]wire.Constraint{\n")
		for _, owner := range slices.Sorted(maps.Keys(t.constraints)) {
			fmt.Fprintf(&b, "%q: {\n", owner)
			for _, field := range slices.Sorted(maps.Keys(t.constraints[owner])) {
				fmt.Fprintf(&b, "%q: %s,\n", field, t.constraints[owner][field])
			}
			b.WriteString("},\n")
		}
		b.WriteString("}\n\n")
	}
	fmt.Fprintf(&b, "// constrained are the operations whose inputs stand above.\nvar constrained = []string{%s}\n\n", quoted(slices.Sorted(slices.Values(s.served))))
	b.WriteString("var sensitive = map[string][]string{\n")
	for _, owner := range slices.Sorted(maps.Keys(t.sensitive)) {
		fmt.Fprintf(&b, "%q: {%s},\n", owner, quoted(t.sensitive[owner]))
	}
	b.WriteString("}\n\nvar errorStatus = map[string]int{\n")
	status := map[string]int{}
	for name, model := range t.model.Shapes {
		if !model.Exception {
			continue
		}
		code, http := name, model.Error.Status
		if model.Error.Code != "" {
			code = model.Error.Code
		}
		switch {
		case http != 0:
		case model.Fault:
			http = 500
		default:
			http = 400
		}
		status[code] = http
	}
	for _, code := range slices.Sorted(maps.Keys(status)) {
		fmt.Fprintf(&b, "%q: %d,\n", code, status[code])
	}
	b.WriteString("}\n")
	return format.Source(b.Bytes())
}
