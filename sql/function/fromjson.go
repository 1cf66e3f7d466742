package function

import (
	"strings"

	"interlaken/sql/ast"
	"interlaken/sql/token"
	"interlaken/sql/types"
)

// canComeOfJSON reports the types that a cast makes of JSON (Trino documentation, Cast from JSON).
func canComeOfJSON(t types.Type) bool {
	switch t.Kind {
	case types.Boolean, types.Varchar, types.JSON:
		return true
	case types.Array:
		return canComeOfJSON(*t.Element)
	case types.Map:
		return isJSONKey(*t.Key) && t.Key.Kind != types.Unknown && canComeOfJSON(*t.Value)
	case types.Row:
		for _, f := range t.Fields {
			if !canComeOfJSON(f.Type) {
				return false
			}
		}
		return true
	}
	return t.IsNumeric()
}

// jsonCast is a cast from JSON.
type jsonCast struct {
	Environment
	at token.Pos
}

func castFromJSON(env Environment, at token.Pos, e ast.Expression, to types.Type) (ast.Expression, error) {
	return jsonCast{env, at}.value(e, to)
}

// value converts one JSON value, of which null is null. What has another form than the type asks for fails.
func (j jsonCast) value(e ast.Expression, to types.Type) (ast.Expression, error) {
	if to.Kind == types.JSON {
		return e, nil
	}
	nothing, err := null(to)
	if err != nil {
		return nil, err
	}
	var failure error
	out := Let(j, []ast.Expression{e}, func(x []ast.Expression) ast.Expression {
		return Let(j, []ast.Expression{Engine("json_type", x[0])}, func(kind []ast.Expression) ast.Expression {
			message := Engine("concat", ast.String("INVALID_CAST_ARGUMENT: Cannot cast '"), castText(x[0], "VARCHAR"), ast.String("' to "+strings.ToUpper(to.String())))
			fail, err := FailWith(message, to)
			if err != nil {
				failure = err
				return nil
			}
			pairs := []ast.Expression{ast.Or(isNull(x[0]), binary(ast.Equals, kind[0], ast.String("NULL"))), nothing}
			branches, err := j.branches(x[0], kind[0], to)
			if err != nil {
				failure = err
				return nil
			}
			return condition(fail, append(pairs, branches...)...)
		})
	})
	if failure != nil {
		return nil, failure
	}
	return out, nil
}

// branches are pairs of a condition on the kind of a JSON value and its conversion.
func (j jsonCast) branches(x, kind ast.Expression, to types.Type) ([]ast.Expression, error) {
	is := func(name string) ast.Expression { return binary(ast.Equals, kind, ast.String(name)) }
	switch to.Kind {
	case types.Array:
		out, err := j.array(x, to)
		return []ast.Expression{is("ARRAY"), out}, err
	case types.Map:
		out, err := j.object(x, to)
		return []ast.Expression{is("OBJECT"), out}, err
	case types.Row:
		return j.row(x, is("ARRAY"), is("OBJECT"), to)
	}
	text := Engine("json_extract_string", x, ast.String("$"))
	var out []ast.Expression
	for _, scalar := range []struct {
		condition ast.Expression
		value     ast.Expression
		from      types.Kind
	}{
		{is("VARCHAR"), text, types.Varchar},
		{is("BOOLEAN"), castText(text, "BOOLEAN"), types.Boolean},
		{ast.And(is("DOUBLE"), Engine("regexp_matches", text, ast.String("[.eE]"))), text, types.Double},
		{&ast.InList{Operand: kind, Items: []ast.Expression{ast.String("BIGINT"), ast.String("UBIGINT"), ast.String("DOUBLE")}}, text, types.Bigint},
	} {
		value, err := j.scalar(scalar.value, scalar.from, to)
		if err != nil {
			return nil, err
		}
		out = append(out, scalar.condition, value)
	}
	return out, nil
}

