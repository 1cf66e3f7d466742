package function

import (
	"interlaken/sql/ast"
	"interlaken/sql/token"
	"interlaken/sql/types"
)

// IsNested reports arrays, maps and rows.
func IsNested(t types.Type) bool { return t.Element != nil || t.Key != nil || t.Fields != nil }

func isFloat(t types.Type) bool { return t.Kind == types.Real || t.Kind == types.Double }

// Distinguishes refuses a type whose equal values the engine does not find equal where it groups rows: two maps are to it
// when their entries come in one order only.
func Distinguishes(at token.Pos, list ...types.Type) error {
	for _, t := range list {
		if holds(t, types.Map) {
			return Unsupported(at, "Comparison of values of type %s is not supported", t)
		}
	}
	return nil
}

// holds reports whether the type or a part of it is of a kind.
func holds(t types.Type, kind types.Kind) bool {
	if t.Kind == kind {
		return true
	}
	for _, part := range []*types.Type{t.Element, t.Key, t.Value} {
		if part != nil && holds(*part, kind) {
			return true
		}
	}
	for _, f := range t.Fields {
		if holds(f.Type, kind) {
			return true
		}
	}
	return false
}

// CompareNested makes left operator right of any type. In the engine, nulls within nested values equal each other and
// sort somewhere; in Trino they make = unknown where nothing else decides, and an order of them fails.
func CompareNested(env Environment, at token.Pos, o ast.Operator, left, right ast.Expression, t types.Type) (ast.Expression, error) {
	if holds(t, types.JSON) && IsNested(t) {
		return nil, Unsupported(at, "Comparison of values of type %s is not supported", t)
	}
	switch {
	case !IsNested(t):
		return Compare(o, left, right, t), nil
	case o == ast.Equals:
		return equal(env, left, right, t), nil
	case o == ast.NotEquals:
		return &ast.Not{Operand: equal(env, left, right, t)}, nil
	}
	nothing, err := null(types.Simple(types.Boolean))
	if err != nil {
		return nil, err
	}
	fail, err := Fail("NOT_SUPPORTED", "An order of "+t.String()+" with null or NaN within is not supported", types.Simple(types.Boolean))
	return Let(env, []ast.Expression{left, right}, func(x []ast.Expression) ast.Expression {
		return condition(binary(o, x[0], x[1]), ast.Or(isNull(x[0]), isNull(x[1])), nothing,
			ast.Or(hasHole(env, x[0], t), hasHole(env, x[1], t)), fail)
	}), err
}

func truth(b bool) ast.Expression { return &ast.BooleanLiteral{Value: b} }

func nullBoolean() ast.Expression { return castText(&ast.NullLiteral{}, "BOOLEAN") }

// equal is true, false or null.
func equal(env Environment, left, right ast.Expression, t types.Type) ast.Expression {
	if !IsNested(t) && !isFloat(t) {
		return Compare(ast.Equals, left, right, t)
	}
	if !IsNested(t) {
		return Let(env, []ast.Expression{left, right}, func(x []ast.Expression) ast.Expression {
			return Compare(ast.Equals, x[0], x[1], t)
		})
	}
	return Let(env, []ast.Expression{left, right}, func(x []ast.Expression) ast.Expression {
		either := ast.Or(isNull(x[0]), isNull(x[1]))
		switch t.Kind {
		case types.Row:
			terms := make([]ast.Expression, len(t.Fields))
			for i, f := range t.Fields {
				terms[i] = equal(env, member(x[0], t, i), member(x[1], t, i), f.Type)
			}
			return condition(ast.And(terms...), either, nullBoolean())
		case types.Map:
			return condition(equalEntries(env, x[0], x[1], t), either, nullBoolean())
		}
		place := ast.Name(env.Fresh("i"))
		same := equal(env, Engine("list_extract", x[0], place), Engine("list_extract", x[1], place), *t.Element)
		verdicts := Engine("list_transform", Engine("generate_series", ast.Integer(1), Engine("len", x[0])), lambda(same, place))
		return condition(all(env, verdicts), either, nullBoolean(),
			binary(ast.NotEquals, Engine("len", x[0]), Engine("len", x[1])), truth(false))
	})
}

// equalEntries finds each key of one map in the other. Keys are found by what is not distinct, so NaN finds itself.
func equalEntries(env Environment, left, right ast.Expression, t types.Type) ast.Expression {
	keys := func(m ast.Expression) ast.Expression { return Engine("map_keys", m) }
	place := ast.Name(env.Fresh("i"))
	other := Engine("list_position", keys(right), Engine("list_extract", keys(left), place))
	same := Let(env, []ast.Expression{other}, func(y []ast.Expression) ast.Expression {
		values := equal(env, Engine("list_extract", Engine("map_values", left), place), Engine("list_extract", Engine("map_values", right), y[0]), *t.Value)
		return condition(values, isNull(y[0]), truth(false))
	})
	verdicts := Engine("list_transform", Engine("generate_series", ast.Integer(1), Engine("len", keys(left))), lambda(same, place))
	return condition(all(env, verdicts), binary(ast.NotEquals, Engine("len", keys(left)), Engine("len", keys(right))), truth(false))
}

// all is what AND makes of a list of truth values.
func all(env Environment, verdicts ast.Expression) ast.Expression {
	return Let(env, []ast.Expression{verdicts}, func(x []ast.Expression) ast.Expression {
		return condition(truth(true), Engine("list_contains", x[0], truth(false)), truth(false), hasNull(x[0]), nullBoolean())
	})
}

// hasHole tells whether a null or NaN stands somewhere within a nested value.
func hasHole(env Environment, e ast.Expression, t types.Type) ast.Expression {
	switch {
	case t.Kind == types.Row:
		terms := make([]ast.Expression, len(t.Fields))
		for i, f := range t.Fields {
			terms[i] = ast.Or(isNull(member(e, t, i)), hasHole(env, member(e, t, i), f.Type))
		}
		return ast.Or(terms...)
	case t.Kind == types.Array && (IsNested(*t.Element) || isFloat(*t.Element)):
		element := ast.Name(env.Fresh("e"))
		within := Engine("list_transform", e, lambda(hasHole(env, element, *t.Element), element))
		return ast.Or(hasNull(e), Engine("list_contains", within, truth(true)))
	case t.Kind == types.Array:
		return hasNull(e)
	case isFloat(t):
		return Engine("isnan", e)
	}
	return truth(false)
}

func member(row ast.Expression, t types.Type, i int) ast.Expression {
	return Engine("struct_extract", row, ast.String(FieldName(t, i)))
}

func lambda(body ast.Expression, parameters ...*ast.Identifier) ast.Expression {
	return &ast.Lambda{Parameters: parameters, Body: body}
}

// NotDistinctForm makes of a value an equal one that the engine finds equal to all that Trino does not find distinct: the
// entries of maps come in the order of their keys.
func NotDistinctForm(env Environment, at token.Pos, e ast.Expression, t types.Type) (ast.Expression, error) {
	switch {
	case !holds(t, types.Map):
		return e, nil
	case t.Kind == types.Map && !holds(*t.Key, types.Map) && !holds(*t.Value, types.Map):
		return Engine("map_from_entries", Engine("list_sort", Engine("map_entries", e))), nil
	case t.Kind == types.Array:
		element := ast.Name(env.Fresh("e"))
		body, err := NotDistinctForm(env, at, element, *t.Element)
		return Engine("list_transform", e, lambda(body, element)), err
	}
	return nil, Distinguishes(at, t)
}
