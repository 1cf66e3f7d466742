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

// Environment says what names stand for when an expression is compiled. Each answer is a tree of its own.
type Environment interface {
	// Field is the expression of a column or calculated field.
	Field(name string) (ast.Expression, error)
	// Parameter is the values of a parameter, as literals; more than one only where it may have several.
	Parameter(name string) ([]ast.Expression, error)
	// Now is the moment at which the dashboard was loaded.
	Now() time.Time
}

// MaxNodes is how many nodes of a tree one compilation may make. Some functions write an argument more than once, and a
// calculated field stands wherever it is named, so that a short text could stand for a tree without bound.
const MaxNodes = 100_000

// Layout is an Environment that lays out what is computed over several rows: it says what stands for each call of a
// function that is not scalar.
type Layout interface {
	Environment
	Lay(*Call, *Compiler) (ast.Expression, error)
}

// Compile makes Trino's expression of a tree that Check has accepted: of a value for each row, or of one for each group.
// What is computed over other rows than those of the group (dimensions of an aggregate, over and table calculations) is
// Unsupported unless the environment is a Layout. A tree of more than MaxNodes is Limit.
func Compile(n Node, env Environment) (ast.Expression, error) {
	c := &Compiler{Environment: env, left: MaxNodes}
	return c.Compile(n)
}

// Compiler is one compilation.
type Compiler struct {
	Environment
	left int // nodes that may yet be made
}

// made counts nodes that a part at a place has made.
func (c *Compiler) made(at Position, nodes int) error {
	if c.left -= nodes; c.left < 0 {
		return problem(at, fault.Limit, "The expression, with the calculated fields that it names, has more than %d parts.", MaxNodes)
	}
	return nil
}

// nodes counts those of a tree.
func nodes(e ast.Expression) int {
	n := 0
	ast.Walk(e, func(ast.Node) bool { n++; return true })
	return n
}

