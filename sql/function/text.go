package function

import (
	"slices"
	"strings"

	"interlaken/sql/ast"
	"interlaken/sql/types"
)

// whiteSpace is what TRIM takes for white space (Java's Character.isWhitespace), where the engine takes blanks only.
const whiteSpace = "\t\n\v\f\r\x1c\x1d\x1e\x1f \u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2008\u2009\u200a\u2028\u2029\u205f\u3000"

func init() {
	register(
		scalar("length", "Number of characters, or bytes of a varbinary.", length, "(varchar) -> bigint", "(varbinary) -> bigint", "(char(n)) -> bigint"),
		scalar("lower", "Text in lower case.", as("lower"), "(varchar(n)) -> varchar(n)", "(char(n)) -> char(n)"),
		scalar("upper", "Text in upper case.", over(upper), "(varchar(n)) -> varchar(n)", "(char(n)) -> char(n)"),
		scalar("reverse", "Characters or elements in reverse order.", reverse, "(varchar(n)) -> varchar(n)", "(array(T)) -> array(T)"),
		scalar("ltrim", "Text without white space, or the characters given, at its start.", trim(ast.TrimLeading), "(varchar(n), [varchar]) -> varchar(n)"),
		scalar("rtrim", "Text without white space, or the characters given, at its end.", trim(ast.TrimTrailing), "(varchar(n), [varchar]) -> varchar(n)"),
		scalar("replace", "Replaces every occurrence of a text, or removes it.", replace, "(varchar, varchar, [varchar]) -> varchar"),
		scalar("strpos", "Place of the first occurrence, from 1; 0 when there is none.", strpos, "(varchar, varchar) -> bigint", "(varchar, varchar, bigint) -> bigint"),
		scalar("starts_with", "Whether the text starts with another.", as("starts_with"), "(varchar, varchar) -> boolean"),
		scalar("split", "Parts of a text between delimiters.", splitText, "(varchar, varchar) -> array(varchar)"),
		scalar("split_part", "Part of a text between delimiters by its number, from 1; null past the last.", splitPart, "(varchar, varchar, bigint) -> varchar"),
		scalar("lpad", "Text filled or cut to a length on the left.", pad("lpad"), "(varchar, bigint, varchar) -> varchar"),
		scalar("rpad", "Text filled or cut to a length on the right.", pad("rpad"), "(varchar, bigint, varchar) -> varchar"),
		scalar("chr", "Character of a code point.", chr, "(bigint) -> varchar(1)"),
		scalar("codepoint", "Code point of a character.", over(codepoint), "(varchar) -> integer"),
		scalar("concat", "Texts or arrays one after another; null if one is null.", concatenate, "(varchar, varchar...) -> varchar", "(array(T), array(T)...) -> array(T)", "(char(n), char(m)) -> char(n)").gives(concatChar),
		scalar("concat_ws", "Texts joined with a separator; nulls are left out.", as("concat_ws"), "(varchar, varchar...) -> varchar").seesNulls(),
		scalar("levenshtein_distance", "Least number of characters to change, insert or delete to make one text the other.", levenshtein, "(varchar, varchar) -> bigint"),
		scalar("translate", "Characters replaced one by one.", as("translate"), "(varchar, varchar, varchar) -> varchar"),
		scalar("soundex", "Code of a name by its sound in English.", over(soundex), "(varchar) -> varchar"),
		scalar("to_utf8", "UTF-8 bytes of a text.", as("encode"), "(varchar) -> varbinary"),
		scalar("from_utf8", "Text of UTF-8 bytes.", as("decode"), "(varbinary) -> varchar"),
		scalar("url_encode", "Text escaped for a URL's parameters.", urlEncode, "(varchar) -> varchar"),
		scalar("url_decode", "Text out of its escaped form in a URL.", urlDecode, "(varchar) -> varchar"),
	)
	for _, name := range []string{"substr", "substring"} {
		register(scalar(name, "Part of a text from a place (from 1, negative from the end), to a length if given.", over(substring),
			"(varchar(n), bigint, [bigint]) -> varchar(n)", "(char(n), bigint, [bigint]) -> varchar(n)").gives(asVarchar))
	}
}

