package query

import (
	"strconv"
	"strings"
	"time"

	qstypes "github.com/aws/aws-sdk-go-v2/service/quicksight/types"

	"interlaken/fault"
	"interlaken/hub"
	"interlaken/hub/definition"
	"interlaken/sql/ast"
	"interlaken/sql/types"
)

// operand is a column that a filter is on, and how it is named where the filter holds. Every value becomes a typed literal
// of the column's type, and never text of a statement.
type operand struct {
	*hub.RelationColumn
	truth bool // it is true or false, as 1 or 0
	value func() ast.Expression
}

// filterTerm is the condition of one filter, with what becomes of nulls (QuickSight API Reference, FilterNullOption).
func filterTerm(f definition.Filter, c *operand) (ast.Expression, error) {
	return withNulls(f, c, func() (ast.Expression, error) { return filterValues(f, c) })
}

func withNulls(f definition.Filter, c *operand, values func() (ast.Expression, error)) (ast.Expression, error) {
	null := func(not bool) ast.Expression { return &ast.IsNull{Operand: c.value(), Not: not} }
	if f.Nulls == "NULLS_ONLY" {
		return null(false), nil
	}
	term, err := values()
	if err != nil {
		return nil, err
	}
	switch f.Nulls {
	case "", "NON_NULLS_ONLY":
		return ast.And(term, null(true)), nil
	case "ALL_VALUES":
		if term == nil {
			return nil, nil
		}
		return ast.Or(term, null(false)), nil
	}
	return nil, fault.New(fault.Unsupported, "The null option %s of a filter is unsupported here.", f.Nulls)
}

// filterValues is the condition on values; nil where every value fits.
func filterValues(f definition.Filter, c *operand) (ast.Expression, error) {
	switch {
	case f.In != nil:
		return list(c, f.In, false)
	case f.NotIn != nil:
		return list(c, f.NotIn, true)
	case f.Range != nil:
		return inRange(c, f.Range)
	case f.MatchOperator != "":
		return match(c, f.MatchOperator, f.Match)
	}
	return nil, nil
}

func list(c *operand, values []string, not bool) (ast.Expression, error) {
	if len(values) == 0 {
		if not {
			return nil, nil
		}
		return &ast.BooleanLiteral{Value: false}, nil
	}
	items := make([]ast.Expression, len(values))
	for i, v := range values {
		var err error
		if items[i], err = c.literal(v); err != nil {
			return nil, err
		}
	}
	return &ast.InList{Operand: c.value(), Items: items, Not: not}, nil
}

func inRange(c *operand, r *definition.Range) (ast.Expression, error) {
	var terms []ast.Expression
	for _, bound := range []struct {
		value       string
		open, close ast.Operator
		inclusive   bool
	}{{r.From, ast.Greater, ast.GreaterOrEqual, r.IncludeFrom}, {r.To, ast.Less, ast.LessOrEqual, r.IncludeTo}} {
		if bound.value == "" {
			continue
		}
		value, err := c.literal(bound.value)
		if err != nil {
			return nil, err
		}
		operator := bound.open
		if bound.inclusive {
			operator = bound.close
		}
		terms = append(terms, &ast.Binary{Operator: operator, Left: c.value(), Right: value})
	}
	return ast.And(terms...), nil
}

// match compares text. strpos and starts_with take every character for itself, so that nothing has to be escaped.
func match(c *operand, operator, text string) (ast.Expression, error) {
	if c.Type != qstypes.ColumnDataTypeString {
		return nil, fault.New(fault.Validation, "The filter %s is on the column %q, which is no text.", operator, c.Name)
	}
	value, part := c.value(), ast.String(text)
	length := ast.Integer(int64(len([]rune(text))))
	switch operator {
	case "CONTAINS", "DOES_NOT_CONTAIN":
		compare := ast.Greater
		if operator == "DOES_NOT_CONTAIN" {
			compare = ast.Equals
		}
		return &ast.Binary{Operator: compare, Left: ast.Func("strpos", value, part), Right: ast.Integer(0)}, nil
	case "STARTS_WITH":
		return &ast.Binary{Operator: ast.Equals, Left: ast.Func("substr", value, ast.Integer(1), length), Right: part}, nil
	case "ENDS_WITH":
		from := &ast.Binary{Operator: ast.Add, Left: &ast.Binary{Operator: ast.Subtract, Left: ast.Func("length", value), Right: length}, Right: ast.Integer(1)}
		return &ast.Logical{Terms: []ast.Expression{
			&ast.Binary{Operator: ast.GreaterOrEqual, Left: ast.Func("length", value), Right: length},
			&ast.Binary{Operator: ast.Equals, Left: ast.Func("substr", value, from), Right: part},
		}}, nil
	}
	return nil, fault.New(fault.Unsupported, "The match operator %s of a filter is unsupported here.", operator)
}

// moments are the forms in which a date comes.
var moments = []string{"2006-01-02T15:04:05Z07:00", "2006-01-02T15:04:05", "2006-01-02"}

// literal is a value as a literal of the operand's type.
func (c *operand) literal(value string) (ast.Expression, error) {
	if known, ok := map[string]string{"true": "1", "false": "0"}[strings.ToLower(value)]; c.truth && ok {
		value = known
	}
	return literal(c.RelationColumn, value)
}

// literal is a value as a literal of a column's type.
func literal(c *hub.RelationColumn, value string) (ast.Expression, error) {
	bad := fault.New(fault.Validation, "The value %q is no %s, which %q has.", value, strings.ToLower(string(c.Type)), c.Name)
	switch c.Type {
	case qstypes.ColumnDataTypeString:
		return ast.String(value), nil
	case qstypes.ColumnDataTypeInteger:
		n, err := strconv.ParseInt(value, 10, 64)
		if err != nil {
			return nil, bad
		}
		return ast.Integer(n), nil
	case qstypes.ColumnDataTypeDecimal:
		x, err := strconv.ParseFloat(value, 64)
		if err != nil || x-x != 0 {
			return nil, bad
		}
		return &ast.DoubleLiteral{Text: strings.ToUpper(strconv.FormatFloat(x, 'e', -1, 64))}, nil
	case qstypes.ColumnDataTypeDatetime:
		for _, layout := range moments {
			if t, err := time.Parse(layout, value); err == nil {
				return &ast.TypedLiteral{Type: ast.TypeOf(types.Simple(types.Timestamp)), Value: t.UTC().Format("2006-01-02 15:04:05.000")}, nil
			}
		}
		return nil, bad
	}
	return nil, fault.New(fault.Unsupported, "%q is of the type %s, which cannot be compared.", c.Name, c.Type)
}
