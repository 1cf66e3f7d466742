package function

import (
	"regexp"
	"strings"

	"interlaken/sql/ast"
	"interlaken/sql/types"
)

// timeFormat is a pattern of a date and time in the engine's notation, once for printing and once for reading, with
// the regular expression of the texts that reading takes.
type timeFormat struct {
	print, read string
	texts       string
	hasYear     bool
	short       bool // a year of two digits
}

func (f *timeFormat) literal(s string) {
	quoted := strings.ReplaceAll(s, "%", "%%")
	f.print += quoted
	f.read += quoted
	f.texts += regexp.QuoteMeta(s)
}

func (f *timeFormat) field(print, read, texts string) {
	f.print += print
	f.read += read
	f.texts += texts
	f.hasYear = f.hasYear || read == "%Y" || read == "%y"
	f.short = f.short || read == "%y"
}

// mysqlFields are the fields of date_format and date_parse (Trino documentation, MySQL date functions): how the engine
// prints the field, how it reads it ("" where reading is not exact) and which texts it reads.
var mysqlFields = map[byte][3]string{
	'a': {"%a", "", ""}, 'b': {"%b", "%b", "[A-Za-z]{3}"}, 'c': {"%-m", "%m", "[0-9]{1,2}"},
	'd': {"%d", "%d", "[0-9]{1,2}"}, 'e': {"%-d", "%d", "[0-9]{1,2}"}, 'f': {"%f", "%f", "[0-9]{1,6}"},
	'H': {"%H", "%H", "[0-9]{1,2}"}, 'h': {"%I", "%I", "[0-9]{1,2}"}, 'I': {"%I", "%I", "[0-9]{1,2}"},
	'i': {"%M", "%M", "[0-9]{1,2}"}, 'j': {"%j", "", ""}, 'k': {"%-H", "%H", "[0-9]{1,2}"}, 'l': {"%-I", "%I", "[0-9]{1,2}"},
	'M': {"%B", "%B", "[A-Za-z]{3,}"}, 'm': {"%m", "%m", "[0-9]{1,2}"}, 'p': {"%p", "%p", "[AaPp][Mm]"},
	'S': {"%S", "%S", "[0-9]{1,2}"}, 's': {"%S", "%S", "[0-9]{1,2}"}, 'v': {"%V", "", ""}, 'W': {"%A", "", ""},
	'x': {"%G", "", ""}, 'Y': {"%Y", "%Y", "[0-9]{4}"}, 'y': {"%y", "%y", "[0-9]{2}"},
}

// mysqlFormat reads a pattern of date_format and date_parse.
func mysqlFormat(pattern string) (*timeFormat, bool) {
	f := &timeFormat{}
	pattern = strings.NewReplacer("%r", "%I:%i:%s %p", "%T", "%H:%i:%s").Replace(pattern)
	for i := 0; i < len(pattern); i++ {
		if pattern[i] != '%' {
			f.literal(pattern[i : i+1])
			continue
		}
		i++
		if i == len(pattern) || strings.IndexByte("DUuVwX", pattern[i]) >= 0 {
			return nil, false
		}
		field, ok := mysqlFields[pattern[i]]
		if !ok {
			f.literal(pattern[i : i+1])
			continue
		}
		f.field(field[0], field[1], field[2])
		if field[1] == "" {
			f.texts = "" // marks a pattern that cannot be read
			f.read = "\x00"
		}
	}
	return f, true
}

