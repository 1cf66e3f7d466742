package translate

import (
	"interlaken/sql/ast"
	"interlaken/sql/function"
	"interlaken/sql/token"
	"interlaken/sql/types"
)

func (t *translator) unary(x *ast.Unary) (ast.Expression, error) {
	operand, err := t.expr(x.Operand)
	if err != nil || !x.Negative {
		return operand, err
	}
	return &ast.Unary{Negative: true, Operand: operand}, nil
}

func (t *translator) binary(x *ast.Binary) (ast.Expression, error) {
	left, err := t.expr(x.Left)
	if err != nil {
		return nil, err
	}
	right, err := t.expr(x.Right)
	if err != nil {
		return nil, err
	}
	lt, rt := t.taken(x.Left), t.taken(x.Right)
	switch {
	case x.Operator.IsComparison():
		if lt.Kind == types.Unknown {
			return function.EngineCast(&ast.NullLiteral{}, types.Simple(types.Boolean))
		}
		return t.compare(x.Pos(), x.Operator, left, right, lt)
	case x.Operator == ast.Concat:
		return t.concat(x, left, right, lt, rt)
	case isTime(lt) || isTime(rt):
		return t.moments(x, left, right, lt, rt)
	}
	return function.Arithmetic(t, x.Operator, left, right, lt, rt)
}

// compare makes left operator right, both of the type given.
func (t *translator) compare(at token.Pos, o ast.Operator, left, right ast.Expression, typ types.Type) (ast.Expression, error) {
	if typ.Kind == types.JSON { // the engine compares it as text
		return nil, function.Unsupported(at, "Comparison of values of type %s is not supported", typ)
	}
	return function.CompareNested(t, at, o, left, right, typ)
}

// concat makes an array of an element beside an array.
func (t *translator) concat(x *ast.Binary, left, right ast.Expression, lt, rt types.Type) (ast.Expression, error) {
	result := t.TypeOf(x)
	if result.Kind == types.Array {
		if lt.Kind != types.Array {
			left = &ast.Array{Items: []ast.Expression{left}}
		}
		if rt.Kind != types.Array {
			right = &ast.Array{Items: []ast.Expression{right}}
		}
	}
	return function.Concat(t, left, right, result)
}
