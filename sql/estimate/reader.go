package estimate

import (
	"slices"
	"strings"

	"interlaken/fault"
	"interlaken/sql/analyze"
	"interlaken/sql/ast"
)

// reader finds the scans of a statement: from its output columns it goes back to what each is made of.
type reader struct {
	a       *analyze.Analysis
	made    map[*analyze.Field]made
	columns map[*analyze.Field]*scan // of tables, those in files
	entered map[ast.Node]bool
	asked   map[*analyze.Field]map[string]bool // by path
	named   map[*ast.NamedQuery]*naming
	places  map[*ast.Select]place
	found   []*scan
	// within and around are of found.
	within     []*naming
	conditions []condition
	orders     []ast.Expression
	keys       []*analyze.Field // of joins that name none in a condition
}

// place is where the reader is.
type place struct {
	bounds
	within *naming
}

// made says which column of which query a field is.
type made struct {
	query  *ast.Query // whose body it is, nil for a part of a set operation
	body   ast.QueryBody
	column int
	naming *naming // where the query is a common table expression
}

// condition is a condition that rows have to meet which have these fields: without the others that it looks at, those of a
// query around or of a join's other side, it drops none.
type condition struct {
	ast.Expression
	rows []*analyze.Field
}

// scans finds what a statement reads.
func scans(a *analyze.Analysis, options analyze.Options) ([]*scan, error) {
	r := &reader{
		a: a, made: map[*analyze.Field]made{}, columns: map[*analyze.Field]*scan{}, entered: map[ast.Node]bool{},
		asked: map[*analyze.Field]map[string]bool{}, named: map[*ast.NamedQuery]*naming{}, places: map[*ast.Select]place{},
	}
	r.query(a.Query, place{})
	r.outputs(a.Query.Body)
	for i, s := range r.found {
		s.bounds, s.times = s.bounds.or(r.within[i].bounds()), r.within[i].times()
		if s.windowed {
			s.times = min(2*s.times, maxTimes)
		}
		if s.recursive {
			return nil, fault.New(fault.Unsupported, "it reads %s in a recursion, as often as the rows say", s.name)
		}
		r.filter(s, options)
	}
	return r.found, nil
}

// query enters a query: what it reads whichever of its columns are asked for.
func (r *reader) query(q *ast.Query, p place) {
	if r.entered[q] {
		return
	}
	r.entered[q] = true
	if q.Limit != nil && (q.Limit.Count != nil || q.Limit.Fetch) {
		p.early, p.ordered = q.OrderBy == nil || p.early, q.OrderBy != nil || p.ordered
	}
	r.body(q.Body, p)
	known := r.a.QueryOf(q)
	for i, item := range q.OrderBy {
		if column := known.Order[i].Column; column >= 0 {
			r.output(q.Body, column, nil)
		} else {
			r.expression(item.Value, p)
		}
		r.orders = append(r.orders, item.Value)
	}
}

func (r *reader) body(b ast.QueryBody, p place) {
	for i, f := range r.a.FieldsOf(b) {
		if _, ok := r.made[f]; !ok {
			r.made[f] = made{body: b, column: i}
		}
	}
	switch x := b.(type) {
	case *ast.Select, *ast.TableQuery:
		r.selected(r.a.SelectIn(x), p)
	case *ast.Query:
		r.query(x, p)
	case *ast.SetOperation:
		if x.Operator != ast.Union {
			p.joined = true
		}
		if x.Operator != ast.Union || !x.All {
			p.early, p.ordered, p.windowed = false, false, false // no row stands before all have been seen
		}
		r.body(x.Left, p)
		r.body(x.Right, p)
		if x.Operator != ast.Union || !x.All {
			r.outputs(x)
		}
	case *ast.Values:
		for _, row := range x.Rows {
			r.expression(row, p)
		}
	}
}

