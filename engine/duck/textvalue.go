package duck

import (
	"fmt"
	"strings"

	"interlaken/engine"
)

// textValue prints a text as a value of a type, by the rules of its file. What is inside it is parted by the separators
// from depth on (Hive, LazySimpleSerDe: by default U+0002, U+0003 and so on).
func textValue(x engine.Text, value string, t *typeTree, depth int) string {
	name := variable(depth)
	inner := func(value string, t *typeTree, depth int) string {
		return textValue(x, "nullif("+value+", "+literal(nullWord(x))+")", t, depth)
	}
	switch {
	case t.key != nil:
		pair := func(n int) string { return fmt.Sprintf("%s[%d]", name, n) }
		entries := "list_transform(" + insideOf(x, value, depth) + ", lambda " + name + "p: " +
			bound("string_split("+name+"p, "+separator(x, depth+1)+")", depth, func(string) string {
				return "{'k': " + inner(pair(1), t.key, depth+2) + ", 'v': " + inner(pair(2), t.element, depth+2) + "}"
			}) + ")"
		return "map_from_entries(" + entries + ")"
	case t.element != nil:
		return "list_transform(" + insideOf(x, value, depth) + ", lambda " + name + ": " + inner(name, t.element, depth+1) + ")"
	case t.fields != nil:
		return bound("string_split("+value+", "+separator(x, depth)+")", depth, func(name string) string {
			fields := make([]string, len(t.fields))
			for i, f := range t.fields {
				fields[i] = ident(f.name) + " := " + inner(fmt.Sprintf("%s[%d]", name, i+1), f.typ, depth+1)
			}
			return "CASE WHEN " + name + " IS NOT NULL THEN struct_pack(" + strings.Join(fields, ", ") + ") END"
		})
	case x.Strict:
		return strictScalar(x, value, t)
	}
	return textScalar(value, t)
}

// insideOf prints the list of what is in a text; an empty one holds nothing.
func insideOf(x engine.Text, value string, depth int) string {
	return "CASE WHEN " + value + " = '' THEN [] ELSE string_split(" + value + ", " + separator(x, depth) + ") END"
}

func separator(x engine.Text, depth int) string {
	if depth < len(x.Separators) && x.Separators[depth] != "" {
		return literal(x.Separators[depth])
	}
	return literal(string(rune(depth + 2)))
}

// textScalar prints a text as a value of a type that has nothing inside; what does not fit is NULL.
func textScalar(value string, t *typeTree) string {
	switch {
	case t.isText():
		return value
	case t.isBlob():
		return "TRY(from_base64(" + value + "))"
	case strings.HasSuffix(t.name, "INT") || t.name == "INTEGER":
		// The engine would round a fraction and pass over blanks; the SerDe takes neither for a number.
		return "CASE WHEN regexp_full_match(" + value + ", '[+-]?[0-9]+') THEN TRY_CAST(" + value + " AS " + t.name + ") END"
	}
	return "TRY_CAST(" + value + " AS " + t.name + ")"
}

// strictScalar prints a text as OpenCSVSerde reads it: what does not fit ends the query, a day is a number of days and a
// moment one of milliseconds since 1970 (Athena User Guide, "Open CSV SerDe": data types).
func strictScalar(x engine.Text, value string, t *typeTree) string {
	switch t.name {
	case "DATE":
		return "DATE '1970-01-01' + CAST(" + value + " AS INTEGER)"
	case "TIMESTAMP":
		return "epoch_ms(CAST(" + value + " AS BIGINT))"
	}
	if t.isText() {
		return value
	}
	return "CAST(" + value + " AS " + t.name + ")"
}
