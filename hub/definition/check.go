package definition

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"

	"interlaken/calc"
	"interlaken/fault"
	"interlaken/hub"
)

// Problem is something in a definition that cannot be drawn as it is.
type Problem struct {
	Type    types.DashboardErrorType
	Path    string // such as Sheets[0].Visuals[2].BarChartVisual.ChartConfiguration
	Message string
}

// OutputColumns are the output columns of a definition's data sets by the identifiers under which it declares them.
type OutputColumns map[string][]Column

// ColumnsOf are the output columns of a data set.
func ColumnsOf(set *hub.DataSet) []Column {
	columns := make([]Column, len(set.Root.Columns))
	for i, c := range set.Root.Columns {
		columns[i] = Column{c.Name, c.Type}
	}
	return columns
}

// Check looks for what is wrong in a definition (QuickSight API Reference, DashboardError and AnalysisError): data sets,
// columns and parameters that it names and nobody has, expressions that mean nothing, fields, filters and controls of
// another type than what they name, values that do not fit their parameter, ids that are used twice. STRICT refuses a
// definition with a problem, LENIENT keeps it and tells them (ValidationStrategy). A column without a type fits
// everywhere. What the schema bounds, such as lengths, is the door's (wire.Validate), for both. Geographic roles are not
// checked. Problems come in the order of the document.
func Check(d *types.DashboardVersionDefinition, columns OutputColumns) []Problem {
	k := &checker{def: d, columns: columns, seen: map[string]string{}, sets: map[string]*calc.Set{}, names: map[string]map[string]bool{}, parameters: map[string]parameterType{}}
	for _, p := range parameterTypes(d) {
		k.parameters[p.name] = p
	}
	k.walk(reflect.ValueOf(d).Elem(), "")
	return k.problems
}

type checker struct {
	def        *types.DashboardVersionDefinition
	columns    OutputColumns
	sets       map[string]*calc.Set       // what expressions may name, by identifier; made when it is first asked for
	names      map[string]map[string]bool // and their names in small letters
	parameters map[string]parameterType
	seen       map[string]string // kind and id → path
	problems   []Problem
}

func (k *checker) add(kind types.DashboardErrorType, path, format string, args ...any) {
	k.problems = append(k.problems, Problem{kind, path, fmt.Sprintf(format, args...)})
}

// set is what expressions of a data set may name.
func (k *checker) set(identifier string) *calc.Set {
	if k.sets[identifier] == nil {
		set := calc.NewSet()
		for _, c := range k.columns[identifier] {
			set.AddColumn(c.Name, calcTypes[c.Type])
		}
		addDeclared(set, k.def, identifier)
		k.sets[identifier] = set
	}
	return k.sets[identifier]
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
			f := v.Type().Field(i)
			if !f.IsExported() {
				continue
			}
			if name, is := v.Field(i).Interface().(*string); is && name != nil && parameterMembers[f.Name] {
				k.parameter(v.Type().Name(), *name, memberPath(path, f.Name))
			}
			k.walk(v.Field(i), memberPath(path, f.Name))
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
	case types.DataSetIdentifierDeclaration:
		k.once("data set identifier", p.Identifier, path)
	case types.CalculatedField:
		k.once("calculated field of "+aws.ToString(p.DataSetIdentifier), p.Name, path)
		k.expression(&p, path)
	case types.ColumnIdentifier:
		k.column(&p, path)
	case types.SheetDefinition:
		k.once("sheet", p.SheetId, path)
	case types.FilterGroup:
		k.once("filter group", p.FilterGroupId, path)
	case types.Filter:
		id, _ := filterControl(&p)
		k.once("filter", &id, path)
		k.filter(&p, path)
	case types.DateDimensionField:
		k.typed(p.Column, memberPath(path, "Column"), "a date", calc.DateTime)
	case types.DateMeasureField:
		k.typed(p.Column, memberPath(path, "Column"), "a date", calc.DateTime)
	case types.NumericalDimensionField:
		k.typed(p.Column, memberPath(path, "Column"), "a number", calc.Integer, calc.Decimal)
	case types.NumericalMeasureField:
		if figure, err := numericalAggregation(p.AggregationFunction); err == nil && figure.Aggregation != Count && figure.Aggregation != DistinctCount {
			k.typed(p.Column, memberPath(path, "Column"), "a number", calc.Integer, calc.Decimal)
		}
	case types.ParameterDeclaration:
		k.declaration(&p, path)
	case types.SetParameterValueConfiguration:
		k.setting(&p, path)
	default:
		if id := visualID(part); id != nil {
			k.once("visual", id, path)
		}
	}
}

