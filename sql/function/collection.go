package function

import (
	"strings"

	"interlaken/sql/ast"
	"interlaken/sql/types"
)

func init() {
	register(
		scalar("cardinality", "Number of elements or entries.", cardinality, "(array(T)) -> bigint", "(map(K, V)) -> bigint"),
		scalar("element_at", "Element of an array by its number (negative from the end), or value of a key; null where there is none.", elementAt,
			"(array(T), bigint) -> T", "(map(K, V), K) -> V"),
		scalar("array_join", "Elements joined to a text.", arrayJoin, "(array(T), varchar, [varchar]) -> varchar"),
		scalar("array_distinct", "Array without repeated elements.", arrayDistinct, "(array(T)) -> array(T)"),
		scalar("array_sort", "Array in order, nulls last.", func(c *Call) (engineExpression, error) {
			if !c.Match.Result.Orderable() {
				return nil, c.unsupported("array_sort of %s", c.Match.Result)
			}
			return Engine("list_sort", c.Arguments[0], ast.String("ASC"), ast.String("NULLS LAST")), nil
		}, "(array(T)) -> array(T)"),
		scalar("array_max", "Greatest element; null if one is null.", over(arrayExtreme("list_max")), "(array(T)) -> T"),
		scalar("array_min", "Least element; null if one is null.", over(arrayExtreme("list_min")), "(array(T)) -> T"),
		scalar("array_position", "Number of the first equal element; 0 where there is none.", over(arrayPosition), "(array(T), T) -> bigint"),
		scalar("flatten", "Arrays of an array one after another.", as("flatten"), "(array(array(T))) -> array(T)"),
		scalar("sequence", "Numbers or dates from the first to the last, by a step if given.", over(sequence),
			"(bigint, bigint, [bigint]) -> array(bigint)", "(date, date) -> array(date)", "(date, date, interval day to second) -> array(date)",
			"(date, date, interval year to month) -> array(date)"),
		scalar("map", "Map of an array of keys and an array of values; the empty map.", emptyMap, "() -> map(unknown, unknown)", "(array(K), array(V)) -> map(K, V)"),
		scalar("map_keys", "Keys of a map.", as("map_keys"), "(map(K, V)) -> array(K)"),
		scalar("map_values", "Values of a map.", as("map_values"), "(map(K, V)) -> array(V)"),
		scalar("transform", "Array of a function's results.", as("list_transform"), "(array(T), function(T, U)) -> array(U)"),
		scalar("filter", "Elements for which a condition is true.", as("list_filter"), "(array(T), function(T, boolean)) -> array(T)"),
		scalar("any_match", "Whether a condition is true for one element.", match(true), "(array(T), function(T, boolean)) -> boolean"),
		scalar("all_match", "Whether a condition is true for all elements.", match(false), "(array(T), function(T, boolean)) -> boolean"),
		scalar("none_match", "Whether a condition is true for no element.", func(c *Call) (engineExpression, error) {
			e, err := match(true)(c)
			return &ast.Not{Operand: e}, err
		}, "(array(T), function(T, boolean)) -> boolean"),
	)
}

func cardinality(c *Call) (engineExpression, error) {
	if c.Match.Parameters[0].Kind == types.Map {
		return c.typed(Engine("cardinality", c.Arguments[0]))
	}
	return Engine("len", c.Arguments[0]), nil
}

// hasNull tells whether an element of the array is null; count passes over nulls.
func hasNull(array ast.Expression) ast.Expression {
	return binary(ast.Greater, Engine("len", array), Engine("list_count", array))
}

// plainElement refuses element types within which the engine compares nulls or NaN otherwise than Trino.
func (c *Call) plainElement(t types.Type) error {
	if t.Element != nil || t.Key != nil || t.Fields != nil || t.Kind == types.Double || t.Kind == types.Real {
		return c.unsupported("%s of elements of type %s", c.Match.Function.Name, t)
	}
	return nil
}

// placeOf finds the first element that equals a value, of a type whose values the engine compares otherwise; found makes
// the result of its number, which may be null. An element before it that nulls make neither equal nor unequal fails.
func (c *Call) placeOf(array, value ast.Expression, found func(place ast.Expression) ast.Expression) (ast.Expression, error) {
	t := c.elementType()
	if holds(t, types.JSON) {
		return nil, c.unsupported("%s of elements of type %s", c.Match.Function.Name, t)
	}
	fail, err := Fail("NOT_SUPPORTED", c.Match.Function.Name+" does not support arrays with elements that are null or contain null", c.Match.Result)
	if err != nil {
		return nil, err
	}
	element := ast.Name(c.Fresh("e"))
	verdict := Let(c, []ast.Expression{equal(c, element, value, t)}, func(x []ast.Expression) ast.Expression {
		return condition(ast.Integer(0), isNull(element), ast.Integer(0), isNull(x[0]), ast.Integer(-1), x[0], ast.Integer(1))
	})
	out := Let(c, []ast.Expression{Engine("list_transform", array, lambda(verdict, element))}, func(x []ast.Expression) ast.Expression {
		places := []ast.Expression{Engine("list_position", x[0], ast.Integer(1)), Engine("list_position", x[0], ast.Integer(-1))}
		return Let(c, places, func(y []ast.Expression) ast.Expression {
			unclear := ast.And(&ast.IsNull{Operand: y[1], Not: true}, ast.Or(isNull(y[0]), binary(ast.Less, y[1], y[0])))
			return If(unclear, fail, found(y[0]))
		})
	})
	return c.eitherNull(array, value, out)
}

