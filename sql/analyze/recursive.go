package analyze

import (
	"interlaken/sql/ast"
	"interlaken/sql/types"
)

// recursive analyses a query of WITH RECURSIVE that reads itself: a base, UNION ALL, and a step that reads the rows of
// the step before (Trino's documentation, SELECT, WITH RECURSIVE clause). It is false for one that does not, which is
// as any other. The types are the base's. A step that groups, sorts or removes duplicates is not supported.
func (a *analyzer) recursive(q *ast.NamedQuery, s *scope) (*NamedQuery, bool, error) {
	name := q.Name.Key()
	if len(mentions(q.Query, name)) == 0 {
		return nil, false, nil
	}
	union, ok := q.Query.Body.(*ast.SetOperation)
	if !ok || union.Operator != ast.Union || !union.All || q.Query.With != nil || q.Query.OrderBy != nil || q.Query.Limit != nil || q.Query.Offset != nil {
		return nil, true, unsupported(q, "A recursive query that is not a UNION ALL of a base and a step is not supported")
	}
	if q.Columns == nil {
		return nil, true, fail("MISSING_COLUMN_ALIASES", q, "missing column aliases in recursive WITH query")
	}
	if at := mentions(union.Left, name); len(at) > 0 {
		return nil, true, fail("INVALID_RECURSIVE_REFERENCE", at[0], "WITH table name is referenced in the base relation of recursion")
	}
	if at := mentions(union.Right, name); len(at) > 1 {
		return nil, true, fail("INVALID_RECURSIVE_REFERENCE", at[1], "multiple recursive references in the step relation of recursion")
	}
	step, ok := union.Right.(*ast.Select)
	if !ok || step.Distinct || !joins(step.From, name) {
		return nil, true, unsupported(union.Right, "A recursive step that is not a SELECT from the recursive table and what is joined to it is not supported")
	}
	base, err := a.body(union.Left, s)
	if err != nil {
		return nil, true, err
	}
	if len(q.Columns) != len(base) {
		err := fail("MISMATCHED_COLUMN_ALIASES", q.Columns[0], "Column alias list has %d entries but relation has %d columns", len(q.Columns), len(base))
		return nil, true, tooFew(err, q.Columns[0], a.openOf(union.Left), len(base), names(q.Columns))
	}
	named := &NamedQuery{Node: q}
	for i, f := range base {
		named.Fields = append(named.Fields, f.derive(q.Columns[i].Text, nil))
	}
	stepped, err := a.body(step, &scope{outer: s.outer, with: &with{name: name, query: named, outer: s.with}})
	if err != nil {
		return nil, true, err
	}
	if a.selects[step].Grouped {
		return nil, true, unsupported(step, "A recursive step that groups is not supported")
	}
	if len(stepped) != len(base) {
		return nil, true, mismatch(step, "base and step relations of recursion have different number of fields: %d, %d", len(base), len(stepped))
	}
	for i, f := range stepped {
		if !types.CanCoerce(f.Type, base[i].Type) {
			return nil, true, mismatch(step, "recursion step relation output type (%s) is not coercible to recursion base relation output type (%s) at column %d", f.Type, base[i].Type, i+1)
		}
		named.Fields[i].Origins = mergeOrigins(base[i].Origins, f.Origins)
	}
	a.bodies[union], a.recursions[q] = base, true
	a.queries[q.Query] = &QueryScope{Fields: base}
	return named, true, nil
}

// mentions are the tables of one name, of one part, within a node.
func mentions(n ast.Node, name string) []*ast.Table {
	var found []*ast.Table
	ast.Walk(n, func(n ast.Node) bool {
		if t, ok := n.(*ast.Table); ok && len(t.Name.Parts) == 1 && t.Name.Parts[0].Key() == name {
			found = append(found, t)
		}
		return true
	})
	return found
}

// joins reports whether a relation is the table of a name, or inner joins with it.
func joins(r ast.Relation, name string) bool {
	switch x := r.(type) {
	case *ast.Table:
		return len(mentions(x, name)) > 0
	case *ast.Aliased:
		return joins(x.Relation, name)
	case *ast.Join:
		inner := x.Kind == ast.InnerJoin || x.Kind == ast.CrossJoin || x.Kind == ast.CommaJoin
		return joins(x.Left, name) && (inner || x.Kind == ast.LeftJoin) || joins(x.Right, name) && inner
	}
	return false
}