func length(c *Call) (engineExpression, error) {
	if c.Match.Parameters[0].Kind == types.Varbinary {
		return Engine("octet_length", c.Arguments[0]), nil
	}
	return Engine("length", c.Arguments[0]), nil
}

// reverse goes by code points, where the engine's reverse keeps combined characters together.
func reverse(c *Call) (engineExpression, error) {
	if c.Match.Parameters[0].Kind == types.Array {
		return Engine("list_reverse", c.Arguments[0]), nil
	}
	return Engine("array_to_string", Engine("list_reverse", Engine("string_split", c.Arguments[0], ast.String(""))), ast.String("")), nil
}

// upper leaves ß as it is, which has no capital letter of one character in Java; the engine has one.
func upper(c *Call, x []ast.Expression) (engineExpression, error) {
	if s, ok := c.text(0); ok && !strings.Contains(s, "ß") {
		return Engine("upper", x[0]), nil
	}
	part := ast.Name(c.Fresh("p"))
	parts := Engine("list_transform", Engine("string_split", x[0], ast.String("ß")), lambda(Engine("upper", part), part))
	return If(Engine("contains", x[0], ast.String("ß")), Engine("array_to_string", parts, ast.String("ß")), Engine("upper", x[0])), nil
}

// Trim makes the engine's form of TRIM([side] [characters] FROM text); characters is nil for white space.
func Trim(side ast.TrimSide, text, characters ast.Expression) ast.Expression {
	if characters == nil {
		characters = ast.String(whiteSpace)
	}
	return Engine([...]string{"trim", "ltrim", "rtrim"}[side], text, characters)
}

func trim(side ast.TrimSide) builder {
	return func(c *Call) (engineExpression, error) {
		if len(c.Arguments) == 2 {
			return Trim(side, c.Arguments[0], c.Arguments[1]), nil
		}
		return Trim(side, c.Arguments[0], nil), nil
	}
}

// beside puts a text before and after every character of another, which is what Trino replaces the empty text by.
func beside(c *Call, text, with ast.Expression) ast.Expression {
	return Let(c, []ast.Expression{text, with}, func(x []ast.Expression) ast.Expression {
		character := ast.Name(c.Fresh("c"))
		each := Engine("list_transform", Engine("string_split", x[0], ast.String("")), lambda(binary(ast.Concat, character, x[1]), character))
		all := If(binary(ast.Equals, x[0], ast.String("")), ast.String(""), Engine("array_to_string", each, ast.String("")))
		return binary(ast.Concat, x[1], all)
	})
}

// replace looks at the text to search for, because the empty text has a meaning of its own.
func replace(c *Call) (engineExpression, error) {
	arguments := c.Arguments
	if len(arguments) == 2 {
		arguments = append(slices.Clone(arguments), ast.String(""))
	}
	if search, ok := c.text(1); ok && search != "" {
		return Engine("replace", arguments...), nil
	} else if ok {
		return beside(c, arguments[0], arguments[2]), nil
	}
	return Let(c, arguments, func(x []ast.Expression) ast.Expression {
		return If(binary(ast.Equals, x[1], ast.String("")), beside(c, x[0], x[2]), Engine("replace", x...))
	}), nil
}

func substring(c *Call, x []ast.Expression) (engineExpression, error) {
	start, constant := c.Source[1].(*ast.IntegerLiteral)
	var empty ast.Expression
	if !constant || start.Value <= 0 {
		empty = ast.Or(binary(ast.Equals, x[1], ast.Integer(0)),
			binary(ast.Less, binary(ast.Add, Engine("length", x[0]), x[1]), ast.Integer(0)))
	}
	arguments := []ast.Expression{x[0], x[1]}
	if len(x) == 3 {
		count, constant := c.Source[2].(*ast.IntegerLiteral)
		if !constant || count.Value <= 0 {
			empty = ast.Or(empty, binary(ast.LessOrEqual, x[2], ast.Integer(0)))
		}
		arguments = append(arguments, Engine("least", x[2], ast.Integer(types.MaxVarchar)))
		if constant {
			arguments[2] = x[2]
		}
	}
	if empty == nil {
		return Engine("substring", arguments...), nil
	}
	return If(empty, ast.String(""), Engine("substring", arguments...)), nil
}