func (r *reader) selected(sel *ast.Select, p place) {
	x := r.a.SelectOf(sel)
	r.places[sel] = p
	if x.Grouped || sel.Distinct {
		p.early, p.ordered, p.windowed = false, false, false
	} else if r.windowed(sel, func(w *ast.Window) bool { return w.OrderBy == nil }) {
		p.windowed = true
	}
	if sel.From != nil {
		from := p
		if sel.Where != nil {
			from.joined = from.joined || asks(sel.Where)
			from.early = from.early || r.constant(sel.Where)
			r.conditions = append(r.conditions, condition{sel.Where, r.a.RelationOf(sel.From).Fields})
		}
		r.relation(sel.From, from)
	}
	if sel.Distinct {
		for i := range x.Items {
			r.output(sel, i, nil)
		}
	}
	if sel.Where != nil {
		r.expression(sel.Where, p)
	}
	if sel.GroupBy != nil {
		for _, element := range sel.GroupBy.Elements {
			for _, set := range element.Sets {
				for _, value := range set.Values {
					if g, ok := x.Groups[value]; ok {
						value = g
					}
					r.expression(value, p)
				}
			}
		}
	}
	if sel.Having != nil {
		r.expression(sel.Having, p)
	}
	for _, w := range sel.Windows {
		r.expression(w.Window, p)
	}
}

// asks reports whether an expression holds a query.
func asks(e ast.Expression) (found bool) {
	ast.Walk(e, func(n ast.Node) bool {
		_, query := n.(*ast.Query)
		found = found || query
		return !found
	})
	return found
}

// constant reports whether a condition may be false for all rows at once: a part of it looks at none.
func (r *reader) constant(e ast.Expression) bool {
	return slices.ContainsFunc(conjuncts(e), func(term ast.Expression) bool {
		looks := asks(term)
		r.references(term, func(*analyze.Field) { looks = true })
		return !looks
	})
}

func (r *reader) relation(rel ast.Relation, p place) {
	known := r.a.RelationOf(rel)
	switch x := rel.(type) {
	case *ast.Table:
		switch {
		case known.Table != nil:
			r.table(known, p)
		case known.View != nil:
			r.derived(known, known.View, p, nil)
		case known.Named != nil:
			r.naming(known, p)
		}
	case *ast.Aliased:
		r.relation(x.Relation, p)
	case *ast.Join:
		p.joined = p.joined || !unnests(x.Right)
		p.full = p.full || x.Kind == ast.FullJoin
		r.relation(x.Left, p)
		r.relation(x.Right, p)
		for _, f := range known.Merged {
			r.field(f, nil)
			r.keys = append(r.keys, f.Left, f.Right)
		}
		if x.On != nil {
			r.on(x)
			r.expression(x.On, p)
		}
	case *ast.Subquery:
		r.derived(known, x.Query, p, nil)
	case *ast.Lateral:
		r.derived(known, x.Query, p, nil)
	case *ast.Unnest:
		for _, v := range x.Values {
			r.expression(v, p)
		}
	case *ast.Sample:
		r.relation(x.Relation, p)
	}
}

func unnests(rel ast.Relation) bool {
	if x, ok := rel.(*ast.Aliased); ok {
		rel = x.Relation
	}
	_, ok := rel.(*ast.Unnest)
	return ok
}

// on notes a join's condition, for the sides from which it can take rows.
func (r *reader) on(x *ast.Join) {
	switch x.Kind {
	case ast.InnerJoin:
		r.conditions = append(r.conditions, condition{x.On, r.a.RelationOf(x).Fields})
	case ast.LeftJoin:
		r.conditions = append(r.conditions, condition{x.On, r.a.RelationOf(x.Right).Fields})
	case ast.RightJoin:
		r.conditions = append(r.conditions, condition{x.On, r.a.RelationOf(x.Left).Fields})
	}
}