// column looks for a column or a calculated field.
func (k *checker) column(id *types.ColumnIdentifier, path string) {
	identifier, name := aws.ToString(id.DataSetIdentifier), aws.ToString(id.ColumnName)
	if _, declared := k.columns[identifier]; !declared {
		k.add(types.DashboardErrorTypeDataSetNotFound, path, "The data set %q is not declared in DataSetIdentifierDeclarations.", identifier)
	} else if !k.has(identifier, name) {
		k.add(types.DashboardErrorTypeColumnReplacementMissing, path, "The data set %q has no column %q.", identifier, name)
	}
}

// has reports whether a data set has a column or calculated field; names are matched without regard to case.
func (k *checker) has(identifier, name string) bool {
	if k.names[identifier] == nil {
		k.names[identifier] = map[string]bool{}
		for _, has := range k.set(identifier).Names() {
			k.names[identifier][strings.ToLower(has)] = true
		}
	}
	return k.names[identifier][strings.ToLower(name)]
}

// expression checks a calculated field. What it names and nobody has is told as such.
func (k *checker) expression(f *types.CalculatedField, path string) {
	identifier, path := aws.ToString(f.DataSetIdentifier), memberPath(path, "Expression")
	if _, declared := k.columns[identifier]; !declared {
		k.add(types.DashboardErrorTypeDataSetNotFound, path, "The data set %q is not declared in DataSetIdentifierDeclarations.", identifier)
		return
	}
	formula, err := k.set(identifier).Resolve(aws.ToString(f.Name))
	if err == nil {
		return
	}
	kind := types.DashboardErrorTypeInternalFailure
	if formula != nil && formula.Tree != nil {
		kind = types.DashboardErrorTypeColumnTypeMismatch
		fields, parameters := calc.Uses(formula.Tree)
		if slices.ContainsFunc(parameters, func(name string) bool { return k.parameters[name].name == "" }) {
			kind = types.DashboardErrorTypeParameterNotFound
		}
		if slices.ContainsFunc(fields, func(name string) bool { return !k.has(identifier, name) }) {
			kind = types.DashboardErrorTypeColumnReplacementMissing
		}
	}
	k.add(kind, path, "The calculated field %q: %s", aws.ToString(f.Name), fault.Public(err))
}

// typed holds a field to the type of its column. What has no column or no meaning is told elsewhere.
func (k *checker) typed(id *types.ColumnIdentifier, path, wanted string, allowed ...calc.Type) {
	if id == nil || !k.has(aws.ToString(id.DataSetIdentifier), aws.ToString(id.ColumnName)) {
		return
	}
	m, err := k.set(aws.ToString(id.DataSetIdentifier)).Check(&calc.Field{Name: aws.ToString(id.ColumnName)})
	if err == nil && !isOf(m, allowed...) {
		k.add(types.DashboardErrorTypeColumnTypeMismatch, path, "The column %q is %s and stands where %s is wanted.", aws.ToString(id.ColumnName), m.Type, wanted)
	}
}

// filter holds a filter to the type of its column; to that of a figure any column may be counted.
func (k *checker) filter(f *types.Filter, path string) {
	switch {
	case f.NumericRangeFilter != nil && f.NumericRangeFilter.AggregationFunction == nil:
		k.typed(f.NumericRangeFilter.Column, path+".NumericRangeFilter.Column", "a number", calc.Integer, calc.Decimal, calc.Boolean)
	case f.NumericEqualityFilter != nil && f.NumericEqualityFilter.AggregationFunction == nil:
		k.typed(f.NumericEqualityFilter.Column, path+".NumericEqualityFilter.Column", "a number", calc.Integer, calc.Decimal, calc.Boolean)
	case f.TimeRangeFilter != nil:
		k.typed(f.TimeRangeFilter.Column, path+".TimeRangeFilter.Column", "a date", calc.DateTime)
	case f.TimeEqualityFilter != nil:
		k.typed(f.TimeEqualityFilter.Column, path+".TimeEqualityFilter.Column", "a date", calc.DateTime)
	case f.RelativeDatesFilter != nil:
		k.typed(f.RelativeDatesFilter.Column, path+".RelativeDatesFilter.Column", "a date", calc.DateTime)
	}
}