// delimiter refuses what is not a constant: an empty delimiter is an error in Trino and has a meaning in the engine.
func (c *Call) delimiter(i int) error {
	if s, ok := c.text(i); !ok || s == "" {
		return c.unsupported("%s with a delimiter that is not a constant or empty", c.Match.Function.Name)
	}
	return nil
}

// splitText fails for the empty delimiter, at which the engine would split into characters.
func splitText(c *Call) (engineExpression, error) {
	if s, ok := c.text(1); ok && s != "" {
		return Engine("string_split", c.Arguments...), nil
	}
	return over(func(c *Call, x []ast.Expression) (engineExpression, error) {
		empty := binary(ast.Equals, x[1], ast.String(""))
		return c.anyNull(x, If(empty, c.failing("The delimiter may not be the empty string"), Engine("string_split", x...)))
	})(c)
}

// splitPart splits into characters at the empty delimiter, as the engine does.
func splitPart(c *Call) (engineExpression, error) {
	_, split := c.text(1)
	if n, ok := wholeConstant(c.Source[2]); ok && n > 0 && split {
		return Engine("list_extract", Engine("string_split", c.Arguments[0], c.Arguments[1]), c.Arguments[2]), nil
	}
	return over(func(c *Call, x []ast.Expression) (engineExpression, error) {
		part := Engine("list_extract", Engine("string_split", x[0], x[1]), x[2])
		return c.anyNull(x, If(binary(ast.Less, x[2], ast.Integer(1)), c.failing("Index must be greater than zero"), part))
	})(c)
}

// strpos with a number finds that occurrence, from the end where it is negative. Occurrences may overlap.
func strpos(c *Call) (engineExpression, error) {
	if len(c.Arguments) == 2 {
		return Engine("strpos", c.Arguments...), nil
	}
	n, ok := wholeConstant(c.Source[2])
	switch {
	case !ok:
		return nil, c.unsupported("strpos of an instance that is not a constant")
	case n == 0:
		return nil, c.invalid("'instance' must be a positive or negative number.")
	}
	nothing, err := null(c.Match.Result)
	return Let(c, c.Arguments[:2], func(x []ast.Expression) ast.Expression {
		place := ast.Name(c.Fresh("i"))
		found := Engine("list_filter", Engine("generate_series", ast.Integer(1), Engine("length", x[0])),
			lambda(Engine("starts_with", Engine("substring", x[0], place), x[1]), place))
		return condition(Engine("coalesce", Engine("list_extract", found, ast.Integer(n)), ast.Integer(0)),
			ast.Or(isNull(x[0]), isNull(x[1])), nothing, binary(ast.Equals, x[1], ast.String("")), ast.Integer(1))
	}), err
}

func pad(name string) builder {
	return func(c *Call) (engineExpression, error) {
		n, ok := c.Source[1].(*ast.IntegerLiteral)
		if !ok || n.Value < 0 || n.Value > types.MaxVarchar {
			return nil, c.unsupported("%s to a length that is not a constant", name)
		}
		return Engine(name, c.Arguments[0], ast.Integer(n.Value), c.Arguments[2]), c.delimiter(2)
	}
}

func chr(c *Call) (engineExpression, error) {
	return Engine("chr", castText(c.Arguments[0], "INTEGER")), nil
}

// codepoint takes one character: for the empty text the engine gives -1, for a longer one its first.
func codepoint(c *Call, x []ast.Expression) (engineExpression, error) {
	fail, err := Fail("INVALID_FUNCTION_ARGUMENT", "Input string must be a single character string", c.Match.Result)
	if err != nil {
		return nil, err
	}
	value, err := c.typed(Engine("unicode", x[0]))
	return If(binary(ast.Equals, Engine("length", x[0]), ast.Integer(1)), value, If(isNull(x[0]), value, fail)), err
}

