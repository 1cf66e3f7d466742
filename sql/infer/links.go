package infer

import (
	"slices"

	"interlaken/sql/analyze"
	"interlaken/sql/ast"
)

// link is a pair of guessed columns that the statement compares: they are likely to be of one type.
type link struct{ a, b *column }

// links are the columns that stand alone on the two sides of a comparison, as far as the analysis came.
func (s *search) links(a *analyze.Analysis) []link {
	var out []link
	pair := func(x, y *column) {
		if x != nil && y != nil && x != y {
			out = append(out, link{x, y})
		}
	}
	ast.Walk(a.Query, func(n ast.Node) bool {
		switch x := n.(type) {
		case *ast.Binary:
			if x.Operator.IsComparison() {
				pair(s.alone(a, x.Left), s.alone(a, x.Right))
			}
		case *ast.InQuery:
			if q := a.QueryOf(x.Query); q != nil && len(q.Fields) == 1 && len(q.Fields[0].Origins) == 1 {
				pair(s.alone(a, x.Operand), s.free(q.Fields[0].Origins[0]))
			}
		case *ast.Join:
			if r := a.RelationOf(x); r != nil {
				for _, f := range r.Merged {
					if len(f.Left.Origins) == 1 && len(f.Right.Origins) == 1 {
						pair(s.free(f.Left.Origins[0]), s.free(f.Right.Origins[0]))
					}
				}
			}
		}
		return true
	})
	return out
}

// alone is the guessed column that an expression is, nil for all else.
func (s *search) alone(a *analyze.Analysis, e ast.Expression) *column {
	f := a.FieldOf(e)
	if f == nil || len(f.Origins) != 1 {
		return nil
	}
	c := s.free(f.Origins[0])
	if c == nil || !f.Type.Equal(c.typ) {
		return nil
	}
	return c
}

// free is a guessed column whose type is not known.
func (s *search) free(o analyze.Origin) *column {
	if c := s.origin(o); c != nil && !c.fixed {
		return c
	}
	return nil
}

// comparedWith are the columns that are linked to one over any number of steps and have its type.
func comparedWith(c *column, links []link) []*column {
	found := []*column{c}
	for i := 0; i < len(found); i++ {
		for _, l := range links {
			for _, p := range []link{l, {l.b, l.a}} {
				if p.a == found[i] && p.b.typ.Equal(c.typ) && !slices.Contains(found, p.b) {
					found = append(found, p.b)
				}
			}
		}
	}
	return found[1:]
}
