package definition

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"

	"interlaken/fault"
	wire "interlaken/wire/quicksight"
)

// Examined is what a check without a server finds out about a definition.
type Examined struct {
	Visuals []ExaminedVisual `json:"visuals"`
	// NotUnderstood are parts outside of visuals, such as filters, parameters and controls, that are not understood, by path.
	NotUnderstood []string `json:"notUnderstood,omitempty"`
}

// ExaminedVisual is one visual of an examined definition.
type ExaminedVisual struct {
	Sheet  string `json:"sheet"`
	Visual string `json:"visual"`
	Kind   string `json:"kind"`
	Title  string `json:"title,omitempty"`
	// Understood tells that each member and choice of the visual is known.
	Understood bool `json:"understood"`
	// Compiled tells that a query is made of each of its questions in which every name is there, every expression is typed
	// and every comparison fits, or that it asks for no data.
	Compiled bool `json:"compiled"`
	NoData   bool `json:"noData,omitempty"`
	// Inferred tells that the columns of its data set were taken from the definition, for lack of a schema.
	Inferred bool     `json:"inferred,omitempty"`
	Problems []string `json:"problems,omitempty"`
	// Drawn tells that the visual has a picture here; what is set and not drawn is in NotDrawn, by path.
	Drawn    bool     `json:"drawn"`
	NotDrawn []string `json:"notDrawn,omitempty"`
}

// Examine checks a definition against the schemas of its data sets, which are found by the id in a declaration's ARN, else
// by its identifier as their name. Parameters with defaults for each person have their static ones. A document that is no
// definition is a fault.
func Examine(document []byte, schemas []Schema, now time.Time) (Examined, error) {
	def := &types.DashboardVersionDefinition{}
	if err := wire.Service.Unmarshal(document, def); err != nil {
		return Examined{}, err
	}
	unknown, err := wire.Service.Unknown(document, def)
	if err != nil {
		return Examined{}, err
	}
	e := examiner{def: def, now: now, known: knownColumns(def, schemas), mentioned: Mentioned(def), defaults: map[string][]string{}}
	for _, d := range def.ParameterDeclarations {
		if name, dynamic := dynamicDefault(d); dynamic != nil {
			e.defaults[name] = nil
		}
	}
	for _, path := range append(unknown, strange(def)...) {
		if i := visualPath(path); i == "" {
			e.result.NotUnderstood = append(e.result.NotUnderstood, path)
		} else {
			e.strange(i, path)
		}
	}
	for s := range def.Sheets {
		e.sheet(s)
	}
	return e.result, nil
}

type examiner struct {
	def       *types.DashboardVersionDefinition
	now       time.Time
	known     map[string][]Column // by identifier; only of data sets whose schema is at hand
	mentioned map[string][]string
	defaults  map[string][]string
	unclear   map[string][]string // what of a visual is not understood, by its path
	result    Examined
}

// knownColumns are the columns of the data sets that have a schema, by identifier.
func knownColumns(def *types.DashboardVersionDefinition, schemas []Schema) map[string][]Column {
	known := map[string][]Column{}
	for _, d := range def.DataSetIdentifierDeclarations {
		identifier := aws.ToString(d.Identifier)
		_, id, _ := strings.Cut(aws.ToString(d.DataSetArn), ":dataset/")
		for _, s := range schemas {
			if s.ID == id && id != "" {
				known[identifier] = s.Columns
				break
			}
			if s.Name == identifier && known[identifier] == nil {
				known[identifier] = s.Columns
			}
		}
	}
	return known
}

// visualPath is the beginning of a path that names a visual; "" for what is outside of visuals.
func visualPath(path string) string {
	if !strings.HasPrefix(path, "Sheets[") {
		return ""
	}
	_, after, found := strings.Cut(path, ".Visuals[")
	number, _, closed := strings.Cut(after, "]")
	if !found || !closed {
		return ""
	}
	before, _, _ := strings.Cut(path, ".Visuals[")
	return before + ".Visuals[" + number + "]"
}

func (e *examiner) strange(visual, path string) {
	if e.unclear == nil {
		e.unclear = map[string][]string{}
	}
	e.unclear[visual] = append(e.unclear[visual], path)
}

