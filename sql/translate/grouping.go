package translate

import (
	"slices"

	"interlaken/sql/analyze"
	"interlaken/sql/ast"
	"interlaken/sql/function"
)

// maxSets is the most grouping sets that GROUP BY DISTINCT may come to.
const maxSets = 2048

// groupByDistinct writes out the sets that the elements multiply to, each of them once.
func (t *translator) groupByDistinct(g *ast.GroupBy, x *analyze.Select) (*ast.GroupBy, error) {
	sets := [][]ast.Expression{nil}
	for _, element := range g.Elements {
		if element.Kind == ast.Cube && len(element.Sets) > 11 { // 2 to the power of it is above maxSets
			return nil, function.Unsupported(element.Pos(), "CUBE of %d elements is not supported", len(element.Sets))
		}
		var product [][]ast.Expression
		for _, left := range sets {
			for _, right := range setsOf(element) {
				product = append(product, append(slices.Clone(left), right...))
			}
			if len(product) > maxSets {
				return nil, function.Unsupported(g.Pos(), "GROUP BY has more than %d grouping sets", maxSets)
			}
		}
		sets = product
	}
	out := &ast.GroupingElement{Kind: ast.GroupingSets}
	var seen [][]ast.Expression
	for _, set := range sets {
		sources := t.distinctKeys(set, x)
		if slices.ContainsFunc(seen, func(o []ast.Expression) bool { return len(o) == len(sources) && t.holdsAll(o, sources) }) {
			continue
		}
		seen = append(seen, sources)
		values := &ast.GroupingSet{}
		for _, source := range sources {
			key, err := t.groupKey(source)
			if err != nil {
				return nil, err
			}
			values.Values = append(values.Values, key)
		}
		out.Sets = append(out.Sets, values)
	}
	return &ast.GroupBy{Elements: []*ast.GroupingElement{out}}, nil
}

// setsOf are the grouping sets that an element stands for.
func setsOf(element *ast.GroupingElement) [][]ast.Expression {
	var out [][]ast.Expression
	switch element.Kind {
	case ast.Rollup:
		for n := len(element.Sets); n >= 0; n-- {
			var set []ast.Expression
			for _, s := range element.Sets[:n] {
				set = append(set, s.Values...)
			}
			out = append(out, set)
		}
	case ast.Cube:
		out = [][]ast.Expression{nil}
		for _, s := range element.Sets {
			for _, without := range slices.Clone(out) {
				out = append(out, append(slices.Clone(without), s.Values...))
			}
		}
	default:
		for _, s := range element.Sets {
			out = append(out, s.Values)
		}
	}
	return out
}

// distinctKeys are what the keys of a set group by, each once.
func (t *translator) distinctKeys(set []ast.Expression, x *analyze.Select) []ast.Expression {
	var out []ast.Expression
	for _, e := range set {
		if source := x.Groups[e]; !t.holdsAll(out, []ast.Expression{source}) {
			out = append(out, source)
		}
	}
	return out
}

// holdsAll reports whether each of some expressions is among others.
func (t *translator) holdsAll(among, some []ast.Expression) bool {
	for _, e := range some {
		if !slices.ContainsFunc(among, func(o ast.Expression) bool { return t.Same(o, e) }) {
			return false
		}
	}
	return true
}
