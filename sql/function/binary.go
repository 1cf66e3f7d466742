package function

import "interlaken/sql/ast"

func init() {
	for _, name := range []string{"md5", "sha1", "sha256"} {
		register(scalar(name, "Hash of bytes ("+name+").", func(c *Call) (engineExpression, error) {
			return Engine("unhex", Engine(name, c.Arguments[0])), nil
		}, "(varbinary) -> varbinary"))
	}
	register(
		scalar("to_hex", "Bytes as hexadecimal digits.", as("hex"), "(varbinary) -> varchar"),
		scalar("from_hex", "Bytes of hexadecimal digits.", fromHex, "(varchar) -> varbinary"),
		scalar("to_base64", "Bytes in base 64.", as("to_base64"), "(varbinary) -> varchar"),
		scalar("from_base64", "Bytes of a text in base 64.", as("from_base64"), "(varchar) -> varbinary"),
	)
}

// fromHex refuses an odd number of digits, of which the engine makes a byte.
func fromHex(c *Call) (engineExpression, error) {
	return guardText(c, c.Arguments[0], `([0-9a-fA-F]{2})*`, unreadable, c.Match.Result, func(e ast.Expression) (ast.Expression, error) {
		return Engine("unhex", e), nil
	})
}
