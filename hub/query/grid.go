package query

import (
	"fmt"
	"slices"

	"interlaken/calc"
	"interlaken/fault"
	"interlaken/hub/definition"
	"interlaken/sql/ast"
)

// gridAlias is the alias of the relation of a visual's groups.
const gridAlias = "grid"

// grid is the groups of a visual with their figures: what table calculations are computed over.
type grid struct {
	*rows
	query      *definition.Query
	dimensions []*dimension
	columns    []*gridColumn
	values     map[*calc.Formula]ast.Expression // of table calculations that were compiled
	// conditions hold of its rows once table calculations are computed.
	conditions []ast.Expression
}

// dimension is a group of the visual.
type dimension struct {
	definition.Group
	*field
	value, key ast.Expression // in each row: as it is, and as rows are grouped by it
	rank       ast.Expression // of the row's value among all, where the query bounds them; else nil
	column     *gridColumn
}

// gridColumn is a key or figure of the groups (depth 0), or what is computed over them.
type gridColumn struct {
	name  string
	value ast.Expression
	depth int
}

func (c *gridColumn) reference() ast.Expression { return ast.Column(gridAlias, c.name) }

// add lays out a column of the grid, once.
func (g *grid) add(value ast.Expression, depth int) *gridColumn {
	for _, c := range g.columns {
		if c.depth == depth && ast.Equal(c.value, value) {
			return c
		}
	}
	c := &gridColumn{fmt.Sprintf("c%d", len(g.columns)+1), value, depth}
	g.columns = append(g.columns, c)
	return c
}

// place lays out a table calculation over what it names.
func (g *grid) place(value ast.Expression) (ast.Expression, error) {
	return g.add(value, g.depth(value)+1).reference(), nil
}

// depth is that of the deepest column which an expression names.
func (g *grid) depth(value ast.Expression) (depth int) {
	ast.Walk(value, func(n ast.Node) bool {
		if c := g.named(n); c != nil {
			depth = max(depth, c.depth)
		}
		return true
	})
	return depth
}

func (g *grid) named(n ast.Node) *gridColumn {
	d, ok := n.(*ast.Dereference)
	if !ok {
		return nil
	}
	if base, ok := d.Base.(*ast.Identifier); !ok || base.Text != gridAlias {
		return nil
	}
	i := slices.IndexFunc(g.columns, func(c *gridColumn) bool { return c.name == d.Field.Text })
	return g.columns[i]
}

// flat reports whether nothing is computed over the groups, so that they need no relation of their own.
func (g *grid) flat() bool {
	return len(g.conditions) == 0 && !slices.ContainsFunc(g.columns, func(c *gridColumn) bool { return c.depth > 0 })
}

// groups are the columns of the groups themselves.
func (g *grid) groups() []*gridColumn {
	return slices.DeleteFunc(slices.Clone(g.columns), func(c *gridColumn) bool { return c.depth > 0 })
}

// inline puts the columns of a flat grid in the place of their names.
func (g *grid) inline(value ast.Expression) ast.Expression {
	inlined, err := ast.Rewrite(value, func(n ast.Node) (ast.Node, error) {
		if c := g.named(n); c != nil {
			return ast.Clone(c.value), nil
		}
		return n, nil
	})
	if err != nil {
		panic(err) // the function above has none
	}
	return inlined
}

// over makes the relation with all table calculations over that of the groups.
func (g *grid) over(groups *ast.Select) ast.Relation {
	under := &ast.Query{Body: groups}
	for depth := 1; ; depth++ {
		layer := &ast.Select{Items: []ast.SelectItem{&ast.AllColumns{Qualifier: ast.Name(gridAlias)}}, From: gridded(under)}
		for _, c := range g.columns {
			if c.depth == depth {
				layer.Items = append(layer.Items, &ast.SelectExpression{Value: c.value, Alias: ast.Name(c.name)})
			}
		}
		if len(layer.Items) == 1 {
			return gridded(under)
		}
		under = &ast.Query{Body: layer}
	}
}

func gridded(under *ast.Query) ast.Relation {
	return &ast.Aliased{Relation: &ast.Subquery{Query: under}, Alias: ast.Name(gridAlias)}
}

// measure is a figure of the query, in terms of the grid.
func (g *grid) measure(m definition.Measure) (ast.Expression, error) {
	if m.Column != "" {
		f, err := g.field(m.Column, "A figure")
		if err != nil {
			return nil, err
		}
		if f.level == calc.Table {
			return g.calculation(f)
		}
	}
	value, err := lens{rows: g.rows}.figure(m.Column, m.Aggregation, m.Percentile)
	if err != nil {
		return nil, err
	}
	return g.add(value, 0).reference(), nil
}

