package analyze

import (
	"strconv"
	"strings"
	"time"

	"interlaken/sql/ast"
	"interlaken/sql/function"
	"interlaken/sql/types"
)

// prune gathers what WHERE and the ON of joins say about the partitions of the tables in FROM.
func (a *analyzer) prune(sel *ast.Select) {
	var reads []*read
	for _, t := range a.order {
		reads = append(reads, t.reads...)
	}
	apply := func(condition ast.Expression, fields []*Field) {
		in := map[*Field]bool{}
		for _, f := range fields {
			if c := f.column(); c != nil {
				in[c] = true
			}
		}
		for _, r := range reads {
			for f := range r.fields {
				if !in[f] {
					continue
				}
				if p, ok := a.partitions(condition, r); ok {
					r.condition = both(r.condition, p)
				}
				break
			}
		}
	}
	if sel.Where != nil {
		apply(sel.Where, a.relations[sel.From].Fields)
	}
	a.pruneJoins(sel.From, apply)
}

// pruneJoins uses ON for the sides whose rows it can drop: both of an inner join, the optional one of an outer join.
func (a *analyzer) pruneJoins(r ast.Relation, apply func(ast.Expression, []*Field)) {
	switch x := r.(type) {
	case *ast.Aliased:
		a.pruneJoins(x.Relation, apply)
	case *ast.Join:
		a.pruneJoins(x.Left, apply)
		a.pruneJoins(x.Right, apply)
		if x.On == nil {
			return
		}
		if x.Kind == ast.InnerJoin || x.Kind == ast.RightJoin {
			apply(x.On, a.relations[x.Left].Fields)
		}
		if x.Kind == ast.InnerJoin || x.Kind == ast.LeftJoin {
			apply(x.On, a.relations[x.Right].Fields)
		}
	}
}

func both(a, b *Predicate) *Predicate {
	if a == nil {
		return b
	}
	return &Predicate{Operator: "AND", Terms: []Predicate{*a, *b}}
}

// partitions turns a condition into one on a mention's partition columns.
func (a *analyzer) partitions(e ast.Expression, r *read) (*Predicate, bool) {
	return a.Condition(e, a.options.Now, func(f *Field) (*Field, string) {
		f = f.column()
		if f == nil || !f.partition || !r.fields[f] || f.Type.Kind == types.Timestamp {
			return nil, ""
		}
		return f, strings.ToLower(f.Name)
	})
}

// Condition turns a condition into one on columns that are compared with constants; false when it says nothing about them.
// What comes out is true wherever the condition is true. column says which column's value a reference has and what to call
// it, nil where that is none to compare; now is the time that CURRENT_DATE stands for, zero for none.
func (a *Analysis) Condition(e ast.Expression, now time.Time, column func(*Field) (*Field, string)) (*Predicate, bool) {
	c := conditions{a, now, column}
	return c.of(e)
}

// conditions makes predicates of expressions.
type conditions struct {
	*Analysis
	now    time.Time
	column func(*Field) (*Field, string)
}

func (c *conditions) of(e ast.Expression) (*Predicate, bool) {
	switch x := e.(type) {
	case *ast.Logical:
		out := &Predicate{Operator: "AND"}
		if x.Or {
			out.Operator = "OR"
		}
		for _, t := range x.Terms {
			p, ok := c.of(t)
			if !ok && x.Or {
				return nil, false
			}
			if ok {
				out.Terms = append(out.Terms, *p)
			}
		}
		return out, len(out.Terms) > 0
	case *ast.Binary:
		if !x.Operator.IsComparison() {
			return nil, false
		}
		if p, ok := c.compare(x.Left, x.Operator.String(), x.Right); ok {
			return p, true
		}
		turned := map[ast.Operator]ast.Operator{ast.Less: ast.Greater, ast.Greater: ast.Less, ast.LessOrEqual: ast.GreaterOrEqual, ast.GreaterOrEqual: ast.LessOrEqual}
		o, ok := turned[x.Operator]
		if !ok {
			o = x.Operator
		}
		return c.compare(x.Right, o.String(), x.Left)
	case *ast.Between:
		if x.Not {
			return nil, false
		}
		low, ok := c.compare(x.Operand, ">=", x.Low)
		high, ok2 := c.compare(x.Operand, "<=", x.High)
		if !ok || !ok2 {
			return nil, false
		}
		return both(low, high), true
	case *ast.InList:
		if x.Not {
			return nil, false
		}
		return c.compare(x.Operand, "IN", x.Items...)
	}
	return nil, false
}

