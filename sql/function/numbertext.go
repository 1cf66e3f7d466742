package function

import (
	"strings"

	"interlaken/sql/ast"
)

const digits = "0123456789abcdefghijklmnopqrstuvwxyz"

// unreadable begins the failure of a function of a text that has not the form it must have.
const unreadable = "INVALID_FUNCTION_ARGUMENT: Cannot convert"

func init() {
	register(
		scalar("from_base", "Number of a text in a base from 2 to 36.", fromBase, "(varchar, bigint) -> bigint"),
		scalar("to_base", "Text of a number in a base from 2 to 36.", toBase, "(bigint, bigint) -> varchar"),
		scalar("luhn_check", "Whether the last of the digits is the check digit of the others by Luhn's rule.", over(luhnCheck), "(varchar) -> boolean"),
		scalar("hamming_distance", "Number of places at which two texts of one length differ.", over(hammingDistance), "(varchar, varchar) -> bigint"),
		scalar("human_readable_seconds", "Seconds in weeks, days, hours, minutes and seconds.", over(humanReadableSeconds), "(double) -> varchar"),
		scalar("width_bucket", "Number of the bucket in which a number lies: of equal ones between two bounds, or of those that sorted bounds make.", widthBucket,
			"(double, double, double, bigint) -> bigint", "(double, array(double)) -> bigint"),
	)
}

// radix reads a constant base; false for a null.
func (c *Call) radix(i int) (int64, bool, error) {
	if isNullConstant(c.Source[i]) {
		return 0, false, nil
	}
	n, ok := wholeConstant(c.Source[i])
	if !ok {
		return 0, false, c.unsupported("%s with a base that is not a constant", c.Match.Function.Name)
	}
	if n < 2 || n > 36 {
		return 0, false, c.invalid("Radix must be between 2 and 36")
	}
	return n, true, nil
}

// isNullConstant reports NULL, past casts.
func isNullConstant(e ast.Expression) bool {
	switch x := e.(type) {
	case *ast.NullLiteral:
		return true
	case *ast.Cast:
		return isNullConstant(x.Operand)
	}
	return false
}

// fromBase sums up digits in 128 bits; more than those the engine refuses, and a sum that is no bigint.
func fromBase(c *Call) (engineExpression, error) {
	base, ok, err := c.radix(1)
	if err != nil {
		return nil, err
	}
	if !ok {
		return null(c.Match.Result)
	}
	allowed := digits[:base]
	text := `[+-]?[` + allowed + strings.ToUpper(allowed) + `]+`
	return guardText(c, c.Arguments[0], text, unreadable, c.Match.Result, func(x ast.Expression) (ast.Expression, error) {
		sum, digit := ast.Name(c.Fresh("s")), ast.Name(c.Fresh("d"))
		bare := Engine("lower", Engine("ltrim", x, ast.String("+-")))
		letter := ast.Name(c.Fresh("c"))
		value := castText(binary(ast.Subtract, Engine("strpos", ast.String(allowed), letter), ast.Integer(1)), "HUGEINT")
		values := Engine("list_transform", Engine("string_split", bare, ast.String("")), lambda(value, letter))
		total := Engine("list_reduce", values, lambda(binary(ast.Add, binary(ast.Multiply, sum, castText(ast.Integer(base), "HUGEINT")), digit), sum, digit))
		signed := binary(ast.Multiply, total, castText(If(Engine("starts_with", x, ast.String("-")), ast.Integer(-1), ast.Integer(1)), "HUGEINT"))
		return c.typed(signed)
	})
}

func toBase(c *Call) (engineExpression, error) {
	base, ok, err := c.radix(1)
	if err != nil {
		return nil, err
	}
	if !ok {
		return null(c.Match.Result)
	}
	return Let(c, c.Arguments[:1], func(x []ast.Expression) ast.Expression {
		sign := If(binary(ast.Less, x[0], ast.Integer(0)), ast.String("-"), ast.String(""))
		return binary(ast.Concat, sign, Engine("lower", Engine("to_base", Engine("abs", x[0]), ast.Integer(base))))
	}), nil
}

func luhnCheck(c *Call, x []ast.Expression) (engineExpression, error) {
	return guardText(c, x[0], `[0-9]*`, unreadable, c.Match.Result, func(x ast.Expression) (ast.Expression, error) {
		letter, place := ast.Name(c.Fresh("c")), ast.Name(c.Fresh("i"))
		digit := castText(letter, "INTEGER")
		twice := binary(ast.Multiply, digit, ast.Integer(2))
		weighed := If(binary(ast.Equals, binary(ast.Modulo, place, ast.Integer(2)), ast.Integer(1)), digit,
			If(binary(ast.Greater, twice, ast.Integer(9)), binary(ast.Subtract, twice, ast.Integer(9)), twice))
		parts := Engine("list_transform", Engine("list_reverse", Engine("string_split", x, ast.String(""))), lambda(weighed, letter, place))
		good := binary(ast.Equals, binary(ast.Modulo, Engine("list_sum", parts), ast.Integer(10)), ast.Integer(0))
		return If(binary(ast.Equals, x, ast.String("")), truth(false), good), nil
	})
}

