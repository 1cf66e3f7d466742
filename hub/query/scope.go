package query

import (
	"slices"
	"strings"
	"time"

	qstypes "github.com/aws/aws-sdk-go-v2/service/quicksight/types"

	"interlaken/calc"
	"interlaken/fault"
	"interlaken/hub"
	"interlaken/hub/definition"
	"interlaken/spelling"
	"interlaken/sql/ast"
)

// scope is what a query may name: the columns of its data set, calculated fields, and parameters.
type scope struct {
	fields     *calc.Set
	data       *hub.DataSet
	parameters map[string]definition.Parameter // by name in small letters
	now        time.Time
}

// calcTypes are the types of expressions over columns.
var calcTypes = map[qstypes.ColumnDataType]calc.Type{
	qstypes.ColumnDataTypeString: calc.String, qstypes.ColumnDataTypeInteger: calc.Integer,
	qstypes.ColumnDataTypeDecimal: calc.Decimal, qstypes.ColumnDataTypeDatetime: calc.DateTime,
}

func newScope(q *definition.Query, set *hub.DataSet, now time.Time) *scope {
	s := &scope{fields: calc.NewSet(), data: set, parameters: map[string]definition.Parameter{}, now: now}
	for i := range set.Root.Columns {
		s.fields.AddColumn(set.Root.Columns[i].Name, calcTypes[set.Root.Columns[i].Type])
	}
	for _, c := range q.Calculated {
		s.fields.AddFormula(c.Name, c.Expression)
	}
	for _, p := range q.Parameters {
		if lower := strings.ToLower(p.Name); s.parameters[lower].Name == "" {
			s.parameters[lower] = p
		}
		s.fields.AddParameter(p.Name, calc.ParameterType{Type: calcTypes[p.Kind], Several: len(p.Values) > 1})
	}
	for _, p := range q.Parameters { // one of these very letters goes before, as calc.Set has it
		s.parameters[p.Name] = p
	}
	return s
}

// field is a column of the data set or a calculated field.
type field struct {
	// RelationColumn is its name and type; of a calculated field without more.
	hub.RelationColumn
	formula *calc.Formula // nil for a column
	level   calc.Level
	// truth tells that it is true or false, which is 1 or 0 wherever a query gives or compares it.
	truth bool
}

// field finds what a query names; where says what for.
func (s *scope) field(name, where string) (*field, error) {
	formula, column := s.fields.Meant(name, nil)
	if formula == nil {
		if c := columnOf(&s.data.Root, column); column != "" && c != nil {
			return &field{RelationColumn: *c, level: calc.Row}, nil
		}
		meant := ""
		if near := spelling.Nearest(name, slices.Values(s.fields.Names()), max(len(name)/3, 2)); near != "" {
			meant = " Did you mean " + near + "?"
		}
		return nil, fault.New(fault.Validation, "%s names the field %q, which the data set %s has not.%s", where, name, s.data.ID, meant)
	}
	if _, err := s.fields.Resolve(formula.Name); err != nil {
		return nil, inField(formula.Name, err)
	}
	f := &field{formula: formula, level: max(formula.Meaning.Level, calc.Row), truth: formula.Meaning.Type == calc.Boolean}
	f.Name, f.Type = formula.Name, columnTypes[formula.Meaning.Type]
	return f, nil
}

// columnTypes are the types that calculated fields have as columns. True is the integer 1, and null a text.
var columnTypes = map[calc.Type]qstypes.ColumnDataType{
	calc.Unknown: qstypes.ColumnDataTypeString, calc.String: qstypes.ColumnDataTypeString, calc.Integer: qstypes.ColumnDataTypeInteger,
	calc.Decimal: qstypes.ColumnDataTypeDecimal, calc.DateTime: qstypes.ColumnDataTypeDatetime, calc.Boolean: qstypes.ColumnDataTypeInteger,
}

// inField says of which calculated field an error is.
func inField(name string, err error) error {
	return fault.Wrap(err, fault.CodeOf(err), "The calculated field {%s} has an error: %s", name, fault.Public(err))
}

// Parameter is the values of a parameter as literals; see calc.Environment.
func (s *scope) Parameter(name string) ([]ast.Expression, error) {
	p, ok := s.parameters[name]
	if !ok {
		p = s.parameters[strings.ToLower(name)] // calc.Check has seen that there is one
	}
	values := make([]ast.Expression, len(p.Values))
	for i, text := range p.Values {
		var err error
		if values[i], err = literal(&hub.RelationColumn{Name: "${" + p.Name + "}", Type: p.Kind}, text); err != nil {
			return nil, err
		}
	}
	return values, nil
}

// Now is the moment at which the dashboard was loaded; see calc.Environment.
func (s *scope) Now() time.Time { return s.now }
