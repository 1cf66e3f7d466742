package duck

import (
	"fmt"
	"strings"

	"interlaken/engine"
)

// json prints the scan of files with one JSON object a line. The keys of columns and of the fields in them are looked up
// as declared and, where that is missing, whatever their case, because Athena's SerDes do so and DuckDB's reader does
// not.
func json(t engine.Table, compression string, withPath bool) string {
	options := "compression = " + literal(orElse(compressions[compression], "uncompressed"))
	if compression == "" {
		options = "compression = 'uncompressed'"
	}
	if t.Text.SkipMalformed {
		options += ", ignore_errors = true"
	}
	if len(t.Partitions) > 0 {
		options += ", filename = " + literal(strings.Trim(fileColumn, `"`))
	}
	source := "read_ndjson_objects(" + paths(t.Files) + ", " + options + ")"
	if key := t.Text.Records; key != "" {
		whole := strings.Replace(source, "read_ndjson_objects", "read_json_objects", 1)
		whole = strings.TrimSuffix(whole, ")") + ", format = 'unstructured')"
		source = "(SELECT unnest(json_extract(json, " + literal("$."+key+"[*]") + ")) AS json, * EXCLUDE (json) FROM " + whole + ")"
	}
	return selection(t, withPath, func(c engine.Column) string {
		return jsonMember("f.json", orElse(c.Key, c.Name), parseType(c.Type), 0)
	}) + " FROM " + source + " AS f"
}

// jsonMember prints the value of an object's member. object is named more than once, so it is a name.
func jsonMember(object, key string, t *typeTree, depth int) string {
	name := variable(depth)
	other := "list_filter(json_keys(" + object + "), lambda " + name + ": lower(" + name + ") = " + literal(strings.ToLower(key)) + ")[1]"
	value := "coalesce(json_extract(" + object + ", " + literal("/"+pointer(key)) + "), json_extract(" + object + ", '/' || " + escapedPointer(other) + "))"
	if t.isLeaf() {
		return jsonValue(value, t, depth)
	}
	return bound(value, depth, func(name string) string { return jsonValue(name, t, depth+1) })
}

// jsonValue prints a JSON value as one of a type; what does not fit is NULL. A value that is no leaf is given by name.
func jsonValue(value string, t *typeTree, depth int) string {
	switch name := variable(depth); {
	case t.isText():
		return "json_extract_string(" + value + ", '$')"
	case t.isBlob():
		return "TRY(from_base64(json_extract_string(" + value + ", '$')))"
	case strings.HasPrefix(t.name, "DECIMAL"): // a number of JSON with a point is a double to the engine, exact to 15 digits
		return "TRY_CAST(json_extract_string(" + value + ", '$') AS " + t.name + ")"
	case t.key != nil:
		entry := "{'k': " + textScalar(name, t.key) + ", 'v': " +
			bound("json_extract("+value+", '/' || "+escapedPointer(name)+")", depth+1, func(inner string) string { return jsonValue(inner, t.element, depth+2) }) + "}"
		return "CASE WHEN json_type(" + value + ") = 'OBJECT' THEN map_from_entries(list_transform(json_keys(" + value + "), lambda " + name + ": " + entry + ")) END"
	case t.element != nil:
		return "CASE WHEN json_type(" + value + ") = 'ARRAY' THEN list_transform(json_extract(" + value + ", '$[*]'), lambda " + name + ": " + jsonValue(name, t.element, depth+1) + ") END"
	case t.fields != nil:
		fields := make([]string, len(t.fields))
		for i, f := range t.fields {
			fields[i] = ident(f.name) + " := " + jsonMember(value, f.name, f.typ, depth)
		}
		return "CASE WHEN json_type(" + value + ") = 'OBJECT' THEN struct_pack(" + strings.Join(fields, ", ") + ") END"
	}
	return "TRY_CAST(" + value + " AS " + t.name + ")"
}

// pointer escapes a key for a JSON pointer (RFC 6901, section 3).
func pointer(key string) string {
	return strings.ReplaceAll(strings.ReplaceAll(key, "~", "~0"), "/", "~1")
}

// escapedPointer is pointer of a key that the engine has.
func escapedPointer(key string) string {
	return fmt.Sprintf("replace(replace(%s, '~', '~0'), '/', '~1')", key)
}
