package definition

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"
)

// Problem is something in a definition that cannot be drawn as it is.
type Problem struct {
	Type    types.DashboardErrorType
	Path    string // such as Sheets[0].Visuals[2].BarChartVisual.ChartConfiguration
	Message string
}

// OutputColumns are the output columns of a definition's data sets by the identifiers under which it declares them.
type OutputColumns map[string][]string

// Has reports whether a data set has a column; names are matched without regard to case.
func (c OutputColumns) Has(identifier, column string) bool {
	return slices.ContainsFunc(c[identifier], func(name string) bool { return strings.EqualFold(name, column) })
}

// Check looks for what a definition names and nobody has: data sets that are not declared, columns that they lack, ids
// that are used twice. Problems come in the order of the document.
func Check(d *types.DashboardVersionDefinition, columns OutputColumns) []Problem {
	k := &checker{columns: columns, seen: map[string]string{}, calculated: map[string]bool{}}
	for _, f := range d.CalculatedFields {
		k.calculated[calculatedKey(aws.ToString(f.DataSetIdentifier), aws.ToString(f.Name))] = true
	}
	k.walk(reflect.ValueOf(d).Elem(), "")
	return k.problems
}

type checker struct {
	columns    OutputColumns
	calculated map[string]bool
	seen       map[string]string // kind and id → path
	problems   []Problem
}

func calculatedKey(identifier, name string) string {
	return identifier + "\x00" + strings.ToLower(name)
}

func (k *checker) add(kind types.DashboardErrorType, path, format string, args ...any) {
	k.problems = append(k.problems, Problem{kind, path, fmt.Sprintf(format, args...)})
}

// walk visits every value of the document.
func (k *checker) walk(v reflect.Value, path string) {
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		if !v.IsNil() {
			k.walk(v.Elem(), path)
		}
	case reflect.Slice:
		for i := range v.Len() {
			k.walk(v.Index(i), fmt.Sprintf("%s[%d]", path, i))
		}
	case reflect.Struct:
		k.look(v.Interface(), path)
		for i := range v.NumField() {
			if f := v.Type().Field(i); f.IsExported() {
				k.walk(v.Field(i), memberPath(path, f.Name))
			}
		}
	}
}

func memberPath(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}

// look checks one part of the document.
func (k *checker) look(part any, path string) {
	switch p := part.(type) {
	case types.ColumnIdentifier:
		identifier, column := aws.ToString(p.DataSetIdentifier), aws.ToString(p.ColumnName)
		if _, declared := k.columns[identifier]; !declared {
			k.add(types.DashboardErrorTypeDataSetNotFound, path, "The data set %q is not declared in DataSetIdentifierDeclarations.", identifier)
		} else if !k.columns.Has(identifier, column) && !k.calculated[calculatedKey(identifier, column)] {
			k.add(types.DashboardErrorTypeColumnReplacementMissing, path, "The data set %q has no column %q.", identifier, column)
		}
	case types.SheetDefinition:
		k.once("sheet", p.SheetId, path)
	case types.FilterGroup:
		k.once("filter group", p.FilterGroupId, path)
	default:
		if id := visualID(part); id != nil {
			k.once("visual", id, path)
		}
	}
}

// once refuses an id that another thing of the kind has.
func (k *checker) once(kind string, id *string, path string) {
	key := kind + " " + aws.ToString(id)
	if at, twice := k.seen[key]; twice {
		k.add(types.DashboardErrorTypeInternalFailure, path, "The %s id %q is used already, at %s.", kind, aws.ToString(id), at)
		return
	}
	k.seen[key] = path
}

// visualID is the id of what is a visual, nil for all else.
func visualID(part any) *string {
	v := reflect.ValueOf(part)
	if !strings.HasSuffix(v.Type().Name(), "Visual") {
		return nil
	}
	field := v.FieldByName("VisualId")
	if !field.IsValid() {
		return nil
	}
	id, _ := field.Interface().(*string)
	return id
}
