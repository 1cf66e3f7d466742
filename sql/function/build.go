package function

import (
	"strconv"
	"strings"
	"time"

	"interlaken/fault"
	"interlaken/sql/ast"
	"interlaken/sql/token"
	"interlaken/sql/types"
)

type engineExpression = ast.Expression

// Environment is what a rewrite may ask of the statement it stands in.
type Environment interface {
	// Now is the statement's time in UTC.
	Now() time.Time
	// Fresh returns a name that nothing else in the statement has.
	Fresh(prefix string) string
	// Random returns a number in [0, 1) of the statement's own stream.
	Random() float64
	// UUID returns a random UUID of the statement's own stream.
	UUID() string
}

// Call is a call to be built: arguments already in the engine's form and coerced to the signature's types.
type Call struct {
	Match     *Match
	Place     token.Pos
	Arguments []ast.Expression
	// Source are the arguments as the statement has them, for rewrites that need a constant.
	Source []ast.Expression
	// Clauses holds Distinct, OrderBy, Filter, Nulls and Over of the call, translated.
	Clauses ast.Call
	Environment
}

// Build makes the engine's form of the call. Its value has exactly the type Match.Result.
func (c *Call) Build() (ast.Expression, error) { return c.Match.Function.build(c) }

// unsupported refuses a call that is valid in Trino and has no exact form here.
func (c *Call) unsupported(format string, args ...any) error {
	return Unsupported(c.Place, format, args...)
}

// Unsupported is the refusal of something that is valid in Trino and has no exact form in the engine.
func Unsupported(at token.Pos, format string, args ...any) error {
	f := fault.New("NOT_SUPPORTED", format, args...)
	if at.IsValid() {
		f.Message = at.String() + ": " + f.Message
	}
	return f
}

// same calls an engine's aggregate or window function with the clauses of this call.
func (c *Call) same(name string, arguments ...ast.Expression) *ast.Call {
	call := Engine(name, arguments...)
	call.Distinct, call.OrderBy, call.Filter = c.Clauses.Distinct, c.Clauses.OrderBy, c.Clauses.Filter
	call.Nulls, call.Over = c.Clauses.Nulls, c.Clauses.Over
	return call
}

// typed casts to the call's result type.
func (c *Call) typed(e ast.Expression) (ast.Expression, error) { return EngineCast(e, c.Match.Result) }

// text returns an argument that is a string constant.
func (c *Call) text(i int) (string, bool) {
	if s, ok := c.Source[i].(*ast.StringLiteral); ok {
		return s.Value, true
	}
	return "", false
}

// Engine makes a call of one of the engine's own functions. A name that is not on the list of those is a defect of
// this program: nothing else may ever be printed.
func Engine(name string, arguments ...ast.Expression) *ast.Call {
	if !engineFunctions[name] {
		panic("function: " + name + " is not on the engine's list")
	}
	return ast.Func(name, arguments...)
}

// Let binds values to names: body may use each more than once, and the engine evaluates it once. It prints as
// list_transform([{'a': value}], lambda r: body)[1]; values that cost nothing to repeat stand in body as they are.
func Let(env Environment, values []ast.Expression, body func(bound []ast.Expression) ast.Expression) ast.Expression {
	row := &ast.Struct{}
	bound := make([]ast.Expression, len(values))
	name := ""
	for i, v := range values {
		if isSimple(v) {
			bound[i] = v
			continue
		}
		if name == "" {
			name = env.Fresh("let")
		}
		field := "v" + strconv.Itoa(i+1)
		row.Fields = append(row.Fields, &ast.StructField{Name: field, Value: v})
		bound[i] = Engine("struct_extract", ast.Name(name), ast.String(field))
	}
	if name == "" {
		return body(bound)
	}
	list := Engine("list_transform", &ast.Array{Items: []ast.Expression{row}},
		&ast.Lambda{Parameters: []*ast.Identifier{ast.Name(name)}, Body: body(bound)})
	return &ast.Subscript{Base: list, Index: ast.Integer(1)}
}

// isSimple reports expressions that cost nothing to repeat.
func isSimple(e ast.Expression) bool {
	switch x := e.(type) {
	case *ast.Identifier, *ast.IntegerLiteral, *ast.DecimalLiteral, *ast.DoubleLiteral, *ast.TypedLiteral, *ast.StringLiteral, *ast.NullLiteral, *ast.BooleanLiteral:
		return true
	case *ast.Dereference:
		return isSimple(x.Base)
	case *ast.Cast:
		return isSimple(x.Operand)
	case *ast.Call:
		return x.Name.Key() == "struct_extract" && isSimple(x.Arguments[0])
	}
	return false
}

// Fail makes an expression of the type that fails when it is evaluated, and only then: it stands in a branch of CASE.
// The failing cast carries Trino's error code and sentence, and unlike the engine's error() TRY catches it.
func Fail(code, sentence string, t types.Type) (ast.Expression, error) {
	return FailWith(ast.String(code+": "+sentence), t)
}

// FailWith is Fail with a computed text "CODE: sentence".
func FailWith(text ast.Expression, t types.Type) (ast.Expression, error) {
	return EngineCast(castText(text, "INTEGER"), t)
}

// If is CASE WHEN condition THEN then ELSE otherwise END.
func If(condition, then, otherwise ast.Expression) ast.Expression {
	return &ast.Case{Whens: []*ast.When{{Condition: condition, Result: then}}, Else: otherwise}
}

func binary(o ast.Operator, left, right ast.Expression) ast.Expression {
	return &ast.Binary{Operator: o, Left: left, Right: right}
}

func isNull(e ast.Expression) ast.Expression { return &ast.IsNull{Operand: e} }

func null(t types.Type) (ast.Expression, error) { return EngineCast(&ast.NullLiteral{}, t) }

// isConstantNumber reports a literal number other than zero, past casts: a divisor that cannot be zero.
func isConstantNumber(e ast.Expression) bool {
	switch x := e.(type) {
	case *ast.Cast:
		return isConstantNumber(x.Operand)
	case *ast.IntegerLiteral:
		return x.Value != 0
	case *ast.DecimalLiteral:
		return strings.Trim(x.Text, "0.-+") != ""
	}
	return false
}

// invalid is an error of the statement that only the function can see: a unit or format that Trino refuses too.
func (c *Call) invalid(format string, args ...any) error {
	f := fault.New("INVALID_FUNCTION_ARGUMENT", format, args...)
	if c.Place.IsValid() {
		f.Message = c.Place.String() + ": " + f.Message
	}
	return f
}