// concatenate uses the operator, which gives null for a null, as Trino's concat does.
func concatenate(c *Call) (engineExpression, error) {
	if t := c.Match.Result; t.Kind == types.Char && t.Length > maxChar {
		return nil, c.invalid("CHAR length must be in range [0, 65536], got %d", t.Length)
	}
	out := c.Arguments[0]
	for _, a := range c.Arguments[1:] {
		joined, err := Concat(c, out, a, c.Match.Result)
		if err != nil {
			return nil, err
		}
		out = joined
	}
	return out, nil
}

// Concat makes the engine's form of left || right, both already of the type given: null when one is null.
func Concat(env Environment, left, right ast.Expression, t types.Type) (ast.Expression, error) {
	if t.Kind != types.Array {
		return binary(ast.Concat, left, right), nil
	}
	nothing, err := null(t)
	if err != nil {
		return nil, err
	}
	return Let(env, []ast.Expression{left, right}, func(x []ast.Expression) ast.Expression {
		return If(ast.Or(isNull(x[0]), isNull(x[1])), nothing, Engine("list_concat", x...))
	}), nil
}

func urlEncode(c *Call) (engineExpression, error) {
	e := ast.Expression(Engine("url_encode", c.Arguments[0]))
	for _, pair := range [][2]string{{"%20", "+"}, {"~", "%7E"}, {"%2A", "*"}} {
		e = Engine("replace", e, ast.String(pair[0]), ast.String(pair[1]))
	}
	return e, nil
}

func urlDecode(c *Call) (engineExpression, error) {
	return Engine("url_decode", Engine("replace", c.Arguments[0], ast.String("+"), ast.String(" "))), nil
}

// levenshtein: the engine counts bytes, which are characters only in ASCII.
func levenshtein(c *Call) (engineExpression, error) {
	for i := range c.Source {
		if s, ok := c.text(i); ok && !isASCII(s) {
			return nil, c.unsupported("levenshtein_distance of text outside ASCII")
		}
	}
	return over(func(c *Call, x []ast.Expression) (engineExpression, error) {
		fail, err := Fail("NOT_SUPPORTED", "levenshtein_distance of text outside ASCII", c.Match.Result)
		bytes := func(e ast.Expression) ast.Expression {
			return binary(ast.NotEquals, Engine("strlen", e), Engine("length", e))
		}
		return If(ast.Or(bytes(x[0]), bytes(x[1])), fail, Engine("levenshtein", x...)), err
	})(c)
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}

// soundex removes all that is no letter, then H and W after the first letter; letters of one code side by side count once
// (Apache Commons Codec's Soundex, which Trino calls).
func soundex(c *Call, x []ast.Expression) (engineExpression, error) {
	upper := Engine("upper", Engine("regexp_replace", x[0], ast.String(`[^\pL]`), ast.String(""), ast.String("g")))
	fail := c.failing("The character is not mapped")
	return Let(c, []ast.Expression{upper}, func(y []ast.Expression) ast.Expression {
		first := Engine("substring", y[0], ast.Integer(1), ast.Integer(1))
		rest := Engine("translate", Engine("substring", y[0], ast.Integer(2)), ast.String("HW"), ast.String(""))
		code := ast.Expression(Engine("translate", binary(ast.Concat, first, rest),
			ast.String("ABCDEFGHIJKLMNOPQRSTUVWXYZ"), ast.String("01230120022455012623010202")))
		for _, digit := range []string{"1", "2", "3", "4", "5", "6"} {
			code = Engine("regexp_replace", code, ast.String(digit+"+"), ast.String(digit), ast.String("g"))
		}
		digits := Engine("replace", Engine("substring", code, ast.Integer(2)), ast.String("0"), ast.String(""))
		coded := binary(ast.Concat, first, Engine("rpad", digits, ast.Integer(3), ast.String("0")))
		return condition(coded, binary(ast.Equals, y[0], ast.String("")), y[0], binary(ast.NotEquals, Engine("strlen", y[0]), Engine("length", y[0])), fail)
	}), nil
}