// calculation is a table calculation, with truth as 1 and 0.
func (g *grid) calculation(f *field) (ast.Expression, error) {
	value, err := g.formula(f.formula)
	if err != nil {
		return nil, err
	}
	if f.truth {
		value = asColumn(value)
	}
	return value, nil
}

// formula compiles a formula once, however often others name it: else a chain that names each twice takes for ever.
func (g *grid) formula(f *calc.Formula) (ast.Expression, error) {
	if known := g.values[f]; known != nil {
		return ast.Clone(known), nil
	}
	value, err := calc.Compile(f.Tree, gridLens{grid: g, within: f})
	if err != nil {
		return nil, inField(f.Name, err)
	}
	g.values[f] = value
	return ast.Clone(value), nil
}

// gridLens is how table calculations see the grid.
type gridLens struct {
	*grid
	within *calc.Formula
}

// Field implements calc.Environment: a dimension of the visual, or what is computed from them and from figures.
func (l gridLens) Field(name string) (ast.Expression, error) {
	formula, column := l.fields.Meant(name, l.within)
	if d := l.dimension(formula, column); d != nil {
		return d.column.reference(), nil
	}
	switch {
	case formula != nil && formula.Meaning.Level == calc.Group:
		value, err := lens{rows: l.rows, within: l.within}.Field(name)
		if err != nil {
			return nil, err
		}
		return l.add(value, 0).reference(), nil
	case formula != nil:
		return l.grid.formula(formula)
	}
	// What is sorted by may be a figure of the visual by its column's name (User Guide, "runningSum").
	for _, m := range l.query.Measures {
		if _, of := l.fields.Meant(m.Column, nil); of == column && m.Column != "" {
			return l.measure(m)
		}
	}
	return nil, fault.New(fault.Validation, "The field {%s} is none of the visual's. A table calculation sorts and partitions by what is in its field wells.", name)
}

// dimension is the visual's of a field; of several, as by year and by month, the finest.
func (l gridLens) dimension(formula *calc.Formula, column string) (finest *dimension) {
	for _, d := range l.dimensions {
		if d.formula == formula && (formula != nil || d.RelationColumn.Name == column) && (finest == nil || finer(d.Granularity, finest.Granularity)) {
			finest = d
		}
	}
	return finest
}

// Lay implements calc.Layout.
func (l gridLens) Lay(n *calc.Call, c *calc.Compiler) (ast.Expression, error) {
	w, err := n.Window()
	if err != nil {
		return nil, err
	}
	if n.Function.Kind == calc.Aggregate || n.Function.Kind == calc.PeriodAggregate {
		if w.Partition != nil {
			return nil, n.Unsupported("it has a value for each row, and a table calculation is computed over the visual's groups; aggregate it, as in max(…).")
		}
		value, err := calc.Compile(n, lens{rows: l.rows, within: l.within})
		if err != nil {
			return nil, err
		}
		return l.add(value, 0).reference(), nil
	}
	if w.Pass != calc.PostAggregation {
		return nil, n.Unsupported("it has a value for each row, and a table calculation is computed over the visual's groups; aggregate it, as in max(…).")
	}
	pieces, err := piecesOf(n, w, c, func(list *calc.List) ([]ast.Expression, error) { return l.partition(n, list, c) })
	if err != nil {
		return nil, err
	}
	for _, d := range l.dimensions {
		pieces.ties = append(pieces.ties, &ast.SortItem{Value: d.column.reference()})
	}
	var value ast.Expression
	if w.Date != nil {
		value, err = l.periods(n, pieces)
	} else {
		value, err = pieces.compute(n, l.place)
	}
	if err != nil {
		return nil, err
	}
	return l.place(value)
}

// partition is the dimensions of a table calculation. Totals are computed among those of their level.
func (l gridLens) partition(n *calc.Call, list *calc.List, c *calc.Compiler) (all []ast.Expression, err error) {
	if l.totals != nil {
		all = append(all, l.totals.column.reference())
	}
	if list == nil {
		return all, nil
	}
	excluded := map[*dimension]bool{}
	visual := false
	for _, item := range list.Items {
		_, dimensions := item.X.(*calc.Dimensions)
		f, named := item.X.(*calc.Field)
		switch {
		case dimensions:
			visual = true
		case item.Excluded && named:
			formula, column := l.fields.Meant(f.Name, l.within)
			excluded[l.dimension(formula, column)] = true
		case item.Excluded:
			return nil, n.Invalid("leaves out dimensions by their names.")
		default:
			value, err := c.Compile(item.X)
			if err != nil {
				return nil, err
			}
			all = append(all, value)
		}
	}
	for _, d := range l.dimensions {
		if visual && !excluded[d] {
			all = append(all, d.column.reference())
		}
	}
	return all, nil
}
