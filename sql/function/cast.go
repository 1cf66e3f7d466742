package function

import (
	"strings"

	"interlaken/sql/ast"
	"interlaken/sql/token"
	"interlaken/sql/types"
)

// The forms of text that Trino reads as numbers and times; the engine reads more (blanks, 0x10, 1_000, 1.5 as
// integer), so what is outside them fails before the engine sees it.
const (
	integerText = `[+-]?[0-9]+`
	decimalText = `[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)`
	doubleText  = `[+-]?(([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?|Infinity|NaN)`
	dateText    = `[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}`
	timeText    = `([01]?[0-9]|2[0-3]):[0-9]{1,2}(:[0-9]{1,2}(\.[0-9]{1,12})?)?`
	stampText   = dateText + `( ` + timeText + `)?`
)

// Cast makes the engine's form of CAST(e AS to), with Trino's rounding and strictness. A conversion that Trino has
// and that is not exact here is NOT_SUPPORTED; whether Trino has it is CanCast.
func Cast(env Environment, at token.Pos, e ast.Expression, from, to types.Type) (ast.Expression, error) {
	switch {
	case from.Equal(to):
		return e, nil
	case from.Kind == types.Unknown:
		return EngineCast(e, to)
	case from.Kind == types.Char || to.Kind == types.Char:
		out, ok := castChar(e, from, to)
		if !ok {
			return nil, Unsupported(at, "Unsupported cast from %s to %s", from, to)
		}
		return out, nil
	case from.Kind == types.Varchar && to.Kind == types.Varbinary:
		return Engine("encode", e), nil
	case to.Kind == types.IPAddress:
		return castToAddress(env, at, e, from, to)
	case from.Kind == types.IPAddress && to.Kind == types.Varbinary:
		return e, nil
	case to.Kind == types.JSON:
		return castToJSON(env, at, e, from)
	case from.Kind == types.JSON:
		return castFromJSON(env, at, e, to)
	case to.Kind == types.Varchar:
		return castToVarchar(env, at, e, from, to)
	case from.Kind == types.Varchar:
		return castVarchar(env, at, e, to)
	case from.Kind == types.Array && to.Kind == types.Array:
		return castArray(env, at, e, from, to)
	case from.Kind == types.Row && to.Kind == types.Row:
		return castRow(env, at, e, from, to)
	}
	switch {
	case (from.Kind == types.Real || from.Kind == types.Double) && to.IsInteger():
		return EngineCast(Engine("round", e), to)
	case isPlainCast(from, to):
		return EngineCast(e, to)
	}
	if isMoment(from) && isMoment(to) {
		if out, ok, err := castTime(env, at, e, from, to); ok || err != nil {
			return out, err
		}
	}
	return nil, Unsupported(at, "Unsupported cast from %s to %s", from, to)
}

func isMoment(t types.Type) bool {
	return t.Kind == types.Date || t.Kind == types.Timestamp || t.Kind == types.TimestampTZ || isClock(t)
}

// isPlainCast reports conversions in which the engine does what Trino does.
func isPlainCast(from, to types.Type) bool {
	number := func(t types.Type) bool { return t.IsNumeric() || t.Kind == types.Boolean }
	return number(from) && number(to) || from.Kind == types.Map && to.Kind == types.Map && widens(from, to)
}

// widens reports whether each part of a map only becomes a wider number or a longer text.
func widens(from, to types.Type) bool {
	part := func(a, b types.Type) bool {
		return a.Equal(b) || a.Kind == types.Unknown || a.IsNumeric() && b.IsNumeric() && types.CanCoerce(a, b) ||
			a.Kind == types.Varchar && b.Kind == types.Varchar && a.Length <= b.Length
	}
	return part(*from.Key, *to.Key) && part(*from.Value, *to.Value)
}

func castToVarchar(env Environment, at token.Pos, e ast.Expression, from, to types.Type) (ast.Expression, error) {
	text := castText(e, "VARCHAR")
	least := 0 // the length that every value of the type fits in
	switch {
	case from.Kind == types.Varchar:
		if from.Length <= to.Length {
			return e, nil
		}
		return Engine("substring", e, ast.Integer(1), ast.Integer(int64(to.Length))), nil
	case from.Kind == types.Decimal && from.Precision == from.Scale:
		// The engine prints .5 for a decimal that has no whole digits.
		if from.Precision == types.MaxPrecision {
			return nil, Unsupported(at, "Unsupported cast from %s to %s", from, to)
		}
		text, least = castText(castText(e, engineDecimal(from.Precision+1, from.Scale)), "VARCHAR"), 42
	case from.IsInteger() || from.Kind == types.Decimal:
		least = 42
	case from.Kind == types.Boolean:
		least = 5
	case from.Kind == types.Date:
		least = 10
	case isMoment(from):
		formatted, ok, err := timeToText(at, e, from)
		if err != nil {
			return nil, err
		}
		if !ok {
			return nil, Unsupported(at, "Unsupported cast from %s to %s", from, to)
		}
		text, least = formatted, 64
	case from.Kind == types.Double || from.Kind == types.Real:
		text, least = doubleToText(env, e), 32
	case from.Kind == types.UUID:
		least = 36
	case from.Kind == types.IPAddress:
		text, least = addressToText(env, e), 39
	default:
		return nil, Unsupported(at, "Unsupported cast from %s to %s", from, to)
	}
	if to.Length >= least {
		return text, nil
	}
	var failure error
	out := Let(env, []ast.Expression{text}, func(x []ast.Expression) ast.Expression {
		message := Engine("concat", ast.String("INVALID_CAST_ARGUMENT: Value "), x[0], ast.String(" cannot be represented as "+to.String()))
		fail, err := FailWith(message, to)
		failure = err
		return If(binary(ast.Greater, Engine("length", x[0]), ast.Integer(int64(to.Length))), fail, x[0])
	})
	return out, failure
}

