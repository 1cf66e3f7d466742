package duck

import (
	"fmt"
	"slices"
	"strings"

	"interlaken/engine"
)

// Words that no text has: a delimiter for reading whole lines, and one for NULL where nothing stands for it. The reader
// wants them to have nothing in common.
const (
	noDelimiter = "\x1c\x1d\x1e\x1f"
	noNull      = "\x16\x17\x18\x19"
)

// csv prints the scan of delimited files. Every column is read as text and cast; a row that is too short ends in NULLs
// (Hive's LazySimpleSerDe).
func csv(t engine.Table, compression string, withPath bool) string {
	var columns []string
	for _, c := range t.Columns {
		columns = append(columns, literal(c.Name)+": 'VARCHAR'")
	}
	options := readCSV(t, compression, columns,
		"null_padding = true", "delim = "+literal(orElse(t.Text.Delimiter, ",")), "quote = "+literal(orElse(t.Text.Quote, unquoted(t.Text))),
		"escape = "+literal(orElse(t.Text.Escape, orElse(t.Text.Quote, unquoted(t.Text)))), "nullstr = "+literal(nullWord(t.Text)))
	return selection(t, withPath, func(c engine.Column) string {
		return textValue(t.Text, "f."+ident(c.Name), parseType(c.Type), 0)
	}) + " FROM " + options + " AS f"
}

// unquoted is the quote of a format without quotes: a character that no text has.
func unquoted(t engine.Text) string {
	if t.Plain {
		return "\x1f"
	}
	return `"`
}

// nullWord is what stands for NULL. With quotes an empty text is none, whatever the reader believes.
func nullWord(t engine.Text) string {
	if t.Strict {
		return noNull
	}
	return orElse(t.Null, `\N`)
}

// readCSV prints the call of DuckDB's reader, with nothing left for it to guess.
func readCSV(t engine.Table, compression string, columns []string, options ...string) string {
	options = append(options,
		"auto_detect = false", "header = false", "strict_mode = false", fmt.Sprintf("skip = %d", t.Text.SkipLines),
		"compression = "+literal(compressions[compression]), "columns = {"+strings.Join(columns, ", ")+"}")
	if len(t.Partitions) > 0 {
		options = append(options, "filename = "+literal(strings.Trim(fileColumn, `"`)))
	}
	return "read_csv(" + paths(t.Files) + ", " + strings.Join(options, ", ") + ")"
}

// lines prints a source of whole lines, each with its parts as a list: a column line and a column parts beside the file.
func lines(t engine.Table, compression, parts string) string {
	read := readCSV(t, compression, []string{"'line': 'VARCHAR'"},
		"delim = "+literal(noDelimiter), "quote = '\x1b'", "escape = '\x1b'", "nullstr = "+literal(noNull))
	return "(SELECT *, " + parts + " AS parts FROM " + read + ")"
}

// escaped prints the scan of delimited files in which a character takes its meaning from the one after it, outside of
// quotes too, which DuckDB's reader does not know.
func escaped(t engine.Table, compression string, withPath bool) string {
	escape, delimiter := pattern(t.Text.Escape), pattern(orElse(t.Text.Delimiter, ","))
	field := "((?:[^" + escape + delimiter + "]|" + escape + "(?s:.))*)"
	// A delimiter before each field, the first one too, so that no match is empty: the engine would go on one too far.
	parts := "regexp_extract_all(" + literal(orElse(t.Text.Delimiter, ",")) + " || line, " + literal(delimiter+field) + ", 1)"
	return selection(t, withPath, func(c engine.Column) string {
		part := fmt.Sprintf("f.parts[%d]", placeIn(t, c)+1)
		// NULL's word is looked for before its escapes are taken for such.
		value := "CASE WHEN " + part + " = " + literal(nullWord(t.Text)) + " THEN NULL ELSE regexp_replace(" + part + ", " + literal(escape+"((?s:.))") + ", '\\1', 'g') END"
		return textValue(t.Text, value, parseType(c.Type), 0)
	}) + " FROM " + lines(t, compression, parts) + " AS f"
}

// matched prints the scan of lines of which each column is a group of a regular expression; where a line as a whole does
// not match, all are NULL (Hive's RegexSerDe).
func matched(t engine.Table, compression string, withPath bool) string {
	names := make([]string, len(t.Columns))
	for i := range t.Columns {
		names[i] = fmt.Sprintf("g%d", i+1)
	}
	whole := literal("^(?:" + t.Text.Pattern + ")$")
	parts := "CASE WHEN regexp_matches(line, " + whole + ") THEN regexp_extract(line, " + whole + ", " + literals(names) + ") END"
	return selection(t, withPath, func(c engine.Column) string {
		return textValue(t.Text, "f.parts."+names[placeIn(t, c)], parseType(c.Type), 0)
	}) + " FROM " + lines(t, compression, parts) + " AS f"
}

// placeIn is a column's place in a line.
func placeIn(t engine.Table, c engine.Column) int {
	return slices.IndexFunc(t.Columns, func(o engine.Column) bool { return o.Name == c.Name })
}

// pattern writes a character so that it stands for itself, in a class as well.
func pattern(character string) string {
	var b strings.Builder
	for _, r := range character {
		fmt.Fprintf(&b, `\x{%x}`, r)
	}
	return b.String()
}
