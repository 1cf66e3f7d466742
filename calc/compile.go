package calc

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"interlaken/fault"
	"interlaken/sql/ast"
	"interlaken/sql/types"
)

// Environment says what names stand for when an expression is compiled.
type Environment interface {
	// Field is the expression of a column or calculated field.
	Field(name string) (ast.Expression, error)
	// Parameter is the values of a parameter, as literals; more than one only where it may have several.
	Parameter(name string) ([]ast.Expression, error)
	// Now is the moment at which the dashboard was loaded.
	Now() time.Time
}

// Compile makes Trino's expression of a tree that Check has accepted: of a value for each row, or of one for each group.
// What is computed over other rows than those of the group (dimensions of an aggregate, over and table calculations) is
// Unsupported here: that is the query's to lay out.
func Compile(n Node, env Environment) (ast.Expression, error) {
	switch n := n.(type) {
	case *Literal:
		return literal(n), nil
	case *Field:
		e, err := env.Field(n.Name)
		if err != nil {
			return nil, located(n.at, err)
		}
		return e, nil
	case *Parameter:
		values, err := env.Parameter(n.Name)
		if err != nil {
			return nil, located(n.at, err)
		}
		if len(values) != 1 {
			return nil, invalid(n.at, "The parameter ${%s} has %d values where one is needed.", n.Name, len(values))
		}
		return values[0], nil
	case *Unary:
		name := n.Operator
		if name == "-" {
			name = "negative"
		}
		return compileForm(n.at, name, env, n.X)
	case *Binary:
		return compileForm(n.at, n.Operator, env, n.X, n.Y)
	case *Call:
		return call(n, env)
	}
	return nil, invalid(n.At(), "A list has no value.")
}

func literal(l *Literal) ast.Expression {
	switch l.Type {
	case String:
		return ast.String(l.Text)
	case Integer:
		n, _ := strconv.ParseInt(l.Text, 10, 64) // the parser has done it too
		return ast.Integer(n)
	case Decimal:
		return &ast.DoubleLiteral{Text: l.Text + "E0"}
	case Boolean:
		return &ast.BooleanLiteral{Value: l.Text == "TRUE"}
	}
	return &ast.NullLiteral{}
}

// compileForm fills the form of a name.
func compileForm(at Position, name string, env Environment, arguments ...Node) (ast.Expression, error) {
	form, ok := trinoForms[name]
	if !ok {
		return nil, problem(at, fault.Unsupported, "%s is unsupported here.", strings.Fields(strings.ReplaceAll(name, "/", " "))[0])
	}
	compiled := make([]ast.Expression, len(arguments))
	for i, a := range arguments {
		var err error
		if compiled[i], err = Compile(a, env); err != nil {
			return nil, err
		}
	}
	return fill(form, compiled)
}

// call compiles a call: one of as many arguments as there are, by the form of its name, which a word among the arguments
// may choose.
func call(n *Call, env Environment) (ast.Expression, error) {
	if build := builders[n.Function.Name]; build != nil {
		return build(n, env)
	}
	name := n.Function.Name
	if form := fmt.Sprintf("%s/%d", name, len(n.Arguments)); trinoForms[form] != nil {
		name = form
	}
	var values []Node
	for i, a := range n.Arguments {
		switch n.Function.argument(i, len(n.Arguments)).form {
		case matching:
			name += " " + strings.ToUpper(a.(*Field).Name)
			continue
		case dimensions, level, order:
			return nil, problem(n.at, fault.Unsupported, "%s over other rows than the group's is unsupported here.", n.Function.Name)
		case period:
			word, ok := unit(a)
			if !ok {
				return nil, problem(a.At(), fault.Unsupported, "A unit of time that is a parameter is unsupported here.")
			}
			word = units[word]
			if form := n.Function.Name + " " + word; trinoForms[form] != nil {
				name = form
			}
			a = &Literal{String, word, a.At()}
		}
		values = append(values, a)
	}
	if name == "dateDiff" && len(values) == 2 {
		values = append(values, &Literal{String, "day", n.at})
	}
	return compileForm(n.at, name, env, values...)
}

// units are Trino's names of the units of time.
var units = map[string]string{
	"YYYY": "year", "YEAR": "year", "Q": "quarter", "QUARTER": "quarter", "MM": "month", "MONTH": "month", "WK": "week", "WEEK": "week",
	"DD": "day", "DAY": "day", "WD": "weekday", "HH": "hour", "HOUR": "hour", "MI": "minute", "MINUTE": "minute", "SS": "second", "SECOND": "second",
	"MS": "millisecond", "MILLISECOND": "millisecond",
}

