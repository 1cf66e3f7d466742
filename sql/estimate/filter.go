package estimate

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"maps"
	"slices"
	"strconv"
	"time"

	"interlaken/sql/analyze"
	"interlaken/sql/ast"
	"interlaken/sql/function"
	"interlaken/sql/types"
)

// filter gathers what the statement's conditions say about a scan's columns.
func (r *reader) filter(s *scan, options analyze.Options) {
	note := func(in map[string]bool, f *analyze.Field) {
		if base := r.base(f); base != nil && r.columns[base] == s {
			in[base.Name] = true
		}
	}
	for _, f := range r.keys {
		note(s.tested, f)
	}
	for _, e := range r.orders {
		r.references(e, func(f *analyze.Field) { note(s.again, f) })
	}
	for _, c := range r.conditions {
		column := func(f *analyze.Field) (*analyze.Field, string) {
			if !slices.Contains(c.rows, f) {
				return nil, ""
			}
			base := r.base(f)
			if base == nil || r.columns[base] != s {
				return nil, ""
			}
			s.kinds[base.Name] = kindOf(base.Type)
			return base, base.Name
		}
		for _, term := range conjuncts(c.Expression) {
			looked := map[string]bool{}
			r.references(term, func(f *analyze.Field) { note(looked, f) })
			maps.Copy(s.tested, looked)
			p, ok := r.a.Condition(term, options.Now, column)
			if ok = ok && ofOne(p); ok && !s.full {
				if s.filter == nil {
					s.filter = &analyze.Predicate{Operator: "AND"}
				}
				s.filter.Terms = append(s.filter.Terms, *p)
			}
			s.unsure = s.unsure || len(looked) > 0 && (!ok || equates(p))
		}
	}
}

// references visits the fields that an expression takes values from.
func (r *reader) references(e ast.Expression, visit func(*analyze.Field)) {
	ast.Walk(e, func(n ast.Node) bool {
		x, ok := n.(ast.Expression)
		if !ok {
			return true
		}
		f, _ := r.reference(x)
		if f != nil {
			visit(f)
		}
		return f == nil
	})
}

// conjuncts are the conditions that have to hold all.
func conjuncts(e ast.Expression) []ast.Expression {
	if x, ok := e.(*ast.Logical); ok && !x.Or {
		var all []ast.Expression
		for _, t := range x.Terms {
			all = append(all, conjuncts(t)...)
		}
		return all
	}
	return []ast.Expression{e}
}

// equates reports whether a condition asks for single values.
func equates(p *analyze.Predicate) bool {
	return p.Operator == "=" || p.Operator == "IN" || slices.ContainsFunc(p.Terms, func(t analyze.Predicate) bool { return equates(&t) })
}

// ofOne reports whether a condition looks at one column. A choice between conditions on several is no reason to pass over
// a row group for the engine.
func ofOne(p *analyze.Predicate) bool {
	var column string
	var look func(*analyze.Predicate) bool
	look = func(p *analyze.Predicate) bool {
		if p.Column != "" {
			column = cmp.Or(column, p.Column)
			return p.Column == column
		}
		for i := range p.Terms {
			if !look(&p.Terms[i]) {
				return false
			}
		}
		return true
	}
	return look(p)
}

// base is the table's column whose very values a field has, in rows that a condition on the field may be put on as well;
// nil where it is none.
func (r *reader) base(f *analyze.Field) *analyze.Field {
	for f != nil && r.columns[f] == nil {
		if f.Source != nil {
			f = f.Source
			continue
		}
		m, ok := r.made[f]
		if !ok || m.query != nil && (m.query.Limit != nil || m.query.Offset != nil) || m.naming != nil && len(m.naming.within) > 1 {
			return nil
		}
		sel := r.a.SelectIn(m.body)
		if sel == nil || r.windowed(sel, func(*ast.Window) bool { return true }) || manySets(sel.GroupBy) {
			return nil
		}
		f = r.a.FieldOf(r.a.SelectOf(sel).Items[m.column].Value)
	}
	return f
}

// manySets reports whether rows are grouped in several ways: a condition on a column then holds for some of them only.
func manySets(g *ast.GroupBy) bool {
	return g != nil && slices.ContainsFunc(g.Elements, func(e *ast.GroupingElement) bool { return e.Kind != ast.SimpleGrouping })
}

