package function

import (
	"interlaken/sql/ast"
	"interlaken/sql/types"
)

func init() {
	register(
		scalar("map_entries", "Array of a map's entries, as rows of key and value.", mapEntries, "(map(K, V)) -> array(row(K, V))"),
		scalar("map_from_entries", "Map of an array of rows of key and value.", over(mapFromEntries), "(array(row(K, V))) -> map(K, V)"),
		scalar("map_concat", "Map of all entries; of equal keys the last.", over(mapConcat), "(map(K, V), map(K, V)...) -> map(K, V)"),
		scalar("map_filter", "Map of the entries for which a condition is true.", mapFilter, "(map(K, V), function(K, V, boolean)) -> map(K, V)"),
		scalar("transform_keys", "Map with a function's results as keys.", mapTransform(true), "(map(K, V), function(K, V, N)) -> map(N, V)"),
		scalar("transform_values", "Map with a function's results as values.", mapTransform(false), "(map(K, V), function(K, V, N)) -> map(K, N)"),
		scalar("map_zip_with", "Map of a function's results for each key of two maps and its values.", mapZipWith, "(map(K, A), map(K, B), function(K, A, B, C)) -> map(K, C)"),
		aggregate("map_agg", "Map of pairs of key and value; pairs without key are left out.", mapAggregate, "(K, V) -> map(K, V)"),
	)
	for name, part := range map[string]string{"keys": "map_keys", "values": "map_values"} {
		register(
			scalar("any_"+name+"_match", "Whether a condition is true for one of the map's "+name+".", matchPart(part, true, false), mapCondition(name)),
			scalar("all_"+name+"_match", "Whether a condition is true for all of the map's "+name+".", matchPart(part, false, false), mapCondition(name)),
			scalar("no_"+name+"_match", "Whether a condition is true for none of the map's "+name+".", matchPart(part, true, true), mapCondition(name)),
		)
	}
}

func mapCondition(part string) string {
	return "(map(K, V), function(" + map[string]string{"keys": "K", "values": "V"}[part] + ", boolean)) -> boolean"
}

func matchPart(part string, wanted, negated bool) builder {
	return func(c *Call) (engineExpression, error) {
		inner := *c
		inner.Arguments = []ast.Expression{Engine(part, c.Arguments[0]), c.Arguments[1]}
		e, err := match(wanted)(&inner)
		if negated {
			return &ast.Not{Operand: e}, err
		}
		return e, err
	}
}

// call puts values in the place of a lambda's parameters, which stand in the body as the very nodes of its list.
func (c *Call) call(l ast.Expression, values ...ast.Expression) ast.Expression {
	f, ok := l.(*ast.Lambda)
	if !ok || len(f.Parameters) != len(values) {
		return l
	}
	return Let(c, values, func(x []ast.Expression) ast.Expression {
		body, _ := ast.Rewrite(f.Body, func(n ast.Node) (ast.Node, error) {
			for i, p := range f.Parameters {
				if n == ast.Node(p) {
					return x[i], nil
				}
			}
			return n, nil
		})
		return body
	})
}

func entryKey(entry ast.Expression) ast.Expression {
	return Engine("struct_extract", entry, ast.String("key"))
}

func entryValue(entry ast.Expression) ast.Expression {
	return Engine("struct_extract", entry, ast.String("value"))
}

// pair is a row of two members.
func pair(first string, a ast.Expression, second string, b ast.Expression) ast.Expression {
	return &ast.Struct{Fields: []*ast.StructField{{Name: first, Value: a}, {Name: second, Value: b}}}
}

func mapEntries(c *Call) (engineExpression, error) {
	entry := ast.Name(c.Fresh("e"))
	t := *c.Match.Result.Element
	row := pair(FieldName(t, 0), entryKey(entry), FieldName(t, 1), entryValue(entry))
	return Engine("list_transform", Engine("map_entries", c.Arguments[0]), lambda(row, entry)), nil
}

// mapOf makes a map of an array of entries. The engine refuses null and repeated keys, as Trino does.
func (c *Call) mapOf(entries ast.Expression) (ast.Expression, error) {
	return c.typed(Engine("map_from_entries", entries))
}

