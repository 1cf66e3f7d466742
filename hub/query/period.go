package query

import (
	"strings"

	"interlaken/calc"
	"interlaken/sql/ast"
)

// units are Trino's units of time from the longest to the shortest; "" is a moment as it is.
var unitsByLength = []string{"year", "quarter", "month", "week", "day", "hour", "minute", "second", "millisecond", ""}

func length(unit string) int {
	for i, u := range unitsByLength {
		if u == strings.ToLower(unit) {
			return i
		}
	}
	return -1
}

// finer reports whether a granularity tells more moments apart than another.
func finer(a, b string) bool { return length(a) > length(b) }

// periods makes a period function: over the rows of the visual that differ in the date alone (User Guide,
// "periodOverPeriodDifference": the distance is one of dates, not of rows).
func (l gridLens) periods(n *calc.Call, p *pieces) (ast.Expression, error) {
	date, ok := p.Date.(*calc.Field)
	if !ok {
		return nil, n.Invalid("takes a date of the visual by its name.")
	}
	formula, column := l.fields.Meant(date.Name, l.within)
	d := l.dimension(formula, column)
	if d == nil {
		return nil, n.Invalid("is computed over the date {" + date.Name + "}, which is no dimension of the visual.")
	}
	unit := p.Unit
	if unit == "" {
		unit = strings.ToLower(d.Granularity)
	}
	if unit == "" {
		unit = "day" // what a visual shows of a date unless it is told otherwise (API Reference, DateDimensionField)
	}
	if finer(unit, d.Granularity) {
		return nil, n.Invalid("is computed by " + unit + ", and the visual shows {" + date.Name + "} by " + strings.ToLower(d.Granularity) + ".")
	}
	for _, other := range l.dimensions {
		if other != d {
			p.partition = append(p.partition, other.column.reference())
		}
	}
	begin, err := calc.Truncated(unit, d.column.reference())
	if err != nil {
		return nil, err
	}
	p.order = []*ast.SortItem{{Value: d.column.reference()}}
	if name, ok := strings.CutPrefix(n.Function.Name, "periodToDate"); ok {
		p.partition = append(p.partition, begin)
		window := p.window()
		window.OrderBy = p.order
		window.Frame = &ast.Frame{Unit: ast.Rows, Start: &ast.FrameBound{Kind: ast.UnboundedPreceding}, End: &ast.FrameBound{Kind: ast.CurrentRow}}
		return aggregateOver(strings.TrimSuffix(name, "OverTime"), window, l.place, p.value, nil)
	}
	other, err := l.otherPeriod(p, unit, begin, d.column.reference())
	if err != nil {
		return nil, err
	}
	switch n.Function.Name {
	case "periodOverPeriodDifference":
		return minus(p.value, other), nil
	case "periodOverPeriodPercentDifference":
		return quotient(minus(p.value, other), ast.Clone(other)), nil
	}
	return other, nil
}

// otherPeriod is the value at the same place of a period at a distance: rows of one place in all periods are a partition,
// in which periods are numbered.
func (l gridLens) otherPeriod(p *pieces, unit string, begin, date ast.Expression) (ast.Expression, error) {
	distance := int64(1)
	if len(p.Counts) > 0 {
		distance = p.Counts[0]
	}
	p.partition = append(p.partition, places(unit, begin, date)...)
	epoch := &ast.TypedLiteral{Type: ast.TypeOf(moment), Value: "1969-12-28 00:00:00.000"} // a Sunday, with which weeks begin
	number := ast.Func("date_diff", ast.String(unit), epoch, asMoment(begin))
	if unit == "year" || unit == "quarter" || unit == "month" {
		epoch.Value = "1970-01-01 00:00:00.000"
	}
	window := p.window()
	window.OrderBy = []*ast.SortItem{{Value: number}}
	bound := &ast.FrameBound{Kind: ast.Preceding, Value: ast.Integer(distance)}
	if distance < 0 {
		bound = &ast.FrameBound{Kind: ast.Following, Value: ast.Integer(-distance)}
	}
	window.Frame = &ast.Frame{Unit: ast.Range, Start: bound, End: ast.Clone(bound)}
	other, err := spread(ast.Func("max", p.value), window, l.place)
	// Rows without a date are of no period; the engine takes them for one.
	return ast.Func("if", &ast.IsNull{Operand: date, Not: true}, other), err
}

// places tell where in its period a date lies. Years, quarters and months are of several lengths: a day is told by its
// number in the month, and a month by its number.
func places(unit string, begin, date ast.Expression) []ast.Expression {
	within := func(begin ast.Expression) ast.Expression {
		return ast.Func("date_diff", ast.String("millisecond"), asMoment(begin), asMoment(date))
	}
	if unit != "year" && unit != "quarter" {
		return []ast.Expression{within(begin)}
	}
	months := ast.Func("date_diff", ast.String("month"), asMoment(begin), asMoment(date))
	return []ast.Expression{months, within(ast.Func("date_trunc", ast.String("month"), ast.Clone(date)))}
}