func (r *reader) table(known *analyze.Relation, p place) {
	s := &scan{name: *known.Table, parts: map[string][][]string{}, named: map[string]bool{}, tested: map[string]bool{}, kinds: map[string]boundKind{}, again: map[string]bool{}, bounds: p.bounds}
	inFiles := map[string]bool{}
	for _, t := range r.a.Tables {
		if (analyze.TableName{Catalog: t.Catalog, Database: t.Database, Table: t.Table}) == s.name {
			for _, c := range t.Info.Columns {
				inFiles[strings.ToLower(c.Name)] = !c.Partition
			}
			for _, name := range t.Columns {
				s.named[strings.ToLower(name)] = true
			}
		}
	}
	for _, f := range known.Fields {
		if inFiles[f.Name] {
			r.columns[f] = s
		}
	}
	r.found, r.within = append(r.found, s), append(r.within, p.within)
}

// derived enters the query that a relation is.
func (r *reader) derived(known *analyze.Relation, q *ast.Query, p place, n *naming) {
	for i, f := range known.Fields {
		r.made[f] = made{query: q, body: q.Body, column: i, naming: n}
	}
	r.query(q, p)
}

// naming enters a common table expression, and notes that it is named here.
func (r *reader) naming(known *analyze.Relation, p place) {
	node := known.Named.Node
	n := r.named[node]
	if n == nil {
		n = &naming{around: bounds{recursive: r.a.IsRecursive(node)}}
		r.named[node] = n
	}
	n.within, n.around = append(n.within, p.within), n.around.or(p.bounds)
	r.derived(known, node.Query, place{within: n}, n)
	if n.around.recursive {
		r.outputs(node.Query.Body)
	}
}

// expression finds what an expression reads, the queries in it with all their columns.
func (r *reader) expression(e ast.Node, p place) {
	ast.Walk(e, func(n ast.Node) bool {
		switch x := n.(type) {
		case *ast.Exists: // which asks for no column
			inner := p
			inner.joined, inner.early = true, true
			r.query(x.Query, inner)
			return false
		case *ast.Query:
			inner := p
			inner.joined = true
			r.query(x, inner)
			r.outputs(x.Body)
			return false
		case ast.Expression:
			if f, path := r.reference(x); f != nil {
				r.field(f, path)
				return false
			}
		}
		return true
	})
}

// reference is the field that an expression stands for and the part of it, where it is a row; nil for another expression.
func (r *reader) reference(e ast.Expression) (*analyze.Field, []string) {
	if f := r.a.FieldOf(e); f != nil {
		return f, nil
	}
	if d, ok := e.(*ast.Dereference); ok {
		if f, path := r.reference(d.Base); f != nil {
			return f, append(path[:len(path):len(path)], d.Field.Key())
		}
	}
	return nil, nil
}

// field asks for a part of a field.
func (r *reader) field(f *analyze.Field, path []string) {
	key := strings.Join(path, ".")
	if r.asked[f] == nil {
		r.asked[f] = map[string]bool{}
	}
	if r.asked[f][key] {
		return
	}
	r.asked[f][key] = true
	if s := r.columns[f]; s != nil {
		s.take(f.Name, path)
	}
	if f.Source != nil {
		r.field(f.Source, path)
	}
	if f.Left != nil {
		r.field(f.Left, path)
		r.field(f.Right, path)
	}
	if m, ok := r.made[f]; ok {
		r.output(m.body, m.column, path)
	}
}

// outputs asks for all columns of a query.
func (r *reader) outputs(b ast.QueryBody) {
	for i := range r.a.FieldsOf(b) {
		r.output(b, i, nil)
	}
}

// output asks for a part of a query's column.
func (r *reader) output(b ast.QueryBody, column int, path []string) {
	switch x := b.(type) {
	case *ast.Select, *ast.TableQuery:
		sel := r.a.SelectIn(x)
		value := r.a.SelectOf(sel).Items[column].Value
		if f, base := r.reference(value); f != nil {
			r.field(f, append(base[:len(base):len(base)], path...))
		} else {
			r.expression(value, r.places[sel])
		}
	case *ast.Query:
		r.output(x.Body, column, path)
	case *ast.SetOperation:
		r.output(x.Left, column, path)
		r.output(x.Right, column, path)
	}
}