func hammingDistance(c *Call, x []ast.Expression) (engineExpression, error) {
	fail, err := Fail("INVALID_FUNCTION_ARGUMENT", "The input strings to hamming_distance function must have the same length", c.Match.Result)
	place := ast.Name(c.Fresh("i"))
	at := func(text ast.Expression) ast.Expression { return Engine("substring", text, place, ast.Integer(1)) }
	differ := Engine("list_filter", Engine("generate_series", ast.Integer(1), Engine("length", x[0])), lambda(binary(ast.NotEquals, at(x[0]), at(x[1])), place))
	same := binary(ast.Equals, Engine("length", x[0]), Engine("length", x[1]))
	nothing, err2 := null(c.Match.Result)
	if err == nil {
		err = err2
	}
	return condition(fail, ast.Or(isNull(x[0]), isNull(x[1])), nothing, same, Engine("len", differ)), err
}

func humanReadableSeconds(c *Call, x []ast.Expression) (engineExpression, error) {
	fail, err := FailWith(Engine("concat", ast.String("INVALID_FUNCTION_ARGUMENT: Invalid argument found: "), castText(x[0], "VARCHAR")), c.Match.Result)
	seconds := castText(Engine("floor", binary(ast.Add, x[0], double("0.5"))), "BIGINT")
	text := Let(c, []ast.Expression{Engine("abs", seconds)}, func(y []ast.Expression) ast.Expression {
		var parts []ast.Expression
		for _, unit := range []struct {
			name       string
			size, next int64
		}{{"week", 604_800, 0}, {"day", 86_400, 604_800}, {"hour", 3600, 86_400}, {"minute", 60, 3600}, {"second", 1, 60}} {
			rest := y[0]
			if unit.next > 0 {
				rest = binary(ast.Modulo, rest, ast.Integer(unit.next))
			}
			count := Engine("divide", rest, ast.Integer(unit.size))
			parts = append(parts, condition(binary(ast.Concat, castText(count, "VARCHAR"), ast.String(" "+unit.name+"s")),
				binary(ast.Equals, count, ast.Integer(0)), castText(&ast.NullLiteral{}, "VARCHAR"),
				binary(ast.Equals, count, ast.Integer(1)), ast.String("1 "+unit.name)))
		}
		joined := Engine("array_to_string", &ast.Array{Items: parts}, ast.String(", "))
		return If(binary(ast.Equals, y[0], ast.Integer(0)), ast.String("0 seconds"), joined)
	})
	return If(ast.Or(Engine("isnan", x[0]), Engine("isinf", x[0])), fail, text), err
}

func widthBucket(c *Call) (engineExpression, error) {
	if len(c.Arguments) == 2 {
		return over(sortedBucket)(c)
	}
	return over(equalBucket)(c)
}

func (c *Call) failing(sentence string) ast.Expression {
	e, _ := Fail("INVALID_FUNCTION_ARGUMENT", sentence, c.Match.Result) // the engine has the type
	return e
}

func equalBucket(c *Call, x []ast.Expression) (engineExpression, error) {
	low, high := Engine("least", x[1], x[2]), Engine("greatest", x[1], x[2])
	inside := binary(ast.Add, binary(ast.Divide, binary(ast.Multiply, castText(x[3], "DOUBLE"), binary(ast.Subtract, x[0], low)), binary(ast.Subtract, high, low)), ast.Integer(1))
	place, err := c.typed(Engine("trunc", inside))
	if err != nil {
		return nil, err
	}
	bucket := condition(place, binary(ast.Less, x[0], low), ast.Integer(0), binary(ast.GreaterOrEqual, x[0], high), binary(ast.Add, x[3], ast.Integer(1)))
	turned := binary(ast.Add, binary(ast.Subtract, x[3], bucket), ast.Integer(1))
	value, err := c.typed(If(binary(ast.Greater, x[1], x[2]), turned, bucket))
	if err != nil {
		return nil, err
	}
	finite := func(e ast.Expression) ast.Expression { return Engine("isfinite", e) }
	checked := condition(value,
		binary(ast.LessOrEqual, x[3], ast.Integer(0)), c.failing("bucketCount must be greater than 0"),
		Engine("isnan", x[0]), c.failing("operand must not be NaN"),
		&ast.Not{Operand: finite(x[1])}, c.failing("first bound must be finite"),
		&ast.Not{Operand: finite(x[2])}, c.failing("second bound must be finite"),
		binary(ast.Equals, x[1], x[2]), c.failing("bounds cannot equal each other"))
	return c.anyNull(x, checked)
}

func sortedBucket(c *Call, x []ast.Expression) (engineExpression, error) {
	bin, other := ast.Name(c.Fresh("b")), ast.Name(c.Fresh("b"))
	below := Engine("len", Engine("list_filter", x[1], lambda(binary(ast.LessOrEqual, bin, x[0]), bin)))
	infinite := Engine("list_contains", Engine("list_transform", x[1], lambda(Engine("isfinite", other), other)), truth(false))
	checked := condition(below,
		binary(ast.Equals, Engine("len", x[1]), ast.Integer(0)), c.failing("Bins cannot be an empty array"),
		Engine("isnan", x[0]), c.failing("Operand cannot be NaN"),
		hasNull(x[1]), c.failing("Bin values cannot be null"),
		infinite, c.failing("Bin value must be finite"),
		binary(ast.NotEquals, Engine("list_sort", x[1]), x[1]), c.failing("Bin values are not sorted in ascending order"))
	return c.anyNull(x, checked)
}
