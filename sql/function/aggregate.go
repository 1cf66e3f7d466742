package function

import (
	"interlaken/sql/ast"
	"interlaken/sql/types"
)

func init() {
	register(
		aggregate("count", "Number of rows, or of values that are not null.", count, "() -> bigint", "(any) -> bigint"),
		aggregate("count_if", "Number of rows for which the condition is true.", countIf, "(boolean) -> bigint"),
		aggregate("sum", "Sum of the values.", sum, "(bigint) -> bigint", "(decimal(p,s)) -> decimal(p,s)", "(real) -> real", "(double) -> double").gives(summed),
		aggregate("avg", "Mean of the values.", average, "(bigint) -> double", "(decimal(p,s)) -> decimal(p,s)", "(real) -> real", "(double) -> double"),
		aggregate("min", "Least value.", leastOrGreatest("min"), "(T) -> T"),
		aggregate("max", "Greatest value.", leastOrGreatest("max"), "(T) -> T"),
		aggregate("bool_and", "Whether all values are true.", as("bool_and"), "(boolean) -> boolean"),
		aggregate("every", "Whether all values are true.", as("bool_and"), "(boolean) -> boolean"),
		aggregate("bool_or", "Whether one value is true.", as("bool_or"), "(boolean) -> boolean"),
		aggregate("arbitrary", "Some value that is not null, if there is one.", as("any_value"), "(T) -> T"),
		aggregate("any_value", "Some value that is not null, if there is one.", as("any_value"), "(T) -> T"),
		aggregate("array_agg", "Array of the values, nulls included.", as("list"), "(T) -> array(T)"),
		aggregate("max_by", "First argument at the greatest second.", by("arg_max_null"), "(V, K) -> V"),
		aggregate("min_by", "First argument at the least second.", by("arg_min_null"), "(V, K) -> V"),
		aggregate("approx_distinct", "Number of different values; exact here.", approxDistinct, "(any) -> bigint", "(any, double) -> bigint"),
		aggregate("approx_percentile", "Value at a percentile; exact here.", approxPercentile, "(bigint, double) -> bigint", "(real, double) -> real", "(double, double) -> double",
			"(bigint, array(double)) -> array(bigint)", "(real, array(double)) -> array(real)", "(double, array(double)) -> array(double)"),
		aggregate("listagg", "Texts joined in an order.", listagg, "(varchar, [varchar]) -> varchar"),
		aggregate("bitwise_and_agg", "Bits that all values have.", as("bit_and"), "(bigint) -> bigint"),
		aggregate("bitwise_or_agg", "Bits that one value has.", as("bit_or"), "(bigint) -> bigint"),
		aggregate("histogram", "Map from each value to its number.", castOf("histogram"), "(T) -> map(T, bigint)"),
	)
	for name, engine := range map[string]string{
		"stddev": "stddev_samp", "stddev_samp": "stddev_samp", "stddev_pop": "stddev_pop",
		"variance": "var_samp", "var_samp": "var_samp", "var_pop": "var_pop",
	} {
		register(aggregate(name, "Spread of the values ("+engine+").", finite(engine), "(double) -> double"))
	}
	for _, name := range []string{"corr", "covar_samp", "covar_pop", "regr_slope", "regr_intercept"} {
		register(aggregate(name, "Statistic of pairs of values ("+name+").", finite(name), "(double, double) -> double"))
	}
}

func count(c *Call) (engineExpression, error) {
	call := c.same("count", c.Arguments...)
	call.Star = len(c.Arguments) == 0
	return call, nil
}

// summed is the type of a sum: a decimal's grows to all digits.
func summed(a []types.Type) types.Type {
	if t := a[0]; t.Kind == types.Decimal {
		return types.DecimalOf(types.MaxPrecision, t.Scale)
	}
	return a[0]
}

// sum: the engine sums integers in 128 bits and real as double.
func sum(c *Call) (engineExpression, error) {
	if k := c.Match.Result.Kind; k == types.Double || k == types.Decimal {
		return c.same("sum", c.Arguments...), nil
	}
	return c.typed(c.same("sum", c.Arguments...))
}

// average of a decimal is a decimal, rounded half away from zero; the engine's would be a double.
func average(c *Call) (engineExpression, error) {
	t := c.Match.Parameters[0]
	switch t.Kind {
	case types.Decimal:
		total := types.DecimalOf(types.MaxPrecision, t.Scale)
		number := castText(c.same("count", c.Arguments...), "HUGEINT")
		// No values make a sum that is null and a count of zero, which is no division by zero.
		number = Engine("nullif", number, castText(ast.Integer(0), "HUGEINT"))
		return divideIntegers(c, unscaled(c.same("sum", c.Arguments...), total), number, c.Match.Result)
	case types.Real:
		return c.typed(c.same("avg", c.Arguments...))
	}
	return c.same("avg", c.Arguments...), nil
}

func leastOrGreatest(name string) builder {
	return func(c *Call) (engineExpression, error) {
		if !c.Match.Result.Orderable() {
			return nil, c.unsupported("%s of %s", name, c.Match.Result)
		}
		return c.same(name, c.Arguments...), nil
	}
}

func by(name string) builder {
	return func(c *Call) (engineExpression, error) {
		if !c.Match.Parameters[1].Orderable() {
			return nil, c.unsupported("%s by %s", c.Match.Function.Name, c.Match.Parameters[1])
		}
		return c.same(name, c.Arguments...), nil
	}
}

// countIf counts the truths: the engine's own count of them is null where there are no rows.
func countIf(c *Call) (engineExpression, error) {
	return c.same("count", If(c.Arguments[0], ast.Integer(1), &ast.NullLiteral{})), nil
}

// approxDistinct counts exactly, which lies within every error that may be asked for.
func approxDistinct(c *Call) (engineExpression, error) {
	call := c.same("count", c.Arguments[0])
	call.Distinct = true
	return call, Distinguishes(c.Place, c.Match.Parameters[0])
}

// approxPercentile is exact too. The percentile has to be a constant.
func approxPercentile(c *Call) (engineExpression, error) {
	constants := []ast.Expression{c.Source[1]}
	if a, ok := c.Source[1].(*ast.Array); ok {
		constants = a.Items
	}
	for _, e := range constants {
		switch e.(type) {
		case *ast.DecimalLiteral, *ast.DoubleLiteral, *ast.IntegerLiteral:
		default:
			return nil, c.unsupported("approx_percentile with a percentile that is not a constant")
		}
	}
	return c.same("quantile_disc", c.Arguments...), nil
}

func listagg(c *Call) (engineExpression, error) {
	if len(c.Arguments) == 1 {
		return c.same("string_agg", c.Arguments[0], ast.String("")), nil
	}
	return c.same("string_agg", c.Arguments...), nil
}

// finite makes null of what is not a finite number, as Trino's statistics do; the engine gives NaN for a single pair.
func finite(name string) builder {
	return func(c *Call) (engineExpression, error) {
		nothing, err := null(c.Match.Result)
		return Let(c, []ast.Expression{c.same(name, c.Arguments...)}, func(x []ast.Expression) ast.Expression {
			return If(Engine("isfinite", x[0]), x[0], nothing)
		}), err
	}
}