// scalar converts a text, a truth value, and the texts of a number with a fraction or exponent and of a whole number.
func (j jsonCast) scalar(x ast.Expression, from types.Kind, to types.Type) (ast.Expression, error) {
	if to.Kind == types.Varchar && to.Length != types.MaxVarchar {
		return nil, Unsupported(j.at, "Unsupported cast from json to %s", to)
	}
	switch {
	case from == types.Bigint && to.Kind == types.Varchar:
		return x, nil
	case from == types.Bigint && (to.IsInteger() || to.Kind == types.Boolean):
		// What is past 64 bits is no bigint, and fails.
		return EngineCast(castText(x, "BIGINT"), to)
	case from == types.Bigint:
		return EngineCast(x, to)
	case from == types.Double && to.Kind == types.Real:
		return EngineCast(x, to)
	case from == types.Double:
		x = castText(x, "DOUBLE")
		if to.Kind == types.Decimal {
			// The digits are those that the double has.
			return EngineCast(castText(x, "VARCHAR"), to)
		}
	}
	return Cast(j, j.at, x, types.Simple(from), to)
}

func (j jsonCast) array(x ast.Expression, to types.Type) (ast.Expression, error) {
	element := ast.Name(j.Fresh("e"))
	value, err := j.value(element, *to.Element)
	return Engine("list_transform", castText(x, "JSON[]"), lambda(value, element)), err
}

// members are the entries of an object; the engine refuses repeated names.
func members(x ast.Expression) ast.Expression {
	return Engine("map_entries", castText(x, "MAP(VARCHAR, JSON)"))
}

func (j jsonCast) object(x ast.Expression, to types.Type) (ast.Expression, error) {
	entry := ast.Name(j.Fresh("e"))
	key, err := Cast(j, j.at, entryKey(entry), types.Simple(types.Varchar), *to.Key)
	if err != nil {
		return nil, err
	}
	value, err := j.value(entryValue(entry), *to.Value)
	if err != nil {
		return nil, err
	}
	entries := Engine("list_transform", members(x), lambda(pair("key", key, "value", value), entry))
	return EngineCast(Engine("map_from_entries", entries), to)
}

// row takes an array's elements by their places and an object's members by their names, of which others than the row's
// are passed over.
func (j jsonCast) row(x, isArray, isObject ast.Expression, to types.Type) ([]ast.Expression, error) {
	named := true
	for i, f := range to.Fields {
		for _, other := range to.Fields[:i] {
			named = named && !strings.EqualFold(f.Name, other.Name)
		}
		named = named && f.Name != ""
	}
	build := func(source ast.Expression, part func(list ast.Expression, i int) ast.Expression) (ast.Expression, error) {
		var failure error
		out := Let(j, []ast.Expression{source}, func(y []ast.Expression) ast.Expression {
			row := &ast.Struct{}
			for i, f := range to.Fields {
				value, err := j.value(part(y[0], i), f.Type)
				if err != nil {
					failure = err
					return nil
				}
				row.Fields = append(row.Fields, &ast.StructField{Name: FieldName(to, i), Value: value})
			}
			return row
		})
		if failure != nil {
			return nil, failure
		}
		return EngineCast(out, to)
	}
	list := castText(x, "JSON[]")
	elements, err := build(list, func(list ast.Expression, i int) ast.Expression {
		return Engine("list_extract", list, ast.Integer(int64(i+1)))
	})
	if err != nil {
		return nil, err
	}
	fits := binary(ast.Equals, Engine("json_array_length", x), ast.Integer(int64(len(to.Fields))))
	branches := []ast.Expression{ast.And(isArray, fits), elements}
	if !named {
		return branches, nil
	}
	byName, err := build(members(x), func(list ast.Expression, i int) ast.Expression {
		entry := ast.Name(j.Fresh("e"))
		same := binary(ast.Equals, Engine("lower", entryKey(entry)), ast.String(strings.ToLower(to.Fields[i].Name)))
		return entryValue(Engine("list_extract", Engine("list_filter", list, lambda(same, entry)), ast.Integer(1)))
	})
	return append(branches, isObject, byName), err
}
