package duck

import "strings"

// typeTree is the name of a DuckDB type taken apart, as far as text files need: what is inside lists, maps and structs.
type typeTree struct {
	name    string // whole
	element *typeTree
	key     *typeTree // of a map, whose values are element
	fields  []typeField
}

type typeField struct {
	name string
	typ  *typeTree
}

func (t *typeTree) isText() bool { return strings.HasPrefix(t.name, "VARCHAR") && t.element == nil }
func (t *typeTree) isBlob() bool { return t.name == "BLOB" }
func (t *typeTree) isLeaf() bool { return t.element == nil && t.fields == nil }

// parseType takes a type apart. checkType has accepted its name.
func parseType(name string) *typeTree {
	name = strings.TrimSpace(name)
	t := &typeTree{name: name}
	upper := strings.ToUpper(name)
	switch {
	case strings.HasSuffix(name, "[]"):
		t.element = parseType(name[:len(name)-2])
	case strings.HasPrefix(upper, "MAP(") && strings.HasSuffix(name, ")"):
		if parts := splitTop(name[4 : len(name)-1]); len(parts) == 2 {
			t.key, t.element = parseType(parts[0]), parseType(parts[1])
		}
	case strings.HasPrefix(upper, "STRUCT(") && strings.HasSuffix(name, ")"):
		for _, part := range splitTop(name[7 : len(name)-1]) {
			t.fields = append(t.fields, parseField(strings.TrimSpace(part)))
		}
	}
	return t
}

// parseField takes "name" type apart, the name quoted or not.
func parseField(text string) typeField {
	if strings.HasPrefix(text, `"`) {
		if end, ok := quoted(text, 0); ok {
			return typeField{strings.ReplaceAll(text[1:end-1], `""`, `"`), parseType(text[end:])}
		}
	}
	name, rest, _ := strings.Cut(text, " ")
	return typeField{name, parseType(rest)}
}

// splitTop splits at the commas that stand in no brackets or quotes.
func splitTop(text string) []string {
	var parts []string
	depth, from := 0, 0
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case '"':
			if end, ok := quoted(text, i); ok {
				i = end - 1
			}
		case '(', '[':
			depth++
		case ')', ']':
			depth--
		case ',':
			if depth == 0 {
				parts, from = append(parts, text[from:i]), i+1
			}
		}
	}
	return append(parts, text[from:])
}

// bound prints a value that is made of another one, which is written down once however often the value names it: f
// gets the name, unique by depth.
func bound(value string, depth int, f func(name string) string) string {
	name := variable(depth)
	return "list_transform([" + value + "], lambda " + name + ": " + f(name) + ")[1]"
}

// variable is a lambda's parameter, another one at each depth.
func variable(depth int) string { return "x" + strings.Repeat("x", depth) }
