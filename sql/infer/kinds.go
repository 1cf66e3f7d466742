package infer

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"interlaken/fault"
	"interlaken/sql/analyze"
	"interlaken/sql/ast"
	"interlaken/sql/types"
)

// simple are the types that a column is tried with, the likelier first: of those that serve equally well the first is
// taken.
var simple = []types.Type{
	types.Simple(types.Bigint), types.Simple(types.Double), types.Simple(types.Timestamp), types.Simple(types.Date),
	types.Simple(types.Boolean), types.Simple(types.Varchar), types.DecimalOf(18, 2), types.Simple(types.Varbinary),
	types.Simple(types.TimestampTZ), types.Simple(types.Time),
}

// maxInvolved is the most columns that are tried for one error.
const maxInvolved = 12

// retype tries other types for the columns that an error is about, all of them as one and each on its own, and keeps
// what brings the statement furthest; false where nothing brings it further.
func (s *search) retype(at *attempt) bool {
	if at.analysis == nil {
		return false
	}
	if at.analysed {
		s.failed[placeOf(at.err)] = true
	}
	groups, fields := s.involved(at)
	for _, g := range groups {
		if s.retypeGroup(at, g, fields) {
			return true
		}
	}
	return false
}

func (s *search) retypeGroup(at *attempt, group []*column, fields []string) bool {
	best := *at
	var chosen []types.Type
	before := make([]types.Type, len(group))
	beside := make([][]*column, len(group)) // what is compared with each, and has the same type
	links := s.links(at.analysis)
	for i, c := range group {
		before[i] = c.typ
		beside[i] = comparedWith(c, links)
	}
	set := func(typ []types.Type) {
		for i, c := range group {
			c.typ = before[i]
			for _, o := range beside[i] {
				o.typ = before[i]
			}
		}
		for i, c := range group {
			if !typ[i].Equal(before[i]) {
				c.typ = typ[i]
				for _, o := range beside[i] {
					o.typ = typ[i]
				}
			}
		}
	}
	s.trials(before, fields, func(typ []types.Type) bool {
		set(typ)
		if now := s.attempt(); s.better(now, best) {
			best, chosen = now, typ
		}
		return best.err == nil || s.spent()
	})
	if chosen == nil {
		set(before)
		return false
	}
	set(chosen)
	*at = best
	return true
}

// trials gives try one set of types after another until it says that it has enough.
func (s *search) trials(before []types.Type, fields []string, try func([]types.Type) bool) {
	if len(before) > 1 {
		for _, t := range simple {
			if try(slices.Repeat([]types.Type{t}, len(before))) {
				return
			}
		}
	}
	for i := range before {
		for _, t := range others(before[i], fields) {
			typ := slices.Clone(before)
			typ[i] = t
			if try(typ) {
				return
			}
		}
	}
}

// others are the types that a type may turn into by one change anywhere within it.
func others(t types.Type, fields []string) []types.Type {
	var out []types.Type
	switch t.Kind {
	case types.Array:
		for _, e := range others(*t.Element, fields) {
			out = append(out, types.ArrayOf(e))
		}
	case types.Map:
		for _, v := range others(*t.Value, fields) {
			out = append(out, types.MapOf(*t.Key, v))
		}
		for _, k := range simple {
			if !k.Equal(*t.Key) {
				out = append(out, types.MapOf(k, *t.Value))
			}
		}
	case types.Row:
		for _, name := range fields {
			if !slices.ContainsFunc(t.Fields, func(f types.Field) bool { return f.Name == name }) {
				more := append(slices.Clone(t.Fields), types.Field{Name: name, Type: types.Simple(types.Varchar)})
				out = append(out, types.RowOf(more...))
			}
		}
		for i, f := range t.Fields {
			for _, o := range others(f.Type, fields) {
				changed := slices.Clone(t.Fields)
				changed[i].Type = o
				out = append(out, types.RowOf(changed...))
			}
		}
	default:
		for _, o := range simple {
			if !o.Equal(t) {
				out = append(out, o)
			}
		}
		text := types.Simple(types.Varchar)
		out = append(out, types.ArrayOf(text), types.MapOf(text, text))
		for _, name := range fields {
			row := types.RowOf(types.Field{Name: name, Type: text})
			out = append(out, row, types.ArrayOf(row))
		}
	}
	return out
}

var nth = regexp.MustCompile(`: column ([0-9]+) in `)

