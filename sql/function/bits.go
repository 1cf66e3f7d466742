package function

import (
	"math/big"

	"interlaken/sql/ast"
	"interlaken/sql/types"
)

func init() {
	register(
		scalar("bit_count", "Number of one bits of an integer held in a number of bits (2 to 64), in two's complement.", over(bitCount), "(bigint, bigint) -> bigint"),
	)
	for name, summary := range map[string]string{
		"bitwise_left_shift":             "Bits moved to the left, zeros coming in.",
		"bitwise_right_shift":            "Bits moved to the right, zeros coming in.",
		"bitwise_right_shift_arithmetic": "Bits moved to the right, copies of the sign coming in.",
	} {
		register(scalar(name, summary, shiftBits(name), "(tinyint, bigint) -> tinyint", "(smallint, bigint) -> smallint", "(integer, bigint) -> integer", "(bigint, bigint) -> bigint"))
	}
}

// width is the number of bits of an integer type.
var width = map[types.Kind]int64{types.Tinyint: 8, types.Smallint: 16, types.Integer: 32, types.Bigint: 64}

// shiftBits takes a constant number of bits. The engine's own shift of signed numbers overflows, so it is made of
// arithmetic in 128 bits: a power of two multiplies or divides, and what leaves the type's width is taken off.
func shiftBits(name string) builder {
	return over(func(c *Call, arguments []ast.Expression) (engineExpression, error) {
		by, ok := wholeConstant(c.Source[1])
		if !ok || by < 0 {
			return nil, c.unsupported("%s by a number of bits that is not a constant", name)
		}
		bits := width[c.Match.Result.Kind]
		x := castText(arguments[0], "HUGEINT")
		if name == "bitwise_right_shift_arithmetic" {
			by = min(by, bits-1) // nothing but copies of the sign is left then
			// Rounds down, where division rounds towards zero.
			return c.typed(Engine("divide", binary(ast.Subtract, x, unsignedBits(x, by)), powerOfTwo(by)))
		}
		by = min(by, bits)
		moved := ast.Expression(Engine("divide", unsignedBits(x, bits), powerOfTwo(by)))
		if name == "bitwise_left_shift" {
			moved = binary(ast.Multiply, unsignedBits(x, bits-by), powerOfTwo(by))
		}
		var failure error
		out := Let(c, []ast.Expression{moved}, func(y []ast.Expression) ast.Expression {
			signed, err := c.typed(If(binary(ast.GreaterOrEqual, y[0], powerOfTwo(bits-1)), binary(ast.Subtract, y[0], powerOfTwo(bits)), y[0]))
			failure = err
			return signed
		})
		return out, failure
	})
}

// powerOfTwo is 2^n as a constant of 128 bits; n is at most 64.
func powerOfTwo(n int64) ast.Expression {
	return castText(ast.String(new(big.Int).Lsh(big.NewInt(1), uint(n)).String()), "HUGEINT")
}

// unsignedBits is the number that the last n bits of a HUGEINT make.
func unsignedBits(e ast.Expression, n int64) ast.Expression {
	return binary(ast.Modulo, binary(ast.Add, binary(ast.Modulo, e, powerOfTwo(n)), powerOfTwo(n)), powerOfTwo(n))
}

// bitCount fails for a size out of range and for a number that the size cannot hold, as Trino does.
func bitCount(c *Call, x []ast.Expression) (engineExpression, error) {
	size, ok := c.Source[1].(*ast.IntegerLiteral)
	if !ok {
		return nil, c.unsupported("bit_count with a size that is not a constant")
	}
	if size.Value < 2 || size.Value > 64 {
		return nil, c.invalid("Bits specified in bit_count must be between 2 and 64, got %d", size.Value)
	}
	count, err := c.typed(Engine("bit_count", x[0]))
	if err != nil || size.Value == 64 {
		return count, err
	}
	message := Engine("concat", ast.String("INVALID_FUNCTION_ARGUMENT: Number must be representable with the bits specified. "), castText(x[0], "VARCHAR"))
	fail, err := FailWith(message, c.Match.Result)
	if err != nil {
		return nil, err
	}
	least, most := int64(-1)<<(size.Value-1), int64(1)<<(size.Value-1)-1
	// A negative number has ones to the left of the size, which do not count.
	return condition(count,
		ast.Or(binary(ast.Less, x[0], ast.Integer(least)), binary(ast.Greater, x[0], ast.Integer(most))), fail,
		binary(ast.Less, x[0], ast.Integer(0)), binary(ast.Subtract, count, ast.Integer(64-size.Value))), nil
}
