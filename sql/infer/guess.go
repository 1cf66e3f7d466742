package infer

import (
	"errors"
	"regexp"
	"slices"
	"strings"

	"interlaken/fault"
	"interlaken/sql/analyze"
	"interlaken/sql/types"
)

// guess is a table that is being inferred.
type guess struct {
	name    analyze.TableName
	columns []*column
	// closed tells that it has no other columns, as a view over a table that is inferred.
	closed bool
	// refused are names that turned out to be another table's.
	refused []string
}

type column struct {
	name string
	typ  types.Type
	// loose tells that no mention of the column names the table: it may be another table's.
	loose bool
	// fixed tells that the type is known.
	fixed bool
}

func (g *guess) info() *analyze.TableInfo {
	info := &analyze.TableInfo{Open: !g.closed}
	for _, c := range g.columns {
		info.Columns = append(info.Columns, analyze.Column{Name: c.name, Type: c.typ})
	}
	return info
}

func (g *guess) column(name string) *column {
	for _, c := range g.columns {
		if c.name == name {
			return c
		}
	}
	return nil
}

func (g *guess) add(name string, loose bool) {
	g.columns = append(g.columns, &column{name: name, typ: types.Simple(types.Varchar), loose: loose})
}

// guess is the table of a name, made at its first mention.
func (s *search) guess(name analyze.TableName) *guess {
	for _, g := range s.guesses {
		if g.name == name {
			return g
		}
	}
	g := &guess{name: name}
	s.guesses = append(s.guesses, g)
	return g
}

// soften is a table or view some of whose columns have types that were inferred without knowing how it is used.
func (s *search) soften(name analyze.TableName, info *defined) *guess {
	g := s.guess(name)
	if !g.closed {
		g.closed = true
		for i, c := range info.Columns {
			g.columns = append(g.columns, &column{name: c.Name, typ: c.Type, fixed: !info.soft[i]})
		}
	}
	return g
}

// mend changes the guesses so that the statement comes further, and analyses it anew; false where no change helps.
func (s *search) mend(at *attempt) bool {
	if s.spent() || len(s.guesses) == 0 {
		return false
	}
	var m *analyze.Missing
	switch {
	case errors.As(at.err, &m) && s.give(m):
	case fault.Is(at.err, "AMBIGUOUS_NAME") && s.withdraw(at.err):
	default:
		return s.retype(at)
	}
	*at = s.attempt()
	return true
}

// give adds the missing column to the nearest tables that may have it. The names behind it make it a row.
func (s *search) give(m *analyze.Missing) bool {
	for _, choice := range m.Choices {
		var without []*guess
		for _, name := range choice {
			if g := s.guess(name); g.column(m.Column) == nil && !slices.Contains(without, g) {
				without = append(without, g)
			}
		}
		if len(without) == 0 || !m.Qualified && slices.ContainsFunc(without, func(g *guess) bool { return slices.Contains(g.refused, m.Column) }) {
			continue
		}
		for _, g := range without {
			g.add(m.Column, !m.Qualified)
			c := g.columns[len(g.columns)-1]
			for _, field := range slices.Backward(m.Fields) {
				c.typ = types.RowOf(types.Field{Name: field, Type: c.typ})
			}
		}
		return true
	}
	return false
}

var ambiguous = regexp.MustCompile(`Column '([^']*)' is ambiguous`)

// withdraw takes a column from a table that got it because the statement does not say whose it is.
func (s *search) withdraw(err error) bool {
	m := ambiguous.FindStringSubmatch(fault.Public(err))
	if m == nil {
		return false
	}
	name := m[1][strings.LastIndexByte(m[1], '.')+1:]
	for _, g := range s.guesses {
		if c := g.column(name); c != nil && c.loose {
			g.columns = slices.DeleteFunc(g.columns, func(o *column) bool { return o == c })
			g.refused = append(g.refused, name)
			return true
		}
	}
	return false
}
