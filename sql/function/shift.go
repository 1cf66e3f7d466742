package function

import (
	"interlaken/sql/ast"
	"interlaken/sql/token"
	"interlaken/sql/types"
)

// Shift makes the engine's form of a time or a value with time zone that is moved by an interval. Months move the wall
// clock; days and what is shorter move the instant, as in Trino.
func Shift(env Environment, at token.Pos, o ast.Operator, moment, interval ast.Expression, t, by types.Type) (ast.Expression, error) {
	if by.Kind != types.IntervalYearMonth {
		return zoned(binary(o, utc(moment, t), interval), t), nil
	}
	clock, err := local(at, moment, t)
	if err != nil {
		return nil, err
	}
	return instant(env, at, binary(o, clock, interval), t)
}

// Distance makes the interval between two moments of one kind, rounded half up to milliseconds.
func Distance(env Environment, left, right ast.Expression, t types.Type) ast.Expression {
	micros := binary(ast.Subtract, Engine("epoch_us", utc(left, t)), Engine("epoch_us", utc(right, t)))
	half := binary(ast.Add, micros, ast.Integer(500))
	return Let(env, []ast.Expression{half}, func(x []ast.Expression) ast.Expression {
		rest := binary(ast.Modulo, binary(ast.Add, binary(ast.Modulo, x[0], ast.Integer(1000)), ast.Integer(1000)), ast.Integer(1000))
		return Engine("to_milliseconds", Engine("divide", binary(ast.Subtract, x[0], rest), ast.Integer(1000)))
	})
}
