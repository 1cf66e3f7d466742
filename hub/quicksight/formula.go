package quicksight

import (
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"

	"interlaken/calc"
	"interlaken/fault"
	"interlaken/hub"
	"interlaken/hub/share"
	"interlaken/sql/ast"
)

// calcTypes are the types of columns to calculated fields.
var calcTypes = map[types.ColumnDataType]calc.Type{
	types.ColumnDataTypeString: calc.String, types.ColumnDataTypeInteger: calc.Integer,
	types.ColumnDataTypeDecimal: calc.Decimal, types.ColumnDataTypeDatetime: calc.DateTime,
}

// columnTypes are the types of calculated columns. What is true or false is an integer to a data set, and NULL a text.
var columnTypes = map[calc.Type]types.ColumnDataType{
	calc.Unknown: types.ColumnDataTypeString, calc.String: types.ColumnDataTypeString, calc.Integer: types.ColumnDataTypeInteger,
	calc.Boolean: types.ColumnDataTypeInteger, calc.Decimal: types.ColumnDataTypeDecimal, calc.DateTime: types.ColumnDataTypeDatetime,
}

// createColumns adds calculated columns; each may name those before it.
func createColumns(r *hub.Relation, columns []types.CalculatedColumn) error {
	if len(columns) == 0 {
		return invalid("Columns is empty.")
	}
	for i, c := range columns {
		name := aws.ToString(c.ColumnName)
		if findColumn(r.Columns, name) != nil {
			return invalid("There is a column %q already.", name)
		}
		formula, meaning, err := formulaOf(r, aws.ToString(c.Expression))
		if err != nil {
			return fault.Wrap(err, fault.CodeOf(err), "Columns[%d], the calculated column %q: %s", i, name, fault.Public(err))
		}
		r.Columns = append(r.Columns, hub.RelationColumn{ID: aws.ToString(c.ColumnId), Name: name, Type: columnTypes[meaning], Formula: formula})
	}
	return nil
}

// filter keeps the rows of which a condition holds.
func filter(r *hub.Relation, condition string) error {
	formula, meaning, err := formulaOf(r, condition)
	switch {
	case err != nil:
		return fault.Wrap(err, fault.CodeOf(err), "ConditionExpression: %s", fault.Public(err))
	case meaning != calc.Boolean:
		return invalid("ConditionExpression is of type %s and has to be a condition.", meaning)
	}
	formula.Truth = false // a condition stays one
	r.Filters = append(r.Filters, *formula)
	return nil
}

// formulaOf reads an expression over the columns of a relation as they are now. Faults of the expression are those of a
// parameter.
func formulaOf(r *hub.Relation, expression string) (*hub.Formula, calc.Type, error) {
	formula, kind, err := readFormula(r, expression)
	if fault.Is(err, fault.Validation) || fault.Is(err, fault.Limit) {
		err = fault.Wrap(err, share.InvalidParameterValue, "%s", fault.Public(err))
	}
	return formula, kind, err
}

func readFormula(r *hub.Relation, expression string) (*hub.Formula, calc.Type, error) {
	tree, err := calc.Parse(expression)
	if err != nil {
		return nil, calc.Unknown, err
	}
	set := calc.NewSet()
	for _, c := range r.Columns {
		set.AddColumn(c.Name, calcTypes[c.Type])
	}
	meaning, err := set.Check(tree)
	if err != nil {
		return nil, calc.Unknown, err
	}
	if meaning.Level > calc.Row {
		return nil, calc.Unknown, fault.New(fault.Unsupported, "A column of a data set that is aggregated is unsupported here; write it as a calculated field of the analysis.")
	}
	formula := &hub.Formula{Expression: expression, Truth: meaning.Type == calc.Boolean}
	fields, _ := calc.Uses(tree)
	for _, name := range fields {
		input := *findColumn(r.Columns, name)
		input.Name = name
		formula.Inputs = append(formula.Inputs, input)
	}
	_, err = calc.Compile(tree, trial{formula})
	return formula, meaning.Type, err
}

// trial compiles a formula, with those that it names, to find out whether that can be done and does not grow without bound.
type trial struct{ formula *hub.Formula }

// Field implements calc.Environment.
func (t trial) Field(name string) (ast.Expression, error) {
	c := t.formula.Input(name)
	if c.Formula == nil {
		return ast.Name(c.Name), nil
	}
	tree, err := calc.Parse(c.Formula.Expression)
	if err != nil {
		return nil, err
	}
	return calc.Compile(tree, trial{c.Formula})
}

// Parameter implements calc.Environment. Data sets have none, which the check has said.
func (trial) Parameter(name string) ([]ast.Expression, error) {
	return nil, fault.New(fault.Internal, "The parameter ${%s} was not refused.", name)
}

// Now implements calc.Environment.
func (trial) Now() time.Time { return time.Time{} }