// doubleToText prints as Java does: digits with a point between 0.001 and 10,000,000, else 1.0E7. The digits are the
// engine's, which are the shortest that read back the same, as Java's are.
func doubleToText(env Environment, e ast.Expression) ast.Expression {
	return Let(env, []ast.Expression{e}, func(x []ast.Expression) ast.Expression {
		v := x[0]
		size := Engine("abs", v)
		scientific := Let(env, []ast.Expression{castText(size, "VARCHAR"), v}, func(y []ast.Expression) ast.Expression {
			return scientificText(env, y[0], y[1])
		})
		return condition(scientific,
			isNull(v), castText(&ast.NullLiteral{}, "VARCHAR"), // concat would pass over it
			Engine("isnan", v), ast.String("NaN"),
			Engine("isinf", v), If(binary(ast.Greater, v, ast.Integer(0)), ast.String("Infinity"), ast.String("-Infinity")),
			ast.Or(binary(ast.Equals, v, ast.Integer(0)), ast.And(
				binary(ast.GreaterOrEqual, size, castText(ast.String("0.001"), "DOUBLE")),
				binary(ast.Less, size, castText(ast.String("10000000"), "DOUBLE")))), castText(v, "VARCHAR"))
	})
}

// scientificText makes 1.2345E-7 out of the engine's text of the absolute value: either digits with a point, or 1.2e-07.
func scientificText(env Environment, text, value ast.Expression) ast.Expression {
	group := func(pattern string, s ast.Expression) ast.Expression {
		return Engine("regexp_extract", s, ast.String(pattern), ast.Integer(1))
	}
	mantissa := group(`^([0-9.]+)`, text)
	digits := Engine("regexp_replace", Engine("replace", mantissa, ast.String("."), ast.String("")), ast.String("^0+|0+$"), ast.String(""), ast.String("g"))
	whole := group(`^0*([0-9]*)`, mantissa)
	zeros := group(`^0\.(0*)`, mantissa)
	exponent := castText(Engine("coalesce", Engine("nullif", group(`e([-+]?[0-9]+)$`, text), ast.String("")), ast.String("0")), "INTEGER")
	place := If(binary(ast.Equals, whole, ast.String("")),
		binary(ast.Subtract, ast.Integer(-1), Engine("length", zeros)),
		binary(ast.Subtract, Engine("length", whole), ast.Integer(1)))
	return Let(env, []ast.Expression{digits, binary(ast.Add, exponent, place), value}, func(x []ast.Expression) ast.Expression {
		rest := Engine("coalesce", Engine("nullif", Engine("substring", x[0], ast.Integer(2)), ast.String("")), ast.String("0"))
		return Engine("concat", If(binary(ast.Less, x[2], ast.Integer(0)), ast.String("-"), ast.String("")),
			Engine("substring", x[0], ast.Integer(1), ast.Integer(1)), ast.String("."), rest, ast.String("E"), castText(x[1], "VARCHAR"))
	})
}

func castVarchar(env Environment, at token.Pos, e ast.Expression, to types.Type) (ast.Expression, error) {
	var pattern string
	var value func(x ast.Expression) (ast.Expression, error)
	plain := func(x ast.Expression) (ast.Expression, error) { return EngineCast(x, to) }
	switch to.Kind {
	case types.Tinyint, types.Smallint, types.Integer, types.Bigint:
		pattern, value = integerText, plain
	case types.Decimal:
		pattern, value = decimalText, plain
	case types.Real, types.Double:
		pattern, value = doubleText, plain
	case types.Boolean:
		pattern, value = `(?i)t|f|true|false|1|0`, plain
	case types.Date:
		pattern, value = `\s*`+dateText+`\s*`, func(x ast.Expression) (ast.Expression, error) {
			return EngineCast(Trim(ast.TrimBoth, x, nil), to)
		}
	case types.Time, types.Timestamp:
		pattern = map[types.Kind]string{types.Time: timeText, types.Timestamp: stampText}[to.Kind]
		value = func(x ast.Expression) (ast.Expression, error) {
			out, ok := textToTime(env, x, to)
			if !ok {
				return nil, Unsupported(at, "Unsupported cast from varchar to %s", to)
			}
			return out, nil
		}
	case types.UUID:
		pattern, value = `[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}`, plain
	default:
		return nil, Unsupported(at, "Unsupported cast from varchar to %s", to)
	}
	return guardText(env, e, pattern, "INVALID_CAST_ARGUMENT: Cannot cast", to, value)
}

