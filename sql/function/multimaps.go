package function

import (
	"interlaken/sql/ast"
	"interlaken/sql/types"
)

func init() {
	register(
		scalar("split_to_map", "Map of a text's entries, whose key and value stand beside a delimiter.", over(splitToMap), "(varchar, varchar, varchar) -> map(varchar, varchar)"),
		scalar("split_to_multimap", "Map from each key of a text's entries to its values.", over(splitToMultimap), "(varchar, varchar, varchar) -> map(varchar, array(varchar))"),
		scalar("multimap_from_entries", "Map from each key of an array of rows of key and value to its values.", over(multimapFromEntries), "(array(row(K, V))) -> map(K, array(V))"),
		aggregate("multimap_agg", "Map from each key to the values beside it; pairs without key are left out.", multimapAggregate, "(K, V) -> map(K, array(V))"),
		aggregate("map_union", "Map of the entries of all maps; of equal keys one.", mapUnion, "(map(K, V)) -> map(K, V)"),
	)
}

// grouped makes a map from each key of an array of entries to the values of its entries, in their order.
func (c *Call) grouped(entries ast.Expression, key types.Type) (ast.Expression, error) {
	if err := c.plainElement(key); err != nil {
		return nil, err
	}
	var failure error
	out := Let(c, []ast.Expression{entries}, func(x []ast.Expression) ast.Expression {
		each, wanted, entry, found := ast.Name(c.Fresh("e")), ast.Name(c.Fresh("k")), ast.Name(c.Fresh("e")), ast.Name(c.Fresh("e"))
		keys := distinct(c, Engine("list_transform", x[0], lambda(entryKey(each), each)))
		same := Engine("list_filter", x[0], lambda(binary(ast.Equals, entryKey(entry), wanted), entry))
		values := Engine("list_transform", same, lambda(entryValue(found), found))
		m, err := c.mapOf(Engine("list_transform", keys, lambda(pair("key", wanted, "value", values), wanted)))
		failure = err
		return m
	})
	return out, failure
}

// splitEntries are the entries of a text; false for delimiters that are no constants, or wrong.
func (c *Call) splitEntries(text ast.Expression) (ast.Expression, error) {
	entryDelimiter, ok := c.text(1)
	valueDelimiter, ok2 := c.text(2)
	switch {
	case !ok || !ok2:
		return nil, c.unsupported("%s with a delimiter that is not a constant", c.Match.Function.Name)
	case entryDelimiter == "" || valueDelimiter == "":
		return nil, c.invalid("the delimiters must not be empty")
	case entryDelimiter == valueDelimiter:
		return nil, c.invalid("entryDelimiter and keyValueDelimiter must not be the same")
	}
	parts := Let(c, []ast.Expression{Engine("string_split", text, ast.String(entryDelimiter))}, func(x []ast.Expression) ast.Expression {
		// Nothing after the last delimiter is no entry.
		last := If(binary(ast.Equals, Engine("list_extract", x[0], ast.Integer(-1)), ast.String("")), ast.Integer(1), ast.Integer(0))
		return Engine("list_slice", x[0], ast.Integer(1), binary(ast.Subtract, Engine("len", x[0]), last))
	})
	part := ast.Name(c.Fresh("e"))
	message := Engine("concat", ast.String("INVALID_FUNCTION_ARGUMENT: Key-value delimiter must appear exactly once in each entry. Bad input: '"), part, ast.String("'"))
	fail, err := FailWith(message, types.Simple(types.Varchar))
	if err != nil {
		return nil, err
	}
	entry := Let(c, []ast.Expression{Engine("string_split", part, ast.String(valueDelimiter))}, func(x []ast.Expression) ast.Expression {
		key := If(binary(ast.Equals, Engine("len", x[0]), ast.Integer(2)), Engine("list_extract", x[0], ast.Integer(1)), fail)
		return pair("key", key, "value", Engine("list_extract", x[0], ast.Integer(2)))
	})
	return Engine("list_transform", parts, lambda(entry, part)), nil
}

