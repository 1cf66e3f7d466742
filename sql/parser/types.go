package parser

import (
	"strconv"
	"strings"

	"interlaken/sql/ast"
	"interlaken/sql/token"
	"interlaken/sql/types"
)

// dataType parses a type. One that is not known keeps its text.
func (p *parser) dataType() *ast.DataType {
	defer p.enter()()
	p.rule("<type>")
	start := p.index
	t := p.typePrimary()
	for p.is("ARRAY") { // the legacy form: bigint array
		p.next()
		if p.accept("[") {
			p.smallInteger()
			p.expect("]")
		}
		p.grow()
		t = parametric("array", []*ast.DataType{t})
	}
	t.Place = p.place(start)
	return t
}

func (p *parser) typePrimary() *ast.DataType {
	switch {
	case p.accept("ROW", "("):
		fields := list(p, p.rowField)
		p.expect(")")
		return rowOf(fields)
	case p.is("INTERVAL") && p.ahead(1).Kind == token.Word && !token.Reserved(p.ahead(1).Key):
		return p.intervalType()
	case p.accept("DOUBLE", "PRECISION"):
		return known(types.Simple(types.Double))
	case p.is("TIMESTAMP"), p.is("TIME"):
		return p.timeType()
	case p.accept("ARRAY", "<"):
		element := p.dataType()
		p.expect(">")
		return parametric("array", []*ast.DataType{element})
	case p.accept("MAP", "<"):
		key := p.dataType()
		p.expect(",")
		value := p.dataType()
		p.expect(">")
		return parametric("map", []*ast.DataType{key, value})
	}
	return p.genericType()
}

func known(t types.Type) *ast.DataType { return &ast.DataType{Type: t} }

// genericType parses name [(parameter, …)], where a parameter is a number or a type.
func (p *parser) genericType() *ast.DataType {
	name := p.typeName()
	if !p.accept("(") {
		if t, ok := typeOf(name, nil); ok {
			return known(t)
		}
		return &ast.DataType{Text: name}
	}
	var numbers []int
	var arguments []*ast.DataType
	var text []string
	for {
		if p.note("<integer>"); p.current().Kind == token.Integer {
			numbers = append(numbers, p.smallInteger())
			text = append(text, strconv.Itoa(numbers[len(numbers)-1]))
		} else {
			t := p.dataType()
			arguments = append(arguments, t)
			text = append(text, textOf(t))
		}
		if !p.accept(",") {
			break
		}
	}
	p.expect(")")
	switch {
	case arguments == nil:
		if t, ok := typeOf(name, numbers); ok {
			return known(t)
		}
	case numbers == nil:
		return parametric(name, arguments)
	}
	return &ast.DataType{Text: name + "(" + strings.Join(text, ", ") + ")"}
}

// typeName parses the name of a type: lower case, in quotes only where it needs them.
func (p *parser) typeName() string {
	name := p.identifier()
	key := name.Key()
	if name.Quoted {
		if tokens := token.Scan(key, token.Trino); len(tokens) != 2 || tokens[0].Kind != token.Word || token.Reserved(tokens[0].Key) {
			return `"` + strings.ReplaceAll(key, `"`, `""`) + `"`
		}
	}
	return key
}

// typeOf finds a type by its name in lower case and its numbers; false when there is none with these.
func typeOf(name string, numbers []int) (types.Type, bool) {
	kind, ok := kinds[name]
	if !ok {
		return types.Type{}, false
	}
	number := func(fallback, least, most int) (int, bool) {
		if len(numbers) == 0 {
			return fallback, true
		}
		return numbers[0], numbers[0] >= least && numbers[0] <= most && len(numbers) == 1
	}
	t := types.Simple(kind)
	switch kind {
	case types.Varchar:
		t.Length, ok = number(types.MaxVarchar, 0, types.MaxVarchar)
	case types.Char:
		t.Length, ok = number(1, 0, 65536)
	case types.Time, types.TimeTZ, types.Timestamp, types.TimestampTZ:
		t.Precision, ok = number(3, 0, 12)
	case types.Decimal:
		if len(numbers) == 2 {
			t.Scale = numbers[1]
			numbers = numbers[:1]
		}
		t.Precision, ok = number(38, 1, 38)
		ok = ok && t.Scale <= t.Precision
	default:
		ok = len(numbers) == 0
	}
	return t, ok
}

