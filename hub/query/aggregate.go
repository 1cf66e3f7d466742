package query

import (
	"slices"
	"strings"

	"interlaken/fault"
	"interlaken/hub"
	"interlaken/hub/definition"
	"interlaken/sql/ast"
	"interlaken/sql/types"
)

// rows is the alias of a data set's base relation.
const baseAlias = "base"

// whole makes a visual's query over its data set's base relation: filters first, then groups and figures, then a whole
// order and the bound. limit bounds the rows that are kept where the query does not bound them more; 0 does not.
func whole(q *definition.Query, set *hub.DataSet, under *ast.Query, limit int) (*ast.Query, error) {
	where, err := filters(q.Filters, set)
	if err != nil {
		return nil, err
	}
	outer := &ast.Select{
		From: &ast.Aliased{Relation: &ast.Subquery{Query: under}, Alias: ast.Name(baseAlias)}, Where: where,
	}
	place := map[string]int64{}
	group := &ast.GroupBy{}
	add := func(name string, value ast.Expression) error {
		if place[name] != 0 {
			return fault.New(fault.Validation, "Two fields of the visual are called %q.", name)
		}
		outer.Items = append(outer.Items, &ast.SelectExpression{Value: value, Alias: ast.Name(name)})
		place[name] = int64(len(outer.Items))
		return nil
	}
	for _, g := range q.Groups {
		value, err := truncated(g)
		if err == nil {
			err = add(g.Name, value)
		}
		if err != nil {
			return nil, err
		}
		group.Elements = append(group.Elements, &ast.GroupingElement{
			Sets: []*ast.GroupingSet{{Values: []ast.Expression{ast.Integer(place[g.Name])}}},
		})
	}
	for _, m := range q.Measures {
		value, err := figure(q, m)
		if err == nil {
			err = add(m.Name, value)
		}
		if err != nil {
			return nil, err
		}
	}
	if len(group.Elements) > 0 && !q.Plain {
		outer.GroupBy = group
	}
	result := &ast.Query{Body: outer}
	for _, s := range order(q) {
		if place[s.Name] == 0 {
			return nil, fault.New(fault.Validation, "The visual is sorted by %q, which is none of its fields.", s.Name)
		}
		result.OrderBy = append(result.OrderBy, &ast.SortItem{Value: ast.Integer(place[s.Name]), Descending: s.Descending})
	}
	if q.Limit > 0 && (limit == 0 || q.Limit < limit) {
		limit = q.Limit
	}
	if limit > 0 {
		// One row more than is kept tells that there are more.
		result.Limit = &ast.Limit{Count: ast.Integer(int64(limit) + 1)}
	}
	return result, nil
}

// order is the order that is asked for, and behind it what tells rows apart that are equal in it: the groups, or of rows
// as they are all columns. So a limit keeps the same rows whichever engine applies it. Rows as they are without an order
// stay without one: the first that are found are the cheapest.
func order(q *definition.Query) []definition.Sort {
	if q.Plain && len(q.Sort) == 0 {
		return nil
	}
	whole := slices.Clone(q.Sort)
	add := func(name string) {
		if !slices.ContainsFunc(whole, func(s definition.Sort) bool { return s.Name == name }) {
			whole = append(whole, definition.Sort{Name: name})
		}
	}
	for _, g := range q.Groups {
		add(g.Name)
	}
	if q.Plain {
		for _, m := range q.Measures {
			add(m.Name)
		}
	}
	return whole
}

func reference(column string) ast.Expression { return ast.Column(baseAlias, column) }

// truncated is a group's value. A week begins on Sunday (QuickSight User Guide, truncDate); the engine's begins on
// Monday.
func truncated(g definition.Group) (ast.Expression, error) {
	value := reference(g.Column)
	switch unit := strings.ToLower(g.Granularity); unit {
	case "":
		return value, nil
	case "week":
		later := ast.Func("date_add", ast.String("day"), ast.Integer(1), value)
		return ast.Func("date_add", ast.String("day"), ast.Integer(-1), ast.Func("date_trunc", ast.String("week"), later)), nil
	case "hour", "minute", "second":
		// A date has no hours, so the engine wants a moment. Of six places none is rounded up into the next second.
		value = &ast.Cast{Operand: value, Type: ast.TypeOf(types.Type{Kind: types.Timestamp, Precision: 6})}
		return ast.Func("date_trunc", ast.String(unit), value), nil
	case "year", "quarter", "month", "day":
		return ast.Func("date_trunc", ast.String(unit), value), nil
	}
	return nil, fault.New(fault.Unsupported, "The time granularity %s is unsupported here.", g.Granularity)
}

// aggregations are the engine's functions.
var aggregations = map[definition.Aggregation]string{
	definition.Sum: "sum", definition.Average: "avg", definition.Min: "min", definition.Max: "max", definition.Count: "count",
	definition.Var: "var_samp", definition.VarP: "var_pop", definition.Stdev: "stddev_samp", definition.StdevP: "stddev_pop",
}

func figure(q *definition.Query, m definition.Measure) (ast.Expression, error) {
	value := reference(m.Column)
	switch {
	case q.Plain:
		return value, nil
	case m.Column == "" && m.Aggregation == definition.Count:
		call := ast.Func("count")
		call.Star = true
		return call, nil
	case m.Aggregation == definition.DistinctCount:
		call := ast.Func("count", value)
		call.Distinct = true
		return call, nil
	case m.Aggregation == definition.Median:
		return ast.Func("approx_percentile", value, &ast.DoubleLiteral{Text: "5E-1"}), nil
	}
	name, ok := aggregations[m.Aggregation]
	if !ok {
		return nil, fault.New(fault.Unsupported, "The aggregation %s is unsupported here.", m.Aggregation)
	}
	return ast.Func(name, value), nil
}
