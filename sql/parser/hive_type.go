package parser

import (
	"strconv"
	"strings"

	"interlaken/sql/ast"
	"interlaken/sql/token"
	"interlaken/sql/types"
)

// ParseHiveType parses a type as the catalog stores it: struct<a:int,b:array<string>>.
func ParseHiveType(text string) (*ast.HiveType, error) {
	p := Parser{}.over(text, token.Hive)
	return run(p, func() *ast.HiveType {
		t := p.hiveType()
		p.end()
		return t
	})
}

// hiveKinds has the simple types of the Athena user guide (Data types in Athena, DDL column).
var hiveKinds = map[string]types.Kind{
	"boolean": types.Boolean, "tinyint": types.Tinyint, "smallint": types.Smallint, "int": types.Integer,
	"bigint": types.Bigint, "float": types.Real, "double": types.Double, "string": types.Varchar,
	"binary": types.Varbinary, "date": types.Date, "timestamp": types.Timestamp,
}

func (p *parser) hiveType() *ast.HiveType {
	defer p.enter()()
	p.rule("<type>")
	start := p.index
	if p.current().Kind != token.Word {
		p.fail()
	}
	t := &ast.HiveType{}
	switch name := strings.ToLower(p.next().Text); {
	case name == "struct" && p.is("<"):
		p.structType(t)
	case (name == "array" || name == "map" || name == "uniontype") && p.is("<"):
		p.next()
		arguments := list(p, p.hiveType)
		p.expect(">")
		text := make([]string, len(arguments))
		known := true
		for i, a := range arguments {
			text[i] = a.Text
			known = known && a.Type.Kind != types.Invalid
		}
		t.Text = name + "<" + strings.Join(text, ",") + ">"
		switch {
		case known && name == "array" && len(arguments) == 1:
			t.Type = types.ArrayOf(arguments[0].Type)
		case known && name == "map" && len(arguments) == 2:
			t.Type = types.MapOf(arguments[0].Type, arguments[1].Type)
		}
	default:
		p.simpleHiveType(name, t)
	}
	t.Place = p.place(start)
	return t
}

func (p *parser) structType(t *ast.HiveType) {
	p.expect("<")
	fields := list(p, func() types.Field {
		name := p.hiveIdentifier()
		p.expect(":")
		field := p.hiveType()
		text := name.Key()
		if wordOnly(text) {
			t.Text += "," + text + ":" + field.Text
		} else {
			t.Text += ",`" + strings.ReplaceAll(text, "`", "``") + "`:" + field.Text
		}
		return types.Field{Name: text, Type: field.Type}
	})
	p.expect(">")
	t.Text = "struct<" + strings.TrimPrefix(t.Text, ",") + ">"
	for _, f := range fields {
		if f.Type.Kind == types.Invalid {
			return
		}
	}
	t.Type = types.RowOf(fields...)
}

// wordOnly tells whether a name needs no backticks.
func wordOnly(text string) bool {
	tokens := token.Scan(text, token.Hive)
	return len(tokens) == 2 && (tokens[0].Kind == token.Word || tokens[0].Kind == token.DigitWord)
}

func (p *parser) simpleHiveType(name string, t *ast.HiveType) {
	switch name {
	case "integer":
		name = "int"
	case "double":
		p.accept("PRECISION")
	}
	t.Text = name
	var numbers []int
	if p.accept("(") {
		numbers = list(p, p.smallInteger)
		p.expect(")")
		text := make([]string, len(numbers))
		for i, n := range numbers {
			text[i] = strconv.Itoa(n)
		}
		t.Text += "(" + strings.Join(text, ",") + ")"
	}
	switch kind, simple := hiveKinds[name]; {
	case simple && numbers == nil:
		t.Type = types.Simple(kind)
	case name == "decimal" && numbers == nil:
		t.Type = types.DecimalOf(10, 0) // Hive's default; Trino's is decimal(38,0)
	case name == "decimal", (name == "varchar" || name == "char") && numbers != nil:
		if known, ok := typeOf(name, numbers); ok {
			t.Type = known
		}
	}
}
