package function

import (
	"strings"

	"interlaken/sql/ast"
	"interlaken/sql/types"
)

func init() {
	register(
		scalar("json_extract_scalar", "Text of a scalar in JSON by its path; null where there is none.", over(jsonScalar), "(json, varchar) -> varchar", "(varchar, varchar) -> varchar"),
		scalar("json_extract", "Part of JSON by its path.", over(jsonExtract), "(json, varchar) -> json", "(varchar, varchar) -> json"),
		scalar("json_array_length", "Number of elements of a JSON array; null for what is none.", over(jsonArrayLength), "(json) -> bigint", "(varchar) -> bigint"),
		scalar("json_size", "Number of members of an object or elements of an array in JSON by its path; 0 for a scalar.", over(jsonSize), "(json, varchar) -> bigint", "(varchar, varchar) -> bigint"),
		scalar("json_format", "Text of JSON.", func(c *Call) (engineExpression, error) { return castText(c.Arguments[0], "VARCHAR"), nil }, "(json) -> varchar"),
		scalar("json_parse", "JSON of a text.", over(jsonParse), "(varchar) -> json"),
		scalar("is_json_scalar", "Whether JSON is a number, text, truth value or null.", over(isJSONScalar), "(json) -> boolean", "(varchar) -> boolean"),
		scalar("json_array_contains", "Whether a JSON array has a value; null for what is no array.", over(jsonArrayContains),
			"(json, boolean) -> boolean", "(varchar, boolean) -> boolean", "(json, varchar) -> boolean", "(varchar, varchar) -> boolean",
			"(json, bigint) -> boolean", "(varchar, bigint) -> boolean", "(json, double) -> boolean", "(varchar, double) -> boolean"),
		scalar("json_array_get", "Element of a JSON array by its number from 0, or from the end where it is negative; of a text only null or a failure.", over(jsonArrayGet),
			"(json, bigint) -> json", "(varchar, bigint) -> json"),
	)
}

// jsonPath reads a path of the common subset ($, .name, ["name"], ['name'], [0]) and writes it as the engine takes it.
func (c *Call) jsonPath(i int) (ast.Expression, error) {
	text, ok := c.text(i)
	if !ok {
		return nil, c.unsupported("%s with a path that is not a constant", c.Match.Function.Name)
	}
	refuse := func() (ast.Expression, error) { return nil, c.unsupported("Unsupported JSON path: %s", text) }
	if !strings.HasPrefix(text, "$") {
		return refuse()
	}
	var out strings.Builder
	out.WriteByte('$')
	for rest := text[1:]; rest != ""; {
		var name string
		switch {
		case strings.HasPrefix(rest, `["`), strings.HasPrefix(rest, `['`):
			end := strings.Index(rest[2:], rest[1:2]+"]")
			if end < 0 {
				return refuse()
			}
			name, rest = rest[2:2+end], rest[end+4:]
		case strings.HasPrefix(rest, "["):
			digits := strings.TrimLeft(rest[1:], "0123456789")
			number := rest[1 : len(rest)-len(digits)]
			if number == "" || !strings.HasPrefix(digits, "]") {
				return refuse()
			}
			out.WriteString("[" + number + "]")
			rest = digits[1:]
			continue
		case strings.HasPrefix(rest, "."):
			end := strings.IndexAny(rest[1:], ".[")
			if end < 0 {
				end = len(rest) - 1
			}
			name, rest = rest[1:1+end], rest[1+end:]
		default:
			return refuse()
		}
		if name == "" || strings.ContainsAny(name, "\"\\*?@()$") {
			return refuse()
		}
		out.WriteString(`."` + name + `"`)
	}
	return ast.String(out.String()), nil
}

// validJSON guards text: what is no JSON has no parts, where the engine would fail.
func (c *Call) validJSON(x, then ast.Expression) (ast.Expression, error) {
	nothing, err := null(c.Match.Result)
	return If(Engine("json_valid", castText(x, "VARCHAR")), then, nothing), err
}

func jsonScalar(c *Call, x []ast.Expression) (engineExpression, error) {
	path, err := c.jsonPath(1)
	if err != nil {
		return nil, err
	}
	nothing, err := null(c.Match.Result)
	if err != nil {
		return nil, err
	}
	kind := &ast.InList{Operand: Engine("json_type", x[0], path), Items: []ast.Expression{ast.String("OBJECT"), ast.String("ARRAY")}}
	return c.validJSON(x[0], If(kind, nothing, Engine("json_extract_string", x[0], path)))
}

func jsonExtract(c *Call, x []ast.Expression) (engineExpression, error) {
	path, err := c.jsonPath(1)
	if err != nil {
		return nil, err
	}
	return c.validJSON(x[0], Engine("json_extract", x[0], path))
}

func jsonArrayLength(c *Call, x []ast.Expression) (engineExpression, error) {
	length, err := c.typed(Engine("json_array_length", x[0]))
	if err != nil {
		return nil, err
	}
	nothing, err := null(c.Match.Result)
	if err != nil {
		return nil, err
	}
	return c.validJSON(x[0], If(binary(ast.Equals, Engine("json_type", x[0]), ast.String("ARRAY")), length, nothing))
}

