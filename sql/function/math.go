package function

import (
	"math"
	"strconv"
	"strings"

	"interlaken/sql/ast"
	"interlaken/sql/types"
)

var integers = []string{"(tinyint) -> tinyint", "(smallint) -> smallint", "(integer) -> integer", "(bigint) -> bigint"}

func numeric(more ...string) []string {
	out := append([]string{}, integers...)
	return append(append(out, more...), "(real) -> real", "(double) -> double")
}

// wholeDecimal is the type of a decimal without its fraction, with room for the carry of rounding.
func wholeDecimal(a []types.Type) types.Type {
	if t := a[0]; t.Kind == types.Decimal {
		return types.DecimalOf(min(types.MaxPrecision, max(1, t.Precision-t.Scale+min(t.Scale, 1))), 0)
	}
	return a[0]
}

func init() {
	register(
		scalar("abs", "Absolute value.", as("abs"), numeric("(decimal(p,s)) -> decimal(p,s)")...),
		scalar("ceiling", "Rounds up to the nearest integer.", wholeNumber("ceil"), numeric("(decimal(p,s)) -> decimal(p,s)")...).gives(wholeDecimal),
		scalar("ceil", "Rounds up to the nearest integer.", wholeNumber("ceil"), numeric("(decimal(p,s)) -> decimal(p,s)")...).gives(wholeDecimal),
		scalar("floor", "Rounds down to the nearest integer.", wholeNumber("floor"), numeric("(decimal(p,s)) -> decimal(p,s)")...).gives(wholeDecimal),
		scalar("truncate", "Drops the digits after the point.", wholeNumber("trunc"), "(real) -> real", "(double) -> double", "(decimal(p,s)) -> decimal(p,s)").gives(truncated),
		scalar("round", "Rounds half away from zero, to a number of digits if given.", round,
			append(numeric("(decimal(p,s)) -> decimal(p,s)"), "(tinyint, integer) -> tinyint", "(smallint, integer) -> smallint", "(integer, integer) -> integer",
				"(bigint, integer) -> bigint", "(decimal(p,s), integer) -> decimal(p,s)", "(real, integer) -> real", "(double, integer) -> double")...).gives(rounded),
		scalar("sign", "-1, 0 or 1 by the sign of the number.", over(sign), numeric("(decimal(p,s)) -> decimal(1,0)")...),
		scalar("mod", "Remainder of the division.", modulo, "(tinyint, tinyint) -> tinyint", "(smallint, smallint) -> smallint",
			"(integer, integer) -> integer", "(bigint, bigint) -> bigint", "(decimal(p,s), decimal(q,r)) -> decimal(p,s)",
			"(real, real) -> real", "(double, double) -> double").gives(remainder),
		scalar("sqrt", "Square root; NaN for a negative number.", over(within(func(x ast.Expression) []ast.Expression {
			return []ast.Expression{binary(ast.Less, x, double("0")), double("NaN")}
		}, "sqrt")), "(double) -> double"),
		scalar("log", "Logarithm of the second argument to the base of the first.", over(logBase), "(double, double) -> double"),
		scalar("great_circle_distance", "Kilometres between two points of the Earth by their latitudes and longitudes.", over(greatCircle), "(double, double, double, double) -> double"),
		scalar("cbrt", "Cube root.", over(cubeRoot), "(double) -> double"),
		scalar("pi", "The constant π.", as("pi"), "() -> double"),
		scalar("e", "Euler's number.", constant("2.718281828459045"), "() -> double"),
		scalar("infinity", "Positive infinity.", constant("Infinity"), "() -> double"),
		scalar("nan", "Not a number.", constant("NaN"), "() -> double"),
		scalar("is_nan", "Whether the number is NaN.", as("isnan"), "(real) -> boolean", "(double) -> boolean"),
		scalar("is_finite", "Whether the number is finite.", as("isfinite"), "(double) -> boolean"),
		scalar("is_infinite", "Whether the number is infinite.", as("isinf"), "(double) -> boolean"),
		scalar("atan2", "Arc tangent of y / x.", as("atan2"), "(double, double) -> double"),
		scalar("greatest", "Largest of the arguments; null if one is null.", extreme("greatest"), "(T...) -> T"),
		scalar("least", "Smallest of the arguments; null if one is null.", extreme("least"), "(T...) -> T"),
		scalar("random", "Random number in [0, 1), or integer in [0, n); one value a statement.", random, "() -> double", "(bigint) -> bigint").volatile(),
		scalar("rand", "Random number in [0, 1), or integer in [0, n); one value a statement.", random, "() -> double", "(bigint) -> bigint").volatile(),
		scalar("bitwise_and", "Bits that both have.", bits("list_bit_and"), "(bigint, bigint) -> bigint"),
		scalar("bitwise_or", "Bits that one has.", bits("list_bit_or"), "(bigint, bigint) -> bigint"),
		scalar("bitwise_xor", "Bits that only one has.", as("xor"), "(bigint, bigint) -> bigint"),
		scalar("bitwise_not", "All bits turned.", bitwiseNot, "(bigint) -> bigint"),
	)
	for name, summary := range map[string]string{
		"exp":     "Euler's number raised to a power.",
		"degrees": "Radians in degrees.", "radians": "Degrees in radians.", "atan": "Arc tangent.", "tanh": "Hyperbolic tangent.",
		"cosh": "Hyperbolic cosine.", "sinh": "Hyperbolic sine.", "sin": "Sine.", "cos": "Cosine.", "tan": "Tangent.",
	} {
		register(scalar(name, summary, as(name), "(double) -> double"))
	}
	for name, summary := range map[string]string{"ln": "Natural logarithm.", "log2": "Logarithm to the base 2.", "log10": "Logarithm to the base 10."} {
		register(scalar(name, summary, over(func(c *Call, x []ast.Expression) (engineExpression, error) {
			return logarithm(name, x[0]), nil
		}), "(double) -> double"))
	}
	for name, summary := range map[string]string{"asin": "Arc sine.", "acos": "Arc cosine."} {
		register(scalar(name, summary, over(within(func(x ast.Expression) []ast.Expression {
			return []ast.Expression{binary(ast.Greater, Engine("abs", x), double("1")), double("NaN")}
		}, name)), "(double) -> double"))
	}
	power := scalar("power", "A number raised to a power.", as("power"), "(double, double) -> double")
	register(power, power.named("pow"))
}

