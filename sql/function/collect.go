package function

import "interlaken/sql/ast"

func init() {
	register(
		aggregate("set_agg", "Array of the different values, in no order.", setAggregate, "(T) -> array(T)"),
		aggregate("set_union", "Array of the different elements of all arrays, in no order.", setUnion, "(array(T)) -> array(T)"),
		aggregate("reduce_agg", "One value of all: a state that a function makes of the one before and each value that is not null.", reduceAggregate,
			"(T, S, function(S, T, S), function(S, S, S)) -> S"),
		aggregate("bitwise_xor_agg", "Bits that an odd number of values has.", as("bit_xor"), "(bigint) -> bigint"),
		scalar("ngrams", "Arrays of so many elements that stand side by side.", over(ngrams), "(array(T), bigint) -> array(array(T))"),
	)
}

func (c *Call) plainAggregate() error {
	if c.Clauses.Distinct || c.Clauses.Over != nil {
		return c.unsupported("%s with DISTINCT or OVER", c.Match.Function.Name)
	}
	return c.plainElement(*c.Match.Result.Element)
}

func setAggregate(c *Call) (engineExpression, error) {
	return distinct(c, c.same("list", c.Arguments[0])), c.plainAggregate()
}

func setUnion(c *Call) (engineExpression, error) {
	arrays := c.same("list", c.Arguments[0])
	arrays.Filter = ast.And(c.Clauses.Filter, &ast.IsNull{Operand: c.Arguments[0], Not: true})
	return distinct(c, Engine("flatten", arrays)), c.plainAggregate()
}

// reduceAggregate goes over the values in their order; the function that joins two states is for engines that do not.
func reduceAggregate(c *Call) (engineExpression, error) {
	if c.Clauses.Distinct {
		return nil, c.unsupported("reduce_agg with DISTINCT")
	}
	values := c.same("list", c.Arguments[0])
	values.Filter = ast.And(c.Clauses.Filter, &ast.IsNull{Operand: c.Arguments[0], Not: true})
	return c.fold(values, c.Match.Parameters[0], c.Arguments[1], c.Match.Parameters[1], c.Arguments[2], c.Match.Result, nil)
}

func ngrams(c *Call, x []ast.Expression) (engineExpression, error) {
	n, ok := wholeConstant(c.Source[1])
	switch {
	case !ok:
		return nil, c.unsupported("ngrams of a number that is not a constant")
	case n <= 0:
		return nil, c.invalid("N must be positive")
	}
	start := ast.Name(c.Fresh("i"))
	starts := Engine("generate_series", ast.Integer(1), Engine("greatest", binary(ast.Subtract, Engine("len", x[0]), ast.Integer(n-1)), ast.Integer(1)))
	return Engine("list_transform", starts, lambda(Engine("list_slice", x[0], start, binary(ast.Add, start, ast.Integer(n-1))), start)), nil
}
