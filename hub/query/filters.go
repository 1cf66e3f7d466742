package query

import (
	qstypes "github.com/aws/aws-sdk-go-v2/service/quicksight/types"

	"interlaken/calc"
	"interlaken/fault"
	"interlaken/hub/definition"
	"interlaken/sql/ast"
)

// levelOf is what a filter has one answer for: a row, a group, or a group once table calculations are computed. Of several
// filters of which one has to hold it is the highest.
func (p *plan) levelOf(f definition.Filter) (calc.Level, error) {
	if f.AnyOf != nil {
		highest := calc.Row
		for _, list := range f.AnyOf {
			for _, one := range list {
				level, err := p.levelOf(one)
				if err != nil {
					return 0, err
				}
				highest = max(highest, level)
			}
		}
		return highest, nil
	}
	column, err := p.field(f.Column, "A filter")
	switch {
	case err != nil:
		return 0, err
	case f.Aggregation != "":
		return max(column.level, calc.Group), nil
	}
	return column.level, nil
}

// filters has the filters of rows and of figures hold. Those of figures are HAVING, unless what is computed of the groups
// that they leave is computed from rows.
func (p *plan) filters() error {
	fromRows := len(p.Totals) > 0
	for _, g := range p.Groups {
		fromRows = fromRows || g.Items != nil && !p.onlyItems()
	}
	for _, f := range p.Filters {
		level, err := p.levelOf(f)
		if err != nil {
			return err
		}
		if level > calc.Row && p.Plain {
			return fault.New(fault.Validation, "A filter on %q holds of groups, and the rows are asked for as they are.", f.Column)
		}
		var term ast.Expression
		switch {
		case level == calc.Table:
			continue // see late
		case level == calc.Group && (fromRows || f.AnyOf != nil):
			if term, err = p.term(f, p.widely); err == nil {
				p.keep(term)
			}
		case level == calc.Group:
			if term, err = p.term(f, p.aggregated); err == nil && term != nil {
				p.having = append(p.having, term)
			}
		default:
			if term, err = p.term(f, p.row); err == nil {
				p.keep(term)
			}
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// seeing is how a filter's column is seen where the filter holds.
type seeing = func(definition.Filter) (*operand, error)

// row sees the value of a row.
func (p *plan) row(f definition.Filter) (*operand, error) {
	column, err := p.field(f.Column, "A filter")
	if err != nil {
		return nil, err
	}
	value, err := p.value(column)
	if err == nil && f.Granularity != "" {
		value, err = truncated(value, f.Granularity)
	}
	return &operand{&column.RelationColumn, column.truth, func() ast.Expression { return ast.Clone(value) }}, err
}

// aggregated sees the figure of a group.
func (p *plan) aggregated(f definition.Filter) (*operand, error) {
	return p.figureOf(f, lens{rows: p.rows})
}

// widely sees, in each row, what the filter's column is in the group of the row.
func (p *plan) widely(f definition.Filter) (*operand, error) {
	level, err := p.levelOf(f)
	if err != nil || level == calc.Row {
		if err != nil {
			return nil, err
		}
		return p.row(f)
	}
	return p.figureOf(f, lens{rows: p.rows, wide: p.groups, pass: amongGroups})
}

func (p *plan) figureOf(f definition.Filter, l lens) (*operand, error) {
	column, err := p.field(f.Column, "A filter")
	if err != nil {
		return nil, err
	}
	of := column.RelationColumn
	if column.level == calc.Row {
		of.Type = figureType(f.Aggregation, of.Type)
	}
	value, err := l.figure(f.Column, f.Aggregation, f.Percentile)
	if err == nil && f.Granularity != "" {
		value, err = truncated(value, f.Granularity)
	}
	return &operand{&of, column.truth, func() ast.Expression { return ast.Clone(value) }}, err
}

// figureType is the type of a figure of a column.
func figureType(a definition.Aggregation, column qstypes.ColumnDataType) qstypes.ColumnDataType {
	switch a {
	case definition.Count, definition.DistinctCount:
		return qstypes.ColumnDataTypeInteger
	case definition.Sum, definition.Min, definition.Max:
		return column
	}
	return qstypes.ColumnDataTypeDecimal
}

// calculated sees a table calculation.
func (p *plan) calculated(f definition.Filter) (*operand, error) {
	column, err := p.field(f.Column, "A filter")
	if err != nil {
		return nil, err
	}
	if column.level != calc.Table {
		return nil, fault.New(fault.Unsupported, "One of several filters is on the table calculations of groups, and another, on %q, is not.", f.Column)
	}
	value, err := p.grid.calculation(column)
	return &operand{&column.RelationColumn, column.truth, func() ast.Expression { return ast.Clone(value) }}, err
}

// term is the condition of a filter; nil where it asks for nothing.
func (p *plan) term(f definition.Filter, see seeing) (ast.Expression, error) {
	if f.AnyOf != nil {
		var terms []ast.Expression
		for _, list := range f.AnyOf {
			var all []ast.Expression
			for _, one := range list {
				term, err := p.term(one, see)
				if err != nil {
					return nil, err
				}
				all = append(all, term)
			}
			term := ast.And(all...)
			if term == nil {
				return nil, nil // one list asks for nothing
			}
			terms = append(terms, term)
		}
		if len(terms) == 0 { // it fits none of no lists
			return &ast.BooleanLiteral{Value: false}, nil
		}
		return ast.Or(terms...), nil
	}
	if f.Top != nil || f.Nested != nil {
		level, err := p.levelOf(f)
		if err == nil && level > calc.Row {
			err = fault.New(fault.Unsupported, "A top or nested filter on %q is unsupported here: it takes values of rows, and these are of groups.", f.Column)
		}
		if err != nil {
			return nil, err
		}
	}
	c, err := see(f)
	if err != nil {
		return nil, err
	}
	switch {
	case f.Top != nil:
		return withNulls(f, c, func() (ast.Expression, error) { return p.top(f, c) })
	case f.Nested != nil:
		return withNulls(f, c, func() (ast.Expression, error) { return p.nested(f, c) })
	}
	return filterTerm(f, c)
}
