package query

import (
	"strings"

	"interlaken/calc"
	"interlaken/fault"
	"interlaken/sql/ast"
	"interlaken/sql/types"
)

// dimensions finds the values by which rows are grouped.
func (p *plan) dimensions() error {
	groups := []ast.Expression{}
	for _, g := range p.Groups {
		f, err := p.field(g.Column, "A group")
		if err != nil {
			return err
		}
		if f.level > calc.Row {
			return fault.New(fault.Validation, "Rows cannot be grouped by {%s}, which is computed of groups.", f.Name)
		}
		value, err := p.value(f)
		if err == nil {
			value, err = truncated(value, g.Granularity)
		}
		if err != nil {
			return err
		}
		groups = append(groups, value)
		p.grid.dimensions = append(p.grid.dimensions, &dimension{Group: g, field: f, value: value, key: value})
	}
	p.groups, p.keys = groups, groups
	return nil
}

// group makes the keys of the groups: of a total, those dimensions that it keeps.
func (p *plan) group() (err error) {
	if p.totals, err = newTotals(p.Query, p.rows); err != nil {
		return err
	}
	p.keys = nil
	for _, d := range p.grid.dimensions {
		if p.totals != nil {
			d.key = ast.Func("if", p.totals.kept(d.Group.Name, p.totals.level()), d.key)
		}
		d.column = p.grid.add(d.key, 0)
		p.keys = append(p.keys, d.key)
		if err := p.add(&output{name: d.Group.Name, value: d.column.reference()}); err != nil {
			return err
		}
	}
	further := func(key ast.Expression) *gridColumn {
		c := p.grid.add(key, 0)
		p.keys, p.further = append(p.keys, key), append(p.further, c)
		return c
	}
	if others := p.others(); others != nil {
		p.rest = further(others)
	}
	if p.totals != nil {
		p.totals.column = further(p.totals.level())
	}
	return nil
}

// truncated is the beginning of the unit of time that a moment is in; "" takes it as it is. A week begins on Sunday
// (QuickSight User Guide, truncDate).
func truncated(value ast.Expression, granularity string) (ast.Expression, error) {
	switch unit := strings.ToLower(granularity); unit {
	case "":
		return value, nil
	case "year", "quarter", "month", "week", "day", "hour", "minute", "second":
		return calc.Truncated(unit, value)
	}
	return nil, fault.New(fault.Unsupported, "The time granularity %s is unsupported here.", granularity)
}

// moment is the type in which moments are compared and counted. Of six places none is rounded up into the next second.
var moment = types.Type{Kind: types.Timestamp, Precision: 6}

func asMoment(value ast.Expression) ast.Expression {
	return &ast.Cast{Operand: value, Type: ast.TypeOf(moment)}
}

func double(value ast.Expression) ast.Expression {
	return &ast.Cast{Operand: value, Type: ast.TypeOf(types.Simple(types.Double))}
}
