package function

import (
	"strconv"

	"interlaken/sql/ast"
	"interlaken/sql/types"
)

func init() {
	register(
		scalar("array_union", "Different elements of two arrays, in the order of first mention.", over(arrayUnion), "(array(T), array(T)) -> array(T)"),
		scalar("array_except", "Different elements of the first array that the second has not.", over(arrayExcept), "(array(T), array(T)) -> array(T)"),
		scalar("array_remove", "Array without the elements that equal a value.", over(arrayRemove), "(array(T), T) -> array(T)"),
		scalar("arrays_overlap", "Whether two arrays have a common element that is not null.", over(arraysOverlap), "(array(T), array(T)) -> boolean"),
		scalar("slice", "Part of an array from a place (from 1, negative from the end), of a length.", over(slice), "(array(T), bigint, bigint) -> array(T)"),
		scalar("repeat", "Array of an element repeated.", over(repeat), "(T, bigint) -> array(T)").seesNulls(),
	)
}

// eitherNull makes null where one of two values is.
func (c *Call) eitherNull(x, y, otherwise ast.Expression) (ast.Expression, error) {
	nothing, err := null(c.Match.Result)
	return If(ast.Or(isNull(x), isNull(y)), nothing, otherwise), err
}

func (c *Call) elementType() types.Type { return *c.Match.Parameters[0].Element }

func arrayUnion(c *Call, x []ast.Expression) (engineExpression, error) {
	if err := c.plainElement(c.elementType()); err != nil {
		return nil, err
	}
	return c.eitherNull(x[0], x[1], distinct(c, Engine("list_concat", x[0], x[1])))
}

// arrayExcept takes nulls for equal, as array_distinct does.
func arrayExcept(c *Call, x []ast.Expression) (engineExpression, error) {
	if err := c.plainElement(c.elementType()); err != nil {
		return nil, err
	}
	element := c.Fresh("e")
	has := If(isNull(ast.Name(element)), hasNull(x[1]), Engine("list_contains", x[1], ast.Name(element)))
	rest := Engine("list_filter", x[0], &ast.Lambda{Parameters: []*ast.Identifier{ast.Name(element)}, Body: &ast.Not{Operand: has}})
	return c.eitherNull(x[0], x[1], distinct(c, rest))
}

// arrayRemove keeps nulls, which equal nothing.
func arrayRemove(c *Call, x []ast.Expression) (engineExpression, error) {
	if err := c.plainElement(c.elementType()); err != nil {
		return nil, err
	}
	element := c.Fresh("e")
	keep := ast.Or(isNull(ast.Name(element)), binary(ast.NotEquals, ast.Name(element), x[1]))
	return c.eitherNull(x[0], x[1], Engine("list_filter", x[0], &ast.Lambda{Parameters: []*ast.Identifier{ast.Name(element)}, Body: keep}))
}

// arraysOverlap is null where no common element is found and both arrays have elements, one of them null.
func arraysOverlap(c *Call, x []ast.Expression) (engineExpression, error) {
	if err := c.plainElement(c.elementType()); err != nil {
		return nil, err
	}
	nothing, err := null(c.Match.Result)
	if err != nil {
		return nil, err
	}
	element := c.Fresh("e")
	common := Engine("list_filter", x[0], &ast.Lambda{
		Parameters: []*ast.Identifier{ast.Name(element)},
		Body:       ast.And(&ast.IsNull{Operand: ast.Name(element), Not: true}, Engine("list_contains", x[1], ast.Name(element))),
	})
	some := func(e ast.Expression) ast.Expression { return binary(ast.Greater, Engine("len", e), ast.Integer(0)) }
	unknown := ast.And(some(x[0]), some(x[1]), ast.Or(hasNull(x[0]), hasNull(x[1])))
	yes, no := &ast.BooleanLiteral{Value: true}, &ast.BooleanLiteral{}
	return condition(no, ast.Or(isNull(x[0]), isNull(x[1])), nothing, some(common), yes, unknown, nothing), nil
}

// maxArray is more elements than an array can have: longer lengths and later places are taken for it.
const maxArray = 1 << 31

// slice takes constants; past the array's ends it gives what there is, and for a start before the first, nothing.
func slice(c *Call, x []ast.Expression) (engineExpression, error) {
	start, ok := wholeConstant(c.Source[1])
	length, ok2 := wholeConstant(c.Source[2])
	switch {
	case !ok || !ok2:
		return nil, c.unsupported("slice with a start or length that is not a constant")
	case start == 0:
		return nil, c.invalid("SQL array indices start at 1")
	case length < 0:
		return nil, c.invalid("length must be greater than or equal to 0")
	}
	start, length = min(start, maxArray), min(length, maxArray)
	empty, err := c.typed(&ast.Array{})
	if err != nil {
		return nil, err
	}
	if length == 0 {
		return c.eitherNull(x[0], x[0], empty)
	}
	if start > 0 {
		return Engine("list_slice", x[0], ast.Integer(start), ast.Integer(start+length-1)), nil
	}
	from := binary(ast.Add, Engine("len", x[0]), ast.Integer(start+1))
	out := Engine("list_slice", x[0], from, binary(ast.Add, from, ast.Integer(length-1)))
	return c.eitherNull(x[0], x[0], If(binary(ast.Less, from, ast.Integer(1)), empty, out))
}

// wholeConstant reads an integer literal with its sign.
func wholeConstant(e ast.Expression) (int64, bool) {
	switch x := e.(type) {
	case *ast.IntegerLiteral:
		return x.Value, true
	case *ast.TypedLiteral:
		n, err := strconv.ParseInt(x.Value, 10, 64)
		return n, err == nil && x.Type.Type.IsInteger()
	case *ast.Unary:
		n, ok := wholeConstant(x.Operand)
		if x.Negative {
			n = -n
		}
		return n, ok
	}
	return 0, false
}

// maxRepeat is how many elements repeat may give (Trino, RepeatFunction).
const maxRepeat = 10000

func repeat(c *Call, x []ast.Expression) (engineExpression, error) {
	count, ok := wholeConstant(c.Source[1])
	switch {
	case !ok:
		return nil, c.unsupported("repeat with a count that is not a constant")
	case count > maxRepeat:
		return nil, c.invalid("count argument of repeat function must be less than or equal to 10000")
	case count < 0:
		return nil, c.invalid("count argument of repeat function must be greater than or equal to 0")
	}
	if count == 0 {
		return c.typed(&ast.Array{})
	}
	return c.typed(Engine("list_transform", Engine("range", ast.Integer(count)),
		&ast.Lambda{Parameters: []*ast.Identifier{ast.Name(c.Fresh("i"))}, Body: x[0]}))
}