// contains is null where the element is not found and an element is null.
func contains(c *Call, x []ast.Expression) (engineExpression, error) {
	if t := c.elementType(); IsNested(t) || isFloat(t) {
		return c.placeOf(x[0], x[1], func(place ast.Expression) ast.Expression {
			return condition(truth(false), &ast.IsNull{Operand: place, Not: true}, truth(true), hasNull(x[0]), nullBoolean())
		})
	}
	nothing, err := null(c.Match.Result)
	if err != nil {
		return nil, err
	}
	yes, no := &ast.BooleanLiteral{Value: true}, &ast.BooleanLiteral{}
	return condition(no, ast.Or(isNull(x[0]), isNull(x[1])), nothing, Engine("list_contains", x[0], x[1]), yes, hasNull(x[0]), nothing),
		c.plainElement(c.Match.Parameters[1])
}

func elementAt(c *Call) (engineExpression, error) {
	if c.Match.Parameters[0].Kind == types.Map {
		if IsNested(c.Match.Parameters[1]) || isFloat(c.Match.Parameters[1]) {
			return valueOf(c, c.Arguments[0], c.Arguments[1], c.Match.Parameters[0], nil)
		}
		return &ast.Subscript{Base: c.Arguments[0], Index: c.Arguments[1]}, nil
	}
	if n, ok := c.Source[1].(*ast.IntegerLiteral); ok && n.Value != 0 {
		return Engine("list_extract", c.Arguments[0], c.Arguments[1]), nil
	}
	fail, err := Fail("INVALID_FUNCTION_ARGUMENT", "SQL array indices start at 1", c.Match.Result)
	if err != nil {
		return nil, err
	}
	return Let(c, c.Arguments, func(x []ast.Expression) ast.Expression {
		return If(binary(ast.Equals, x[1], ast.Integer(0)), fail, Engine("list_extract", x...))
	}), nil
}

func arrayJoin(c *Call) (engineExpression, error) {
	e, err := Cast(c, c.Place, c.Arguments[0], c.Match.Parameters[0], types.ArrayOf(types.Simple(types.Varchar)))
	if err != nil {
		return nil, err
	}
	if len(c.Arguments) == 3 {
		name := c.Fresh("e")
		e = Engine("list_transform", e, &ast.Lambda{
			Parameters: []*ast.Identifier{ast.Name(name)},
			Body:       Engine("coalesce", ast.Name(name), c.Arguments[2]),
		})
	}
	nothing, err := null(c.Match.Result)
	if err != nil {
		return nil, err
	}
	if _, ok := c.text(1); !ok {
		return nil, c.unsupported("array_join with a delimiter that is not a constant")
	}
	// The engine makes null of an array of nulls.
	return Let(c, []ast.Expression{e, c.Arguments[1]}, func(x []ast.Expression) ast.Expression {
		joined := Engine("coalesce", Engine("array_to_string", x...), ast.String(""))
		return If(ast.Or(isNull(x[0]), isNull(x[1])), nothing, joined)
	}), nil
}

func arrayDistinct(c *Call) (engineExpression, error) {
	return distinct(c, c.Arguments[0]), Distinguishes(c.Place, c.Match.Result)
}

// distinct keeps the first of equal elements in their order; the engine's list_distinct keeps neither order nor null.
func distinct(c *Call, list ast.Expression) ast.Expression {
	return Let(c, []ast.Expression{list}, func(x []ast.Expression) ast.Expression {
		element, place := c.Fresh("e"), c.Fresh("i")
		first := binary(ast.Equals, Engine("list_position", x[0], ast.Name(element)), ast.Name(place))
		return Engine("list_filter", x[0], &ast.Lambda{Parameters: []*ast.Identifier{ast.Name(element), ast.Name(place)}, Body: first})
	})
}

func arrayExtreme(name string) func(*Call, []ast.Expression) (engineExpression, error) {
	return func(c *Call, x []ast.Expression) (engineExpression, error) {
		nothing, err := null(c.Match.Result)
		if err != nil {
			return nil, err
		}
		if isFloat(c.Match.Result) {
			// NaN counts where there is nothing else only.
			element := ast.Name(c.Fresh("e"))
			numbers := Engine("list_filter", x[0], lambda(&ast.Not{Operand: Engine("isnan", element)}, element))
			return If(hasNull(x[0]), nothing, Engine("coalesce", Engine(name, numbers), Engine(name, x[0]))), nil
		}
		return If(hasNull(x[0]), nothing, Engine(name, x[0])), c.plainElement(c.Match.Result)
	}
}