// Compile compiles a part of the expression.
func (c *Compiler) Compile(n Node) (ast.Expression, error) {
	switch n := n.(type) {
	case *Literal:
		return literal(n), c.made(n.at, 1)
	case *Field:
		e, err := c.Field(n.Name)
		if err != nil {
			return nil, located(n.at, err)
		}
		return e, c.made(n.at, nodes(e))
	case *Parameter:
		values, err := c.Parameter(n.Name)
		if err != nil {
			return nil, located(n.at, err)
		}
		if len(values) != 1 {
			return nil, invalid(n.at, "The parameter ${%s} has %d values where one is needed.", n.Name, len(values))
		}
		return values[0], c.made(n.at, 1)
	case *Unary:
		name := n.Operator
		if name == "-" {
			name = "negative"
		}
		return c.form(n.at, name, n.X)
	case *Binary:
		return c.form(n.at, n.Operator, n.X, n.Y)
	case *Call:
		return c.call(n)
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

// form fills the form of a name.
func (c *Compiler) form(at Position, name string, arguments ...Node) (ast.Expression, error) {
	form, ok := trinoForms[name]
	if !ok {
		return nil, problem(at, fault.Unsupported, "%s is unsupported here.", strings.Fields(strings.ReplaceAll(name, "/", " "))[0])
	}
	compiled := make([]ast.Expression, len(arguments))
	for i, a := range arguments {
		var err error
		if compiled[i], err = c.Compile(a); err != nil {
			return nil, err
		}
	}
	return c.fill(at, form, compiled)
}

// fill puts arguments into a form.
func (c *Compiler) fill(at Position, form ast.Expression, arguments []ast.Expression) (ast.Expression, error) {
	sizes := make([]int, len(arguments))
	for i, a := range arguments {
		sizes[i] = nodes(a)
	}
	return ast.Rewrite(ast.Clone(form), func(n ast.Node) (ast.Node, error) {
		name, ok := n.(*ast.Identifier)
		if !ok || len(name.Text) != 1 || name.Quoted {
			return n, c.made(at, 1)
		}
		i := strings.Index("abcd", name.Text)
		if i < 0 || i >= len(arguments) {
			return n, c.made(at, 1)
		}
		if err := c.made(at, sizes[i]); err != nil {
			return nil, err
		}
		return ast.Clone(arguments[i]), nil
	})
}

// call compiles a call: one of as many arguments as there are, by the form of its name, which a word among the arguments
// may choose.
func (c *Compiler) call(n *Call) (ast.Expression, error) {
	if l, ok := c.Environment.(Layout); ok && n.Function.Kind != Scalar {
		laid, err := l.Lay(n, c)
		if err != nil {
			return nil, err
		}
		return laid, c.made(n.at, nodes(laid))
	}
	if n.Function.Kind == Aggregate || n.Function.Kind == PeriodAggregate {
		return c.Aggregate(n, func(measure, _ ast.Expression) (ast.Expression, error) { return measure, nil })
	}
	if build := builders[n.Function.Name]; build != nil {
		return build(c, n)
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
			word, err := unitOf(a)
			if err != nil {
				return nil, err
			}
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
	return c.form(n.at, name, values...)
}

// units are Trino's names of the units of time.
var units = map[string]string{
	"YYYY": "year", "YEAR": "year", "Q": "quarter", "QUARTER": "quarter", "MM": "month", "MONTH": "month", "WK": "week", "WEEK": "week",
	"DD": "day", "DAY": "day", "WD": "weekday", "HH": "hour", "HOUR": "hour", "MI": "minute", "MINUTE": "minute", "SS": "second", "SECOND": "second", "SECONDS": "second",
	"MS": "millisecond", "MILLISECOND": "millisecond",
}

// builder compiles the calls of one function.
type builder func(*Compiler, *Call) (ast.Expression, error)

// builders are functions that no form says.
var builders map[string]builder

func init() {
	builders = map[string]builder{
		"coalesce": variadic("coalesce", false), "concat": variadic("concat", true), "ifelse": ifelse, "switch": choice, "in": in, "notIn": in,
		"now": func(c *Compiler, _ *Call) (ast.Expression, error) {
			text := c.Now().UTC().Format("2006-01-02 15:04:05.000")
			return &ast.TypedLiteral{Type: ast.TypeOf(types.Simple(types.Timestamp)), Value: text}, nil
		},
	}
}

func variadic(name string, texts bool) builder {
	return func(c *Compiler, n *Call) (ast.Expression, error) {
		var arguments []ast.Expression
		for _, a := range n.Arguments {
			e, err := c.Compile(a)
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
func ifelse(c *Compiler, n *Call) (ast.Expression, error) { return c.cases(nil, n.Arguments) }

// choice is CASE value WHEN value THEN value … ELSE value END.
func choice(c *Compiler, n *Call) (ast.Expression, error) {
	operand, err := c.Compile(n.Arguments[0])
	if err != nil {
		return nil, err
	}
	return c.cases(operand, n.Arguments[1:])
}

func (c *Compiler) cases(operand ast.Expression, rest []Node) (ast.Expression, error) {
	out := &ast.Case{Operand: operand}
	var err error
	for ; len(rest) > 1; rest = rest[2:] {
		w := &ast.When{}
		if w.Condition, err = c.Compile(rest[0]); err != nil {
			return nil, err
		}
		if w.Result, err = c.Compile(rest[1]); err != nil {
			return nil, err
		}
		out.Whens = append(out.Whens, w)
	}
	out.Else, err = c.Compile(rest[0])
	return out, err
}

// in compares with each value of a list or parameter. In no values nothing is.
func in(c *Compiler, n *Call) (ast.Expression, error) {
	operand, err := c.Compile(n.Arguments[0])
	if err != nil {
		return nil, err
	}
	list := &ast.InList{Operand: operand, Not: n.Function.Name == "notIn"}
	if p, ok := n.Arguments[1].(*Parameter); ok {
		if list.Items, err = c.Parameter(p.Name); err != nil {
			return nil, located(p.at, err)
		}
	} else {
		for _, item := range n.Arguments[1].(*List).Items {
			e, err := c.Compile(item.X)
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