// guardText converts text that has the form and fails for other text, as Trino does, with a sentence that ends in the text
// and the type.
func guardText(env Environment, e ast.Expression, pattern, sentence string, to types.Type, value func(ast.Expression) (ast.Expression, error)) (ast.Expression, error) {
	var failure error
	out := Let(env, []ast.Expression{e}, func(x []ast.Expression) ast.Expression {
		good, err := value(x[0])
		if err != nil {
			failure = err
		}
		message := Engine("concat", ast.String(sentence+" '"), x[0], ast.String("' to "+strings.ToUpper(to.String())))
		bad, err := FailWith(message, to)
		if err != nil {
			failure = err
		}
		return If(ast.Or(isNull(x[0]), Engine("regexp_full_match", x[0], ast.String(pattern))), good, bad)
	})
	return out, failure
}

func castArray(env Environment, at token.Pos, e ast.Expression, from, to types.Type) (ast.Expression, error) {
	if from.Element.Kind == types.Unknown {
		return EngineCast(e, to)
	}
	name := env.Fresh("e")
	body, err := Cast(env, at, ast.Name(name), *from.Element, *to.Element)
	if err != nil {
		return nil, err
	}
	if body == ast.Expression(nil) {
		return e, nil
	}
	if i, ok := body.(*ast.Identifier); ok && i.Text == name {
		return e, nil
	}
	return Engine("list_transform", e, &ast.Lambda{Parameters: []*ast.Identifier{ast.Name(name)}, Body: body}), nil
}

func castRow(env Environment, at token.Pos, e ast.Expression, from, to types.Type) (ast.Expression, error) {
	if len(from.Fields) != len(to.Fields) {
		return nil, Unsupported(at, "Unsupported cast from %s to %s", from, to)
	}
	var failure error
	out := Let(env, []ast.Expression{e}, func(x []ast.Expression) ast.Expression {
		row := &ast.Struct{}
		for i := range from.Fields {
			member := Engine("struct_extract", x[0], ast.String(FieldName(from, i)))
			value, err := Cast(env, at, member, from.Fields[i].Type, to.Fields[i].Type)
			if err != nil {
				failure = err
				return x[0]
			}
			row.Fields = append(row.Fields, &ast.StructField{Name: FieldName(to, i), Value: value})
		}
		nothing, err := null(to)
		if err != nil {
			failure = err
		}
		return If(isNull(x[0]), nothing, row)
	})
	return out, failure
}

// CanCast reports whether Trino converts between the types (documentation, Conversion functions).
func CanCast(from, to types.Type) bool {
	scalarKind := func(t types.Type) bool { return t.IsNumeric() || t.Kind == types.Boolean }
	spatial := func(t types.Type) bool { return t.Kind >= types.Geometry && t.Kind <= types.BingTile }
	timeKind := func(t types.Type) bool { return t.Kind == types.Timestamp || t.Kind == types.TimestampTZ || isClock(t) }
	switch {
	case types.CanCoerce(from, to), from.Kind == types.Unknown, from.Kind == to.Kind && from.Element == nil && from.Key == nil && from.Fields == nil:
		return true
	case spatial(from) || spatial(to):
		return false
	case from.Kind == types.Array && to.Kind == types.Array:
		return CanCast(*from.Element, *to.Element)
	case from.Kind == types.Map && to.Kind == types.Map:
		return CanCast(*from.Key, *to.Key) && CanCast(*from.Value, *to.Value)
	case from.Kind == types.Row && to.Kind == types.Row:
		if len(from.Fields) != len(to.Fields) {
			return false
		}
		for i := range from.Fields {
			if !CanCast(from.Fields[i].Type, to.Fields[i].Type) {
				return false
			}
		}
		return true
	case to.Kind == types.JSON:
		return canBeJSON(from)
	case from.Kind == types.JSON:
		return canComeOfJSON(to)
	case from.IsText():
		return to.Kind != types.Array && to.Kind != types.Map && to.Kind != types.Row && to.Kind != types.Function
	case to.IsText():
		return from.Kind != types.Array && from.Kind != types.Map && from.Kind != types.Row && from.Kind != types.Function && from.Kind != types.Varbinary
	case scalarKind(from) && scalarKind(to):
		return true
	case timeKind(from):
		return timeKind(to) || to.Kind == types.Date && !isClock(from)
	case from.Kind == types.Varbinary:
		return to.Kind == types.UUID || to.Kind == types.IPAddress
	case from.Kind == types.UUID, from.Kind == types.IPAddress:
		return to.Kind == types.Varbinary
	}
	return false
}