func splitToMap(c *Call, x []ast.Expression) (engineExpression, error) {
	entries, err := c.splitEntries(x[0])
	if err != nil {
		return nil, err
	}
	return c.mapOf(entries)
}

func splitToMultimap(c *Call, x []ast.Expression) (engineExpression, error) {
	entries, err := c.splitEntries(x[0])
	if err != nil {
		return nil, err
	}
	return c.grouped(entries, *c.Match.Result.Key)
}

func multimapFromEntries(c *Call, x []ast.Expression) (engineExpression, error) {
	fail, err := Fail("INVALID_FUNCTION_ARGUMENT", "map entry cannot be null", c.Match.Result)
	if err != nil {
		return nil, err
	}
	noKey, err := Fail("INVALID_FUNCTION_ARGUMENT", "map key cannot be null", c.Match.Result)
	if err != nil {
		return nil, err
	}
	row := *c.Match.Parameters[0].Element
	each, entry := ast.Name(c.Fresh("e")), ast.Name(c.Fresh("e"))
	entries := Engine("list_transform", x[0], lambda(pair("key", member(entry, row, 0), "value", member(entry, row, 1)), entry))
	m, err := c.grouped(entries, row.Fields[0].Type)
	if err != nil {
		return nil, err
	}
	keys := Engine("list_transform", x[0], lambda(member(each, row, 0), each))
	return condition(m, hasNull(x[0]), fail, hasNull(keys), noKey), nil
}

func multimapAggregate(c *Call) (engineExpression, error) {
	entries, err := c.pairs()
	if err != nil {
		return nil, err
	}
	return c.ordered(c.grouped(entries, c.Match.Parameters[0]))
}

// ordered puts the entries of an aggregate's map in the order of the keys, since rows come in none.
func (c *Call) ordered(m ast.Expression, err error) (ast.Expression, error) {
	if err != nil {
		return nil, err
	}
	return c.mapOf(Engine("list_sort", Engine("map_entries", m)))
}

// pairs collects an aggregate's entries of key and value, without those that have no key.
func (c *Call) pairs() (ast.Expression, error) {
	if c.Clauses.Distinct || c.Clauses.Over != nil {
		return nil, c.unsupported("%s with DISTINCT or OVER", c.Match.Function.Name)
	}
	key, err := EngineCast(c.Arguments[0], c.Match.Parameters[0])
	if err != nil {
		return nil, err
	}
	entries := c.same("list", pair("key", key, "value", c.Arguments[1]))
	entries.Filter = ast.And(c.Clauses.Filter, &ast.IsNull{Operand: c.Arguments[0], Not: true})
	return entries, nil
}

// firsts keeps the first of the entries with equal keys.
func (c *Call) firsts(entries ast.Expression) (ast.Expression, error) {
	var failure error
	out := Let(c, []ast.Expression{entries}, func(x []ast.Expression) ast.Expression {
		entry, place, each := ast.Name(c.Fresh("e")), ast.Name(c.Fresh("i")), ast.Name(c.Fresh("k"))
		keys := Engine("list_transform", x[0], lambda(entryKey(each), each))
		first := binary(ast.Equals, Engine("list_position", keys, entryKey(entry)), place)
		m, err := c.mapOf(Engine("list_filter", x[0], lambda(first, entry, place)))
		failure = err
		return m
	})
	return out, failure
}

func mapUnion(c *Call) (engineExpression, error) {
	if c.Clauses.Distinct || c.Clauses.Over != nil {
		return nil, c.unsupported("map_union with DISTINCT or OVER")
	}
	maps := c.same("list", c.Arguments[0])
	maps.Filter = ast.And(c.Clauses.Filter, &ast.IsNull{Operand: c.Arguments[0], Not: true})
	each := ast.Name(c.Fresh("m"))
	return c.ordered(c.firsts(Engine("flatten", Engine("list_transform", maps, lambda(Engine("map_entries", each), each)))))
}
