package function

import (
	"strings"

	"interlaken/sql/ast"
	"interlaken/sql/types"
)

// ArithmeticType is the result type of an operator on two operands of one kind (after coercion), by Trino's rules
// (documentation, Decimal functions and operators); false when there is none.
func ArithmeticType(o ast.Operator, a, b types.Type) (types.Type, bool) {
	if !a.IsNumeric() || a.Kind != b.Kind {
		return types.Type{}, false
	}
	if a.Kind != types.Decimal {
		return a, o <= ast.Modulo
	}
	whole := max(a.Precision-a.Scale, b.Precision-b.Scale)
	scale := max(a.Scale, b.Scale)
	precision := 0
	switch o {
	case ast.Add, ast.Subtract:
		precision = 1 + scale + whole
	case ast.Multiply:
		scale = a.Scale + b.Scale
		precision = a.Precision + b.Precision
		if scale > types.MaxPrecision {
			return types.Type{}, false
		}
	case ast.Divide:
		precision = a.Precision + b.Scale + max(b.Scale-a.Scale, 0)
	case ast.Modulo:
		precision = min(b.Precision-b.Scale, a.Precision-a.Scale) + scale
	default:
		return types.Type{}, false
	}
	return types.DecimalOf(min(types.MaxPrecision, max(precision, 1)), scale), true
}

// Arithmetic makes the engine's form of left operator right. Operands are in the engine's form and of the types given;
// the value has the type of ArithmeticType. Division of integers and decimals by zero fails, as in Trino, where the
// engine would give null.
func Arithmetic(env Environment, o ast.Operator, left, right ast.Expression, a, b types.Type) (ast.Expression, error) {
	result, ok := ArithmeticType(o, a, b)
	if !ok {
		return nil, Unsupported(left.Pos(), "Unsupported arithmetic on %s and %s", a, b)
	}
	plain := &ast.Binary{Operator: o, Left: left, Right: right}
	switch {
	case o <= ast.Multiply || a.Kind == types.Real || a.Kind == types.Double:
		return plain, nil
	case a.Kind == types.Decimal && o == ast.Divide:
		return divideDecimals(env, left, right, a, b, result)
	}
	divide := func(l, r ast.Expression) (ast.Expression, error) {
		if o == ast.Divide {
			return EngineCast(Engine("divide", l, r), result)
		}
		return EngineCast(binary(o, l, r), result)
	}
	if isConstantNumber(right) {
		return divide(left, right)
	}
	var failure error
	e := Let(env, []ast.Expression{left, right}, func(x []ast.Expression) ast.Expression {
		fail, err := Fail("DIVISION_BY_ZERO", "Division by zero", result)
		if err != nil {
			failure = err
		}
		value, err := divide(x[0], x[1])
		if err != nil {
			failure = err
		}
		return If(dividesByZero(x[0], x[1]), fail, value)
	})
	return e, failure
}

// dividesByZero is true for zero below anything but null, which stays null.
func dividesByZero(numerator, denominator ast.Expression) ast.Expression {
	return ast.And(binary(ast.Equals, denominator, ast.Integer(0)), &ast.IsNull{Operand: numerator, Not: true})
}

// divideDecimals divides the unscaled integers and rounds half away from zero, because the engine would divide as
// double. What does not fit 38 digits on the way makes the engine fail, never a wrong digit.
func divideDecimals(env Environment, left, right ast.Expression, a, b, result types.Type) (ast.Expression, error) {
	numerator := unscaled(left, a)
	if shift := result.Scale + b.Scale - a.Scale; shift > 0 {
		numerator = binary(ast.Multiply, numerator, castText(ast.String("1"+strings.Repeat("0", shift)), "HUGEINT"))
	}
	return divideIntegers(env, numerator, unscaled(right, b), result)
}

// divideIntegers is numerator / denominator of two HUGEINT, rounded, as a decimal whose last digit is the quotient's.
func divideIntegers(env Environment, numerator, denominator ast.Expression, result types.Type) (ast.Expression, error) {
	fail, err := Fail("DIVISION_BY_ZERO", "Division by zero", types.DecimalOf(38, 0))
	if err != nil {
		return nil, err
	}
	quotient := Let(env, []ast.Expression{numerator, denominator}, func(x []ast.Expression) ast.Expression {
		n, d := x[0], x[1]
		rest := Engine("abs", binary(ast.Modulo, n, d))
		rounds := binary(ast.GreaterOrEqual, rest, binary(ast.Subtract, Engine("abs", d), rest))
		away := binary(ast.Multiply, Engine("sign", n), Engine("sign", d))
		value := binary(ast.Add, Engine("divide", n, d), If(rounds, away, ast.Integer(0)))
		return If(dividesByZero(n, d), fail, castText(value, "DECIMAL(38,0)"))
	})
	if result.Scale > 0 {
		unit := &ast.Cast{Operand: ast.String("0." + strings.Repeat("0", result.Scale-1) + "1")}
		unit.Type = &ast.DataType{Text: engineDecimal(result.Scale, result.Scale)}
		quotient = binary(ast.Multiply, quotient, unit)
	}
	return EngineCast(quotient, result)
}

// unscaled is the integer of a decimal's digits, as HUGEINT.
func unscaled(e ast.Expression, t types.Type) ast.Expression {
	switch {
	case t.Scale == 0:
		return castText(e, "HUGEINT")
	case t.Precision+t.Scale+1 <= types.MaxPrecision:
		power := castText(ast.String("1"+strings.Repeat("0", t.Scale)), engineDecimal(t.Scale+1, 0))
		return castText(binary(ast.Multiply, e, power), "HUGEINT")
	}
	// No room for the product: drop the point from the text.
	digits := Engine("replace", castText(e, "VARCHAR"), ast.String("."), ast.String(""))
	return castText(digits, "HUGEINT")
}

func engineDecimal(precision, scale int) string {
	name, _ := EngineType(types.DecimalOf(precision, scale))
	return name
}
