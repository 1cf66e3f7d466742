package calc

import (
	"maps"
	"slices"
	"strings"

	"interlaken/fault"
)

// Set is the columns, calculated fields and parameters that expressions of one data set may name. Calculated fields may
// name each other, but not in a circle. A name that stands there in its very letters goes before one that differs in case:
// data sets have both "date" and "Date". It is not safe for concurrent use.
type Set struct {
	columns    names[column]
	parameters names[ParameterType]
	formulas   names[*Formula]
	// Open makes every name that is neither a column, a field nor a parameter one of unknown type and level, for expressions
	// whose data set is not known.
	Open bool
}

// column is one of a data set, under its name there.
type column struct {
	name string
	Type
}

// names are things by name, and by name without regard to case: of several such the first that was added.
type names[T any] struct {
	exact  map[string]T
	folded map[string]string
}

func (n *names[T]) add(name string, value T) {
	if n.exact == nil {
		n.exact, n.folded = map[string]T{}, map[string]string{}
	}
	n.exact[name] = value
	if lower := strings.ToLower(name); n.folded[lower] == "" {
		n.folded[lower] = name
	}
}

// find returns what a name means, and whether it stands there in these very letters.
func (n *names[T]) find(name string) (_ T, exact, ok bool) {
	if value, ok := n.exact[name]; ok {
		return value, true, true
	}
	other, ok := n.folded[strings.ToLower(name)]
	return n.exact[other], false, ok
}

// ParameterType says what a parameter holds.
type ParameterType struct {
	Type    Type
	Several bool
}

// Formula is a calculated field of a set.
type Formula struct {
	Name, Expression string
	// Tree and Meaning are there once Resolve has returned the formula without an error.
	Tree    Node
	Meaning Meaning
	state   state
	err     error
}

type state uint8

const (
	untouched state = iota
	resolving
	resolved
)

// NewSet returns an empty set.
func NewSet() *Set { return &Set{} }

// AddColumn adds a column of the data set.
func (s *Set) AddColumn(name string, t Type) { s.columns.add(name, column{name, t}) }

// AddParameter adds a parameter.
func (s *Set) AddParameter(name string, t ParameterType) { s.parameters.add(name, t) }

// AddFormula adds a calculated field, which hides a column of its name but in its own expression. It is read when it is
// asked for.
func (s *Set) AddFormula(name, expression string) {
	s.formulas.add(name, &Formula{Name: name, Expression: expression})
}

// Resolve parses and checks a calculated field and those that it names. NotFound: there is no such field.
func (s *Set) Resolve(name string) (*Formula, error) {
	f, _, ok := s.formulas.find(name)
	if !ok {
		return nil, fault.New(fault.NotFound, "There is no calculated field {%s}.", name)
	}
	return s.resolve(f)
}

func (s *Set) resolve(f *Formula) (*Formula, error) {
	switch f.state {
	case resolved:
		return f, f.err
	case resolving:
		return nil, fault.New(fault.Validation, "The calculated field {%s} depends on itself.", f.Name)
	}
	f.state = resolving
	f.Tree, f.err = Parse(f.Expression)
	if f.err == nil {
		f.Meaning, f.err = Check(f.Tree, own{s, f})
	}
	if fields, _ := Uses(f.Tree); len(fields) > 0 {
		f.Meaning.Level = max(f.Meaning.Level, Row)
	}
	f.state = resolved
	return f, f.err
}

// Check resolves the names of an expression that is not itself one of the set's; see Check.
func (s *Set) Check(n Node) (Meaning, error) { return Check(n, own{s, nil}) }

// own is the scope of a formula: its own name is the column's that it hides.
type own struct {
	*Set
	formula *Formula
}

// Field implements Scope.
func (o own) Field(name string) (Type, Level, error) {
	column, _, isColumn := o.columns.find(name)
	f, _ := o.Meant(name, o.formula)
	switch {
	case f != nil:
		before := f.state
		if _, err := o.resolve(f); err != nil {
			if before != resolving {
				err = fault.New(fault.CodeOf(err), "The calculated field {%s} has an error: %s", f.Name, fault.Public(err))
			}
			return Unknown, Constant, err
		}
		return f.Meaning.Type, f.Meaning.Level, nil
	case isColumn || o.Open:
		return column.Type, o.level(isColumn), nil
	}
	return Unknown, Constant, fault.New(fault.NotFound, "There is no field {%s}.", name)
}

// Meant tells what a name means in the expression of a formula, or outside of any for nil: a calculated field, else the
// column of that name; neither where there is no such name.
func (s *Set) Meant(name string, within *Formula) (f *Formula, column string) {
	c, exactly, isColumn := s.columns.find(name)
	f, exact, isFormula := s.formulas.find(name)
	switch {
	case isFormula && f == within && (isColumn || s.Open), isFormula && !exact && (exactly || s.Open):
		// The column that the formula hides, or one whose name differs in case from the formula's.
		return nil, c.name
	case isFormula:
		return f, ""
	}
	return nil, c.name
}

// level is that of a column; a name that is not known goes with every level.
func (s *Set) level(known bool) Level {
	if known {
		return Row
	}
	return Constant
}

// Parameter implements Scope.
func (s *Set) Parameter(name string) (Type, bool, error) {
	p, _, ok := s.parameters.find(name)
	if !ok && !s.Open {
		return Unknown, false, fault.New(fault.Validation, "There is no parameter ${%s}.%s", name, suggestion(name, slices.Sorted(maps.Keys(s.parameters.exact))))
	}
	return p.Type, p.Several, nil
}

// Names implements Scope.
func (s *Set) Names() []string {
	all := slices.AppendSeq(slices.Collect(maps.Keys(s.columns.exact)), maps.Keys(s.formulas.exact))
	slices.Sort(all)
	return all
}