func (e *examiner) sheet(s int) {
	sheet := &e.def.Sheets[s]
	ask := Ask{SheetID: aws.ToString(sheet.SheetId), Now: e.now, Columns: e.columns, Defaults: e.defaults}
	l := layout{def: e.def, sheet: sheet, ask: ask, parameters: declared(e.def, ask)}
	for i := range sheet.Visuals {
		v := &sheet.Visuals[i]
		found := ExaminedVisual{Sheet: ask.SheetID, Visual: idOf(v), Kind: kindName(v), Drawn: kindOf(v) != OtherElement}
		found.Title, _ = l.titles(v)
		found.Problems = slices.Clone(e.unclear[fmt.Sprintf("Sheets[%d].Visuals[%d]", s, i)])
		for j, path := range found.Problems {
			found.Problems[j] = "Not understood: " + path
		}
		found.Understood = len(found.Problems) == 0
		if found.Drawn {
			found.NotDrawn = l.notDrawn(v)
		}
		ask.VisualID = found.Visual
		e.compile(v, ask, &found)
		e.result.Visuals = append(e.result.Visuals, found)
	}
}

// compile compiles each question of a visual, and holds it to the types of the columns.
func (e *examiner) compile(v *types.Visual, ask Ask, found *ExaminedVisual) {
	parts := Parts(v)
	found.NoData, found.Compiled = len(parts) == 0, true
	for _, ask.Part = range parts {
		c, _, err := prepare(e.def, ask)
		if err == nil {
			err = c.compile(v)
		}
		if c != nil {
			found.Inferred = found.Inferred || c.dataSet != "" && e.known[c.dataSet] == nil
		}
		if err == nil {
			err = typed(&c.query, e.typedColumns(c.dataSet), e.def)
		}
		if err == nil && found.Drawn && c.spec.Kind == "" {
			found.Drawn = false
		}
		if err != nil {
			found.Compiled, found.Drawn = false, false
			found.Problems = append(found.Problems, fault.Public(err))
		}
	}
}

// columns are the names of a data set's columns, by its ARN.
func (e *examiner) columns(arn string) []string {
	for _, d := range e.def.DataSetIdentifierDeclarations {
		if aws.ToString(d.DataSetArn) != arn {
			continue
		}
		var names []string
		for _, c := range e.typedColumns(aws.ToString(d.Identifier)) {
			names = append(names, c.Name)
		}
		return names
	}
	return nil
}

// typedColumns are the columns of a data set. Inferred ones have no type.
func (e *examiner) typedColumns(identifier string) []Column {
	if known := e.known[identifier]; known != nil {
		return known
	}
	columns := make([]Column, 0, len(e.mentioned[identifier]))
	for _, name := range e.mentioned[identifier] {
		columns = append(columns, Column{Name: name})
	}
	return columns
}

// exclusive are the types of which one member alone is set.
var exclusive = map[string]bool{
	"Visual": true, "Filter": true, "InnerFilter": true, "CategoryFilterConfiguration": true, "ParameterDeclaration": true, "ParameterControl": true, "FilterControl": true,
	"DimensionField": true, "MeasureField": true, "Computation": true, "ColumnHierarchy": true, "DrillDownFilter": true, "VisualCustomActionOperation": true,
	"FieldSortOptions": true, "PivotTableSortBy": true, "FilterScopeConfiguration": true, "NumericRangeFilterValue": true, "TimeRangeFilterValue": true,
}

// strange lists the choices that nobody knows and the alternatives of which not exactly one is chosen, by path.
func strange(def *types.DashboardVersionDefinition) []string {
	var paths []string
	var look func(v reflect.Value, path string)
	look = func(v reflect.Value, path string) {
		switch v.Kind() {
		case reflect.Pointer, reflect.Interface:
			if !v.IsNil() {
				look(v.Elem(), path)
			}
		case reflect.Slice:
			for i := range v.Len() {
				look(v.Index(i), fmt.Sprintf("%s[%d]", path, i))
			}
		case reflect.String:
			if unknownChoice(v) {
				paths = append(paths, fmt.Sprintf("%s=%q", path, v.String()))
			}
		case reflect.Struct:
			set := 0
			for i := range v.NumField() {
				if !v.Type().Field(i).IsExported() {
					continue
				}
				if k := v.Field(i).Kind(); (k == reflect.Pointer || k == reflect.Slice) && !v.Field(i).IsNil() {
					set++
				}
				look(v.Field(i), memberPath(path, v.Type().Field(i).Name))
			}
			if exclusive[v.Type().Name()] && set != 1 {
				paths = append(paths, fmt.Sprintf("%s: %d alternatives of one", path, set))
			}
		}
	}
	look(reflect.ValueOf(def).Elem(), "")
	return paths
}

// unknownChoice reports a value that its type, a choice of words, does not list. No value is none.
func unknownChoice(v reflect.Value) bool {
	values := v.MethodByName("Values")
	if v.Len() == 0 || !values.IsValid() {
		return false
	}
	for _, known := range values.Call(nil)[0].Seq2() {
		if known.String() == v.String() {
			return false
		}
	}
	return true
}