// windowed reports whether a SELECT looks at rows beside its own, through such a window.
func (r *reader) windowed(sel *ast.Select, such func(*ast.Window) bool) (found bool) {
	for _, item := range r.a.SelectOf(sel).Items {
		ast.Walk(item.Value, func(n ast.Node) bool {
			c, ok := n.(*ast.Call)
			found = found || ok && c.Over != nil && such(r.a.WindowOf(c.Over))
			return !found
		})
	}
	return found
}

// passes reports whether a row group may hold rows for which a condition is true, by the bounds of its columns.
func (f *Footer) passes(g *group, p *analyze.Predicate, kinds map[string]boundKind) bool {
	if p == nil {
		return true
	}
	switch p.Operator {
	case "AND":
		return !slices.ContainsFunc(p.Terms, func(t analyze.Predicate) bool { return !f.passes(g, &t, kinds) })
	case "OR":
		return slices.ContainsFunc(p.Terms, func(t analyze.Predicate) bool { return f.passes(g, &t, kinds) })
	}
	// A file that has the column in another type than the catalog is read and cast, and its bounds are others.
	at := slices.IndexFunc(f.leaves, func(l leaf) bool {
		return len(l.path) == 1 && l.path[0] == p.Column && (l.kind == kinds[p.Column] || l.kind == millisecondBounds && kinds[p.Column] == microsecondBounds)
	})
	if at < 0 || g.chunks[at].min == nil || g.chunks[at].max == nil {
		return true
	}
	kind, low, high := f.leaves[at].kind, g.chunks[at].min, g.chunks[at].max
	// Values are in the order of their comparisons with the bounds: -1 below, 0 within, 1 above.
	least, most := 1, -1
	for _, text := range p.Values {
		under, ok := kind.compare(text, low)
		over, ok2 := kind.compare(text, high)
		if !ok || !ok2 {
			return true
		}
		side := 0
		if under < 0 {
			side = -1
		} else if over > 0 {
			side = 1
		}
		if p.Operator == "<" && under == 0 && kind != textBounds || p.Operator == ">" && over == 0 && kind != textBounds {
			return false
		}
		least, most = min(least, side), max(most, side)
	}
	switch p.Operator {
	case "=", "IN": // all on one side
		return least <= 0 && most >= 0
	case "<", "<=":
		return least >= 0
	case ">", ">=":
		return most <= 0
	}
	return true
}

// kindOf is how the bounds of a column of a type are written where the files have that very type.
func kindOf(t types.Type) boundKind {
	switch t.Kind {
	case types.Tinyint, types.Smallint, types.Integer:
		return int32Bounds
	case types.Bigint:
		return int64Bounds
	case types.Date:
		return dateBounds
	case types.Varchar:
		return textBounds
	case types.Timestamp:
		return microsecondBounds
	}
	return noBounds
}

// compare compares a constant, as the analysis writes it, with a bound; false where they cannot be compared.
func (k boundKind) compare(text string, bound []byte) (int, bool) {
	if k == textBounds {
		return bytes.Compare([]byte(text[:min(len(text), textBytes)]), bound), true
	}
	var value int64
	switch k {
	case dateBounds:
		day, ok := function.ParseDate(text)
		if !ok {
			return 0, false
		}
		value = day.Unix() / int64(24*time.Hour/time.Second)
	case millisecondBounds, microsecondBounds:
		moment, ok := function.ParseTimestamp(text)
		if !ok {
			return 0, false
		}
		if value = moment.At.UnixMicro(); k == millisecondBounds {
			return cmp.Or(cmp.Compare(floor(value, 1000), k.number(bound)), cmp.Compare(value-floor(value, 1000)*1000, 0)), true
		}
	case int32Bounds, int64Bounds:
		n, err := strconv.ParseInt(text, 10, 64)
		if err != nil {
			return 0, false
		}
		value = n
	default:
		return 0, false
	}
	return cmp.Compare(value, k.number(bound)), true
}

// floor divides and rounds down.
func floor(n, by int64) int64 {
	if n < 0 {
		return (n - by + 1) / by
	}
	return n / by
}

// number is a bound that is no text.
func (k boundKind) number(bound []byte) int64 {
	if k == int32Bounds || k == dateBounds {
		return int64(int32(binary.LittleEndian.Uint32(bound)))
	}
	return int64(binary.LittleEndian.Uint64(bound))
}

// place is about where a bound lies on a line.
func (k boundKind) place(bound []byte) float64 {
	if k == textBounds {
		var whole [textBytes]byte
		copy(whole[:], bound)
		return float64(binary.BigEndian.Uint64(whole[:]))
	}
	return float64(k.number(bound))
}
