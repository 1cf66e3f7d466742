package types

import (
	"strconv"
	"strings"

	"interlaken/fault"
)

// maxDepth bounds nested types; Glue's column type text is at most 131,072 bytes and could nest without end.
const maxDepth = 64

// ParseHive reads a column type as Hive and Glue write it: int, string, decimal(10,2), array<int>,
// map<string,bigint>, struct<a:int,b:string> (Athena User Guide, Data types in Amazon Athena). Names are
// lower-cased. Types that Athena's DML has no counterpart for (uniontype, interval) are fault.Unsupported;
// malformed text is fault.Validation.
func ParseHive(text string) (Type, error) { return parse(text, hive) }

// ParseTrino reads a type as Trino writes it, the form that String prints and CAST takes: bigint,
// varchar(5), timestamp(3) with time zone, row(a bigint, b varchar), array(integer), map(varchar, double).
func ParseTrino(text string) (Type, error) { return parse(text, trino) }

type dialect bool

const (
	hive  dialect = false
	trino dialect = true
)

func parse(text string, d dialect) (Type, error) {
	p := &parser{text: text, dialect: d}
	t, err := p.typ(0)
	if err != nil {
		return Type{}, err
	}
	if p.peek() != "" {
		return Type{}, p.malformed()
	}
	return t, nil
}

type parser struct {
	text    string
	at      int
	dialect dialect
}

func (p *parser) malformed() error {
	return fault.New(fault.Validation, "Unknown type: %s", p.text)
}

// peek returns the next token: a word, a quoted name with its quotes, one punctuation byte, or "" at the end.
func (p *parser) peek() string {
	token, _ := p.scan()
	return token
}

func (p *parser) next() string {
	token, end := p.scan()
	p.at = end
	return token
}

func (p *parser) scan() (string, int) {
	i := p.at
	for i < len(p.text) && strings.IndexByte(" \t\r\n", p.text[i]) >= 0 {
		i++
	}
	if i == len(p.text) {
		return "", i
	}
	start := i
	switch c := p.text[i]; {
	case strings.IndexByte("(),<>:", c) >= 0:
		i++
	case c == '"' || c == '`':
		end := strings.IndexByte(p.text[i+1:], c)
		if end < 0 {
			return p.text[i:], len(p.text)
		}
		i += end + 2
	default:
		for i < len(p.text) && strings.IndexByte(" \t\r\n(),<>:", p.text[i]) < 0 {
			i++
		}
	}
	return p.text[start:i], i
}

func (p *parser) accept(token string) bool {
	if strings.EqualFold(p.peek(), token) {
		p.next()
		return true
	}
	return false
}

func (p *parser) expect(token string) error {
	if !p.accept(token) {
		return p.malformed()
	}
	return nil
}

// plain are the types without parameters, by every spelling that either dialect has.
var plain = map[string]Kind{
	"boolean": Boolean, "tinyint": Tinyint, "smallint": Smallint, "int": Integer, "integer": Integer,
	"bigint": Bigint, "long": Bigint, "float": Real, "real": Real, "double": Double, "string": Varchar, "json": JSON,
	"binary": Varbinary, "varbinary": Varbinary, "date": Date, "uuid": UUID, "ipaddress": IPAddress, "unknown": Unknown,
	"geometry": Geometry, "sphericalgeography": SphericalGeography, "bingtile": BingTile,
}

func (p *parser) typ(depth int) (Type, error) {
	if depth > maxDepth {
		return Type{}, p.malformed()
	}
	name := strings.ToLower(p.next())
	if k, ok := plain[name]; ok {
		if name == "double" {
			p.accept("precision")
		}
		return Simple(k), nil
	}
	switch name {
	case "decimal", "numeric", "dec":
		return p.decimal()
	case "varchar", "char", "character":
		return p.bounded(name)
	case "time", "timestamp":
		return p.time(name)
	case "interval":
		return p.interval()
	case "array", "map":
		return p.collection(name, depth)
	case "row", "struct":
		return p.row(depth)
	case "uniontype":
		return Type{}, fault.New(fault.Unsupported, "Unsupported type: %s", p.text)
	}
	return Type{}, p.malformed()
}

// numbers reads (n[, m]) when it is there.
func (p *parser) numbers() ([]int, error) {
	if !p.accept("(") {
		return nil, nil
	}
	var out []int
	for {
		n, err := strconv.Atoi(p.next())
		if err != nil || n < 0 {
			return nil, p.malformed()
		}
		out = append(out, n)
		if p.accept(")") {
			return out, nil
		}
		if err := p.expect(","); err != nil {
			return nil, err
		}
	}
}