// parameterMembers are the members that name a parameter.
var parameterMembers = map[string]bool{"ParameterName": true, "Parameter": true, "SourceParameterName": true, "DestinationParameterName": true}

var (
	numberKinds = []types.ColumnDataType{types.ColumnDataTypeInteger, types.ColumnDataTypeDecimal}
	dateKinds   = []types.ColumnDataType{types.ColumnDataTypeDatetime}
)

// takes are the types of the parameters that parts of a definition can do with; others can do with any.
var takes = map[string][]types.ColumnDataType{
	"NumericRangeFilterValue": numberKinds, "NumericEqualityFilter": numberKinds, "TopBottomFilter": numberKinds, "RelativeDatesFilter": numberKinds, "ParameterSliderControl": numberKinds,
	"TimeRangeFilterValue": dateKinds, "TimeEqualityFilter": dateKinds, "AnchorDateConfiguration": dateKinds, "ParameterDateTimePickerControl": dateKinds,
}

// parameter looks for a parameter that a part names.
func (k *checker) parameter(part, name, path string) {
	p, declared := k.parameters[name]
	switch kinds := takes[part]; {
	case !declared:
		k.add(types.DashboardErrorTypeParameterNotFound, path, "The definition declares no parameter %q.", name)
	case kinds != nil && !slices.Contains(kinds, p.kind):
		k.add(types.DashboardErrorTypeParameterTypeInvalid, path, "The parameter %q is %s, which does not do here.", name, p.kind)
	}
}

// declaration checks a parameter's name and its defaults, of which one with a single value has one.
func (k *checker) declaration(d *types.ParameterDeclaration, path string) {
	defaults, several := 0, false
	var name *string
	switch {
	case d.StringParameterDeclaration != nil:
		p := d.StringParameterDeclaration
		name, several = p.Name, p.ParameterValueType == types.ParameterValueTypeMultiValued
		if p.DefaultValues != nil {
			defaults = len(p.DefaultValues.StaticValues)
		}
	case d.DecimalParameterDeclaration != nil:
		p := d.DecimalParameterDeclaration
		name, several = p.Name, p.ParameterValueType == types.ParameterValueTypeMultiValued
		if p.DefaultValues != nil {
			defaults = len(p.DefaultValues.StaticValues)
		}
	case d.IntegerParameterDeclaration != nil:
		p := d.IntegerParameterDeclaration
		name, several = p.Name, p.ParameterValueType == types.ParameterValueTypeMultiValued
		if p.DefaultValues != nil {
			defaults = len(p.DefaultValues.StaticValues)
		}
	case d.DateTimeParameterDeclaration != nil:
		p := d.DateTimeParameterDeclaration
		name = p.Name
		if p.DefaultValues != nil {
			defaults = len(p.DefaultValues.StaticValues)
		}
	default:
		return
	}
	k.once("parameter", name, path)
	if defaults > 1 && !several {
		k.add(types.DashboardErrorTypeParameterValueIncompatible, path, "The parameter %q has one value and %d defaults.", aws.ToString(name), defaults)
	}
}

// setting holds the values that an action gives a parameter to its type.
func (k *checker) setting(s *types.SetParameterValueConfiguration, path string) {
	p, declared := k.parameters[aws.ToString(s.DestinationParameterName)]
	if !declared || s.Value == nil || s.Value.CustomValuesConfiguration == nil || s.Value.CustomValuesConfiguration.CustomValues == nil {
		return
	}
	v := s.Value.CustomValuesConfiguration.CustomValues
	for _, given := range []struct {
		kind   types.ColumnDataType
		values int
	}{
		{types.ColumnDataTypeString, len(v.StringValues)},
		{types.ColumnDataTypeInteger, len(v.IntegerValues)},
		{types.ColumnDataTypeDecimal, len(v.DecimalValues)},
		{types.ColumnDataTypeDatetime, len(v.DateTimeValues)},
	} {
		switch {
		case given.values == 0:
		case given.kind != p.kind:
			k.add(types.DashboardErrorTypeParameterValueIncompatible, path, "The parameter %q is %s and is set to %s.", p.name, p.kind, given.kind)
		case given.values > 1 && !p.several:
			k.add(types.DashboardErrorTypeParameterValueIncompatible, path, "The parameter %q has one value and is set to %d.", p.name, given.values)
		}
	}
}

// once refuses an id that another thing of the kind has.
func (k *checker) once(kind string, id *string, path string) {
	if aws.ToString(id) == "" {
		return // which the door refuses
	}
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