// cubeRoot of a cube of a whole number is that number, where the engine's is one unit of the last place beside it.
func cubeRoot(c *Call, x []ast.Expression) (engineExpression, error) {
	return Let(c, []ast.Expression{Engine("cbrt", x[0])}, func(y []ast.Expression) ast.Expression {
		whole := Engine("round", y[0], ast.Integer(0))
		return If(binary(ast.Equals, binary(ast.Multiply, binary(ast.Multiply, whole, whole), whole), x[0]), whole, y[0])
	}), nil
}

// wholeNumber rounds; on integers there is nothing to do.
func wholeNumber(name string) builder {
	return func(c *Call) (engineExpression, error) {
		if c.Match.Parameters[0].IsInteger() {
			return c.Arguments[0], nil
		}
		return c.typed(Engine(name, c.Arguments[0]))
	}
}

func truncated(a []types.Type) types.Type {
	if t := a[0]; t.Kind == types.Decimal {
		return types.DecimalOf(max(1, t.Precision-t.Scale), 0)
	}
	return a[0]
}

func rounded(a []types.Type) types.Type {
	if t := a[0]; t.Kind == types.Decimal && len(a) == 2 {
		return types.DecimalOf(min(types.MaxPrecision, t.Precision+1), t.Scale)
	}
	return wholeDecimal(a)
}

// round takes the number of digits as a constant: the engine's decimal rounding needs it to know its type.
func round(c *Call) (engineExpression, error) {
	if len(c.Arguments) == 1 {
		return wholeNumber("round")(c)
	}
	if isNullConstant(c.Source[1]) {
		return null(c.Match.Result)
	}
	digits, constant := wholeConstant(c.Source[1])
	if !constant {
		return over(roundBy)(c)
	}
	if t := c.Match.Parameters[0]; digits >= 0 && (t.IsInteger() || digits >= int64(t.Scale) && t.Kind == types.Decimal) {
		return c.typed(c.Arguments[0])
	}
	value := c.Arguments[0]
	switch {
	case c.Match.Result.IsInteger():
		if digits < -18 {
			return nil, c.unsupported("round to %d digits", digits)
		}
		return c.roundExact(value, digits)
	case c.Match.Result.Kind == types.Decimal:
		return over(func(c *Call, x []ast.Expression) (engineExpression, error) { return c.roundExact(x[0], digits) })(c)
	}
	return c.typed(Engine("round", value, ast.Integer(digits)))
}