func mapFromEntries(c *Call, x []ast.Expression) (engineExpression, error) {
	fail, err := Fail("INVALID_FUNCTION_ARGUMENT", "map entry cannot be null", c.Match.Result)
	if err != nil {
		return nil, err
	}
	out, err := c.mapOf(x[0])
	return If(hasNull(x[0]), fail, out), err
}

func mapConcat(c *Call, x []ast.Expression) (engineExpression, error) {
	nothing, err := null(c.Match.Result)
	if err != nil {
		return nil, err
	}
	missing := make([]ast.Expression, len(x))
	for i, m := range x {
		missing[i] = isNull(m)
	}
	out, err := c.typed(Engine("map_concat", x...))
	return If(ast.Or(missing...), nothing, out), err
}

func mapFilter(c *Call) (engineExpression, error) {
	entry := ast.Name(c.Fresh("e"))
	keep := c.call(c.Arguments[1], entryKey(entry), entryValue(entry))
	return c.mapOf(Engine("list_filter", Engine("map_entries", c.Arguments[0]), lambda(keep, entry)))
}

func mapTransform(keys bool) builder {
	return func(c *Call) (engineExpression, error) {
		entry := ast.Name(c.Fresh("e"))
		key, value := entryKey(entry), entryValue(entry)
		fresh := c.call(c.Arguments[1], key, value)
		if keys {
			key = fresh
		} else {
			value = fresh
		}
		return c.mapOf(Engine("list_transform", Engine("map_entries", c.Arguments[0]), lambda(pair("key", key, "value", value), entry)))
	}
}

func mapZipWith(c *Call) (engineExpression, error) {
	if err := c.plainElement(*c.Match.Parameters[0].Key); err != nil {
		return nil, err
	}
	nothing, err := null(c.Match.Result)
	if err != nil {
		return nil, err
	}
	var failure error
	out := Let(c, c.Arguments[:2], func(x []ast.Expression) ast.Expression {
		key := ast.Name(c.Fresh("k"))
		value := c.call(c.Arguments[2], key, &ast.Subscript{Base: x[0], Index: key}, &ast.Subscript{Base: x[1], Index: key})
		keys := distinct(c, Engine("list_concat", Engine("map_keys", x[0]), Engine("map_keys", x[1])))
		m, err := c.mapOf(Engine("list_transform", keys, lambda(pair("key", key, "value", value), key)))
		failure = err
		return If(ast.Or(isNull(x[0]), isNull(x[1])), nothing, m)
	})
	return out, failure
}

func mapAggregate(c *Call) (engineExpression, error) {
	entries, err := c.pairs()
	if err != nil {
		return nil, err
	}
	return c.ordered(c.firsts(entries))
}

// emptyMap is map() without arguments.
func emptyMap(c *Call) (engineExpression, error) {
	if len(c.Arguments) == 0 {
		return c.typed(Engine("map"))
	}
	return Engine("map", c.Arguments...), nil
}

// valueOf finds a key in a map of any type of key, and gives missing where there is none.
func valueOf(env Environment, m, key ast.Expression, t types.Type, missing ast.Expression) (ast.Expression, error) {
	nothing, err := null(*t.Value)
	if err != nil {
		return nil, err
	}
	fail, err := Fail("NOT_SUPPORTED", "A key of type "+t.Key.String()+" with null or NaN within is not supported", *t.Value)
	if err != nil {
		return nil, err
	}
	if missing == nil {
		missing = nothing
	}
	return Let(env, []ast.Expression{m, key}, func(x []ast.Expression) ast.Expression {
		place := Engine("list_position", Engine("map_keys", x[0]), x[1])
		return Let(env, []ast.Expression{place}, func(y []ast.Expression) ast.Expression {
			return condition(Engine("list_extract", Engine("map_values", x[0]), y[0]),
				ast.Or(isNull(x[0]), isNull(x[1])), nothing, hasHole(env, x[1], *t.Key), fail, isNull(y[0]), missing)
		})
	}), nil
}

// MapValue makes the engine's form of m[key], which fails where the map has not the key.
func MapValue(env Environment, m, key ast.Expression, t types.Type) (ast.Expression, error) {
	missing, err := FailWith(Engine("concat", ast.String("INVALID_FUNCTION_ARGUMENT: Key not present in map: "), castText(key, "VARCHAR")), *t.Value)
	if err != nil {
		return nil, err
	}
	return valueOf(env, m, key, t, missing)
}
