package function

import (
	"interlaken/sql/ast"
	"interlaken/sql/types"
)

func init() {
	register(
		scalar("zip", "Array of rows of the elements of several arrays at the same place.", over(zip), "(array(A), array(B)) -> array(row(A, B))",
			"(array(A), array(B), array(C)) -> array(row(A, B, C))", "(array(A), array(B), array(C), array(D)) -> array(row(A, B, C, D))",
			"(array(A), array(B), array(C), array(D), array(E)) -> array(row(A, B, C, D, E))"),
		scalar("zip_with", "Array of a function's results for the elements of two arrays at the same place.", zipWith, "(array(A), array(B), function(A, B, C)) -> array(C)"),
		scalar("reduce", "One value of an array: a state that a function makes of the one before and each element, and a function's result for the last.", reduce,
			"(array(T), S, function(S, T, S), function(S, R)) -> R").seesNulls(),
		scalar("contains_sequence", "Whether an array has the elements of another one after another.", over(containsSequence), "(array(T), array(T)) -> boolean"),
	)
}

// places are the numbers of the elements of the longest array.
func places(x []ast.Expression) ast.Expression {
	lengths := make([]ast.Expression, len(x))
	for i, a := range x {
		lengths[i] = Engine("len", a)
	}
	return Engine("generate_series", ast.Integer(1), Engine("greatest", lengths...))
}

func (c *Call) anyNull(x []ast.Expression, otherwise ast.Expression) (ast.Expression, error) {
	nothing, err := null(c.Match.Result)
	missing := make([]ast.Expression, len(x))
	for i, v := range x {
		missing[i] = isNull(v)
	}
	return If(ast.Or(missing...), nothing, otherwise), err
}

func zip(c *Call, x []ast.Expression) (engineExpression, error) {
	place := ast.Name(c.Fresh("i"))
	row := &ast.Struct{}
	for i, a := range x {
		row.Fields = append(row.Fields, &ast.StructField{Name: FieldName(*c.Match.Result.Element, i), Value: Engine("list_extract", a, place)})
	}
	return c.anyNull(x, Engine("list_transform", places(x), lambda(row, place)))
}

func zipWith(c *Call) (engineExpression, error) {
	var failure error
	out := Let(c, c.Arguments[:2], func(x []ast.Expression) ast.Expression {
		place := ast.Name(c.Fresh("i"))
		body := c.call(c.Arguments[2], Engine("list_extract", x[0], place), Engine("list_extract", x[1], place))
		e, err := c.anyNull(x, Engine("list_transform", places(x), lambda(body, place)))
		failure = err
		return e
	})
	return out, failure
}

func reduce(c *Call) (engineExpression, error) {
	element, state := *c.Match.Parameters[0].Element, c.Match.Parameters[1]
	return c.fold(c.Arguments[0], element, c.Arguments[1], state, c.Arguments[2], c.Match.Result, c.Arguments[3])
}

// fold carries state and element in one row, because the engine's list_reduce has one type for both. The last state, or
// what finish makes of it, is the result.
func (c *Call) fold(list ast.Expression, element types.Type, first ast.Expression, state types.Type, step ast.Expression, result types.Type, finish ast.Expression) (ast.Expression, error) {
	noElement, err := null(element)
	if err != nil {
		return nil, err
	}
	noState, err := null(state)
	if err != nil {
		return nil, err
	}
	nothing, err := null(result)
	if err != nil {
		return nil, err
	}
	each, last, next := ast.Name(c.Fresh("e")), ast.Name(c.Fresh("s")), ast.Name(c.Fresh("x"))
	value := ast.Expression(each)
	if element.Kind == types.Unknown {
		value = noElement
	}
	rows := Engine("list_transform", list, lambda(pair("s", noState, "x", value), each))
	part := func(row ast.Expression, name string) ast.Expression {
		return Engine("struct_extract", row, ast.String(name))
	}
	fresh, err := EngineCast(c.call(step, part(last, "s"), part(next, "x")), state)
	if err != nil {
		return nil, err
	}
	start, err := EngineCast(first, state)
	if err != nil {
		return nil, err
	}
	folded := Engine("list_reduce", rows, lambda(pair("s", fresh, "x", noElement), last, next), pair("s", start, "x", noElement))
	return Let(c, []ast.Expression{folded}, func(x []ast.Expression) ast.Expression {
		out := part(x[0], "s")
		if finish != nil {
			return If(isNull(x[0]), nothing, c.call(finish, out))
		}
		return If(isNull(x[0]), nothing, out)
	}), nil
}

// containsSequence is refused for elements within which nulls or NaN could decide.
func containsSequence(c *Call, x []ast.Expression) (engineExpression, error) {
	t := c.Match.Parameters[0]
	if holds(t, types.Map) || holds(t, types.JSON) {
		return nil, c.unsupported("contains_sequence of %s", t)
	}
	fail, err := Fail("NOT_SUPPORTED", "contains_sequence of arrays with null or NaN within is not supported", c.Match.Result)
	if err != nil {
		return nil, err
	}
	start := ast.Name(c.Fresh("i"))
	length := Engine("len", x[1])
	part := Engine("list_slice", x[0], start, binary(ast.Subtract, binary(ast.Add, start, length), ast.Integer(1)))
	starts := Engine("generate_series", ast.Integer(1), binary(ast.Add, binary(ast.Subtract, Engine("len", x[0]), length), ast.Integer(1)))
	found := Engine("list_contains", Engine("list_transform", starts, lambda(binary(ast.Equals, part, x[1]), start)), truth(true))
	return c.anyNull(x, condition(found, binary(ast.Equals, length, ast.Integer(0)), truth(true),
		ast.Or(hasHole(c, x[0], t), hasHole(c, x[1], t)), fail))
}
