package analyze

import (
	"fmt"

	"interlaken/fault"
	"interlaken/sql/ast"
	"interlaken/sql/function"
)

// groupBy analyses GROUP BY. Its names are columns of FROM only; a whole number is an output column's place.
func (a *analyzer) groupBy(sel *ast.Select, x *Select, s *scope) error {
	if sel.GroupBy == nil {
		return nil
	}
	x.Grouped = true
	for _, element := range sel.GroupBy.Elements {
		for _, set := range element.Sets {
			for _, e := range set.Values {
				if err := a.groupKey(e, x, s); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

func (a *analyzer) groupKey(e ast.Expression, x *Select, s *scope) error {
	key := e
	if n, ok := e.(*ast.IntegerLiteral); ok {
		if n.Value < 1 || n.Value > int64(len(x.Items)) {
			return fail("INVALID_COLUMN_REFERENCE", n, "GROUP BY position %d is not in select list", n.Value)
		}
		key = x.Items[n.Value-1].Value
	} else if _, err := a.expr(e, s); err != nil {
		return err
	}
	if err := a.noAggregates(key, "GROUP BY clause"); err != nil {
		return err
	}
	if t := a.exprs[key]; !t.Comparable() {
		return mismatch(e, "%s is not comparable, and therefore cannot be used in GROUP BY", t)
	}
	x.Groups[e] = key
	return nil
}

// checkGroups holds that over grouped rows every expression is made of groups and aggregates.
func (a *analyzer) checkGroups(sel *ast.Select, order []*ast.SortItem, info *QueryScope, x *Select, s *scope) error {
	var checked []ast.Expression
	for _, item := range x.Items {
		checked = append(checked, item.Value)
	}
	if sel.Having != nil {
		checked = append(checked, sel.Having)
		x.Grouped = true
	}
	for i, item := range order {
		if info.Order[i].Column < 0 {
			checked = append(checked, item.Value)
		}
	}
	for _, e := range checked {
		x.Grouped = x.Grouped || a.hasAggregate(e)
	}
	g := &groupCheck{analyzer: a, local: map[*Field]bool{}}
	for _, f := range s.fields {
		g.local[f] = true
	}
	for _, key := range x.Groups {
		g.keys = append(g.keys, a.canonical(key))
	}
	for _, e := range checked {
		if err := g.nesting(e); err != nil {
			return err
		}
		if err := g.ownColumns(e, s); err != nil {
			return err
		}
		if !x.Grouped {
			continue
		}
		if err := g.check(e); err != nil {
			return err
		}
	}
	return nil
}

// groupCheck tests expressions over grouped rows.
type groupCheck struct {
	*analyzer
	local map[*Field]bool
	keys  []ast.Expression
}

func (g *groupCheck) isKey(e ast.Expression) bool {
	c := g.canonical(e)
	for _, k := range g.keys {
		if ast.Equal(k, c) {
			return true
		}
	}
	return false
}

func (g *groupCheck) check(n ast.Node) error {
	if e, ok := n.(ast.Expression); ok {
		if g.isKey(e) || g.isAggregate(e) {
			return nil
		}
		if f := g.references[e]; f != nil {
			if g.local[f] {
				return fail("EXPRESSION_NOT_AGGREGATE", e, "'%s' must be an aggregate expression or appear in GROUP BY clause", g.text(e))
			}
			return nil
		}
		if c, ok := e.(*ast.Call); ok && c.Name.Key() == "grouping" {
			for _, argument := range c.Arguments {
				if !g.isKey(argument) {
					return fail("INVALID_ARGUMENTS", c, "The arguments to GROUPING() must be expressions referenced by the GROUP BY at this query level. Mismatch due to %s", g.text(argument))
				}
			}
			return nil
		}
	}
	for _, c := range ast.Children(n) {
		if err := g.check(c); err != nil {
			return err
		}
	}
	return nil
}

// nesting refuses aggregates and window functions within aggregates, and window functions within window functions.
func (g *groupCheck) nesting(n ast.Node) error {
	var failure error
	ast.Walk(n, func(n ast.Node) bool {
		c, ok := n.(*ast.Call)
		if !ok || failure != nil || isQuery(n) {
			return failure == nil && !isQuery(n)
		}
		for _, child := range ast.Children(c) {
			inner := g.findCall(child, func(i *ast.Call) bool {
				return g.isAggregate(c) && (g.isAggregate(i) || i.Over != nil) || c.Over != nil && i.Over != nil
			})
			if inner == nil {
				continue
			}
			code, what := fault.Code("NESTED_AGGREGATION"), "aggregations inside aggregation"
			if inner.Over != nil {
				code, what = "NESTED_WINDOW", "window functions inside"
			}
			failure = fail(code, inner, "Cannot nest %s '%s': [%s]", what, c.Name.Key(), g.text(inner))
		}
		return failure == nil
	})
	return failure
}

// ownColumns refuses an aggregate that is of columns of a query around alone: Trino has none, and the engine takes it for
// one of that query.
func (g *groupCheck) ownColumns(e ast.Expression, s *scope) error {
	var outer ast.Expression
	c := g.findCall(e, func(c *ast.Call) bool {
		if !g.isAggregate(c) {
			return false
		}
		parameters := map[*Field]bool{}
		own := false
		outer = nil
		ast.Walk(c, func(n ast.Node) bool {
			if l, ok := n.(*ast.Lambda); ok {
				for _, p := range l.Parameters {
					parameters[g.references[p]] = true
				}
			}
			x, ok := n.(ast.Expression)
			if !ok || isQuery(n) {
				return !isQuery(n)
			}
			f := g.references[x]
			switch {
			case f == nil || parameters[f]:
			case g.local[f]:
				own = true
			case outer == nil:
				outer = x
			}
			return f == nil
		})
		return outer != nil && !own
	})
	if c == nil {
		return nil
	}
	err := unsupported(c, "An aggregate of columns of an outer query alone is not supported")
	parts := nameParts(outer)
	if len(parts) != 1 {
		return err
	}
	m := &Missing{Column: parts[0], Place: outer.Pos()}
	for _, o := range s.open {
		m.Choices = append(m.Choices, o.tables)
	}
	return because(err, m)
}

func isQuery(n ast.Node) bool {
	_, ok := n.(*ast.Query)
	return ok
}

// findCall finds a call outside of subqueries.
func (a *analyzer) findCall(n ast.Node, want func(*ast.Call) bool) *ast.Call {
	var found *ast.Call
	ast.Walk(n, func(n ast.Node) bool {
		if c, ok := n.(*ast.Call); ok && found == nil && want(c) {
			found = c
		}
		return found == nil && !isQuery(n)
	})
	return found
}

// isAggregate reports an aggregate call over groups, not over a window.
func (a *analyzer) isAggregate(e ast.Node) bool {
	c, ok := e.(*ast.Call)
	if !ok || c.Over != nil {
		return false
	}
	m := a.calls[c]
	return m != nil && m.Function.Kind == function.Aggregate
}

func (a *analyzer) hasAggregate(e ast.Node) bool {
	return a.findCall(e, func(c *ast.Call) bool { return a.isAggregate(c) || c.Name.Key() == "grouping" }) != nil
}

// noAggregates refuses aggregates and window functions where single rows are looked at.
func (a *analyzer) noAggregates(e ast.Expression, clause string) error {
	c := a.findCall(e, func(c *ast.Call) bool { return c.Over != nil || a.isAggregate(c) || c.Name.Key() == "grouping" })
	if c == nil {
		return nil
	}
	return fail("EXPRESSION_NOT_SCALAR", c, "%s cannot contain aggregations, window functions or grouping operations: [%s]", clause, a.text(c))
}

// canonical replaces each reference by its field's identity, so that t.x and x are the same expression.
func (a *Analysis) canonical(e ast.Expression) ast.Expression {
	out, _ := ast.Rewrite(e, func(n ast.Node) (ast.Node, error) {
		if x, ok := n.(ast.Expression); ok {
			if f := a.references[x]; f != nil {
				return ast.Name(fmt.Sprintf("#%p", f)), nil
			}
		}
		return n, nil
	})
	return out
}