// involved are groups of the guessed columns that an error is about, the nearest first, and the names of row members
// that stand at its place: those of the nodes there, and of the expressions around.
func (s *search) involved(at *attempt) ([][]*column, []string) {
	place := strings.TrimSuffix(placeOf(at.err), ": ")
	if place == "" {
		return nil, nil
	}
	here := func(n ast.Node) bool { return n.Pos().String() == place }
	var groups [][]*column
	for _, n := range slices.Backward(wayTo(at.analysis.Query, here)) {
		if isQuery(n) {
			break
		}
		var columns []*column
		switch x := n.(type) {
		case *ast.SetOperation:
			columns = s.ofSides(at, x)
		case *ast.Case: // what has to agree are the results
			columns = s.results(nil, at.analysis, x)
		default:
			columns = s.within(nil, at.analysis, n)
		}
		columns = columns[:min(len(columns), maxInvolved)]
		if len(columns) > 0 && !slices.ContainsFunc(groups, func(g []*column) bool { return slices.Equal(g, columns) }) {
			groups = append(groups, columns)
		}
	}
	return groups, fieldsAt(at.analysis.Query, here)
}

// wayTo are the nodes from the root to the first that is here and no query.
func wayTo(root ast.Node, here func(ast.Node) bool) []ast.Node {
	var way, found []ast.Node
	var walk func(n ast.Node)
	walk = func(n ast.Node) {
		way = append(way, n)
		if here(n) && !isQuery(n) {
			found = slices.Clone(way)
		}
		for _, c := range ast.Children(n) {
			if found == nil {
				walk(c)
			}
		}
		way = way[:len(way)-1]
	}
	walk(root)
	return found
}

func isQuery(n ast.Node) bool {
	switch n.(type) {
	case *ast.Query, *ast.Select, *ast.Values:
		return true
	}
	return false
}

// within adds the guessed columns that a node is made of.
func (s *search) within(to []*column, a *analyze.Analysis, n ast.Node) []*column {
	add := func(c *column) {
		if c != nil && !c.fixed && !slices.Contains(to, c) {
			to = append(to, c)
		}
	}
	for _, o := range a.OriginsOf(n) {
		add(s.origin(o))
	}
	ast.Walk(n, func(n ast.Node) bool {
		if i, ok := n.(*ast.Identifier); ok && a.FieldOf(i) == nil { // of USING, or not come to
			for _, g := range s.guesses {
				add(g.column(i.Key()))
			}
		}
		return true
	})
	return to
}

// results adds the guessed columns that a CASE gives, not those that it looks at.
func (s *search) results(to []*column, a *analyze.Analysis, e ast.Expression) []*column {
	x, ok := e.(*ast.Case)
	if !ok {
		return s.within(to, a, e)
	}
	for _, w := range x.Whens {
		to = s.results(to, a, w.Result)
	}
	if x.Else != nil {
		to = s.results(to, a, x.Else)
	}
	return to
}

func (s *search) origin(o analyze.Origin) *column {
	for _, g := range s.guesses {
		if g.name == (analyze.TableName{Catalog: o.Catalog, Database: o.Database, Table: o.Table}) {
			return g.column(o.Column)
		}
	}
	return nil
}

// columnOf is which column of a set operation an error names, from 1; 0 for none.
func columnOf(err error) int {
	m := nth.FindStringSubmatch(fault.Public(err))
	if m == nil {
		return 0
	}
	n, _ := strconv.Atoi(m[1])
	return n
}

// ofSides are the guessed columns behind the column of a set operation that an error names.
func (s *search) ofSides(at *attempt, x *ast.SetOperation) []*column {
	place := columnOf(at.err)
	if place == 0 {
		return nil
	}
	var out []*column
	for _, side := range []ast.QueryBody{x.Left, x.Right} {
		if fields := at.analysis.FieldsOf(side); place <= len(fields) {
			for _, o := range fields[place-1].Origins {
				if c := s.origin(o); c != nil && !c.fixed {
					out = append(out, c)
				}
			}
		}
	}
	return out
}

// fieldsAt are the names behind the dots that stand at a place.
func fieldsAt(q *ast.Query, here func(ast.Node) bool) []string {
	var out []string
	ast.Walk(q, func(n ast.Node) bool {
		if d, ok := n.(*ast.Dereference); ok && here(d) && !slices.Contains(out, d.Field.Key()) {
			out = append(out, d.Field.Key())
		}
		return true
	})
	return out
}
