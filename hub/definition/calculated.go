package definition

import (
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"

	"interlaken/calc"
	"interlaken/fault"
)

// formula is the calculated field that a name of a data set means, or nil. It hides a column of its name, but not one
// whose name differs in case from its own; see calc.Set.
func (c *compiler) formula(identifier, name string) *types.CalculatedField {
	var near *types.CalculatedField
	for i := range c.def.CalculatedFields {
		f := &c.def.CalculatedFields[i]
		if aws.ToString(f.DataSetIdentifier) != identifier {
			continue
		}
		switch own := aws.ToString(f.Name); {
		case own == name:
			return f
		case near == nil && strings.EqualFold(own, name):
			near = f
		}
	}
	if near != nil && slices.Contains(c.columnNames(identifier), name) {
		return nil
	}
	return near
}

// columnNames are the output columns of a data set; nil where they are not known.
func (c *compiler) columnNames(identifier string) []string {
	arn, err := c.arnOf(identifier)
	if err != nil || c.ask.Columns == nil {
		return nil
	}
	return c.ask.Columns(arn)
}

// formulas is what expressions of the visual's data set may name. Only the names of columns are known here, so that types
// are checked where they are: by Examine, and by who computes the query.
func (c *compiler) formulas() *calc.Set {
	if c.set != nil {
		return c.set
	}
	c.set = calc.NewSet()
	columns := c.columnNames(c.dataSet)
	for _, name := range columns {
		c.set.AddColumn(name, calc.Unknown)
	}
	c.set.Open = len(columns) == 0
	addDeclared(c.set, c.def, c.dataSet)
	return c.set
}

// addDeclared adds a definition's calculated fields for a data set and its parameters to what expressions may name.
func addDeclared(set *calc.Set, def *types.DashboardVersionDefinition, identifier string) {
	for _, f := range def.CalculatedFields {
		if aws.ToString(f.DataSetIdentifier) == identifier {
			set.AddFormula(aws.ToString(f.Name), aws.ToString(f.Expression))
		}
	}
	for _, p := range parameterTypes(def) {
		set.AddParameter(p.name, calc.ParameterType{Type: calcTypes[p.kind], Several: p.several})
	}
}

var calcTypes = map[types.ColumnDataType]calc.Type{
	types.ColumnDataTypeString: calc.String, types.ColumnDataTypeInteger: calc.Integer, types.ColumnDataTypeDecimal: calc.Decimal,
	types.ColumnDataTypeDatetime: calc.DateTime,
}

// level has a calculated field and all that it names computed in the query, and says on which level it stands; a column's
// is the row.
func (c *compiler) level(name string) (calc.Level, error) {
	f := c.formula(c.dataSet, name)
	if f == nil {
		return calc.Row, nil
	}
	formula, err := c.formulas().Resolve(aws.ToString(f.Name))
	if err != nil {
		return 0, fault.Wrap(err, fault.Unsupported, "The calculated field %q: %s", aws.ToString(f.Name), fault.Public(err))
	}
	c.need(f, formula.Tree)
	return formula.Meaning.Level, nil
}

// need adds a calculated field and what it names to the query. Its set has resolved it, and with it all below.
func (c *compiler) need(f *types.CalculatedField, tree calc.Node) {
	if c.needed[f] {
		return
	}
	c.needed[f] = true
	c.query.Calculated = append(c.query.Calculated, Calculated{aws.ToString(f.Name), aws.ToString(f.Expression)})
	c.needNames(tree, f)
}

// needNames adds what an expression names. Its own name is the column's that it hides.
func (c *compiler) needNames(tree calc.Node, own *types.CalculatedField) {
	fields, parameters := calc.Uses(tree)
	for _, name := range fields {
		if f := c.formula(c.dataSet, name); f != nil && f != own {
			if formula, err := c.formulas().Resolve(aws.ToString(f.Name)); err == nil {
				c.need(f, formula.Tree)
			}
		}
	}
	for _, name := range parameters {
		c.needParameter(name)
	}
}

// needParameter adds a parameter with its values, of which it may have none.
func (c *compiler) needParameter(name string) {
	for _, p := range parameterTypes(c.def) {
		if strings.EqualFold(p.name, name) && !slices.ContainsFunc(c.query.Parameters, func(has Parameter) bool { return has.Name == p.name }) {
			c.query.Parameters = append(c.query.Parameters, Parameter{p.name, p.kind, c.parameters[p.name].values})
		}
	}
}

// compute adds an expression that has no name in the definition, and says on which level it stands.
func (c *compiler) compute(name, expression string) (calc.Level, error) {
	tree, err := calc.Parse(expression)
	if err != nil {
		return 0, fault.Wrap(err, fault.Unsupported, "An expression of the visual: %s", fault.Public(err))
	}
	meaning, err := c.formulas().Check(tree)
	if err != nil {
		return 0, fault.Wrap(err, fault.Unsupported, "An expression of the visual: %s", fault.Public(err))
	}
	c.query.Calculated = append(c.query.Calculated, Calculated{name, expression})
	c.needNames(tree, nil)
	return meaning.Level, nil
}

// braced names a column in an expression.
func braced(column string) (string, error) {
	if strings.ContainsAny(column, "{}") {
		return "", fault.New(fault.Unsupported, "The column %q cannot be named in an expression because of its braces.", column)
	}
	return "{" + column + "}", nil
}

// parameterType is what a parameter may hold.
type parameterType struct {
	name    string
	kind    types.ColumnDataType
	several bool
}

// parameterTypes are the types of the declared parameters, in their order. A date has one value.
func parameterTypes(def *types.DashboardVersionDefinition) []parameterType {
	all := make([]parameterType, 0, len(def.ParameterDeclarations))
	for _, d := range def.ParameterDeclarations {
		switch {
		case d.StringParameterDeclaration != nil:
			s := d.StringParameterDeclaration
			all = append(all, parameterType{aws.ToString(s.Name), types.ColumnDataTypeString, s.ParameterValueType == types.ParameterValueTypeMultiValued})
		case d.DecimalParameterDeclaration != nil:
			s := d.DecimalParameterDeclaration
			all = append(all, parameterType{aws.ToString(s.Name), types.ColumnDataTypeDecimal, s.ParameterValueType == types.ParameterValueTypeMultiValued})
		case d.IntegerParameterDeclaration != nil:
			s := d.IntegerParameterDeclaration
			all = append(all, parameterType{aws.ToString(s.Name), types.ColumnDataTypeInteger, s.ParameterValueType == types.ParameterValueTypeMultiValued})
		case d.DateTimeParameterDeclaration != nil:
			all = append(all, parameterType{aws.ToString(d.DateTimeParameterDeclaration.Name), types.ColumnDataTypeDatetime, false})
		}
	}
	return all
}
