package translate

import (
	"interlaken/sql/ast"
	"interlaken/sql/function"
	"interlaken/sql/types"
)

// subscript fails where the engine would give null: past an array's ends, and for a key that a map has not.
func (t *translator) subscript(x *ast.Subscript) (ast.Expression, error) {
	base, err := t.expr(x.Base)
	if err != nil {
		return nil, err
	}
	typ := t.TypeOf(x.Base)
	if typ.Kind == types.Row {
		n := x.Index.(*ast.IntegerLiteral).Value
		return function.Engine("struct_extract", base, ast.String(function.FieldName(typ, int(n-1)))), nil
	}
	index, err := t.expr(x.Index)
	if err != nil {
		return nil, err
	}
	var failure error
	out := function.Let(t, []ast.Expression{base, index}, func(v []ast.Expression) ast.Expression {
		var e ast.Expression
		if typ.Kind == types.Map {
			e, failure = function.MapValue(t, v[0], v[1], typ)
		} else {
			e, failure = t.element(v[0], v[1], *typ.Element)
		}
		return e
	})
	return out, failure
}

func (t *translator) element(array, index ast.Expression, typ types.Type) (ast.Expression, error) {
	length := function.Engine("len", array)
	low, err := function.Fail("INVALID_FUNCTION_ARGUMENT", "SQL array indices start at 1", typ)
	if err != nil {
		return nil, err
	}
	negative, err := function.FailWith(function.Engine("concat", ast.String("INVALID_FUNCTION_ARGUMENT: Array subscript is negative: "), index), typ)
	if err != nil {
		return nil, err
	}
	high, err := function.FailWith(function.Engine("concat", ast.String("INVALID_FUNCTION_ARGUMENT: Array subscript must be less than or equal to array length: "),
		index, ast.String(" > "), length), typ)
	if err != nil {
		return nil, err
	}
	when := func(o ast.Operator, l, r, result ast.Expression) *ast.When {
		return &ast.When{Condition: &ast.Binary{Operator: o, Left: l, Right: r}, Result: result}
	}
	return &ast.Case{Whens: []*ast.When{
		when(ast.Equals, index, ast.Integer(0), low), when(ast.Less, index, ast.Integer(0), negative),
		when(ast.Greater, index, length, high),
	}, Else: function.Engine("list_extract", array, index)}, nil
}