// decimal defaults: Hive has decimal(10,0), Trino decimal(38,0) (Trino, Data types: DECIMAL).
func (p *parser) decimal() (Type, error) {
	n, err := p.numbers()
	if err != nil {
		return Type{}, err
	}
	precision, scale := 10, 0
	if p.dialect == trino {
		precision = 38
	}
	if len(n) > 0 {
		precision = n[0]
	}
	if len(n) > 1 {
		scale = n[1]
	}
	if len(n) > 2 || precision < 1 || precision > 38 {
		return Type{}, fault.New(fault.Validation, "DECIMAL precision must be in range [1, 38]: %d", precision)
	}
	if scale > precision {
		return Type{}, fault.New(fault.Validation, "DECIMAL scale must be in range [0, precision (%d)]: %d", precision, scale)
	}
	return DecimalOf(precision, scale), nil
}

func (p *parser) bounded(name string) (Type, error) {
	n, err := p.numbers()
	if err != nil {
		return Type{}, err
	}
	if len(n) > 1 {
		return Type{}, p.malformed()
	}
	if name == "varchar" {
		if len(n) == 0 {
			return Simple(Varchar), nil
		}
		return Type{Kind: Varchar, Length: n[0]}, nil
	}
	if len(n) == 0 {
		n = []int{1}
	}
	return Type{Kind: Char, Length: n[0]}, nil
}

func (p *parser) time(name string) (Type, error) {
	n, err := p.numbers()
	if err != nil {
		return Type{}, err
	}
	precision := 3
	if len(n) == 1 {
		precision = n[0]
	}
	if len(n) > 1 || precision > 12 {
		return Type{}, fault.New(fault.Validation, "%s precision must be in range [0, 12]: %d", strings.ToUpper(name), precision)
	}
	zone := false
	for _, w := range []string{"with", "without"} {
		if p.accept(w) {
			zone = w == "with"
			if p.expect("time") != nil || p.expect("zone") != nil {
				return Type{}, p.malformed()
			}
			break
		}
	}
	switch {
	case name == "timestamp" && zone:
		return Type{Kind: TimestampTZ, Precision: precision}, nil
	case name == "timestamp":
		return Type{Kind: Timestamp, Precision: precision}, nil
	case zone:
		return Type{Kind: TimeTZ, Precision: precision}, nil
	}
	return Type{Kind: Time, Precision: precision}, nil
}

func (p *parser) interval() (Type, error) {
	from := strings.ToLower(p.next())
	if err := p.expect("to"); err != nil {
		return Type{}, err
	}
	switch to := strings.ToLower(p.next()); {
	case from == "year" && to == "month":
		return Simple(IntervalYearMonth), nil
	case from == "day" && to == "second":
		return Simple(IntervalDaySecond), nil
	}
	return Type{}, p.malformed()
}

// open reads the bracket of type arguments and returns its closing one: Trino takes both ( and <.
func (p *parser) open() (string, error) {
	switch {
	case p.accept("<"):
		return ">", nil
	case p.dialect == trino && p.accept("("):
		return ")", nil
	}
	return "", p.malformed()
}

func (p *parser) collection(name string, depth int) (Type, error) {
	end, err := p.open()
	if err != nil {
		return Type{}, err
	}
	first, err := p.typ(depth + 1)
	if err != nil {
		return Type{}, err
	}
	if name == "array" {
		return ArrayOf(first), p.expect(end)
	}
	if err := p.expect(","); err != nil {
		return Type{}, err
	}
	second, err := p.typ(depth + 1)
	if err != nil {
		return Type{}, err
	}
	return MapOf(first, second), p.expect(end)
}

func (p *parser) row(depth int) (Type, error) {
	end, err := p.open()
	if err != nil {
		return Type{}, err
	}
	var fields []Field
	for {
		f, err := p.field(depth)
		if err != nil {
			return Type{}, err
		}
		fields = append(fields, f)
		if p.accept(end) {
			return RowOf(fields...), nil
		}
		if err := p.expect(","); err != nil {
			return Type{}, err
		}
	}
}

// field reads name:type (Hive) or [name] type (Trino, where a field may have no name).
func (p *parser) field(depth int) (Field, error) {
	start := p.at
	name := p.next()
	if p.dialect == hive {
		if err := p.expect(":"); err != nil {
			return Field{}, err
		}
	} else if follow := p.peek(); follow == "," || follow == ")" || follow == ">" || follow == "(" || follow == "<" ||
		strings.EqualFold(follow, "with") || strings.EqualFold(follow, "to") || strings.EqualFold(follow, "precision") {
		p.at, name = start, ""
	}
	t, err := p.typ(depth + 1)
	if err != nil {
		return Field{}, err
	}
	return Field{Name: strings.ToLower(strings.Trim(name, "\"`")), Type: t}, nil
}