func jsonSize(c *Call, x []ast.Expression) (engineExpression, error) {
	path, err := c.jsonPath(1)
	if err != nil {
		return nil, err
	}
	kind := Engine("json_type", x[0], path)
	size, err := c.typed(condition(ast.Integer(0), isNull(kind), &ast.NullLiteral{},
		binary(ast.Equals, kind, ast.String("ARRAY")), Engine("json_array_length", x[0], path),
		binary(ast.Equals, kind, ast.String("OBJECT")), Engine("len", Engine("json_keys", x[0], path))))
	if err != nil {
		return nil, err
	}
	return c.validJSON(x[0], size)
}

func jsonParse(c *Call, x []ast.Expression) (engineExpression, error) {
	bad, err := FailWith(Engine("concat", ast.String("INVALID_FUNCTION_ARGUMENT: Cannot convert value to JSON: '"), x[0], ast.String("'")), c.Match.Result)
	if err != nil {
		return nil, err
	}
	return If(ast.Or(isNull(x[0]), Engine("json_valid", x[0])), Engine("json", x[0]), bad), nil
}

func isJSONScalar(c *Call, x []ast.Expression) (engineExpression, error) {
	bad, err := FailWith(Engine("concat", ast.String("INVALID_FUNCTION_ARGUMENT: Invalid JSON value: "), castText(x[0], "VARCHAR")), c.Match.Result)
	if err != nil {
		return nil, err
	}
	nested := &ast.InList{Operand: Engine("json_type", x[0]), Items: []ast.Expression{ast.String("OBJECT"), ast.String("ARRAY")}, Not: true}
	return If(ast.Or(isNull(x[0]), Engine("json_valid", castText(x[0], "VARCHAR"))), nested, bad), nil
}

// jsonArrayContains compares elements of the value's own kind only: 1 is not true, and "1" is no number.
func jsonArrayContains(c *Call, x []ast.Expression) (engineExpression, error) {
	nothing, err := null(c.Match.Result)
	if err != nil {
		return nil, err
	}
	element := c.Fresh("e")
	text := Engine("json_extract_string", ast.Name(element), ast.String("$"))
	tried := func(name string) ast.Expression {
		return &ast.Cast{Try: true, Operand: text, Type: &ast.DataType{Text: name}}
	}
	var same ast.Expression
	var kinds []ast.Expression
	switch c.Match.Parameters[1].Kind {
	case types.Boolean:
		kinds, same = []ast.Expression{ast.String("BOOLEAN")}, binary(ast.Equals, text, castText(x[1], "VARCHAR"))
	case types.Bigint:
		kinds, same = []ast.Expression{ast.String("BIGINT"), ast.String("UBIGINT")}, binary(ast.Equals, tried("BIGINT"), x[1])
	case types.Double:
		// Whole numbers past 64 bits are of the engine's kind DOUBLE too, and no doubles in Trino.
		fraction := Engine("regexp_matches", text, ast.String("[.eE]"))
		kinds, same = []ast.Expression{ast.String("DOUBLE")}, ast.And(fraction, Compare(ast.Equals, tried("DOUBLE"), x[1], c.Match.Parameters[1]))
	default:
		kinds, same = []ast.Expression{ast.String("VARCHAR")}, binary(ast.Equals, text, x[1])
	}
	same = ast.And(&ast.InList{Operand: Engine("json_type", ast.Name(element)), Items: kinds}, same)
	found := Engine("list_filter", castText(castText(x[0], "JSON"), "JSON[]"), &ast.Lambda{Parameters: []*ast.Identifier{ast.Name(element)}, Body: same})
	isArray := binary(ast.Equals, Engine("json_type", x[0]), ast.String("ARRAY"))
	out := If(isArray, binary(ast.Greater, Engine("len", found), ast.Integer(0)), nothing)
	checked, err := c.validJSON(x[0], out)
	return If(isNull(x[1]), nothing, checked), err
}

// jsonArrayGet fails for a text: Trino gives it without its quotes, which is no JSON (documentation: the semantics of
// this function are broken).
func jsonArrayGet(c *Call, x []ast.Expression) (engineExpression, error) {
	nothing, err := null(c.Match.Result)
	if err != nil {
		return nil, err
	}
	fail, err := Fail("NOT_SUPPORTED", "json_array_get of a text is not supported", c.Match.Result)
	if err != nil {
		return nil, err
	}
	list := castText(castText(x[0], "JSON"), "JSON[]")
	place := If(binary(ast.Less, x[1], ast.Integer(0)), x[1], binary(ast.Add, x[1], ast.Integer(1)))
	element := Let(c, []ast.Expression{Engine("list_extract", list, place)}, func(y []ast.Expression) ast.Expression {
		kind := Engine("json_type", y[0])
		return condition(y[0], ast.Or(isNull(y[0]), binary(ast.Equals, kind, ast.String("NULL"))), nothing, binary(ast.Equals, kind, ast.String("VARCHAR")), fail)
	})
	isArray := binary(ast.Equals, Engine("json_type", x[0]), ast.String("ARRAY"))
	checked, err := c.validJSON(x[0], If(isArray, element, nothing))
	return If(ast.Or(isNull(x[0]), isNull(x[1])), nothing, checked), err
}