// builders are functions that no form says.
var builders map[string]func(*Call, Environment) (ast.Expression, error)

func init() {
	builders = map[string]func(*Call, Environment) (ast.Expression, error){
		"coalesce": variadic("coalesce", false), "concat": variadic("concat", true), "ifelse": ifelse, "switch": choice, "in": in, "notIn": in,
		"percentile": percentile, "percentileDisc": percentile,
		"now": func(_ *Call, env Environment) (ast.Expression, error) {
			text := env.Now().UTC().Format("2006-01-02 15:04:05.000")
			return &ast.TypedLiteral{Type: ast.TypeOf(types.Simple(types.Timestamp)), Value: text}, nil
		},
	}
}

func variadic(name string, texts bool) func(*Call, Environment) (ast.Expression, error) {
	return func(n *Call, env Environment) (ast.Expression, error) {
		var arguments []ast.Expression
		for _, a := range n.Arguments {
			e, err := Compile(a, env)
			if err != nil {
				return nil, err
			}
			if texts {
				e = &ast.Cast{Operand: e, Type: ast.TypeOf(types.Simple(types.Varchar))}
			}
			arguments = append(arguments, e)
		}
		return ast.Func(name, arguments...), nil
	}
}

// ifelse is CASE WHEN condition THEN value … ELSE value END.
func ifelse(n *Call, env Environment) (ast.Expression, error) { return cases(n, env, nil, n.Arguments) }

// choice is CASE value WHEN value THEN value … ELSE value END.
func choice(n *Call, env Environment) (ast.Expression, error) {
	operand, err := Compile(n.Arguments[0], env)
	if err != nil {
		return nil, err
	}
	return cases(n, env, operand, n.Arguments[1:])
}

func cases(_ *Call, env Environment, operand ast.Expression, rest []Node) (ast.Expression, error) {
	c := &ast.Case{Operand: operand}
	var err error
	for ; len(rest) > 1; rest = rest[2:] {
		w := &ast.When{}
		if w.Condition, err = Compile(rest[0], env); err != nil {
			return nil, err
		}
		if w.Result, err = Compile(rest[1], env); err != nil {
			return nil, err
		}
		c.Whens = append(c.Whens, w)
	}
	c.Else, err = Compile(rest[0], env)
	return c, err
}

// in compares with each value of a list or parameter. In no values nothing is.
func in(n *Call, env Environment) (ast.Expression, error) {
	operand, err := Compile(n.Arguments[0], env)
	if err != nil {
		return nil, err
	}
	list := &ast.InList{Operand: operand, Not: n.Function.Name == "notIn"}
	if p, ok := n.Arguments[1].(*Parameter); ok {
		if list.Items, err = env.Parameter(p.Name); err != nil {
			return nil, located(p.at, err)
		}
	} else {
		for _, item := range n.Arguments[1].(*List).Items {
			e, err := Compile(item.X, env)
			if err != nil {
				return nil, err
			}
			list.Items = append(list.Items, e)
		}
	}
	if len(list.Items) == 0 {
		return &ast.BooleanLiteral{Value: list.Not}, nil
	}
	return list, nil
}

// percentile has a percentage that is written out, and SQL a share.
func percentile(n *Call, env Environment) (ast.Expression, error) {
	l, ok := n.Arguments[1].(*Literal)
	var percent float64
	if ok {
		var err error
		percent, err = strconv.ParseFloat(l.Text, 64)
		ok = err == nil && percent >= 0 && percent <= 100
	}
	switch {
	case !ok:
		return nil, invalid(n.Arguments[1].At(), "%s takes a number from 0 to 100 that is written out.", n.Function.Name)
	case len(n.Arguments) > 2:
		return nil, problem(n.at, fault.Unsupported, "%s over other rows than the group's is unsupported here.", n.Function.Name)
	}
	value, err := Compile(n.Arguments[0], env)
	if err != nil {
		return nil, err
	}
	share := &ast.DoubleLiteral{Text: strings.ToUpper(strconv.FormatFloat(percent/100, 'e', -1, 64))}
	return fill(trinoForms["percentile"], []ast.Expression{value, share})
}
