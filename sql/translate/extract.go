package translate

import (
	"strings"

	"interlaken/sql/analyze"
	"interlaken/sql/ast"
	"interlaken/sql/function"
	"interlaken/sql/types"
)

// extract is a call of the field's function, and for intervals arithmetic on their milliseconds: the engine keeps days
// and parts of days apart, and Trino one number.
func (t *translator) extract(x *ast.Extract) (ast.Expression, error) {
	typ, field := t.TypeOf(x.Operand), strings.ToLower(x.Field)
	if !analyze.IntervalPart(typ, field) {
		return t.build(x, x, []ast.Expression{x.Operand}, ast.Call{})
	}
	operand, err := t.expr(x.Operand)
	if err != nil {
		return nil, err
	}
	if typ.Kind == types.IntervalYearMonth {
		return function.EngineCast(function.Engine("date_part", ast.String(field), operand), types.Simple(types.Bigint))
	}
	value := function.Engine("epoch_ms", operand)
	part := func(of, unit int64) ast.Expression {
		if of == 0 {
			return function.Engine("divide", value, ast.Integer(unit))
		}
		return function.Engine("divide", &ast.Binary{Operator: ast.Modulo, Left: value, Right: ast.Integer(of)}, ast.Integer(unit))
	}
	switch field {
	case "day":
		return part(0, 86_400_000), nil
	case "hour":
		return part(86_400_000, 3_600_000), nil
	case "minute":
		return part(3_600_000, 60_000), nil
	}
	return part(60_000, 1000), nil
}