// compare makes the comparison of a column with constants of its kind.
func (c *conditions) compare(e ast.Expression, operator string, constants ...ast.Expression) (*Predicate, bool) {
	ref := c.references[e]
	if ref == nil {
		return nil, false
	}
	f, name := c.column(ref)
	if f == nil {
		return nil, false
	}
	p := &Predicate{Operator: operator, Column: name}
	switch {
	case f.Type.IsInteger():
		p.Kind = types.Bigint
	case f.Type.Kind == types.Date, f.Type.Kind == types.Varchar, f.Type.Kind == types.Timestamp:
		p.Kind = f.Type.Kind
	default:
		return nil, false
	}
	for _, e := range constants {
		v, ok := c.constant(e, p.Kind)
		if !ok {
			return nil, false
		}
		p.Values = append(p.Values, v)
	}
	return p, true
}

// constant evaluates the few forms of constants that partitions are chosen by.
func (c *conditions) constant(e ast.Expression, kind types.Kind) (string, bool) {
	switch kind {
	case types.Varchar:
		s, ok := e.(*ast.StringLiteral)
		if !ok {
			return "", false
		}
		return s.Value, true
	case types.Bigint:
		n, ok := e.(*ast.IntegerLiteral)
		if !ok {
			return "", false
		}
		return strconv.FormatInt(n.Value, 10), true
	}
	if t, ok := e.(*ast.TypedLiteral); ok && kind == types.Timestamp && t.Type.Type.Kind == types.Timestamp {
		m, ok := function.ParseTimestamp(t.Value)
		return t.Value, ok && m.Type.Kind == types.Timestamp
	}
	d, ok := constantDate(e, c.now) // a timestamp's midnight
	return d.Format("2006-01-02"), ok
}

// constantDate is a date that is written out, or the day of now moved by intervals.
func constantDate(e ast.Expression, now time.Time) (time.Time, bool) {
	switch x := e.(type) {
	case *ast.TypedLiteral:
		if x.Type.Type.Kind == types.Date {
			return function.ParseDate(x.Value)
		}
	case *ast.Cast:
		if s, ok := x.Operand.(*ast.StringLiteral); ok && x.Type.Type.Kind == types.Date {
			return function.ParseDate(s.Value)
		}
	case *ast.Call:
		if x.Name.Key() == "date" && len(x.Arguments) == 1 {
			if s, ok := x.Arguments[0].(*ast.StringLiteral); ok {
				return function.ParseDate(s.Value)
			}
		}
	case *ast.Current:
		if x.Kind == ast.CurrentDate && !now.IsZero() {
			y, m, d := now.UTC().Date()
			return time.Date(y, m, d, 0, 0, 0, 0, time.UTC), true
		}
	case *ast.Binary:
		base, ok := constantDate(x.Left, now)
		i, isInterval := x.Right.(*ast.IntervalLiteral)
		if !ok || !isInterval || i.To != ast.NoUnit || x.Operator > ast.Subtract {
			return time.Time{}, false
		}
		n, err := strconv.Atoi(i.Value)
		if err != nil {
			return time.Time{}, false
		}
		if i.Negative != (x.Operator == ast.Subtract) {
			n = -n
		}
		return shift(base, n, i.From)
	}
	return time.Time{}, false
}

// shift moves a date; months end on the last day where the day does not exist.
func shift(base time.Time, n int, unit ast.IntervalUnit) (time.Time, bool) {
	switch unit {
	case ast.Day:
		return base.AddDate(0, 0, n), true
	case ast.Year:
		n *= 12
	case ast.Month:
	default:
		return time.Time{}, false
	}
	first := time.Date(base.Year(), base.Month()+time.Month(n), 1, 0, 0, 0, 0, time.UTC)
	last := first.AddDate(0, 1, -1).Day()
	return first.AddDate(0, 0, min(base.Day(), last)-1), true
}

// finishTables writes the tables that were read into the analysis.
func (a *analyzer) finishTables() {
	for _, t := range a.order {
		out := TableRead{Catalog: t.name.Catalog, Database: t.name.Database, Table: t.name.Table, Info: t.info}
		for _, c := range t.info.Columns {
			if name := strings.ToLower(c.Name); t.used[name] {
				out.Columns = append(out.Columns, name)
			}
		}
		out.Partitions = &Predicate{Operator: "OR"}
		for _, r := range t.reads {
			if r.condition == nil {
				out.Partitions = nil
				break
			}
			out.Partitions.Terms = append(out.Partitions.Terms, *r.condition)
		}
		a.Tables = append(a.Tables, out)
	}
}