// roundExact rounds an integer or decimal to a number of digits that is less than its scale. What the type of the result
// does not hold fails.
func (c *Call) roundExact(x ast.Expression, digits int64) (ast.Expression, error) {
	t := c.Match.Parameters[0]
	fail, err := Fail("NUMERIC_VALUE_OUT_OF_RANGE", "Numerical overflow", c.Match.Result)
	if err != nil {
		return nil, err
	}
	switch {
	case t.IsInteger():
		// The engine's integer rounding overflows in silence, its decimal rounding does not.
		var failure error
		e := Let(c, []ast.Expression{Engine("round", castText(x, "DECIMAL(38,0)"), ast.Integer(digits))}, func(y []ast.Expression) ast.Expression {
			value, err := c.typed(y[0])
			failure = err
			return If(binary(ast.Greater, Engine("abs", y[0]), castText(ast.String(largest[t.Kind]), "DECIMAL(38,0)")), fail, value)
		})
		return e, failure
	case t.Precision < types.MaxPrecision:
		// With room for the carry, without which the engine rounds 9.9 to no tens at all.
		return c.typed(Engine("round", castText(x, engineDecimal(t.Precision+1, t.Scale)), ast.Integer(digits)))
	}
	// From this value on, the carry is a digit too many.
	zeros := t.Scale - int(digits) - 1
	unscaled := strings.Repeat("9", types.MaxPrecision-1-zeros) + "5" + strings.Repeat("0", zeros)
	point := types.MaxPrecision - t.Scale
	limit := castText(ast.String(unscaled[:point]+"."+unscaled[point:]), engineDecimal(t.Precision, t.Scale))
	rounded, err := c.typed(Engine("round", x, ast.Integer(digits)))
	return If(binary(ast.GreaterOrEqual, Engine("abs", x), limit), fail, rounded), err
}

// largest are the greatest values of the integer types.
var largest = map[types.Kind]string{
	types.Tinyint: "127", types.Smallint: "32767", types.Integer: "2147483647", types.Bigint: "9223372036854775807",
}

// roundBy takes the number of digits from a value. Of integers and decimals each number that changes something stands
// in a branch of its own, where it is a constant.
func roundBy(c *Call, x []ast.Expression) (engineExpression, error) {
	t := c.Match.Parameters[0]
	if isFloat(t) {
		rounded, err := c.typed(Engine("round", x[0], x[1]))
		if err != nil {
			return nil, err
		}
		return c.anyNull(x, rounded)
	}
	precision := t.Precision
	if t.IsInteger() {
		precision = len(strconv.FormatInt(math.MaxInt64, 10))
	}
	zero, err := c.typed(ast.Integer(0))
	if err != nil {
		return nil, err
	}
	same, err := c.typed(x[0])
	if err != nil {
		return nil, err
	}
	pairs := []ast.Expression{binary(ast.GreaterOrEqual, x[1], ast.Integer(int64(t.Scale))), same}
	for digits := t.Scale - 1; digits >= t.Scale-precision; digits-- {
		rounded, err := c.roundExact(x[0], int64(digits))
		if err != nil {
			return nil, err
		}
		pairs = append(pairs, binary(ast.Equals, x[1], ast.Integer(int64(digits))), rounded)
	}
	return c.anyNull(x, condition(zero, pairs...))
}

func sign(c *Call, x []ast.Expression) (engineExpression, error) {
	value, err := c.typed(Engine("sign", x[0]))
	if k := c.Match.Result.Kind; k != types.Double && k != types.Real {
		return value, err
	}
	return If(Engine("isnan", x[0]), x[0], value), err
}

func remainder(a []types.Type) types.Type {
	t, _ := ArithmeticType(ast.Modulo, a[0], a[1])
	return t
}

func modulo(c *Call) (engineExpression, error) {
	return Arithmetic(c, ast.Modulo, c.Arguments[0], c.Arguments[1], c.Match.Parameters[0], c.Match.Parameters[1])
}

// within guards a function whose engine form fails outside its domain.
func within(outside func(ast.Expression) []ast.Expression, name string) func(*Call, []ast.Expression) (engineExpression, error) {
	return func(_ *Call, x []ast.Expression) (engineExpression, error) {
		return condition(Engine(name, x[0]), outside(x[0])...), nil
	}
}

