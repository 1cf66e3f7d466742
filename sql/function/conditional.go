package function

import (
	"interlaken/fault"
	"interlaken/sql/ast"
	"interlaken/sql/types"
)

func init() {
	register(
		scalar("if", "Second argument where the first is true, else the third or null.", conditional, "(boolean, T, [T]) -> T").seesNulls(),
		scalar("coalesce", "First argument that is not null.", as("coalesce"), "(T, T...) -> T").seesNulls(),
		scalar("nullif", "First argument, or null where it equals the second.", over(nullIf), "(any, any) -> bigint").seesNulls().gives(
			func(a []types.Type) types.Type { return a[0] }),
		scalar("try", "The argument, or null where evaluating it fails.", as("try"), "(T) -> T").seesNulls(),
		scalar("typeof", "Name of the argument's type.", typeOf, "(any) -> varchar").seesNulls(),
		scalar("uuid", "Random UUID; one value a statement.", func(c *Call) (engineExpression, error) {
			return c.typed(ast.String(c.UUID()))
		}, "() -> uuid").volatile(),
	)
}

func conditional(c *Call) (engineExpression, error) {
	if len(c.Arguments) == 3 {
		return If(c.Arguments[0], c.Arguments[1], c.Arguments[2]), nil
	}
	nothing, err := null(c.Match.Result)
	return If(c.Arguments[0], c.Arguments[1], nothing), err
}

// nullIf compares in the common type and gives the first argument in its own.
func nullIf(c *Call, x []ast.Expression) (engineExpression, error) {
	common, ok := types.Common(c.Match.Parameters[0], c.Match.Parameters[1])
	if !ok {
		f := fault.New("TYPE_MISMATCH", "Types are not comparable with NULLIF: %s vs %s", c.Match.Parameters[0], c.Match.Parameters[1])
		if c.Place.IsValid() {
			f.Message = c.Place.String() + ": " + f.Message
		}
		return nil, f
	}
	left, err := Cast(c, c.Place, x[0], c.Match.Parameters[0], common)
	if err != nil {
		return nil, err
	}
	right, err := Cast(c, c.Place, x[1], c.Match.Parameters[1], common)
	if err != nil {
		return nil, err
	}
	same, err := CompareNested(c, c.Place, ast.Equals, left, right, common)
	if err != nil {
		return nil, err
	}
	nothing, err := null(c.Match.Result)
	return If(same, nothing, x[0]), err
}

func typeOf(c *Call) (engineExpression, error) {
	return ast.String(c.Match.Parameters[0].String()), nil
}

// Compare makes the engine's form of left operator right, both of the type given. The engine takes NaN for equal to
// itself and greater than every number; in Trino, comparing NaN is false, and true for <> only.
func Compare(o ast.Operator, left, right ast.Expression, t types.Type) ast.Expression {
	plain := binary(o, left, right)
	if t.Kind != types.Real && t.Kind != types.Double {
		return plain
	}
	notNaN := func(e ast.Expression) ast.Expression {
		if isNumber(e) {
			return nil
		}
		return &ast.Not{Operand: Engine("isnan", e)}
	}
	switch o {
	case ast.Greater, ast.GreaterOrEqual:
		return ast.And(plain, notNaN(left))
	case ast.Less, ast.LessOrEqual:
		return ast.And(plain, notNaN(right))
	case ast.Equals:
		if isNumber(right) {
			return plain
		}
		return ast.And(plain, notNaN(left))
	case ast.NotEquals:
		if isNumber(left) || isNumber(right) {
			return plain
		}
		return ast.Or(plain, Engine("isnan", left))
	}
	return plain
}

// isNumber reports a literal number, past casts: it is not NaN.
func isNumber(e ast.Expression) bool {
	switch x := e.(type) {
	case *ast.Cast:
		return isNumber(x.Operand)
	case *ast.IntegerLiteral, *ast.DecimalLiteral, *ast.DoubleLiteral:
		return true
	}
	return false
}