// jodaFields are the fields of format_datetime and parse_datetime (Joda-Time, DateTimeFormat) by letters and count.
var jodaFields = map[string][3]string{
	"yyyy": {"%Y", "%Y", "[0-9]{4}"}, "YYYY": {"%Y", "%Y", "[0-9]{4}"}, "y": {"%Y", "%Y", "[0-9]{4}"}, "Y": {"%Y", "%Y", "[0-9]{4}"},
	"yy": {"%y", "%y", "[0-9]{2}"}, "M": {"%-m", "%m", "[0-9]{1,2}"}, "MM": {"%m", "%m", "[0-9]{1,2}"},
	"MMM": {"%b", "%b", "[A-Za-z]{3}"}, "MMMM": {"%B", "%B", "[A-Za-z]{3,}"},
	"d": {"%-d", "%d", "[0-9]{1,2}"}, "dd": {"%d", "%d", "[0-9]{1,2}"}, "DDD": {"%j", "", ""},
	"H": {"%-H", "%H", "[0-9]{1,2}"}, "HH": {"%H", "%H", "[0-9]{1,2}"}, "h": {"%-I", "%I", "[0-9]{1,2}"}, "hh": {"%I", "%I", "[0-9]{1,2}"},
	"m": {"%-M", "%M", "[0-9]{1,2}"}, "mm": {"%M", "%M", "[0-9]{1,2}"}, "s": {"%-S", "%S", "[0-9]{1,2}"}, "ss": {"%S", "%S", "[0-9]{1,2}"},
	"SSS": {"%g", "%g", "[0-9]{3}"}, "a": {"%p", "%p", "[AaPp][Mm]"}, "E": {"%a", "", ""}, "EEE": {"%a", "", ""}, "EEEE": {"%A", "", ""},
}

// jodaFormat reads a pattern of format_datetime and parse_datetime.
func jodaFormat(pattern string) (*timeFormat, bool) {
	f := &timeFormat{}
	for i := 0; i < len(pattern); {
		c := pattern[i]
		switch {
		case c == '\'':
			end := strings.IndexByte(pattern[i+1:], '\'')
			if end < 0 {
				return nil, false
			}
			text := pattern[i+1 : i+1+end]
			if text == "" {
				text = "'"
			}
			f.literal(text)
			i += end + 2
		case c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z':
			j := i
			for j < len(pattern) && pattern[j] == c {
				j++
			}
			field, ok := jodaFields[pattern[i:j]]
			if !ok {
				return nil, false
			}
			f.field(field[0], field[1], field[2])
			if field[1] == "" {
				f.read = "\x00"
			}
			i = j
		default:
			f.literal(pattern[i : i+1])
			i++
		}
	}
	return f, true
}

func (c *Call) timePattern(read func(string) (*timeFormat, bool)) (*timeFormat, error) {
	text, ok := c.text(1)
	if !ok {
		return nil, c.unsupported("%s with a format that is not a constant", c.Match.Function.Name)
	}
	f, ok := read(text)
	if !ok {
		return nil, c.unsupported("Unsupported format in %s: %s", c.Match.Function.Name, text)
	}
	return f, nil
}

func formatTime(read func(string) (*timeFormat, bool)) builder {
	return func(c *Call) (engineExpression, error) {
		f, err := c.timePattern(read)
		if err != nil {
			return nil, err
		}
		clock, err := c.local(0)
		return Engine("strftime", clock, ast.String(f.print)), err
	}
}

// parseTime reads text by a format. The engine would take blanks around it and a base year of 1900; Trino takes
// neither, and 1970.
func parseTime(read func(string) (*timeFormat, bool)) builder {
	return over(func(c *Call, x []ast.Expression) (engineExpression, error) {
		f, err := c.timePattern(read)
		if err != nil {
			return nil, err
		}
		if strings.Contains(f.read, "\x00") || f.texts == "" {
			return nil, c.unsupported("Unsupported format in %s", c.Match.Function.Name)
		}
		text, format := x[0], f.read
		if !f.hasYear {
			text, format = binary(ast.Concat, ast.String("1970 "), x[0]), "%Y "+f.read
		}
		local := ast.Expression(Engine("strptime", text, ast.String(format)))
		if f.short {
			// Two digits are a year from 1970 to 2069; the engine begins at 1969.
			local = Let(c, []ast.Expression{local}, func(y []ast.Expression) ast.Expression {
				return If(binary(ast.Equals, Engine("year", y[0]), ast.Integer(1969)), binary(ast.Add, y[0], Engine("to_years", ast.Integer(100))), y[0])
			})
		}
		if c.Match.Result.Kind == types.Timestamp {
			local, _ = roundFraction(c, local, 6, 3)
		}
		message := Engine("concat", ast.String("INVALID_FUNCTION_ARGUMENT: Invalid format: \""), x[0], ast.String("\""))
		bad, err := FailWith(message, c.Match.Result)
		if err != nil {
			return nil, err
		}
		good := If(ast.Or(isNull(x[0]), Engine("regexp_full_match", x[0], ast.String(f.texts))), zoned(local, c.Match.Result), bad)
		return good, nil
	})
}
