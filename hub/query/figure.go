package query

import (
	"interlaken/calc"
	"interlaken/fault"
	"interlaken/hub/definition"
	"interlaken/sql/ast"
)

// figures computes what the query asks of the groups.
func (p *plan) figures() error {
	for _, m := range p.Measures {
		value, err := p.grid.measure(m)
		if err == nil {
			err = p.add(&output{m.Name, value, m.Hidden})
		}
		if err != nil {
			return err
		}
	}
	if p.totals != nil {
		if err := p.add(&output{name: definition.TotalsLevel, value: p.totals.column.reference()}); err != nil {
			return err
		}
	}
	if p.rest != nil {
		return p.add(&output{name: definition.OthersOf, value: p.rest.reference()})
	}
	return nil
}

// plain gives rows as they are.
func (p *plan) plain() error {
	for _, m := range p.Measures {
		f, err := p.field(m.Column, "A column")
		if err != nil {
			return err
		}
		if f.level > calc.Row {
			return fault.New(fault.Validation, "{%s} is computed of groups, and the rows are asked for as they are.", f.Name)
		}
		value, err := p.value(f)
		if err == nil {
			err = p.add(&output{m.Name, value, m.Hidden})
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// aggregations are the functions of expressions that aggregate alike.
var aggregations = map[definition.Aggregation]string{
	definition.Sum: "sum", definition.Average: "avg", definition.Min: "min", definition.Max: "max", definition.Count: "count",
	definition.DistinctCount: "distinct_count", definition.Var: "var", definition.VarP: "varp", definition.Stdev: "stdev", definition.StdevP: "stdevp",
	definition.Median: "median", definition.Percentile: "percentile",
}

// figure is what a figure of the query is, of the visual's groups, or of wider ones for a lens that is wide.
func (l lens) figure(column string, aggregation definition.Aggregation, percent float64) (ast.Expression, error) {
	if column == "" && aggregation == definition.Count {
		call := ast.Func("count")
		call.Star = true
		if l.wide == nil {
			return call, nil
		}
		return l.broad(l.wide, l.pass, nil, func(calc.Measured) (ast.Expression, error) { return call, nil })
	}
	f, err := l.field(column, "A figure")
	if err != nil {
		return nil, err
	}
	switch f.level {
	case calc.Table:
		return nil, fault.New(fault.Unsupported, "The table calculation {%s} cannot be filtered or sorted by before it is computed.", f.Name)
	case calc.Group:
		value, err := l.Field(f.Name)
		if err == nil && f.truth {
			value = asColumn(value)
		}
		return value, err
	}
	name, ok := aggregations[aggregation]
	if !ok {
		return nil, fault.New(fault.Unsupported, "The aggregation %s of %q is unsupported here.", aggregation, column)
	}
	value, err := l.value(f)
	if err != nil {
		return nil, err
	}
	aggregate := func(measured calc.Measured) (ast.Expression, error) {
		arguments := []ast.Expression{nil}
		if arguments[0], err = measured(value, nil); err != nil {
			return nil, err
		}
		if aggregation == definition.Percentile {
			if !(percent >= 0 && percent <= 100) {
				return nil, fault.New(fault.Validation, "A percentile of %q is %v; it may be 0 to 100.", column, percent)
			}
			arguments = append(arguments, calc.Share(percent))
		}
		return calc.Aggregated(name, arguments...)
	}
	if l.wide == nil {
		return aggregate(l.once(l.keys, forFigures))
	}
	return l.broad(l.wide, l.pass, nil, aggregate)
}