func arrayPosition(c *Call, x []ast.Expression) (engineExpression, error) {
	var failure error
	number := func(place ast.Expression) ast.Expression {
		e, err := c.typed(Engine("coalesce", place, ast.Integer(0)))
		failure = err
		return e
	}
	if t := c.elementType(); IsNested(t) || isFloat(t) {
		out, err := c.placeOf(x[0], x[1], number)
		if err == nil {
			err = failure
		}
		return out, err
	}
	out, err := c.eitherNull(x[0], x[1], number(Engine("list_position", x[0], x[1])))
	if err == nil {
		err = failure
	}
	return out, err
}

// maxSequence is how many elements sequence may give (Trino, SequenceFunction).
const maxSequence = 10000

// sequence counts down where the last lies before the first and no step is given. A step that leads away from the last
// fails in Trino, where the engine gives no elements, and so do too many elements.
func sequence(c *Call, x []ast.Expression) (engineExpression, error) {
	dates := c.Match.Parameters[0].Kind == types.Date
	towards := func(forward, back ast.Expression) ast.Expression {
		return If(binary(ast.LessOrEqual, x[0], x[1]), forward, back)
	}
	var step, wrong ast.Expression
	switch given := c.step(); {
	case len(x) == 2 && dates:
		step = Engine("to_days", towards(ast.Integer(1), ast.Integer(-1)))
	case len(x) == 2:
		step = towards(ast.Integer(1), ast.Integer(-1))
	case given == 0:
		return nil, c.unsupported("sequence with a step that is not a constant")
	case given > 0:
		step, wrong = x[2], binary(ast.Greater, x[0], x[1])
	default:
		step, wrong = x[2], binary(ast.Less, x[0], x[1])
	}
	series := Engine("generate_series", x[0], x[1], step)
	if len(x) == 3 && c.Match.Parameters[2].Kind == types.IntervalYearMonth {
		// With one more, because the engine's may end too early on the way back.
		series = c.months(x, Engine("generate_series", x[0], binary(ast.Add, x[1], step), step))
	}
	elements, err := c.typed(series)
	if err != nil {
		return nil, err
	}
	away, err := Fail("INVALID_FUNCTION_ARGUMENT", "sequence stop value should be greater than or equal to start value if step is greater than zero "+
		"otherwise stop should be less than or equal to start", c.Match.Result)
	if err != nil {
		return nil, err
	}
	many, err := Fail("INVALID_FUNCTION_ARGUMENT", "result of sequence function must not have more than 10000 entries", c.Match.Result)
	if err != nil {
		return nil, err
	}
	out := elements
	if dates {
		out = Let(c, []ast.Expression{elements}, func(y []ast.Expression) ast.Expression {
			return If(binary(ast.Greater, Engine("len", y[0]), ast.Integer(maxSequence)), many, y[0])
		})
	} else {
		steps := Engine("divide", binary(ast.Subtract, x[1], x[0]), step)
		out = If(binary(ast.GreaterOrEqual, steps, ast.Integer(maxSequence)), many, elements)
	}
	if wrong != nil {
		out = If(wrong, away, out)
	}
	return out, nil
}

// step is the sign of sequence's constant step; 0 when it is none, or an interval of parts of a day.
func (c *Call) step() int {
	if len(c.Source) < 3 {
		return 0
	}
	switch s := c.Source[2].(type) {
	case *ast.IntegerLiteral:
		return int(max(-1, min(1, s.Value)))
	case *ast.IntervalLiteral:
		if s.To != ast.NoUnit || s.From > ast.Day || strings.Trim(s.Value, "+-0") == "" {
			return 0
		}
		if s.Negative != strings.HasPrefix(s.Value, "-") {
			return -1
		}
		return 1
	}
	return 0
}

// months counts each element from the first: the engine goes on from the one before, which may have lost days at the end
// of a short month.
func (c *Call) months(x []ast.Expression, series ast.Expression) *ast.Call {
	element, place, found := ast.Name(c.Fresh("e")), ast.Name(c.Fresh("i")), ast.Name(c.Fresh("e"))
	counted := binary(ast.Add, x[0], binary(ast.Multiply, x[2], binary(ast.Subtract, place, ast.Integer(1))))
	o := ast.LessOrEqual
	if c.step() < 0 {
		o = ast.GreaterOrEqual
	}
	return Engine("list_filter", Engine("list_transform", series, lambda(counted, element, place)), lambda(binary(o, found, x[1]), found))
}

// match is any_match (wanted true) and all_match (wanted false): the result is wanted where one element decides so,
// else null where the condition is null for one, else the opposite.
func match(wanted bool) builder {
	return func(c *Call) (engineExpression, error) {
		nothing, err := null(c.Match.Result)
		if err != nil {
			return nil, err
		}
		is := func(b bool) ast.Expression { return &ast.BooleanLiteral{Value: b} }
		return Let(c, []ast.Expression{Engine("list_transform", c.Arguments...)}, func(x []ast.Expression) ast.Expression {
			return condition(is(!wanted), isNull(x[0]), nothing, Engine("list_contains", x[0], is(wanted)), is(wanted), hasNull(x[0]), nothing)
		}), nil
	}
}