var kinds = map[string]types.Kind{
	"boolean": types.Boolean, "tinyint": types.Tinyint, "smallint": types.Smallint, "integer": types.Integer,
	"int": types.Integer, "bigint": types.Bigint, "real": types.Real, "double": types.Double, "decimal": types.Decimal,
	"varchar": types.Varchar, "char": types.Char, "varbinary": types.Varbinary, "json": types.JSON, "date": types.Date,
	"time": types.Time, "timestamp": types.Timestamp, "uuid": types.UUID, "ipaddress": types.IPAddress, "unknown": types.Unknown,
	"geometry": types.Geometry, "sphericalgeography": types.SphericalGeography, "bingtile": types.BingTile,
}

// parametric makes array(…) and map(…) of known types, and text of the rest.
func parametric(name string, arguments []*ast.DataType) *ast.DataType {
	text := make([]string, len(arguments))
	known := true
	for i, a := range arguments {
		text[i] = textOf(a)
		known = known && a.Type.Kind != types.Invalid
	}
	switch {
	case known && name == "array" && len(arguments) == 1:
		return &ast.DataType{Type: types.ArrayOf(arguments[0].Type)}
	case known && name == "map" && len(arguments) == 2:
		return &ast.DataType{Type: types.MapOf(arguments[0].Type, arguments[1].Type)}
	}
	return &ast.DataType{Text: name + "(" + strings.Join(text, ", ") + ")"}
}

func textOf(t *ast.DataType) string {
	if t.Type.Kind != types.Invalid {
		return t.Type.String()
	}
	return t.Text
}

// rowField is a field's name, perhaps empty, and its type.
type rowField struct {
	name     string
	dataType *ast.DataType
}

func (p *parser) rowField() rowField {
	p.rule("<type>")
	after := p.ahead(1)
	words := p.is("DOUBLE", "PRECISION") || p.is("TIME", "WITHOUT") || p.is("TIMESTAMP", "WITHOUT") ||
		p.is("INTERVAL", "YEAR") || p.is("INTERVAL", "DAY") || after.Key == "ARRAY" && p.ahead(2).Key != "(" && p.ahead(2).Key != "<"
	if isName(p.current()) && isName(after) && !words {
		name := p.identifier()
		text := name.Text
		if !name.Quoted {
			text = name.Key()
		}
		return rowField{text, p.dataType()}
	}
	return rowField{"", p.dataType()}
}

func rowOf(fields []rowField) *ast.DataType {
	t := types.Type{Kind: types.Row}
	text := make([]string, len(fields))
	known := true
	for i, f := range fields {
		t.Fields = append(t.Fields, types.Field{Name: f.name, Type: f.dataType.Type})
		known = known && f.dataType.Type.Kind != types.Invalid
		text[i] = textOf(f.dataType)
		if f.name != "" {
			text[i] = `"` + strings.ReplaceAll(f.name, `"`, `""`) + `" ` + text[i]
		}
	}
	if known {
		return &ast.DataType{Type: t}
	}
	return &ast.DataType{Text: "row(" + strings.Join(text, ", ") + ")"}
}

// timeType parses TIME | TIMESTAMP [(precision)] [WITH | WITHOUT TIME ZONE].
func (p *parser) timeType() *ast.DataType {
	name := strings.ToLower(p.next().Key)
	var numbers []int
	if p.accept("(") {
		numbers = []int{p.smallInteger()}
		p.expect(")")
	}
	zone := false
	switch {
	case p.accept("WITH", "TIME"):
		zone = true
		p.expect("ZONE")
	case p.accept("WITHOUT", "TIME"):
		p.expect("ZONE")
	}
	t, ok := typeOf(name, numbers)
	if ok {
		if zone {
			t.Kind = map[string]types.Kind{"time": types.TimeTZ, "timestamp": types.TimestampTZ}[name]
		}
		return known(t)
	}
	text := name
	if numbers != nil {
		text += "(" + strconv.Itoa(numbers[0]) + ")"
	}
	if zone {
		text += " with time zone"
	}
	return &ast.DataType{Text: text}
}

func (p *parser) intervalType() *ast.DataType {
	p.next()
	from, to := p.intervalUnit(), ast.NoUnit
	if p.accept("TO") {
		to = p.intervalUnit()
	}
	switch {
	case from == ast.Year && to == ast.Month:
		return known(types.Simple(types.IntervalYearMonth))
	case from == ast.Day && to == ast.Second:
		return known(types.Simple(types.IntervalDaySecond))
	}
	text := "interval " + strings.ToLower(from.String())
	if to != ast.NoUnit {
		text += " to " + strings.ToLower(to.String())
	}
	return &ast.DataType{Text: text}
}
