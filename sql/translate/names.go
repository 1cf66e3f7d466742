package translate

import (
	"strconv"
	"strings"

	"interlaken/sql/analyze"
	"interlaken/sql/ast"
)

// unique makes a name that no other relation, common table expression or lambda parameter of the statement has, so
// that the engine's rules of scope never decide what a name means.
func (t *translator) unique(base string) string {
	base = strings.ToLower(base)
	name := base
	for i := 2; t.names[name] || strings.HasSuffix(name, "_"); i++ {
		name = strings.TrimSuffix(base, "_") + "_" + strconv.Itoa(i-1)
		if !strings.HasSuffix(base, "_") {
			name = base + "_" + strconv.Itoa(i)
		}
	}
	t.names[name] = true
	return name
}

// columnNames makes different names for the columns of a derived relation.
func columnNames(fields []*analyze.Field) []string {
	out := make([]string, len(fields))
	used := map[string]bool{}
	for i, f := range fields {
		base := strings.ToLower(f.Label(i))
		name := base
		for n := 2; used[name]; n++ {
			name = base + "_" + strconv.Itoa(n)
		}
		used[name] = true
		out[i] = name
	}
	return out
}

func identifiers(names []string) []*ast.Identifier {
	out := make([]*ast.Identifier, len(names))
	for i, n := range names {
		out[i] = ast.Name(n)
	}
	return out
}