func logarithm(name string, x ast.Expression) ast.Expression {
	return condition(Engine(name, x), binary(ast.Equals, x, double("0")), double("-Infinity"),
		binary(ast.Less, x, double("0")), double("NaN"))
}

func logBase(_ *Call, x []ast.Expression) (engineExpression, error) {
	return binary(ast.Divide, logarithm("ln", x[1]), logarithm("ln", x[0])), nil
}

func constant(text string) builder {
	return func(*Call) (engineExpression, error) { return double(text), nil }
}

// extreme is greatest and least, which in the engine pass over nulls.
func extreme(name string) builder {
	return over(func(c *Call, x []ast.Expression) (engineExpression, error) {
		nothing, err := null(c.Match.Result)
		if err != nil {
			return nil, err
		}
		if !c.Match.Result.Orderable() {
			return nil, c.unsupported("%s of %s", name, c.Match.Result)
		}
		missing, undefined := make([]ast.Expression, len(x)), make([]ast.Expression, len(x))
		for i, v := range x {
			missing[i], undefined[i] = isNull(v), Engine("isnan", v)
		}
		if k := c.Match.Result.Kind; k != types.Real && k != types.Double {
			return If(ast.Or(missing...), nothing, Engine(name, x...)), nil
		}
		// Releases of Trino differ in what NaN is here.
		fail, err := Fail("NOT_SUPPORTED", name+" of NaN is not supported", c.Match.Result)
		return condition(Engine(name, x...), ast.Or(missing...), nothing, ast.Or(undefined...), fail), err
	})
}

func random(c *Call) (engineExpression, error) {
	if len(c.Source) == 1 {
		if n, ok := c.Source[0].(*ast.IntegerLiteral); !ok || n.Value <= 0 {
			return nil, c.invalid("bound must be positive")
		}
	}
	value := &ast.DoubleLiteral{Text: strconv.FormatFloat(c.Random(), 'e', -1, 64)}
	if len(c.Arguments) == 0 {
		return c.typed(value)
	}
	return c.typed(Engine("floor", binary(ast.Multiply, value, c.Arguments[0])))
}

func bits(name string) builder {
	return over(func(c *Call, x []ast.Expression) (engineExpression, error) {
		nothing, err := null(c.Match.Result)
		return If(ast.Or(isNull(x[0]), isNull(x[1])), nothing, Engine(name, &ast.Array{Items: x})), err
	})
}

func bitwiseNot(c *Call) (engineExpression, error) {
	return c.typed(binary(ast.Subtract, castText(ast.Integer(-1), "BIGINT"), c.Arguments[0]))
}

// earthRadius is in kilometres, as Trino has it.
const earthRadius = "6371.01"

func greatCircle(c *Call, x []ast.Expression) (engineExpression, error) {
	beyond := func(e ast.Expression, limit string) ast.Expression {
		return ast.Or(Engine("isnan", e), binary(ast.Greater, Engine("abs", e), double(limit)))
	}
	times := func(a, b ast.Expression) ast.Expression { return binary(ast.Multiply, a, b) }
	angles := make([]ast.Expression, len(x))
	for i, e := range x {
		angles[i] = Engine("radians", e)
	}
	distance := Let(c, angles, func(a []ast.Expression) ast.Expression {
		turn := binary(ast.Subtract, a[1], a[3])
		sin1, cos1, sin2, cos2 := Engine("sin", a[0]), Engine("cos", a[0]), Engine("sin", a[2]), Engine("cos", a[2])
		east := times(cos2, Engine("sin", turn))
		north := binary(ast.Subtract, times(cos1, sin2), times(times(sin1, cos2), Engine("cos", turn)))
		along := binary(ast.Add, times(sin1, sin2), times(times(cos1, cos2), Engine("cos", turn)))
		across := Engine("sqrt", binary(ast.Add, times(east, east), times(north, north)))
		return times(Engine("atan2", across, along), double(earthRadius))
	})
	latitude, longitude := c.failing("Latitude must be between -90 and 90"), c.failing("Longitude must be between -180 and 180")
	return c.anyNull(x, condition(distance, beyond(x[0], "90"), latitude, beyond(x[1], "180"), longitude,
		beyond(x[2], "90"), latitude, beyond(x[3], "180"), longitude))
}
