package calc

import (
	"strconv"
	"strings"

	"interlaken/sql/ast"
)

// Measured changes what is aggregated of each row for which a condition holds, nil for every row.
type Measured = func(measure, condition ast.Expression) (ast.Expression, error)

// Aggregate compiles a call of an aggregate or a period aggregate, whose dimensions it leaves alone. An aggregate function
// stands nowhere in the expression but where it is one of this call.
func (c *Compiler) Aggregate(n *Call, measured Measured) (ast.Expression, error) {
	measure, err := c.Compile(n.Arguments[0])
	if err != nil {
		return nil, err
	}
	condition, name, err := c.condition(n)
	if err != nil {
		return nil, err
	}
	if measure, err = measured(measure, condition); err != nil {
		return nil, err
	}
	if condition != nil {
		measure = ast.Func("if", condition, measure)
	}
	arguments := []ast.Expression{measure}
	if strings.HasPrefix(name, "percentile") {
		share, err := c.share(n)
		if err != nil {
			return nil, err
		}
		arguments = append(arguments, share)
	}
	return c.Form(n.at, name, arguments...)
}

// condition is what has to hold of the rows that a call aggregates, nil for nothing, and the name of the aggregate.
func (c *Compiler) condition(n *Call) (condition ast.Expression, name string, err error) {
	if name, ok := strings.CutSuffix(n.Function.Name, "If"); ok {
		condition, err = c.Compile(n.Arguments[1])
		return condition, name, err
	}
	name, ok := strings.CutPrefix(n.Function.Name, "periodToDate")
	if !ok {
		return nil, n.Function.Name, nil
	}
	name = strings.ToLower(name[:1]) + name[1:]
	if !strings.HasPrefix(name, "percentile") {
		name = strings.ToLower(name) // StDevP is stdevp
	}
	condition, err = c.toDate(n)
	return condition, name, err
}

// Form fills the form of an aggregate function of rows.
func (c *Compiler) Form(at Position, name string, arguments ...ast.Expression) (ast.Expression, error) {
	if name == "percentile" {
		name = "percentileDisc" // User Guide, "percentile"
	}
	return c.fill(at, trinoForms[name], arguments)
}

// Aggregated fills the form of an aggregate function outside of any expression.
func Aggregated(name string, arguments ...ast.Expression) (ast.Expression, error) {
	c := &Compiler{left: MaxNodes}
	return c.Form(Position{}, name, arguments...)
}

// Truncated is the beginning of the unit of time that a moment is in; unit is Trino's name of it.
func Truncated(unit string, moment ast.Expression) (ast.Expression, error) {
	c := &Compiler{left: MaxNodes}
	return c.truncated(Position{}, unit, moment)
}

func (c *Compiler) truncated(at Position, unit string, moment ast.Expression) (ast.Expression, error) {
	form, ok := trinoForms["truncDate "+unit]
	if !ok {
		form = trinoForms["truncDate"]
	}
	return c.fill(at, form, []ast.Expression{ast.String(unit), moment})
}

// toDate is the condition that a row lies between the beginning of a period and its end, which is now where none is given
// (User Guide, "periodToDateSum").
func (c *Compiler) toDate(n *Call) (ast.Expression, error) {
	var date, end ast.Expression
	var unit string
	for i, a := range n.Arguments[1:] {
		var err error
		switch form := n.Function.argument(i+1, len(n.Arguments)); {
		case form.form == period:
			unit, err = unitOf(a)
		case form.name == "date":
			date, err = c.Compile(a)
		case form.name == "end":
			end, err = c.Compile(a)
		}
		if err != nil {
			return nil, err
		}
	}
	if end == nil {
		var err error
		if end, err = c.Compile(&Call{Function: Lookup("now"), at: n.at}); err != nil {
			return nil, err
		}
	}
	begun, err := c.truncated(n.at, unit, date)
	if err != nil {
		return nil, err
	}
	same, err := c.truncated(n.at, unit, end)
	if err != nil {
		return nil, err
	}
	return ast.And(
		&ast.Binary{Operator: ast.Equals, Left: begun, Right: same},
		&ast.Binary{Operator: ast.LessOrEqual, Left: ast.Clone(date), Right: ast.Clone(end)},
	), nil
}

// share is the percentage that a call has for its second argument, as SQL has it: a number from 0 to 1.
func (c *Compiler) share(n *Call) (ast.Expression, error) {
	percent := -1.0
	value, err := c.Compile(n.Arguments[1])
	switch l := value.(type) {
	case *ast.IntegerLiteral:
		percent = float64(l.Value)
	case *ast.DoubleLiteral:
		percent, err = strconv.ParseFloat(l.Text, 64)
	}
	if err != nil {
		return nil, err
	}
	if !(percent >= 0 && percent <= 100) {
		return nil, invalid(n.Arguments[1].At(), "%s takes a number from 0 to 100 that is written out.", n.Function.Name)
	}
	return Share(percent), nil
}

// Share is a percentage as the percentile functions' forms take it.
func Share(percent float64) ast.Expression {
	return &ast.DoubleLiteral{Text: strings.ToUpper(strconv.FormatFloat(percent/100, 'e', -1, 64))}
}
