package function

import "interlaken/sql/ast"

func init() {
	register(
		window("row_number", "Number of the row in its partition, from 1.", as("row_number"), "() -> bigint"),
		window("rank", "Rank of the row, with gaps after equal rows.", as("rank"), "() -> bigint"),
		window("dense_rank", "Rank of the row, without gaps.", as("dense_rank"), "() -> bigint"),
		window("percent_rank", "Rank of the row between 0 and 1.", as("percent_rank"), "() -> double"),
		window("cume_dist", "Share of rows up to this one.", as("cume_dist"), "() -> double"),
		window("ntile", "Number of the row's bucket, from 1.", as("ntile"), "(bigint) -> bigint"),
		window("lag", "Value in an earlier row of the partition.", neighbour("lag"), "(T, [bigint], [T]) -> T"),
		window("lead", "Value in a later row of the partition.", neighbour("lead"), "(T, [bigint], [T]) -> T"),
		window("first_value", "Value in the first row of the frame.", as("first_value"), "(T) -> T"),
		window("last_value", "Value in the last row of the frame.", as("last_value"), "(T) -> T"),
		window("nth_value", "Value in a row of the frame by its number, from 1.", nthValue, "(T, bigint) -> T"),
	)
}

// neighbour: a negative offset is an error in Trino and the other direction in the engine.
func neighbour(name string) builder {
	return func(c *Call) (engineExpression, error) {
		if len(c.Source) > 1 {
			if n, ok := c.Source[1].(*ast.IntegerLiteral); !ok || n.Value < 0 {
				return nil, c.unsupported("%s with an offset that is not a constant", name)
			}
		}
		return c.same(name, c.Arguments...), nil
	}
}

func nthValue(c *Call) (engineExpression, error) {
	if n, ok := c.Source[1].(*ast.IntegerLiteral); !ok || n.Value < 1 {
		return nil, c.unsupported("nth_value with an offset that is not a positive constant")
	}
	return c.same("nth_value", c.Arguments...), nil
}
