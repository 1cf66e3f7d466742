package function

import (
	"strconv"

	"interlaken/sql/ast"
)

func init() {
	for _, n := range []struct{ bits, number, integer string }{{"32", "real", "integer"}, {"64", "double", "bigint"}} {
		size := map[string]int64{"32": 4, "64": 8}[n.bits]
		bytes := strconv.FormatInt(size, 10)
		register(
			scalar("to_big_endian_"+n.bits, "The "+bytes+" bytes of an integer, the highest first.", over(toBytes), "("+n.integer+") -> varbinary"),
			scalar("from_big_endian_"+n.bits, "Integer of "+bytes+" bytes, the highest first.", over(fromBytes(size)), "(varbinary) -> "+n.integer),
			scalar("to_ieee754_"+n.bits, "The "+bytes+" bytes of a floating-point number, the highest first.", over(floatToBytes(n.bits)), "("+n.number+") -> varbinary"),
			scalar("from_ieee754_"+n.bits, "Floating-point number of "+bytes+" bytes, the highest first.", over(fromBytes(size)), "(varbinary) -> "+n.number),
		)
	}
	register(
		scalar("to_base64url", "Bytes in base 64 with the letters that URLs may have.", func(c *Call) (engineExpression, error) {
			return Engine("translate", Engine("to_base64", c.Arguments[0]), ast.String("+/"), ast.String("-_")), nil
		}, "(varbinary) -> varchar"),
		scalar("from_base64url", "Bytes of a text in base 64 with the letters that URLs may have.", func(c *Call) (engineExpression, error) {
			return Engine("from_base64", Engine("translate", c.Arguments[0], ast.String("-_"), ast.String("+/"))), nil
		}, "(varchar) -> varbinary"),
	)
}

// toBytes goes by the engine's bit strings, which hold a number's bits from the highest on.
func toBytes(_ *Call, x []ast.Expression) (engineExpression, error) {
	return castText(castText(x[0], "BIT"), "BLOB"), nil
}

// floatToBytes gives the one pattern that Java has for NaN.
func floatToBytes(bits string) func(*Call, []ast.Expression) (engineExpression, error) {
	nan := map[string]string{"32": "7FC00000", "64": "7FF8000000000000"}[bits]
	return func(c *Call, x []ast.Expression) (engineExpression, error) {
		plain, err := toBytes(c, x)
		return If(Engine("isnan", x[0]), Engine("unhex", ast.String(nan)), plain), err
	}
}

func fromBytes(length int64) func(*Call, []ast.Expression) (engineExpression, error) {
	return func(c *Call, x []ast.Expression) (engineExpression, error) {
		fail, err := Fail("INVALID_FUNCTION_ARGUMENT", "expected "+strconv.FormatInt(length, 10)+"-byte input", c.Match.Result)
		if err != nil {
			return nil, err
		}
		value, err := c.typed(castText(x[0], "BIT"))
		return If(binary(ast.NotEquals, Engine("octet_length", x[0]), ast.Integer(length)), fail, value), err
	}
}
