package function

import (
	"interlaken/sql/ast"
	"interlaken/sql/token"
	"interlaken/sql/types"
)

// canBeJSON reports the types that a cast makes JSON of (Trino documentation, Cast to JSON).
func canBeJSON(t types.Type) bool {
	switch t.Kind {
	case types.Unknown, types.Boolean, types.Varchar, types.JSON, types.Date, types.Timestamp:
		return true
	case types.Array:
		return canBeJSON(*t.Element)
	case types.Map:
		return isJSONKey(*t.Key) && canBeJSON(*t.Value)
	case types.Row:
		for _, f := range t.Fields {
			if !canBeJSON(f.Type) {
				return false
			}
		}
		return true
	}
	return t.IsNumeric()
}

// isJSONKey reports the types of keys of a map that is an object in JSON.
func isJSONKey(t types.Type) bool {
	return t.Kind == types.Unknown || t.Kind == types.Boolean || t.Kind == types.Varchar || t.IsNumeric()
}

// castToJSON makes the one spelling that Trino has for a value: no blanks, rows as arrays, the members of objects by
// name.
func castToJSON(env Environment, at token.Pos, e ast.Expression, from types.Type) (ast.Expression, error) {
	text, err := jsonText(env, at, e, from)
	if err != nil {
		return nil, err
	}
	return castText(text, "JSON"), nil
}

// jsonText is null for null.
func jsonText(env Environment, at token.Pos, e ast.Expression, t types.Type) (ast.Expression, error) {
	varchar := types.Simple(types.Varchar)
	switch {
	case t.Kind == types.Unknown:
		return castText(e, "VARCHAR"), nil
	case t.Kind == types.JSON:
		return castText(e, "VARCHAR"), nil
	case t.Kind == types.Varchar:
		return castText(Engine("to_json", e), "VARCHAR"), nil
	case isFloat(t):
		var failure error
		out := Let(env, []ast.Expression{e}, func(x []ast.Expression) ast.Expression {
			text := doubleToText(env, x[0])
			finite := Engine("isfinite", x[0])
			return If(ast.Or(isNull(x[0]), finite), text, quoted(text))
		})
		return out, failure
	case t.Kind == types.Date || t.Kind == types.Timestamp:
		text, err := Cast(env, at, e, t, varchar)
		return quoted(text), err
	case t.Kind == types.Array:
		return jsonArray(env, at, e, *t.Element)
	case t.Kind == types.Row:
		return jsonRow(env, at, e, t)
	case t.Kind == types.Map:
		return jsonObject(env, at, e, t)
	}
	return Cast(env, at, e, t, varchar)
}

func quoted(text ast.Expression) ast.Expression {
	return binary(ast.Concat, binary(ast.Concat, ast.String(`"`), text), ast.String(`"`))
}

// enclosed puts texts between marks, with commas.
func enclosed(open string, texts ast.Expression, end string) ast.Expression {
	joined := Engine("coalesce", Engine("array_to_string", texts, ast.String(",")), ast.String(""))
	return binary(ast.Concat, binary(ast.Concat, ast.String(open), joined), ast.String(end))
}

func orNull(text ast.Expression) ast.Expression {
	return Engine("coalesce", text, ast.String("null"))
}

func unlessNull(e, otherwise ast.Expression) ast.Expression {
	return If(isNull(e), castText(&ast.NullLiteral{}, "VARCHAR"), otherwise)
}

func jsonArray(env Environment, at token.Pos, e ast.Expression, t types.Type) (ast.Expression, error) {
	element := ast.Name(env.Fresh("e"))
	text, err := jsonText(env, at, element, t)
	if err != nil {
		return nil, err
	}
	return Let(env, []ast.Expression{e}, func(x []ast.Expression) ast.Expression {
		return unlessNull(x[0], enclosed("[", Engine("list_transform", x[0], lambda(orNull(text), element)), "]"))
	}), nil
}

func jsonRow(env Environment, at token.Pos, e ast.Expression, t types.Type) (ast.Expression, error) {
	var failure error
	out := Let(env, []ast.Expression{e}, func(x []ast.Expression) ast.Expression {
		texts := &ast.Array{}
		for i, f := range t.Fields {
			text, err := jsonText(env, at, member(x[0], t, i), f.Type)
			if err != nil {
				failure = err
				return nil
			}
			texts.Items = append(texts.Items, orNull(text))
		}
		return unlessNull(x[0], enclosed("[", texts, "]"))
	})
	if failure != nil {
		return nil, failure
	}
	return out, nil
}

func jsonObject(env Environment, at token.Pos, e ast.Expression, t types.Type) (ast.Expression, error) {
	entry, sorted := ast.Name(env.Fresh("e")), ast.Name(env.Fresh("e"))
	key := castText(entryKey(entry), "VARCHAR")
	if t.Key.Kind != types.Unknown {
		text, err := Cast(env, at, entryKey(entry), *t.Key, types.Simple(types.Varchar))
		if err != nil {
			return nil, err
		}
		key = text
	}
	value, err := jsonText(env, at, entryValue(entry), *t.Value)
	if err != nil {
		return nil, err
	}
	pairs := func(m ast.Expression) ast.Expression {
		texts := Engine("list_sort", Engine("list_transform", Engine("map_entries", m), lambda(pair("key", key, "value", orNull(value)), entry)))
		name := castText(Engine("to_json", entryKey(sorted)), "VARCHAR")
		return Engine("list_transform", texts, lambda(binary(ast.Concat, binary(ast.Concat, name, ast.String(":")), entryValue(sorted)), sorted))
	}
	return Let(env, []ast.Expression{e}, func(x []ast.Expression) ast.Expression {
		return unlessNull(x[0], enclosed("{", pairs(x[0]), "}"))
	}), nil
}
