package query

import (
	"time"

	"interlaken/calc"
	"interlaken/fault"
	"interlaken/hub"
	"interlaken/sql/ast"
	"interlaken/sql/types"
)

// formulas compiles the calculated columns of a relation: where they stand over the columns that the relation is made of.
type formulas struct {
	// source is a column of what lies under the relation.
	source func(*hub.RelationColumn) ast.Expression
	now    time.Time
}

// value is a column of the relation, with the type that the data set has for it.
func (f formulas) value(c *hub.RelationColumn) (ast.Expression, error) {
	var value ast.Expression
	if c.Formula == nil {
		value = f.source(c)
	} else {
		var err error
		if value, err = f.compile(c.Formula); err != nil {
			return nil, fault.Wrap(err, fault.CodeOf(err), "The calculated column %q: %s", c.Name, fault.Public(err))
		}
		if c.Formula.Truth { // which a data set has as 1 and 0
			value = &ast.Cast{Operand: value, Type: ast.TypeOf(types.Simple(types.Bigint))}
		}
	}
	if c.Cast {
		value = &ast.Cast{Operand: value, Type: ast.TypeOf(castTypes[c.Type])}
	}
	return value, nil
}

func (f formulas) compile(formula *hub.Formula) (ast.Expression, error) {
	tree, err := calc.Parse(formula.Expression)
	if err != nil {
		return nil, err
	}
	return calc.Compile(tree, inputs{f, formula})
}

// inputs are what a formula names.
type inputs struct {
	formulas
	formula *hub.Formula
}

// Field implements calc.Environment.
func (i inputs) Field(name string) (ast.Expression, error) {
	c := i.formula.Input(name)
	if c == nil {
		return nil, fault.New(fault.Internal, "The column %q of a calculated column is not kept.", name)
	}
	return i.value(c)
}

// Parameter implements calc.Environment. Data sets have none.
func (inputs) Parameter(name string) ([]ast.Expression, error) {
	return nil, fault.New(fault.Validation, "There is no parameter ${%s}.", name)
}

// Now implements calc.Environment.
func (i inputs) Now() time.Time { return i.now }

// conditions are the filters of a relation; nil for none.
func (f formulas) conditions(r *hub.Relation) (ast.Expression, error) {
	var terms []ast.Expression
	for i := range r.Filters {
		term, err := f.compile(&r.Filters[i])
		if err != nil {
			return nil, fault.Wrap(err, fault.CodeOf(err), "A filter of the data set: %s", fault.Public(err))
		}
		terms = append(terms, term)
	}
	return ast.And(terms...), nil
}

// origins calls f with the columns of what lies under the relation that a column is computed from.
func origins(c *hub.RelationColumn, f func(*hub.RelationColumn)) {
	if c.Formula == nil {
		f(c)
		return
	}
	for i := range c.Formula.Inputs {
		origins(&c.Formula.Inputs[i], f)
	}
}

// under calls f with the columns under the relation that columns of it and its filters are computed from.
func under(r *hub.Relation, columns []*hub.RelationColumn, f func(*hub.RelationColumn)) {
	for _, c := range columns {
		origins(c, f)
	}
	for i := range r.Filters {
		for j := range r.Filters[i].Inputs {
			origins(&r.Filters[i].Inputs[j], f)
		}
	}
}
